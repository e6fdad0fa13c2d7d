//! 主要负责人组织落实情况报告: what the head of the party group did for the rectification, as far as the ledger knows it.
//!
//! How far the whole has come, meetings and what they decided, the items that the head leads, what the head signed. Of any other
//! leader it is another paper under another title, about what that leader leads and signed. Who chaired a meeting, instructions and
//! visits are not kept in the ledger; nothing is said of them.

use super::{
    About, Paper,
    bulletin::introduce,
    meetings,
    progress::addressee,
    script::{Gap, GapKind, Script},
    story::{Story, Told, is_open},
    tables,
};
use crate::{
    domain::{
        Day,
        disclosure::Audience,
        figures::Figure,
        ids::PartyId,
        item::{Item, ItemKind},
        lifecycle::LightDays,
        party::Role,
    },
    report::{
        Result,
        meeting::{Matter, Tally},
        page::{Block, Cell, Column, PageSink},
        sentence::word,
        summary::Summary,
    },
    store::query::SignedRow,
    zh::{
        date::format_day_zh,
        label::Label as _,
        prose::{Mark, phrase, sentence},
    },
};

/// The report.
pub struct Leader {
    /// To whom it goes; the inspecting body when nobody is named.
    pub addressee: Option<String>,
    /// Whose report it is.
    pub party: PartyId,
    /// The name.
    pub name: String,
    /// Whether it is the head of the party group, who reports on the whole; another leader reports on what that leader leads.
    pub is_head: bool,
}

impl Leader {
    fn leads_it(&self, item: &Item) -> bool {
        item.in_role(Role::Leader).any(|party| party.id == self.party)
    }

    /// What the leader leads of a kind, in the order of the codes: issues and opinions that stand for themselves, and cases,
    /// wherever they stand.
    fn led<'s>(&self, story: &'s Story, kind: ItemKind) -> Vec<&'s Item> {
        if kind == ItemKind::Case {
            let mut cases: Vec<&Item> = story.items().filter(|item| item.kind == kind && self.leads_it(item)).collect();
            cases.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
            return cases;
        }
        story.tops().filter(|item| item.kind == kind && self.leads_it(item)).collect()
    }

    fn written(&self, about: &About<'_>, summary: &Summary) -> (Option<String>, Script) {
        let mut script = Script::default();
        let to = match (&self.addressee, self.is_head) {
            (None, false) => Some(about.party_group().to_owned()),
            (named, _) => addressee(named.as_deref(), about, &mut script),
        };
        let whose = if self.is_head { "主要负责人" } else { "牵头领导" };
        let does = if self.is_head { "组织落实整改" } else { "牵头整改" };
        let day = format_day_zh(about.day());
        introduce(about, &format!("现将{whose}{}{does}情况报告如下，统计数字截至{day}。", self.name), &mut script);
        let missing = if self.is_head {
            script.say(summary.sentences.concat());
            "会议由谁主持、批示、调研：台账不记，需要的请另行补写"
        } else {
            "批示、调研、谈话：台账不记，需要的请另行补写"
        };
        script.lacks(GapKind::Setting, None, missing);
        (to, script)
    }

    /// Heads a section; what the head alone reports is left out of the count for the others.
    fn section(&self, number: usize, words: &str, sink: &mut dyn PageSink) -> Result<()> {
        section(if self.is_head { number } else { number - 1 }, words, sink)
    }

    /// The figures of what the leader leads, level by level: by the rule of every summary, never added. Issues are always told,
    /// what else there is of.
    fn counted(&self, story: &Story, day: Day) -> String {
        let levels = [
            (ItemKind::Issue, "问题", "个", "已完成"),
            (ItemKind::Measure, "措施", "条", "已完成"),
            (ItemKind::Opinion, "整改意见", "条", "已落实"),
            (ItemKind::Case, "个案", "件", "已办结"),
        ];
        let told = levels.iter().filter_map(|(kind, name, unit, done)| {
            let count = |figure: Figure| {
                let counts = |item: &&Item| {
                    item.kind == *kind && self.leads_it(item) && figure.counts(item, LightDays::default(), day)
                };
                story.items().filter(counts).count()
            };
            let total = count(Figure::Total);
            if total == 0 && !matches!(kind, ItemKind::Issue | ItemKind::Measure) {
                return None;
            }
            let closed = match count(Figure::Closed) {
                0 if *kind != ItemKind::Issue => String::new(),
                closed => format!("、已销号{closed}{unit}"),
            };
            let (completed, late) = (count(Figure::Completed), count(Figure::Overdue));
            Some(format!("{name}{total}{unit}，{done}{completed}{unit}{closed}、逾期未完成{late}{unit}"))
        });
        format!("{}牵头的{}。", self.name, told.collect::<Vec<_>>().join("；"))
    }

    fn meetings(&self, about: &About<'_>, summary: &Summary, sink: &mut dyn PageSink) -> Result<()> {
        let mut held = meetings::held(about)?;
        held.sort_by_key(|decided| (decided.meeting.facts.held_on, decided.meeting.id));
        section(1, "会议研究部署情况", sink)?;
        let total = summary.meetings.values().sum::<i64>();
        let mut words = format!("反馈以来，召开会议{total}次。");
        let sum = |matter: Matter| held.iter().map(|decided| decided.tally(matter)).fold(Tally::default(), Tally::with);
        let tabled: Vec<(Matter, Tally)> =
            Matter::ALL.iter().map(|matter| (*matter, sum(*matter))).filter(|(_, tally)| tally.tabled() > 0).collect();
        if !tabled.is_empty() {
            let all = tabled.iter().fold(Tally::default(), |all, (_, tally)| all.with(*tally));
            let parts: Vec<String> = tabled.iter().map(|(matter, tally)| tally.words_of(matter.label())).collect();
            words.push_str(&format!(
                "会议审议整改事项{}项次：同意{}项次、退回{}项次、暂缓{}项次。其中，{}。",
                all.tabled(),
                all.agreed,
                all.returned,
                all.deferred,
                parts.join("；")
            ));
        }
        sink.block(Block::Paragraph(words))?;
        if held.is_empty() {
            return Ok(());
        }
        sink.begin_grid(&[
            Column::day("日期"),
            Column::text("会议", 3),
            Column::text("纪要号", 2),
            Column::text("审议情况", 4),
        ])?;
        for decided in &held {
            let facts = &decided.meeting.facts;
            // Most titles say what kind of meeting it was.
            let kind = facts.kind.label();
            let title =
                if facts.title.contains(kind) { facts.title.clone() } else { format!("{}（{kind}）", facts.title) };
            sink.row(vec![
                facts.held_on.into(),
                title.into(),
                facts.minutes_no.clone().into(),
                meetings::studied(decided).into(),
            ])?;
        }
        Ok(sink.end_grid()?)
    }

    fn leads(&self, story: &Story, day: Day, sink: &mut dyn PageSink) -> Result<()> {
        self.section(2, "牵头整改情况", sink)?;
        sink.block(Block::Paragraph(self.counted(story, day)))?;
        let kinds = LED.map(|(kind, ..)| self.led(story, kind));
        let withheld: Vec<String> = LED
            .iter()
            .zip(&kinds)
            .map(|((_, name, unit, _), led)| {
                (led.iter().filter(|item| story.words(item).is_none()).count(), unit, name)
            })
            .filter(|(count, ..)| *count > 0)
            .map(|(count, unit, name)| format!("{count}{unit}{name}"))
            .collect();
        if !withheld.is_empty() {
            let words = format!("另有{}按规定不列出，已计入以上数字。", withheld.join("、"));
            sink.block(Block::Paragraph(words))?;
        }
        for ((kind, name, unit, heading), led) in LED.iter().zip(&kinds) {
            let told: Vec<&Item> = led.iter().copied().filter(|item| story.words(item).is_some()).collect();
            let last =
                |item: &Item| if *kind == ItemKind::Case { own_words(story, item) } else { last_words(story, item) };
            let results: Vec<(&Item, String)> =
                told.iter().filter_map(|item| last(item).map(|words| (*item, words))).collect();
            if !results.is_empty() {
                sink.block(Block::Heading { level: 2, text: (*heading).to_owned() })?;
            }
            for (number, (item, words)) in (1..).zip(&results) {
                let head = sentence(&phrase(&item.text));
                sink.block(Block::Paragraph(format!("{}{head}{}", Mark::Arabic.at(number), sentence(words))))?;
            }
            let open: Vec<&Item> = told.into_iter().filter(|item| is_open(item)).collect();
            if open.is_empty() {
                continue;
            }
            let codes = |items: &[&Item]| items.iter().map(|item| item.code.as_str()).collect::<Vec<_>>().join("、");
            let late: Vec<&Item> = open.iter().copied().filter(|item| item.days_late(day) > 0).collect();
            let of_them = match late.len() {
                0 => String::new(),
                count if count == open.len() => "，均已逾期".to_owned(),
                count => format!("，其中逾期{count}{unit}，编号{}", codes(&late)),
            };
            let words = format!("牵头{name}中尚未完成的{}{unit}，编号{}{of_them}。", open.len(), codes(&open));
            sink.block(Block::Paragraph(words))?;
        }
        Ok(())
    }

    /// What was signed; a ledger without any of it says nothing that readers outside would ask for.
    fn signed(&self, story: &Story, signed: &[SignedRow], sink: &mut dyn PageSink) -> Result<()> {
        if signed.is_empty() {
            return Ok(());
        }
        self.section(3, "审签情况", sink)?;
        let agreed = signed.iter().filter(|row| row.agreed).count();
        sink.block(Block::Paragraph(format!(
            "{}审签{}项次，同意{agreed}项次、不同意{}项次。",
            self.name,
            signed.len(),
            signed.len() - agreed
        )))?;
        sink.begin_grid(&[
            Column::day("日期"),
            Column::code("编号"),
            Column::text("事项", 3),
            Column::rigid("环节"),
            Column::rigid("结果"),
            Column::text("意见", 2),
        ])?;
        for row in signed {
            sink.row(vec![
                row.on.into(),
                Cell::text(row.code.clone()),
                Cell::text(story.shown_by_key(row.item).to_owned()),
                Cell::text(row.step.label()),
                Cell::text(if row.agreed { "同意" } else { "不同意" }),
                row.words.clone().into(),
            ])?;
        }
        Ok(sink.end_grid()?)
    }
}

/// What is told of one by one: what it is called, its unit, and the heading above.
const LED: [(ItemKind, &str, &str, &str); 3] = [
    (ItemKind::Issue, "问题", "个", "牵头问题的整改情况"),
    (ItemKind::Opinion, "整改意见", "条", "牵头整改意见的落实情况"),
    (ItemKind::Case, "个案", "件", "牵头个案的办理情况"),
];

/// The last words about an item itself.
fn own_words(story: &Story, item: &Item) -> Option<String> {
    match story.told(item) {
        Told::Words(words) => Some(sentence(&words)),
        Told::Withheld | Told::Nothing => None,
    }
}

/// The last words about an issue: of its measures, joined, else its own. What became of a case is no result of the issue: cases are
/// told of apart.
fn last_words(story: &Story, item: &Item) -> Option<String> {
    let mut measures: Vec<String> = Vec::new();
    let below = story.below(item).filter(|below| below.kind != ItemKind::Case && story.words(below).is_some());
    for words in below.filter_map(|below| own_words(story, below)) {
        // One filing about several measures is said once.
        if !measures.contains(&words) {
            measures.push(words);
        }
    }
    if measures.is_empty() { own_words(story, item) } else { Some(measures.concat()) }
}

fn section(number: usize, words: &str, sink: &mut dyn PageSink) -> Result<()> {
    Ok(sink.block(Block::Heading { level: 1, text: format!("{}{words}", Mark::Chinese.at(number)) })?)
}

impl Paper for Leader {
    fn title(&self, about: &About<'_>) -> String {
        let (group, kind) = (about.party_group(), word(about.round.settings.kind));
        match self.is_head {
            true => format!("{group}主要负责人组织落实{kind}整改情况的报告"),
            false => format!("{group}牵头领导{}落实{kind}整改情况的报告", self.name),
        }
    }

    fn remarks(&self, about: &About<'_>) -> Result<Vec<Gap>> {
        let summary = Summary::new(about.scope, about.filter, None)?;
        Ok(self.written(about, &summary).1.gaps)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        let summary = Summary::new(about.scope, about.filter, None)?;
        let (to, script) = self.written(about, &summary);
        sink.title(&self.title(about), None)?;
        if let Some(to) = to {
            sink.block(Block::Addressee(to))?;
        }
        for block in script.blocks {
            sink.block(block)?;
        }
        if self.is_head {
            self.meetings(about, &summary, sink)?;
        }
        let story = Story::new(about, Audience::Party)?;
        self.leads(&story, about.day(), sink)?;
        let signed = about.scope.reader.signed_by(self.party, about.round.id, about.day())?;
        self.signed(&story, &signed, sink)?;
        sink.block(about.signature(if self.is_head { about.party_group() } else { &self.name }))?;
        let led = LED.iter().flat_map(|(kind, ..)| self.led(&story, *kind));
        let led: Vec<&Item> = led.filter(|item| story.words(item).is_some()).collect();
        if !led.is_empty() {
            tables::appendix(1, "牵头事项一览", sink)?;
            tables::items(&led, sink)?;
        }
        about.end(sink)
    }
}
