//! The Word samples as plans, page by page.

use super::{assert_nothing_lost, hostile::word_samples, page};
use taizhang::intake::plan::Plan;
use taizhang::intake::word::Document;
use taizhang::intake::{Options, read};

/// Every word of the file once: lines, contents, and the cells of tables without those that a merge fills in.
fn text(document: &Document) -> String {
    let mut text: String = document.lines.iter().map(|(_, line)| format!("{line}\n")).collect();
    text.extend(document.contents.iter().map(|left| format!("{}\n", left.text)));
    for grid in &document.tables {
        for (at, row) in grid.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let (row, column) = (u32::try_from(at).unwrap(), u32::try_from(column).unwrap());
                let filled = grid.merges.iter().any(|merge| {
                    (merge.top..=merge.bottom).contains(&row)
                        && (merge.left..=merge.right).contains(&column)
                        && (row, column) != (merge.top, merge.left)
                });
                if let (false, taizhang::intake::grid::Cell::Text(words)) = (filled, cell) {
                    text.push_str(words);
                    text.push('\n');
                }
            }
        }
    }
    text
}

fn open(sample: &str) -> (Plan, String) {
    let (name, bytes) = word_samples().into_iter().find(|(name, _)| name == sample).unwrap();
    (read(&name, &bytes, &Options::default()).unwrap(), text(&Document::open(&bytes).unwrap()))
}

fn plan(sample: &str) -> Plan {
    let (plan, text) = open(sample);
    assert_nothing_lost(sample, &text, &plan);
    plan
}

/// As [`plan`], for papers with a ledger: headings of columns are said with every cell, so words are looked for, not counted.
fn plan_with_ledger(sample: &str) -> Plan {
    let (plan, text) = open(sample);
    let mut told: String = plan.items.iter().map(|item| format!("{}\n", item.source_text)).collect();
    told.extend(plan.left_out.iter().map(|left| format!("{}\n", left.text)));
    told.extend(plan.tables.iter().flat_map(|table| &table.columns).map(|column| format!("{}\n", column.heading)));
    for words in text.lines() {
        assert!(told.contains(words.trim()), "{sample}: {words} is lost in {told}");
    }
    plan
}

#[test]
fn a_plan_numbered_by_word_alone() {
    insta::assert_snapshot!(page(&plan("plan-numbered.docx")));
}

#[test]
fn the_same_plan_saved_by_libreoffice_gives_the_same() {
    assert_eq!(page(&plan("plan-libreoffice.docx")), page(&plan("plan-numbered.docx")));
}

#[test]
fn a_ledger_kept_in_word() {
    insta::assert_snapshot!(page(&plan_with_ledger("ledger-in-word.docx")));
}

#[test]
fn a_paper_with_its_ledger_behind_it() {
    insta::assert_snapshot!(page(&plan_with_ledger("paper-with-ledger.docx")));
}
