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

/// What the foot of the page says to type makes the page again, where it lies already.
#[test]
fn the_page_is_made_again_by_its_own_command() {
    let office = office();
    let page = exported(&office, &["看板.html"]);
    let typed = page.split("再出本页用 <code>").nth(1).unwrap().split("</code>").next().unwrap();
    let args = typed.strip_prefix("taizhang ").unwrap().split(' ');
    office.run(args).ok();
    assert_eq!(String::from_utf8(office.bytes("看板.html")).unwrap(), page);
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
    assert_eq!(summaries.len(), 6, "{summaries:?}");
    assert_eq!(summaries[4], "节点 集中整改结束（<i>巡察</i>整改）");
    assert_eq!(summaries[5], "（已完成）到期 问题5 案款发放偏慢");
    assert!(summaries[3].ends_with(EVIL[3]), "{summaries:?}");
    assert_eq!(text.matches("\r\nTRIGGER:-P2DT15H\r\n").count(), 5);
    assert_eq!(text.matches("\r\nTRIGGER:PT9H\r\n").count(), 5);
    // The ledger was last changed on that day, whatever the day of export.
    assert_eq!(text.matches("\r\nDTSTAMP:20250305T010000Z\r\n").count(), 6);
    assert_eq!(exported(&office, &["无.ics", "--alarm", "无"]).matches("VALARM").count(), 0);
    assert_eq!(exported(&office, &["执行局.ics", "--dept", "执行局"]).matches("BEGIN:VEVENT").count(), 2);
}

/// The events of a calendar by what they are called first: UID, sequence, day, status, reminders.
fn events(office: &Office, name: &str) -> Vec<(String, i64, String, String, usize, String)> {
    let text = exported(office, &[name, "--force"]).replace("\r\n ", "");
    let field = |event: &str, key: &str| {
        let line = event.lines().find(|line| line.starts_with(key)).unwrap_or_else(|| panic!("{key} {event}"));
        line[key.len()..].trim().to_owned()
    };
    text.split("BEGIN:VEVENT")
        .skip(1)
        .map(|event| {
            (
                field(event, "UID:"),
                field(event, "SEQUENCE:").parse().unwrap(),
                field(event, "DTSTART;VALUE=DATE:"),
                field(event, "STATUS:"),
                event.matches("BEGIN:VALARM").count(),
                field(event, "SUMMARY:"),
            )
        })
        .collect()
}

#[test]
fn a_calendar_taken_over_before_learns_what_changed_since() {
    let mut office = office();
    let find = |office: &Office, words: &str| {
        let found: Vec<_> = events(office, "日历.ics").into_iter().filter(|event| event.5.contains(words)).collect();
        assert_eq!(found.len(), 1, "{words} {found:?}");
        found.into_iter().next().unwrap()
    };
    let before = find(&office, "第1个问题");
    assert_eq!((before.2.as_str(), before.3.as_str(), before.4), ("20250531", "CONFIRMED", 2));
    // Put off: the same entry on another day.
    office.run(["extend", "1", "--to", "2025年9月底前", "--reason", "新系统尚未上线", "--approval", "批示"]).ok();
    let moved = find(&office, "第1个问题");
    assert_eq!((&moved.0, moved.2.as_str(), moved.3.as_str()), (&before.0, "20250930", "CONFIRMED"));
    assert!(moved.1 > before.1, "{moved:?} {before:?}");
    // Completed, taken back, withdrawn: never gone, and its number only rises.
    office.on("2025-06-12");
    office.run(["progress", "1.1", "--done", "--situation", "已改"]).ok();
    let done = find(&office, "第1个问题");
    assert_eq!((&done.0, done.2.as_str(), done.3.as_str(), done.4), (&before.0, "20250930", "CANCELLED", 0));
    assert!(done.1 > moved.1 && done.5.starts_with("（已完成）"), "{done:?}");
    office.run(["undo", "--reason", "填错了"]).ok();
    let again = find(&office, "第1个问题");
    assert_eq!((again.3.as_str(), again.4), ("CONFIRMED", 2));
    assert!(again.1 > done.1, "{again:?} {done:?}");
    office.run(["withdraw", "2", "--ground", "录入差错", "--reason", "重复录入", "--yes"]).ok();
    let gone = find(&office, "第2个问题");
    assert_eq!((gone.3.as_str(), gone.4), ("CANCELLED", 0));
    assert!(gone.5.starts_with("（已撤项）"), "{gone:?}");
    // A milestone moves, too.
    let milestone = find(&office, "节点 集中整改");
    office.run(["round", "amend", "2025巡察", "--milestone", "集中整改=2025-07-31", "--reason", "巡察办通知"]).ok();
    let moved = find(&office, "节点 集中整改");
    assert_eq!((&moved.0, moved.2.as_str()), (&milestone.0, "20250731"));
    assert!(moved.1 > milestone.1, "{moved:?}");
    // A day that was given up for good.
    office
        .run([
            "extend",
            "3",
            "--to",
            "长期坚持",
            "--review",
            "2025-12-31",
            "--reason",
            "需长期坚持",
            "--approval",
            "批示",
        ])
        .ok();
    let of_three: Vec<_> =
        events(&office, "日历.ics").into_iter().filter(|event| event.5.contains("第3个问题")).collect();
    let told: Vec<(&str, &str)> = of_three.iter().map(|event| (event.2.as_str(), event.3.as_str())).collect();
    assert_eq!(told, [("20250531", "CANCELLED"), ("20251231", "CONFIRMED")], "{of_three:?}");
}

#[test]
fn what_left_a_filter_by_being_done_is_cancelled_and_not_gone() {
    let mut office = office();
    let of = |office: &Office, args: &[&str]| {
        office.run([&["export", "部分.ics", "--force"], args].concat()).ok().says("删去旧日历");
        let read = String::from_utf8(office.bytes("部分.ics")).unwrap().replace("\r\n ", "");
        let status = |number: usize| {
            let event = read.split("BEGIN:VEVENT").find(|event| event.contains(&format!("第{number}个问题")))?;
            Some(event.contains("STATUS:CANCELLED"))
        };
        (status(1), status(2))
    };
    let asked = ["--dept", "立案庭", "--progress", "未启动", "--light", "红"];
    assert_eq!(of(&office, &asked), (Some(false), Some(false)));
    office.on("2025-06-12");
    office.run(["progress", "1.1", "--done", "--situation", "已改"]).ok();
    assert_eq!(of(&office, &asked), (Some(true), Some(false)));
    assert_eq!(of(&office, &["--dept", "执行局"]), (None, None), "another department's are not told of");
    // The whole calendar needs no such notice.
    let whole = office.run(["export", "日历.ics"]).ok();
    assert!(!whole.out.contains("删去旧日历"), "{whole}");
}

#[test]
fn where_everything_is_withdrawn_the_calendar_takes_everything_back() {
    let office = office();
    let before = events(&office, "日历.ics");
    office.run(["withdraw", "1-5", "--ground", "录入差错", "--reason", "重新录入", "--yes"]).ok();
    office.run(["export", "看板.html"]).refused().says("没有可以导出的事项");
    office.run(["export", "再.ics"]).ok().says("0 项");
    let after = events(&office, "日历.ics");
    for (uid, ..) in before.iter().filter(|event| !event.5.starts_with("节点")) {
        let now = after.iter().find(|event| event.0 == *uid).unwrap_or_else(|| panic!("{uid} is gone"));
        assert_eq!((now.3.as_str(), now.4), ("CANCELLED", 0), "{now:?}");
    }
}

#[test]
fn a_finished_round_beside_an_open_one_stays_in_the_calendar_as_over() {
    let office = office();
    let before = events(&office, "日历.ics");
    office.run(["withdraw", "1-4", "--ground", "录入差错", "--reason", "重新录入", "--yes"]).ok();
    office.run(["meeting", "add", "2025-06-10", "--kind", "党组会"]).ok();
    office.run(["close", "5", "--meeting", "2025-06-10", "--without-evidence", "现场查验"]).ok();
    office.run(["round", "finish", "2025巡察", "--reason", "全部销号"]).ok();
    office.run(["round", "open", "2025审计", "--feedback", "2025-06-01", "--kind", "审计"]).ok();
    office.run(["add", "账目不清", "--due", "2025-09-30"]).ok();
    let after = events(&office, "日历.ics");
    for (uid, .., words) in &before {
        let now = after.iter().find(|event| event.0 == *uid).unwrap_or_else(|| panic!("{words} is gone"));
        assert_eq!((now.3.as_str(), now.4), ("CANCELLED", 0), "{now:?}");
    }
    let open: Vec<_> = after.iter().filter(|event| event.3 == "CONFIRMED").collect();
    assert!(matches!(open[..], [(.., words)] if words.contains("账目不清")), "{open:?}");
    // Asked for by name, the open round stands alone; the board shows what is open.
    office.run(["export", "审计.ics", "--round", "2025审计"]).ok();
    assert_eq!(String::from_utf8(office.bytes("审计.ics")).unwrap().matches("BEGIN:VEVENT").count(), 1);
    assert!(!exported(&office, &["看板.html"]).contains("案款发放偏慢"));
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
        let group = page.find("aria-label=\"反馈问题\"").unwrap();
        let at = group + page[group..].find(&format!(">{label}</span>")).unwrap();
        assert!(page[at..at + 200].contains(&format!("{part}/{whole}")), "{}", &page[at..at + 200]);
    }
    assert_eq!(summary["issues"]["completion_rate"], 20.0);
    assert_eq!(summary["issues"]["overdue"], 4);
    assert!(page.contains("4个问题、4条措施"), "late, level by level");
}

/// A round with issues of two origins and of two departments, some of which came later, beside a second round.
fn two_origins() -> Office {
    let mut office = office();
    office.on("2025-06-10");
    office.run(["party", "add", "机关 $(党委)", "--kind", "部门"]).ok();
    for (words, dept, due) in
        [("延伸查出的问题", "立案庭", "2025年7月底前"), ("另一个延伸问题", "机关 $(党委)", "2025年6月15日前")]
    {
        office
            .run([
                "add",
                words,
                "--origin",
                "举一反三",
                "--from-issue",
                "5",
                "--dept",
                dept,
                "--leader",
                "副院长",
                "--due",
                due,
            ])
            .ok();
    }
    office
        .run(["round", "open", "2024审计", "--title", "审计整改", "--feedback", "2025-02-01", "--on", "2025-06-10"])
        .ok();
    office.run(["add", "审计查出的问题", "--origin", "审计", "--round", "2024审计", "--due", "2025年6月5日前"]).ok();
    office.on("2025-06-20");
    office
}

/// The words of a command as a shell would take them apart.
fn shell_words(typed: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in typed.chars() {
        match (quote, c) {
            (Some(end), c) if c == end => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ') => words.push(std::mem::take(&mut word)),
            (_, c) => word.push(c),
        }
    }
    words.push(word);
    words
}

/// The commands that a page tells to copy.
fn commands(page: &str) -> Vec<String> {
    let unescaped = page.replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&");
    unescaped.split("<code>taizhang ").skip(1).map(|rest| rest.split("</code>").next().unwrap().to_owned()).collect()
}

#[test]
fn issues_are_stated_per_origin_what_was_fed_back_first() {
    let office = two_origins();
    let page = exported(&office, &["看板.html", "--round", "2025巡察"]);
    let groups: Vec<&str> = page.split("role=\"group\" aria-label=\"").skip(1).collect();
    let titles: Vec<&str> = groups.iter().map(|group| group.split('"').next().unwrap()).collect();
    assert_eq!(titles, ["反馈问题", "举一反三", "措施"]);
    let value = |title: &str, label: &str| {
        let group = groups.iter().find(|group| group.starts_with(title)).unwrap();
        let at = group.find(&format!(">{label}</span><span class=\"value\">")).unwrap_or_else(|| panic!("{label}"));
        group[at..].split("value\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    assert_eq!((value("反馈问题", "总数"), value("举一反三", "总数")), ("5".into(), "2".into()));
    assert_eq!((value("反馈问题", "完成率"), value("举一反三", "完成率")), ("20.00%".into(), "0.00%".into()));
    assert_eq!((value("反馈问题", "逾期未完成"), value("举一反三", "逾期未完成")), ("4".into(), "1".into()));
    assert!(page.contains("共反馈具体问题5个") && page.contains("举一反三事项2个"), "the sentences say the same");
    assert!(page.contains("走势和亮灯各来源一并计算：反馈问题5个、举一反三2个。"));
}

#[test]
fn a_command_copied_from_the_page_finds_what_the_page_shows() {
    let mut office = two_origins();
    for (at, args) in [
        vec!["--round", "2025巡察"],
        vec!["--round", "2025巡察", "--dept", "机关 $(党委)"],
        vec!["--round", "2025巡察", "--dept", "立案庭", "--light", "红", "--kind", "问题"],
        vec!["--origin", "审计、反馈问题", "--due-before", "2025-12-31", "--text", "问题"],
        vec!["--round", "2025巡察", "--as-of", "2025-06-12", "--progress", "未启动"],
    ]
    .into_iter()
    .enumerate()
    {
        office.on("2025-06-20");
        let name = format!("{at}.html");
        let page = exported(&office, &[&[name.as_str()], args.as_slice()].concat());
        // Whoever copies it does so later.
        office.on("2025-08-01");
        let mut explained = 0;
        for typed in commands(&page) {
            let mut words = shell_words(&typed);
            if words[0] == "export" {
                words[1] = format!("{at}再.html");
                office.run(words.iter().map(String::as_str)).ok();
                assert_eq!(office.bytes(&words[1]), office.bytes(&name), "{typed}");
            } else if words[0] == "summary" {
                words.extend(["--format".into(), "json".into()]);
                let told = office.run(words.iter().map(String::as_str)).ok().json();
                let codes = |key: &str| {
                    let rows = told[key].as_array().cloned().unwrap_or_default();
                    rows.iter().map(|row| (row["round"].clone(), row["code"].clone())).collect::<Vec<_>>()
                };
                let before =
                    page.find(&format!("<code>taizhang {}</code>", typed.replace('"', "&#34;").replace('\'', "&#39;")));
                let tile = &page[..before.unwrap_or_else(|| panic!("{typed}"))];
                let tile = &tile[tile.rfind("<summary").unwrap()..];
                let shown: Vec<String> = tile
                    .split("<a href=\"#i")
                    .skip(1)
                    .map(|rest| rest.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned())
                    .collect();
                let listed: Vec<String> = [codes("members"), codes("others")]
                    .concat()
                    .into_iter()
                    .map(|(round, code)| {
                        let (round, code) = (round.as_str().unwrap(), code.as_str().unwrap());
                        if args.contains(&"--round") { code.to_owned() } else { format!("{round}:{code}") }
                    })
                    .collect();
                // A rate of nothing has no members.
                if !tile.contains("没有可算的") {
                    assert_eq!(shown, listed, "{typed}");
                    explained += listed.len();
                }
            } else {
                assert!(["verify"].contains(&words[0].as_str()), "{typed}");
                office.run(words.iter().map(String::as_str)).ok();
            }
        }
        assert!(explained > 0, "{args:?}");
    }
}

#[test]
fn what_was_added_later_is_allowed_from_then_on() {
    let office = two_origins();
    let page = exported(&office, &["看板.html", "--round", "2025巡察"]);
    let rows = page.split("时限容许</th>").nth(1).unwrap().split("</table>").next().unwrap();
    let numbers = |day: &str| -> Vec<i64> {
        let row = rows.split("<tr>").find(|row| row.contains(&format!(">{day}<"))).unwrap_or_else(|| panic!("{day}"));
        row.split("<td class=\"num\">").skip(1).map(|cell| cell.split('<').next().unwrap().parse().unwrap()).collect()
    };
    // Total, uncompleted, not struck off, and what deadlines allow.
    assert_eq!(numbers("2025-03-01"), [5, 5, 5, 5], "two of the seven did not exist");
    assert_eq!(numbers("2025-06-07"), [5, 4, 5, 1], "four were due in May");
    assert_eq!(numbers("2025-06-14"), [7, 6, 7, 3]);
    assert_eq!(numbers("2025-06-20"), [7, 6, 7, 2], "the second of them was due on the 15th");
}

#[test]
fn a_timeline_tells_of_meetings_and_of_evidence() {
    let mut office = office();
    let matter = |office: &Office, args: &[&str]| {
        let page = exported(office, &[&["看板.html", "--force"], args].concat());
        let of_five = page.split("<details class=m ").find(|part| part.contains("<b>5</b>")).unwrap().to_owned();
        let times = of_five
            .split("<li><time>")
            .skip(1)
            .map(|line| line.split('<').next().unwrap().to_owned() + " " + &text_of(line));
        times.collect::<Vec<String>>()
    };
    office
        .run([
            "attach",
            "5",
            "--register",
            "某院整改〔2025〕3号",
            "--title",
            "案款审批办法",
            "--kept-at",
            "办公室档案柜",
            "--dated",
            "2025-05-28",
        ])
        .ok();
    office.write("清单.txt", "案款清单");
    office.run(["attach", "5.1", "清单.txt", "--title", "案款发放清单"]).ok();
    office.on("2025-06-12");
    office.run(["submit", "5"]).ok();
    office.run(["meeting", "add", "2025-06-12", "--kind", "党组会", "--title", "第12次党组会"]).ok();
    office.run(["return", "5", "--meeting", "2025-06-12", "--words", "先补台账", "--open", "5.1", "--yes"]).ok();
    let told = matter(&office, &[]).join("\n");
    for line in [
        "2025-06-10 佐证“案款审批办法”：某院整改〔2025〕3号，存于办公室档案柜，材料日期2025-05-28",
        "2025-06-10 5.1佐证“案款发放清单”：台账存有文件清单.txt",
        "2025-06-12 党组会“第12次党组会”审议销号，退回：先补台账",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    let letters = office.run(["paper", "reminder", "--register", "某法整改督"]).ok();
    let page = exported(&office, &["看板.html", "--force"]);
    let number = "提醒函某法整改督〔2025〕1号，答复期限2025-06-19";
    assert_eq!(page.matches(number).count(), 4, "{letters} one letter about four measures");
    let earlier = matter(&office, &["--as-of", "2025-06-09"]).join("\n");
    assert!(!earlier.contains("佐证") && !earlier.contains("第12次"), "{earlier}");
}

#[test]
fn what_came_back_is_told_before_what_is_open_again_because_of_it() {
    let mut office = Office::empty();
    office.on("2025-06-13");
    office.run(["init", "--office", "某区人民法院"]).ok();
    office.on("2025-09-10");
    for line in [
        "round open 2025巡察 --feedback 2025-06-13 --close-level both --on 2025-06-13",
        "add 理论学习不深入 --on 2025-06-20",
        "add 修订学习制度 --kind 措施 --under 1 --on 2025-06-20",
        "progress 1.1 --done --on 2025-07-10",
        "meeting add 2025-08-20 --kind 党组会 --title 第12次党组会",
        "close 1.1 1 --meeting 2 --without-evidence 涉密 --on 2025-08-21",
        "recheck 1 --result 反弹 --checker 纪检监察组 --words 学习又停了 --open 1.1 --on 2025-09-01",
        "attach 1.1 --register 某院〔2025〕9号 --title 学习台账 --kept-at 办公室 --on 2025-09-01",
        "progress 1.1 --done --on 2025-09-01",
        "meeting add 2025-09-01 --kind 党组会 --title 第13次党组会",
        "close 1.1 1 --meeting 3 --on 2025-09-01",
    ] {
        office.run(line.split(' ')).went_well();
    }
    let page = exported(&office, &["看板.html"]);
    let of_one = page.split("<details class=m ").find(|part| part.contains("<b>1</b>")).unwrap();
    let day = of_one.split("<li><time>").filter(|line| line.starts_with("2025-09-01")).map(text_of).collect::<Vec<_>>();
    let place = |words: &str| {
        day.iter().position(|line| line.starts_with(words)).unwrap_or_else(|| panic!("{words} in {day:#?}"))
    };
    assert!(place("回头看发现反弹") < place("撤销销号"), "{day:#?}");
    assert!(place("撤销销号") < place("1.1撤销销号"), "{day:#?}");
    assert!(day.iter().rposition(|line| line.starts_with("销号")).unwrap() > place("撤销销号"), "{day:#?}");
}

/// What stands between the tags of a line after its first.
fn text_of(line: &str) -> String {
    let rest = line.split_once("</time>").map_or(line, |(_, rest)| rest);
    let mut text = String::new();
    let mut inside = false;
    for c in rest.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split("办理经过").next().unwrap().to_owned()
}

#[test]
fn a_review_day_that_has_passed_is_named_with_its_days() {
    let mut office = office();
    office.run(["add", "长期坚持的问题", "--due", "长期坚持", "--review", "2025-06-15"]).ok();
    for (today, past) in [("2025-06-15", 0), ("2025-06-16", 1), ("2025-08-01", 47)] {
        office.on(today);
        let page = exported(&office, &["看板.html", "--force"]);
        let named = format!("复核日已过{past}天");
        assert_eq!(page.contains(&named), past > 0, "{today}");
        assert_eq!(page.contains(&format!("复核日2025-06-15，<strong>已过{past}天</strong>")), past > 0, "{today}");
        assert!(past == 0 || page.contains(&format!("<dd>2025-06-15，{named}")), "{today}");
    }
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
