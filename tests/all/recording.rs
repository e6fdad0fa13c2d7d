//! Papers recorded into a ledger: what was shown is what stands, a second paper brings what is missing, nothing by halves.

mod deadlines;
mod levels;
mod notes;

use super::{intake::piece, office::Office};
use proptest::prelude::*;
use rusqlite::{Connection, types::Value as Sql};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs};

fn sample(name: &str) -> Vec<u8> {
    fs::read(format!("{}/examples/papers/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// An office with the two papers of the demo in its folder.
fn stocked() -> Office {
    let office = Office::new();
    office.write("反馈意见.txt", sample("demo-feedback.txt"));
    office.write("整改方案.txt", sample("demo-plan.txt"));
    office
}

fn run(office: &Office, line: &str) -> super::office::Outcome {
    office.run(line.split_whitespace())
}

fn read(office: &Office, line: &str) -> Value {
    run(office, &format!("{line} --format json")).ok().json()
}

fn listed(office: &Office, conditions: &str) -> Vec<Value> {
    let list = run(office, &format!("list {conditions} --format json")).ok().json();
    list["items"].as_array().unwrap().clone()
}

fn codes(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["code"].as_str().unwrap()).collect()
}

/// How many items of a document had that fate.
fn fate(document: &Value, fate: &str) -> usize {
    document["items"].as_array().unwrap().iter().filter(|item| item["fate"] == fate).count()
}

/// Every row of every table but the journal's own and the numbers that were handed out.
fn tables(office: &Office) -> BTreeMap<String, Vec<Vec<Sql>>> {
    let conn = Connection::open(office.path("taizhang.db")).unwrap();
    let names: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('journal', 'counter', 'undone', 'item_record', 'sqlite_stat1')")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    names
        .into_iter()
        .map(|name| {
            let mut statement = conn.prepare(&format!("SELECT * FROM {name}")).unwrap();
            let columns = statement.column_count();
            let rows = statement
                .query_map([], |row| (0..columns).map(|at| row.get(at)).collect::<Result<Vec<Sql>, _>>())
                .unwrap()
                .collect::<Result<Vec<_>, _>>()
                .unwrap();
            (name, rows)
        })
        .collect()
}

#[test]
fn every_sample_stands_in_the_ledger_as_it_was_shown() {
    let folder = format!("{}/examples/papers", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    for name in names.iter().filter(|name| *name != "news.txt") {
        let office = Office::new();
        office.write("文件.txt", sample(name));
        let shown = read(&office, "intake 文件.txt --dry-run");
        assert_eq!((&shown["recorded"], &shown["round"]), (&json!(false), &Value::Null), "{name}");
        let done = read(&office, "intake 文件.txt --open-round 本轮 --feedback 2025-05-20 --new-parties --yes");
        for (before, after) in shown["items"].as_array().unwrap().iter().zip(done["items"].as_array().unwrap()) {
            for field in ["code", "kind", "origin", "type", "parent", "source_no", "text", "stems_from", "answers"] {
                assert_eq!(before[field], after[field], "{name} {field}");
            }
        }
        let standing = listed(&office, "");
        let mut wanted: Vec<&str> = codes(shown["items"].as_array().unwrap());
        wanted.retain(|code| !code.starts_with('C'));
        let mut found: Vec<&str> = codes(&standing);
        found.retain(|code| !code.starts_with('C'));
        wanted.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, wanted, "{name}");
        let conn = Connection::open(office.path("taizhang.db")).unwrap();
        let links: i64 = conn.query_row("SELECT count(*) FROM link", [], |row| row.get(0)).unwrap();
        let linked =
            |item: &Value| item["answers"].as_array().map_or(0, Vec::len) + usize::from(item["stems_from"].is_string());
        let shown_links: usize = shown["items"].as_array().unwrap().iter().map(linked).sum();
        assert_eq!(usize::try_from(links).unwrap(), shown_links, "{name}");
        let placeless: i64 = conn
            .query_row("SELECT count(*) FROM item WHERE source_place IS NULL OR source_words IS NULL", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(placeless, 0, "{name}");
        run(&office, "verify").ok();
    }
}

#[test]
fn items_exist_from_the_feedback_on_and_the_plan_from_the_day_it_is_read() {
    let office = stocked();
    assert_eq!(read(&office, "intake 反馈意见.txt --open-round 本轮 --yes")["on"], "2025-05-20");
    assert_eq!(read(&office, "intake 整改方案.txt --new-parties --yes")["on"], "2026-03-01");
    let then = run(&office, "summary --as-of 2025-06-01 --format json").ok().json();
    assert_eq!((&then["issues"]["total"], &then["measures"]["total"]), (&json!(8), &json!(0)));
    let now = run(&office, "summary --format json").ok().json();
    assert_eq!((&now["issues"]["total"], &now["measures"]["total"]), (&json!(8), &json!(16)));
}

#[test]
fn a_second_paper_brings_what_is_missing_and_no_second_issue() {
    let office = stocked();
    read(&office, "intake 反馈意见.txt --open-round 本轮 --yes");
    let plan = read(&office, "intake 整改方案.txt --new-parties --yes");
    // The three categories stand there already and have nothing to gain.
    assert_eq!((fate(&plan, "matched"), fate(&plan, "unchanged"), fate(&plan, "added")), (8, 3, 16));
    let issues = listed(&office, "--kind 问题");
    assert_eq!(codes(&issues), ["1", "2", "3", "4", "5", "6", "7", "8"]);
    assert_eq!(issues[2]["departments"], json!(["审管办"]));
    assert_eq!(issues[2]["co_departments"], json!(["各业务庭"]));
    assert_eq!(issues[3]["departments"], json!(["执行局", "财务科"]));
    assert_eq!(issues[2]["deadline"]["due"], "2025-08-20");
    assert_eq!(issues[6]["deadline"]["due"], Value::Null);
    // Measures inherit from the issue they stand below.
    let measures = listed(&office, "--kind 措施");
    assert_eq!((measures.len(), &measures[4]["leader"]), (16, &json!("分管审判的院领导")));
    // A name for several is a collective.
    let roster = run(&office, "party list --format json").ok().out;
    assert!(roster.contains("collective"), "{roster}");
    // The plan once more, one measure worded otherwise: nothing of it is new, and what counts is to be said.
    let again = String::from_utf8(sample("demo-plan.txt")).unwrap().replace("提前三日送成员", "提前五日送成员");
    office.write("整改方案（二）.txt", again);
    let before = tables(&office);
    run(&office, "intake 整改方案（二）.txt --yes").refused().says("--on-conflict");
    let second = read(&office, "intake 整改方案（二）.txt --yes --on-conflict skip");
    assert_eq!((fate(&second, "matched"), fate(&second, "unchanged"), fate(&second, "added")), (1, 26, 0));
    assert_eq!(tables(&office), before, "what was decided for the ledger leaves it as it was");
    let second = read(&office, "intake 整改方案（二）.txt --yes --on-conflict update");
    assert_eq!((fate(&second, "matched"), fate(&second, "added")), (1, 0));
    let measures = listed(&office, "--kind 措施");
    assert_eq!(measures.len(), 16);
    assert!(measures.iter().any(|m| m["text"].as_str().unwrap().contains("提前五日")));
    run(&office, "verify").ok();
}

#[test]
fn what_the_ledger_says_otherwise_stops_the_paper_until_someone_says_what_counts() {
    let office = stocked();
    read(&office, "intake 反馈意见.txt --open-round 本轮 --yes");
    run(&office, "party add 监察室 --kind 部门").ok();
    run(&office, "assign 1 --dept 监察室 --due 2025年12月底前").ok();
    let before = tables(&office);
    let refused = run(&office, "intake 整改方案.txt --new-parties --yes").refused();
    refused.says("与台账有 1 项不一致").says("--on-conflict update").says("待定");
    assert_eq!(tables(&office), before);
    let shown = read(&office, "intake 整改方案.txt --new-parties --dry-run");
    let differences =
        &shown["items"].as_array().unwrap().iter().find(|item| item["code"] == "1").unwrap()["differences"];
    let fields: Vec<&str> = differences.as_array().unwrap().iter().map(|d| d["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["department", "deadline"]);
    assert_eq!((&differences[0]["ledger"], &differences[0]["settled"]), (&json!("监察室"), &json!("open")));
    let first = |office: &Office| listed(office, "--kind 问题")[0].clone();
    run(&office, "intake 整改方案.txt --new-parties --yes --on-conflict skip").ok().says("保留台账");
    let kept = first(&office);
    assert_eq!((&kept["departments"], &kept["deadline"]["due"]), (&json!(["监察室"]), &json!("2025-12-31")));
    assert_eq!(listed(&office, "--kind 措施").len(), 16);
    run(&office, "intake 整改方案.txt --yes --on-conflict update").ok().says("改用文件");
    let updated = first(&office);
    assert_eq!((&updated["departments"], &updated["deadline"]["due"]), (&json!(["办公室"]), &json!("2025-06-19")));
}

#[test]
fn a_report_files_what_it_tells_below_issues_that_have_their_measures() {
    let office = stocked();
    read(&office, "intake 反馈意见.txt --open-round 本轮 --yes");
    read(&office, "intake 整改方案.txt --new-parties --yes");
    office.write(
        "通报.txt",
        "某区人民法院党组关于巡察整改进展情况的通报\n一、反馈问题整改落实情况\n（一）党的建设方面\n1.关于党组会议题把关不严的问题\n一是启用审核单，全年退回不成熟议题三个。\n二是补开一次专题学习。\n针对“举一反三”整改事项“专题会纪要印发偏慢”问题，进行以下整改。\n一是会后两日内印发。\n2.关于支部组织生活记录不全的问题\n一是补齐十二处。\n",
    );
    let report = read(&office, "intake 通报.txt --yes");
    assert_eq!(fate(&report, "filed"), 3, "{report:#}");
    assert_eq!(listed(&office, "--kind 措施 --origin 反馈问题").len(), 16);
    let conn = Connection::open(office.path("taizhang.db")).unwrap();
    let filed: Vec<(String, String)> = conn
        .prepare("SELECT i.code, f.situation FROM filing f JOIN item i ON i.id = f.item_id ORDER BY i.sort_key")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(filed.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert!(filed[0].1.contains("审核单") && filed[0].1.contains("专题学习"));
    let extension = &listed(&office, "--origin 举一反三 --kind 问题");
    assert_eq!(codes(extension), ["J1"]);
    assert_eq!(listed(&office, "--progress 未启动 --kind 措施").len(), 17);
}

#[test]
fn what_is_struck_off_stays_as_it_is() {
    let office = stocked();
    read(&office, "intake 反馈意见.txt --open-round 本轮 --yes");
    run(&office, "progress 7 --done --on 2025-07-01").ok();
    run(&office, "progress 1 --done --on 2025-07-01").ok();
    run(&office, "meeting add 2025-07-10 --kind 党组会 --on 2025-07-10").ok();
    assert_eq!(run(&office, "close 1 --meeting 2 --without-evidence 当场改正 --on 2025-07-10").code, 0);
    let plan = read(&office, "intake 整改方案.txt --new-parties --yes");
    // Issue 1 with its two measures is struck off; a measure would open issue 7 again.
    assert_eq!((fate(&plan, "skipped"), fate(&plan, "added")), (5, 12));
    assert_eq!(run(&office, "summary --format json").ok().json()["issues"]["completed"], 2);
}

#[test]
fn the_same_file_again_brings_nothing_and_records_nothing() {
    let office = stocked();
    read(&office, "intake 反馈意见.txt --open-round 本轮 --yes");
    let before = tables(&office);
    run(&office, "intake 反馈意见.txt --yes").ok().says("没有新的内容").says("2026-03-01");
    let again = read(&office, "intake 反馈意见.txt --yes");
    assert_eq!((fate(&again, "unchanged"), fate(&again, "added"), &again["records"]), (13, 0, &Value::Null));
    assert_eq!(again["read_before"]["name"], "反馈意见.txt");
    assert_eq!(tables(&office), before);
}

#[test]
fn undoing_a_reading_leaves_the_tables_as_they_were() {
    let office = stocked();
    let empty = tables(&office);
    read(&office, "intake 反馈意见.txt --open-round 本轮 --yes");
    let first = tables(&office);
    read(&office, "intake 整改方案.txt --new-parties --yes");
    run(&office, "undo").ok();
    assert_eq!(tables(&office), first);
    run(&office, "undo").ok();
    assert_eq!(tables(&office), empty);
    run(&office, "verify").ok();
    // Undone is not read: it may be read again, and the paper's own numbers are free.
    let again = read(&office, "intake 反馈意见.txt --open-round 本轮 --yes");
    assert_eq!(again["items"][1]["code"], "1");
}

#[test]
fn looking_leaves_the_file_as_it_is() {
    let office = stocked();
    read(&office, "intake 反馈意见.txt --open-round 本轮 --yes");
    let before = tables(&office);
    let shown = read(&office, "intake 整改方案.txt --new-parties --dry-run");
    assert_eq!((shown["recorded"].as_bool(), fate(&shown, "added")), (Some(false), 16));
    // Nobody there to agree, and a refusal half way: nothing is recorded either.
    run(&office, "intake 整改方案.txt --new-parties").refused().says("--yes");
    run(&office, "intake 整改方案.txt --yes").refused();
    assert_eq!(tables(&office), before);
    run(&office, "verify").ok();
}

#[test]
fn a_plan_to_be_marked_up_is_a_workbook_and_records_nothing() {
    use calamine::{Data, Reader as _};
    let office = stocked();
    read(&office, "intake 反馈意见.txt --open-round 本轮 --yes");
    let before = tables(&office);
    run(&office, "intake 整改方案.txt --new-parties --plan 导入计划.xlsx").ok().says("没有记录");
    assert_eq!(tables(&office), before);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(office.path("导入计划.xlsx")).unwrap();
    assert_eq!(book.sheet_names()[..2], ["概况", "将要录入的事项"]);
    let items = book.worksheet_range("将要录入的事项").unwrap();
    // Every row, not only the first twenty.
    assert_eq!(items.height(), 1 + 27);
    assert_eq!(items.get_value((1, 0)), Some(&Data::String("C1".into())));
    run(&office, "intake 整改方案.txt --new-parties --plan 导入计划.xlsx").refused().says("导入计划.xlsx");
    run(&office, "intake 反馈意见.txt 整改方案.txt --plan 另一份.xlsx").usage();
}

#[test]
fn unknown_names_are_told_all_at_once_and_decided_by_flags() {
    let office = stocked();
    read(&office, "intake 反馈意见.txt --open-round 本轮 --yes");
    run(&office, "party add 审判管理办公室 --kind 部门").ok();
    run(&office, "party add 财务 科 --kind 部门").ok();
    run(&office, "party add 政治部门 --kind 部门").ok();
    // A plan is shown before every name is decided, with what each one nearly equals.
    let shown = read(&office, "intake 整改方案.txt --dry-run");
    let name = |name: &str| {
        let names = shown["new_names"].as_array().unwrap();
        names.iter().find(|new| new["name"] == name).unwrap_or_else(|| panic!("{name}: {names:?}")).clone()
    };
    assert_eq!((&name("政治部")["near"], &name("政治部")["decided"]), (&json!(["政治部门"]), &json!(false)));
    assert_eq!(name("党组书记")["near"], json!([]));
    assert_eq!(shown["items"].as_array().unwrap().len(), 27);
    let refused = run(&office, "intake 整改方案.txt --yes").refused();
    for name in ["党组书记", "办公室", "审管办", "执行局", "各业务庭", "--new-parties"] {
        assert!(refused.err.contains(name), "{name}\n{refused}");
    }
    // What nearly equals a declared name is not declared along with the rest.
    let near = run(&office, "intake 整改方案.txt --yes --new-parties").refused().says("政治部");
    assert!(!near.err.contains("党组书记"), "{near}");
    let line = "intake 整改方案.txt --yes --new-parties --party 审管办=审判管理办公室 --party 政治部=政治部门";
    read(&office, line);
    let issues = listed(&office, "--kind 问题");
    assert_eq!(issues[2]["departments"], json!(["审判管理办公室"]));
    assert_eq!(issues[6]["departments"], json!(["政治部门"]));
    run(&office, "intake 整改方案.txt --yes --party 审管办").usage();
}

#[test]
fn several_files_are_several_commands() {
    let office = stocked();
    run(&office, "intake 反馈意见.txt 整改方案.txt --open-round 本轮 --new-parties --yes").ok();
    assert_eq!(listed(&office, "--kind 措施").len(), 16);
    run(&office, "undo").ok();
    assert_eq!((listed(&office, "--kind 措施").len(), listed(&office, "--kind 问题").len()), (0, 8));
    // A file that cannot be read stops all of them before the first is recorded.
    let other = stocked();
    run(&other, "intake 反馈意见.txt 没有.txt --open-round 本轮 --yes").trouble();
    assert!(run(&other, "round list --format json").ok().out.contains("[]"));
}

#[test]
fn what_is_no_paper_is_refused_in_words() {
    let office = stocked();
    fs::create_dir(office.path("文件夹.txt")).unwrap();
    office.write("空.txt", "");
    office.write("图片.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    office.write("表格.xlsx", b"PK\x03\x04\x14\x00\x00\x00");
    office.write("乱码.txt", [0xff, 0xfe, 0xff, 0x81, 0x20]);
    office.write("新闻.txt", sample("news.txt"));
    office.write("国标.txt", sample("report-results-gb18030.txt"));
    run(&office, "round open 本轮 --feedback 2025-05-20").ok();
    let before = tables(&office);
    for line in [
        "没有.txt",
        "文件夹.txt",
        "图片.txt",
        "表格.xlsx",
        "乱码.txt --encoding utf-8",
        "国标.txt --encoding utf-8",
        "国标.txt --encoding 什么",
    ] {
        run(&office, &format!("intake {line} --yes")).trouble();
    }
    for line in ["空.txt", "新闻.txt"] {
        run(&office, &format!("intake {line} --yes")).refused();
    }
    let none = read(&office, "intake 新闻.txt --dry-run");
    assert_eq!((&none["counts"]["issue"], none["items"].as_array().map(Vec::len)), (&json!(0), Some(0)));
    assert_eq!(tables(&office), before);
    run(&office, "intake 国标.txt --encoding gb18030 --new-parties --yes").ok();
}

#[test]
fn a_paragraph_of_a_megabyte_and_hidden_characters_do_no_harm() {
    let office = Office::new();
    let long = format!("关于巡察某局党组的反馈意见\n一、党建方面\n1.{}。\n2.短。\n", "长".repeat(350_000));
    office.write("长.txt", long);
    run(&office, "intake 长.txt --open-round 本轮 --feedback 2025-05-20 --yes").trouble().says("第3行");
    office.write(
        "藏.txt",
        "关于巡察某局党组的反馈意见\n一、党建方面\n1.台账\u{202e}登记不全\u{1b}[2J。\n2.交接\u{200b}不清。\n",
    );
    let hidden = run(&office, "intake 藏.txt --open-round 本轮 --feedback 2025-05-20 --yes");
    assert!([0, 1].contains(&hidden.code), "{hidden}");
    assert!(!hidden.out.contains('\u{202e}') && !hidden.out.contains('\u{1b}'), "{hidden}");
    run(&office, "verify").ok();
}

#[test]
fn without_a_round_it_says_how_to_open_one() {
    let office = stocked();
    run(&office, "intake 反馈意见.txt --yes")
        .refused()
        .says("taizhang round open 2025巡察 --feedback 2025-05-20 --kind 巡察 --body 区委第二巡察组 --party-group 某区人民法院党组")
        .says("--open-round 2025巡察");
    run(&office, "intake 整改方案.txt --open-round 本轮 --yes").refused().says("--feedback");
    // The words that were said can be typed.
    run(
        &office,
        "round open 2025巡察 --feedback 2025-05-20 --kind 巡察 --body 区委第二巡察组 --party-group 某区人民法院党组",
    )
    .ok();
    run(&office, "intake 反馈意见.txt --yes").ok();
}

#[test]
fn a_paper_as_it_is_shown_and_recorded() {
    let office = stocked();
    insta::assert_snapshot!(office.session(&[
        "intake 反馈意见.txt --dry-run",
        "导入 反馈意见.txt --open-round 2025巡察",
        "导入 反馈意见.txt --open-round 2025巡察 --yes",
        "intake 整改方案.txt --new-parties --dry-run --all",
    ]));
}

/// Whenever it runs, the demo shows each section of the overdue report, and its ledger is in order.
#[test]
fn the_demo_tells_its_story_on_any_day() {
    for today in ["2026-03-01", "2028-02-29", "2027-01-01", "2026-05-31", "2026-12-31"] {
        let mut office = Office::empty();
        office.on(today);
        let demo = run(&office, "demo").ok();
        for words in [
            "已逾期：2个问题",
            "30天内到期：2个问题",
            "到复核日：1个问题",
            "无时限或时限不明：1个问题",
            "cd taizhang-demo",
        ] {
            assert!(demo.out.contains(words), "{today} {words}\n{demo}");
        }
        let ledger = "--ledger taizhang-demo/taizhang.db";
        run(&office, &format!("{ledger} verify")).ok();
        assert_eq!(run(&office, &format!("{ledger} overdue --fail")).code, 1);
        assert_eq!(run(&office, &format!("{ledger} summary --format json")).ok().json()["issues"]["closed"], 1);
        // What it says to type next can be typed.
        for line in ["list", "show 4", "overdue --by leader", "summary --explain 完成率", "undo"] {
            run(&office, &format!("{ledger} {line}")).ok();
        }
        assert_eq!(run(&office, &format!("{ledger} close 3 --meeting 2")).code, 1);
        run(&office, "demo").ok().says("taizhang-demo-2");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a text is read as can be recorded as it was shown, and read again without a second item.
    #[test]
    fn whatever_is_read_can_be_recorded(pieces in prop::collection::vec(piece(), 5..60), title in 0..4_usize) {
        let lead = ["", "某局整改落实情况通报\n", "关于巡察某局的反馈意见\n", "某局整改方案\n"][title];
        let office = Office::new();
        office.write("文件.txt", format!("{lead}{}", pieces.concat().replace('\0', "")));
        let shown = read(&office, "intake 文件.txt --dry-run");
        let line = "intake 文件.txt --open-round 本轮 --feedback 2025-05-20 --new-parties --yes --format json";
        let done = run(&office, line);
        if shown["items"].as_array().is_some_and(Vec::is_empty) {
            prop_assert_eq!(&done.error_json()["code"], "nothing_in_paper");
            return Ok(());
        }
        prop_assert_eq!(done.code, 0, "{}", done);
        for (before, after) in shown["items"].as_array().unwrap().iter().zip(done.json()["items"].as_array().unwrap()) {
            for field in ["code", "parent", "stems_from", "answers"] {
                prop_assert_eq!(&before[field], &after[field]);
            }
        }
        let again = run(&office, "intake 文件.txt --on-conflict skip --new-parties --yes --format json");
        prop_assert_eq!(again.code, 0, "{}", again);
        prop_assert_eq!(fate(&again.json(), "added"), 0);
        run(&office, "verify").ok();
    }
}
