//! 自查: each rule finds what it is there for, and passes over what only looks like it. The ledgers are built by the verbs.

use crate::all::office::{Office, Outcome};
use serde_json::Value;
use taizhang::{
    domain::{
        Day,
        deadline::{Deadline, DeadlineClass},
        event::{Event, NewFiling},
        ids::{ExtensionId, FilingId},
    },
    service::select,
    store::{Command, Ledger, Mode},
};

/// A round with two issues, a measure each: nothing is wrong with it before August.
fn orderly() -> Office {
    let mut office = Office::empty();
    office.on("2025-06-16").run(["init", "--office", "某区人民法院整改办"]).ok();
    for line in [
        "round open 2025巡察 --feedback 2025-06-13 --body 某区委第一巡察组",
        "party add 院长 --kind 院领导",
        "party add 办公室 执行局 --kind 部门",
        "add 内部管理方面 --kind 方面",
        "add 印章登记不全 --under C1 --leader 院长 --dept 办公室 --due 2025-08-31",
        "add 案款清理缓慢 --under C1 --leader 院长 --dept 执行局 --due 2025-12-31",
        "add 补齐印章使用登记簿 --kind 措施 --under 1",
        "add 逐案核对案款余额 --kind 措施 --under 2",
    ] {
        done(&office, line);
    }
    clean(&office);
    office.on("2025-07-10");
    office
}

/// The same with issue 1 completed on 10 July, tabled at a meeting on 25 July, and struck off.
fn with_one_struck_off() -> Office {
    let mut office = orderly();
    office.write("登记簿.txt", "印章使用登记簿");
    done(&office, "progress 1.1 --done --situation 已补齐登记簿");
    done(&office, "attach 1.1 登记簿.txt --dated 2025-07-09");
    office.on("2025-07-25");
    done(&office, "meeting add 2025-07-25 --kind 党组会 --title 第9次党组会");
    done(&office, "close 1 --meeting 2025-07-25");
    office
}

/// Runs a line that must be done, warnings or not.
fn done(office: &Office, line: &str) -> Outcome {
    let outcome = office.run(line.split_whitespace());
    assert_eq!(outcome.code, 0, "{outcome}");
    outcome
}

fn rows(outcome: &Outcome) -> Vec<Value> {
    outcome.json()["rows"].as_array().unwrap().clone()
}

fn codes(outcome: &Outcome) -> Vec<String> {
    rows(outcome).iter().map(|row| row["code"].as_str().unwrap_or("轮次").to_owned()).collect()
}

/// The codes that a rule finds; with them the exit code is 1, without 0.
fn found(office: &Office, rule: &str) -> Vec<String> {
    let outcome = office.run(["check", "--rule", rule, "--format", "json"]);
    let codes = codes(&outcome);
    if codes.is_empty() {
        outcome.ok()
    } else {
        outcome.found()
    };
    codes
}

/// No rule finds anything.
fn clean(office: &Office) {
    office.run(["check"]).ok().says("自查未发现问题");
}

#[test]
fn an_empty_ledger_and_an_orderly_one_are_clean() {
    let mut office = Office::empty();
    office.run(["check"]).trouble();
    office.run(["init"]).ok();
    office.run(["check"]).ok().says("自查未发现问题（共执行32条规则）");
    assert_eq!(office.run(["check", "--format", "json"]).ok().json()["total"], 0);
    office = with_one_struck_off();
    clean(&office);
    office.run(["自查", "--skip", "长期无填报", "1"]).ok().says("共执行31条规则");
}

#[test]
fn evidence_from_before_the_feedback_is_found() {
    let office = orderly();
    office.write("旧.txt", "旧材料");
    office.write("新.txt", "新材料");
    done(&office, "attach 1.1 旧.txt --dated 2025-06-12");
    done(&office, "attach 2.1 新.txt --dated 2025-06-13");
    assert_eq!(found(&office, "佐证早于反馈"), ["1.1"]);
    done(&office, "edit 1.1 --set 类型=边巡边改");
    assert!(found(&office, "佐证早于反馈").is_empty());
}

#[test]
fn evidence_from_after_the_closing_is_found_and_before_it_is_not() {
    let mut office = with_one_struck_off();
    office.on("2025-07-30");
    office.write("晚.txt", "后补的材料");
    office.write("早.txt", "当时的材料");
    done(&office, "attach 1 早.txt --dated 2025-07-25");
    assert!(found(&office, "佐证晚于销号").is_empty());
    done(&office, "attach 1.1 晚.txt");
    assert_eq!(found(&office, "佐证晚于销号"), ["1.1"]);
    // On the day before it was not there.
    office.run(["check", "--rule", "佐证晚于销号", "--as-of", "2025-07-29"]).ok();
}

#[test]
fn one_file_under_two_issues_is_found_and_under_two_measures_of_one_is_not() {
    let office = orderly();
    office.write("纪要.txt", "会议纪要");
    done(&office, "add 核对印章样式 --kind 措施 --under 1");
    done(&office, "attach 1.1 纪要.txt");
    done(&office, "attach 1.2 纪要.txt");
    assert!(found(&office, "一件多用").is_empty());
    // Under another name it is the same file.
    office.write("核对表.txt", "会议纪要");
    done(&office, "attach 2.1 核对表.txt");
    assert_eq!(found(&office, "一件多用"), ["1.1", "1.2", "2.1"]);
    // Seen from one department, the other side still counts.
    let seen = office.run(["check", "--rule", "file_shared", "--dept", "执行局", "--format", "json"]).found();
    assert_eq!(codes(&seen), ["2.1"]);
    assert_eq!(rows(&seen)[0]["facts"]["with"][0], "1.1");
}

#[test]
fn filings_word_for_word_the_same_are_found() {
    let mut office = orderly();
    let words = "已逐项核对有关登记并由经办人补齐签字手续";
    done(&office, "progress 1.1 --situation 已完成核对");
    done(&office, "progress 2.1 --situation 已完成核对");
    done(&office, &format!("progress 1.1 --situation {words}"));
    assert!(found(&office, "填报雷同").is_empty(), "short ones repeat by chance");
    done(&office, &format!("progress 2.1 --situation {words}。"));
    assert_eq!(found(&office, "填报雷同"), ["1.1", "2.1"]);
    done(&office, "undo");
    assert!(found(&office, "填报雷同").is_empty());
    // The same item: a correction within the week is none, the next period is.
    office.on("2025-07-16");
    done(&office, &format!("progress 1.1 --situation {words}"));
    assert!(found(&office, "填报雷同").is_empty());
    office.on("2025-07-17");
    done(&office, &format!("progress 1.1 --situation {words}"));
    assert_eq!(found(&office, "填报雷同"), ["1.1"]);
}

#[test]
fn empty_phrases_are_found_in_filings_that_say_completed_and_in_measures_without_proof() {
    let office = orderly();
    office.write("清单.txt", "清单");
    done(&office, "progress 1.1 --state 整改中 --situation 高度重视，切实提高认识");
    assert!(found(&office, "填报空泛").is_empty(), "it does not say completed");
    done(&office, "progress 2.1 --done --situation 高度重视，逐案核对余额并退付当事人");
    assert!(found(&office, "填报空泛").is_empty());
    done(&office, "progress 1.1 --done --situation 高度重视，切实提高认识，狠抓落实");
    assert_eq!(found(&office, "填报空泛"), ["1.1"]);

    done(&office, "add 进一步加强案款管理 --kind 措施 --under 2");
    assert_eq!(found(&office, "措施空泛"), ["2.2"]);
    done(&office, "attach 2.2 清单.txt");
    assert!(found(&office, "措施空泛").is_empty());
}

#[test]
fn closings_in_a_rush_on_the_last_day_are_found_from_five_on() {
    let mut office = orderly();
    office.write("材料.txt", "各项材料");
    for name in ["台账缺页", "用车登记不全", "值班脱岗", "卷宗迟归", "报销附件不齐"] {
        done(&office, &format!("add {name} --under C1 --leader 院长 --dept 办公室 --due 2025-07-31"));
    }
    office.on("2025-07-31");
    done(&office, "meeting add 2025-07-31 --kind 党组会 --title 第10次党组会");
    done(&office, "progress 3-7 --done --situation 已办结 --yes");
    done(&office, "attach 3-7 材料.txt --yes");
    done(&office, "close 3-6 --meeting 2025-07-31 --yes");
    assert!(found(&office, "集中突击销号").is_empty());
    done(&office, "close 7 --meeting 2025-07-31");
    let outcome = office.run(["check", "--rule", "突击销号", "--format", "json"]).found();
    assert_eq!(codes(&outcome), ["轮次"]);
    assert_eq!(rows(&outcome)[0]["facts"]["closings"], 5);
    office.run(["check", "--rule", "突击销号"]).found().says("已销号5项的100%");
}

/// Records, completes and strikes off issue 3, all of it today, with these days of effect.
fn in_one_go(office: &Office, added: &str, closed: &str) {
    office.write("照片.txt", "整改后照片");
    for line in [
        format!("add 值班脱岗 --under C1 --leader 院长 --dept 办公室 --due 2025-09-30 --on {added}"),
        format!("progress 3 --done --situation 已重排值班表 --on {closed}"),
        format!("attach 3 照片.txt --on {closed}"),
        format!("meeting add {closed} --kind 党组会 --title 第11次党组会"),
        format!("close 3 --meeting {closed} --on {closed}"),
    ] {
        done(office, &line);
    }
}

#[test]
fn what_is_struck_off_on_the_day_of_its_recording_is_found() {
    let mut office = with_one_struck_off();
    office.on("2025-07-28");
    in_one_go(&office, "2025-07-28", "2025-07-28");
    assert_eq!(found(&office, "录入即销号"), ["3"]);
    assert!(found(&office, "补录销号").is_empty());
}

#[test]
fn back_dating_does_not_hide_what_was_entered_in_one_go() {
    let mut office = with_one_struck_off();
    office.on("2025-07-28");
    in_one_go(&office, "2025-06-20", "2025-07-28");
    assert!(found(&office, "录入即销号").is_empty());
    assert_eq!(found(&office, "补录销号"), ["3"]);
}

#[test]
fn what_was_taken_over_is_found_until_it_is_ratified() {
    let mut office = orderly();
    done(&office, "progress 1.1 --done --situation 已补齐");
    done(&office, "close 1 --taken-over 旧台账第1项 --without-evidence 材料在档案室");
    assert_eq!(found(&office, "销号待补审议"), ["1"]);
    assert_eq!(found(&office, "无佐证销号"), ["1"]);
    assert!(found(&office, "未经会议销号").is_empty());
    office.on("2025-07-25");
    done(&office, "meeting add 2025-07-25 --kind 党组会 --title 第9次党组会");
    done(&office, "close 1 --ratify --meeting 2025-07-25");
    assert!(found(&office, "销号待补审议").is_empty());
    assert_eq!(found(&office, "无佐证销号"), ["1"]);
    assert!(found(&with_one_struck_off(), "无佐证销号").is_empty());
}

#[test]
fn a_closing_that_no_meeting_agreed_to_is_found_where_the_round_asks_for_none() {
    let mut office = Office::empty();
    office.on("2025-06-16").run(["init", "--office", "某区人民法院整改办"]).ok();
    office.write("材料.txt", "材料");
    for line in [
        "round open 2025审计 --feedback 2025-06-13 --policy 整改办初审",
        "add 往来款挂账 --origin 审计",
        "add 固定资产未入账 --origin 审计",
    ] {
        done(&office, line);
    }
    office.on("2025-07-25");
    let listed = office.run(["list", "--format", "json"]).ok().json();
    let all: Vec<&str> = listed["items"].as_array().unwrap().iter().map(|i| i["code"].as_str().unwrap()).collect();
    for code in &all {
        done(&office, &format!("progress {code} --done --situation 已入账"));
        done(&office, &format!("attach {code} 材料.txt"));
        done(&office, &format!("sign {code} --step 整改办初审"));
    }
    done(&office, "meeting add 2025-07-25 --kind 党组会 --title 第9次党组会");
    done(&office, &format!("close {}", all[0]));
    done(&office, &format!("close {} --meeting 2025-07-25", all[1]));
    assert_eq!(found(&office, "未经会议销号"), all[..1]);
}

#[test]
fn what_nobody_looked_at_for_half_a_year_is_found() {
    let mut office = with_one_struck_off();
    office.on("2026-01-24");
    assert!(found(&office, "未回头看").is_empty());
    office.on("2026-01-25");
    assert_eq!(found(&office, "未回头看"), ["1"]);
}

#[test]
fn completion_before_the_feedback_is_found_unless_on_the_spot() {
    let office = orderly();
    done(&office, "add 值班脱岗 --under C1 --leader 院长 --dept 办公室 --due 2025-09-30");
    done(&office, "add 卷宗迟归 --under C1 --leader 院长 --dept 办公室 --due 2025-09-30 --type 边巡边改");
    done(&office, "progress 3 --done --completed-on 2025-06-12 --situation 已重排值班表");
    done(&office, "progress 4 --done --completed-on 2025-06-12 --situation 已归档12卷");
    assert_eq!(found(&office, "完成早于反馈"), ["3"]);
}

#[test]
fn what_is_completed_and_not_struck_off_is_found_after_sixty_days_and_its_request_after_thirty() {
    let mut office = orderly();
    office.write("登记簿.txt", "印章使用登记簿");
    done(&office, "progress 1.1 --done --situation 已补齐登记簿");
    done(&office, "attach 1 登记簿.txt");
    office.on("2025-09-07");
    assert!(found(&office, "完成未销号").is_empty());
    office.on("2025-09-08");
    assert_eq!(found(&office, "完成未销号"), ["1"], "its measure is not struck off in this round");
    done(&office, "submit 1");
    assert!(found(&office, "完成未销号").is_empty());
    office.on("2025-10-08");
    assert!(found(&office, "申请久未审定").is_empty());
    office.on("2025-10-09");
    assert_eq!(found(&office, "申请久未审定"), ["1"]);
}

#[test]
fn silence_after_being_given_back_is_found_until_something_is_filed() {
    let mut office = orderly();
    office.write("登记簿.txt", "印章使用登记簿");
    done(&office, "progress 1.1 --done --situation 已补齐登记簿");
    done(&office, "attach 1 登记簿.txt");
    done(&office, "submit 1");
    office.on("2025-07-25");
    done(&office, "meeting add 2025-07-25 --kind 党组会 --title 第9次党组会");
    done(&office, "return 1 --meeting 2025-07-25 --words 登记簿缺两页");
    office.on("2025-08-23");
    assert!(found(&office, "退回后未填报").is_empty());
    office.on("2025-08-24");
    assert_eq!(found(&office, "退回后未填报"), ["1"]);
    done(&office, "progress 1.1 --situation 缺的两页已补");
    assert!(found(&office, "退回后未填报").is_empty());
}

#[test]
fn extensions_after_expiry_and_again_and_again_are_found() {
    let mut office = orderly();
    done(&office, "extend 2 --to 2026-01-31 --reason 当事人失联 --approval 某巡整办〔2025〕3号");
    office.on("2025-09-01");
    assert!(found(&office, "逾期后延期").is_empty());
    done(&office, "extend 1 --to 2025-10-31 --reason 样式未定 --approval 某巡整办〔2025〕4号");
    assert_eq!(found(&office, "逾期后延期"), ["1"]);
    assert!(found(&office, "多次延期").is_empty());
    done(&office, "extend 2 --to 2026-03-31 --reason 仍未联系上 --approval 某巡整办〔2025〕5号");
    assert_eq!(found(&office, "多次延期"), ["2"]);
}

#[test]
fn at_once_after_three_months_is_found() {
    let mut office = orderly();
    done(&office, "add 值班脱岗 --under C1 --leader 院长 --dept 办公室 --due 立行立改");
    done(&office, "add 重排值班表 --kind 措施 --under 3");
    office.on("2025-09-11");
    assert!(found(&office, "立行立改久拖").is_empty());
    office.on("2025-09-12");
    assert_eq!(found(&office, "立行立改久拖"), ["3"], "the measure inherits its deadline");
}

#[test]
fn open_items_without_leader_department_or_deadline_are_found_where_they_are_missing() {
    let office = orderly();
    done(&office, "add 值班脱岗 --under C1");
    done(&office, "add 重排值班表 --kind 措施 --under 3");
    done(&office, "add 完善管理制度 --kind 意见 --answers 1");
    done(&office, "add 建议加强督办 --kind 意见");
    for rule in ["未定牵头领导", "未定责任部门", "未定时限"] {
        // The measure lacks what its issue lacks, and an opinion that answers an issue goes with it.
        assert_eq!(found(&office, rule), ["3", "Y2"], "{rule}");
    }
    done(&office, "assign 3 --dept 办公室");
    assert_eq!(found(&office, "department_missing"), ["Y2"]);
    // As of the day before it had none either; it did not stand there.
    let before = office.run(["check", "--rule", "未定责任部门", "--as-of", "2025-07-09", "--format", "json"]).ok();
    assert!(codes(&before).is_empty());
}

#[test]
fn unclear_deadlines_are_found_where_they_were_set() {
    let office = orderly();
    done(&office, "add 值班脱岗 --under C1 --leader 院长 --dept 办公室 --due 条件成熟时");
    done(&office, "add 重排值班表 --kind 措施 --under 3");
    done(&office, "add 卷宗迟归 --under C1 --leader 院长 --dept 办公室 --due 2027年前");
    done(&office, "add 用车登记不全 --under C1 --leader 院长 --dept 办公室 --due 2025年9月30日前");
    assert_eq!(found(&office, "时限待确认"), ["3", "4"]);
}

#[test]
fn two_months_of_silence_are_found_and_a_filing_below_breaks_it() {
    let mut office = orderly();
    office.on("2025-07-20");
    done(&office, "progress 2.1 --situation 已核对一半");
    office.on("2025-08-14");
    assert!(found(&office, "长期无填报").is_empty());
    office.on("2025-08-15");
    assert_eq!(found(&office, "长期无填报"), ["1"]);
    office.on("2025-09-18");
    assert_eq!(found(&office, "长期无填报"), ["1", "2"]);
}

#[test]
fn withdrawn_issues_of_the_feedback_are_shown_with_ground_and_reason() {
    let office = orderly();
    done(&office, "add 其他登记不全 --from-issue 1 --leader 院长 --dept 办公室 --due 2025-09-30");
    done(&office, "withdraw J1 --ground 并入 --reason 并入问题1");
    assert!(found(&office, "反馈问题撤项").is_empty());
    done(&office, "withdraw 2 --ground 录入差错 --reason 与问题1重复录入");
    assert_eq!(found(&office, "反馈问题撤项"), ["2"]);
    office.run(["check", "--rule", "反馈问题撤项"]).found().says("录入差错：与问题1重复录入");
}

/// Appends what departments hand in, as the journal knows it.
fn handed_in(office: &Office, on: &str, event: impl FnOnce(taizhang::domain::ids::ItemId) -> Event) {
    let on: Day = on.parse().unwrap();
    let mut ledger = Ledger::open(&office.path("taizhang.db"), Mode::Write).unwrap();
    let item = ledger.read(|reader| select::code(reader, None, "1.1")).unwrap();
    let zone = chrono::FixedOffset::east_opt(8 * 3600).unwrap();
    let command = Command {
        id: uuid::Uuid::now_v7(),
        verb: "test".into(),
        entered_at: on.and_hms_opt(9, 0, 0).unwrap().and_local_timezone(zone).unwrap(),
        effective_on: on,
        operator: "整改办".into(),
    };
    let event = event(item);
    ledger.write(&command, |writer| writer.append(&event).map(|_| ())).unwrap();
}

#[test]
fn filings_and_extensions_that_nobody_decides_about_are_found() {
    let mut office = orderly();
    handed_in(&office, "2025-07-10", |item| {
        Event::FilingRecorded(Box::new(NewFiling {
            filing: FilingId(1),
            item,
            department: None,
            filled_by: None,
            situation: Some("已补齐登记簿".into()),
            problems: None,
            next: None,
            progress: None,
            completed_on: None,
            leading: true,
            accepted: false,
        }))
    });
    handed_in(&office, "2025-07-10", |item| Event::ExtensionApplied {
        extension: ExtensionId(1),
        item,
        applicant: None,
        deadline: Deadline {
            raw: "2025年底前".into(),
            class: DeadlineClass::Date,
            due: Some("2025-12-31".parse().unwrap()),
            review: None,
            note: None,
        },
        reason: "样式未定".into(),
        after_expiry: false,
    });
    office.on("2025-07-25");
    assert!(found(&office, "填报久未采用").is_empty());
    office.on("2025-07-26");
    assert_eq!(found(&office, "填报久未采用"), ["1.1"]);
    office.on("2025-08-09");
    assert!(found(&office, "延期久未批复").is_empty());
    office.on("2025-08-10");
    assert_eq!(found(&office, "延期久未批复"), ["1.1"]);
}

#[test]
fn rules_are_chosen_explained_and_mistaken_in_chinese() {
    let office = orderly();
    office.run(["check", "--rules"]).ok().says("佐证早于反馈").says("反馈问题撤项");
    office.run(["check", "--explain", "补录销号"]).ok().says("怎么办").says("closed_backfilled");
    let rules = office.run(["check", "--rules", "--format", "json"]).ok().json();
    assert_eq!(rules["rules"].as_array().unwrap().len(), 32);
    office.run(["check", "--rule", "瞎写"]).usage().says("佐证早于反馈");
    let all = rules["rules"].as_array().unwrap().iter().map(|r| r["rule"].as_str().unwrap()).collect::<Vec<_>>();
    office.run(["check", "--skip", &all.join(",")]).usage().says("没有要查的规则");
    office.run(["check", "99"]).refused();
}

#[test]
fn a_check_as_it_is_shown_and_as_json() {
    let mut office = orderly();
    done(&office, "add 值班脱岗 --under C1 --leader 院长 --due 立行立改");
    done(&office, "add 进一步加强值班管理 --kind 措施 --under 3");
    office.on("2025-09-20");
    insta::assert_snapshot!(office.session(&[
        "check --rule 未定责任部门,措施空泛,立行立改久拖,一件多用",
        "check --rule 未定责任部门 --format json",
        "check --rule 未定责任部门 --format csv",
        "check --explain 未定责任部门 --format json",
        "check 1 --rule 未定责任部门",
    ]));
}

#[test]
fn a_deadline_dated_back_over_one_that_had_passed_is_told_and_a_slip_of_the_pen_is_not() {
    let mut office = orderly();
    office.on("2025-09-10");
    // Not adopted: by its day of effect nothing is late.
    done(&office, "assign 1 --due 2025-10-31 --on 2025-08-30");
    assert_eq!(found(&office, "期限事后重定"), ["1"]);
    done(&office, "add 台账缺页 --under C1 --dept 办公室 --due 2025-08-31 --on 2025-07-10");
    done(&office, "assign 3 --due 2025-10-31 --on 2025-07-10");
    assert_eq!(found(&office, "期限事后重定"), ["1"]);
    office.on("2025-09-11");
    // What was completed in time is not late either.
    done(&office, "add 卷宗缺页 --under C1 --dept 办公室 --due 2025-08-31 --on 2025-07-10");
    done(&office, "progress 4 --done --situation 已补齐 --on 2025-08-20");
    office.on("2025-09-12");
    done(&office, "assign 4 --due 2025-10-31 --on 2025-08-30");
    assert_eq!(found(&office, "期限事后重定"), ["1"]);
}

#[test]
fn an_extension_entered_after_the_due_day_with_an_earlier_day_is_told() {
    let mut office = orderly();
    office.on("2025-08-31");
    done(&office, "extend 2 --to 2026-03-31 --reason 案款难清");
    office.on("2025-09-10");
    done(&office, "extend 1 --to 2025-10-31 --reason 需协调 --approval 某党组批示 --on 2025-08-30");
    assert_eq!(found(&office, "延期事后补录"), ["1"]);
    assert_eq!(found(&office, "逾期后延期"), [""; 0]);
    assert_eq!(found(&office, "延期久未批复"), [""; 0]);
}
