//! Parts and their whole, rates and their fractions, within one stretch of a sentence.

use super::{
    Passage, excerpt,
    segment::{Figure, Segment, names_state},
};
use crate::{
    domain::{
        outcome::AccountabilityForm,
        stated::{Completeness, Fault, FigureCheck, Rounding, State, Weight, add_up, fits},
    },
    zh::{label::Label as _, money::format_cents, quantity::Unit},
};

/// What rectification counts: only of such things 完成 says that they are parts of a whole.
const THINGS: [&str; 13] =
    ["问题", "事项", "任务", "措施", "举措", "意见", "建议", "线索", "隐患", "个案", "信访", "表现", "节点"];
/// Words that make a number without a noun a whole.
const WHOLES: [&str; 5] = ["共", "合计", "总计", "总数", "现有"];

/// Looks at every sum and rate of a stretch.
pub(super) fn find(passage: &Passage<'_>, segment: &Segment<'_>, checks: &mut Vec<FigureCheck>) {
    if segment.figures.is_empty() {
        return;
    }
    let mut teller = Teller { passage, segment, checks };
    let lists = teller.lists();
    teller.states(&lists);
    teller.total();
    teller.rates();
}

struct Teller<'a, 't> {
    passage: &'a Passage<'a>,
    segment: &'a Segment<'t>,
    checks: &'a mut Vec<FigureCheck>,
}

impl<'t> Teller<'_, 't> {
    fn figure(&self, at: usize) -> &Figure<'t> {
        &self.segment.figures[at]
    }

    /// Lists behind 其中, in brackets, behind a colon, after 分别为: which figures each holds.
    fn lists(&mut self) -> Vec<(usize, Vec<usize>)> {
        let mut lists = Vec::new();
        let mut at = 1 + usize::from(self.segment.goes_on);
        while at < self.segment.figures.len() {
            let Some((whole, members, complete)) = self.list_at(at) else {
                at += 1;
                continue;
            };
            at = members.last().map_or(at, |last| *last) + 1;
            self.sum(whole, &members, complete, complete != Completeness::Must);
            lists.push((whole, members));
        }
        lists
    }

    /// The list that begins with a figure: its whole, its members, how far they must make it up.
    fn list_at(&self, first: usize) -> Option<(usize, Vec<usize>, Completeness)> {
        let (figure, whole) = (self.figure(first), first - 1);
        let gap = figure.gap;
        let among = gap.find("其中");
        let bracket =
            among.is_none() && figure.depth > self.figure(whole).depth && !gap.contains(['，', ',', '。', '）', ')']);
        let colon = among.is_none() && !bracket && (gap.contains('：') || gap.contains(':'));
        let each = gap.contains("分别为") || gap.contains("分别是");
        if !(among.is_some() || bracket || colon || each) || !figure.is_exact() {
            return None;
        }
        if each {
            return self.each(first);
        }
        let of = self.figure(whole);
        if !of.counts_like(figure) || !of.is_exact() || is_each(of.lead) {
            return None;
        }
        // 其中 speaks of what stands right before it.
        let between = among.map_or(gap, |at| &gap[..at]);
        if between.chars().count() > 14 || between.matches(['，', ',']).count() > 1 {
            return None;
        }
        let level = of.level;
        let other_level = |member: &Figure<'_>| member.level.is_some() && member.level != level;
        let joined = |at: usize| {
            let member = self.figure(at);
            let goes_on =
                !["另", "此外", "同时", "还", "共", "累计", "其余"].iter().any(|word| member.lead.starts_with(word));
            let inside = !bracket || member.depth >= figure.depth;
            // What follows a part belongs to it only while nothing but 、 parts them.
            let tight =
                of.state.is_none() || bracket || member.gap.contains(['、', '和']) && !member.gap.contains(['，', ',']);
            member.counts_like(of) && member.is_exact() && goes_on && inside && tight && !other_level(member)
        };
        if other_level(figure) || names_another_thing(figure, of) {
            return None;
        }
        let mut members = vec![first];
        members.extend((first + 1..self.segment.figures.len()).take_while(|at| joined(*at)));
        if colon && members.len() < 2 || bracket && members.len() < 2 {
            return None;
        }
        let last = self.figure(*members.last()?);
        let behind = &self.segment.words[last.quantity.end..];
        let open_ended = behind.starts_with('等') || last.noun.ends_with('等') || last.noun.starts_with("以及");
        let closes =
            bracket || (self.segment.last && behind[last.noun.len()..].trim().chars().all(|c| "）)。".contains(c)));
        let complete = match members.len() >= if bracket { 2 } else { 3 } && closes && !open_ended {
            true => Completeness::Seems,
            false => Completeness::NeedNot,
        };
        Some((whole, members, complete))
    }

    /// 分别为3个、4个、5个: the whole is the one number of that counter before it, or the one that they make up.
    fn each(&self, first: usize) -> Option<(usize, Vec<usize>, Completeness)> {
        let figure = self.figure(first);
        let joined = |at: &usize| {
            let member = self.figure(*at);
            member.counts_like(figure) && member.is_exact() && (member.gap == "、" || member.gap == "和")
        };
        let members: Vec<usize> =
            std::iter::once(first).chain((first + 1..self.segment.figures.len()).take_while(joined)).collect();
        let sum: i64 = members.iter().map(|at| self.figure(*at).quantity.value).sum();
        let wholes: Vec<usize> =
            (0..first).filter(|at| self.figure(*at).counts_like(figure) && self.figure(*at).is_exact()).collect();
        let whole = match wholes[..] {
            [only] => only,
            _ => *wholes.iter().find(|at| self.figure(**at).quantity.value == sum)?,
        };
        (members.len() >= 2).then_some((whole, members, Completeness::Must))
    }

    /// A whole and its parts by state: 697个问题，完成688个，基本完成4个，未完成5个.
    fn states(&mut self, lists: &[(usize, Vec<usize>)]) {
        for whole in 0..self.segment.figures.len() {
            let of = self.figure(whole);
            if of.state.is_some() || !of.is_exact() || !is_whole(of) || is_each(of.lead) {
                continue;
            }
            let mut parts: Vec<(State, usize)> = Vec::new();
            let mut clear = true;
            for at in whole + 1..self.segment.figures.len() {
                let part = self.figure(at);
                if !part.counts_like(of) || (part.level.is_some() && part.level != of.level) {
                    continue;
                }
                let nested = lists.iter().any(|(head, members)| *head != whole && members.contains(&at));
                let Some(state) = part.state else { break };
                if nested
                    || part.depth > of.depth
                        && !lists.iter().any(|(head, members)| *head == whole && members.contains(&at))
                {
                    continue;
                }
                if !belongs(part, of) {
                    break;
                }
                clear &= part.is_exact() && parts.iter().all(|(known, _)| *known != state);
                parts.push((state, at));
            }
            if !clear || parts.is_empty() {
                continue;
            }
            let of_states = |states: &[State]| -> Vec<usize> {
                parts.iter().filter(|(state, _)| states.contains(state)).map(|(_, at)| *at).collect()
            };
            let has = |state: State| parts.iter().any(|(known, _)| *known == state);
            let work = of_states(&[State::Completed, State::Staged, State::Unfinished]);
            let complete = if has(State::Completed) && has(State::Unfinished) {
                Completeness::Must
            } else {
                Completeness::NeedNot
            };
            self.sum(whole, &work, complete, false);
            let mut closing = of_states(&[State::Closed, State::Unclosed]);
            let complete = if closing.len() == 2 { Completeness::Must } else { Completeness::NeedNot };
            if work.is_empty() && closing.len() == 1 && has(State::Extended) {
                closing = of_states(&[State::Closed, State::Extended]);
            }
            self.sum(whole, &closing, complete, false);
        }
    }

    /// 新建3项、修订4项，共7项.
    fn total(&mut self) {
        for at in 2..self.segment.figures.len() {
            let total = self.figure(at);
            let bare = ["共", "共计", "合计", "总计", "总共"].contains(&total.lead) && total.noun.is_empty();
            if !bare || !total.is_exact() {
                continue;
            }
            let parts: Vec<usize> = (usize::from(self.segment.goes_on)..at)
                .rev()
                .take_while(|part| self.figure(*part).counts_like(total) && self.figure(*part).is_exact())
                .collect();
            let plain =
                parts.iter().all(|part| self.figure(*part).level.is_none() && self.figure(*part).depth == total.depth);
            let tight = parts.iter().all(|part| {
                let figure = self.figure(*part);
                *part == parts.last().copied().unwrap_or_default() || figure.gap.starts_with('、')
            });
            if parts.len() >= 2 && plain && tight {
                let parts: Vec<usize> = parts.into_iter().rev().collect();
                self.sum(at, &parts, Completeness::Must, false);
            }
        }
    }

    fn sum(&mut self, whole: usize, parts: &[usize], complete: Completeness, listed: bool) {
        let values: Vec<i64> = parts.iter().map(|at| self.figure(*at).quantity.value).collect();
        let (of, total) = (self.figure(whole), self.figure(whole).quantity.value);
        let leads = |word: &str| {
            parts.iter().any(|at| self.figure(*at).lead.contains(word) || self.figure(*at).noun.contains(word))
        };
        // Kinds of one thing may overlap (党员, 领导干部) where their words do not keep them apart.
        let kinds = listed && of.quantity.unit != Unit::Cents && !parts.iter().all(|at| is_apart(self.figure(*at)));
        let overlapping = kinds
            || matches!(of.quantity.unit, Unit::Count("次" | "人次" | "场" | "家次"))
            || (leads("党纪") && leads("政务"))
            || leads("组织处理");
        let Some((weight, fault)) = add_up(total, &values, complete, overlapping) else { return };
        // Parts by state are looked at with what stands around them; as a list they only may not exceed the whole.
        if listed && fault == Fault::Sum && parts.iter().any(|at| self.figure(*at).state.is_some()) {
            return;
        }
        let shown = |value: i64| match of.quantity.unit {
            Unit::Cents => format_cents(value),
            Unit::Count(counter) => format!("{value}{counter}"),
            Unit::Percent => value.to_string(),
        };
        let sum = shown(values.iter().fold(0, |sum, value| sum.saturating_add(*value)));
        let said: Vec<&str> = parts.iter().map(|at| self.figure(*at).said).collect();
        let (computed, against) = match fault {
            Fault::PartOverWhole => {
                let over = parts.iter().find(|at| self.figure(**at).quantity.value > total);
                (
                    over.map_or_else(String::new, |at| shown(self.figure(*at).quantity.value)),
                    "部分比整体还大".to_owned(),
                )
            }
            _ => (sum, format!("各部分合计：{}", said.join("＋"))),
        };
        let against = match (weight, total.cmp(&values.iter().fold(0, |sum, value| sum.saturating_add(*value)))) {
            (Weight::Remark, std::cmp::Ordering::Greater) => format!("{against}；没有列全的可以不理"),
            (Weight::Remark, _) => format!("{against}；有重复计算的可以不理"),
            _ => against,
        };
        self.tell(weight, fault, whole, computed, against);
    }

    fn rates(&mut self) {
        for at in 0..self.segment.figures.len() {
            let rate = self.figure(at);
            if rate.quantity.unit != Unit::Percent {
                continue;
            }
            let named = ["完成率", "整改率", "销号率", "办结率", "清结率", "化解率", "落实率", "采纳率"]
                .into_iter()
                .find(|name| rate.lead.contains(name));
            if named.is_some() && over_hundred(rate) {
                self.tell(Weight::Finding, Fault::Rate, at, "不超过100%".to_owned(), "这种比率不会大于100%".to_owned());
                continue;
            }
            // By how much a rate rose is no rate of anything here.
            let moved = ["提高", "提升", "上升", "下降", "增长", "降低", "同比", "环比", "较", "目标", "由", "从"];
            if rate.quantity.about || moved.iter().any(|word| rate.lead.contains(word)) {
                continue;
            }
            let share = ["占", "占比", "占总数的", "占总数", "占问题总数的", "占比为"].contains(&rate.lead);
            if let Some((part, whole)) = self.fraction_behind(rate) {
                self.rate(at, part, whole, true);
            } else if named.is_some() || share {
                let wanted = if named == Some("销号率") { State::Closed } else { State::Completed };
                self.rate_of_counts(at, wanted, share);
            }
        }
    }

    /// 98.71%（688/697）.
    fn fraction_behind(&self, rate: &Figure<'_>) -> Option<(i64, i64)> {
        let behind = self.segment.words[rate.quantity.end..].strip_prefix(['（', '('])?;
        let inner = &behind[..behind.find(['）', ')'])?];
        let (part, whole) = inner.split_once(['/', '／'])?;
        let read = |text: &str| crate::zh::numeral::parse_number(text).map(i64::from);
        Some((read(part)?, read(whole)?))
    }

    /// Which counts of the stretch a rate is made of: those of its name where it fits, else any that it fits.
    fn rate_of_counts(&mut self, at: usize, wanted: State, share: bool) {
        let rate = self.figure(at).quantity;
        let counts: Vec<&Figure<'_>> =
            self.segment.figures.iter().filter(|f| f.is_exact() && matches!(f.quantity.unit, Unit::Count(_))).collect();
        let whole_of = |part: &Figure<'_>| {
            counts
                .iter()
                .find(|w| w.counts_like(part) && w.state.is_none() && w.quantity.at < part.quantity.at)
                .copied()
        };
        let named = if share {
            counts.iter().rev().find(|f| f.quantity.at < rate.at).copied()
        } else {
            counts.iter().find(|f| f.state == Some(wanted) && f.quantity.at < rate.at).copied()
        };
        let expected = named.and_then(|part| Some((part.quantity.value, whole_of(part)?.quantity.value)));
        let fitting = |(part, whole): &(i64, i64)| fits(*part, *whole, rate.value, rate.decimals).is_some();
        let any = || {
            let pairs = counts.iter().flat_map(|whole| counts.iter().map(move |part| (part, whole)));
            pairs
                .filter(|(part, whole)| part.quantity.at != whole.quantity.at && part.counts_like(whole))
                .map(|(part, whole)| (part.quantity.value, whole.quantity.value))
                .find(|pair| pair.0 <= pair.1 && fitting(pair))
        };
        if let Some(pair) = expected.filter(fitting).or_else(any) {
            self.rate(at, pair.0, pair.1, true);
        } else if let Some((part, whole)) = expected {
            // A share is of whatever the writer had in mind; it is accused only of a fraction that stands beside it.
            self.rate(at, part, whole, !share);
        }
    }

    fn rate(&mut self, at: usize, part: i64, whole: i64, sure: bool) {
        let rate = self.figure(at);
        let how = fits(part, whole, rate.quantity.value, rate.quantity.decimals);
        let weight = match (how, sure) {
            (Some(_), _) => Weight::Agrees,
            (None, true) => Weight::Finding,
            (None, false) => Weight::Remark,
        };
        let how = match how {
            Some(Rounding::Exact) => "恰好",
            Some(Rounding::Rounded) => "四舍五入",
            Some(Rounding::CutOff) => "舍去尾数",
            None => "四舍五入、舍去尾数都不对",
        };
        let computed = crate::domain::rate::Rate::new(part, whole).to_string();
        self.tell(weight, Fault::Rate, at, computed, format!("{part}/{whole}，{how}"));
    }

    fn tell(&mut self, weight: Weight, fault: Fault, about: usize, computed: String, against: String) {
        let figure = self.figure(about);
        // A total of an earlier stretch is shown by what goes on with it.
        let shown = self.figure(about + usize::from(self.segment.goes_on && about == 0));
        let check = FigureCheck {
            weight,
            fault,
            place: self.passage.place.to_owned(),
            words: excerpt(self.segment.words, shown.quantity.at, shown.quantity.end),
            stated: figure.said.to_owned(),
            computed,
            against,
        };
        self.checks.push(check);
    }
}

/// Whether a part of a list keeps itself apart from the others by its words: forms of accountability, 新建 and 修订.
fn is_apart(part: &Figure<'_>) -> bool {
    let near = |word: &str| part.lead.contains(word) || part.noun.contains(word);
    let form = |form: &AccountabilityForm| near(form.label()) || form.other_words().iter().any(|word| near(word));
    ["新建", "新增", "新制定", "修订", "修改", "废止"].into_iter().any(near) || AccountabilityForm::ALL.iter().any(form)
}

/// Whether a part names a thing that its whole does not: 12个村，其中解决问题15个.
fn names_another_thing(part: &Figure<'_>, whole: &Figure<'_>) -> bool {
    let named = |figure: &Figure<'_>, thing: &str| figure.noun.contains(thing) || figure.lead.contains(thing);
    THINGS.iter().any(|thing| named(part, thing) && !named(whole, thing))
}

fn over_hundred(rate: &Figure<'_>) -> bool {
    let hundred = 100_i64.checked_mul(10_i64.pow(rate.quantity.decimals.min(10)));
    hundred.is_some_and(|hundred| rate.quantity.value > hundred)
}

/// 每个支部3个 is no whole.
fn is_each(lead: &str) -> bool {
    lead.contains('每') || lead.contains("人均")
}

fn is_whole(figure: &Figure<'_>) -> bool {
    figure.level.is_some()
        || THINGS.iter().any(|thing| figure.noun.contains(thing) || figure.lead.contains(thing))
        || (figure.noun.is_empty() && WHOLES.iter().any(|word| figure.lead.contains(word)))
}

/// A part says no other thing than its whole: 12个问题…完成15个支部 does not speak of the issues.
fn belongs(part: &Figure<'_>, whole: &Figure<'_>) -> bool {
    let noun = part.noun;
    noun.is_empty()
        || ["整改", "未", "但", "的", "已", "达"].iter().any(|word| noun.starts_with(word))
        || THINGS.iter().any(|thing| noun.contains(thing) && (whole.noun.contains(thing) || whole.lead.contains(thing)))
        || names_state(noun)
}
