//! The board and the calendar as files: the same twice, harmless whatever the words, refused in Chinese.

use super::office::Office;

/// Words that would be markup, script, template, terminal or calendar lines, if they were taken for it.
const EVIL: [&str; 4] = [
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(2)> & 'x' {{ board }} {% raw %}",
    "台账]]><!-- --><style>*{display:none}</style>",
    "END:VEVENT\\nSUMMARY:假的",
];

fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-03-05");
    office.run(["init", "--office", "某区人民法院<b>整改办</b>"]).ok();
    office
        .run([
            "round",
            "open",
            "2025巡察",
            "--title",
            "<i>巡察</i>整改",
            "--feedback",
            "2025-03-01",
            "--on",
            "2025-03-01",
            "--milestone",
            "集中整改=2025-06-30",
        ])
        .ok();
    let mut rows = "编号,方面,反馈问题,整改措施,牵头领导,责任部门,整改时限\n".to_owned();
    for (number, evil) in (1..).zip(EVIL) {
        let cell = evil.replace('"', "\"\"");
        rows.push_str(&format!(
            "{number},履行职责,\"第{number}个问题{cell}\",\"措施{cell}\",院长,立案庭,2025年5月底前\n"
        ));
    }
    rows.push_str("5,审判执行,案款发放偏慢,合并审批环节,副院长,执行局,2025年9月底前\n");
    office.write("台账.csv", rows);
    office.run(["intake", "台账.csv", "--new-parties", "--yes"]).ok();
    office.run(["progress", "5.1", "--done", "--situation", EVIL[0]]).ok();
    office.on("2025-06-10");
    office
}

fn exported(office: &Office, args: &[&str]) -> String {
    office.run([&["export"], args].concat()).ok();
    String::from_utf8(office.bytes(args[0])).unwrap()
}

#[test]
fn words_from_outside_stay_words_in_the_board() {
    let office = office();
    let page = exported(&office, &["看板.html"]);
    assert_eq!(page.matches("<script").count(), 1, "only ours");
    assert_eq!(page.matches("</script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    assert_eq!(page.matches("<!--").count(), 0);
    assert!(!page.contains("<img") && !page.contains("<b>整改办") && !page.contains("<i>巡察"));
    for shown in
        ["&#60;/script&#62;&#60;script&#62;alert(1)", "&#34;&#62;&#60;img src=x", "{{ board }} {% raw %}", "END:VEVENT"]
    {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(page.contains("default-src 'none'") || page.contains("default-src &#39;none&#39;"));
    assert!(!page.contains("http://") && !page.contains("https://"), "it asks nothing of the network");
    assert!(!page.contains(" style=") && !page.contains(" onclick"), "its own policy would not let it");
}

#[test]
fn the_calendar_holds_the_days_of_the_round() {
    let office = office();
    let text = exported(&office, &["日历.ics", "--alarm", "3天，0"]);
    let read: icalendar::Calendar = text.parse().unwrap();
    let summaries: Vec<String> = read
        .components
        .iter()
        .filter_map(|part| part.as_event())
        .map(|event| icalendar::Component::get_summary(event).unwrap().to_owned())
        .collect();
    assert_eq!(summaries.len(), 5, "{summaries:?}");
    assert_eq!(summaries[4], "节点 集中整改结束");
    assert!(summaries[3].ends_with(EVIL[3]), "{summaries:?}");
    assert_eq!(text.matches("\r\nTRIGGER:-P2DT15H\r\n").count(), 5);
    assert_eq!(text.matches("\r\nTRIGGER:PT9H\r\n").count(), 5);
    // The ledger was last changed on that day, whatever the day of export.
    assert_eq!(text.matches("\r\nDTSTAMP:20250305T010000Z\r\n").count(), 5);
    assert_eq!(exported(&office, &["无.ics", "--alarm", "无"]).matches("VALARM").count(), 0);
    assert_eq!(exported(&office, &["执行局.ics", "--dept", "执行局"]).matches("BEGIN:VEVENT").count(), 1);
}

#[test]
fn the_same_ledger_and_day_give_the_same_bytes() {
    let mut office = office();
    for name in ["一.html", "二.html", "一.ics", "二.ics"] {
        exported(&office, &[name]);
    }
    exported(&office, &["三.html", "--as-of", "2025-04-01"]);
    office.on("2025-06-20");
    exported(&office, &["四.html", "--as-of", "2025-06-10"]);
    exported(&office, &["五.html", "--as-of", "2025-04-01"]);
    exported(&office, &["三.ics"]);
    for (one, other) in [
        ("一.html", "二.html"),
        ("一.html", "四.html"),
        ("三.html", "五.html"),
        ("一.ics", "二.ics"),
        ("一.ics", "三.ics"),
    ] {
        assert_eq!(office.bytes(one), office.bytes(other), "{one} {other}");
    }
    assert_ne!(office.bytes("一.html"), office.bytes("三.html"));
}

#[test]
fn figures_on_the_board_are_those_of_the_summary() {
    let office = office();
    let page = exported(&office, &["看板.html"]);
    let summary = office.run(["summary", "--format", "json"]).ok().json();
    for sentence in summary["sentences"].as_array().unwrap() {
        assert!(page.contains(sentence.as_str().unwrap()), "{sentence}");
    }
    for (label, part, whole) in [("完成率", 1, 5), ("到期完成率", 0, 4)] {
        let at = page.find(&format!("问题{label}</span>")).unwrap();
        assert!(page[at..at + 200].contains(&format!("{part}/{whole}")), "{}", &page[at..at + 200]);
    }
    assert_eq!(summary["issues"]["completion_rate"], 20.0);
    assert_eq!(summary["issues"]["overdue"], 4);
    assert!(page.contains("4个问题、4条措施"), "late, level by level");
}

#[test]
fn where_nothing_is_to_be_seen_no_file_is_written() {
    let office = Office::new();
    for name in ["看板.html", "日历.ics"] {
        let told = office.run(["export", name]);
        assert!(told.code == 1 && told.err.contains("没有可以导出的事项"), "{told}");
        assert!(!office.path(name).exists());
    }
}

#[test]
fn what_cannot_be_exported_is_refused_with_the_next_step() {
    let office = office();
    insta::assert_snapshot!(office.session(&[
        "export 看板.html",
        "export 看板.html",
        "导出 看板.html --force --format json",
        "export 日历.ics --alarm 很早",
        "export 日历.ics --alarm 400",
        "export 看板",
    ]));
}
