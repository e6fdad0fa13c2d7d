//! What happened to an item on its way to being struck off, for the walk of its policy.

use super::{Reader, read_day, read_key};
use crate::{
    domain::{
        ids::ItemId,
        lifecycle::Closure,
        policy::{Act, Dated},
    },
    store::StoreError,
};

impl Reader<'_> {
    /// Applications, sign-offs, returns, reopenings and changes of progress of an item, in the order of the journal.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn trail_of(&self, item: ItemId) -> Result<Vec<Dated>, StoreError> {
        let steps = self.all(
            "SELECT seq, on_day, 'signed' AS what, step AS word, agreed FROM sign_off WHERE item_id = ?1
             UNION ALL SELECT seq, from_on, 'closure', closure, 0 FROM closure_row WHERE item_id = ?1
             UNION ALL SELECT seq, from_on, 'progress', progress, 0 FROM progress_row WHERE item_id = ?1
             ORDER BY 1",
            [item.0],
            |row| {
                let what: String = row.get(2)?;
                let act = match what.as_str() {
                    "signed" => Some(Act::Signed { step: read_key(row, 3)?, agreed: row.get(4)? }),
                    "progress" => Some(Act::Progress(read_key(row, 3)?)),
                    _ => match read_key(row, 3)? {
                        Closure::Requested => Some(Act::Applied),
                        Closure::Returned => Some(Act::Returned),
                        Closure::None => Some(Act::Reopened),
                        Closure::Closed => None,
                    },
                };
                Ok((row.get(0)?, read_day(row, 1)?, act))
            },
        )?;
        Ok(steps.into_iter().filter_map(|(seq, on, act)| Some(Dated { seq, on, act: act? })).collect())
    }
}
