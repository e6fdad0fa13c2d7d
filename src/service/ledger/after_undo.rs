//! What must still be true once a command is taken back, though no later record names what it wrote.
//!
//! [`Event::standing`] finds later records that write or rest on the same things. Four matters do not show there, because
//! they hold between an item and the one above: progress that follows from the items below, responsibility and deadline
//! that are inherited, names that stand once, and the evidence that is left under a closing. Nor does it show what has passed a
//! round's gate since that was changed. They are looked at in the state after the undo; where one no longer holds, the later
//! record that made it so is named and the whole undo is refused.

use crate::{
    domain::{
        event::Event,
        extension,
        ids::{ItemId, RoundId},
        item::{Item, ItemKind},
        lifecycle::{self, Closure},
        link::LinkKind,
        party::Role,
        refusal::Refusal,
        standing::Subject,
    },
    service::{Error, Result, attachment::closing_without_basis, session::Session},
    store::StoreError,
};
use std::collections::BTreeSet;

/// Refuses when the undo of `events`, the last of which is record `last`, leaves something untrue.
pub(super) fn check(session: &Session<'_, '_>, events: &[Event], last: i64) -> Result<()> {
    names_stand_once(session, events)?;
    gate_was_not_used(session, events, last)?;
    let mut above: BTreeSet<ItemId> = BTreeSet::new();
    for event in events {
        if let Event::ItemAdded(new) = event {
            above.extend(new.parent);
        }
        if let Event::EvidenceAdded { items, .. } = event {
            items.iter().try_for_each(|item| closings_keep_their_basis(session, *item, last))?;
        }
        if let Event::EvidenceLinked { item, .. } = event {
            closings_keep_their_basis(session, *item, last)?;
        }
        if let Event::LinkAdded { link: LinkKind::AlsoAnswers, to, .. }
        | Event::LinkRemoved { link: LinkKind::AlsoAnswers, to, .. } = event
        {
            // The gate saw the measures that answered the issue when it was struck off.
            blame(session, last, |subject| *subject == Subject::Closure(*to))?;
        }
        // Back where it stood: nothing there or where it had gone may have been settled meanwhile.
        if let Event::ItemMoved { item, before, after, .. } = event {
            above.extend(before.iter().chain(after));
            nothing_above_is_out(session, *item, last)?;
            if let Some(after) = after {
                nothing_is_out(session, Some(*after), last)?;
            }
        }
        for subject in event.standing().writes {
            if let Subject::Progress(id) | Subject::Withdrawal(id) | Subject::Item(id) = subject
                && let Some(item) = standing(session, id)?
            {
                above.extend(item.parent);
                above.insert(id);
            }
            if let Subject::Withdrawal(id) = subject {
                nothing_above_is_out(session, id, last)?;
            }
            match subject {
                // What was set above while the item was out of reach must reach it after all.
                Subject::Withdrawal(id) | Subject::Closure(id) if standing(session, id)?.is_some() => {
                    for below in session.subtree(id)? {
                        for role in Role::ALL {
                            role_is_inherited(session, below.id, *role, last)?;
                        }
                        deadline_is_inherited(session, below.id, last)?;
                    }
                }
                Subject::Role(id, role) => role_is_inherited(session, id, role, last)?,
                Subject::Deadline(id) => {
                    deadline_is_inherited(session, id, last)?;
                    parts_end_with_the_whole(session, id, last)?;
                }
                _ => {}
            }
        }
    }
    above.into_iter().try_for_each(|id| progress_follows(session, id, last))
}

/// An item that is still there after the undo.
fn standing(session: &Session<'_, '_>, id: ItemId) -> Result<Option<Item>> {
    match session.item(id) {
        Ok(item) => Ok(Some(item)),
        Err(StoreError::Value(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn names_stand_once(session: &Session<'_, '_>, events: &[Event]) -> Result<()> {
    let of_names = |e: &Event| {
        matches!(
            e,
            Event::PartyRenamed { .. }
                | Event::PartyRetired { .. }
                | Event::PartyMerged { .. }
                | Event::PartySucceeded { .. }
        )
    };
    if !events.iter().any(of_names) {
        return Ok(());
    }
    let offered: Vec<_> = session.parties()?.into_iter().filter(|p| p.retired_on.is_none()).collect();
    for (at, party) in offered.iter().enumerate() {
        if offered[..at].iter().any(|p| (p.kind, &p.name) == (party.kind, &party.name)) {
            return Err(Refusal::PartyExists { name: party.name.clone(), kind: party.kind }.into());
        }
    }
    Ok(())
}

/// What passed the gate, or was signed on the way to it, did so under the settings of that day: they are not taken back under
/// it. (Amending them again is another matter: that has its own approval.)
fn gate_was_not_used(session: &Session<'_, '_>, events: &[Event], last: i64) -> Result<()> {
    let amended: Vec<RoundId> = events
        .iter()
        .filter_map(|event| match event {
            Event::RoundAmended { round, before, after, .. } if after.changes_gate(before) => Some(*round),
            _ => None,
        })
        .collect();
    if amended.is_empty() {
        return Ok(());
    }
    session.each_record::<Error>(last + 1, |later| {
        if session.is_undone(&later.command_id)? {
            return Ok(());
        }
        let event = later.event()?;
        if let Event::Closed { item, .. } | Event::ClosureSigned { item, .. } = &event
            && standing(session, *item)?.is_some_and(|item| amended.contains(&item.round))
        {
            let kind = event.kind().to_owned();
            return Err(Refusal::LaterStandsOn { seq: later.seq, verb: later.verb, kind }.into());
        }
        Ok(())
    })
}

/// A closing whose evidence was taken back, because there was better, still needs the better piece.
fn closings_keep_their_basis(session: &Session<'_, '_>, item: ItemId, last: i64) -> Result<()> {
    if standing(session, item)?.is_none() || closing_without_basis(session, item, None)?.is_none() {
        return Ok(());
    }
    blame(session, last, |subject| matches!(subject, Subject::EvidenceEnd(_)))
}

fn progress_follows(session: &Session<'_, '_>, id: ItemId, last: i64) -> Result<()> {
    let Some(item) = standing(session, id)?.filter(|i| i.kind != ItemKind::Category && i.withdrawn_on.is_none()) else {
        return Ok(());
    };
    let below = session.live_children(id)?;
    let states: Vec<_> = below.iter().map(|c| (c.progress, c.completed_on)).collect();
    let follows = match lifecycle::derive_progress(&states) {
        Some(derived) => derived == (item.progress, item.completed_on),
        None => !session.progress_is_derived(id)?,
    };
    if follows {
        return Ok(());
    }
    let family: BTreeSet<ItemId> = session.children(id)?.iter().map(|c| c.id).chain([id]).collect();
    blame(
        session,
        last,
        |subject| matches!(subject, Subject::Progress(i) | Subject::Withdrawal(i) | Subject::Item(i) if family.contains(i)),
    )?;
    // What has moved away is no longer of the family, but it was below when its progress was told.
    look_back(session, last, |event| event.standing().rests_on.contains(&Subject::Progress(id)))?;
    another_undo(session, last)
}

/// An item that is back cannot stand below one that was withdrawn or struck off meanwhile.
fn nothing_above_is_out(session: &Session<'_, '_>, id: ItemId, last: i64) -> Result<()> {
    nothing_is_out(session, standing(session, id)?.filter(|i| i.withdrawn_on.is_none()).and_then(|i| i.parent), last)
}

/// Neither `above` nor anything above that was withdrawn or struck off.
fn nothing_is_out(session: &Session<'_, '_>, mut above: Option<ItemId>, last: i64) -> Result<()> {
    while let Some(parent) = above {
        let item = session.item(parent)?;
        if item.withdrawn_on.is_some() || item.closure == Closure::Closed {
            let out = [Subject::Withdrawal(parent), Subject::Closure(parent)];
            blame(session, last, |subject| out.contains(subject))?;
        }
        above = item.parent;
    }
    Ok(())
}

fn role_is_inherited(session: &Session<'_, '_>, id: ItemId, role: Role, last: i64) -> Result<()> {
    let Some((item, parent)) = with_parent(session, id)? else { return Ok(()) };
    let set_on = session.role_set_on(id, role)?;
    if set_on == Some(id) {
        return Ok(());
    }
    let names = |item: &Item| item.in_role(role).map(|p| p.id).collect::<Vec<_>>();
    if set_on == session.role_set_on(parent.id, role)? && names(&item) == names(&parent) {
        return Ok(());
    }
    blame(session, last, |subject| *subject == Subject::Role(parent.id, role))
}

fn deadline_is_inherited(session: &Session<'_, '_>, id: ItemId, last: i64) -> Result<()> {
    let Some((item, parent)) = with_parent(session, id)? else { return Ok(()) };
    // The review day may have been set for the item by itself.
    let held = |item: &Item| {
        item.deadline.as_ref().map(|d| (d.set_on, d.now.raw.clone(), d.now.due, d.first_due, d.extensions))
    };
    let own = item.deadline.as_ref().is_some_and(|d| d.set_on == id);
    if own || held(&item) == held(&parent) {
        return Ok(());
    }
    blame(session, last, |subject| *subject == Subject::Deadline(parent.id))
}

/// A measure that was put off, or an issue that was brought forward, after what is undone must not make the one last longer
/// than the other.
fn parts_end_with_the_whole(session: &Session<'_, '_>, id: ItemId, last: i64) -> Result<()> {
    let outlasts = |part: &Item, whole: &Item| match (&part.deadline, &whole.deadline) {
        (Some(own), Some(above)) => {
            let put_off = own.now.due.is_some() || own.extensions > 0;
            let bound = extension::is_part(part.kind, whole.kind) && part.is_open() && put_off;
            bound && extension::outlasts(&own.now, &above.now)
        }
        _ => false,
    };
    if let Some((item, parent)) = with_parent(session, id)?
        && outlasts(&item, &parent)
    {
        blame(session, last, |subject| *subject == Subject::Deadline(parent.id))?;
    }
    let Some(item) = standing(session, id)? else { return Ok(()) };
    for part in session.children(id)?.into_iter().filter(|part| outlasts(part, &item)) {
        blame(session, last, |subject| *subject == Subject::Deadline(part.id))?;
    }
    Ok(())
}

fn with_parent(session: &Session<'_, '_>, id: ItemId) -> Result<Option<(Item, Item)>> {
    let Some(item) = standing(session, id)? else { return Ok(None) };
    match item.parent {
        Some(parent) => Ok(Some((item, session.item(parent)?))),
        None => Ok(None),
    }
}

/// Names the first later record that still stands and wrote such a thing. Without one there is nothing to undo first.
fn blame(session: &Session<'_, '_>, last: i64, wrote: impl Fn(&Subject) -> bool) -> Result<()> {
    look_back(session, last, |event| event.standing().writes.iter().any(&wrote))
}

/// Progress that no longer follows, though no record that stands made it so, was brought about by an undo since: what had been taken
/// back there was there when the command under way was recorded.
fn another_undo(session: &Session<'_, '_>, last: i64) -> Result<()> {
    let own = session.receipt.records.map(|(_, own)| own);
    session.each_record::<Error>(last + 1, |later| match later.event()? {
        Event::Undone { .. } if Some(later.seq) != own => {
            Err(Refusal::LaterStandsOn { seq: later.seq, verb: later.verb, kind: "undone".to_owned() }.into())
        }
        _ => Ok(()),
    })
}

fn look_back(session: &Session<'_, '_>, last: i64, is_it: impl Fn(&Event) -> bool) -> Result<()> {
    session.each_record::<Error>(last + 1, |later| {
        if session.is_undone(&later.command_id)? {
            return Ok(());
        }
        let event = later.event()?;
        if is_it(&event) {
            let kind = event.kind().to_owned();
            return Err(Refusal::LaterStandsOn { seq: later.seq, verb: later.verb, kind }.into());
        }
        Ok(())
    })
}
