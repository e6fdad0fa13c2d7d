//! The words by which a clerk names a field of a ledger (`--map 列名=字段`), and by which messages do.

use super::synonym::fold;
use crate::intake::plan::TableField;

/// What a field is called in messages and on the command line.
#[must_use]
pub fn field_label(field: TableField) -> &'static str {
    field_words(field)[0]
}

/// The words by which a clerk may name a field; the first one is printed.
const fn field_words(field: TableField) -> &'static [&'static str] {
    match field {
        TableField::Number => &["序号", "编号"],
        TableField::Category => &["方面", "类别"],
        TableField::Origin => &["来源", "问题来源"],
        TableField::Related => &["关联问题", "对应问题"],
        TableField::Issue => &["问题", "反馈问题", "整改事项"],
        TableField::SymptomNumber => &["表现编号"],
        TableField::Symptom => &["问题表现", "表现"],
        TableField::Case => &["个案", "案号", "案件"],
        TableField::Goal => &["整改目标", "目标"],
        TableField::MeasureNumber => &["措施编号"],
        TableField::Measure => &["措施", "整改措施"],
        TableField::Leader => &["牵头领导", "责任领导", "领导"],
        TableField::CoLeader => &["协助领导", "配合领导"],
        TableField::Department => &["责任部门", "责任单位", "部门", "牵头部门"],
        TableField::CoDepartment => &["配合部门", "配合单位"],
        TableField::Person => &["责任人"],
        TableField::Deadline => &["时限", "整改时限", "完成时限"],
        TableField::FirstDue => &["原定时限", "原时限"],
        TableField::Extended => &["延期情况"],
        TableField::Review => &["复核日期", "复核日", "下次复核"],
        TableField::Type => &["整改类型", "类型"],
        TableField::Situation => &["整改情况", "进展"],
        TableField::Problems => &["填报问题", "困难问题"],
        TableField::Next => &["下步措施", "下一步措施"],
        TableField::Progress => &["进度", "状态"],
        TableField::CompletedOn => &["完成日期", "完成时间"],
        TableField::Closure => &["销号", "是否销号"],
        TableField::ClosedOn => &["销号日期", "销号时间"],
        TableField::Outcomes => &["成效"],
        TableField::Withdrawn => &["撤项情况"],
        TableField::Stepped => &["申请退回情况"],
        TableField::Meeting => &["会议", "审议会议", "销号会议"],
        TableField::Evidence => &["佐证", "佐证材料"],
        TableField::Unit => &["填报单位"],
        TableField::Remark => &["备注"],
        TableField::Ignored => &["不读", "忽略"],
    }
}

/// Reads a field as a clerk names it: the English key or one of its Chinese names.
#[must_use]
pub fn field_named(words: &str) -> Option<TableField> {
    let folded = fold(words);
    let key = words.trim().to_ascii_lowercase().replace('-', "_");
    TableField::ALL.iter().copied().find(|field| field.key() == key || field_words(*field).contains(&folded.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn fields_are_named_by_key_or_in_chinese() {
        let mut seen = HashSet::new();
        for field in TableField::ALL.iter().copied() {
            assert_eq!(field_named(field.key()), Some(field));
            for word in field_words(field) {
                assert!(seen.insert(*word), "{word} names two fields");
                assert_eq!(field_named(word), Some(field), "{word}");
            }
        }
        assert_eq!(field_named("co-department"), Some(TableField::CoDepartment));
        assert_eq!(field_named("天气"), None);
    }
}
