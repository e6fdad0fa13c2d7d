//! Sample papers in every style that is met, and what becomes of hostile ones.

use std::collections::BTreeMap;
use taizhang::intake::decode::clean;
use taizhang::intake::plan::Plan;

/// Counts every non-blank character of the text and of the plan: nothing may be missing, nothing twice.
pub(crate) fn assert_nothing_lost(name: &str, text: &str, plan: &Plan) {
    let mut count: BTreeMap<char, i64> = BTreeMap::new();
    let (text, _) = clean(text);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        *count.entry(c).or_default() += 1;
    }
    let items = plan.items.iter().filter(|item| !item.repeats_source()).map(|item| &item.source_text);
    for c in items.chain(plan.left_out.iter().map(|left| &left.text)).flat_map(|text| text.chars()) {
        if !c.is_whitespace() {
            *count.entry(c).or_default() -= 1;
        }
    }
    count.retain(|_, rest| *rest != 0);
    assert!(count.is_empty(), "{name}: characters lost (+) or doubled (-): {count:?}");
}
