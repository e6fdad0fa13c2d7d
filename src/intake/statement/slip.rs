//! Slips of the hand about numbers: units and marks that stand twice.

use super::{Passage, excerpt};
use crate::{
    domain::stated::{Fault, FigureCheck, Weight},
    zh::numeral::{fold_char, is_chinese_numeral},
};

/// What is wrong wherever it stands behind a number, and what was meant.
const UNITS: [(&str, &str); 8] = [
    ("万万元", "万元"),
    ("亿万元", "万元（或亿元）"),
    ("亿亿元", "亿元"),
    ("万元万元", "万元"),
    ("元元", "元"),
    ("%%", "%"),
    ("个百分点%", "个百分点"),
    ("人次人次", "人次"),
];

const COUNTERS: [char; 13] = ['个', '项', '条', '件', '份', '人', '名', '家', '次', '起', '处', '户', '笔'];

/// What may follow a counter that stands twice by mistake. Elsewhere the second one begins a word: 3个个人, 5项项目.
const BEHIND: [&str; 10] = ["问题", "事项", "措施", "整改", "任务", "意见", "线索", "案件", "制度", "隐患"];

/// Looks for slips.
pub(super) fn find(passage: &Passage<'_>, checks: &mut Vec<FigureCheck>) {
    for sentence in passage.text.split(['。', '\n']) {
        let folded: String = sentence.chars().map(|c| if matches!(c, '％' | '﹪') { '%' } else { c }).collect();
        for (wrong, right) in slips(&folded) {
            checks.push(FigureCheck {
                weight: Weight::Finding,
                fault: Fault::Slip,
                place: passage.place.to_owned(),
                words: folded.find(&wrong).map_or_else(String::new, |at| excerpt(&folded, at, at + wrong.len())),
                stated: wrong,
                computed: right,
                against: "单位或符号重复".to_owned(),
            });
        }
    }
}

fn slips(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut number = 0;
    for (at, c) in text.char_indices() {
        if !(fold_char(c).is_ascii_digit() || is_chinese_numeral(c) || (c == '.' && number > 0)) {
            if number > 0 {
                let begun = at - number;
                // 万 belongs to the numeral as well as to the unit.
                let from = at - (text[..at].len() - text[..at].trim_end_matches('万').len()).min(number);
                if let Some((wrong, right)) = slip(&text[from..]).or_else(|| slip(&text[at..])) {
                    let end = if text[from..].starts_with(&wrong) { from } else { at } + wrong.len();
                    found.push((text[begun..end].to_owned(), format!("{}{right}", &text[begun..end - wrong.len()])));
                } else if text[..begun].ends_with("百分之") && c == '%' {
                    found.push((format!("百分之{}%", &text[begun..at]), format!("{}%", &text[begun..at])));
                }
            }
            number = 0;
        } else {
            number += c.len_utf8();
        }
    }
    found
}

/// What is wrong right behind a number, and what was meant.
fn slip(behind: &str) -> Option<(String, String)> {
    if let Some((wrong, right)) = UNITS.iter().find(|(wrong, _)| behind.starts_with(wrong)) {
        return Some(((*wrong).to_owned(), (*right).to_owned()));
    }
    let mut chars = behind.chars();
    let counter = chars.next().filter(|c| COUNTERS.contains(c))?;
    let rest = chars.as_str().strip_prefix(counter)?;
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let thing = BEHIND.iter().any(|word| rest.starts_with(word));
    (ends || thing).then(|| (format!("{counter}{counter}"), counter.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_that_stand_twice_are_slips() {
        for (text, wrong, right) in [
            ("追缴12.5万万元", "12.5万万元", "12.5万元"),
            ("追缴三万万元", "三万万元", "三万元"),
            ("上缴8亿万元", "8亿万元", "8万元（或亿元）"),
            ("退还300元元", "300元元", "300元"),
            ("完成率98.7%%", "98.7%%", "98.7%"),
            ("占百分之80%", "百分之80%", "80%"),
            ("发现3个个问题", "3个个", "3个"),
            ("处理5人人，", "5人人", "5人"),
        ] {
            assert_eq!(slips(text), [(wrong.to_owned(), right.to_owned())], "{text}");
        }
    }

    #[test]
    fn words_that_begin_like_a_counter_are_none() {
        for text in
            ["3个个人账户", "5项项目", "亿万群众", "2名名师", "6处处室", "家家户户", "12条条款", "3.5万亿元", "98.7%"]
        {
            assert_eq!(slips(text), [], "{text}");
        }
    }
}
