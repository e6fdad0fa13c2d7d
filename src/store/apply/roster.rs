//! Parties.

use super::{Stamp, day, run, spend};
use crate::{
    domain::{event::Event, ids::PartyId},
    store::{StoreError, tables::Tables},
};

pub(super) fn apply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    let on = day(stamp.effective_on);
    match event {
        Event::PartyAdded { party, uid, name, party_kind, ord, note } => {
            spend(conn, PartyId::COUNTER, party.0)?;
            run(
                conn,
                "INSERT INTO party (id, uid, name, kind, ord, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                &[&party.0, &uid.to_string(), name, &party_kind.key(), ord, note],
            )?;
            add_name(conn, stamp, *party, name, false)?;
        }
        Event::PartyRenamed { party, after, .. } => {
            run(conn, "UPDATE party SET name = ?2 WHERE id = ?1", &[&party.0, after])?;
            add_name(conn, stamp, *party, after, false)?;
        }
        Event::PartyAliased { party, alias } => add_name(conn, stamp, *party, alias, true)?,
        Event::PartyMerged { from, into } => {
            run(conn, "UPDATE party SET into_id = ?2, retired_on = ?3 WHERE id = ?1", &[&from.0, &into.0, &on])?;
        }
        Event::PartySucceeded { from, to, reason } => {
            for earlier in from {
                run(conn, "UPDATE party SET retired_on = ?2 WHERE id = ?1", &[&earlier.0, &on])?;
                for later in to {
                    run(
                        conn,
                        "INSERT INTO party_succession (seq, from_id, to_id, on_day, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
                        &[&stamp.seq, &earlier.0, &later.0, &on, reason],
                    )?;
                }
            }
        }
        Event::PartyOrdered { after, .. } => set_order(conn, after)?,
        Event::PartyRetired { party, .. } => {
            run(conn, "UPDATE party SET retired_on = ?2 WHERE id = ?1", &[&party.0, &on])?;
        }
        _ => unreachable!("dispatched by apply"),
    }
    Ok(())
}

pub(super) fn unapply(conn: &Tables<'_>, stamp: &Stamp<'_>, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::PartyAdded { party, .. } => {
            drop_name(conn, stamp, *party)?;
            run(conn, "DELETE FROM party WHERE id = ?1", &[&party.0])?;
        }
        Event::PartyRenamed { party, before, .. } => {
            drop_name(conn, stamp, *party)?;
            run(conn, "UPDATE party SET name = ?2 WHERE id = ?1", &[&party.0, before])?;
        }
        Event::PartyAliased { party, .. } => drop_name(conn, stamp, *party)?,
        Event::PartyMerged { from, .. } => {
            run(conn, "UPDATE party SET into_id = NULL, retired_on = NULL WHERE id = ?1", &[&from.0])?;
        }
        Event::PartySucceeded { from, .. } => {
            run(conn, "DELETE FROM party_succession WHERE seq = ?1", &[&stamp.seq])?;
            for earlier in from {
                run(conn, "UPDATE party SET retired_on = NULL WHERE id = ?1", &[&earlier.0])?;
            }
        }
        Event::PartyOrdered { before, .. } => set_order(conn, before)?,
        Event::PartyRetired { party, .. } => {
            run(conn, "UPDATE party SET retired_on = NULL WHERE id = ?1", &[&party.0])?;
        }
        _ => unreachable!("dispatched by unapply"),
    }
    Ok(())
}

fn add_name(conn: &Tables<'_>, stamp: &Stamp<'_>, party: PartyId, name: &str, alias: bool) -> Result<(), StoreError> {
    run(
        conn,
        "INSERT INTO party_name (party_id, seq, name, is_alias, from_on) VALUES (?1, ?2, ?3, ?4, ?5)",
        &[&party.0, &stamp.seq, &name, &alias, &day(stamp.effective_on)],
    )?;
    Ok(())
}

fn drop_name(conn: &Tables<'_>, stamp: &Stamp<'_>, party: PartyId) -> Result<(), StoreError> {
    run(conn, "DELETE FROM party_name WHERE party_id = ?1 AND seq = ?2", &[&party.0, &stamp.seq])?;
    Ok(())
}

fn set_order(conn: &Tables<'_>, places: &[(PartyId, i64)]) -> Result<(), StoreError> {
    for (party, ord) in places {
        run(conn, "UPDATE party SET ord = ?2 WHERE id = ?1", &[&party.0, ord])?;
    }
    Ok(())
}
