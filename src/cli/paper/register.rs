//! `paper register` 发文登记: the numbers that were given.

use crate::{
    cli::{Exit, Result, desk::Desk},
    report::paper::register::Register,
    service::select,
    store::Mode,
};

/// 发文登记：编过的号，连同作废的
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "例：\n  taizhang paper register\n  taizhang 材料 发文登记 --register 某法整改督 --year 2025")]
pub(super) struct Args {
    /// 只看这个发文字
    #[arg(long, value_name = "发文字")]
    register: Option<String>,
    /// 只看这一年
    #[arg(long, value_name = "年份")]
    year: Option<i64>,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let key = desk.round().map(ToOwned::to_owned);
    let ledger = desk.open(Mode::Read)?;
    ledger.read(|reader| {
        let round = key.as_deref().map(|key| select::round(reader, Some(key))).transpose()?;
        let register = Register::new(reader, args.register.as_deref(), args.year, round.as_ref())?;
        if !desk.is_json() {
            let mut page = desk.page()?;
            register.page(&mut *page)?;
            return Ok(Exit::Done);
        }
        let mut json = desk.json("taizhang.register/1")?;
        json.begin_array("papers")?;
        for paper in register.document() {
            json.element(&paper)?;
        }
        json.end_array()?;
        json.finish()?;
        Ok(Exit::Done)
    })
}
