//! What the list papers have in common: issues with their measures, bands of categories, cells of who and when.

use super::About;
use crate::{
    domain::{
        figures::Figure,
        filter::Filter,
        ids::ItemId,
        item::{Item, ItemKind, Origin},
        party::Role,
    },
    report::{
        ReportError, Result,
        page::{Cell, PageSink, Tone, Value},
        row::joined,
        summary::Set,
    },
    store::query::Order,
    zh::{label::Label as _, numeral::to_chinese},
};

/// What stands where nothing was decided yet: our own reader takes it for nothing, too.
const UNSET: &str = "—";

/// What the tables say of it.
pub(super) const UNSET_MEANS: &str = "“—”为尚未确定。";

/// An item with the measures that stand below it.
pub(super) struct Group {
    /// The issue, or whatever stands above.
    pub(super) head: Item,
    /// Its measures, in order; none where none were made.
    pub(super) measures: Vec<Item>,
    /// It stood above already, and goes on behind its 表现.
    pub(super) again: bool,
}

/// Hands issues to `each` one after the other, each with its measures, by category and code. Only one is held at a time.
pub(super) fn each_group(about: &About<'_>, filter: &Filter, each: &mut dyn FnMut(&Group) -> Result<()>) -> Result<()> {
    let filter = Filter { kinds: vec![ItemKind::Issue, ItemKind::Measure], ..filter.clone() };
    let mut open: Option<Group> = None;
    about.scope.reader.each_item(&filter, about.scope.as_of, Order::Category, None, |item| {
        if item.kind == ItemKind::Issue {
            return match open.replace(Group { head: item, measures: Vec::new(), again: false }) {
                Some(group) => each(&group),
                None => Ok(()),
            };
        }
        match (&mut open, item.parent) {
            (Some(group), parent) if Some(group.head.id) == parent => group.measures.push(item),
            // Behind the measures of its 表现 an issue's own may follow; and a filter may find measures alone.
            (_, parent) => {
                let again = Group { head: above(about, parent, &item)?, measures: vec![item], again: true };
                if let Some(group) = open.replace(again) {
                    each(&group)?;
                }
            }
        }
        Ok::<_, ReportError>(())
    })?;
    open.map_or(Ok(()), |group| each(&group))
}

/// The item above a measure as of the paper's day; the measure itself where nothing stands above.
fn above(about: &About<'_>, parent: Option<ItemId>, item: &Item) -> Result<Item> {
    let Some(parent) = parent else { return Ok(item.clone()) };
    let named = Filter { items: vec![parent], with_withdrawn: true, ..Filter::default() };
    let found = about.scope.reader.items(&named, about.scope.as_of)?;
    Ok(found.into_iter().next().unwrap_or_else(|| item.clone()))
}

/// Writes bands as categories change, numbered as papers number them: 一、 and below it （一）.
#[derive(Default)]
pub(super) struct Bands {
    /// The categories that are open, outermost first, with how many came before on their level.
    open: Vec<(ItemId, u32)>,
    /// Some band was written.
    any: bool,
    /// The rows stand in no category.
    outside: bool,
}

impl Bands {
    /// Before a row: the bands of its category, as far as they are not open yet.
    pub(super) fn before(&mut self, about: &About<'_>, item: &Item, sink: &mut dyn PageSink) -> Result<()> {
        let mut path = Vec::new();
        let mut category = about.scope.category(item);
        while let Some(found) = category {
            path.insert(0, found);
            category = found.parent.and_then(|parent| about.scope.category_by_id(parent.0));
        }
        if path.is_empty() {
            if self.any && !std::mem::replace(&mut self.outside, true) {
                sink.band(&format!("未归入{}的事项", about.round.settings.category_word.label()), Tone::Strong)?;
            }
            return Ok(());
        }
        let same = self.open.iter().zip(&path).take_while(|((open, _), category)| *open == category.id).count();
        if same == path.len() && same == self.open.len() {
            return Ok(());
        }
        let mut number = self.open.get(same).map_or(0, |(_, number)| *number);
        self.open.truncate(same);
        for category in &path[same..] {
            number += 1;
            let ordinal = to_chinese(number);
            let text = match self.open.len() {
                0 => format!("{ordinal}、{}", category.text),
                _ => format!("（{ordinal}）{}", category.text),
            };
            sink.band(&text, Tone::Strong)?;
            self.open.push((category.id, number));
            number = 0;
        }
        self.any = true;
        Ok(())
    }
}

/// 责任部门 with who helps.
pub(super) fn departments(item: &Item) -> Cell {
    let (own, with) = (joined(item, Role::Department), joined(item, Role::CoDepartment));
    match (own.is_empty(), with.is_empty()) {
        (true, true) => UNSET.into(),
        (_, true) => own.into(),
        (true, false) => format!("配合：{with}").into(),
        (false, false) => format!("{own}\n配合：{with}").into(),
    }
}

/// Who leads, and who assists.
pub(super) fn leaders(item: &Item) -> Cell {
    let names: Vec<String> = [Role::Leader, Role::CoLeader]
        .iter()
        .map(|role| joined(item, *role))
        .filter(|names| !names.is_empty())
        .collect();
    if names.is_empty() { UNSET.into() } else { names.join("、").into() }
}

/// 责任人.
pub(super) fn persons(item: &Item) -> Cell {
    let names = joined(item, Role::Person);
    if names.is_empty() { UNSET.into() } else { names.into() }
}

/// A deadline in the words of the plan; an extension keeps the first day in sight.
pub(super) fn deadline(item: &Item) -> Cell {
    let Some(held) = &item.deadline else { return UNSET.into() };
    let mut words = match held.now.due {
        _ if !held.now.raw.is_empty() => held.now.raw.clone(),
        Some(due) => due.to_string(),
        None => UNSET.to_owned(),
    };
    if held.extensions > 0 {
        let first = held.first_due.map_or_else(|| "无日期".to_owned(), |day| day.to_string());
        words.push_str(&format!("\n原{first}\n延期{}次", held.extensions));
    }
    words.into()
}

/// The same as in the row above when `above`.
pub(super) fn unless(above: bool, cell: impl Into<Cell>) -> Cell {
    if above { Value::Above.into() } else { cell.into() }
}

/// An item's words; one that stands inside another issue says so.
pub(super) fn issue_words(group: &Group) -> String {
    let Item { text, kind, under_issue, .. } = &group.head;
    if *kind == ItemKind::Issue && *under_issue { format!("（问题表现）{text}") } else { text.clone() }
}

/// `32个` as parts of a whole by origin: `其中反馈问题27个、举一反三5个`; nothing where there is one origin only.
pub(super) fn origin_words(by_origin: &[(Origin, Set)]) -> String {
    let parts: Vec<String> = by_origin
        .iter()
        .map(|(origin, set)| (origin, set.figures.get(Figure::Total)))
        .filter(|(_, total)| *total > 0)
        .map(|(origin, total)| format!("{}{total}个", origin.label()))
        .collect();
    if parts.len() > 1 { format!("，其中{}", parts.join("、")) } else { String::new() }
}

/// How far a set is: completed, staged, under way, not started add up to the whole; struck off is said apart.
pub(super) fn progress_words(set: &Set, unit: &str) -> String {
    let get = |figure| set.figures.get(figure);
    let mut words: Vec<String> = [
        ("已完成", Figure::Completed),
        ("阶段性完成", Figure::Staged),
        ("整改中", Figure::InProgress),
        ("未启动", Figure::NotStarted),
    ]
    .iter()
    .map(|(label, figure)| format!("{label}{}{unit}", get(*figure)))
    .collect();
    if set.is_closed {
        words.push(format!("已销号{}{unit}", get(Figure::Closed)));
    }
    words.join("、")
}
