//! `reconcile`: a paper held against the ledger, from the outside.

mod ledger;

use super::office::{Office, Outcome};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

const FEEDBACK: &str = "区委第二巡察组关于巡察某区人民法院党组的反馈意见
2025年3月3日至4月30日，区委第二巡察组进行了巡察。2025年5月20日反馈了意见，指出具体问题6个，提出意见建议2条。
一、巡察发现的主要问题
（一）党的建设方面
1.党组会议题把关不严。有的议题当天才印发材料。
2.支部组织生活记录不全。三个支部的记录本有缺页。
（二）审判执行方面
3.超过一年的未结案件清理缓慢。
4.案款到账后发放偏慢。从到账到发放平均超过二十天。
（三）内部管理方面
5.公务用车出车登记不完整。
6.干部档案材料不齐。
二、意见建议
1.健全议题会前审核机制，压实把关责任。
2.完善案款管理制度，缩短发放周期。
中共某区委第二巡察组
2025年5月20日
";

/// An office that has read the feedback in.
fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-06-01").run(["init", "--office", "某区人民法院"]).ok();
    office.write("反馈.txt", FEEDBACK);
    office.run(["intake", "反馈.txt", "--open-round", "2025巡察", "--yes"]).went_well();
    office
}

fn reconcile(office: &Office, text: &str, more: &[&str]) -> Outcome {
    office.write("核对.txt", text);
    office.run(["reconcile", "核对.txt", "--format", "json"].iter().chain(more).copied())
}

/// What is said of words beside what agrees: verdict, the paper's numbers, the ledger's codes.
fn said(answer: &Value) -> Vec<(String, Vec<u64>, Vec<String>)> {
    let rows = answer["words"].as_array().unwrap().iter().filter(|row| row["verdict"] != "same");
    rows.map(|row| {
        let numbers = row["paper"].as_array().unwrap().iter().filter_map(|item| item["number"].as_u64());
        let codes = row["ledger"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap().to_owned());
        (row["verdict"].as_str().unwrap().to_owned(), numbers.collect(), codes.collect())
    })
    .collect()
}

fn row(verdict: &str, numbers: &[u64], codes: &[&str]) -> (String, Vec<u64>, Vec<String>) {
    (verdict.to_owned(), numbers.to_vec(), codes.iter().map(ToString::to_string).collect())
}

/// Figures that were found wrong: what was looked at, what is stated.
fn wrong(answer: &Value) -> Vec<(String, String, String)> {
    let text = |check: &Value, key: &str| check[key].as_str().unwrap().to_owned();
    let checks = answer["figures"].as_array().unwrap().iter().filter(|check| check["weight"] == "finding");
    checks.map(|check| (text(check, "fault"), text(check, "stated"), text(check, "computed"))).collect()
}

#[test]
fn a_paper_that_was_read_in_reconciles_clean() {
    for name in [
        "demo-feedback",
        "feedback-inline",
        "plan-labelled",
        "report-about-problem",
        "report-aspects-first",
        "report-continuous",
        "report-few-lines",
        "report-restarting",
        "report-results-gb18030",
    ] {
        let mut office = Office::empty();
        office.on("2026-03-01").run(["init", "--office", "某院"]).ok();
        let bytes = std::fs::read(format!("{}/examples/papers/{name}.txt", env!("CARGO_MANIFEST_DIR"))).unwrap();
        office.write("文件.txt", bytes);
        let taken =
            ["intake", "文件.txt", "--open-round", "本轮", "--feedback", "2022-01-05", "--new-parties", "--yes"];
        let read = office.run(taken);
        assert_eq!(read.code, 0, "{name}: {read}");
        let answer =
            office.run(["reconcile", "文件.txt", "--measures", "--only", "文字", "--format", "json"]).ok().json();
        assert_eq!((&answer["found"], said(&answer)), (&json!(false), vec![]), "{name}");
        assert!(answer["counts"]["words"]["same"].as_u64() > Some(3), "{name}: {answer}");
    }
}

#[test]
fn the_feedback_agrees_in_words_and_figures_and_nothing_is_written() {
    let office = office();
    let before = office.bytes("taizhang.db");
    let page = office.run(["核对", "反馈.txt"]).ok();
    let page = page.says("文字：文件中11项，一致11项；文件中的事项在台账中都有，一字不差。");
    page.says("数字：核对4处，相符4处、出入0处、提示0处。");
    assert_eq!(office.bytes("taizhang.db"), before);
}

#[test]
fn only_what_printing_changes_is_not_counted() {
    let office = office();
    let printed = FEEDBACK.replace("2.支部", "２．支部").replace("案款到账后", "案款 到账后").replace('，', ",");
    assert_eq!(said(&reconcile(&office, &printed, &[]).ok().json()), []);
    let other = FEEDBACK.replace("登记不完整。", "登记不完整！");
    assert_eq!(said(&reconcile(&office, &other, &[]).found().json()), [row("reworded", &[5], &["5"])]);
}

#[test]
fn each_way_in_which_a_paper_and_the_ledger_part_is_told() {
    let office = office();
    for (from, to, expected) in [
        ("把关不严。", "把关不够严。", row("reworded", &[1], &["1"])),
        ("平均超过二十天", "平均超过三十天", row("reworded", &[4], &["4"])),
        ("6.干部档案材料不齐。", "6.干部档案材料不齐。\n7.安全保卫人员夜间值班脱岗。", row("missing", &[7], &[])),
        ("\n6.干部档案材料不齐。", "", row("extra", &[], &["6"])),
        ("不完整。\n6.干部档案材料不齐。", "不完整，干部档案材料不齐。", row("split", &[5], &["5", "6"])),
        ("\n2.完善案款管理制度，缩短发放周期。", "", row("extra", &[], &["Y2"])),
    ] {
        assert!(FEEDBACK.contains(from), "{from}");
        let answer = reconcile(&office, &FEEDBACK.replace(from, to), &["--only", "文字"]).found().json();
        assert_eq!(said(&answer), [expected], "{to}");
    }
    let page = office.run(["reconcile", "核对.txt", "--only", "文字"]).found();
    page.says("Y2").says("多出").says("完善案款管理制度，缩短发放周期");
}

#[test]
fn the_words_that_differ_are_marked() {
    let office = office();
    let answer = reconcile(&office, &FEEDBACK.replace("清理缓慢", "清理不力"), &[]).found().json();
    let reworded = &answer["words"].as_array().unwrap().iter().find(|row| row["verdict"] == "reworded").unwrap();
    assert_eq!(reworded["changes"], json!([{ "paper": "不力", "ledger": "缓慢" }]));
    let page = office.run(["reconcile", "核对.txt"]).found();
    page.says("原文：超过一年的未结案件清理【不力】").says("台账：超过一年的未结案件清理【缓慢】");
}

#[test]
fn what_was_entered_twice_merged_or_withdrawn_is_told() {
    let office = office();
    office.run(["add", "干部档案材料不齐", "--on", "2025-05-20"]).went_well();
    assert_eq!(
        said(&reconcile(&office, FEEDBACK, &["--only", "文字"]).found().json()),
        [row("doubled", &[6], &["6", "7"])]
    );
    let edit =
        ["edit", "3", "--set", "内容=超过一年的未结案件清理缓慢，案款到账后发放偏慢", "--reason", "归并", "--yes"];
    office.run(edit).went_well();
    let letter = ["withdraw", "4", "--ground", "录入差错", "--reason", "并入第3项", "--yes"];
    office.run(letter).went_well();
    let twice = ["withdraw", "7", "--ground", "录入差错", "--reason", "重复录入", "--yes"];
    office.run(twice).went_well();
    let answer = reconcile(&office, FEEDBACK, &["--only", "文字"]).found().json();
    assert_eq!(said(&answer), [row("reworded", &[3], &["3"]), row("withdrawn", &[4], &["4"])]);
    let page = office.run(["reconcile", "核对.txt", "--only", "文字"]).found();
    page.says("录入差错：并入第3项");
    // As of the day of the feedback nothing of that had happened but the wording, which is today's.
    let then = reconcile(&office, FEEDBACK, &["--only", "文字", "--as-of", "2025-05-20"]).found().json();
    assert_eq!(then["words"].as_array().unwrap().iter().filter(|row| row["verdict"] == "withdrawn").count(), 0);
}

#[test]
fn two_issues_in_one_item_are_merged() {
    let mut office = Office::empty();
    office.on("2025-06-01").run(["init", "--office", "某区人民法院"]).ok();
    let merged = FEEDBACK.replace("不完整。\n6.干部档案材料不齐。", "不完整，干部档案材料不齐。");
    office.write("并.txt", merged);
    office.run(["intake", "并.txt", "--open-round", "2025巡察", "--yes"]).went_well();
    let answer = reconcile(&office, FEEDBACK, &["--only", "文字"]).found().json();
    assert_eq!(said(&answer), [row("merged", &[5, 6], &["5"])]);
}

#[test]
fn what_the_inspecting_body_took_back_is_told_and_no_finding() {
    let office = office();
    let letter =
        ["withdraw", "5", "--ground", "来函", "--reason", "另案处理", "--approval", "区委巡函〔2025〕3号", "--yes"];
    office.run(letter).went_well();
    let answer = reconcile(&office, FEEDBACK, &["--only", "文字"]).ok().json();
    assert_eq!(said(&answer), [row("withdrawn", &[5], &["5"])]);
    // The paper states six; the ledger counts five.
    assert_eq!(
        wrong(&reconcile(&office, FEEDBACK, &[]).found().json()),
        [("ledger".to_owned(), "6".to_owned(), "5".to_owned())]
    );
}

#[test]
fn measures_are_held_against_those_below_their_issue() {
    let office = office();
    let plan = "某区人民法院党组巡察整改方案\n一、党组会议题把关不严\n整改措施：1.提前三日送审。\n2.办公室核对材料。\n责任部门：办公室\n二、干部档案材料不齐\n整改措施：1.逐卷清点缺件。\n责任部门：政治部\n";
    office.write("方案.txt", plan);
    office.run(["intake", "方案.txt", "--new-parties", "--yes"]).went_well();
    assert_eq!(
        said(&reconcile(&office, plan, &["--only", "文字"]).found().json()).len(),
        4,
        "the plan leaves four issues out"
    );
    let of_measures = |text: &str| -> Vec<(String, Vec<u64>, Vec<String>)> {
        let all = said(&reconcile(&office, text, &["--only", "文字"]).found().json());
        all.into_iter().filter(|(_, _, codes)| codes.iter().all(|code| code.contains('.'))).collect()
    };
    assert_eq!(of_measures(&plan.replace("提前三日", "提前五日")), [row("reworded", &[], &["1.1"])]);
    let moved =
        plan.replace("2.办公室核对材料。\n", "").replace("1.逐卷清点缺件。", "1.逐卷清点缺件。\n2.办公室核对材料。");
    assert_eq!(of_measures(&moved), [row("misplaced", &[], &["1.2"])]);
}

#[test]
fn figures_are_held_against_themselves_and_against_the_ledger() {
    let mut office = office();
    for (from, to, expected) in [
        ("具体问题6个", "具体问题7个", vec![("outline", "7", "6"), ("ledger", "7", "6")]),
        ("意见建议2条", "意见建议3条", vec![("outline", "3", "2"), ("ledger", "3", "2")]),
        ("4月30日", "4月31日", vec![("no_such_day", "4月31日", "—")]),
        ("有的议题", "抽查30个问题，完成24个，未完成7个，完成率80%。有的议题", vec![("sum", "30个", "31个")]),
        ("有的议题", "涉及12.5万万元。有的议题", vec![("slip", "12.5万万元", "12.5万元")]),
    ] {
        let answer = reconcile(&office, &FEEDBACK.replace(from, to), &["--only", "数字"]).found().json();
        let expected: Vec<_> = expected.iter().map(|(a, b, c)| (a.to_string(), b.to_string(), c.to_string())).collect();
        assert_eq!(wrong(&answer), expected, "{to}");
        assert_eq!(answer["words"], json!([]));
    }
    office.run(["progress", "1-2", "--done", "--on", "2025-06-01", "--yes"]).went_well();
    office.on("2025-08-01");
    let report =
        "某区人民法院党组关于巡察整改进展情况的通报\n截至2025年6月30日，本轮反馈具体问题6个，已完成整改2个。\n";
    assert_eq!(wrong(&reconcile(&office, report, &["--only", "数字"]).ok().json()), []);
    let then = wrong(&reconcile(&office, report, &["--only", "数字", "--as-of", "2025-05-20"]).found().json());
    assert_eq!(
        then,
        [("ledger".to_owned(), "2".to_owned(), "0".to_owned())],
        "on the day of the feedback none was done"
    );
}

#[test]
fn people_money_and_rules_are_held_against_the_outcomes_of_the_ledger() {
    let office = office();
    let report = "某区人民法院党组关于巡察整改进展情况的通报\n修订制度规定2项，给予提醒谈话3人，追缴12.345万元。\n";
    let remarks = reconcile(&office, report, &["--only", "数字"]).ok().json();
    assert_eq!(
        remarks["counts"]["figures"],
        json!({ "agrees": 0, "finding": 0, "remark": 3 }),
        "no outcomes are kept here"
    );
    for line in [
        "outcome rule 1 --title 议题审核办法 --institution --on 2025-06-01",
        "outcome rule 2 --title 组织生活记录规范 --institution --on 2025-06-01",
        "outcome accountability 4 --form 提醒谈话 --people 3 --on 2025-06-01",
        "outcome money 4 --direction 追缴 --amount 12.345万元 --on 2025-06-01",
    ] {
        office.run(line.split_whitespace()).went_well();
    }
    let answer = reconcile(&office, report, &["--only", "数字"]).ok().json();
    assert_eq!(answer["counts"]["figures"], json!({ "agrees": 3, "finding": 0, "remark": 0 }));
    let other = report.replace("3人", "4人").replace("12.345", "12.354").replace("2项", "3项");
    let wrong = wrong(&reconcile(&office, &other, &["--only", "数字"]).found().json());
    let told = |stated: &str, computed: &str| ("ledger".to_owned(), stated.to_owned(), computed.to_owned());
    assert_eq!(wrong, [told("3", "2"), told("4", "3"), told("12.354万元", "12.345万元")]);
}

#[cfg(unix)]
#[test]
fn a_ledger_that_cannot_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = office();
    let set = |mode| std::fs::set_permissions(office.path(""), std::fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    let answer = office.run(["reconcile", "反馈.txt"]);
    set(0o755);
    answer.ok().says("一致11项");
}

#[test]
fn answers_come_in_every_format_and_bad_arguments_are_explained() {
    let office = office();
    office.run(["reconcile", "反馈.txt", "--format", "csv"]).ok().says("一致11项");
    office.run(["reconcile", "反馈.txt", "--format", "md", "--all"]).ok().says("| 一致 |");
    let answer = office.run(["reconcile", "反馈.txt", "--format", "json"]).ok().json();
    assert_eq!(answer["schema"], "taizhang.reconcile/1");
    assert_eq!(
        (&answer["paper"], &answer["round"], &answer["as_of"]),
        (&json!("feedback"), &json!("2025巡察"), &json!("2025-06-01"))
    );
    assert_eq!((&answer["counts"]["words"]["same"], &answer["counts"]["figures"]["agrees"]), (&json!(11), &json!(4)));
    office.run(["reconcile", "没有.txt"]).trouble().says("没有这个文件");
    office.run(["reconcile", "反馈.txt", "--round", "无"]).refused().says("2025巡察");
    office.run(["reconcile", "反馈.txt", "--only", "图"]).usage().says("文字、数字 或 办理");
    office.run(["reconcile"]).usage();
    let wide = reconcile(&office, &FEEDBACK.replace("把关", "审核"), &[]);
    assert_eq!(wide.code, 1);
    let page = office.run(["reconcile", "核对.txt", "--all"]).found().out;
    assert!(page.lines().map(taizhang::zh::width::display_width).max() <= Some(80), "{page}");
}

#[test]
fn a_news_story_has_nothing_to_be_held_against_the_ledger() {
    let office = office();
    office.write("新闻.txt", "今天召开会议，传达学习文件精神。\n");
    let answer = office.run(["reconcile", "新闻.txt"]).ok();
    answer.says("文字：文件中没有可以核对的事项。").says("数字：文件中没有可以核对的数字。");
}

#[test]
fn any_change_of_any_issues_words_is_found_word_for_word() {
    let office = office();
    let lines: Vec<&str> = FEEDBACK.lines().collect();
    let issues: Vec<usize> = (4..lines.len())
        .filter(|at| lines[*at].starts_with(|c: char| c.is_ascii_digit()) && lines[*at].contains('.'))
        .collect();
    let strategy = (0..6_usize, any::<prop::sample::Index>(), 0..3_u8, prop::sample::select(vec!['鲲', '犇', '耄']));
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() });
    runner
        .run(&strategy, |(issue, place, how, new)| {
            let line = lines[issues[issue]];
            let letters: Vec<(usize, char)> = line.char_indices().filter(|(_, c)| c.is_alphabetic()).collect();
            let (at, old) = letters[place.index(letters.len())];
            let (before, after) = (&line[..at], &line[at + old.len_utf8()..]);
            let (changed, paper, ledger) = match how {
                0 => (format!("{before}{new}{after}"), new.to_string(), old.to_string()),
                1 => (format!("{before}{new}{old}{after}"), new.to_string(), String::new()),
                _ => (format!("{before}{after}"), String::new(), old.to_string()),
            };
            let text = FEEDBACK.replace(line, &changed);
            let outcome = reconcile(&office, &text, &["--only", "文字"]);
            prop_assert_eq!(outcome.code, 1, "{}", &changed);
            let answer = outcome.json();
            let rows: Vec<&Value> =
                answer["words"].as_array().unwrap().iter().filter(|row| row["finding"] == true).collect();
            prop_assert_eq!(rows.len(), 1, "{} {:?}", &changed, &rows);
            prop_assert_eq!(&rows[0]["verdict"], "reworded", "{}", &changed);
            prop_assert_eq!(&rows[0]["paper"][0]["number"], &json!(issue + 1));
            prop_assert_eq!(&rows[0]["changes"], &json!([{ "paper": paper, "ledger": ledger }]), "{}", &changed);
            Ok(())
        })
        .unwrap();
}
