//! An office that took over an old ledger in which four issues had been struck off without a meeting. They are tabled again:
//! two are ratified, one is put off and ratified later, one is not agreed to and done again. What is struck off from now on walks
//! a policy of four steps.
//!
//! Eight issues with two measures each and two opinions; the figures are recomputed by hand in the comments.

use super::clerk::Clerk;

/// 2 September 2024: the ledger is begun, and everything up to now is entered with the day on which it happened.
fn the_old_ledger_is_taken_over() -> Clerk {
    let clerk = Clerk::begins("2024-09-02", &["ratified-feedback.txt", "ratified-plan.txt"]);
    for line in [
        "init --office 某区市场监督管理局整改办 --by 整改办内勤",
        "round open 2024巡察 --feedback 2024-05-10 --body 区委第三巡察组 --party-group 某区市场监督管理局党组 \
         --milestone 集中整改=2024-08-10 --policy 责任部门申请、牵头领导审签、整改办初审、党组会审定 --on 2024-05-10",
        "party add 党组书记 分管食品的副局长 分管法规的副局长 分管行政的副局长 --kind 院领导 --on 2024-05-10",
        "party add 办公室 机关党委 食品股 法规股 投诉举报中心 财务股 检验所 --kind 部门 --on 2024-05-10",
        "intake ratified-feedback.txt --yes --on 2024-05-10",
        "intake ratified-plan.txt --yes --on 2024-06-03",
        "assign Y1 --leader 分管食品的副局长 --dept 食品股 --due 2024年9月底前 --on 2024-06-03",
        "assign Y2 --leader 分管法规的副局长 --dept 法规股 --due 2024年12月底前 --on 2024-06-03",
        "meeting add 2024-06-03 --kind 党组会 --title 第8次党组会 --on 2024-06-03",
        "round adopt --meeting 2 --on 2024-06-03",
        "progress 5.1 5.2 --done --situation 系统已设提醒，七月无逾期回复 --on 2024-07-25",
        "attach 5 --register 某市监〔2024〕21号 --title 七月投诉回复统计 --kept-at 投诉举报中心 --on 2024-07-25",
        "progress 6.1 6.2 --done --situation 三百二十件装备已贴码入账 --on 2024-07-28",
        "attach 6 --register 某市监装〔2024〕3号 --title 装备登记簿 --kept-at 办公室 --on 2024-07-28",
        "progress 1.1 1.2 --done --situation 二季度汇报会已开，四项决定列入督办单 --on 2024-08-20",
        "attach 1 --register 某市监党〔2024〕9号 --title 督办单 --kept-at 办公室 --on 2024-08-20",
        "progress 2.1 2.2 --done --situation 十一个股室已报清单 --on 2024-08-28",
    ] {
        clerk.does(line);
    }
    // The old ledger's “已销号” is neither a meeting's decision, nor is it allowed for work that was not done.
    clerk.may_not(
        "close 1 2 5 6 --meeting 2 --on 2024-08-30",
        &["缺 4 样", "缺 5 样", "早于完成日", "taizhang submit 5"],
    );
    clerk.may_not("close 3 --taken-over 旧台账已销号 --on 2024-08-30", &["3.1 没有完成", "3.2 没有完成"]);
    clerk.does("close 1 2 5 6 --taken-over 旧台账已销号，没有上会 --without-evidence 清单原件未归档 --on 2024-08-30");
    // Four of eight: 50 %, all four still owed to a meeting, issue 2 on words only.
    clerk.counts(
        "issues",
        &[("total", 8), ("not_started", 4), ("completed", 4), ("closed", 4), ("closed_unratified", 4)],
    );
    clerk.counts("issues", &[("closed_without_evidence", 1), ("due", 4), ("on_time", 4), ("overdue", 0)]);
    clerk.counts("measures", &[("total", 16), ("completed", 8)]);
    clerk.rates("issues", &[("completion_rate", 50.0), ("closure_rate", 50.0), ("due_completion_rate", 100.0)]);
    clerk.reads("summary", &["已销号4个，销号率50.00%（其中待补党组会审议4个）"]);
    assert_eq!(clerk.lists("--unratified"), ["1", "2", "5", "6"]);
    clerk
}

/// September: the 15th meeting is asked for what it was not asked for then. 上会4项 = 同意2 + 退回1 + 暂缓1.
fn the_meeting_looks_at_them(clerk: &mut Clerk) {
    clerk.on("2024-09-12").does("meeting add 2024-09-12 --kind 党组会 --title 第15次党组会 --no 〔2024〕15号");
    clerk.does("close 5 6 --ratify --meeting 3");
    clerk.does("meeting decide 3 1 --about 补办审议 --as 暂缓 --words 四季度再核实督办单");
    clerk.does("meeting decide 3 2 --about 补办审议 --as 退回 --words 只有清单没有排查过程");
    clerk.does("reopen 2 --reason 第15次党组会未同意补办审议 --open 2.1");
    assert_eq!(clerk.tabled(3, "ratification"), [4, 2, 1, 1]);

    // Round the decision: in bulk, with an older meeting, with the old ledger once more, by undo, with the old day.
    clerk.may_not("close --ratify --unratified --meeting 3 --yes", &["已经对 1 的补办审议作过决定", "暂缓"]);
    clerk.may_not("close 1 --ratify --meeting 2", &["早于完成日 2024年8月20日"]);
    clerk.may_not("close 2 --ratify --meeting 3", &["2 还没有销号"]);
    clerk.may_not("close 2 --taken-over 旧台账已销号", &["2.1 没有完成"]);
    let taken_over = clerk.record("5", "closed");
    clerk.may_not(&format!("undo --record {taken_over}"), &["还不能撤销"]);
    clerk.may_not("progress 2.1 --done --completed-on 2024-08-28", &["早于最近一次退回或撤销销号", "2024年9月12日"]);
    clerk.does("progress 2.1 --done");
    clerk.may_not("close 2 --taken-over 旧台账已销号", &["2024年9月2日 已录入本台账", "不是从旧台账转入的"]);
    clerk.does("undo --reason 没有重新排查");

    clerk.counts("issues", &[("completed", 3), ("in_progress", 1), ("closed", 3), ("closed_unratified", 1)]);
    // 2 was due on 31 August and is open again.
    assert_eq!(clerk.late(), ["2", "2.1"]);
}

/// September goes on: departments file, the office accepts, sends one back, and applications wait.
fn departments_file_and_apply(clerk: &mut Clerk) {
    let pending = |clerk: &Clerk, code: &str, dept: &str, words: &str| {
        clerk.does(&format!(
            "progress {code} --done --dept {dept} --filled-by {dept}内勤 --situation {words} --pending"
        ));
    };
    pending(clerk.on("2024-09-20"), "3.1", "食品股", "四批不合格报告均当日移交");
    pending(clerk.on("2024-09-25"), "3.2", "食品股", "处置进度通报已发三期");
    pending(clerk, "4.1", "法规股", "裁量基准已编印并下发各所");
    pending(clerk, "4.2", "法规股", "已落实");
    // Until the office has accepted it, nothing is completed.
    clerk.counts("measures", &[("completed", 7), ("in_progress", 1), ("not_started", 8)]);
    clerk.on("2024-09-26").does("accept 3.1 3.2 4.1");
    clerk.does("accept 4.2 --return --words 写明集体讨论了哪些案件");
    pending(clerk.on("2024-09-29"), "4.2", "法规股", "九月集体讨论重大案件两件");
    clerk.does("accept 4.2");
    clerk.does("progress Y1 --done --situation 全程督办办法已施行");
    clerk.does("attach 3 --register 某市监食〔2024〕6号 --title 不合格处置通报三期 --kept-at 食品股");
    clerk.does("attach 4 --register 某市监法〔2024〕8号 --title 行政处罚裁量基准 --kept-at 法规股");
    clerk.on("2024-09-30").may_not("sign 4 --step 整改办初审", &["前面还缺：责任部门申请、牵头领导审签"]);
    clerk.does("submit 3 4");

    // 1, 3, 4, 5, 6 of eight; of the six that are due (1–6), 2 is not completed: 83.33 %. 完成 5, 销号 3.
    clerk.counts(
        "issues",
        &[("completed", 5), ("requested", 2), ("closed", 3), ("due", 6), ("on_time", 5), ("overdue", 1)],
    );
    clerk.rates("issues", &[("completion_rate", 62.5), ("closure_rate", 37.5), ("due_completion_rate", 83.33)]);
    clerk.counts("opinions", &[("total", 2), ("completed", 1)]);
    clerk.keeps("2024-08-31");
    clerk.keeps("2024-09-30");
}

/// October: the office's own check does not agree to 4; the 17th meeting agrees to 3, ratifies 1, and decides two extensions.
fn october(clerk: &mut Clerk) {
    clerk.on("2024-10-08").does("sign 3 4 --step 牵头领导审签");
    clerk.on("2024-10-10").does("sign 3 --words 三期通报属实");
    clerk.does(
        "sign 4 --deny --words 集体讨论没有会议记录 --open 4.2 --until 2024-11-15 --approval 某市监整改办〔2024〕5号",
    );
    clerk.does("extend 8 --to 2025年3月底前 --reason 存量合同涉及三家外地公司");
    clerk.does("extend 7 --to 2025-02-28 --reason 经办人调离");

    clerk.on("2024-10-14").does("meeting add 2024-10-14 --kind 党组会 --title 第17次党组会 --no 〔2024〕17号");
    clerk.may_not("close 3 4 --meeting 4", &["4.2 没有完成", "4 还不能销号", "taizhang sign 4 --step 牵头领导审签"]);
    clerk.may_not("close 3 --meeting 4 --on 2024-10-09", &["销号日 2024年10月9日 早于会议 2024年10月14日"]);
    clerk.may_not("close 3 --meeting 3", &["早于"]);
    clerk.does("close 3 --meeting 4");
    clerk.does("close 1 --ratify --meeting 4");
    clerk.does("extend 8 --approve --meeting 4");
    clerk.does("extend 7 --refuse --meeting 4 --words 附件补齐不需外部配合");
    assert_eq!(clerk.tabled(4, "closure"), [1, 1, 0, 0]);
    assert_eq!(clerk.tabled(4, "ratification"), [1, 1, 0, 0]);
    assert_eq!(clerk.tabled(4, "extension"), [2, 1, 1, 0]);

    clerk.on("2024-10-25").does("progress 2.1 --done --situation 十一个股室重新排查，新增风险点十四处");
    clerk.does("attach 2 --register 某市监党〔2024〕14号 --title 风险点排查记录 --pages 46 --kept-at 机关党委");
    clerk.does("submit 2");
    clerk.on("2024-10-28").does("sign 2");
    clerk.on("2024-10-29").does("sign 2 --words 抽问四个股室，记录属实");
    clerk.on("2024-10-31").does("progress 7.1 --state 整改中 --situation 已补齐八成附件");
    clerk.does("progress 8.1 --state 整改中 --situation 清理出合同三十一份");

    // Nothing is owed to a meeting any more. Due are 1, 2, 3, 5, 6 (4 has until 15 November); 2 was completed late.
    clerk.counts(
        "issues",
        &[
            ("completed", 5),
            ("requested", 1),
            ("returned", 1),
            ("closed", 4),
            ("closed_unratified", 0),
            ("extended", 2),
        ],
    );
    clerk.counts("issues", &[("due", 5), ("due_completed", 5), ("on_time", 4), ("completed_late", 1), ("overdue", 0)]);
    clerk.rates("issues", &[("closure_rate", 50.0), ("due_completion_rate", 100.0), ("on_time_rate", 80.0)]);
    clerk.keeps("2024-10-31");
}

/// November and December: 2 is agreed to in its second cycle; 4 is put off once; 7 keeps the day that was not extended.
fn november_and_december(clerk: &mut Clerk) {
    clerk.on("2024-11-05").does("progress 4.2 --done --situation 补记九月以来四件案件的集体讨论");
    clerk.does("attach 4 --register 某市监法〔2024〕12号 --title 集体讨论记录 --kept-at 法规股");
    clerk.on("2024-11-08").does("submit 4");
    // The sign-off of October does not count for the second walk.
    clerk.may_not("sign 4 --step 整改办初审", &["前面还缺：牵头领导审签"]);
    clerk.does("sign 4");
    clerk.does("sign 4");
    clerk.on("2024-11-14").does("meeting add 2024-11-14 --kind 党组会 --title 第19次党组会 --no 〔2024〕19号");
    clerk.does("close 2 --meeting 5");
    clerk.does("return 4 --meeting 5 --defer --words 请区司法局看过基准后再议");
    assert_eq!(clerk.tabled(5, "closure"), [2, 1, 0, 1]);
    clerk.may_not("close --closure 待审定 --meeting 5 --yes", &["第 5 号会议已经对 4 的销号作过决定", "暂缓"]);
    clerk.on("2024-11-30");
    // 4 was in time for its new day and not for its first.
    clerk.counts("issues", &[("completed", 6), ("requested", 1), ("closed", 5), ("on_time", 5), ("on_time_first", 4)]);
    clerk.rates("issues", &[("completion_rate", 75.0), ("closure_rate", 62.5), ("on_time_rate", 83.33)]);
    clerk.keeps("2024-11-30");

    clerk.on("2024-12-20").does("progress Y2 --done --situation 裁量基准已在门户网站公布");
    clerk.on("2024-12-26").does("progress 7.1 7.2 --done --situation 二百一十七笔报销附件补齐并复核");
    clerk.does("attach 7 --register 某市监财〔2024〕18号 --title 复核记录 --kept-at 财务股");
    clerk.does("submit 7");
    clerk.on("2024-12-27").does("sign 7");
    clerk.on("2024-12-28").does("sign 7");
    clerk.on("2024-12-30").does("meeting add 2024-12-30 --kind 党组会 --title 第22次党组会 --no 〔2024〕22号");
    clerk.does("close 4 7 --meeting 6");
    clerk.on("2024-12-31").keeps("2024-12-31");
}

#[test]
fn closings_without_a_meeting_are_ratified_or_done_again() {
    let mut clerk = the_old_ledger_is_taken_over();
    the_meeting_looks_at_them(&mut clerk);
    departments_file_and_apply(&mut clerk);
    october(&mut clerk);
    november_and_december(&mut clerk);

    // January 2025: the year's report is published, and the year stays as it is.
    clerk.on("2025-01-10").does("round lock --through 2024-12-31 --title 2024年整改进展情况通报 --yes");
    clerk.may_not("progress 8.1 --done --on 2024-12-31", &["已锁定"]);
    clerk.may_not("reopen 7 --reason 漏了两笔 --on 2024-12-31", &["已锁定"]);
    let ratified = clerk.record("1", "closure_ratified");
    clerk.may_not(&format!("undo --record {ratified}"), &["已锁定"]);
    clerk.on("2025-01-20").does("progress 8.1 --done --situation 三十一份合同全部清理");

    // Seven of eight, each of them agreed to by a meeting; 2 late, 4 late for its first day only; 8 has until 31 March.
    clerk.on("2025-01-31").counts(
        "issues",
        &[("total", 8), ("completed", 7), ("in_progress", 1), ("closed", 7), ("closed_unratified", 0)],
    );
    clerk.counts("issues", &[("closed_without_evidence", 0), ("due", 7), ("due_completed", 7), ("on_time", 6)]);
    clerk.counts("issues", &[("on_time_first", 5), ("completed_late", 1), ("overdue", 0), ("extended", 2)]);
    clerk.counts("measures", &[("total", 16), ("completed", 15)]);
    clerk.counts("opinions", &[("total", 2), ("completed", 2)]);
    clerk.rates("issues", &[("completion_rate", 87.5), ("closure_rate", 87.5), ("on_time_rate", 85.71)]);
    clerk.rates("issues", &[("on_time_first_rate", 71.43)]);
    clerk.rates("measures", &[("completion_rate", 93.75)]);
    clerk.department("办公室", 2, 2, 2);
    clerk.department("检验所", 1, 0, 0);
    clerk.reads("show 2", &["第1轮 已销号", "第2轮 撤销销号：第15次党组会未同意补办审议", "2024-11-14 第2轮 已销号"]);
    clerk.reads("meeting list", &["补办审议4项：同意2、退回"]);

    // What was taken over was ratified, and nobody signed it; Y1 was completed and never tabled; 4 had its new day with the denial.
    let planted = [
        ("销号缺审签", "1"),
        ("销号缺审签", "5"),
        ("销号缺审签", "6"),
        ("完成久未销号", "Y1"),
        ("退回后重定期限", "4"),
    ];
    assert_eq!(clerk.finds(), planted.map(|(rule, code)| (rule.to_owned(), code.to_owned())));
    clerk.looks_back();
    clerk.does("verify").ok();
    clerk.comes_back(&["2024巡察"], &[]);
}
