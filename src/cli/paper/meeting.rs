//! What goes to the party group meeting and comes from it: `paper agenda`, `paper closing-form`, `paper minutes`.

use super::{
    about, hand_out,
    look::{self, Look},
};
use crate::{
    cli::{Result, desk::Desk, error::CliError, out::Out, selection::Selection},
    domain::{filter::Filter, gate::Missing, meeting::MeetingKind, refusal::Refusal},
    report::{
        Scope,
        paper::{
            agenda::{Agenda, Candidate},
            closing_form::{ClosingForms, Sheet},
            minutes::Minutes,
        },
    },
    service::{
        Error,
        closure::tabled,
        select::{self, Purpose},
    },
    store::Mode,
    zh::{issuing::is_signed_form, label::Label as _},
};

/// 拟销号事项清单，提请党组会审议
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
例：
  taizhang paper agenda
  taizhang 材料 上会清单 --meeting 3 -o 上会.docx
能上会的、待补审议的、还缺条件的分开列；缺什么与 taizhang close 所查相同")]
pub(super) struct AgendaArgs {
    /// 提请哪次会议，已登记的才写
    #[arg(long, value_name = "会议")]
    meeting: Option<String>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

/// 销号审批表，一项一张，签齐后存回台账
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
例：
  taizhang paper closing-form 3 5
  taizhang 材料 销号审批表 --dept 立案庭 -o 审批表.docx
不写编号时，整改已经完成、只差审签的都出；签齐后 taizhang attach 3 扫描件.pdf --signed 校验码")]
pub(super) struct FormArgs {
    /// 编号
    #[arg(value_name = "编号")]
    codes: Vec<String>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

/// 会议纪要（议定事项）
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "例：\n  taizhang paper minutes --meeting 3\n  taizhang 材料 会议纪要 --meeting 2025-09-05")]
pub(super) struct MinutesArgs {
    /// 会议编号、日期或纪要号
    #[arg(long, value_name = "会议")]
    meeting: String,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

pub(super) fn agenda(args: &AgendaArgs, desk: &mut Desk) -> Result {
    let (today, wanted) = (desk.today(), args.selection.wanted(desk, Vec::new())?);
    let profile = args.look.profile(desk)?;
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, today)?;
        let about = about(&scope, &filter)?.signed(look::contact(&profile));
        let meeting = args.meeting.as_deref().map(|typed| select::meeting(reader, typed)).transpose()?;
        if let Some(other) = meeting.as_ref().filter(|meeting| meeting.facts.kind != MeetingKind::PartyGroup) {
            return Err(CliError::refused(
                "not_party_group",
                format!("{}的{}不审定销号", other.facts.held_on, other.facts.kind.label()),
                "拟销号事项提请党组会审议",
                "--meeting 写党组会，没有登记的先用 taizhang meeting add 登记；不写 --meeting 时不写会议",
            ));
        }
        let found = tabled(reader, about.round, &filter, meeting.as_ref(), today, false)?;
        let candidates = found.into_iter().map(|one| Candidate {
            item: one.item,
            missing: one.missing,
            evidence: one.evidence,
            walk: one.walk,
        });
        let agenda = Agenda { candidates: candidates.collect(), meeting };
        hand_out(&agenda, "agenda", &about, &args.out, &profile, desk)
    })
}

pub(super) fn closing_form(args: &FormArgs, desk: &mut Desk) -> Result {
    let (today, wanted) = (desk.today(), args.selection.wanted(desk, args.codes.clone())?);
    let profile = args.look.profile(desk)?;
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, today)?;
        let about = about(&scope, &filter)?.signed(look::contact(&profile));
        // What is named by its code is told of, and not passed over.
        let named = !args.codes.is_empty();
        let found = tabled(reader, about.round, &filter, None, today, named)?;
        let (mut sheets, mut refused) = (Vec::new(), Vec::new());
        for one in found {
            let missing: Vec<Missing> = one.missing.into_iter().filter(|missing| !is_signature(missing)).collect();
            if !missing.is_empty() {
                refused.push(Refusal::Gate { code: one.item.code, missing });
            } else if let Some(form) = reader.closing_form(one.item.id, scope.as_of, is_signed_form)? {
                sheets.push(Sheet { form, walk: one.walk });
            }
        }
        if named && !refused.is_empty() {
            return Err(Error::Refused(refused).into());
        }
        hand_out(&ClosingForms { sheets }, "closing_form", &about, &args.out, &profile, desk)
    })
}

/// The sheet is there to be signed: that a sign-off is still missing is no reason against it.
fn is_signature(missing: &Missing) -> bool {
    matches!(missing, Missing::NoSignOff(_))
}

pub(super) fn minutes(args: &MinutesArgs, desk: &mut Desk) -> Result {
    let (today, key) = (desk.today(), desk.round().map(ToOwned::to_owned));
    let profile = args.look.profile(desk)?;
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let meeting = select::meeting(reader, &args.meeting)?;
        let rounds = match (&key, meeting.round) {
            (Some(key), _) => vec![select::round(reader, Some(key))?.id],
            (None, round) => round.into_iter().collect(),
        };
        let mut filter = Filter { rounds, ..Filter::default() };
        let scope = Scope::new(reader, &mut filter, today)?;
        let about = about(&scope, &filter)?.signed(look::contact(&profile));
        hand_out(&Minutes { meeting }, "minutes", &about, &args.out, &profile, desk)
    })
}
