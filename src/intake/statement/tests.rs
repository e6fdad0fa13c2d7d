//! Sentences after the patterns that reports use, each with what is to be said of it.

use super::*;
use crate::domain::stated::State;
use crate::intake::{Options, read_text};
use crate::zh::label::Label as _;

fn told(sentence: &str) -> Vec<String> {
    let plan = read_text("样本", format!("某局整改情况报告\n{sentence}\n").as_bytes(), &Options::default()).unwrap();
    let checks = read(&plan).checks.into_iter().filter(|check| check.fault != Fault::Outline);
    checks.map(|c| format!("{} {} {}≠{} {}", c.weight, c.fault, c.stated, c.computed, c.against)).collect()
}

fn accused(sentence: &str) -> Vec<String> {
    told(sentence).into_iter().filter(|said| !said.starts_with("agrees")).collect()
}

#[test]
fn sums_that_hold_are_said_to_hold() {
    for sentence in [
        "697个问题，完成688个，基本完成4个，未完成5个，完成率98.71%。",
        "排查25项任务，已完成19项，正在推进6项，完成率76%。",
        "受理信访件56件，办结50件，正在办理6件。",
        "25个问题，已完成20个，其余5个持续推进。",
        "制定修订制度40项，其中新建12项、修订28项。",
        "台账列有471个问题，销号453个、延期18个，销号率96.18%。",
        "41项整改任务中，完成25项（其中销号13项），未完成但达到序时进度16项。",
        "处理37人，其中批评教育18人、提醒谈话11人、责令检查1人、诫勉2人、党纪处分5人。",
        "制度共7项：新建3项、修订4项。",
        "新建制度3项、修订4项，共7项。",
        "追缴资金12.345万元，其中甲项目7.345万元、乙项目5万元。",
        "共12个问题，党建、业务、作风三方面分别为3个、4个、5个。",
    ] {
        assert_eq!(accused(sentence), [""; 0], "{sentence}");
        assert!(told(sentence).iter().any(|said| said.starts_with("agrees sum")), "{sentence}: {:?}", told(sentence));
    }
}

#[test]
fn sums_that_do_not_hold_are_found() {
    for (sentence, said) in [
        ("697个问题，完成688个，基本完成4个，未完成6个。", "finding sum 697个≠698个"),
        ("排查25项任务，已完成19项，正在推进5项。", "finding sum 25项≠24项"),
        ("41项整改任务中，完成25项（其中销号26项），未完成16项。", "finding part_over_whole 25项≠26项"),
        ("处理37人，其中批评教育18人、提醒谈话11人、责令检查1人、诫勉2人、党纪处分6人。", "finding sum 37人≠38人"),
        ("处理37人，其中批评教育18人、提醒谈话11人、责令检查1人、诫勉2人、党纪处分4人。", "remark sum 37人≠36人"),
        ("新建制度3项、修订4项，共8项。", "finding sum 8项≠7项"),
        ("追缴资金12.345万元，其中甲项目7.345万元、乙项目6万元。", "finding sum 12.345万元≠13.345万元"),
        ("共12个问题，党建、业务、作风三方面分别为3个、4个、6个。", "finding sum 12个≠13个"),
        ("制定修订制度40项，其中新建12项、修订30项。", "finding sum 40项≠42项"),
        ("处理37人，其中党员干部30人、领导干部12人。", "remark sum 37人≠42人"),
        ("28个问题，已完成29个。", "finding part_over_whole 28个≠29个"),
        ("印发规范性文件28件，其中制度性规定29件。", "finding part_over_whole 28件≠29件"),
    ] {
        let found = accused(sentence);
        assert!(found.len() == 1 && found[0].starts_with(said), "{sentence}: {found:?}");
    }
}

#[test]
fn a_stretch_that_says_only_states_goes_on_with_the_total_before_it() {
    for (sentence, said) in [
        (
            "反馈具体问题8个，制定措施14条。截至2025年8月31日，已完成6个、基本完成1个、未完成2个。",
            "finding sum 8个≠9个",
        ),
        ("反馈具体问题8个。目前已完成6个，完成率74%。", "finding rate 74%≠75.00%"),
        ("反馈具体问题8个；已完成9个。", "finding part_over_whole 8个≠9个"),
    ] {
        let found = accused(sentence);
        assert!(found.len() == 1 && found[0].starts_with(said), "{sentence}: {found:?}");
    }
    for sentence in [
        "反馈具体问题8个，制定措施14条。截至目前，已完成6个、未完成2个；销号5个，销号率62%。",
        "反馈具体问题8个。上轮巡察反馈的问题中，已完成15个，未完成2个。",
        "反馈具体问题8个。走访企业12个。已完成15个。",
        "反馈具体问题8个。办公室已完成9个。",
        "反馈具体问题8个。\n已完成9个。",
    ] {
        assert_eq!(accused(sentence), [""; 0], "{sentence}");
    }
}

#[test]
fn what_need_not_add_up_is_not_accused() {
    for sentence in [
        "反馈指出5个方面28个问题，制定措施100条，修订制度9项。",
        "697个问题，完成688个，基本完成4个。",
        "修订制度40项，其中审判类12项、执行类9项等。",
        "印发规范性文件28件，其中制度性规定9件。",
        "走访12个单位，发现问题15个，完成整改15个。",
        "走访12个单位，完成整改15个。",
        "每个支部2个问题，完成28个。",
        "收案355件执结339件，其中罚没款未结6件，非诉未结10件。",
        "长期未结案件50件，低于目标值65件，清理效果显著，其中两年以上的仅剩4件。",
        "追缴诉讼费341万元，其中收缴到位488件，转执行569件。",
        "给予处分4人，其中党纪处分3人、政务处分3人。",
        "约30个问题，完成31个。",
        "召开会议12次（研究问题8次、听取汇报9次）。",
        "本轮反馈具体问题26个，完成25个；收到整改意见19条，已落实18条。",
        "某项工作完成率5%，同比上升3%。",
        "院长办案不低于5%，副院长不低于30%。",
        "印发《关于3个问题完成5个的通知》。",
        "处理37人，其中党员干部30人、领导干部12人。",
        "走访企业50家，其中民营企业40家、小微企业30家。",
        "走访12个村，其中解决问题15个。",
        "697个问题，完成688个，完成率较上月提高5%。",
        "697个问题，完成688个，完成率由80%提高到98.71%。",
        "25个问题，立行立改完成10个，限期完成8个，长期坚持7个。",
        "25个问题，6月底前完成20个，9月底前完成5个。",
        "30个问题，已完成28个，制定制度12个，未完成2个。",
        "28个问题，到期应完成20个，实际完成20个，到期完成率100%。",
        "6个项目存在差额，其中5个项目确有差额，另有1个项目重新核价。",
    ] {
        let found: Vec<String> = accused(sentence).into_iter().filter(|said| said.starts_with("finding")).collect();
        assert_eq!(found, [""; 0], "{sentence}");
    }
}

#[test]
fn rates_are_said_to_be_rounded_or_cut_off_and_neither_is_found() {
    for (sentence, said) in [
        ("697个问题，完成688个，完成率98.71%。", "agrees rate 98.71%≠98.71% 688/697，四舍五入"),
        ("1786个问题，完成1691个，完成率94%。", "agrees rate 94%≠94.68% 1691/1786，舍去尾数"),
        ("完成率82.8%（168/203）。", "agrees rate 82.8%≠82.76% 168/203，四舍五入"),
        ("25个问题，完成19个，占76%。", "agrees rate 76%≠76.00% 19/25，恰好"),
        ("697个问题，完成688个，完成率98.17%。", "finding rate 98.17%≠98.71%"),
        ("完成率62.9%（513/817）。", "finding rate 62.9%≠62.79%"),
        ("471个问题，销号453个，完成460个，销号率97.66%。", "agrees rate 97.66%≠97.66% 460/471"),
        ("问题完成率101%。", "finding rate 101%"),
        ("25个问题，完成19个，占77%。", "remark rate 77%≠76.00%"),
    ] {
        let found = told(sentence);
        assert!(found.iter().any(|found| found.starts_with(said)), "{sentence}: {found:?}");
    }
}

#[test]
fn slips_and_days_are_found_in_running_text() {
    for (sentence, said) in [
        ("追缴12.5万万元。", "finding slip 12.5万万元≠12.5万元"),
        ("完成率98.7%%。", "finding slip 98.7%%≠98.7%"),
        ("2024年2月30日召开会议。", "finding no_such_day 2024年2月30日"),
        ("2024年9月3日至2024年3月3日巡察。", "finding days_out_of_order 2024年9月3日至2024年3月3日"),
    ] {
        let found = accused(sentence);
        assert!(found.iter().any(|found| found.starts_with(said)), "{sentence}: {found:?}");
    }
}

#[test]
fn the_same_thing_stated_twice_must_be_the_same() {
    let twice = |second: &str| accused(&format!("方案列明具体问题28个，整改措施100条。\n{second}"));
    assert_eq!(twice("本轮反馈具体问题28个，已完成27个。"), [""; 0]);
    assert_eq!(twice("上一轮反馈具体问题15个。"), [""; 0]);
    assert_eq!(twice("民主生活会查摆具体问题19个。"), [""; 0]);
    assert_eq!(twice("已完成具体问题25个。"), [""; 0]);
    let found = twice("本轮反馈具体问题29个。");
    assert!(found.len() == 1 && found[0].starts_with("finding stated_twice 29≠28 第2行"), "{found:?}");
}

#[test]
fn claims_keep_their_level_their_state_and_their_day() {
    let text = "某院整改情况通报\n本轮反馈具体问题26个，完成25个；收到整改意见19条，已落实18条。列出举一反三整改事项31个，截至2021年10月底，阶段性完成13个、完成2个。\n给予党纪处分2人、诫勉3人次，追缴12.5万元，修订制度规定40项。\n2022年3月1日\n";
    let statements = read(&read_text("样本", text.as_bytes(), &Options::default()).unwrap());
    let claims: Vec<String> = statements
        .claims
        .iter()
        .map(|claim| {
            let day = claim.as_of.map(|day| format!(" {day}")).unwrap_or_default();
            format!("{:?} {} {}{day}", claim.subject, claim.state, claim.number)
        })
        .collect();
    assert_eq!(
        claims,
        [
            "Issues(Feedback) total 26",
            "Issues(Feedback) completed 25",
            "Opinions total 19",
            "Opinions completed 18",
            "Issues(Extension) total 31 2021-10-31",
            "Issues(Extension) staged 13 2021-10-31",
            "Issues(Extension) completed 2 2021-10-31",
            "People(PartyDiscipline) total 2",
            "Times(Admonition) total 3",
            "Money(Recovered) total 12500000",
            "Institutions total 40",
        ]
    );
    assert_eq!(statements.dated, "2022-03-01".parse().ok());
    let all = "某院整改情况通报\n反馈具体问题27个，均已完成整改。反馈问题3个，均按要求上报。\n";
    let claims = read(&read_text("样本", all.as_bytes(), &Options::default()).unwrap()).claims;
    let claims: Vec<(State, i64)> = claims.iter().map(|claim| (claim.state, claim.number)).collect();
    assert_eq!(claims, [(State::Completed, 27), (State::Total, 27), (State::Total, 3)]);
    assert!(Fault::ALL.iter().all(|fault| !fault.label().is_empty()));
}

#[test]
fn a_feedback_before_the_end_of_the_time_on_site_is_found() {
    let text = "区委巡察组反馈意见\n2025年3月3日至4月30日，区委第二巡察组进行了巡察。2025年4月20日反馈了意见。\n一、主要问题\n1.台账不全。\n";
    let plan = read_text("样本", text.as_bytes(), &Options::default()).unwrap();
    let found: Vec<Fault> = read(&plan).checks.iter().map(|check| check.fault).collect();
    assert_eq!(found, [Fault::DaysOutOfOrder]);
}

#[test]
fn hostile_text_is_read_in_time() {
    for piece in [
        "3个问题，",
        "反馈具体问题3个，完成2个。",
        "其中3个、",
        "（3个",
        "“3个",
        "12月30日至",
        "9万万",
        "截至2024年3月",
        "98%（",
        "》《",
    ] {
        let text = format!("某局整改情况报告\n{}\n", piece.repeat(10_000));
        let begun = std::time::Instant::now();
        let _ = read(&read_text("样本", text.as_bytes(), &Options::default()).unwrap());
        assert!(begun.elapsed().as_secs() < 10, "{piece} {:?}", begun.elapsed());
    }
}
