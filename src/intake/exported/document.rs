//! The document `taizhang.export/1` as far as it is read.

use crate::domain::{
    Day,
    deadline::{Deadline as Understood, DeadlineClass},
    evidence::{EvidenceFile, RegisterEntry},
    filing::FilingState,
    item::{Disclosure, ItemKind, ItemType, Origin, WithdrawGround},
    lifecycle::{Closure, Progress},
    link::LinkKind,
    meeting::{Decision as Decided, DecisionOn, MeetingFacts},
    outcome::OutcomeFacts,
    party::{PartyKind, Role},
    plan::PlanChangeKind,
    recheck::Finding,
    round::{RoundSettings, SignOff},
};
use serde::{Deserialize, de::IgnoredAny};

#[derive(Deserialize)]
pub(super) struct Document {
    pub(super) schema: String,
    pub(super) as_of: Day,
    pub(super) rounds: Vec<Round>,
    #[serde(default)]
    pub(super) parties: Vec<Party>,
    #[serde(default)]
    pub(super) meetings: Vec<Meeting>,
    pub(super) items: Vec<Item>,
    #[serde(default)]
    pub(super) evidence: Vec<Evidence>,
    #[serde(default)]
    pub(super) outcomes: Vec<Outcome>,
    #[serde(default)]
    pub(super) papers: Vec<Issued>,
}

#[derive(Deserialize)]
pub(super) struct Round {
    pub(super) key: String,
    pub(super) settings: RoundSettings,
    pub(super) adopted_on: Option<Day>,
    #[serde(default)]
    pub(super) adopted_meeting: Option<i64>,
    #[serde(default)]
    pub(super) finished_on: Option<Day>,
    #[serde(default)]
    pub(super) locks: Vec<IgnoredAny>,
    #[serde(default)]
    pub(super) sources: Vec<IgnoredAny>,
    #[serde(default)]
    pub(super) consultations: Vec<Consultation>,
}

#[derive(Deserialize)]
pub(super) struct Consultation {
    pub(super) on: Day,
    pub(super) asked: String,
    pub(super) words: String,
    pub(super) taken_up: String,
}

#[derive(Deserialize)]
pub(super) struct Party {
    pub(super) name: String,
    pub(super) kind: PartyKind,
    pub(super) note: Option<String>,
    #[serde(default)]
    pub(super) other_names: Vec<String>,
    pub(super) retired_on: Option<Day>,
    #[serde(default)]
    pub(super) merged_into: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Meeting {
    pub(super) number: i64,
    pub(super) round: Option<String>,
    #[serde(flatten)]
    pub(super) facts: MeetingFacts,
    #[serde(default)]
    pub(super) decisions: Vec<Decision>,
}

#[derive(Deserialize)]
pub(super) struct Decision {
    pub(super) round: String,
    pub(super) code: String,
    pub(super) on: DecisionOn,
    pub(super) decision: Decided,
    pub(super) words: Option<String>,
    #[serde(default)]
    pub(super) made_on: Option<Day>,
}

#[derive(Deserialize)]
pub(super) struct Item {
    pub(super) round: String,
    pub(super) code: String,
    pub(super) kind: ItemKind,
    pub(super) origin: Origin,
    #[serde(rename = "type")]
    pub(super) item_type: Option<ItemType>,
    pub(super) parent: Option<String>,
    pub(super) text: String,
    pub(super) goal: Option<String>,
    pub(super) note: Option<String>,
    pub(super) source_no: Option<String>,
    #[serde(default)]
    pub(super) added_on: Option<Day>,
    pub(super) source: Option<Source>,
    #[serde(default)]
    pub(super) disclosure: Option<Disclosure>,
    #[serde(default)]
    pub(super) public_words: Option<String>,
    pub(super) withdrawn: Option<Withdrawn>,
    #[serde(default)]
    pub(super) links: Vec<Link>,
    #[serde(default)]
    pub(super) approvals: Vec<Approval>,
    #[serde(default)]
    pub(super) responsibility: Responsible,
    #[serde(default)]
    pub(super) own_roles: Vec<Role>,
    #[serde(default)]
    pub(super) role_steps: Vec<RoleStep>,
    pub(super) deadline: Option<Deadline>,
    #[serde(default)]
    pub(super) deadline_steps: Vec<DeadlineStep>,
    #[serde(default)]
    pub(super) review_steps: Vec<ReviewStep>,
    #[serde(default)]
    pub(super) taken_up_on: Vec<Day>,
    pub(super) progress: Option<Progress>,
    pub(super) completed_on: Option<Day>,
    pub(super) closure: Option<Closure>,
    pub(super) closed_on: Option<Day>,
    pub(super) closed_meeting: Option<i64>,
    #[serde(default)]
    pub(super) unratified: bool,
    #[serde(default)]
    pub(super) filings: Vec<Filing>,
    #[serde(default)]
    pub(super) extensions: Vec<Extension>,
    #[serde(default)]
    pub(super) closures: Vec<ClosureStep>,
    #[serde(default)]
    pub(super) sign_offs: Vec<SignedOff>,
    #[serde(default)]
    pub(super) look_backs: Vec<LookBack>,
    #[serde(default)]
    pub(super) evidence: Vec<i64>,
}

/// Who answers for an item, by role.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Responsible {
    leader: Vec<String>,
    co_leader: Vec<String>,
    department: Vec<String>,
    co_department: Vec<String>,
    person: Vec<String>,
}

impl Responsible {
    pub(super) fn take(&mut self, role: Role) -> Vec<String> {
        std::mem::take(match role {
            Role::Leader => &mut self.leader,
            Role::CoLeader => &mut self.co_leader,
            Role::Department => &mut self.department,
            Role::CoDepartment => &mut self.co_department,
            Role::Person => &mut self.person,
        })
    }

    pub(super) fn of(&self, role: Role) -> &[String] {
        match role {
            Role::Leader => &self.leader,
            Role::CoLeader => &self.co_leader,
            Role::Department => &self.department,
            Role::CoDepartment => &self.co_department,
            Role::Person => &self.person,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Source {
    pub(super) words: Option<String>,
    pub(super) unit: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Withdrawn {
    pub(super) on: Day,
    pub(super) ground: Option<WithdrawGround>,
    pub(super) reason: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Link {
    pub(super) kind: LinkKind,
    pub(super) round: String,
    pub(super) code: String,
    #[serde(default)]
    pub(super) on: Option<Day>,
}

#[derive(Deserialize)]
pub(super) struct Approval {
    pub(super) on: Day,
    pub(super) change: PlanChangeKind,
    pub(super) meeting: Option<i64>,
    pub(super) approval: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct RoleStep {
    pub(super) on: Day,
    pub(super) role: Role,
    pub(super) names: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Deadline {
    #[serde(flatten)]
    pub(super) now: Understood,
    pub(super) set_on: Option<String>,
    pub(super) first_due: Option<Day>,
}

#[derive(Deserialize)]
pub(super) struct DeadlineStep {
    pub(super) on: Day,
    #[serde(flatten)]
    pub(super) deadline: Understood,
    pub(super) extensions: i64,
    pub(super) meeting: Option<i64>,
    pub(super) approval: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ReviewStep {
    pub(super) on: Day,
    pub(super) review: Option<Day>,
}

#[derive(Deserialize)]
pub(super) struct Filing {
    pub(super) number: i64,
    pub(super) on: Day,
    pub(super) department: Option<String>,
    pub(super) filled_by: Option<String>,
    pub(super) situation: Option<String>,
    pub(super) problems: Option<String>,
    pub(super) next: Option<String>,
    pub(super) progress: Option<Progress>,
    pub(super) completed_on: Option<Day>,
    #[serde(default)]
    pub(super) leading: bool,
    pub(super) state: FilingState,
    pub(super) decided_on: Option<Day>,
    pub(super) words: Option<String>,
    #[serde(default)]
    pub(super) disclosure: Option<Disclosure>,
    #[serde(default)]
    pub(super) public_words: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Extension {
    pub(super) applied_on: Day,
    pub(super) applicant: Option<String>,
    pub(super) raw: String,
    pub(super) class: DeadlineClass,
    pub(super) due: Option<Day>,
    pub(super) review: Option<Day>,
    #[serde(default)]
    pub(super) note: Option<String>,
    pub(super) reason: String,
    #[serde(default)]
    pub(super) on_return: bool,
    pub(super) state: String,
    pub(super) decided_on: Option<Day>,
    pub(super) granted_raw: Option<String>,
    pub(super) granted_due: Option<Day>,
    pub(super) approval: Option<String>,
    #[serde(default)]
    pub(super) meeting: Option<i64>,
    pub(super) words: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ClosureStep {
    pub(super) on: Day,
    pub(super) closure: Closure,
    pub(super) cycle: i64,
    pub(super) closed_on: Option<Day>,
    pub(super) meeting: Option<i64>,
    #[serde(default)]
    pub(super) unratified: bool,
    pub(super) without_evidence: Option<String>,
    pub(super) words: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct SignedOff {
    pub(super) step: SignOff,
    pub(super) party: Option<String>,
    pub(super) on: Day,
    pub(super) agreed: bool,
    pub(super) words: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct LookBack {
    pub(super) on: Day,
    pub(super) cycle: i64,
    pub(super) by: String,
    pub(super) finding: Finding,
    pub(super) words: String,
    pub(super) next: Option<Day>,
    #[serde(default)]
    pub(super) evidence: Vec<i64>,
    #[serde(default)]
    pub(super) sample: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct Evidence {
    pub(super) number: i64,
    pub(super) on: Day,
    pub(super) title: String,
    #[serde(default)]
    pub(super) dated_on: Option<Day>,
    pub(super) file: Option<EvidenceFile>,
    #[serde(default)]
    pub(super) register: Option<RegisterEntry>,
    #[serde(default)]
    pub(super) items: Vec<Place>,
    #[serde(default)]
    pub(super) disclosure: Option<Disclosure>,
    #[serde(default)]
    pub(super) public_words: Option<String>,
    pub(super) withdrawn_on: Option<Day>,
    #[serde(default)]
    pub(super) withdrawn_reason: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Outcome {
    pub(super) number: i64,
    pub(super) on: Day,
    pub(super) facts: OutcomeFacts,
    pub(super) words: Option<String>,
    #[serde(default)]
    pub(super) items: Vec<Place>,
    #[serde(default)]
    pub(super) disclosure: Option<Disclosure>,
    #[serde(default)]
    pub(super) public_words: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Place {
    pub(super) round: Option<String>,
    pub(super) code: String,
    #[serde(default)]
    pub(super) on: Option<Day>,
}

#[derive(Deserialize)]
pub(super) struct Issued {
    pub(super) round: Option<String>,
}
