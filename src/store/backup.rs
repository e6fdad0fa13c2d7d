//! Backup (备份) and restore (恢复): a whole, consistent copy, also while others write.

use super::{
    StoreError,
    file::{Ledger, Mode, real},
    query::LedgerInfo,
};
use rusqlite::Connection;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

impl Ledger {
    /// Copies the ledger as it stands into a new file.
    ///
    /// # Errors
    /// When something stands at `to` already or it cannot be written.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        copy_to(&self.conn, to)
    }
}

/// Copies into a file that does not exist yet; a half-made copy does not stay.
pub(super) fn copy_to(conn: &Connection, to: &Path) -> Result<(), StoreError> {
    if to.is_dir() {
        return Err(StoreError::IsFolder(to.to_owned()));
    }
    // `create_new` decides between two backups of the same moment, and says why where SQLite would only say that it cannot.
    fs::OpenOptions::new().write(true).create_new(true).open(to).map_err(|source| match source.kind() {
        std::io::ErrorKind::AlreadyExists => StoreError::AlreadyThere(to.to_owned()),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly(to.to_owned())
        }
        _ => StoreError::Io { path: to.to_owned(), source },
    })?;
    let copied = (|| {
        let mut target = Connection::open(real(to)?)?;
        {
            let copy = rusqlite::backup::Backup::new(conn, &mut target)?;
            copy.run_to_completion(1024, Duration::from_millis(5), None)?;
        }
        // The copy lies still: one file, readable where nothing can be written.
        target.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
        target.close().map_err(|(_, e)| e)?;
        Ok::<_, StoreError>(())
    })();
    copied.map_err(|error| {
        let _ = fs::remove_file(to);
        error.at(to)
    })
}

/// What a backup would do to the ledger whose place it takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Something stands there.
    pub replaces: bool,
    /// So many records the ledger has more than the backup; 0 where that cannot be told.
    pub behind: i64,
    /// Papers that left the office under a number that the backup does not know, by register, year and number: it would give
    /// their numbers again.
    pub issued: Vec<(String, i64, i64)>,
}

/// Compares a backup with what stands in the place it is to take. With `other` it may be another ledger's.
///
/// # Errors
/// [`StoreError::OtherLedger`] when both can be read and are not the same ledger.
pub fn compare(backup: &Path, to: &Path, other: bool) -> Result<Comparison, StoreError> {
    let replaces = to.exists();
    let nothing = Comparison { replaces, ..Comparison::default() };
    let (Some(now), Some(then)) = (identity(to), identity(backup)) else {
        return Ok(nothing);
    };
    if now.ledger_id != then.ledger_id {
        if !other {
            return Err(StoreError::OtherLedger { now: now.office, backup: then.office });
        }
        return Ok(nothing);
    }
    let known = issued(backup).unwrap_or_default();
    let mut lost = issued(to).unwrap_or_default();
    lost.retain(|paper| !known.contains(paper));
    Ok(Comparison { issued: lost, behind: (now.records - then.records).max(0), ..nothing })
}

/// Whose ledger a file is, as far as it can be read.
fn identity(path: &Path) -> Option<LedgerInfo> {
    let ledger = Ledger::open(path, Mode::AsIs).ok()?;
    ledger.read(|reader| -> Result<_, StoreError> { reader.ledger() }).ok()?
}

/// The numbers that a ledger has given to papers, those taken back included, as far as it can be read.
fn issued(path: &Path) -> Option<Vec<(String, i64, i64)>> {
    let ledger = Ledger::open(path, Mode::AsIs).ok()?;
    let papers = ledger.read(|reader| -> Result<_, StoreError> { reader.issued_papers() }).ok()?;
    Some(papers.into_iter().map(|paper| (paper.register, paper.year, paper.number)).collect())
}

/// Puts a backup in the place of a ledger. What stood there is kept beside it; returns where. With `other` it may be another
/// ledger's.
///
/// The backup is opened and verified first: a damaged one is refused and the ledger stays.
///
/// # Errors
/// When the backup is no sound ledger ([`StoreError::Unsound`]) or another one's, or the place cannot be written.
pub fn restore(backup: &Path, to: &Path, other: bool) -> Result<Option<PathBuf>, StoreError> {
    let source = Ledger::open(backup, Mode::AsIs)?;
    compare(backup, to, other)?;
    let verification = source.verify(None)?;
    if let Some(fault) = verification.faults.into_iter().next() {
        return Err(StoreError::Unsound { path: backup.to_owned(), fault: Box::new(fault) });
    }
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| StoreError::Io { path, source }
    };
    let fresh = beside(to, "restoring");
    if fresh.exists() {
        fs::remove_file(&fresh).map_err(io(&fresh))?;
    }
    source.backup(&fresh)?;
    let kept = if to.exists() {
        if to.is_dir() {
            return Err(StoreError::IsFolder(to.to_owned()));
        }
        let kept = free(to);
        // A plain copy of the file would miss what still stands in its `-wal`.
        match Ledger::open(to, Mode::AsIs) {
            Ok(old) => {
                // Nobody may write to the old file between the copy and the exchange.
                old.conn.execute_batch("BEGIN IMMEDIATE")?;
                old.conn.execute_batch("ROLLBACK")?;
                old.backup(&kept)?;
            }
            Err(_) => {
                fs::copy(to, &kept).map_err(io(&kept))?;
            }
        }
        for ending in ["-wal", "-shm"] {
            let mut beside = to.as_os_str().to_owned();
            beside.push(ending);
            let _ = fs::remove_file(beside);
        }
        Some(kept)
    } else {
        None
    };
    fs::rename(&fresh, to).map_err(io(to))?;
    Ok(kept)
}

fn beside(path: &Path, word: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{word}"));
    path.with_file_name(name)
}

fn free(path: &Path) -> PathBuf {
    let mut at = 1;
    loop {
        let name = beside(path, &format!("old{at}"));
        if !name.exists() {
            return name;
        }
        at += 1;
    }
}
