//! The figures that go with the table are those of `summary` and of `--explain`.

use super::{DAY, cells, office};
use crate::all::office::Office;
use taizhang::{
    domain::figures::{Figure, RateKind},
    zh::label::Label as _,
};

#[test]
fn yellow_is_explained_as_it_is_counted() {
    let mut office = Office::empty();
    office.on("2025-09-01");
    for line in [
        "init --office 某区人民法院",
        "round open 2025巡察 --feedback 2025-06-13 --on 2025-06-13",
        "party add 办公室 --kind 部门 --on 2025-06-13",
        "add 督促检查不够 --dept 办公室 --due 长期坚持 --review 2025-08-01 --on 2025-06-20",
    ] {
        office.run(line.split(' ')).ok();
    }
    office.run(["export", "台账.xlsx"]).ok();
    let explained = cells(office.bytes("台账.xlsx"), "数字说明");
    let yellow = explained.iter().find(|row| row[0] == "问题" && row[1] == "黄灯").unwrap();
    assert_eq!((yellow[2].as_str(), yellow[4].as_str()), ("1", "1"));
    assert!(yellow[3].contains("没有到期日的看复核日，已到、已过的也在内"), "{yellow:?}");
}

#[test]
fn the_sheets_state_the_figures_of_the_summary_and_of_explain() {
    let office = office();
    for day in [DAY, "2025-06-02"] {
        let name = format!("{day}.xlsx");
        office.run(["export", &name, "--as-of", day]).ok();
        let summary = office.run(["summary", "--as-of", day, "--format", "json"]).ok().json();
        let explained = cells(office.bytes(&name), "数字说明");
        let row = |kind: &str, label: &str| {
            explained
                .iter()
                .find(|row| row[0] == kind && row[1] == label)
                .unwrap_or_else(|| panic!("{kind} {label} is not explained"))
        };
        for (kind, key) in [("问题", "issues"), ("措施", "measures"), ("整改意见", "opinions")] {
            for figure in Figure::ALL {
                let row = row(kind, figure.label());
                assert_eq!(row[2], summary[key][figure.key()].to_string(), "{day} {kind} {}", figure.label());
                let args = ["summary", "--explain", figure.key(), "--kind", kind, "--as-of", day, "--format", "json"];
                let members = office.run(args).ok().json();
                let codes: Vec<&str> = members["members"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|member| member["code"].as_str().unwrap())
                    .collect();
                assert_eq!(row[4], codes.join("、"), "{day} {kind} {}", figure.label());
            }
            for rate in RateKind::ALL.iter().filter(|rate| rate.only_of().is_none()) {
                let shown = &row(kind, rate.label())[2];
                match summary[key][rate.key()].as_f64() {
                    Some(percent) => assert!((shown.parse::<f64>().unwrap() * 100.0 - percent).abs() < 0.006, "{rate}"),
                    None => assert_eq!(shown, "—"),
                }
            }
        }
        let summed = cells(office.bytes(&name), "汇总");
        let line = |first: &str, width: usize| {
            let headings = summed.iter().position(|row| row[0] == "口径").unwrap();
            let row = summed[headings..].iter().find(|row| row[0] == first).unwrap();
            row[1..width].to_vec()
        };
        let figures = [
            Figure::Total,
            Figure::NotStarted,
            Figure::InProgress,
            Figure::Staged,
            Figure::Completed,
            Figure::Requested,
            Figure::Returned,
            Figure::Closed,
            Figure::Withdrawn,
        ];
        for (first, key) in [("问题合计", "issues"), ("措施", "measures"), ("整改意见", "opinions")] {
            let expected: Vec<String> = figures.iter().map(|figure| summary[key][figure.key()].to_string()).collect();
            assert_eq!(line(first, figures.len() + 1), expected, "{day} {first}");
        }
    }
}
