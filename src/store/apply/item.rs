//! Items: their recording, wording, place, withdrawal and links.

use super::{Stamp, day, round, run, run_made, spend};
use crate::{
    domain::{
        Day,
        event::{DisclosureFacts, DisclosureSubject, Event, NewItem},
        ids::{ItemId, SourceId},
        item::{Disclosure, ItemField, ItemKind},
        lifecycle::{Closure, Progress},
        link::LinkKind,
        party::Role,
    },
    store::{StoreError, tables::Tables},
};

pub(super) fn apply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    let on = day(stamp.effective_on);
    match event {
        Event::SourceRead { source, round, name, sha256, bytes, paper, stated } => {
            spend(conn, SourceId::COUNTER, source.0)?;
            run(
                conn,
                "INSERT INTO source (id, round_id, name, sha256, bytes, paper, read_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                &[&source.0, &round.0, name, sha256, &size(*bytes)?, paper, &on],
            )?;
            for (ord, figure) in (1_i64..).zip(stated) {
                run(
                    conn,
                    "INSERT INTO source_figure (source_id, ord, words, what, number, found) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    &[&source.0, &ord, &figure.words, &figure.what, &figure.number, &figure.found],
                )?;
            }
        }
        Event::ItemAdded(new) => add(conn, stamp, new)?,
        Event::ItemEdited { item, field, after, approval, .. } => {
            if matches!(field, ItemField::Type | ItemField::Origin) {
                keep_before(conn, stamp, *item)?;
            }
            set_field(conn, *item, *field, after.as_deref())?;
            round::change_plan(conn, stamp, *item, "reworded", approval.as_ref())?;
        }
        Event::ItemMoved { item, after, reach, approval, roles, deadline, .. } => {
            reach.iter().try_for_each(|reached| keep_before(conn, stamp, *reached))?;
            round::change_plan(conn, stamp, *item, "moved", approval.as_ref())?;
            run(conn, "UPDATE item SET parent_id = ?2 WHERE id = ?1", &[&item.0, &after.map(|p| p.0)])?;
            replace_below(conn, reach)?;
            super::axis::take_over(conn, stamp, *item, roles, deadline.as_deref())?;
        }
        Event::ItemWithdrawn { item, reach, ground, reason, approval } => {
            round::change_plan(conn, stamp, *item, "withdrawn", approval.as_ref())?;
            for item in reach {
                run(
                    conn,
                    "UPDATE item SET withdrawn_on = ?2, withdrawn_ground = ?3, withdrawn_reason = ?4 WHERE id = ?1",
                    &[&item.0, &on, &ground.key(), reason],
                )?;
            }
        }
        Event::LinkAdded { link, from, to, approval } => {
            round::change_plan(conn, stamp, *from, "linked", approval.as_ref())?;
            tie(conn, *link, *from, *to, stamp.effective_on)?;
        }
        Event::LinkRemoved { link, from, to, since, approval, .. } => {
            round::change_plan(conn, stamp, *from, "linked", approval.as_ref())?;
            untie(conn, *link, *from, *to)?;
            run(
                conn,
                "INSERT INTO link_before (kind, from_id, to_id, seq, from_on, until_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                &[&link.key(), &from.0, &to.0, &stamp.seq, &day(*since), &on],
            )?;
        }
        Event::DisclosureSet { subject, after, .. } => set_disclosure(conn, *subject, after)?,
        _ => unreachable!("dispatched by apply"),
    }
    Ok(())
}

pub(super) fn unapply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::SourceRead { source, .. } => {
            run(conn, "DELETE FROM source_figure WHERE source_id = ?1", &[&source.0])?;
            run(conn, "DELETE FROM source WHERE id = ?1", &[&source.0])?;
        }
        Event::ItemAdded(new) => {
            round::unchange_plan(conn, stamp.seq)?;
            for table in ["responsibility_row", "item_party", "deadline_row", "progress_row", "closure_row"] {
                run_made(conn, &format!("DELETE FROM {table} WHERE item_id = ?1"), &[&new.item.0])?;
            }
            run(conn, "DELETE FROM item WHERE id = ?1", &[&new.item.0])?;
        }
        Event::ItemEdited { item, field, before, .. } => {
            round::unchange_plan(conn, stamp.seq)?;
            drop_before(conn, stamp, *item)?;
            set_field(conn, *item, *field, before.as_deref())?;
            // What another field's later edit found was this edit's: now it found what stood before.
            let column = match field {
                ItemField::Type => "type",
                ItemField::Origin => "origin",
                _ => return Ok(()),
            };
            let sql = format!("UPDATE item_before SET {column} = ?3 WHERE item_id = ?1 AND seq > ?2");
            run_made(conn, &sql, &[&item.0, &stamp.seq, before])?;
        }
        Event::ItemMoved { item, before, reach, roles, deadline, .. } => {
            super::axis::give_up(conn, stamp, *item, roles, deadline.as_deref())?;
            round::unchange_plan(conn, stamp.seq)?;
            reach.iter().try_for_each(|reached| drop_before(conn, stamp, *reached))?;
            run(conn, "UPDATE item SET parent_id = ?2 WHERE id = ?1", &[&item.0, &before.map(|p| p.0)])?;
            replace_below(conn, reach)?;
            // The same for edits since: they found the item in the place where it stands again.
            for reached in reach {
                run(
                    conn,
                    "UPDATE item_before SET (category_id, under_issue) = (SELECT category_id, under_issue FROM item WHERE id = ?1)
                     WHERE item_id = ?1 AND seq > ?2",
                    &[&reached.0, &stamp.seq],
                )?;
            }
        }
        Event::ItemWithdrawn { reach, .. } => {
            round::unchange_plan(conn, stamp.seq)?;
            for item in reach {
                run(
                    conn,
                    "UPDATE item SET withdrawn_on = NULL, withdrawn_ground = NULL, withdrawn_reason = NULL WHERE id = ?1",
                    &[&item.0],
                )?;
            }
        }
        Event::LinkAdded { link, from, to, .. } => {
            round::unchange_plan(conn, stamp.seq)?;
            untie(conn, *link, *from, *to)?;
        }
        Event::LinkRemoved { link, from, to, since, .. } => {
            round::unchange_plan(conn, stamp.seq)?;
            run(
                conn,
                "DELETE FROM link_before WHERE kind = ?1 AND from_id = ?2 AND to_id = ?3 AND seq = ?4",
                &[&link.key(), &from.0, &to.0, &stamp.seq],
            )?;
            tie(conn, *link, *from, *to, *since)?;
        }
        Event::DisclosureSet { subject, before, .. } => set_disclosure(conn, *subject, before)?,
        _ => unreachable!("dispatched by unapply"),
    }
    Ok(())
}

/// Notes what an item counts as before this record changes it.
fn keep_before(conn: &Tables<'_>, stamp: &Stamp<'_>, item: ItemId) -> Result<(), StoreError> {
    run(
        conn,
        "INSERT INTO item_before (item_id, seq, until_on, type, origin, category_id, under_issue)
         SELECT id, ?2, ?3, type, origin, category_id, under_issue FROM item WHERE id = ?1",
        &[&item.0, &stamp.seq, &day(stamp.effective_on)],
    )?;
    Ok(())
}

fn drop_before(conn: &Tables<'_>, stamp: &Stamp<'_>, item: ItemId) -> Result<(), StoreError> {
    run(conn, "DELETE FROM item_before WHERE item_id = ?1 AND seq = ?2", &[&item.0, &stamp.seq])?;
    Ok(())
}

fn tie(conn: &Tables<'_>, link: LinkKind, from: ItemId, to: ItemId, since: Day) -> Result<(), StoreError> {
    run(
        conn,
        "INSERT INTO link (kind, from_id, to_id, from_on) VALUES (?1, ?2, ?3, ?4)",
        &[&link.key(), &from.0, &to.0, &day(since)],
    )?;
    Ok(())
}

fn untie(conn: &Tables<'_>, link: LinkKind, from: ItemId, to: ItemId) -> Result<(), StoreError> {
    run(conn, "DELETE FROM link WHERE kind = ?1 AND from_id = ?2 AND to_id = ?3", &[&link.key(), &from.0, &to.0])?;
    Ok(())
}

fn size(bytes: u64) -> Result<i64, StoreError> {
    i64::try_from(bytes).map_err(|_| StoreError::Value(format!("{bytes} bytes")))
}

/// What a new item takes over from the item above it.
struct Above {
    category: Option<i64>,
    under_issue: bool,
    deadline: Option<TakenDeadline>,
}

/// A deadline as it holds above: words, class, first due day, due day, review day, extensions, note, and where it was set.
type TakenDeadline = (String, String, Option<String>, Option<String>, Option<String>, i64, Option<String>, i64);

fn above(conn: &Tables<'_>, parent: ItemId) -> Result<Above, StoreError> {
    conn.one(
        "SELECT id, kind, category_id, under_issue, deadline_raw, deadline_class, first_due, due, review, extensions,
           deadline_note, deadline_item_id FROM item WHERE id = ?1",
        [parent.0],
        |row| {
            let kind: String = row.get(1)?;
            let category = if kind == ItemKind::Category.key() { Some(row.get(0)?) } else { row.get(2)? };
            let under_issue = kind == ItemKind::Issue.key() || row.get(3)?;
            let deadline = match row.get::<_, Option<i64>>(11)? {
                None => None,
                Some(set_on) => Some((
                    row.get(4)?,
                    row.get(5)?,
                    row.get(6)?,
                    row.get(7)?,
                    row.get(8)?,
                    row.get(9)?,
                    row.get(10)?,
                    set_on,
                )),
            };
            Ok(Above { category, under_issue, deadline })
        },
    )
}

/// One row says all that holds for it from the beginning: what its event gives it, and else what holds above.
fn add(conn: &Tables<'_>, stamp: &Stamp<'_>, new: &NewItem) -> Result<(), StoreError> {
    spend(conn, ItemId::COUNTER, new.item.0)?;
    spend(conn, &format!("code:{}:{}", new.round, new.counter.0), new.counter.1)?;
    let source = new.source.as_ref();
    let above = new.parent.map(|parent| above(conn, parent)).transpose()?;
    let (category, under_issue) = above.as_ref().map_or((None, false), |above| (above.category, above.under_issue));
    let given = new.deadline.as_ref().map(|given| {
        let due = given.due.map(day);
        let (class, review) = (given.class.key().to_owned(), given.review.map(day));
        (given.raw.clone(), class, due.clone(), due, review, 0, given.note.clone(), new.item.0)
    });
    let deadline = given.or_else(|| above.and_then(|above| above.deadline));
    let held = deadline.as_ref();
    run(
        conn,
        "INSERT INTO item (id, uid, round_id, parent_id, category_id, under_issue, kind, origin, type, code, sort_key, text,
           goal, note, source_no, source_id, source_place, source_words, source_unit, disclosure, added_on, progress, closure,
           deadline_raw, deadline_class, first_due, due, review, extensions, deadline_note, deadline_item_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
           ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)",
        &[
            &new.item.0,
            &new.uid.to_string(),
            &new.round.0,
            &new.parent.map(|p| p.0),
            &category,
            &under_issue,
            &new.item_kind.key(),
            &new.origin.key(),
            &new.item_type.map(crate::domain::item::ItemType::key),
            &new.code,
            &new.sort_key,
            &new.text,
            &new.goal,
            &new.note,
            &new.source_no,
            &source.map(|s| s.source.0),
            &source.map(|s| s.place.as_str()),
            &source.map(|s| s.words.as_str()),
            &source.and_then(|s| s.unit.as_deref()),
            &Disclosure::Party.key(),
            &day(stamp.effective_on),
            &Progress::NotStarted.key(),
            &Closure::None.key(),
            &held.map(|d| d.0.as_str()),
            &held.map(|d| d.1.as_str()),
            &held.and_then(|d| d.2.as_deref()),
            &held.and_then(|d| d.3.as_deref()),
            &held.and_then(|d| d.4.as_deref()),
            &held.map_or(0, |d| d.5),
            &held.and_then(|d| d.6.as_deref()),
            &held.map(|d| d.7),
        ],
    )?;
    if let Some((raw, class, first_due, due, review, extensions, note, set_on)) = held {
        run(
            conn,
            "INSERT INTO deadline_row (item_id, seq, from_on, set_item_id, raw, class, first_due, due, review, extensions, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            &[
                &new.item.0,
                &stamp.seq,
                &day(stamp.effective_on),
                set_on,
                raw,
                class,
                first_due,
                due,
                review,
                extensions,
                note,
            ],
        )?;
    }
    round::change_plan(conn, stamp, new.item, "added", new.approval.as_ref())?;
    for given in &new.roles {
        super::axis::give_role(conn, stamp, new.item, new.item, given.role, &given.parties)?;
    }
    match new.parent {
        Some(parent) => inherit(conn, stamp, new, parent),
        None => Ok(()),
    }
}

/// Notes the nearest category and whether an issue stands above, from the parent's own notes.
fn place(conn: &Tables<'_>, item: ItemId) -> Result<(), StoreError> {
    run(
        conn,
        "UPDATE item SET
           category_id = (SELECT CASE p.kind WHEN ?2 THEN p.id ELSE p.category_id END FROM item p WHERE p.id = item.parent_id),
           under_issue = coalesce((SELECT max(p.kind = ?3, p.under_issue) FROM item p WHERE p.id = item.parent_id), 0)
         WHERE id = ?1",
        &[&item.0, &ItemKind::Category.key(), &ItemKind::Issue.key()],
    )?;
    Ok(())
}

fn replace_below(conn: &Tables<'_>, reach: &[ItemId]) -> Result<(), StoreError> {
    reach.iter().try_for_each(|item| place(conn, *item))
}

/// Copies who answers for the parent, role by role, where the new item was given to nobody: responsibility goes down the
/// tree until set.
///
/// Read first, then written: an `INSERT … SELECT` from the same table would make SQLite build a temporary one each time.
fn inherit(conn: &Tables<'_>, stamp: &Stamp<'_>, new: &NewItem, parent: ItemId) -> Result<(), StoreError> {
    if new.roles.len() == Role::ALL.len() {
        return Ok(());
    }
    let (item, on) = (new.item, day(stamp.effective_on));
    let held: Vec<(String, i64, i64, i64)> = conn.all(
        "SELECT p.role, p.ord, p.party_id,
               (SELECT r.set_item_id FROM responsibility_row r WHERE r.item_id = ?1 AND r.role = p.role ORDER BY r.seq DESC LIMIT 1)
             FROM item_party p WHERE p.item_id = ?1",
        [parent.0],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let given = |role: &str| new.roles.iter().any(|given| given.role.key() == role);
    for (role, ord, party, set_on) in held.into_iter().filter(|(role, ..)| !given(role)) {
        run(
            conn,
            "INSERT INTO responsibility_row (item_id, role, seq, ord, party_id, from_on, set_item_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            &[&item.0, &role, &stamp.seq, &ord, &party, &on, &set_on],
        )?;
        run(
            conn,
            "INSERT INTO item_party (item_id, role, ord, party_id) VALUES (?1, ?2, ?3, ?4)",
            &[&item.0, &role, &ord, &party],
        )?;
    }
    Ok(())
}

fn set_field(conn: &Tables<'_>, item: ItemId, field: ItemField, value: Option<&str>) -> Result<(), StoreError> {
    let column = match field {
        ItemField::Text => "text",
        ItemField::Goal => "goal",
        ItemField::Type => "type",
        ItemField::Origin => "origin",
        ItemField::SourceNo => "source_no",
        ItemField::Note => "note",
    };
    run_made(conn, &format!("UPDATE item SET {column} = ?2 WHERE id = ?1"), &[&item.0, &value])?;
    Ok(())
}

fn set_disclosure(conn: &Tables<'_>, subject: DisclosureSubject, facts: &DisclosureFacts) -> Result<(), StoreError> {
    let (table, id) = match subject {
        DisclosureSubject::Item(id) => ("item", id.0),
        DisclosureSubject::Filing(id) => ("filing", id.0),
        DisclosureSubject::Outcome(id) => ("outcome", id.0),
        DisclosureSubject::Evidence(id) => ("evidence", id.0),
    };
    run_made(
        conn,
        &format!("UPDATE {table} SET disclosure = ?2, public_words = ?3 WHERE id = ?1"),
        &[&id, &facts.disclosure.key(), &facts.public_words],
    )?;
    Ok(())
}
