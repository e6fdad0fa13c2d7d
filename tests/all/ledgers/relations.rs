//! What rows say of other rows: what a 举一反三 stems from, what an opinion answers, which cases stand below an issue, and
//! numbers that say what stands below what.

use crate::all::intake::docx;
use crate::all::office::{Office, Outcome};
use taizhang::domain::item::ItemKind;
use taizhang::intake::plan::Plan;
use taizhang::intake::{Options, read};

fn plan(text: &str) -> Plan {
    let plan = read("台账.csv", text.as_bytes(), &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    super::assert_accounted("relations", &plan);
    plan
}

fn noted<'p>(plan: &'p Plan, words: &str) -> Vec<&'p str> {
    plan.notes.iter().map(|note| note.reason.as_str()).filter(|reason| reason.contains(words)).collect()
}

/// 举一反三 and what each stems from, by words.
fn stems(plan: &Plan) -> Vec<(&str, Option<&str>)> {
    let issues = plan.items.iter().filter(|item| item.origin.key() == "extension" && item.kind == ItemKind::Issue);
    issues.map(|item| (item.text.as_str(), item.stems_from.map(|at| plan.items[at].text.as_str()))).collect()
}

fn run(office: &Office, line: &str) -> Outcome {
    office.run(line.split_whitespace())
}

fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01");
    for line in ["init --office 某区人民法院", "round open 2025巡察 --feedback 2025-05-20"] {
        run(&office, line).ok();
    }
    office
}

const ISSUES: &str =
    "1,反馈问题,台账登记不全,办公室,\n2,反馈问题,卷宗装订不齐,立案庭,\n3,反馈问题,学习不经常,政治部,\n";

#[test]
fn an_extension_names_what_it_stems_from_in_many_ways() {
    for said in [
        "3",
        "第3条",
        "第三条",
        "问题3",
        "由第3条举一反三",
        "3号问题",
        "学习不经常",
        "“学习不经常”。",
        "３",
        "反馈问题第3项",
    ] {
        for heading in ["关联问题", "对应问题编号", "源自问题", "关联问题编号", "对应的反馈问题"]
        {
            let plan = plan(&format!(
                "序号,问题来源,反馈问题,责任部门,{heading}\n{ISSUES}4,举一反三,党费台账更新不及时,办公室,{said}\n"
            ));
            assert_eq!(stems(&plan), [("党费台账更新不及时", Some("学习不经常"))], "{heading} {said}");
            assert!(plan.notes.is_empty(), "{heading} {said}: {:?}", plan.notes);
        }
    }
    // Without a column of its own it stands where the issue comes from, in a remark, in the issue's words, or above its rows.
    for row in [
        "4,由第3条举一反三,党费台账更新不及时,办公室,",
        "4,举一反三（第3条）,党费台账更新不及时,办公室,",
        "4,举一反三,党费台账更新不及时,办公室,由第3条举一反三",
        "4,举一反三,党费台账更新不及时（由问题3举一反三）,办公室,",
        "二、由第3条举一反三的问题,,,,\n4,,党费台账更新不及时,办公室,",
    ] {
        let plan = plan(&format!("序号,问题来源,反馈问题,责任部门,备注\n{ISSUES}{row}\n"));
        assert_eq!(stems(&plan)[0].1, Some("学习不经常"), "{row}");
    }
    // Neither a count nor a time of the year is the number of an issue.
    for said in ["举一反三自查3个问题", "第三季度举一反三", "举一反三"] {
        let plan = plan(&format!(
            "序号,问题来源,反馈问题,责任部门,备注\n{ISSUES}4,举一反三,党费台账更新不及时,办公室,{said}\n"
        ));
        assert_eq!((stems(&plan)[0].1, plan.notes.len()), (None, 0), "{said}");
    }
}

#[test]
fn what_is_not_clear_is_asked_about_and_makes_no_link() {
    let two = "序号,方面,问题来源,反馈问题,责任部门,关联问题\n1,党建,反馈,台账登记不全,办公室,\n2,党建,反馈,卷宗装订不齐,立案庭,\n\
               1,业务,反馈,学习不经常,政治部,\n2,业务,反馈,管理不严,政治部,\n1,业务,举一反三,党费台账更新不及时,办公室,2\n2,业务,举一反三,会议记录不全,办公室,台账问题\n3,业务,反馈,执行不力,办公室,1\n";
    let unclear = plan(two);
    assert_eq!(stems(&unclear), [("党费台账更新不及时", None), ("会议记录不全", None)]);
    assert_eq!(noted(&unclear, "在表内有 2 处（第3行、第5行）").len(), 1, "{:?}", unclear.notes);
    assert_eq!(noted(&unclear, "“台账问题”没有对应到表内的问题").len(), 1, "{:?}", unclear.notes);
    assert_eq!(noted(&unclear, "不是举一反三").len() + noted(&unclear, "是举一反三的").len(), 1, "{:?}", unclear.notes);
    // 举一反三 numbered by themselves stem from what is none.
    let apart = plan(&format!(
        "序号,问题来源,反馈问题,责任部门,关联问题\n{ISSUES}1,举一反三,党费台账更新不及时,办公室,2\n2,举一反三,会议记录不全,办公室,第1条\n"
    ));
    assert_eq!(stems(&apart), [("党费台账更新不及时", Some("卷宗装订不齐")), ("会议记录不全", Some("台账登记不全"))]);
}

#[test]
fn an_opinion_names_the_issues_that_it_answers() {
    for said in ["1、3", "问题1、问题3", "第1、3条", "1，3", "1和3", "台账登记不全；学习不经常"]
    {
        let plan =
            plan(&format!("序号,问题来源,反馈问题,责任部门,对应问题\n{ISSUES}1,整改意见,健全长效机制,办公室,{said}\n"));
        let opinion = plan.items.iter().find(|item| item.kind == ItemKind::Opinion).unwrap();
        let answers: Vec<&str> = opinion.answers.iter().map(|at| plan.items[*at].text.as_str()).collect();
        assert_eq!(answers, ["台账登记不全", "学习不经常"], "{said}");
    }
    let range =
        plan(&format!("序号,问题来源,反馈问题,责任部门,对应问题\n{ISSUES}1,整改意见,健全长效机制,办公室,问题1-3\n"));
    assert_eq!(range.items.last().unwrap().answers.len(), 3);
}

#[test]
fn links_are_recorded_also_to_issues_that_the_round_has_already() {
    let office = office();
    office.write(
        "台账.csv",
        format!("序号,问题来源,反馈问题,责任部门,关联问题\n{ISSUES}4,举一反三,党费台账更新不及时,办公室,第3条\n"),
    );
    run(&office, "intake 台账.csv --new-parties --yes").went_well();
    run(&office, "show 4").ok().says("3 学习不经常");
    office.write(
        "举一反三清单.csv",
        "序号,问题来源,问题,责任部门,源自问题\n5,举一反三,会议记录不全,办公室,第1条\n6,举一反三,印章保管不严,办公室,第9条\n",
    );
    let look = run(&office, "intake 举一反三清单.csv --dry-run").ok();
    look.says("“源自问题”的“1”不在这份文件里");
    run(&office, "intake 举一反三清单.csv --yes").went_well();
    run(&office, "show 5").ok().says("1 台账登记不全");
    run(&office, "reconcile 举一反三清单.csv --only 文字");
    // Again it brings nothing.
    run(&office, "intake 举一反三清单.csv --yes").went_well().says("没有");
}

#[test]
fn cases_stand_below_their_issue_with_what_is_said_of_them() {
    let cases = plan(
        "序号,反馈问题,案号,承办人,承办部门,清结情况,结案时间\n1,未结案件清理缓慢,（2024）某0101民初1号,承办人甲,民一庭,已清结,2025年6月30日\n\
         ,,（2024）某0101民初2号,承办人乙,民一庭,未清结,\n,,（2023）某0101执3号,承办人乙,执行局,执行中,\n2,卷宗装订不齐,,,,,\n",
    );
    let below: Vec<_> = cases.items.iter().filter(|item| item.kind == ItemKind::Case).collect();
    assert_eq!(cases.counts().case, 3);
    assert!(below.iter().all(|case| case.parent == Some(0)), "{below:?}");
    let held: Vec<_> = below
        .iter()
        .map(|case| {
            let reported = case.reported.as_ref().unwrap();
            (case.persons[0].as_str(), case.departments[0].as_str(), reported.progress.unwrap().key())
        })
        .collect();
    assert_eq!(
        held,
        [
            ("承办人甲", "民一庭", "completed"),
            ("承办人乙", "民一庭", "in_progress"),
            ("承办人乙", "执行局", "in_progress")
        ]
    );
    assert_eq!(below[0].reported.as_ref().unwrap().completed_on, "2025-06-30".parse().ok());
    let issue = &cases.items[0];
    assert!(issue.persons.is_empty() && issue.reported.is_none() && issue.number == Some(1), "{issue:?}");
    // The issue beside each of its cases, numbered through: still one issue.
    let flat = plan(
        "序号,反馈问题,案号,办结情况\n1,未结案件清理缓慢,（2024）某0101民初1号,已办结\n2,未结案件清理缓慢,（2024）某0101民初2号,未办结\n3,卷宗装订不齐,（2024）某0101民初9号,已结案\n",
    );
    assert_eq!((flat.counts().issue, flat.counts().case), (2, 3));
    // Several numbers in one cell; a case beside a measure.
    let cell = plan(
        "序号,反馈问题,整改措施,责任部门,涉及案件,状态\n1,未结案件清理缓慢,逐案清理,执行局,\"（2024）某0101民初1号、（2024）某0101民初2号\",整改中\n",
    );
    assert_eq!((cell.counts().measure, cell.counts().case), (1, 2));
    assert!(cell.items.iter().filter(|item| item.kind == ItemKind::Case).all(|case| case.reported.is_none()));
}

#[test]
fn a_list_of_cases_that_names_no_issue_is_told() {
    for list in [
        "序号,案号,承办人,清结情况\n1,（2024）某0101民初1号,承办人甲,已清结\n",
        "序号,案号,对应问题编号,清结情况\n1,（2024）某0101民初1号,3,已清结\n",
        "序号,案号,责任部门,清结情况\n1,（2024）某0101民初1号,民一庭,已清结\n",
    ] {
        let refused = read("案件清单.csv", list.as_bytes(), &Options::default()).unwrap_err().to_string();
        assert!(refused.contains("属于哪个问题"), "{refused}");
    }
    // With the issue's words beside each it is read, whatever their column is called.
    for heading in ["反馈问题", "所属问题", "对应问题"] {
        let plan = plan(&format!(
            "序号,{heading},案号,清结情况\n1,未结案件清理缓慢,（2024）某0101民初1号,已清结\n2,未结案件清理缓慢,（2024）某0101民初2号,未清结\n"
        ));
        assert_eq!((plan.counts().issue, plan.counts().case), (1, 2), "{heading}");
    }
    // In a paper it stands, row by row, in what was not read.
    let rows = |cells: &[&str]| {
        let cell = |words: &&str| format!("<w:tc>{}</w:tc>", docx::paragraph("", words));
        format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>())
    };
    let paper = docx::paragraph("", "一、党的建设方面")
        + &docx::paragraph("", "1.台账登记不全的问题")
        + &format!(
            "<w:tbl>{}{}</w:tbl>",
            rows(&["序号", "案号", "承办人", "清结情况"]),
            rows(&["1", "（2024）某0101民初1号", "承办人甲", "已清结"])
        );
    let plan = read("方案.docx", &docx::docx(&paper, "", ""), &Options::default()).unwrap();
    assert_eq!(noted(&plan, "是案件清单").len(), 1, "{:?}", plan.notes);
    assert!(plan.left_out.iter().any(|left| left.text.contains("民初1号")));
}

#[test]
fn rows_that_say_that_they_are_cases_are_cases_of_the_issue_above() {
    for (heading, kind) in [("层级", "个案"), ("类别", "个案"), ("问题来源", "案件"), ("事项类别", "具体案件")]
    {
        let plan = plan(&format!(
            "序号,{heading},反馈问题,责任部门,状态\n1,,未结案件清理缓慢,执行局,整改中\n1.1,{kind},某买卖合同纠纷案,民一庭,已结案\n1.2,{kind},某借款纠纷案,民二庭,未结\n2,,卷宗装订不齐,立案庭,整改中\n"
        ));
        assert_eq!((plan.counts().issue, plan.counts().case), (2, 2), "{heading}");
        let case = &plan.items[1];
        assert_eq!(
            (case.text.as_str(), case.parent, case.departments[0].as_str()),
            ("某买卖合同纠纷案", Some(0), "民一庭")
        );
        assert_eq!(case.source_no.as_deref(), Some("1.1"));
        assert_eq!(plan.items[3].number, Some(2), "{heading}");
    }
    let orphan = plan("序号,层级,反馈问题,责任部门\n1,个案,某买卖合同纠纷案,民一庭\n2,,卷宗装订不齐,立案庭\n");
    assert_eq!(orphan.tables[0].reported, [(2, "个案上面没有问题可归".to_owned())]);
}

#[test]
fn cases_are_recorded_with_their_clearance_and_read_again_without_news() {
    let office = office();
    let text = "序号,反馈问题,责任部门,案号,承办人,清结情况\n1,未结案件清理缓慢,执行局,（2024）某0101民初1号,承办人甲,已清结\n,,,（2024）某0101民初2号,承办人乙,未清结\n";
    office.write("个案台账.csv", text);
    run(&office, "intake 个案台账.csv --new-parties --yes").went_well();
    let listed = run(&office, "list --kind 个案 --format json").ok().json();
    let states: Vec<(&str, &str)> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["code"].as_str().unwrap(), item["progress"].as_str().unwrap()))
        .collect();
    assert_eq!(states, [("1.1", "completed"), ("1.2", "in_progress")]);
    run(&office, "reconcile 个案台账.csv").ok();
    run(&office, "intake 个案台账.csv --yes").went_well().says("没有");
    office.write("下月.csv", text.replace("未清结", "已清结"));
    let differs = run(&office, "intake 下月.csv --dry-run").ok();
    differs.says("1.2");
    run(&office, "reconcile 下月.csv").found().says("1.2");
    run(&office, "verify").ok();
}

fn codes(plan: &Plan) -> Vec<(String, &str)> {
    plan.codes().iter().map(ToString::to_string).zip(plan.items.iter().map(|item| item.text.as_str())).collect()
}

#[test]
fn numbers_of_two_levels_become_codes_where_the_tree_agrees() {
    // Rows of measures numbered below their issue.
    let below = plan(
        "序号,反馈问题,整改措施,责任部门\n3,台账登记不全,,办公室\n3.1,,建账,办公室\n3.3,,核对,办公室\n5,卷宗装订不齐,,立案庭\n5.1,,装订,立案庭\n",
    );
    let named = |words: &[(&'static str, &'static str)]| -> Vec<(String, &'static str)> {
        words.iter().map(|(code, words)| ((*code).to_owned(), *words)).collect()
    };
    assert_eq!(
        codes(&below),
        named(&[("3", "台账登记不全"), ("3.1", "建账"), ("3.3", "核对"), ("5", "卷宗装订不齐"), ("5.1", "装订")])
    );
    // The measures alone are numbered, beside a merged or repeated issue.
    let beside = plan(
        "编号,反馈问题,整改措施,责任部门\n1.1,台账登记不全,建账,办公室\n1.2,台账登记不全,核对,办公室\n2.1,卷宗装订不齐,装订,立案庭\n",
    );
    assert_eq!(
        codes(&beside),
        named(&[("1", "台账登记不全"), ("1.1", "建账"), ("1.2", "核对"), ("2", "卷宗装订不齐"), ("2.1", "装订")])
    );
    assert_eq!(beside.items[1].source_no.as_deref(), Some("1.1"));
    // Issues numbered by category keep the file's numbers as text.
    let issues = plan(
        "编号,方面,反馈问题,责任部门\n1.1,党建,台账登记不全,办公室\n1.2,党建,学习不经常,政治部\n2.1,业务,卷宗装订不齐,立案庭\n",
    );
    let numbers: Vec<_> = issues.items.iter().filter(|item| item.kind == ItemKind::Issue).collect();
    assert!(numbers.iter().all(|item| item.number.is_none()));
    assert_eq!(
        numbers.iter().map(|item| item.source_no.as_deref().unwrap()).collect::<Vec<_>>(),
        ["1.1", "1.2", "2.1"]
    );
    // An issue with issues below it: these are its 表现.
    let nested = plan(
        "序号,反馈问题,整改措施,责任部门\n1,学习制度落实不严,,政治部\n1.1,学习不经常,排出计划,政治部\n1.2,记录不全,补齐,政治部\n2,卷宗装订不齐,装订,立案庭\n",
    );
    assert_eq!(
        codes(&nested),
        named(&[
            ("1", "学习制度落实不严"),
            ("1.1", "学习不经常"),
            ("1.1.1", "排出计划"),
            ("1.2", "记录不全"),
            ("1.2.1", "补齐"),
            ("2", "卷宗装订不齐"),
            ("2.1", "装订"),
        ])
    );
    assert_eq!((nested.counts().issue, noted(&nested, "问题表现").len()), (2, 1));
    // What is called an aspect is one.
    let aspects = plan(
        "序号,反馈问题,整改措施,责任部门\n1,党的建设方面,,\n1.1,学习不经常,排出计划,政治部\n1.2,记录不全,补齐,政治部\n2,审判执行方面,,\n2.1,卷宗装订不齐,装订,立案庭\n",
    );
    assert_eq!((aspects.counts().category, aspects.counts().issue), (2, 3), "{:?}", codes(&aspects));
    let numbers: Vec<_> = aspects.items.iter().filter_map(|item| item.source_no.as_deref()).collect();
    assert!(numbers.contains(&"1.1") && numbers.contains(&"2.1"), "{numbers:?}");
}

#[test]
fn numbers_that_contradict_the_tree_are_kept_as_text() {
    for rows in [
        // 1.10 that a spreadsheet made 1.1; a measure without a number; another issue's number.
        "1,台账登记不全,,办公室\n1.1,,建账,办公室\n1.1,,核对,办公室\n",
        "1,台账登记不全,建账,办公室\n1.1,,核对,办公室\n",
        "1,台账登记不全,,办公室\n2.1,,建账,办公室\n2.2,,核对,办公室\n",
    ] {
        let plan = plan(&format!("序号,反馈问题,整改措施,责任部门\n{rows}"));
        let found: Vec<String> = plan.codes().iter().map(ToString::to_string).collect();
        assert_eq!(found, ["1", "1.1", "1.2"], "{rows}");
        assert!(plan.items.iter().all(|item| item.code.is_none()), "{rows}");
        assert!(plan.items[2].source_no.is_some(), "{rows}");
    }
}
