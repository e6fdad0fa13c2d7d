//! How a ledger's table was understood: its columns, and what became of each row.

use crate::{
    intake::{plan::PlannedTable, table::field_label},
    report::page::{Block, Cell, Column, PageSink, Tone},
};
use serde_json::{Value, json};

/// Rows that were not understood, shown unless all are asked for.
const ROWS: usize = 20;

/// Shows the tables of a plan; nothing for papers without any.
pub(super) fn show(tables: &[PlannedTable], page: &mut dyn PageSink, all: bool) -> std::io::Result<()> {
    for table in tables {
        let place = if table.place.is_empty() { "表格" } else { &table.place };
        page.block(Block::Heading { level: 1, text: format!("{place}的列") })?;
        page.begin_grid(&[Column::code("列"), Column::text("表头", 1), Column::text("读作", 1)])?;
        for column in &table.columns {
            let field = match column.field {
                Some(field) if column.told => Cell::text(format!("{}（--map 指定）", field_label(field))),
                Some(field) => field_label(field).into(),
                None => Cell::text("不认识，只保留原文").toned(Tone::Soon),
            };
            page.row(vec![column.letter.clone().into(), column.heading.clone().into(), field])?;
        }
        page.end_grid()?;
        page.block(Block::Note(accounts(table)))?;
        reported(table, page, if all { usize::MAX } else { ROWS })?;
    }
    Ok(())
}

/// 表头在第 2–3 行；下面 11 行：录入 8 行，跳过 3 行（空行 2、合计行 1），没有读懂 0 行。
fn accounts(table: &PlannedTable) -> String {
    let (first, last) = table.heading_rows;
    let heading = match (first, last) {
        (0, _) => "没有表头，接上一个表".to_owned(),
        (first, last) if first == last => format!("表头在第 {first} 行"),
        (first, last) => format!("表头在第 {first}–{last} 行"),
    };
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for (_, why) in &table.skipped {
        match reasons.iter_mut().find(|(known, _)| known == why) {
            Some((_, count)) => *count += 1,
            None => reasons.push((why, 1)),
        }
    }
    let reasons: Vec<String> = reasons.iter().map(|(why, count)| format!("{why} {count}")).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!("（{}）", reasons.join("、")) };
    let unread = if table.reported.is_empty() {
        "每一行都有着落".to_owned()
    } else {
        format!("没有读懂 {} 行", table.reported.len())
    };
    format!(
        "{heading}；共 {} 行：读入 {} 行，跳过 {} 行{reasons}，{unread}。列读错了的，加 --map 列名=字段 指明。",
        table.rows,
        table.used,
        table.skipped.len()
    )
}

/// Rows that were not understood, with the reason.
fn reported(table: &PlannedTable, page: &mut dyn PageSink, limit: usize) -> std::io::Result<()> {
    if table.reported.is_empty() {
        return Ok(());
    }
    page.block(Block::Heading { level: 1, text: format!("没有读懂的行（{} 行）", table.reported.len()) })?;
    page.begin_grid(&[Column::number("行"), Column::text("原因", 1)])?;
    for (row, why) in table.reported.iter().take(limit) {
        page.row(vec![i64::from(*row).into(), why.clone().into()])?;
    }
    page.end_grid()?;
    if table.reported.len() > limit {
        page.block(Block::Note(format!("另有 {} 行，加 --all 全部列出。", table.reported.len() - limit)))?;
    }
    Ok(())
}

/// A table as an element of the document.
pub(super) fn document(table: &PlannedTable) -> Value {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            json!({ "letter": column.letter, "heading": column.heading, "field": column.field, "told": column.told })
        })
        .collect();
    let rows = |rows: &[(u32, String)]| -> Vec<Value> {
        rows.iter().map(|(row, why)| json!({ "row": row, "reason": why })).collect()
    };
    json!({
        "place": table.place,
        "heading_rows": { "first": table.heading_rows.0, "last": table.heading_rows.1 },
        "columns": columns,
        "rows": table.rows,
        "used": table.used,
        "skipped": rows(&table.skipped),
        "reported": rows(&table.reported),
    })
}
