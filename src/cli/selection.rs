//! Placeholder until the writing verbs land.

use super::{Result, desk::Desk};
use crate::service::select::Wanted;

#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Selection {
    /// 责任部门
    #[arg(long)]
    dept: Vec<String>,
    /// 类别
    #[arg(long)]
    kind: Vec<String>,
}

impl Selection {
    pub(super) fn wanted(&self, desk: &Desk, codes: Vec<String>) -> Result<Wanted> {
        Ok(Wanted {
            round: desk.round().map(str::to_owned),
            codes,
            departments: self.dept.clone(),
            kinds: self.kind.iter().filter_map(|k| crate::zh::label::from_words(k)).collect(),
            ..Wanted::default()
        })
    }
}
