//! Which items a command is about: codes and conditions, the same for `list` and every writing verb.

use super::{
    Result, day,
    desk::Desk,
    term::{self, Terms},
};
use crate::{
    domain::{
        item::{Disclosure, Item, ItemKind, ItemType, Origin},
        lifecycle::{Closure, Light, Progress},
        round::SignOff,
    },
    service::select::Wanted,
    zh::{label::Label as _, width::truncate},
};

/// The filter of DESIGN §5; flatten it into `Args`. Flags on who answers are `P`, so that verbs whose own flags have these
/// names can give them others.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "筛选条件")]
pub(super) struct Selection<P: clap::Args = Parties> {
    /// 所属方面的编号，如 C1
    #[arg(long, value_name = "编号")]
    category: Vec<String>,
    /// 来源，如 反馈问题、举一反三
    #[arg(long, value_name = "来源", value_parser = term::many::<Origin>)]
    origin: Vec<Terms<Origin>>,
    /// 类别，如 问题、措施
    #[arg(long, value_name = "类别", value_parser = term::many::<ItemKind>)]
    kind: Vec<Terms<ItemKind>>,
    /// 整改类型，如 立行立改
    #[arg(long = "type", value_name = "类型", value_parser = term::many::<ItemType>)]
    item_type: Vec<Terms<ItemType>>,
    /// 进度，如 整改中
    #[arg(long, value_name = "进度", value_parser = term::many::<Progress>)]
    progress: Vec<Terms<Progress>>,
    /// 销号状态，如 待审定
    #[arg(long, value_name = "状态", value_parser = term::many::<Closure>)]
    closure: Vec<Terms<Closure>>,
    /// 亮灯，如 红、黄
    #[arg(long, value_name = "灯色", value_parser = term::many::<Light>)]
    light: Vec<Terms<Light>>,
    /// 已销号、待补党组会审议的
    #[arg(long)]
    unratified: bool,
    /// 做完了、下一步轮到某环节的
    #[arg(long, value_name = "环节", value_parser = term::many::<SignOff>)]
    next_step: Vec<Terms<SignOff>>,
    /// 这一天或以前到期
    #[arg(long, value_name = "日期")]
    due_before: Option<String>,
    /// 这一天或以后到期
    #[arg(long, value_name = "日期")]
    due_after: Option<String>,
    /// 内容含有这些字
    #[arg(long, value_name = "文字")]
    text: Option<String>,
    /// 公开范围，如 可公开
    #[arg(long = "disclosed", value_name = "范围", value_parser = term::many::<Disclosure>)]
    disclosed: Vec<Terms<Disclosure>>,
    /// 往轮反馈过的（屡改屡犯）
    #[arg(long)]
    repeated: bool,
    /// 本期应填报而未填报的
    #[arg(long)]
    unfiled: bool,
    #[command(flatten)]
    parties: P,
}

/// The conditions on who answers for an item.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "筛选条件")]
pub(super) struct Parties {
    /// 牵头或协助领导
    #[arg(long, value_name = "姓名")]
    leader: Vec<String>,
    /// 责任或配合部门
    #[arg(long, value_name = "部门")]
    dept: Vec<String>,
    /// 责任人
    #[arg(long, value_name = "姓名")]
    person: Vec<String>,
}

/// The same conditions under other names, for verbs whose own flags are called `--leader`, `--dept`, `--person`.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "筛选条件")]
pub(super) struct OfParties {
    /// 现由此人牵头或协助的
    #[arg(long, value_name = "姓名")]
    of_leader: Vec<String>,
    /// 现由此部门负责或配合的
    #[arg(long, value_name = "部门")]
    of_dept: Vec<String>,
    /// 现以此人为责任人的
    #[arg(long, value_name = "姓名")]
    of_person: Vec<String>,
}

/// Conditions on leaders, departments and persons, under whatever flags.
pub(super) trait ByParty {
    /// Leaders, departments, persons, by name.
    fn names(&self) -> [&[String]; 3];
}

impl ByParty for Parties {
    fn names(&self) -> [&[String]; 3] {
        [&self.leader, &self.dept, &self.person]
    }
}

impl ByParty for OfParties {
    fn names(&self) -> [&[String]; 3] {
        [&self.of_leader, &self.of_dept, &self.of_person]
    }
}

impl<P: clap::Args + ByParty> Selection<P> {
    /// What was typed, as the service takes it.
    pub(super) fn wanted(&self, desk: &Desk, codes: Vec<String>) -> Result<Wanted> {
        let today = desk.today();
        let [leaders, departments, persons] = self.parties.names().map(<[String]>::to_vec);
        // A condition without a value would ask for everything.
        for words in leaders.iter().chain(&departments).chain(&persons).chain(&self.category) {
            if term::list(words).next().is_none() {
                return Err(term::empty("筛选条件"));
            }
        }
        Ok(Wanted {
            round: desk.round().map(ToOwned::to_owned),
            codes,
            categories: self.category.clone(),
            kinds: term::all(&self.kind),
            origins: term::all(&self.origin),
            types: term::all(&self.item_type),
            leaders,
            departments,
            persons,
            progress: term::all(&self.progress),
            closures: term::all(&self.closure),
            lights: term::all(&self.light),
            due_before: day::parse_opt("--due-before", self.due_before.as_deref(), today)?,
            due_after: day::parse_opt("--due-after", self.due_after.as_deref(), today)?,
            unratified: self.unratified,
            next_steps: term::all(&self.next_step),
            text: self.text.clone().filter(|text| !text.is_empty()),
            disclosures: term::all(&self.disclosed),
            repeated: self.repeated,
            unfinished_only: false,
            unfiled_on: self.unfiled.then_some(today),
            waits: None,
            closed_too: false,
            withdrawn_too: false,
        })
    }
}

/// Whether nothing but codes names the items.
pub(super) fn only_codes(wanted: &Wanted) -> bool {
    let plain = Wanted {
        round: wanted.round.clone(),
        codes: wanted.codes.clone(),
        closed_too: wanted.closed_too,
        ..Wanted::default()
    };
    *wanted == plain
}

/// The columns that an item's first words may take in a line.
pub(super) const FIRST_WORDS: usize = 36;

/// An item in a line that announces it: code, kind, first words.
pub(super) fn line(item: &Item) -> String {
    format!("{} {} {}", item.code, item.kind.label(), truncate(&item.text.replace('\n', " "), FIRST_WORDS))
}
