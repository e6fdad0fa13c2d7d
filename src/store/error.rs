//! What can go wrong between the program and its file. The desk turns each variant into a sentence with a remedy.

use super::verify::Fault;
use crate::domain::event::DecodeError;
use std::path::PathBuf;

/// Trouble with the ledger file or the database in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no file at this path.
    #[error("no ledger at {0}")]
    NotFound(PathBuf),
    /// A new ledger was to be made where a file stands already.
    #[error("{0} exists already")]
    AlreadyThere(PathBuf),
    /// The path is a folder.
    #[error("{0} is a folder")]
    IsFolder(PathBuf),
    /// The file is not a ledger: another program's database, or no database at all.
    #[error("{0} is not a ledger")]
    NotALedger(PathBuf),
    /// The file was written by a later version of the program.
    #[error("{path} has schema {found}, this program knows {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema or apply version.
        found: i64,
        /// The latest this program knows.
        known: i64,
    },
    /// The file was written by an earlier version and cannot be upgraded where it lies.
    #[error("{0} must be upgraded but cannot be written")]
    NeedsUpgrade(PathBuf),
    /// The database is damaged.
    #[error("{path} is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite or the journal says.
        detail: String,
    },
    /// A verification found the file unsound.
    #[error("{path} is unsound: {} {}", .fault.subject, .fault.detail)]
    Unsound {
        /// The file.
        path: PathBuf,
        /// The first thing that is wrong with it.
        fault: Box<Fault>,
    },
    /// A backup is not one of the ledger whose place it is to take.
    #[error("the backup is of another ledger")]
    OtherLedger {
        /// The office of the ledger that stands there.
        now: Option<String>,
        /// That of the backup.
        backup: Option<String>,
    },
    /// The file or its folder cannot be written.
    #[error("{0} cannot be written")]
    ReadOnly(PathBuf),
    /// A read-only place holds an unfinished write (`-wal`), which cannot be read without writing.
    #[error("{0} has an unfinished write beside it")]
    UnfinishedWrite(PathBuf),
    /// Another process kept the ledger locked for the whole of the waiting time.
    #[error("the ledger is locked by another process")]
    Busy,
    /// No room left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The clock stands before the last entry.
    #[error("the clock says {today}, record {seq} was entered at {last}")]
    ClockBack {
        /// The day by the clock.
        today: chrono::NaiveDate,
        /// The last record.
        seq: i64,
        /// The instant of its entry.
        last: chrono::DateTime<chrono::FixedOffset>,
    },
    /// A journal record is no event of this version.
    #[error("record {seq}: {source}")]
    Event {
        /// Its number.
        seq: i64,
        /// What is wrong with it.
        source: DecodeError,
    },
    /// A value in the database is none that this program writes.
    #[error("unexpected value in the ledger: {0}")]
    Value(String),
    /// The operating system refused.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// SQLite refused for another reason.
    #[error("database: {0}")]
    Sqlite(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            Some(Code::DiskFull) => Self::DiskFull,
            Some(Code::ReadOnly | Code::PermissionDenied) => Self::ReadOnly(PathBuf::new()),
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => {
                Self::Damaged { path: PathBuf::new(), detail: error.to_string() }
            }
            _ => Self::Sqlite(error.to_string()),
        }
    }
}

impl From<crate::domain::UnknownKey> for StoreError {
    fn from(error: crate::domain::UnknownKey) -> Self {
        Self::Value(error.to_string())
    }
}

impl StoreError {
    /// Names the file where SQLite could not.
    #[must_use]
    pub(crate) fn at(self, file: &std::path::Path) -> Self {
        match self {
            Self::ReadOnly(path) if path.as_os_str().is_empty() => Self::ReadOnly(file.to_owned()),
            Self::Damaged { path, detail } if path.as_os_str().is_empty() => {
                Self::Damaged { path: file.to_owned(), detail }
            }
            other => other,
        }
    }
}
