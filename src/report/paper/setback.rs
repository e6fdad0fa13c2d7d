//! What was thought to be done and was not: returned, denied, reopened. What was filed before is no result that stands, and papers
//! say so.

use super::About;
use crate::{
    domain::{Day, disclosure::Audience, ids::ItemId, item::Item, lifecycle::Closure, recheck::Finding},
    report::Result,
    zh::{date::format_day_zh, prose::phrase},
};
use std::collections::BTreeMap;

/// How an item was thrown back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setback {
    /// On which day.
    pub on: Day,
    /// By what.
    pub by: By,
    /// Why, in words that are for the party only.
    pub words: String,
}

/// By what an item was thrown back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A meeting returned it.
    Meeting,
    /// It was denied on its way to a meeting.
    Denied,
    /// It was struck off, on that day, and a look-back found the problem come back.
    Rebound(Option<Day>),
    /// It was struck off, on that day, and the closing was taken back.
    Reopened(Option<Day>),
}

/// What last threw these items back, of those that were returned, or reopened and not struck off again since.
pub(super) fn setbacks<'i>(
    about: &About<'_>,
    items: impl Iterator<Item = &'i Item>,
) -> Result<BTreeMap<ItemId, Setback>> {
    let mut found = BTreeMap::new();
    for item in items.filter(|item| item.closure != Closure::Closed) {
        if item.closure != Closure::Returned && item.cycle == 1 {
            continue;
        }
        let mut steps = about.scope.reader.closure_steps(item.id)?;
        steps.retain(|step| step.on <= about.day());
        let back = if item.closure == Closure::Returned { Closure::Returned } else { Closure::None };
        let Some(at) = steps.iter().rposition(|step| step.closure == back) else { continue };
        let step = &steps[at];
        let closed = || {
            let before = steps[..at].iter().rev();
            before.take_while(|step| step.closure == Closure::Closed).last().map(|step| step.on)
        };
        let by = match (back, step.meeting) {
            (Closure::Returned, Some(_)) => By::Meeting,
            (Closure::Returned, None) => By::Denied,
            _ => {
                let looked = about.scope.reader.rechecks_of(item.id)?;
                let came_back = looked
                    .iter()
                    .any(|look| look.finding == Finding::Rebound && look.on == step.on && look.cycle < item.cycle);
                if came_back { By::Rebound(closed()) } else { By::Reopened(closed()) }
            }
        };
        found.insert(item.id, Setback { on: step.on, by, words: phrase(step.words.as_deref().unwrap_or_default()) });
    }
    Ok(found)
}

impl Setback {
    /// Words that were filed before, with what came after.
    #[must_use]
    pub fn mark(&self, words: &str, audience: Audience) -> String {
        let day = format_day_zh(self.on);
        let what = match self.by {
            By::Meeting | By::Denied => "退回继续整改",
            By::Rebound(_) => "回头看发现反弹",
            By::Reopened(_) => "撤销销号",
        };
        match audience {
            Audience::Party => format!("{}（填报后于{day}{what}）", phrase(words)),
            Audience::Public => format!("{}（此后{what}）", phrase(words)),
        }
    }

    /// What happened, for the line that says how far an item is; why, inside the party.
    #[must_use]
    pub fn told(&self, audience: Audience) -> String {
        let public = audience == Audience::Public;
        let day = if public { String::new() } else { format_day_zh(self.on) };
        let before = |closed: Option<Day>| match closed {
            Some(closed) if !public => format!("曾于{}销号，{day}", format_day_zh(closed)),
            None if !public => format!("曾经销号，{day}"),
            _ => "曾经销号，后".to_owned(),
        };
        let mut told = match self.by {
            By::Meeting => format!("{day}经审议退回继续整改"),
            By::Denied => format!("{day}经审核退回继续整改"),
            By::Rebound(closed) => format!("{}回头看发现反弹，撤销销号", before(closed)),
            By::Reopened(closed) => format!("{}撤销销号", before(closed)),
        };
        if !public && !self.words.is_empty() {
            told.push_str(&format!("（{}）", self.words));
        }
        told
    }
}
