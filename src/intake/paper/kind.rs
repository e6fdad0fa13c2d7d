//! What kind of paper a text is: by its title, by how it opens, and by the labels it uses.

use crate::intake::field::Field;
use crate::intake::marker::Style;
use crate::intake::outline::Outline;
use crate::intake::plan::PaperKind;
use crate::intake::wording;

/// How many paragraphs a paper needs at most to say what it is.
const OPENING: usize = 12;

/// Tells the kind of paper. A text without any heading (a news story, say) is of no kind.
pub(super) fn of(outline: &Outline) -> PaperKind {
    let label = |fields: &[Field]| {
        outline.nodes.iter().any(|node| matches!(node.marker.map(|marker| marker.style), Some(Style::Field(field)) if fields.contains(&field)))
    };
    let headed = outline.nodes.iter().any(|node| {
        node.marker.is_some_and(|marker| {
            (marker.style.is_numbered() && marker.style != Style::Shi) || matches!(marker.style, Style::Field(_))
        })
    });
    if !headed {
        return PaperKind::Unknown;
    }
    let title: String = outline
        .nodes
        .iter()
        .take_while(|node| node.marker.is_none())
        .take(3)
        .map(|node| first(&node.text, 80))
        .collect();
    let opening: String = outline
        .nodes
        .iter()
        .take_while(|node| node.marker.is_none())
        .take(OPENING)
        .map(|node| first(&node.text, 600))
        .collect();
    let headings = || {
        outline
            .nodes
            .iter()
            .filter(|node| node.parent.is_none() && node.marker.is_some())
            .map(|node| wording::plain(first(node.words(), 60)))
    };
    if title.contains("整改方案") || title.contains("整改任务") || title.contains("整改清单") {
        return PaperKind::Plan;
    }
    if ["整改进展", "整改落实情况", "整改情况", "整改工作情况", "整改报告", "整改完成情况"]
        .iter()
        .any(|word| title.contains(word))
    {
        return PaperKind::Report;
    }
    if title.contains("反馈意见") && !title.contains("整改") {
        return PaperKind::Feedback;
    }
    let reported = ["整改进展情况", "整改情况", "整改落实情况"].iter().any(|word| opening.contains(word))
        && ["公布", "公开", "通报", "汇报", "报告"].iter().any(|word| opening.contains(word));
    if reported
        || label(&[Field::Situation])
        || headings().any(|words| words.contains("整改落实情况") || words.contains("整改进展"))
    {
        return PaperKind::Report;
    }
    if label(&[Field::Measures]) || opening.contains("整改方案") {
        return PaperKind::Plan;
    }
    if opening.contains("反馈") || headings().any(|words| words.contains("反馈")) || is_list_by_aspect(outline) {
        return PaperKind::Feedback;
    }
    PaperKind::Unknown
}

/// Whether a text without a title is nothing but 方面 with numbered lines below each: the list of a feedback, copied out.
fn is_list_by_aspect(outline: &Outline) -> bool {
    let mut tops = outline.nodes.iter().enumerate().filter(|(_, node)| node.parent.is_none()).peekable();
    let is_aspect = |at: usize| {
        let node = &outline.nodes[at];
        let below = |style: Style| style.is_numbered() && style != Style::Shi;
        node.marker.is_some_and(|marker| marker.style.is_numbered())
            && wording::plain(first(node.words(), 60)).ends_with("方面")
            && outline.nodes.iter().any(|n| n.parent == Some(at) && n.marker.is_some_and(|m| below(m.style)))
    };
    tops.peek().is_some() && tops.all(|(at, _)| is_aspect(at))
}

fn first(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(end, _)| &text[..end])
}
