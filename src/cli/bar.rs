//! How far something long is: on standard error, on a terminal only, and only when it takes longer than a second.

use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::{self, IsTerminal as _},
    time::{Duration, Instant},
};

/// What is quicker than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// A progress bar that may never appear.
pub(super) struct Bar {
    doing: &'static str,
    total: usize,
    begun: Instant,
    bar: Option<ProgressBar>,
}

impl Bar {
    /// `doing` says in a word what goes on: 导入.
    pub(super) fn new(doing: &'static str, total: usize) -> Self {
        Self { doing, total, begun: Instant::now(), bar: None }
    }

    pub(super) fn tick(&mut self, done: usize) {
        if self.bar.is_none() && self.begun.elapsed() > PATIENCE && io::stderr().is_terminal() {
            let bar = ProgressBar::new(self.total as u64);
            if let Ok(style) =
                ProgressStyle::with_template(&format!("{} {{bar:30}} {{pos}}/{{len}} 项，约剩 {{eta}}", self.doing))
            {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(done as u64);
        }
    }

    pub(super) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
