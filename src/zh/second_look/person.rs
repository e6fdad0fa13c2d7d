//! Where persons are named: behind what they are in a case or an office, before how they are addressed, in enumerations.

use super::name;
use std::ops::Range;

/// What a person is said to be right before the name, by its last character.
const fn roles(last: char) -> &'static [&'static str] {
    match last {
        '人' => &[
            "当事人",
            "申请人",
            "被执行人",
            "申请执行人",
            "上诉人",
            "案外人",
            "信访人",
            "举报人",
            "投诉人",
            "反映人",
            "来访人",
            "上访人",
            "来信人",
            "检举人",
            "控告人",
            "申诉人",
            "异议人",
            "第三人",
            "被告人",
            "嫌疑人",
            "自诉人",
            "被害人",
            "受害人",
            "债权人",
            "债务人",
            "担保人",
            "保证人",
            "买受人",
            "竞买人",
            "委托人",
            "代理人",
            "辩护人",
            "法定代表人",
            "负责人",
            "责任人",
            "联系人",
            "经办人",
            "承办人",
            "主办人",
            "控制人",
            "继承人",
            "监护人",
            "被监护人",
            "证人",
            "鉴定人",
            "介绍人",
            "行贿人",
            "受贿人",
            "请托人",
            "老人",
            "管理人",
            "出租人",
            "承租人",
            "借款人",
            "本人",
            "亲属",
            "当事人家属",
        ],
        '告' => &["原告", "被告"],
        '官' => &["法官", "检察官"],
        '理' => &["法官助理", "助理", "总经理", "经理"],
        '员' => &[
            "书记员",
            "审判员",
            "执行员",
            "陪审员",
            "干事员",
            "工作人员",
            "党员",
            "人员",
            "辅警员",
            "保管员",
            "管理员",
            "出纳员",
            "驾驶员",
            "调解员",
            "联络员",
            "委员",
            "专员",
            "职员",
            "员工",
            "队员",
            "组员",
            "成员",
            "公务员",
            "勤务员",
        ],
        '长' => &[
            "院长",
            "庭长",
            "局长",
            "科长",
            "处长",
            "审判长",
            "所长",
            "队长",
            "组长",
            "董事长",
            "厂长",
            "村长",
            "部长",
            "镇长",
            "主席",
            "会长",
        ],
        '任' => &["主任"],
        '记' => &["书记"],
        '师' => &["律师", "会计师", "审计师"],
        '警' => &["法警", "干警", "民警", "辅警"],
        '部' => &["干部"],
        '民' => &["村民", "居民", "市民"],
        '众' => &["群众"],
        '工' => &["职工", "员工", "民工"],
        '计' => &["会计"],
        '主' => &["户主"],
        '犯' => &["罪犯", "嫌犯"],
        '属' => &["家属", "亲属"],
        '志' => &["同志"],
        '委' => &["专委", "政委"],
        '妻' => &["其妻", "之妻"],
        '子' => &["妻子", "儿子", "其子", "之子"],
        '夫' => &["丈夫", "其夫"],
        '儿' => &["女儿"],
        '女' => &["其女", "之女"],
        '偶' => &["配偶"],
        _ => &[],
    }
}

/// How a person is spoken to or what the person is, right behind the name; whether a surname alone says enough before it.
const TITLES: [(&str, bool); 34] = [
    ("同志", false),
    ("先生", true),
    ("女士", true),
    ("老师", true),
    ("副院长", true),
    ("院长", true),
    ("副庭长", true),
    ("庭长", true),
    ("副局长", true),
    ("局长", true),
    ("副主任", true),
    ("主任", true),
    ("副书记", true),
    ("书记", true),
    ("副科长", true),
    ("科长", true),
    ("副处长", true),
    ("处长", true),
    ("所长", true),
    ("队长", true),
    ("组长", false),
    ("审判长", true),
    ("审判员", true),
    ("书记员", true),
    ("执行员", true),
    ("法官助理", true),
    ("法官", true),
    ("检察官", true),
    ("律师", true),
    ("经理", true),
    ("董事长", true),
    ("专委", true),
    ("陪审员", true),
    ("法警", true),
];

/// Persons whose names are part of what everybody writes.
const KNOWN: [&str; 5] = ["习近平", "毛泽东", "邓小平", "江泽民", "胡锦涛"];

/// Where persons are named.
pub(super) fn find(chars: &[char]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in 0..chars.len() {
        let here = &chars[at..];
        if roles(chars[at]).iter().any(|role| ends_with(&chars[..=at], role)) {
            found.extend(named_behind(chars, at + 1));
        }
        if let Some((title, alone)) = TITLES.iter().find(|(title, _)| starts_with(here, title)) {
            // A surname alone is shown with what it is followed by: 王庭长.
            let called = || Some(name::surname_alone(chars, at).filter(|_| *alone)?..at + title.chars().count());
            found.extend(name::backward(chars, at).map(|begin| begin..at).or_else(called));
        }
        match chars[at] {
            '、' => found.extend(enumerated(chars, at)),
            '·' | '•' | '・' => found.extend(foreign(chars, at)),
            '等' if counts_people(here) => found.extend(name::backward(chars, at).map(|begin| begin..at)),
            '男' | '女' if stands_alone(chars, at) => {
                found.extend(name::backward(chars, at - 1).map(|begin| begin..at - 1));
            }
            '与' | '和' | '诉' => found.extend(opposed(chars, at)),
            _ => {}
        }
    }
    let mut found: Vec<Range<usize>> = unknown(chars, found).collect();
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found.dedup_by(|later, earlier| later.start < earlier.end);
    found
}

/// Those that are not part of what everybody writes.
pub(super) fn unknown(chars: &[char], found: Vec<Range<usize>>) -> impl Iterator<Item = Range<usize>> {
    found
        .into_iter()
        .filter(move |range| !KNOWN.iter().any(|known| known.chars().eq(chars[range.clone()].iter().copied())))
}

fn starts_with(chars: &[char], word: &str) -> bool {
    let mut chars = chars.iter();
    word.chars().all(|c| chars.next() == Some(&c))
}

fn ends_with(chars: &[char], word: &str) -> bool {
    let mut chars = chars.iter().rev();
    word.chars().rev().all(|c| chars.next() == Some(&c))
}

/// Names right behind a role, one or several.
fn named_behind(chars: &[char], behind: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let opened = chars.get(behind).is_some_and(|c| "：:（(“”\"".contains(*c));
    let mut at = behind + usize::from(opened);
    while let Some(end) = name::forward(chars, at) {
        found.push(at..end);
        match chars.get(end) {
            Some('、' | '和' | '与' | '及') => at = end + 1,
            _ => break,
        }
    }
    found
}

/// The names on both sides of a mark between the parts of an enumeration.
fn enumerated(chars: &[char], mark: usize) -> Vec<Range<usize>> {
    let begin = (2..=4).filter_map(|length| mark.checked_sub(length)).find(|begin| {
        let begun =
            *begin == 0 || !chars[*begin - 1].is_alphanumeric() || "由对向给令派为是原".contains(chars[*begin - 1]);
        begun && name::fills(chars, *begin, mark)
    });
    let end = (mark + 3..=mark + 5).find(|end| {
        let ended = chars.get(*end).is_none_or(|c| !c.is_alphanumeric() || "等的和与及".contains(*c))
            || name::acts(chars, *end);
        *end <= chars.len() && ended && name::fills(chars, mark + 1, *end)
    });
    match (begin, end) {
        (Some(begin), Some(end)) => vec![begin..mark, mark + 1..end],
        _ => Vec::new(),
    }
}

/// A name in several parts with a point between them.
fn foreign(chars: &[char], point: usize) -> Option<Range<usize>> {
    let part = |c: &&char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let before = chars[..point].iter().rev().take_while(part).count();
    let behind = chars[point + 1..].iter().take_while(part).count();
    ((1..=6).contains(&before) && behind > 0).then(|| point - before..point + 1 + behind.min(6))
}

/// 等5人, 等三名.
fn counts_people(from: &[char]) -> bool {
    let counted =
        from[1..].iter().take_while(|c| c.is_ascii_digit() || "一二两三四五六七八九十百几数多余".contains(**c)).count();
    counted > 0 && from.get(1 + counted).is_some_and(|c| "人名户位".contains(*c))
}

/// 男 or 女 between signs, as behind a name.
fn stands_alone(chars: &[char], at: usize) -> bool {
    at > 1 && "，,（(、".contains(chars[at - 1]) && chars.get(at + 1).is_none_or(|c| "，,、。；;）)".contains(*c))
}

/// Two persons who are against each other in a case: 张三与李四…纠纷, 张三诉李四…案.
fn opposed(chars: &[char], at: usize) -> Vec<Range<usize>> {
    let begin = name::backward(chars, at);
    let nameless = chars[at.saturating_sub(2)..at].contains(&'某');
    let Some(end) = name::forward(chars, at + 1).filter(|_| nameless || begin.is_some()) else { return Vec::new() };
    let case: String = chars[end..].iter().take(24).take_while(|c| c.is_alphanumeric()).collect();
    match case.contains("纠纷") || case.contains('案') {
        true => begin.map(|begin| begin..at).into_iter().chain(std::iter::once(at + 1..end)).collect(),
        false => Vec::new(),
    }
}

/// Whether what the roster calls a person is a post: 党组书记, 分管副院长.
pub(super) fn is_post(name: &[char]) -> bool {
    let post = [
        "长",
        "书记",
        "主任",
        "专委",
        "政委",
        "成员",
        "委员",
        "领导",
        "负责人",
        "法官",
        "助理",
        "干警",
        "人员",
        "书记员",
    ];
    let Some(length) = post.iter().find(|post| ends_with(name, post)).map(|post| post.chars().count()) else {
        return false;
    };
    let longest =
        TITLES.iter().filter(|(title, _)| ends_with(name, title)).map(|(title, _)| title.chars().count()).max();
    let stem = name.len() - longest.unwrap_or(length);
    // 李春长 is a name, 王院长 says who it is.
    let named = name::backward(name, name.len()) == Some(0);
    let called = name::backward(name, stem) == Some(0) || name::surname_alone(name, stem) == Some(0);
    !named && !called
}
