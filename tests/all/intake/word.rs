//! The Word samples as plans, page by page.

use super::docx::{SPACES, docx, docx_with, paragraph};
use super::{assert_nothing_lost, hostile::word_samples, page, plan_of};
use taizhang::domain::item::ItemKind;
use taizhang::intake::plan::Plan;
use taizhang::intake::word::Document;
use taizhang::intake::{Options, read};

/// Every word of the file once: lines, contents, and the cells of tables without those that a merge fills in.
fn text(document: &Document) -> String {
    let mut text: String = document.lines.iter().map(|(_, line)| format!("{line}\n")).collect();
    text.extend(document.aside.iter().map(|left| format!("{}\n", left.text)));
    text.extend(document.contents.iter().map(|left| format!("{}\n", left.text)));
    for grid in &document.tables {
        for (at, row) in grid.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let (row, column) = (u32::try_from(at).unwrap(), u32::try_from(column).unwrap());
                let filled = grid.merges.iter().any(|merge| {
                    (merge.top..=merge.bottom).contains(&row)
                        && (merge.left..=merge.right).contains(&column)
                        && (row, column) != (merge.top, merge.left)
                });
                if let (false, taizhang::intake::grid::Cell::Text(words)) = (filled, cell) {
                    text.push_str(words);
                    text.push('\n');
                }
            }
        }
    }
    text
}

fn open(sample: &str) -> (Plan, String) {
    let (name, bytes) = word_samples().into_iter().find(|(name, _)| name == sample).unwrap();
    (read(&name, &bytes, &Options::default()).unwrap(), text(&Document::open(&bytes).unwrap()))
}

fn plan(sample: &str) -> Plan {
    let (plan, text) = open(sample);
    assert_nothing_lost(sample, &text, &plan);
    plan
}

/// As [`plan`], for papers with a ledger: headings of columns are said with every cell, so words are looked for, not counted.
fn plan_with_ledger(sample: &str) -> Plan {
    let (plan, text) = open(sample);
    let mut told: String = plan.items.iter().map(|item| format!("{}\n", item.source_text)).collect();
    told.extend(plan.left_out.iter().map(|left| format!("{}\n", left.text)));
    told.extend(plan.tables.iter().flat_map(|table| &table.columns).map(|column| format!("{}\n", column.heading)));
    for words in text.lines() {
        assert!(told.contains(words.trim()), "{sample}: {words} is lost in {told}");
    }
    plan
}

#[test]
fn a_plan_numbered_by_word_alone() {
    insta::assert_snapshot!(page(&plan("plan-numbered.docx")));
}

#[test]
fn the_same_plan_saved_by_libreoffice_gives_the_same() {
    assert_eq!(page(&plan("plan-libreoffice.docx")), page(&plan("plan-numbered.docx")));
}

#[test]
fn a_ledger_kept_in_word() {
    insta::assert_snapshot!(page(&plan_with_ledger("ledger-in-word.docx")));
}

#[test]
fn a_paper_with_its_ledger_behind_it() {
    insta::assert_snapshot!(page(&plan_with_ledger("paper-with-ledger.docx")));
}

/// Text with what stands where: kind, own number, words, the words above.
fn levels(plan: &Plan) -> Vec<(ItemKind, &str, &str, &str)> {
    let above = |at: Option<usize>| at.map_or("", |at| plan.items[at].text.as_str());
    let of = |item: &'_ taizhang::intake::plan::PlannedItem| item.parent;
    plan.items
        .iter()
        .map(|item| (item.kind, item.source_no.as_deref().unwrap_or_default(), item.text.as_str(), above(of(item))))
        .collect()
}

const DECIMALS: &str = "整改方案\n一、反馈问题整改\n（一）党的建设方面\n1. 台账登记不全\n1.1 建立统一台账，逐件登记。\n\
1.2 每月抽查一次，抽查结果通报。\n2. 卷宗装订不齐\n2.1 集中装订存量卷宗，年底完成。\n2.2 修订卷宗管理办法，明确责任。\n";

#[test]
fn decimal_numbers_are_a_level_below_their_heading() {
    use ItemKind::{Category, Issue, Measure};
    let plan = plan_of(DECIMALS);
    assert_nothing_lost("decimals", DECIMALS, &plan);
    assert_eq!(
        levels(&plan),
        [
            (Category, "（一）", "党的建设", ""),
            (Issue, "（一）1.", "台账登记不全", "党的建设"),
            (Measure, "（一）1.1", "建立统一台账，逐件登记。", "台账登记不全"),
            (Measure, "（一）1.2", "每月抽查一次，抽查结果通报。", "台账登记不全"),
            (Issue, "（一）2.", "卷宗装订不齐", "党的建设"),
            (Measure, "（一）2.1", "集中装订存量卷宗，年底完成。", "卷宗装订不齐"),
            (Measure, "（一）2.2", "修订卷宗管理办法，明确责任。", "卷宗装订不齐"),
        ]
    );
}

#[test]
fn decimal_numbers_that_word_counts_are_read_as_typed_ones() {
    let level = |at: u32, format: &str, pattern: &str| {
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{pattern}"/></w:lvl>"#
        )
    };
    let levels_of_list =
        [level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3")].concat();
    let list = format!(
        r#"<w:abstractNum w:abstractNumId="1">{levels_of_list}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>"#
    );
    let at = |level: u32, words: &str| {
        paragraph(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>"#), words)
    };
    let body = [
        paragraph("", "某区人民法院整改方案"),
        paragraph("", "一、反馈问题整改"),
        at(0, "党的建设方面"),
        at(1, "台账登记不全"),
        at(2, "建立统一台账，逐件登记。"),
        at(2, "每月抽查一次，抽查结果通报。"),
        at(1, "卷宗装订不齐"),
        at(2, "集中装订存量卷宗，年底完成。"),
        at(0, "执法办案方面"),
        at(1, "流程公开不够"),
        at(2, "公开办案流程，接受监督。"),
    ]
    .concat();
    let plan = read("方案.docx", &docx(&body, "", &list), &Options::default()).unwrap();
    let numbers: Vec<&str> = plan.items.iter().filter_map(|item| item.source_no.as_deref()).collect();
    assert_eq!(numbers, ["1.", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1", "2.", "2.1", "2.1.1"]);
    assert_eq!((plan.counts().category, plan.counts().issue, plan.counts().measure), (2, 3, 4));
}

#[test]
fn amounts_at_the_start_of_a_line_are_no_level() {
    let text = "一、反馈问题整改\n1. 台账登记不全\n1.1万元经费用于建账，专款专用。\n3.5 个百分点的差距已补上。\n1.3 不是下一个号，照正文读。\n2. 卷宗装订不齐\n装订。\n";
    let plan = plan_of(text);
    assert_nothing_lost("amounts", text, &plan);
    assert!(
        !plan
            .items
            .iter()
            .any(|item| item.source_no.as_deref().is_some_and(|no| no.contains("1.1") || no.contains("1.3")))
    );
}

#[test]
fn what_stands_beside_the_body_is_counted_and_shown() {
    let note = |id: u32, kind: &str, words: &str| {
        format!(r#"<w:footnote w:id="{id}"{kind}>{}</w:footnote>"#, paragraph("", words))
    };
    let separator = r#" w:type="separator""#;
    let notes = format!(
        "<w:footnotes {SPACES}>{}{}{}</w:footnotes>",
        note(0, separator, "—"),
        note(1, "", "数据截至2025年6月30日。"),
        note(2, "", "不含派出法庭。")
    );
    let head = |words: &str| format!("<w:hdr {SPACES}>{}</w:hdr>", paragraph("", words));
    let foot = format!("<w:ftr {SPACES}>{}</w:ftr>", paragraph("", "— 3 —"));
    let body = [paragraph("", "一、反馈问题"), paragraph("", "1. 台账登记不全"), paragraph("", "建立台账。")].concat();
    let (first, same) = (head("内部资料 注意保管"), head("内部资料 注意保管"));
    let bytes = docx_with(
        &body,
        "",
        "",
        &[
            ("footnotes", "footnotes.xml", &notes),
            ("header", "header1.xml", &first),
            ("header", "header2.xml", &same),
            ("footer", "footer1.xml", &foot),
        ],
    );
    let plan = read("方案.docx", &bytes, &Options::default()).unwrap();
    let left: Vec<(&str, &str)> = plan.left_out.iter().map(|left| (left.place.as_str(), left.text.as_str())).collect();
    for beside in [("脚注1", "数据截至2025年6月30日。"), ("脚注2", "不含派出法庭。"), ("页眉1", "内部资料 注意保管")]
    {
        assert!(left.contains(&beside), "{left:?}");
    }
    assert!(!left.iter().any(|(place, _)| place.starts_with("页脚") || *place == "页眉2"), "{left:?}");
    let noted: Vec<&str> = plan.notes.iter().map(|note| note.reason.as_str()).collect();
    assert!(noted.iter().any(|note| note.starts_with("脚注 2 处未读入")), "{noted:?}");
    assert!(noted.iter().any(|note| note.starts_with("页眉 1 处未读入")), "{noted:?}");
}
