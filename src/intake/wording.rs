//! The words inside a heading: what is scaffolding and what is the issue.

/// Whether a character ends a sentence or a clause that a heading may follow.
pub(super) fn is_clause_end(c: char) -> bool {
    matches!(c, '。' | '；' | ';' | '：' | ':' | '！' | '？' | '!' | '?' | '”' | '）' | ')' | '…')
}

/// Whether a paragraph comes to an end in the way sentences do.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.chars().next_back().is_none_or(is_clause_end)
}

/// Whether a paragraph at the end of a text is a signature, its day, or furniture of a web page.
pub(super) fn is_signature(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '|');
    let short = text.chars().take(61).count() <= 60;
    let day = |text: &str| {
        text.ends_with('日')
            && text.chars().all(|c| {
                c.is_whitespace() || "年月日〇○".contains(c) || c.is_numeric() || "一二三四五六七八九十".contains(c)
            })
    };
    let signed = |text: &str| {
        let party = (text.starts_with("中共") || text.starts_with("中国共产党"))
            && ["党组", "委员会", "党委", "党总支", "巡察组", "巡视组"].iter().any(|end| text.ends_with(end));
        party || names_an_inspecting_body(text)
    };
    let (head, tail) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    text.is_empty()
        || (short
            && (day(text)
                || signed(text)
                || (signed(head.trim_end()) && day(tail))
                || [
                    "打印本页",
                    "关闭窗口",
                    "联系电话",
                    "联系方式",
                    "联系人：",
                    "电子邮箱",
                    "邮政",
                    "通讯地址",
                    "责任编辑",
                    "来源：",
                ]
                .iter()
                .any(|word| text.starts_with(word))))
}

/// Whether a line is nothing but the name of an inspecting body that signs without 中共 before it: 区委第三巡察组. Bodies that
/// may be a plan's responsible departments as well (审计局, 纪委监委) are none of them.
fn names_an_inspecting_body(text: &str) -> bool {
    const BODIES: [&str; 6] = ["巡察组", "巡视组", "监督组", "督查组", "检查组", "审计组"];
    text.chars().take(26).count() <= 25
        && BODIES.iter().any(|body| text.ends_with(body))
        && !text.chars().any(|c| c.is_ascii_punctuation() || "，。；：、！？（）《》“”".contains(c))
}

/// Characters that a web copy leaves in their traditional form, most often with their pinyin behind them.
const TRADITIONAL: [(char, char); 44] = [
    ('關', '关'),
    ('於', '于'),
    ('問', '问'),
    ('題', '题'),
    ('針', '针'),
    ('對', '对'),
    ('進', '进'),
    ('況', '况'),
    ('責', '责'),
    ('門', '门'),
    ('領', '领'),
    ('導', '导'),
    ('時', '时'),
    ('標', '标'),
    ('類', '类'),
    ('實', '实'),
    ('強', '强'),
    ('黨', '党'),
    ('組', '组'),
    ('單', '单'),
    ('協', '协'),
    ('辦', '办'),
    ('發', '发'),
    ('現', '现'),
    ('開', '开'),
    ('長', '长'),
    ('會', '会'),
    ('員', '员'),
    ('體', '体'),
    ('總', '总'),
    ('動', '动'),
    ('務', '务'),
    ('機', '机'),
    ('視', '视'),
    ('饋', '馈'),
    ('見', '见'),
    ('議', '议'),
    ('報', '报'),
    ('後', '后'),
    ('續', '续'),
    ('項', '项'),
    ('難', '难'),
    ('點', '点'),
    ('設', '设'),
];

fn simplified(c: char) -> char {
    TRADITIONAL.iter().find(|(traditional, _)| *traditional == c).map_or(c, |(_, simplified)| *simplified)
}

/// Takes pinyin in brackets out (強(qiáng)化 → 强化); what a copy turned is turned back, all else stays.
pub(super) fn without_pinyin(text: &str) -> String {
    let toned = |c: char| c.is_alphabetic() && ('\u{E0}'..='\u{1DC}').contains(&c);
    if !text.contains(toned) {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let pinyin = rest.strip_prefix(['(', '（']).and_then(|inner| {
            let (end, close) = inner.char_indices().take(8).find(|(_, c)| matches!(c, ')' | '）'))?;
            let sound = &inner[..end];
            let latin = !sound.is_empty() && sound.chars().all(|c| c.is_ascii_lowercase() || toned(c));
            (latin && sound.contains(toned)).then(|| &inner[end + close.len_utf8()..])
        });
        match pinyin {
            Some(behind) => {
                plain.push(simplified(c));
                rest = behind;
            }
            None => plain.push(c),
        }
    }
    plain
}

/// A heading's words as its author meant them: without pinyin, straight quotes as pairs.
pub(super) fn tidy(text: &str) -> String {
    let text = without_pinyin(text);
    if text.matches('"').count() % 2 == 1 {
        return text;
    }
    let mut open = false;
    text.chars()
        .map(|c| {
            if c != '"' {
                return c;
            }
            open = !open;
            if open { '“' } else { '”' }
        })
        .collect()
}

/// Words for telling what a heading is about: without pinyin, in simplified characters.
pub(super) fn plain(text: &str) -> String {
    without_pinyin(text).chars().map(simplified).collect()
}

const ENDS: [char; 12] = ['。', '，', ',', '：', ':', '；', ';', '.', '、', ' ', '\u{3000}', '|'];

/// The words of a category: 关于“X”问题 → X; 在“X”方面 → X; 关于X方面 → X.
pub(super) fn category(words: &str) -> String {
    let bare = words.trim().trim_end_matches(ENDS);
    let inner = strip_first(bare, &["关于", "在", "针对"]);
    let inner = strip_last(inner, &["方面存在的问题", "方面的问题", "的问题", "问题", "方面"]);
    let inner = unquoted(inner);
    keep(inner, bare)
}

/// The words of an issue, without what a report builds around them.
pub(super) fn issue(words: &str) -> String {
    let bare = first_line(words).trim_end_matches(ENDS);
    let bare = strip_last(
        bare,
        &["进行以下整改", "开展以下整改", "采取以下措施", "的整改情况", "整改情况", "的整改落实情况", "的整改"],
    );
    let bare = bare.trim_end_matches(ENDS);
    let bare =
        strip_first(bare, &["反馈问题：", "反馈问题:", "具体问题：", "具体问题:", "问题：", "问题:", "问题表现："]);
    let Some(inner) = ["针对", "关于", "对照"].iter().find_map(|word| bare.strip_prefix(word)) else {
        return keep(bare, words.trim());
    };
    // 针对“举一反三”整改事项“X”问题: the issue is X.
    let inner = strip_first(
        inner,
        &["“举一反三”整改事项", "举一反三整改事项", "“举一反三”事项", "反馈的", "巡察反馈的", "巡视反馈的"],
    );
    if let Some(quoted) = quoted_before_word(inner, "问题") {
        return keep(quoted, bare);
    }
    // 针对A方面存在的问题和“…”整改意见: the opinion is an item of its own.
    let inner = inner
        .split("存在的问题和“")
        .next()
        .filter(|head| head.len() < inner.len())
        .map_or_else(|| inner.to_owned(), |head| format!("{head}存在的问题"));
    let inner = strip_last(&inner, &["的问题"]);
    let inner = if inner.ends_with("存在") { format!("{inner}的问题") } else { inner.to_owned() };
    let inner = if inner.ends_with("存在的问题") { inner } else { strip_last(&inner, &["问题"]).to_owned() };
    keep(unquoted(&inner), bare)
}

/// What a quoted stretch at the start says, when `word` follows its closing quote: “X”问题 → X.
fn quoted_before_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let inner = text.strip_prefix('“')?;
    let close = inner.find('”')?;
    let rest = &inner[close + '”'.len_utf8()..];
    rest.starts_with(word).then(|| &inner[..close])
}

/// The opinion that a heading quotes: …和“X”整改意见.
pub(super) fn opinion(words: &str) -> Option<&str> {
    let end = ["”整改意见", "”的整改意见", "”意见建议", "”的意见建议"].iter().find_map(|word| words.find(word))?;
    let start = words[..end].rfind('“')? + '“'.len_utf8();
    (start < end).then(|| &words[start..end])
}

/// Whether a heading names a category or an issue by its form: 关于…问题, 针对…, …方面.
pub(super) fn names_problem(words: &str) -> bool {
    let bare = plain(words.trim().trim_end_matches(ENDS));
    let about = ["关于", "针对", "在"].iter().any(|word| bare.starts_with(word));
    let ends = ["问题", "方面", "的整改", "整改情况", "以下整改"].iter().any(|word| bare.ends_with(word));
    about && ends
}

/// Whether a heading is a title and not the first sentence of a paragraph.
pub(super) fn is_title(words: &str) -> bool {
    let bare = words.trim().trim_end_matches(ENDS);
    (!bare.contains('。') && bare.chars().take(81).count() <= 80)
        || (bare.ends_with("以下整改") && bare.starts_with("针对"))
        || names_problem(bare)
}

/// The first sentence of a paragraph, without its full stop.
pub(super) fn first_sentence(words: &str) -> &str {
    let words = words.trim();
    words.find(['。', '\n']).map_or(words, |end| &words[..end]).trim_end_matches(ENDS)
}

/// Words without blanks, punctuation and pinyin in brackets, for telling whether two wordings are the same.
pub(super) fn folded(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn first_line(words: &str) -> &str {
    words.trim().split('\n').next().unwrap_or_default()
}

fn strip_first<'a>(text: &'a str, words: &[&str]) -> &'a str {
    words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text)
}

fn strip_last<'a>(text: &'a str, words: &[&str]) -> &'a str {
    words.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text)
}

/// Takes the quotes off when they embrace the whole.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('“')
        .and_then(|inner| inner.strip_suffix('”'))
        .filter(|inner| !inner.contains(['“', '”']))
        .unwrap_or(text)
}

/// What remains after stripping, or the whole when nothing remains.
fn keep(stripped: &str, whole: &str) -> String {
    let stripped = stripped.trim().trim_end_matches(ENDS);
    if stripped.is_empty() { whole.trim().to_owned() } else { stripped.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn category_words_lose_their_scaffolding() {
        for (words, bare) in [
            ("关于“执行质效抓得不实”问题", "执行质效抓得不实"),
            ("关于执行质效抓得不实，督办不力问题", "执行质效抓得不实，督办不力"),
            ("在“党的建设”方面", "党的建设"),
            ("关于党的建设方面", "党的建设"),
            ("党的建设方面。", "党的建设"),
            ("关于落实“两个责任”方面的问题", "落实“两个责任”"),
            ("方面", "方面"),
        ] {
            assert_eq!(category(words), bare, "{words}");
        }
    }

    #[test]
    fn issue_words_are_what_the_report_speaks_of() {
        for (words, bare) in [
            ("针对“卷宗归档不及时”问题，进行以下整改。", "卷宗归档不及时"),
            ("针对卷宗归档方面存在的问题和“加强归档”整改意见，进行以下整改。", "卷宗归档方面存在的问题"),
            ("针对“举一反三”整改事项“台账不全；交接不清”问题，进行以下整改。", "台账不全；交接不清"),
            ("关于“卷宗归档不及时”问题的整改", "卷宗归档不及时"),
            ("关于卷宗归档不及时的问题", "卷宗归档不及时"),
            ("卷宗归档不及时", "卷宗归档不及时"),
            ("反馈问题：卷宗归档不及时。", "卷宗归档不及时"),
            ("针对“‘一站式’窗口不畅”问题，进行以下整改", "‘一站式’窗口不畅"),
        ] {
            assert_eq!(issue(words), bare, "{words}");
        }
    }

    #[test]
    fn pinyin_of_a_web_copy_is_taken_out() {
        for (words, bare) in [
            ("強（qiáng）化學習", "强化學習"),
            ("问(wèn)題", "问題"),
            ("附件(a)、出国(境)", "附件(a)、出国(境)"),
            ("強化", "強化"),
        ] {
            assert_eq!(without_pinyin(words), bare);
        }
        assert_eq!(tidy("针对\"甲\"问题"), "针对“甲”问题");
        assert!(names_problem("關(guān)于學風問(wèn)題"));
    }

    #[test]
    fn a_quoted_opinion_is_found() {
        assert_eq!(
            opinion("针对甲方面存在的问题和“加强乙，做到‘丙’”整改意见，进行以下整改。"),
            Some("加强乙，做到‘丙’")
        );
        assert_eq!(opinion("针对“甲”问题，进行以下整改。"), None);
    }

    #[test]
    fn signatures_and_page_furniture_are_known() {
        for text in [
            "中共某区人民法院党组",
            "2025年4月29日",
            "二〇二五年四月二十九日",
            "中共某局党组 2025年9月12日",
            "打印本页 关闭窗口 |",
            "|",
            "区委第三巡察组",
            "某区纪委监委专项监督组 2025年4月30日",
        ] {
            assert!(is_signature(text), "{text}");
        }
        for text in [
            "修订制度3项。",
            "中共某区委第二巡察组反馈了意见。",
            "责任部门：区审计局督查组",
            "某区审计局",
            "移交巡察组。",
        ] {
            assert!(!is_signature(text), "{text}");
        }
    }
}
