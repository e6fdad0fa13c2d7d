//! What the first paragraphs say about the round: who inspected whom, from when to when, and the day of the feedback.

use super::plan::{Header, Note};
use crate::domain::Day;
use crate::domain::round::RoundKind;

/// How much of the text is looked at: leads are short, and a hostile text is long.
const REACH: usize = 24_000;

/// Reads the header from the text before the first item (`places` says where each of its lines stands), and the party group from the signature if the lead only says 我院.
pub(super) fn read(lead: &str, places: &[String], signature: &str) -> (Header, Vec<Note>) {
    let lead = first_bytes(lead, REACH);
    let mut header = Header { title: title(lead), ..Header::default() };
    let mut notes = Vec::new();
    header.round_kind = round_kind(lead);
    header.body = body(lead);
    header.party_group = party_group(lead, signature);
    let days = days(lead, places, &mut notes);
    if let Some(pair) = days.windows(2).find(|pair| is_range(&lead[pair[0].end..pair[1].start])) {
        header.onsite_from = Some(pair[0].day);
        header.onsite_to = Some(pair[1].day);
    }
    header.feedback_on = days
        .iter()
        .find(|found| {
            let sentence = sentence_after(&lead[found.end..]);
            sentence.contains("反馈") && header.onsite_from != Some(found.day) && header.onsite_to != Some(found.day)
        })
        .map(|found| found.day);
    (header, notes)
}

fn first_bytes(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn title(lead: &str) -> Option<String> {
    let first = lead.lines().next()?.trim_matches(|c: char| c.is_whitespace() || c == '|');
    let short = first.chars().take(61).count() <= 60;
    (short && !first.is_empty() && !first.contains(['。', '，', ',']) && super::marker::read(first).is_none())
        .then(|| first.to_owned())
}

/// The kind of round by the word that comes first.
fn round_kind(lead: &str) -> Option<RoundKind> {
    [
        ("巡察", RoundKind::Patrol),
        ("巡视", RoundKind::Inspection),
        ("审计", RoundKind::Audit),
        ("督查", RoundKind::Review),
        ("督察", RoundKind::Review),
        ("专项整治", RoundKind::Special),
    ]
    .into_iter()
    .filter_map(|(word, kind)| lead.find(word).map(|at| (at, kind)))
    .min_by_key(|(at, _)| *at)
    .map(|(_, kind)| kind)
}

/// The inspecting body: the first run of characters that ends in 巡察组, 巡视组 or the like and begins behind a clause.
fn body(lead: &str) -> Option<String> {
    // The fullest name is the one with a number (第三巡察组, 巡视八组); a bare 巡察组 is taken only if there is no other.
    let mut bare = None;
    for (at, word) in lead.match_indices("巡察").chain(lead.match_indices("巡视")).chain(lead.match_indices("审计局"))
    {
        let before = lead[..at].rsplit(|c: char| !is_name_char(c)).next().unwrap_or_default();
        let level = |words: &[&str]| words.iter().filter_map(|level| before.rfind(level)).max();
        let start = level(&["省委", "市委", "区委", "县委", "州委", "中央", "党委"])
            .or_else(|| level(&["省", "市", "区", "县"]));
        let Some(mut start) = start else { continue };
        // A place without a name belongs to the body's name: 某区委第一巡察组.
        while before[..start].ends_with('某') {
            start -= '某'.len_utf8();
        }
        let behind = &lead[at + word.len()..];
        let tail: String = if word == "审计局" {
            String::new()
        } else {
            let Some(group) = behind.find('组').filter(|end| *end <= 12 && behind[..*end].chars().all(is_ordinal))
            else {
                continue;
            };
            behind[..group + '组'.len_utf8()].to_owned()
        };
        let name = format!("{}{word}{tail}", &before[start..]);
        if name.chars().any(is_ordinal) || word == "审计局" {
            return Some(name);
        }
        bare.get_or_insert(name);
    }
    bare
}

fn is_name_char(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, '对' | '由' | '向' | '被' | '受')
}

fn is_ordinal(c: char) -> bool {
    c == '第' || c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

/// The inspected party group: 对X党组进行/开展, else the title 中共X党组关于…, else the signature 中共X党组.
fn party_group(lead: &str, signature: &str) -> Option<String> {
    for (at, _) in lead.match_indices('对') {
        let rest = first_bytes(&lead[at + '对'.len_utf8()..], 150);
        let Some(end) = rest.find(['进', '开', '，', ',', '。', '、']) else { continue };
        let name = rest[..end].trim();
        let acts = ["进行", "开展"].iter().any(|word| rest[end..].starts_with(word));
        let named = name.ends_with("党组") || name.ends_with("党委") || name.ends_with("委员会");
        if acts && named && !["我", "本", "院", "局", "该"].iter().any(|word| name.starts_with(word)) {
            return Some(name.to_owned());
        }
    }
    let titled = lead.lines().next().and_then(|title| title.trim().strip_prefix("中共")?.split_once("关于"));
    if let Some((name, _)) = titled
        && (name.ends_with("党组") || name.ends_with("委员会") || name.ends_with("党委"))
    {
        return Some(name.to_owned());
    }
    signature
        .lines()
        .rev()
        .map(|line| line.split_whitespace().next().unwrap_or_default())
        .find(|line| super::wording::is_signature(line) && line.starts_with("中共"))
        .map(|line| line.trim_start_matches("中共").to_owned())
}

/// A day in the text.
#[derive(Debug, Clone, Copy)]
struct Found {
    day: Day,
    start: usize,
    end: usize,
}

/// Days in order; a missing year is the year before it, or the next one when the day would otherwise run backwards.
fn days(text: &str, places: &[String], notes: &mut Vec<Note>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, mark) in text.match_indices('日') {
        let Some((start, year, month, day)) = day_before(&text[..at]) else {
            if let Some(lost) = lost_marks(&text[..at]) {
                notes.push(Note {
                    place: places.get(text[..at].matches('\n').count()).cloned().unwrap_or_default(),
                    reason: format!("“{lost}日”疑似脱漏“年”“月”，未当作日期"),
                });
            }
            continue;
        };
        let last = found.last().map(|found| found.day);
        let day = match (year, last) {
            (Some(year), _) => Day::from_ymd_opt(year, month, day),
            (None, Some(last)) => {
                use chrono::Datelike as _;
                Day::from_ymd_opt(last.year(), month, day)
                    .filter(|day| *day >= last)
                    .or_else(|| Day::from_ymd_opt(last.year() + 1, month, day))
            }
            (None, None) => None,
        };
        if let Some(day) = day {
            found.push(Found { day, start, end: at + mark.len() });
        }
    }
    found
}

/// `2024年9月23` or `9月23` at the end of `text`: where it begins, year, month, day.
fn day_before(text: &str) -> Option<(usize, Option<i32>, u32, u32)> {
    let (rest, day) = number_before(text)?;
    let rest = rest.trim_end().strip_suffix('月')?;
    let (rest, month) = number_before(rest.trim_end())?;
    if !(1..=31).contains(&day) || !(1..=12).contains(&month) {
        return None;
    }
    let year = rest.trim_end().strip_suffix('年').and_then(|rest| number_before(rest.trim_end()));
    match year {
        Some((start, year)) if (1949..=2200).contains(&year) => {
            Some((start.len(), i32::try_from(year).ok(), month, day))
        }
        _ => Some((rest.len(), None, month, day)),
    }
}

fn number_before(text: &str) -> Option<(&str, u32)> {
    let digits = text.bytes().rev().take(9).take_while(u8::is_ascii_digit).count();
    let (rest, number) = text.split_at(text.len() - digits);
    number.parse().ok().map(|number| (rest, number))
}

/// Six to eight digits right before 日, beginning with a year: 2024717日.
fn lost_marks(text: &str) -> Option<&str> {
    let digits = text.bytes().rev().take(9).take_while(u8::is_ascii_digit).count();
    let number = &text[text.len() - digits..];
    ((6..=8).contains(&digits) && (number.starts_with("19") || number.starts_with("20"))).then_some(number)
}

fn is_range(between: &str) -> bool {
    matches!(between.trim(), "至" | "到" | "-" | "—" | "——" | "－" | "~" | "～")
}

fn sentence_after(text: &str) -> &str {
    let end = text.find(['。', '\n']).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Option<Day> {
        Day::from_ymd_opt(year, month, day)
    }

    #[test]
    fn the_lead_names_body_party_group_and_days() {
        let lead = "某区人民法院党组整改通报\n根据区委统一部署，2023年10月8日至12月1日，区委第二巡察组对区人民法院党组开展了巡察。次年1月5日向院党组反馈了意见。";
        let (header, notes) = read(lead, &[], "");
        assert_eq!(header.body.as_deref(), Some("区委第二巡察组"));
        assert_eq!(header.party_group.as_deref(), Some("区人民法院党组"));
        assert_eq!((header.onsite_from, header.onsite_to), (day(2023, 10, 8), day(2023, 12, 1)));
        assert_eq!(header.feedback_on, day(2024, 1, 5));
        assert_eq!(header.round_kind, Some(RoundKind::Patrol));
        assert_eq!(header.title.as_deref(), Some("某区人民法院党组整改通报"));
        assert!(notes.is_empty());
    }

    #[test]
    fn the_signature_names_the_party_group_when_the_lead_says_our_court() {
        let (header, _) = read("市委巡视五组对我院党组开展了巡视。", &[], "中共某市第九中级人民法院党组\n2022年8月4日");
        assert_eq!(header.party_group.as_deref(), Some("某市第九中级人民法院党组"));
        assert_eq!(header.body.as_deref(), Some("市委巡视五组"));
    }

    #[test]
    fn a_day_that_lost_its_marks_is_noted_and_not_guessed() {
        let (header, notes) = read("2024717日，区委第一巡察组反馈了意见。", &[], "");
        assert_eq!(header.feedback_on, None);
        assert_eq!(notes.len(), 1);
        assert!(notes[0].reason.contains("2024717"));
    }
}
