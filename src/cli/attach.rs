//! `attach` 佐证: files kept in the ledger, or entries for papers that may not be copied.

use super::{
    Exit, Result,
    bulk::{self, Aim, Bulk},
    day::{self, OnDay},
    desk::Desk,
    disclosure::Marks,
    error::CliError,
};
use crate::{
    domain::{
        code::CodeRange,
        event::DisclosureSubject,
        evidence::{MAX_FILE_BYTES, RegisterEntry},
        ids::EvidenceId,
        refusal::Refusal,
    },
    service::attachment::{self, Kept},
    store::Mode,
};
use serde_json::json;
use std::{io::Read as _, path::Path};

/// 存入文件，或登记存放处
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
例：
  taizhang attach 3.1 学习制度.txt 签到表.jpg
  taizhang 佐证 3 --register 某政〔2025〕12号 --title 干部考核材料 --pages 30 --kept-at 政治部档案柜
  taizhang attach 3 审批表扫描件.pdf --signed 9F3K-0011-ZZZZ-ABCD
  taizhang attach edit 2 --disclosure 不公开
  taizhang attach withdraw 2 --reason 传错文件
文件名若也像编号，写成 ./12"
)]
pub(super) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
    /// 编号和文件名，编号在前
    #[arg(value_name = "编号和文件")]
    what: Vec<String>,
    /// 不存文件，只登记这个文号
    #[arg(long, value_name = "文号")]
    register: Option<String>,
    /// 名称（默认文件名）
    #[arg(long, value_name = "名称")]
    title: Option<String>,
    /// 材料自身的日期
    #[arg(long, value_name = "日期")]
    dated: Option<String>,
    /// 页数
    #[arg(long, value_name = "页数", value_parser = clap::value_parser!(u32).range(1..))]
    pages: Option<u32>,
    /// 存放处
    #[arg(long, value_name = "地点")]
    kept_at: Option<String>,
    /// 是签齐的销号审批表，写表上的校验码
    #[arg(long, value_name = "校验码", conflicts_with_all = ["register", "title", "pages", "kept_at"])]
    signed: Option<String>,
    #[command(flatten)]
    bulk: Bulk,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// 改一件佐证的公开范围
    #[command(alias = "修改")]
    Edit {
        /// 佐证材料的号数
        #[arg(value_name = "号数")]
        number: i64,
        #[command(flatten)]
        marks: Marks,
        /// 只预演，不记录
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        on: OnDay,
    },
    /// 撤回一件佐证，原件仍留底
    #[command(alias = "撤回")]
    Withdraw {
        /// 佐证材料的号数
        #[arg(value_name = "号数")]
        number: i64,
        /// 理由
        #[arg(long, value_name = "文字")]
        reason: String,
        #[command(flatten)]
        on: OnDay,
    },
}

pub(super) fn run(args: Args, desk: &mut Desk) -> Result {
    if let Some(Act::Edit { number, marks, dry_run, on }) = &args.act {
        return bulk::mark(DisclosureSubject::Evidence(EvidenceId(*number)), "attach", marks, on, *dry_run, desk);
    }
    if let Some(Act::Withdraw { number, reason, on }) = args.act {
        let context = &mut desk.context_on(&on)?;
        let mut ledger = desk.open(Mode::Write)?;
        let receipt = attachment::withdraw_evidence(&mut ledger, context, EvidenceId(number), &reason)?;
        let line = format!("撤回佐证材料第 {number} 号");
        desk.receipt_with(&receipt, &[line], &[("evidence", json!(number))])?;
        return Ok(Exit::Done);
    }
    let (codes, files): (Vec<String>, Vec<String>) = args.what.iter().cloned().partition(|word| is_codes(word));
    let kept = if args.register.is_some() || args.kept_at.is_some() || args.pages.is_some() {
        register(&args, &files)?
    } else {
        files.iter().map(|file| read(file)).collect::<Result<_>>()?
    };
    if kept.is_empty() {
        return Err(CliError::usage(
            "nothing_given",
            "没有写要存的材料",
            "文件和登记的文号都没有写",
            "如 taizhang attach 3 签到表.jpg，或 taizhang attach 3 --register 文号 --title 名称 --kept-at 地点",
        ));
    }
    let dated = day::parse_opt("--dated", args.dated.as_deref(), desk.today())?;
    args.bulk.carry_out(&codes, Aim::Open, &[], desk, |ledger, context, items, how| {
        if let Some(code) = &args.signed {
            let ([item], [kept]) = (items, kept.as_slice()) else { return Err(Refusal::OneSignedForm.into()) };
            return attachment::attach_signed(ledger, context, *item, code, dated, kept, how).map(|(_, done)| done);
        }
        attachment::attach_all(ledger, context, items, args.title.as_deref(), dated, &kept, how).map(|(_, done)| done)
    })
}

/// Whether a word is a code, a range, or a list of them; anything else is a file's name.
fn is_codes(word: &str) -> bool {
    let mut parts = word.split([',', '，', '、']).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(|part| part.parse::<CodeRange>().is_ok())
}

fn register(args: &Args, files: &[String]) -> Result<Vec<Kept>> {
    if let Some(file) = files.first() {
        return Err(CliError::usage(
            "conflict",
            format!("“{file}”是文件，不能和登记一起用"),
            "登记是给不便复制的材料用的，不存文件",
            "分两条命令：一条存文件，一条登记",
        ));
    }
    let (Some(kept_at), true) = (&args.kept_at, args.title.is_some()) else {
        return Err(CliError::usage(
            "missing_argument",
            "登记要写明名称和存放处",
            "不存文件的材料，凭名称和存放处才找得到",
            "加 --title 名称 --kept-at 地点",
        ));
    };
    let entry = RegisterEntry { number: args.register.clone(), pages: args.pages, kept_at: kept_at.clone() };
    Ok(vec![Kept::Register(entry)])
}

/// Reads a file; one that is too large is refused before it fills the memory.
fn read(name: &str) -> Result<Kept> {
    let path = Path::new(name);
    let bad = |error: &std::io::Error| CliError::file(path, error);
    let meta = CliError::unless_regular(path)?;
    let file = path.file_name().map_or_else(|| name.to_owned(), |file| file.to_string_lossy().into_owned());
    if meta.len() > MAX_FILE_BYTES {
        return Err(Refusal::FileTooLarge { name: file, bytes: meta.len() }.into());
    }
    // It may grow meanwhile: never more is read than may be kept.
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(path).map_err(|e| bad(&e))?;
    opened.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|e| bad(&e))?;
    let size = bytes.len() as u64;
    if size > MAX_FILE_BYTES {
        return Err(Refusal::FileTooLarge { name: file, bytes: size }.into());
    }
    if bytes.is_empty() {
        return Err(CliError::refused(
            "empty_file",
            format!("文件“{file}”是空的"),
            "没有内容可作佐证",
            "核对文件后重试",
        ));
    }
    Ok(Kept::File(file, bytes))
}

#[cfg(test)]
mod tests {
    use super::is_codes;

    #[test]
    fn codes_and_files_are_told_apart() {
        for word in ["12", "12.3", "1-5", "J1", "1,2", "2025巡察:3", "C1.2"] {
            assert!(is_codes(word), "{word}");
        }
        for word in ["签到表.jpg", "./12", "12.pdf", "", ",", "1,a.txt", "X1"] {
            assert!(!is_codes(word), "{word}");
        }
    }
}
