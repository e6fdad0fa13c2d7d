//! Where in the tree of categories a row stands: bands across the table, and category columns inside of them.

use super::block::add_source;
use super::reference;
use crate::domain::item::{ItemKind, Origin};
use crate::intake::marker::{self, Style};
use crate::intake::plan::{LeftOut, PlannedItem};
use crate::intake::wording;
use crate::zh::{label, own_table};
use std::collections::HashMap;

/// A band of a table of ours.
#[derive(Debug)]
struct Heading {
    words: String,
    place: String,
    /// Whether it stands for a category of the columns, or for what is in none.
    named: bool,
}

/// The categories of the row that is being read.
#[derive(Debug, Default)]
pub(super) struct Categories {
    /// Bands, outermost first: the style of their numbering and their item.
    bands: Vec<(Option<Style>, usize)>,
    /// The words of the category columns, as they last stood.
    path: Vec<String>,
    /// What `path` leads to.
    innermost: Option<usize>,
    /// Categories by the one above and their folded words.
    known: HashMap<(Option<usize>, String), usize>,
    /// What the bands say of the origin.
    origin: Option<Origin>,
    /// The band that names the issue from which those below it stem: 由第3条举一反三.
    stems: Option<String>,
    /// The rows are opinions of the inspecting body.
    opinions: bool,
    /// The bands of a table of ours, which names the categories in columns, too: they bring the numbers.
    headings: Vec<Heading>,
}

impl Categories {
    /// The innermost category of the present row.
    pub(super) fn current(&self) -> Option<usize> {
        self.innermost.or_else(|| self.bands.last().map(|(_, item)| *item))
    }

    /// The origin of issues below the present bands, where these name one.
    pub(super) const fn origin(&self) -> Option<Origin> {
        self.origin
    }

    /// The present band's words, where they name what issues below it stem from.
    pub(super) fn stems(&self) -> Option<&str> {
        self.stems.as_deref()
    }

    /// Whether the present band says that its rows are opinions.
    pub(super) const fn of_opinions(&self) -> bool {
        self.opinions
    }

    /// A band across the table: a chapter of its own, or one below the last chapter of another numbering.
    pub(super) fn band(&mut self, words: &str, place: &str, items: &mut Vec<PlannedItem>) {
        let bare = words.trim_start_matches(|c: char| !c.is_alphabetic() || "一二三四五六七八九十".contains(c));
        self.opinions = label::from_words(bare) == Some(ItemKind::Opinion);
        if self.opinions {
            // They stand beside the issues and below no category.
            self.bands.clear();
            self.path.clear();
            (self.innermost, self.origin, self.stems) = (None, None, None);
            return;
        }
        let style = marker::read(words).filter(|marker| marker.style.is_numbered()).map(|marker| marker.style);
        if let Some(level) = self.bands.iter().position(|(known, _)| *known == style) {
            self.bands.truncate(level);
        }
        let above = self.bands.last().map(|(_, item)| *item);
        let item = self.item(above, words, place, items);
        self.bands.push((style, item));
        self.path.clear();
        self.innermost = None;
        let names = reference::names_source(words);
        self.stems = if names { Some(words.to_owned()) } else { self.stems.take().filter(|_| self.bands.len() > 1) };
        self.origin = if words.contains("举一反三") {
            Some(Origin::Extension)
        } else if words.contains("自查") {
            Some(Origin::SelfCheck)
        } else {
            self.origin.filter(|_| self.bands.len() > 1)
        };
    }

    /// The category columns of a row, outermost first; a blank one repeats what stood above, as long as those before it do.
    pub(super) fn columns(&mut self, cells: &[String], place: &str, items: &mut Vec<PlannedItem>) {
        if cells.iter().all(String::is_empty) {
            return;
        }
        let mut path: Vec<String> = Vec::with_capacity(cells.len());
        let mut same = true;
        for (level, cell) in cells.iter().enumerate() {
            if cell.is_empty() {
                path.push(if same { self.path.get(level).cloned().unwrap_or_default() } else { String::new() });
            } else {
                same &= self.path.get(level) == Some(cell);
                path.push(cell.clone());
            }
        }
        if path == self.path {
            return;
        }
        let mut above = self.bands.last().map(|(_, item)| *item);
        for words in path.iter().filter(|words| !words.is_empty()) {
            // The band may be repeated beside its rows, for sorting.
            if above.is_some_and(|above| wording::folded(&items[above].text) == wording::folded(words)) {
                continue;
            }
            above = Some(self.item(above, words, place, items));
        }
        self.path = path;
        self.innermost = above;
    }

    /// A band of a table of ours.
    pub(super) fn heading(&mut self, words: String, place: String) {
        let named = matches!(
            words.as_str(),
            own_table::OPINIONS | own_table::UNSORTED | own_table::CASES | own_table::WITHDRAWN
        );
        self.headings.push(Heading { words, place, named });
    }

    /// The bands of a table of ours that name no category of its columns: somebody wrote them there.
    pub(super) fn unnamed(&mut self) -> Vec<LeftOut> {
        let unnamed = std::mem::take(&mut self.headings).into_iter().filter(|heading| !heading.named);
        unnamed.map(|heading| LeftOut { place: heading.place, text: heading.words }).collect()
    }

    /// The category columns of a row of a table of ours: as they stand, and none where they are blank.
    pub(super) fn literal(&mut self, cells: &[String], place: &str, items: &mut Vec<PlannedItem>) {
        let mut above = None;
        for words in cells.iter().filter(|words| !words.is_empty()) {
            let key = (above, words.clone());
            let item = *self.known.entry(key).or_insert_with(|| {
                let mut item = PlannedItem::new(ItemKind::Category, Origin::Feedback, words.clone(), place);
                item.parent = above;
                item.source_text.clone_from(words);
                let heading = self.headings.iter_mut().rev().find(|heading| heading.words.ends_with(words.as_str()));
                if let Some(heading) = heading {
                    heading.named = true;
                    let number = heading.words[..heading.words.len() - words.len()].trim();
                    item.source_no = Some(number).filter(|number| !number.is_empty()).map(ToOwned::to_owned);
                    item.source_text.clone_from(&heading.words);
                }
                items.push(item);
                items.len() - 1
            });
            above = Some(item);
        }
        (self.innermost, self.path) = (above, Vec::new());
    }

    fn item(&mut self, above: Option<usize>, words: &str, place: &str, items: &mut Vec<PlannedItem>) -> usize {
        let len = marker::read(words).filter(|marker| marker.style.is_numbered()).map_or(0, |marker| marker.len);
        let text = wording::category(&wording::tidy(&words[len..]));
        let text = if text.is_empty() { words.trim().to_owned() } else { text };
        let key = (above, wording::folded(&text));
        if let Some(item) = self.known.get(&key) {
            if !items[*item].source_text.contains(words) {
                add_source(&mut items[*item], words);
            }
            return *item;
        }
        let mut item = PlannedItem::new(ItemKind::Category, Origin::Feedback, text, place);
        item.parent = above;
        item.source_no = Some(words[..len].trim().to_owned()).filter(|no| !no.is_empty());
        words.clone_into(&mut item.source_text);
        items.push(item);
        self.known.insert(key, items.len() - 1);
        items.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_nest_by_their_numbering_and_columns_below_them() {
        let mut items = Vec::new();
        let mut categories = Categories::default();
        categories.band("一、党的建设方面", "第3行", &mut items);
        categories.band("（一）政治建设", "第4行", &mut items);
        categories.columns(&["学习".to_owned(), "制度".to_owned()], "第5行", &mut items);
        categories.columns(&[String::new(), "落实".to_owned()], "第6行", &mut items);
        categories.band("（二）组织建设", "第7行", &mut items);
        categories.band("二、审判执行方面", "第8行", &mut items);
        let tree: Vec<(&str, Option<usize>)> = items.iter().map(|item| (item.text.as_str(), item.parent)).collect();
        assert_eq!(
            tree,
            [
                ("党的建设", None),
                ("政治建设", Some(0)),
                ("学习", Some(1)),
                ("制度", Some(2)),
                ("落实", Some(2)),
                ("组织建设", Some(0)),
                ("审判执行", None),
            ]
        );
        assert_eq!(categories.current(), Some(6));
    }

    #[test]
    fn a_category_that_comes_again_is_the_same() {
        let mut items = Vec::new();
        let mut categories = Categories::default();
        for words in ["党的建设", "审判执行", "党的建设"] {
            categories.columns(&[words.to_owned()], "第1行", &mut items);
        }
        assert_eq!(items.len(), 2);
        assert_eq!(categories.current(), Some(0));
    }
}
