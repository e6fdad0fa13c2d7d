//! The story that the demo plays: a patrol's feedback, its plan, and three months of work on it.

use crate::{domain::Day, zh::date::format_day_zh};
use chrono::Days;

/// Days since the feedback when the demo runs.
const SINCE_FEEDBACK: u64 = 80;

/// One thing that the demo does.
#[derive(Debug)]
pub(super) enum Step {
    /// A heading.
    Say(&'static str),
    /// A command, and how much of its answer is shown.
    Type(Vec<String>, Show),
}

/// How much of an answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// As it comes.
    All,
    /// From the line on that says it was recorded, a few lines of it.
    Recorded,
}

impl Show {
    /// The lines to be shown.
    pub(super) fn shorten(self, answer: &str) -> Vec<String> {
        const SHOWN: usize = 4;
        let lines: Vec<&str> = match self {
            Self::All => answer.lines().collect(),
            Self::Recorded => answer
                .lines()
                .skip_while(|line| !line.starts_with("已"))
                .take_while(|line| !line.starts_with("下一步"))
                .collect(),
        };
        let mut shown: Vec<String> = lines.iter().take(SHOWN).map(|line| (*line).to_owned()).collect();
        if lines.len() > SHOWN {
            shown.push(format!("  ……共 {} 行", lines.len()));
        }
        shown
    }
}

/// So many days after the feedback.
fn day(today: Day, after: u64) -> Day {
    let feedback = today.checked_sub_days(Days::new(SINCE_FEEDBACK)).unwrap_or(today);
    feedback.checked_add_days(Days::new(after)).unwrap_or(today).min(today)
}

/// The papers and the piece of evidence that lie in the folder, with the days of the story in place of their own.
pub(super) fn files(today: Day) -> [(&'static str, String); 3] {
    let feedback = day(today, 0);
    let onsite = |before: u64| feedback.checked_sub_days(Days::new(before)).unwrap_or(feedback);
    let paper = include_str!("../../../examples/papers/demo-feedback.txt")
        .replace("2025年3月3日", &format_day_zh(onsite(78)))
        .replace("4月30日", &format_day_zh(onsite(20)))
        .replace("2025年5月20日", &format_day_zh(feedback));
    let plan = include_str!("../../../examples/papers/demo-plan.txt").to_owned();
    let evidence = "议题审核单\n议题：年度培训计划\n送达日期：会前三日\n核对人：办公室\n".to_owned();
    [("反馈意见.txt", paper), ("整改方案.txt", plan), ("议题审核单.txt", evidence)]
}

/// Everything that is typed, in order.
pub(super) fn steps(today: Day) -> Vec<Step> {
    use chrono::Datelike as _;
    let on = |after: u64| day(today, after).to_string();
    let key = format!("{}巡察", day(today, 0).year());
    let ahead = |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(today).to_string();
    let mut steps = Vec::new();
    let mut say = |words: &'static str, commands: Vec<(String, Show)>| {
        steps.push(Step::Say(words));
        for (command, show) in commands {
            steps.push(Step::Type(command.split(' ').map(str::to_owned).collect(), show));
        }
    };
    let short = |command: String| (command, Show::Recorded);
    say("建账", vec![short("init --office 某区人民法院整改办".into())]);
    say(
        "导入反馈意见，按抬头开立轮次；再导入整改方案，为同样的问题补上措施、责任和时限",
        vec![
            short(format!("intake 反馈意见.txt --open-round {key} --yes")),
            short(format!("intake 整改方案.txt --new-parties --on {} --yes", on(12))),
        ],
    );
    say(
        "部门填报进展，留存佐证，登记成效",
        vec![
            short(format!("progress 1.1 1.2 --done --on {} --situation 审核单已启用 --yes", on(22))),
            short(format!("attach 1 议题审核单.txt --dated {} --on {}", on(22), on(22))),
            short(format!("outcome rule 1 --title 《党组会议题审核办法》 --institution --on {}", on(24))),
            short(format!("progress Y1 --done --on {}", on(24))),
            short(format!("progress 2.1 --done --on {}", on(40))),
            short(format!("progress 2.2 3.1 6.1 --state 整改中 --on {} --yes", on(41))),
            short(format!("progress 6.2 --state 阶段性完成 --on {} --situation 一车一卡已办妥", on(44))),
            short(format!("progress 5.1 5.2 --done --on {} --situation 已复核三十份 --yes", on(45))),
        ],
    );
    say(
        "完成不等于销号：党组会审定，同意的销号，不同意的退回，需要的延期",
        vec![
            short(format!("submit 1 5 --on {} --yes", on(46))),
            short(format!(
                "meeting add {} --kind 党组会 --title 第9次党组会 --no 〔{}〕9号 --on {}",
                on(50),
                day(today, 50).year(),
                on(50)
            )),
            short(format!("close 1 --meeting {} --on {}", on(50), on(50))),
            short(format!(
                "return 5 --meeting {} --words 抽查仍有差错，立即复核 --open 5.2 --keep-due --on {}",
                on(50),
                on(50)
            )),
            short(format!(
                "extend 4 --to {} --reason 审批系统改造未完成 --meeting {} --on {}",
                ahead(25),
                on(50),
                on(50)
            )),
            short(format!("progress 8.1 --state 阶段性完成 --on {} --situation 导诉岗已设立", on(60))),
            short(format!("assign 8 --review {} --on {}", on(77), on(60))),
        ],
    );
    say("今天的逾期表和进展汇总", vec![("overdue".into(), Show::All), ("summary".into(), Show::All)]);
    steps
}
