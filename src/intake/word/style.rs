//! Styles, as far as they number, hide or list: what a paragraph inherits that its own properties do not say.

use super::Trouble;
use super::xml::{Tag, Xml};
use std::collections::HashMap;

/// More styles than any template defines.
const MAX_STYLES: usize = 20_000;

/// A reference to a list: which one and which of its levels, each of which may be inherited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct NumRef {
    /// The list; 0 takes a paragraph out of every list.
    pub(super) num: Option<u32>,
    /// Its level, from 0.
    pub(super) level: Option<usize>,
}

impl NumRef {
    /// Reads `w:numPr`.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self, Trouble> {
        let mut found = Self::default();
        xml.children(|_, tag| {
            match tag.word() {
                "numId" => found.num = tag.number().and_then(|number| u32::try_from(number).ok()),
                "ilvl" => {
                    found.level = tag.number().and_then(|level| usize::try_from(level).ok()).map(|level| level.min(8));
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// How many styles may stand on each other; Word itself stops at fewer.
const MAX_CHAIN: usize = 50;

/// One style.
#[derive(Debug, Default)]
pub(super) struct Style {
    name: String,
    based_on: Option<String>,
    /// The list it numbers by.
    pub(super) num: NumRef,
    hidden: Option<bool>,
    /// Whether it hides its text and whether it is one of a table of contents, of its own or by inheritance. Asked for
    /// every paragraph, so answered once.
    inherited: (bool, bool),
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default_paragraph: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(text: &str) -> Result<Self, Trouble> {
        let mut styles = Self::default();
        Xml::new(text).children(|xml, root| {
            if root.word() != "styles" {
                return Ok(());
            }
            xml.children(|xml, tag| if tag.word() == "style" { styles.add(xml, tag) } else { Ok(()) })
        })?;
        let inherited: Vec<(String, (bool, bool))> = styles
            .by_id
            .keys()
            .map(|id| {
                let hides = styles.chain(Some(id)).find_map(|(_, style)| style.hidden).unwrap_or(false);
                let lists = styles.chain(Some(id)).any(|(_, style)| style.name.starts_with("toc "));
                (id.clone(), (hides, lists))
            })
            .collect();
        for (id, answers) in inherited {
            if let Some(style) = styles.by_id.get_mut(&id) {
                style.inherited = answers;
            }
        }
        Ok(styles)
    }

    fn add(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(), Trouble> {
        let Some(id) = tag.get("styleId") else { return Ok(()) };
        let is_default = matches!(tag.get("default").as_deref(), Some("1" | "true" | "on"));
        if is_default && tag.get("type").as_deref() == Some("paragraph") {
            self.default_paragraph = Some(id.clone());
        }
        let mut style = Style::default();
        xml.children(|xml, tag| match tag.word() {
            "name" => {
                style.name = tag.val().unwrap_or_default().to_lowercase();
                Ok(())
            }
            "basedOn" => {
                style.based_on = tag.val();
                Ok(())
            }
            "pPr" => xml.children(|xml, tag| {
                if tag.word() == "numPr" {
                    style.num = NumRef::read(xml)?;
                }
                Ok(())
            }),
            "rPr" => xml.children(|_, tag| {
                if tag.word() == "vanish" {
                    style.hidden = Some(tag.is_on());
                }
                Ok(())
            }),
            _ => Ok(()),
        })?;
        if self.by_id.len() >= MAX_STYLES {
            return Err(Trouble::TooManyDefinitions);
        }
        self.by_id.insert(id, style);
        Ok(())
    }

    /// A style and those it is based on, nearest first; a circle of styles ends where a chain has to.
    pub(super) fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let mut next = id;
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.by_id.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(MAX_CHAIN)
    }

    /// The style of a paragraph that names this one, or none.
    pub(super) fn of_paragraph<'s>(&'s self, named: Option<&'s str>) -> Option<&'s str> {
        named.or(self.default_paragraph.as_deref())
    }

    /// Whether text of this style is hidden.
    pub(super) fn hides(&self, id: Option<&str>) -> bool {
        id.and_then(|id| self.by_id.get(id)).is_some_and(|style| style.inherited.0)
    }

    /// Whether this style is one of a table of contents.
    pub(super) fn is_contents(&self, id: Option<&str>) -> bool {
        id.and_then(|id| self.by_id.get(id)).is_some_and(|style| style.inherited.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_that_stand_on_each_other_end_where_a_chain_has_to() {
        let styles = Styles::read(
            r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
            <w:style w:type="paragraph" w:styleId="a" w:default="1"><w:name w:val="Normal"/><w:basedOn w:val="c"/></w:style>
            <w:style w:styleId="b"><w:basedOn w:val="a"/><w:rPr><w:vanish/></w:rPr></w:style>
            <w:style w:styleId="c"><w:name w:val="TOC 1"/><w:basedOn w:val="b"/><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
            </w:styles>"#,
        )
        .unwrap();
        assert_eq!(styles.chain(Some("a")).map(|(id, _)| id).take(4).collect::<Vec<_>>(), ["a", "c", "b", "a"]);
        assert_eq!(styles.chain(Some("a")).count(), MAX_CHAIN);
        assert_eq!(styles.of_paragraph(None), Some("a"));
        assert!(styles.hides(Some("a")) && styles.is_contents(Some("b")) && !styles.hides(Some("nix")));
        let num = styles.chain(Some("c")).next().unwrap().1.num;
        assert_eq!(num, NumRef { num: Some(7), level: Some(8) });
    }
}
