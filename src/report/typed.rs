//! A page's round, day and conditions as people type them: a command that somebody copies from a page finds what the page shows.

use super::{Result, Scope};
use crate::{
    domain::{
        Day,
        filter::Filter,
        ids::{ItemId, PartyId},
        item::{ItemKind, Origin},
        lifecycle::Light,
        round::SignOff,
    },
    zh::label::all_of,
};

/// What a command must say besides its own words.
#[derive(Debug, Clone)]
pub struct Typed {
    round: String,
    day: Day,
    kinds: Vec<ItemKind>,
    origins: Vec<Origin>,
    lights: Vec<Light>,
    due_after: Option<Day>,
    due_before: Option<Day>,
    /// All other conditions, as flags.
    rest: String,
}

impl Typed {
    /// The conditions of a filter. Whose turn it is (`next`) became a list of items in it, and is named instead of them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(scope: &Scope<'_>, filter: &Filter, next: &[SignOff]) -> Result<Self> {
        let reader = scope.reader;
        let names = |ids: &[PartyId]| -> Result<Vec<String>> {
            let mut names = ids.iter().map(|id| Ok(reader.party(*id)?.name)).collect::<Result<Vec<_>>>()?;
            // One name may stand for several parties.
            names.dedup();
            Ok(names)
        };
        let categories = |ids: &[ItemId]| -> Result<Vec<String>> {
            ids.iter().map(|id| Ok(scope.code_of(&reader.item(*id)?))).collect()
        };
        let mut rest = String::new();
        flag(&mut rest, "category", &categories(&filter.categories)?.join("、"));
        flag(&mut rest, "type", &all_of(&filter.types));
        flag(&mut rest, "progress", &all_of(&filter.progress));
        flag(&mut rest, "closure", &all_of(&filter.closures));
        flag(&mut rest, "next-step", &all_of(next));
        for (name, ids) in [("leader", &filter.leaders), ("dept", &filter.departments), ("person", &filter.persons)] {
            names(ids)?.iter().for_each(|party| flag(&mut rest, name, party));
        }
        flag(&mut rest, "text", filter.text.as_deref().unwrap_or_default());
        flag(&mut rest, "disclosed", &all_of(&filter.disclosures));
        for (name, asked) in [
            ("unratified", filter.unratified_only),
            ("repeated", filter.repeated),
            ("unfiled", filter.filing.is_some()),
        ] {
            if asked {
                rest.push_str(&format!(" --{name}"));
            }
        }
        let mut round = String::new();
        // Several rounds are those that are open, which a command finds without being told.
        if let [only] = scope.rounds.as_slice() {
            flag(&mut round, "round", &only.key);
        }
        Ok(Self {
            round,
            day: scope.as_of.day,
            kinds: filter.kinds.clone(),
            origins: filter.origins.clone(),
            lights: filter.lights.clone(),
            due_after: filter.due_after,
            due_before: filter.due_before,
            rest,
        })
    }

    /// The same of one kind, and of one origin.
    #[must_use]
    pub fn of(&self, kind: ItemKind, origin: Option<Origin>) -> Self {
        let mut typed = Self { kinds: vec![kind], ..self.clone() };
        if let Some(origin) = origin {
            typed.origins = vec![origin];
        }
        typed
    }

    /// The same of what is open and due on one day.
    #[must_use]
    pub fn due_on(&self, day: Day) -> Self {
        let mut typed = Self { due_after: Some(day), due_before: Some(day), ..self.clone() };
        if typed.lights.is_empty() {
            typed.lights = Light::ALL.iter().copied().filter(|light| *light != Light::Done).collect();
        }
        typed
    }

    /// A command about what the page shows, on the page's day.
    #[must_use]
    pub fn command(&self, words: &str) -> String {
        let mut typed = format!("{} --as-of {}", self.in_round(words), self.day);
        for (name, value) in [
            ("kind", all_of(&self.kinds)),
            ("origin", all_of(&self.origins)),
            ("light", all_of(&self.lights)),
            ("due-after", self.due_after.map(|day| day.to_string()).unwrap_or_default()),
            ("due-before", self.due_before.map(|day| day.to_string()).unwrap_or_default()),
        ] {
            flag(&mut typed, name, &value);
        }
        typed + &self.rest
    }

    /// A command about the page's round that knows neither day nor conditions.
    #[must_use]
    pub fn in_round(&self, words: &str) -> String {
        format!("taizhang {words}{}", self.round)
    }
}

/// Adds a flag with its value, if it has one.
fn flag(typed: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        // What begins like a flag is a value only where it does not stand apart.
        let joint = if value.starts_with('-') { '=' } else { ' ' };
        typed.push_str(&format!(" --{name}{joint}{}", quoted(value)));
    }
}

/// A value as shells take it for one word, whatever it holds.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.:、·（）《》〔〕".contains(c);
    if value.chars().all(plain) {
        value.to_owned()
    } else if !value.contains(['"', '$', '`', '\\', '!', '%']) {
        format!("\"{value}\"")
    } else {
        format!("'{}'", value.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_one_word_and_runs_nothing() {
        for (value, typed) in [
            ("立案庭", "立案庭"),
            ("红、黄", "红、黄"),
            ("2025巡察:C1.2", "2025巡察:C1.2"),
            ("机关 党委", "\"机关 党委\""),
            ("a;b", "\"a;b\""),
            ("$(rm x)", "'$(rm x)'"),
            ("他说\"不\"'好'", "'他说\"不\"'\\''好'\\'''"),
        ] {
            assert_eq!(quoted(value), typed);
        }
    }
}
