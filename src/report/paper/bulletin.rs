//! 整改进展情况通报: what the party group tells its own party members, and, shortened, the public, of the rectification.
//!
//! Structure: 基本情况, 整改情况 category by category, 整改意见, what other origins brought up, 需长期整改事项, 存在的主要问题, 下一步; then
//! 公开期限, 联系方式, 落款. Sections for which the ledger has nothing are left out; an issue about which nothing was filed and
//! accepted is listed and not padded.
//!
//! The public version carries nothing of the ledger itself: its only numbers are the paper's, no list is appended, no anchor code.
//! The public reads what is 可公开, in the wording meant for it; sums count the rest, too (《中国共产党党务公开条例（试行）》).

use super::{
    About, Paper,
    results::Results,
    script::{Gap, GapKind, Numbering, Script, SecondLook},
    standing,
    story::{Story, Withheld, is_open},
    tables,
};
use crate::{
    domain::{
        Day,
        disclosure::Audience,
        figures::Figure,
        ids::ItemId,
        item::{Item, ItemKind, Origin},
        outcome::OutcomeFacts,
        party::PartyKind,
    },
    report::{
        ReportError, Result,
        outcome::Outcomes,
        page::{Block, PageSink},
        sentence::word,
        summary::Summary,
    },
    zh::{
        date::format_day_zh,
        label::Label as _,
        prose::{Mark, phrase, sentence},
    },
};
use chrono::Days;

/// How a bulletin is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// For whom.
    pub audience: Audience,
    /// How it is numbered.
    pub numbering: Numbering,
    /// The day of issue, which it bears and from which 公开期限 runs; a 征求意见稿 has none yet.
    pub issued_on: Option<Day>,
    /// The number under which it leaves the office; the public version bears none, as public notices do.
    pub number: Option<String>,
    /// 公开期限 in days, the first included.
    pub public_days: u64,
    /// 联系方式, as they are printed.
    pub contact: Vec<String>,
}

/// A bulletin, read from the ledger and not printed yet.
pub struct Bulletin {
    /// Its blocks, what it lacks.
    pub script: Script,
    /// What its readers are not told.
    pub withheld: Withheld,
    /// What of a public version is to be looked at a second time.
    pub second_looks: Vec<SecondLook>,
    summary: Summary,
    story: Story,
    wanted: Wanted,
}

/// Origins that have sections of their own, with their headings.
pub(super) const OTHER_ORIGINS: [(Origin, &str); 6] = [
    (Origin::Extension, "举一反三整改情况"),
    (Origin::Reform, "推动改革促进发展情况"),
    (Origin::SelfCheck, "自查问题整改情况"),
    (Origin::Prior, "上轮遗留问题整改情况"),
    (Origin::Lookback, "回头看发现问题整改情况"),
    (Origin::Meeting, "民主生活会检视问题整改情况"),
];

impl Bulletin {
    /// Reads a bulletin from the ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(about: &About<'_>, wanted: Wanted) -> Result<Self> {
        let story = Story::new(about, wanted.audience)?;
        let summary = Summary::new(about.scope, about.filter, None)?;
        let mut script = Script::default();
        let public = wanted.audience == Audience::Public;
        let told = if public { "公布" } else { "通报" };
        introduce(
            about,
            &format!("现将整改进展情况{told}如下，统计数字截至{}。", format_day_zh(about.day())),
            &mut script,
        );
        script.section("基本情况");
        organised(about, &summary, &mut script)?;
        script.say(summary.sentences.concat());
        let brought = brought_about(about, &summary, wanted.audience)?;
        script.quote(None, &brought);
        script.say(brought);
        let results = Results {
            story: &story,
            numbering: wanted.numbering,
            day: about.day(),
            category_word: about.round.settings.category_word.label(),
        };
        results.fed_back("反馈问题整改情况", "", &mut script);
        results.opinions("", &mut script);
        for (origin, heading) in OTHER_ORIGINS {
            results.of_origin(origin, heading, "", &mut script);
        }
        standing_work(about, &story, &summary, &mut script)?;
        problems(&story, &mut script);
        next(about, &story, &summary, &mut script)?;
        let withheld = story.withheld();
        let not_told = withheld.words();
        if !not_told.is_empty() {
            let why = if public { "按规定不公开" } else { "按规定不在通报中列出" };
            script.say(format!("另有{not_told}{why}，均已计入以上统计数字。"));
        }
        let second_looks = if public { script.second_looks(&persons(about)?) } else { Vec::new() };
        Ok(Self { script, withheld, second_looks, summary, story, wanted })
    }

    /// Issues and opinions that the paper names and about which nothing was filed and accepted.
    pub fn unfiled(&self) -> impl Iterator<Item = &Gap> {
        self.script.gaps.iter().filter(|gap| gap.kind == GapKind::NoFiling)
    }

    /// The issues and opinions that it tells its readers of.
    #[must_use]
    pub fn told(&self) -> Vec<ItemId> {
        let told =
            |item: &&Item| matches!(item.kind, ItemKind::Issue | ItemKind::Opinion) && self.story.words(item).is_some();
        self.story.items().filter(told).map(|item| item.id).collect()
    }

    /// The name of its file: the two versions have the same title.
    #[must_use]
    pub fn file_title(&self, about: &About<'_>) -> String {
        let version = if self.wanted.audience == Audience::Public { "（公开）" } else { "" };
        format!("{}{version}", self.title(about))
    }

    /// Where the office is reached: as it says of itself, then as was said for this paper.
    fn contact(&self, about: &About<'_>) -> Vec<String> {
        let own = &about.contact;
        let named = [("电话", &own.phone), ("电子邮箱", &own.mailbox), ("地址", &own.address)];
        let own = named.into_iter().filter_map(|(name, words)| words.as_ref().map(|words| format!("{name}：{words}")));
        own.chain(self.wanted.contact.iter().cloned()).map(|line| phrase(&line)).collect()
    }

    /// What was not known when the last one was issued. The public is told how much it is, not what.
    fn adjustments(&self, sink: &mut dyn PageSink) -> Result<()> {
        if self.wanted.audience == Audience::Party {
            return tables::adjustments(&self.summary, &self.story, "附：补报调整", sink);
        }
        for adjusted in self.summary.adjustments.iter().filter(|adjusted| !adjusted.rows.is_empty()) {
            let words = format!(
                "上次印发的统计数字截至{}，此后补报调整{}项，计入本次数字。",
                format_day_zh(adjusted.lock.through),
                adjusted.rows.len()
            );
            sink.block(Block::Paragraph(words))?;
        }
        Ok(())
    }

    /// What the clerk has to see to: in a draft everything, in an issued paper the issues that it says nothing about. What goes
    /// to the public carries no such list, not even as a draft: the clerk is told of it on the screen.
    fn gaps(&self, sink: &mut dyn PageSink) -> Result<()> {
        if self.wanted.audience == Audience::Public {
            return Ok(());
        }
        if self.wanted.issued_on.is_some() {
            if self.unfiled().next().is_some() {
                let heading = "附：尚无经采用填报的问题和整改意见".to_owned();
                sink.block(Block::Heading { level: 1, text: heading })?;
            }
            return self.unfiled_lists(Gap::printed, sink);
        }
        if self.script.gaps.is_empty() {
            return Ok(());
        }
        sink.block(Block::PageBreak)?;
        sink.block(Block::Heading { level: 1, text: "经办人核对清单（印发前自动删去）".into() })?;
        self.unfiled_lists(Gap::to_check, sink)?;
        let of_kind = |kind| self.script.gaps.iter().filter(move |gap| gap.kind == kind);
        let measures = of_kind(GapKind::MeasureWithoutFiling).map(Gap::to_check);
        list_under("以下措施尚无经采用的填报，文中没有列出：", measures, sink)?;
        list_under("以下内容台账里没有，文中没有写：", of_kind(GapKind::Setting).map(Gap::to_check), sink)
    }

    /// Issues and opinions without a filing, apart: opinions are no issues.
    fn unfiled_lists(&self, words: fn(&Gap) -> String, sink: &mut dyn PageSink) -> Result<()> {
        for (what, opinions) in [("问题", false), ("整改意见", true)] {
            let of_kind = self.unfiled().filter(|gap| gap.is_opinion() == opinions);
            list_under(&format!("以下{what}尚无经采用的填报："), of_kind.map(words), sink)?;
        }
        Ok(())
    }
}

/// Lines under words that say what they are; nothing where there are none.
fn list_under(lead: &str, lines: impl Iterator<Item = String>, sink: &mut dyn PageSink) -> Result<()> {
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        sink.block(Block::Paragraph(format!("{lead}\n{}", lines.join("\n"))))?;
    }
    Ok(())
}

impl Paper for Bulletin {
    fn title(&self, about: &About<'_>) -> String {
        let draft = if self.wanted.issued_on.is_none() { "（征求意见稿）" } else { "" };
        format!("{}关于{}整改进展情况的通报{draft}", about.party_group(), word(about.round.settings.kind))
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        sink.title(&self.title(about), None)?;
        if let Some(number) = self.wanted.number.as_ref().filter(|_| self.wanted.audience == Audience::Party) {
            sink.block(Block::DocumentNumber(number.clone()))?;
        }
        for block in &self.script.blocks {
            sink.block(block.clone())?;
        }
        if self.wanted.audience == Audience::Public {
            self.adjustments(sink)?;
            let days = self.wanted.public_days;
            let term = self.wanted.issued_on.map_or_else(
                || format!("自公开之日起{days}日"),
                |first| format!("{}至{}", format_day_zh(first), format_day_zh(last_day(first, days))),
            );
            sink.block(Block::Paragraph(format!("对整改情况有意见建议的，请在公开期限内反映。公开期限：{term}。")))?;
        }
        let contact = self.contact(about);
        if !contact.is_empty() {
            sink.block(Block::Paragraph(format!("联系方式：{}。", contact.join("；"))))?;
        }
        sink.block(Block::Signature { office: about.party_group().to_owned(), day: self.wanted.issued_on })?;
        if self.wanted.audience == Audience::Party {
            self.adjustments(sink)?;
        }
        self.gaps(sink)?;
        match self.wanted.audience {
            Audience::Party => about.end(sink),
            // The code by which the ledger is verified is nothing for the public, who has no ledger.
            Audience::Public => {
                about.no_original(sink)?;
                Ok(sink.finish()?)
            }
        }
    }
}

/// The last day of a period that begins on `from`.
fn last_day(from: Day, days: u64) -> Day {
    from.checked_add_days(Days::new(days.saturating_sub(1))).unwrap_or(from)
}

/// The persons that the roster knows, under every name that they went by.
fn persons(about: &About<'_>) -> Result<Vec<String>> {
    let parties = about.scope.reader.parties()?;
    let is_person = |id| {
        let party = parties.iter().find(|party| party.id == id);
        party.is_some_and(|party| matches!(party.kind, PartyKind::Leader | PartyKind::Person))
    };
    let mut names: Vec<String> =
        parties.iter().filter(|party| is_person(party.id)).map(|party| party.name.clone()).collect();
    for (id, name) in about.scope.reader.party_names()? {
        if is_person(id) && !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// Who inspected whom and when, in so far as the round's settings know it.
pub(super) fn introduce(about: &About<'_>, close: &str, script: &mut Script) {
    let settings = &about.round.settings;
    let kind = word(settings.kind);
    let feedback = format_day_zh(settings.feedback_on);
    let onsite = match (settings.onsite_from, settings.onsite_to) {
        (Some(from), Some(to)) => Some(format!("{}至{}，", format_day_zh(from), format_day_zh(to))),
        (Some(from), None) => Some(format!("{}起，", format_day_zh(from))),
        (None, Some(to)) => Some(format!("截至{}，", format_day_zh(to))),
        (None, None) => None,
    };
    if settings.onsite_from.is_none() || settings.onsite_to.is_none() {
        script.lacks(GapKind::Setting, None, "进驻起止日期：用 taizhang round amend --onsite-from、--onsite-to 补上");
    }
    let group = settings.party_group.as_deref();
    if group.is_none() {
        script.lacks(GapKind::Setting, None, "被巡察党组，落款暂用整改办：用 taizhang round amend --party-group 补上");
    }
    let group = group.unwrap_or("本单位党组");
    if settings.body.is_none() {
        script.lacks(GapKind::Setting, None, "巡视巡察机构：用 taizhang round amend --body 补上");
    }
    let words = match (&settings.body, onsite) {
        (Some(body), Some(onsite)) => {
            format!("{onsite}{body}对{group}开展{kind}；{feedback}，反馈{kind}意见。")
        }
        (Some(body), None) => format!("{body}对{group}开展{kind}，于{feedback}反馈{kind}意见。"),
        (None, Some(onsite)) => format!("{onsite}{group}接受{kind}；{feedback}，收到{kind}反馈意见。"),
        (None, None) => format!("{feedback}，{group}收到{kind}反馈意见。"),
    };
    script.quote(None, &words);
    script.say(format!("{words}{close}"));
}

/// Meetings by kind, and how the plan was adopted and adjusted since.
pub(super) fn organised(about: &About<'_>, summary: &Summary, script: &mut Script) -> Result<()> {
    let reader = about.scope.reader;
    let mut words = String::new();
    if summary.meetings.values().sum::<i64>() > 0 {
        words = met(summary);
    } else {
        script.lacks(GapKind::Setting, None, "反馈以来召开的会议：用 taizhang meeting add 登记");
    }
    match about.round.adopted_on.filter(|on| *on <= about.day()) {
        None => script.lacks(GapKind::Setting, None, "整改方案的审议通过：用 taizhang round adopt 记录"),
        Some(on) => {
            let meeting = about.round.adopted_meeting.map(|id| reader.meeting(id)).transpose()?.flatten();
            let by = meeting.map_or_else(String::new, |meeting| {
                format!("经{}{}", format_day_zh(meeting.facts.held_on), meeting.facts.kind.label())
            });
            words.push_str(&match by.is_empty() {
                true => format!("整改方案于{}审议通过", format_day_zh(on)),
                false => format!("整改方案{by}审议通过"),
            });
            let adjusted =
                reader.plan_adjustments(about.round.id)?.iter().filter(|change| change.on <= about.day()).count();
            words.push_str(&format!("，此后按程序调整{adjusted}处。"));
        }
    }
    if !words.is_empty() {
        script.say(words);
    }
    Ok(())
}

/// The meetings held, by kind; a kind of which there was none is not named.
pub(super) fn met(summary: &Summary) -> String {
    let held: Vec<String> = summary
        .meetings
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(kind, count)| format!("{}{count}次", kind.label()))
        .collect();
    match summary.meetings.values().sum::<i64>() {
        0 => "反馈以来，台账记录的会议0次。".to_owned(),
        all => format!("反馈以来，召开会议{all}次，其中{}。", held.join("、")),
    }
}

/// What rectification brought about. Other outcomes are named in free words: only those meant for these readers are.
pub(super) fn brought_about(about: &About<'_>, summary: &Summary, audience: Audience) -> Result<String> {
    let mut outcomes = summary.outcomes.clone();
    let all = about.scope.reader.outcomes_among(about.filter, about.scope.as_of)?;
    let others = || all.iter().filter(|row| matches!(row.facts, OutcomeFacts::Other { .. }));
    let may = |row: &&crate::store::query::OutcomeRow| row.disclosure.words_for(audience, "").is_some();
    outcomes.other =
        Outcomes::new(others().filter(may).filter(|row| !reworded(row, audience)).map(|row| &row.facts)).other;
    let left_out = others().count() - others().filter(may).filter(|row| !reworded(row, audience)).count();
    let mut words = format!("整改以来，{}", outcomes.words());
    if left_out > 0 {
        words.push_str(&format!("另有{left_out}项其他成效未列出名称。"));
    }
    Ok(words)
}

/// An outcome with a wording for the public is not told in its own words.
fn reworded(row: &crate::store::query::OutcomeRow, audience: Audience) -> bool {
    audience == Audience::Public && row.disclosure.public_words.is_some()
}

/// 需长期整改事项, by the two definitions that papers mix up, each with its figure.
fn standing_work(about: &About<'_>, story: &Story, summary: &Summary, script: &mut Script) -> Result<()> {
    let items = standing::standing(about, &[ItemKind::Issue, ItemKind::Measure, ItemKind::Opinion])?;
    let typed = summary.long_term.figures.get(Figure::Total);
    let (told, untold): (Vec<&Item>, Vec<&Item>) = items.iter().partition(|item| story.words(item).is_some());
    if told.is_empty() && (typed == 0 || story.audience == Audience::Public) {
        return Ok(());
    }
    script.section("需长期整改事项");
    let counted = match items.is_empty() {
        true => "事项0项".to_owned(),
        false => standing::level_words(&items.iter().collect::<Vec<_>>()),
    };
    let why = if story.audience == Audience::Public { "按规定不公开" } else { "按规定不列出" };
    let left_out = match untold.is_empty() {
        true => String::new(),
        false => format!("（其中{}{why}）", standing::level_words(&untold)),
    };
    script.say(format!(
        "反馈问题中整改类型为长期坚持的{typed}个；时限为长期坚持或者到期后长期坚持的{counted}{left_out}，均持续推进。"
    ));
    let mut number = 0;
    for item in &items {
        let Some(words) = story.words(item) else { continue };
        number += 1;
        let review = item.review().map_or_else(String::new, |day| tables::review_words(day, about.day()));
        script.say(format!("{}{}：{}{review}。", Mark::Arabic.at(number), phrase(words), item.progress.label()));
        script.quote(Some(&item.code), words);
    }
    Ok(())
}

/// 存在的主要问题, as they were filed.
fn problems(story: &Story, script: &mut Script) {
    let filed = story.problems();
    if !filed.is_empty() {
        script.section("存在的主要问题");
        list(story, &filed, script);
    }
}

/// Words that were filed, each under what they are about: by themselves they speak of nothing that readers know.
fn list(story: &Story, filed: &[(Vec<&Item>, &str)], script: &mut Script) {
    for (number, (about, words)) in (1..).zip(filed) {
        let of: Vec<String> = about.iter().map(|item| phrase(story.shown(item))).collect();
        script.say(format!("{}{}：{}", Mark::Arabic.at(number), of.join("；"), sentence(words)));
        for item in about {
            script.quote(Some(&item.code), story.shown(item));
            script.quote(Some(&item.code), words);
        }
    }
}

/// 下一步: how much is open, and what was filed of it; nothing when nothing is open.
pub(super) fn next(about: &About<'_>, story: &Story, summary: &Summary, script: &mut Script) -> Result<()> {
    let filed = story.next_steps();
    let open = open_words(about, summary)?;
    if filed.is_empty() && open.is_empty() {
        return Ok(());
    }
    script.section("下一步工作安排");
    script.say(open);
    list(story, &filed, script);
    Ok(())
}

/// How much of what is open, late, and due when; empty when nothing is open.
fn open_words(about: &About<'_>, summary: &Summary) -> Result<String> {
    let open = |set: &crate::report::summary::Set| {
        [Figure::OnSchedule, Figure::Overdue].iter().map(|figure| set.figures.get(*figure)).sum::<i64>()
    };
    let levels = [("个问题", &summary.issues), ("条措施", &summary.measures), ("条整改意见", &summary.opinions)];
    let counted: Vec<String> = levels
        .iter()
        .map(|(unit, set)| (open(set), unit))
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    if counted.is_empty() {
        return Ok(String::new());
    }
    let mut words = format!("尚有{}未完成，继续推进整改", counted.join("、"));
    let late = summary.issues.figures.get(Figure::Overdue);
    if open(&summary.issues) > 0 {
        words.push_str(&format!("，其中逾期的问题{late}个"));
        let issues = about.of_kinds(&[ItemKind::Issue]);
        let mut next: Option<Day> = None;
        about.scope.reader.each_member(&issues, about.scope.as_of, Figure::OnSchedule, None, None, |item| {
            next = [next, item.due().filter(|_| is_open(&item))].into_iter().flatten().min();
            Ok::<_, ReportError>(())
        })?;
        if let Some(next) = next {
            words.push_str(&format!("，未到期的最近一个时限是{}", format_day_zh(next)));
        }
    }
    words.push('。');
    Ok(words)
}

impl Gap {
    /// The gap in one line.
    #[must_use]
    pub fn line(&self) -> String {
        match &self.code {
            Some(code) => format!("{code} {}", self.words),
            None => self.words.clone(),
        }
    }

    /// Whether it is about an opinion.
    #[must_use]
    pub fn is_opinion(&self) -> bool {
        self.item == Some(ItemKind::Opinion)
    }

    /// The gap as the paper's readers find it: by the paper's own numbers, not by the ledger's codes.
    #[must_use]
    pub fn printed(&self) -> String {
        format!("{}{}", self.place.as_deref().unwrap_or_default(), self.words)
    }

    /// The same for the clerk, who finds it in the ledger, too.
    #[must_use]
    pub fn to_check(&self) -> String {
        let code = self.code.as_ref().map(|code| format!("（台账编号{code}）")).unwrap_or_default();
        self.printed() + &code
    }
}

impl SecondLook {
    /// In words: where, why, what.
    #[must_use]
    pub fn words(&self) -> String {
        let place = self.code.as_ref().map(|code| format!("{code} ")).unwrap_or_default();
        format!("{place}{}“{}”", self.found.reason.label(), self.found.words)
    }
}
