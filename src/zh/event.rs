//! What happened, one Chinese sentence per kind of event: the journal as people read it.

use crate::{
    domain::{
        event::{DisclosureSubject, Event, NewFiling},
        ids::{ItemId, MeetingId, PartyId, RoundId},
        link::LinkKind,
        meeting::Approval,
        outcome::OutcomeFacts,
        recheck::Finding,
        round::RoundSettings,
    },
    zh::{
        date::format_day,
        issuing::document_number,
        label::Label as _,
        money::format_cents,
        receipt::{deadline_words, field_words, quoted, subject_words},
    },
};

/// Who knows the names behind the keys. Names are today's; what is gone is named by its number.
pub trait Names {
    /// An item's code.
    fn item(&self, id: ItemId) -> String;
    /// An item's code with its round's key, where items of several rounds are named together.
    fn item_of_round(&self, id: ItemId) -> String;
    /// A party's name.
    fn party(&self, id: PartyId) -> String;
    /// A round's key.
    fn round(&self, id: RoundId) -> String;
    /// A meeting, by day and title.
    fn meeting(&self, id: MeetingId) -> String;
}

/// Says an event in one sentence.
#[must_use]
pub fn sentence(event: &Event, names: &dyn Names) -> String {
    use Event as E;
    let item = |id: &ItemId| names.item(*id);
    let items = |ids: &[ItemId]| join(ids.iter().map(|id| names.item(*id)));
    let party = |id: &PartyId| names.party(*id);
    let parties = |ids: &[PartyId]| join(ids.iter().map(|id| names.party(*id)));
    let meeting = |id: &MeetingId| names.meeting(*id);
    let by_meeting = |id: &Option<MeetingId>| id.map(|id| format!("，依据{}", names.meeting(id))).unwrap_or_default();
    let by = |approval: &Approval| match approval {
        Approval::Meeting(id) => format!("，依据{}", names.meeting(*id)),
        Approval::Words(words) => format!("，批准：{words}"),
    };
    let by_opt = |approval: &Option<Approval>| approval.as_ref().map(by).unwrap_or_default();
    match event {
        E::LedgerOpened { office, .. } => format!("建账{}", after(office.as_deref())),

        E::PartyAdded { name, party_kind, .. } => format!("登记{} {name}", party_kind.label()),
        E::PartyRenamed { before, after, .. } => format!("{before} 更名为 {after}"),
        E::PartyAliased { party: id, alias } => format!("{alias} 即 {}", party(id)),
        E::PartyMerged { from, into } => format!("{} 并入 {}", party(from), party(into)),
        E::PartySucceeded { from, to, reason } => format!("{} 的职责由 {} 承接：{reason}", parties(from), parties(to)),
        E::PartyOrdered { after, .. } => {
            format!("调整名册顺序：{}", join(after.iter().take(5).map(|(id, _)| names.party(*id))))
        }
        E::PartyRetired { party: id, reason } => format!("停用 {}：{reason}", party(id)),

        E::RoundOpened { key, settings, .. } => {
            format!("开立轮次 {key}：{}，反馈日 {}", settings.title, format_day(settings.feedback_on))
        }
        E::RoundAmended { round, before, after, reason, approval } => {
            format!("修改轮次 {} 的{}：{reason}{}", names.round(*round), amended(before, after), by_opt(approval))
        }
        E::RoundAdopted { round, meeting: id } => {
            format!("{} 的整改方案审定，依据{}", names.round(*round), meeting(id))
        }
        E::RoundFinished { round, finished: true, reason, .. } => {
            format!("轮次 {} 办结：{reason}", names.round(*round))
        }
        E::RoundFinished { round, reason, .. } => format!("重新启用轮次 {}：{reason}", names.round(*round)),
        E::RoundLocked { round, through, title, .. } => {
            let report = title.as_ref().map(|title| format!("：{title}")).unwrap_or_default();
            format!("轮次 {} 在 {} 及以前的内容锁定{report}", names.round(*round), format_day(*through))
        }
        E::ConsultationRecorded { round, asked, words, taken_up, .. } => {
            format!("{} 的方案征求 {asked} 意见：{}，采纳：{}", names.round(*round), short(words), short(taken_up))
        }

        E::MeetingAdded { meeting: id, facts, .. } => {
            format!("登记第 {id} 号会议：{} {} {}", format_day(facts.held_on), facts.kind.label(), facts.title)
        }
        E::MeetingAmended { meeting: id, after, .. } => {
            format!("更正第 {id} 号会议：{} {} {}", format_day(after.held_on), after.kind.label(), after.title)
        }
        E::MeetingDecided { meeting: id, item: of, on, decision, words } => {
            format!("{} 对 {} 的{}{}{}", meeting(id), item(of), on.label(), decision.label(), after(words.as_deref()))
        }

        E::SourceRead { name, paper, .. } => format!("导入文件 {name}（{paper}）"),
        E::ItemAdded(new) => {
            let approval = by_opt(&new.approval);
            let roles = new.roles.iter().map(|given| format!("，{} {}", given.role.label(), parties(&given.parties)));
            let deadline = new.deadline.iter().map(|deadline| format!("，时限 {}", deadline_words(deadline)));
            let given: String = roles.chain(deadline).collect();
            format!("录入{} {} {}{given}{approval}", new.item_kind.label(), new.code, quoted(Some(&new.text)))
        }
        E::ItemEdited { item: id, field, before, after, reason, approval } => format!(
            "{} 的{}由 {} 改为 {}{}{}",
            item(id),
            field.label(),
            field_words(*field, before.as_deref()),
            field_words(*field, after.as_deref()),
            reason.as_ref().map(|r| format!("：{r}")).unwrap_or_default(),
            by_opt(approval)
        ),
        E::ItemMoved { item: id, before, after: above, approval, reason, roles, deadline, .. } => {
            let from = before.map(|from| format!("从 {} ", names.item(from))).unwrap_or_default();
            let place = above.map_or_else(|| "移到顶层".to_owned(), |above| format!("移到 {} 下面", names.item(above)));
            let roles = roles.iter().map(|moved| match moved.parties.as_slice() {
                [] => format!("，{}置空", moved.role.label()),
                of => format!("，{}为 {}", moved.role.label(), parties(of)),
            });
            let deadline = deadline.iter().map(|moved| format!("，时限为 {}", deadline_words(&moved.deadline)));
            let follows: String = roles.chain(deadline).collect();
            format!("{} {from}{place}{follows}{}{}", item(id), after(reason.as_deref()), by_opt(approval))
        }
        E::ItemWithdrawn { item: id, ground, reason, approval, .. } => {
            format!("{} 撤项（{}）：{reason}{}", item(id), ground.label(), by_opt(approval))
        }
        E::LinkAdded { link, from, to, approval } => {
            format!("关联：{} {} {}{}", item(from), link.label(), linked(*link, *to, names), by_opt(approval))
        }
        E::LinkRemoved { link, from, to, reason, approval, .. } => {
            let (to, why) = (linked(*link, *to, names), after(reason.as_deref()));
            format!("取消关联：{} {} {to}{why}{}", item(from), link.label(), by_opt(approval))
        }
        E::DisclosureSet { subject, after, .. } => {
            let what = match subject {
                DisclosureSubject::Item(id) => item(id),
                other => subject_words(*other),
            };
            let words =
                after.public_words.as_ref().map(|w| format!("，公开表述 {}", quoted(Some(w)))).unwrap_or_default();
            format!("{what} 公开范围定为{}{words}", after.disclosure.label())
        }

        E::ResponsibilitySet { item: id, role, parties: none, .. } if none.is_empty() => {
            format!("{} 的{}置空", item(id), role.label())
        }
        E::ResponsibilitySet { item: id, role, parties: of, .. } => {
            format!("{} 的{}定为 {}", item(id), role.label(), parties(of))
        }
        E::DeadlineSet { item: id, deadline, approval, .. } => {
            format!("{} 的时限定为 {}{}", item(id), deadline_words(deadline), by_opt(approval))
        }
        E::ReviewSet { item: id, review: Some(day), .. } => format!("{} 下次复核日定为 {}", item(id), format_day(*day)),
        E::ReviewSet { item: id, review: None, .. } => format!("{} 不再定复核日", item(id)),
        E::ExtensionApplied { item: id, deadline, on_return: true, .. } => {
            format!("{} 退回后重定期限 {}", item(id), deadline_words(deadline))
        }
        E::ExtensionApplied { item: id, applicant, deadline, reason, after_expiry, .. } => format!(
            "{} 申请延期到 {}{}：{reason}{}",
            item(id),
            deadline_words(deadline),
            applicant.map(|who| format!("（{}）", names.party(who))).unwrap_or_default(),
            if *after_expiry { "（逾期后申请）" } else { "" }
        ),
        E::ExtensionApproved { item: id, deadline, approval, .. } => {
            format!("{} 延期到 {}{}", item(id), deadline_words(deadline), by(approval))
        }
        E::ExtensionRefused { item: id, approval, words, .. } => {
            format!("{} 的延期未获批准：{words}{}", item(id), by(approval))
        }

        E::FilingRecorded(new) => filing(new, names),
        E::FilingAccepted { filing, item: id } => format!("采用 {} 的第 {filing} 号填报", item(id)),
        E::FilingReturned { filing, item: id, words } => format!("退回 {} 的第 {filing} 号填报：{words}", item(id)),
        E::ProgressSet { item: id, progress, completed_on, derived, .. } => format!(
            "{} 的进度{}{}{}",
            item(id),
            if *derived { "随下级成为 " } else { "成为 " },
            progress.label(),
            completed_on.map(|on| format!("（{} 完成）", format_day(on))).unwrap_or_default()
        ),

        E::ClosureRequested { item: id, department, words } => format!(
            "{} 申请销号{}{}",
            item(id),
            department.map(|who| format!("（{}）", names.party(who))).unwrap_or_default(),
            after(words.as_deref())
        ),
        E::ClosureSigned { item: id, step, party: who, agreed, words } => format!(
            "{} {}：{}{}{}",
            item(id),
            step.label(),
            if *agreed { "同意" } else { "不同意" },
            who.map(|who| format!("（{}）", names.party(who))).unwrap_or_default(),
            after(words.as_deref())
        ),
        E::Closed { item: id, cycle, meeting: at, unratified, without_evidence, words, open_cases, .. } => format!(
            "{} 销号{}{}{}{}{}{}",
            item(id),
            if *cycle > 1 { format!("（第 {cycle} 次整改）") } else { String::new() },
            by_meeting(at),
            if *unratified { "，待补党组会审议" } else { "" },
            without_evidence.as_ref().map(|words| format!("，无佐证：{words}")).unwrap_or_default(),
            words
                .as_ref()
                .filter(|w| Some(*w) != without_evidence.as_ref())
                .map(|w| format!("，转自：{w}"))
                .unwrap_or_default(),
            match open_cases.len() {
                0 => String::new(),
                count => format!("；下面还有 {count} 件个案未清结"),
            }
        ),
        E::ClosureReturned { item: id, meeting: at, words, open_again } => format!(
            "{} 退回整改{}：{words}{}",
            item(id),
            by_meeting(at),
            if open_again.is_empty() { String::new() } else { format!("；重新整改 {}", items(open_again)) }
        ),
        E::ClosureDeferred { item: id, meeting: at, words } => {
            format!("{} 暂缓审议，{}{}", item(id), meeting(at), after(words.as_deref()))
        }
        E::ClosureRatified { item: id, meeting: at } => format!("{} 补办审议，依据{}", item(id), meeting(at)),
        E::Reopened { item: id, cycle, reason, .. } => {
            format!("{} 撤销销号，开始第 {cycle} 次整改：{reason}", item(id))
        }
        E::RecheckRecorded { item: id, by: who, rebound, words, next_review, evidence, sample, .. } => {
            let finding = if *rebound { Finding::Rebound } else { Finding::Held };
            format!(
                "{who} 回头看 {}：{}，{words}{}{}{}",
                item(id),
                finding.label(),
                next_review.map(|day| format!("；下次 {}", format_day(day))).unwrap_or_default(),
                if evidence.is_empty() {
                    String::new()
                } else {
                    format!("；佐证 {}", join(evidence.iter().map(ToString::to_string)))
                },
                sample.map(|number| format!("；第 {number} 号抽查")).unwrap_or_default()
            )
        }

        E::OutcomeAdded { outcome, facts, items: of, .. } => {
            format!("{} 的第 {outcome} 号成效：{}", items(of), outcome_words(facts))
        }
        E::OutcomeAmended { outcome, after, .. } => format!("更正第 {outcome} 号成效：{}", outcome_words(after)),
        E::OutcomeLinked { outcome, item: id } => format!("第 {outcome} 号成效也属于 {}", item(id)),
        E::OutcomeWithdrawn { outcome, reason } => format!("撤回第 {outcome} 号成效：{reason}"),
        E::EvidenceAdded { evidence, facts, items: of, .. } => {
            format!("{} 的第 {evidence} 号佐证材料：{}", items(of), facts.title)
        }
        E::EvidenceLinked { evidence, item: id } => format!("第 {evidence} 号佐证材料也用于 {}", item(id)),
        E::EvidenceWithdrawn { evidence, reason } => format!("撤回第 {evidence} 号佐证材料：{reason}"),

        E::PaperIssued { register, year, number, title, items: of, letter, audience, looked_at, .. } => {
            let about = if letter.is_some() { format!("，催办 {}", items(of)) } else { String::new() };
            let version = audience.map(|audience| format!("，{}", audience.label())).unwrap_or_default();
            let looked = looked_at
                .filter(|words| *words > 0)
                .map(|words| format!("，公开前逐处看过 {words} 处"))
                .unwrap_or_default();
            format!("印发《{title}》（{}）{about}{version}{looked}", document_number(register, *year, *number))
        }
        E::PaperKept { original, .. } => format!(
            "留存印发的原件（.{}，{} 字节，SHA-256 {}…）",
            original.ending,
            original.bytes,
            original.sha256.get(..12).unwrap_or(&original.sha256)
        ),
        E::SampleDrawn { sample, items: of, population, .. } => {
            let from =
                if *population > 0 { format!("从 {population} 项里抽 {} 项：", of.len()) } else { String::new() };
            format!("第 {sample} 号抽查，{from}{}", items(of))
        }

        E::Undone { records, reason, .. } => {
            let (first, last) = (records.iter().min(), records.iter().max());
            let which = match (first, last) {
                (Some(first), Some(last)) if first != last => format!("第 {first}–{last} 号"),
                (Some(only), _) => format!("第 {only} 号"),
                _ => String::new(),
            };
            format!("撤销{which}记录{}", after(reason.as_deref()))
        }
    }
}

fn linked(link: LinkKind, to: ItemId, names: &dyn Names) -> String {
    if link == LinkKind::SameAs { names.item_of_round(to) } else { names.item(to) }
}

fn filing(new: &NewFiling, names: &dyn Names) -> String {
    let who = new.department.map(|id| names.party(id)).or_else(|| new.filled_by.clone()).unwrap_or_default();
    let mut words = format!("{} 填报", names.item(new.item));
    if !who.is_empty() {
        words.push_str(&format!("（{who}）"));
    }
    if let Some(progress) = new.progress {
        words.push_str(&format!("：{}", progress.label()));
    }
    for (name, text) in [("整改情况", &new.situation), ("存在问题", &new.problems), ("下步措施", &new.next)]
    {
        if let Some(text) = text {
            words.push_str(&format!("，{name} {}", quoted(Some(text))));
        }
    }
    words
}

/// An outcome in a few words. Amounts stand in yuan with two decimals.
#[must_use]
pub fn outcome_words(facts: &OutcomeFacts) -> String {
    match facts {
        OutcomeFacts::Rule { title, number, revised, institution } => format!(
            "{}《{title}》{}{}",
            if *revised { "修订" } else { "新建" },
            number.as_ref().map(|n| format!("（{n}）")).unwrap_or_default(),
            if *institution { "，制度" } else { "" }
        ),
        OutcomeFacts::Accountability { form, people, times } => format!("{} {people} 人 {times} 人次", form.label()),
        OutcomeFacts::Money { direction, cents } => format!("{} {}", direction.label(), format_cents(*cents)),
        OutcomeFacts::Other { name, count, unit } => format!("{name} {count} {unit}"),
    }
}

/// Which of a round's settings differ.
fn amended(before: &RoundSettings, after: &RoundSettings) -> String {
    let changed: Vec<&str> = [
        ("名称", before.title != after.title),
        ("种类", before.kind != after.kind),
        ("巡察机构", before.body != after.body),
        ("被巡察党组", before.party_group != after.party_group),
        ("驻点时间", (before.onsite_from, before.onsite_to) != (after.onsite_from, after.onsite_to)),
        ("反馈日", before.feedback_on != after.feedback_on),
        ("节点", before.milestones != after.milestones),
        ("审签程序", before.policy != after.policy),
        ("销号层级", before.close_level != after.close_level),
        ("亮灯天数", before.light_days != after.light_days),
        ("立行立改天数", before.now_days != after.now_days),
        ("大类名称", before.category_word != after.category_word),
        ("填报频次", before.rhythm != after.rhythm),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect();
    if changed.is_empty() { "设置".into() } else { changed.join("、") }
}

fn join(words: impl Iterator<Item = String>) -> String {
    const SHOWN: usize = 10;
    let words: Vec<String> = words.collect();
    let text = words.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("、");
    if words.len() > SHOWN { format!("{text}等 {} 项", words.len()) } else { text }
}

fn after(words: Option<&str>) -> String {
    words.map(|words| format!("：{words}")).unwrap_or_default()
}

fn short(words: &str) -> String {
    crate::zh::width::truncate(words, 40)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Day,
        deadline::{Deadline, DeadlineClass},
        ids::{EvidenceId, ExtensionId},
        item::{ItemField, WithdrawGround},
        lifecycle::Progress,
        party::Role,
    };

    struct ByNumber;

    impl Names for ByNumber {
        fn item(&self, id: ItemId) -> String {
            format!("12.{id}")
        }
        fn item_of_round(&self, id: ItemId) -> String {
            format!("2023巡察:12.{id}")
        }
        fn party(&self, id: PartyId) -> String {
            format!("第{id}庭")
        }
        fn round(&self, id: RoundId) -> String {
            format!("202{id}巡察")
        }
        fn meeting(&self, id: MeetingId) -> String {
            format!("2026-02-01 党组会（第 {id} 号会议）")
        }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn each_event_is_one_sentence_with_codes_and_names() {
        let deadline = Deadline {
            raw: "六月底前".into(),
            class: DeadlineClass::Date,
            due: Some(day("2026-06-30")),
            review: None,
            note: None,
        };
        let cases = [
            (
                Event::ResponsibilitySet {
                    item: ItemId(1),
                    role: Role::Department,
                    parties: vec![PartyId(1), PartyId(2)],
                    reach: vec![ItemId(1)],
                },
                "12.1 的责任部门定为 第1庭、第2庭",
            ),
            (
                Event::ResponsibilitySet { item: ItemId(1), role: Role::Person, parties: vec![], reach: vec![] },
                "12.1 的责任人置空",
            ),
            (
                Event::ItemEdited {
                    item: ItemId(1),
                    field: ItemField::Goal,
                    before: None,
                    after: Some("建立清单".into()),
                    reason: Some("补填".into()),
                    approval: None,
                },
                "12.1 的整改目标由 无 改为 “建立清单”：补填",
            ),
            (
                Event::ExtensionApproved {
                    extension: ExtensionId(1),
                    item: ItemId(2),
                    deadline,
                    approval: Approval::Words("某批字3号".into()),
                    reach: vec![ItemId(2)],
                },
                "12.2 延期到 “六月底前”（具体日期，到期日 2026-06-30），批准：某批字3号",
            ),
            (
                Event::ProgressSet {
                    item: ItemId(1),
                    progress: Progress::Completed,
                    completed_on: Some(day("2026-02-03")),
                    filing: None,
                    derived: true,
                },
                "12.1 的进度随下级成为 已完成（2026-02-03 完成）",
            ),
            (
                Event::Closed {
                    item: ItemId(1),
                    cycle: 2,
                    meeting: Some(MeetingId(3)),
                    unratified: false,
                    without_evidence: Some("原件在院档案室".into()),
                    words: None,
                    rests_on: vec![],
                    evidence: vec![],
                    open_cases: vec![ItemId(1), ItemId(2)],
                },
                "12.1 销号（第 2 次整改），依据2026-02-01 党组会（第 3 号会议），无佐证：原件在院档案室；下面还有 2 件个案未清结",
            ),
            (
                Event::ItemWithdrawn {
                    item: ItemId(1),
                    reach: vec![],
                    ground: WithdrawGround::EntryError,
                    reason: "重复".into(),
                    approval: None,
                },
                "12.1 撤项（录入差错）：重复",
            ),
            (Event::EvidenceLinked { evidence: EvidenceId(4), item: ItemId(1) }, "第 4 号佐证材料也用于 12.1"),
        ];
        for (event, words) in cases {
            assert_eq!(sentence(&event, &ByNumber), words);
        }
    }
}
