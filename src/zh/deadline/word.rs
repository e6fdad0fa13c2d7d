//! The words by which deadlines without a day are known, and what the clerk is told about them.

/// 立行立改 and its kin.
const NOW: &[&str] =
    &["立改", "即改", "边改", "未巡先改", "未审先改", "未查先改", "先行整改", "立即", "即刻", "当即", "马上", "随即"];

/// Work that goes on.
const STANDING: &[&str] = &[
    "长期",
    "常态",
    "动态清零",
    "动态管理",
    "常抓",
    "经常性",
    "一以贯之",
    "坚持不懈",
    "不间断",
    "久久为功",
    "始终",
    "定期",
    "日常",
    "逐月",
    "逐季",
    "按月",
    "按季",
    "贯穿",
];

/// The first of these that stands in the words says why no day can be made of them.
const UNCLEAR: &[(&[&str], &str)] = &[
    (&["公示期"], "公示期是公示的起止，不是整改时限"),
    (&["限时", "限期"], "只写“限时”，没有日期"),
    (&["为止", "直至", "直到"], "以做到为止，没有日期"),
    (&["分阶段", "分步", "分批", "分期", "阶段性"], "分阶段，但各阶段没有日期"),
    (
        &[
            "按上级",
            "按照上级",
            "上级要求",
            "按要求",
            "按照要求",
            "按规定",
            "按计划",
            "按方案",
            "按时",
            "按期",
            "如期",
            "同步",
            "根据",
            "视情",
            "视进展",
        ],
        "以另外的要求为准，没有日期",
    ),
    (&["尽快", "抓紧", "尽早", "近期", "早日", "适时", "及时", "择机"], "“尽快”一类的话没有日期"),
    (&["待定", "另行", "待上级", "待明确", "待确定"], "时限待定"),
    (
        &["已完成", "已整改", "已办结", "已销号", "整改到位", "整改完成", "完成整改", "办结", "已落实"],
        "这是整改状态，不是时限",
    ),
];

/// Whether the words ask for rectification at once.
pub(super) fn is_now(text: &str) -> bool {
    NOW.iter().any(|word| text.contains(word))
}

/// Whether the words ask for work that goes on. 持续到6月 is an end, not a beginning.
pub(super) fn is_standing(text: &str) -> bool {
    STANDING.iter().any(|word| text.contains(word))
        || text.match_indices("持续").any(|(at, word)| !text[at + word.len()..].starts_with(['到', '至']))
}

/// Whether the words speak of stages.
pub(super) fn has_stages(text: &str) -> bool {
    ["阶段", "分步", "分批", "分期", "全部", "其中", "全面"].iter().any(|word| text.contains(word))
}

/// Whether the words tell what was done rather than what is due.
pub(super) fn tells_what_was_done(text: &str) -> bool {
    text.starts_with('已') || text.contains("已于") || text.contains("已经")
}

/// Why no day can be made of the words.
pub(super) fn why_unclear(text: &str) -> &'static str {
    if matches!(text, "完成" | "是" | "否" | "√") {
        return "这是整改状态，不是时限";
    }
    UNCLEAR
        .iter()
        .find(|(words, _)| words.iter().any(|word| text.contains(word)))
        .map_or("没有读出日期", |(_, why)| *why)
}

/// Whether nothing was filled in, or only a mark that says so.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '/' | '\\' | '-' | '—' | '–' | '、' | '。' | '.' | '_' | '无'))
}
