//! Error values of spreadsheets: a formula that found nothing is no words of anybody, however the file holds it.

use crate::intake::grid::Cell;

/// The error values that Excel, WPS and LibreOffice show in a cell.
const FAULTS: [&str; 16] = [
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#BUSY!",
    "#GETTING_DATA",
    "#EXTERNAL!",
];

/// A cell of words, or an error value that the file holds as words: a CSV file knows nothing else.
pub(super) fn or_words(text: &str) -> Cell {
    match Cell::words_of(text) {
        Cell::Text(words) if is_fault(&words) => Cell::Fault(words),
        Cell::Text(words) if is_picture(&words) => Cell::Fault("单元格里的图片".into()),
        cell => cell,
    }
}

/// Whether words are nothing but an error value.
fn is_fault(words: &str) -> bool {
    // LibreOffice: Err:502.
    let numbered = |rest: &str| rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    words.starts_with('#') && FAULTS.iter().any(|fault| fault.eq_ignore_ascii_case(words))
        || words.strip_prefix("Err:").is_some_and(numbered)
}

/// Whether words are the formula by which WPS shows a picture in a cell: =DISPIMG("ID_…",1).
fn is_picture(words: &str) -> bool {
    let formula = words.strip_prefix('=').unwrap_or(words);
    formula.strip_prefix("_xlfn.").unwrap_or(formula).starts_with("DISPIMG(\"ID_") && words.ends_with(')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_values_are_told_from_words() {
        for words in ["#REF!", " #N/A ", "#value!", "#DIV/0!", "#NAME?", "Err:502", "#GETTING_DATA"] {
            assert!(matches!(or_words(words), Cell::Fault(_)), "{words}");
        }
        for words in ["#", "#1", "单元格显示 #REF!", "Err:", "Err:5021", "#REF! 请核对"] {
            assert!(matches!(or_words(words), Cell::Text(_)), "{words}");
        }
        for words in [r#"=DISPIMG("ID_AB12",1)"#, r#"_xlfn.DISPIMG("ID_AB12",1)"#] {
            assert_eq!(or_words(words), Cell::Fault("单元格里的图片".into()));
        }
        assert_eq!(or_words(" "), Cell::Empty);
    }
}
