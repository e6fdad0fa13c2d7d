//! `paper register` 发文登记: the numbers that were given, and any paper of them once more.

use super::{issued, look::Look};
use crate::{
    cli::{Exit, Result, desk::Desk, error::CliError, out::Out},
    report::paper::register::Register,
    service::{issuing::Asked, select},
    store::Mode,
};

/// 发文登记：编过的号，连同作废的
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
例：
  taizhang paper register
  taizhang 材料 发文登记 --register 某法整改督 --year 2025
  taizhang paper register --no 3 -o 补打             取 3 号印发时的原件，催办函、通报都可以
印发的原件随号留在台账里，以后改了内容、名称，取出来的仍是当时那一份，作废的号也取得到；
较早版本印发的没有留存原件，写成别的格式（如 -o 三号.md）的，都是重新排印，会说明")]
pub(super) struct Args {
    /// 只看这个发文字
    #[arg(long, value_name = "发文字")]
    register: Option<String>,
    /// 只看这一年
    #[arg(long, value_name = "年份")]
    year: Option<i64>,
    /// 取这一号印发时的原件
    #[arg(long, value_name = "号数")]
    no: Option<i64>,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    if let Some(number) = args.no {
        let asked = Asked { number, register: args.register.clone(), year: args.year };
        issued::again(&asked, &args.out, &args.look, desk)?;
        return Ok(Exit::Done);
    }
    if !args.out.is_silent() {
        return Err(CliError::usage(
            "which_number",
            "不知道取哪一号的原件",
            "写了 -o，没有写 --no；登记表直接显示，不写成文件",
            "加 --no 号数；登记表要存成文件的，用 taizhang paper register --format md > 登记.md",
        ));
    }
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
