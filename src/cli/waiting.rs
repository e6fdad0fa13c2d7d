//! What waits for a decision (延期申请, 填报): shown by its verb when nothing is to be decided.

use super::{Exit, Result, desk::Desk};
use crate::{
    report::{self, Scope, page::PageSink},
    service::select::{self, Purpose, Wanted},
    store::Mode,
};
use serde::Serialize;

/// Shows the rows that wait in the rounds of a report of today, as a page or as the document `schema`.
pub(super) fn list<R: Serialize>(
    desk: &mut Desk,
    schema: &str,
    rows: impl FnOnce(&Scope<'_>) -> report::Result<Vec<R>>,
    page: impl FnOnce(&Scope<'_>, &[R], &mut dyn PageSink) -> report::Result<()>,
) -> Result {
    let today = desk.today();
    let wanted = Wanted { round: desk.round().map(ToOwned::to_owned), ..Wanted::default() };
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &wanted, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, today)?;
        let rows = rows(&scope)?;
        if desk.is_json() {
            let mut json = desk.json(schema)?;
            json.field("as_of", &today)?;
            json.begin_array("waiting")?;
            for row in &rows {
                json.element(row)?;
            }
            json.end_array()?;
            json.finish()?;
        } else {
            let mut sink = desk.page()?;
            page(&scope, &rows, &mut *sink)?;
        }
        Ok(Exit::Done)
    })
}
