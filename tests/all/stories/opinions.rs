//! The office whose inspection left opinions: each answers issues and has measures of its own, issues are thought further
//! (举一反三) and carried into reform, one had been fed back years before. The plan is adopted and adjusted, outcomes are
//! counted once however many items they belong to, a report is published and locked, and what comes to light later is listed.

mod teller;

use crate::all::exports::whole::comes_back;
use serde_json::{Value, json};
use teller::{Story, departments, each, figures, pairs, state};

const FEEDBACK: &str = include_str!("../../data/stories/opinions-feedback.txt");
const PLAN: &str = include_str!("../../data/stories/opinions-plan.txt");

#[test]
fn an_office_with_opinions_extended_issues_and_reform_goes_through_its_round() {
    let mut story = Story::begins();
    feedback_and_plan(&mut story);
    june(&mut story);
    july(&mut story);
    august(&mut story);
    september(&mut story);
    october(&mut story);
    the_end(&mut story);
}

/// An earlier round is over; the feedback meeting, its paper, the plan and what was thought further.
fn feedback_and_plan(story: &mut Story) {
    story.office.write("反馈意见.txt", FEEDBACK);
    story.office.write("整改方案.txt", PLAN);
    story
        .on("2022-04-11")
        .does("init --office 某区人民法院整改办 --by 整改办内勤")
        .does("round open 2022巡察 --feedback 2022-04-11 --body 区委第一巡察组")
        .does("add 公务接待手续不规范");
    story
        .on("2022-07-05")
        .does("progress 1 --done --situation 已补手续")
        .does("meeting add 2022-07-05 --kind 党组会")
        .does("close 1 --meeting 2 --without-evidence 材料在上轮档案")
        .does("round finish 2022巡察 --reason 全部销号");

    story
        .on("2025-05-12")
        .does("round open 2025巡察 --feedback 2025-05-12 --body 区委第三巡察组 --milestone 集中整改=2025-08-12")
        .says("intake 反馈意见.txt --dry-run", "方面 3 个、问题 7 个、整改意见 3 条")
        // The same matter was fed back and struck off three years before: said at once, decided by the clerk.
        .says("intake 反馈意见.txt --yes", "5 与往轮已销号的 2022巡察:1");
    story
        .on("2025-05-20")
        .does("party add 分管立案的院领导 分管审判的院领导 分管执行的院领导 分管行政的院领导 分管队伍的院领导 --kind 院领导")
        .does("party add 立案庭 研究室 审管办 执行局 办公室 政治部 财务科 --kind 部门")
        .says("intake 整改方案.txt --yes", "新增 12 项、台账已有 7 项、没有变化 3 项")
        // 举一反三 has a series of its own, also where it was thought on from another 举一反三; so has reform.
        .says("add 终本案件的财产线索处理也迟缓 --from-issue 3 --dept 执行局 --leader 分管执行的院领导 --due 2025-07-31", "J1")
        .says("add 低值易耗品领用没有登记 --from-issue 7 --dept 财务科 --leader 分管行政的院领导 --due 2025-08-31", "J2")
        .says("add 涉案财物保管室台账不清 --from-issue J2 --dept 办公室 --leader 分管行政的院领导 --due 2025-09-30", "J3")
        .says("add 推行鉴定全程网上办理 --origin 改革 --dept 审管办 --leader 分管审判的院领导 --due 2025-12-31", "G1")
        .says("add 建立镇街无讼指数 --origin 改革 --dept 立案庭 --leader 分管立案的院领导 --due 长期坚持", "G2")
        .does("link Y1 --answers 1")
        .does("link Y2 --answers 3,4")
        .does("link Y3 --answers 5,7")
        .does("link 5 --same-as 2022巡察:1")
        .does("link G1 --stems-from 4")
        .does("link 5.2 --also-answers J2")
        .does("assign Y1 --dept 立案庭 --leader 分管立案的院领导 --due 2025-08-31")
        .does("assign Y2 --dept 审管办 --leader 分管审判的院领导 --due 2025-10-31")
        .does("assign Y3 --dept 财务科 --leader 分管行政的院领导 --due 2025-09-30")
        .tries("link Y1 --answers 2022巡察:1", "不在同一个轮次")
        .tries("link J2 --stems-from J3", "绕成了圈")
        .tries("link 4 --stems-from 3", "来源是反馈问题");
    story
        .on("2025-05-30")
        .does("round consult --asked 区委巡察办 --words 措施要能检查 --taken-up 已采纳，补充了检查办法")
        .does("meeting add 2025-05-30 --kind 党组会 --title 第8次党组会")
        .says("round adopt --meeting 4", "没有措施的问题 4 项：J1、J3、G1、G2");
}

/// The plan holds: no measure is added, reworded, moved or put off without a decision, whichever way it is tried.
fn june(story: &mut Story) {
    story
        .on("2025-06-03")
        .tries("add 值守情况上墙公示 --kind 措施 --under 1", "1 增加措施属于方案调整")
        .tries(
            "add 值守情况上墙公示 --kind 措施 --under 1 --approval 院长批示 --on 2025-05-29",
            "方案调整不能早于方案审定",
        )
        .tries("edit 2.2 --set 表述=发出满六十日电话回访 --reason 人手不够", "2.2 修改表述属于方案调整")
        .tries("edit --kind 措施 --category C1 --set 表述=做实 --reason 统一 --yes", "属于方案调整")
        .tries("assign G1 --due 2026-06-30", "G1 的时限只能用延期推后");
    story
        .on("2025-06-10")
        .does("progress 3.1 --done --situation 查控结果改由两名专人三日内处理，积压的四十六条已全部清完")
        .does("attach 3.1 --register 某法执〔2025〕3号 --title 查控处理登记 --kept-at 执行局 --dated 2025-06-09");
    story
        .on("2025-06-20")
        .does("progress 5.2 --done --situation 财务系统加了公函必填项，缺函的退回")
        .does("outcome rule 5 --title 《公务接待审批细则》 --institution --number 某法办〔2025〕6号");
    story
        .on("2025-06-27")
        .does("progress 5.1 --state 整改中 --situation 已补查一年单据，发现九张缺公函")
        .does("outcome accountability 5 --form 提醒谈话 --people 2")
        .does("outcome money 5 --direction 清退 --amount 0.84万元");
    story.on("2025-06-30").does("progress J1 --done --situation 已梳理 --dept 执行局 --filled-by 执行局内勤 --pending");

    // What is pending moves nothing: J1 is not begun. Totals are stated by origin, opinions and measures apart.
    let end = story.month_ends("2025-06-30");
    assert_eq!(state(&end["issues"]), [12, 1, 0, 0]);
    assert_eq!(state(&end["by_origin"]["feedback"]), [7, 1, 0, 0]);
    assert_eq!(state(&end["by_origin"]["extension"]), [3, 0, 0, 0]);
    assert_eq!(state(&end["by_origin"]["reform"]), [2, 0, 0, 0]);
    assert_eq!(state(&end["opinions"]), [3, 0, 0, 0]);
    assert_eq!(state(&end["measures"]), [12, 2, 0, 0]);
    assert_eq!(end["issues"]["completion_rate"], json!(8.33));
    assert_eq!(end["by_origin"]["feedback"]["completion_rate"], json!(14.29));
    assert_eq!(end["repeated"], json!(1));
    // Accountability with its zeros: each form is named, also where nobody was held to account.
    let people = json!({
        "criticism": 0, "reminder": 2, "written_self_criticism": 0, "admonition": 0, "organisational": 0,
        "party_discipline": 0, "administrative_sanction": 0, "transferred": 0
    });
    assert_eq!(end["outcomes"]["people"], people);
    story.says("summary", "诫勉0人").says("summary", "政务处分0人").says("summary", "清退0.84万元");
}

/// The meeting agrees to four changes of the plan; an application to extend waits, and the item becomes late meanwhile.
fn july(story: &mut Story) {
    story.on("2025-07-03").does("accept J1 --return --words 没有写明一百零三条怎么处理的");
    story
        .on("2025-07-15")
        .does("meeting add 2025-07-15 --kind 党组会 --title 第10次党组会")
        .does("add 值守情况上墙公示 --kind 措施 --under 1 --meeting 5")
        .does("edit 2.2 --set 表述=发出满三十日由承办庭上门回访 --reason 与业务庭分工 --meeting 5")
        .does("edit 4.2 --under Y2 --reason 属于制度建设 --meeting 5")
        .does("add 执行节点到期自动提醒 --kind 措施 --under Y2 --meeting 5");
    // The adoption is not undone from under what was changed since.
    story.tries(&format!("undo --record {}", story.record("整改方案审定")), "还不能撤销");
    let round = story.json("round show");
    assert_eq!(
        pairs(&round["adjustments"], "code", "change"),
        [("1.3", "added"), ("2.2", "reworded"), ("4.2", "moved"), ("Y2.1", "added")]
    );
    story
        .on("2025-07-21")
        .does("progress 5.1 --done --situation 共补公函十五份，超标准的已清退")
        .does("attach 5 --register 某法办〔2025〕9号 --title 接待单据核查表 --kept-at 办公室 --dated 2025-07-20");
    story
        .on("2025-07-28")
        .does("progress 1.1 --done --situation 两个工作室各值守九次，登记来访四十七人")
        .does("extend J1 --to 2025-09-15 --reason 线索涉及外省法院委托");
    story
        .on("2025-07-31")
        .does("progress 2.1 --done --situation 今年二十三份司法建议全部编号入册")
        .does("progress 2.2 --state 整改中 --situation 应回访八家，回访了五家");

    let end = story.month_ends("2025-07-31");
    assert_eq!(state(&end["issues"]), [12, 2, 0, 0]);
    assert_eq!(state(&end["measures"]), [14, 5, 0, 0]);
    assert_eq!(figures(&end["issues"], ["due", "due_completed", "on_time", "completed_late"]), [4, 2, 1, 1]);
    assert_eq!(end["issues"]["on_time_rate"], json!(25.0));
    story.explains("逾期完成", &["5"]);

    story.on("2025-08-01").explains("逾期未完成", &["2", "J1"]);
}

/// The meetings decide; opinions are struck off like issues, and a rule that belongs to two of them is one rule.
fn august(story: &mut Story) {
    story
        .on("2025-08-04")
        .does("meeting add 2025-08-04 --kind 党组会 --title 第11次党组会")
        .tries("close 3,5 --meeting 2025-07-15", "会议 2025年7月15日 早于完成日 2025年7月21日")
        .does("submit 3 5")
        .does("close 3 5 --meeting 6")
        .does("extend J1 --approve --meeting 6")
        // The measure J2 shares with 5 is completed; J2 itself is not.
        .tries("close J2 --meeting 6 --without-evidence 与5同改", "整改没有完成（现为未启动）");
    story
        .on("2025-08-08")
        .does("progress 1.2 1.3 --done --situation 六七月通报两期，值守表贴在门口")
        .does("attach 1 --register 某法立〔2025〕2号 --title 值守登记与通报 --kept-at 立案庭 --dated 2025-08-08");
    story.on("2025-08-12").does("progress 4.1 --done --situation 逐件催办三十一件，平均用时降到六十四天");
    story.on("2025-08-14").does("progress 2.2 --done --situation 八家回访完毕，收到书面回复七份");
    story
        .on("2025-08-20")
        .does("progress J2 --done --situation 领用一律扫码登记，旧领用补登三百条")
        .does("attach J2 --register 某法财〔2025〕5号 --title 领用登记 --kept-at 财务科 --dated 2025-08-20")
        .does("progress Y1 --done --situation 与三个镇街签订联动办法，工作室每周有法官值守")
        .does("outcome rule Y1 --title 《诉前调解与镇街联动办法》 --institution --number 某法〔2025〕18号")
        .does("outcome link 4 1")
        .does("submit 1 2 4 J2 Y1");
    story.on("2025-08-28").does("progress 7.1 --state 整改中 --situation 已贴卡一千二百件，四台电脑未找到");
    story
        .on("2025-08-29")
        .does("meeting add 2025-08-29 --kind 党组会 --title 第12次党组会")
        // One without evidence among them, and none is struck off.
        .tries("close --closure 待审定 --meeting 7 --yes", "Y1 还不能销号")
        .does("return 2 --meeting 7 --words 七份回复里三份没有整改内容 --open 2.2 --until 2025-10-15")
        .does("return 4 --meeting 7 --defer --words 等三季度数据")
        .does("attach Y1 --register 某法〔2025〕18号 --title 联动办法 --kept-at 研究室 --dated 2025-08-18")
        .does("close 1 J2 Y1 --meeting 7")
        .does("attach 2 --register 某法研〔2025〕2号 --title 回访记录 --kept-at 研究室 --dated 2025-08-14")
        .does("attach 4 --register 某法审〔2025〕8号 --title 催办登记 --kept-at 审管办 --dated 2025-08-12")
        // Links that a closing saw stay, also the one that makes 5 a matter of an earlier round.
        .tries("link 5.2 --also-answers J2 --remove --reason 与J2无关", "已销号")
        .tries("link 5 --same-as 2022巡察:1 --remove --reason 不算同一问题", "5 已销号");
    let meeting = story.json("meeting show 7");
    assert_eq!(meeting["closure"], json!({ "tabled": 5, "agreed": 3, "returned": 1, "deferred": 1 }));

    let end = story.month_ends("2025-08-31");
    assert_eq!(state(&end["issues"]), [12, 5, 4, 0]);
    assert_eq!(state(&end["by_origin"]["feedback"]), [7, 4, 3, 0]);
    assert_eq!(state(&end["by_origin"]["extension"]), [3, 1, 1, 0]);
    assert_eq!(state(&end["opinions"]), [3, 1, 1, 0]);
    assert_eq!(state(&end["measures"]), [14, 8, 0, 1]);
    assert_eq!(figures(&end["issues"], ["requested", "returned", "extended"]), [1, 1, 2]);
    assert_eq!(end["issues"]["completion_rate"], json!(41.67));
    assert_eq!(end["issues"]["closure_rate"], json!(33.33));
    assert_eq!(end["by_origin"]["feedback"]["completion_rate"], json!(57.14));
    assert_eq!(end["measures"]["closure_rate"], Value::Null);
    assert_eq!(figures(&end["outcomes"], ["rules", "institutions", "made", "revised"]), [2, 2, 2, 0]);
    assert_eq!(figures(&end["meetings"], ["feedback", "party_group", "special"]), [1, 4, 0]);
    assert_eq!(departments(&end)[1..4], [("研究室", [1, 0, 0]), ("审管办", [2, 1, 0]), ("执行局", [2, 1, 1])]);
    story.explains("已销号", &["1", "3", "5", "J2"]);
    story.explains_of("opinions", "已销号", &["Y1"]);
    // The measure that was moved below the opinion is late with the day it brought along.
    story.explains_of("measures", "逾期未完成", &["4.2"]);
}

/// The report is out and its period locked. What is found afterwards counts from when it was known, and is listed.
fn september(story: &mut Story) {
    story
        .on("2025-09-03")
        .does("round lock --through 2025-08-31 --title 集中整改进展报告 --yes")
        .tries("progress 7.1 --done --on 2025-08-31", "已锁定")
        .tries("outcome edit 3 --amount 96万元 --on 2025-08-31", "已锁定")
        .tries("link 2 --same-as 2022巡察:1 --on 2025-08-30", "已锁定")
        .tries("undo", "锁定不能撤销");
    story
        .on("2025-09-05")
        // The money belongs to 7 as well, and is still one sum; the sum is put right from this day on.
        .does("outcome link 3 7")
        .does("outcome edit 3 --amount 0.96万元")
        .says(
            "attach 7.1 --register 某法财〔2025〕9号 --title 清查盘点表 --kept-at 财务科 --dated 2025-05-06",
            "早于反馈日",
        )
        .does("progress 7.1 --done --completed-on 2025-08-31 --situation 四台电脑核销两台，另两台由借用人退回");
    story
        .on("2025-09-10")
        .does("progress J1 --done --situation 线索逐条登记结果，外省法院的十一条已全部回函")
        .does("attach J1 --register 某法执〔2025〕11号 --title 线索处理表 --kept-at 执行局 --dated 2025-09-10");
    story
        .on("2025-09-12")
        .does("meeting add 2025-08-26 --kind 专题会 --title 鉴定周期专题会")
        .does("progress 4.2 --done --situation 考评办法施行，两家超期机构暂停委托")
        .tries("progress Y2 --done --situation 已落实", "Y2 的进度不能直接填")
        .tries("close 4 --meeting 8", "所写的会议是专题会");
    story
        .on("2025-09-25")
        .does("progress 6.1 6.2 --done --situation 考核拉开三档，三名不合格的不再续聘")
        .does("attach 6 --register 某法政〔2025〕12号 --title 考核结果 --kept-at 政治部 --dated 2025-09-24")
        .does("outcome accountability 6 --form 批评教育 --people 1");
    story
        .on("2025-09-29")
        .does("progress G2 --state 阶段性完成 --situation 指数已在三个镇街试算 --review 2026-03-31")
        .does("progress J3 --state 整改中 --situation 保管室清点过半")
        .does("recheck 5 --result 巩固 --checker 纪检监察组 --words 新单据三十张公函齐全")
        .says(
            "recheck 3 --result 反弹 --checker 纪检监察组 --words 抽查八件，三件超过十日才处理 --open 3.1",
            "开始第 2 次整改",
        );

    let end = story.month_ends("2025-09-30");
    assert_eq!(state(&end["issues"]), [12, 7, 3, 1]);
    assert_eq!(figures(&end["issues"], ["staged", "looked_at", "rebounded"]), [1, 2, 1]);
    assert_eq!(end["issues"]["completion_rate"], json!(58.33));
    assert_eq!(end["issues"]["closure_rate"], json!(25.0));
    // J1 is in time by the day it was given later, and late by its first.
    assert_eq!(figures(&end["by_origin"]["extension"], ["due", "on_time", "on_time_first"]), [3, 2, 1]);
    assert_eq!(state(&end["by_origin"]["reform"]), [2, 0, 0, 0]);
    assert_eq!(end["outcomes"]["money_cents"]["refunded"], json!(960_000));
    story.explains("已完成", &["1", "4", "5", "6", "7", "J1", "J2"]);
    story.explains("反弹", &["3"]);
}

/// A department is dissolved, the rest is struck off, and it is said what may be made public.
fn october(story: &mut Story) {
    story
        .on("2025-10-09")
        .does("meeting add 2025-10-09 --kind 党组会 --title 第14次党组会")
        .does("submit 6 7 J1")
        .does("close 4 6 7 J1 --meeting 9");
    story
        .on("2025-10-10")
        .says("party succeed 研究室 审管办 --reason 内设机构改革 --yes", "责任部门 审管办")
        .does("progress 2.2 --done --situation 三家补了整改内容，回复全部归档")
        .does("progress Y3 --done --situation 接待细则和资产卡片制度都已施行")
        .does("outcome link 1 Y3")
        .does("attach Y3 --register 某法财〔2025〕10号 --title 制度汇编 --kept-at 财务科 --dated 2025-10-09")
        .does("edit 1-7 --disclosure 可公开")
        .does("edit 5 --disclosure 可公开 --public-words 公务接待审批手续不齐全")
        .does("outcome edit 2 --disclosure 不公开");
    story
        .on("2025-10-20")
        .does("meeting add 2025-10-20 --kind 党组会 --title 第15次党组会")
        .does("progress 3.1 --done --situation 到期自动提醒，九月以来五十七件均在三日内处理")
        .tries("close 2 3 Y3 --meeting 10", "没有佐证材料：taizhang attach 3")
        .does("attach 3 --register 某法立〔2025〕12号 --title 到期提醒记录 --kept-at 立案庭")
        .does("close 2 3 Y3 --meeting 10");

    let end = story.month_ends("2025-10-31");
    assert_eq!(state(&end["issues"]), [12, 9, 9, 1]);
    assert_eq!(state(&end["by_origin"]["feedback"]), [7, 7, 7, 0]);
    assert_eq!(state(&end["by_origin"]["extension"]), [3, 2, 2, 1]);
    assert_eq!(state(&end["by_origin"]["reform"]), [2, 0, 0, 0]);
    assert_eq!(state(&end["opinions"]), [3, 2, 2, 0]);
    assert_eq!(state(&end["measures"]), [14, 13, 0, 0]);
    assert_eq!(end["issues"]["completion_rate"], json!(75.0));
    assert_eq!(end["by_origin"]["extension"]["closure_rate"], json!(66.67));
    assert_eq!(end["by_origin"]["reform"]["completion_rate"], json!(0.0));
    assert_eq!(figures(&end["issues"], ["due", "on_time", "on_time_first"]), [10, 7, 5]);
    assert_eq!(
        departments(&end),
        [
            ("立案庭", [2, 1, 1]),
            ("审管办", [3, 2, 2]),
            ("执行局", [2, 2, 2]),
            ("办公室", [2, 1, 1]),
            ("政治部", [1, 1, 1]),
            ("财务科", [2, 2, 2]),
        ]
    );
    story.explains("逾期未完成", &["J3"]);
    assert_eq!(each(&story.json("summary --explain 屡改屡犯")["members"], "code"), ["5"]);
}

/// The last pages: outcomes counted once, what is public, what was found late, the 自查, and each month as it was.
fn the_end(story: &mut Story) {
    // Two rules, one sum, three people, each once, though they stand at seven items and in several departments.
    let outcomes = &story.kept.last().unwrap().1["outcomes"];
    assert_eq!(figures(outcomes, ["members", "rules", "institutions"]), [5, 2, 2]);
    assert_eq!(figures(&outcomes["people"], ["criticism", "reminder", "party_discipline"]), [1, 2, 0]);
    assert_eq!(figures(&outcomes["money_cents"], ["recovered", "refunded", "saved"]), [0, 960_000, 0]);
    let refunded = story.json("summary --explain 清退");
    assert_eq!((&refunded["sum"], &refunded["outcomes"][0]["items"]), (&json!(960_000), &json!(["5", "7"])));
    assert_eq!(story.json("summary --explain 制度")["outcomes"].as_array().unwrap().len(), 2);
    // What may not be published is counted all the same.
    assert_eq!(story.json("summary --explain 提醒谈话")["sum"], json!(2));

    let public = story.json("list --disclosed 可公开");
    assert_eq!(each(&public["items"], "code"), ["1", "2", "3", "4", "5", "6", "7"]);
    story.says("show 5", "公务接待审批手续不齐全").says("show 5", "2022巡察:1 公务接待手续不规范");

    let late = story.json("round adjustments");
    let rows = pairs(&late["adjustments"]["rows"], "adjustment", "on");
    assert_eq!(
        rows,
        [
            ("completed", "2025-09-05"),
            ("completed", "2025-09-05"),
            ("meeting", "2025-09-12"),
            ("outcome_amended", "2025-09-05")
        ]
    );

    let check = story.run("check --format json").found().json();
    assert_eq!(
        pairs(&check["rows"], "rule", "code"),
        [("evidence_before_feedback", "7.1"), ("day_on_return", "2"), ("long_silent", "G1")]
    );

    // Each month says to this day what it said when it ended: before the lapse, before the rebound, with the old department.
    for (day, then) in &story.kept {
        assert_eq!(story.json(&format!("summary --by 部门 --as-of {day}")), *then, "{day}");
    }
    story.says("verify", "核验无误");
    // How the plan was reworded is history; who is no longer offered since the first round stands twice for the second.
    let known = ["2025巡察.items[2.2].is.approvals: − reworded", "2025巡察.parties: 12 → 13"];
    comes_back(&story.office, &["2022巡察", "2025巡察"], &known);
}
