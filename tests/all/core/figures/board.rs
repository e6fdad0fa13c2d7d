//! The board says what the summary says: every figure, light, member and point of the course, on random ledgers.

use super::*;
use taizhang::{
    domain::figures::Grouping,
    render::{
        html,
        terminal::{TerminalPage, TerminalStyle},
    },
    report::{Scope, board::Board, overdue::Overdue, schedule, summary::Summary},
    zh::width::display_width,
};

fn board(office: &Office, day: Day) -> (Board, Summary, Vec<u8>) {
    office.read(|reader| {
        let mut filter = Filter { rounds: vec![RoundId(1)], ..Filter::default() };
        let scope = Scope::new(reader, &mut filter, day).unwrap();
        let board = Board::new(&scope, &filter).unwrap();
        let mut page = Vec::new();
        html::write(&board, &mut page).unwrap();
        Ok((board, Summary::new(&scope, &filter, None).unwrap(), page))
    })
}

/// Issues as the figures of a day count them.
fn issues_on(office: &Office, day: Day) -> Figures {
    let mut sum = Figures::default();
    let rows = office.read(|r| r.figures(&everything(), r.as_of(day)?, GroupBy::Nothing));
    rows.iter().filter(|row| row.kind == ItemKind::Issue).for_each(|row| sum.add(&row.figures));
    sum
}

#[test]
fn the_course_says_of_every_day_what_its_figures_say() {
    let mut runner = TestRunner::deterministic();
    let mut moved = false;
    for _ in 0..6 {
        let office = random_office(&mut runner, 160);
        for until in [office.today, office.today - Days::new(9)] {
            let span = usize::try_from((until - feedback()).num_days().max(0)).unwrap();
            let days: Vec<Day> = feedback().iter_days().take(span + 1).step_by(2).collect();
            let course = office.read(|r| r.course(&everything(), r.as_of(until)?, &days));
            assert_eq!(course.len(), days.len());
            for point in &course {
                let figures = issues_on(&office, point.day);
                let total = figures.get(Figure::Total);
                let said = [point.total, point.open, point.uncompleted, point.unclosed];
                let open = figures.get(Figure::Overdue) + figures.get(Figure::OnSchedule);
                let stated = [total, open, total - figures.get(Figure::Completed), total - figures.get(Figure::Closed)];
                assert_eq!(said, stated, "{} until {until}", point.day);
                moved |= point.open < point.total && point.uncompleted < point.unclosed;
            }
        }
    }
    assert!(moved, "nothing was ever completed and struck off");
}

#[test]
fn the_board_is_the_summary_of_its_day() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..4 {
        let office = random_office(&mut runner, 160);
        for day in [office.today, office.today - Days::new(12), office.today + Days::new(30)] {
            if day < feedback() {
                continue;
            }
            let (board, summary, page) = board(&office, day);
            assert_eq!(board.summary.sentences, summary.sentences);
            for tile in &board.tiles {
                for members in &tile.members {
                    assert_eq!(members.count, i64::try_from(members.codes.len()).unwrap(), "{} {day}", tile.label);
                }
            }
            let issues = &summary.issues.figures;
            let value = |label: &str| {
                board.tiles.iter().find(|tile| tile.label == label && tile.of == "问题").map(|tile| tile.value.clone())
            };
            assert_eq!(value("总数"), Some(issues.get(Figure::Total).to_string()));
            assert_eq!(value("逾期未完成"), Some(issues.get(Figure::Overdue).to_string()));
            assert_eq!(
                value("完成率"),
                Some(summary.issues.rate(taizhang::domain::figures::RateKind::Completion).to_string())
            );
            assert_eq!(board.late_levels.issues, issues.get(Figure::Overdue));
            assert_eq!(board.late_levels.measures, summary.measures.figures.get(Figure::Overdue));
            assert_eq!(usize::try_from(board.late_levels.all()).unwrap(), board.late.len());
            // Who has no leader stands in a group of their own: the lights by leader add up to the whole.
            for light in Board::LIGHTS {
                let place = Board::LIGHTS.iter().position(|other| *other == light).unwrap();
                let whole: i64 = board
                    .lights
                    .iter()
                    .filter(|lights| lights.title.starts_with("按领导（问题"))
                    .flat_map(|lights| &lights.rows)
                    .map(|row| row.counts[place])
                    .sum();
                assert_eq!(whole, issues.get(Figure::of_light(light)), "{light} {day}");
            }
            let last = board.course.points.last().unwrap();
            assert_eq!((last.day, last.total), (day, issues.get(Figure::Total)));
            let closings: i64 = board.closings.iter().map(|(_, count, _)| count).sum();
            assert_eq!(closings, summary.closings.iter().map(|(_, count, _)| count).sum::<i64>());
            let matters: usize = board.sections.iter().map(|section| section.matters.len()).sum();
            let page = String::from_utf8(page).unwrap();
            assert_eq!(page.matches("<details class=m ").count(), matters);
            for link in page.split("href=\"#").skip(1) {
                let id = link.split('"').next().unwrap();
                assert!(page.contains(&format!(" id={id}>")) || page.contains(&format!(" id=\"{id}\"")), "{id}");
            }
        }
    }
}

#[test]
fn every_day_ahead_of_open_work_is_in_the_schedule_once() {
    let mut runner = TestRunner::deterministic();
    let mut along = 0;
    for _ in 0..4 {
        let office = random_office(&mut runner, 160);
        let (entries, items) = office.read(|reader| {
            let mut filter = Filter { rounds: vec![RoundId(1)], ..Filter::default() };
            let scope = Scope::new(reader, &mut filter, office.today).unwrap();
            Ok((schedule::schedule(&scope, &filter).unwrap(), reader.items(&filter, scope.as_of)?))
        });
        assert!(entries.is_sorted_by_key(|entry| entry.on));
        let mut uids: Vec<&str> = entries.iter().map(|entry| entry.uid.as_str()).collect();
        uids.sort_unstable();
        uids.dedup();
        assert_eq!(uids.len(), entries.len());
        for item in items.iter().filter(|item| item.kind.is_work() && item.is_open()) {
            let Some(due) = item.due() else { continue };
            let told = |entry: &&schedule::Entry| {
                entry.kind == schedule::DateKind::Due
                    && entry.on == due
                    && (entry.code == item.code || entry.along.contains(&item.code))
            };
            assert_eq!(entries.iter().filter(told).count(), 1, "{}", item.code);
        }
        along += entries.iter().map(|entry| entry.along.len()).sum::<usize>();
    }
    assert!(along > 0, "no measure ever took its deadline from its issue");
}

#[test]
fn bars_on_a_screen_change_no_number_and_fit_its_width() {
    let office = random_office(&mut TestRunner::deterministic(), 200);
    let day = office.today + Days::new(60);
    let shown = |bars: bool| {
        office.read(|reader| {
            let mut filter = Filter { rounds: vec![RoundId(1)], ..Filter::default() };
            let scope = Scope::new(reader, &mut filter, day).unwrap();
            let by = Some(Grouping::Department);
            let (mut summed, mut late) = (Vec::new(), Vec::new());
            let style = TerminalStyle { bars, ..TerminalStyle::default() };
            Summary::new(&scope, &filter, by)
                .unwrap()
                .page(&scope, by, &mut TerminalPage::new(&mut summed, style))
                .unwrap();
            let overdue =
                Overdue { scope: &scope, filter: &filter, group: Grouping::Department, within: 30, limit: None };
            overdue.page(&mut TerminalPage::new(&mut late, style)).unwrap();
            Ok([summed, late].map(|page| String::from_utf8(page).unwrap()))
        })
    };
    let percentages = |page: &str| {
        let mut found: Vec<String> =
            page.split_whitespace().filter(|word| word.ends_with('%')).map(ToOwned::to_owned).collect();
        found.sort();
        found
    };
    let (drawn, plain) = (shown(true), shown(false));
    assert_eq!(percentages(&drawn[0]), percentages(&plain[0]));
    for (with, without) in drawn.iter().zip(&plain) {
        assert!(with.contains('█') && !without.contains('█'));
        assert!(with.lines().all(|line| display_width(line) <= 80), "{with}");
    }
    assert!(drawn[1].contains("逾期措施") && !plain[1].contains("逾期措施"), "{}", drawn[1]);
}
