//! taizhang as a library: opens a ledger and lists what is late.
//!
//! `cargo run --example library_use -- taizhang-demo/taizhang.db 2025-10-10`. The library has no clock: the day is the
//! caller's to say.

#![allow(clippy::print_stdout, reason = "an example shows something")]

use std::{error::Error, path::Path};
use taizhang::{
    domain::{Day, figures::Grouping, filter::Filter},
    report::{ReportError, Scope, overdue::Overdue},
    store::{Ledger, Mode, query::rule::OverdueSection},
};

/// One line for each item that was late on `day`, in the office's order of departments.
pub(crate) fn late_items(path: &Path, day: Day) -> Result<Vec<String>, ReportError> {
    let ledger = Ledger::open(path, Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = Filter::default();
        let scope = Scope::new(reader, &mut filter, day)?;
        let report = Overdue { scope: &scope, filter: &filter, group: Grouping::Department, within: 30, limit: None };
        let mut lines = Vec::new();
        report.each(OverdueSection::Late, |_, row| {
            let department = row.departments.first().map_or("未分工", String::as_str);
            lines.push(format!("{} {} {department} 逾期{}天", row.code, row.text, row.days_late));
            Ok(())
        })?;
        Ok(lines)
    })
}

#[allow(dead_code, reason = "the tests take this file in as a module and call what stands above")]
fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [path, day] = &args[..] else { return Err("usage: library_use LEDGER DAY".into()) };
    for line in late_items(Path::new(path), day.parse()?)? {
        println!("{line}");
    }
    Ok(())
}
