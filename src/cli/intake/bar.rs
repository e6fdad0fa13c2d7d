//! How far a long paper is: on standard error, on a terminal only, and only when it takes longer than a second.

use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::{self, IsTerminal as _},
    time::{Duration, Instant},
};

/// What is quicker than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// A progress bar that may never appear.
pub(super) struct Bar {
    total: usize,
    begun: Instant,
    bar: Option<ProgressBar>,
}

impl Bar {
    pub(super) fn new(total: usize) -> Self {
        Self { total, begun: Instant::now(), bar: None }
    }

    pub(super) fn tick(&mut self, done: usize) {
        if self.bar.is_none() && self.begun.elapsed() > PATIENCE && io::stderr().is_terminal() {
            let bar = ProgressBar::new(self.total as u64);
            if let Ok(style) = ProgressStyle::with_template("导入 {bar:30} {pos}/{len} 项，约剩 {eta}") {
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
