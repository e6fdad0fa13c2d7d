//! What the public reads of a round, and what is looked at before it does.

use super::*;
use std::fs;

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

#[test]
fn cases_that_the_public_is_not_told_of_are_counted() {
    let office = rich();
    marked(&office);
    does(&office, "add 某公司申请退款案 --kind 个案 --under 3 --on 2025-06-20");
    does(&office, "add 某人举报案 --kind 个案 --under 5 --on 2025-06-20");
    let text = paper(&office, "bulletin --public --checked");
    assert!(text.contains("4条措施、1条整改意见、2件个案按规定不公开"), "{text}");
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
