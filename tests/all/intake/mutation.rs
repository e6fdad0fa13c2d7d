//! Samples changed at random, for every reader: bytes flipped, cut, doubled and exchanged, in the file as it stands and inside
//! the parts of a package before it is packed again. Whatever comes of it is a plan or a sentence, in time.
//!
//! A stand-in for the fuzz targets (`fuzz/`) that runs everywhere. `TAIZHANG_MUTATIONS` raises the number of cases,
//! `TAIZHANG_MUTATION_SEED` begins elsewhere; a failure names the seed and sample that bring it back.

use super::docx::package;
use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use taizhang::intake::{Options, read};

/// SplitMix64: numbers that are random enough to break things, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }

    fn of<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }
}

type Parts = Vec<(String, Vec<u8>)>;

struct Sample {
    name: String,
    bytes: Vec<u8>,
    /// What is in it, when it is a package.
    parts: Parts,
}

fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    for folder in ["tests/data/intake", "examples/papers"] {
        let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
            if ["docx", "xlsx", "xls", "ods", "csv", "txt"].contains(&ending.as_str()) {
                let bytes = std::fs::read(&path).unwrap();
                let parts = unpacked(&bytes);
                samples.push(Sample { name: path.file_name().unwrap().to_string_lossy().into_owned(), bytes, parts });
            }
        }
    }
    samples.sort_by(|a, b| a.name.cmp(&b.name));
    samples
}

fn unpacked(bytes: &[u8]) -> Parts {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut inside = Vec::new();
        part.read_to_end(&mut inside).unwrap();
        parts.push((String::from_utf8_lossy(part.name_raw()).into_owned(), inside));
    }
    parts
}

/// What readers look for, and numbers at the edges of their types.
const PIECES: [&str; 40] = [
    "0",
    "-1",
    "255",
    "65536",
    "2147483648",
    "4294967295",
    "99999999999999999999",
    "1e308",
    "NaN",
    "",
    "<w:p>",
    "</w:p>",
    "<w:r><w:t>",
    "</w:t></w:r>",
    "<w:tbl><w:tr><w:tc>",
    "</w:tc></w:tr></w:tbl>",
    "<w:vMerge/>",
    r#"<w:gridSpan w:val="70000"/>"#,
    r#"<w:numId w:val="1"/>"#,
    r#"<w:ilvl w:val="8"/>"#,
    "<w:ins>",
    "<w:del>",
    r#"<w:fldChar w:fldCharType="begin"/>"#,
    "<w:txbxContent>",
    "<mc:AlternateContent><mc:Choice>",
    "%1.%2",
    "&#0;",
    "&lt;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?",
    "<!DOCTYPE a>",
    "\u{FEFF}",
    "\u{202E}",
    "一、",
    "（二）",
    "整改措施：",
    "\0",
];

fn change(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let run = chance.below(64).min(bytes.len() - at.min(bytes.len()));
        match chance.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 if at < bytes.len() => bytes[at] = u8::try_from(chance.below(256)).unwrap(),
            2 => drop(bytes.drain(at..at + run)),
            3 => {
                let again = bytes[at..at + run].repeat(1 + chance.below(40));
                drop(bytes.splice(at..at, again));
            }
            4 => drop(bytes.splice(at..at + run.min(8), chance.of(&PIECES).bytes())),
            5 if !other.is_empty() => {
                let from = chance.below(other.len());
                let to = (from + chance.below(400)).min(other.len());
                drop(bytes.splice(at..at + run, other[from..to].iter().copied()));
            }
            6 => {
                // A number becomes another one.
                let digits = bytes[at..].iter().position(u8::is_ascii_digit).map(|ahead| at + ahead);
                if let Some(from) = digits {
                    let len = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    drop(bytes.splice(from..from + len, chance.of(&PIECES[..9]).bytes()));
                }
            }
            7 if chance.below(10) == 0 => bytes.truncate(at),
            _ => {}
        }
    }
}

/// The element that begins at or behind `at`, from its first byte to behind its last.
fn element(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let open = |from: usize| bytes[from] == b'<' && bytes.get(from + 1).is_some_and(u8::is_ascii_alphabetic);
    let from = (at.min(bytes.len())..bytes.len()).find(|from| open(*from))?;
    let mut depth = 0_usize;
    let mut here = from;
    loop {
        let end = here + bytes[here..].iter().position(|byte| *byte == b'>')?;
        match (bytes.get(here + 1)?, bytes[end - 1]) {
            (b'/', _) => depth = depth.checked_sub(1)?,
            (b'?' | b'!', _) | (_, b'/') => {}
            _ => depth += 1,
        }
        if depth == 0 {
            return Some((from, end + 1));
        }
        here = end + bytes[end..].iter().position(|byte| *byte == b'<')?;
    }
}

/// Takes whole elements out, doubles them, and puts them elsewhere: what comes of it is still XML.
fn change_elements(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    let Some((from, to)) = element(bytes, chance.below(bytes.len())) else { return };
    match chance.below(5) {
        0 => drop(bytes.drain(from..to)),
        1 => {
            let again = bytes[from..to].repeat(1 + chance.below(30));
            bytes.splice(to..to, again);
        }
        2 => {
            let moved: Vec<u8> = bytes[from..to].to_vec();
            if let Some((_, behind)) = element(bytes, chance.below(bytes.len())) {
                bytes.splice(behind..behind, moved);
            }
        }
        3 => {
            if let Some((first, last)) = element(other, chance.below(other.len())) {
                bytes.splice(from..to, other[first..last].iter().copied());
            }
        }
        _ => {
            // The value of an attribute becomes an edge of its type, or another word.
            let Some(open) = bytes[from..to].windows(2).position(|pair| pair == b"=\"").map(|ahead| from + ahead + 2)
            else {
                return;
            };
            let Some(close) = bytes[open..to].iter().position(|byte| *byte == b'"') else { return };
            bytes.splice(open..open + close, chance.of(&PIECES[..10]).bytes());
        }
    }
}

fn mutated(sample: &Sample, other: &Sample, chance: &mut Chance) -> Vec<u8> {
    if sample.parts.is_empty() || chance.below(5) == 0 {
        let mut bytes = sample.bytes.clone();
        change(&mut bytes, &other.bytes, chance);
        return bytes;
    }
    let mut parts = sample.parts.clone();
    for _ in 0..=chance.below(2) {
        let at = chance.below(parts.len());
        let from: &[u8] = if other.parts.is_empty() { &other.bytes } else { &chance.of(&other.parts).1 };
        if parts[at].1.starts_with(b"<") && chance.below(3) > 0 {
            for _ in 0..=chance.below(5) {
                change_elements(&mut parts[at].1, from, chance);
            }
        } else {
            change(&mut parts[at].1, from, chance);
        }
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    package(&parts)
}

fn number(variable: &str, otherwise: u64) -> u64 {
    #[expect(clippy::disallowed_methods, reason = "a test may be told how long to go on")]
    let told = std::env::var(variable).ok();
    told.map_or(otherwise, |told| told.parse().unwrap())
}

#[test]
fn changed_samples_end_in_a_plan_or_a_sentence() {
    let samples = samples();
    let first = number("TAIZHANG_MUTATION_SEED", 1);
    let (mut read_well, mut refused, mut longest) = (0, 0, Duration::ZERO);
    for seed in first..first + number("TAIZHANG_MUTATIONS", 400) {
        let mut chance = Chance(seed);
        let (sample, other) = (chance.of(&samples), chance.of(&samples));
        let bytes = mutated(sample, other, &mut chance);
        let begun = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| read(&sample.name, &bytes, &Options::default())));
        let spent = begun.elapsed();
        longest = longest.max(spent);
        let back = format!("TAIZHANG_MUTATION_SEED={seed} TAIZHANG_MUTATIONS=1 ({})", sample.name);
        assert!(spent < Duration::from_secs(60), "{back}: {spent:?}");
        match result {
            Ok(Ok(plan)) => {
                read_well += 1;
                assert_eq!(plan.codes().len(), plan.items.len(), "{back}");
                assert!(
                    plan.items.iter().enumerate().all(|(at, item)| item.parent.is_none_or(|above| above < at)),
                    "{back}"
                );
            }
            Ok(Err(error)) => {
                refused += 1;
                let message = error.to_string();
                assert!(message.starts_with(&sample.name) && message.ends_with('。'), "{back}: {message}");
            }
            Err(_) => panic!("{back} panicked"),
        }
    }
    println!("{read_well} read, {refused} refused, the longest took {longest:?}");
    assert!(read_well + refused > 0);
}
