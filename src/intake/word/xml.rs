//! The pull reader under the Word reader: names with their namespace, bounded depth, no DTD and no entities of its own.

use super::Trouble;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;
use std::borrow::Cow;

/// How deep elements may nest: a table in a text box in a table takes about thirty.
const MAX_DEPTH: usize = 256;

/// The namespaces that the reader knows; older and ISO-strict names count as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::intake) enum Space {
    /// WordprocessingML.
    Word,
    /// Alternatives for older programs.
    Compatibility,
    /// Formulas.
    Math,
    /// Lists of relations between parts.
    Relations,
    /// Pictures, shapes and everything else.
    Other,
}

/// An element that begins.
#[derive(Debug)]
pub(in crate::intake) struct Tag<'a> {
    pub(in crate::intake) space: Space,
    start: BytesStart<'a>,
}

impl Tag<'_> {
    /// Its name without a prefix.
    pub(in crate::intake) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// Its name when it is WordprocessingML; empty otherwise, so that it matches nothing.
    pub(in crate::intake) fn word(&self) -> &str {
        if self.space == Space::Word { self.name() } else { "" }
    }

    /// An attribute by its name without a prefix.
    pub(in crate::intake) fn get(&self, name: &str) -> Option<String> {
        let found = self
            .start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|found| found.key.local_name().into_inner() == name)?;
        quick_xml::escape::unescape(&found.value).ok().map(Cow::into_owned)
    }

    /// The attribute `val`, which most of WordprocessingML says what it says in.
    pub(in crate::intake) fn val(&self) -> Option<String> {
        self.get("val")
    }

    /// The attribute `val` as a number.
    pub(in crate::intake) fn number(&self) -> Option<i64> {
        self.val()?.trim().parse().ok()
    }

    /// Whether a property that is switched by its mere presence is on.
    pub(in crate::intake) fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// What comes next in a part.
#[derive(Debug)]
pub(in crate::intake) enum Token<'a> {
    /// An element begins; its `Close` always follows.
    Open(Tag<'a>),
    /// The innermost open element ends.
    Close,
    /// Characters.
    Text(Cow<'a, str>),
    /// The part ends.
    End,
}

/// A part, read from front to back.
pub(in crate::intake) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    pub(in crate::intake) fn new(text: &'a str) -> Self {
        let mut reader = NsReader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Self { reader, depth: 0 }
    }

    /// The next token. Comments, processing instructions and the declaration are passed over.
    pub(in crate::intake) fn next(&mut self) -> Result<Token<'a>, Trouble> {
        loop {
            let (space, event) = self.reader.read_resolved_event().map_err(|_| Trouble::NotXml)?;
            let space = space_of(&space);
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(Trouble::TooDeep);
                    }
                    return Ok(Token::Open(Tag { space, start }));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Token::Close);
                }
                Event::Text(text) => return Ok(Token::Text(text.xml10_content())),
                Event::CData(text) => return Ok(Token::Text(text.xml10_content())),
                Event::GeneralRef(entity) => return Ok(Token::Text(Cow::Owned(resolve(&entity)?))),
                Event::DocType(_) => return Err(Trouble::Dtd),
                Event::Eof if self.depth > 0 => return Err(Trouble::NotXml),
                Event::Eof => return Ok(Token::End),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// Passes over the rest of the element that was opened last.
    pub(in crate::intake) fn skip(&mut self) -> Result<(), Trouble> {
        let target = self.depth.saturating_sub(1);
        while self.depth > target {
            if matches!(self.next()?, Token::End) {
                break;
            }
        }
        Ok(())
    }

    /// Goes through the children of the element that was opened last (at the very start: the part's one element).
    ///
    /// `each` gets each child and must take it to its end, by reading its children or by `skip`.
    pub(in crate::intake) fn children<F>(&mut self, mut each: F) -> Result<(), Trouble>
    where
        F: FnMut(&mut Self, &Tag<'a>) -> Result<(), Trouble>,
    {
        loop {
            match self.next()? {
                Token::Open(tag) => {
                    let depth = self.depth;
                    each(self, &tag)?;
                    // What was not read is passed over, so that no caller can lose its place.
                    if self.depth == depth {
                        self.skip()?;
                    }
                }
                Token::Text(_) => {}
                Token::Close | Token::End => return Ok(()),
            }
        }
    }

    /// The characters directly in the element that was opened last; elements in it are passed over.
    pub(in crate::intake) fn text(&mut self) -> Result<String, Trouble> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Token::Text(more) => text.push_str(&more),
                Token::Open(_) => self.skip()?,
                Token::Close | Token::End => return Ok(text),
            }
        }
    }
}

fn space_of(found: &ResolveResult<'_>) -> Space {
    let ResolveResult::Bound(Namespace(name)) = found else { return Space::Other };
    match *name {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
        "http://schemas.openxmlformats.org/package/2006/relationships" => Space::Relations,
        _ => Space::Other,
    }
}

/// The five entities of XML itself and characters by number; anything else would need a DTD.
fn resolve(entity: &quick_xml::events::BytesRef<'_>) -> Result<String, Trouble> {
    if let Some(c) = entity.resolve_char_ref().map_err(|_| Trouble::NotXml)? {
        return Ok(c.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(entity).map(str::to_owned).ok_or(Trouble::Dtd)
}
