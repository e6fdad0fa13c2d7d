//! The library examples, run: a ledger that one makes is read by the other.

use super::office::Office;

#[path = "../../examples/big_ledger.rs"]
mod big_ledger;
#[path = "../../examples/library_use.rs"]
mod library_use;

#[test]
fn a_ledger_made_for_measuring_is_sound_and_its_late_items_are_listed() {
    let office = Office::empty();
    let file = office.path("大台账.db");
    big_ledger::make(file.to_str().unwrap(), "50", "20").unwrap();
    // Ten issues with four measures each, the last two open and due 2025-03-23 and 2025-03-24.
    let late = |day: &str| library_use::late_items(&file, day.parse().unwrap()).unwrap();
    let now = late("2025-11-30");
    assert_eq!(now.len(), 10, "{now:?}");
    assert!(now[0].starts_with("9 ") && now[0].ends_with("第9部门 逾期252天"), "{}", now[0]);
    // On that day in March the other eight were late, too: they were closed in September.
    assert_eq!(late("2025-03-24").len(), 45);
    let verified = taizhang::store::Ledger::open(&file, taizhang::store::Mode::AsIs).unwrap().verify(None).unwrap();
    assert!(verified.faults.is_empty(), "{verified:?}");
}
