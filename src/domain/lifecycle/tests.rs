//! Lateness, lights and derived progress as tables.

use super::{Light, LightDays, Progress, completed_late, days_late, derive_progress, light};
use crate::domain::Day;

fn day(text: &str) -> Day {
    format!("2025-{text}").parse().unwrap()
}

#[test]
fn the_due_day_itself_is_still_in_time() {
    for (due, completed, on, late) in [
        (None, None, "06-30", 0),
        (Some("06-30"), None, "06-29", 0),
        (Some("06-30"), None, "06-30", 0),
        (Some("06-30"), None, "07-01", 1),
        (Some("06-30"), None, "08-29", 60),
        // Completed by then, on time or late: no longer late. Completed only later: late on that day.
        (Some("06-30"), Some("06-30"), "07-05", 0),
        (Some("06-30"), Some("07-05"), "07-05", 0),
        (Some("06-30"), Some("07-05"), "07-04", 4),
    ] {
        assert_eq!(days_late(due.map(day), completed.map(day), day(on)), late, "{due:?} {completed:?} {on}");
    }
    for (due, completed, late) in [
        (None, Some("06-30"), false),
        (Some("06-30"), None, false),
        (Some("06-30"), Some("06-30"), false),
        (Some("06-30"), Some("07-01"), true),
    ] {
        assert_eq!(completed_late(due.map(day), completed.map(day)), late, "{due:?} {completed:?}");
    }
}

#[test]
fn lights_change_with_the_days_that_are_left() {
    let days = LightDays { yellow: 7, blue: 30 };
    for (due, review, completed, closed, expected) in [
        (None, None, None, false, Light::Grey),
        (Some("05-31"), None, None, false, Light::Red),
        (Some("06-01"), None, None, false, Light::Yellow),
        (Some("06-08"), None, None, false, Light::Yellow),
        (Some("06-09"), None, None, false, Light::Blue),
        (Some("07-01"), None, None, false, Light::Blue),
        (Some("07-02"), None, None, false, Light::Green),
        // A review day that has come asks for attention and is not late.
        (None, Some("05-01"), None, false, Light::Yellow),
        (None, Some("06-20"), None, false, Light::Blue),
        (None, Some("09-01"), None, false, Light::Green),
        // The due day goes before the review day.
        (Some("05-31"), Some("09-01"), None, false, Light::Red),
        (Some("05-31"), None, Some("06-01"), false, Light::Done),
        (Some("05-31"), None, Some("06-02"), false, Light::Red),
        (Some("05-31"), None, None, true, Light::Done),
        (None, None, None, true, Light::Done),
    ] {
        let found = light(due.map(day), review.map(day), completed.map(day), closed, days, day("06-01"));
        assert_eq!(found, expected, "{due:?} {review:?} {completed:?} {closed}");
    }
}

#[test]
fn progress_follows_from_what_stands_below() {
    use Progress as P;
    let done = |on: &str| (P::Completed, Some(day(on)));
    let (new, going, staged) = ((P::NotStarted, None), (P::InProgress, None), (P::Staged, None));
    for (below, expected) in [
        (vec![], None),
        (vec![new], Some(new)),
        (vec![new, new], Some(new)),
        (vec![new, going], Some(going)),
        (vec![new, staged], Some(going)),
        (vec![new, done("04-01")], Some(going)),
        (vec![staged, going], Some(going)),
        (vec![staged], Some(staged)),
        (vec![staged, done("04-01")], Some(staged)),
        (vec![done("04-01")], Some(done("04-01"))),
        (vec![done("04-09"), done("04-01")], Some(done("04-09"))),
    ] {
        assert_eq!(derive_progress(&below), expected, "{below:?}");
    }
}
