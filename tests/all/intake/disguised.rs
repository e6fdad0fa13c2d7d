//! Files under another format's name, and what a ledger's cells hold that is no words.

use crate::all::office::Office;
use taizhang::intake::plan::{PaperKind, Plan};
use taizhang::intake::{IntakeError, Options, read};

const LEDGER: &str = "序号,反馈问题,整改措施,责任部门,整改时限,整改情况\n1,台账登记不全,建账,办公室,6月底前,已建账\n";

/// As an office system writes it: no quotes, no closing tags, the title in a table of its own.
const PAGE: &str = "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"><style>td{a:b}</style></head>\
<body><h2>某区人民法院整改台账</h2><table><tr><td colspan=5>填报单位：某区人民法院&nbsp;&nbsp;截至2025年6月30日</td></tr></table>\
<table border=1 x:str>\n<tr><th>序号<th>反馈问题<th>整改措施<th>责任部门<th>整改时限\
<tr><td rowspan=2>1<td rowspan=2>台账登记不全&ldquo;一本账&rdquo;<td>建账<br>并核对<td>办公室<td>6月底前\
<tr><td>抽查<td>政治部<td>7月底前</table><p>制表日期：2025年7月1日</p></body></html>";

fn plan(name: &str, bytes: &[u8]) -> Plan {
    read(name, bytes, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn noted(plan: &Plan, words: &str) -> bool {
    plan.notes.iter().any(|note| note.reason.contains(words))
}

#[test]
fn text_under_a_workbooks_name_is_a_table_and_never_prose() {
    for name in ["台账.xlsx", "台账.xls", "台账.et", "台账.ods"] {
        let plan = plan(name, LEDGER.as_bytes());
        assert_eq!((plan.paper, plan.counts().issue, plan.counts().measure), (PaperKind::Ledger, 1, 1), "{name}");
        assert!(noted(&plan, "分列的文本（CSV）"), "{name}");
        let prose = read(name, "一、问题\n（一）台账不全\n1.建账\n".as_bytes(), &Options::default());
        assert!(matches!(&prose, Err(IntakeError::Table { .. })), "{name}: {prose:?}");
    }
}

#[test]
fn a_web_page_under_a_workbooks_name_is_read_as_its_table() {
    let gbk = encoding_rs::GB18030.encode(PAGE).0.into_owned();
    for bytes in [PAGE.as_bytes(), &gbk] {
        let plan = plan("台账.xls", bytes);
        assert!(noted(&plan, "网页表格（HTML）"));
        assert_eq!((plan.counts().issue, plan.counts().measure), (1, 2));
        assert_eq!(plan.items[0].text, "台账登记不全“一本账”");
        assert_eq!(plan.items[1].text, "建账\n并核对");
        assert_eq!(plan.items[2].departments, ["政治部"]);
        assert_eq!(plan.header.unit.as_deref(), Some("某区人民法院"));
        assert_eq!(plan.header.as_of.map(|day| day.to_string()).as_deref(), Some("2025-06-30"));
        let left: Vec<&str> = plan.left_out.iter().map(|left| left.text.as_str()).collect();
        assert!(left.contains(&"某区人民法院整改台账") && left.contains(&"制表日期：2025年7月1日"), "{left:?}");
    }
    let refused = read("新闻.html", "<html><body><p>新闻</p></body></html>".as_bytes(), &Options::default());
    assert!(refused.unwrap_err().to_string().contains("没有表格"));
}

#[test]
fn a_web_page_in_utf16_is_known_by_its_first_tag() {
    for big in [false, true] {
        for mark in [false, true] {
            for page in [PAGE.to_owned(), format!("\r\n  <!-- 导出 -->{PAGE}"), PAGE[6..].to_owned()] {
                let units = mark.then_some(0xFEFF).into_iter().chain(page.encode_utf16());
                let bytes: Vec<u8> =
                    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
                for name in ["台账.xls", "台账.html"] {
                    let plan = plan(name, &bytes);
                    assert_eq!((plan.counts().issue, plan.counts().measure), (1, 2), "{name} {big} {mark}");
                    assert_eq!(plan.items[0].text, "台账登记不全“一本账”");
                }
            }
        }
    }
    // A text that does not open with a tag is asked about, as before.
    let bytes: Vec<u8> = LEDGER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(read("台账.csv", &bytes, &Options::default()), Err(IntakeError::ZeroByte { .. })));
    let named = Options { encoding: Some("utf-16le".to_owned()), ..Options::default() };
    assert_eq!(read("台账.csv", &bytes, &named).unwrap().counts().issue, 1);
    assert_eq!(read("台账.xlsx", &bytes, &named).unwrap().counts().issue, 1);
}

#[test]
fn bytes_of_which_nobody_can_read_anything_are_no_workbook_and_no_text() {
    // A generator of our own: the same bytes in every run, none of them chosen.
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut noise = |len: usize| -> Vec<u8> {
        let next = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        };
        (0..len).map(next).collect()
    };
    for len in [64, 512, 4_096, 40_000] {
        for _ in 0..8 {
            let mut bytes = noise(len);
            bytes[0] = 0x62;
            for (name, what) in
                [("台账.xlsx", "不是工作簿"), ("台账.xls", "不是工作簿"), ("方案.docx", "不是 Word 文档")]
            {
                let error = read(name, &bytes, &Options::default()).unwrap_err().to_string();
                assert!(error.contains(what) && error.contains("加密") && !error.contains("UTF-16"), "{len}: {error}");
            }
        }
    }
    // A real workbook that was encrypted in place keeps its length and nothing else.
    let sample = super::super::ledgers::bytes_of("plain.xlsx");
    let encrypted: Vec<u8> = sample.iter().zip(noise(sample.len())).map(|(byte, key)| byte ^ key).collect();
    assert!(read("台账.xlsx", &encrypted, &Options::default()).unwrap_err().to_string().contains("不是工作簿"));
}

#[test]
fn error_values_are_reported_with_their_place_and_are_no_words() {
    let ledger = format!("{LEDGER}2,#REF!,核对,办公室,6月底前,#N/A\n#NAME?,卷宗装订不齐,#VALUE!,#NULL!,#DIV/0!,\n");
    let plan = plan("台账.csv", ledger.as_bytes());
    let texts: Vec<&str> = plan.items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["台账登记不全", "建账", "卷宗装订不齐"]);
    let places: Vec<&str> = plan.notes.iter().map(|note| note.place.as_str()).collect();
    for place in ["第3行B列", "第3行F列", "第4行A列", "第4行C列", "第4行D列", "第4行E列"] {
        assert_eq!(places.iter().filter(|found| **found == place).count(), 1, "{place}: {places:?}");
    }
    assert_eq!(plan.tables[0].reported, [(3, "问题列是错误值".to_owned())]);
    let issue = &plan.items[2];
    assert!(issue.departments.is_empty() && issue.deadline_raw.is_none() && issue.source_no.is_none(), "{issue:?}");
}

#[test]
fn what_plan_wrote_is_answered_with_the_file_to_go_back_to() {
    let office = Office::new();
    office.write("台账.csv", LEDGER);
    office.run(["intake", "台账.csv", "--plan", "计划.xlsx"]).ok();
    office.run(["intake", "计划.xlsx", "--dry-run"]).trouble().says("导入计划").says("台账.csv");
}

#[test]
fn a_flag_of_another_tongue_is_answered_by_what_it_is_about() {
    let office = Office::new();
    office.run(["extend", "3", "--until", "2026-01-01"]).usage().says("是不是要写：--to");
    let close = office.run(["close", "3", "--xyz", "1"]).usage();
    assert!(!close.err.contains("是不是要写"), "{close}");
}
