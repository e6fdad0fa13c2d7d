//! Automatic numbering: what Word shows in front of a paragraph that says only “level 2 of list 5”.
//!
//! A list (`w:num`) is an instance of a definition (`w:abstractNum`); instances of one definition count on together, and an
//! instance that overrides a start counts anew where it is first used. Which list a paragraph is in may come from its
//! style, or from a style that one is based on; which level, from the level that names the style.

use super::Trouble;
use super::label;
use super::style::{NumRef, Styles};
use super::xml::{Space, Tag, Xml};
use std::collections::{HashMap, HashSet};

const LEVELS: usize = 9;

/// More definitions of lists than any document has.
const MAX_DEFINITIONS: usize = 4_000;

/// More lists than any document has: Word makes a new one for each restart.
const MAX_LISTS: usize = 20_000;

/// The longest pattern of a label, in characters; Word itself allows fewer.
const MAX_PATTERN: usize = 64;

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2`: text with the numbers of levels.
    pattern: String,
    /// The level, from 1, whose use makes this one begin anew; 0 for never.
    restart: Option<u32>,
    /// Whether every number in it is written in digits.
    legal: bool,
    /// Whether nothing stands between label and words.
    joined: bool,
    /// The paragraph style that is numbered by this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 0,
            format: "decimal".to_owned(),
            pattern: String::new(),
            restart: None,
            legal: false,
            joined: false,
            style: None,
        }
    }
}

#[derive(Debug, Default)]
struct Definition {
    levels: [Option<Box<Level>>; LEVELS],
    /// The numbering style that this definition is.
    style: Option<String>,
    /// The numbering style where the definition really stands.
    stands_in: Option<String>,
    counters: [Option<u32>; LEVELS],
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Box<Level>>; LEVELS],
}

/// What stands in front of a paragraph's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// 一、 1. （1）
    pub(super) text: String,
    /// Whether the words follow without a blank.
    pub(super) joined: bool,
}

impl Label {
    /// The label and the words behind it, as a typed heading would stand there.
    pub(super) fn before(&self, words: &str) -> String {
        let digits = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
        // A bare number would be read as part of the words.
        let mark = if self.text.chars().all(digits) { "." } else { "" };
        // So would a mark with a numeral right behind it: 1. and 5名干部, 一、 and 二审.
        let runs_on = words.starts_with(|c: char| digits(c) || "一二三四五六七八九十".contains(c));
        let blank = if self.joined && mark.is_empty() && !runs_on { "" } else { " " };
        format!("{}{mark}{blank}{words}", self.text)
    }
}

/// A list, its definition, and a level of it.
type Belongs = (u32, u32, usize);

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<u32, List>,
    definitions: HashMap<u32, Definition>,
    /// Levels of lists that were used, for starts that count at the first use only.
    used: HashSet<(u32, usize)>,
    /// Where paragraphs of a style and with properties belong, once found out.
    resolved: HashMap<(Option<String>, NumRef), Option<Belongs>>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(text: &str) -> Result<Self, Trouble> {
        let mut numbering = Self::default();
        Xml::new(text).children(|xml, root| {
            if root.word() != "numbering" {
                return Ok(());
            }
            xml.children(|xml, tag| match tag.word() {
                "abstractNum" => numbering.add_definition(xml, tag),
                "num" => numbering.add_list(xml, tag),
                _ => Ok(()),
            })
        })?;
        Ok(numbering)
    }

    fn add_definition(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(), Trouble> {
        let mut definition = Definition::default();
        let id = identity(tag, "abstractNumId");
        xml.children(|xml, tag| {
            match tag.word() {
                "lvl" => {
                    if let Some(at) = level_number(tag) {
                        definition.levels[at] = Some(Box::new(level(xml)?));
                    }
                }
                "styleLink" => definition.style = tag.val(),
                "numStyleLink" => definition.stands_in = tag.val(),
                _ => {}
            }
            Ok(())
        })?;
        if self.definitions.len() >= MAX_DEFINITIONS {
            return Err(Trouble::TooManyDefinitions);
        }
        if let Some(id) = id {
            self.definitions.insert(id, definition);
        }
        Ok(())
    }

    fn add_list(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(), Trouble> {
        let mut list = List::default();
        let mut definition = None;
        let id = identity(tag, "numId");
        xml.children(|xml, tag| match tag.word() {
            "abstractNumId" => {
                definition = tag.number().and_then(|number| u32::try_from(number).ok());
                Ok(())
            }
            "lvlOverride" => {
                let Some(at) = level_number(tag) else { return Ok(()) };
                xml.children(|xml, tag| {
                    match tag.word() {
                        "startOverride" => list.starts[at] = tag.number().map(clamp),
                        "lvl" => list.levels[at] = Some(Box::new(level(xml)?)),
                        _ => {}
                    }
                    Ok(())
                })
            }
            _ => Ok(()),
        })?;
        if self.lists.len() >= MAX_LISTS {
            return Err(Trouble::TooManyDefinitions);
        }
        if let (Some(id), Some(definition)) = (id, definition) {
            list.definition = definition;
            self.lists.insert(id, list);
        }
        Ok(())
    }

    /// Counts a paragraph and gives its label; none when it is in no list, or has a bullet.
    pub(super) fn next(&mut self, styles: &Styles, style: Option<&str>, own: NumRef) -> Option<Label> {
        let key = (style.map(str::to_owned), own);
        let resolved = match self.resolved.get(&key) {
            Some(resolved) => *resolved,
            None => {
                let resolved = self.resolve(styles, style, own);
                self.resolved.insert(key, resolved);
                resolved
            }
        };
        let (list_id, definition_id, at) = resolved?;
        let list = self.lists.get(&list_id)?;
        let definition = self.definitions.get_mut(&definition_id)?;
        let Definition { levels, counters, .. } = definition;
        let level = |at: usize| list.levels[at].as_deref().or(levels[at].as_deref());
        let start = |at: usize| list.starts[at].or(level(at).map(|level| level.start)).unwrap_or(0);
        let used_first = self.used.insert((list_id, at));
        counters[at] = Some(match counters[at] {
            Some(last) if !(used_first && list.starts[at].is_some()) => last.saturating_add(1),
            _ => start(at),
        });
        for (below, counter) in counters.iter_mut().enumerate().skip(at + 1) {
            let restart = level(below).and_then(|level| level.restart);
            if restart.is_none_or(|restart| u32::try_from(at).is_ok_and(|at| at < restart)) {
                *counter = None;
            }
        }
        let own = level(at)?;
        let text = written(own, |of| {
            let format = level(of).map_or("decimal", |level| level.format.as_str());
            let number = counters[of].unwrap_or_else(|| start(of));
            label::write(if own.legal { "decimal" } else { format }, number)
        })?;
        Some(Label { text, joined: own.joined }).filter(|label| !label.text.is_empty())
    }

    /// The list, definition and level of a paragraph of that style with these properties.
    fn resolve(&self, styles: &Styles, style: Option<&str>, own: NumRef) -> Option<Belongs> {
        let inherited = || styles.chain(style).find_map(|(_, style)| style.num.num);
        let list_id = own.num.or_else(inherited).filter(|num| *num != 0)?;
        let definition_id = self.definition_of(styles, list_id)?;
        let list = self.lists.get(&list_id)?;
        let definition = self.definitions.get(&definition_id)?;
        let at = own.level.unwrap_or_else(|| {
            // Nearest style first: the level that names it, else the one it names.
            let named = |id: &str| {
                (0..LEVELS).find(|at| {
                    let level = list.levels[*at].as_ref().or(definition.levels[*at].as_ref());
                    level.is_some_and(|level| level.style.as_deref() == Some(id))
                })
            };
            styles.chain(style).find_map(|(id, style)| named(id).or(style.num.level)).unwrap_or(0)
        });
        Some((list_id, definition_id, at))
    }

    /// The definition that counts for a list, found through numbering styles where the list's own is only a reference.
    fn definition_of(&self, styles: &Styles, list: u32) -> Option<u32> {
        const MOST_STEPS: usize = 8;
        let mut at = self.lists.get(&list)?.definition;
        for _ in 0..MOST_STEPS {
            let Some(style) = self.definitions.get(&at)?.stands_in.as_deref() else { return Some(at) };
            let through_style = styles
                .chain(Some(style))
                .find_map(|(_, style)| style.num.num)
                .and_then(|num| self.lists.get(&num))
                .map(|list| list.definition)
                .filter(|found| *found != at);
            // Equal links are resolved to the lowest number, so that two runs give one answer.
            let by_link = || {
                let linked = self.definitions.iter().filter(|(_, found)| found.style.as_deref() == Some(style));
                linked.map(|(id, _)| *id).min()
            };
            at = through_style.or_else(by_link)?;
        }
        None
    }
}

/// Puts the numbers into a level's pattern; none for a bullet.
fn written(own: &Level, number: impl Fn(usize) -> Option<String>) -> Option<String> {
    if own.format == "bullet" {
        return None;
    }
    let mut text = String::new();
    let mut chars = own.pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek().and_then(|next| next.to_digit(10))) {
            ('%', Some(level @ 1..=9)) => {
                chars.next();
                text.push_str(&number(level as usize - 1).unwrap_or_default());
            }
            _ => text.push(c),
        }
    }
    Some(text.trim().to_owned())
}

fn identity(tag: &Tag<'_>, name: &str) -> Option<u32> {
    tag.get(name)?.trim().parse().ok()
}

fn level_number(tag: &Tag<'_>) -> Option<usize> {
    identity(tag, "ilvl").and_then(|at| usize::try_from(at).ok()).filter(|at| *at < LEVELS)
}

fn clamp(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

fn level(xml: &mut Xml<'_>) -> Result<Level, Trouble> {
    let mut level = Level::default();
    xml.children(|xml, tag| match (tag.space, tag.name()) {
        // A format that only newer programs know stands beside one that all know.
        (Space::Compatibility, "AlternateContent") => xml.children(|xml, tag| {
            if tag.name() != "Fallback" {
                return Ok(());
            }
            xml.children(|_, tag| {
                level.set(tag);
                Ok(())
            })
        }),
        _ => {
            level.set(tag);
            Ok(())
        }
    })?;
    Ok(level)
}

impl Level {
    fn set(&mut self, tag: &Tag<'_>) {
        match tag.word() {
            "start" => self.start = tag.number().map_or(0, clamp),
            "numFmt" => self.format = tag.val().unwrap_or_default(),
            "lvlText" => self.pattern = tag.val().unwrap_or_default().chars().take(MAX_PATTERN).collect(),
            "lvlRestart" => self.restart = tag.number().map(clamp),
            "isLgl" => self.legal = tag.is_on(),
            "suff" => self.joined = tag.val().as_deref() == Some("nothing"),
            "pStyle" => self.style = tag.val(),
            _ => {}
        }
    }
}
