//! Sample papers in every style that is met, and what becomes of hostile ones.

mod disguised;
pub(crate) mod docx;
mod hostile;
mod mutation;
mod word;

use proptest::prelude::*;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use taizhang::domain::item::ItemKind;
use taizhang::intake::decode::clean;
use taizhang::intake::plan::{PaperKind, Plan};
use taizhang::intake::{Options, outline, paper, read_text};

/// Counts every non-blank character of the text and of the plan: nothing may be missing, nothing twice.
pub(crate) fn assert_nothing_lost(name: &str, text: &str, plan: &Plan) {
    let mut count: HashMap<char, i64> = HashMap::new();
    let (text, _) = clean(text);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        *count.entry(c).or_default() += 1;
    }
    let items = plan.items.iter().filter(|item| !item.repeats_source()).map(|item| &item.source_text);
    for c in items.chain(plan.left_out.iter().map(|left| &left.text)).flat_map(|text| text.chars()) {
        if !c.is_whitespace() {
            *count.entry(c).or_default() -= 1;
        }
    }
    count.retain(|_, rest| *rest != 0);
    assert!(count.is_empty(), "{name}: characters lost (+) or doubled (-): {count:?}");
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/examples/papers/{name}.txt", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn plan_of(text: &str) -> Plan {
    let plan = read_text("样本", text.as_bytes(), &Options::default()).unwrap();
    assert_nothing_lost("样本", text, &plan);
    plan
}

/// A plan as a page: one line per item, then what was left out, what was noted, what was stated.
fn page(plan: &Plan) -> String {
    let codes = plan.codes();
    let code = |at: usize| codes[at].to_string();
    let mut page = format!("{} {:?} {:?}\n", plan.paper, plan.counts(), plan.by_origin());
    let header = &plan.header;
    let day = |day: Option<taizhang::domain::Day>| day.map_or_else(|| "—".to_owned(), |day| day.to_string());
    let words = |words: &Option<String>| words.clone().unwrap_or_else(|| "—".to_owned());
    let kind = header.round_kind.map_or("—", |kind| kind.key());
    let days = [day(header.feedback_on), day(header.onsite_from), day(header.onsite_to)].join(" ");
    writeln!(page, "{} | {} | {kind} | {days}", words(&header.body), words(&header.party_group)).unwrap();
    for (at, item) in plan.items.iter().enumerate() {
        write!(page, "{:<6}{} {} {}", code(at), item.kind, item.place, item.text.replace('\n', "⏎")).unwrap();
        if let Some(no) = &item.source_no {
            write!(page, " 〔{no}〕").unwrap();
        }
        if let Some(parent) = item.parent {
            write!(page, " under {}", code(parent)).unwrap();
        }
        if let Some(issue) = item.stems_from {
            write!(page, " stems_from {}", code(issue)).unwrap();
        }
        if !item.answers.is_empty() {
            write!(page, " answers {:?}", item.answers.iter().map(|at| code(*at)).collect::<Vec<_>>()).unwrap();
        }
        let lists = [("leaders", &item.leaders), ("departments", &item.departments), ("co", &item.co_departments)];
        for (name, list) in lists.into_iter().chain([("persons", &item.persons), ("marks", &item.marks)]) {
            if !list.is_empty() {
                write!(page, " {name} {list:?}").unwrap();
            }
        }
        for (name, words) in [("goal", &item.goal), ("deadline", &item.deadline_raw), ("situation", &item.situation)] {
            if let Some(words) = words {
                write!(page, " {name} {words:?}").unwrap();
            }
        }
        if let Some(kind) = item.item_type {
            write!(page, " type {kind}").unwrap();
        }
        page.push('\n');
    }
    for left in &plan.left_out {
        writeln!(page, "left out: {} {}", left.place, left.first_words(24)).unwrap();
    }
    for note in &plan.notes {
        writeln!(page, "note: {} {}", note.place, note.reason).unwrap();
    }
    for figure in &plan.stated {
        writeln!(page, "stated: {} {} {} found {:?}", figure.words, figure.what, figure.number, figure.found).unwrap();
    }
    page
}

macro_rules! golden {
    ($($name:ident = $file:literal,)+) => {
        $(#[test]
        fn $name() {
            let bytes = sample($file);
            let plan = read_text($file, &bytes, &Options::default()).unwrap();
            let text = String::from_utf8(bytes.clone()).unwrap_or_else(|_| encoding_rs::GB18030.decode(&bytes).0.into_owned());
            assert_nothing_lost($file, &text, &plan);
            insta::assert_snapshot!($file, page(&plan));
        })+
    };
}

golden! {
    a_report_whose_numbering_restarts = "report-restarting",
    a_report_numbered_through_with_extensions_opinions_and_reform = "report-continuous",
    a_report_in_three_physical_lines = "report-few-lines",
    a_feedback_paper_with_issues_inline = "feedback-inline",
    a_plan_with_labelled_lines = "plan-labelled",
    a_report_about_problems_by_aspect = "report-about-problem",
    a_report_whose_top_level_is_the_aspects = "report-aspects-first",
    a_report_of_results_in_gb18030 = "report-results-gb18030",
    a_news_story_without_issues = "news",
}

#[test]
fn results_beside_measures_are_situation_and_not_measures() {
    let plan = plan_of(
        "某局整改情况报告\n反馈问题一：台账不全\n整改措施：一是补建。二是核对。\n整改情况：已补建四本。\n反馈问题二：交接不清\n整改措施：建交接单。\n整改情况：一是已启用。二是已抽查。",
    );
    assert_eq!((plan.paper, plan.counts().issue, plan.counts().measure), (PaperKind::Report, 2, 3));
    let situations: Vec<_> = plan.items.iter().filter_map(|item| item.situation.as_deref()).collect();
    assert_eq!(situations, ["已补建四本。", "一是已启用。二是已抽查。"]);
}

#[test]
fn labels_repeated_under_each_measure_belong_to_the_measure() {
    let plan = plan_of(
        "某局整改方案\n反馈问题1：台账不全\n整改措施：\n（1）补建台账。\n责任部门：办公室\n（2）每月核对。\n责任部门：财务科\n整改时限：6月底前\n",
    );
    let departments: Vec<_> = plan.items.iter().map(|item| (item.kind, item.departments.join("、"))).collect();
    assert_eq!(
        departments,
        [
            (ItemKind::Issue, String::new()),
            (ItemKind::Measure, "办公室".to_owned()),
            (ItemKind::Measure, "财务科".to_owned())
        ]
    );
    assert_eq!(plan.items[0].deadline_raw.as_deref(), Some("6月底前"));
}

#[test]
fn a_text_whose_automatic_numbers_are_lost_is_read_by_its_labels() {
    let plan =
        plan_of("某局整改情况的通报\n台账登记不全\n整改情况：已补登。\n交接手续缺失\n整改情况：一是补办。二是立规。\n");
    let issues: Vec<&str> =
        plan.items.iter().filter(|item| item.kind == ItemKind::Issue).map(|item| item.text.as_str()).collect();
    assert_eq!(issues, ["台账登记不全", "交接手续缺失"]);
    assert!(plan.notes.iter().any(|note| note.reason.contains("自动编号")));
}

#[test]
fn a_section_of_extensions_gives_issues_of_that_origin() {
    let plan = plan_of(
        "某局整改落实情况的通报\n一、反馈问题整改落实情况\n1.窗口拥挤\n（1）分流办理。\n2.电话难通\n（1）加设座席。\n二、举一反三整改情况\n1.档案室潮湿\n（1）加装除湿机。\n",
    );
    let codes: Vec<String> = plan.codes().iter().map(ToString::to_string).collect();
    assert_eq!(codes, ["1", "1.1", "2", "2.1", "J1", "J1.1"]);
}

#[test]
fn running_text_with_a_series_stays_whole_under_numbered_measures() {
    let plan = plan_of(
        "某局整改落实情况的通报\n一、问题整改落实情况\n（一）关于学风问题\n1.学习走过场\n（1）定计划。一是定人。二是定时。\n（2）抓检查。\n2.笔记不全\n（1）补笔记。\n（2）勤抽查。\n",
    );
    assert_eq!((plan.counts().issue, plan.counts().measure), (2, 4));
}

/// Hostile papers: long runs of what the reader looks for. Each must be read quickly, lose nothing and not panic.
#[test]
fn hostile_papers_are_read_in_linear_time() {
    let mut papers: Vec<(&str, String)> = [
        "(",
        "（",
        "“",
        "“”",
        "一是",
        "一、",
        " 一、",
        "1.",
        " 1.",
        " (1)",
        "(1)",
        "（",
        "整改措施：",
        " 责任部门：",
        "下转",
        "(下转",
        "(上接第一版)",
        "\n1.",
        "\n一、关于问题\n1.甲",
        "\n一、反馈问题整改情况\n1.甲\n（一）乙",
        "一是甲。二是乙。",
        "\n一是甲。二是乙。",
        "针对“",
        "针对“甲”问题",
        "\n针对“举一反三”整改事项“甲”问题",
        "1个具体问题2个",
        "12日",
        "对我院党组进行",
        "市委巡察",
        "\n问题一：",
        "\n整改情况：",
        "(   1",
        "①②",
        "\u{3000}",
    ]
    .into_iter()
    .map(|piece| {
        (piece, piece.repeat(if ["(", "一是", "“", " 1."].contains(&piece) { 1 << 20 } else { 1 << 15 } / piece.len()))
    })
    .collect();
    papers.push(("blanks", " ".repeat(1 << 20)));
    papers.push((
        "headings that nest",
        (1..=10_000).fold(String::new(), |text, at| text + &format!("\n{}.甲（{}）乙", at % 97 + 1, at % 13 + 1)),
    ));
    for lead in ["", "某局整改情况通报\n一、反馈问题整改情况\n", "关于巡察某局的反馈意见\n一、党建方面\n"]
    {
        for (piece, body) in &papers {
            // A megabyte once; the same run behind a heading is about the rules, not about the size.
            let body = if lead.is_empty() { body.as_str() } else { &body[..body.floor_char_boundary(1 << 16)] };
            let text = format!("{lead}{body}");
            let begun = Instant::now();
            let plan = read_text(piece, text.as_bytes(), &Options::default()).unwrap();
            let codes = plan.codes();
            let spent = begun.elapsed();
            assert_eq!(codes.len(), plan.items.len());
            // No measurement: what is not linear takes hours here, whatever the machine does besides.
            assert!(spent < Duration::from_secs(300), "{lead:?} {piece:?} took {spent:?}");
            assert_nothing_lost(piece, &text, &plan);
        }
    }
}

/// Pieces that papers are made of, so that random texts reach the rules.
pub(crate) fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "一、",
        "二、",
        "（一）",
        "（二）",
        "(三)",
        "1.",
        "2.",
        "3、",
        "(1)",
        "（2）",
        "①",
        "一是",
        "二是",
        "三是",
        "反馈问题一：",
        "问题2：",
        "整改措施：",
        "整改情况：",
        "责任部门：",
        "整改时限：",
        "关于",
        "针对",
        "“",
        "”",
        "问题",
        "方面",
        "整改落实情况",
        "主体责任",
        "意见建议",
        "长期整改",
        "针对“举一反三”整改事项“",
        "”整改意见",
        "和“",
        "进行以下整改。",
        "(下转第二版)",
        "(上接第一版)",
        "\n",
        "\n",
        "\n",
        " ",
        "。",
        "；",
        "：",
        "甲",
        "乙丙丁",
        "（",
        "）",
        "《",
        "》",
        "8个具体问题",
        "2024年7月17日",
        "反馈",
        "欢迎广大干部群众监督",
        "中共某局党组",
        "如，",
    ];
    prop_oneof![8 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_whatever_the_text(pieces in prop::collection::vec(piece(), 0..60), title in 0..4_usize) {
        let lead = ["", "某局整改落实情况通报\n", "关于巡察某局的反馈意见\n", "某局整改方案\n"][title];
        let (text, _) = clean(&format!("{lead}{}", pieces.concat()));
        let plan = paper::read(&outline::read(&text));
        assert_nothing_lost("random", &text, &plan);
        let codes = plan.codes();
        for (at, item) in plan.items.iter().enumerate() {
            prop_assert!(item.parent.is_none_or(|parent| parent < at));
            prop_assert!(item.stems_from.is_none_or(|issue| issue < at));
            prop_assert!(item.answers.iter().all(|issue| plan.items[*issue].kind == ItemKind::Issue));
            let twins = codes.iter().filter(|code| **code == codes[at]).count();
            prop_assert_eq!(twins, 1, "{} twice in {:?}", &codes[at], &text);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_text("任意", &bytes, &Options::default());
    }
}

#[test]
fn a_feedback_paper_with_numbered_issues_keeps_their_details() {
    let plan = plan_of(
        "关于巡察某局党组的反馈意见\n一、党的领导方面\n1.党组把关不严。有两次会议没有记录。\n如，重大事项未上会。\n2.督办落实不够。\n二、党的建设方面\n3.支部活动偏少。\n三、整改意见\n（一）压实责任。由党组书记牵头。\n（二）按期报送。\n",
    );
    assert_eq!(
        (plan.paper, plan.counts().issue, plan.counts().opinion, plan.counts().measure),
        (PaperKind::Feedback, 3, 2, 0)
    );
    let first = plan.items.iter().find(|item| item.kind == ItemKind::Issue).unwrap();
    assert_eq!((first.text.as_str(), first.number), ("党组把关不严", Some(1)));
    assert!(first.source_text.contains("重大事项未上会"));
}

/// The list of a feedback, copied out without its title; with anything else in it a text stays what it was.
#[test]
fn aspects_with_numbered_lines_below_are_a_feedback_without_its_title() {
    let plan =
        plan_of("一、党的建设方面\n1.理论学习不深入。\n2.印章管理不规范。\n二、审判执行方面\n1.案款发放偏慢。\n");
    let issues = plan.items.iter().filter(|item| item.kind == ItemKind::Issue).count();
    assert_eq!((plan.paper, issues), (PaperKind::Feedback, 3), "{}", page(&plan));
    assert!(plan.left_out.is_empty(), "{}", page(&plan));
    let speech = plan_of("一、党的建设方面\n1.深入学习。\n2.抓好落实。\n二、下一步打算\n1.再接再厉。\n");
    assert!(speech.items.is_empty(), "{}", page(&speech));
}

#[test]
fn top_level_headings_with_labels_under_them_are_issues() {
    let plan = plan_of(
        "某局巡察整改情况的通报\n一、问题：窗口拥挤\n1.整改措施：（1）分流；（2）预约。\n2.责任领导：分管领导\n3.完成时限：2025年6月\n二、问题：电话难通\n1.整改措施：加设座席。\n2.责任领导：分管领导\n3.完成时限：立行立改\n",
    );
    let lines: Vec<(String, &str)> =
        plan.codes().iter().map(ToString::to_string).zip(plan.items.iter().map(|item| item.text.as_str())).collect();
    let expected = [("1", "窗口拥挤"), ("1.1", "分流"), ("1.2", "预约"), ("2", "电话难通"), ("2.1", "加设座席。")];
    assert_eq!(lines, expected.map(|(code, words)| (code.to_owned(), words)));
    assert_eq!(plan.items[0].deadline_raw.as_deref(), Some("2025年6月"));
    assert_eq!(plan.items[3].leaders, ["分管领导"]);
}

#[test]
fn headings_that_a_web_copy_turned_traditional_are_still_understood() {
    let plan = plan_of(
        "某局整改落實情況的通報\n一、巡察反饋問(wèn)題整改落實情況\n(一)關(guān)于作風問(wèn)題\n1.調研不深入\n(1)強(qiáng)化蹲點。\n(2)開(kāi)展回訪。\n2.會風不實\n(1)合并會議。\n(2)精簡文件。\n二、下一步打算\n繼續整改。\n",
    );
    assert_eq!(
        (plan.paper, plan.counts().category, plan.counts().issue, plan.counts().measure),
        (PaperKind::Report, 1, 2, 4)
    );
    assert_eq!(plan.items[2].text, "强化蹲點。");
    assert!(plan.items[2].source_text.contains("強(qiáng)化"));
}

#[test]
fn results_behind_numbered_measures_are_no_further_measure() {
    let plan = plan_of(
        "某局整改情况的通报\n一、反馈问题整改情况\n1.台账不全\n（1）补建台账。\n责任部门：办公室\n（2）每月核对。\n整改情况：已补建四本。\n2.交接不清\n（1）建交接单。\n整改情况：已启用。\n",
    );
    let measures: Vec<_> = plan.items.iter().filter(|item| item.kind == ItemKind::Measure).collect();
    assert_eq!(measures.len(), 3);
    assert_eq!(measures[0].departments, ["办公室"]);
    let situations: Vec<_> = plan.items.iter().filter_map(|item| item.situation.as_deref()).collect();
    assert_eq!(situations, ["已补建四本。", "已启用。"]);
}

#[test]
fn a_place_without_a_name_belongs_to_the_bodys_name() {
    let plan = plan_of(
        "关于某区人民法院党组的反馈意见\n根据统一部署，2025年3月1日至4月20日，中共某区委第一巡察组对某区人民法院党组进行了巡察。\n\
         一、党的建设方面\n1.学习不深入。\n2.记录不完整。\n",
    );
    assert_eq!(plan.header.body.as_deref(), Some("某区委第一巡察组"));
}

#[test]
fn the_full_stop_behind_a_list_of_measures_ends_the_list() {
    let plan = plan_of(
        "整改方案\n一、党的建设方面\n1.学习不深入。\n整改措施：一是制定计划；二是开展自查；三是通报结果。\n\
         2.记录不完整。\n整改措施：一是补齐记录。二是抽查记录。每月一次。\n",
    );
    let measures: Vec<&str> =
        plan.items.iter().filter(|i| i.kind == ItemKind::Measure).map(|i| i.text.as_str()).collect();
    assert_eq!(measures, ["制定计划", "开展自查", "通报结果", "补齐记录。", "抽查记录。每月一次。"]);
}
