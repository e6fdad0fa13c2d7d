//! What is said in short: the question before a paper is recorded, and the receipt behind it.

use super::{
    super::super::{Result, desk::Desk},
    super::document,
    Preview, Row, warnings,
};
use crate::{domain::item::ItemKind, service::paper::Fate, zh::label::Label as _};

impl Preview<'_> {
    /// What is asked before it is recorded.
    pub(in crate::cli::intake) fn question(&self) -> String {
        let round = self.round.as_deref().unwrap_or_default();
        format!("将把“{}”导入 {round}（{}）", self.source.name, self.counts())
    }

    /// The rows, a line each, for the question.
    pub(in crate::cli::intake) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.into_standing {
            lines.push(self.fates());
        }
        let origins: Vec<String> =
            self.source.plan.by_origin().iter().map(|(origin, n)| format!("{} {n} 个", origin.label())).collect();
        lines.extend((!origins.is_empty()).then(|| origins.join("、")));
        lines.extend(
            (!self.source.plan.left_out.is_empty())
                .then(|| format!("未录入的部分 {} 处", self.source.plan.left_out.len())),
        );
        lines
    }

    /// Says that there was nothing to record.
    pub(in crate::cli::intake) fn nothing_new(&self, desk: &mut Desk, all: bool) -> Result<()> {
        if desk.is_json() {
            return document::write(self, desk);
        }
        let differing = self.rows.iter().filter(|row| !row.taken.differences.is_empty()).count();
        if differing > 0 {
            self.show(desk, all)?;
            return desk.say(&format!(
                "“{}”有 {differing} 项与台账不一致，都保留台账；没有新的内容，没有记录。",
                self.source.name
            ));
        }
        let before = self.read_before.as_ref().map(|(name, on)| format!("（{on} 导入过同一文件“{name}”）"));
        let before = before.unwrap_or_default();
        // What was not understood may be new.
        let unread = self.source.plan.notes.iter().filter(|note| note.reason.contains("没有读入")).count();
        if unread > 0 {
            let mut page = desk.page()?;
            self.to_check(&mut *page, if all { usize::MAX } else { super::LINES })?;
            page.finish()?;
            drop(page);
            let name = &self.source.name;
            return desk.say(&format!("“{name}”有 {unread} 处没有读入，见上；此外没有新的内容，没有记录。"));
        }
        desk.say(&format!("“{}”与台账一致{before}，没有新的内容，没有记录。", self.source.name))
    }

    /// Says what was recorded, and what comes next.
    pub(in crate::cli::intake) fn acknowledge(&self, desk: &mut Desk) -> Result<()> {
        if desk.is_json() {
            return document::write(self, desk);
        }
        let round = self.round.as_deref().unwrap_or_default();
        let records = match self.receipt.records {
            Some((first, last)) => format!("（第 {first}–{last} 号）"),
            None => String::new(),
        };
        desk.say(&format!("已记录{records}：“{}”导入 {round}，{}", self.source.name, self.fates()))?;
        for line in warnings(&self.receipt) {
            desk.say(&format!("注意：{line}"))?;
        }
        let open: Vec<&Row<'_>> = self
            .rows
            .iter()
            .filter(|row| {
                row.item.kind == ItemKind::Issue && row.taken.fate == Fate::Added && row.item.departments.is_empty()
            })
            .collect();
        desk.say("下一步：")?;
        if let Some(first) = open.first() {
            desk.say(&format!("  taizhang assign {} --leader 领导 --dept 部门 --due 时限", first.taken.code))?;
        }
        desk.say("  taizhang list")?;
        // Decisions against somebody are undone with a reason only, and a document may hold some.
        desk.say(match self.source.plan.header.chronicle {
            Some(_) => "  taizhang undo --reason 理由    整体撤销这次导入",
            None => "  taizhang undo          整体撤销这次导入",
        })
    }
}
