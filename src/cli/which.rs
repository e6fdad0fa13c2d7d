//! Which round is meant: the one named with `--round`, else the only one that is open.

use crate::{
    domain::refusal::Refusal,
    service,
    store::{Reader, query::Round},
};

/// The round of that key, else the only open one.
pub(super) fn round(reader: &Reader<'_>, named: Option<&str>) -> service::Result<Round> {
    let rounds = reader.rounds()?;
    if let Some(key) = named {
        let known = rounds.iter().map(|r| r.key.clone()).collect();
        let found = rounds.into_iter().find(|r| r.key == key);
        return found.ok_or_else(|| Refusal::UnknownRound { key: key.to_owned(), known }.into());
    }
    let mut open: Vec<Round> = rounds.into_iter().filter(|r| r.finished_on.is_none()).collect();
    match open.pop() {
        Some(only) if open.is_empty() => Ok(only),
        last => {
            let open = open.into_iter().chain(last).map(|r| r.key).collect();
            Err(Refusal::WhichRound { open }.into())
        }
    }
}
