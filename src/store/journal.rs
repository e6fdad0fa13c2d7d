//! The journal (记录): appended, chained, read. Never changed.
//!
//! Each record's hash covers the previous record's hash and all of its own fields, each preceded by its length, under a
//! format tag. The body is hashed as the bytes that are stored: it is never serialised again.

use super::{StoreError, tables::Tables};
use crate::domain::{
    Day, digest,
    event::{self, Event},
};
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The format tag: a later way of hashing gets another one.
const TAG: &str = "taizhang.record/1";
/// What the first record is chained to.
const GENESIS: &str = "";

/// One command at the desk: everything it appends carries these.
#[derive(Debug, Clone)]
pub struct Command {
    /// Its id (uuid v7).
    pub id: Uuid,
    /// The verb that was typed.
    pub verb: String,
    /// The instant of entry.
    pub entered_at: DateTime<FixedOffset>,
    /// The day of effect.
    pub effective_on: Day,
    /// The 经办人.
    pub operator: String,
}

/// One record of the journal, as it is stored.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its number, 1 first.
    pub seq: i64,
    /// The command that wrote it.
    pub command_id: String,
    /// The verb that was typed.
    pub verb: String,
    /// The instant of entry, RFC 3339.
    pub entered_at: String,
    /// The day of effect, ISO.
    pub effective_on: String,
    /// The 经办人.
    pub operator: String,
    /// The event's bytes.
    pub body: String,
    /// The record's hash, hex.
    pub hash: String,
}

impl Record {
    /// The event.
    ///
    /// # Errors
    /// When the body is no event that this program knows.
    pub fn event(&self) -> Result<Event, StoreError> {
        event::decode(&self.body).map_err(|source| StoreError::Event { seq: self.seq, source })
    }

    /// The day of effect.
    ///
    /// # Errors
    /// When it is no day.
    pub fn day(&self) -> Result<Day, StoreError> {
        self.effective_on
            .parse()
            .map_err(|_| StoreError::Value(format!("effective_on {:?} of record {}", self.effective_on, self.seq)))
    }

    /// The hash that these fields must have after a record with the hash `previous`.
    #[must_use]
    pub fn expected_hash(&self, previous: &str) -> String {
        let mut hasher = Sha256::new();
        let seq = self.seq.to_string();
        for field in [
            TAG,
            previous,
            &seq,
            &self.command_id,
            &self.verb,
            &self.entered_at,
            &self.effective_on,
            &self.operator,
            &self.body,
        ] {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }

    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            command_id: row.get(1)?,
            verb: row.get(2)?,
            entered_at: row.get(3)?,
            effective_on: row.get(4)?,
            operator: row.get(5)?,
            body: row.get(6)?,
            hash: row.get(7)?,
        })
    }
}

pub(super) const COLUMNS: &str = "seq, command_id, verb, entered_at, effective_on, operator, body, hash";

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |four: u8| char::from(DIGITS[usize::from(four)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// SHA-256 of bytes, lower-case hex: how evidence and papers are named.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The last record's number and hash; `(0, "")` for an empty journal.
pub(super) fn tip(conn: &Connection) -> Result<(i64, String), StoreError> {
    Ok(conn
        .prepare_cached("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or((0, GENESIS.to_owned())))
}

/// Appends one command's records. Nobody else writes within its transaction, so the end of the journal is read once.
pub(super) struct Appender {
    /// The record last written; of the next one everything stands in it but number, day of effect, event and hash.
    last: Record,
}

impl Appender {
    /// Begins behind the last record.
    pub(super) fn new(conn: &Connection, command: &Command) -> Result<Self, StoreError> {
        let (seq, hash) = tip(conn)?;
        Ok(Self {
            last: Record {
                seq,
                command_id: command.id.to_string(),
                verb: command.verb.clone(),
                entered_at: command.entered_at.to_rfc3339(),
                effective_on: String::new(),
                operator: command.operator.clone(),
                body: String::new(),
                hash,
            },
        })
    }

    /// Appends an event. Returns its number.
    pub(super) fn append(&mut self, tables: &Tables<'_>, effective_on: Day, event: &Event) -> Result<i64, StoreError> {
        let record = &mut self.last;
        let previous = std::mem::take(&mut record.hash);
        record.seq += 1;
        record.effective_on = effective_on.to_string();
        record.body = event::encode(event);
        record.hash = record.expected_hash(&previous);
        insert(tables, record)?;
        Ok(record.seq)
    }
}

/// Writes a record as it is.
pub(super) fn insert(tables: &Tables<'_>, record: &Record) -> Result<(), StoreError> {
    tables.run(
        "INSERT INTO journal (seq, command_id, verb, entered_at, effective_on, operator, body, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            record.seq,
            &record.command_id,
            &record.verb,
            &record.entered_at,
            &record.effective_on,
            &record.operator,
            &record.body,
            &record.hash,
        ),
    )?;
    Ok(())
}

/// Hands every record to `each`, first to last, without collecting them.
pub(super) fn for_each<E: From<StoreError>>(
    conn: &Connection,
    from_seq: i64,
    mut each: impl FnMut(Record) -> Result<(), E>,
) -> Result<(), E> {
    let mut statement = conn
        .prepare(&format!("SELECT {COLUMNS} FROM journal WHERE seq >= ?1 ORDER BY seq"))
        .map_err(StoreError::from)?;
    let mut rows = statement.query([from_seq]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        each(Record::from_row(row).map_err(StoreError::from)?)?;
    }
    Ok(())
}

/// The anchor (锚码) of a record: its number and 80 bits of its hash in base32, `128-9F3K-…`, to be printed on papers.
///
/// The alphabet leaves out I, L, O and U, so that a code read from paper cannot be misread.
#[must_use]
pub fn anchor(seq: i64, hash: &str) -> String {
    let bits = u128::from_str_radix(hash.get(..20).unwrap_or_default(), 16).unwrap_or_default();
    format!("{seq}-{}", digest::groups(bits))
}

/// Reads an anchor back: the record's number, and the code as [`anchor`] writes it. Forgives case, blanks and O/I/L.
#[must_use]
pub fn parse_anchor(text: &str) -> Option<(i64, String)> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            '－' | '—' | '–' => '-',
            other => other,
        })
        .collect();
    let (seq, code) = plain.split_once('-')?;
    let seq: i64 = seq.parse().ok()?;
    let letters: String = code.chars().filter(|c| *c != '-').collect();
    if letters.len() != 16 || !letters.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let groups: Vec<&str> = (0..4).map(|g| &letters[g * 4..g * 4 + 4]).collect();
    Some((seq, format!("{seq}-{}", groups.join("-"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_read_back_however_it_is_typed() {
        let code = anchor(128, &"9f3c55aa00ff11223344".repeat(3));
        assert_eq!(code.len(), "128-XXXX-XXXX-XXXX-XXXX".len());
        assert_eq!(parse_anchor(&code), Some((128, code.clone())));
        assert_eq!(parse_anchor(&code.to_lowercase().replace('-', " - ")), Some((128, code.clone())));
        assert_eq!(parse_anchor("128-9F3"), None);
        assert_eq!(parse_anchor("12"), None);
    }

    #[test]
    fn a_field_cannot_borrow_from_its_neighbour() {
        let record = |verb: &str, operator: &str| Record {
            seq: 1,
            command_id: "c".into(),
            verb: verb.into(),
            entered_at: "t".into(),
            effective_on: "d".into(),
            operator: operator.into(),
            body: "{}".into(),
            hash: String::new(),
        };
        assert_ne!(record("ab", "c").expected_hash(""), record("a", "bc").expected_hash(""));
    }
}
