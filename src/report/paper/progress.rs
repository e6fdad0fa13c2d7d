//! 整改进展情况报告: what the party group reports to the superior party group and the inspecting body.
//!
//! 基本情况, 主要做法及成效, 未完成事项及原因, 下一步, and two tables: figures by category, and what is open.

use super::{
    About, Paper,
    bulletin::{OTHER_ORIGINS, brought_about, introduce, next, organised},
    results::{FED_BACK, Results},
    script::{Gap, GapKind, Numbering, Script},
    story::{Story, is_open},
    tables,
};
use crate::{
    domain::{
        disclosure::Audience,
        figures::{Figure, Grouping},
        item::{Item, ItemKind},
    },
    report::{
        Result,
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

/// The report.
pub struct Progress {
    /// To whom it goes; the inspecting body when nobody is named.
    pub addressee: Option<String>,
    /// How it is numbered.
    pub numbering: Numbering,
}

/// To whom a report goes: as named, else to the inspecting body; what is missing is noted.
pub(super) fn addressee(named: Option<&str>, about: &About<'_>, script: &mut Script) -> Option<String> {
    let to = named.or(about.round.settings.body.as_deref()).map(ToOwned::to_owned);
    if to.is_none() {
        script.lacks(GapKind::Setting, None, "主送机关：用 --to 写明");
    }
    to
}

impl Progress {
    fn written(&self, about: &About<'_>) -> Result<(Option<String>, Story, Summary, Script)> {
        let story = Story::new(about, Audience::Party)?;
        let summary = Summary::new(about.scope, about.filter, Some(Grouping::Category))?;
        let mut script = Script::default();
        let to = addressee(self.addressee.as_deref(), about, &mut script);
        let close = format!("现将整改进展情况报告如下，统计数字截至{}。", format_day_zh(about.day()));
        introduce(about, &close, &mut script);
        script.section("基本情况");
        organised(about, &summary, &mut script)?;
        script.say(summary.sentences.concat());
        let brought = brought_about(about, &summary, Audience::Party)?;
        let results = Results {
            story: &story,
            numbering: self.numbering,
            day: about.day(),
            category_word: about.round.settings.category_word.label(),
        };
        if story.groups(&FED_BACK).is_empty() {
            script.section("主要做法及成效");
            script.say(brought);
        } else {
            results.fed_back("主要做法及成效", &brought, &mut script);
        }
        results.opinions("", &mut script);
        for (origin, heading) in OTHER_ORIGINS {
            results.of_origin(origin, heading, "", &mut script);
        }
        unfinished(about, &story, &summary, &mut script);
        next(about, &story, &summary, &mut script)?;
        let withheld = story.withheld().words();
        if !withheld.is_empty() {
            script.say(format!("另有{withheld}按规定不在报告中列出，均已计入以上统计数字。"));
        }
        Ok((to, story, summary, script))
    }
}

/// Issues and opinions whose work goes on, each with the last problem that was filed about it.
fn unfinished(about: &About<'_>, story: &Story, summary: &Summary, script: &mut Script) {
    let open = open(story);
    if open.is_empty() {
        return;
    }
    script.section("未完成事项及原因");
    let count = |figure: Figure| summary.issues.figures.get(figure) + summary.opinions.figures.get(figure);
    script.say(format!(
        "未完成的问题和整改意见{}项，其中逾期{}项、未到期或者未定时限{}项。",
        count(Figure::Overdue) + count(Figure::OnSchedule),
        count(Figure::Overdue),
        count(Figure::OnSchedule)
    ));
    for (number, item) in (1..).zip(&open) {
        let Some(words) = story.words(item) else { continue };
        let due = tables::due_words(item, about.day());
        let mut line = format!("{}{}：{}，{due}", Mark::Arabic.at(number), phrase(words), item.progress.label());
        match story.last_problem(item) {
            Some(problem) => line.push_str(&format!("。原因：{}", sentence(problem))),
            None => {
                line.push('。');
                script.lacks(GapKind::Setting, Some(&item.code), "没有填报过存在问题，文中没有写未完成的原因");
            }
        }
        script.say(line);
    }
}

/// Issues and opinions whose work goes on, issues first.
fn open(story: &Story) -> Vec<&Item> {
    let of = |kind: ItemKind| {
        story.tops().filter(move |item| item.kind == kind && is_open(item) && story.words(item).is_some())
    };
    of(ItemKind::Issue).chain(of(ItemKind::Opinion)).collect()
}

impl Paper for Progress {
    fn title(&self, about: &About<'_>) -> String {
        format!("{}关于{}整改进展情况的报告", about.party_group(), word(about.round.settings.kind))
    }

    fn remarks(&self, about: &About<'_>) -> Result<Vec<Gap>> {
        Ok(self.written(about)?.3.gaps)
    }

    fn page(&self, about: &About<'_>, sink: &mut dyn PageSink) -> Result<()> {
        let (to, story, summary, script) = self.written(about)?;
        sink.title(&self.title(about), None)?;
        if let Some(to) = to {
            sink.block(Block::Addressee(to))?;
        }
        for block in script.blocks {
            sink.block(block)?;
        }
        sink.block(about.signature(about.party_group()))?;
        tables::adjustments(&summary, &story, "附：补报调整", sink)?;
        tables::appendix(1, "整改进展情况统计表", sink)?;
        tables::by_category(about, &story, &summary, sink)?;
        let open = open(&story);
        if !open.is_empty() {
            tables::appendix(2, "未完成事项清单", sink)?;
            tables::items(&open, sink)?;
        }
        about.end(sink)
    }
}
