//! Word files that are cut, damaged, disguised or made to grow without end: each ends in a plan or in a sentence.

use super::docx::{SPACES, docx, package, paragraph};
use crate::all::office::Office;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use taizhang::intake::plan::Plan;
use taizhang::intake::{IntakeError, Options, read};

/// The samples of Word files: name and bytes.
pub(crate) fn word_samples() -> Vec<(String, Vec<u8>)> {
    let folder = format!("{}/tests/data/intake", env!("CARGO_MANIFEST_DIR"));
    let mut samples: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "docx"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    samples.sort();
    assert!(!samples.is_empty());
    samples
}

fn read_docx(bytes: &[u8]) -> Result<Plan, IntakeError> {
    read("样本.docx", bytes, &Options::default())
}

/// Reads it and looks at the clock. What is not linear takes hours, whatever the machine does besides.
fn in_time(what: &str, bytes: &[u8]) -> Result<Plan, IntakeError> {
    let begun = Instant::now();
    let result = read_docx(bytes);
    let spent = begun.elapsed();
    assert!(spent < Duration::from_secs(120), "{what} took {spent:?}");
    result
}

fn refused(what: &str, bytes: &[u8]) -> String {
    match in_time(what, bytes) {
        Err(error) => {
            let message = error.to_string();
            assert!(message.starts_with("样本.docx：") && message.contains('请'), "{what}: {message}");
            message
        }
        Ok(plan) => panic!("{what} was read: {} items", plan.items.len()),
    }
}

#[test]
fn a_word_file_cut_at_any_kilobyte_is_damaged() {
    for (name, bytes) in word_samples() {
        for end in (0..bytes.len()).step_by(1024).skip(1).chain([4, 22, 100, bytes.len() - 1]) {
            let message = refused(&format!("{name} cut at {end}"), &bytes[..end]);
            assert!(message.contains("损坏") && message.contains("重新发送"), "{message}");
        }
        assert!(in_time(&name, &bytes).is_ok());
    }
}

#[test]
fn a_part_that_inflates_to_more_than_a_paper_is_stopped() {
    let blanks = vec![b' '; 100 * 1024 * 1024];
    let bomb = package(&[("word/document.xml", &blanks)]);
    assert!(bomb.len() < 150 * 1024, "small on disk: {}", bomb.len());
    assert!(refused("blanks", &bomb).contains("超过 96 MB"));
    let half = &blanks[..60 * 1024 * 1024];
    let dense = package(&[("word/document.xml", half), ("word/styles.xml", half)]);
    assert!(refused("dense", &dense).contains("超过 16 MB"));
}

#[test]
fn a_wrong_declared_size_is_not_believed() {
    let body = paragraph("", &"整改".repeat(2000));
    let honest = docx(&body, "", "");
    for declared in [0_u32, 10, 0x7FFF_FFFF, 0xFFFF_FFFE] {
        let mut lying = honest.clone();
        // The inflated size stands behind both signatures: in each part's own header and in the directory.
        for (signature, at) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
            let places: Vec<usize> =
                (0..honest.len() - 4).filter(|from| &honest[*from..*from + 4] == signature).collect();
            for from in places {
                lying[from + at..from + at + 4].copy_from_slice(&declared.to_le_bytes());
            }
        }
        match in_time("a lie", &lying) {
            Ok(plan) => assert_eq!(plan.left_out.len(), 1),
            Err(error) => assert!(error.to_string().contains("损坏"), "{error}"),
        }
    }
}

#[test]
fn ten_thousand_pages_are_read_or_refused_in_time() {
    let sentence = "各部门按季度梳理本条线台账逐项核对销号情况并由专人登记备查，";
    let page = format!("{}{}", paragraph("", "1.台账不全"), paragraph("", &sentence.repeat(17)));
    let book = docx(&page.repeat(10_000), "", "");
    let plan = in_time("ten thousand pages", &book).unwrap();
    assert!(plan.items.len() + plan.left_out.len() > 1);
    let library = docx(&paragraph("", &sentence.repeat(200)).repeat(2_000), "", "");
    assert!(refused("more text than a paper", &library).contains("文字太多"));
}

#[test]
fn tables_of_any_claimed_size_are_bounded() {
    let cell = r#"<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p><w:r><w:t>宽</w:t></w:r></w:p></w:tc>"#;
    let row = format!(r#"<w:tr><w:trPr><w:gridBefore w:val="1000000"/></w:trPr>{}</w:tr>"#, cell.repeat(60));
    let wide = docx(&format!("<w:tbl>{}</w:tbl>", row.repeat(50)), "", "");
    let plan = in_time("a million columns", &wide).unwrap();
    assert_eq!(plan.left_out.iter().flat_map(|left| left.text.chars()).filter(|c| *c == '宽').count(), 3_000);
    let long = docx(&format!("<w:tbl>{}</w:tbl>", "<w:tr><w:tc/><w:tc/></w:tr>".repeat(200_000)), "", "");
    assert!(refused("many cells", &long).contains("表格过大"));
}

#[test]
fn definitions_without_end_are_bounded() {
    let style = |at: usize| {
        format!(
            r#"<w:style w:type="paragraph" w:styleId="s{at}"><w:basedOn w:val="s{}"/></w:style>"#,
            (at + 1) % 10_000
        )
    };
    let circle: String = (0..10_000).map(style).collect();
    let body: String = (0..20_000).map(|at| paragraph(&format!(r#"<w:pStyle w:val="s{at}"/>"#), "甲")).collect();
    assert!(in_time("a circle of styles", &docx(&body, &circle, "")).is_ok());
    let many: String = (0..30_000).map(style).collect();
    assert!(refused("styles", &docx("", &many, "")).contains("定义过多"));
    let mut lists = String::new();
    for at in 0..4_000 {
        write!(lists, r#"<w:abstractNum w:abstractNumId="{at}"><w:numStyleLink w:val="x{at}"/></w:abstractNum><w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>"#).unwrap();
    }
    let number = |at: usize| paragraph(&format!(r#"<w:numPr><w:numId w:val="{at}"/></w:numPr>"#), "甲");
    let body: String = (0..8_000).map(number).collect();
    assert!(in_time("links to nothing", &docx(&body, "", &lists)).is_ok());
    let pattern = "长".repeat(1_000_000);
    let label = format!(
        r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="{pattern}%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#
    );
    assert!(in_time("a long label", &docx(&number(1).repeat(5_000), "", &label)).is_ok());
}

#[test]
fn strange_markup_is_read_in_time() {
    let attributes: String = (0..200_000).fold(String::new(), |text, at| text + &format!(" a{at}=\"\""));
    let plan = in_time("attributes", &docx(&format!("<w:p{attributes}><w:r><w:t>甲</w:t></w:r></w:p>"), "", ""));
    assert_eq!(plan.unwrap().left_out[0].text, "甲");
    let runs = "<w:r><w:t>甲</w:t></w:r>".repeat(300_000);
    assert!(in_time("runs", &docx(&format!("<w:p>{runs}</w:p>"), "", "")).is_ok());
    let carried = r#"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"#.repeat(200_000);
    assert!(in_time("ends deleted", &docx(&carried, "", "")).is_ok());
    for (document, words) in [
        (format!("<!DOCTYPE a [<!ENTITY b \"c\">]><w:document {SPACES}><w:body/></w:document>"), "自定义实体"),
        (format!("<w:document {SPACES}>{}", "<w:body>".repeat(100_000)), "嵌套"),
        ("<?xml version=\"1.0\" encoding=\"gbk\"?>".to_owned(), "没有找到正文"),
        ("<w:document>".to_owned(), "损坏"),
    ] {
        assert!(refused(words, &package(&[("word/document.xml", document.as_bytes())])).contains(words));
    }
    let gbk =
        encoding_rs::GB18030.encode(&format!("<w:document {SPACES}><w:body>整</w:body></w:document>")).0.into_owned();
    assert!(refused("not UTF-8", &package(&[("word/document.xml", &gbk)])).contains("损坏"));
}

#[test]
fn a_wrong_ending_is_noted_at_the_desk_and_what_is_not_read_is_answered() {
    let office = Office::new();
    let (_, sample) = word_samples().into_iter().find(|(name, _)| name == "plan-numbered.docx").unwrap();
    office.write("方案.txt", &sample);
    let run = |name: &str| office.run(["intake", name, "--open-round", "本轮", "--new-parties", "--dry-run"]);
    run("方案.txt").ok().says("内容却是“Word 文档”").says("院党组专题研究审判管理次数偏少");
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.resize(3000, 0);
    for (name, bytes, words) in [
        ("旧.doc", &locked[..], "另存为 .docx"),
        ("旧.wps", &locked, "另存为 .docx"),
        ("扫描.docx", b"%PDF-1.4", "复制文字"),
        ("照片.docx", b"\xFF\xD8\xFF\xE0", "识别文字"),
        ("压缩.docx", &package(&[("附件.txt", b"1")]), "解压"),
        ("断.docx", &sample[..2000], "重新发送"),
        ("版式.ofd", &package(&[("OFD.xml", b"<ofd/>")]), "版式阅读软件"),
    ] {
        office.write(name, bytes);
        run(name).trouble().says(name).says(words);
    }
    office.run(["list"]).ok();
}
