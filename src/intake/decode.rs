//! Bytes to text: finds the encoding, refuses what is no text, takes out characters that do not belong on a page.

use super::plan::Note;
use super::{IntakeError, Options};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The largest file that is read: far more than any paper, little enough to hold in memory several times.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// A file's text, cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, lines ended by `\n`, without control, zero-width and bidi characters.
    pub text: String,
    /// The encoding it was in.
    pub encoding: &'static str,
    /// What was taken out.
    pub notes: Vec<Note>,
}

/// Decodes a file: byte order mark, else the encoding that was named, else strict UTF-8, else strict GB18030.
///
/// # Errors
/// When the file is too large, holds zero bytes without a mark, or fits no encoding.
pub fn decode(name: &str, bytes: &[u8], options: &Options) -> Result<Decoded, IntakeError> {
    if bytes.len() > MAX_BYTES {
        return Err(IntakeError::TooLarge { name: name.to_owned(), size: bytes.len(), limit: MAX_BYTES });
    }
    let (raw, encoding) = to_text(name, bytes, options)?;
    let (text, notes) = clean(&raw);
    Ok(Decoded { text, encoding: encoding.name(), notes })
}

fn to_text(name: &str, bytes: &[u8], options: &Options) -> Result<(String, &'static Encoding), IntakeError> {
    let strict = |encoding: &'static Encoding, bytes: &[u8]| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| (text.into_owned(), encoding))
    };
    let wrong = |encoding: &'static Encoding| IntakeError::WrongEncoding {
        name: name.to_owned(),
        encoding: encoding.name().to_owned(),
    };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]).ok_or_else(|| wrong(encoding));
    }
    if let Some(label) = &options.encoding {
        let encoding = Encoding::for_label(label.trim().as_bytes())
            .ok_or_else(|| IntakeError::UnknownEncoding { name: name.to_owned(), label: label.clone() })?;
        return strict(encoding, bytes).ok_or_else(|| wrong(encoding));
    }
    if let Some(encoding) = of_tag(bytes) {
        return strict(encoding, bytes).ok_or_else(|| wrong(encoding));
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(IntakeError::ZeroByte { name: name.to_owned(), at: at + 1 });
    }
    strict(UTF_8, bytes).or_else(|| strict(GB18030, bytes)).ok_or_else(|| unknown(name, bytes))
}

/// UTF-16 without a mark, where the text opens with a tag: `<` beside a zero byte and a letter after it can be nothing else.
fn of_tag(bytes: &[u8]) -> Option<&'static Encoding> {
    let opens = |low: usize| {
        let mut units = bytes.chunks_exact(2).map(|unit| (unit[low], unit[1 - low]));
        let first = units.find(|(low, high)| *high != 0 || !low.is_ascii_whitespace());
        let tag = |c: u8| c.is_ascii_alphabetic() || matches!(c, b'!' | b'?');
        first == Some((b'<', 0)) && units.next().is_some_and(|(low, high)| high == 0 && tag(low))
    };
    if opens(0) { Some(UTF_16LE) } else { opens(1).then_some(UTF_16BE) }
}

/// A text's beginning in UTF-8, when it opens with a tag in UTF-16, with a mark or without; none otherwise.
pub(super) fn tag_of_utf16(head: &[u8]) -> Option<String> {
    let (encoding, mark) = match Encoding::for_bom(head) {
        Some((encoding, mark)) => (Some(encoding).filter(|found| *found != UTF_8)?, mark),
        None => (of_tag(head)?, 0),
    };
    Some(encoding.decode_without_bom_handling(&head[mark..]).0.into_owned())
}

/// Whether bytes that bear no mark are no text at all: in no encoding do words come with control characters, or as a mixture of
/// all the scripts of the world.
#[must_use]
pub fn is_no_text(bytes: &[u8]) -> bool {
    const LOOKED_AT: usize = 64 * 1024;
    if Encoding::for_bom(bytes).is_some() {
        return false;
    }
    let head = &bytes[..bytes.len().min(LOOKED_AT) & !1];
    let controls =
        head.iter().filter(|byte| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A));
    if controls.count() == 0 {
        return false;
    }
    // The low or the high half of a character of UTF-16 may be any byte; whether it is one, the characters tell.
    let is_written = |c: &char| {
        c.is_ascii_graphic()
            || matches!(c, ' ' | '\t' | '\n' | '\r' | '·' | '×' | '\u{2010}'..='\u{203B}' | '\u{2460}'..='\u{2473}'
                | '\u{3000}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FFE5}')
    };
    let reads = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling(head).0;
        let (all, written) = (text.chars().count(), text.chars().filter(is_written).count());
        written * 10 >= all * 9
    };
    !reads(UTF_16LE) && !reads(UTF_16BE)
}

/// Says on which line each encoding breaks: a file put together from two is mended there.
fn unknown(name: &str, bytes: &[u8]) -> IntakeError {
    let name = name.to_owned();
    let lines = || bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let first = |breaks: &dyn Fn(&[u8]) -> bool| lines().position(breaks).map(|at| at + 1);
    let no_utf8 = |line: &[u8]| std::str::from_utf8(line).is_err();
    let no_gb = |line: &[u8]| GB18030.decode_without_bom_handling_and_without_replacement(line).is_none();
    // Chinese in UTF-8 often passes for GBK, hardly ever the other way round: what is good UTF-8 is UTF-8.
    let is_utf8 = |line: &[u8]| !line.is_ascii() && !no_utf8(line);
    // Where every line fits one of the two, the file is a mixture of them: neither uses a line feed inside a character.
    if !lines().any(|line| no_utf8(line) && no_gb(line))
        && let (Some(utf8), Some(gb)) = (first(&is_utf8), first(&no_utf8))
    {
        return IntakeError::MixedText { name, utf8, gb };
    }
    IntakeError::UnknownText { name, line: first(&|line| no_utf8(line) && no_gb(line)).unwrap_or(1) }
}

/// Whether a character has no place on a page: controls, zero-width and bidi characters can hide words from a reader.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Makes every line end `\n` and takes hidden characters out, with one note when there were any.
#[must_use]
pub fn clean(raw: &str) -> (String, Vec<Note>) {
    let mut text = String::with_capacity(raw.len());
    let (mut line, mut removed, mut first) = (1_usize, 0_usize, None);
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    chars.next();
                }
                text.push('\n');
                line += 1;
            }
            // Word's manual line break, a page break, and Unicode's own separators end a line, too.
            '\n' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                text.push('\n');
                line += 1;
            }
            c if is_hidden(c) => {
                removed += 1;
                first.get_or_insert(line);
            }
            c => text.push(c),
        }
    }
    let notes = first
        .map(|line| Note {
            place: format!("第{line}行"),
            reason: format!("去除了 {removed} 个看不见的控制字符、零宽字符或双向排版字符，首个在此行"),
        })
        .into_iter()
        .collect();
    (text, notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Decoded, IntakeError> {
        decode("样本.txt", bytes, &Options::default())
    }

    #[test]
    fn encodings_are_found_out_in_order() {
        let gb = GB18030.encode("整改方案").0.into_owned();
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend("整改方案".encode_utf16().flat_map(u16::to_le_bytes));
        for (bytes, encoding) in [
            ("整改方案".as_bytes(), "UTF-8"),
            ("\u{FEFF}整改方案".as_bytes(), "UTF-8"),
            (gb.as_slice(), "gb18030"),
            (utf16.as_slice(), "UTF-16LE"),
        ] {
            let decoded = read(bytes).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), ("整改方案", encoding));
            assert!(decoded.notes.is_empty());
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_to_do() {
        for (bytes, words) in [(&b"a\0b\0"[..], "--encoding"), (b"\x80\x81\xff\xff", "--encoding")] {
            let message = read(bytes).unwrap_err().to_string();
            assert!(message.contains(words) && message.contains("样本.txt"), "{message}");
        }
    }

    #[test]
    fn a_mixture_of_encodings_is_told_by_the_lines_where_each_breaks() {
        let gb = GB18030.encode("第二行是GBK，卷宗装订不齐").0.into_owned();
        let mixed = ["第一行是UTF-8，台账登记不全x\r\n".as_bytes(), &gb, "\r\n三\n".as_bytes()].concat();
        let error = read(&mixed).unwrap_err();
        assert_eq!(error, IntakeError::MixedText { name: "样本.txt".to_owned(), utf8: 1, gb: 2 });
        let message = error.to_string();
        assert!(message.contains("第 2 行") && message.contains("另存为"), "{message}");
        // A line that fits neither is named, whatever stands in the others.
        let error = read(b"\xe5\x8f\xb0\n\x80\xff\xff\n").unwrap_err();
        assert_eq!(error, IntakeError::UnknownText { name: "样本.txt".to_owned(), line: 2 });
    }

    #[test]
    fn a_named_encoding_is_taken_at_its_word() {
        let big5 = encoding_rs::BIG5.encode("整改").0.into_owned();
        let with =
            |label: &str| decode("a", &big5, &Options { encoding: Some(label.to_owned()), ..Options::default() });
        assert_eq!(with("big5").unwrap().text, "整改");
        assert!(matches!(with("utf-8"), Err(IntakeError::WrongEncoding { .. })));
        assert!(matches!(with("火星文"), Err(IntakeError::UnknownEncoding { .. })));
    }

    #[test]
    fn hidden_characters_are_taken_out_with_one_note() {
        let decoded = read("一\r\n二\u{202E}三\u{0}".replace('\0', "\u{7}").as_bytes()).unwrap();
        assert_eq!(decoded.text, "一\n二三");
        assert_eq!(decoded.notes.len(), 1);
        assert_eq!(decoded.notes[0].place, "第2行");
        assert!(decoded.notes[0].reason.contains("2 个"));
    }

    #[test]
    fn a_file_over_the_limit_is_refused() {
        assert!(matches!(read(&vec![b'a'; MAX_BYTES + 1]), Err(IntakeError::TooLarge { .. })));
    }
}
