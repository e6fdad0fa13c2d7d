//! The file: made, recognised, opened, closed.

use super::{Command, Reader, StoreError, Writer, journal, upgrade};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Marks a file as a ledger (`TZLG`).
pub(super) const APPLICATION_ID: i64 = 0x545A_4C47;
/// The version of `schema.sql`.
pub(super) const SCHEMA_VERSION: i64 = 6;
/// The version of the code that makes tables from events.
pub(super) const APPLY_VERSION: i64 = 5;
/// The only data definition there is.
pub(super) const SCHEMA: &str = include_str!("../../schema.sql");

/// The size of a new ledger's pages, in bytes. A ledger keeps the size with which it was made.
const PAGE_SIZE: i64 = 8192;
/// How long a command waits for another one that holds the ledger.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// What the file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Only questions; the content is not changed.
    Read,
    /// Questions and commands.
    Write,
    /// As it lies, without upgrading it: for `verify`.
    AsIs,
}

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    pub(super) conn: Connection,
    path: PathBuf,
    upgraded: Option<upgrade::Upgraded>,
    /// Dropped last: the file counts as open until SQLite has let go of it.
    _here: OpenHere,
}

impl Ledger {
    /// Makes a new, empty ledger file. The first command must append `ledger_opened`.
    ///
    /// # Errors
    /// When something stands at `path` already or it cannot be written.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        if path.is_dir() {
            return Err(StoreError::IsFolder(path.to_owned()));
        }
        if path.exists() {
            return Err(StoreError::AlreadyThere(path.to_owned()));
        }
        // `create_new` decides between two commands that both found nothing.
        fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::AlreadyThere(path.to_owned()),
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                StoreError::ReadOnly(path.to_owned())
            }
            _ => StoreError::Io { path: path.to_owned(), source },
        })?;
        let made = (|| {
            let conn = Connection::open(real(path)?)?;
            // Larger pages than SQLite's own make fewer of them: a twelfth of the time of recording a large ledger.
            conn.pragma_update(None, "page_size", PAGE_SIZE)?;
            // Before WAL: so the marks that tell a ledger stand in the file's own header from the first moment.
            conn.execute_batch(&format!(
                "BEGIN IMMEDIATE; {SCHEMA} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
            ))?;
            configure(&conn)?;
            keep_log(&conn)?;
            Ok::<_, StoreError>((conn, OpenHere::enter(path, |_| Ok(()))?))
        })();
        match made {
            Ok((conn, here)) => Ok(Self { conn, path: path.to_owned(), upgraded: None, _here: here }),
            Err(error) => {
                // Nothing half made stays behind; the file is ours, it did not exist a moment ago.
                let _ = fs::remove_file(path);
                Err(error.at(path))
            }
        }
    }

    /// Opens a ledger. One of an earlier version is first backed up beside itself and upgraded (not with [`Mode::AsIs`]).
    ///
    /// # Errors
    /// When there is no ledger at `path`, or one that is newer or damaged. The file is then as it was.
    pub fn open(path: &Path, mode: Mode) -> Result<Self, StoreError> {
        if path.is_dir() {
            return Err(StoreError::IsFolder(path.to_owned()));
        }
        if !path.exists() {
            return Err(StoreError::NotFound(path.to_owned()));
        }
        let (conn, writable, here) = connect(path, mode)?;
        let mut ledger = Self { conn, path: path.to_owned(), upgraded: None, _here: here };
        let older = ledger.is_older().map_err(|e| e.at(path))?;
        if mode != Mode::AsIs && older {
            if !writable {
                return Err(StoreError::NeedsUpgrade(path.to_owned()));
            }
            ledger.upgraded = Some(upgrade::upgrade(&mut ledger.conn, path).map_err(|e| e.at(path))?);
        }
        // Only now that the file is known to be ours and of this version, and only for writing: reading changes nothing.
        if mode == Mode::Write {
            keep_log(&ledger.conn).map_err(|e| e.at(path))?;
        }
        if mode == Mode::Read {
            ledger.conn.pragma_update(None, "query_only", true)?;
        }
        Ok(ledger)
    }

    /// Where the file lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What opening it upgraded, if it was of an earlier version.
    #[must_use]
    pub fn upgraded(&self) -> Option<&upgrade::Upgraded> {
        self.upgraded.as_ref()
    }

    /// Asks questions within one read transaction: all answers speak of the same moment.
    ///
    /// # Errors
    /// What `ask` returns, or trouble with the file.
    pub fn read<T, E: From<StoreError>>(&self, ask: impl FnOnce(&Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        // The commit of a read transaction writes nothing.
        let tx = self.conn.unchecked_transaction().map_err(|e| StoreError::from(e).at(&self.path))?;
        let answer = ask(&Reader::new(&tx))?;
        drop(tx);
        Ok(answer)
    }

    /// Carries out one command: everything `act` appends stands, or nothing does.
    ///
    /// # Errors
    /// What `act` returns, or trouble with the file; the ledger is then as it was.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        command: &Command,
        act: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.path.clone();
        let named = |e: rusqlite::Error| StoreError::from(e).at(&path);
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(named)?;
        check_clock(&tx, command)?;
        let mut writer = Writer::new(&tx, command)?;
        let answer = act(&mut writer)?;
        if writer.settle()? {
            tx.commit().map_err(named)?;
        }
        Ok(answer)
    }

    /// Whether the file is of an earlier version.
    fn is_older(&self) -> Result<bool, StoreError> {
        let schema: i64 = self.conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let tables: i64 = self.conn.query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('journal', 'ledger')",
            [],
            |row| row.get(0),
        )?;
        if tables != 2 {
            return Err(StoreError::Damaged {
                path: self.path.clone(),
                detail: "the journal or ledger table is missing".into(),
            });
        }
        let applied: i64 = self
            .conn
            .query_row("SELECT coalesce(max(apply_version), ?1) FROM ledger", [APPLY_VERSION], |row| row.get(0))
            .map_err(|e| StoreError::Damaged { path: self.path.clone(), detail: e.to_string() })?;
        // Once more, now through SQLite: a later program's mark may still stand in the `-wal` and not in the file's header.
        if schema > SCHEMA_VERSION {
            return Err(StoreError::Newer { path: self.path.clone(), found: schema, known: SCHEMA_VERSION });
        }
        if applied > APPLY_VERSION {
            return Err(StoreError::Newer { path: self.path.clone(), found: applied, known: APPLY_VERSION });
        }
        Ok(schema < SCHEMA_VERSION || applied < APPLY_VERSION)
    }
}

/// A record is never entered before the last one: the clock of the machine must have been set back.
fn check_clock(conn: &Connection, command: &Command) -> Result<(), StoreError> {
    let Some((seq, last)) = Reader::new(conn).last_entry()? else { return Ok(()) };
    let today = command.entered_at.date_naive();
    if today < last.date_naive() { Err(StoreError::ClockBack { today, seq, last }) } else { Ok(()) }
}

/// Looks at the file's first bytes, before SQLite may touch it: another program's file and a later version's stay as they are.
fn recognise(path: &Path, named: &Path) -> Result<(), StoreError> {
    use std::io::Read as _;
    let mut head = [0_u8; 100];
    let mut file = fs::File::open(path).map_err(|source| StoreError::Io { path: named.to_owned(), source })?;
    let number = |head: &[u8; 100], at: usize| {
        i64::from(u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]))
    };
    // https://www.sqlite.org/fileformat.html#the_database_header: user version at 60, application id at 68.
    if file.read_exact(&mut head).is_err() || &head[..16] != b"SQLite format 3\0" || number(&head, 68) != APPLICATION_ID
    {
        return Err(StoreError::NotALedger(named.to_owned()));
    }
    match number(&head, 60) {
        found if found > SCHEMA_VERSION => {
            Err(StoreError::Newer { path: named.to_owned(), found, known: SCHEMA_VERSION })
        }
        _ => Ok(()),
    }
}

/// Whether `path` is a ledger, open or not, or one of the files that SQLite keeps beside one. Nothing else may be written there.
#[must_use]
pub fn is_of_ledger(path: &Path) -> bool {
    let ledger = |path: &Path| {
        let Ok(path) = fs::canonicalize(path) else { return false };
        let open = OPEN_HERE.lock().unwrap_or_else(PoisonError::into_inner);
        // Newer ones are ledgers as well; only what is open by nobody here may be looked into.
        open.contains_key(&path)
            || fs::metadata(&path).is_ok_and(|meta| meta.is_file())
                && matches!(recognise(&path, &path), Ok(()) | Err(StoreError::Newer { .. }))
    };
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let mut stems = ["-wal", "-shm", "-journal"].iter().filter_map(|ending| name.strip_suffix(ending));
    ledger(path) || stems.any(|stem| !stem.is_empty() && ledger(&path.with_file_name(stem)))
}

/// Says that this process has the file open, for as long as it lives.
///
/// On POSIX systems closing any handle of a file drops all locks that the process holds on it, those of SQLite included
/// (<https://www.sqlite.org/howtocorrupt.html>, 2.2). So the file and its `-shm` are only looked at by other means than
/// SQLite's while no other ledger of this process has them open.
#[derive(Debug)]
struct OpenHere(PathBuf);

static OPEN_HERE: Mutex<BTreeMap<PathBuf, usize>> = Mutex::new(BTreeMap::new());

impl OpenHere {
    /// Notes the file as open; `look` is asked first and told whether it may open the file by itself.
    fn enter(path: &Path, look: impl FnOnce(bool) -> Result<(), StoreError>) -> Result<Self, StoreError> {
        let real = fs::canonicalize(path).map_err(|source| StoreError::Io { path: path.to_owned(), source })?;
        let mut open = OPEN_HERE.lock().unwrap_or_else(PoisonError::into_inner);
        look(!open.contains_key(&real))?;
        *open.entry(real.clone()).or_default() += 1;
        Ok(Self(real))
    }
}

impl Drop for OpenHere {
    fn drop(&mut self) {
        let mut open = OPEN_HERE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.0) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.0);
            }
        }
    }
}

/// The whole path of a file that exists. SQLite gets no other: it would take `:memory:` and `file:…` for something else than
/// a file's name.
pub(super) fn real(path: &Path) -> Result<PathBuf, StoreError> {
    // Canonical paths of Windows begin with `\\?\`, which no URI can say.
    let found = if cfg!(windows) { std::path::absolute(path) } else { fs::canonicalize(path) };
    found.map_err(|source| StoreError::Io { path: path.to_owned(), source })
}

/// Opens the database as the place allows. Returns whether it can be written.
fn connect(named: &Path, mode: Mode) -> Result<(Connection, bool, OpenHere), StoreError> {
    let mut writable = true;
    // What stands beside a ledger stands beside the file itself, not beside a link to it.
    let path = &real(named)?;
    let here = OpenHere::enter(path, |alone| {
        if alone {
            // Opening a pipe would wait for whoever fills it; a ledger is a plain file.
            if !fs::metadata(path).is_ok_and(|meta| meta.is_file()) {
                return Err(StoreError::NotALedger(named.to_owned()));
            }
            recognise(path, named)?;
            writable = opens_for_writing(path);
        }
        Ok(())
    })?;
    let base = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    if writable && folder_takes_files(path) {
        let conn = Connection::open_with_flags(path, base | OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(|e| StoreError::from(e).at(named))?;
        configure(&conn).map_err(|e| e.at(named))?;
        return Ok((conn, true, here));
    }
    if mode == Mode::Write {
        return Err(StoreError::ReadOnly(named.to_owned()));
    }
    // WAL needs files beside the ledger even for reading. In a read-only place the ledger can be read as immutable, which
    // is right only when no unfinished write stands beside it.
    if fs::metadata(beside(path, "-wal")).is_ok_and(|m| m.len() > 0) {
        return Err(StoreError::UnfinishedWrite(named.to_owned()));
    }
    let conn = Connection::open_with_flags(immutable_uri(path), base | OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|e| StoreError::from(e).at(named))?;
    configure(&conn).map_err(|e| e.at(named))?;
    Ok((conn, false, here))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Whether the file, and its `-shm` if there is one, can be opened for writing.
fn opens_for_writing(path: &Path) -> bool {
    let opens = |path: &Path| match fs::OpenOptions::new().write(true).open(path) {
        Ok(_) => true,
        // The last of others to close may take its `-shm` away at any moment.
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    opens(path) && opens(&beside(path, "-shm"))
}

/// Whether files can be made beside the ledger. Asked by trying: permissions alone do not tell (read-only mounts, ACLs).
fn folder_takes_files(path: &Path) -> bool {
    static TRIES: AtomicU64 = AtomicU64::new(0);
    let probe = beside(path, &format!("-probe{}-{}", std::process::id(), TRIES.fetch_add(1, Ordering::Relaxed)));
    match fs::OpenOptions::new().write(true).create_new(true).open(&probe) {
        Ok(_) => {
            let _ = fs::remove_file(&probe);
            true
        }
        // Left behind by a process that was killed: it could be made, so others can.
        Err(error) => error.kind() == std::io::ErrorKind::AlreadyExists,
    }
}

fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    let text = path.to_string_lossy().replace('\\', "/");
    // A drive letter needs a leading slash in a URI.
    if text.as_bytes().get(1) == Some(&b':') {
        uri.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// How statements are prepared, for a ledger and for a replay alike.
pub(super) fn configure_planner(conn: &Connection) -> Result<(), StoreError> {
    // Plans must not depend on the values asked for: they are pinned by tests, and a statement is prepared once, not again
    // whenever a value changes.
    conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(())
}

fn configure(conn: &Connection) -> Result<(), StoreError> {
    configure_planner(conn)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    // The working set of a large ledger fits in 64 MiB of cache.
    conn.pragma_update(None, "cache_size", -65_536)?;
    conn.pragma_update(None, "synchronous", "full")?;
    Ok(())
}

/// Write-ahead log: readers and a writer do not wait for each other.
fn keep_log(conn: &Connection) -> Result<(), StoreError> {
    conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    Ok(())
}

impl Reader<'_> {
    /// The anchor of the journal as it stands.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn anchor(&self) -> Result<String, StoreError> {
        let (seq, hash) = journal::tip(self.conn)?;
        Ok(journal::anchor(seq, &hash))
    }
}
