//! The ledger leaves the office as a file and comes back: what is the same then, and what is told to be missing.
//!
//! What is compared. For tables: every cell but those that only show what is worked out anew (亮灯, 到期日, 延期情况 are compared all
//! the same where nothing was extended). For the document: everything ([`whole`]).

mod figures;
mod round_trip;
mod sheet;
pub(crate) mod whole;

use crate::all::office::Office;
use calamine::{Data, Reader as _, Xlsx};
use serde_json::{Value, json};
use std::io::Cursor;

/// The day on which the ledger of these tests is looked at.
pub(crate) const DAY: &str = "2025-09-01";

const LEDGER: &str = "\
编号,方面,问题来源,关联问题,反馈问题,问题表现,整改目标,整改措施,牵头领导,协助领导,责任部门,配合部门,责任人,整改时限,整改类型,进度,整改情况,完成日期,销号状态,销号日期,佐证材料,备注
1,一、党的建设,反馈问题,,议题把关不严,,材料会前三日送达,议题由办公室初核,院长,分管副院长,办公室,政治部、执行局,办公室主任,立行立改,立行立改,已完成,审核单已启用,2025-02-10,,,审核单样张,首批
1,一、党的建设,反馈问题,,议题把关不严,,材料会前三日送达,会前由成员传阅,院长,分管副院长,办公室,政治部、执行局,办公室主任,立行立改,立行立改,已完成,传阅单已启用,2025-02-12,,,,
2,一、党的建设,反馈问题,,学习记录不全,,,补齐缺页,分管副院长,,机关党委,,,收到反馈意见后三个月内,限期整改,整改中,已补二十页,,,,,
2,一、党的建设,反馈问题,,学习记录不全,,,每季度互查一次,分管副院长,,机关党委、各支部,,,长期坚持,长期坚持,阶段性完成,,,,,,
3,二、审判执行,反馈问题,,案件管理不细,一年以上未结案多,,逐案写出分析,审判副院长,,审管办、立案庭、执行局,,,2025年6月30日,,未启动,,,,,,
3,二、审判执行,反馈问题,,案件管理不细,文书校对不细,,庭长复核,审判副院长,,审管办,,,2025年12月底前完成并长期坚持,,整改中,,,,,,
4,二、审判执行,反馈问题,,案款发放偏慢,,,合并审批环节,执行副院长,,执行局,,,2025年3月底前,,已完成,环节已减到两个,2025-03-20,已销号,2025-04-02,审批流程图,
5,二、审判执行,反馈问题,,送达登记不全,,,补登送达记录,审判副院长,,立案庭,,,2025年5月底前,,已完成,已补登,2025-05-20,,,,
6,二、审判执行,反馈问题,,误录的一条,,,不应存在,审判副院长,,立案庭,,,尽快,,未启动,,,,,,
8,二、审判执行,反馈问题,,卷宗归档偏慢,,,逐庭清理积卷,审判副院长,,审管办,,,2025年6月底前,,已完成,已清理完毕,2025-06-08,,,归档交接单,
7,二、审判执行,反馈问题,,=1+1开头的问题,,,-先核对，+再补录,审判副院长,,立案庭,,,尽快,,整改中,@已通知各庭,,,,,''=原样
J1,一、党的建设,举一反三,1,会议纪要归档不全,,,逐份补归档,分管副院长,,办公室,,,分阶段：2025年6月底前清理、12月底前归档,分阶段整改,整改中,,,,,,
G1,二、审判执行,推动改革促进发展,,繁简分流机制不活,,,修订分流办法,审判副院长,,审管办,,,2025年10月,,未启动,,,,,,
";

/// An office with a new ledger on the day of these tests.
fn empty() -> Office {
    let mut office = Office::empty();
    office.on(DAY);
    office.run(["init", "--office", "某区人民法院"]).ok();
    office
}

/// An office whose ledger holds what real ones hold.
pub(crate) fn office() -> Office {
    let office = empty();
    office.write("旧台账.csv", LEDGER);
    let opened = ["--open-round", "2025巡察", "--feedback", "2025-01-13", "--new-parties", "--yes"];
    office.run(["intake", "旧台账.csv"].into_iter().chain(opened)).ok();
    for line in [
        "add --kind 整改意见 健全议题会前审核机制 --answers 1 --on 2025-01-13",
        "add --kind 整改意见 加强案件全程管理 --answers 3 --on 2025-01-13",
        "add --kind 措施 --under G1 办法中明确：1.分流标准；2.办理时限 --on 2025-01-13",
        "meeting add 2025-06-06 --kind 党组会 --title 第6次党组会 --no 〔2025〕6号",
        "attach 5 --register 档2025-7 --title 送达登记簿 --kept-at 立案庭档案柜 --on 2025-05-20",
        "submit 5 --on 2025-06-01 --yes",
        "return 5 --meeting 2025-06-06 --words 抽查仍有漏登 --open 5.1 --keep-due --on 2025-06-06",
        "submit 1 --on 2025-05-30 --yes",
        "close 1 --meeting 2025-06-06 --on 2025-06-06",
        "submit 8 --words 材料齐备 --on 2025-06-10 --yes",
        "withdraw 6 --ground 录入差错 --reason 重复登记 --yes",
    ] {
        office.run(line.split_whitespace()).ok();
    }
    office
}

/// Another office that reads a file into a ledger of its own.
fn read_in(name: &str, bytes: impl AsRef<[u8]>) -> Office {
    let office = empty();
    office.write(name, bytes);
    office.run(["round", "open", "2025巡察", "--feedback", "2025-01-13"]).ok();
    office.run(["intake", name, "--on", "2025-01-13", "--new-parties", "--yes"]).went_well();
    office
}

/// The cells of a sheet as words, row by row.
pub(crate) fn cells(bytes: Vec<u8>, sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let words = |cell: &Data| match cell {
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    };
    book.worksheet_range(sheet).unwrap().rows().map(|row| row.iter().map(words).collect()).collect()
}

#[test]
fn a_workbook_comes_back_as_it_went() {
    let office = office();
    office.run(["export", "台账.xlsx"]).ok().says("已写入 台账.xlsx");
    let first = cells(office.bytes("台账.xlsx"), "整改台账");
    let other = read_in("台账.xlsx", office.bytes("台账.xlsx"));
    other.run(["export", "再.xlsx"]).ok();
    let second = cells(other.bytes("再.xlsx"), "整改台账");
    for (at, (one, two)) in first.iter().zip(&second).enumerate() {
        assert_eq!(one, two, "row {}", at + 1);
    }
    assert_eq!(first.len(), second.len());
    let all = first.concat().concat();
    for word in
        ["举一反三", "推动改革促进发展", "整改意见", "已销号（待补审议）", "阶段性完成", "=1+1开头的问题", "'=原样"]
    {
        assert!(all.contains(word), "{word}");
    }
    assert!(all.contains("撤项（不计入各项数字）") && all.contains("误录的一条"), "{all}");
    for sheet in ["汇总", "数字说明", "会议"] {
        assert_eq!(cells(office.bytes("台账.xlsx"), sheet), cells(other.bytes("再.xlsx"), sheet), "{sheet}");
    }
}

#[test]
fn a_flat_table_comes_back_as_it_went_however_often() {
    let office = office();
    office.run(["export", "台账.csv"]).ok();
    let first = String::from_utf8(office.bytes("台账.csv")).unwrap();
    assert!(first.starts_with('\u{feff}') && first.contains("\r\n"));
    for field in csv::ReaderBuilder::new()
        .from_reader(first.trim_start_matches('\u{feff}').as_bytes())
        .records()
        .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
    {
        assert!(!field.starts_with(['=', '+', '-', '@', '\t']), "{field} would be run as a formula");
    }
    let mut before = first.clone();
    let mut bytes = first.into_bytes();
    for _ in 0..2 {
        let other = read_in("台账.csv", bytes);
        other.run(["export", "再.csv"]).ok();
        bytes = other.bytes("再.csv");
        let again = String::from_utf8(bytes.clone()).unwrap();
        for (one, two) in before.lines().zip(again.lines()) {
            assert_eq!(one, two);
        }
        assert_eq!(before, again);
        before = again;
    }
}

#[test]
fn a_document_comes_back_into_a_new_round_and_what_is_missing_is_told() {
    let office = office();
    whole::comes_back(&office, &["2025巡察"], &[]);
    let other = empty();
    other.write("台账.json", office.bytes("2025巡察.json"));
    let open = ["intake", "台账.json", "--open-round", "2025巡察"];
    other.run(open.into_iter().chain(["--yes"])).refused().says("--new-parties").says("立案庭");
    let said = other.run(open.into_iter().chain(["--new-parties", "--yes"])).went_well();
    let said = said.says("items.withdrawn").says("rounds.sources").says("经办人");
    assert!(!said.out.contains("没有照样读入"), "{said}");
    // Read again it brings nothing.
    other.run(["intake", "台账.json", "--yes"]).went_well().says("没有");
    other.run(["verify"]).ok();
}

/// A closing that a document tells of passes the same gate as one that is typed.
#[test]
fn no_document_gets_a_closing_past_the_gate() {
    let office = office();
    office.run(["export", "台账.json"]).ok();
    let text = String::from_utf8(office.bytes("台账.json")).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    // The meeting that is said to have agreed was held before the work was done, and in another document it is none at all.
    let held =
        document["meetings"].as_array_mut().unwrap().iter_mut().find(|held| held["kind"] == "party_group").unwrap();
    held["held_on"] = json!("2025-02-11");
    let other = empty();
    document.as_object_mut().unwrap().remove("schema");
    other.write("改过.json", document.to_string().replacen('{', "{\"schema\":\"taizhang.export/1\",", 1));
    let read = ["intake", "改过.json", "--open-round", "2025巡察", "--new-parties", "--yes"];
    let said = other.run(read.into_iter().chain(["--format", "json"])).went_well().json();
    let untold: Vec<(&str, &str, bool)> = said["untold"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap(), one["act"].as_str().unwrap(), one["taken_over"].as_bool().unwrap()))
        .collect();
    assert_eq!(untold, [("5", "returned", false), ("1", "closed", true)], "{said}");
    assert!(said["untold"][1]["why"].to_string().contains("早于"), "{said}");
    let issues = other.run(["summary", "--format", "json"]).ok().json()["issues"].clone();
    assert_eq!((issues["closed"].as_i64(), issues["closed_unratified"].as_i64()), (Some(2), Some(2)));
    other.run(["verify"]).ok();
}

/// Where items stand already, only what they lack is added, as from any table.
#[test]
fn a_document_read_into_a_round_that_has_items_brings_no_history() {
    let office = office();
    office.run(["export", "台账.json"]).ok();
    let other = empty();
    other.run(["round", "open", "2025巡察", "--feedback", "2025-01-13"]).ok();
    other.run(["add", "议题把关不严", "--on", "2025-01-13"]).ok();
    other.write("台账.json", office.bytes("台账.json"));
    let read = ["intake", "台账.json", "--new-parties", "--yes", "--on-conflict", "update"];
    other.run(read).went_well().says("已有事项");
    other.run(["verify"]).ok();
}

/// A table names the meetings that decided with their day: they are registered, and have decided the same.
#[test]
fn the_meetings_that_decided_come_with_the_table() {
    let office = office();
    for name in ["台账.xlsx", "台账.csv"] {
        office.run(["export", name]).ok();
        let other = empty();
        other.write(name, office.bytes(name));
        let opened = ["--open-round", "2025巡察", "--feedback", "2025-01-13", "--new-parties"];
        let shown = other.run(["intake", name, "--dry-run"].into_iter().chain(opened)).went_well();
        shown.says("一并登记的会议（1 次）").says("第6次党组会");
        other.run(["intake", name, "--yes"].into_iter().chain(opened)).went_well();
        let summary = other.run(["summary", "--format", "json"]).ok().json();
        assert_eq!(summary["issues"]["closed_unratified"], 1, "the one that was taken over there, too");
        let met = |of: &Office| {
            let shown = of.run(["meeting", "show", "2025-06-06", "--format", "json"]).ok().json();
            ["title", "minutes_no", "closure", "extension"].map(|key| shown[key].clone())
        };
        assert_eq!(met(&office)[..2], [json!("第6次党组会"), json!("〔2025〕6号")]);
        assert_eq!(met(&office)[2]["tabled"], 2);
        assert_eq!(met(&office), met(&other));
        // Read again it brings nothing.
        other.run(["intake", name, "--yes"]).went_well().says("没有新的内容");
    }
}

#[test]
fn every_heading_is_one_that_intake_knows() {
    let office = office();
    for name in ["台账.xlsx", "台账.csv"] {
        office.run(["export", name]).ok();
        let plan = office.run(["intake", name, "--dry-run", "--format", "json"]).went_well().json();
        let columns = plan["tables"][0]["columns"].as_array().unwrap();
        assert!(columns.len() > 20);
        for column in columns {
            assert!(!column["field"].is_null(), "{name}: {column}");
        }
        assert_eq!(plan["recorded"], false);
        assert!(plan["tables"][0]["reported"].as_array().is_none_or(Vec::is_empty), "{}", plan["tables"][0]);
    }
}

#[test]
fn the_same_ledger_and_day_give_the_same_bytes() {
    let mut office = office();
    let mut written = |today: &str, prefix: &str| -> Vec<Vec<u8>> {
        office.on(today);
        ["xlsx", "csv", "md", "json"]
            .iter()
            .map(|ending| {
                let name = format!("{prefix}.{ending}");
                office.run(["export", &name, "--as-of", "2025-06-02"]).ok();
                office.bytes(&name)
            })
            .collect()
    };
    let (one, two, later) = (written(DAY, "甲"), written(DAY, "乙"), written("2025-10-09", "丙"));
    assert!(one == two && one == later);
    let then = String::from_utf8(one[1].clone()).unwrap();
    assert!(then.contains("待审定") && !then.contains("退回整改"), "as it stood on that day\n{then}");
    assert!(!then.contains("第6次党组会"));
}

#[test]
fn what_cannot_be_exported_is_refused_with_what_to_do() {
    let office = office();
    office.run(["export", "台账.pdf"]).usage().says(".xlsx");
    office.run(["export", "台账.docx"]).usage().says("taizhang paper");
    office.run(["export", "台账"]).usage();
    office.run(["export", "台账.csv", "--dept", "办公室", "--light", "红"]).refused().says("没有写文件");
    assert!(!office.path("台账.csv").exists());
    office.run(["export", "台账.csv"]).ok();
    office.run(["export", "台账.csv"]).refused().says("--force");
    office.run(["export", "台账.csv", "--force"]).ok();
    office.run(["round", "open", "2025审计", "--feedback", "2025-08-01", "--kind", "审计"]).ok();
    office.run(["export", "两轮.xlsx"]).refused().says("--round").says(".json、.html 或 .ics");
    for name in ["两轮.html", "两轮.ics"] {
        office.run(["export", name]).ok();
    }
    office.run(["export", "台账.xls"]).usage().says("改写为 台账.xlsx");
    office.run(["export", "没有/台账.csv", "--round", "2025巡察"]).trouble().says("没有文件夹 没有");
    assert!(!office.path("没有").exists());
    office.run(["export", "一轮.xlsx", "--round", "2025巡察"]).ok();
    office.run(["export", "两轮.json"]).ok();
    office.run(["intake", "两轮.json", "--dry-run"]).trouble().says("--sheet");
    let receipt = office.run(["export", "回执.md", "--round", "2025巡察", "--format", "json"]).ok().json();
    assert_eq!((receipt["schema"].as_str(), receipt["file"].as_str()), (Some("taizhang.exported/1"), Some("回执.md")));
}

#[test]
fn a_document_of_several_rounds_says_which_is_read_first_and_which_next() {
    let office = office();
    // Entered later, fed back earlier.
    office.run(["round", "open", "2024审计", "--feedback", "2024-08-01", "--kind", "审计"]).ok();
    office.run(["add", "账目不清", "--round", "2024审计"]).ok();
    office.run(["export", "两轮.json"]).ok();
    let other = empty();
    other.write("两轮.json", office.bytes("两轮.json"));
    let first = "taizhang intake 两轮.json --sheet 2024审计 --open-round 2024审计";
    other.run(["intake", "两轮.json", "--yes"]).trouble().says("2024审计、2025巡察").says(first);
    let next = "taizhang intake 两轮.json --sheet 2025巡察 --open-round 2025巡察";
    let more = ["--new-parties", "--yes"];
    other.run(first.split(' ').skip(1).chain(more)).went_well().says(next);
    let last = other.run(next.split(' ').skip(1).chain(more)).went_well();
    assert!(!last.out.contains("接着读下一轮"), "{last}");
    other.run(["verify"]).ok();
}

#[test]
fn a_filter_shows_what_it_finds_below_what_stands_above_it() {
    let office = office();
    office.run(["export", "立案庭.csv", "--dept", "立案庭"]).ok();
    let text = String::from_utf8(office.bytes("立案庭.csv")).unwrap();
    assert!(text.contains("补登送达记录") && text.contains("逐案写出分析") && text.contains("案件管理不细"), "{text}");
    assert!(!text.contains("庭长复核") && !text.contains("议题把关不严"), "{text}");
}
