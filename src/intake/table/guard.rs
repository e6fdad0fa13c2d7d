//! The boundary to readers of other people's formats that are not ours, and may panic on hostile files.

use super::TableError;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside of a reader whose panics end as a sentence.
///
/// For the program's panic hook: what is caught and told in Chinese is not to be printed as well.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Calls a reader; a panic in it is a damaged file.
///
/// Random changes to workbooks make calamine index and subtract out of bounds (about once in 3,000 files). Nothing of it
/// outlives the call, so nothing is left half done.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, TableError>) -> Result<T, TableError> {
    GUARDED.set(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(false);
    result.unwrap_or_else(|_| Err(TableError::Damaged { what: "内容不合格式".to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_reader_is_a_damaged_file() {
        let read = guarded(|| -> Result<u8, TableError> {
            assert!(is_guarded());
            let nothing: [u8; 0] = [];
            Ok(nothing[std::hint::black_box(3)])
        });
        assert!(matches!(read, Err(TableError::Damaged { .. })));
        assert!(!is_guarded());
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }
}
