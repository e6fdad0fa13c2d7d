//! Columns for what was done in which states stand, and deadlines that are worded like a type.

use crate::all::office::Office;
use serde_json::json;
use taizhang::domain::item::ItemType;
use taizhang::domain::lifecycle::Progress;
use taizhang::intake::plan::{Plan, TableField};
use taizhang::intake::{Options, read};

fn plan(text: &str) -> Plan {
    let plan = read("台账.csv", text.as_bytes(), &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    super::assert_accounted("states", &plan);
    plan
}

fn progress(plan: &Plan) -> Vec<Option<Progress>> {
    let issues = plan.items.iter().filter(|item| item.number.is_some());
    issues.map(|item| item.reported.as_ref().and_then(|reported| reported.progress)).collect()
}

fn noted<'p>(plan: &'p Plan, words: &str) -> Vec<&'p str> {
    plan.notes.iter().map(|note| note.reason.as_str()).filter(|reason| reason.contains(words)).collect()
}

#[test]
fn a_column_of_nothing_but_states_tells_how_far_the_work_is() {
    for heading in ["整改进展", "整改情况", "工作进展", "落实情况", "整改情况（截至6月底）"] {
        let plan = plan(&format!(
            "序号,反馈问题,责任部门,{heading}\n1,台账登记不全,办公室,已完成\n2,卷宗装订不齐,办公室,正在推进\n\
             3,学习不经常,政治部,未完成\n4,管理不严,政治部,长期坚持\n5,执行不力,执行局,\n6,清理不及时,执行局,/\n"
        ));
        assert_eq!(plan.tables[0].columns[3].field, Some(TableField::Progress), "{heading}");
        use Progress::{Completed, InProgress};
        assert_eq!(
            progress(&plan),
            [Some(Completed), Some(InProgress), Some(InProgress), Some(InProgress), None, None],
            "{heading}"
        );
        assert_eq!(plan.items[3].item_type, Some(ItemType::LongTerm));
        assert!(plan.items.iter().all(|item| item.situation.is_none()));
        assert!(noted(&plan, "既有状态").is_empty());
    }
}

#[test]
fn states_and_texts_in_one_column_are_each_read_for_what_they_are_and_told() {
    let plan = plan(
        "序号,反馈问题,责任部门,整改进展\n1,台账登记不全,办公室,已完成\n2,卷宗装订不齐,办公室,已装订五十册，其余正在推进\n\
         3,学习不经常,政治部,2025年6月30日已完成\n",
    );
    assert_eq!(plan.tables[0].columns[3].field, Some(TableField::Situation));
    assert_eq!(progress(&plan), [Some(Progress::Completed), None, Some(Progress::Completed)]);
    assert_eq!(plan.items[1].situation.as_deref(), Some("已装订五十册，其余正在推进"));
    assert_eq!(plan.items[2].reported.as_ref().unwrap().completed_on, "2025-06-30".parse().ok());
    assert_eq!(noted(&plan, "既有状态").len(), 1);
}

#[test]
fn texts_under_a_heading_for_states_are_no_states() {
    let plan = plan(
        "序号,反馈问题,责任部门,完成情况\n1,台账登记不全,办公室,已完成\n2,卷宗装订不齐,办公室,整改中\n3,学习不经常,政治部,已完成\n\
         4,管理不严,政治部,已完成制度的起草并征求了各部门意见，正在修改\n",
    );
    assert_eq!(plan.tables[0].columns[3].field, Some(TableField::Progress));
    use Progress::{Completed, InProgress};
    assert_eq!(progress(&plan), [Some(Completed), Some(InProgress), Some(Completed), None]);
    assert_eq!(plan.items[3].situation.as_deref(), Some("已完成制度的起草并征求了各部门意见，正在修改"));
    assert_eq!(noted(&plan, "既有状态").len(), 1);
}

#[test]
fn beside_a_column_of_states_the_other_one_keeps_its_words_and_the_clerk_decides() {
    let text = "序号,反馈问题,责任部门,整改状态,整改进展\n1,台账登记不全,办公室,整改中,已完成\n";
    let beside = plan(text);
    assert_eq!(progress(&beside), [Some(Progress::InProgress)]);
    assert_eq!(beside.items[0].situation.as_deref(), Some("已完成"));
    let told = Options { columns: vec![("整改进展".to_owned(), TableField::Situation)], ..Options::default() };
    let alone = text.replace("整改状态,", "").replace("整改中,", "");
    let plan = read("台账.csv", alone.as_bytes(), &told).unwrap();
    assert_eq!((progress(&plan), plan.items[0].situation.as_deref()), (vec![None], Some("已完成")));
}

#[test]
fn reconcile_sees_the_states_that_intake_sees() {
    let mut office = Office::empty();
    office.on("2025-09-01");
    for line in ["init --office 某区人民法院", "round open 2025巡察 --feedback 2025-05-20"] {
        office.run(line.split_whitespace()).ok();
    }
    let text = "某区人民法院整改台账（截至2025年6月30日）,,,\n序号,反馈问题,责任部门,整改进展\n1,台账登记不全,办公室,已完成\n2,卷宗装订不齐,办公室,正在推进\n";
    office.write("台账.csv", text);
    office.run(["intake", "台账.csv", "--new-parties", "--yes"]).went_well();
    let shown = office.run(["list", "--format", "json"]).ok().json();
    let states: Vec<&str> =
        shown["items"].as_array().unwrap().iter().map(|item| item["progress"].as_str().unwrap()).collect();
    assert_eq!(states, ["completed", "in_progress"]);
    office.run(["reconcile", "台账.csv"]).ok();
    office.write("改.csv", text.replace("办公室,已完成", "办公室,未完成"));
    let answer = office.run(["reconcile", "改.csv", "--only", "办理", "--format", "json"]).found().json();
    assert_eq!(answer["states"][0]["field"], json!("progress"));
}

#[test]
fn a_deadline_that_is_worded_like_a_type_is_told_and_sets_none() {
    let rows = "1,台账登记不全,建账,办公室,立行立改\n2,卷宗装订不齐,装订,办公室,立行立改，长期坚持\n3,学习不经常,学习,政治部,长期坚持\n4,管理不严,管理,政治部,2025年6月底前完成并长期坚持\n";
    let untyped = plan(&format!("序号,反馈问题,整改措施,责任部门,整改时限\n{rows}"));
    assert!(untyped.items.iter().all(|item| item.item_type.is_none()));
    let told = noted(&untyped, "类型未写");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("时限写着“立行立改”，类型未写：第2行、第3行；"), "{told:?}");
    assert!(told[1].contains("时限写着“长期坚持”，类型未写：第4行；"), "{told:?}");
    // A ledger that has a column of types says of what type its items are, also by leaving it blank.
    let typed = rows.replace("\n", ",\n");
    assert!(
        noted(&plan(&format!("序号,反馈问题,整改措施,责任部门,整改时限,整改类型\n{typed}")), "类型未写").is_empty()
    );
}
