//! Succession: everything open passes by one decision, what was struck off and the past keep the earlier name, and no way
//! round is left.

use crate::all::office::{Office, Outcome};
use serde_json::Value;

/// Two rounds. In the first, issue 1 (with a measure that goes on for ever below it) is struck off, 2 and 3 are open; in the
/// second, one issue is open.
fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01");
    office.write("登记簿.txt", "印章使用登记簿");
    for line in [
        "init --office 某区人民法院",
        "round open 2025巡察 --feedback 2025-06-13 --on 2025-06-20",
        "party add 院领导甲 院领导乙 --kind 院领导 --on 2025-06-20",
        "party add 政治处 办公室 执行局 --kind 部门 --on 2025-06-20",
        "add 政治建设方面 --kind 方面 --dept 政治处 --on 2025-06-20",
        "add 理论学习不深入 --under C1 --leader 院领导甲 --due 2025年8月底前 --on 2025-06-20",
        "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "add 每季度组织学习 --kind 措施 --under 1 --due 长期坚持 --on 2025-06-20",
        "add 印章登记不全 --under C1 --dept 办公室,政治处 --leader 院领导乙 --on 2025-06-20",
        "add 用印审批不严 --under C1 --co-leader 院领导甲 --on 2025-06-20",
        "add 健全用印制度 --kind 措施 --under 3 --on 2025-06-20",
        "progress 1.1 --done --on 2025-07-10",
        "progress 1.2 --state 阶段性完成 --review 2025-12-01 --on 2025-07-10",
        "attach 1 登记簿.txt --on 2025-07-10",
        "meeting add 2025-07-20 --kind 党组会 --title 第12次党组会 --on 2025-07-20",
        "close 1 --meeting 2 --on 2025-07-21",
        "round open 2024审计 --feedback 2025-06-01 --on 2025-06-20",
        "--round 2024审计 add 台账缺页 --dept 政治处 --on 2025-06-20",
    ] {
        let outcome = office.run(line.split_whitespace());
        assert_eq!(outcome.code, 0, "{outcome}");
    }
    office
}

fn anchor(office: &Office) -> String {
    office.run(["verify", "--format", "json"]).ok().json()["anchor"].as_str().unwrap().to_owned()
}

fn does(office: &Office, line: &str) -> Outcome {
    office.run(line.split_whitespace()).ok()
}

/// Refused with these words, and nothing recorded.
fn refused(office: &Office, line: &str, words: &str) -> Outcome {
    let before = anchor(office);
    let outcome = office.run(line.split_whitespace()).refused().says(words);
    assert_eq!(anchor(office), before, "{outcome}");
    outcome
}

/// Who stands in a role of an item, as of a day if given.
fn holders(office: &Office, item: &str, role: &str, as_of: Option<&str>) -> Vec<String> {
    let round = item.split_once(':').map_or("2025巡察", |(round, _)| round);
    let mut args = vec!["--round", round, "list", "--format", "json"];
    args.extend(as_of.iter().flat_map(|day| ["--as-of", day]));
    let listed = office.run(args).ok().json();
    let code = item.rsplit(':').next().unwrap();
    let found = listed["items"].as_array().unwrap().iter().find(|i| i["code"] == code);
    let found = found.unwrap_or_else(|| panic!("{item} is not listed: {listed:#}"));
    let names = |value: &Value| match value {
        Value::Null => Vec::new(),
        Value::String(one) => vec![one.clone()],
        many => many.as_array().unwrap().iter().map(|n| n.as_str().unwrap().to_owned()).collect(),
    };
    names(&found[role])
}

#[test]
fn everything_open_passes_in_every_round_and_what_was_struck_off_keeps_its_name() {
    let office = office();
    let receipt =
        does(&office, "party succeed 政治处 政治部 --new --reason 机构改革 --on 2025-08-01 --yes --format json").json();
    // C1, the standing 1.2 below the closed 1, 2, 3, 3.1; and the one of the other round.
    assert_eq!(receipt["moved"], 6, "{receipt:#}");
    assert_eq!(receipt["kept"], 2, "1 and 1.1 are struck off: {receipt:#}");
    for (item, names) in [
        ("1", &["政治处"][..]),
        ("1.1", &["政治处"]),
        ("1.2", &["政治部"]),
        ("2", &["办公室", "政治部"]),
        ("3", &["政治部"]),
        ("3.1", &["政治部"]),
        ("2024审计:1", &["政治部"]),
    ] {
        assert_eq!(holders(&office, item, "departments", None), names, "{item}");
    }
    does(&office, "verify");
}

#[test]
fn the_past_keeps_the_earlier_name() {
    let office = office();
    let before = does(&office, "--round 2025巡察 list --as-of 2025-07-31").out;
    does(&office, "party succeed 政治处 政治部 --new --reason 机构改革 --on 2025-08-01 --yes");
    assert_eq!(does(&office, "--round 2025巡察 list --as-of 2025-07-31").out, before);
    assert_eq!(holders(&office, "3", "departments", Some("2025-07-31")), ["政治处"]);
    assert_eq!(holders(&office, "3", "departments", Some("2025-08-01")), ["政治部"]);
    does(&office, "party list --all").says("2025-08-01  政治部");
    does(&office, "party show 政治处").says("由谁承接").says("机构改革").says("责任部门 2 项");
    does(&office, "名册 详情 政治部").says("承接自").says("责任部门 6 项");
}

#[test]
fn a_leader_passes_in_every_role() {
    let office = office();
    does(&office, "名册 接任 院领导甲 院领导乙 --reason 分工调整 --on 2025-08-01 --yes");
    assert_eq!(holders(&office, "3", "co_leaders", None), ["院领导乙"]);
    assert_eq!(holders(&office, "1.2", "leader", None), ["院领导乙"]);
    assert_eq!(holders(&office, "1", "leader", None), ["院领导甲"]);
    assert_eq!(holders(&office, "2", "leader", None), ["院领导乙"]);
}

#[test]
fn where_the_successor_stood_already_it_stands_once() {
    let office = office();
    does(&office, "party succeed 政治处 办公室 --reason 并入 --yes");
    assert_eq!(holders(&office, "2", "departments", None), ["办公室"]);
}

#[test]
fn what_inherits_goes_on_inheriting_from_where_it_was_set() {
    let office = office();
    does(&office, "party succeed 政治处 政治部 --new --reason 机构改革 --yes");
    does(&office, "--round 2025巡察 assign C1 --dept 执行局");
    assert_eq!(holders(&office, "3.1", "departments", None), ["执行局"]);
    // The standing measure below the closed issue was set by itself and is out of the category's reach.
    assert_eq!(holders(&office, "1.2", "departments", None), ["政治部"]);
}

#[test]
fn a_dry_run_shows_and_records_nothing_and_many_are_asked_about() {
    let office = office();
    let before = anchor(&office);
    does(&office, "party succeed 政治处 政治部 --new --reason 机构改革 --dry-run")
        .says("仅预演")
        .says("2025巡察：责任部门 5 项归 政治部")
        .says("2024审计：责任部门 1 项归 政治部")
        .says("已销号的 2 项保留原名");
    assert_eq!(anchor(&office), before);
    refused(&office, "party succeed 政治处 政治部 --new --reason 机构改革", "将移交责任 6 处，需要确认");
}

#[test]
fn nobody_is_followed_by_itself_by_a_retired_party_or_by_another_kind() {
    let office = office();
    refused(&office, "party succeed 政治处 政治处 --reason 无", "不能由自己承接");
    refused(&office, "party succeed 政治处 院领导甲 --reason 无", "不能承接");
    refused(&office, "party succeed 政治处 政治部 --reason 无", "--new");
    refused(&office, "party succeed 政治处 政治部 --new --reason 。", "理由");
    does(&office, "party succeed 政治处 政治部 --new --reason 机构改革 --yes");
    // Neither back, nor on once more, nor to the one that has gone.
    refused(&office, "party succeed 政治部 政治处 --reason 改回", "“政治处”已停用");
    refused(&office, "party succeed 政治处 办公室 --reason 再改", "由政治部承接");
    refused(&office, "party succeed 办公室 政治处 --reason 改", "“政治处”已停用");
    refused(&office, "party merge 办公室 政治处", "“政治处”已停用");
}

#[test]
fn a_party_that_was_followed_files_and_takes_over_nothing_and_the_successor_is_named() {
    let office = office();
    does(&office, "party succeed 政治处 政治部 --new --reason 机构改革 --yes");
    does(&office, "party succeed 政治部 组织处 --new --reason 再改革 --yes");
    let line = "--round 2025巡察 progress 3.1 --dept 政治处 --situation 已起草";
    refused(&office, line, "由组织处承接").says("改写为 组织处");
    refused(&office, "--round 2025巡察 assign 3 --dept 政治处", "由组织处承接");
    refused(&office, "--round 2025巡察 add 又一问题 --dept 政治处,没有的部门", "没有登记").says("由组织处承接");
    does(&office, "--round 2025巡察 assign 3 --dept 政治处 --party 政治处=组织处");
}

#[test]
fn a_succession_is_not_back_dated_before_an_assignment() {
    let office = office();
    does(&office, "--round 2025巡察 assign 3 --dept 政治处,执行局 --on 2025-08-10");
    refused(&office, "party succeed 政治处 政治部 --new --reason 机构改革 --on 2025-08-01 --yes", "3 的日期倒退了");
    does(&office, "party succeed 政治处 政治部 --new --reason 机构改革 --on 2025-08-10 --yes");
}

#[test]
fn a_succession_does_not_take_effect_in_a_locked_month() {
    let office = office();
    does(&office, "round lock 2025巡察 --through 2025-08-31 --yes");
    for line in [
        "party succeed 政治处 政治部 --new --reason 机构改革 --on 2025-08-01 --yes",
        "party split 政治处 --rest 政治部 --new --reason 机构改革 --on 2025-08-31 --yes",
        "party merge 政治处 办公室 --on 2025-08-31 --yes",
    ] {
        refused(&office, line, "已锁定");
    }
    does(&office, "party succeed 政治处 政治部 --new --reason 机构改革 --on 2025-09-01 --yes");
}

#[test]
fn an_undo_takes_a_succession_back_whole_unless_something_stands_on_it() {
    let office = office();
    let before = does(&office, "--round 2025巡察 list").out;
    does(&office, "party succeed 政治处 办公室 --reason 机构改革 --yes");
    does(&office, "undo");
    assert_eq!(does(&office, "--round 2025巡察 list").out, before);
    does(&office, "party succeed 政治处 办公室 --reason 机构改革 --yes");
    let seq = does(&office, "log --limit 1 --format json").json()["entries"][0]["seq"].to_string();
    // A filing of the successor leads because of the succession.
    does(&office, "--round 2025巡察 progress 3.1 --dept 办公室 --situation 已起草");
    refused(&office, &format!("undo --record {seq}"), "以它为基础");
    does(&office, "undo");
    does(&office, "--round 2025巡察 assign 3 --dept 执行局");
    refused(&office, &format!("undo --record {seq}"), "以它为基础");
    does(&office, "undo");
    does(&office, "--round 2025巡察 add 又一措施 --kind 措施 --under 3");
    refused(&office, &format!("undo --record {seq}"), "以它为基础");
    does(&office, "undo");
    // The name has gone to another meanwhile.
    does(&office, "party add 政治处 --kind 部门");
    refused(&office, &format!("undo --record {seq}"), "已在名册里");
    does(&office, "undo");
    does(&office, &format!("undo --record {seq}"));
    assert_eq!(does(&office, "--round 2025巡察 list").out, before);
    does(&office, "verify");
}

#[test]
fn a_split_says_of_everything_who_takes_it_over() {
    let office = office();
    let split = |rest: &str| format!("--round 2025巡察 party split 政治处 --new --reason 机构改革 --yes {rest}");
    refused(&office, &split("--into 组织处=3"), "还有 4 项没有写明由谁承接")
        .says("2025巡察:C1")
        .says("2025巡察:1.2")
        .says("2024审计:1");
    refused(&office, &split("--into 组织处=3 --into 宣传处=3,C1 --rest 宣传处"), "3 写给了两个单位");
    refused(&office, &split("--into 组织处=1.1 --rest 宣传处"), "1.1 没有要由“政治处”移交的责任");
    refused(&office, &split("--into 组织处=99 --rest 宣传处"), "没有编号 99");
    office.run(split("--into 组织处=其余 --rest 宣传处").split_whitespace()).usage().says("其余的只能归一个");
    let receipt =
        does(&office, &split("--into 组织处=3,2024审计:1 --into 宣传处=3.1 --rest 宣传处 --format json")).json();
    assert_eq!((&receipt["moved"], &receipt["kept"]), (&6.into(), &2.into()), "{receipt:#}");
    for (item, name) in
        [("1.2", "宣传处"), ("3", "组织处"), ("3.1", "宣传处"), ("2024审计:1", "组织处"), ("1", "政治处")]
    {
        assert_eq!(holders(&office, item, "departments", None), [name], "{item}");
    }
    assert_eq!(holders(&office, "2", "departments", None), ["办公室", "宣传处"]);
    refused(&office, "--round 2025巡察 assign 3 --dept 政治处", "改写为 组织处 或 宣传处");
    does(&office, "verify");
}

#[test]
fn several_become_one_and_their_names_lead_to_it() {
    let office = office();
    does(&office, "party merge 政治处 办公室 综合部 --new --yes").says("政治处、办公室 并入 综合部");
    assert_eq!(holders(&office, "2", "departments", None), ["综合部"]);
    assert_eq!(holders(&office, "1", "departments", None), ["政治处"]);
    does(&office, "--round 2025巡察 assign 3 --dept 办公室");
    assert_eq!(holders(&office, "3", "departments", None), ["综合部"]);
    refused(&office, "party merge 综合部 综合部", "不能由自己承接");
}

#[test]
fn what_is_opened_again_tells_that_its_department_has_gone() {
    let office = office();
    does(&office, "party succeed 政治处 政治部 --new --reason 机构改革 --yes");
    let outcome = does(&office, "--round 2025巡察 reopen 1 --reason 反弹");
    outcome.says("1 还记在已停用的 政治处 名下，现由政治部承接");
    // It can be assigned, and passes on from then on.
    does(&office, "--round 2025巡察 assign 1 --dept 政治部");
    assert_eq!(holders(&office, "1.1", "departments", None), ["政治部"]);
}

#[test]
fn who_leads_does_not_help_as_well() {
    let office = office();
    does(&office, "--round 2025巡察 assign 2 --co-dept 执行局 --on 2025-08-01");
    for line in [
        "--round 2025巡察 assign 2 --co-dept 办公室,执行局 --on 2025-08-02",
        "--round 2025巡察 assign 2 --dept 执行局 --on 2025-08-02",
        "--round 2025巡察 assign 2 --co-leader 院领导乙 --on 2025-08-02",
        "--round 2025巡察 add 另一项 --under C1 --co-dept 政治处 --on 2025-08-02",
    ] {
        refused(&office, line, "有两个角色");
    }
    // Both written together, they may change places.
    does(&office, "--round 2025巡察 assign 2 --dept 执行局 --co-dept 办公室 --on 2025-08-02");
}

#[test]
fn the_successor_that_leads_already_helps_no_longer() {
    let office = office();
    does(&office, "--round 2025巡察 assign 2 --co-dept 执行局 --on 2025-08-01");
    let said = office.run("party succeed 办公室 执行局 --reason 机构改革 --on 2025-08-20 --yes".split_whitespace());
    assert_eq!(said.code, 0, "{said}");
    said.says("配合部门里去掉了“执行局”");
    assert_eq!(holders(&office, "2", "departments", None), ["执行局", "政治处"]);
    assert_eq!(holders(&office, "2", "co_departments", None), [""; 0]);
    assert_eq!(holders(&office, "2", "co_departments", Some("2025-08-19")), ["执行局"]);
    office.run(["verify"]).ok();
}

#[test]
fn a_paper_that_names_a_department_in_both_roles_has_it_lead() {
    let office = Office::new();
    does(&office, "party add 办公室 执行局 --kind 部门");
    office.write(
        "方案.txt",
        "某区人民法院党组整改方案\n2025年6月13日反馈。\n一、内部管理方面\n1.印章登记不全。\n责任部门：办公室\n配合部门：办公室、执行局\n整改措施：（1）补齐登记簿。（2）每月核对。\n",
    );
    let read = office.run("intake 方案.txt --open-round 2025巡察 --yes".split(' '));
    assert_eq!(read.code, 0, "{read}");
    read.says("配合部门里去掉了“办公室”");
    for code in ["1", "1.1"] {
        assert_eq!(holders(&office, code, "departments", None), ["办公室"], "{code}");
        assert_eq!(holders(&office, code, "co_departments", None), ["执行局"], "{code}");
    }
    office.run(["verify"]).ok();
}
