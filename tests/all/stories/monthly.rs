//! An office that files every month: 28 issues in five 方面, each month's filings, some of them pending, sent back or from a
//! department that takes part; and at the end of each month a page of figures that must never change again.

use super::telling::{Story, found};
use serde_json::json;

#[test]
fn an_office_files_every_month() {
    let mut s = Story::begins(&[
        ("反馈意见.txt", include_str!("../../data/stories/monthly-feedback.txt")),
        ("整改方案.txt", include_str!("../../data/stories/monthly-plan.txt")),
    ]);

    // May: the feedback meeting. 28 issues, numbered through although the paper begins anew in every 方面.
    s.on(
        "2025-05-20",
        &[
            "init --office 某区人民法院",
            "party add 党组书记 分管党建的院领导 分管审判的院领导 分管执行的院领导 分管行政的院领导 --kind 院领导",
            "party add 政治部 办公室 机关党委 审管办 执行局 立案庭 财务科 --kind 部门",
            "round open 2025巡察 --feedback 2025-05-20 --policy 责任部门申请、整改办初审、党组会审定",
            "intake 反馈意见.txt --yes",
        ],
    );
    s.states("2025-05-20", &json!({"total": 28, "not_started": 28, "no_deadline": 28}));

    // June: the plan with 33 measures, adopted by the party group; eight issues are due within thirty days.
    s.on(
        "2025-06-10",
        &[
            "intake 整改方案.txt --yes --on 2025-06-05",
            "meeting add 2025-06-10 --kind 党组会 --title 第8次党组会",
            "round adopt --meeting 2",
        ],
    );
    assert_eq!(s.json("summary")["measures"]["total"], 33);
    s.refused("add 另加一条 --kind 措施 --under 12", "--approval");
    s.on("2025-06-18", &["progress 1.1,2.1,5.1,9.1,26.1 --done", "progress 1.2 --state 整改中"]);
    s.on("2025-06-25", &["progress 16.1 --done"]);
    s.on("2025-06-27", &["progress 3.1,6.1,10.1,11.1,18.1,19.1,27.1 --state 整改中 --situation 已开始"]);
    s.month_ends("2025-06-30");
    // Done 2, 5, 9, 26 and, six days late, 16; late 1, 17, 24. Who did not file is named.
    s.states(
        "2025-06-30",
        &json!({
            "total": 28, "completed": 5, "in_progress": 8, "not_started": 15, "closed": 0, "overdue": 3,
            "due": 8, "due_completed": 5, "on_time": 4, "completed_late": 1, "completion_rate": 17.86, "closure_rate": 0.0,
            "due_completion_rate": 62.5, "on_time_rate": 50.0,
        }),
    );
    assert_eq!(s.members("逾期未完成", "2025-06-30"), ["1", "17", "24"]);
    assert_eq!(s.json("overdue")["filing"]["counts"], json!({"due": 28, "filed": 13, "unfiled": 15}));

    // July: departments file by themselves; the office accepts or sends back.
    s.on(
        "2025-07-15",
        &[
            "progress 1.2,17.1 --done",
            "progress 24.1 --done --completed-on 2025-07-10 --filled-by 政治部内勤 --pending --on 2025-07-11",
            "accept 24.1 --on 2025-07-14",
            "attach 2 --register 某法办〔2025〕3号 --title 议题送签单 --kept-at 办公室",
            "attach 5 --register 某法办〔2025〕4号 --title 收文登记 --kept-at 办公室",
            "attach 9 --register 某法立〔2025〕1号 --title 告知单样式 --kept-at 立案庭",
            "attach 26 --register 某法办〔2025〕5号 --title 印章登记簿 --kept-at 办公室",
            "attach 16 --register 某法审〔2025〕2号 --title 登记本抽查记录 --kept-at 审管办",
        ],
    );
    s.refused("close 2 --meeting 2", "taizhang submit 2");
    s.on(
        "2025-07-18",
        &[
            "submit 2,5,9,16,26 --on 2025-07-16",
            "sign 2,5,9,16,26 --step 整改办初审 --on 2025-07-17",
            "meeting add 2025-07-18 --kind 党组会 --title 第10次党组会",
            "close 2,5,9 --meeting 3",
            "return 26 --meeting 3 --words 仍有漏登 --until 2025-08-15",
            "return 16 --meeting 3 --defer --words 待纪检组核实",
        ],
    );
    // 上会 5 = 同意 3 + 退回 1 + 暂缓 1.
    s.run("meeting show 3").ok().says("上会 5 项 = 同意 3 + 退回 1 + 暂缓 1");
    s.on(
        "2025-07-30",
        &[
            "extend 11,19 --to 2025年10月底前 --reason 需与银行对账 --on 2025-07-21",
            "meeting add 2025-07-29 --kind 党组会 --title 第11次党组会",
            "extend 11 --approve --meeting 4",
            "extend 19 --refuse --meeting 4 --words 按原时限办结",
            "progress 3.1,3.2,18.1 --done --on 2025-07-25",
            "progress 6.1 --done --completed-on 2025-07-26 --filled-by 党委内勤 --pending --on 2025-07-28",
            "progress 10.1 --done --filled-by 立案庭内勤 --pending --on 2025-07-28",
            "accept 6.1",
            "accept 10.1 --return --words 附回访登记簿",
            "progress 11.1 --done --dept 财务科 --situation 已认领的全部入账",
        ],
    );
    // The department that takes part does not complete it.
    assert_eq!(s.json("list 11.1")["items"][0]["progress"], "in_progress");
    s.month_ends("2025-07-31");
    s.states(
        "2025-07-31",
        &json!({
            "completed": 10, "in_progress": 5, "not_started": 13, "closed": 3, "returned": 1, "requested": 1, "overdue": 0,
            "extended": 2, "completion_rate": 35.71, "closure_rate": 10.71,
        }),
    );
    assert_eq!(s.members("已销号", "2025-07-31"), ["2", "5", "9"]);

    // August: what was returned is done again; the rest of what is due by the end of the month.
    s.on("2025-08-12", &["progress 26.1,10.1 --done --situation 登记簿已补全"]);
    s.on(
        "2025-08-28",
        &[
            "progress 4.1,7.1,7.2,12.1,14.1 --done --on 2025-08-25",
            "progress 15.1,22.1,25.1,19.1,27.1 --state 整改中 --on 2025-08-26",
            "attach 1 --register 某法政〔2025〕6号 --title 学习通报 --kept-at 政治部",
            "attach 17 --register 某法办〔2025〕8号 --title 接待审批单 --kept-at 办公室",
            "attach 24 --register 某法政〔2025〕7号 --title 请假审批截图 --kept-at 政治部",
            "submit 1,17,24,26 --on 2025-08-26",
            "sign 1,17,24,26 --step 整改办初审 --on 2025-08-27",
        ],
    );
    // 3 is completed and has nothing to show for it: all that is missing is named, and none of the others is struck off.
    s.on("2025-08-29", &["meeting add 2025-08-29 --kind 党组会 --title 第13次党组会"]);
    s.refused("close 1,3,16,17,24,26 --meeting 5", "没有佐证材料：taizhang attach 3");
    s.refused("close 1,16,17,24,26 --meeting 5 --on 2025-08-28", "早于");
    s.on("2025-08-29", &["close 1,16,17,24,26 --meeting 5"]);
    s.month_ends("2025-08-31");
    // Late 19 and 27; due by now 21: eight at once, six in July, 26 in its new time, seven by today.
    s.states(
        "2025-08-31",
        &json!({
            "completed": 16, "in_progress": 6, "not_started": 6, "closed": 8, "overdue": 2, "completed_late": 5,
            "due": 21, "due_completed": 16, "on_time": 11, "on_time_first": 10, "completion_rate": 57.14,
            "closure_rate": 28.57, "due_completion_rate": 76.19, "on_time_rate": 52.38,
        }),
    );
    assert_eq!(s.members("逾期未完成", "2025-08-31"), ["19", "27"]);
    assert_eq!(s.members("已完成", "2025-08-31").len(), 16);

    // September: the report on August is out, and what it says stays.
    s.on("2025-09-03", &["round lock --through 2025-08-31 --title 八月整改进展报告 --yes"]);
    s.refused("progress 15.1 --done --on 2025-08-29", "锁定");
    s.refused("progress --kind 措施 --progress 整改中 --done --on 2025-08-31 --yes", "锁定");
    s.refused("extend 19 --to 2025年10月底前 --reason 补办 --approval 主要领导批示 --on 2025-08-31", "锁定");
    s.refused("reopen 5 --reason 登记有漏 --on 2025-08-30", "锁定");
    s.refused("undo", "锁定");
    s.refused(&format!("undo --record {}", s.record("closed")), "锁定");
    // What was done before and only now heard of is entered on the day it was heard of, and listed.
    s.on("2025-09-03", &["progress 15.1 --done --completed-on 2025-08-29 --situation 谈话提纲已用"]);
    s.run("round adjustments").ok().says("15.1");
    s.on(
        "2025-09-12",
        &[
            "party succeed 财务科 行装科 --new --reason 机构改革 --on 2025-09-10 --yes",
            "meeting add 2025-09-12 --kind 党组会 --title 第14次党组会",
            "add 逐笔核对发票 --kind 措施 --under 19 --meeting 6",
        ],
    );
    assert_eq!(s.json("list 19")["items"][0]["departments"], json!(["行装科"]));
    assert_eq!(s.json("list 19 --as-of 2025-08-31")["items"][0]["departments"], json!(["财务科"]));
    s.on(
        "2025-09-20",
        &[
            "progress 19.1,19.2,27.1 --done --on 2025-09-15",
            "progress 22.1,25.1 --done --on 2025-09-18",
            "recheck 5 --result 反弹 --checker 纪检监察组 --words 收文登记又漏三份",
        ],
    );
    s.refused("close 5 --meeting 6", "5 还不能销号");
    s.on(
        "2025-09-29",
        &[
            "progress 8.1,13.1,20.1,23.1,23.2 --done --on 2025-09-26",
            "attach 3 --register 某法党〔2025〕9号 --title 专题会纪要 --kept-at 政治部",
            "attach 6 --register 某法党〔2025〕10号 --title 换届批复 --kept-at 机关党委",
            "attach 10 --register 某法立〔2025〕4号 --title 回访登记簿 --kept-at 立案庭",
            "attach 18 --register 某法办〔2025〕11号 --title 加油卡台账 --kept-at 办公室",
            "submit 3,6,10,18 --on 2025-09-26",
            "sign 3,6,10,18 --step 整改办初审 --on 2025-09-28",
            "meeting add 2025-09-29 --kind 党组会 --title 第15次党组会",
            "close 3,6,10,18 --meeting 7",
            "sample 3 --seed 纪检组九月",
        ],
    );
    s.month_ends("2025-09-30");
    s.states(
        "2025-09-30",
        &json!({
            "completed": 24, "in_progress": 2, "not_started": 2, "closed": 11, "rebounded": 1, "overdue": 1,
            "completed_late": 9, "due": 25, "due_completed": 24, "on_time": 15, "completion_rate": 85.71, "closure_rate": 39.29,
            "due_completion_rate": 96.0, "on_time_rate": 60.0,
        }),
    );
    assert_eq!(s.members("逾期未完成", "2025-09-30"), ["5"]);

    for (figure, members) in [
        ("已完成", 24),
        ("已销号", 11),
        ("整改中", 2),
        ("未启动", 2),
        ("到期应完成", 25),
        ("按期完成", 15),
        ("逾期完成", 9),
        ("曾延期", 2),
    ] {
        assert_eq!(s.members(figure, "2025-09-30").len(), members, "{figure}");
    }
    // 办公室 answers for 2, 4, 5, 17, 18, 26 and 28; 行装科 has what 财务科 had.
    let office = |figure| s.of_department("办公室", figure, "2025-09-30");
    assert_eq!([office("total"), office("completed"), office("closed"), office("overdue")], [7, 5, 4, 1]);
    assert_eq!(s.of_department("行装科", "completed_late", "2025-09-30"), 3);

    // October: the ledger is whole, nothing that was published has moved, and the 自查 finds what was left lying.
    s.on("2025-10-20", &["verify", "sample show 1 --redraw"]);
    s.every_month_reads_as_it_did();
    // 26 had its new day when it was late, 5 came back and is still open, 5, 11 and 21 have not filed for two months.
    assert_eq!(s.findings(), found(&[("day_on_return", 1), ("immediate_open", 1), ("long_silent", 3)]));
    s.comes_back(&["2025巡察"], &[]);
}
