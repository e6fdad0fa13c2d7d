//! Evidence (佐证材料): kept, taken back.

use super::{
    Result,
    closure::evidence_of_work,
    session::{MAX_NAME, Run, Session, run, text, text_opt},
};
use crate::{
    domain::{
        Day,
        context::Context,
        digest,
        event::Event,
        evidence::{EvidenceFacts, EvidenceFile, MAX_FILE_BYTES, RegisterEntry},
        ids::{EvidenceId, ItemId},
        item::{Item, ItemKind},
        lifecycle::Closure,
        link::LinkKind,
        receipt::{Change, Receipt},
        recheck::Obstacle,
        refusal::{Refusal, Warning},
    },
    store::{
        Ledger,
        journal::sha256_hex,
        query::{EvidenceRow, LinkRow},
    },
    zh::issuing::{is_scan_of, is_signed_form, signed_form_title},
};
use std::collections::BTreeMap;

/// What is to be kept.
#[derive(Debug, Clone)]
pub enum Kept {
    /// A file: its name without folders, and its bytes.
    File(String, Vec<u8>),
    /// A register entry for what may not be copied.
    Register(RegisterEntry),
}

/// Keeps evidence for items. Possible also for items that are struck off.
///
/// # Errors
/// When the file is larger than may be kept, or an item is withdrawn.
pub fn attach(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    title: Option<&str>,
    dated_on: Option<Day>,
    kept: &Kept,
    how: Run,
) -> Result<(EvidenceId, Receipt)> {
    let (ids, receipt) = attach_all(ledger, context, items, title, dated_on, std::slice::from_ref(kept), how)?;
    Ok((ids[0], receipt))
}

/// Keeps several pieces of evidence for items by one command: all of them or none. The title is that of each; without one
/// a file is called by its name.
///
/// # Errors
/// As [`attach`], for any of them.
pub fn attach_all(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    title: Option<&str>,
    dated_on: Option<Day>,
    kept: &[Kept],
    how: Run,
) -> Result<(Vec<EvidenceId>, Receipt)> {
    let title = text_opt("title", title, MAX_NAME)?;
    run(ledger, context, "attach", how, |session| {
        let targets = attachable(session, items)?;
        if let Some(day) = dated_on.filter(|day| *day > session.today) {
            return Err(Refusal::DayAhead { what: "evidence", day, on: session.today }.into());
        }
        for item in &targets {
            let feedback = session.round(item.round)?.settings.feedback_on;
            if let Some(dated) = dated_on.filter(|day| *day < feedback) {
                session.warn(Warning::EvidenceBeforeFeedback { code: item.code.clone(), dated });
            }
        }
        kept.iter().map(|one| keep(session, &targets, title.clone(), dated_on, one)).collect()
    })
}

/// Keeps the scan of a signed 销号审批表 as evidence of its item. The code on the sheet must be that of the item as it stands, or
/// as it stood on an earlier day: then the clerk is told since when it differs. A further scan of a sheet is kept as such, and told
/// of.
///
/// # Errors
/// As [`attach`]; [`Refusal::BadDigest`], [`Refusal::FormDiffers`].
pub fn attach_signed(
    ledger: &mut Ledger,
    context: &mut Context,
    item: ItemId,
    typed: &str,
    dated_on: Option<Day>,
    kept: &Kept,
    how: Run,
) -> Result<(EvidenceId, Receipt)> {
    let code = digest::read(typed).ok_or_else(|| Refusal::BadDigest(typed.trim().to_owned()))?;
    run(ledger, context, "attach", how, |session| {
        let targets = attachable(session, &[item])?;
        let item = targets.first().ok_or(Refusal::OneSignedForm)?;
        let of_day = |day: Day| -> Result<Option<String>> {
            let form = session.closing_form(item.id, session.as_of(day)?, is_signed_form)?;
            Ok(form.map(|form| form.digest()))
        };
        let now = of_day(session.today)?.unwrap_or_default();
        if now != code {
            let mut on = None;
            for day in session.days_of_change(item.id)? {
                if of_day(day)?.as_ref() == Some(&code) {
                    on = Some(day);
                    break;
                }
            }
            let Some(on) = on else {
                return Err(Refusal::FormDiffers { code: item.code.clone(), typed: code }.into());
            };
            session.warn(Warning::FormOfEarlier { code: item.code.clone(), on });
        }
        let scans: Vec<EvidenceRow> =
            session.evidence_of(item.id)?.into_iter().filter(|row| is_scan_of(&row.facts.title, &code)).collect();
        let title = signed_form_title(&item.code, &code, scans.len() + 1);
        let evidence = keep(session, &targets, Some(title), dated_on, kept)?;
        // A sheet may be scanned again, better or with its second page; which of them holds, only people can say.
        let is_other = |row: &EvidenceRow| match (&row.facts.file, kept) {
            (Some(file), Kept::File(_, bytes)) => file.sha256 != sha256_hex(bytes),
            _ => true,
        };
        if let Some(first) = scans.first()
            && scans.iter().all(is_other)
        {
            let (number, again) = (first.id.0, evidence.0);
            session.warn(Warning::ScannedAgain { code: item.code.clone(), number, again });
        }
        Ok(evidence)
    })
}

/// Keeps one piece within a command.
pub(super) fn keep(
    session: &mut Session<'_, '_>,
    targets: &[Item],
    title: Option<String>,
    dated_on: Option<Day>,
    kept: &Kept,
) -> Result<EvidenceId> {
    let facts = match kept {
        Kept::File(name, bytes) => {
            let size = bytes.len() as u64;
            if size > MAX_FILE_BYTES {
                return Err(Refusal::FileTooLarge { name: name.clone(), bytes: size }.into());
            }
            let name = text("file_name", name, MAX_NAME)?;
            let sha256 = sha256_hex(bytes);
            session.writer().keep_bytes(&sha256, bytes)?;
            let file = EvidenceFile { name: name.clone(), sha256, bytes: size };
            EvidenceFacts { title: title.unwrap_or(name), dated_on, file: Some(file), register: None }
        }
        Kept::Register(entry) => {
            let title = title.ok_or(Refusal::EmptyText("title"))?;
            let entry = RegisterEntry {
                number: text_opt("number", entry.number.as_deref(), MAX_NAME)?,
                pages: entry.pages,
                kept_at: text("kept_at", &entry.kept_at, MAX_NAME)?,
            };
            EvidenceFacts { title, dated_on, file: None, register: Some(entry) }
        }
    };
    let evidence = EvidenceId(session.next(EvidenceId::COUNTER)?);
    if let Some(file) = &facts.file {
        warn_of_same(session, targets, &file.sha256, evidence)?;
    }
    let title = facts.title.clone();
    let items = targets.iter().map(|item| item.id).collect();
    session.record(&Event::EvidenceAdded { evidence, facts, items, filing: None })?;
    for item in targets {
        session.done(item, Change::Evidence { evidence, title: title.clone() });
    }
    Ok(evidence)
}

/// The same bytes may prove a thing twice under two names, but mostly a file was kept again by mistake.
fn warn_of_same(session: &mut Session<'_, '_>, targets: &[Item], sha256: &str, again: EvidenceId) -> Result<()> {
    let mut kept: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for item in targets {
        let rows = session.evidence_of(item.id)?;
        let same = rows.iter().find(|row| row.facts.file.as_ref().is_some_and(|file| file.sha256 == sha256));
        if let Some(row) = same {
            kept.entry(row.id.0).or_default().push(item.code.clone());
        }
    }
    for (number, codes) in kept {
        session.warn(Warning::KeptAlready { number, again: again.0, codes });
    }
    Ok(())
}

/// Enters one piece of evidence in the register within a command: named in an earlier ledger, kept where it says.
pub(super) fn register(session: &mut Session<'_, '_>, item: ItemId, title: &str, kept_at: &str) -> Result<EvidenceId> {
    let title = text("title", title, MAX_NAME)?;
    let entry = RegisterEntry { number: None, pages: None, kept_at: text("kept_at", kept_at, MAX_NAME)? };
    let evidence = EvidenceId(session.next(EvidenceId::COUNTER)?);
    let facts = EvidenceFacts { title, dated_on: None, file: None, register: Some(entry) };
    session.record(&Event::EvidenceAdded { evidence, facts, items: vec![item], filing: None })?;
    Ok(evidence)
}

pub(super) fn attachable(session: &Session<'_, '_>, items: &[ItemId]) -> Result<Vec<Item>> {
    super::session::all_or_refusals(items.iter().map(|id| {
        let item = session.item(*id)?;
        session.open_round(item.round)?;
        if item.withdrawn_on.is_some() {
            return Err(Refusal::ItemWithdrawn(item.code).into());
        }
        if item.kind == ItemKind::Category {
            return Err(Refusal::WrongKind { code: item.code, kind: item.kind }.into());
        }
        Ok(item)
    }))
}

/// Takes evidence back; its bytes stay in the ledger.
///
/// # Errors
/// When there is none of that number, an item was struck off on nothing else, or a look-back names it.
pub fn withdraw_evidence(
    ledger: &mut Ledger,
    context: &mut Context,
    evidence: EvidenceId,
    reason: &str,
) -> Result<Receipt> {
    let (_, receipt) =
        run(ledger, context, "attach", Run::Record, |session| withdraw_within(session, evidence, reason))?;
    Ok(receipt)
}

/// Takes evidence back within a command.
///
/// # Errors
/// As [`withdraw_evidence`].
pub(super) fn withdraw_within(session: &mut Session<'_, '_>, evidence: EvidenceId, reason: &str) -> Result<()> {
    let reason = super::session::reason("reason", reason)?;
    if evidence.0 < 1 || !session.evidence_stands(evidence)? {
        return Err(Refusal::UnknownNumber { what: "evidence", number: evidence.0 }.into());
    }
    for item in session.evidence_items(evidence)? {
        session.open_round(session.item(item)?.round)?;
    }
    closings_keep_their_basis(session, evidence)?;
    if let Some(code) = session.recheck_on(evidence)? {
        return Err(Refusal::Recheck(Obstacle::EvidenceInUse { number: evidence.0, code }).into());
    }
    session.record(&Event::EvidenceWithdrawn { evidence, reason })
}

/// Evidence on which alone something was struck off is not taken away under it: the better piece is kept first, or the
/// closing is reopened.
fn closings_keep_their_basis(session: &Session<'_, '_>, evidence: EvidenceId) -> Result<()> {
    for item in session.evidence_items(evidence)? {
        if let Some(bare) = closing_without_basis(session, item, Some(evidence))? {
            return Err(Refusal::ItemClosed(bare.code).into());
        }
    }
    Ok(())
}

/// A closing that rests on the evidence of an item, and for which none would be left without this piece: of the item
/// itself, of one above it, or of an issue that it also answers.
pub(super) fn closing_without_basis(
    session: &Session<'_, '_>,
    item: ItemId,
    without: Option<EvidenceId>,
) -> Result<Option<Item>> {
    let mut rest_on_it = vec![item];
    let mut above = session.item(item)?.parent;
    while let Some(id) = above {
        rest_on_it.push(id);
        above = session.item(id)?.parent;
    }
    let also = |link: &LinkRow| link.kind == LinkKind::AlsoAnswers && link.from == item;
    rest_on_it.extend(session.links_of(item)?.iter().filter(|l| also(l)).map(|l| l.to));
    for id in rest_on_it {
        let item = session.item(id)?;
        if item.closure != Closure::Closed || item.without_evidence {
            continue;
        }
        let mut of: Vec<ItemId> = session.subtree(id)?.iter().map(|below| below.id).collect();
        let answered_by = |link: &LinkRow| link.kind == LinkKind::AlsoAnswers && link.to == id;
        of.extend(session.links_of(id)?.iter().filter(|l| answered_by(l)).map(|l| l.from));
        if evidence_of_work(session, &item, &of)?.iter().all(|row| Some(*row) == without) {
            return Ok(Some(item));
        }
    }
    Ok(None)
}
