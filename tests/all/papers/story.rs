//! The papers that tell of a whole round: bulletin, monthly, progress, leader and look-back reports.

mod bulletin;
mod levels;
mod public;

use crate::all::office::{Office, Outcome};
use serde_json::Value;

const DAY: &str = "2025-09-05";

fn run(office: &Office, line: &str) -> Outcome {
    office.run(line.split_whitespace())
}

fn does(office: &Office, line: &str) -> Outcome {
    let outcome = run(office, line);
    assert_eq!(outcome.code, 0, "{outcome}");
    outcome
}

/// A paper as Markdown on the screen.
fn paper(office: &Office, words: &str) -> String {
    does(office, &format!("paper {words} --format md")).out
}

fn anchor(office: &Office) -> String {
    does(office, "verify --format json").json()["anchor"].as_str().unwrap().to_owned()
}

fn refused(office: &Office, line: &str, words: &str) -> Outcome {
    let before = anchor(office);
    let outcome = run(office, line).refused().says(words);
    assert_eq!(anchor(office), before, "{line}");
    outcome
}

/// A round with everything in it: issues in two categories, one of them nested; a 表现, measures, opinions, a case, 举一反三 and 推动改革;
/// one issue struck off and looked at, one that came back, one returned, one extended, two late, one standing, one closed to readers.
fn rich() -> Office {
    let mut office = Office::empty();
    office.on(DAY);
    office.write("台账.txt", "台账");
    for line in [
        "init --office 某区人民法院整改办",
        "round open 2025巡察 --feedback 2025-06-13 --body 区委第二巡察组 --party-group 某区人民法院党组 \
         --onsite-from 2025-03-27 --onsite-to 2025-05-24 --milestone 集中整改=2025-09-13 --on 2025-06-13",
        "party add 院长 分管副院长 --kind 院领导 --on 2025-06-20",
        "party add 政治部 办公室 执行局 --kind 部门 --on 2025-06-20",
        "party add 李某甲 --kind 责任人 --on 2025-06-20",
        "add 党的建设方面。 --kind 方面 --on 2025-06-20",
        "add 审判执行方面 --kind 方面 --on 2025-06-20",
        "add 执行工作 --kind 方面 --under C2 --on 2025-06-20",
        "add 理论学习不深入。 --under C1 --leader 院长 --dept 政治部 --due 2025-07-31 --on 2025-06-20",
        "add 印章登记不全 --under C1 --leader 分管副院长 --dept 办公室 --due 2025-08-20 --on 2025-06-20",
        "add 案款发放偏慢 --under C2.1 --leader 院长 --dept 执行局 --due 2025-08-31 --on 2025-06-20",
        "add 终本案件管理不严 --under C2.1 --leader 分管副院长 --dept 执行局 --due 长期坚持 --on 2025-06-20",
        "add 某件举报查处迟缓 --under C2 --leader 院长 --dept 政治部 --due 2025-12-31 --on 2025-06-20",
        "add 文书校对不细 --under C2 --leader 分管副院长 --dept 办公室 --due 2025-08-10 --on 2025-06-20",
        "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "add 集中交流研讨 --kind 措施 --under 1 --on 2025-06-20",
        "add 补登印章使用 --kind 措施 --under 2 --on 2025-06-20",
        "add 专人保管 --kind 措施 --under 2 --on 2025-06-20",
        "add 逐件清理 --kind 措施 --under 3 --on 2025-06-20",
        "add 查明举报事由 --kind 措施 --under 5 --on 2025-06-20",
        "add 长期未发放案款 --kind 问题 --under 3 --on 2025-06-20",
        "add 健全学习机制 --kind 意见 --answers 1 --dept 政治部 --on 2025-06-20",
        "add 其他部门学习也不深入 --origin 举一反三 --from-issue 1 --dept 政治部 --due 2025-12-31 --on 2025-06-25",
        "add 建立案款发放平台 --origin 推动改革 --dept 执行局 --due 2026-06-30 --on 2025-06-25",
        "meeting add 2025-06-30 --kind 党组会 --title 第9次党组会 --on 2025-06-30",
        "round adopt --meeting 2 --on 2025-06-30",
        "progress 1.1 --done --situation 学习制度已经修订印发。 --on 2025-07-10",
        "progress 1.2 --done --situation 集中研讨两次； --on 2025-07-11",
        "progress 2.1 --done --situation 已补登一百二十次 --on 2025-07-12",
        "progress 2.2 --state 整改中 --situation 已明确由李某甲保管 --problems 专用柜尚未配齐 --next 九月底前配齐专用柜 --on 2025-08-12",
        "progress 3.1 --state 整改中 --situation 已清理（2024）某0101执1234号等三十件 --problems 专用柜尚未配齐。 --on 2025-08-14",
        "progress 4 --state 阶段性完成 --situation 已建立终本案件核查台账 --on 2025-08-15",
        "assign 4 --review 2025-12-01 --on 2025-08-15",
        "progress 5.1 --state 整改中 --situation 举报人反映的三个细节已核 --problems 当事人不配合调查 --on 2025-08-16",
        "progress 6 --done --situation 已逐份复核 --on 2025-08-08",
        "progress Y1 --done --situation 机制已经印发 --on 2025-08-08",
        "progress J1 --done --situation 各部门均已补学 --on 2025-08-09",
        "attach 1 6 台账.txt --on 2025-08-09",
        "outcome rule 1 --title 《学习制度》 --institution --on 2025-07-10",
        "outcome money 3 --direction 发放 --amount 12.5万元 --on 2025-08-14",
        "outcome other 5 --name 约谈举报对象 --count 3 --unit 人次 --on 2025-08-14",
        "meeting add 2025-08-20 --kind 党组会 --title 第12次党组会 --on 2025-08-20",
        "close 1 --meeting 3 --on 2025-08-20",
        "return 6 --meeting 3 --words 抽查仍有差错 --keep-due --on 2025-08-20",
        "extend 3 --to 2025-10-31 --reason 系统改造未完成 --meeting 3 --on 2025-08-20",
        "recheck 1 --result 巩固 --checker 机关纪委 --words 抽查记录完整 --on 2025-08-28",
        "edit 5 --disclosure 不公开",
    ] {
        does(&office, line);
    }
    office
}

#[test]
fn the_whole_of_it_leaves_as_a_document_and_comes_back() {
    let office = rich();
    marked(&office);
    crate::all::exports::whole::comes_back(&office, &["2025巡察"], &[]);
}

/// Marks for the public: issues 1 and 2, one of each's measures and what was filed about it; 3 in other words, without its results.
fn marked(office: &Office) {
    for line in [
        "edit C1 1 1.1 2 2.2 --disclosure 可公开 --yes",
        "edit 3 --disclosure 可公开 --public-words 部分案款发放不够及时",
        "edit --filing 1 --disclosure 可公开",
        "edit --filing 4 --disclosure 可公开",
    ] {
        does(office, line);
    }
}

#[test]
fn a_bulletin_tells_what_was_done_in_the_structure_of_such_papers() {
    let office = rich();
    let text = paper(&office, "bulletin");
    let shown: Vec<&str> = text.lines().filter(|line| !line.starts_with("> 注：台账锚码")).collect();
    insta::assert_snapshot!(shown.join("\n"));
    for (style, headings) in [
        ("分级", ["### （二）审判执行方面", "#### 1.文书校对不细"]),
        ("分节", ["## 三、审判执行方面", "### 1.文书校对不细"]),
        ("连续", ["### （二）审判执行方面", "#### 3.文书校对不细"]),
    ] {
        let text = paper(&office, &format!("bulletin --numbering {style}"));
        for heading in headings {
            assert!(text.lines().any(|line| line == heading), "{style} {heading}\n{text}");
        }
    }
    run(&office, "paper bulletin --numbering 乱编").usage().says("分级、分节、连续");
}

#[test]
fn monthly_progress_leader_and_look_back_reports_as_they_are_printed() {
    let office = rich();
    for (name, words) in [
        ("monthly", "monthly --month 2025-08"),
        ("progress", "progress --to 区委巡察办"),
        ("leader", "leader --head 院长"),
        ("lookback", "lookback"),
    ] {
        let text = paper(&office, words);
        let shown: Vec<&str> = text.lines().filter(|line| !line.starts_with("> 注：台账锚码")).collect();
        insta::assert_snapshot!(name, shown.join("\n"));
    }
    run(&office, "paper leader").usage().says("--head");
    run(&office, "paper leader --leader 办公室").usage().says("不是院领导");
    run(&office, "paper leader --head 院长 --leader 院长").usage();
    run(&office, "paper monthly --month 2026-01").usage().says("还没有到");
    run(&office, "paper monthly --month 七八月").usage().says("月份不对");
}

#[test]
fn only_the_head_reports_on_the_whole_and_others_on_what_they_lead() {
    let office = rich();
    let head = paper(&office, "leader --head 院长");
    assert!(head.contains("某区人民法院党组主要负责人组织落实巡察整改情况的报告"), "{head}");
    let summary = does(&office, "summary --format json").json();
    for sentence in summary["sentences"].as_array().unwrap() {
        assert!(head.contains(sentence.as_str().unwrap()), "{sentence}\n{head}");
    }
    let other = paper(&office, "leader --leader 分管副院长");
    for words in
        ["某区人民法院党组牵头领导分管副院长落实巡察整改情况的报告", "某区人民法院党组：", "## 一、牵头整改情况"]
    {
        assert!(other.contains(words), "{words}\n{other}");
    }
    for words in ["主要负责人", "会议研究部署", "问题总数"] {
        assert!(!other.contains(words), "{words}\n{other}");
    }
    run(&office, "paper leader --head 分管副院长").usage().says("不是主要负责人");
    // A roster that names the party secretary need not be asked.
    does(&office, "party rename 院长 党组书记、院长");
    assert!(paper(&office, "leader").contains("主要负责人党组书记、院长组织落实整改情况"));
}

#[test]
fn a_paper_is_signed_on_the_day_it_is_written_and_speaks_of_another() {
    let mut office = rich();
    let (told, signed) = ("2025年8月31日", "2025年9月5日");
    for words in [
        "monthly --month 8月",
        "progress --as-of 2025-08-31",
        "leader --head 院长 --as-of 2025-08-31",
        "leader --leader 分管副院长 --as-of 2025-08-31",
        "lookback --as-of 2025-08-31",
        "plan --as-of 2025-08-31",
    ] {
        let text = paper(&office, words);
        assert!(text.contains(told) || text.contains("2025-08-31"), "{words}\n{text}");
        assert!(text.lines().any(|line| line.trim() == signed), "{words}\n{text}");
        // Another day on another order; and the same day again is the same file, whenever it is printed.
        let text = paper(&office, &format!("{words} --dated 2025-09-08"));
        assert!(text.lines().any(|line| line.trim() == "2025年9月8日"), "{words}\n{text}");
        run(&office, &format!("paper {words} --dated 2025-08-31 --force -o 甲.docx")).went_well();
        office.on("2025-09-20");
        run(&office, &format!("paper {words} --dated 2025-08-31 --force -o 乙.docx")).went_well();
        office.on(DAY);
        assert!(office.bytes("甲.docx") == office.bytes("乙.docx"), "{words}");
        run(&office, &format!("paper {words} --dated 2025-08-30")).usage().says("成文日期早于统计数字的截止日");
    }
    run(&office, "paper progress --as-of 2025-09-30").usage().says("没有写 --dated");
    let told = does(&office, "paper progress --as-of 2025-08-31 --format json -o 报告.docx").json();
    assert_eq!((&told["as_of"], &told["dated"]), (&Value::from("2025-08-31"), &Value::from(DAY)));
    // What nobody signs bears no such day, and is not asked for one.
    let told = does(&office, "paper lists --as-of 2025-08-31 --format json -o 清单.docx").json();
    assert_eq!(told["dated"], Value::Null);
    run(&office, "paper lists --dated 2025-09-08").usage();
}

#[test]
fn no_paper_has_a_stop_twice_or_an_empty_section() {
    let office = rich();
    marked(&office);
    for words in [
        "bulletin",
        "bulletin --numbering 分节",
        "bulletin --public --checked",
        "monthly --month 8月",
        "progress",
        "leader --head 院长",
        "lookback",
    ] {
        let text = paper(&office, words);
        for bad in ["。。", "，。", "；。", "。；", "、。", "：。", "，，", "None", "（）", "暂无"] {
            assert!(!text.contains(bad), "{words}: {bad}\n{text}");
        }
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let level = |line: &str| line.bytes().take_while(|b| *b == b'#').count();
        for pair in lines.windows(2) {
            let (this, next) = (level(pair[0]), level(pair[1]));
            assert!(this == 0 || next == 0 || next > this, "{words}: {} is empty\n{text}", pair[0]);
        }
    }
}

/// Names and wording are today's, whatever day a paper speaks of: where that makes a difference, it is said.
#[test]
fn a_paper_of_a_past_day_says_what_was_reworded_or_renamed_since() {
    let mut office = rich();
    let told = |office: &Office, words: &str| run(office, &format!("paper {words}")).went_well().err;
    let papers =
        ["plan --format md", "lists --force -o 清单.docx", "bulletin --format md", "bulletin --force -o 稿.docx"];
    office.on("2025-09-10");
    for words in papers {
        let err = told(&office, &format!("{words} --as-of {DAY}"));
        assert!(!err.contains("以后有"), "{words}: {err}");
    }
    does(&office, "edit 2.1 2 --set 备注=核对过 --approval 某整办函 --yes");
    does(&office, "edit 2.1 --set 目标=逐次登记 --approval 某整办函 --on 2025-09-06");
    does(&office, "edit 2.1 --set 表述=补登印章使用并公示 --approval 某整办函");
    does(&office, "edit 2 --set 表述=印章使用登记不全");
    does(&office, "party rename 执行局 执行一局");
    does(&office, "party add 审管办 --kind 部门");
    does(&office, "party rename 审管办 审判管理办公室");
    for words in papers {
        let said = format!("{DAY} 以后有 2 项改过表述、1 个部门或人员改过名称，印的是现在的，与当时印出的不同\n");
        let err = told(&office, &format!("{words} --as-of {DAY}"));
        assert_eq!(err.matches("以后有").count(), 1, "{words}: {err}");
        assert!(err.contains(&said), "{words}: {err}");
        assert!(!told(&office, words).contains("以后有"), "{words}");
    }
    let json = does(&office, &format!("paper lists --as-of {DAY} --force -o 清单.docx --format json")).json();
    assert_eq!(json["reworded_since"], serde_json::json!({ "items": 2, "parties": 1 }));
    // An undo changes words, too; and what stood and fell since was never printed otherwise.
    office.on("2025-09-20");
    let as_of = "plan --format md --as-of 2025-09-12";
    assert!(!told(&office, as_of).contains("以后有"));
    let renamed = does(&office, "edit 6 --set 表述=文书校对不严 --format json").json()["records"]["first"].clone();
    assert!(told(&office, as_of).contains("以后有 1 项改过表述，"));
    does(&office, &format!("undo --record {renamed} --reason 写错"));
    assert!(!told(&office, as_of).contains("以后有"));
    office.on("2025-09-30");
    let renamed = does(&office, "edit 6 --set 表述=文书校对不严 --format json").json()["records"]["first"].clone();
    office.on("2025-10-09");
    does(&office, &format!("undo --record {renamed} --reason 写错"));
    assert!(told(&office, "plan --format md --as-of 2025-10-01").contains("以后有 1 项改过表述，"));
}

/// A day that has passed is no next one.
#[test]
fn a_review_day_that_has_passed_is_said_to_have() {
    let mut office = rich();
    assert!(paper(&office, "bulletin").contains("阶段性完成，下次研判2025年12月1日。"));
    office.on("2025-12-02");
    for (words, said) in [
        ("bulletin", "终本案件管理不严：阶段性完成，研判日2025年12月1日已过，尚未定下次研判日。"),
        ("progress", "时限为长期坚持，研判日2025年12月1日已过，尚未定下次研判日"),
        ("standing", "其中问题1个的研判日已过，尚未定下次研判日。"),
    ] {
        let text = paper(&office, words);
        assert!(text.contains(said), "{words}\n{text}");
        assert!(!text.contains("下次研判2025"), "{words}\n{text}");
    }
    // On the day itself it is still to come.
    assert!(paper(&office, "standing --as-of 2025-12-01").matches("已过").count() == 0);
}

/// Every paper states the sentences of `summary` for the same day, and the tables add up to its figures.
#[test]
fn the_figures_of_every_paper_are_those_of_the_summary_of_its_day() {
    let office = rich();
    for (words, day) in [
        ("bulletin", DAY),
        ("progress", DAY),
        ("bulletin --as-of 2025-08-15", "2025-08-15"),
        ("monthly --month 8月", "2025-08-31"),
    ] {
        let summary = does(&office, &format!("summary --as-of {day} --format json")).json();
        let sentences: String = summary["sentences"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
        let text = paper(&office, words);
        assert!(text.contains(&sentences), "{words}\n{sentences}\n{text}");
    }
    let summary = does(&office, "summary --by leader --format json").json();
    let of = |group: &Value, figure: &str| group["issues"][figure].as_i64().unwrap();
    let leader = summary["groups"].as_array().unwrap().iter().find(|group| group["label"] == "院长").unwrap();
    let text = paper(&office, "leader --head 院长");
    let said = format!(
        "院长牵头的问题{}个，已完成{}个、已销号{}个、逾期未完成{}个",
        of(leader, "total"),
        of(leader, "completed"),
        of(leader, "closed"),
        of(leader, "overdue")
    );
    assert!(text.contains(&said), "{said}\n{text}");
    let issues = &summary["issues"];
    let row = format!(
        "| 问题 | {} | {} | {} | {} |",
        issues["closed"],
        issues["looked_at"],
        issues["looked_at"].as_i64().unwrap() - issues["rebounded"].as_i64().unwrap(),
        issues["rebounded"]
    );
    let text = paper(&office, "lookback");
    assert!(text.contains(&row), "{row}\n{text}");
    // The table by category adds up to the whole, which stands in its last row.
    let text = paper(&office, "progress");
    let rows: Vec<Vec<i64>> = text
        .lines()
        .skip_while(|line| !line.starts_with("| 方面"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.replace('*', "").split('|').skip(2).take(7).map(|cell| cell.trim().parse().unwrap()).collect())
        .collect();
    let (whole, parts) = rows.split_last().unwrap();
    for at in 0..7 {
        assert_eq!(parts.iter().map(|row| row[at]).sum::<i64>(), whole[at], "{text}");
    }
    assert_eq!(whole[0], issues["total"].as_i64().unwrap());
}

#[test]
fn papers_of_the_same_ledger_and_day_are_the_same_bytes() {
    let office = rich();
    marked(&office);
    for words in [
        "bulletin",
        "bulletin --public --checked --contact 电话：12345678",
        "monthly --month 8月",
        "progress",
        "leader --head 院长",
        "lookback",
    ] {
        for ending in ["docx", "md"] {
            for name in ["甲", "乙"] {
                run(&office, &format!("paper {words} --force -o {name}.{ending}")).went_well();
            }
            let same = office.bytes(&format!("甲.{ending}")) == office.bytes(&format!("乙.{ending}"));
            assert!(same, "{words} as {ending}");
        }
    }
}
