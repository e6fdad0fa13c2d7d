//! `--disclosure` and `--public-words`: the same two flags wherever a mark of 公开范围 can be set.

use super::{Result, error::CliError, term};
use crate::domain::{disclosure::DisclosureEdit, item::Disclosure};

/// Flatten it into the arguments of what can be marked.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Marks {
    /// 公开范围：可公开、党内通报、不公开
    #[arg(long, value_name = "范围", value_parser = term::one::<Disclosure>)]
    disclosure: Option<Disclosure>,
    /// 对外公开用的表述（空值则去掉）
    #[arg(long, value_name = "文字")]
    public_words: Option<String>,
}

impl Marks {
    /// What is to be set; `None` when neither flag was given.
    pub(super) fn edit(&self) -> Result<Option<DisclosureEdit>> {
        if self.disclosure.is_none() && self.public_words.is_none() {
            return Ok(None);
        }
        let words = match self.public_words.as_deref() {
            None => None,
            Some(typed) => {
                let words = term::text("--public-words", typed)?;
                Some(Some(words.trim().to_owned()).filter(|words| !words.is_empty()))
            }
        };
        Ok(Some(DisclosureEdit { disclosure: self.disclosure, public_words: words }))
    }

    /// The same where nothing else could be meant.
    pub(super) fn needed(&self) -> Result<DisclosureEdit> {
        self.edit()?.ok_or_else(|| {
            CliError::usage(
                "nothing_given",
                "没有写要改什么",
                "这里能改的是公开范围和公开表述",
                "加 --disclosure 可公开、党内通报或不公开；可再加 --public-words 公开表述",
            )
        })
    }
}
