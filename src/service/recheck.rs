//! Look-backs (回头看): closed items are looked at again; what came back is reopened in the same command.

use super::{
    Error, Result, closure,
    session::{MAX_NAME, Run, Session, reason, run, text},
};
use crate::{
    domain::{
        Day,
        context::Context,
        event::Event,
        ids::{EvidenceId, ItemId, RecheckId, SampleId},
        item::Item,
        lifecycle::Closure,
        receipt::{Change, Receipt},
        recheck::{self, Finding, Obstacle},
        refusal::{Refusal, Warning},
        sample,
    },
    store::{Ledger, query::Axis},
};

/// What a look-back found.
#[derive(Debug, Clone)]
pub enum Found {
    /// 巩固: it held, and is looked at again on a day; standing work must be.
    Held {
        /// When.
        next: Option<Day>,
    },
    /// 反弹: the problem came back, and the item is reopened.
    Rebound {
        /// Codes of what is open again; everything below when none is named.
        open_again: Vec<String>,
    },
}

/// One look-back, at one item or several.
#[derive(Debug, Clone)]
pub struct LookBack {
    /// What it found.
    pub found: Found,
    /// Who looked.
    pub by: String,
    /// What was seen.
    pub words: String,
    /// Numbers of the evidence it names.
    pub evidence: Vec<i64>,
    /// The number of the draw that it answers.
    pub sample: Option<i64>,
}

impl LookBack {
    const fn finding(&self) -> Finding {
        match self.found {
            Found::Held { .. } => Finding::Held,
            Found::Rebound { .. } => Finding::Rebound,
        }
    }

    const fn next(&self) -> Option<Day> {
        match self.found {
            Found::Held { next } => next,
            Found::Rebound { .. } => None,
        }
    }
}

/// Records a look-back at closed items. Where the problem came back each of them is reopened (撤销销号): a new cycle begins, the
/// earlier one stands.
///
/// # Errors
/// For every item everything that stands in the way: not struck off on that day, standing work without a next review day, evidence
/// that is not the item's, a draw that it is not in.
pub fn look_back(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    look: &LookBack,
    how: Run,
) -> Result<Receipt> {
    let by = text("checker", &look.by, MAX_NAME)?;
    let words = reason("words", &look.words)?;
    let (_, receipt) = run(ledger, context, "recheck", how, |session| {
        if let Some(next) = look.next().filter(|next| *next <= session.on) {
            return Err(Refusal::Recheck(Obstacle::NextNotAhead { next, on: session.on }).into());
        }
        let sample = look.sample.map(|number| drawn(session, number)).transpose()?;
        let mut named: Vec<EvidenceId> = Vec::new();
        for number in &look.evidence {
            if !named.contains(&EvidenceId(*number)) {
                named.push(EvidenceId(*number));
            }
        }
        let (mut targets, mut refused) = (Vec::<Item>::new(), Vec::new());
        for id in items {
            if targets.iter().any(|item| item.id == *id) {
                continue;
            }
            let item = session.item(*id)?;
            for refusal in obstacles(session, &item, look, &named, sample.as_ref())? {
                // What is wrong with the look-back itself is said once, however many items it is about.
                if !refused.contains(&refusal) {
                    refused.push(refusal);
                }
            }
            targets.push(item);
        }
        if !refused.is_empty() {
            return Err(Error::Refused(refused));
        }
        for item in targets {
            record(session, &item, look, (&by, &words), &named, sample.as_ref().map(|(id, _)| *id))?;
        }
        Ok(())
    })?;
    Ok(receipt)
}

/// The draw of that number, with its items.
fn drawn(session: &Session<'_, '_>, number: i64) -> Result<(SampleId, Vec<ItemId>)> {
    let Some(row) = session.sample(SampleId(number))? else {
        return Err(Refusal::UnknownNumber { what: "sample", number }.into());
    };
    if session.on < row.on {
        let obstacle = sample::Obstacle::BeforeDraw { sample: number, drawn: row.on, on: session.on };
        return Err(Refusal::Sample(obstacle).into());
    }
    Ok((row.id, session.sample_items(row.id)?))
}

/// Everything that stands in the way of looking back at an item.
fn obstacles(
    session: &Session<'_, '_>,
    item: &Item,
    look: &LookBack,
    evidence: &[EvidenceId],
    sample: Option<&(SampleId, Vec<ItemId>)>,
) -> Result<Vec<Refusal>> {
    let code = || item.code.clone();
    let said = |refused: Result<()>| match refused {
        Ok(()) => Ok(Vec::new()),
        Err(Error::Refused(reasons)) => Ok(reasons),
        Err(other) => Err(other),
    };
    session.open_round(item.round)?;
    if item.withdrawn_on.is_some() {
        return Ok(vec![Refusal::ItemWithdrawn(code())]);
    }
    if item.closure != Closure::Closed {
        return Ok(match said(session.nothing_closed_above(item))?.pop() {
            Some(Refusal::AboveClosed { code, above }) => vec![Refusal::Recheck(Obstacle::LookAbove { code, above })],
            _ => vec![Refusal::ItemNotClosed { code: code(), closure: item.closure }],
        });
    }
    let (on, mut found) = (session.on, Vec::new());
    if let Some(closed) = item.closed_on.filter(|closed| !recheck::looks_back(on, *closed)) {
        found.push(Refusal::Recheck(Obstacle::BeforeClosing { code: code(), on, closed }));
    } else if let Some(last) = session.last_recheck(item.id)?.filter(|last| on < *last) {
        found.push(Refusal::DayRunsBack { code: code(), on, last });
    }
    match look.found {
        Found::Held { next: None } if !work_that_goes_on(session, item)?.is_empty() => {
            found.push(Refusal::Recheck(Obstacle::NoNextReview(code())));
        }
        Found::Held { .. } => {}
        Found::Rebound { .. } => found.extend(said(session.nothing_closed_above(item))?),
    }
    let mut below: Option<Vec<ItemId>> = None;
    for number in evidence {
        if number.0 < 1 || !session.evidence_stands(*number)? {
            found.push(Refusal::UnknownNumber { what: "evidence", number: number.0 });
            continue;
        }
        let mine = match &mut below {
            Some(ids) => ids,
            none => none.insert(session.subtree(item.id)?.iter().map(|i| i.id).collect()),
        };
        if !session.evidence_items(*number)?.iter().any(|id| mine.contains(id)) {
            found.push(Refusal::Recheck(Obstacle::EvidenceElsewhere { code: code(), number: number.0 }));
        }
    }
    if let Some((sample, items)) = sample
        && !items.contains(&item.id)
    {
        found.push(Refusal::Sample(sample::Obstacle::NotDrawn { code: code(), sample: sample.0 }));
    }
    Ok(found)
}

/// The item and what was struck off along with it, as far as its work goes on: what is given the next review day. What was struck off
/// by itself is looked at by itself.
fn work_that_goes_on(session: &Session<'_, '_>, item: &Item) -> Result<Vec<Item>> {
    let mut along = vec![item.clone()];
    let mut at = 0;
    while at < along.len() {
        let below = session.children(along[at].id)?;
        along.extend(below.into_iter().filter(|b| b.closure != Closure::Closed && b.withdrawn_on.is_none()));
        at += 1;
    }
    along.retain(recheck::goes_on);
    Ok(along)
}

/// Looks back at one item within a command; the draw that it answers is none of this ledger's.
///
/// # Errors
/// As [`look_back`].
pub(super) fn look_back_one(session: &mut Session<'_, '_>, id: ItemId, look: &LookBack) -> Result<()> {
    let (by, words) = (text("checker", &look.by, MAX_NAME)?, reason("words", &look.words)?);
    if let Some(next) = look.next().filter(|next| *next <= session.on) {
        return Err(Refusal::Recheck(Obstacle::NextNotAhead { next, on: session.on }).into());
    }
    let named: Vec<EvidenceId> = look.evidence.iter().map(|number| EvidenceId(*number)).collect();
    let item = session.item(id)?;
    let refused = obstacles(session, &item, look, &named, None)?;
    if refused.is_empty() {
        record(session, &item, look, (&by, &words), &named, None)
    } else {
        Err(Error::Refused(refused))
    }
}

fn record(
    session: &mut Session<'_, '_>,
    item: &Item,
    look: &LookBack,
    (by, words): (&str, &str),
    evidence: &[EvidenceId],
    sample: Option<SampleId>,
) -> Result<()> {
    let recheck = RecheckId(session.next(RecheckId::COUNTER)?);
    session.record(&Event::RecheckRecorded {
        recheck,
        item: item.id,
        by: by.to_owned(),
        rebound: look.finding() == Finding::Rebound,
        words: words.to_owned(),
        next_review: look.next(),
        evidence: evidence.to_vec(),
        sample,
    })?;
    session.done(item, Change::LookedBack { finding: look.finding() });
    if sample.is_none()
        && let Some(draw) = session.waiting_draw(item.id)?
    {
        session.warn(Warning::DrawWaits { code: item.code.clone(), sample: draw.0 });
    }
    match &look.found {
        Found::Held { next: None } => {}
        Found::Held { next } => {
            let work = work_that_goes_on(session, item)?;
            for goes_on in &work {
                session.check_day(goes_on, Axis::Deadline)?;
            }
            if !work.is_empty() {
                let reach = work.iter().map(|i| i.id).collect();
                session.record(&Event::ReviewSet { item: item.id, review: *next, reach })?;
            }
            session.done(item, Change::ReviewSet { review: *next });
        }
        Found::Rebound { open_again } => {
            closure::reopen_within(session, item, words, open_again, Some(recheck))?;
        }
    }
    Ok(())
}
