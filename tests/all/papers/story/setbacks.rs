//! What was filed and refuted afterwards is no result that stands: papers say what came after.

use super::*;

/// One measure filed as done and denied, one issue without measures returned, one struck off that came back: each with a measure or
/// filing that still stands.
fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01");
    office.write("材料.txt", "材料");
    for line in [
        "init --office 某区人民法院整改办",
        "round open 2025巡察 --feedback 2025-06-10 --body 区委巡察组 --party-group 某区人民法院党组 \
         --policy 整改办初审,党组会审定 --on 2025-06-10",
        "party add 分管副院长 --kind 院领导 --on 2025-06-20",
        "party add 政治部 办公室 --kind 部门 --on 2025-06-20",
        "add 选人用人不规范 --dept 政治部 --leader 分管副院长 --due 2025-12-31 --on 2025-06-20",
        "add 补办公示程序 --kind 措施 --under 1 --on 2025-06-20",
        "add 批评教育责任人 --kind 措施 --under 1 --on 2025-06-20",
        "add 会议记录补造 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
        "add 责令检查 --kind 措施 --under 2 --on 2025-06-20",
        "add 每月抽查 --kind 措施 --under 2 --on 2025-06-20",
        "add 文书校对不细 --dept 办公室 --due 2025-12-31 --on 2025-06-20",
        "progress 1.1 --done --situation 已补齐公示材料。 --on 2025-07-10",
        "progress 1.2 --done --situation 已批评教育 --on 2025-07-10",
        "progress 2.1 --done --situation 已责令检查 --on 2025-07-10",
        "progress 2.2 --done --situation 已抽查三个支部 --on 2025-07-10",
        "progress 3 --done --situation 已逐份复核 --on 2025-07-10",
        "attach 1 2 3 材料.txt --on 2025-07-11",
        "submit 1 2 3 --yes --on 2025-07-12",
        "sign 1 --step 整改办初审 --deny --words 公示照片缺失 --open 1.1 --keep-due --on 2025-07-20",
        "sign 2 3 --step 整改办初审 --words 材料齐全 --yes --on 2025-07-20",
        "meeting add 2025-07-30 --kind 党组会 --title 第9次党组会 --on 2025-07-30",
        "close 2 --meeting 2025-07-30 --on 2025-07-30",
        "return 3 --meeting 2025-07-30 --words 抽查仍有差错 --keep-due --on 2025-07-30",
        "recheck 2 --result 反弹 --checker 机关纪委 --words 七月记录仍为补造 --open 2.2 --on 2025-08-25",
    ] {
        does(&office, line);
    }
    office
}

#[test]
fn a_filing_that_was_refuted_is_not_printed_as_the_result() {
    let office = office();
    for words in ["bulletin", "progress"] {
        let text = paper(&office, words);
        for said in [
            "（1）补办公示程序（整改中）。已补齐公示材料（填报后于2025年7月20日退回继续整改）。",
            "（2）批评教育责任人。已批评教育。",
            "进展：整改中，2025年7月20日经审核退回继续整改（公示照片缺失），时限2025年12月31日。",
            "（1）责令检查。已责令检查。",
            "（2）每月抽查（整改中）。已抽查三个支部（填报后于2025年8月25日回头看发现反弹）。",
            "进展：整改中，曾于2025年7月30日销号，2025年8月25日回头看发现反弹，撤销销号（七月记录仍为补造），时限2025年12月31日。",
            "已逐份复核（填报后于2025年7月30日退回继续整改）。",
            "进展：整改中，2025年7月30日经审议退回继续整改（抽查仍有差错），时限2025年12月31日。",
        ] {
            assert!(text.lines().any(|line| line == said), "{words}: {said}\n{text}");
        }
        // Of a day before, it stood.
        let before = paper(&office, &format!("{words} --as-of 2025-07-19"));
        assert!(
            before.contains("（1）补办公示程序。已补齐公示材料。") && !before.contains("填报后"),
            "{words}\n{before}"
        );
    }
    let text = paper(&office, "leader --leader 分管副院长");
    assert!(text.contains("已补齐公示材料（填报后于2025年7月20日退回继续整改）。已批评教育。"), "{text}");
    // The public is told that it was, not why.
    does(&office, "edit 1 1.1 2 --disclosure 可公开 --yes");
    does(&office, "edit --filing 1 --disclosure 可公开");
    let text = paper(&office, "bulletin --public --checked");
    for said in
        ["已补齐公示材料（此后退回继续整改）。", "经审核退回继续整改。", "曾经销号，后回头看发现反弹，撤销销号。"]
    {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(!text.contains("照片缺失") && !text.contains("仍为补造"), "{text}");
}

/// What is filed anew stands again, on the same day, too.
#[test]
fn what_is_filed_after_a_setback_stands() {
    let office = office();
    for line in [
        "progress 1.1 --state 整改中 --situation 照片已补拍 --on 2025-07-20",
        "progress 2.2 --done --situation 已逐月核对 --on 2025-08-28",
        "progress 3 --done --situation 已重新校对 --on 2025-08-28",
        "submit 3 --on 2025-08-29",
    ] {
        does(&office, line);
    }
    let text = paper(&office, "bulletin");
    for said in ["照片已补拍。", "已逐月核对。", "已重新校对。"] {
        assert!(text.lines().any(|line| line.ends_with(said)), "{said}\n{text}");
    }
    assert!(!text.contains("填报后"), "{text}");
    assert!(!text.contains("抽查仍有差错"), "it is asked for anew\n{text}");
    assert!(text.contains("曾于2025年7月30日销号"), "{text}");
}
