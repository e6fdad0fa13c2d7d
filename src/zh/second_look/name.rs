//! How names of persons look: a surname and one or two characters that are no word together with it.
//!
//! Surnames are many and are words, too: 于, 任, 高, 方. Such a one makes a name only where the name ends visibly; the words that
//! begin with a surname and are met in papers are listed. What is written 张某, 李某某, 王某甲 was made nameless before.

/// Surnames that hardly begin a word.
const PLAIN: &str = "王李张刘陈杨赵黄吴徐孙胡朱林郭罗梁宋郑谢韩唐冯董萧肖曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎闫潘杜戴夏钟汪姜范姚谭廖邹熊陆郝孔崔邱丘秦顾侯邵孟龙钱汤尹黎武乔贺赖龚岳葛倪殷翁俞戚柳鲍岑樊霍虞柯裘缪卞祁狄臧梅骆凌裴瞿庞阮娄刁褚陶柏喻窦邢滕聂靳耿佟冉桂匡寇詹卓麦邝佘覃韦隋尤褟谌蔺芦邬仇甄晏蒙牟毕莫洪程毛史江段石田金马康白雷伍柴童颜牛鲁舒焦温游盛祝章卫左高何文万华云安常施";

/// Surnames that are words, or begin many.
const WORDLIKE: &str =
    "付涂余卜项管吉巴季路严方任曾于易辛甘关屈尚车宫包平明齐伏米谈宗丰井全伊古简沙曲党冷饶申周欧成蓝习郎花宁席麻解封单";

/// Surnames of two characters.
const DOUBLE: [&str; 22] = [
    "欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "司徒", "夏侯", "令狐", "轩辕",
    "钟离", "端木", "呼延", "南宫", "独孤", "申屠", "澹台", "赫连",
];

/// Words that begin with a surname, by their first two characters.
const WORDS: &str = "全国 全省 全部 全面 全市 全体 全身 全年 全程 全员 全党 全军 全力 全新 全县 全区 全院 全庭 全局 全过 全方 \
    全文 全额 全流 全链 全覆 全卷 全数 全天 全时 武汉 武器 武装 武力 武警 武术 武断 文化 文章 文物 文字 文件 \
    文书 文本 文明 文中 文风 文秘 文职 文稿 文档 文登 文号 文艺 文旅 文体 文科 文凭 文笔 文娱 文案 文创 文论 \
    文教 文革 石油 石头 石化 石材 石窟 成为 成立 成功 成绩 成员 成长 成果 成本 成分 成熟 成就 成都 成效 成年 \
    成型 成交 成因 成品 成群 成套 成案 成对 关系 关于 关键 关注 关心 关闭 关节 关联 关头 关口 关爱 关怀 关卡 \
    管理 管辖 管道 管控 管好 管住 管护 管人 管事 方面 方法 方式 方向 方案 方针 方便 方可 方能 方位 方才 方言 \
    许可 许多 许久 许诺 许辩 包括 包含 包围 包装 包干 包案 包保 包联 包片 包村 包庇 任何 任务 任期 任免 任职 \
    任命 任教 任意 任用 任组 任副 任主 任院 任庭 任党 任法 任书 任支 于是 于当 于每 于今 于去 于同 于次 于本 \
    于上 于下 于开 于庭 于法 于年 于月 于此 于人 于群 于案 于工 于内 于外 于诉 于执 于审 于立 于业 于辩 于暂 \
    项目 项下 平均 平等 平台 平时 平安 平稳 平衡 平方 平常 平息 平面 平行 平级 平和 平反 丰富 丰产 范围 范畴 \
    范例 范本 范文 范式 范人 左右 左侧 左手 左岸 严重 严格 严肃 严厉 严峻 严密 严谨 严禁 严守 严惩 严防 严查 \
    严控 严管 严把 严明 严抓 严打 严于 严实 严词 程度 程序 程式 安全 安排 安装 安定 安慰 安置 安心 安保 安徽 \
    安抚 安防 安检 安居 安分 安康 安静 安享 安稳 安于 安家 安插 安宁 安逸 安葬 安乐 安监 安庆 安阳 安邦 明显 \
    明确 明示 明知 明晰 明细 明年 明天 明察 明令 明文 明白 高速 高级 高度 高等 高中 高校 高考 高新 高于 高大 \
    高层 高低 高效 高院 高质 高标 高龄 高压 高发 高位 高频 高水 高额 高端 高薪 高空 高居 高举 高喊 高调 高价 \
    高素 高品 高科 高尔 高铁 高昂 高唱 高声 高呼 高兴 高涨 高悬 高管 高精 高风 高危 高处 高喝 常委 常常 常务 \
    常见 常用 常规 常设 常有 常年 常态 常住 常识 常驻 常抓 常治 常长 常怀 常思 常因 常在 常被 常对 常与 常来 \
    常到 常去 常戒 常学 常敲 常备 常理 常情 常发 常需 常将 常以 常说 常德 常州 常熟 常提 常会 常出 常使 封建 \
    封闭 封存 封条 封控 万元 万余 万名 万人 万件 万份 万户 万字 万条 万平 万一 万亩 万岁 万分 万般 万无 万众 \
    万象 万家 万亿 万多 万以 万左 万张 万起 万次 简单 简称 简介 简化 简易 简洁 简报 简案 简要 简历 简便 简况 \
    金融 金额 金钱 金属 金牌 金华 金点 金标 金秋 曾经 曾多 曾在 曾因 曾被 曾向 曾以 曾任 曾于 曾对 曾是 曾有 \
    曾与 曾就 曾为 曾到 曾两 曾三 曾数 曾一 曾几 曾先 曾反 曾提 曾申 曾口 曾书 曾要 曾出 曾担 曾受 曾作 曾表 \
    曾发 曾收 曾将 曾把 曾给 曾委 曾借 曾签 曾参 宗旨 宗教 宗族 宗地 江苏 江西 江南 江北 江河 江门 江阴 江淮 \
    江岸 江夏 江水 江浙 江湖 卫生 卫士 卫健 习惯 习近 习俗 洪涝 洪水 董事 黄金 黄色 黄河 黄山 黄岛 黄埔 游客 \
    游行 游览 游戏 路线 路面 路径 路口 路段 路灯 路桥 尚未 尚无 尚有 尚需 尚在 尚不 罗列 罗马 温度 温暖 温和 \
    温情 温馨 温州 温岭 温江 温饱 夏天 夏季 华北 华东 华南 华中 华侨 华人 华裔 华夏 云南 云平 云端 云上 云法 \
    云间 云服 云计 云数 云视 云系 云庭 韩国 马上 马路 马虎 马列 马克 季节 季度 谈判 谈话 谈到 谈论 谈心 颜色 \
    申请 申报 申诉 申领 申办 申辩 申述 申明 白色 白天 白条 白纸 党委 党员 党内 党组 党政 党派 党风 党纪 党建 \
    党课 党史 党章 党费 党校 党务 党性 党日 党总 党支 党群 党徽 党小 党的 党和 党外 何时 何种 何人 何地 何以 \
    何处 何等 何必 何况 何不 何在 何谓 何故 何止 何法 何单 何款 何项 何部 何方 唐突 沙河 陆续 陆地 陆执 林区 \
    林业 林地 林木 林权 施工 施行 施展 施加 施压 施救 施策 施教 施以 施暴 施予 施害 车辆 车站 车间 车牌 车位 \
    车库 车程 车队 车险 车祸 车款 车主 车票 辛苦 辛勤 甘肃 甘于 甘愿 付款 付出 付清 付费 付诸 沈阳 龙头 曲线 \
    曲折 曲解 莫名 莫大 盛行 盛大 盛夏 章程 章节 章法 余名 余件 余人 余元 余万 余额 余款 余次 余份 余条 余户 \
    余家 余篇 史料 史学 史实 冷静 冷漠 易于 易发 易错 易地 易拉 易腐 易怒 易受 易懂 易被 易将 易把 易引 易产 \
    易导 易滋 易出 易使 易让 舒心 舒适 舒畅 童犯 童权 童年 童中 童工 张债 张权 张贴 张罗 伍家 伍佰 祝福 祝贺 \
    祝愿 康养 康复 雷厉 雷同 雷区 鲁莽 牛羊 田野 田地 田间 段式 段落 段位 段时 焦点 焦虑 毛病 毛遂 宁可 宁愿 \
    宁波 屈服 郑州 郑重 顾问 顾虑 顾及 顾客 顾此 顾大 顾全 徐州 胡乱 胡同 凌晨 黎明 钱款 钱财 钱物 钱币 井然 \
    齐全 齐心 齐抓 齐备 吉林 陈述 陈旧 陈列 陈情 陈案 王牌 李子 杨树 周期 周边 周围 周密 周知 周末 周年 周到 \
    周转 周报 周例 周一 周二 周三 周四 周五 周六 周日 周内 欧洲 欧盟 欧元 蓝图 蓝本 蓝天 花费 花名 花卉 席位 \
    席卷 麻烦 麻木 解决 解除 解释 解答 解读 解纷 解封 解冻 解散 解聘 解析 解难 解困 解约 解放 解开 解疑 伊始 \
    古代 古迹 古城 谢绝 梅州 杜绝 苏州 孔子 孟子 毕业 毕竟 柳州 桂林 宫颈 米兰 蒙受 蒙骗 蒙蔽 耿直 麦克 寇仇 \
    匡正 匡算 冉冉 尤其 尤为 尤重 狄更 卓越 卓有 卓著 隋唐 牟利 牟取 仇视 仇恨 甄别 甄选 邢台 聂耳 滕州 裴回 \
    庞大 靳江 韦编 柏林 陶瓷 陶冶 喻为 钟爱 钟表 戴帽 戴口 潘家 彭州 袁州 姜堰 刁难 单位 单独 单纯 单一 单个 \
    单方 单元 单据 单凭 单笔 单案 单次 单项 单人 单价 单向 单行 单证 单亲 单身 孙辈 贺信 汪洋";

/// What is no part of a name.
const NEVER: &str = "的了是在和与及等对向将被把由按各每该此这那些件案个条项次们员区县市局科室部院组队处委所厅署者则并或且但也还又再就才都很更最已未不没无须要让使令因其副某";

/// What begins the next word behind a name of two characters more often than it ends one of three.
const NEXT: &str = "反提请诉称说拒履收签到从以于名为系之同办主负带进接上下打来去有做参涉违受先后时前内外中间一二三四五六七八九十百千万多共均仍只另据经作出交取退付欠借住租买卖报控告举求述认承表就开继实执会可能应当给说审认";

/// Where a name ends visibly, apart from signs.
const ENDS: &str = "的等与因称诉在反同未拒已";

/// What somebody does, right behind the name.
const DEEDS: &str = "主持 出席 代表 宣读 表示 指出 强调 要求 认为 参加 担任 提出 承办 审理 负责 牵头 起诉 申请 拒绝 拒不 主动 多次 通过 收到 提交 名下 涉嫌 未到 未按 不服 \
    到庭 到场 来电 来信 来访 申诉 上访 领取 签收 履行 支付 返还 偿还 违反 违规 收受 利用 作出 执行 反馈 汇报 带队 调研 陪同 带领 警告 诫勉 处分 批评 约谈 民间 离婚 机动 买卖 借款 劳动 物业 记录 代领 发放 超期 书面 考核 减刑 违规 违纪 未能 党内 政务 记过 免职 撤职 办案 死亡 案款 兄弟 姐妹 夫妇 夫妻 父子 母子 二人 两人 三人 双方";

/// What stands before a name, apart from signs.
const BEFORE: &str = "由对向与和及为是经请让将给令派据听于叫把原";

/// A surname at a place.
#[derive(Debug, Clone, Copy)]
struct Surname {
    length: usize,
    is_plain: bool,
}

/// Whether a character is one of those that names are made of.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn surname(chars: &[char], at: usize) -> Option<Surname> {
    let first = *chars.get(at)?;
    let double = DOUBLE.iter().any(|double| double.chars().eq(chars[at..].iter().take(2).copied()));
    match (double, PLAIN.contains(first), WORDLIKE.contains(first)) {
        (true, ..) => Some(Surname { length: 2, is_plain: true }),
        (_, true, _) => Some(Surname { length: 1, is_plain: true }),
        (.., true) => Some(Surname { length: 1, is_plain: false }),
        _ => None,
    }
}

/// Whether a word begins here that begins like a name.
fn is_word(chars: &[char], at: usize) -> bool {
    let Some([first, second]) = chars.get(at..at + 2) else { return false };
    WORDS.split_ascii_whitespace().any(|word| {
        let mut word = word.chars();
        word.next() == Some(*first) && word.next() == Some(*second)
    })
}

fn is_given(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(|c| is_han(*c) && !NEVER.contains(*c))
}

/// Whether a name that begins at `at` may be told from what stands before it.
pub(super) fn is_begun(chars: &[char], at: usize) -> bool {
    at == 0 || !chars[at - 1].is_alphanumeric() || BEFORE.contains(chars[at - 1])
}

/// Whether what somebody does is told from a place on.
pub(super) fn acts(chars: &[char], at: usize) -> bool {
    let deed = chars.get(at..at + 2).unwrap_or_default();
    DEEDS.split_ascii_whitespace().any(|word| word.chars().eq(deed.iter().copied()))
}

/// Where a name that begins at `at` ends, read from where names stand: behind 申请人, behind 法官.
pub(super) fn forward(chars: &[char], at: usize) -> Option<usize> {
    let surname = surname(chars, at)?;
    let given = at + surname.length;
    if is_word(chars, at) || !is_given(chars, given) {
        return None;
    }
    let ends =
        |end: usize| chars.get(end).is_none_or(|c| !c.is_alphanumeric() || ENDS.contains(*c)) || acts(chars, end);
    let long = is_given(chars, given + 1);
    if !surname.is_plain {
        return [(given + 2, long), (given + 1, true)]
            .into_iter()
            .find_map(|(end, may)| (may && ends(end)).then_some(end));
    }
    let next_word =
        acts(chars, given + 1) || chars.get(given + 1).is_some_and(|c| NEXT.contains(*c)) && !ends(given + 2);
    Some(if long && !next_word { given + 2 } else { given + 1 })
}

/// Where a name that ends before `end` begins, read from where names stand: before 同志, before 庭长. Where it may be the end of
/// another word, what stands before it decides.
pub(super) fn backward(chars: &[char], end: usize) -> Option<usize> {
    [3, 2, 4].into_iter().filter_map(|length| end.checked_sub(length)).find(|at| {
        let Some(surname) = surname(chars, *at) else { return false };
        let given = at + surname.length;
        let nameless = chars[given..end].first() == Some(&'某') && chars[given + 1..end].iter().all(|c| is_label(*c));
        let long_enough = (1..=2).contains(&(end.saturating_sub(given)));
        long_enough
            && !nameless
            && chars[given..end].iter().all(|c| is_han(*c) && (*c == '某' || !NEVER.contains(*c)))
            && !is_word(chars, *at)
            && (surname.is_plain || is_begun(chars, *at))
    })
}

/// What a nameless person is told apart by: 张某某, 张某甲.
fn is_label(c: char) -> bool {
    "某甲乙丙丁戊己庚辛壬癸".contains(c) || !is_han(c)
}

/// Whether a surname alone stands before `end`: 王 before 庭长.
pub(super) fn surname_alone(chars: &[char], end: usize) -> Option<usize> {
    let at = end.checked_sub(1)?;
    surname(chars, at).filter(|surname| surname.is_plain && surname.length == 1 && is_begun(chars, at)).map(|_| at)
}

/// Whether a name fills a part of an enumeration.
pub(super) fn fills(chars: &[char], from: usize, to: usize) -> bool {
    surname(chars, from).is_some_and(|surname| {
        let given = from + surname.length;
        surname.is_plain
            && (given + 1..=given + 2).contains(&to)
            && !is_word(chars, from)
            && (given..to).all(|at| is_given(chars, at))
    })
}

/// Whether a name, of whatever surname, is what stands between two places.
pub(super) fn is_exactly(chars: &[char], from: usize, to: usize) -> bool {
    surname(chars, from).is_some_and(|surname| {
        let given = from + surname.length;
        (given + 1..=given + 2).contains(&to) && !is_word(chars, from) && (given..to).all(|at| is_given(chars, at))
    })
}
