//! An office with three lists, 问题清单, 任务清单 and 责任清单, each a paper of its own, that strikes off tasks and problems
//! both; whose enforcement team gets a successor in mid-round; and that looks back at what it struck off and finds one problem back.

use super::telling::{Story, found};
use serde_json::json;

#[test]
fn three_lists_and_a_problem_that_comes_back() {
    let mut s = Story::begins(&[
        ("问题清单.txt", include_str!("../../data/stories/lists-problems.txt")),
        ("任务清单.txt", include_str!("../../data/stories/lists-tasks.txt")),
        ("责任清单.txt", include_str!("../../data/stories/lists-duties.txt")),
        ("现场照片.txt", "一张三月拍的路口照片"),
    ]);

    // April: the problems come with the feedback; the tasks bring measures and days, the duties bring people.
    s.on(
        "2025-04-20",
        &[
            "init --office 某区城市管理局",
            "party add 局长 分管环卫的局领导 分管执法的局领导 分管市政的局领导 --kind 院领导",
            "party add 环卫科 执法大队 市容科 市政科 办公室 --kind 部门",
            "round open 2025巡察 --feedback 2025-04-08 --close-level 两级 --policy 责任部门申请、党组会审定 --on 2025-04-08",
            "intake 问题清单.txt --yes",
            "intake 任务清单.txt --yes",
            "intake 责任清单.txt --yes",
            "meeting add 2025-04-18 --kind 党组会 --title 第5次党组会",
            "round adopt --meeting 2",
        ],
    );
    // The second and third list make no second problem of the same words.
    s.states("2025-04-20", &json!({"total": 8, "not_started": 8, "no_deadline": 0}));
    assert_eq!(s.json("summary")["measures"]["total"], 12);
    let two = s.json("list 2")["items"][0].clone();
    assert_eq!(
        json!([two["leader"], two["departments"], two["co_departments"], two["deadline"]["due"]]),
        json!(["分管执法的局领导", ["执法大队"], ["市容科"], "2025-06-30"])
    );

    // May.
    s.on("2025-05-06", &["progress 3.1,5.1 --done"]);
    s.on(
        "2025-05-28",
        &[
            "progress 8.1,8.2 --done --on 2025-05-20",
            "progress 1.1,6.1 --done --on 2025-05-25",
            "progress 1.2,2.1,2.2,4.1,6.2,7.1 --state 整改中",
        ],
    );
    s.month_ends("2025-05-31");
    s.states(
        "2025-05-31",
        &json!({
            "completed": 3, "in_progress": 5, "not_started": 0, "closed": 0, "overdue": 0, "due": 4, "due_completed": 3,
            "on_time": 3, "completion_rate": 37.5, "closure_rate": 0.0, "due_completion_rate": 75.0,
        }),
    );
    assert_eq!(s.members("已完成", "2025-05-31"), ["3", "5", "8"]);

    // June: tasks and the problems above them are tabled together, and counted each for itself.
    s.on(
        "2025-06-10",
        &[
            "progress 6.2 --done --on 2025-06-05",
            "attach 3 3.1 --register 某城市政〔2025〕2号 --title 派单记录 --kept-at 市政科",
            "attach 5 5.1 --register 某城办〔2025〕3号 --title 签字退回件 --kept-at 办公室",
            "attach 8 8.1 8.2 --register 某城办〔2025〕4号 --title 盘点表和单据 --kept-at 办公室",
            "submit 3 3.1 5 5.1 8 8.1 8.2 --on 2025-06-06",
            "meeting add 2025-06-10 --kind 党组会 --title 第7次党组会",
        ],
    );
    s.refused("close 3 3.1 7.1 --meeting 3", "7.1 还不能销号");
    s.refused("close 3.1 --meeting 2", "早于");
    s.on("2025-06-10", &["close 3 3.1 5 5.1 8 8.1 8.2 --meeting 3"]);
    s.run("meeting show 3").ok().says("上会 7 项 = 同意 7 + 退回 0 + 暂缓 0");
    s.on(
        "2025-06-28",
        &[
            "extend 2 --to 2025年8月底前 --reason 疏导点选址未定 --on 2025-06-18",
            "progress 2.1 --done --on 2025-06-20",
            "progress 1.2 --done --on 2025-06-25",
            "meeting add 2025-06-27 --kind 专题会 --title 整改专题会",
            "extend 2 --approve --meeting 4",
            "progress 7.1 --done",
        ],
    );
    s.month_ends("2025-06-30");
    s.states(
        "2025-06-30",
        &json!({
            "completed": 6, "in_progress": 2, "closed": 3, "overdue": 0, "completed_late": 1, "due": 6, "due_completed": 6,
            "on_time": 5, "extended": 1, "completion_rate": 75.0, "closure_rate": 37.5, "on_time_rate": 83.33,
        }),
    );

    // July: the team passes its open work on; what it had struck off keeps its name.
    s.on(
        "2025-07-15",
        &[
            "attach 1 1.1 1.2 --register 某城环〔2025〕5号 --title 班次表 --kept-at 环卫科 --on 2025-07-04",
            "attach 6 6.1 6.2 --register 某城执〔2025〕6号 --title 抽看记录 --kept-at 执法大队 --on 2025-07-04",
            "attach 7 7.1 --register 某城环〔2025〕7号 --title 扣款凭证 --kept-at 环卫科 --on 2025-07-04",
            "submit 1 1.1 1.2 6 6.1 6.2 7 7.1 --on 2025-07-07",
            "meeting add 2025-07-10 --kind 党组会 --title 第9次党组会",
            "close 1 1.1 1.2 6 6.1 6.2 --meeting 5 --on 2025-07-10",
            "return 7 --meeting 5 --defer --words 等财务核对 --on 2025-07-10",
            "party succeed 执法大队 综合执法大队 --new --reason 机构改革 --on 2025-07-15 --yes",
            "progress 4.1 --done",
        ],
    );
    s.refused("assign 2 --dept 执法大队", "执法大队");
    let of = |code: &str| s.json(&format!("list {code}"))["items"][0]["departments"].clone();
    assert_eq!([of("6"), of("2"), of("4")], [json!(["执法大队"]), json!(["综合执法大队"]), json!(["综合执法大队"])]);
    s.month_ends("2025-07-31");
    s.states(
        "2025-07-31",
        &json!({
            "completed": 7, "in_progress": 1, "closed": 5, "requested": 1, "due": 7, "due_completed": 7, "on_time": 6,
            "completion_rate": 87.5, "closure_rate": 62.5, "on_time_rate": 85.71,
        }),
    );

    // August: the discipline inspectors give a seed and ask for all five; one of them has come back.
    s.refused("recheck 4 --result 巩固 --checker 纪检监察组 --words 平台在用", "4 还没有销号");
    s.on("2025-08-18", &["sample 5 --seed 纪检组八月"]);
    s.refused("recheck 8 --result 反弹 --checker 纪检监察组 --words 两批无单据 --on 2025-06-09", "不能早于销号");
    s.refused("recheck 8.2 --result 反弹 --checker 纪检监察组 --words 两批无单据", "上级 8 已销号");
    s.on(
        "2025-08-20",
        &[
            "recheck 1 3 5 6 --sample 1 --result 巩固 --checker 纪检监察组 --words 现场查看与记录相符",
            "recheck 8 --sample 1 --result 反弹 --checker 纪检监察组 --words 七月两批物资没有单据 --open 8.2",
        ],
    );
    s.on("2025-08-25", &["progress 2.2 --done"]);
    // The sample is not taken back from under what was seen, nor the look-back from under the work done since.
    s.refused(&format!("undo --record {}", s.record("sample_drawn")), "还不能撤销");
    s.refused(&format!("undo --record {}", s.record("party_succeeded")), "还不能撤销");
    s.refused("close 8 8.2 --meeting 5", "8 还不能销号");
    s.month_ends("2025-08-31");
    s.states(
        "2025-08-31",
        &json!({
            "completed": 7, "in_progress": 1, "closed": 4, "overdue": 1, "looked_at": 5, "rebounded": 1, "completed_late": 1,
            "due": 8, "due_completed": 7, "on_time": 6, "on_time_first": 5, "completion_rate": 87.5, "closure_rate": 50.0,
            "due_completion_rate": 87.5, "on_time_rate": 75.0, "on_time_first_rate": 62.5,
        }),
    );
    assert_eq!(s.members("逾期未完成", "2025-08-31"), ["8"]);
    assert_eq!(s.members("已销号", "2025-08-31"), ["1", "3", "5", "6"]);

    // September: 8 is done a second time and the rest is struck off.
    s.on(
        "2025-09-25",
        &[
            "progress 8.2 --done --situation 补齐两批单据并双人签收 --on 2025-09-15",
            "attach 8 8.2 --register 某城办〔2025〕12号 --title 补齐的单据 --kept-at 办公室 --on 2025-09-15",
            "attach 2 2.1 2.2 --register 某城执〔2025〕8号 --title 值守记录 --kept-at 综合执法大队 --on 2025-09-15",
            "attach 4 4.1 --register 某城执〔2025〕9号 --title 平台截图 --kept-at 综合执法大队 --on 2025-09-15",
            "attach 2 4 现场照片.txt --dated 2025-03-20 --on 2025-09-15",
            "submit 2 2.1 2.2 4 4.1 8 8.2 --on 2025-09-16",
            "meeting add 2025-09-24 --kind 党组会 --title 第12次党组会",
            "close 2 2.1 2.2 4 4.1 7 7.1 8 8.2 --meeting 6",
        ],
    );
    s.month_ends("2025-09-30");
    s.states(
        "2025-09-30",
        &json!({
            "completed": 8, "closed": 8, "overdue": 0, "completed_late": 2, "due": 8, "on_time": 6, "rebounded": 1,
            "completion_rate": 100.0, "closure_rate": 100.0, "on_time_rate": 75.0,
        }),
    );
    for (figure, members) in [("已完成", 8), ("已销号", 8), ("到期应完成", 8), ("按期完成", 6), ("逾期完成", 2)]
    {
        assert_eq!(s.members(figure, "2025-09-30").len(), members, "{figure}");
    }
    assert_eq!(s.of_department("综合执法大队", "total", "2025-09-30"), 2);
    assert_eq!(s.of_department("执法大队", "total", "2025-09-30"), 1);
    assert_eq!(s.of_department("办公室", "completed_late", "2025-09-30"), 1);

    // October: one picture, older than the feedback, stands for two problems: the 自查 says both. All is struck off, the round is finished, and every month reads as it did.
    s.on("2025-10-10", &["round finish 2025巡察 --reason 全部销号", "sample show 1 --redraw", "verify"]);
    s.every_month_reads_as_it_did();
    assert_eq!(s.findings(), found(&[("evidence_before_feedback", 2), ("file_shared", 2)]));
    s.comes_back(&["2025巡察"], &[]);
}
