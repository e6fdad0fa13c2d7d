//! 催办: who is late gets which letter, under a number that is never given twice.

use crate::all::office::{Office, Outcome};
use serde_json::{Value, json};
use std::fs;

fn run(office: &Office, line: &str) -> Outcome {
    office.run(line.split_whitespace())
}

/// A round fed back in June, three issues late by 2, 20 and 40 days on the first of September, one due soon, one without a day.
fn late() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01").run(["init", "--office", "某区人民法院整改办"]).ok();
    for line in [
        "round open 2025巡察 --feedback 2025-06-13 --party-group 某区人民法院党组",
        "add 立案登记不及时 --kind 问题",
        "add 卷宗归档拖延 --kind 问题",
        "add 公章使用登记不全 --kind 问题",
        "add 车辆台账不符 --kind 问题",
        "add 制度更新慢 --kind 问题",
        "add 当日登记并复核 --kind 措施 --under 1",
        "assign 1 --dept 立案庭 --leader 院长 --person 庭长甲 --due 2025-08-30 --new-party 立案庭,院长,庭长甲",
        "assign 2 --dept 立案庭 --leader 院长 --due 2025-08-12",
        "assign 3 --dept 办公室 --due 2025-07-23 --new-party 办公室",
        "assign 4 --dept 办公室 --due 2025-09-05",
        "assign 5 --dept 办公室",
    ] {
        run(&office, line).went_well();
    }
    office
}

/// Tier, addressee and codes of the letters that would be written.
fn planned(office: &Office, flags: &str) -> Vec<(String, String, Vec<String>)> {
    let plan = run(office, &format!("paper reminder --dry-run {flags} --format json")).ok().json();
    assert_eq!(plan["schema"], "taizhang.reminder/1");
    let words = |value: &Value| value.as_str().unwrap().to_owned();
    let letters = plan["letters"].as_array().unwrap().iter();
    letters
        .map(|letter| {
            let items = letter["items"].as_array().unwrap().iter().map(|one| words(&one["item"]["code"])).collect();
            (words(&letter["tier"]), words(&letter["addressee"]), items)
        })
        .collect()
}

fn letter(tier: &str, to: &str, codes: &[&str]) -> (String, String, Vec<String>) {
    (tier.into(), to.into(), codes.iter().map(|code| (*code).to_owned()).collect())
}

fn register(office: &Office) -> Vec<Value> {
    run(office, "paper register --format json").ok().json()["papers"].as_array().unwrap().clone()
}

#[test]
fn each_department_gets_a_letter_for_each_tier_and_looking_changes_nothing() {
    let office = late();
    let before = office.bytes("taizhang.db");
    // The issue whose measure is late under the same department is told by its measure.
    assert_eq!(
        planned(&office, ""),
        [
            letter("supervision", "立案庭", &["2"]),
            letter("supervision", "办公室", &["3"]),
            letter("notice", "立案庭", &["1.1"]),
        ]
    );
    assert_eq!(planned(&office, "--within 7")[3], letter("notice", "办公室", &["4"]));
    assert_eq!(
        planned(&office, "--per 牵头领导"),
        [letter("supervision", "院长", &["2"]), letter("notice", "院长", &["1.1"])]
    );
    let shown = run(&office, "paper reminder --dry-run --per 牵头领导").ok();
    shown.says("督办函 → 院长，1项").says("没有可发的对象 1 项：3");
    assert_eq!(office.bytes("taizhang.db"), before);
    run(&office, "paper register").ok().says("还没有发过文");
}

#[test]
fn letters_are_numbered_recorded_and_printed_again_as_they_were() {
    let mut office = late();
    run(&office, "paper reminder").refused().says("--register");
    // Files are named after it: what leads out of their folder or is no sign on some system is no part of it.
    for register in
        ["某法〔2025〕督", "../督", "某法/督", "某法\\督", ".督", "督\u{7}", "督\n甲", "督:1", "督|", "CON.督"]
    {
        let outcome = office.run(["paper", "reminder", "--register", register, "-o", "函"]);
        assert_eq!(outcome.code, 1, "{register:?} {outcome}");
        assert!(outcome.err.contains("不能作发文字") || outcome.err.contains("看不见的字符"), "{register:?} {outcome}");
    }
    run(&office, "paper reminder --register 某法整改督 --reply-by 2025-09-01").refused().says("晚于发函日");
    let issued = run(&office, "paper reminder --register 某法整改督 --start 3 -o 函 --format json").ok().json();
    let papers = issued["papers"].as_array().unwrap().clone();
    let numbers: Vec<&str> = papers.iter().map(|paper| paper["number"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["某法整改督〔2025〕3号", "某法整改督〔2025〕4号", "某法整改督〔2025〕5号"]);
    assert_eq!(papers[0]["title"], "关于立案庭逾期整改事项的督办函");
    assert_eq!((&papers[1]["reply_by"], &papers[2]["reply_by"]), (&json!("2025-09-04"), &json!("2025-09-08")));
    let file = |at: usize| office.path(papers[at]["file"].as_str().unwrap());
    let first = fs::read(file(0)).unwrap();
    // Later days and entries change nothing of it: the day and the record are those on which it was issued.
    office.on("2025-09-03");
    run(&office, "progress 2 --situation 已补归档 --done").went_well();
    run(&office, "paper reminder --no 3 -o 再.docx").ok().says("印发时的原件").says("没有另编号");
    assert_eq!(office.bytes("再.docx"), first);
    run(&office, "paper reminder --no 3 -o 再.docx").refused().says("--force");
    run(&office, "paper reminder --no 9").refused().says("没有编过 9 号");
    assert_eq!(register(&office).len(), 3);
    let anchor = papers[0]["anchor"].as_str().unwrap();
    run(&office, &format!("verify --anchor {anchor}")).ok();
    run(&office, "show 2").ok().says("督办函（立案庭） 某法整改督〔2025〕3号，答复期限 2025-09-04");
    run(&office, "log 2").ok().says("催办");
    assert_eq!(run(&office, "show 2 --format json").ok().json()["items"][0]["reminders"][0]["tier"], "supervision");
}

#[test]
fn a_letter_says_what_is_late_to_whom_and_until_when() {
    let mut office = late();
    run(&office, "paper reminder --register 某法整改督 --within 7 -o 函 --format md").ok();
    let read = |name: &str| fs::read_to_string(office.path("函").join(name)).unwrap();
    let notice = read("某法整改督〔2025〕3号 关于立案庭逾期整改事项的提醒函.md");
    for words in [
        "某法整改督〔2025〕3号",
        "立案庭（责任人：庭长甲）",
        "1项已经逾期",
        "1 立案登记不及时",
        "当日登记并复核",
        "2025年9月8日前",
    ] {
        assert!(notice.contains(words), "{words}\n{notice}");
    }
    assert!(!notice.contains("抄送"), "{notice}");
    assert!(read("某法整改督〔2025〕1号 关于立案庭逾期整改事项的督办函.md").contains("抄送：院长"));
    let soon = read("某法整改督〔2025〕4号 关于办公室即将到期整改事项的提醒函.md");
    assert!(soon.contains("还剩4天"), "{soon}");
    // Nobody is to be interviewed about what no letter has asked for.
    office.on("2025-09-09");
    let further = run(&office, "paper reminder --dept 办公室 -o 函 --format json").ok().json();
    assert_eq!(further["papers"][0]["title"], "关于办公室逾期整改事项的提请约谈建议");
    run(&office, "paper reminder --no 5 -o 约谈.md").ok();
    let interview = fs::read_to_string(office.path("约谈.md")).unwrap();
    assert!(interview.contains("某区人民法院党组") && interview.contains("建议约谈办公室主要负责人"), "{interview}");
}

#[test]
fn what_goes_unanswered_comes_to_the_next_tier_and_nothing_is_sent_twice() {
    let mut office = late();
    run(&office, "paper reminder --register 某法整改督 -o 函").ok();
    run(&office, "paper reminder").ok().says("没有要催办的事项").says("答复期限没到，没有再发 3 项");
    assert_eq!(register(&office).len(), 3);
    assert_eq!(planned(&office, "--again").len(), 3);
    // The notice was to be answered by the eighth.
    office.on("2025-09-09");
    assert_eq!(planned(&office, "--dept 立案庭"), [letter("supervision", "立案庭", &["1.1", "2"])]);
    run(&office, "progress 1.1 --state 整改中 --situation 正在补登").went_well();
    assert_eq!(
        planned(&office, "--dept 立案庭"),
        [letter("supervision", "立案庭", &["2"]), letter("notice", "立案庭", &["1.1"])]
    );
    run(&office, "round amend --reminder-days 1,90,120 --reminder-unanswered 3,4 --reason 集中整改期放宽").ok();
    assert_eq!(planned(&office, "--dept 立案庭"), [letter("notice", "立案庭", &["1.1", "2"])]);
    run(&office, "round amend --reminder-days 15,1,30 --reason 写反了").refused().says("依次推后");
    run(&office, "round show").ok().says("90 天或无回音 3 次督办；120 天无回音或");
}

#[test]
fn an_undone_letter_keeps_its_number_spent_and_is_no_reminder_any_more() {
    let office = late();
    run(&office, "paper reminder --register 某法整改督 -o 函").ok();
    run(&office, "undo --reason 日期写错").ok();
    let papers = register(&office);
    assert!(papers.iter().all(|paper| paper["withdrawn"] == true), "{papers:?}");
    run(&office, "paper register").ok().says("作废");
    // What they were about stays on record; what goes by the number is void.
    let was = ["round", "addressee", "title", "as_of", "issued_on", "items", "reply_by", "original"];
    let told: Vec<&Value> = was.iter().map(|field| &papers[0][field]).collect();
    assert_eq!(
        json!(told),
        json!([
            "2025巡察",
            "立案庭",
            "关于立案庭逾期整改事项的督办函",
            "2025-09-01",
            "2025-09-01",
            1,
            "2025-09-04",
            null
        ])
    );
    run(&office, "paper reminder --no 1 -o 再.docx").ok().says("印发时的原件").says("此号已经作废");
    assert!(office.bytes("再.docx") == office.bytes("函/某法整改督〔2025〕1号 关于立案庭逾期整改事项的督办函.docx"));
    assert_eq!(run(&office, "show 2 --format json").ok().json()["items"][0]["reminders"], json!([]));
    let issued = run(&office, "paper reminder -o 函 --format json").ok().json();
    assert_eq!(issued["papers"][0]["number"], "某法整改督〔2025〕4号");
    run(&office, "paper reminder --again --start 2").refused().says("已经编到 6 号");
    run(&office, "verify").ok();
}

#[test]
fn numbers_begin_again_with_the_year_and_one_that_stands_twice_is_asked_about() {
    let mut office = late();
    run(&office, "paper reminder --register 某法整改督 -o 函 --dept 办公室").ok();
    office.on("2026-01-05");
    run(&office, "paper reminder -o 函 --dept 办公室 --reply-by 2026-01-09").went_well();
    run(&office, "paper reminder --no 1 -o 再.docx").refused().says("--year");
    run(&office, "paper reminder --no 1 --year 2025 -o 再.docx").ok().says("2025-09-01");
    run(&office, "paper register --no 1 --year 2026 -o 今年.docx").ok().says("2026-01-05");
    assert_eq!(register(&office)[0]["year"], 2025);
}

#[test]
fn files_that_cannot_be_written_do_not_take_the_number_back() {
    let office = late();
    office.write("函", "一个文件");
    run(&office, "paper reminder --register 某法整改督 -o 函").trouble();
    assert!(register(&office).is_empty());
    fs::create_dir_all(office.path("夹/某法整改督〔2025〕2号 关于办公室逾期整改事项的督办函.docx")).unwrap();
    let failed = run(&office, "paper reminder --register 某法整改督 -o 夹");
    assert_eq!(failed.code, 3, "{failed}");
    let failed = failed.says("已经记录的内容不受影响").says("--no");
    assert!(failed.err.contains("从 2 起"), "{failed}");
    assert_eq!(register(&office).len(), 3);
    run(&office, "paper reminder --no 2 -o 夹/督办.docx").ok();
}

#[test]
fn a_locked_day_takes_no_letter_and_a_later_one_does() {
    let mut office = late();
    run(&office, "round lock --through 2025-09-01 --title 进展报告 --yes").went_well();
    run(&office, "paper reminder --register 某法整改督 -o 函").refused().says("锁定");
    assert!(register(&office).is_empty());
    office.on("2025-09-02");
    run(&office, "paper reminder --register 某法整改督 -o 函").ok();
    assert_eq!(register(&office).len(), 3);
}

#[test]
fn nobody_late_is_said_and_nothing_recorded() {
    let mut office = Office::empty();
    office.on("2025-09-01").run(["init", "--office", "某区人民法院整改办"]).ok();
    run(&office, "round open 2025巡察 --feedback 2025-06-13").ok();
    let before = run(&office, "log --format json").ok().json()["total"].clone();
    run(&office, "paper reminder --register 某法整改督").ok().says("没有要催办的事项");
    run(&office, "paper reminder --dry-run").ok().says("没有要催办的事项");
    assert_eq!(run(&office, "log --format json").ok().json()["total"], before);
}

#[test]
fn letters_that_are_not_issued_leave_no_folder_behind() {
    let office = late();
    run(&office, "paper reminder --register a/b -o 新夹/内").refused().says("不能作发文字");
    assert!(!office.path("新夹").exists());
    // A folder that stood before stays, and so does one with letters in it.
    fs::create_dir(office.path("旧夹")).unwrap();
    run(&office, "paper reminder --register a/b -o 旧夹/内").refused();
    assert!(office.path("旧夹").is_dir() && !office.path("旧夹/内").exists());
    run(&office, "paper reminder --register 某法整改督 -o 新夹/内").ok();
    assert_eq!(fs::read_dir(office.path("新夹/内")).unwrap().count(), 3);
    // Nobody is left to be written to.
    run(&office, "paper reminder -o 空夹").ok().says("没有发函");
    assert!(!office.path("空夹").exists());
}
