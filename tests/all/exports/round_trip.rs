//! Whatever a ledger holds comes back out of our own tables as it went in: odd words, odd names, every state, every column.

use super::{cells, empty, read_in};
use crate::all::office::Office;
use proptest::{prelude::*, test_runner::TestRunner};

/// Words that other readers of tables would take apart, put right or throw away.
const ODD: [&str; 22] = [
    "关于“台账不全”的问题",
    "\"直引号\"与“弯引号”",
    "一是甲；二是乙。1.丙；2.丁",
    "（三）2.编号在前的话",
    "=HYPERLINK(\"x\")",
    "-先减",
    "+再加",
    "@都看",
    "'单引号",
    "''=两个",
    "_x000D_与_x005F_和_x41_",
    "无",
    "—",
    "合计",
    "两行\n的话",
    "三行\n\n隔一行",
    "<b>&amp;</b>|竖线|",
    "注：不是表注",
    "逗号,分号;制表",
    "1.10",
    "2025-03-31",
    "问(wèn)題",
];

/// Names that hold what stands between names elsewhere.
const NAMES: [&str; 10] = [
    "办公室",
    "政治部/督察室",
    "立案、速裁庭",
    "「试点」、专班",
    "执行局等3家单位",
    "审管办（3人）",
    "机关党委 工会",
    "财务和装备处",
    "甲庭；乙庭",
    "院长牵头",
];

const HEADINGS: &str = "编号,方面,方面（2级）,问题来源,关联问题,反馈问题,表现编号,问题表现,整改目标,措施编号,整改措施,牵头领导,协助领导,责任部门,配合部门,责任人,整改时限,原定时限,复核日期,延期情况,整改类型,到期日,亮灯,进度,整改情况,存在问题,下步措施,完成日期,销号状态,销号日期,佐证材料,备注";

fn table(rows: &[Vec<String>]) -> String {
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    out.write_record(HEADINGS.split(',')).unwrap();
    for row in rows {
        // As our own files guard what a spreadsheet would run.
        let guarded = row.iter().map(|cell| {
            let runs = cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@']);
            if runs { format!("'{cell}") } else { cell.clone() }
        });
        out.write_record(guarded).unwrap();
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

fn row(cells: &[(&str, &str)]) -> Vec<String> {
    for (heading, _) in cells {
        assert!(HEADINGS.split(',').any(|known| known == *heading), "{heading}");
    }
    let cell = |heading: &str| cells.iter().find(|(of, _)| *of == heading).map_or("", |(_, words)| *words).to_owned();
    HEADINGS.split(',').map(cell).collect()
}

fn exported(office: &Office, name: &str) -> Vec<Vec<String>> {
    office.run(["export", name, "--force"]).went_well();
    if name.ends_with(".xlsx") {
        let mut rows = cells(office.bytes(name), "整改台账");
        rows.retain(|row| !row.iter().all(String::is_empty));
        return rows;
    }
    let bytes = office.bytes(name);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&bytes[3..]);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Both tables of a ledger, read into new ledgers, are the tables of these; and once more.
fn comes_back(office: &Office) -> Result<(), TestCaseError> {
    for name in ["台账.xlsx", "台账.csv"] {
        let first = exported(office, name);
        let mut bytes = office.bytes(name);
        for time in 0..2 {
            let other = read_in(name, &bytes);
            let again = exported(&other, name);
            for (at, (one, two)) in first.iter().zip(&again).enumerate() {
                prop_assert_eq!(one, two, "{} row {} time {}", name, at + 1, time);
            }
            prop_assert_eq!(first.len(), again.len());
            // Also the figures, and what explains them.
            for sheet in ["汇总", "数字说明", "会议"].iter().filter(|_| name.ends_with(".xlsx")) {
                let of = |office: &Office| cells(office.bytes(name), sheet);
                for (at, (one, two)) in of(office).iter().zip(&of(&other)).enumerate() {
                    prop_assert_eq!(one, two, "{} row {}", sheet, at + 1);
                }
            }
            bytes = other.bytes(name);
        }
    }
    Ok(())
}

/// What words become in a ledger anyway.
fn kept(words: &str) -> String {
    words.trim().to_owned()
}

#[test]
fn odd_words_and_names_come_back_as_they_are() {
    let mut rows = Vec::new();
    for (at, words) in ODD.iter().enumerate() {
        let (issue, measure, other) = (format!("{}", at + 1), format!("{}.1", at + 1), format!("{}.2", at + 1));
        let names = [NAMES[at % 10], NAMES[(at + 1) % 10]];
        let cell = taizhang::zh::own_table::names_as_cell(&names);
        let above = [
            ("编号", &*issue),
            ("方面", if at % 5 == 4 { "" } else { ODD[(at / 3) % ODD.len()] }),
            ("方面（2级）", if at % 7 == 3 { "关于第二级方面" } else { "" }),
            ("问题来源", if at % 6 == 5 { "自查" } else { "反馈问题" }),
            ("反馈问题", words),
            ("整改目标", words),
            ("牵头领导", "院长"),
            ("责任部门", &*cell),
            ("责任人", words.split('\n').next().unwrap()),
            ("整改时限", "2025年6月底前"),
        ];
        let with = |more: &[(&'static str, &str)]| {
            let mut all: Vec<(&str, &str)> = above.to_vec();
            all.extend_from_slice(more);
            row(&all)
        };
        rows.push(with(&[
            ("措施编号", &*measure),
            ("整改措施", words),
            ("整改情况", words),
            ("存在问题", words),
            ("下步措施", words),
            ("佐证材料", words.split('\n').next().unwrap()),
            ("备注", words),
            ("进度", "整改中"),
        ]));
        rows.push(with(&[("措施编号", &*other), ("整改措施", &*format!("又{words}")), ("进度", "未启动")]));
    }
    let office = read_in("自编.csv", table(&rows));
    let sheet = exported(&office, "台账.xlsx");
    let all: Vec<&String> = sheet.iter().flatten().collect();
    for words in ODD {
        let count = all.iter().filter(|cell| **cell == kept(words).as_str()).count();
        assert!(count >= 7, "{words} came in {count} times");
    }
    let parties = office.run(["party", "list", "--format", "json"]).ok().json();
    let roster = parties["parties"].as_array().unwrap();
    for name in NAMES {
        assert!(roster.iter().any(|party| party["name"] == name), "{name}: {roster:?}");
    }
    comes_back(&office).unwrap();
}

/// A ledger with whatever a table can carry: nested 表现, measures without a deadline of their own, extensions, standing work.
fn rich() -> Office {
    let rows = [
        row(&[
            ("编号", "3"),
            ("方面", "党的建设"),
            ("反馈问题", "表现有几层"),
            ("责任部门", "办公室"),
            ("整改时限", "2025年12月底前"),
        ]),
        row(&[
            ("编号", "3"),
            ("方面", "党的建设"),
            ("反馈问题", "表现有几层"),
            ("表现编号", "3.2"),
            ("问题表现", "第一种"),
        ]),
        row(&[
            ("编号", "3"),
            ("方面", "党的建设"),
            ("反馈问题", "表现有几层"),
            ("表现编号", "3.2"),
            ("问题表现", "第一种"),
            ("措施编号", "3.2.2"),
            ("整改措施", "逐项改"),
            ("进度", "整改中"),
        ]),
        row(&[
            ("编号", "3"),
            ("方面", "党的建设"),
            ("反馈问题", "表现有几层"),
            ("表现编号", "3.2.4"),
            ("问题表现", "第一种之下"),
        ]),
        row(&[
            ("编号", "3"),
            ("方面", "党的建设"),
            ("反馈问题", "表现有几层"),
            ("表现编号", "3.2.4"),
            ("问题表现", "第一种之下"),
            ("措施编号", "3.2.4.1"),
            ("整改措施", "再改"),
        ]),
        row(&[
            ("编号", "3"),
            ("方面", "党的建设"),
            ("反馈问题", "表现有几层"),
            ("表现编号", "3.5"),
            ("问题表现", "第二种"),
        ]),
        row(&[
            ("编号", "5"),
            ("方面", "党的建设"),
            ("反馈问题", "长期坚持的事"),
            ("措施编号", "5.1"),
            ("整改措施", "常抓"),
            ("整改时限", "长期坚持"),
            ("复核日期", "2025-11-11"),
            ("整改类型", "长期坚持"),
            ("进度", "阶段性完成"),
        ]),
        row(&[
            ("编号", "6"),
            ("反馈问题", "延过期的事"),
            ("措施编号", "6.1"),
            ("整改措施", "先办一半"),
            ("责任部门", "办公室"),
            ("整改时限", "2025年10月底前"),
            ("原定时限", "2025-03-31"),
            (
                "延期情况",
                "2025-03-20延至2025年6月底前；批准：院〔2025〕3号；原因：人手不足\n2025-06-20延至2025年10月底前；批准：2025-06-06 第6次党组会；纪要号：〔2025〕6号；原因：系统未上线",
            ),
            ("进度", "整改中"),
        ]),
        row(&[
            ("编号", "6"),
            ("反馈问题", "延过期的事"),
            ("措施编号", "6.4"),
            ("整改措施", "再办一半"),
            ("责任部门", "办公室"),
            ("整改时限", "2025年10月底前"),
            ("原定时限", "2025-03-31"),
            (
                "延期情况",
                "2025-03-20延至2025年6月底前；批准：院〔2025〕3号；原因：人手不足\n2025-06-20延至2025年10月底前；批准：2025-06-06 第6次党组会；纪要号：〔2025〕6号；原因：系统未上线",
            ),
            ("进度", "已完成"),
            ("完成日期", "2025-05-05"),
        ]),
        row(&[
            ("编号", "J4"),
            ("方面", "审判执行"),
            ("问题来源", "举一反三"),
            ("关联问题", "3"),
            ("反馈问题", "举一反三的事"),
            ("整改时限", "2025年4月底前"),
            ("进度", "已完成"),
            ("完成日期", "2025-04-02"),
            ("销号状态", "已销号（待补审议）"),
            ("销号日期", "2025-04-20"),
        ]),
        row(&[
            ("编号", "9"),
            ("方面", "审判执行"),
            ("反馈问题", "一段很长的话"),
            ("措施编号", "9.1"),
            ("整改措施", &"很长".repeat(900)),
            ("整改情况", &"字".repeat(8000)),
        ]),
        row(&[
            ("编号", "Y2"),
            ("问题来源", "整改意见"),
            ("关联问题", "3、J4"),
            ("反馈问题", "两条都要改"),
            ("进度", "未启动"),
        ]),
    ];
    let office = read_in("自编.csv", table(&rows));
    for line in [
        "attach 9 --register 档7 --title 登记簿 --kept-at 柜子 --on 2025-05-20",
        "progress 9.1 --done --on 2025-05-21",
        "submit 9 --on 2025-06-01 --yes",
        "return 9 --meeting 2025-06-06 --words 仍有漏登 --open 9.1 --keep-due --on 2025-06-06",
        "add --kind 个案 --under 3 某号案件 --on 2025-06-10",
        "add --kind 个案 --under 3.2 另一件案件 --on 2025-06-10",
        "assign 3.6 --dept 办公室 --due 2025年12月底前 --on 2025-06-10",
        "progress 3.6 --done --situation 已审结 --on 2025-06-20",
        "add --kind 措施 --under 6 多写的措施 --on 2025-06-10",
        "progress 6.5 --state 整改中 --situation 办过一半 --on 2025-06-12",
        "meeting add 2025-04-03 --kind 推进会 --title 整改推进会 --no 〔2025〕2号",
        "meeting add 2025-05-08 --kind 专题会 --title 5月专题会",
        "withdraw 6.5 --ground 方案调整 --reason 与6.1重复 --meeting 2025-06-06 --on 2025-06-15 --yes",
        "outcome rule 3 6.1 --title 《案件管理办法》 --number 院〔2025〕8号 --institution --on 2025-06-10 --yes",
        "outcome accountability 3 --form 诫勉 --people 2 --times 3 --on 2025-06-11",
        "outcome accountability 6 --form 诫勉 --people 2 --times 3 --on 2025-06-11",
        "outcome money 6.1 --direction 追缴 --amount 12.5万元 --words 首批 --on 2025-06-12",
        "outcome other 3.6 --name 走访 --count 12 --unit 次 --on 2025-06-12",
        "withdraw 3.5 --ground 录入差错 --reason 误拆；批准：无 --on 2025-06-16 --yes",
        "withdraw Y2 --ground 并入其他事项 --reason 并入Y1 --on 2025-06-17 --yes",
    ] {
        office.run(line.split_whitespace()).went_well();
    }
    office
}

#[test]
fn extensions_reviews_and_nested_symptoms_come_back() {
    let office = rich();
    office.run(["export", "台账.csv"]).went_well().says("另列撤项");
    let sheet = exported(&office, "台账.xlsx");
    let heading = sheet.iter().position(|row| row[0] == "编号").unwrap();
    let column =
        |title: &str| sheet[heading].iter().position(|cell| cell == title).unwrap_or_else(|| panic!("{title}"));
    let of = |code: &str| {
        sheet.iter().find(|row| row.contains(&code.to_owned())).unwrap_or_else(|| panic!("{code}\n{sheet:#?}"))
    };
    for (code, title, words) in [
        ("6.4", "原定时限", "2025-03-31"),
        ("6.4", "整改时限", "2025年10月底前"),
        ("6.4", "到期日", "2025-10-31"),
        ("5.1", "复核日期", "2025-11-11"),
        ("3.2.4", "问题表现", "第一种之下"),
        ("3.2.4.1", "整改措施", "再改"),
        ("J4", "销号状态", "已销号（待补审议）"),
        ("3.6", "反馈问题", "某号案件"),
        ("3.6", "问题来源", "个案"),
        ("3.6", "关联问题", "3"),
        ("3.6", "整改情况", "已审结"),
        ("6.5", "问题来源", "措施"),
        ("3.6", "成效", "2025-06-12其他：走访 12 次"),
        (
            "6.5",
            "撤项情况",
            "2025-06-15因方案调整撤项；原因：与6.1重复；批准：2025-06-06 第6次党组会；纪要号：〔2025〕6号",
        ),
        ("3.5", "问题来源", "问题表现"),
        ("3.5", "撤项情况", "2025-06-16因录入差错撤项；原因：误拆；批准：无；批准："),
        ("Y2", "撤项情况", "2025-06-17因并入其他事项撤项；原因：并入Y1"),
        ("9", "销号状态", "退回整改"),
    ] {
        assert_eq!(of(code)[column(title)], words, "{code} {title}");
    }
    assert_eq!(of("6.1")[column("延期情况")].lines().count(), 2);
    let told = office.run(["show", "6", "--format", "json"]).ok().json();
    let one = &told["items"][0];
    assert_eq!(one["extensions"].as_array().map(Vec::len), Some(2), "{told}");
    // What was late while it was not extended yet, and only that.
    let counts = |day: &str| office.run(["overdue", "--as-of", day, "--format", "json"]).ok().json()["counts"].clone();
    assert_eq!(counts("2025-05-01")["issues"], 0);
    // What stands in no category stands behind those that do, below a heading of its own.
    let unsorted = sheet.iter().position(|row| row[0] == "未列入方面的问题").unwrap();
    assert!(sheet.iter().position(|row| row[0] == "6").unwrap() > unsorted);
    let back = read_in("看.xlsx", office.bytes("台账.xlsx"));
    back.run(["show", "9"]).ok().says("退回整改").says("仍有漏登");
    comes_back(&office).unwrap();
    // Where it came from it says nothing new.
    for name in ["台账.xlsx", "台账.csv"] {
        office.run(["intake", name, "--yes"]).went_well().says("没有新的内容");
    }
}

#[test]
fn what_no_row_can_show_is_told_on_the_screen_and_in_the_file() {
    let office = rich();
    let said = office.run(["export", "台账.xlsx"]).went_well();
    assert!(said.out.contains("看不全：") && said.out.contains("9“整改情况”"), "{said}");
    let explained = cells(office.bytes("台账.xlsx"), "数字说明").concat().concat();
    assert!(explained.contains("9“整改情况”"), "{explained}");
    office.run(["export", "个案.csv", "--kind", "个案"]).went_well();
}

#[test]
fn whatever_words_a_ledger_holds_come_back() {
    let word = || {
        proptest::sample::select(vec![
            "甲",
            "、",
            "/",
            "，",
            "\"",
            "“",
            "”",
            "\n",
            "=",
            "-",
            "+",
            "@",
            "'",
            "_x000D_",
            "一是",
            "；",
            "1.",
            "（一）",
            "问题",
            "关于",
            "无",
            " ",
            "很长的一段词语",
        ])
    };
    let words = move || {
        proptest::collection::vec(word(), 1..8).prop_map(|pieces| {
            let words = pieces.concat();
            // A blank before a line break is no word of anybody.
            let lines: Vec<&str> = words.trim().split('\n').map(str::trim).collect();
            format!("字{}末", lines.join("\n"))
        })
    };
    let state = proptest::sample::select(vec!["未启动", "整改中", "阶段性完成", "已完成"]);
    let deadline =
        proptest::sample::select(vec!["", "立行立改", "2025年6月底前", "长期坚持", "2025年9月底前，长期坚持"]);
    let measure = (words(), state, deadline, words(), proptest::bool::ANY);
    let issue = (words(), proptest::collection::vec(measure, 1..4), proptest::bool::ANY);
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() });
    runner
        .run(&proptest::collection::vec(issue, 1..5), |issues| {
            let mut rows = Vec::new();
            for (at, (text, measures, sorted)) in issues.iter().enumerate() {
                for (below, (words, state, deadline, told, files)) in measures.iter().enumerate() {
                    rows.push(row(&[
                        ("编号", &*format!("{}", at + 1)),
                        ("方面", if *sorted { "审判\"执行\"" } else { "" }),
                        ("反馈问题", text),
                        ("措施编号", &*format!("{}.{}", at + 1, below + 1)),
                        ("整改措施", &*format!("{words}{below}")),
                        ("整改时限", deadline),
                        ("进度", state),
                        ("整改情况", if *files { told } else { "" }),
                        ("下步措施", if *files { "" } else { told }),
                    ]));
                }
            }
            let office = read_in("自编.csv", table(&rows));
            let all: Vec<String> = exported(&office, "台账.csv").concat();
            for (text, ..) in &issues {
                prop_assert!(
                    all.iter().any(|cell| cell.trim_start_matches('\'') == text.trim_start_matches('\'')),
                    "{}",
                    text
                );
            }
            comes_back(&office)
        })
        .unwrap();
}

/// A meeting that the new ledger does not know agreed to nothing there: the clerk is told how the closing keeps it.
#[test]
fn a_closing_whose_meeting_is_not_registered_is_told_with_the_remedy() {
    let bytes = {
        let office = super::office();
        office.run(["export", "台账.csv"]).went_well();
        // As somebody would type it who does not know the day.
        String::from_utf8(office.bytes("台账.csv"))
            .unwrap()
            .replace("2025-06-06 第6次党组会；纪要号：〔2025〕6号", "第6次党组会")
    };
    let office = empty();
    office.write("台账.csv", bytes);
    office.run(["round", "open", "2025巡察", "--feedback", "2025-01-13"]).ok();
    let read = ["intake", "台账.csv", "--on", "2025-01-13", "--new-parties", "--yes"];
    let said = office.run(read).went_well();
    assert!(said.out.contains("“第6次党组会”没有登记"), "{said}");
    assert!(said.out.contains("meeting add 日期 --kind 党组会 --title 第6次党组会"), "{said}");
    // The remedy works: taken back, registered, read again, the closing is that meeting's.
    office.run(["undo"]).went_well();
    let meeting = ["meeting", "add", "2025-06-06", "--kind", "党组会", "--title", "第6次党组会", "--no", "〔2025〕6号"];
    office.run(meeting).ok();
    let again = office.run(read.into_iter().chain(["--on-conflict", "以文件为准"])).went_well();
    assert!(!again.out.contains("没有登记，由它销号"), "{again}");
    let shown = office.run(["show", "1", "--format", "json"]).ok().json();
    assert_eq!(shown["items"][0]["item"]["unratified"], false, "{shown}");
}

/// A round that strikes off at another level: an office whose measures were struck off one by one.
fn at_level(level: &str) -> Office {
    let office = empty();
    let opened =
        ["round", "open", "2025巡察", "--feedback", "2025-01-13", "--on", "2025-01-13", "--close-level", level];
    office.run(opened).ok();
    for line in [
        "add 甲问题 --dept 办公室 --new-party 办公室 --due 2025年6月底前 --on 2025-01-13",
        "add 甲措施 --kind 措施 --under 1 --on 2025-01-13",
        "progress 1.1 --done --situation 已办妥 --on 2025-05-01",
        "attach 1.1 --register 档1 --title 清单 --kept-at 柜 --on 2025-05-01",
        "meeting add 2025-05-10 --kind 党组会 --title 第5次党组会",
        "close 1.1 --meeting 2025-05-10 --on 2025-05-10",
        "add 乙问题 --dept 办公室 --on 2025-01-13",
        "add 乙措施 --kind 措施 --under 2 --on 2025-01-13",
        "progress 2.1 --done --situation 也办妥 --on 2025-05-01",
        "submit 2.1 --on 2025-05-02",
    ] {
        office.run(line.split_whitespace()).went_well();
    }
    office
}

#[test]
fn what_is_struck_off_at_another_level_comes_back_at_that_level() {
    for level in ["措施", "两级"] {
        let office = at_level(level);
        for name in ["台账.xlsx", "台账.csv"] {
            let first = exported(&office, name);
            let bytes = office.bytes(name);
            // In its own ledger it says nothing new.
            office.run(["intake", name, "--yes"]).went_well().says("没有新的内容");
            let other = empty();
            other.write(name, bytes);
            let opened = ["round", "open", "2025巡察", "--feedback", "2025-01-13", "--on", "2025-01-13"];
            other.run(opened.into_iter().chain(["--close-level", level])).ok();
            other.run(["intake", name, "--on", "2025-01-13", "--new-parties", "--yes"]).went_well();
            let again = exported(&other, name);
            assert_eq!(first, again, "{level} {name}");
        }
    }
}

/// Struck off without a meeting, agreed to afterwards; extended with one measure that has a day of its own; a review day.
#[test]
fn what_was_agreed_afterwards_and_what_is_inherited_come_back() {
    let office = empty();
    office.run(["round", "open", "2025巡察", "--feedback", "2025-01-13", "--on", "2025-01-13"]).ok();
    for line in [
        "add 甲问题 --dept 办公室 --new-party 办公室 --due 2025年3月底前 --on 2025-01-13",
        "progress 1 --done --on 2025-03-01",
        "close 1 --taken-over 旧台账 --without-evidence 在档案室 --on 2025-03-16",
        "meeting add 2025-04-10 --kind 党组会 --title 第4次党组会",
        "close 1 --ratify --meeting 2025-04-10 --on 2025-04-10",
        "add 乙问题 --dept 办公室 --due 2025年5月底前 --on 2025-01-13",
        "add 有自己的时限 --kind 措施 --under 2 --due 2025年4月底前 --on 2025-01-13",
        "add 随问题的时限 --kind 措施 --under 2 --on 2025-01-13",
        "progress 2.2 --state 整改中 --situation 在办 --on 2025-02-01",
        "extend 2 --to 2025-11-30 --reason 人手不足 --meeting 2025-04-10 --on 2025-04-10",
    ] {
        office.run(line.split_whitespace()).went_well();
    }
    comes_back(&office).unwrap();
    for name in ["台账.xlsx", "台账.csv"] {
        office.run(["intake", name, "--yes"]).went_well().says("没有新的内容");
        let other = read_in(name, office.bytes(name));
        // What follows the issue still follows it.
        other.run(["extend", "2", "--to", "2025-12-20", "--reason", "再延", "--approval", "院〔2025〕9号"]).went_well();
        let shown = other.run(["show", "2.2", "--format", "json"]).ok().json();
        assert_eq!(shown["items"][0]["item"]["deadline"]["due"], "2025-12-20", "{name}");
        let decided = |of: &Office| {
            let shown = of.run(["meeting", "show", "2025-04-10", "--format", "json"]).ok().json();
            ["closure", "extension", "ratification"].map(|what| shown[what]["agreed"].as_i64().unwrap())
        };
        assert_eq!(decided(&office), [0, 1, 1]);
        assert_eq!(decided(&other), [0, 1, 1], "{name}");
    }
}

#[test]
fn rows_may_be_sorted_and_columns_moved() {
    let office = super::office();
    office.run(["export", "台账.csv"]).ok();
    let first = exported(&office, "台账.csv");
    let column = |title: &str| first[0].iter().position(|heading| heading == title).unwrap();
    let written = |rows: &[Vec<String>]| {
        let mut out = csv::Writer::from_writer(Vec::new());
        rows.iter().for_each(|row| out.write_record(row).unwrap());
        String::from_utf8(out.into_inner().unwrap()).unwrap()
    };
    let (progress, due) = (column("进度"), column("到期日"));
    let mut sorted = first.clone();
    sorted[1..].sort_by_key(|row| (row[progress].clone(), std::cmp::Reverse(row[due].clone())));
    let mut moved = first.clone();
    for row in &mut moved {
        let cell = row.remove(due);
        row.insert(2, cell);
    }
    let mut fewer = first.clone();
    for row in &mut fewer {
        row.remove(column("亮灯"));
    }
    for rows in [sorted, moved, fewer] {
        assert_ne!(rows, first);
        office.write("改过.csv", written(&rows));
        office.run(["intake", "改过.csv", "--yes"]).went_well().says("没有新的内容");
        let other = read_in("改过.csv", written(&rows));
        // Categories stand in the order in which they come first.
        let by_rows = |mut rows: Vec<Vec<String>>| {
            rows.sort();
            rows
        };
        assert_eq!(by_rows(exported(&other, "台账.csv")), by_rows(first.clone()));
    }
}

#[test]
fn what_a_clerk_types_and_is_not_read_is_told() {
    let office = super::office();
    let first = exported(&office, "台账.csv");
    let column = |title: &str| first[0].iter().position(|heading| heading == title).unwrap();
    let typed = |at: &dyn Fn(&[String]) -> bool, cells: &[(&str, &str)]| {
        let mut rows = first.clone();
        let row = rows.iter_mut().find(|row| at(row)).unwrap();
        for (title, words) in cells {
            row[column(title)] = (*words).to_owned();
        }
        let mut out = csv::Writer::from_writer(Vec::new());
        rows.iter().for_each(|row| out.write_record(row).unwrap());
        String::from_utf8(out.into_inner().unwrap()).unwrap()
    };
    // Beside one of two measures, where the round strikes off issues.
    let closed = [("销号状态", "已销号"), ("销号日期", "2025-08-25"), ("审议会议", "2025-08-25 党组会：第10次")];
    let of_measure = |row: &[String]| row[column("措施编号")] == "2.1";
    office.write("改.csv", typed(&of_measure, &closed));
    let said = office.run(["intake", "改.csv", "--dry-run"]).went_well();
    assert!(said.out.contains("销号") && said.out.contains("本轮次按“问题”销号"), "{said}");
    // Words that tell no day and no kind of outcome.
    let of_issue = |row: &[String]| row[0] == "3";
    office.write("改.csv", typed(&of_issue, &[("申请退回情况", "上周退回过")]));
    office.run(["intake", "改.csv", "--yes"]).went_well().says("没有读入").says("上周退回过");
}
