//! The headings under which ledgers keep their fields.
//!
//! Each office writes its own headings; what is folded away here (white space, line breaks, brackets and what stands in
//! them, numbers of months) never tells two fields apart. Where one heading means two things in the wild, the table says so
//! and `column` decides by what stands beside it and below it.

use crate::intake::plan::TableField as F;
use crate::intake::wording;
use crate::zh::numeral::{fold_char, parse_number};

/// What a heading may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// One field, whatever stands around it.
    Sure(F),
    /// 存在问题: the issue in one ledger, the month's problems in another.
    IssueOrProblems,
    /// 问题表现: the issue itself, or its symptom beside an issue.
    IssueOrSymptom,
    /// 完成时间: the deadline, or the day of completion where another column holds the deadline.
    DeadlineOrCompleted,
    /// 整改完成情况: a status, or a text of what was done.
    ProgressOrSituation,
    /// 类型: of the rectification or of the issue.
    TypeOrCategory,
    /// 整改任务: the issue, or the measure where the issue has a column of its own.
    IssueOrMeasure,
    /// 整改要求: the goal, or the deadline's words.
    Goal,
    /// A status as a heading of its own (已完成 | 未完成), ticked below.
    Tick(F),
}

use Meaning::{
    DeadlineOrCompleted, Goal, IssueOrMeasure, IssueOrProblems, IssueOrSymptom, ProgressOrSituation, Sure, Tick,
    TypeOrCategory,
};

/// Headings as they are met, folded, with blanks between them.
const HEADINGS: [(Meaning, &str); 45] = [
    (Sure(F::Number), "序号 编号 问题编号 台账编号 问题序号 任务编号 清单编号 号 no"),
    (Sure(F::MeasureNumber), "措施编号 措施序号"),
    (Sure(F::SymptomNumber), "表现编号 表现序号 子问题编号 子问题序号"),
    (
        Sure(F::Related),
        "关联问题 对应问题 源于问题 关联事项 源自问题 来源问题 源问题 对应事项 回应问题 关联问题编号 对应问题编号 源自问题编号 \
         源于问题编号 关联问题序号 对应问题序号 关联编号 对应编号 举一反三对应问题 举一反三源自 举一反三来源",
    ),
    (
        Sure(F::Category),
        "方面 问题类别 类别 一级标题 二级标题 三级标题 所属板块 板块 大类 问题分类 分类 \
         所属方面 问题大类 重点问题 反馈方面 一级问题 所属类别 主要方面",
    ),
    (TypeOrCategory, "问题类型 类型"),
    (Sure(F::Origin), "问题来源 来源 来源渠道 问题渠道 反馈来源"),
    (
        Sure(F::Issue),
        "反馈问题 问题 具体问题 具体问题表述 问题描述 问题内容 整改事项 督办事项 跟踪督办事项 \
         议定事项 问题清单 具体问题描述 反馈的问题 巡察反馈问题 巡视反馈问题 反馈具体问题 \
         主要问题 突出问题 发现问题 发现的问题 整改问题 反馈意见 问题名称 事项 查摆问题 \
         检视问题",
    ),
    (IssueOrSymptom, "问题表现 具体表现 主要表现 表现形式 问题具体表现"),
    (IssueOrProblems, "存在问题 存在的问题 存在的问题或隐患 存在问题及原因 存在的主要问题 存在主要问题"),
    (IssueOrMeasure, "整改任务 任务 具体任务 工作任务"),
    (
        Sure(F::Case),
        "案号 案件 个案 案件编号 案件号 案件名称 具体案件 涉及案件 涉案案件 相关案件 典型个案 个案名称 案件案号 涉及案号 具体案号",
    ),
    (
        Goal,
        "整改目标 整改要求 整改标准 整改完成标准 有关要求 目标 目标要求 整改目标要求 工作目标 \
         预期目标 完成标准",
    ),
    (
        Sure(F::Measure),
        "整改措施 整改举措 细化的整改措施 采取的整改措施 治理措施 具体措施 任务措施 任务清单 \
         措施 整改具体措施 具体整改措施 整改措施清单 措施清单 整改方案 具体举措 举措 工作措施 \
         拟采取的整改措施 整改建议措施",
    ),
    (
        Sure(F::Leader),
        "责任领导 牵头领导 牵头院领导 牵头校领导 责任校领导 责任院领导 分管领导 整改第一责任人 \
         第一责任人 包案领导 包保领导 整改责任领导 牵头责任领导 分管院领导 领导 牵头局领导 \
         责任局领导 主管领导 牵头人",
    ),
    (Sure(F::CoLeader), "协助领导 配合领导 协管领导"),
    (
        Sure(F::Department),
        "责任部门 责任单位 整改责任单位 具体责任单位 主责单位 主责部门 牵头部门 牵头单位 \
         责任科室 部门 科室 责任处室 牵头处室 牵头责任部门 牵头责任单位 整改责任部门 整改单位 \
         整改部门 承办部门 承办单位 责任分工 分工 主办单位 主办部门 责任清单 责任单位及责任人 \
         责任部门及责任人 责任单位及人员 责任主体 整改主体 责任庭室",
    ),
    (
        Sure(F::CoDepartment),
        "配合部门 配合单位 协办单位 协办部门 协助部门 协同部门 配合责任部门 配合责任单位 \
         参与部门 配合科室",
    ),
    (
        Sure(F::Person),
        "责任人 整改责任人 责任人员 直接责任人 联络人 联络员 具体责任人 经办人 承办人 \
         责任干部 部门责任人 承办法官 承办检察官 案件承办人 主办人",
    ),
    (
        Sure(F::Deadline),
        "整改时限 完成时限 整改期限 对应的完成时间 预计完成时间 计划完成日期 计划完成时间 \
         整改截止日期 办结时限 时限 期限 整改完成时限 完成期限 截止日期 截止时间 拟完成时间 \
         整改时限要求 时限要求 应完成时间 要求完成时间 时间节点 时限清单 办理时限 整改截止时间 \
         时间安排 预计完成日期 整改完成期限 整改时间节点 到期日",
    ),
    (
        Sure(F::FirstDue),
        "原定时限 原时限 原整改时限 原定整改时限 原完成时限 原定完成时限 原定完成时间 原定到期日 首次时限",
    ),
    (Sure(F::Extended), "延期情况 延期记录 延期办理情况"),
    (Sure(F::Review), "复核日期 复核日 下次复核 下次复核日期 下次评估 下次评估日期 评估日期"),
    (DeadlineOrCompleted, "完成时间 整改完成时间 整改时间 完成日期"),
    (
        Sure(F::CompletedOn),
        "实际完成时间 实际完成日期 办结时间 办结日期 整改完成日期 已完成时间 完成整改时间 \
         结案时间 结案日期 审结时间 审结日期 清结时间 清结日期 执结时间 执结日期",
    ),
    (Sure(F::Type), "整改类型 整改分类 整改类别 整改方式 时限类型"),
    (
        Sure(F::Situation),
        "整改情况 整改进展 整改进展情况 整改落实情况 落实情况 已采取的整改措施 整改成效 进展 \
         进展情况 工作进展 整改结果情况 整改措施落实情况 整改成果 目前进展 当前进展 \
         工作进展情况 取得成效 整改情况说明 完成情况说明 具体整改情况 推进情况 办理情况 \
         落实进展",
    ),
    (
        ProgressOrSituation,
        "整改完成情况 完成情况 整改结果 结果 办结情况 整改落实进度 清结情况 结案情况 审结情况 执结情况 案件办理情况 案件进展 \
         个案清结情况",
    ),
    (
        Sure(F::Problems),
        "主要原因 未完成原因 未完成的原因 困难问题 存在困难 存在的困难 存在困难和问题 \
         未整改到位原因 原因分析 需协调解决的问题 未按期完成原因 未销号原因",
    ),
    (
        Sure(F::Next),
        "下步措施 下一步措施 下一步计划 下步计划 下一步打算 下步打算 下一步工作 下一步工作计划 \
         下步工作 下一步整改措施 下步工作措施 下步整改措施 后续措施 下一步举措",
    ),
    (
        Sure(F::Progress),
        "状态 整改状态 是否完成 是否已完成整改 是否完成整改 进度 整改进度 完成状态 \
         是否整改到位 是否整改完成 办理状态 完成进度 当前状态 是否已完成 完成与否 进展状态 \
         是否办结 完成率 完成比例 是否清结 是否结案 是否审结 是否执结 清结状态 结案状态",
    ),
    (
        Sure(F::Closure),
        "是否销号 销号情况 销号 销号状态 是否已销号 销号结果 审核销号 销号审定 是否同意销号 \
         销号意见",
    ),
    (Sure(F::ClosedOn), "销号时间 销号日期"),
    (Sure(F::Stepped), "申请退回情况"),
    (Sure(F::Withdrawn), "撤项情况"),
    (Sure(F::Outcomes), "成效"),
    (Sure(F::Meeting), "销号会议 审议会议 审定会议 会议 销号依据 党组会审议情况 审议情况"),
    (
        Sure(F::Ignored),
        "销号人 电话 联系电话 联系方式 填报人 填表人 填报时间 填报日期 亮灯 预警 预警状态 \
         剩余天数 逾期天数 层级 分值",
    ),
    (
        Sure(F::Evidence),
        "证明材料 佐证材料 支撑材料 附件 印证材料 佐证资料 整改佐证材料 整改材料 佐证 \
         资料清单 证明资料 佐证材料名称",
    ),
    (Sure(F::Unit), "填报单位 报送单位 所属单位 单位名称 被巡察单位 被巡察党组织 填报部门 上报单位"),
    (Sure(F::Remark), "备注 说明 备注说明 其他 其它 备考"),
    (Tick(F::Progress), "已完成 未完成 整改中 正在整改 基本完成 阶段性完成 未启动 完成整改 推进中 未整改"),
    (Tick(F::Type), "立行立改 边巡边改 限期整改 分阶段整改 长期坚持 长期整改"),
    (Tick(F::Closure), "已销号 未销号 待销号"),
    (Sure(F::Symptom), "子问题 具体问题表现"),
];

/// What a heading stands for; none when it is not known.
pub(super) fn meaning(heading: &str) -> Option<Meaning> {
    let bare = fold(&without_brackets(heading));
    let whole = fold(heading);
    [&bare, &whole].into_iter().find_map(|words| exact(words)).or_else(|| {
        // What an office puts in front: 6月整改情况, 本月进展情况, 整改牵头部门, 具体责任人.
        let words = if bare.is_empty() { &whole } else { &bare };
        let mut rest = without_month(words);
        loop {
            if rest.len() < words.len()
                && let Some(found) = exact(rest)
            {
                return Some(found);
            }
            let Some(shorter) =
                ["截至目前", "本月", "本季度", "本次", "目前", "整改", "具体", "主要", "巡察", "巡视", "审计", "党组"]
                    .iter()
                    .find_map(|word| rest.strip_prefix(word))
            else {
                return by_ending(words);
            };
            rest = shorter;
        }
    })
}

/// Whether a heading stands in the table by itself, and does not only end like one: words of data may do that.
pub(super) fn is_listed(heading: &str) -> bool {
    let listed = |words: &str| matches!(exact(words), Some(meaning) if !matches!(meaning, Tick(_)));
    listed(&fold(heading)) || listed(&fold(&without_brackets(heading)))
}

fn exact(words: &str) -> Option<Meaning> {
    HEADINGS.iter().find(|(_, known)| known.split(' ').any(|known| known == words)).map(|(meaning, _)| *meaning)
}

/// Headings that no table can list in full are told by how they end: 各相关责任部门, 需完成的时限.
fn by_ending(words: &str) -> Option<Meaning> {
    let ends = |list: &[&str]| list.iter().any(|end| words.ends_with(end));
    let long = words.chars().count();
    if !(3..=16).contains(&long) {
        return None;
    }
    Some(match words {
        _ if words.contains("下步") || words.contains("下一步") => Sure(F::Next),
        _ if ["关联", "对应", "源自", "源于"].iter().any(|word| words.starts_with(word)) && words.contains("问题") => {
            Sure(F::Related)
        }
        _ if words.contains("销号") && ends(&["时间", "日期"]) => Sure(F::ClosedOn),
        _ if words.contains("销号") => Sure(F::Closure),
        _ if ends(&["时限", "期限"]) => Sure(F::Deadline),
        _ if ends(&["措施", "举措"]) => Sure(F::Measure),
        _ if ends(&["领导"]) => Sure(F::Leader),
        _ if ends(&["责任人", "联络员", "联络人"]) => Sure(F::Person),
        // 牵头部门/配合部门 in one column: a lone name leads.
        _ if words.contains("配合") && ["牵头", "主责", "责任"].iter().any(|word| words.starts_with(word)) => {
            Sure(F::Department)
        }
        _ if ends(&["部门", "单位", "科室", "处室"])
            && ["配合", "协助", "协同", "协办"].iter().any(|word| words.contains(word)) =>
        {
            Sure(F::CoDepartment)
        }
        _ if ends(&["责任部门", "责任单位", "牵头部门", "牵头单位", "责任科室", "责任处室"]) => {
            Sure(F::Department)
        }
        _ if ends(&["目标", "标准"]) => Goal,
        _ if ends(&["材料", "附件"]) => Sure(F::Evidence),
        _ if ends(&["存在问题", "存在的问题"]) => IssueOrProblems,
        _ if ends(&["问题"]) => Sure(F::Issue),
        _ if ends(&["状态"]) => Sure(F::Progress),
        _ if ends(&["整改情况", "进展情况", "落实情况", "进展", "成效"]) => Sure(F::Situation),
        _ => return None,
    })
}

/// A heading as it is compared: half width, lower case, simplified, without blanks, marks and a star.
pub(super) fn fold(heading: &str) -> String {
    wording::plain(heading)
        .chars()
        .map(fold_char)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A heading without brackets and what stands in them: 整改情况（截至6月底） → 整改情况.
fn without_brackets(heading: &str) -> String {
    let mut bare = String::with_capacity(heading.len());
    let mut depth = 0_usize;
    for c in heading.chars() {
        match c {
            '(' | '（' | '[' | '【' | '〔' => depth += 1,
            ')' | '）' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// 2024年6月整改情况, 6月份进展, 第二季度整改情况 → without the month in front.
fn without_month(words: &str) -> &str {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十〇".contains(c);
    for end in ["月份", "月底", "月", "季度", "年"] {
        if let Some(at) = words.find(end)
            && at > 0
            && words[..at].chars().all(|c| numeral(c) || matches!(c, '年' | '第' | '至' | '截'))
        {
            return without_month(&words[at + end.len()..]);
        }
    }
    words
}

/// The month that a heading names (6月整改情况, 整改情况（6月）): the words, for telling months apart.
pub(super) fn month(heading: &str) -> Option<String> {
    let folded: String = heading.chars().map(fold_char).filter(|c| !c.is_whitespace()).collect();
    let at = folded.find('月')?;
    let digits: String =
        folded[..at].chars().rev().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).collect();
    if digits.is_empty() {
        return None;
    }
    let month: String = digits.chars().rev().collect();
    let year: String = folded[..at - month.len()]
        .strip_suffix('年')
        .map(|head| head.chars().rev().take_while(char::is_ascii_digit).collect())
        .unwrap_or_default();
    let year: String = year.chars().rev().collect();
    Some(if year.is_empty() { format!("{month}月") } else { format!("{year}年{month}月") })
}

/// Year and month of what [`month`] found; the year may stand elsewhere in the column's headings.
pub(super) fn month_number(month: &str, heading: &str) -> Option<(Option<i32>, u32)> {
    let (year, month) = month.split_once('年').map_or((None, month), |(year, month)| (Some(year), month));
    let month = parse_number(month.trim_end_matches('月')).filter(|month| (1..=12).contains(month))?;
    let folded: String = heading.chars().map(fold_char).collect();
    let behind = |at: usize| folded[..at].get(at.checked_sub(4)?..);
    let elsewhere = || folded.match_indices('年').find_map(|(at, _)| behind(at)?.parse().ok());
    let year = year.and_then(|year| year.parse().ok()).or_else(elsewhere).filter(|year| (1949..=2199).contains(year));
    Some((year, month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_heading_stands_twice_and_all_are_folded() {
        let mut seen = HashSet::new();
        for (_, words) in HEADINGS {
            for word in words.split(' ') {
                assert!(seen.insert(word), "{word} stands twice");
                assert_eq!(fold(word), word, "headings are written folded");
            }
        }
    }

    #[test]
    fn every_heading_met_in_the_wild_is_known() {
        for (field, headings) in [
            (F::Number, "序号 编号 问题编号 台账编号"),
            (F::Category, "方面 问题类别 类别 一级标题 二级标题 三级标题 所属板块"),
            (F::Origin, "问题来源 来源"),
            (
                F::Issue,
                "反馈问题 问题 具体问题 具体问题表述 问题描述 问题内容 整改事项 督办事项 跟踪督办事项 议定事项 问题清单",
            ),
            (F::Measure, "整改措施 整改举措 细化的整改措施 采取的整改措施 治理措施 具体措施 任务措施 任务清单"),
            (F::Leader, "责任领导 牵头领导 牵头院领导 牵头校领导 责任校领导 分管领导 整改第一责任人 包案领导"),
            (F::Department, "责任部门 责任单位 整改责任单位 具体责任单位 主责单位 牵头部门 牵头单位 责任科室"),
            (F::CoDepartment, "配合部门 配合单位 协办单位"),
            (F::Person, "责任人 整改责任人 责任人员 直接责任人 联络人 联络员"),
            (F::Deadline, "整改时限 完成时限 整改期限 对应的完成时间 预计完成时间 计划完成日期 整改截止日期 办结时限"),
            (F::Type, "整改类型"),
            (
                F::Situation,
                "整改情况 整改进展 整改进展情况 整改落实情况 落实情况 整改情况(月) 已采取的整改措施 整改成效 6月整改情况 整改情况（截至2025年6月）",
            ),
            (F::Problems, "主要原因 未完成原因"),
            (F::Next, "下步措施 下一步措施 下一步计划"),
            (F::Progress, "状态 整改状态 是否完成 是否已完成整改"),
            (F::Closure, "是否销号 销号情况"),
            (F::ClosedOn, "销号时间"),
            (F::Evidence, "证明材料 佐证材料 支撑材料 附件"),
            (F::Remark, "备注"),
        ] {
            for heading in headings.split(' ') {
                assert_eq!(meaning(heading), Some(Sure(field)), "{heading}");
                let spread: String = heading.chars().flat_map(|c| [c, '\n', ' ']).collect();
                assert_eq!(meaning(&spread), Some(Sure(field)), "{heading}");
            }
        }
        for (expected, headings) in [
            (IssueOrProblems, "存在问题 存在的问题 存在的问题或隐患"),
            (IssueOrSymptom, "问题表现"),
            (DeadlineOrCompleted, "完成时间"),
            (ProgressOrSituation, "整改完成情况 完成情况 整改结果"),
            (TypeOrCategory, "问题类型"),
            (IssueOrMeasure, "整改任务"),
            (Goal, "整改目标 整改要求 整改标准 整改完成标准 有关要求"),
        ] {
            for heading in headings.split(' ') {
                assert_eq!(meaning(heading), Some(expected), "{heading}");
            }
        }
        for heading in ["", "1", "一", "某区人民法院整改台账", "2025年", "（）"] {
            assert_eq!(meaning(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_heading_may_name_its_month() {
        assert_eq!(month("整改情况（6月）").as_deref(), Some("6月"));
        assert_eq!(month("2025年6月\n整改情况").as_deref(), Some("2025年6月"));
        assert_eq!(month("整改情况"), None);
        for (heading, found) in [
            ("3月进展", Some((None, 3))),
            ("十二月进展", Some((None, 12))),
            ("2025年3月整改情况", Some((Some(2025), 3))),
            ("2025年整改情况/３月份", Some((Some(2025), 3))),
            ("13月进展", None),
        ] {
            assert_eq!(month(heading).and_then(|month| month_number(&month, heading)), found, "{heading}");
        }
    }
}
