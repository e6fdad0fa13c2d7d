//! The conditions of a filter in words, for pages that show a part and must not pass for the whole.

use super::Result;
use crate::{
    domain::{
        Day,
        filter::Filter,
        ids::{ItemId, PartyId},
    },
    store::Reader,
    zh::label::all_of,
};

/// What a filter asks of items, the kinds first. Of rounds nothing is said: a page names its own.
pub(super) fn conditions(reader: &Reader<'_>, filter: &Filter) -> Result<String> {
    let names = |ids: &[PartyId]| -> Result<String> {
        let names = ids.iter().map(|id| Ok(reader.party(*id)?.name)).collect::<Result<Vec<_>>>()?;
        Ok(names.join("、"))
    };
    let codes = |ids: &[ItemId]| -> Result<String> {
        let codes = ids.iter().map(|id| Ok(reader.item(*id)?.code)).collect::<Result<Vec<_>>>()?;
        Ok(codes.join("、"))
    };
    let day = |day: Option<Day>| day.map(|d| d.to_string()).unwrap_or_default();
    let mut words = all_of(&filter.kinds);
    for (label, said) in [
        ("方面", codes(&filter.categories)?),
        ("来源", all_of(&filter.origins)),
        ("整改类型", all_of(&filter.types)),
        ("进度", all_of(&filter.progress)),
        ("亮灯", all_of(&filter.lights)),
        ("领导", names(&filter.leaders)?),
        ("部门", names(&filter.departments)?),
        ("责任人", names(&filter.persons)?),
        ("到期不晚于", day(filter.due_before)),
        ("到期不早于", day(filter.due_after)),
        ("内容含", filter.text.clone().unwrap_or_default()),
    ] {
        if !said.is_empty() {
            words.push_str(&format!("；{label} {said}"));
        }
    }
    Ok(words)
}

/// The same for a page that shows a part of its rounds; empty when it shows the whole.
///
/// # Errors
/// When the ledger cannot be read.
pub fn scope_words(reader: &Reader<'_>, filter: &Filter) -> Result<String> {
    let mut words = conditions(reader, filter)?;
    for (asked, said) in [
        (!filter.items.is_empty(), format!("指定的{}项", filter.items.len())),
        (!filter.closures.is_empty(), format!("销号 {}", all_of(&filter.closures))),
        (!filter.disclosures.is_empty(), format!("公开范围 {}", all_of(&filter.disclosures))),
        (filter.unratified_only, "待补党组会审议".to_owned()),
        (filter.repeated, "屡改屡犯".to_owned()),
        (filter.waits.is_some() || filter.filing.is_some(), "待办理、待填报".to_owned()),
    ] {
        if asked {
            words.push_str(&format!("；{said}"));
        }
    }
    Ok(words.trim_start_matches('；').to_owned())
}
