//! The package: the parts of a Word document in a zip, the long one streamed.
//!
//! Nothing in it depends on clock or machine: the same page gives the same bytes.

use super::{profile::Profile, style, xml};
use crate::{domain::Day, render::grid::misuse};
use std::io::{self, Write as _};
use zip::{
    CompressionMethod, DateTime, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

/// So much of the document is collected before it is packed.
const BATCH: usize = 1 << 16;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/><Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/></Relationships>"#;

const APP: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>taizhang</Application></Properties>"#;

const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#;

/// A document that is being packed.
pub(super) struct Package<'w> {
    /// None once it is finished.
    zip: Option<ZipWriter<StreamWriter<&'w mut dyn io::Write>>>,
    /// What of the document was not packed yet.
    pub(super) body: String,
}

fn failed(error: zip::result::ZipError) -> io::Error {
    match error {
        zip::result::ZipError::Io(error) => error,
        other => io::Error::other(other),
    }
}

impl<'w> Package<'w> {
    /// A package to be written there, with everything in it that does not depend on the page.
    pub(super) fn new(out: &'w mut dyn io::Write, profile: &Profile) -> io::Result<Self> {
        let mut package =
            Self { zip: Some(ZipWriter::new_stream(out)), body: String::with_capacity(BATCH + BATCH / 4) };
        package.part("[Content_Types].xml", CONTENT_TYPES)?;
        package.part("_rels/.rels", RELATIONS)?;
        package.part("word/_rels/document.xml.rels", DOCUMENT_RELATIONS)?;
        package.part("word/styles.xml", &style::styles(profile))?;
        package.part("word/settings.xml", style::SETTINGS)?;
        package.part("word/fontTable.xml", &style::font_table(profile))?;
        package.part("word/footer1.xml", &style::footer(profile, false))?;
        package.part("word/footer2.xml", &style::footer(profile, true))?;
        package.part("docProps/app.xml", APP)?;
        package.begin("word/document.xml")?;
        package.body.push_str(DOCUMENT);
        Ok(package)
    }

    fn zip(&mut self) -> io::Result<&mut ZipWriter<StreamWriter<&'w mut dyn io::Write>>> {
        self.zip.as_mut().ok_or_else(|| misuse("the page is finished"))
    }

    fn begin(&mut self, name: &str) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        self.zip()?.start_file(name, options).map_err(failed)
    }

    fn part(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.begin(name)?;
        self.zip()?.write_all(text.as_bytes())
    }

    /// Whether what was collected is worth packing.
    pub(super) const fn is_full(&self) -> bool {
        self.body.len() >= BATCH
    }

    /// Packs what was collected, once it is worth it.
    pub(super) fn pass_on(&mut self) -> io::Result<()> {
        if self.is_full() { self.pack() } else { Ok(()) }
    }

    fn pack(&mut self) -> io::Result<()> {
        let body = std::mem::take(&mut self.body);
        self.zip()?.write_all(body.as_bytes())?;
        self.body = body;
        self.body.clear();
        Ok(())
    }

    pub(super) const fn is_finished(&self) -> bool {
        self.zip.is_none()
    }

    /// Ends the document and the package.
    pub(super) fn finish(&mut self, title: &str, day: Option<Day>) -> io::Result<()> {
        self.body.push_str("</w:body></w:document>");
        self.pack()?;
        self.part("docProps/core.xml", &core(title, day))?;
        let zip = self.zip.take().ok_or_else(|| misuse("the page is finished"))?;
        zip.finish().map_err(failed)?.into_inner().flush()
    }
}

/// What the file says of itself; of time only the day that the page speaks of.
fn core(title: &str, day: Option<Day>) -> String {
    let days = day.map_or_else(String::new, |day| {
        ["created", "modified"]
            .map(|what| format!(r#"<dcterms:{what} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{what}>"#))
            .concat()
    });
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title>{days}</cp:coreProperties>"#,
        xml::text(title)
    )
}
