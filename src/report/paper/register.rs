//! 发文登记: every number that was given, those of papers taken back among them.

use crate::{
    domain::{disclosure::Audience, reminder::Letter},
    report::{
        Result,
        page::{Block, Cell, Column, PageSink, Tone},
    },
    store::{
        Reader,
        query::{IssuedPaper, Round},
    },
    zh::{issuing::document_number, label::Label as _},
};
use serde_json::{Value, json};

/// The register of issued papers.
pub struct Register {
    papers: Vec<IssuedPaper>,
    rounds: Vec<Round>,
}

impl Register {
    /// The papers of all registers, or of one, of one year, of one round; those taken back among them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(reader: &Reader<'_>, register: Option<&str>, year: Option<i64>, round: Option<&Round>) -> Result<Self> {
        let mut papers = reader.issued_papers()?;
        papers.retain(|paper| {
            register.is_none_or(|register| paper.register == register.trim())
                && year.is_none_or(|year| paper.year == year)
                && round.is_none_or(|round| paper.round.is_none_or(|of| of == round.id))
        });
        Ok(Self { papers, rounds: reader.rounds()? })
    }

    fn round_of(&self, paper: &IssuedPaper) -> Option<&str> {
        self.rounds.iter().find(|round| Some(round.id) == paper.round).map(|round| round.key.as_str())
    }

    /// The papers in a document.
    pub fn document(&self) -> impl Iterator<Item = Value> {
        self.papers.iter().map(|paper| {
            json!({
                "number": number_of(paper),
                "register": paper.register, "year": paper.year, "no": paper.number, "title": paper.title,
                "as_of": paper.as_of, "issued_on": paper.issued_on, "issued_by": paper.by, "round": self.round_of(paper),
                "addressee": paper.addressee.as_ref().map(|party| &party.name),
                "tier": paper.letter.map(|letter| letter.tier), "reply_by": paper.letter.map(|letter| letter.reply_by),
                "audience": paper.audience, "looked_at": paper.looked_at, "items": paper.items.len(),
                "withdrawn": paper.withdrawn, "original": paper.original,
            })
        })
    }

    /// The register as a page.
    ///
    /// # Errors
    /// Trouble with the place written to.
    pub fn page(&self, sink: &mut dyn PageSink) -> Result<()> {
        sink.title("发文登记", None)?;
        if self.papers.is_empty() {
            let words = "还没有发过文。催办用 taizhang paper reminder，通报用 taizhang paper bulletin --issue，发文字号由程序编。";
            sink.block(Block::Paragraph(words.into()))?;
            return Ok(sink.finish()?);
        }
        sink.begin_grid(&[
            Column::rigid("发文字号"),
            Column::text("标题", 3),
            Column::day("发文日期"),
            Column::number("事项"),
            Column::day("答复期限"),
            Column::rigid("状态"),
        ])?;
        for paper in &self.papers {
            let title = Cell::text(paper.title.clone());
            sink.row(vec![
                number_of(paper).into(),
                if paper.withdrawn { title.toned(Tone::Muted) } else { title },
                paper.issued_on.into(),
                i64::try_from(paper.items.len()).unwrap_or(i64::MAX).into(),
                paper.letter.map(|Letter { reply_by, .. }| reply_by).into(),
                Cell::text(match (paper.withdrawn, paper.letter, paper.audience) {
                    (true, ..) => "作废",
                    (false, Some(letter), _) => letter.tier.label(),
                    (false, None, Some(Audience::Party)) => "通报",
                    (false, None, Some(Audience::Public)) => "公开通报",
                    (false, None, None) => "已印发",
                }),
            ])?;
        }
        sink.end_grid()?;
        let void = self.papers.iter().filter(|paper| paper.withdrawn).count();
        sink.block(Block::Note(format!("共{}号，其中作废{void}号；作废的号不再使用。", self.papers.len())))?;
        let kept = |paper: &&IssuedPaper| paper.original.is_some();
        if self.papers.iter().any(|paper| kept(&paper)) {
            let words = "印发时的原件随号留存，用 taizhang paper register --no 号数 取。";
            sink.block(Block::Note(words.into()))?;
        }
        let bare: Vec<String> =
            self.papers.iter().filter(|paper| !paper.withdrawn && !kept(paper)).map(number_of).collect();
        if !bare.is_empty() {
            let words = format!("没有留存原件的共{}号，由较早版本印发：{}。", bare.len(), bare.join("、"));
            sink.block(Block::Note(words))?;
        }
        for paper in self.papers.iter().filter(|paper| paper.looked_at.is_some_and(|words| words > 0)) {
            let (number, words) = (number_of(paper), paper.looked_at.unwrap_or_default());
            let by = &paper.by;
            sink.block(Block::Note(format!("{number}公开前由{by}逐处看过{words}处人名、案号等字样。")))?;
        }
        Ok(sink.finish()?)
    }
}

fn number_of(paper: &IssuedPaper) -> String {
    document_number(&paper.register, paper.year, paper.number)
}
