use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The round of the shared table: feedback 2025-01-13, 集中整改 until 2025-07-13.
fn frame() -> Frame {
    Frame {
        feedback_on: day("2025-01-13"),
        milestones: vec![Milestone { kind: MilestoneKind::Focused, on: day("2025-07-13") }],
        now_days: 30,
        in_table: true,
    }
}

#[test]
fn every_row_of_the_shared_table_is_read_as_it_says() {
    let table = include_str!("../../../tests/data/deadlines.tsv");
    let mut wrong = Vec::new();
    for row in table.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cells: Vec<&str> = row.split('\t').chain(std::iter::repeat("")).take(5).collect();
        let read = parse_deadline(cells[0], &frame());
        let due = read.due.map(|d| d.to_string()).unwrap_or_default();
        let review = if read.review.is_some() { "yes" } else { "" };
        let noted = !cells[4].contains("待确认") || read.note.as_deref().is_some_and(|n| n.contains("待确认"));
        if (read.class.key(), due.as_str(), review) != (cells[1], cells[2], cells[3]) || !noted {
            wrong.push(format!("{row}\n   read as {read:?}"));
        }
        assert_eq!(read.raw, cells[0]);
        assert_eq!(read.class == DeadlineClass::Unclear, read.due.is_none() && read.review.is_none(), "{row}");
        assert!(read.class != DeadlineClass::Unclear || read.note.is_some(), "{row}: says why");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Words, class, due day, review day, a part of the note.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

fn check(frame: &Frame, rows: &[Row]) {
    let mut wrong = Vec::new();
    for (words, class, due, review, note) in rows {
        let read = parse_deadline(words, frame);
        let text = |day: Option<Day>| day.map(|d| d.to_string()).unwrap_or_default();
        let noted = read.note.clone().unwrap_or_default();
        let note_fits = if note.is_empty() { noted.is_empty() } else { noted.contains(note) };
        if (read.class.key(), text(read.due).as_str(), text(read.review).as_str()) != (*class, *due, *review)
            || !note_fits
        {
            wrong.push(format!("{words}: {} {} {} {noted}", read.class, text(read.due), text(read.review)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn calendar_days_are_read_as_ledgers_write_them() {
    check(
        &frame(),
        &[
            ("2025年6月30日前", "date", "2025-06-30", "", ""),
            ("2025年6月30日之前", "date", "2025-06-30", "", ""),
            ("2025年6月30日以前完成", "date", "2025-06-30", "", ""),
            ("2025 年 6 月 30 日前", "date", "2025-06-30", "", ""),
            ("于2025年6月30日前完成整改", "date", "2025-06-30", "", ""),
            ("6月30前", "date", "2025-06-30", "", ""),
            ("6.30前", "date", "2025-06-30", "", ""),
            ("6/30", "date", "2025-06-30", "", ""),
            ("2025.6", "date", "2025-06-30", "", ""),
            ("2025.6底", "date", "2025-06-30", "", ""),
            ("2025.06月底前", "date", "2025-06-30", "", ""),
            ("2025.6.30前", "date", "2025-06-30", "", ""),
            ("２０２５．６．３０", "date", "2025-06-30", "", ""),
            ("2025-06-30 00:00:00", "date", "2025-06-30", "", ""),
            ("202506", "date", "2025-06-30", "", ""),
            ("2025年6月", "date", "2025-06-30", "", ""),
            ("2025年6月份", "date", "2025-06-30", "", ""),
            ("2025年6月内", "date", "2025-06-30", "", ""),
            ("25年6月底", "date", "2025-06-30", "", ""),
            ("二〇二五年六月卅日", "date", "2025-06-30", "", ""),
            ("本月底", "date", "2025-01-31", "", ""),
            ("下月底前", "date", "2025-02-28", "", ""),
            ("本季度末", "date", "2025-03-31", "", ""),
            ("下季度末", "date", "2025-06-30", "", ""),
            ("一季度", "date", "2025-03-31", "", ""),
            ("第四季度末前", "date", "2025-12-31", "", ""),
            ("2025年前三季度", "date", "2025-09-30", "", ""),
            ("上半年", "date", "2025-06-30", "", ""),
            ("上半年底前", "date", "2025-06-30", "", ""),
            ("今年底前", "date", "2025-12-31", "", ""),
            ("今年年底前", "date", "2025-12-31", "", ""),
            ("2025年年底", "date", "2025-12-31", "", ""),
            ("2025年内", "date", "2025-12-31", "", ""),
            ("2025年度", "date", "2025-12-31", "", ""),
            ("明年3月底前", "date", "2026-03-31", "", ""),
            ("明年上半年", "date", "2026-06-30", "", ""),
            ("力争12月底前完成", "date", "2025-12-31", "", ""),
            ("1.2025年3月底前完成；", "date", "2025-03-31", "", ""),
            ("1.6月底前", "date", "2025-06-30", "", ""),
            ("立行立改，2025年3月底前完成", "date", "2025-03-31", "", ""),
            ("分阶段整改，2025年12月底前完成", "date", "2025-12-31", "", ""),
            ("2025年3、4月", "date", "2025-04-30", "", ""),
            ("2025年元月底前", "date", "2025-01-31", "", ""),
            ("2025年国庆节前", "date", "2025-09-30", "", ""),
            ("七一前", "date", "2025-06-30", "", ""),
            ("2025年03月31日24时前", "date", "2025-03-31", "", ""),
            ("截止时间：2025年6月30日", "date", "2025-06-30", "", ""),
            ("2025年6月30日（已完成）", "date", "2025-06-30", "", ""),
            ("2025年7月13日前（集中整改期内）", "date", "2025-07-13", "", ""),
            ("2024年6月30日前", "date", "2024-06-30", "", "早于反馈日2025-01-13"),
            ("持续到2025年6月", "date", "2025-06-30", "", ""),
            ("根据2024年12月5日文件，2025年6月底前完成", "date", "2025-06-30", "", ""),
        ],
    );
}

#[test]
fn open_words_take_the_stricter_reading_and_are_marked() {
    check(
        &frame(),
        &[
            ("8月前", "date", "2025-07-31", "", "待确认：“8月前”从严读作2025-07-31"),
            ("2026年3月之前", "date", "2026-02-28", "", "待确认"),
            ("三季度前", "date", "2025-06-30", "", "待确认"),
            ("下半年前", "date", "2025-06-30", "", "待确认"),
            ("2027年以前", "date", "2026-12-31", "", "待确认"),
            ("6月中旬前", "date", "2025-06-10", "", "待确认"),
            ("6月初", "date", "2025-06-10", "", "待确认"),
            ("6月中", "date", "2025-06-15", "", "待确认"),
            ("2025年初", "date", "2025-01-31", "", "待确认"),
            ("2025年中", "date", "2025-06-30", "", "待确认"),
            ("2025年6月30日左右", "date", "2025-06-30", "", "待确认"),
            ("3月内", "date", "2025-03-31", "", "待确认"),
            ("20日前", "date", "2025-01-20", "", "待确认"),
            ("1.5", "date", "2026-01-05", "", "待确认"),
            ("3-6", "date", "2025-03-06", "", "待确认"),
            ("月底前", "date", "2025-01-31", "", "待确认"),
            ("季度末", "date", "2025-03-31", "", "待确认"),
            ("25.6.30", "date", "2025-06-30", "", "待确认"),
            ("整改方案印发后30日内", "relative", "2025-02-12", "", "待确认：起算日不详"),
            ("3至6个月内", "relative", "2025-04-13", "", "待确认"),
            ("收到交办单后7日内", "relative", "2025-01-20", "", "待确认"),
            ("30", "relative", "2025-02-12", "", "待确认"),
        ],
    );
}

#[test]
fn periods_end_on_their_last_day() {
    check(
        &frame(),
        &[
            ("2025年3月1日至6月30日", "date", "2025-06-30", "", ""),
            ("2025年3月1日至30日", "date", "2025-03-30", "", ""),
            ("2025年3月1日起至2025年6月30日止", "date", "2025-06-30", "", ""),
            ("2025年12月27日-1月2日", "date", "2026-01-02", "", ""),
            ("3月-6月", "date", "2025-06-30", "", ""),
            ("3-6月", "date", "2025-06-30", "", ""),
            ("3月至6月底", "date", "2025-06-30", "", ""),
            ("2025年3-6月", "date", "2025-06-30", "", ""),
            ("2025.3.1-2025.6.30", "date", "2025-06-30", "", ""),
            ("2025.3-6", "date", "2025-06-30", "", ""),
            ("2025.3—2025.6", "date", "2025-06-30", "", ""),
            ("2025-03-2025-06", "date", "2025-06-30", "", ""),
            ("2025年—2026年", "date", "2026-12-31", "", ""),
            ("2024-2026年", "date", "2026-12-31", "", ""),
            ("即日起至2025年6月底", "date", "2025-06-30", "", ""),
        ],
    );
}

#[test]
fn spans_are_counted_from_the_feedback_or_what_the_words_name() {
    check(
        &frame(),
        &[
            ("反馈后15日内", "relative", "2025-01-28", "", ""),
            ("30天内", "relative", "2025-02-12", "", ""),
            ("30天", "relative", "2025-02-12", "", ""),
            ("三个月内完成", "relative", "2025-04-13", "", ""),
            ("3个月", "relative", "2025-04-13", "", ""),
            ("一个半月内", "relative", "2025-02-28", "", ""),
            ("半个月内", "relative", "2025-01-28", "", ""),
            ("一年半内", "relative", "2026-07-13", "", ""),
            ("两年内", "relative", "2027-01-13", "", ""),
            ("一个季度内", "relative", "2025-04-13", "", ""),
            ("48小时内", "relative", "2025-01-15", "", ""),
            ("十五个工作日内", "relative", "2025-02-08", "", ""),
            ("自2025年3月1日起3个月内", "relative", "2025-06-01", "", ""),
            ("集中整改结束后1个月内", "relative", "2025-08-13", "", ""),
            ("立行立改，1个月内完成", "relative", "2025-02-13", "", ""),
            ("集中整改结束前", "relative", "2025-07-13", "", ""),
            ("反馈后3个月内（2025年4月13日前）", "date", "2025-04-13", "", ""),
            ("1个月内完成第一阶段，3个月内全部完成", "stages", "2025-04-13", "2025-02-13", ""),
            ("深度整改结束后1个月内", "unclear", "", "", "本轮次未设“深度整改”节点"),
            ("深度整改期内", "unclear", "", "", "本轮次未设“深度整改”节点"),
            ("集中整改结束后", "unclear", "", "", "只写了起始时间"),
            ("500个工作日内", "unclear", "", "", "未录入2027年放假安排"),
            ("9999个月内", "unclear", "", "", "时间过长"),
        ],
    );
}

#[test]
fn standing_work_has_a_review_day() {
    check(
        &frame(),
        &[
            ("长期", "long", "", "2025-07-13", ""),
            ("持续", "long", "", "2025-07-13", ""),
            ("长期坚持，持续推进", "long", "", "2025-07-13", ""),
            ("每半年开展一次", "long", "", "2025-07-13", ""),
            ("每年12月底前", "long", "", "2025-07-13", ""),
            ("每月20日前", "long", "", "2025-07-13", ""),
            ("每季度末月20日前报送", "long", "", "2025-07-13", ""),
            ("每年6月底、12月底前", "long", "", "2025-07-13", ""),
            ("已完成，长期坚持", "long", "", "2025-07-13", ""),
            ("每3个月", "long", "", "2025-07-13", ""),
            ("一个月一次", "long", "", "2025-07-13", ""),
            ("2025年1月起长期坚持", "long", "", "2025-07-13", ""),
            ("立行立改并长期坚持", "combo", "2025-02-12", "2025-08-12", ""),
            ("立行立改、持续推进", "combo", "2025-02-12", "2025-08-12", ""),
            ("2025年12月31日前，长期坚持", "combo", "2025-12-31", "2026-06-30", ""),
            ("3个月内完成并长期坚持", "combo", "2025-04-13", "2025-10-13", ""),
            ("集中整改期内完成，持续巩固", "combo", "2025-07-13", "2026-01-13", ""),
            ("2025年6月底前，每季度通报一次", "combo", "2025-06-30", "2025-12-30", ""),
            ("3月底前出台制度，6月底前完成排查，长期坚持", "combo", "2025-06-30", "2025-03-31", ""),
        ],
    );
}

#[test]
fn stages_are_due_with_the_last_and_looked_at_with_the_first() {
    check(
        &frame(),
        &[
            ("2025年3月底前制定方案，6月底前完成", "stages", "2025-06-30", "2025-03-31", ""),
            ("2025年12月底前全部完成，其中6月底前完成第一阶段", "stages", "2025-12-31", "2025-06-30", ""),
            ("1.2025年3月底前；2.2025年9月底前", "stages", "2025-09-30", "2025-03-31", ""),
            ("2025年10月底前完成排查，次年3月底前完成整改", "stages", "2026-03-31", "2025-10-31", ""),
            ("6月15日、12月15日前", "stages", "2025-12-15", "2025-06-15", ""),
            ("第一阶段：2025年3月底；第二阶段：2025年6月底", "stages", "2025-06-30", "2025-03-31", ""),
            ("6月底前完成排查，12月底前完成整改", "stages", "2025-12-31", "2025-06-30", ""),
        ],
    );
}

#[test]
fn at_once_counts_the_days_of_the_round() {
    let rows: &[Row] = &[
        ("即行即改", "now", "2025-02-02", "", ""),
        ("立知立改", "now", "2025-02-02", "", ""),
        ("立即整改", "now", "2025-02-02", "", ""),
        ("边巡边改", "now", "2025-02-02", "", ""),
        ("立行立改（已完成）", "now", "2025-02-02", "", ""),
    ];
    check(&Frame { now_days: 20, ..frame() }, rows);
}

#[test]
fn words_without_a_day_say_why() {
    check(
        &frame(),
        &[
            ("", "unclear", "", "", "未填时限"),
            (" 　\n", "unclear", "", "", "未填时限"),
            ("/", "unclear", "", "", "未填时限"),
            ("无", "unclear", "", "", "未填时限"),
            ("—", "unclear", "", "", "未填时限"),
            ("已完成", "unclear", "", "", "整改状态"),
            ("已于2025年3月完成", "unclear", "", "", "整改状态"),
            ("整改到位", "unclear", "", "", "整改状态"),
            ("2月30日前", "unclear", "", "", "无此日期：2月30日前"),
            ("2月29日前", "unclear", "", "", "无此日期：2月29日前"),
            ("2025年13月", "unclear", "", "", "无此日期：2025年13月"),
            ("20250631", "unclear", "", "", "无此日期：20250631"),
            ("2025-02-29", "unclear", "", "", "无此日期"),
            ("2025年3月1日至2月30日", "unclear", "", "", "无此日期"),
            ("五季度", "unclear", "", "", "无此日期"),
            ("限期整改", "unclear", "", "", "没有日期"),
            ("尽快", "unclear", "", "", "尽快"),
            ("待定", "unclear", "", "", "待定"),
            ("2025年3月起", "unclear", "", "", "只写了起始时间"),
            ("公示期2025年6月1日至6月5日", "unclear", "", "", "公示期"),
            ("政治部", "unclear", "", "", "没有读出日期"),
            ("2025年春节前", "unclear", "", "", "没有读出日期"),
            ("2024717日", "unclear", "", "", "没有读出日期"),
            ("三年行动", "unclear", "", "", "没有读出日期"),
            ("三五天内", "unclear", "", "", "没有读出日期"),
            ("第一阶段", "unclear", "", "", "没有读出日期"),
            ("999999", "unclear", "", "", "没有读出日期"),
        ],
    );
}

#[test]
fn bare_numbers_are_days_only_in_a_table() {
    let elsewhere = Frame { in_table: false, ..frame() };
    check(&elsewhere, &[("45838", "unclear", "", "", "没有读出日期"), ("30", "unclear", "", "", "没有读出日期")]);
    check(&frame(), &[("45838.0", "date", "2025-06-30", "", ""), ("1000", "unclear", "", "", "没有读出日期")]);
}

#[test]
fn the_frame_of_a_round_is_its_feedback_and_milestones() {
    let mut settings = RoundSettings::new("甲轮", crate::domain::round::RoundKind::Patrol, day("2025-01-13"));
    settings.milestones.push(Milestone { kind: MilestoneKind::Deep, on: day("2026-01-13") });
    settings.now_days = 15;
    let frame = Frame::of_round(&settings);
    let rows: &[Row] = &[("深度整改期内", "relative", "2026-01-13", "", ""), ("立行立改", "now", "2025-01-28", "", "")];
    check(&frame, rows);
    check(&frame, &[("集中整改期内", "unclear", "", "", "本轮次未设“集中整改”节点")]);
}

#[test]
fn a_page_of_anything_is_read_in_linear_time() {
    for unit in [
        "1",
        "一",
        "1-",
        "1.",
        "2025年",
        "6月底前，",
        "每月",
        "3个月内",
        "整改",
        "每",
        "年底",
        "前",
        "第",
        "2025-06-",
        "十",
        "　",
        "至",
        "起",
        "2025年6月30日起至",
        "持续到",
        "反馈后",
        "12345678 ",
    ] {
        // Whatever grew with the square of its length would not come to an end in a test run.
        let text = unit.repeat(100_000 / unit.len());
        let read = parse_deadline(&text, &frame());
        assert!(read.note.unwrap_or_default().len() < 1_000, "{unit}");
    }
}

proptest::proptest! {
    #[test]
    fn reading_never_panics_and_unclear_says_why(
        words in "([0-9]{1,4}|[〇一二三十廿]{1,3}|[年月日底末前内至起.\\-/ 每第半个周天季度，；]|工作日|集中整改|反馈后|长期坚持|立行立改|本月|明年|上半年){0,10}|.{0,20}",
        back in -800_000_i64..800_000,
    ) {
        let feedback_on = day("2025-01-13").checked_add_signed(chrono::Duration::days(back)).unwrap_or(Day::MAX);
        let read = parse_deadline(&words, &Frame { feedback_on, ..frame() });
        proptest::prop_assert_eq!(&read.raw, &words);
        if read.class == DeadlineClass::Unclear {
            proptest::prop_assert!(read.due.is_none() && read.note.is_some());
        }
        let _ = parse_deadline(&words, &Frame { feedback_on: Day::MAX, now_days: i64::MAX, ..frame() });
        let _ = parse_deadline(&words, &Frame { feedback_on: Day::MIN, now_days: -1, ..frame() });
    }
}
