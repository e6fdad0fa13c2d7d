//! The handbook and the README, executed: every console block is typed as it stands there and must answer as printed.
//!
//! Each document gets a folder of its own in which its story begins. `TRYCMD=overwrite cargo test handbook` writes new
//! answers into the documents; look at them, and put `[..]` back where something differs from run to run.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The day on which the story is told.
const TODAY: &str = "2025-10-10";

/// The paper that both stories begin with.
const FEEDBACK: &str = include_str!("../../examples/papers/demo-feedback.txt");

/// A document, put where trycmd finds the folder of the story beside it.
fn staged(document: &str, files: &[(&str, &str)]) -> (PathBuf, PathBuf) {
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    let stage = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    let copy = stage.join(original.file_name().unwrap());
    let start = copy.with_extension("in");
    let _ = fs::remove_dir_all(&start);
    fs::create_dir_all(&start).unwrap();
    // That this folder is there makes trycmd play the story in a fresh copy of the other one.
    fs::create_dir_all(copy.with_extension("out")).unwrap();
    for (name, text) in files {
        fs::write(start.join(name), text).unwrap();
    }
    fs::copy(&original, &copy).unwrap();
    (original, copy)
}

/// Takes new answers back into the document, also when there were any: trycmd then fails once.
struct TakeBack {
    original: PathBuf,
    copy: PathBuf,
}

impl Drop for TakeBack {
    fn drop(&mut self) {
        if std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite") {
            let _ = fs::copy(&self.copy, &self.original);
        }
    }
}

/// Types everything in a document.
fn play(document: &str, files: &[(&str, &str)]) {
    let (original, copy) = staged(document, files);
    let cases = trycmd::TestCases::new();
    cases.register_bin("taizhang", Path::new(env!("CARGO_BIN_EXE_taizhang")));
    for (name, value) in [
        ("TAIZHANG_TODAY", TODAY),
        ("NO_COLOR", "1"),
        ("COLUMNS", "100"),
        // What the tester's own shell may have set.
        ("TAIZHANG_LEDGER", ""),
        ("TAIZHANG_BY", ""),
        ("TAIZHANG_ASCII", ""),
    ] {
        cases.env(name, value);
    }
    let story = TakeBack { original, copy };
    cases.case(&story.copy);
    cases.run();
}

#[test]
fn the_handbook_answers_as_printed() {
    let evidence = "党组会议题审核单\n送达日期：会前三日\n核对：办公室\n";
    play("examples/handbook.md", &[("反馈意见.txt", FEEDBACK), ("议题审核单.txt", evidence)]);
}

#[test]
fn the_readme_answers_as_printed() {
    play("README.md", &[("反馈意见.txt", FEEDBACK)]);
}
