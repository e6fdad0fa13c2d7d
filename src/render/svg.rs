//! Pictures as inline SVG: the course of the work, closings by month, bars. Drawn from the models of [`crate::report::board`].
//!
//! Colours are classes, so that light, dark and paper have their own; sizes are attributes, since a page that allows no
//! inline styles must not need any. Each picture says in `title` and `desc` what it shows; the numbers stand in a table beside it.

use super::html::escaped;
use crate::report::board::{Course, month_words};
use std::fmt::Write as _;

/// A drawing area with its axes.
struct Plot {
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    most: f64,
}

impl Plot {
    fn x(&self, share: f64) -> f64 {
        self.left + (self.width - self.left - self.right) * share
    }

    fn y(&self, value: f64) -> f64 {
        self.height - self.bottom - (self.height - self.top - self.bottom) * value / self.most
    }

    fn open(&self, id: &str, title: &str, desc: &str) -> String {
        // A wide picture becomes small on a phone: its letters are drawn larger there.
        let class = if self.width > 500.0 { "\"chart wide\"" } else { "chart" };
        format!(
            "<svg class={class} viewBox=\"0 0 {} {}\" role=img aria-labelledby=\"{id}-t {id}-d\"><title id={id}-t>{}</title><desc id={id}-d>{}</desc>",
            self.width,
            self.height,
            escaped(title),
            escaped(desc)
        )
    }

    /// Lines across with their numbers.
    fn scale(&self, out: &mut String, step: i64) {
        let mut value = 0;
        while as_f64(value) <= self.most {
            let y = self.y(as_f64(value));
            let _ = write!(
                out,
                "<line class=rule x1={:.1} x2={:.1} y1={y:.1} y2={y:.1} /><text class=num x={:.1} y={:.1}>{value}</text>",
                self.left,
                self.width - self.right,
                self.left - 8.0,
                y + 4.0
            );
            value += step;
        }
    }
}

/// Counts are far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
fn as_f64(count: i64) -> f64 {
    count as f64
}

/// A step of 1, 2 or 5 times a power of ten that divides a scale into at most five.
fn step(most: i64) -> i64 {
    let mut step = 1;
    loop {
        for nice in [1, 2, 5] {
            if most <= step * nice * 5 {
                return step * nice;
            }
        }
        step *= 10;
    }
}

/// The course of the work as lines: what is not completed, what is not struck off, and what may still be open.
#[must_use]
pub fn course(course: &Course) -> String {
    let most = course.points.iter().map(|point| point.total).max().unwrap_or(0);
    let step = step(most.max(1));
    let plot = Plot {
        width: 760.0,
        height: 300.0,
        left: 44.0,
        right: 52.0,
        top: 16.0,
        bottom: 34.0,
        most: as_f64(most.max(1)),
    };
    let form = if course.step == "月" { "%y年%-m月" } else { "%-m月%-d日" };
    let (Some(first), Some(last)) = (course.points.first(), course.points.last()) else { return String::new() };
    let span = (last.day - first.day).num_days().max(1);
    let at = |day: crate::domain::Day| plot.x(as_f64((day - first.day).num_days()) / as_f64(span));
    let desc = format!(
        "{}，问题{}个，未完成{}个，未销号{}个；{}，问题{}个，未完成{}个，未销号{}个。",
        first.day,
        first.total,
        first.uncompleted,
        first.unclosed,
        last.day,
        last.total,
        last.uncompleted,
        last.unclosed
    );
    let mut out = plot.open("course", "未完成和未销号问题数的走势", &desc);
    plot.scale(&mut out, step);
    // About six days are named, the last always; on a phone every second one.
    let every = course.points.len().div_ceil(6).max(1);
    let named: Vec<_> = course.points.iter().rev().step_by(every).collect();
    for (place, point) in named.iter().enumerate() {
        let class = if place % 2 == 1 { "day minor" } else { "day" };
        let _ = write!(
            out,
            "<text class=\"{class}\" x={:.1} y={:.1}>{}</text>",
            at(point.day),
            plot.height - 10.0,
            point.day.format(form)
        );
    }
    let mut line = |class: &str, values: &[i64]| {
        let mut path = String::new();
        for (point, value) in course.points.iter().zip(values) {
            let sign = if path.is_empty() { 'M' } else { 'L' };
            let _ = write!(path, "{sign}{:.1} {:.1}", at(point.day), plot.y(as_f64(*value)));
        }
        if class == "open" {
            let (base, from, to) = (plot.y(0.0), at(first.day), at(last.day));
            let _ = write!(out, "<path class=area d=\"{path}L{to:.1} {base:.1}L{from:.1} {base:.1}Z\" />");
        }
        let _ = write!(out, "<path class=\"line {class}\" d=\"{path}\" />");
    };
    line("plan", &course.points.iter().map(|point| point.planned).collect::<Vec<_>>());
    line("unclosed", &course.points.iter().map(|point| point.unclosed).collect::<Vec<_>>());
    line("open", &course.points.iter().map(|point| point.uncompleted).collect::<Vec<_>>());
    // The last numbers stand at the ends of their lines, and never on each other.
    let (mut open, mut unclosed) = (plot.y(as_f64(last.uncompleted)), plot.y(as_f64(last.unclosed)));
    let x = at(last.day);
    for (class, y) in [("open", open), ("unclosed", unclosed)] {
        let _ = write!(out, "<circle class=\"dot {class}\" cx={x:.1} cy={y:.1} r=4 />");
    }
    if last.uncompleted == last.unclosed {
        let _ =
            write!(out, "<text class=\"end open\" x={:.1} y={:.1}>{}</text>", x + 9.0, open + 5.0, last.uncompleted);
    } else {
        if (unclosed - open).abs() < 20.0 {
            let middle = f64::midpoint(open, unclosed);
            let down = if unclosed < open { 10.0 } else { -10.0 };
            (open, unclosed) = (middle + down, middle - down);
        }
        for (class, y, value) in [("open", open, last.uncompleted), ("unclosed", unclosed, last.unclosed)] {
            let _ = write!(out, "<text class=\"end {class}\" x={:.1} y={:.1}>{value}</text>", x + 9.0, y + 5.0);
        }
    }
    out.push_str("</svg>");
    out
}

/// Closings by month as columns; what was taken back since is drawn hollow.
#[must_use]
pub fn closings(months: &[(String, i64, i64)]) -> String {
    let most = months.iter().map(|(_, count, _)| *count).max().unwrap_or(0).max(1);
    let plot =
        Plot { width: 420.0, height: 300.0, left: 36.0, right: 10.0, top: 24.0, bottom: 34.0, most: as_f64(most) };
    let said: Vec<String> = months.iter().map(|(month, count, _)| format!("{}{count}个", month_words(month))).collect();
    let mut out = plot.open("closings", "各月销号问题数", &said.join("，"));
    plot.scale(&mut out, step(most));
    let count = i64::try_from(months.len()).unwrap_or(1).max(1);
    let room = (plot.width - plot.left - plot.right) / as_f64(count);
    let wide = (room * 0.62).min(46.0);
    let every = months.len().div_ceil(8).max(1);
    for (place, (month, count, back)) in (0_i64..).zip(months) {
        let middle = plot.left + room * (as_f64(place) + 0.5);
        let (x, base) = (middle - wide / 2.0, plot.y(0.0));
        let (top, kept) = (plot.y(as_f64(*count)), plot.y(as_f64(count - back)));
        if count > back {
            let _ = write!(out, "<rect class=column x={x:.1} y={kept:.1} width={wide:.1} height={:.1} />", base - kept);
        }
        if *back > 0 {
            let _ = write!(out, "<rect class=back x={x:.1} y={top:.1} width={wide:.1} height={:.1} />", kept - top);
        }
        if *count > 0 && months.len() <= 24 {
            let _ = write!(out, "<text class=value x={middle:.1} y={:.1}>{count}</text>", top - 7.0);
        }
        let last = i64::try_from(months.len()).unwrap_or(0) - 1;
        if (last - place) % i64::try_from(every).unwrap_or(1) == 0 {
            let words = if months.len() > 12 {
                month[2..].to_owned()
            } else {
                format!("{}月", month[5..].trim_start_matches('0'))
            };
            let class = if (last - place) / i64::try_from(every).unwrap_or(1) % 2 == 1 { "day minor" } else { "day" };
            let _ = write!(
                out,
                "<text class=\"{class}\" x={middle:.1} y={:.1}>{}</text>",
                plot.height - 10.0,
                escaped(&words)
            );
        }
    }
    out.push_str("</svg>");
    out
}

/// A thin bar that is filled as far as the rate is high. What it shows stands beside it in words.
#[must_use]
pub fn bar(part: i64, whole: i64) -> String {
    stack(&[("fill", part), ("track", whole - part)])
}

/// Parts of a whole side by side, in their colours. The numbers stand beside it in a table.
#[must_use]
pub fn stack(parts: &[(&str, i64)]) -> String {
    let whole: i64 = parts.iter().map(|(_, count)| *count).sum();
    let mut out = "<svg class=bar viewBox=\"0 0 1000 10\" preserveAspectRatio=none aria-hidden=true>".to_owned();
    let mut from = 0.0;
    for (class, count) in parts.iter().filter(|(_, count)| *count > 0) {
        let wide = 1000.0 * as_f64(*count) / as_f64(whole);
        let _ = write!(out, "<rect class={class} x={from:.1} width={wide:.1} height=10 />");
        from += wide;
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_have_round_steps() {
        for (most, wanted) in
            [(1, 1), (5, 1), (6, 2), (10, 2), (11, 5), (25, 5), (26, 10), (43, 10), (101, 50), (10_000, 2_000)]
        {
            assert_eq!(step(most), wanted, "{most}");
        }
    }

    #[test]
    fn parts_fill_the_whole_bar() {
        let drawn = stack(&[("r", 1), ("y", 0), ("d", 3)]);
        assert!(drawn.contains("<rect class=r x=0.0 width=250.0"), "{drawn}");
        assert!(drawn.contains("<rect class=d x=250.0 width=750.0"), "{drawn}");
        assert!(!drawn.contains("class=y"));
        assert!(!bar(0, 0).contains("rect"), "nothing is counted, nothing is drawn");
    }

    #[test]
    fn a_month_whose_closings_were_taken_back_is_drawn_hollow() {
        let drawn = closings(&[("2025-01".into(), 2, 2), ("2025-02".into(), 0, 0)]);
        assert!(drawn.contains("class=back") && !drawn.contains("class=column"), "{drawn}");
        assert!(drawn.contains("2025年1月2个，2025年2月0个"));
    }
}
