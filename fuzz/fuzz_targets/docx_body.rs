//! The body of a Word file: the fuzzer writes `document.xml`, and behind a zero byte `numbering.xml` and `styles.xml`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use taizhang::intake::{Options, read};
use zip::write::{SimpleFileOptions, ZipWriter};

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["word/document.xml", "word/numbering.xml", "word/styles.xml"] {
        if let Some(part) = parts.next() {
            let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
            writer.start_file(name, stored).expect("a new name");
            writer.write_all(part).expect("memory");
        }
    }
    let package = writer.finish().expect("memory").into_inner();
    if let Ok(plan) = read("样本.docx", &package, &Options::default()) {
        assert_eq!(plan.codes().len(), plan.items.len());
    }
});
