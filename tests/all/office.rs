//! An office to test in: a folder of its own, a fixed day, the real program.

use rusqlite::Connection;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// The day on which tests begin.
pub(crate) const TODAY: &str = "2026-03-01";

/// A folder and a day.
pub(crate) struct Office {
    folder: TempDir,
    today: String,
}

impl Office {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().unwrap(), today: TODAY.into() }
    }

    /// A folder with a new ledger in it.
    pub(crate) fn new() -> Self {
        let office = Self::empty();
        office.run(["init", "--office", "某区人民法院"]).ok();
        office
    }

    /// Another day comes.
    pub(crate) fn on(&mut self, today: &str) -> &mut Self {
        today.clone_into(&mut self.today);
        self
    }

    /// A file of this office.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Its ledger's bytes.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// The ledger as another tool opens it, its triggers out of the way.
    pub(crate) fn tamper(&self, sql: &str) {
        let conn = Connection::open(self.path("taizhang.db")).unwrap();
        let triggers: Vec<(String, String)> = conn
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        for (name, _) in &triggers {
            conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        conn.execute_batch(sql).unwrap();
        for (_, sql) in &triggers {
            conn.execute_batch(sql).unwrap();
        }
    }

    /// The program with these arguments, not yet run.
    pub(crate) fn command<A: AsRef<std::ffi::OsStr>>(&self, args: impl IntoIterator<Item = A>) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_taizhang"));
        for name in ["TAIZHANG_LEDGER", "TAIZHANG_BY", "TAIZHANG_ASCII", "COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command.current_dir(self.folder.path()).env("TAIZHANG_TODAY", &self.today).args(args);
        command
    }

    /// Runs the program.
    pub(crate) fn run<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Outcome {
        let args: Vec<&str> = args.into_iter().collect();
        self.finish(self.command(&args), &args.join(" "))
    }

    /// Runs a command that was prepared.
    pub(crate) fn finish(&self, mut command: assert_cmd::Command, line: &str) -> Outcome {
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let outcome = Outcome {
            line: line.to_owned(),
            code: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        assert!(!outcome.err.contains("panicked"), "{outcome}");
        assert!([0, 1, 2, 3].contains(&outcome.code), "{outcome}");
        outcome
    }

    /// A session as it looks on the screen, one command line each, what changes from run to run replaced.
    pub(crate) fn session(&self, lines: &[&str]) -> String {
        let screen: String = lines.iter().map(|line| self.run(line.split_whitespace()).to_string()).collect();
        steady(&screen, self.folder.path())
    }
}

/// Replaces the folder's name and anchors, which are never the same twice.
fn steady(screen: &str, folder: &Path) -> String {
    let anchor = |word: &str| {
        let groups: Vec<&str> = word.split('-').collect();
        groups.len() == 5 && groups[0].parse::<i64>().is_ok() && groups[1..].iter().all(|g| g.len() == 4)
    };
    let line = |line: &str| line.split(' ').map(|w| if anchor(w) { "[锚码]" } else { w }).collect::<Vec<_>>().join(" ");
    let screen: String = screen.lines().map(|l| line(l) + "\n").collect();
    let real = folder.canonicalize().unwrap();
    screen.replace(&real.display().to_string(), "[文件夹]").replace(&folder.display().to_string(), "[文件夹]")
}

/// How a command ended.
pub(crate) struct Outcome {
    line: String,
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "$ taizhang {}\n{}{}[{}]\n", self.line, self.out, self.err, self.code)
    }
}

impl Outcome {
    fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// Done, and nothing said on standard error.
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.err, "", "{self}");
        self.ended(0)
    }

    /// Done, whatever was remarked.
    pub(crate) fn went_well(self) -> Self {
        self.ended(0)
    }

    /// A rule said no, in words.
    pub(crate) fn refused(self) -> Self {
        self.ended(1).explained()
    }

    /// A check found something, and said so as its answer.
    pub(crate) fn found(self) -> Self {
        assert_eq!(self.err, "", "{self}");
        self.ended(1)
    }

    /// The command was not understood.
    pub(crate) fn usage(self) -> Self {
        self.ended(2).explained()
    }

    /// File or database trouble, in words.
    pub(crate) fn trouble(self) -> Self {
        self.ended(3).explained()
    }

    /// Every error says what, why, what to do, and that the ledger is as it was.
    fn explained(self) -> Self {
        for word in ["错误：", "原因：", "办法：", "台账没有改动"] {
            assert!(self.err.contains(word), "{word} is missing\n{self}");
        }
        self
    }

    /// Somewhere on the screen stands this.
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.out.contains(words) || self.err.contains(words), "{words} is not said\n{self}");
        self
    }

    /// The answer as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}\n{self}"))
    }

    /// The error as JSON.
    pub(crate) fn error_json(&self) -> Value {
        serde_json::from_str(&self.err).unwrap_or_else(|e| panic!("{e}\n{self}"))
    }
}
