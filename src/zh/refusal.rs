//! What a rule that says no is called in Chinese: what happened, why, and what to type next.

mod closure;
mod extension;
mod filing;
mod gate;
mod issuing;
mod link;
mod plan;
mod recheck;

pub use gate::line as missing_line;

use crate::{
    domain::{
        Day,
        party::{PartyKind, Role},
        refusal::{Refusal, UnknownParty},
    },
    zh::{
        date::format_day_zh,
        label::{Label as _, all_labels},
        name_list::typed,
    },
};

/// A refusal in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its stable English key.
    pub code: &'static str,
    /// What happened, one sentence without a full stop.
    pub what: String,
    /// Why, a line per reason.
    pub why: Vec<String>,
    /// What to do, with the next command.
    pub hint: Option<String>,
}

impl Said {
    /// With one reason and a hint.
    #[must_use]
    pub fn new(code: &'static str, what: impl Into<String>, why: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, what: what.into(), why: vec![why.into()], hint: Some(hint.into()) }
    }
}

/// Says a refusal.
#[must_use]
pub fn explain(refusal: &Refusal) -> Said {
    use Refusal as R;
    match refusal {
        // Who and when.
        R::NoOperator { known } => Said::new(
            "no_operator",
            "没有写明经办人",
            format!("名册里有多位经办人：{}", list(known)),
            "加 --by 经办人，或设环境变量 TAIZHANG_BY",
        ),
        R::UnknownOperator { name, known } => Said::new(
            "unknown_operator",
            format!("经办人“{name}”不在名册里"),
            format!("已登记的经办人：{}", list(known)),
            format!("核对姓名；新增经办人用 taizhang party add {name} --kind 经办人"),
        ),
        R::FutureDay { on, today } => Said::new(
            "future_day",
            format!("生效日 {} 还没有到", zh(*on)),
            format!("今天是 {}，只记录已经发生的事", zh(*today)),
            "改写 --on，或到那一天再录入",
        ),
        R::DayAhead { what, day, on } => Said::new(
            "day_ahead",
            format!("{}日期 {} 还没有到", field_word(what), zh(*day)),
            format!("这次记到 {} 为止，只写已经发生的事", zh(*on)),
            "核对日期；写了 --on 的，--on 不能早于它",
        ),
        R::DayRunsBack { code, on, last } => Said::new(
            "day_runs_back",
            format!("{code} 的日期倒退了"),
            format!("这次写的是 {}，而同一方面最近一次记录是 {}", zh(*on), zh(*last)),
            "用 taizhang undo 撤销后一条再补录，或按今天录入并在文字里写明真实日期",
        ),
        R::Locked { round, through } => Said::new(
            "locked",
            format!("“{round}”在 {} 及以前的内容已锁定", zh(*through)),
            "对外印发过报告，报告里的数字不能再变",
            "生效日写锁定日以后的日期（不写 --on 就是今天；锁到今天的，明天起再录），真实的完成日写在 --completed-on 里，没有这一栏的写进文字；下一份报告列为补报调整",
        ),
        R::LockedRecord { seq, verb, round, through } => Said::new(
            "locked_record",
            format!("第 {seq} 号记录（{verb}）不能撤销"),
            format!("它属于“{round}”已锁定的内容（{} 及以前），报告已经印发", zh(*through)),
            "按今天另录更正，如退回、撤销销号、撤项、修改；下一份报告列为补报调整",
        ),
        R::LockStays { round, through } => Said::new(
            "lock_stays",
            "锁定不能撤销",
            format!("“{round}”在 {} 及以前的数字已经公布", zh(*through)),
            "需要更正的按今天录入，下一份报告列为补报调整；要撤销更早的命令，用 taizhang undo --record 记录号",
        ),
        R::LockDay { round, through, from, to } => Said::new(
            "lock_day",
            format!("“{round}”不能锁定到 {}", zh(*through)),
            format!("锁定日要在反馈日 {} 和 {} 之间", zh(*from), zh(*to)),
            "--through 写报告所说的截止日",
        ),
        R::LockRunsBack { round, through, last } => Said::new(
            "lock_runs_back",
            format!("“{round}”不能锁定到 {}", zh(*through)),
            format!("已经锁定到 {}，锁定日只能往后", zh(*last)),
            format!("用 taizhang round show {round} 查看历次锁定"),
        ),
        // Rounds.
        R::WhichRound { open } if open.is_empty() => Said::new(
            "which_round",
            "没有正在整改的轮次",
            "没有开立轮次，或都已办结",
            "用 taizhang round open 开立，或用 --round 指明已办结的轮次",
        ),
        R::WhichRound { open } => Said::new(
            "which_round",
            "没有写明是哪个轮次",
            format!("正在整改的轮次有：{}", list(open)),
            "加 --round 轮次，或把编号写成“轮次:编号”",
        ),
        R::UnknownRound { key, known } if known.is_empty() => Said::new(
            "unknown_round",
            format!("没有轮次“{key}”"),
            "台账里还没有轮次",
            format!("先用 taizhang round open {key} 开立"),
        ),
        R::UnknownRound { key, known } => Said::new(
            "unknown_round",
            format!("没有轮次“{key}”"),
            format!("已有的轮次：{}", list(known)),
            "核对轮次名称，用 taizhang round list 查看",
        ),
        R::RoundExists(key) => Said::new(
            "round_exists",
            format!("轮次“{key}”已经有了"),
            "轮次名称不能重复",
            format!("换一个名称，或用 taizhang round show {key} 查看"),
        ),
        R::BadRoundKey(key) => Said::new(
            "bad_round_key",
            format!("“{key}”不能用作轮次名称"),
            "名称要能写进编号里，不能有空格、冒号、逗号，也不能太长",
            "用 2026巡察 这样的短名称，全称写在 --title 里",
        ),
        R::KindLocked { round, through } => Said::new(
            "kind_locked",
            format!("“{round}”的种类不能改"),
            format!("报告已经印发（锁定到 {}），种类写在报告里", zh(*through)),
            "确实开立错了的，另开一个轮次；全称、机构等用 taizhang round amend 修改",
        ),
        R::RoundFinished(key) => Said::new(
            "round_finished",
            format!("轮次“{key}”已经办结"),
            "办结后不再改动",
            "确需改动的，先重新启用这个轮次，并写明理由",
        ),
        R::RoundHasOpenItems { round, open } => Said::new(
            "round_has_open_items",
            format!("轮次“{round}”还不能办结"),
            format!("还有 {open} 项没有办完"),
            format!("用 taizhang list --round {round} --closure 未申请 查看"),
        ),
        // The plan.
        R::NeedsApproval { .. }
        | R::AdoptedAlready { .. }
        | R::EmptyPlan(_)
        | R::CannotDecidePlan { .. }
        | R::BeforeAdoption { .. }
        | R::AdoptedNotAdjusted { .. }
        | R::LaterIsExtension { .. }
        | R::CannotMove { .. }
        | R::OtherRound { .. }
        | R::MovedPastDue { .. } => plan::explain(refusal),
        // Codes.
        R::UnknownCode { code, round } => Said::new(
            "unknown_code",
            format!("“{round}”里没有编号 {code}"),
            "编号写错了，或事项在别的轮次",
            "用 taizhang list 查看编号；别的轮次写成“轮次:编号”",
        ),
        R::BadCode(text) => Said::new(
            "bad_code",
            format!("“{text}”不是编号"),
            "编号的样子是 12、12.3、J1、C1.2，连续的写 1-5",
            if text.chars().any(|c| c.is_ascii_digit()) {
                "用 taizhang list 查看编号"
            } else {
                "用 taizhang list 查看编号；按部门找用 --dept，按内容里的文字找用 --text"
            },
        ),
        R::NotACategory { code, kind } => Said::new(
            "not_a_category",
            format!("{code} 不是方面"),
            format!("它是{}；方面的编号带 C，如 C1", kind.label()),
            "用 taizhang list --kind 方面 查看各方面的编号",
        ),
        R::ReminderTiers
        | R::NoRegister
        | R::BadRegister(_)
        | R::NumberSpent { .. }
        | R::DatedBack { .. }
        | R::IssuedAlready { .. }
        | R::PaperTooLarge { .. }
        | R::OriginalDiffers { .. }
        | R::ReplyBeforeLetter { .. }
        | R::BadDigest(_)
        | R::FormDiffers { .. }
        | R::OneSignedForm
        | R::NoArrangement(_) => issuing::explain(refusal),
        R::UnknownNumber { what: "sample", number } => Said::new(
            "unknown_number",
            format!("没有第 {number} 号抽查"),
            "编号写错了，或这次抽查已经撤销",
            "用 taizhang sample list 查看",
        ),
        R::UnknownNumber { what, number } => Said::new(
            "unknown_number",
            format!("没有第 {number} 号{}", field_word(what)),
            "编号写错了，或已经撤回",
            "用 taizhang show 编号 查看事项名下的材料和成效",
        ),
        R::OutcomeField { kind, field } => Said::new(
            "outcome_field",
            format!("这件成效没有{}这一项", field_word(field)),
            format!("它登记的是{}", kind.label()),
            "用 taizhang outcome list 查看；类别登记错的，先 outcome withdraw 再重新登记",
        ),
        R::PublicWordsForMany(count) => Said::new(
            "public_words_for_many",
            "公开表述要逐项写",
            format!("这次写了 {count} 项，一句话不会对每项都合适"),
            "一项一条命令；公开范围可以一次改多项",
        ),
        R::PublicWordsNotPublic => Said::new(
            "public_words_not_public",
            "公开表述只能写在可公开的内容上",
            "党内通报、不公开的内容不对外印，写了也用不上",
            "加 --disclosure 可公开，或去掉 --public-words",
        ),
        // Meetings.
        R::UnknownMeeting(text) => Said::new(
            "unknown_meeting",
            format!("没有找到会议“{text}”"),
            "台账里没有这次会议",
            "用 taizhang meeting list 查看；没有登记的先用 taizhang meeting add 登记",
        ),
        R::WhichMeeting { text, numbers } => Said::new(
            "which_meeting",
            format!("“{text}”对应多次会议"),
            format!("编号分别是：{}", list(numbers)),
            "改用会议编号，如 --meeting 1",
        ),
        R::MeetingBeforeFeedback { meeting, feedback } => Said::new(
            "meeting_before_feedback",
            "会议早于反馈日",
            format!("会议日期 {}，反馈日 {}", zh(*meeting), zh(*feedback)),
            "核对会议日期；确是反馈前的会议，不能用来审定本轮事项",
        ),
        R::WrongMeeting(number) => Said::new(
            "wrong_meeting",
            format!("第 {number} 号会议不能作这个决定"),
            "会议种类不符，审定销号要由党组会作出",
            "换用党组会，用 taizhang meeting list 查看",
        ),
        R::MeetingExists(number) => Said::new(
            "meeting_exists",
            "这次会议已经登记过",
            format!("登记在第 {number} 号"),
            format!("直接使用 --meeting {number}"),
        ),
        // Parties.
        R::UnknownParties(unknown) => unknown_parties(unknown),
        R::PartyExists { name, kind } => Said::new(
            "party_exists",
            format!("“{name}”已在名册里"),
            format!("登记为{}", kind.label()),
            "不用重复登记，用 taizhang party list 查看",
        ),
        R::PartyRetired { name, on, successors } if successors.is_empty() => Said::new(
            "party_retired",
            format!("“{name}”已停用"),
            format!("{} 起停用，不再承担新的责任", zh(*on)),
            "换用现任的责任单位或责任人，用 taizhang party list 查看",
        ),
        R::PartyRetired { name, on, successors } => Said::new(
            "party_retired",
            format!("“{name}”已停用"),
            format!("{}起由{}承接，以前的记录仍用原名", zh(*on), successors.join("、")),
            format!("改写为 {}", successors.join(" 或 ")),
        ),
        R::NoSuccessor { name, near } => Said::new(
            "no_successor",
            format!("“{name}”不在名册里"),
            if near.is_empty() {
                "承接的名称要在名册里".to_owned()
            } else {
                format!("相近的有：{}", list(near))
            },
            "核对名称；是新设的，加 --new 同时登记",
        ),
        R::ChangedSinceShown => Said::new(
            "changed_since_shown",
            "刚才列出的内容已有变化",
            "等待确认时，另一个窗口改动了台账",
            "重新执行一次，核对列出的内容",
        ),
        R::FollowsItself(name) => Said::new(
            "follows_itself",
            format!("“{name}”不能由自己承接"),
            "承接的双方要是两个名称",
            format!("只是改了名称的，用 taizhang party rename {name} 新名"),
        ),
        R::PartyKindsDiffer { name, kind, other, other_kind } => Said::new(
            "party_kinds_differ",
            format!("“{other}”不能承接“{name}”"),
            format!("{name} 是{}，{other} 是{}", kind.label(), other_kind.label()),
            "部门和集体可以互相承接，院领导和责任人可以互相承接；用 taizhang party list 核对名称",
        ),
        R::SplitUndecided { name, codes } => Said {
            code: "split_undecided",
            what: format!("“{name}”还有 {} 项没有写明由谁承接", codes.len()),
            why: vec![format!("没有写到的：{}", list(codes))],
            hint: Some("写进某一个 --into 名称=编号（编号管到它的下级），或用 --rest 名称 写明其余的归谁".into()),
        },
        R::SplitTwice { code, names } => Said::new(
            "split_twice",
            format!("{code} 写给了两个单位"),
            format!("{}都写了它", names.join("、")),
            "一个编号只写给一个；下级另有承接的，单独写下级的编号",
        ),
        R::NotHeld { code, name } => Said::new(
            "not_held",
            format!("{code} 没有要由“{name}”移交的责任"),
            format!("{code} 和它的下级不由 {name} 负责，或都已销号、撤项"),
            format!("去掉这个编号，或用 taizhang list --dept {name} 核对（领导用 --leader，责任人用 --person）"),
        ),
        R::PartyInUse { name, open } => Said::new(
            "party_in_use",
            format!("“{name}”还不能停用"),
            format!("还有 {open} 项未办完的事项由其负责"),
            "先用 taizhang assign 改由他人负责，或用 taizhang party merge 合并",
        ),
        R::TwoLeaders(names) => Said::new(
            "two_leaders",
            "牵头领导只能有一位",
            format!("写了：{}", list(names)),
            "留一位作牵头领导，其余写作协助领导",
        ),
        R::PartyTwice(name) => {
            Said::new("party_twice", format!("“{name}”写了两次"), "同一角色里只能出现一次", "删去重复的后重试")
        }
        R::RoleTwice { code, name, helps } => Said::new(
            "role_twice",
            format!("“{name}”在 {code} 上有两个角色"),
            format!("既是{}，又是{}", helps.helped().unwrap_or(*helps).label(), helps.label()),
            format!("两个角色一起写清楚：taizhang assign {code} {}", role_flags(*helps)),
        ),
        R::OutcomeDoubled { outcome, words, items } => Said::new(
            "outcome_doubled",
            "这份文件已经登记过，一件成效只计一次",
            format!("成效第 {outcome} 号：{words}，属于 {}", list(items)),
            format!("也属于别的事项的，用 taizhang outcome link {outcome} 编号；确是另一份文件，加 --again"),
        ),
        // Filters.
        R::EmptyFilter => Said::new(
            "empty_filter",
            "没有写明要改动哪些事项",
            "不写条件等于全部，为免误改不予执行",
            "写编号（如 1-5 8），或加筛选条件；有哪些条件见这个命令的 --help",
        ),
        R::NothingFound => Said::new(
            "nothing_found",
            "没有符合条件的事项",
            "编号或条件没有对应的事项",
            "先用 taizhang list 加同样的条件查看",
        ),
        R::OnlyClosed(count) => Said::new(
            "only_closed",
            "符合条件的事项都已销号",
            format!("共 {count} 项，已销号的不再改动"),
            "确需改动的，先用 taizhang reopen 撤销销号",
        ),
        // The state of an item.
        R::ItemClosed(code) => Said::new(
            "item_closed",
            format!("{code} 已销号"),
            "销号后只能补佐证、回头看或撤销销号",
            format!("确需改动的，先用 taizhang reopen {code} --reason 理由"),
        ),
        R::AboveClosed { code, above } => Said::new(
            "above_closed",
            format!("{code} 的上级 {above} 已销号"),
            "上级销号后，下面的内容不再改动",
            format!("确需改动的，先用 taizhang reopen {above} --reason 理由"),
        ),
        R::ItemWithdrawn(code) => Said::new(
            "item_withdrawn",
            format!("{code} 已撤项"),
            "撤项的事项不再办理",
            format!("用 taizhang log {code} 查看撤项经过；误撤的用 taizhang undo --record 记录号 撤销"),
        ),
        R::ItemNotClosed { code, closure } => Said::new(
            "item_not_closed",
            format!("{code} 还没有销号"),
            format!("现在是“{}”", closure.label()),
            format!("用 taizhang show {code} 查看"),
        ),
        R::WrongKind { code, kind } => Said::new(
            "wrong_kind",
            format!("{code} 不能这样办理"),
            format!("它是{}", kind.label()),
            format!("用 taizhang show {code} 查看，核对编号"),
        ),
        R::WrongParent { kind, parent, parent_kind } => Said::new(
            "wrong_parent",
            format!("{}不能放在 {parent} 下面", kind.label()),
            format!("{parent} 是{}", parent_kind.label()),
            "问题放在方面或问题下面，措施和个案放在问题下面",
        ),
        R::NeedsParent(kind) => Said::new(
            "needs_parent",
            format!("没有写明{}属于哪个事项", kind.label()),
            format!("{}要放在别的事项下面", kind.label()),
            "加 --under 编号",
        ),
        R::CannotLink { link, from, to, faults } => link::explain(*link, from, to, faults),
        R::AnswersOpen { code, open, linking } => link::answers_open(code, open, *linking),
        R::NotLinked { link, from, to } => link::not_linked(*link, from, to),
        R::CarriesClosed { code, closed } => Said::new(
            "carries_closed",
            format!("{code} 不能退回或撤项"),
            format!("它同时整改的 {closed} 已销号，销号时以它完成为依据"),
            format!("先用 taizhang reopen {closed} --reason 理由 撤销那一项的销号"),
        ),
        R::ProgressIsDerived { code, below } => Said::new(
            "progress_is_derived",
            format!("{code} 的进度不能直接填"),
            format!("它的进度由下面各项得出：{}", list(below)),
            "填报下面各项的进度",
        ),
        R::CompletedInFuture { code, completed, on } => Said::new(
            "completed_in_future",
            format!("{code} 的完成日晚于生效日"),
            format!("完成日 {}，生效日 {}", zh(*completed), zh(*on)),
            "核对完成日，或改写 --on",
        ),
        R::EmptyFiling => Said::new(
            "empty_filing",
            "填报没有内容",
            "整改情况、存在问题、下步措施、进度都没有写",
            "至少写一样，如 --situation 整改情况 或 --state 已完成",
        ),
        R::NothingToDo => Said::new("nothing_to_do", "没有要改动的内容", "写的和台账里的一样", "核对后重试"),
        R::NoApproval => Said::new(
            "no_approval",
            "没有写明批准",
            "这件事要有会议或批准文件作依据",
            "加 --meeting 会议编号，或 --approval 批准文号",
        ),
        R::NoReason => Said::new("no_reason", "没有写明理由", "这件事要留下理由", "加 --reason 理由"),
        // Deadlines.
        R::NoDeadline(code) => Said::new(
            "no_deadline",
            format!("{code} 还没有时限"),
            "没有时限谈不上延期",
            format!("用 taizhang assign {code} --due 时限 设定"),
        ),
        R::GateNeedsApproval(round) => Said::new(
            "gate_needs_approval",
            format!("{round} 的审签程序、销号层级或反馈日不能这样改"),
            "轮次里已有事项，改动销号的关口要有依据",
            "加 --meeting 会议编号 或 --approval 批准文号",
        ),
        R::FeedbackTooLate { feedback, fact } => Said::new(
            "feedback_too_late",
            format!("反馈日不能改到 {}", format_day_zh(*feedback)),
            format!("{} 已有完成、党组会或销号的记录，反馈不能在它之后", format_day_zh(*fact)),
            "核对反馈日；记录有误的先用 taizhang undo 撤销",
        ),
        R::DuePassed { code, due } => Said::new(
            "due_passed",
            format!("{code} 的时限不能重设"),
            format!("{} 已经到期，重设会掩盖逾期", format_day_zh(*due)),
            format!("用 taizhang extend {code} --to 日期 --reason 理由 --meeting 会议编号"),
        ),
        R::AlreadyExtended(code) => Said::new(
            "already_extended",
            format!("{code} 的时限延期过"),
            "延期后的时限不能直接重设",
            format!("用 taizhang extend {code} --to 日期 --reason 理由"),
        ),
        R::NotLater { code, due, asked } => Said::new(
            "not_later",
            format!("{code} 的新时限不晚于原时限"),
            format!("原时限 {}，新时限 {}", zh(*due), zh(*asked)),
            "延期要写更晚的日期；原来录错的用 taizhang undo 撤销后重录",
        ),
        R::UnclearDeadline { raw, note } => Said::new(
            "unclear_deadline",
            format!("时限“{raw}”推不出日期"),
            note.clone(),
            "写明日期，如 2026年6月底前；可先用 taizhang due 试读",
        ),
        R::NoDueDay(_)
        | R::ExtendCompleted(_)
        | R::DueAfterAbove { .. }
        | R::DueBeforeBelow { .. }
        | R::ExtensionWaits { .. }
        | R::NoExtensionWaits(_)
        | R::ExtendedBeforeAdoption { .. }
        | R::DecidedBeforeApplied { .. } => extension::explain(refusal),
        // Filings.
        R::CannotAccept { number, code, objection } => filing::explain(*number, code, objection),
        R::ReviewBeforeAcceptance => Said::new(
            "review_before_acceptance",
            "待采用的填报不能同时定复核日",
            "填报采用以前，时限和复核日都不变动",
            "采用以后用 taizhang assign 编号 --review 日期",
        ),
        R::NoFilingWaits(code) => Said::new(
            "no_filing_waits",
            format!("{code} 没有待采用的填报"),
            "没有填报，或都已采用、退回",
            "用 taizhang accept 查看待采用的填报",
        ),
        // Closure.
        R::Gate { code, missing } => gate::explain(code, missing),
        R::CompletedBeforeReturn { code, completed, returned } => Said::new(
            "completed_before_return",
            format!("{code} 的完成日早于最近一次退回或撤销销号"),
            format!("完成日 {}，{} 退回或撤销销号，要求重新整改", zh(*completed), zh(*returned)),
            "写重新整改以后的完成日：--completed-on 日期",
        ),
        R::NothingTabled(code) => Said::new(
            "nothing_tabled",
            format!("{code} 谈不上暂缓"),
            "它没有申请销号，也没有审签，没有提请会议审定",
            format!("先用 taizhang submit {code} 申请销号；会议要求重新整改的，用 taizhang return {code} --words 要求"),
        ),
        R::NameOpenAgain { code, closed } => Said::new(
            "name_open_again",
            format!("{code} 退回后重新整改哪些，没有写明"),
            format!("它下面的已经单独销号：{}", list(closed)),
            format!("加 --open {} 点明，连同它的销号一并撤销", closed.first().map_or("编号", String::as_str)),
        ),
        R::AlreadyRequested(code) => Said::new(
            "already_requested",
            format!("{code} 已经申请销号"),
            "正在等待审定",
            format!("用 taizhang close {code} --meeting 会议编号 销号，或用 taizhang return 退回"),
        ),
        R::SignOff { code, step, obstacle } => closure::sign_off(code, *step, obstacle),
        R::NoLeader(code) => Said::new(
            "no_leader",
            format!("{code} 没有牵头领导，不能办“牵头领导审签”"),
            "审签的应当是这一项的牵头领导",
            format!("先用 taizhang assign {code} --leader 姓名 定下牵头领导"),
        ),
        R::NotTheLeader { code, name, leader } => Said::new(
            "not_the_leader",
            format!("“{name}”不是 {code} 的牵头领导"),
            format!("牵头领导是“{leader}”"),
            format!("由“{leader}”审签；换了牵头领导的，先用 taizhang assign {code} --leader {name}"),
        ),
        R::SignsOwnWork { code, name, step } => Said::new(
            "signs_own_work",
            format!("{code} 的“{}”不能由“{name}”办", step.label()),
            format!("“{name}”是责任部门或配合部门，不能审自己的整改"),
            "由整改办或纪检监察组签，用 --party 或 --words 写明",
        ),
        R::SignerUnnamed { code, step } => Said::new(
            "signer_unnamed",
            format!("{code} 的“{}”没有写明是谁的意见", step.label()),
            "意见要能找到出处",
            "加 --party 名称（名册里的），或 --words 写明由谁提出、意见是什么",
        ),
        R::ClosesAtOnce { code, round } => Said::new(
            "closes_at_once",
            format!("{code} 不用申请、审签或退回"),
            format!("“{round}”结案即销：填报已完成就销号"),
            format!("办完的用 taizhang progress {code} --done；销号后要重办的用 taizhang reopen {code}"),
        ),
        R::PolicyAgainstLevel { at_once: true } => Said::new(
            "policy_against_level",
            "结案即销的轮次没有审签程序",
            "结案即销是填报完成就销号，不经审签和会议",
            "要审签的，同时写 --close-level 问题（或 措施、两级）；结案即销的，写 --policy 无",
        ),
        R::PolicyAgainstLevel { at_once: false } => Said::new(
            "policy_against_level",
            "按问题或措施销号的轮次要有审签程序",
            "没有审签程序就是结案即销",
            "写明 --policy，如 --policy 党组会审定；结案即销的，写 --close-level 结案即销",
        ),
        R::NeedsNewDay { code, late, denied } => closure::needs_new_day(code, late, *denied),
        R::DecidedAlready { code, meeting, on, decision } => closure::decided_already(code, *meeting, *on, *decision),
        R::DecidedByVerb { on, decision } => closure::decided_by_verb(*on, *decision),
        R::NothingToRatify(code) => Said::new(
            "nothing_to_ratify",
            format!("{code} 不用补办审议"),
            "它的销号已经党组会审定；补办的只是转入时未经会议的",
            "用 taizhang list --unratified 查看待补的",
        ),
        R::NothingToReturn { code, progress } => Said::new(
            "nothing_to_return",
            format!("{code} 没有可退回的"),
            format!("没有申请销号，进度是“{}”", progress.label()),
            format!("用 taizhang show {code} 查看"),
        ),
        R::DecidedBeforeDone { code, meeting, completed, decision } => {
            closure::decided_before_done(code, (*meeting, *completed), *decision)
        }
        R::NotBelow { code, other } => Said::new(
            "not_below",
            format!("{other} 不在 {code} 下面"),
            "退回时只能点名它下面的事项",
            format!("用 taizhang show {code} 查看下面有哪些"),
        ),
        R::Recheck(obstacle) => recheck::look_back(obstacle),
        R::Sample(obstacle) => recheck::draw(obstacle),
        R::WithdrawGround { code, ground } => Said::new(
            "withdraw_ground",
            format!("{code} 不能以“{}”撤项", ground.label()),
            "反馈问题和反馈交办的个案，只因录入差错或巡视巡察机构来函才能撤",
            "没有这两种情形的，继续整改",
        ),
        // Undo.
        R::LaterStandsOn { seq, kind, .. } if kind == "undone" => Said::new(
            "later_stands_on",
            "还不能撤销",
            format!("第 {seq} 号记录撤销了别的改动，这一条再撤销，上下级的进度、责任或时限就对不上了"),
            "不撤销，照实重新办一次：taizhang edit、assign 或 progress",
        ),
        R::LaterStandsOn { seq, verb, kind: _ } => Said::new(
            "later_stands_on",
            "还不能撤销",
            format!("第 {seq} 号记录（{verb}）以它为基础"),
            format!("先用 taizhang undo --record {seq} 撤销后面的"),
        ),
        R::UndoNeedsReason(against) => Said::new(
            "undo_needs_reason",
            format!("撤销“{}”要写明理由", against.label()),
            "这是不利的决定，撤销它要留下理由；详情和自查都会列出",
            "加 --reason 理由；情况变了的不要撤销，照实重新办理",
        ),
        R::NothingToUndo => {
            Said::new("nothing_to_undo", "没有可撤销的记录", "没有这条记录，或都已撤销", "用 taizhang log 查看记录号")
        }
        R::UndoneAlready => {
            Said::new("undone_already", "这条记录已经撤销过", "同一条记录只撤销一次", "用 taizhang log 查看")
        }
        R::CannotUndo => Said::new(
            "cannot_undo",
            "这条记录不能撤销",
            "建账和撤销本身不能再撤销",
            "用 taizhang log 查看别的记录；撤销错了的，重新录入一次",
        ),
        // Words and files.
        R::TooLong { field, length, most } => Said::new(
            "too_long",
            format!("{}太长", field_word(field)),
            format!("有 {length} 字，最多 {most} 字"),
            "是否误贴了整个文件？请删减，长材料用 taizhang attach 作佐证保存",
        ),
        R::HiddenCharacters { field, code_point } => Said::new(
            "hidden_characters",
            format!("{}里有看不见的字符", field_word(field)),
            format!("第一个是 U+{code_point:04X}（控制字符或改变文字方向的字符）"),
            match *field {
                "file_name" => "给文件改名，重新打一遍文件名后重试",
                _ => "删去后重试；从网页或文档复制的，先贴到记事本里",
            },
        ),
        R::EmptyText(field) => {
            Said::new("empty_text", format!("{}是空的", field_word(field)), "这里要有内容", "写上内容后重试")
        }
        R::FileTooLarge { name, bytes } => Said::new(
            "file_too_large",
            format!("文件“{name}”太大"),
            format!("有 {} MB，最多 20 MB", bytes.div_ceil(1024 * 1024)),
            "压缩或拆分后再存；或只登记存放处，不存文件",
        ),
        R::LightDays { yellow, blue } => Said::new(
            "light_days",
            "亮灯的天数不对",
            format!("黄灯剩 {yellow} 天，蓝灯剩 {blue} 天；蓝灯先亮，天数不少于黄灯，都不能是负数"),
            "如 --yellow 7 --blue 30",
        ),
        R::NotPositive(field) => {
            Said::new("not_positive", format!("{}要大于零", field_word(field)), "写了零或负数", "核对数字后重试")
        }
        R::FewerTimes { people, times } => Said::new(
            "fewer_times",
            "人次不能少于人数",
            format!("写的是 {people} 人 {times} 人次，一人至少一次"),
            "核对人数和人次，两样都写：--people 人数 --times 人次",
        ),
        R::PaperDiffers { codes } => Said::new(
            "paper_differs",
            format!("文件与台账有 {} 项不一致，没有记录", codes.len()),
            format!("涉及：{}", list(codes)),
            "先加 --dry-run 逐项核对；以台账为准加 --on-conflict skip，以文件为准加 --on-conflict update",
        ),
        R::NothingInPaper => Said::new(
            "nothing_in_paper",
            "文件里没有可以立为事项的内容",
            "没有读出方面、问题或措施",
            "加 --dry-run 查看每段怎样理解；也可用 taizhang add 逐项录入",
        ),
    }
}

/// How a role that helps is typed, with the one it helps.
const fn role_flags(helps: Role) -> &'static str {
    match helps {
        Role::CoLeader | Role::Leader => "--leader 姓名 --co-leader 姓名",
        _ => "--dept 部门 --co-dept 部门",
    }
}

fn unknown_parties(unknown: &[UnknownParty]) -> Said {
    let why = unknown
        .iter()
        .map(|party| {
            let role = party.role.map(|role| format!("（{}）", role.label())).unwrap_or_default();
            if party.near.is_empty() {
                format!("“{}”{role}没有登记", party.name)
            } else {
                format!("“{}”{role}没有登记，相近的有：{}", party.name, list(&party.near))
            }
        })
        .collect();
    let hint = match unknown {
        [UnknownParty { name, near, role: Some(_) }] => match near.first() {
            Some(near) => {
                format!("就是“{near}”的，加 --party {name}={near}；确是新名称，加 --new-party {}", typed(name))
            }
            None => format!("核对名称；确是新名称，加 --new-party {}，或先用 taizhang party add 登记", typed(name)),
        },
        [UnknownParty { role: Some(_), .. }, ..] => {
            let flag = |party: &UnknownParty| match party.near.first() {
                Some(near) => format!("--party {}={near}", party.name),
                None => format!("--new-party {}", typed(&party.name)),
            };
            let flags: Vec<String> = unknown.iter().map(flag).collect();
            format!("核对名称；相近的是同一个、其余是新名称的，加 {}", flags.join(" "))
        }
        [UnknownParty { near, .. }, ..] if !near.is_empty() => {
            "写名册里的全称；用 taizhang party list 查看全部名称".to_owned()
        }
        _ => format!("用 taizhang party list 查看；登记用 taizhang party add（种类：{}）", all_labels::<PartyKind>()),
    };
    Said { code: "unknown_parties", what: "有名称不在名册里".into(), why, hint: Some(hint) }
}

/// The Chinese name of a field that a use case knows by its English one.
fn field_word(field: &str) -> &str {
    match field {
        "operator" => "经办人",
        "register" => "发文字",
        "paper" => "发文",
        "office" => "单位名称",
        "name" => "名称",
        "file_name" => "文件名",
        "title" => "标题",
        "note" => "备注",
        "reason" => "理由",
        "text" => "内容",
        "goal" => "整改目标",
        "words" => "说明文字",
        "situation" => "整改情况",
        "problems" => "存在问题",
        "next" => "下步措施",
        "minutes_no" | "minutes" => "会议纪要号",
        "approval" => "批准文号",
        "source_no" => "原编号",
        "key" | "round" => "轮次名称",
        "body" => "巡察机构",
        "party_group" => "被巡察党组",
        "department" => "责任部门",
        "person" => "责任人",
        "filled_by" => "填报人",
        "deadline" | "due" => "时限",
        "evidence" => "佐证材料",
        "outcome" => "成效",
        "number" => "编号",
        "kept_at" => "存放处",
        "unit" => "计量单位",
        "people" => "人数",
        "times" => "人次",
        "cents" | "amount" => "金额",
        "count" => "数量",
        "now_days" => "立行立改天数",
        "pages" => "页数",
        "meeting" => "会议",
        "feedback" => "反馈",
        "filing" => "填报",
        "public_words" => "公开表述",
        "form" => "方式",
        "direction" => "去向",
        "revised" => "新建或修订",
        "institution" => "是否计入制度",
        "document_number" => "文号",
        "checker" => "回头看的单位或人员",
        "seed" => "种子",
        "sample" => "抽查项数",
        "extension" => "延期申请",
        "asked" => "征求对象",
        "taken_up" => "采纳情况",
        other if !other.is_ascii() => other,
        _ => "内容",
    }
}

fn zh(day: Day) -> String {
    format_day_zh(day)
}

/// Codes as they are typed one after the other.
fn codes(codes: &[String]) -> String {
    const SHOWN: usize = 10;
    let more = if codes.len() > SHOWN { " …" } else { "" };
    format!("{}{more}", codes.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(" "))
}

fn list<T: ToString>(words: &[T]) -> String {
    const SHOWN: usize = 20;
    let mut text = words.iter().take(SHOWN).map(ToString::to_string).collect::<Vec<_>>().join("、");
    match words.len() {
        0 => text.push('无'),
        n if n > SHOWN => text.push_str(&format!("等 {n} 个")),
        _ => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{gate::Missing, lifecycle::Progress, party::Role};

    #[test]
    fn the_gate_names_everything_missing_and_how_to_mend_it() {
        let said = explain(&Refusal::Gate {
            code: "12".into(),
            missing: vec![
                Missing::BelowOpen { code: "12.3".into(), progress: Progress::InProgress },
                Missing::NoEvidence,
                Missing::NoMeeting,
            ],
        });
        assert_eq!(said.what, "12 还不能销号，缺 3 样");
        assert_eq!(said.why.len(), 3);
        assert!(said.why[0].contains("12.3") && said.why[0].contains("整改中"), "{}", said.why[0]);
        assert!(said.why[1].contains("taizhang attach 12"), "{}", said.why[1]);
        assert!(said.why[2].contains("--meeting"), "{}", said.why[2]);
    }

    #[test]
    fn every_unknown_name_is_listed_with_what_it_nearly_equals() {
        let said = explain(&Refusal::UnknownParties(vec![
            UnknownParty { name: "政治部门".into(), role: Some(Role::Department), near: vec!["政治部".into()] },
            UnknownParty { name: "新设办".into(), role: Some(Role::CoDepartment), near: vec![] },
        ]));
        assert_eq!(said.why, ["“政治部门”（责任部门）没有登记，相近的有：政治部", "“新设办”（配合部门）没有登记"]);
        assert!(said.hint.unwrap().contains("--party 政治部门=政治部"));
    }

    #[test]
    fn long_lists_are_cut() {
        let many: Vec<i32> = (0..500).collect();
        assert!(list(&many).ends_with("等 500 个"));
        assert_eq!(list::<i32>(&[]), "无");
    }
}
