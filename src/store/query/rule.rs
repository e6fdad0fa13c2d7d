//! Where SQL must repeat a rule of the domain: lateness, lights, figures. Only here.
//!
//! Each condition speaks of an item `i` and the day `?1`, and says what [`Figure::counts`] says; the integration tests
//! hold the two against each other on random ledgers.

use super::AsOf;
use crate::domain::{
    Day,
    figures::Figure,
    ids::RoundId,
    lifecycle::Light,
    recheck::{self, Due},
    rhythm::{FilingDue, Period},
};

/// Stands in the ledger that day: counted somewhere. Issues below issues (问题表现) and categories never are.
pub(super) const COUNTED: &str =
    "i.added_on <= ?1 AND i.kind <> 'category' AND NOT (i.kind = 'issue' AND i.under_issue)";
/// The same matter as one of an earlier round (屡改屡犯), as it was known that day.
pub(super) const REPEATED: &str =
    "(EXISTS (SELECT 1 FROM link l WHERE l.kind = 'same_as' AND l.from_id = i.id AND l.from_on <= ?1)
      OR EXISTS (SELECT 1 FROM link_before l WHERE l.kind = 'same_as' AND l.from_id = i.id AND l.from_on <= ?1 AND ?1 < l.until_on))";
/// Work that is neither completed nor struck off.
const OPEN: &str = "i.progress <> 'completed' AND i.closure <> 'closed'";
const LATE: &str = "i.due < ?1";

/// The last day of a colour: `column` of the item's round, as it was on the day asked for, counted from that day.
///
/// Looked up per row; a ledger has a handful of rounds.
fn last_day(column: &str, as_of: AsOf) -> String {
    // Nothing was amended after a day that the current rows answer for.
    let days = if as_of.current {
        format!("r.{column}")
    } else {
        format!(
            "coalesce((SELECT b.{column} FROM round_before b WHERE b.round_id = r.id AND b.until_on > ?1
               ORDER BY b.seq LIMIT 1), r.{column})"
        )
    };
    format!("(SELECT date(?1, '+' || {days} || ' days') FROM round r WHERE r.id = i.round_id)")
}

/// The condition for a light.
#[must_use]
pub fn light(light: Light, as_of: AsOf) -> String {
    let open = format!("i.kind <> 'category' AND {OPEN}");
    // Compared as days, not as differences: the last day of each colour is worked out per round.
    let day = "coalesce(i.due, i.review)";
    let (yellow, blue) = (last_day("yellow_days", as_of), last_day("blue_days", as_of));
    // A review day that has passed asks for attention (yellow); only a due day that has passed is late (red).
    let red = format!("(i.due IS NOT NULL AND {LATE})");
    match light {
        Light::Done => format!("i.kind <> 'category' AND NOT ({OPEN})"),
        Light::Grey => format!("{open} AND i.due IS NULL AND i.review IS NULL"),
        Light::Red => format!("{open} AND {red}"),
        Light::Yellow => format!("{open} AND NOT {red} AND {day} <= {yellow}"),
        Light::Blue => format!("{open} AND NOT {red} AND {day} > {yellow} AND {day} <= {blue}"),
        Light::Green => format!("{open} AND NOT {red} AND {day} > {yellow} AND {day} > {blue}"),
    }
}

/// The condition under which an item is a member of a figure.
#[must_use]
pub fn figure(figure: Figure, as_of: AsOf) -> String {
    format!("{COUNTED} AND {}", among_counted(figure, as_of))
}

/// The same for items of which it is known that they are counted somewhere.
pub(super) fn among_counted(figure: Figure, as_of: AsOf) -> String {
    let rule = match figure {
        Figure::Withdrawn => return "i.withdrawn_on IS NOT NULL".to_owned(),
        Figure::Total => "1".to_owned(),
        Figure::NotStarted => "i.progress = 'not_started'".to_owned(),
        Figure::InProgress => "i.progress = 'in_progress'".to_owned(),
        Figure::Staged => "i.progress = 'staged'".to_owned(),
        Figure::Completed => "i.progress = 'completed'".to_owned(),
        Figure::Requested => "i.closure = 'requested'".to_owned(),
        Figure::Returned => "i.closure = 'returned'".to_owned(),
        Figure::Closed => "i.closure = 'closed'".to_owned(),
        Figure::ClosedUnratified => "i.closure = 'closed' AND i.unratified".to_owned(),
        Figure::ClosedWithoutEvidence => "i.closure = 'closed' AND i.without_evidence".to_owned(),
        Figure::Overdue => format!("{OPEN} AND {LATE}"),
        Figure::CompletedLate => "i.progress = 'completed' AND i.completed_on > i.due".to_owned(),
        Figure::CompletedLateFirst => "i.progress = 'completed' AND i.completed_on > i.first_due".to_owned(),
        Figure::Due => "i.due <= ?1".to_owned(),
        Figure::DueCompleted => "i.due <= ?1 AND i.progress = 'completed'".to_owned(),
        Figure::OnTime => "i.due <= ?1 AND i.progress = 'completed' AND i.completed_on <= i.due".to_owned(),
        Figure::OnTimeFirst => "i.due <= ?1 AND i.progress = 'completed' AND i.completed_on <= i.first_due".to_owned(),
        Figure::OnSchedule => format!("{OPEN} AND (i.due IS NULL OR i.due >= ?1)"),
        Figure::Extended => "i.extensions > 0".to_owned(),
        Figure::NoDeadline => format!("{OPEN} AND i.due IS NULL AND i.review IS NULL"),
        Figure::Standing => "i.deadline_class IN ('long', 'combo')".to_owned(),
        Figure::LookedAt => "i.looked_on IS NOT NULL".to_owned(),
        Figure::Rebounded => "i.rebounded_on IS NOT NULL".to_owned(),
        Figure::LightDone => light(Light::Done, as_of),
        Figure::LightRed => light(Light::Red, as_of),
        Figure::LightYellow => light(Light::Yellow, as_of),
        Figure::LightBlue => light(Light::Blue, as_of),
        Figure::LightGreen => light(Light::Green, as_of),
        Figure::LightGrey => light(Light::Grey, as_of),
        Figure::TypeOnTheSpot => "i.type = 'on_the_spot'".to_owned(),
        Figure::TypeImmediate => "i.type = 'immediate'".to_owned(),
        Figure::TypeTimeLimited => "i.type = 'time_limited'".to_owned(),
        Figure::TypeStaged => "i.type = 'staged'".to_owned(),
        Figure::TypeLongTerm => "i.type = 'long_term'".to_owned(),
        Figure::TypeNone => "i.type IS NULL".to_owned(),
    };
    format!("i.withdrawn_on IS NULL AND ({rule})")
}

/// The condition for where an item stands in its round's period of filing: what `Reporting::in_period` says. Members are
/// issues with no issue above and opinions; filings about what stands below them count.
#[must_use]
pub fn filing(due: FilingDue, periods: &[(RoundId, Period)]) -> String {
    let in_round = |(round, period): &(RoundId, Period)| {
        let Period { from, to } = period;
        // From the period's filings upwards, once: not downwards from every issue.
        let filed = format!(
            "i.id IN (WITH RECURSIVE filed (id) AS (
               SELECT f.item_id FROM filing f WHERE f.on_day >= '{from}' AND f.on_day <= '{to}' AND f.on_day <= ?1
                 AND NOT (f.state = 'returned' AND f.decided_on <= ?1)
               UNION SELECT x.parent_id FROM filed JOIN item x ON x.id = filed.id WHERE x.parent_id IS NOT NULL)
             SELECT id FROM filed)"
        );
        let state = match due {
            FilingDue::Filed => filed,
            FilingDue::Unfiled => format!("{OPEN} AND NOT ({filed})"),
            FilingDue::NotDue => format!("NOT ({filed}) AND NOT ({OPEN})"),
        };
        let there = format!("i.added_on < '{to}'");
        let rule = match due {
            FilingDue::NotDue => format!("(NOT ({there}) OR ({state}))"),
            FilingDue::Filed | FilingDue::Unfiled => format!("{there} AND {state}"),
        };
        format!("(i.round_id = {round} AND {rule})")
    };
    let rounds: Vec<String> = periods.iter().map(in_round).collect();
    let any = if rounds.is_empty() { "0".to_owned() } else { rounds.join(" OR ") };
    format!("{COUNTED} AND i.kind IN ('issue', 'opinion') AND i.withdrawn_on IS NULL AND ({any})")
}

/// Which part of the overdue report an item belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverdueSection {
    /// The due day has passed.
    Late,
    /// Due within so many days.
    DueSoon(i64),
    /// The review day of standing work has come; also when the item is struck off.
    ReviewDue,
    /// Neither due day nor review day, or unclear words.
    NoDeadline,
}

/// The condition for a part of the overdue report. Every open item without a day is in the last one.
#[must_use]
pub fn overdue(section: OverdueSection) -> String {
    let open = format!("i.kind <> 'category' AND {OPEN}");
    match section {
        OverdueSection::Late => format!("{open} AND {LATE}"),
        OverdueSection::DueSoon(days) => format!("{open} AND i.due >= ?1 AND i.due <= date(?1, '+{days} days')"),
        OverdueSection::ReviewDue => {
            "i.kind <> 'category' AND i.review <= ?1 AND (i.due IS NULL OR i.due >= ?1 OR i.progress = 'completed' OR i.closure = 'closed')"
                .to_owned()
        }
        OverdueSection::NoDeadline => format!("{open} AND i.due IS NULL AND i.review IS NULL"),
    }
}

/// The day of the last look-back at `i` since its last closing.
pub(super) const LAST_LOOKED: &str =
    "(SELECT max(r.on_day) FROM recheck r WHERE r.item_id = i.id AND r.cycle = i.cycle AND r.on_day <= ?1)";
/// The day on which `i` is to be looked at next: the first review day of its work that goes on, its own and that of what was struck
/// off along with it; else the one that the last look-back named. What was struck off by itself is looked at by itself.
pub(super) const NEXT_LOOK: &str = "coalesce(
  (WITH RECURSIVE along (id) AS (SELECT i.id UNION ALL SELECT b.id FROM item b JOIN along a ON b.parent_id = a.id
     WHERE b.added_on <= ?1 AND (b.withdrawn_on IS NULL OR b.withdrawn_on > ?1)
       AND 'closed' IS NOT (SELECT c.closure FROM closure_row c WHERE c.item_id = b.id AND c.from_on <= ?1 ORDER BY c.seq DESC LIMIT 1))
   SELECT min((SELECT d.review FROM deadline_row d WHERE d.item_id = a.id AND d.from_on <= ?1 ORDER BY d.seq DESC LIMIT 1))
   FROM along a),
  (SELECT r.next_review FROM recheck r WHERE r.item_id = i.id AND r.cycle = i.cycle AND r.on_day <= ?1 ORDER BY r.id DESC LIMIT 1))";

/// The condition under which a closed item is due to be looked at again for this reason: what [`recheck::Looked::due`] says.
#[must_use]
pub(super) fn look_back_due(due: Due, months: u32, on: Day) -> String {
    let come = format!("coalesce({NEXT_LOOK} <= ?1, 0)");
    let rule = match due {
        Due::Review => come,
        Due::Never => format!("{LAST_LOOKED} IS NULL AND NOT {come}"),
        Due::LongAgo => format!("{LAST_LOOKED} <= '{}' AND NOT {come}", recheck::months_before(on, months)),
    };
    format!("{COUNTED} AND i.withdrawn_on IS NULL AND i.closure = 'closed' AND {rule}")
}
