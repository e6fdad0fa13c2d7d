use super::*;
use proptest::prelude::*;

fn folded(line: &str) -> String {
    let mut out = Vec::new();
    fold(line, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn entry(words: &str) -> Entry {
    Entry {
        on: "2025-09-30".parse().unwrap(),
        kind: DateKind::Due,
        uid: "0198-due".into(),
        sequence: 1,
        over: None,
        item: None,
        item_kind: Some(ItemKind::Issue),
        code: "12".into(),
        words: words.into(),
        leader: "副院长".into(),
        departments: "立案庭、执行局".into(),
        raw: "2025年9月底前".into(),
        first_due: Some("2025-06-30".parse().unwrap()),
        along: vec!["12.1".into()],
        round: "2024年巡察".into(),
    }
}

fn calendar(entries: &[Entry]) -> String {
    let stamp = DateTime::parse_from_rfc3339("2025-09-01T09:00:00+08:00").unwrap();
    let mut out = Vec::new();
    write(&Calendar { name: "整改,日历", stamp, alarms: &[7, 1, 0] }, entries, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_calendar_looks_like_this() {
    let text = calendar(&[entry("窗口; 材料,\n不全\\漏\u{7}")]);
    assert!(text.split_inclusive("\r\n").all(|line| line.ends_with("\r\n") && !line.trim_end().contains(['\r', '\n'])));
    let unfolded = text.replace("\r\n ", "");
    for line in [
        "X-WR-CALNAME:整改\\,日历",
        "UID:0198-due@taizhang",
        "DTSTAMP:20250901T010000Z",
        "SEQUENCE:1",
        "DTSTART;VALUE=DATE:20250930",
        "DTEND;VALUE=DATE:20251001",
        "SUMMARY:到期 问题12 窗口\\; 材料\\, 不全\\\\漏",
        "DESCRIPTION:轮次：2024年巡察\\n牵头领导：副院长\\n责任部门：立案庭、执行局\\n时限：2025年9月底前\\n原时限：2025-06-30\\n同日到期：12.1",
        "TRIGGER:-P6DT15H",
        "TRIGGER:-PT15H",
        "TRIGGER:PT9H",
    ] {
        assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{line}\n{unfolded}");
    }
}

#[test]
fn what_is_over_is_cancelled_and_reminds_of_nothing() {
    for (over, word) in [
        (Over::Completed, "（已完成）"),
        (Over::Closed, "（已销号）"),
        (Over::Withdrawn, "（已撤项）"),
        (Over::GivenUp, "（不再按此日）"),
    ] {
        let text = calendar(&[Entry { over: Some(over), sequence: 41, ..entry("窗口告知不到位") }]);
        let unfolded = text.replace("\r\n ", "");
        let summary = format!("SUMMARY:{word}到期 问题12 窗口告知不到位");
        for line in
            ["UID:0198-due@taizhang", "SEQUENCE:41", "DTSTART;VALUE=DATE:20250930", "STATUS:CANCELLED", &summary]
        {
            assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{line}\n{unfolded}");
        }
        assert!(!text.contains("VALARM") && !text.contains("DESCRIPTION"));
    }
    assert!(calendar(&[entry("短")]).contains("\r\nSTATUS:CONFIRMED\r\n"));
}

#[test]
fn a_review_day_and_a_milestone_are_called_what_they_are() {
    let review = Entry { kind: DateKind::Review, ..entry("长期坚持") };
    let text = calendar(&[review]).replace("\r\n ", "");
    assert!(text.contains("SUMMARY:复核 问题12 长期坚持") && text.contains("\\n同日复核：12.1\r\n"), "{text}");
    assert!(!text.contains("同日到期"));
    let kind = DateKind::Milestone(crate::domain::round::MilestoneKind::Focused);
    let milestone =
        Entry { kind, item_kind: None, code: String::new(), along: Vec::new(), ..entry("集中整改结束") };
    assert!(calendar(&[milestone]).replace("\r\n ", "").contains("\r\nSUMMARY:节点 集中整改结束（2024年巡察）\r\n"));
}

#[test]
fn another_program_reads_it_back() {
    use icalendar::{Component as _, DatePerhapsTime};
    let words = "立案窗口一次性告知不到位、材料反复补正的问题；群众“多跑路”,\"引号\"\\斜杠 𠮷 ".repeat(4);
    let text = calendar(&[entry(&words), entry("短")]);
    let read: icalendar::Calendar = text.parse().unwrap();
    let events: Vec<&icalendar::Event> = read.components.iter().filter_map(|part| part.as_event()).collect();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].get_summary().unwrap(), format!("到期 问题12 {words}"));
    assert_eq!(events[0].get_uid(), Some("0198-due@taizhang"));
    assert_eq!(events[0].get_start(), Some(DatePerhapsTime::Date("2025-09-30".parse().unwrap())));
    assert_eq!(read.get_name(), Some("整改,日历"));
}

proptest! {
    #[test]
    fn lines_are_folded_between_characters_and_unfold_to_themselves(line in "[a,;：\\\\整改é𠮷 ]{0,200}") {
        let text = folded(&line);
        prop_assert!(text.ends_with("\r\n"));
        for piece in text.trim_end_matches("\r\n").split("\r\n") {
            prop_assert!(piece.len() <= LONGEST_LINE, "{}", piece.len());
        }
        prop_assert_eq!(text.trim_end_matches("\r\n").replace("\r\n ", ""), line);
    }

    #[test]
    fn no_words_can_make_a_line_of_their_own(words in any::<String>()) {
        let text = calendar(&[entry(&words)]);
        let known = ["BEGIN:", "END:", "VERSION:", "PRODID:", "CALSCALE:", "METHOD:", "X-WR-", "UID:", "DTSTAMP:", "LAST-MODIFIED:",
            "SEQUENCE:", "DTSTART;", "DTEND;", "SUMMARY:", "DESCRIPTION:", "CATEGORIES:", "CLASS:", "TRANSP:", "STATUS:", "ACTION:", "TRIGGER:", " "];
        for line in text.split_terminator("\r\n") {
            prop_assert!(known.iter().any(|start| line.starts_with(start)), "{line:?}");
        }
        prop_assert_eq!(text.matches("BEGIN:VEVENT").count(), 1 + words.matches("BEGIN:VEVENT").count());
    }
}
