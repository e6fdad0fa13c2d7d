//! Every matter as a part of the board: its words, who answers, its deadline, what stands below it and what happened to it.

use crate::{
    domain::{
        Day,
        filing::FilingState,
        ids::{ItemId, RoundId},
        item::{Item, ItemKind, Origin},
        lifecycle::{Closure, Light, Progress},
        meeting::DecisionOn,
        party::Role,
        round::SignOff,
    },
    report::{Result, Scope, row::joined},
    store::query::{Happened, Happening},
    zh::{issuing::document_number, label::Label as _},
};
use std::collections::HashMap;

/// The matters of one category, or those of none.
#[derive(Debug, Clone)]
pub struct Section {
    /// Code and words of the category.
    pub title: String,
    /// What stands in it.
    pub matters: Vec<Matter>,
}

/// An issue, an opinion, or whatever else stands on top of what is shown.
#[derive(Debug, Clone)]
pub struct Matter {
    /// Its key, to be jumped to.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// What it is.
    pub kind: &'static str,
    /// Its words.
    pub words: String,
    /// Its light; none once withdrawn.
    pub light: Option<Light>,
    /// How far it is, in a word or two.
    pub state: String,
    /// The departments.
    pub departments: String,
    /// The due day, or the words where there is none.
    pub due: String,
    /// Everything else that is known, name by name.
    pub facts: Vec<(&'static str, String)>,
    /// What stands below it, in order.
    pub below: Vec<Below>,
    /// What happened to it and to what stands below it, from first to last.
    pub events: Vec<Event>,
}

/// Something below a matter.
#[derive(Debug, Clone)]
pub struct Below {
    /// Its code.
    pub code: String,
    /// What it is, where that is no measure.
    pub kind: Option<&'static str>,
    /// Its words.
    pub words: String,
    /// Its light; none once withdrawn.
    pub light: Option<Light>,
    /// Who answers, where that is not as above it.
    pub who: String,
    /// Its deadline, where that is not as above it.
    pub due: String,
    /// How far it is.
    pub state: String,
}

/// What happened on a day.
#[derive(Debug, Clone)]
pub struct Event {
    /// The day.
    pub on: Day,
    /// To what stands below, its code.
    pub code: Option<String>,
    /// What, in a few words.
    pub what: String,
    /// More words.
    pub words: Option<String>,
}

/// Under which matter each item is told.
pub(super) struct Roots<'a> {
    by_id: HashMap<ItemId, &'a Item>,
}

impl<'a> Roots<'a> {
    pub(super) fn new(items: &'a [Item]) -> Self {
        Self { by_id: items.iter().map(|item| (item.id, item)).collect() }
    }

    fn parent(&self, item: &Item) -> Option<&'a Item> {
        item.parent.and_then(|id| self.by_id.get(&id).copied()).filter(|above| above.kind != ItemKind::Category)
    }

    pub(super) fn of(&self, item: &'a Item) -> &'a Item {
        let mut root = item;
        while let Some(above) = self.parent(root) {
            root = above;
        }
        root
    }
}

/// All matters by category, in the order of the ledger.
pub(super) fn sections(scope: &Scope<'_>, items: &[Item]) -> Result<Vec<Section>> {
    let rounds: Vec<_> = scope.rounds.iter().map(|round| round.id).collect();
    let mut happened: HashMap<ItemId, Vec<Happening>> = HashMap::new();
    for row in scope.reader.happenings(&rounds, scope.as_of)? {
        happened.entry(row.item).or_default().push(row);
    }
    let roots = Roots::new(items);
    let mut below: HashMap<ItemId, Vec<&Item>> = HashMap::new();
    let mut tops = Vec::new();
    for item in items.iter().filter(|item| item.kind != ItemKind::Category) {
        let root = roots.of(item);
        if root.id == item.id {
            tops.push(item);
        } else {
            below.entry(root.id).or_default().push(item);
        }
    }
    let mut sections: Vec<((RoundId, bool, bool), Section)> = Vec::new();
    for top in tops {
        // Opinions answer issues of every category: they stand by themselves.
        let category = scope.category(top).filter(|_| top.kind != ItemKind::Opinion);
        // A category's code names its round; what has none is told round by round.
        let round = scope.round(top.round).filter(|_| scope.rounds.len() > 1);
        let round = round.map(|round| format!("{} ", round.key)).unwrap_or_default();
        let title = match category {
            Some(category) => format!("{} {}", scope.code_of(category), category.text),
            None if top.kind == ItemKind::Opinion => format!("{round}{}", ItemKind::Opinion.label()),
            None => format!("{round}未归入方面的事项"),
        };
        let opinions = category.is_none() && top.kind == ItemKind::Opinion;
        let below = below.remove(&top.id).unwrap_or_default();
        let made = matter(scope, top, &below, &roots, &mut happened);
        match sections.iter_mut().find(|(_, section)| section.title == title) {
            Some((_, section)) => section.matters.push(made),
            None => {
                let place = (top.round, category.is_none(), opinions);
                sections.push((place, Section { title, matters: vec![made] }));
            }
        }
    }
    // Round by round: issues of no category and opinions come after the categories, whatever was met first.
    sections.sort_by_key(|(place, _)| *place);
    Ok(sections.into_iter().map(|(_, section)| section).collect())
}

fn matter(
    scope: &Scope<'_>,
    item: &Item,
    below: &[&Item],
    roots: &Roots<'_>,
    happened: &mut HashMap<ItemId, Vec<Happening>>,
) -> Matter {
    let own = happened.remove(&item.id).unwrap_or_default();
    let reopened: Vec<Day> = own.iter().filter(|row| row.what.is_reopening()).map(|row| row.on).collect();
    // On one day, what is told of an issue follows from what was told of its measures; only what is open again because of the
    // issue is told behind it.
    let (mut events, mut open_again) = (Vec::new(), Vec::new());
    for part in below {
        let code = scope.code_of(part);
        let rows = happened.remove(&part.id).unwrap_or_default();
        let by_itself: Vec<Day> = rows.iter().filter(|row| row.what.is_rebound()).map(|row| row.on).collect();
        for row in rows {
            let follows = row.what.is_reopening() && reopened.contains(&row.on) && !by_itself.contains(&row.on);
            let told = if follows { &mut open_again } else { &mut events };
            told.extend(event(row, Some(&code)));
        }
    }
    events.extend(own.into_iter().filter_map(|row| event(row, None)));
    events.extend(open_again);
    events.sort_by_key(|event| event.on);
    Matter {
        id: item.id.0,
        code: scope.code_of(item),
        kind: item.kind.label(),
        words: item.text.clone(),
        light: light(scope, item),
        state: state(item),
        departments: joined(item, Role::Department),
        due: due(scope, item),
        facts: facts(scope, item),
        below: below
            .iter()
            .map(|part| {
                let above = roots.parent(part).unwrap_or(item);
                let kind = match part.kind {
                    ItemKind::Measure => None,
                    ItemKind::Issue => Some("问题表现"),
                    other => Some(other.label()),
                };
                let differs = |of: &dyn Fn(&Item) -> String| Some(of(part)).filter(|words| *words != of(above));
                Below {
                    code: scope.code_of(part),
                    kind,
                    words: part.text.clone(),
                    light: light(scope, part),
                    who: differs(&who).unwrap_or_default(),
                    due: differs(&|item: &Item| due(scope, item)).unwrap_or_default(),
                    state: state(part),
                }
            })
            .collect(),
        events,
    }
}

fn light(scope: &Scope<'_>, item: &Item) -> Option<Light> {
    if item.withdrawn_on.is_some() { None } else { item.light(scope.lights(item.round), scope.as_of.day) }
}

/// 完成 is not 销号: both are said.
fn state(item: &Item) -> String {
    if item.withdrawn_on.is_some() {
        return "已撤项".to_owned();
    }
    let progress = item.progress.label();
    match item.closure {
        Closure::None => progress.to_owned(),
        Closure::Closed if item.unratified => format!("{progress}、已销号（待补审议）"),
        closure => format!("{progress}、{}", closure.label()),
    }
}

/// That its review day has passed, and by how much: no light says that.
fn review_past(scope: &Scope<'_>, item: &Item) -> Option<String> {
    let days = item.days_past_review(scope.as_of.day);
    (days > 0).then(|| format!("复核日已过{days}天"))
}

fn due(scope: &Scope<'_>, item: &Item) -> String {
    let due = match &item.deadline {
        None => "未定".to_owned(),
        Some(held) => held.now.due.map_or_else(|| held.now.raw.clone(), |day| day.to_string()),
    };
    match review_past(scope, item) {
        Some(past) => format!("{due}，{past}"),
        None => due,
    }
}

fn who(item: &Item) -> String {
    let names = [joined(item, Role::Leader), joined(item, Role::Department), joined(item, Role::Person)];
    names.into_iter().filter(|names| !names.is_empty()).collect::<Vec<_>>().join("　")
}

fn facts(scope: &Scope<'_>, item: &Item) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let mut add = |label: &'static str, words: String| {
        if !words.is_empty() {
            facts.push((label, words));
        }
    };
    if item.kind == ItemKind::Issue && item.origin != Origin::Feedback {
        add("来源", item.origin.label().to_owned());
    }
    add("整改类型", item.item_type.map(|kind| kind.label().to_owned()).unwrap_or_default());
    add("整改目标", item.goal.clone().unwrap_or_default());
    for role in Role::ALL {
        let names = joined(item, *role);
        let needed = matches!(role, Role::Leader | Role::Department);
        add(role.label(), if names.is_empty() && needed { "未定".to_owned() } else { names });
    }
    if let Some(held) = &item.deadline {
        add("时限", held.now.raw.clone());
        let late = item.days_late(scope.as_of.day);
        if let Some(due) = held.now.due {
            add("到期日", if late > 0 { format!("{due}，已逾期{late}天") } else { due.to_string() });
        }
        if held.extensions > 0 {
            let first = held.first_due.map_or_else(|| "无".to_owned(), |day| day.to_string());
            add("首次时限", format!("{first}，已延期{}次", held.extensions));
        }
        let past = review_past(scope, item).map(|words| format!("，{words}")).unwrap_or_default();
        add("复核日", held.now.review.map(|day| format!("{day}{past}")).unwrap_or_default());
    } else {
        add("时限", "未定".to_owned());
    }
    add("完成日", item.completed_on.map(|day| day.to_string()).unwrap_or_default());
    add("销号日", item.closed_on.map(|day| day.to_string()).unwrap_or_default());
    if item.cycle > 1 {
        add("整改轮次", format!("第{}轮，曾撤销销号", item.cycle));
    }
    add("撤项", item.withdrawn_on.map(|day| day.to_string()).unwrap_or_default());
    add("备注", item.note.clone().unwrap_or_default());
    facts
}

/// What happened, in words; what follows from something else that is told is left out.
fn event(row: Happening, code: Option<&str>) -> Option<Event> {
    let day = |day: Option<Day>| day.map_or_else(|| "无日期".to_owned(), |day| day.to_string());
    let what = match row.what {
        Happened::Filed { department, state, progress } => {
            let by = department.unwrap_or_else(|| "整改办".to_owned());
            let progress = progress.map(|progress| format!("，{}", progress.label())).unwrap_or_default();
            match state {
                FilingState::Accepted => format!("{by}填报{progress}"),
                FilingState::Pending | FilingState::Returned => format!("{by}填报（{}）{progress}", state.label()),
            }
        }
        Happened::Attached { title, number, kept_at, file, dated_on } => {
            let kept = kept_at.map(|place| format!("存于{place}"));
            let file = file
                .map(|file| if file == title { "台账存有文件".to_owned() } else { format!("台账存有文件{file}") });
            let dated = dated_on.filter(|day| *day != row.on).map(|day| format!("材料日期{day}"));
            let words: Vec<String> = [number, kept, file, dated].into_iter().flatten().collect();
            let words = Some(words.join("，")).filter(|words| !words.is_empty());
            return Some(Event {
                on: row.on,
                code: code.map(ToOwned::to_owned),
                what: format!("佐证“{title}”"),
                words,
            });
        }
        Happened::Reminded { tier, register, year, number, reply_by } => {
            let by = reply_by.map(|day| format!("，答复期限{day}")).unwrap_or_default();
            format!("{}{}{by}", tier.label(), document_number(&register, year, number))
        }
        Happened::Decided { kind, title, on, decision } => {
            let title = if title == kind.label() { title } else { format!("{}“{title}”", kind.label()) };
            let asked = if on == DecisionOn::Ratification { "已销号事项" } else { on.label() };
            format!("{title}审议{asked}，{}", decision.label())
        }
        // A measure's own change was told with its report; what derives from measures is told once they are all through.
        Happened::Progress(Progress::Completed) if code.is_none() => "整改任务全部完成".to_owned(),
        // The application is told as a change of the closure.
        Happened::Progress(_) | Happened::Signed { step: SignOff::Department, .. } => return None,
        Happened::ExtensionAsked { until } => format!("申请延期至{}", day(until)),
        Happened::Redated { until } => format!("退回后重定期限至{}", day(until)),
        Happened::Extended { before, until } => format!("批准延期：{}改为{}", day(before), day(until)),
        Happened::ExtensionRefused => "延期未批准".to_owned(),
        Happened::Signed { step, agreed } => format!("{}{}", step.label(), if agreed { "同意" } else { "不同意" }),
        Happened::Closure(Closure::None) => "撤销销号".to_owned(),
        Happened::Closure(Closure::Requested) => "申请销号".to_owned(),
        Happened::Closure(Closure::Returned) => "退回整改".to_owned(),
        Happened::Closure(Closure::Closed) => "销号".to_owned(),
        Happened::Ratified => "补办党组会审议，同意销号".to_owned(),
        Happened::Looked { rebound } => format!("回头看{}", if rebound { "发现反弹" } else { "未见反弹" }),
    };
    Some(Event { on: row.on, code: code.map(ToOwned::to_owned), what, words: row.words })
}
