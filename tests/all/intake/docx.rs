//! Word files made in a test: packages of hand-written parts.

use std::io::{Cursor, Write as _};
use zip::write::{SimpleFileOptions, ZipWriter};

/// The namespaces that hand-written parts name.
pub(crate) const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

/// A zip of these parts.
pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A complete Word file of this body, these styles and these lists, as LibreOffice and Word open it, too.
pub(crate) fn docx(body: &str, styles: &str, numbering: &str) -> Vec<u8> {
    docx_with(body, styles, numbering, &[])
}

/// The same with further parts: the kind of their relation, their file, their root element.
pub(crate) fn docx_with(body: &str, styles: &str, numbering: &str, more: &[(&str, &str, &str)]) -> Vec<u8> {
    const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let types = format!(
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{MAIN}.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="{MAIN}.numbering+xml"/></Types>"#
    );
    let top = format!(
        r#"<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{KIND}/officeDocument" Target="word/document.xml"/></Relationships>"#
    );
    let below = format!(
        r#"<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{KIND}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{KIND}/numbering" Target="numbering.xml"/>{}</Relationships>"#,
        more.iter().enumerate().fold(String::new(), |all, (at, (kind, file, _))| {
            format!(r#"{all}<Relationship Id="rIdM{at}" Type="{KIND}/{kind}" Target="{file}"/>"#)
        })
    );
    let document = format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>");
    let styles = format!("<w:styles {SPACES}>{styles}</w:styles>");
    let numbering = format!("<w:numbering {SPACES}>{numbering}</w:numbering>");
    let further: Vec<(String, &str)> =
        more.iter().map(|(_, file, content)| (format!("word/{file}"), *content)).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", top.as_bytes()),
        ("word/_rels/document.xml.rels", below.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
    ];
    parts.extend(further.iter().map(|(file, content)| (file.as_str(), content.as_bytes())));
    package(&parts)
}

/// Characters as XML holds them.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A paragraph with these properties.
pub(crate) fn paragraph(properties: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#, escaped(text))
}
