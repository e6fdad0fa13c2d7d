//! Grids put together at random: every row has its place, no cell's words are lost, nothing panics.

use super::assert_accounted;
use proptest::prelude::*;
use taizhang::intake::Options;
use taizhang::intake::grid::{Cell, Grid, Merge};
use taizhang::intake::plan::Plan;
use taizhang::intake::table::read_grids;

const HEADINGS: [&str; 22] = [
    "序号",
    "方面",
    "一级标题",
    "反馈问题",
    "存在问题",
    "问题表现",
    "问题来源",
    "整改目标",
    "整改措施",
    "责任领导",
    "责任部门",
    "配合单位",
    "责任人",
    "整改时限",
    "完成时间",
    "整改类型",
    "整改情况",
    "下步措施",
    "整改状态",
    "是否销号",
    "佐证材料",
    "备注",
];

fn cell() -> impl Strategy<Value = Cell> {
    let words = [
        "1",
        "2",
        "3",
        "1-1",
        "1.1",
        "一、党建方面",
        "（一）学习",
        "台账登记不全",
        "关于交接不清的问题",
        "1.建账；2.核对",
        "①建账②核对",
        "一是建账；二是核对。",
        "办公室、政治部",
        "牵头：办公室 配合：政治部",
        "各支部",
        "办公室等3家单位",
        "2025年6月底前",
        "1.6月底；2.7月底",
        "长期坚持",
        "已完成",
        "已销号",
        "2024年5月党组会",
        "√",
        "×",
        "否",
        "/",
        "无",
        "合计",
        "注：说明文字",
        "填表人：",
        "反馈问题",
        "整改措施",
        "序号",
        "甲\n乙",
        "《甲》、《乙》",
        "2024.6.30已完成",
    ];
    prop_oneof![
        6 => Just(Cell::Empty),
        8 => prop::sample::select(words.to_vec()).prop_map(|words| Cell::Text(words.into())),
        1 => "[一-龥0-9。；（）]{1,12}".prop_map(|words| Cell::words_of(&words)),
        1 => prop_oneof![Just(1.0), Just(45838.0), Just(0.5), Just(2025.1), any::<f64>()].prop_map(Cell::Number),
        1 => Just(Cell::Day("2025-06-30".parse().unwrap())),
        1 => any::<bool>().prop_map(Cell::Bool),
        1 => Just(Cell::Fault("#REF!".into())),
    ]
}

prop_compose! {
    fn grid()(
        columns in prop::sample::subsequence(HEADINGS.to_vec(), 4..14),
        shuffle in any::<prop::sample::Index>(),
        rows in prop::collection::vec(prop::collection::vec(cell(), 0..16), 0..24),
        merges in prop::collection::vec((0..26_u32, 0..15_u32, 0..5_u32, 0..4_u32), 0..10),
        title in any::<bool>(),
        gap in 0..2_usize,
    ) -> Grid {
        let mut columns = columns;
        let turn = shuffle.index(columns.len());
        columns.rotate_left(turn);
        let mut all: Vec<Vec<Cell>> = Vec::new();
        if title {
            all.push(vec![Cell::Text("某区人民法院整改台账".into())]);
            all.push(vec![Cell::Text("填报单位：某区人民法院 截至2025年6月30日".into())]);
        }
        let heading = all.len() as u32;
        all.push(columns.iter().map(|heading| Cell::Text((*heading).into())).collect());
        all.extend(std::iter::repeat_n(Vec::new(), gap));
        all.extend(rows);
        let merges = merges
            .into_iter()
            .map(|(top, left, down, right)| Merge { top: heading + 1 + top, left, bottom: heading + 1 + top + down, right: left + right })
            .collect();
        let mut grid = Grid { place: "工作表“甲”".to_owned(), first_row: 1, rows: all, merges, ..Grid::default() };
        grid.fill_merges();
        grid
    }
}

/// Everything that the plan keeps of the words.
fn kept(plan: &Plan) -> String {
    let mut kept = String::new();
    for item in &plan.items {
        kept.push_str(&item.source_text);
        kept.push('\n');
    }
    for left in &plan.left_out {
        kept.push_str(&left.text);
        kept.push('\n');
    }
    for column in plan.tables.iter().flat_map(|table| &table.columns) {
        kept.push_str(&column.heading);
        kept.push('\n');
    }
    kept
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: super::cases("TAIZHANG_CASES", 800),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_row_has_its_place_and_no_words_are_lost(grid in grid()) {
        let words: Vec<String> =
            grid.rows.iter().flatten().map(|cell| cell.words().into_owned()).filter(|words| !words.is_empty()).collect();
        if let Ok(plan) = read_grids(vec![grid.clone()], &Options::default()) {
            assert_accounted("random", &plan);
            let kept = squeezed(&kept(&plan));
            for words in words {
                // A cell that is taken apart is found part by part.
                let apart = |c: char| c.is_whitespace() || "12①②一二；;".contains(c);
                let whole = kept.contains(&squeezed(&words)) || words.split(apart).all(|piece| kept.contains(piece));
                prop_assert!(whole, "{words} is lost in {:#?}\n{}", grid.rows, super::page(&plan));
            }
            let codes = plan.codes();
            for code in &codes {
                prop_assert_eq!(codes.iter().filter(|other| *other == code).count(), 1);
            }
        }
    }
}
