//! Characters out of symbol fonts (`w:sym`), as characters that every font has.

/// What stands for a symbol that has no counterpart here.
pub(super) const UNKNOWN: char = '□';

/// Reads a symbol; none when its font's drawing at that place is not known.
pub(super) fn read(font: Option<&str>, code: Option<&str>) -> Option<char> {
    let code = u32::from_str_radix(code?.trim(), 16).ok()?;
    // Symbol fonts stand in the private area, at F000 and what they drew in the old days of 256 characters.
    if !(0xF000..=0xF0FF).contains(&code) {
        return char::from_u32(code).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c));
    }
    let at = code - 0xF000;
    match (font.unwrap_or_default().to_ascii_lowercase().as_str(), at) {
        ("wingdings", 0x81..=0x8A) => char::from_u32('①' as u32 + at - 0x81),
        ("wingdings", 0x8C..=0x95) => char::from_u32('❶' as u32 + at - 0x8C),
        ("wingdings", 0xFC) | ("wingdings 2", 0x50) => Some('✓'),
        ("wingdings", 0xFB) | ("wingdings 2", 0x4F) => Some('✗'),
        ("wingdings", 0xFE) | ("wingdings 2", 0x52) => Some('☑'),
        ("wingdings", 0xFD) | ("wingdings 2", 0x51 | 0x53 | 0x54) => Some('☒'),
        ("wingdings", 0x6F | 0x70 | 0x71 | 0x72 | 0xA8) | ("wingdings 2", 0xA3) => Some('□'),
        ("wingdings", 0x6E | 0xA7) => Some('■'),
        ("wingdings", 0x6C | 0x9F) | ("symbol", 0xB7) => Some('●'),
        ("wingdings", 0x75) => Some('◆'),
        ("wingdings", 0xAB) => Some('★'),
        ("wingdings", 0xE0 | 0xF0) | ("symbol", 0xAE) => Some('→'),
        ("symbol", 0xA3) => Some('≤'),
        ("symbol", 0xB3) => Some('≥'),
        ("symbol", 0xB4) => Some('×'),
        ("symbol", 0xB1) => Some('±'),
        ("symbol", 0xB0) => Some('°'),
        // Below these signs the font Symbol has letters and digits where ASCII has them.
        ("symbol", 0x20 | 0x28..=0x2F | 0x30..=0x3B) => char::from_u32(at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn symbols_become_characters_of_every_font() {
        for (font, code, c) in [
            ("Wingdings", "F0FC", Some('✓')),
            ("Wingdings", "F081", Some('①')),
            ("Wingdings 2", "F052", Some('☑')),
            ("Symbol", "F0B3", Some('≥')),
            ("宋体", "2460", Some('①')),
            ("Wingdings", "F021", None),
            ("宋体", "E123", None),
            ("宋体", "FFFFFFFF", None),
            ("宋体", "", None),
        ] {
            assert_eq!(read(Some(font), Some(code)), c, "{font} {code}");
        }
    }
}
