//! `assign` 分工: who answers for items, and the first deadline.

use super::{
    Result,
    bulk::{Aim, Chosen},
    day,
    desk::Desk,
    error::CliError,
    selection::OfParties,
    term,
};
use crate::{
    domain::{Day, party::Role},
    service::{
        responsibility::{self, Assignment},
        roster::NameChoices,
    },
    zh::name_list,
};

/// 定责任领导、部门、责任人和时限
#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang assign 1-5 --leader 分管副院长 --dept 政治部,办公室 --due 集中整改期内
  taizhang 分工 --of-dept 综合科 --dept 办公室 --yes
  taizhang assign C1 --dept 研究室 --new-party 研究室
  taizhang assign 3 --co-dept 无          （写“无”就是置空）
  taizhang assign 3.2 --due 2025-08-31 --meeting 4          （方案审定后只能提前，要有批准）")]
pub(super) struct Args {
    #[command(flatten)]
    given: Given,
    /// 批准提前时限的会议
    #[arg(long, value_name = "会议", help_heading = "选项")]
    meeting: Option<String>,
    /// 批准提前时限的文号
    #[arg(long, value_name = "文号", conflicts_with = "meeting", help_heading = "选项")]
    approval: Option<String>,
    #[command(flatten)]
    chosen: Chosen<OfParties>,
}

/// What is given to items; also part of `add`.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "分工与时限")]
pub(super) struct Given {
    /// 牵头领导，只有一位
    #[arg(long, value_name = "姓名")]
    leader: Vec<String>,
    /// 协助领导
    #[arg(long, value_name = "姓名")]
    co_leader: Vec<String>,
    /// 责任部门，第一个为主责
    #[arg(long, value_name = "部门")]
    dept: Vec<String>,
    /// 配合部门
    #[arg(long, value_name = "部门")]
    co_dept: Vec<String>,
    /// 责任人
    #[arg(long, value_name = "姓名")]
    person: Vec<String>,
    /// 时限，文字或日期
    #[arg(long, value_name = "时限")]
    due: Option<String>,
    /// 下次复核日
    #[arg(long, value_name = "日期")]
    review: Option<String>,
    /// 名册里的另一种写法
    #[arg(long, value_name = "新=旧")]
    party: Vec<String>,
    /// 把这个名称登记进名册
    #[arg(long, value_name = "名称")]
    new_party: Vec<String>,
}

impl Given {
    /// As the service takes it.
    pub(super) fn assignment(&self, today: Day) -> Result<Assignment> {
        let roles = [
            (Role::Leader, "--leader", &self.leader),
            (Role::CoLeader, "--co-leader", &self.co_leader),
            (Role::Department, "--dept", &self.dept),
            (Role::CoDepartment, "--co-dept", &self.co_dept),
            (Role::Person, "--person", &self.person),
        ];
        let roles: Vec<(Role, Vec<String>)> = roles
            .into_iter()
            .filter(|(_, _, given)| !given.is_empty())
            .map(|(role, flag, given)| Ok((role, term::names(flag, given)?)))
            .collect::<Result<_>>()?;
        let same_as = self.party.iter().map(|pair| same_as(pair)).collect::<Result<_>>()?;
        let new = term::names("--new-party", &self.new_party)?;
        let new = new.iter().flat_map(|names| name_list::split(names, |_| false)).collect();
        Ok(Assignment {
            roles,
            deadline: self.due.clone(),
            review: day::parse_opt("--review", self.review.as_deref(), today)?,
            in_table: false,
            from_paper: false,
            choices: NameChoices { same_as, new },
            meeting: None,
            approval: None,
        })
    }
}

/// `新=旧`: a name as typed and the declared one it stands for.
fn same_as(pair: &str) -> Result<(String, String)> {
    let parts = pair.split_once(['=', '＝']).map(|(new, old)| (new.trim(), old.trim()));
    match parts {
        Some((new, old)) if !new.is_empty() && !old.is_empty() => Ok((new.to_owned(), old.to_owned())),
        _ => Err(CliError::usage(
            "bad_pair",
            format!("--party 的“{}”写得不对", crate::zh::width::truncate(pair, 40)),
            "要写成 新=旧：前面是这次的写法，后面是名册里的名称",
            "如 --party 政治处=政治部；确是新名称的用 --new-party",
        )),
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let mut assignment = args.given.assignment(desk.today())?;
    assignment.meeting.clone_from(&args.meeting);
    assignment.approval.clone_from(&args.approval);
    if assignment.is_empty() {
        return Err(CliError::usage(
            "nothing_given",
            "没有写要分给谁、什么时限",
            "责任和时限都没有写",
            "加 --leader、--dept、--person 或 --due，如 --dept 政治部 --due 立行立改",
        ));
    }
    args.chosen.carry_out(Aim::Open, desk, |ledger, context, items, how| {
        responsibility::assign(ledger, context, items, &assignment, how)
    })
}
