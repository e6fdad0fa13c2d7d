//! The list papers: every one of them made, printed again to the byte, read back, and its figures those of the summary.

use crate::all::office::{Office, Outcome};
use serde_json::Value;
use std::io::{Cursor, Read as _};

/// Every list paper, with the name that a clerk may type instead.
const KINDS: [(&str, &str); 9] = [
    ("plan", "整改方案"),
    ("lists", "三张清单"),
    ("opinions", "意见清单"),
    ("extensions", "举一反三"),
    ("standing", "长期清单"),
    ("rules", "制度清单"),
    ("meetings", "会议情况"),
    ("unratified", "补办清单"),
    ("cases", "个案清结"),
];

fn does(office: &Office, lines: &[&str]) {
    for line in lines {
        office.run(line.split_whitespace()).went_well();
    }
}

/// A round with two categories, four issues, one 举一反三, one reform, an opinion, cases, rules, meetings.
fn under_way() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01");
    does(
        &office,
        &[
            "init --office 某区人民法院整改办",
            "round open 2025巡察 --feedback 2025-06-13 --body 某区委第一巡察组 --party-group 某区人民法院党组 --on 2025-06-13",
            "party add 院长 分管副院长 --kind 院领导 --on 2025-06-13",
            "party add 政治部 办公室 执行局 --kind 部门 --on 2025-06-13",
            "party add 执行局局长 --kind 责任人 --on 2025-06-13",
            "add 政治建设 --kind 方面 --on 2025-06-20",
            "add 审判执行 --kind 方面 --on 2025-06-20",
            "add 理论学习不深入 --under C1 --leader 院长 --dept 政治部 --due 2025年12月底前 --goal 学习制度化 --on 2025-06-20",
            "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
            "add 组织专题培训 --kind 措施 --under 1 --on 2025-06-20",
            "add 印章登记不全 --under C1 --leader 分管副院长 --dept 办公室 --co-dept 政治部 --due 立行立改 --type 立行立改 --on 2025-06-20",
            "add 补登印章台账 --kind 措施 --under 2 --on 2025-06-20",
            "add 执行案款发放偏慢 --under C2 --leader 分管副院长 --dept 执行局 --person 执行局局长 --due 2025年12月底前 --type 限期 --on 2025-06-20",
            "add 逐案核对案款 --kind 措施 --under 3 --on 2025-06-20",
            "add 涉诉信访化解不够 --under C2 --dept 执行局 --due 长期坚持 --review 2025-09-30 --type 长期坚持 --on 2025-06-20",
            "add 每周研判一次 --kind 措施 --under 4 --on 2025-06-20",
            "add 其他庭室台账缺页 --from-issue 2 --under C1 --dept 办公室 --due 2025-10-31 --on 2025-06-20",
            "add 建立案款一案一账 --under C2 --origin 推动改革 --dept 执行局 --due 2025年底前 --on 2025-06-20",
            "add 健全长效机制 --kind 意见 --answers 1,2 --on 2025-06-20",
            "add 某公司申请退款案 --kind 个案 --under 3 --on 2025-06-20",
            "add 某人申请执行案 --kind 个案 --under 3 --on 2025-06-20",
            "progress 3.2 --done --situation 已退款并回访 --on 2025-07-01",
            "progress 2.1 --done --situation 已补登 --on 2025-07-01",
            "outcome rule 1 --title 学习办法 --number 某法发〔2025〕3号 --revised --institution --on 2025-07-02",
            "outcome rule 3 --title 案款督办规程 --on 2025-07-03",
            "close 2 --taken-over 原台账已销号 --without-evidence 原件在办公室 --on 2025-07-10",
            "meeting add 2025-07-20 --kind 党组会 --title 第9次党组会 --on 2025-07-20",
        ],
    );
    office
}

fn summary(office: &Office) -> Value {
    office.run(["summary", "--format", "json"]).ok().json()
}

fn words(office: &Office, kind: &str) -> String {
    office.run(["--format", "md", "paper", kind]).ok().out
}

fn made(office: &Office, args: &[&str]) -> Outcome {
    office.run(["--format", "json", "paper"].into_iter().chain(args.iter().copied())).ok()
}

/// A part of a Word file.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// What stands in the runs of a document.
fn runs(bytes: &[u8]) -> String {
    let document = part(bytes, "word/document.xml");
    document.split("<w:t ").skip(1).map(|run| run.split(['>', '<']).nth(1).unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_paper_is_printed_again_to_the_byte_under_either_name() {
    let office = under_way();
    for (kind, alias) in KINDS {
        let receipt = made(&office, &[kind, "-o", "一.docx"]).json();
        assert_eq!(receipt["schema"], "taizhang.paper/1");
        assert_eq!((&receipt["kind"], &receipt["as_of"]), (&kind.into(), &"2025-09-01".into()));
        let bytes = office.bytes("一.docx");
        assert_eq!(receipt["bytes"], bytes.len());
        made(&office, &[alias, "-o", "二.docx"]);
        assert_eq!(office.bytes("二.docx"), bytes, "{kind}");
        let title = receipt["title"].as_str().unwrap();
        assert!(title.starts_with("2025巡察"), "{title}");
        assert!(runs(&bytes).contains(title), "{kind}");
        assert!(part(&bytes, "docProps/core.xml").contains("2025-09-01T00:00:00Z"), "{kind}");
        std::fs::remove_file(office.path("一.docx")).unwrap();
        std::fs::remove_file(office.path("二.docx")).unwrap();
    }
}

#[test]
fn figures_in_papers_are_those_of_the_summary() {
    let office = under_way();
    let summary = summary(&office);
    let of = |set: &str, figure: &str| summary[set][figure].as_i64().unwrap();
    let (issues, measures) = (of("issues", "total"), of("measures", "total"));
    assert_eq!((issues, measures, of("cases", "total"), of("opinions", "total")), (6, 5, 2, 1));
    let plan = words(&office, "plan");
    for said in [
        format!("共列问题{issues}个，其中反馈问题4个、举一反三1个、推动改革促进发展1个，制定整改措施{measures}条"),
        "边巡边改0个、立行立改1个、限期整改1个、分阶段整改0个、长期坚持1个、未定类型3个".to_owned(),
        "整改意见1条、个案2件".to_owned(),
        "针对某区委第一巡察组2025年6月13日反馈的意见，某区人民法院党组".to_owned(),
        "尚未经党组会审议通过".to_owned(),
    ] {
        assert!(plan.contains(&said), "{said}\n{plan}");
    }
    let lists = words(&office, "lists");
    assert!(lists.contains(&format!("共有问题{issues}个")) && lists.contains(&format!("制定整改措施{measures}条")));
    for (kind, said) in [
        ("opinions", "共有整改意见1条，已完成0条、阶段性完成0条、整改中0条、未启动1条、已销号0条"),
        ("extensions", "共有举一反三事项1个"),
        ("extensions", "共有推动改革促进发展事项1个"),
        ("extensions", "2　印章登记不全"),
        ("rules", "共制定修订规范性文件2件（新建1件、修订1件），其中制度1件"),
        ("meetings", "召开会议2次，其中反馈会1次、党组会1次"),
        ("unratified", "问题1个、措施0条、整改意见0条、个案0件"),
        ("unratified", "无佐证，原台账已销号"),
        ("cases", "交办个案2件，已清结1件，未清结1件，其中逾期0件；清结率50.00%（1/2）"),
        ("cases", "已退款并回访"),
    ] {
        let words = words(&office, kind);
        assert!(words.contains(said), "{said}\n{words}");
    }
    assert_eq!(of("cases", "completed"), 1);
    assert_eq!(of("issues", "closed_unratified"), 1);
}

#[test]
fn what_meetings_decided_adds_up_and_the_last_word_counts() {
    let office = under_way();
    does(
        &office,
        &[
            "meeting decide 2 --about 补办审议 --as 暂缓 2 --on 2025-07-20",
            "meeting add 2025-08-20 --kind 党组会 --title 第12次党组会 --on 2025-08-20",
            "close 2 --ratify --meeting 3 --on 2025-08-20",
        ],
    );
    let words = words(&office, "meetings");
    assert!(words.contains("会议研究事项2项次，其中同意1项次、退回0项次、暂缓1项次"), "{words}");
    assert!(words.contains("补办审议1项：暂缓1") && words.contains("补办审议1项：同意1"), "{words}");
    let before = office.run(["--format", "md", "paper", "meetings", "--as-of", "2025-08-19"]).ok().out;
    assert!(before.contains("党组会1次") && before.contains("会议研究事项1项次"), "{before}");
}

#[test]
fn a_plan_read_into_a_new_ledger_brings_the_same_items() {
    let office = under_way();
    made(&office, &["plan", "-o", "方案.docx"]);
    let mut other = Office::empty();
    other.on("2025-09-01");
    other.write("方案.docx", office.bytes("方案.docx"));
    does(
        &other,
        &[
            "init --office 某区人民法院整改办",
            "round open 2025巡察 --feedback 2025-06-13 --on 2025-06-13",
            "intake 方案.docx --new-parties --on 2025-06-20 --yes",
        ],
    );
    let items = |office: &Office| {
        let list = office.run(["list", "--all", "--format", "json", "--kind", "问题,措施"]).ok().json();
        let mut items: Vec<Vec<Value>> = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                let keys = ["kind", "origin", "text", "category", "leader", "departments", "co_departments", "person"];
                let mut known: Vec<Value> = keys.iter().map(|key| item[key].clone()).collect();
                known.push(item["deadline"]["raw"].clone());
                known
            })
            .collect();
        items.sort_by_key(|item| item.iter().map(ToString::to_string).collect::<Vec<_>>());
        items
    };
    let (ours, theirs) = (items(&office), items(&other));
    assert_eq!(ours.len(), 11);
    assert_eq!(ours, theirs);
}

#[test]
fn words_from_outside_do_no_harm_in_a_paper() {
    let office = under_way();
    let evil = "</w:t><w:p/>&amp;<!DOCTYPE>=cmd|'/c'!A1";
    office.run(["round", "amend", "2025巡察", "--title", "../../巡察<x>:\"甲\"", "--reason", "更名"]).went_well();
    office.run(["add", evil, "--under", "C1", "--dept", "办公室", "--due", "2025-12-31"]).went_well();
    let receipt = made(&office, &["plan"]).json();
    let file = receipt["file"].as_str().unwrap();
    assert!(!file.contains(['/', '\\', '<', '>', ':', '"']) && !file.starts_with('.'), "{file}");
    let bytes = office.bytes(file);
    let runs = runs(&bytes);
    assert!(runs.contains("&lt;/w:t&gt;&lt;w:p/&gt;&amp;amp;&lt;!DOCTYPE&gt;=cmd|'/c'!A1"), "{runs}");
    // Our own reader sees the very words again.
    let shown = office.run(["intake", file, "--dry-run", "--new-parties", "--format", "json"]).went_well();
    assert!(shown.out.contains("</w:t><w:p/>&amp;<!DOCTYPE>"), "{shown}");
}

#[test]
fn a_paper_without_anything_to_say_says_so() {
    let mut office = Office::empty();
    office.on("2025-09-01");
    does(&office, &["init --office 某办", "round open 2025巡察 --feedback 2025-06-13 --on 2025-06-13"]);
    for (kind, said) in [
        ("plan", "还没有问题"),
        ("lists", "还没有问题"),
        ("opinions", "没有整改意见"),
        ("extensions", "没有举一反三事项"),
        ("standing", "没有需长期整改的事项"),
        ("rules", "没有登记制定或修订的制度"),
        ("meetings", "反馈会1次"),
        ("unratified", "没有需要补办的"),
        ("cases", "没有交办的个案"),
    ] {
        assert!(words(&office, kind).contains(said), "{kind}");
        made(&office, &[kind]);
    }
}

#[test]
fn one_of_the_three_lists_is_a_paper_of_its_own() {
    let office = under_way();
    for (only, heading) in [("问题", "来源"), ("任务清单", "措施编号"), ("duties", "整改任务")] {
        let words = office.run(["--format", "md", "paper", "lists", "--only", only]).ok().out;
        assert!(
            words.contains(heading) && words.lines().filter(|line| line.starts_with("| ---")).count() == 1,
            "{words}"
        );
    }
    office.run(["paper", "lists", "--only", "全部"]).usage();
}

#[test]
fn the_profile_beside_the_ledger_is_how_papers_are_set() {
    let office = under_way();
    office.run(["paper", "profile"]).ok().says("公文格式.toml");
    made(&office, &["rules", "-o", "默认.docx"]);
    office.run(["paper", "profile"]).refused();
    office.write("公文格式.toml", "[page]\ntop = 30\n[title]\nfont = \"华文中宋\"\n[office]\nname = \"某办\"\n");
    made(&office, &["rules", "-o", "本院.docx"]);
    let (default, own) = (office.bytes("默认.docx"), office.bytes("本院.docx"));
    assert!(part(&default, "word/document.xml").contains("w:top=\"2098\""));
    assert!(part(&own, "word/document.xml").contains("w:top=\"1701\""));
    assert!(part(&own, "word/styles.xml").contains("华文中宋"));
    office.write("公文格式.toml", "[page]\n\ntopp = 30\n");
    office.run(["paper", "rules"]).refused().says("第 3 行").says("topp").says("top、bottom");
    office.write("另一份.toml", "");
    made(&office, &["rules", "-o", "又.docx", "--profile", "另一份.toml"]);
    assert_eq!(office.bytes("又.docx"), default);
}

#[test]
fn a_profile_is_told_when_it_holds_and_is_no_word_file() {
    let office = under_way();
    for name in ["公文.docx", "公文.md", "公文.txt"] {
        office.run(["paper", "profile", "-o", name]).usage().says(".toml");
        assert!(!office.path(name).exists());
    }
    office.run(["paper", "profile", "-o", "另.toml"]).ok().says("--profile 另.toml");
    office.run(["paper", "profile", "-o", "公文格式.toml"]).ok().says("改动后出材料即按它排版");
    let told = office.run(["paper", "profile", "--force"]).ok();
    assert!(!told.out.contains("--profile"), "{told}");
}

/// One file is never put into a folder that is not there.
#[test]
fn a_name_without_an_ending_is_a_folder_that_is_there() {
    let office = under_way();
    for line in ["lists", "profile", "agenda", "minutes --meeting 2", "bulletin", "monthly"] {
        for name in ["上会", "-", "没有/上会"] {
            let line = ["paper"].into_iter().chain(line.split(' ')).chain(["-o", name]);
            office.run(line).usage().says("没有后缀的是文件夹");
            assert!(!office.path(name).exists(), "{name}");
        }
    }
    office.run(["paper", "lists", "-o", "没有/上会.docx"]).trouble().says("不会自行新建");
    std::fs::create_dir(office.path("上会")).unwrap();
    office.run(["paper", "lists", "-o", "上会"]).ok().says("上会");
    assert_eq!(std::fs::read_dir(office.path("上会")).unwrap().count(), 1);
    // Letters are many: their folder is made, as the help says, and is none that is called a file.
    for name in ["函.docx", "-"] {
        office.run(["paper", "reminder", "--register", "某法整改督", "-o", name]).usage().says("-o 催办函");
        assert!(!office.path(name).exists(), "{name}");
    }
}

#[test]
fn an_unknown_ending_is_refused_with_the_ones_that_are_known() {
    let office = under_way();
    office.run(["paper", "plan", "-o", "方案.pdf"]).usage().says(".docx").says(".md");
    assert!(!office.path("方案.pdf").exists());
    office.run(["paper", "plan", "-o", "方案.md"]).ok();
    office.run(["paper", "plan", "-o", "方案.md"]).refused().says("已经存在");
}

#[test]
fn a_part_names_itself_and_makes_no_statement_about_the_whole() {
    let office = under_way();
    let of = |kind: &str, dept: &str| office.run(["--format", "md", "paper", kind, "--dept", dept]).ok().out;
    for (kind, dept, said) in [
        ("plan", "执行局", "某区人民法院党组制定方案，摘录范围内列问题3个"),
        ("lists", "执行局", "摘录范围内共有问题3个"),
        ("lists", "立案庭", "摘录范围内没有问题"),
        ("opinions", "执行局", "摘录范围内没有整改意见"),
        ("extensions", "执行局", "摘录范围内没有举一反三事项"),
        ("standing", "办公室", "摘录范围内没有需长期整改的事项"),
        ("rules", "政治部", "摘录范围内共制定修订规范性文件1件"),
        ("rules", "办公室", "摘录范围内没有登记制定或修订的制度"),
        ("unratified", "执行局", "摘录范围内已销号的事项都经过党组会审议"),
        ("cases", "执行局", "摘录范围内交办个案2件"),
    ] {
        if dept == "立案庭" {
            office.run(["party", "add", dept, "--kind", "部门"]).ok();
        }
        let words = of(kind, dept);
        assert!(words.contains(said), "{kind} {said}\n{words}");
        let part = format!("本件不是全部，只摘录符合下列条件的：部门 {dept}。");
        assert!(words.find(&part).unwrap() < words.find(said).unwrap(), "{kind}\n{words}");
    }
    for (kind, _) in KINDS {
        let whole = words(&office, kind);
        assert!(!whole.contains("摘录"), "{kind}\n{whole}");
    }
    office.run(["paper", "meetings", "--dept", "办公室"]).usage();
}
