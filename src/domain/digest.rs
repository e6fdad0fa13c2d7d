//! Short codes for what is printed on paper: 80 bits of a SHA-256, in an alphabet that cannot be misread.

use sha2::{Digest as _, Sha256};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// 80 bits in base32, four groups of four: `9F3K-…`. Leaves out I, L, O and U.
#[must_use]
pub fn groups(bits: u128) -> String {
    let mut code = String::new();
    for at in 0..16_u32 {
        if at > 0 && at % 4 == 0 {
            code.push('-');
        }
        let five = (bits >> (75 - 5 * at)) & 31;
        code.push(char::from(ALPHABET[usize::try_from(five).unwrap_or_default()]));
    }
    code
}

/// The short code of some fields, each with its length before it: no field can borrow from its neighbour.
#[must_use]
pub fn short<'f>(tag: &'f str, fields: impl IntoIterator<Item = &'f str>) -> String {
    let mut hasher = Sha256::new();
    for field in std::iter::once(tag).chain(fields) {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    let bits = hasher.finalize().iter().take(10).fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    groups(bits)
}

/// Reads a short code as it is typed from paper: case, blanks, dashes and O for 0, I or L for 1 are forgiven.
#[must_use]
pub fn read(text: &str) -> Option<String> {
    let letters: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !"-－—–".contains(*c))
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let known = letters.len() == 16 && letters.bytes().all(|letter| ALPHABET.contains(&letter));
    known.then(|| (0..4).map(|g| &letters[g * 4..g * 4 + 4]).collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_stable_and_no_field_borrows_from_its_neighbour() {
        let code = short("t/1", ["甲", "乙"]);
        assert_eq!(code, short("t/1", ["甲", "乙"]));
        assert_eq!(code.len(), 19);
        for other in
            [short("t/2", ["甲", "乙"]), short("t/1", ["甲乙", ""]), short("t/1", ["甲乙"]), short("t/1", ["乙", "甲"])]
        {
            assert_ne!(code, other);
        }
        assert_eq!(groups(0), "0000-0000-0000-0000");
        assert_eq!(groups((1 << 80) - 1), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for (typed, read_as) in [
            ("9F3K-0011-ZZZZ-ABCD", Some("9F3K-0011-ZZZZ-ABCD")),
            (" 9f3kOOil zzzz abcd ", Some("9F3K-0011-ZZZZ-ABCD")),
            ("9F3K－0011－ZZZZ－ABCD", Some("9F3K-0011-ZZZZ-ABCD")),
            ("9F3K-0011-ZZZZ", None),
            ("9F3K-0011-ZZZZ-ABCU", None),
            ("审批表", None),
            ("", None),
        ] {
            assert_eq!(read(typed).as_deref(), read_as, "{typed}");
        }
    }
}
