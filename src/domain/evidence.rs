//! Evidence (佐证材料): a file kept in the ledger, or a register entry for what may not be copied.

use crate::domain::Day;
use serde::{Deserialize, Serialize};

/// The largest file that is taken in, in bytes (20 MiB).
pub const MAX_FILE_BYTES: u64 = 20 * 1024 * 1024;

/// What is known of a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFacts {
    /// What it is called.
    pub title: String,
    /// The day the paper itself bears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_on: Option<Day>,
    /// The file, when one is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<EvidenceFile>,
    /// The register entry, when none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<RegisterEntry>,
}

/// A file whose bytes stand in the ledger under their hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    /// The file's name, without folders.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Where a paper is kept that may not be copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterEntry {
    /// Its number (文号、档号).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// How many pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Where it is kept.
    pub kept_at: String,
}
