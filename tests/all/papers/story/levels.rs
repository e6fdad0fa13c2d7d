//! What stands beside issues and measures is counted and told of, too, and never run into them.

use super::*;

/// An issue with a case, two measures and an opinion: the case and the opinion late.
fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01");
    for line in [
        "init --office 某区人民法院整改办",
        "round open 2025巡察 --feedback 2025-06-10 --body 区委巡察组 --party-group 某区人民法院党组 --on 2025-06-10",
        "party add 院长 分管副院长 --kind 院领导 --on 2025-06-20",
        "party add 政治部 办公室 执行局 --kind 部门 --on 2025-06-20",
        "add 案款管理混乱 --dept 执行局 --leader 分管副院长 --due 2025-12-31 --on 2025-07-01",
        "add 清理案款 --kind 措施 --under 1 --on 2025-07-01",
        "add 健全台账 --kind 措施 --under 1 --on 2025-07-01",
        "add 某信访案 --kind 个案 --under 1 --dept 执行局,办公室 --leader 分管副院长 --due 2025-07-20 --on 2025-07-01",
        "add 健全案款制度 --kind 意见 --dept 办公室 --leader 院长 --due 2025-07-25 --on 2025-07-01",
        "add 举报件办理 --kind 个案 --under 1 --dept 政治部 --leader 分管副院长 --due 2025-12-31 --on 2025-07-01",
        "progress 1.1 --done --situation 发放案款若干 --problems 部分当事人联系不上 --next 公告后提存 --on 2025-08-05",
        "progress 1.2 Y1 --state 整改中 --situation 推进中 --yes --on 2025-08-05",
        "progress 1.4 --done --situation 经查不属实，已经答复 --on 2025-08-06",
        "progress 1.3 --state 整改中 --situation 约见一次 --on 2025-08-06",
    ] {
        does(&office, line);
    }
    office
}

/// What section 四 counts, section 五 gives to departments: every level, and what nobody answers for.
#[test]
fn late_cases_and_opinions_are_their_departments_in_the_monthly_report() {
    let office = office();
    let text = paper(&office, "monthly --month 2025-08");
    assert!(text.contains("逾期未完成的有反馈问题0个、整改意见1条、个案1件。"), "{text}");
    assert!(
        text.contains(
            "有逾期事项的部门：办公室（整改意见1条、个案1件）、执行局（个案1件）；一项事项有几个责任部门的，各计一次。"
        ),
        "{text}"
    );
    does(&office, "add 无主事项 --due 2025-08-10 --on 2025-07-02");
    let text = paper(&office, "monthly --month 2025-08");
    assert!(text.contains("、未定责任部门（反馈问题1个）；"), "{text}");
}

#[test]
fn a_leader_reports_on_cases_and_opinions_apart() {
    let office = office();
    let text = paper(&office, "leader --leader 分管副院长");
    let result = text.lines().find(|line| line.contains("案款管理混乱。")).unwrap();
    assert!(result.ends_with("发放案款若干。推进中。"), "{text}");
    for said in [
        "措施2条，已完成1条、逾期未完成0条；个案2件，已办结1件、逾期未完成1件。",
        "### 牵头个案的办理情况",
        "某信访案。约见一次。",
        "举报件办理。经查不属实，已经答复。",
        "牵头个案中尚未完成的1件，编号1.3，均已逾期。",
        "| 1.3 | 个案 | 某信访案 |",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // Who leads nothing but an opinion reports on it.
    let text = paper(&office, "leader --leader 院长");
    for said in [
        "问题0个，",
        "整改意见1条，已落实0条、逾期未完成1条。",
        "### 牵头整改意见的落实情况",
        "牵头整改意见中尚未完成的1条，编号Y1，均已逾期。",
        "| Y1 | 整改意见 | 健全案款制度 | 院长 |",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // What nobody is told of is counted.
    does(&office, "edit 1.3 --disclosure 不公开");
    let text = paper(&office, "leader --leader 分管副院长");
    assert!(text.contains("另有1件个案按规定不列出") && !text.contains("某信访案"), "{text}");
}

/// Levels are counted apart, in papers as in `summary --explain`.
#[test]
fn standing_work_is_counted_level_by_level() {
    let office = office();
    for line in [
        "add 常态学习 --kind 问题 --dept 政治部 --leader 院长 --due 长期坚持 --on 2025-07-01",
        "add 每季学习 --kind 措施 --under 2 --on 2025-07-01",
        "add 每月通报 --kind 措施 --under 2 --on 2025-07-01",
    ] {
        does(&office, line);
    }
    let told = does(&office, "summary --format json").json();
    assert_eq!((&told["issues"]["standing"], &told["measures"]["standing"]), (&Value::from(1), &Value::from(2)));
    assert!(paper(&office, "standing").contains("问题1个、措施2条，均留在台账上"));
    let text = paper(&office, "bulletin");
    assert!(text.contains("到期后长期坚持的问题1个、措施2条，均持续推进。"), "{text}");
    // The public is told how much of it it does not read.
    does(&office, "edit 2 2.1 --disclosure 可公开 --yes");
    let text = paper(&office, "bulletin --public --checked");
    assert!(text.contains("到期后长期坚持的问题1个、措施2条（其中措施1条按规定不公开），均持续推进。"), "{text}");
}

/// A measure that is done may leave something to its issue: it is told until the issue is done, too.
#[test]
fn what_a_done_measure_left_is_told_while_its_issue_is_open() {
    let office = office();
    for (words, cause) in
        [("bulletin", "1\\.清理案款：部分当事人联系不上。"), ("progress", "。原因：部分当事人联系不上。")]
    {
        let outcome = does(&office, &format!("paper {words} --format md"));
        assert!(outcome.out.contains(cause), "{words}\n{outcome}");
        assert!(outcome.out.contains("1\\.清理案款：公告后提存。"), "{words}\n{outcome}");
        assert!(!outcome.err.contains("1 没有填报过存在问题"), "{words}\n{outcome}");
    }
    // What was said before it was done is settled.
    does(&office, "progress 1.2 --state 整改中 --situation 推进中 --problems 人手不足 --on 2025-08-07");
    assert!(paper(&office, "bulletin").contains("人手不足"));
    does(&office, "progress 1.2 --done --situation 台账已建 --on 2025-08-08");
    let text = paper(&office, "bulletin");
    assert!(!text.contains("人手不足"), "{text}");
    assert!(!text.contains("联系不上"), "the issue is done by now\n{text}");
}
