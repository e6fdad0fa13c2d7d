//! Links: what may be linked to what, what a gate saw stays, the same matter in earlier rounds.

use super::super::office::Office;
use serde_json::{Value, json};

/// Runs commands that must come about, words parted by blanks.
pub(super) fn done(office: &Office, lines: &[&str]) {
    for line in lines {
        office.run(line.split(' ')).went_well();
    }
}

/// Two rounds: in the earlier one issue 1 is struck off and 2 is open; the later one has two issues, a measure below each, an
/// opinion and a 举一反三.
pub(super) fn two_rounds() -> Office {
    let office = Office::new();
    done(
        &office,
        &[
            "round open 2023巡察 --feedback 2023-05-10 --on 2023-05-10",
            "add 公务用车管理不规范 --on 2023-05-10",
            "add 涉案财物保管不善 --on 2023-05-10",
            "progress 1 --state 已完成 --situation 已改 --on 2023-06-01",
            "meeting add 2023-07-01 --kind 党组会 --on 2023-07-01",
            "close 1 --meeting 2 --without-evidence 现场查验 --on 2023-07-02",
            "round open 2025巡察 --feedback 2025-05-20 --on 2025-05-20",
            "add 学习不深入 --round 2025巡察 --on 2025-05-20",
            "add 队伍管理松散 --round 2025巡察 --on 2025-05-20",
            "add 制定学习计划 --kind 措施 --under 1 --round 2025巡察 --on 2025-05-20",
            "add 开展纪律教育 --kind 措施 --under 2 --round 2025巡察 --on 2025-05-20",
            "add 健全长效机制 --kind 意见 --round 2025巡察 --on 2025-05-20",
            "add 其他庭室也有 --from-issue 1 --round 2025巡察 --on 2025-05-20",
        ],
    );
    office
}

fn refused(office: &Office, line: &str, words: &str) {
    let before = office.bytes("taizhang.db");
    office.run(line.split(' ')).refused().says(words);
    assert!(before == office.bytes("taizhang.db"), "{line} changed the ledger");
}

fn links(office: &Office, code: &str) -> Vec<String> {
    let shown = office.run(["show", code, "--round", "2025巡察", "--format", "json"]).ok().json();
    let words = |l: &Value| format!("{} {} {}:{}", l["from"], l["kind"], l["to_round"], l["to"]).replace('"', "");
    shown["items"][0]["links"].as_array().unwrap().iter().map(words).collect()
}

#[test]
fn links_are_made_shown_both_ways_and_taken_away_with_a_reason() {
    let office = two_rounds();
    done(
        &office,
        &[
            "link Y1 --answers 1,2 --round 2025巡察",
            "link 2.1 --also-answers 1 --round 2025巡察",
            "link 2 --same-as 2023巡察:2 --round 2025巡察",
        ],
    );
    assert_eq!(links(&office, "Y1"), ["Y1 answers 2025巡察:1", "Y1 answers 2025巡察:2"]);
    assert_eq!(
        links(&office, "1"),
        ["2.1 also_answers 2025巡察:1", "Y1 answers 2025巡察:1", "J1 stems_from 2025巡察:1"]
    );
    office.run(["show", "1", "--round", "2025巡察"]).ok().says("对应意见").says("Y1 健全长效机制");
    office.run(["show", "2", "--round", "2025巡察"]).ok().says("2023巡察:2 涉案财物保管不善");
    office.run(["log", "--format", "json"]).ok().says("同一问题 2023巡察:2");
    refused(&office, "link Y1 --answers 3 --remove --reason 错了 --round 2025巡察", "没有编号 3");
    office.run("link Y1 --answers 2 --remove --round 2025巡察".split(' ')).usage();
    refused(&office, "link Y1 --answers 2 --remove --reason 。 --round 2025巡察", "理由");
    done(&office, &["link Y1 --answers 2 --remove --reason 对应错了 --round 2025巡察"]);
    assert_eq!(links(&office, "Y1"), ["Y1 answers 2025巡察:1"]);
    refused(&office, "link Y1 --answers 2 --remove --reason 对应错了 --round 2025巡察", "没有“对应问题” 2");
    office.run(["verify"]).ok();
    done(&office, &["undo"]);
    assert_eq!(links(&office, "Y1").len(), 2);
    office.run(["verify"]).ok();
}

#[test]
fn what_came_again_is_told_of_issues_and_is_no_part_of_another_figure() {
    let office = two_rounds();
    done(&office, &["link 2 --same-as 2023巡察:2 --round 2025巡察"]);
    let told = |more: &[&str]| {
        let summary = office.run([&["summary", "--round", "2025巡察", "--format", "json"], more].concat()).ok().json();
        let sentences: Vec<String> =
            summary["sentences"].as_array().unwrap().iter().map(|said| said.as_str().unwrap().to_owned()).collect();
        (summary["repeated"].clone(), sentences.iter().any(|said| said.starts_with("往轮已反馈")), sentences)
    };
    let (count, said, _) = told(&[]);
    assert_eq!((count, said), (json!(1), true));
    let (count, said, sentences) = told(&["--kind", "措施"]);
    assert_eq!((count, said), (json!(0), false), "{sentences:?}");
    for more in [&[][..], &["--kind", "措施"], &["--repeated"], &["--origin", "举一反三"]] {
        assert!(told(more).2.iter().all(|said| !said.starts_with("其中")), "{more:?}");
    }
    office.run(["summary", "--round", "2025巡察", "--explain", "屡改屡犯", "--kind", "措施"]).ok().says("没有符合条件");
}

#[test]
fn what_the_table_does_not_allow_is_refused_with_every_reason() {
    let office = two_rounds();
    for (line, words) in [
        ("link 1 --answers Y1", "只从整改意见出发"),
        ("link 1 --answers Y1", "关联只能指向问题"),
        ("link 1 --stems-from 2", "来源是反馈问题"),
        ("link 1.1 --also-answers 1", "本来就是 1 下面的措施"),
        ("link 1 --same-as 2", "同一个轮次"),
        ("link 1 --same-as 1", "自己"),
        ("link J1 --stems-from 1", "已经有了"),
        ("link Y1 --answers 2023巡察:1", "不在同一个轮次"),
        ("link Y1 --answers 1 --on 2025-05-01", "倒退"),
        ("add 新问题 --from-issue 1 --origin 自查", "来源是自查"),
    ] {
        refused(&office, &format!("{line} --round 2025巡察"), words);
    }
    // From the earlier round to the later one: the wrong way round, with the command that is right.
    let error = office.run(["link", "2023巡察:2", "--same-as", "2025巡察:1"]).refused();
    error.says("taizhang link 2025巡察:1 --same-as 2023巡察:2");
}

#[test]
fn opinions_that_stem_in_a_circle_are_refused() {
    let office = two_rounds();
    done(
        &office,
        &[
            "add 再延伸一步 --from-issue J1 --round 2025巡察 --on 2025-05-20",
            "add 又延伸一步 --from-issue J2 --round 2025巡察 --on 2025-05-20",
        ],
    );
    refused(&office, "link J1 --stems-from J3 --round 2025巡察", "绕成了圈");
}

#[test]
fn one_pair_that_is_refused_leaves_none_of_a_bulk_linked() {
    let office = two_rounds();
    // A measure of issue 1 itself is among those found.
    refused(&office, "link --kind 措施 --also-answers 1 --yes --round 2025巡察", "本来就是 1 下面的措施");
    assert_eq!(links(&office, "2.1"), [""; 0]);
    // Without somebody to ask, several hits are named and nothing is done.
    let outcome = office.run("link --kind 问题 --same-as 2023巡察:2 --round 2025巡察".split(' '));
    assert_ne!(outcome.code, 0, "{outcome}");
    done(&office, &["link --text 队伍 --kind 问题 --same-as 2023巡察:2 --round 2025巡察"]);
    assert_eq!(links(&office, "2"), ["2 same_as 2023巡察:2"]);
}

/// Issue 1 of the later round struck off with its own measure and 2.1, which also answers it.
fn closed_on_a_linked_measure() -> Office {
    let office = two_rounds();
    done(
        &office,
        &[
            "link 2.1 --also-answers 1 --round 2025巡察 --on 2025-05-21",
            "progress 1.1 2.1 --state 已完成 --situation 已办 --on 2025-06-01 --round 2025巡察",
            "meeting add 2025-06-10 --kind 党组会 --on 2025-06-10 --round 2025巡察",
            "attach 2.1 --register 某政〔2025〕1号 --title 教育材料 --kept-at 档案柜 --on 2025-06-02 --round 2025巡察",
        ],
    );
    done(&office, &["close 1 --meeting 4 --on 2025-06-11 --round 2025巡察"]);
    office
}

#[test]
fn a_measure_that_also_answers_an_issue_is_seen_by_its_gate() {
    let office = two_rounds();
    done(
        &office,
        &[
            "link 2.1 --also-answers 1 --round 2025巡察",
            "progress 1.1 --state 已完成 --situation 已办 --round 2025巡察",
            "meeting add 2026-03-01 --kind 党组会 --round 2025巡察",
        ],
    );
    refused(&office, "close 1 --meeting 4 --without-evidence 已查 --round 2025巡察", "2.1");
    // Progress follows from what stands below only: the issue is completed by its own measures.
    let shown = office.run("list 1 --round 2025巡察 --format json".split(' ')).ok().json();
    assert_eq!(shown["items"][0]["progress"], json!("completed"));
    done(
        &office,
        &[
            "link 2.1 --also-answers 1 --remove --reason 对应错了 --round 2025巡察",
            "close 1 --meeting 4 --without-evidence 已查 --round 2025巡察",
        ],
    );
}

#[test]
fn what_a_gate_saw_stays_as_it_was() {
    let office = closed_on_a_linked_measure();
    let r = "--round 2025巡察";
    refused(&office, &format!("link 2.1 --also-answers 1 --remove --reason 错了 {r}"), "1 已销号");
    refused(&office, &format!("link 2.1 --also-answers 1 --remove --reason 错了 --on 2025-05-22 {r}"), "1 已销号");
    refused(&office, &format!("return 2 --words 不实 --open 2.1 {r}"), "taizhang reopen 1");
    done(&office, &["add 再加一条 --kind 措施 --under 2 --round 2025巡察"]);
    refused(&office, &format!("link 2.2 --also-answers 1 {r}"), "1 已销号");
    refused(&office, &format!("progress 2.1 --state 整改中 --situation 反复 {r}"), "taizhang reopen 1");
    refused(&office, &format!("withdraw 2.1 --ground 录入差错 --reason 重复 {r}"), "taizhang reopen 1");
    refused(&office, "attach withdraw 1 --reason 传错", "1 已销号");
    // Work that goes on without falling back is filed as ever.
    done(&office, &["progress 2.1 --situation 又开展一次 --round 2025巡察"]);
    office.run(["verify"]).ok();
}

#[test]
fn a_link_is_not_undone_under_a_closing_that_saw_it() {
    let office = closed_on_a_linked_measure();
    let log = office.run("log 2.1 --round 2025巡察 --format json".split(' ')).ok().json();
    let entries = log["entries"].as_array().unwrap();
    let linked = entries.iter().find(|e| e["kind"] == "link_added").unwrap()["seq"].to_string();
    refused(&office, &format!("undo --record {linked}"), "还不能撤销");
    // Reopened, the link may go; taken away before the closing it may not.
    done(&office, &["reopen 1 --reason 复查 --round 2025巡察"]);
    refused(&office, "link 2.1 --also-answers 1 --remove --reason 错了 --on 2025-06-05 --round 2025巡察", "倒退");
    done(&office, &["link 2.1 --also-answers 1 --remove --reason 错了 --round 2025巡察"]);
    office.run(["verify"]).ok();
}

#[test]
fn a_link_is_not_put_back_before_the_day_it_was_taken_away() {
    let office = two_rounds();
    done(
        &office,
        &[
            "link Y1 --answers 1 --on 2025-06-01 --round 2025巡察",
            "link Y1 --answers 1 --remove --reason 错了 --on 2025-07-01 --round 2025巡察",
        ],
    );
    refused(&office, "link Y1 --answers 1 --on 2025-06-15 --round 2025巡察", "2025年7月1日");
    done(&office, &["link Y1 --answers 1 --on 2025-07-01 --round 2025巡察"]);
}

#[test]
fn repeated_issues_are_counted_listed_and_told_as_of_the_day() {
    let office = two_rounds();
    done(
        &office,
        &[
            "link 1 --same-as 2023巡察:1 --on 2025-06-01 --round 2025巡察",
            "link 2 --same-as 2023巡察:2 --on 2025-06-01 --round 2025巡察",
            "link 2 --same-as 2023巡察:2 --remove --reason 不是一回事 --on 2025-07-01 --round 2025巡察",
        ],
    );
    for (day, count) in [("2025-05-31", 0), ("2025-06-01", 2), ("2025-06-30", 2), ("2025-07-01", 1), ("2026-03-01", 1)]
    {
        let line = format!("summary --round 2025巡察 --as-of {day} --format json");
        assert_eq!(office.run(line.split(' ')).ok().json()["repeated"], json!(count), "{day}");
        let line = format!("summary --explain 屡改屡犯 --round 2025巡察 --as-of {day} --format json");
        assert_eq!(office.run(line.split(' ')).ok().json()["members"].as_array().unwrap().len(), count, "{day}");
        let line = format!("list --repeated --round 2025巡察 --as-of {day} --format json");
        assert_eq!(office.run(line.split(' ')).ok().json()["total"], json!(count), "{day}");
    }
    office.run("summary --round 2025巡察".split(' ')).ok().says("（屡改屡犯）的问题1个");
}

#[test]
fn a_new_issue_that_resembles_a_closed_one_is_told_with_the_ready_command() {
    let office = two_rounds();
    let r = ["--round", "2025巡察"];
    let told = office.run(["add", "关于公务用车管理松散的问题", r[0], r[1]]).ok();
    told.says("taizhang link 3 --same-as 2023巡察:1");
    // What is still open there, and what only shares the frame, is not told.
    for other in ["涉案财物保管不善", "档案管理不规范"] {
        let out = office.run(["add", other, r[0], r[1]]).ok().out;
        assert!(!out.contains("same-as"), "{other}\n{out}");
    }
    let out = office.run(["add", "公务用车管理不规范", "--not-same", r[0], r[1]]).ok().out;
    assert!(!out.contains("注意"), "{out}");
    office.run(["add", "公务用车管理仍不规范", "--same-as", "2023巡察:1", r[0], r[1]]).ok().says("同一问题 2023巡察:1");
    // 表现 and measures stand for nothing by themselves.
    let out = office.run(["add", "公务用车管理不规范", "--under", "1", r[0], r[1]]).ok().out;
    assert!(!out.contains("same-as"), "{out}");
}

#[test]
fn a_paper_is_read_with_its_look_alikes_told() {
    let office = two_rounds();
    office.write(
        "反馈.txt",
        "关于巡察某区人民法院党组的反馈意见\n一、存在的主要问题\n（一）内部管理方面\n1.公务用车管理不规范。部分车辆没有台账。\n2.档案管理不规范。\n",
    );
    let out = office.run("intake 反馈.txt --round 2025巡察 --dry-run".split(' '));
    assert_eq!(out.code, 0, "{out}");
    out.says("2023巡察:1");
}

#[test]
fn after_adoption_what_a_measure_answers_is_changed_with_an_approval_and_listed() {
    let office = two_rounds();
    done(
        &office,
        &[
            "link 1.1 --also-answers 2 --round 2025巡察 --on 2025-05-20",
            "meeting add 2025-06-01 --round 2025巡察 --kind 党组会 --on 2025-06-01",
            "round adopt 2025巡察 --meeting 2025-06-01 --on 2025-06-01",
            "meeting add 2025-06-02 --round 2025巡察 --kind 党组会 --on 2025-06-02",
        ],
    );
    let taken_away = "link 1.1 --also-answers 2 --remove --reason 对应错了 --round 2025巡察 --on 2025-06-02";
    refused(&office, taken_away, "属于方案调整");
    refused(&office, "link 2.1 --also-answers 1 --round 2025巡察 --on 2025-06-02", "属于方案调整");
    // What belongs together is no part of what is to be done.
    done(&office, &["link Y1 --answers 1 --round 2025巡察 --on 2025-06-02"]);
    done(&office, &[&format!("{taken_away} --approval 某党组〔2025〕4号")]);
    done(&office, &["link 2.1 --also-answers 1 --meeting 2025-06-02 --round 2025巡察 --on 2025-06-02"]);
    let shown = office.run(["round", "show", "2025巡察", "--format", "json"]).ok().json();
    let listed: Vec<String> =
        shown["adjustments"].as_array().unwrap().iter().map(|a| format!("{} {}", a["code"], a["change"])).collect();
    assert_eq!(listed, ["\"1.1\" \"linked\"", "\"2.1\" \"linked\""]);
    office.run(["round", "show", "2025巡察"]).ok().says("不再对应问题 2").says("增加对应问题 1");
    office.run(["verify"]).ok();
}

#[test]
fn an_opinion_is_not_done_before_the_issues_it_answers() {
    let office = two_rounds();
    done(&office, &["link Y1 --answers 1,2 --round 2025巡察", "progress 2.1 --done --round 2025巡察"]);
    refused(&office, "progress Y1 --done --round 2025巡察", "它对应的问题 1 没有完成");
    // Also when the department files it and the office accepts.
    done(&office, &["progress Y1 --done --pending --filled-by 内勤 --round 2025巡察"]);
    refused(&office, "accept Y1 --round 2025巡察", "它对应的问题 1 没有完成");
    // Both in one command, in whatever order they are typed.
    done(&office, &["progress Y1 1.1 --done --yes --round 2025巡察"]);
    // Taken up again, the issue holds up the closing of the opinion.
    done(&office, &["progress 2.1 --state 整改中 --situation 又发现 --round 2025巡察"]);
    refused(
        &office,
        "close Y1 --meeting 2 --without-evidence 现场查验 --round 2025巡察",
        "对应的问题 2 没有完成（现为整改中）",
    );
    // What is done answers no further issue that is open.
    refused(&office, "link Y1 --answers J1 --round 2025巡察", "已经落实");
    office.run(["verify"]).ok();
}

#[test]
fn a_mark_of_the_same_matter_that_was_taken_away_is_told_by_the_check() {
    let office = two_rounds();
    done(&office, &["link 1 --same-as 2023巡察:1 --round 2025巡察"]);
    let found = |office: &Office| {
        let said = office.run(["check", "--rule", "撤销屡犯标记", "--round", "2025巡察", "--format", "json"]).json();
        said["rows"].as_array().unwrap().iter().map(|row| row["words"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(&office), [""; 0]);
    done(&office, &["link 1 --same-as 2023巡察:1 --remove --reason 情形不同 --round 2025巡察"]);
    let told = found(&office);
    assert_eq!(told.len(), 1);
    assert!(told[0].ends_with("取消与2023巡察:1的“同一问题”关联：情形不同"), "{told:?}");
    // Marked again, nothing is softened.
    done(&office, &["link 1 --same-as 2023巡察:1 --round 2025巡察"]);
    assert_eq!(found(&office), [""; 0]);
}
