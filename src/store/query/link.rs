//! Links between items, and the issues of earlier rounds that a new one may repeat.

use super::{Reader, read_day, read_key};
use crate::{
    domain::{
        Day,
        ids::{ItemId, RoundId},
        link::LinkKind,
    },
    store::StoreError,
};

/// A link from or to an item.
#[derive(Debug, Clone)]
pub struct LinkRow {
    /// What it says.
    pub kind: LinkKind,
    /// The item it starts from.
    pub from: ItemId,
    /// What is known of that item.
    pub from_end: LinkEnd,
    /// The item it points to.
    pub to: ItemId,
    /// What is known of that item.
    pub to_end: LinkEnd,
    /// Since when it stands.
    pub since: Day,
}

/// One end of a link as it is listed.
#[derive(Debug, Clone)]
pub struct LinkEnd {
    /// The key of its round.
    pub round: String,
    /// Its code.
    pub code: String,
    /// Its words.
    pub text: String,
    /// It is withdrawn.
    pub withdrawn: bool,
}

/// An issue that was struck off in an earlier round.
#[derive(Debug, Clone)]
pub struct EarlierIssue {
    /// Its key.
    pub item: ItemId,
    /// The key of its round.
    pub round: String,
    /// Its code.
    pub code: String,
    /// Its words.
    pub text: String,
}

const LINK: &str = "l.kind, l.from_id, fr.key, f.code, f.text, f.withdrawn_on IS NOT NULL,
    l.to_id, tr.key, t.code, t.text, t.withdrawn_on IS NOT NULL, l.from_on
  FROM link l JOIN item f ON f.id = l.from_id JOIN item t ON t.id = l.to_id
    JOIN round fr ON fr.id = f.round_id JOIN round tr ON tr.id = t.round_id";

impl Reader<'_> {
    /// The links from and to an item.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn links_of(&self, item: ItemId) -> Result<Vec<LinkRow>, StoreError> {
        let end = |row: &rusqlite::Row<'_>, at: usize| {
            Ok::<_, rusqlite::Error>(LinkEnd {
                round: row.get(at)?,
                code: row.get(at + 1)?,
                text: row.get(at + 2)?,
                withdrawn: row.get(at + 3)?,
            })
        };
        self.all(
            &format!(
                "SELECT {LINK} WHERE l.from_id = ?1 AND l.kind IN ('answers', 'stems_from', 'also_answers', 'same_as')
                 UNION SELECT {LINK} WHERE l.to_id = ?1 ORDER BY 1, 4, 9"
            ),
            [item.0],
            |row| {
                Ok(LinkRow {
                    kind: read_key(row, 0)?,
                    from: ItemId(row.get(1)?),
                    from_end: end(row, 2)?,
                    to: ItemId(row.get(6)?),
                    to_end: end(row, 7)?,
                    since: read_day(row, 11)?,
                })
            },
        )
    }

    /// Since when a link stands; `None` when it does not.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn link_since(&self, kind: LinkKind, from: ItemId, to: ItemId) -> Result<Option<Day>, StoreError> {
        let sql = "SELECT from_on FROM link WHERE kind = ?1 AND from_id = ?2 AND to_id = ?3";
        self.one(sql, (kind.key(), from.0, to.0), |row| read_day(row, 0))
    }

    /// The last day on which a link was made or taken away.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn link_last_day(&self, kind: LinkKind, from: ItemId, to: ItemId) -> Result<Option<Day>, StoreError> {
        let sql = "SELECT max(until_on) FROM link_before WHERE kind = ?1 AND from_id = ?2 AND to_id = ?3";
        let taken: Option<Option<Day>> =
            self.one(sql, (kind.key(), from.0, to.0), |row| super::read_day_opt(row, 0))?;
        Ok(self.link_since(kind, from, to)?.max(taken.flatten()))
    }

    /// The issues that were struck off in rounds whose feedback came before that of `round`, those of the latest first.
    /// 表现 stand for nothing by themselves and are left out.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn earlier_issues(&self, round: RoundId) -> Result<Vec<EarlierIssue>, StoreError> {
        self.all(
            "SELECT i.id, r.key, i.code, i.text FROM round r JOIN item i ON i.round_id = r.id
             WHERE r.feedback_on < (SELECT feedback_on FROM round WHERE id = ?1)
               AND i.kind = 'issue' AND NOT i.under_issue AND i.withdrawn_on IS NULL AND i.closure = 'closed'
             ORDER BY r.feedback_on DESC, i.sort_key",
            [round.0],
            |row| {
                Ok(EarlierIssue { item: ItemId(row.get(0)?), round: row.get(1)?, code: row.get(2)?, text: row.get(3)? })
            },
        )
    }
}
