//! From the one filter to SQL conditions.

use super::item::AsOf;
use crate::domain::{
    filter::{Filter, Waits},
    item::ItemKind,
    party::Role,
};
use rusqlite::{ToSql, types::Value};

/// SQLite refuses to compare with longer patterns (`SQLITE_LIMIT_LIKE_PATTERN_LENGTH`, 50,000 bytes); longer texts are
/// looked for as they are.
const LONGEST_PATTERN: usize = 40_000;

/// In which order items are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As people list codes, round by round.
    #[default]
    Code,
    /// By the leading party of a role in the office's order, then by code. Without one last.
    Party(Role),
    /// By nearest category, then by code. Without one last.
    Category,
    /// By origin, in the order in which people list origins, then by code.
    Origin,
    /// By due day, then by code.
    Due,
}

impl Order {
    pub(super) fn join(self, as_of: AsOf) -> String {
        match self {
            Self::Code | Self::Due | Self::Origin => String::new(),
            Self::Party(role) if as_of.current => format!(
                "LEFT JOIN item_party o ON o.item_id = i.id AND o.role = '{role}' AND o.ord = 1 LEFT JOIN party op ON op.id = o.party_id"
            ),
            Self::Party(role) => format!(
                "LEFT JOIN responsibility_row o ON o.item_id = i.id AND o.role = '{role}' AND o.ord = 1 AND o.seq =
                   (SELECT x.seq FROM responsibility_row x WHERE x.item_id = i.id AND x.role = '{role}' AND x.from_on <= ?1
                    ORDER BY x.seq DESC LIMIT 1)
                 LEFT JOIN party op ON op.id = o.party_id"
            ),
            Self::Category => "LEFT JOIN item oc ON oc.id = i.category_id".to_owned(),
        }
    }

    pub(super) const fn by(self) -> &'static str {
        match self {
            Self::Code => "i.round_id, i.sort_key",
            Self::Party(_) => "op.ord IS NULL, op.ord, op.id, i.round_id, i.sort_key",
            Self::Category => "oc.id IS NULL, i.round_id, oc.sort_key, i.sort_key",
            Self::Origin => {
                "instr('feedback extension reform self prior audit lookback meeting', i.origin), i.round_id, i.sort_key"
            }
            Self::Due => "i.due IS NULL, i.due, i.round_id, i.sort_key",
        }
    }
}

/// A filter's conditions and the values they ask for. `?1` is always the day.
pub(super) struct Selection {
    conditions: Vec<String>,
    values: Vec<Value>,
    index: Option<&'static str>,
}

impl Selection {
    pub(super) fn new(filter: &Filter, as_of: AsOf) -> Self {
        let day = as_of.day.to_string();
        let mut made = Self { conditions: Vec::new(), values: vec![Value::Text(day)], index: None };
        // Also keeps ?1 in every statement, whatever else is asked.
        made.conditions.push("i.added_on <= ?1".to_owned());
        made.keys("i.round_id", filter.rounds.iter().map(|r| r.0));
        made.keys("i.id", filter.items.iter().map(|i| i.0));
        made.keys("i.parent_id", filter.parents.iter().map(|i| i.0));
        if !filter.categories.is_empty() {
            // Categories nest: those below the named ones are found by walking down, a handful of rows.
            let list = made.bind(filter.categories.iter().map(|c| Value::Integer(c.0)));
            made.conditions.push(format!(
                "(i.category_id IN (WITH RECURSIVE below (id) AS (SELECT id FROM item WHERE id IN ({list})
                   UNION SELECT c.id FROM item c JOIN below b ON c.parent_id = b.id WHERE c.kind = 'category') SELECT id FROM below)
                  OR i.id IN ({list}))"
            ));
        }
        made.words("i.kind", filter.kinds.iter().map(|k| k.key()));
        made.words("i.origin", filter.origins.iter().map(|k| k.key()));
        made.words("i.type", filter.types.iter().map(|k| k.key()));
        made.words("i.progress", filter.progress.iter().map(|k| k.key()));
        made.words("i.closure", filter.closures.iter().map(|k| k.key()));
        made.parties(as_of, &[Role::Leader, Role::CoLeader], filter.leaders.iter().map(|p| p.0));
        made.parties(as_of, &[Role::Department, Role::CoDepartment], filter.departments.iter().map(|p| p.0));
        made.parties(as_of, &[Role::Person], filter.persons.iter().map(|p| p.0));
        if !filter.lights.is_empty() {
            let lights: Vec<String> =
                filter.lights.iter().map(|l| format!("({})", super::rule::light(*l, as_of))).collect();
            made.conditions.push(format!("({})", lights.join(" OR ")));
        }
        if let Some(day) = filter.due_before {
            let value = made.bind([Value::Text(day.to_string())]);
            made.conditions.push(format!("i.due <= {value}"));
        }
        if let Some(day) = filter.due_after {
            let value = made.bind([Value::Text(day.to_string())]);
            made.conditions.push(format!("i.due >= {value}"));
        }
        if filter.unratified_only {
            // As the index over the few of them has it.
            made.conditions.push("i.unratified = 1".to_owned());
        }
        if let Some(text) = &filter.text {
            let pattern = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            if pattern.len() < LONGEST_PATTERN {
                let value = made.bind([Value::Text(format!("%{pattern}%"))]);
                made.conditions.push(format!("(i.text LIKE {value} ESCAPE '\\' OR i.goal LIKE {value} ESCAPE '\\')"));
            } else {
                let value = made.bind([Value::Text(text.clone())]);
                made.conditions.push(format!("(instr(i.text, {value}) OR instr(i.goal, {value}))"));
            }
        }
        made.words("i.disclosure", filter.disclosures.iter().map(|k| k.key()));
        if filter.repeated {
            made.conditions.push(super::rule::REPEATED.to_owned());
        }
        if filter.top_issues_only {
            made.conditions.push(format!("NOT (i.kind = '{}' AND i.under_issue)", ItemKind::Issue));
        }
        if filter.own_progress_only {
            made.conditions.push(
                "NOT EXISTS (SELECT 1 FROM item x WHERE x.parent_id = i.id AND x.kind IN ('measure', 'issue') AND x.withdrawn_on IS NULL)"
                    .to_owned(),
            );
        }
        match filter.waits {
            Some(Waits::Extension) => {
                made.conditions
                    .push("i.id IN (SELECT e.item_id FROM extension e WHERE e.state = 'applied')".to_owned());
            }
            Some(Waits::Filing) => {
                made.conditions.push("i.id IN (SELECT f.item_id FROM filing f WHERE f.state = 'pending')".to_owned());
            }
            None => {}
        }
        if let Some((due, periods)) = &filter.filing {
            made.conditions.push(format!("({})", super::rule::filing(*due, periods)));
        }
        if filter.skip_closed {
            made.conditions.push("i.closure <> 'closed'".to_owned());
        }
        if !filter.with_withdrawn {
            made.conditions.push("i.withdrawn_on IS NULL".to_owned());
        }
        made
    }

    /// Adds one more condition, in SQL, over the item `i` and the day `?1`.
    pub(super) fn and(mut self, condition: &str) -> Self {
        self.conditions.push(format!("({condition})"));
        self
    }

    /// Names the index to go by, where the planner would rather read a whole round to save the sorting of a few rows.
    pub(super) const fn by_index(mut self, index: Option<&'static str>) -> Self {
        self.index = index;
        self
    }

    /// What stands after the name of the item table.
    pub(super) fn index(&self) -> String {
        self.index.map(|name| format!("INDEXED BY {name}")).unwrap_or_default()
    }

    pub(super) fn conditions(&self) -> String {
        self.conditions.join(" AND ")
    }

    pub(super) fn params(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(|v| v as &dyn ToSql).collect::<Vec<_>>()
    }

    fn bind(&mut self, values: impl IntoIterator<Item = Value>) -> String {
        let mut list = Vec::new();
        for value in values {
            self.values.push(value);
            list.push(format!("?{}", self.values.len()));
        }
        list.join(", ")
    }

    /// Keys are bound as one JSON array: a range of codes may name thousands.
    fn keys(&mut self, column: &str, keys: impl Iterator<Item = i64>) {
        let keys: Vec<i64> = keys.collect();
        if let [single] = keys[..] {
            let value = self.bind([Value::Integer(single)]);
            self.conditions.push(format!("{column} = {value}"));
        } else if !keys.is_empty() {
            let json = serde_json::to_string(&keys).unwrap_or_default();
            let value = self.bind([Value::Text(json)]);
            self.conditions.push(format!("{column} IN (SELECT value FROM json_each({value}))"));
        }
    }

    fn words<'k>(&mut self, column: &str, words: impl Iterator<Item = &'k str>) {
        let words: Vec<Value> = words.map(|w| Value::Text(w.to_owned())).collect();
        if !words.is_empty() {
            let list = self.bind(words);
            self.conditions.push(format!("{column} IN ({list})"));
        }
    }

    fn parties(&mut self, as_of: AsOf, roles: &[Role], parties: impl Iterator<Item = i64>) {
        let parties: Vec<Value> = parties.map(Value::Integer).collect();
        if parties.is_empty() {
            return;
        }
        let list = self.bind(parties);
        let roles = roles.iter().map(|r| format!("'{r}'")).collect::<Vec<_>>().join(", ");
        self.conditions.push(if as_of.current {
            format!("i.id IN (SELECT x.item_id FROM item_party x WHERE x.party_id IN ({list}) AND x.role IN ({roles}))")
        } else {
            format!(
                "EXISTS (SELECT 1 FROM responsibility_row x WHERE x.item_id = i.id AND x.party_id IN ({list}) AND x.role IN ({roles})
                   AND x.seq = (SELECT y.seq FROM responsibility_row y WHERE y.item_id = x.item_id AND y.role = x.role
                     AND y.from_on <= ?1 ORDER BY y.seq DESC LIMIT 1))"
            )
        });
    }
}
