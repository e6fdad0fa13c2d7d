//! 方案调整 in words: what was otherwise from then on, and why.

use super::{
    date::format_day,
    event::Names,
    label::Label as _,
    receipt::{deadline_words, field_words, quoted},
};
use crate::domain::{deadline::Deadline, event::Event, item::WithdrawGround};

/// What an adjustment changed, to stand beside the item's code; `text` are the item's words.
#[must_use]
pub fn adjustment(event: &Event, text: &str, names: &dyn Names) -> String {
    let item = |id: &Option<_>| id.map_or_else(|| "顶层".to_owned(), |id| names.item(id));
    match event {
        Event::ItemAdded(new) => quoted(Some(&new.text)),
        Event::ItemEdited { field, before, after, .. } => {
            let (before, after) = (field_words(*field, before.as_deref()), field_words(*field, after.as_deref()));
            format!("{} {before} → {after}", field.label())
        }
        Event::ItemMoved { before, after, .. } => format!("从 {} 移到 {} 下面", item(before), item(after)),
        Event::ItemWithdrawn { ground, reach, .. } => {
            let below = match reach.len() {
                0 | 1 => String::new(),
                all => format!("，连同下级 {} 项", all - 1),
            };
            let ground = match ground {
                WithdrawGround::PlanChange => String::new(),
                other => format!("（{}）", other.label()),
            };
            format!("{}{ground}{below}", quoted(Some(text)))
        }
        Event::DeadlineSet { deadline: Deadline { raw, due: Some(due), .. }, .. } if *raw == format_day(*due) => {
            format!("时限改为 {raw}")
        }
        Event::DeadlineSet { deadline, .. } => format!("时限改为 {}", deadline_words(deadline)),
        Event::LinkAdded { to, .. } => format!("增加对应问题 {}", names.item(*to)),
        Event::LinkRemoved { to, .. } => format!("不再对应问题 {}", names.item(*to)),
        _ => quoted(Some(text)),
    }
}

/// Why, where the command said so.
#[must_use]
pub fn reason(event: &Event) -> Option<&str> {
    match event {
        Event::ItemEdited { reason, .. } | Event::ItemMoved { reason, .. } | Event::LinkRemoved { reason, .. } => {
            reason.as_deref()
        }
        Event::ItemWithdrawn { reason, .. } => Some(reason),
        _ => None,
    }
}
