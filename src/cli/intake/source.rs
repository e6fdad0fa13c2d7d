//! A file as it was read, and its plan as the service takes it.

use super::super::{Result, error::CliError};
use crate::{
    domain::{event::StatedFigure, party::Role},
    intake::{
        IntakeError, Options,
        decode::MAX_BYTES,
        exported,
        plan::{PaperKind, Plan, PlannedItem},
        read,
    },
    service::{
        paper::{OnConflict, Paper, PaperItem, Target},
        roster::NameChoices,
    },
    store::journal::sha256_hex,
};
use std::{fs::File, io::Read as _, path::Path};

/// So much of a file tells whether it is a ledger of ours.
const HEAD: u64 = 512;

/// One file that was read.
pub(in crate::cli) struct Source {
    /// Its name without folders.
    pub(in crate::cli) name: String,
    /// What it would bring.
    pub(in crate::cli) plan: Plan,
    sha256: String,
    bytes: u64,
}

impl Source {
    /// Reads a file into its plan. Never more of it than a paper can hold.
    pub(in crate::cli) fn read(path: &Path, options: &Options) -> Result<Self> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let failed = |error: std::io::Error| CliError::file(path, &error);
        let size = CliError::unless_regular(path)?.len();
        let mut file = File::open(path).map_err(failed)?;
        let mut bytes = Vec::new();
        file.by_ref().take(HEAD).read_to_end(&mut bytes).map_err(failed)?;
        // A ledger of ours says of itself what people's papers say in words and pictures.
        let limit = if exported::is_document(&bytes) { exported::MAX_BYTES } else { MAX_BYTES };
        if size > limit as u64 {
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            return Err(IntakeError::TooLarge { name, size, limit }.into());
        }
        file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
        Self::of_bytes(name, &bytes, options)
    }

    /// Reads the bytes of a file into its plan.
    pub(super) fn of_bytes(name: String, bytes: &[u8], options: &Options) -> Result<Self> {
        let plan = read(&name, bytes, options)?;
        Ok(Self { name, plan, sha256: sha256_hex(bytes), bytes: bytes.len() as u64 })
    }

    /// The plan as it is recorded.
    pub(super) fn paper(&self, into: Target, choices: NameChoices) -> Paper<'_> {
        let stated = self.plan.stated.iter().map(|figure| StatedFigure {
            words: figure.words.clone(),
            what: figure.what.key().to_owned(),
            number: figure.number,
            found: figure.found,
        });
        Paper {
            into,
            name: self.name.clone(),
            sha256: self.sha256.clone(),
            bytes: self.bytes,
            kind: self.plan.paper.key().to_owned(),
            tells_results: self.plan.paper == PaperKind::Report,
            stated: stated.collect(),
            items: self.plan.items.iter().map(item).collect(),
            choices,
            declare_all: false,
            on_conflict: OnConflict::Stop,
            unit: None,
            in_table: !self.plan.tables.is_empty() || self.plan.header.settings.is_some(),
            filed_on: None,
            meetings: self.plan.header.meetings.clone(),
            meeting: None,
            approval: None,
        }
    }
}

/// Who is to answer for a planned item, by role.
pub(in crate::cli) fn roles(planned: &PlannedItem) -> Vec<(Role, &[String])> {
    // The first leader leads, further ones assist.
    let (leading, behind) = planned.leaders.split_at(planned.leaders.len().min(1));
    let assisting = if planned.co_leaders.is_empty() { behind } else { planned.co_leaders.as_slice() };
    let roles = [
        (Role::Leader, leading),
        (Role::CoLeader, assisting),
        (Role::Department, planned.departments.as_slice()),
        (Role::CoDepartment, planned.co_departments.as_slice()),
        (Role::Person, planned.persons.as_slice()),
    ];
    roles.into_iter().filter(|(_, names)| !names.is_empty()).collect()
}

fn item(planned: &PlannedItem) -> PaperItem<'_> {
    PaperItem {
        kind: planned.kind,
        origin: planned.origin,
        item_type: planned.item_type,
        text: &planned.text,
        goal: planned.goal.as_deref(),
        source_no: planned.source_no.as_deref(),
        number: planned.number,
        code: planned.code.clone(),
        place: &planned.place,
        words: &planned.source_text,
        parent: planned.parent,
        stems_from: planned.stems_from,
        answers: &planned.answers,
        related: &planned.related,
        roles: roles(planned),
        deadline: planned.deadline_raw.as_deref(),
        situation: planned.situation.as_deref(),
        reported: planned.reported.as_deref(),
    }
}
