//! 销号审批表: a sheet for each item, with what is signed for and the room to sign, and the code by which the signed sheet is
//! filed back.

use super::{About, Paper};
use crate::{
    domain::{closing_form::ClosingForm, item::Item, party::Role, policy::Walk, round::SignOff},
    report::{
        Result,
        page::{Block, Cell, Field, PageSink},
        row::joined,
    },
    zh::{date::format_day_zh, label::Label as _},
};

/// An item's sheet, and how far it has been signed.
pub struct Sheet {
    /// What it says of the work.
    pub form: ClosingForm,
    /// How far the item has come on the way of the policy.
    pub walk: Walk,
}

/// The sheets of some items.
pub struct ClosingForms {
    /// One for each.
    pub sheets: Vec<Sheet>,
}

/// Room for an opinion and a signature, in lines.
const ROOM: u8 = 4;
/// Where to sign, below the room for the opinion.
const TO_SIGN: &str = "\n\n签字：　　　　　　　　　　　年　　月　　日";

impl ClosingForms {
    fn sheet(&self, about: &About<'_>, sheet: &Sheet, sink: &mut dyn PageSink) -> Result<()> {
        let ClosingForm { item, told, parts, evidence, .. } = &sheet.form;
        let code = sheet.form.digest();
        let or_none = |words: String| if words.is_empty() { "未定".to_owned() } else { words };
        let done = item.completed_on.map_or_else(|| item.progress.label().to_owned(), format_day_zh);
        let mut rows = vec![
            vec![Field::new("编号", item.code.as_str())],
            // Typed from the sheet: it stands on one line.
            vec![Field::new("校验码", code.as_str())],
            vec![Field::new(item.kind.label(), item.text.as_str())],
            vec![
                Field::new("牵头领导", or_none(joined(item, Role::Leader))),
                Field::new("责任部门", or_none(joined(item, Role::Department))),
            ],
            vec![Field::new("整改时限", due_words(item)), Field::new("完成日期", done)],
        ];
        if let Some(goal) = &item.goal {
            rows.push(vec![Field::new("整改目标", goal.as_str())]);
        }
        if !parts.is_empty() {
            let lines: Vec<String> = parts
                .iter()
                .map(|part| {
                    let on = part.item.completed_on.map(|on| format!("，{}完成", format_day_zh(on)));
                    let state = on.unwrap_or_else(|| format!("，{}", part.item.progress.label()));
                    let told = part.told.as_deref().unwrap_or("没有采用的填报");
                    format!("{} {}{state}。{told}", part.item.code, part.item.text)
                })
                .collect();
            rows.push(vec![Field::new("整改措施和完成情况", Cell::text(lines.join("\n")))]);
        }
        if told.is_some() || parts.is_empty() {
            let words = told.clone().unwrap_or_else(|| "没有采用的填报".to_owned());
            rows.push(vec![Field::new("整改情况", words)]);
        }
        let listed: Vec<String> =
            evidence.iter().enumerate().map(|(at, (_, facts))| format!("{}. {}", at + 1, facts.title)).collect();
        let listed = if listed.is_empty() { "无佐证材料".to_owned() } else { listed.join("\n") };
        rows.push(vec![Field::new("佐证材料", Cell::text(listed))]);
        for step in sheet.walk.policy() {
            rows.push(vec![signature(about, item, &sheet.walk, *step)?]);
        }
        sink.block(Block::Form(rows))?;
        Ok(sink.block(Block::Note(format!(
            "签齐后扫描存入台账：taizhang attach {} 扫描件 --signed {code}",
            about.scope.code_of(item)
        )))?)
    }
}

fn due_words(item: &Item) -> String {
    let Some(held) = &item.deadline else { return "未定".to_owned() };
    let now = held.now.due.map_or_else(|| held.now.raw.clone(), format_day_zh);
    match (held.extensions, held.first_due) {
        (0, _) => now,
        (times, Some(first)) => format!("{now}（原{}，延期{times}次）", format_day_zh(first)),
        (times, None) => format!("{now}（延期{times}次）"),
    }
}

/// A step of the policy: as it was signed, or the room for it.
fn signature(about: &About<'_>, item: &Item, walk: &Walk, step: SignOff) -> Result<Field> {
    let Some(given) = walk.given(step) else {
        return Ok(Field::new(step.label(), Cell::text(TO_SIGN)).with_room(ROOM));
    };
    let rows = about.scope.reader.sign_offs_of(item.id)?;
    let row = rows.iter().find(|row| row.seq == given.seq);
    let applied = step == SignOff::Department;
    let what =
        row.and_then(|row| row.words.clone()).unwrap_or_else(|| if applied { "已申请" } else { "同意" }.to_owned());
    let by = match row.and_then(|row| row.party.clone()) {
        None if applied => item.in_role(Role::Department).next().map(|party| party.name.clone()),
        by => by,
    };
    let by = by.map(|who| format!("{who}，")).unwrap_or_default();
    Ok(Field::new(step.label(), format!("{what}（{by}{}）", format_day_zh(given.on))))
}

impl Paper for ClosingForms {
    fn title(&self, about: &About<'_>) -> String {
        match self.sheets.as_slice() {
            [only] => format!("{}整改事项{}销号审批表", about.round.settings.title, only.form.item.code),
            _ => format!("{}整改事项销号审批表", about.round.settings.title),
        }
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        let title = format!("{}整改事项销号审批表", about.round.settings.title);
        sink.title(&title, None)?;
        if self.sheets.is_empty() {
            sink.block(Block::Paragraph("没有整改已经完成、等着销号的事项。".into()))?;
            return about.end(sink);
        }
        for (at, sheet) in self.sheets.iter().enumerate() {
            if at > 0 {
                sink.block(Block::PageBreak)?;
                sink.title(&title, None)?;
            }
            self.sheet(about, sheet, sink)?;
        }
        about.end(sink)
    }
}
