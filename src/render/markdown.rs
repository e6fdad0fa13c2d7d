//! Markdown with GitHub's tables, for wikis and mail.
//!
//! Everything that Markdown or HTML would take for markup is escaped, so that words stay words.

use crate::{
    domain::Day,
    render::{
        grid::OpenGrid,
        words::{as_of_words, signed_words, words},
    },
    report::page::{Align, Block, Cell, Column, PageSink, Tone},
    zh::sanitize::visible,
};
use std::io;

/// Writes a page as Markdown.
pub struct MarkdownPage<'w> {
    out: &'w mut dyn io::Write,
    grid: OpenGrid,
    /// The row written last, for cells that are the same as above: a row says everything by itself.
    above: Vec<Cell>,
    started: bool,
}

impl<'w> MarkdownPage<'w> {
    /// A page to be written there. The writer should be buffered.
    pub fn new(out: &'w mut dyn io::Write) -> Self {
        Self { out, grid: OpenGrid::default(), above: Vec::new(), started: false }
    }

    /// Sets the next piece off from the one before.
    fn piece(&mut self) -> io::Result<()> {
        self.grid.none_open()?;
        if std::mem::replace(&mut self.started, true) { writeln!(self.out) } else { Ok(()) }
    }

    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        writeln!(self.out, "| {} |", columns.iter().map(|c| inline(&c.title)).collect::<Vec<_>>().join(" | "))?;
        let rules = columns.iter().map(|column| match column.align {
            Align::Left => "---",
            Align::Centre => ":---:",
            Align::Right => "---:",
        });
        writeln!(self.out, "| {} |", rules.collect::<Vec<_>>().join(" | "))
    }

    fn cells(&mut self, cells: &[Cell]) -> io::Result<()> {
        writeln!(self.out, "| {} |", cells.iter().map(worded).collect::<Vec<_>>().join(" | "))
    }
}

/// A text in which no character is markup; line breaks become `<br>`, so that a cell stays in its line.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '\\' | '|' | '`' | '*' | '_' | '~' | '<' | '>' | '[' | ']' | '&' | '$' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A text at the beginning of a line, where more characters are markup: `# `, `- `, `1. `.
fn at_line_start(text: &str) -> String {
    let text = inline(text.trim_start());
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some(b'#' | b'+' | b'-' | b'=') if digits == 0 => format!("\\{text}"),
        _ => text,
    }
}

/// A cell's words, escaped; words of greater weight are bold.
fn worded(cell: &Cell) -> String {
    let text = inline(&words(&cell.value));
    if cell.tone == Tone::Strong && !text.trim().is_empty() { format!("**{}**", text.trim()) } else { text }
}

impl PageSink for MarkdownPage<'_> {
    fn title(&mut self, title: &str, as_of: Option<Day>) -> io::Result<()> {
        self.piece()?;
        writeln!(self.out, "# {}", inline(title))?;
        as_of.map_or(Ok(()), |day| writeln!(self.out, "\n{}", as_of_words(day)))
    }

    fn block(&mut self, block: Block) -> io::Result<()> {
        self.piece()?;
        match block {
            Block::Heading { level, text } => {
                writeln!(self.out, "{} {}", "#".repeat(usize::from(level.clamp(1, 5)) + 1), inline(&text))
            }
            Block::Paragraph(text) => {
                let paragraphs: Vec<_> = text.lines().map(at_line_start).filter(|line| !line.is_empty()).collect();
                writeln!(self.out, "{}", paragraphs.join("\n\n"))
            }
            Block::KeyValues(pairs) => {
                pairs.iter().try_for_each(|(key, cell)| writeln!(self.out, "- {}：{}", inline(key), worded(cell)))
            }
            Block::Chart(bars) => {
                self.columns(&[Column::rigid(bars.title), Column::number("")])?;
                bars.rows.iter().try_for_each(|(label, number)| self.cells(&[label.as_str().into(), (*number).into()]))
            }
            Block::Note(text) => writeln!(self.out, "> 注：{}", inline(&text)),
            Block::DocumentNumber(text) => writeln!(self.out, "{}", at_line_start(&text)),
            Block::Addressee(text) => writeln!(self.out, "{}：", at_line_start(&text)),
            Block::Signature { office, day } => {
                writeln!(self.out, "{}\n\n{}", at_line_start(&office), signed_words(day))
            }
            Block::Form(rows) => rows
                .iter()
                .flatten()
                .try_for_each(|asked| writeln!(self.out, "- {}：{}", inline(&asked.label), worded(&asked.cell))),
            Block::PageBreak => writeln!(self.out, "---"),
        }
    }

    fn begin_grid(&mut self, columns: &[Column]) -> io::Result<()> {
        self.piece()?;
        self.grid.begin(columns.len())?;
        self.above.clear();
        self.columns(columns)
    }

    fn band(&mut self, text: &str, _tone: Tone) -> io::Result<()> {
        let row = self.grid.fill(vec![Cell::text(text).toned(Tone::Strong)])?;
        self.cells(&row)
    }

    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        self.grid.repeat(cells, &mut self.above)?;
        let cells = std::mem::take(&mut self.above);
        self.cells(&cells)?;
        self.above = cells;
        Ok(())
    }

    fn end_grid(&mut self) -> io::Result<()> {
        self.grid.end()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.grid.none_open()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn written(build: impl FnOnce(&mut MarkdownPage<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        let mut page = MarkdownPage::new(&mut out);
        build(&mut page).unwrap();
        page.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn page_as_markdown() {
        insta::assert_snapshot!(written(|page| sample::push(page)));
    }

    #[test]
    fn markup_in_words_is_escaped() {
        for (words, cell) in [
            ("甲|乙", "甲\\|乙"),
            ("甲\\|乙", "甲\\\\\\|乙"),
            ("甲\r\n乙", "甲<br>乙"),
            ("<script>", "\\<script\\>"),
            ("**重**_点_`码`", "\\*\\*重\\*\\*\\_点\\_\\`码\\`"),
            ("[链](http://x)", "\\[链\\](http://x)"),
            ("&lt;", "\\&lt;"),
            ("\u{1b}[2J", "\\\\u{1b}\\[2J"),
        ] {
            let text = written(|page| {
                page.begin_grid(&[Column::rigid("列")])?;
                page.row(vec![words.into()])?;
                page.end_grid()
            });
            assert_eq!(text, format!("| 列 |\n| --- |\n| {cell} |\n"), "{words}");
        }
    }

    #[test]
    fn words_at_the_start_of_a_line_do_not_become_lists_or_headings() {
        for (words, line) in [
            ("1. 一", "1\\. 一"),
            ("2024年", "2024年"),
            ("# 一", "\\# 一"),
            ("- 一", "\\- 一"),
            ("  12) 一", "12\\) 一"),
        ] {
            assert_eq!(written(|page| page.block(Block::Paragraph(words.into()))), format!("{line}\n"));
        }
    }
}
