//! The board says what the summary says: every figure, light, member and point of the course, on random ledgers.

use super::*;
use taizhang::{
    domain::figures::{Grouping, RateKind},
    render::{
        html,
        terminal::{TerminalPage, TerminalStyle},
    },
    report::{
        Scope,
        board::Board,
        overdue::Overdue,
        schedule,
        summary::{Set, Summary},
    },
    zh::{
        label::{Label as _, from_words},
        width::display_width,
    },
};

fn board(office: &Office, day: Day) -> (Board, Summary, Vec<u8>) {
    office.read(|reader| {
        let mut filter = Filter { rounds: vec![RoundId(1)], ..Filter::default() };
        let scope = Scope::new(reader, &mut filter, day).unwrap();
        let board = Board::new(&scope, &filter, &[]).unwrap();
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
            if let Some(last) = course.last() {
                // What stands in the ledger that day and whose deadline of that day has not passed, item by item.
                let items = office.read(|r| r.items(&everything(), r.as_of(until)?));
                let due_by = |item: &&Item| item.due().is_some_and(|due| due < last.day);
                let counted = |item: &&Item| {
                    item.kind == ItemKind::Issue
                        && !item.under_issue
                        && item.withdrawn_on.is_none()
                        && item.added_on <= last.day
                };
                let allowed = items.iter().filter(counted).filter(|item| !due_by(item)).count();
                if last.day == until {
                    assert_eq!(usize::try_from(last.planned).unwrap(), allowed, "{until}");
                }
            }
            assert_eq!(course.len(), days.len());
            for point in &course {
                let figures = issues_on(&office, point.day);
                let total = figures.get(Figure::Total);
                let said = [point.total, point.open, point.uncompleted, point.unclosed];
                let open = figures.get(Figure::Overdue) + figures.get(Figure::OnSchedule);
                let stated = [total, open, total - figures.get(Figure::Completed), total - figures.get(Figure::Closed)];
                assert_eq!(said, stated, "{} until {until}", point.day);
                assert!(point.planned <= total, "{} until {until}: {} of {total}", point.day, point.planned);
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
            tiles_are_the_summary(&office, &board, &summary, day);
            let issues = &summary.issues.figures;
            let past: Vec<(String, i64)> =
                board.review_past.iter().map(|past| (past.entry.code.clone(), past.days)).collect();
            assert!(past.is_sorted_by(|a, b| a.1 >= b.1), "{past:?}");
            let items = office.read(|r| r.items(&everything(), r.as_of(day)?));
            let live = |item: &&Item| item.kind.is_work() && item.withdrawn_on.is_none();
            let due = |item: &&Item| item.review().is_some_and(|review| review < day) && item.days_late(day) == 0;
            for item in items.iter().filter(live).filter(due) {
                let told = board
                    .review_past
                    .iter()
                    .find(|past| past.entry.code == item.code || past.entry.along.contains(&item.code));
                let days = (day - item.review().unwrap()).num_days();
                assert!(told.is_some_and(|past| past.days == days), "{} {day}: {past:?}", item.code);
                assert!(String::from_utf8_lossy(&page).contains(&format!("复核日已过{days}天")), "{} {day}", item.code);
            }
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

/// Every tile says what the summary says of its kind and origin, and its members are those that `--explain` lists.
fn tiles_are_the_summary(office: &Office, board: &Board, summary: &Summary, day: Day) {
    let occurs = |set: &Set| set.figures.get(Figure::Total) > 0;
    let origins: Vec<&str> =
        summary.by_origin.iter().filter(|(_, set)| occurs(set)).map(|(origin, _)| origin.label()).collect();
    let titles: Vec<&str> = board.tiles.iter().map(|tiles| tiles.title.as_str()).collect();
    assert!(titles.starts_with(&origins), "{titles:?} {origins:?}");
    assert_eq!(origins.len() > 1, !board.origins.is_empty());
    for tile in board.tiles.iter().flat_map(|tiles| &tiles.tiles) {
        let set = match (tile.kind, tile.origin) {
            (ItemKind::Issue, Some(origin)) => summary.origin(origin),
            (ItemKind::Measure, None) => summary.measures.clone(),
            (ItemKind::Opinion, None) => summary.opinions.clone(),
            (ItemKind::Case, None) => summary.cases.clone(),
            other => panic!("{other:?}"),
        };
        let filter = Filter {
            kinds: vec![tile.kind],
            origins: tile.origin.into_iter().collect(),
            rounds: vec![RoundId(1)],
            ..Filter::default()
        };
        let asked: Vec<(Figure, Option<Figure>)> = match from_words::<RateKind>(tile.label) {
            Some(rate) => {
                assert_eq!(tile.value, set.rate(rate).to_string(), "{}{} {day}", tile.of, tile.label);
                let (part, whole) = rate.parts();
                if tile.members.is_empty() { Vec::new() } else { vec![(part, None), (whole, Some(part))] }
            }
            None => {
                let figure = from_words::<Figure>(tile.label).unwrap();
                assert_eq!(tile.value, set.figures.get(figure).to_string(), "{}{} {day}", tile.of, tile.label);
                vec![(figure, None)]
            }
        };
        assert_eq!(asked.len(), tile.members.len());
        for ((figure, without), members) in asked.into_iter().zip(&tile.members) {
            let mut listed = Vec::new();
            office.read(|reader| {
                reader.each_member(&filter, reader.as_of(day)?, figure, without, None, |item| {
                    listed.push(item.code);
                    Ok::<_, taizhang::store::StoreError>(())
                })
            });
            let told: Vec<&String> = members.codes.iter().map(|(_, code)| code).collect();
            assert_eq!(told, listed.iter().collect::<Vec<_>>(), "{}{} {day}", tile.of, tile.label);
            assert_eq!(members.count, i64::try_from(listed.len()).unwrap());
        }
    }
}

#[test]
fn what_left_the_schedule_is_cancelled_in_it() {
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::HashSet::new();
    for _ in 0..4 {
        let mut office = random_office(&mut runner, 160);
        let read = |office: &Office| {
            office.read(|reader| {
                let mut filter = Filter { rounds: vec![RoundId(1)], ..Filter::default() };
                let scope = Scope::new(reader, &mut filter, office.today).unwrap();
                Ok(schedule::schedule(&scope, &filter).unwrap())
            })
        };
        let mut codes: Vec<String> =
            office.read(|r| r.items(&everything(), r.as_of(office.today)?)).into_iter().map(|item| item.code).collect();
        let mut before = read(&office);
        let steps = prop::collection::vec(any::<(u8, u8, u8)>(), 40).new_tree(&mut runner).unwrap().current();
        for step in steps {
            random_step(&mut office, &mut codes, step);
            let after = read(&office);
            for old in &before {
                let now = after.iter().find(|entry| entry.uid == old.uid);
                // What an item took over from above, or gave up for that, is told there from then on.
                let Some(now) = now else {
                    assert!(
                        after.iter().any(|entry| entry.along.contains(&old.code)) || old.over.is_some(),
                        "{} {:?} vanished",
                        old.code,
                        old.kind
                    );
                    continue;
                };
                assert!(now.sequence >= old.sequence, "{}", old.code);
                if (now.on, now.over) != (old.on, old.over) {
                    assert!(now.sequence > old.sequence, "{} {:?} {:?}", old.code, old.kind, now.over);
                    seen.insert(format!("{:?}", now.over));
                }
            }
            before = after;
        }
    }
    assert!(seen.len() > 2, "{seen:?}");
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
