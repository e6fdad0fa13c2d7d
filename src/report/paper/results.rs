//! 整改情况: category by category, issue by issue, what was done, in the last accepted words of each measure.

use super::{
    script::{GapKind, Numbering, Script},
    story::{Group, Story, Told},
    tables::due_words,
};
use crate::{
    domain::{
        Day,
        disclosure::Audience,
        item::{Item, ItemKind, Origin},
        lifecycle::{Closure, Progress},
    },
    zh::{
        date::format_day_zh,
        label::Label as _,
        prose::{phrase, sentence},
    },
};

/// The issues of the feedback itself; those of other origins have sections of their own.
pub const FED_BACK: [Origin; 2] = [Origin::Feedback, Origin::Audit];

/// Writes results into a script.
pub struct Results<'s> {
    /// What there is to tell.
    pub story: &'s Story,
    /// How it is numbered.
    pub numbering: Numbering,
    /// The day spoken of.
    pub day: Day,
    /// What a category is called.
    pub category_word: &'static str,
}

impl Results<'_> {
    /// The issues of the feedback, under a section with this heading and these words at its beginning.
    pub fn fed_back(&self, heading: &str, lead: &str, script: &mut Script) {
        let groups = self.story.groups(&FED_BACK);
        if groups.is_empty() {
            return;
        }
        let mut running = 0;
        let by_section = self.numbering == Numbering::Sections && groups.iter().all(|group| group.category.is_some());
        if !by_section {
            script.section(heading);
            script.say(lead);
        }
        for (number, group) in (1..).zip(&groups) {
            let depth = if by_section {
                script.section(&self.category_words(group, number));
                self.quote_category(group, script);
                0
            } else if group.category.is_none() && groups.len() == 1 {
                // Without categories the issues stand directly in the section.
                0
            } else {
                script.heading(1, &self.numbering.mark(1).at(number), &self.category_words(group, number));
                self.quote_category(group, script);
                1
            };
            if by_section && number == 1 {
                script.say(lead);
            }
            self.group(group, depth, &mut running, script);
        }
    }

    /// The issues of another origin, or of several, in a section of their own; none where there are none.
    pub fn of_origin(&self, origin: Origin, heading: &str, lead: &str, script: &mut Script) {
        let groups = self.story.groups(&[origin]);
        if groups.is_empty() {
            return;
        }
        script.section(heading);
        script.say(lead);
        let mut number = 0;
        for issue in groups.iter().flat_map(all_issues) {
            number += 1;
            self.issue(issue, self.numbering.issue_depth(), number, script);
        }
    }

    /// What became of the opinions, in a section of its own.
    pub fn opinions(&self, lead: &str, script: &mut Script) {
        if self.story.opinions().next().is_none() {
            return;
        }
        script.section("整改意见落实情况");
        script.say(lead);
        for (number, opinion) in (1..).zip(self.story.opinions()) {
            self.issue(opinion, self.numbering.issue_depth(), number, script);
        }
    }

    fn category_words(&self, group: &Group<'_>, number: usize) -> String {
        match group.category {
            None => "其他问题".to_owned(),
            Some(category) => match self.story.own_words(category) {
                Some(words) => phrase(words),
                None => format!("第{number}个{}", self.category_word),
            },
        }
    }

    fn quote_category(&self, group: &Group<'_>, script: &mut Script) {
        let Some(category) = group.category else { return };
        match self.story.own_words(category) {
            Some(words) => script.quote(Some(&category.code), words),
            None => script.lacks(
                GapKind::Setting,
                Some(&category.code),
                format!("这个{}没有定为可印，标题以序号代替；可印的用 taizhang edit 改公开范围", self.category_word),
            ),
        }
    }

    fn group(&self, group: &Group<'_>, depth: usize, running: &mut usize, script: &mut Script) {
        let issue_depth = (depth + 1).max(self.numbering.issue_depth());
        let mut own = 0;
        for issue in &group.issues {
            *running += 1;
            own += 1;
            let number = if self.numbering == Numbering::Running { *running } else { own };
            self.issue(issue, issue_depth, number, script);
        }
        for (number, nested) in (1..).zip(&group.groups) {
            let mark = match self.numbering {
                // Beside issues that are numbered on through the whole paper it would look like one of them.
                Numbering::Running if own > 0 => String::new(),
                _ => self.numbering.mark(depth + 1).at(own + number),
            };
            script.heading(depth + 1, &mark, &self.category_words(nested, number));
            self.quote_category(nested, script);
            self.group(nested, depth + 1, running, script);
        }
    }

    /// An issue or opinion: its words, what was done, how far it is, and its 表现.
    fn issue(&self, item: &Item, depth: usize, number: usize, script: &mut Script) {
        self.told(item, depth, number, !self.story.is_told_of(item), script);
    }

    fn told(&self, item: &Item, depth: usize, number: usize, lacks_filing: bool, script: &mut Script) {
        let Some(words) = self.story.words(item) else { return };
        script.heading(depth, &self.numbering.mark(depth).at(number), words);
        if lacks_filing {
            script.lacks_filing(item, phrase(words));
        }
        script.quote(Some(&item.code), words);
        let done = self.measures(item, depth, script);
        if done == 0 {
            self.own_result(item, script);
        }
        script.say(self.status(item));
        let parts = self.story.below(item).filter(|below| below.kind == ItemKind::Issue);
        for (number, part) in (done + 1..).zip(parts.filter(|part| self.story.words(part).is_some())) {
            // What was told of the issue as a whole is told of its 表现, too.
            let covered = self.story.told(item) != Told::Nothing || !self.story.is_told_of(item);
            self.told(part, depth + 1, number, !covered && !self.story.is_told_of(part), script);
        }
    }

    /// What was done by the measures of an item. Says how many of them were told.
    fn measures(&self, item: &Item, depth: usize, script: &mut Script) -> usize {
        let mut number = 0;
        for measure in self.story.below(item).filter(|below| below.kind == ItemKind::Measure) {
            let Some(words) = self.story.words(measure) else { continue };
            match self.story.told(measure) {
                Told::Words(told) => {
                    number += 1;
                    let mark = self.numbering.mark(depth + 1).at(number);
                    let head = match measure.progress {
                        Progress::Completed => phrase(words),
                        going_on => format!("{}（{}）", phrase(words), going_on.label()),
                    };
                    script.say(format!("{mark}{}{}", sentence(&head), sentence(&told)));
                    script.quote(Some(&measure.code), words);
                    script.quote(Some(&measure.code), &told);
                }
                Told::Nothing if self.story.told(item) == Told::Nothing && self.story.is_told_of(item) => {
                    script.lacks(GapKind::MeasureWithoutFiling, Some(&measure.code), phrase(words));
                }
                Told::Withheld | Told::Nothing => {}
            }
        }
        number
    }

    fn own_result(&self, item: &Item, script: &mut Script) {
        if let Told::Words(told) = self.story.told(item) {
            script.say(sentence(&told));
            script.quote(Some(&item.code), &told);
        }
    }

    /// How far an item is: 完成 and 销号 apart. Deadlines are told inside the party only.
    fn status(&self, item: &Item) -> String {
        let mut words = match (item.progress, item.completed_on) {
            (Progress::Completed, Some(on)) => format!("进展：已于{}完成", format_day_zh(on)),
            (progress, _) => format!("进展：{}", progress.label()),
        };
        match item.closure {
            Closure::Closed => {
                words.push_str("，已销号");
                if let Some(on) = item.closed_on {
                    words.push_str(&format!("（{}）", format_day_zh(on)));
                }
                if item.unratified {
                    words.push_str("，待补党组会审议");
                }
            }
            Closure::Requested => words.push_str("，已申请销号，待审定"),
            Closure::Returned | Closure::None => {}
        }
        if let Some(back) = self.story.setback(item) {
            words.push_str(&format!("，{}", back.told(self.story.audience)));
        }
        if self.story.audience == Audience::Party && item.is_open() {
            words.push_str(&format!("，{}", due_words(item, self.day)));
        }
        words.push('。');
        words
    }
}

fn all_issues<'s>(group: &'s Group<'_>) -> Vec<&'s Item> {
    let mut issues: Vec<&Item> = group.issues.clone();
    for nested in &group.groups {
        issues.extend(all_issues(nested));
    }
    issues
}
