//! One small page with a piece of every kind, which each renderer's snapshot shows.

use crate::{
    domain::{Day, rate::Rate},
    report::page::{Bars, Block, Cell, Column, PageSink, Tone, Value},
};
use std::io;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Pushes the page.
pub(super) fn push(page: &mut dyn PageSink) -> io::Result<()> {
    page.title("整改事项逾期情况", Some(day("2026-06-30")))?;
    page.block(Block::KeyValues(vec![
        ("轮次".into(), "2024巡察".into()),
        ("被巡察党组织".into(), "某区人民法院党组".into()),
        ("完成率".into(), Cell::rate(24, 29)),
        ("销号率".into(), Cell::rate(0, 0)),
    ]))?;
    page.block(Block::Heading { level: 1, text: "一、已逾期事项".into() })?;
    page.begin_grid(&[
        Column::code("编号"),
        Column::text("整改措施", 3),
        Column::text("责任部门", 1),
        Column::day("时限"),
        Column::number("逾期天数"),
        Column::rigid("亮灯"),
    ])?;
    page.band("3　诉讼费退费不及时，胜诉当事人长期领不到应退费用", Tone::Strong)?;
    page.row(vec![
        "3.1".into(),
        "逐案清理近三年应退未退诉讼费，建立“一案一卡”，每周通报进度。".into(),
        "立案庭".into(),
        Cell::from(day("2026-03-31")).toned(Tone::Late),
        Cell::number(91).toned(Tone::Late),
        Cell::text("红").toned(Tone::Late),
    ])?;
    page.row(vec![
        "3.2".into(),
        "修订退费办法".into(),
        "财务科".into(),
        Cell::from(day("2026-07-10")),
        Cell::EMPTY,
        Cell::text("黄").toned(Tone::Soon),
    ])?;
    page.band("J1　公务用车台账不全", Tone::Strong)?;
    page.row(vec![
        "J1.1".into(),
        "补登台账".into(),
        "办公室".into(),
        day("2026-05-31").into(),
        Cell::EMPTY,
        Cell::text("办结").toned(Tone::Good),
    ])?;
    page.row(vec![
        "J1.2".into(),
        "公布用车情况".into(),
        "办公室".into(),
        day("2026-12-31").into(),
        Cell::EMPTY,
        "绿".into(),
    ])?;
    page.end_grid()?;
    page.block(Block::Note("逾期天数按统计日计算；完成不等于销号。".into()))?;
    page.block(Block::Heading { level: 1, text: "二、分部门完成情况".into() })?;
    page.begin_grid(&[
        Column::text("部门", 1),
        Column::number("总数"),
        Column::number("已完成"),
        Column::number("完成率"),
        Column::rigid("进度"),
    ])?;
    for (name, part, whole) in [("立案庭", 5, 9), ("财务科", 12, 12), ("新设部门", 0, 0)] {
        let rate = Rate::new(part, whole);
        page.row(vec![
            name.into(),
            whole.into(),
            part.into(),
            Value::Percent(rate).into(),
            Cell::from(Value::Bar(rate)).toned(Tone::Good),
        ])?;
    }
    let strong = |number: i64| Cell::number(number).toned(Tone::Strong);
    page.row(vec![
        Cell::text("合计").toned(Tone::Strong),
        strong(21),
        strong(17),
        Cell::from(Value::Percent(Rate::new(17, 21))).toned(Tone::Strong),
    ])?;
    page.end_grid()?;
    page.block(Block::Chart(Bars {
        title: "逾期事项按部门".into(),
        rows: vec![("立案庭".into(), 14), ("执行局".into(), 9), ("财务科".into(), 0)],
    }))?;
    page.block(Block::Heading { level: 2, text: "（一）说明".into() })?;
    page.block(Block::Paragraph("统计范围为本轮反馈问题。\n没有时限的事项另列，不计入逾期。".into()))?;
    page.begin_grid(&[Column::code("编号"), Column::text("没有时限的事项", 1)])?;
    page.end_grid()?;
    page.finish()
}
