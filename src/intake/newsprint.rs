//! What a printed page leaves in a paper's text: notices between columns, lines broken at the edge.

/// Where (下转第七版) and its like stand in a line, brackets included, as byte positions of start and end.
pub(super) fn column_breaks(line: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for word in ["下转", "上接"] {
        for (at, _) in line.match_indices(word) {
            let Some(open) = line[..at].chars().next_back().filter(|c| matches!(c, '(' | '（' | '[' | '【')) else {
                continue;
            };
            // 第十二版 and a title of a few characters at most.
            let close = line[at..].char_indices().take(20).find(|(_, c)| matches!(c, ')' | '）' | ']' | '】'));
            if let Some((length, close)) = close
                && line[at..at + length].ends_with(['版', '页'])
            {
                found.push((at - open.len_utf8(), at + length + close.len_utf8()));
            }
        }
    }
    found.sort_unstable();
    found
}

/// How wide a text is on paper: a character of the ASCII range is half as wide as the others.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The width at which the lines of a text break, when they break at the edge of a page (a copy from a PDF): most lines are
/// about as long as the longest, and none is long.
pub(super) fn wrapped_at<'a>(lines: impl Iterator<Item = &'a str>) -> Option<usize> {
    const LINES: usize = 20;
    const WIDEST: usize = 130;
    let widths: Vec<usize> = lines
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| columns(line.char_indices().nth(WIDEST).map_or(line, |(end, _)| &line[..end])))
        .collect();
    let widest = widths.iter().copied().max()?;
    let full = widths.iter().filter(|width| **width + 4 >= widest).count();
    (widths.len() >= LINES && widest <= WIDEST && full * 100 >= widths.len() * 45).then_some(widest)
}

#[cfg(test)]
mod tests {
    use super::column_breaks;

    #[test]
    fn only_notices_in_brackets_are_column_breaks() {
        let found =
            |line: &'static str| column_breaks(line).into_iter().map(|(from, to)| &line[from..to]).collect::<Vec<_>>();
        assert_eq!(found("甲(下转第七版) （上接第六版）乙"), ["(下转第七版)", "（上接第六版）"]);
        assert!(found("由一审下转二审；(下转办理)").is_empty());
    }
}
