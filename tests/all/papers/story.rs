//! The papers that tell of a whole round: bulletin, monthly, progress, leader and look-back reports.

use crate::all::office::{Office, Outcome};
use serde_json::Value;
use std::fs;

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

/// Words of items, filings and outcomes that were not marked for the public.
const NOT_PUBLIC: [&str; 21] = [
    "某件举报查处迟缓",
    "查明举报事由",
    "举报人反映",
    "当事人不配合",
    "约谈举报对象",
    "文书校对不细",
    "逐份复核",
    "终本案件",
    "集中交流研讨",
    "集中研讨两次",
    "补登印章使用",
    "已补登",
    "案款发放偏慢",
    "逐件清理",
    "1234号",
    "健全学习机制",
    "机制已经印发",
    "其他部门学习",
    "均已补学",
    "建立案款发放平台",
    "审判执行方面",
];

#[test]
fn the_public_reads_nothing_that_was_not_marked_for_it() {
    let office = rich();
    marked(&office);
    let text = paper(&office, "bulletin --public --checked");
    for words in NOT_PUBLIC {
        assert!(!text.contains(words), "{words}\n{text}");
    }
    for words in ["理论学习不深入", "学习制度已经修订印发。", "部分案款发放不够及时", "公开期限：自公开之日起15日。"]
    {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // Counts include the rest, and what is left out is counted.
    assert!(text.contains("另有5个问题、1个问题表现、4条措施、1条整改意见按规定不公开"), "{text}");
    let summary = does(&office, "summary --format json").json();
    for sentence in summary["sentences"].as_array().unwrap() {
        assert!(text.contains(sentence.as_str().unwrap()), "{sentence}\n{text}");
    }
    // Inside the party, what is 不公开 is counted and not told.
    for words in ["bulletin", "progress", "monthly --month 8月", "leader --head 院长", "lookback"] {
        let text = paper(&office, words);
        for words in &NOT_PUBLIC[..4] {
            assert!(!text.contains(words), "{words}\n{text}");
        }
    }
}

/// The public has no ledger: its version carries no code of it, no list for the clerk, nothing to verify it by.
#[test]
fn the_public_version_carries_nothing_of_the_ledger_itself() {
    let office = rich();
    marked(&office);
    let drafted = run(&office, "paper bulletin --public --checked --format md").went_well();
    // Gaps are told on the screen.
    assert!(drafted.err.contains("尚无经采用的填报") || drafted.err.contains("标题以序号代替"), "{drafted}");
    run(&office, "paper bulletin --public --checked --issue --register 某法整改 --yes --as-of 2025-09-05 -o 公开.md")
        .went_well();
    let issued = fs::read_to_string(office.path("公开.md")).unwrap();
    for text in [drafted.out, issued] {
        for words in [
            "锚码",
            "核验",
            "taizhang",
            "核对清单",
            "编号",
            "尚无经采用的填报",
            "补登印章",
            "C1",
            "2.2",
            "3.2",
            "Y1",
            "J1",
        ] {
            assert!(!text.contains(words), "{words}\n{text}");
        }
    }
    assert!(paper(&office, "bulletin").contains("台账锚码"));
}

/// What is counted under 其他成效 is in the office's own words, too.
#[test]
fn names_in_outcomes_are_looked_at_like_those_in_filings() {
    let office = rich();
    marked(&office);
    does(&office, "edit --filing 4 --disclosure 不公开");
    does(&office, "outcome other 2 --name 慰问困难职工吴桂芳 --count 1 --unit 次");
    does(&office, "outcome edit 4 --disclosure 可公开");
    refused(&office, "paper bulletin --public", "人员姓名“吴桂芳”").says("认不得的是");
}

#[test]
fn names_and_case_numbers_are_looked_at_before_the_public_reads_them() {
    let office = rich();
    marked(&office);
    let said = refused(&office, "paper bulletin --public", "人员姓名“李某甲”").err;
    assert!(said.contains("--checked") && !said.contains("1234号"), "{said}");
    does(&office, "edit 3.1 --disclosure 可公开");
    does(&office, "edit --filing 5 --disclosure 可公开");
    refused(&office, "paper bulletin --public", "案号“（2024）某0101执1234号”");
    assert!(!office.path("某区人民法院党组关于巡察整改进展情况的通报（征求意见稿）（公开）.docx").exists());
    let told = does(&office, "paper bulletin --public --checked --format json").json();
    assert_eq!(told["second_looks"][0]["code"], "2.2");
    assert_eq!(told["second_looks"][0]["reason"], "person");
    assert_eq!(told["second_looks"][1]["words"], "（2024）某0101执1234号");
    // Another wording takes it away; it is not changed by itself.
    does(&office, "edit --filing 4 --disclosure 可公开 --public-words 已明确专人保管");
    let said = refused(&office, "paper bulletin --public", "案号").err;
    assert!(!said.contains("李某甲"), "{said}");
}

/// A category is a heading only, and headings are read, too.
#[test]
fn names_in_headings_are_looked_at_and_where_nothing_is_found_that_is_no_proof() {
    let mut office = Office::empty();
    office.on(DAY);
    for line in [
        "init",
        "round open 甲 --feedback 2025-06-13 --on 2025-06-13",
        "party add 政治部 --kind 部门 --on 2025-06-13",
        "add 党的建设（吴大维案） --kind 方面 --on 2025-06-13",
        "add 学习不深入 --under C1 --dept 政治部 --on 2025-06-13",
        "edit C1 --disclosure 可公开",
        "edit 1 --disclosure 可公开",
    ] {
        does(&office, line);
    }
    refused(&office, "paper bulletin --public", "人员姓名“吴大维”");
    does(&office, "edit C1 --disclosure 可公开 --public-words 党的建设");
    let known = "没有认出要再看的字样";
    let drafted = run(&office, "paper bulletin --public --format md").went_well();
    assert!(drafted.err.contains(known) && !drafted.out.contains(known), "{drafted}");
    let json = run(&office, "paper bulletin --public --format json").went_well();
    assert!(!json.err.contains(known) && !json.out.contains(known), "{json}");
}

#[test]
fn what_was_not_filed_is_listed_and_not_padded() {
    let office = rich();
    let told = does(&office, "paper bulletin --format json").json();
    let gaps: Vec<(&str, &str)> = told["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| (gap["kind"].as_str().unwrap(), gap["code"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(gaps, [("no_filing", "3.2"), ("no_filing", "G1")]);
    assert_eq!(told["draft"], Value::Bool(true));
    let again = run(&office, "paper bulletin -o 再.md").went_well();
    assert!(again.err.contains("以下问题尚无经采用的填报："), "{again}");
    assert!(again.err.contains("G1 建立案款发放平台"), "{again}");
    let text = fs::read_to_string(office.path("再.md")).unwrap();
    assert!(text.contains("以下问题尚无经采用的填报："), "{text}");
    refused(&office, "paper bulletin --strict -o 严.md", "G1 建立案款发放平台");
    assert!(!office.path("严.md").exists());
    does(&office, "progress 3.2 G1 --state 整改中 --situation 已经着手 --yes");
    does(&office, "paper bulletin --strict -o 严.md");
    // What waits to be accepted does not count.
    let mut office = Office::empty();
    office.on(DAY);
    for line in [
        "init",
        "round open 甲 --feedback 2025-06-13 --on 2025-06-13",
        "party add 政治部 --kind 部门 --on 2025-06-13",
        "add 学习不深入 --dept 政治部 --on 2025-06-13",
        "progress 1 --state 整改中 --situation 已经着手 --dept 政治部 --filled-by 填表人 --pending --on 2025-07-01",
    ] {
        let outcome = run(&office, line);
        assert!(outcome.code == 0, "{outcome}");
    }
    let text = paper(&office, "bulletin");
    assert!(text.contains("1 学习不深入") && !text.contains("已经着手"), "{text}");
    for setting in ["进驻起止日期", "被巡察党组", "巡视巡察机构", "整改方案的审议通过"] {
        assert!(text.contains(setting), "{setting}\n{text}");
    }
}

#[test]
fn issuing_locks_the_round_and_hands_the_same_out_again() {
    let office = rich();
    refused(&office, "paper bulletin --issue --as-of 2025-08-31 -o 通报.docx", "--register");
    let issue = "paper bulletin --issue --register 某法整改通报";
    refused(&office, &format!("{issue} --as-of 2025-08-31 -o 通报.docx"), "印发后不能撤回");
    assert!(!office.path("通报.docx").exists());
    office.write("占用.docx", "别的");
    refused(&office, &format!("{issue} --yes --as-of 2025-08-31 -o 占用.docx"), "已经存在");
    let told = does(&office, &format!("{issue} --yes --as-of 2025-08-31 -o 通报.docx --format json")).json();
    assert_eq!(told["locked_through"], "2025-08-31");
    assert_eq!(told["draft"], Value::Bool(false));
    assert_eq!(told["title"], "某区人民法院党组关于巡察整改进展情况的通报");
    assert_eq!(told["number"], "某法整改通报〔2025〕1号");
    let printed = told["anchor"].as_str().unwrap();
    run(&office, &format!("verify --anchor {printed}")).ok();
    refused(&office, "progress 2.2 --done --on 2025-08-25", "锁定");
    let locked = does(&office, "round show --format json").json();
    assert_eq!(locked["locks"][0]["title"], "某区人民法院党组关于巡察整改进展情况的通报");
    assert_eq!(locked["locks"][0]["paper"], 1);
    // Handed out again: no second lock, and the same bytes, though the ledger went on.
    does(&office, "progress 2.2 --done --completed-on 2025-08-25 --situation 专用柜配齐");
    let again = anchor(&office);
    run(&office, "paper bulletin --issue --as-of 2025-08-31 -o 再印.docx").went_well().says("印发时的原件");
    assert_eq!(anchor(&office), again);
    assert!(office.bytes("通报.docx") == office.bytes("再印.docx"));
    // The next one tells what was not known then.
    for words in ["bulletin", "progress"] {
        let text = paper(&office, words);
        assert!(text.contains("补报调整") && text.contains("2025-08-25"), "{words}\n{text}");
    }
    let text = paper(&office, "bulletin --public");
    assert!(text.contains("补报调整2项") && !text.contains("专人保管"), "{text}");
    // An earlier day was never issued and cannot be any more.
    refused(&office, "paper bulletin --issue --yes --as-of 2025-08-15 -o 早.docx", "锁定");
    assert!(!office.path("早.docx").exists());
    run(&office, "verify").ok();
    // A round that was locked by hand is not locked again; the paper is on record all the same.
    does(&office, "round lock --through 2025-09-05 --yes");
    run(&office, "paper bulletin --issue --as-of 2025-09-05 -o 九月.md").went_well().says("不再锁定").says("2号");
    assert_eq!(does(&office, "round show --format json").json()["locks"].as_array().unwrap().len(), 2);
    let text = fs::read_to_string(office.path("九月.md")).unwrap();
    assert!(!text.contains("征求意见稿") && !text.contains("核对清单"), "{text}");
    assert!(text.contains("某法整改通报〔2025〕2号"), "{text}");
}

#[test]
fn a_bulletin_is_in_nobodys_way_who_takes_back_what_came_after_its_day() {
    let office = rich();
    let reopened = does(&office, "reopen 1 --reason 抽查发现反弹 --format json").json()["records"]["first"].clone();
    does(&office, "paper bulletin --issue --yes --as-of 2025-08-31 --register 某法整改通报 -o 通报.docx");
    does(&office, &format!("undo --record {reopened} --reason 核实没有反弹"));
    run(&office, "verify").ok();
}

#[test]
fn both_versions_are_on_record_and_lock_the_round_once() {
    for (first, second) in [("", "--public --checked"), ("--public --checked", "")] {
        let office = rich();
        marked(&office);
        // The very day of issue is locked by the first of them.
        let issue = |flags: &str, name: &str| {
            does(
                &office,
                &format!("paper bulletin --issue --yes --register 某法整改通报 {flags} -o {name} --format json"),
            )
            .json()
        };
        let (one, two) = (issue(first, "一.docx"), issue(second, "二.docx"));
        assert_eq!((&one["no"], &two["no"]), (&1.into(), &2.into()));
        assert_eq!(does(&office, "round show --format json").json()["locks"].as_array().unwrap().len(), 1);
        let papers = does(&office, "paper register --format json").json()["papers"].as_array().unwrap().clone();
        let public = papers.iter().find(|paper| paper["audience"] == "public").unwrap();
        let party = papers.iter().find(|paper| paper["audience"] == "party").unwrap();
        assert_eq!((&public["looked_at"], &party["looked_at"]), (&1.into(), &Value::Null));
        // Three issues may be read by the public, seven and an opinion by the party.
        assert_eq!((&public["items"], &party["items"]), (&3.into(), &9.into()), "{papers:?}");
        let by = public["issued_by"].as_str().unwrap();
        let shown = does(&office, "paper register").out;
        assert!(shown.contains(&format!("公开前由{by}逐处看过1处")), "{shown}");
        let log = does(&office, "log --format json").out;
        assert!(log.contains("公开版，公开前逐处看过 1 处") && log.contains("留存印发的原件"), "{log}");
        // As they were, by the number and by the same command, whatever was said of the items since.
        for (version, name) in [(&one, "一.docx"), (&two, "二.docx")] {
            does(&office, &format!("paper register --no {} -o 再-{name}", version["no"]));
            assert!(office.bytes(name) == office.bytes(&format!("再-{name}")));
        }
        // The number stands on the party's version only.
        for (flags, bears) in [("", true), ("--public --checked", false)] {
            let anew = does(&office, &format!("paper bulletin --issue {flags} --force -o 另.md"));
            assert!(anew.out.contains("不是印发时的原件"), "{anew}");
            let text = fs::read_to_string(office.path("另.md")).unwrap();
            assert_eq!(text.contains("某法整改通报〔2025〕"), bears, "{text}");
        }
        run(&office, "verify").ok();
    }
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
