//! Terms, lists and longer texts as they are typed.

use super::{Result, error::CliError};
use crate::{
    domain::figures::Grouping,
    zh::{
        label::{Label, all_labels, from_words},
        name_list::COMMAS,
    },
};
use encoding_rs::GB18030;
use std::{io::Read as _, path::Path};

/// The largest file that is read into a field of text; the field itself holds far less.
const MAX_TEXT_FILE: u64 = 4 * 1024 * 1024;

/// Several terms of one kind, typed with commas between them.
#[derive(Debug, Clone)]
pub(super) struct Terms<T>(pub(super) Vec<T>);

/// Reads one term by its Chinese word or English key; for clap's `value_parser`.
pub(super) fn one<T: Label>(word: &str) -> Result<T, String> {
    from_words(word).ok_or_else(|| format!("可以写的是：{}", all_labels::<T>()))
}

/// Reads terms parted by commas; for clap's `value_parser`.
pub(super) fn many<T: Label>(words: &str) -> Result<Terms<T>, String> {
    let terms = list(words).map(one).collect::<Result<Vec<T>, String>>()?;
    if terms.is_empty() { Err(format!("可以写的是：{}", all_labels::<T>())) } else { Ok(Terms(terms)) }
}

/// The terms of a flag that may be given several times.
pub(super) fn all<T: Copy>(given: &[Terms<T>]) -> Vec<T> {
    given.iter().flat_map(|terms| terms.0.iter().copied()).collect()
}

/// The entries of a list typed with commas between them.
pub(super) fn list(words: &str) -> impl Iterator<Item = &str> {
    words.split(COMMAS).map(str::trim).filter(|word| !word.is_empty())
}

/// Names as typed: the use case, which knows the roster, parts them at commas.
pub(super) fn names(flag: &str, given: &[String]) -> Result<Vec<String>> {
    // An empty value is a script's slip: it must not take a role from anybody.
    if given.iter().any(|words| list(words).next().is_none()) {
        return Err(empty(flag));
    }
    Ok(given.to_vec())
}

/// A flag that was given without a value.
pub(super) fn empty(flag: &str) -> CliError {
    let hint = "写上名称；不要这个条件就去掉它，要清空职责写 无";
    CliError::usage("empty_value", format!("{flag} 的值是空的"), "空的值没有意思", hint)
}

/// A text as typed, or with `@` before it the content of that file, as UTF-8 or else GB18030.
pub(super) fn text(flag: &str, typed: &str) -> Result<String> {
    let Some(name) = typed.strip_prefix('@').filter(|name| !name.is_empty()) else { return Ok(typed.to_owned()) };
    let path = Path::new(name);
    let size = CliError::unless_regular(path)?.len();
    // It may grow meanwhile: never more is read than a field can need.
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|e| CliError::file(path, &e))?;
    if size <= MAX_TEXT_FILE {
        file.take(MAX_TEXT_FILE + 1).read_to_end(&mut bytes).map_err(|e| CliError::file(path, &e))?;
    }
    let size = size.max(bytes.len() as u64);
    if size > MAX_TEXT_FILE {
        return Err(CliError::usage(
            "file_too_large",
            format!("{flag} 的文件“{name}”太大"),
            format!("有 {} MB，不会是一段文字", size.div_ceil(1024 * 1024)),
            "核对文件名；长材料用 taizhang attach 作佐证保存",
        ));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned).ok_or_else(
        || {
            CliError::usage(
                "not_text",
                format!("{flag} 的文件“{name}”不是文字"),
                "既不是 UTF-8 也不是 GB18030 编码",
                "另存为 UTF-8 编码的 .txt 后重试；作佐证保存用 taizhang attach",
            )
        },
    )
}

/// The same for a flag that may be left out.
pub(super) fn text_opt(flag: &str, typed: Option<&str>) -> Result<Option<String>> {
    typed.map(|typed| text(flag, typed)).transpose()
}

/// Reads `--by` of a reading verb. It shares its id with the global `--by` (经办人), so it comes as plain text.
pub(super) fn grouping(words: &str) -> Result<Grouping> {
    from_words(words).ok_or_else(|| {
        let known = all_labels::<Grouping>();
        CliError::usage("bad_value", format!("不能按“{words}”分组"), "没有这种分组", format!("可以写：{known}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{item::ItemKind, lifecycle::Progress};

    #[test]
    fn lists_take_every_comma_that_people_type() {
        assert_eq!(
            list("政治部，办公室、研究室；执行局,").collect::<Vec<_>>(),
            ["政治部", "办公室", "研究室", "执行局"]
        );
        for nothing in ["", " ", "，"] {
            assert!(names("--dept", &["政治部".into(), nothing.into()]).is_err(), "{nothing:?}");
        }
        assert_eq!(many::<ItemKind>("问题、measure").unwrap().0, [ItemKind::Issue, ItemKind::Measure]);
        assert!(many::<Progress>("问题").unwrap_err().contains("整改中"));
        assert!(many::<Progress>("，").is_err());
    }
}
