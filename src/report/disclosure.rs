//! What public papers may print (公开范围).

use super::Result;
use crate::{
    domain::{event::DisclosureSubject, item::Item},
    store::Reader,
};

/// The words that a public paper prints of an item: its wording for the public, else its own words where they are 可公开, else
/// nothing. Every public paper asks here.
///
/// # Errors
/// When the ledger cannot be read.
pub fn public_text(reader: &Reader<'_>, item: &Item) -> Result<Option<String>> {
    let facts = reader.disclosure_of(DisclosureSubject::Item(item.id))?;
    Ok(facts.and_then(|facts| facts.public_text(&item.text).map(ToOwned::to_owned)))
}
