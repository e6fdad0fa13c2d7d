//! Rounds and meetings.

use super::{AsOf, Reader, read_day, read_day_opt, read_key};
use crate::{
    domain::{
        Day,
        ids::{ItemId, MeetingId, RoundId},
        lifecycle::LightDays,
        meeting::{Decision, DecisionOn, MeetingFacts, MeetingKind},
        reminder::ReminderRules,
        rhythm::Period,
        round::{CloseLevel, Milestone, RoundSettings, SignOff},
    },
    store::StoreError,
};
use rusqlite::{Params, Row};

/// A round as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its key in the file.
    pub id: RoundId,
    /// The short key that people type.
    pub key: String,
    /// Its settings.
    pub settings: RoundSettings,
    /// The day it was opened in the ledger.
    pub opened_on: Day,
    /// The day its plan was adopted.
    pub adopted_on: Option<Day>,
    /// The meeting that adopted it.
    pub adopted_meeting: Option<MeetingId>,
    /// The day it was finished.
    pub finished_on: Option<Day>,
    /// Nothing may take effect up to this day any more.
    pub locked_through: Option<Day>,
}

impl Round {
    /// The period of filing that contains a day; none once the round is finished.
    #[must_use]
    pub fn filing_period(&self, day: Day) -> Option<Period> {
        let going_on = self.finished_on.is_none_or(|on| on > day);
        going_on.then(|| self.settings.rhythm.period(self.settings.feedback_on, day))
    }
}

/// A meeting as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its key, and the number people type.
    pub id: MeetingId,
    /// The round it was about, when about one.
    pub round: Option<RoundId>,
    /// What is known of it.
    pub facts: MeetingFacts,
}

/// What a meeting decided about an item.
#[derive(Debug, Clone)]
pub struct DecisionRow {
    /// The meeting.
    pub meeting: MeetingId,
    /// The item.
    pub item: ItemId,
    /// The item's code.
    pub code: String,
    /// The item's words.
    pub text: String,
    /// What was asked.
    pub on: DecisionOn,
    /// What was decided.
    pub decision: Decision,
    /// In its own words.
    pub words: Option<String>,
    /// Of a closing 无佐证: the words that stand for evidence.
    pub without_evidence: Option<String>,
    /// From which day.
    pub made_on: Day,
}

const ROUND: &str = "r.id, r.key, r.title, r.kind, r.body, r.party_group, r.onsite_from, r.onsite_to, r.feedback_on,
    r.close_level, r.yellow_days, r.blue_days, r.now_days, r.category_word, r.rhythm, r.opened_on, r.adopted_on, r.finished_on,
    r.locked_through, r.adopted_meeting, r.notice_days, r.supervision_days, r.interview_days, r.supervision_after,
    r.interview_after";

const MEETING: &str = "m.id, m.round_id, m.kind, m.held_on, m.title, m.minutes_no";

/// That a meeting belongs to one of the rounds ?2 by the day ?1: it was entered for one, or decided by then about an item or
/// the plan of one.
const MEETING_OF_ROUND: &str = "(m.round_id IN (SELECT value FROM json_each(?2))
    OR EXISTS (SELECT 1 FROM meeting_decision d JOIN item i ON i.id = d.item_id JOIN journal j ON j.seq = d.seq
      WHERE d.meeting_id = m.id AND j.effective_on <= ?1 AND i.round_id IN (SELECT value FROM json_each(?2)))
    OR m.id IN (SELECT r.adopted_meeting FROM round r
      WHERE r.adopted_on <= ?1 AND r.id IN (SELECT value FROM json_each(?2)))
    OR m.id IN (SELECT c.meeting_id FROM plan_change c JOIN item i ON i.id = c.item_id JOIN round r ON r.id = i.round_id
      WHERE c.on_day <= ?1 AND c.seq > r.adopted_seq AND r.id IN (SELECT value FROM json_each(?2))))";

fn meeting_from_row(row: &Row<'_>) -> rusqlite::Result<Meeting> {
    Ok(Meeting {
        id: MeetingId(row.get(0)?),
        round: row.get::<_, Option<i64>>(1)?.map(RoundId),
        facts: MeetingFacts {
            kind: read_key(row, 2)?,
            held_on: read_day(row, 3)?,
            title: row.get(4)?,
            minutes_no: row.get(5)?,
        },
    })
}

impl Reader<'_> {
    /// Every round, in the order of their opening.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn rounds(&self) -> Result<Vec<Round>, StoreError> {
        self.rounds_where("1", [])
    }

    fn rounds_where(&self, condition: &str, params: impl Params) -> Result<Vec<Round>, StoreError> {
        let sql = format!("SELECT {ROUND} FROM round r WHERE {condition} ORDER BY r.id");
        let mut rounds = self.all(&sql, params, |row| {
            Ok(Round {
                id: RoundId(row.get(0)?),
                key: row.get(1)?,
                settings: RoundSettings {
                    title: row.get(2)?,
                    kind: read_key(row, 3)?,
                    body: row.get(4)?,
                    party_group: row.get(5)?,
                    onsite_from: read_day_opt(row, 6)?,
                    onsite_to: read_day_opt(row, 7)?,
                    feedback_on: read_day(row, 8)?,
                    milestones: Vec::new(),
                    policy: Vec::new(),
                    close_level: read_key(row, 9)?,
                    light_days: LightDays { yellow: row.get(10)?, blue: row.get(11)? },
                    now_days: row.get(12)?,
                    category_word: read_key(row, 13)?,
                    rhythm: read_key(row, 14)?,
                    reminders: ReminderRules {
                        notice_days: row.get(20)?,
                        supervision_days: row.get(21)?,
                        interview_days: row.get(22)?,
                        supervision_after: row.get(23)?,
                        interview_after: row.get(24)?,
                    },
                },
                opened_on: read_day(row, 15)?,
                adopted_on: read_day_opt(row, 16)?,
                adopted_meeting: row.get::<_, Option<i64>>(19)?.map(MeetingId),
                finished_on: read_day_opt(row, 17)?,
                locked_through: read_day_opt(row, 18)?,
            })
        })?;
        for round in &mut rounds {
            round.settings.milestones = self.all(
                "SELECT kind, on_day FROM round_milestone WHERE round_id = ?1 ORDER BY on_day, kind",
                [round.id.0],
                |row| Ok(Milestone { kind: read_key(row, 0)?, on: read_day(row, 1)? }),
            )?;
            round.settings.policy =
                self.all("SELECT step FROM round_policy WHERE round_id = ?1 ORDER BY ord", [round.id.0], |row| {
                    read_key::<SignOff>(row, 0)
                })?;
        }
        Ok(rounds)
    }

    /// Every round with what reports as of a day go by: light days and the level that is struck off are those of that day,
    /// names and everything else are today's.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn rounds_as_of(&self, as_of: AsOf) -> Result<Vec<Round>, StoreError> {
        let mut rounds = self.rounds()?;
        if as_of.current {
            return Ok(rounds);
        }
        for round in &mut rounds {
            let before = self.one(
                "SELECT yellow_days, blue_days, close_level, feedback_on, rhythm FROM round_before WHERE round_id = ?1 AND until_on > ?2
                 ORDER BY seq LIMIT 1",
                (round.id.0, as_of.day.to_string()),
                |row| {
                    let light_days = LightDays { yellow: row.get(0)?, blue: row.get(1)? };
                    Ok((light_days, read_key(row, 2)?, read_day(row, 3)?, read_key(row, 4)?))
                },
            )?;
            if let Some((light_days, close_level, feedback_on, rhythm)) = before {
                round.settings.feedback_on = feedback_on;
                round.settings.rhythm = rhythm;
                round.settings.light_days = light_days;
                round.settings.close_level = close_level;
            }
        }
        Ok(rounds)
    }

    /// The day from which the last amendment of a round has held.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_amended(&self, round: RoundId) -> Result<Option<Day>, StoreError> {
        let sql = "SELECT until_on FROM round_before WHERE round_id = ?1 ORDER BY seq DESC LIMIT 1";
        self.one(sql, [round.0], |row| read_day(row, 0))
    }

    /// Whether a round had been opened on a day, or items stood in it: a paper is read in as of its feedback, which may lie
    /// before the day on which the round was opened.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn round_stood(&self, round: &Round, day: Day) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM item WHERE round_id = ?1 AND added_on <= ?2 LIMIT 1";
        let has_items = || self.one(sql, (round.id.0, day.to_string()), |_| Ok(()));
        Ok(round.opened_on <= day || has_items()?.is_some())
    }

    /// One round.
    ///
    /// # Errors
    /// When there is none with that key.
    pub fn round(&self, id: RoundId) -> Result<Round, StoreError> {
        self.rounds_where("r.id = ?1", [id.0])?.pop().ok_or_else(|| StoreError::Value(format!("no round {id}")))
    }

    /// Whether the round of an item closes at no level of its own (结案即销).
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn closes_at_no_level(&self, item: ItemId) -> Result<bool, StoreError> {
        let sql = "SELECT r.close_level FROM item i JOIN round r ON r.id = i.round_id WHERE i.id = ?1";
        let level = self.one(sql, [item.0], |row| read_key::<CloseLevel>(row, 0))?;
        Ok(level == Some(CloseLevel::None))
    }

    /// Whether any item was ever recorded in a round and still stands.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn has_items(&self, round: RoundId) -> Result<bool, StoreError> {
        Ok(self.one("SELECT 1 FROM item WHERE round_id = ?1 LIMIT 1", [round.0], |_| Ok(()))?.is_some())
    }

    /// The first completion, closing or party group meeting of a round on or after a day.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn first_fact_since(&self, round: RoundId, day: Day) -> Result<Option<Day>, StoreError> {
        let first: Option<Option<Day>> = self.one(
            "SELECT min(day) FROM (
               SELECT min(completed_on) AS day FROM item WHERE round_id = ?1 AND completed_on >= ?2
               UNION ALL SELECT min(closed_on) FROM item WHERE round_id = ?1 AND closed_on >= ?2
               UNION ALL SELECT min(held_on) FROM meeting WHERE round_id = ?1 AND kind = 'party_group' AND held_on >= ?2)",
            (round.0, day.to_string()),
            |row| read_day_opt(row, 0),
        )?;
        Ok(first.flatten())
    }

    /// Every meeting, by day.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn meetings(&self) -> Result<Vec<Meeting>, StoreError> {
        self.all(&format!("SELECT {MEETING} FROM meeting m ORDER BY m.held_on, m.id"), [], meeting_from_row)
    }

    /// One meeting; `None` when there is none of that number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn meeting(&self, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
        self.one(&format!("SELECT {MEETING} FROM meeting m WHERE m.id = ?1"), [id.0], meeting_from_row)
    }

    /// What a meeting decided, in the order in which it was recorded.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn decisions_of_meeting(&self, meeting: MeetingId) -> Result<Vec<DecisionRow>, StoreError> {
        self.decisions("d.meeting_id = ?1", meeting.0)
    }

    /// What meetings decided about an item.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn decisions_about(&self, item: ItemId) -> Result<Vec<DecisionRow>, StoreError> {
        self.decisions("d.item_id = ?1", item.0)
    }

    fn decisions(&self, condition: &str, key: i64) -> Result<Vec<DecisionRow>, StoreError> {
        self.all(
            &format!(
                "SELECT d.meeting_id, d.item_id, i.code, i.text, d.decision_on, d.decision, d.words, j.effective_on, c.without_evidence
                 FROM meeting_decision d JOIN item i ON i.id = d.item_id JOIN journal j ON j.seq = d.seq
                 LEFT JOIN closure_row c ON c.item_id = d.item_id AND c.seq = d.seq WHERE {condition} ORDER BY d.seq"
            ),
            [key],
            |row| {
                Ok(DecisionRow {
                    meeting: MeetingId(row.get(0)?),
                    item: ItemId(row.get(1)?),
                    code: row.get(2)?,
                    text: row.get(3)?,
                    on: read_key(row, 4)?,
                    decision: read_key(row, 5)?,
                    words: row.get(6)?,
                    made_on: read_day(row, 7)?,
                    without_evidence: row.get(8)?,
                })
            },
        )
    }

    /// The meetings that [`Reader::meetings_by_kind`] counts, by kind and day.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn meetings_held(&self, rounds: &[RoundId], through: Day) -> Result<Vec<Meeting>, StoreError> {
        let keys: Vec<i64> = rounds.iter().map(|r| r.0).collect();
        self.all(
            &format!(
                "SELECT {MEETING} FROM meeting m WHERE m.held_on <= ?1 AND m.added_on <= ?1 AND {MEETING_OF_ROUND}
                 ORDER BY m.kind, m.held_on, m.id"
            ),
            (through.to_string(), serde_json::to_string(&keys).unwrap_or_default()),
            meeting_from_row,
        )
    }

    /// Meetings of these rounds held by a day, by kind; a meeting belongs to every round about whose items it decided. One that was entered when its own day was locked counts
    /// from the day of its entry: what was published stays.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn meetings_by_kind(&self, rounds: &[RoundId], through: Day) -> Result<Vec<(MeetingKind, i64)>, StoreError> {
        let keys: Vec<i64> = rounds.iter().map(|r| r.0).collect();
        self.all(
            &format!(
                "SELECT m.kind, count(*) FROM meeting m WHERE m.held_on <= ?1 AND m.added_on <= ?1 AND {MEETING_OF_ROUND}
                 GROUP BY m.kind ORDER BY m.kind"
            ),
            (through.to_string(), serde_json::to_string(&keys).unwrap_or_default()),
            |row| Ok((read_key(row, 0)?, row.get(1)?)),
        )
    }
}
