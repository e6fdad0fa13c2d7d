//! An office with a case ledger: 39 letters are given to it under one issue, 28 of them are cleared, 28 ÷ 39 = 71.79 %. And a
//! second round of letters in which what is cleared is struck off at once (结案即销).
//!
//! Cases are counted apart, neither added to issues and measures nor holding them up.

use super::clerk::Clerk;

/// Issue 1 with one measure (1.1) and 39 cases (1.2 to 1.40), given out before the plan is adopted.
fn the_letters_are_given_out() -> Clerk {
    let mut clerk = Clerk::begins("2025-04-30", &["cases-feedback.txt"]);
    clerk.does("init --office 某区住房和城乡建设局整改办 --by 整改办内勤");
    clerk.does(
        "round open 2025专项 --feedback 2025-04-30 --body 区委专项巡察组 --party-group 某区住房和城乡建设局党组 \
         --milestone 集中整改=2025-07-31",
    );
    clerk.does("party add 局长 分管物业的副局长 分管工程的副局长 --kind 院领导");
    clerk.does("party add 物业科 维修资金中心 工程科 信访办 --kind 部门");
    clerk.does("intake cases-feedback.txt --yes");
    clerk.reads("show Y1", &["建立物业投诉闭环办理机制\n"]); // the signature below it is not part of it
    clerk.on("2025-05-06");
    clerk.does("assign 1 --leader 分管物业的副局长 --dept 物业科,信访办 --due 2025年7月底前");
    clerk.does("assign 2 --leader 分管物业的副局长 --dept 维修资金中心 --due 2025年6月底前");
    clerk.does("assign 3 --leader 分管工程的副局长 --dept 工程科 --due 2025年8月底前");
    clerk.does("assign Y1 --leader 局长 --dept 信访办 --due 2025年7月底前");
    clerk.does("add 制定物业投诉办理规程 --kind 措施 --under 1");
    for number in 1..=39 {
        clerk.does(&format!("add 物业收费信访件第{number}件 --kind 个案 --under 1 --source-no 信〔2025〕{number}号"));
    }
    clerk.may_not("add 物业收费信访件第40件 --kind 个案 --under 1.1", &["个案不能放在 1.1 下面"]);
    clerk.does("meeting add 2025-05-06 --kind 党组会 --title 第7次党组会");
    clerk.does("round adopt --meeting 2");

    clerk.on("2025-05-31");
    clerk.counts("cases", &[("total", 39), ("not_started", 39), ("completed", 0)]);
    clerk.counts("issues", &[("total", 3), ("not_started", 3)]);
    clerk.counts("measures", &[("total", 1)]);
    clerk.keeps("2025-05-31");
    clerk
}

/// June: ten are cleared, ten more are filed by the department and count once the office has accepted them.
fn june(clerk: &mut Clerk) {
    clerk.on("2025-06-12").does("progress 1.2-1.11 --done --situation 已退费并回访");
    clerk.on("2025-06-27").does("progress 1.12-1.21 --done --dept 物业科 --filled-by 物业科内勤 --pending");
    clerk.counts("cases", &[("completed", 10)]);
    clerk.rates("cases", &[("clearance_rate", 25.64)]);
    clerk.on("2025-06-30").does("accept --kind 个案 --yes");
    clerk.does("progress 2 --done --situation 四个小区已公示");
    // 20 of 39, in their own words; the issue above them has not moved.
    clerk.counts("cases", &[("completed", 20), ("not_started", 19)]);
    clerk.rates("cases", &[("clearance_rate", 51.28)]);
    clerk.counts("issues", &[("not_started", 2), ("completed", 1), ("due", 1), ("on_time", 1)]);
    clerk.reads("show 1", &["未启动", "交办39件，已清结20件，清结率51.28%（20/39）"]);
    clerk.keeps("2025-06-30");
}

/// July: the issue is struck off over open cases, which go on; the meeting gives issue 2 back with a new day.
fn july(clerk: &mut Clerk) {
    clerk.on("2025-07-10").does("progress 1.1 --done --situation 规程印发");
    clerk.does("attach 1 --register 建物〔2025〕11号 --title 办理规程 --kept-at 物业科");
    clerk.does("attach 2 --register 建维〔2025〕5号 --title 公示照片 --kept-at 维修资金中心");
    clerk.does("submit 1 2");
    clerk.may_not("close 1 --meeting 2", &["会议 2025年5月6日 早于完成日 2025年7月10日"]);
    clerk.on("2025-07-15").does("meeting add 2025-07-15 --kind 党组会 --title 第10次党组会");
    clerk.does("close 1 --meeting 3");
    clerk.does("return 2 --meeting 3 --words 两个小区只公示了收入 --until 2025-08-31");
    assert_eq!(clerk.tabled(3, "closure"), [2, 1, 1, 0]);

    // Round the closing: more cases, the measure taken up again, a case that is not cleared, the old day.
    clerk.may_not("add 再加一件 --kind 个案 --under 1", &["1 已销号", "taizhang reopen 1"]);
    clerk.may_not("progress 1.1 --state 整改中", &["1.1 的上级 1 已销号"]);
    clerk.may_not("close 1.22-1.29 --meeting 3", &["1.22、1.23、", "1.29 还不能销号", "整改没有完成"]);
    clerk.may_not("close 2 --meeting 3", &["2 还不能销号", "整改没有完成"]);
    // A rate made better by leaving cases out shows what was left out, and is taken back.
    clerk.does("withdraw 1.30-1.40 --ground 录错 --reason 群众重复来信");
    clerk.counts("cases", &[("total", 28), ("withdrawn", 11)]);
    clerk.does("undo --reason 核对后不是重复来信");

    clerk.on("2025-07-25").does("progress 1.22-1.29 --done --situation 已答复");
    clerk.does("progress 1.30-1.40 --state 整改中 --situation 等待司法鉴定");
    clerk.on("2025-07-31").does("progress 3 --state 整改中 --situation 渗漏部位已开挖");

    // 28 ÷ 39 = 71.794… %. Due today are all 39; the eleven are not late before tomorrow.
    clerk.counts("cases", &[("total", 39), ("completed", 28), ("in_progress", 11), ("withdrawn", 0)]);
    clerk.counts("cases", &[("due", 39), ("on_time", 28), ("overdue", 0)]);
    clerk.rates("cases", &[("clearance_rate", 71.79), ("due_completion_rate", 71.79)]);
    clerk.reads("summary", &["交办个案39件，已办结28件，清结率71.79%", "28/39"]);
    let explained = clerk.asks("summary --explain 清结率");
    let rows = |part: &str| explained[part].as_array().unwrap().len();
    assert_eq!((rows("members"), rows("others")), (28, 11));
    // 1 of 3 completed and struck off; 2 is open again with its day in August.
    clerk.counts("issues", &[("total", 3), ("completed", 1), ("in_progress", 2), ("returned", 1), ("closed", 1)]);
    clerk.rates("issues", &[("completion_rate", 33.33), ("closure_rate", 33.33)]);
    clerk.counts("measures", &[("total", 1), ("completed", 1)]);
    clerk.department("物业科", 1, 1, 1);
    clerk.department("工程科", 1, 0, 0);
    clerk.keeps("2025-07-31");
    clerk.may_not("round finish 2025专项 --reason 办结", &["还不能办结"]);
}

/// August: five letters under a round without sign-offs; each is struck off on the day on which it is cleared.
fn cleared_is_struck_off(clerk: &mut Clerk) {
    clerk.on("2025-08-01").does("round open 2025信访 --feedback 2025-08-01 --kind 专项 --policy 无 --body 区信访局");
    clerk.about(Some("2025信访")).does("add 重复信访件化解不力 --leader 局长 --dept 信访办 --due 2025-10-31");
    for number in 1..=5 {
        clerk.does(&format!("add 重复信访第{number}件 --kind 个案 --under 1"));
    }
    // Two rounds are open: a bare code is nobody's.
    clerk.on("2025-08-05").about(None).may_not("progress 1.1 --done", &["没有写明是哪个轮次", "2025专项、2025信访"]);
    clerk.about(Some("2025信访")).does("attach 1.1 --register 回执1号 --title 回执 --kept-at 信访办");
    clerk.does("progress 1.1 --done --situation 当事人签收答复").says("1.1 个案 重复信访第1件  已销号");
    clerk.does("progress 1.2 --done --situation 已答复").says("1.2 没有佐证材料，计入无佐证销号");
    clerk.does("progress 1.3 --done --situation 已退款");
    clerk.counts("cases", &[("total", 5), ("completed", 3), ("closed", 3), ("closed_without_evidence", 2)]);
    clerk.rates("cases", &[("clearance_rate", 60.0), ("closure_rate", 60.0)]);

    clerk.may_not("progress 1.1 --state 整改中", &["1.1 已销号", "reopen 1.1"]);
    clerk.may_not("close 1.4", &["1.4 还不能销号", "整改没有完成", "没有佐证材料"]);
    clerk.may_not("close 1.4 --taken-over 旧台账", &["整改没有完成"]);
    clerk.may_not("progress 1.4 --done --completed-on 2025-07-20", &["早于反馈日 2025年8月1日"]);
    clerk.may_not("progress 1.4 --done --completed-on 2025-08-20", &["完成日晚于生效日"]);
    // The second is opened again; the third stays struck off without evidence.
    clerk.does("reopen 1.2 --reason 当事人再访");
    clerk.counts("cases", &[("completed", 2), ("in_progress", 1), ("closed", 2), ("closed_without_evidence", 1)]);
    clerk.rates("cases", &[("clearance_rate", 40.0), ("closure_rate", 40.0)]);
    clerk.counts("issues", &[("total", 1), ("completed", 0), ("closed", 0)]);
}

#[test]
fn of_thirty_nine_cases_twenty_eight_are_cleared() {
    let mut clerk = the_letters_are_given_out();
    june(&mut clerk);
    july(&mut clerk);
    cleared_is_struck_off(&mut clerk);

    // Of the first round nothing has changed but the day: the eleven are late now, and so is the opinion.
    clerk.on("2025-08-08").about(Some("2025专项"));
    clerk.counts("cases", &[("total", 39), ("completed", 28), ("overdue", 11)]);
    clerk.counts("opinions", &[("total", 1), ("completed", 0), ("overdue", 1)]);
    // Over both rounds cases add up with cases: 28 + 2 of 39 + 5.
    clerk.about(None).counts("cases", &[("total", 44), ("completed", 30), ("closed", 2)]);
    clerk.rates("cases", &[("clearance_rate", 68.18)]);

    // The case on words only, and the day that the meeting gave when the first had passed.
    let planted = [("无佐证销号", "1.3"), ("退回后重定期限", "2")];
    assert_eq!(clerk.finds(), planted.map(|(rule, code)| (rule.to_owned(), code.to_owned())));
    clerk.does("verify").ok();
    clerk.comes_back(&["2025专项", "2025信访"], &[]);
}
