//! What goes to the party group meeting and comes from it.

use crate::all::office::{Office, Outcome};
use serde_json::Value;

fn run(office: &Office, line: &str) -> Outcome {
    office.run(line.split_whitespace())
}

/// Two issues done, one of them without evidence, and a third under way; the office checks before the party group decides.
fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01").run(["init", "--office", "某区人民法院整改办"]).ok();
    office.write("签到表.txt", "甲、乙、丙");
    office.write("扫描.pdf", "已签");
    for line in [
        "round open 2025巡察 --feedback 2025-06-13 --policy 整改办初审,党组会审定",
        "add 立案登记不及时 --kind 问题",
        "add 卷宗归档拖延 --kind 问题",
        "add 公章使用登记不全 --kind 问题",
        "add 当日登记并复核 --kind 措施 --under 1",
        "assign 1 2 3 --dept 立案庭 --leader 院长 --due 2025-09-30 --new-party 立案庭,院长 --yes",
        "progress 1.1 --situation 已当日登记 --done --on 2025-08-20",
        "progress 2 --situation 已全部归档 --done --on 2025-08-21",
        "attach 1 签到表.txt --on 2025-08-25",
    ] {
        run(&office, line).went_well();
    }
    office
}

fn read(office: &Office, line: &str) -> String {
    run(office, &format!("{line} --format md")).ok().out
}

/// What stands between two headings.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let rest = text.split(from).nth(1).unwrap_or_else(|| panic!("{from} is missing in\n{text}"));
    rest.split(to).next().unwrap()
}

#[test]
fn the_agenda_lists_what_passes_the_gate_and_says_what_the_rest_lacks() {
    let office = office();
    let before = read(&office, "paper agenda");
    assert!(before.contains("一、拟销号事项0项"), "{before}");
    let kept = between(&before, "二、", "台账锚码");
    for words in ["| 1 |", "| 2 |", "整改办初审", "没有佐证材料"] {
        assert!(kept.contains(words), "{words}\n{kept}");
    }
    assert!(!kept.contains("taizhang") && !kept.contains("公章"), "{kept}");
    run(&office, "sign 1 --step 整改办初审 --words 材料齐全").ok();
    let after = read(&office, "paper agenda");
    let tabled = between(&after, "一、拟销号事项1项", "二、");
    for words in ["| 1 |", "已当日登记", "1.签到表", "整改办初审", "材料齐全", "2025年8月20日完成"]
    {
        assert!(tabled.contains(words), "{words}\n{tabled}");
    }
    // What is tabled is what the gate lets pass, and what the meeting decided is tabled no more.
    run(&office, "meeting add 2025-09-01 --kind 党组会 --title 第10次党组会").ok();
    assert!(read(&office, "paper agenda --meeting 2").contains("提请2025年9月1日第10次党组会审议"));
    run(&office, "close 1 --meeting 2").ok();
    assert!(read(&office, "paper agenda").contains("一、拟销号事项0项"));
    // What an earlier ledger struck off without a meeting is owed to it.
    run(&office, "close 2 --taken-over 旧台账 --on 2025-08-31").went_well();
    let owed = read(&office, "paper agenda");
    assert!(between(&owed, "二、已销号待补党组会审议事项1项", "台账锚码").contains("卷宗归档拖延"), "{owed}");
}

#[test]
fn a_round_without_the_party_group_has_no_agenda() {
    let office = Office::new();
    run(&office, "round open 2025专项 --feedback 2026-02-01 --policy 整改办初审").ok();
    assert!(read(&office, "paper agenda").contains("没有党组会审定"));
    run(&office, "paper closing-form --format md").ok().says("没有整改已经完成");
}

#[test]
fn a_signed_form_comes_back_under_its_code() {
    let mut office = office();
    let sheet = read(&office, "paper closing-form 1");
    for words in ["立案登记不及时", "1.1 当日登记并复核", "已当日登记", "1. 签到表.txt", "整改办初审", "党组会审定"]
    {
        assert!(sheet.contains(words), "{words}\n{sheet}");
    }
    let code = between(&sheet, "--signed ", "\n").trim().to_owned();
    assert_eq!(code.len(), 19, "{sheet}");
    // Signing and closing are what the form is for; they do not make it another one.
    run(&office, "sign 1 --step 整改办初审 --words 材料齐全").ok();
    let signed = read(&office, "paper closing-form 1");
    assert!(signed.contains(&code) && signed.contains("材料齐全（2025年9月1日）"), "{signed}");
    // The right code is to be read off the sheet that was signed.
    let guessed = run(&office, "attach 1 扫描.pdf --signed 0000-0000-0000-0000").refused();
    assert!(!guessed.err.contains(&code), "{guessed}");
    run(&office, "attach 2 扫描.pdf --signed").usage();
    run(&office, &format!("attach 2 扫描.pdf --signed {code}")).refused().says("对不上");
    run(&office, "attach 1 扫描.pdf --signed 审批表").refused().says("不是审批表的校验码");
    run(&office, &format!("attach 1 2 扫描.pdf --signed {code} --yes")).refused().says("一项一份");
    run(&office, &format!("attach 1 扫描.pdf --signed {}", code.to_lowercase())).ok();
    run(&office, "show 1").ok().says(&format!("已签销号审批表（1，校验码 {code}）"));
    // The scan itself is no part of what was signed.
    assert!(read(&office, "paper closing-form 1").contains(&code));
    // What changes afterwards makes another form; the earlier one is known by its day.
    office.on("2025-09-02").write("补充.txt", "新的");
    run(&office, "attach 1 补充.txt").ok();
    assert!(!read(&office, "paper closing-form 1").contains(&code));
    run(&office, &format!("attach 1 扫描.pdf --signed {code}")).went_well().says("2025-09-01 时的 1");
    run(&office, "verify").ok();
}

#[test]
fn the_gate_is_not_met_by_its_own_form() {
    let office = office();
    let code = between(&read(&office, "paper closing-form 1"), "--signed ", "\n").trim().to_owned();
    run(&office, &format!("attach 1 扫描.pdf --signed {code}")).ok();
    // Without the work's own evidence the form is no basis.
    run(&office, "attach withdraw 1 --reason 传错文件").ok();
    run(&office, "sign 1 --step 整改办初审").ok();
    run(&office, "meeting add 2025-09-01 --kind 党组会 --title 第10次党组会").ok();
    run(&office, "close 1 --meeting 2").refused().says("没有佐证材料");
    // Nor does it let the evidence go on which the closing rests.
    run(&office, "attach 1.1 签到表.txt").ok();
    run(&office, "close 1 --meeting 2").ok();
    run(&office, "attach withdraw 3 --reason 传错文件").refused();
    run(&office, "verify").ok();
}

#[test]
fn forms_are_for_what_is_done_one_sheet_each() {
    let office = office();
    run(&office, "paper closing-form 3 -o 表.docx").refused().says("没有完成");
    run(&office, "paper closing-form 2 -o 表.docx").refused().says("佐证");
    run(&office, "paper closing-form 1.1 -o 表.docx").refused().says("销号");
    run(&office, "attach 2 签到表.txt").ok();
    let both = run(&office, "paper closing-form --format json -o 表.docx").ok().json();
    assert_eq!((&both["schema"], &both["kind"]), (&"taizhang.paper/1".into(), &"closing_form".into()));
    let read = read(&office, "paper closing-form");
    assert_eq!(read.matches("--signed").count(), 2, "{read}");
    assert_eq!(read.matches("\n# 2025巡察整改事项销号审批表\n").count() + 1, 2, "each sheet bears the title: {read}");
    let first = office.bytes("表.docx");
    run(&office, "paper closing-form --force -o 表.docx").ok();
    assert_eq!(office.bytes("表.docx"), first);
}

#[test]
fn minutes_add_up_to_what_was_tabled() {
    let office = office();
    run(&office, "meeting add 2025-09-01 --kind 党组会 --title 第10次党组会 --no 〔2025〕10号").ok();
    assert!(read(&office, "paper minutes --meeting 2").contains("没有2025年9月1日第10次党组会"));
    run(&office, "attach 2 签到表.txt").ok();
    run(&office, "sign 1 2 --step 整改办初审 --words 材料齐全 --yes").went_well();
    run(&office, "close 1 --meeting 2").ok();
    run(&office, "return 2 --meeting 2 --words 归档不全").ok();
    run(&office, "extend 3 --to 2025-12-31 --reason 等上级批复 --meeting 2").went_well();
    let minutes = read(&office, "paper minutes --meeting 〔2025〕10号");
    for words in [
        "第10次党组会纪要（议定事项）",
        "一、销号",
        "上会2项：同意1项，退回1项，暂缓0项。",
        "归档不全",
        "二、延期",
        "上会1项：同意1项，退回0项，暂缓0项。",
        "2025-09-30 → 2025-12-31",
        "以上上会事项共3项：同意2项，退回1项，暂缓0项。",
    ] {
        assert!(minutes.contains(words), "{words}\n{minutes}");
    }
    let shown: Value = run(&office, "meeting show 2 --format json").ok().json();
    assert_eq!(shown["closure"]["tabled"], 2);
    // A plan that was adopted, and what was adjusted in it, were tabled, too.
    run(&office, "meeting add 2025-09-01 --kind 党组会 --title 第11次党组会 --no 〔2025〕11号").ok();
    run(&office, "round adopt --meeting 3").went_well();
    run(&office, "add 清点印章 --kind 措施 --under 3 --meeting 3").went_well();
    let minutes = read(&office, "paper minutes --meeting 3");
    for words in [
        "一、审定整改方案",
        "二、方案调整",
        "上会1项：同意1项，退回0项，暂缓0项。",
        "清点印章",
        "以上上会事项共2项：同意2项",
    ] {
        assert!(minutes.contains(words), "{words}\n{minutes}");
    }
    assert!(read(&office, "paper meetings").contains("方案调整1项：同意1"));
}

#[test]
fn a_form_printed_before_words_or_names_changed_is_told_of_truly() {
    let mut office = office();
    let code = |office: &Office| between(&read(office, "paper closing-form 1"), "--signed ", "\n").trim().to_owned();
    let printed = code(&office);
    office.on("2025-09-02");
    run(&office, "edit 1 --set 表述=立案登记不够及时 --reason 校对原文").went_well();
    let reworded = code(&office);
    run(&office, "party rename 立案庭 诉讼服务中心").went_well();
    for stale in [&printed, &reworded] {
        let refused = run(&office, &format!("attach 1 扫描.pdf --signed {stale}")).refused();
        refused.says("改过以后旧表对不上").says("taizhang paper closing-form 1").says("去掉 --signed");
    }
    // Either remedy is one.
    run(&office, &format!("attach 1 扫描.pdf --signed {}", code(&office))).ok();
    run(&office, "attach withdraw 2 --reason 改存一般佐证").ok();
    run(&office, "attach 1 扫描.pdf").ok();
    run(&office, "verify").ok();
}

#[test]
fn the_same_bytes_for_the_same_item_are_told_of_signed_or_not() {
    let office = office();
    let code = between(&read(&office, "paper closing-form 1"), "--signed ", "\n").trim().to_owned();
    let signed = format!("attach 1 扫描.pdf --signed {code}");
    run(&office, &signed).ok();
    run(&office, &signed).went_well().says("1 已有内容相同的佐证材料（第 2 号）").says("attach withdraw 3");
    run(&office, "attach withdraw 3 --reason 重复").ok();
    run(&office, "attach 1 2 签到表.txt --yes").went_well().says("1 已有内容相同的佐证材料（第 1 号）");
    office.write("另存.txt", "甲、乙、丙");
    run(&office, "attach 1 2 另存.txt --yes").went_well().says("1 已有内容相同").says("2 已有内容相同");
    run(&office, "attach 3 签到表.txt").ok();
}

/// A sheet may be scanned again, better or with its second page: both are kept, told apart, and neither is evidence of the work.
#[test]
fn another_scan_of_a_signed_form_is_kept_as_such_and_told_of() {
    let office = office();
    let code = between(&read(&office, "paper closing-form 1"), "--signed ", "\n").trim().to_owned();
    run(&office, &format!("attach 1 扫描.pdf --signed {code}")).ok();
    office.write("重扫.pdf", "已签，加盖公章");
    let told = run(&office, &format!("attach 1 重扫.pdf --signed {code}")).went_well();
    let told = told.says("1 的这张审批表已存有扫描件（第 2 号），内容不同").says("attach withdraw 3");
    assert!(!told.out.contains("内容相同"), "{told}");
    let shown = run(&office, "show 1").ok();
    shown.says(&format!("已签销号审批表（1，校验码 {code}）")).says(&format!("校验码 {code}，第 2 份扫描件）"));
    // The same bytes once more are the same scan, and only that is told.
    let told = run(&office, &format!("attach 1 重扫.pdf --signed {code}")).went_well();
    assert!(told.out.contains("内容相同") && !told.out.contains("内容不同"), "{told}");
    // Neither is part of what was signed.
    assert_eq!(between(&read(&office, "paper closing-form 1"), "--signed ", "\n").trim(), code);
    run(&office, "attach withdraw 1 --reason 另存").ok();
    run(&office, "paper agenda --format md").ok().says("没有佐证材料");
    run(&office, "verify").ok();
}

/// The minutes say on what a closing rests as the record of the closing does.
#[test]
fn minutes_say_that_a_closing_rests_on_no_evidence() {
    let office = office();
    for line in [
        "sign 1 2 --step 整改办初审 --words 材料齐全 --yes",
        "meeting add 2025-09-01 --kind 党组会 --title 第10次党组会",
        "close 2 --meeting 2 --without-evidence 卷宗原件在档案室",
        "close 1 --meeting 2",
    ] {
        run(&office, line).went_well();
    }
    for (line, above) in [("paper minutes --meeting 2", "销号"), ("paper meetings", "二、")] {
        let text = read(&office, line);
        let text = text.split_once(above).unwrap().1;
        let row = |code: &str| {
            let start = format!("| {code} |");
            text.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{text}")).to_owned()
        };
        assert!(row("2").contains("无佐证：卷宗原件在档案室") && !row("1").contains("无佐证"), "{text}");
    }
    run(&office, "meeting show 2").ok().says("无佐证：卷宗原件在档案室");
    let decisions = run(&office, "meeting show 2 --format json").ok().json()["decisions"].clone();
    assert_eq!(
        (&decisions[0]["without_evidence"], &decisions[1]["without_evidence"]),
        (&"卷宗原件在档案室".into(), &Value::Null)
    );
}

#[test]
fn a_paper_of_a_day_before_its_round_says_so() {
    let office = office();
    for line in [
        "paper plan --as-of 2025-08-01 -o 方案.docx",
        "paper monthly --month 2025-07 -o 月报.docx",
        // Named, it is refused all the same.
        "--round 2025巡察 paper plan --as-of 2025-08-01 -o 方案.docx",
        "--round 2025巡察 paper lists --as-of 2025-08-01 -o 清单.docx",
        "--round 2025巡察 paper bulletin --as-of 2025-08-01 -o 通报.docx",
    ] {
        let refused = run(&office, line).refused().says("那天还没有录入").says("反馈日 2025-06-13");
        assert!(refused.err.contains("--as-of") && !refused.err.contains("round open"), "{refused}");
    }
    run(&Office::new(), "paper plan").refused().says("taizhang round open");
}
