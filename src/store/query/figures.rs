//! Figures: counted in one scan, and listed by the same condition.

use super::{
    Reader,
    item::AsOf,
    rule::{self, OverdueSection},
    select::{Order, Selection},
};
use crate::{
    domain::{
        figures::{Figure, Figures},
        filter::Filter,
        ids::ItemId,
        item::{Item, ItemKind, Origin},
        party::Role,
    },
    store::StoreError,
};

/// By what a summary is broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupBy {
    /// Not at all: only by kind and origin.
    Nothing,
    /// Every 责任部门 of an item, so that an item may stand in several groups.
    Department,
    /// 牵头领导.
    Leader,
    /// 责任人.
    Person,
    /// The nearest category.
    Category,
    /// The round.
    Round,
}

/// The figures of one kind, origin and group.
#[derive(Debug, Clone)]
pub struct FigureRow {
    /// Of these items.
    pub kind: ItemKind,
    /// From this origin.
    pub origin: Origin,
    /// The group's key: of a party, category or round; `None` for those without one.
    pub group: Option<i64>,
    /// The counts.
    pub figures: Figures,
}

impl GroupBy {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Nothing => "NULL",
            Self::Department | Self::Leader | Self::Person => "g.party_id",
            Self::Category => "i.category_id",
            Self::Round => "i.round_id",
        }
    }

    pub(super) fn join(self, as_of: AsOf) -> String {
        let role = match self {
            Self::Department => Role::Department,
            Self::Leader => Role::Leader,
            Self::Person => Role::Person,
            Self::Nothing | Self::Category | Self::Round => return String::new(),
        };
        if as_of.current {
            format!("LEFT JOIN item_party g ON g.item_id = i.id AND g.role = '{role}'")
        } else {
            format!(
                "LEFT JOIN responsibility_row g ON g.item_id = i.id AND g.role = '{role}' AND g.seq =
                   (SELECT x.seq FROM responsibility_row x WHERE x.item_id = i.id AND x.role = '{role}' AND x.from_on <= ?1
                    ORDER BY x.seq DESC LIMIT 1)"
            )
        }
    }
}

/// The items of a section of the overdue report, found through the index of open work (or of review days), so that closed
/// history is not read.
fn overdue(filter: &Filter, as_of: AsOf, section: OverdueSection) -> Selection {
    let index = match section {
        // Both indexes hold live items only; past days are read from the dated rows.
        _ if filter.with_withdrawn || !as_of.current => None,
        OverdueSection::ReviewDue => Some("item_review"),
        OverdueSection::Late | OverdueSection::DueSoon(_) | OverdueSection::NoDeadline => Some("item_open_due"),
    };
    Selection::new(filter, as_of).and(&rule::overdue(section)).by_index(index)
}

impl Reader<'_> {
    /// Counts every figure for the items that the filter finds, by kind and origin and, if asked, by group.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn figures(&self, filter: &Filter, as_of: AsOf, by: GroupBy) -> Result<Vec<FigureRow>, StoreError> {
        let sums: Vec<String> =
            Figure::ALL.iter().map(|f| format!("coalesce(sum({}), 0)", rule::among_counted(*f, as_of))).collect();
        let selection = Selection::new(&Filter { with_withdrawn: true, ..filter.clone() }, as_of);
        let sql = format!(
            "SELECT i.kind, i.origin, {group}, {sums} FROM {items} i {join} WHERE {conditions} AND {counted} AND i.kind <> 'category'
             GROUP BY i.kind, i.origin, {group}",
            group = by.column(),
            sums = sums.join(", "),
            items = as_of.items(),
            join = by.join(as_of),
            conditions = selection.conditions(),
            counted = rule::COUNTED,
        );
        self.all(&sql, selection.params().as_slice(), |row| {
            let mut figures = Figures::default();
            for (at, figure) in Figure::ALL.iter().enumerate() {
                figures.set(*figure, row.get(3 + at)?);
            }
            Ok(FigureRow {
                kind: super::read_key(row, 0)?,
                origin: super::read_key(row, 1)?,
                group: row.get(2)?,
                figures,
            })
        })
    }

    /// The members of a figure that are not members of `without`: the same conditions that counted them.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_member<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        figure: Figure,
        without: Option<Figure>,
        limit: Option<u64>,
        each: impl FnMut(Item) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_selected(&members(filter, as_of, figure, without), as_of, Order::Code, limit, each)
    }

    /// The first codes of a figure's members, at most so many.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn member_codes(
        &self,
        filter: &Filter,
        as_of: AsOf,
        figure: Figure,
        most: u64,
    ) -> Result<Vec<String>, StoreError> {
        let selection = members(filter, as_of, figure, None);
        let sql = format!(
            "SELECT i.code FROM {} i WHERE {} ORDER BY {} LIMIT {most}",
            as_of.items(),
            selection.conditions(),
            Order::Code.by()
        );
        self.all(&sql, selection.params().as_slice(), |row| row.get(0))
    }

    /// How many members a figure has that are not members of `without`.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn count_members(
        &self,
        filter: &Filter,
        as_of: AsOf,
        figure: Figure,
        without: Option<Figure>,
    ) -> Result<i64, StoreError> {
        let selection = members(filter, as_of, figure, without);
        let sql = format!("SELECT count(*) FROM {} i WHERE {}", as_of.items(), selection.conditions());
        Ok(self.one(&sql, selection.params().as_slice(), |row| row.get(0))?.unwrap_or(0))
    }

    /// How many items a section of the overdue report has, by kind and whether an issue stands above.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn count_overdue(
        &self,
        filter: &Filter,
        as_of: AsOf,
        section: OverdueSection,
    ) -> Result<Vec<(ItemKind, bool, i64)>, StoreError> {
        let selection = overdue(filter, as_of, section);
        let sql = format!(
            "SELECT i.kind, i.under_issue, count(*) FROM {} i {} WHERE {} GROUP BY i.kind, i.under_issue",
            as_of.items(),
            selection.index(),
            selection.conditions()
        );
        self.all(&sql, selection.params().as_slice(), |row| Ok((super::read_key(row, 0)?, row.get(1)?, row.get(2)?)))
    }

    /// The items of a section of the overdue report, in order.
    ///
    /// # Errors
    /// What `each` returns, or trouble with the file.
    pub fn each_overdue<E: From<StoreError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        section: OverdueSection,
        order: Order,
        limit: Option<u64>,
        each: impl FnMut(Item) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = overdue(filter, as_of, section);
        self.each_selected(&selection, as_of, order, limit, each)
    }

    /// The steps that SQLite takes for the figures and for a section of the overdue report: what the tests pin.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn explain_overdue(
        &self,
        filter: &Filter,
        as_of: AsOf,
        section: OverdueSection,
        order: Order,
    ) -> Result<Vec<String>, StoreError> {
        let selection = overdue(filter, as_of, section);
        self.explain_selected(&selection, as_of, order)
    }

    /// Closings by month, first to last, each with how many of them were taken back since (撤销销号): `(2025-03, 4, 1)`. One that
    /// was taken back stays in its month: what was said of a month stays true. An item struck off again counts again.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn closings_by_month(
        &self,
        filter: &Filter,
        as_of: AsOf,
        kinds: &[ItemKind],
    ) -> Result<Vec<(String, i64, i64)>, StoreError> {
        let filter = Filter { kinds: kinds.to_vec(), top_issues_only: true, ..filter.clone() };
        let selection = Selection::new(&filter, as_of);
        // A closing that was ratified later has a second row: the first says when it was closed.
        let sql = format!(
            "SELECT substr(x.closed_on, 1, 7), count(*), sum(NOT (i.closure = 'closed' AND i.cycle = x.cycle))
             FROM {} i JOIN closure_row x ON x.item_id = i.id AND x.closure = 'closed' AND x.from_on <= ?1
             WHERE {} AND x.seq = (SELECT min(y.seq) FROM closure_row y
               WHERE y.item_id = x.item_id AND y.cycle = x.cycle AND y.closure = 'closed')
             GROUP BY 1 ORDER BY 1",
            as_of.items(),
            selection.conditions()
        );
        self.all(&sql, selection.params().as_slice(), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// Live measures and sub-issues directly below an item, for the gate and for derived progress.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn live_children(&self, id: ItemId) -> Result<Vec<Item>, StoreError> {
        Ok(self
            .children(id)?
            .into_iter()
            .filter(|c| c.withdrawn_on.is_none() && matches!(c.kind, ItemKind::Measure | ItemKind::Issue))
            .collect())
    }
}

fn members(filter: &Filter, as_of: AsOf, figure: Figure, without: Option<Figure>) -> Selection {
    let filter = Filter { with_withdrawn: true, ..filter.clone() };
    let selection = Selection::new(&filter, as_of).and(&rule::figure(figure, as_of));
    match without {
        // A condition over missing days is neither true nor false: what is not surely a member is none.
        Some(part) => selection.and(&format!("NOT coalesce(({}), 0)", rule::figure(part, as_of))),
        None => selection,
    }
}
