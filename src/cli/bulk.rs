//! One command over several items: the rows announced are the rows changed (DESIGN §3.8).

use super::{
    Exit, Result,
    day::OnDay,
    desk::Desk,
    disclosure::Marks,
    selection::{self, ByParty, Parties, Selection},
};
use crate::{
    domain::{
        context::Context,
        event::DisclosureSubject,
        filter::Waits,
        ids::ItemId,
        lifecycle::Closure,
        receipt::Receipt,
        refusal::{Refusal, Warning},
    },
    service::{
        self,
        disclosure::Marked,
        select::{self, Wanted},
        session::Run,
    },
    store::{Ledger, Mode},
    zh::receipt::{disclosed, subject_words},
};
use serde_json::json;

/// So many items named one by one need no second look.
const NAMED_UNASKED: usize = 50;

/// Conditions, and how a command over what they find is carried out; flatten it into `Args`.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct Bulk<P: clap::Args = Parties> {
    /// 只预演，不记录
    #[arg(long)]
    dry_run: bool,
    /// 改动多项时不再询问
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    on: OnDay,
    // A heading holds for all that follows it, so what has one stands last.
    #[command(flatten)]
    selection: Selection<P>,
    /// 已销号的也在内
    #[arg(long, help_heading = "筛选条件")]
    closed_too: bool,
}

/// Codes and conditions of a verb whose only plain arguments are codes.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Chosen<P: clap::Args = Parties> {
    /// 编号，如 12、12.3、J1、1-5
    #[arg(value_name = "编号", help_heading = "参数")]
    codes: Vec<String>,
    #[command(flatten)]
    bulk: Bulk<P>,
}

/// Which of the items found a verb is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// Items that are not struck off, unless told otherwise.
    Open,
    /// Work that is not done and says its own progress; what is named by code is taken as it is.
    Unfinished,
    /// Items that are struck off.
    Closed,
    /// Items about which this waits, whatever became of them; what is named by code is taken as it is.
    Waiting(Waits),
}

impl<P: clap::Args + ByParty> Chosen<P> {
    /// Whether neither code nor condition was typed: for verbs that then show what there is to do.
    pub(super) fn is_empty(&self, desk: &Desk) -> Result<bool> {
        Ok(self.codes.is_empty() && selection::only_codes(&self.bulk.selection.wanted(desk, Vec::new())?))
    }

    /// Carries out a command whose objects were named otherwise than by items.
    pub(super) fn carry_out_named(
        &self,
        desk: &mut Desk,
        act: impl FnOnce(&mut Ledger, &mut Context, Run) -> service::Result<Receipt>,
    ) -> Result {
        let mut context = desk.context_on(&self.bulk.on)?;
        let mut ledger = desk.open(Mode::Write)?;
        let how = if self.bulk.dry_run { Run::Dry } else { Run::Record };
        let receipt = act(&mut ledger, &mut context, how)?;
        desk.receipt(&receipt)?;
        Ok(Exit::Done)
    }

    /// See [`Bulk::carry_out`].
    pub(super) fn carry_out(
        &self,
        aim: Aim,
        desk: &mut Desk,
        act: impl FnOnce(&mut Ledger, &mut Context, &[ItemId], Run) -> service::Result<Receipt>,
    ) -> Result {
        self.bulk.carry_out(&self.codes, aim, &[], desk, act)
    }

    /// The same with a line of the verb's own in the acknowledgement.
    pub(super) fn carry_out_saying(
        &self,
        line: String,
        aim: Aim,
        desk: &mut Desk,
        act: impl FnOnce(&mut Ledger, &mut Context, &[ItemId], Run) -> service::Result<Receipt>,
    ) -> Result {
        self.bulk.carry_out(&self.codes, aim, &[line], desk, act)
    }

    /// The same codes and conditions for a verb that, without more, only looks.
    pub(super) fn wanted_to_read(&self, desk: &Desk) -> Result<Wanted> {
        self.bulk.selection.wanted(desk, self.codes.clone())
    }

    /// Whether something was said that has a meaning for writing only.
    pub(super) const fn is_write(&self) -> bool {
        self.bulk.dry_run || self.bulk.yes || self.bulk.on.on.is_some()
    }
}

impl<P: clap::Args> Chosen<P> {
    /// Sets the mark of one thing that goes by a number, where a verb's items are not meant.
    pub(super) fn mark(&self, subject: DisclosureSubject, verb: &str, marks: &Marks, desk: &mut Desk) -> Result {
        mark(subject, verb, marks, &self.bulk.on, self.bulk.dry_run, desk)
    }
}

/// Sets the mark of one thing that goes by a number.
pub(super) fn mark(
    subject: DisclosureSubject,
    verb: &str,
    marks: &Marks,
    on: &OnDay,
    dry_run: bool,
    desk: &mut Desk,
) -> Result {
    let edit = marks.needed()?;
    let mut context = desk.context_on(on)?;
    let mut ledger = desk.open(Mode::Write)?;
    let how = if dry_run { Run::Dry } else { Run::Record };
    let (marked, receipt) = service::disclosure::set(&mut ledger, &mut context, verb, &[subject], &edit, how)?;
    let line = |m: &Marked| {
        let words = disclosed(m.facts.disclosure, m.facts.public_words.as_deref());
        format!("{}  {words}", subject_words(m.subject))
    };
    let lines: Vec<String> = marked.iter().map(line).collect();
    let fields = marked.first().map(|m| vec![("subject", json!(m.subject)), ("disclosure", json!(m.facts))]);
    desk.receipt_with(&receipt, &lines, &fields.unwrap_or_default())?;
    Ok(Exit::Done)
}

impl<P: clap::Args + ByParty> Bulk<P> {
    /// Finds the items once, shows and asks where it should, and hands exactly these to `act`.
    ///
    /// Codes that were typed one by one say clearly enough what is meant; a filter with more than one hit is asked about.
    pub(super) fn carry_out(
        &self,
        codes: &[String],
        aim: Aim,
        lines: &[String],
        desk: &mut Desk,
        act: impl FnOnce(&mut Ledger, &mut Context, &[ItemId], Run) -> service::Result<Receipt>,
    ) -> Result {
        let mut context = desk.context_on(&self.on)?;
        let mut wanted = self.selection.wanted(desk, codes.to_vec())?;
        wanted.closed_too = self.closed_too;
        let named = selection::only_codes(&wanted);
        if named && codes.is_empty() {
            return Err(Refusal::EmptyFilter.into());
        }
        if aim == Aim::Closed && !named {
            wanted.closed_too = true;
            wanted.closures = vec![Closure::Closed];
        }
        wanted.unfinished_only = aim == Aim::Unfinished && !named;
        if let (Aim::Waiting(waits), false) = (aim, named) {
            wanted.waits = Some(waits);
            wanted.closed_too = true;
        }
        let mut ledger = desk.open(Mode::Write)?;
        let today = desk.today();
        let (items, skipped) = ledger.read(|reader| select::items(reader, &wanted, today))?;
        if !self.dry_run && (!named || items.len() > NAMED_UNASKED) {
            let rows: Vec<String> = items.iter().map(selection::line).collect();
            desk.confirm(&rows, self.yes)?;
        }
        let how = if self.dry_run { Run::Dry } else { Run::Record };
        let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
        let mut receipt = act(&mut ledger, &mut context, &ids, how)?;
        if skipped > 0 {
            receipt.warnings.push(Warning::ClosedSkipped(skipped));
        }
        desk.receipt_with(&receipt, lines, &[])?;
        Ok(Exit::Done)
    }
}
