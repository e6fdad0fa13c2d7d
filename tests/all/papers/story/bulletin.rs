//! What a bulletin lacks, and how it is issued.

use super::*;
use std::fs;

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
    assert!(text.contains("二、1.学习不深入（台账编号1）") && !text.contains("已经着手"), "{text}");
    for setting in ["进驻起止日期", "被巡察党组", "巡视巡察机构", "整改方案的审议通过"] {
        assert!(text.contains(setting), "{setting}\n{text}");
    }
}

/// Readers of the party's version know the numbers printed in it, not the ledger's; and opinions are no issues.
#[test]
fn what_was_not_filed_is_found_by_the_numbers_of_the_paper() {
    let mut office = rich();
    does(&office, "add 完善案款管理制度 --kind 意见 --answers 3 --dept 执行局");
    let lists = |text: &str, codes: [&str; 3]| {
        let [part, reform, opinion] = codes;
        format!(
            "以下问题尚无经采用的填报：\n\n二、（二）2.（1）②长期未发放案款{part}\n\n五、1.建立案款发放平台{reform}\n\n\
                 以下整改意见尚无经采用的填报：\n\n三、2.完善案款管理制度{opinion}\n"
        )
        .split('\n')
        .all(|line| text.lines().any(|other| other.replace('\\', "") == line))
    };
    // The clerk, for whom the draft is, is told where they stand in the ledger, too.
    let draft = paper(&office, "bulletin");
    assert!(lists(&draft, ["（台账编号3.2）", "（台账编号G1）", "（台账编号Y2）"]), "{draft}");
    // The numbers are those of the style that was chosen.
    let sections = paper(&office, "bulletin --numbering 分节");
    assert!(sections.contains("三、2.（1）②长期未发放案款"), "{sections}");
    let told = run(&office, "paper bulletin -o 稿.docx").went_well();
    assert!(told.err.contains("以下整改意见尚无经采用的填报：\n  Y2 完善案款管理制度\n"), "{told}");
    office.on("2025-09-06");
    does(&office, "paper bulletin --issue --yes --as-of 2025-09-05 --register 某法整改通报 -o 通报.md");
    let issued = fs::read_to_string(office.path("通报.md")).unwrap();
    assert!(lists(&issued, ["", "", ""]), "{issued}");
    for code in ["3.2", "G1", "Y2", "台账编号"] {
        assert!(!issued.contains(code), "{code}\n{issued}");
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
