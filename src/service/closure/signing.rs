//! Sign-offs (审签) of a round's policy, given or denied.

use super::{
    super::{
        Result,
        session::{MAX_NAME, Run, Session, all_or_refusals, run, text, text_opt},
    },
    basis::Basis,
    returning::{self, Returning},
};
use crate::{
    domain::{
        context::Context,
        event::Event,
        ids::{ItemId, PartyId},
        item::Item,
        meeting::MeetingKind,
        party::Role,
        policy::{self, Obstacle, Unfit},
        receipt::{Change, Receipt},
        refusal::{Refusal, UnknownParty},
        round::SignOff,
    },
    store::{Ledger, query::Axis},
};

/// A sign-off as it is given.
#[derive(Debug, Clone, Default)]
pub struct Signing {
    /// Which step; the one that is next when not named.
    pub step: Option<SignOff>,
    /// Who signed, a declared name. 牵头领导审签 is the item's leader's, named or not.
    pub party: Option<String>,
    /// In words.
    pub words: Option<String>,
    /// Denied: the item is returned in the same command.
    pub denial: Option<Returning>,
}

/// Records sign-offs. A denial returns the item at once, naming what is open again.
///
/// # Errors
/// [`Refusal::SignOff`] when a step is not in the policy, not next, or given already; [`Refusal::Gate`] when the work is not
/// done; everything of all items at once.
pub fn sign(
    ledger: &mut Ledger,
    context: &mut Context,
    items: &[ItemId],
    signing: &Signing,
    how: Run,
) -> Result<Receipt> {
    let words = text_opt("words", signing.words.as_deref(), MAX_NAME)?;
    let denied = signing.denial.as_ref().map(|returning| text("words", &returning.words, MAX_NAME)).transpose()?;
    let (_, receipt) = run(ledger, context, "sign", how, |session| {
        let ready = all_or_refusals(items.iter().map(|id| signable(session, *id, signing)))?;
        let said = (words, denied);
        ready.into_iter().try_for_each(|(item, step, party)| record(session, &item, (step, party), signing, &said))
    })?;
    Ok(receipt)
}

/// Records one sign-off within a command.
///
/// # Errors
/// As [`sign`].
pub(in crate::service) fn sign_one(session: &mut Session<'_, '_>, id: ItemId, signing: &Signing) -> Result<()> {
    let words = text_opt("words", signing.words.as_deref(), MAX_NAME)?;
    let denied = signing.denial.as_ref().map(|returning| text("words", &returning.words, MAX_NAME)).transpose()?;
    let (item, step, party) = signable(session, id, signing)?;
    record(session, &item, (step, party), signing, &(words, denied))
}

fn record(
    session: &mut Session<'_, '_>,
    item: &Item,
    (step, party): (SignOff, Option<PartyId>),
    signing: &Signing,
    (words, denied): &(Option<String>, Option<String>),
) -> Result<()> {
    session.check_day(item, Axis::Closure)?;
    let (agreed, words) = (denied.is_none(), denied.clone().or_else(|| words.clone()));
    session.record(&Event::ClosureSigned { item: item.id, step, party, agreed, words })?;
    let by = party.map(|id| session.party_name(id)).transpose()?;
    session.done(item, Change::Signed { step, agreed, by });
    if let (Some(returning), Some(words)) = (&signing.denial, denied) {
        returning::return_one(session, item, None, words, returning, true)?;
    }
    Ok(())
}

/// An item whose next step is this one, with the step and who signs.
fn signable(session: &Session<'_, '_>, id: ItemId, signing: &Signing) -> Result<(Item, SignOff, Option<PartyId>)> {
    let item = session.workable(id)?;
    let basis = Basis::of(session, &item)?;
    let refused = |step: Option<SignOff>, obstacle: Obstacle| match (step, obstacle) {
        (_, Obstacle::RunsBack(last)) => Refusal::DayRunsBack { code: item.code.clone(), on: session.on, last },
        (step, obstacle) => Refusal::SignOff { code: item.code.clone(), step, obstacle },
    };
    // What the policy has no place for is told before what the work still lacks.
    let step = match (signing.step, basis.round.settings.closes_at_once()) {
        (Some(step), false) if !basis.walk.policy().contains(&step) => {
            return Err(refused(Some(step), Obstacle::NotInPolicy(basis.walk.policy().to_vec())).into());
        }
        (Some(step), _) => Some(step),
        (None, _) => basis.walk.next(),
    };
    basis.work_is_done(session, &item, step.unwrap_or(SignOff::Department))?;
    let step = match signing.step {
        Some(step) => step,
        None => basis.walk.step_to_sign().map_err(|obstacle| refused(None, obstacle))?,
    };
    let of_round = |m: &crate::store::query::Meeting| m.round.is_none_or(|round| round == item.round);
    let meetings: Vec<_> = session
        .meetings()?
        .into_iter()
        .filter(|m| m.facts.kind == MeetingKind::PartyGroup && of_round(m))
        .map(|m| m.facts.held_on)
        .collect();
    basis.walk.may_sign(step, session.on, &meetings).map_err(|obstacle| refused(Some(step), obstacle))?;
    let party = signer(session, &item, step, signing)?;
    Ok((item, step, party))
}

/// Who signs: the item's leader for 牵头领导审签, otherwise whoever is named.
fn signer(session: &Session<'_, '_>, item: &Item, step: SignOff, signing: &Signing) -> Result<Option<PartyId>> {
    let leader = item.in_role(Role::Leader).next();
    let party = match (step, signing.party.as_deref()) {
        (SignOff::Leader, named) => {
            let Some(leader) = leader else { return Err(Refusal::NoLeader(item.code.clone()).into()) };
            let Some(name) = named else { return Ok(Some(leader.id)) };
            // A leader and a person may bear one name: it is the name that has to be right.
            let same =
                leader.name == name.trim() || session.find_party(name, |_| true)?.is_some_and(|p| p.id == leader.id);
            if same {
                return Ok(Some(leader.id));
            }
            let (code, name, leader) = (item.code.clone(), name.to_owned(), leader.name.clone());
            return Err(Refusal::NotTheLeader { code, name, leader }.into());
        }
        (_, None) => None,
        (_, Some(name)) => match session.find_party(name, |_| true)? {
            Some(party) => Some(party),
            None => {
                let unknown = UnknownParty { name: name.to_owned(), role: None, near: Vec::new() };
                return Err(Refusal::UnknownParties(vec![unknown]).into());
            }
        },
    };
    // Entered under another kind the same name is still theirs.
    let mut responsible = item.in_role(Role::Department).chain(item.in_role(Role::CoDepartment));
    let in_words = signing.denial.as_ref().map(|denial| denial.words.as_str()).or(signing.words.as_deref());
    let own = responsible.any(|r| match &party {
        Some(party) => r.id == party.id || r.name == party.name,
        None => in_words.is_some_and(|words| words.trim() == r.name),
    });
    let named = party.is_some() || in_words.is_some_and(|words| words.chars().any(char::is_alphanumeric));
    let code = || item.code.clone();
    match (policy::may_give(step, own, named), party) {
        (Ok(()), party) => Ok(party.map(|party| party.id)),
        (Err(Unfit::OwnWork), party) => {
            let name = party.map_or_else(|| in_words.unwrap_or_default().trim().to_owned(), |party| party.name);
            Err(Refusal::SignsOwnWork { code: code(), name, step }.into())
        }
        (Err(Unfit::Unnamed), _) => Err(Refusal::SignerUnnamed { code: code(), step }.into()),
    }
}
