//! `verify` 核验: is the ledger what its journal says?

use super::{Exit, Result, desk::Desk};
use crate::store::{
    Mode,
    verify::{Fault, FaultKind},
};
use serde::Serialize;

/// 核验台账有没有被改动过
#[derive(Debug, clap::Args)]
#[command(after_help = "例：\n  taizhang verify\n  taizhang 核验 --anchor 128-9F3K-7QXA-0D2M-W5TB")]
pub(super) struct Args {
    /// 纸面材料上的锚码
    #[arg(long, value_name = "锚码")]
    anchor: Option<String>,
}

/// A fault in the document.
#[derive(Serialize)]
struct Row {
    seq: Option<i64>,
    kind: FaultKind,
    detail: String,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let found = desk.open(Mode::AsIs)?.verify(args.anchor.as_deref())?;
    let ok = found.faults.is_empty();
    if desk.is_json() {
        let mut json = desk.json("taizhang.verify/1")?;
        json.field("ok", &ok)?;
        json.field("events", &found.events)?;
        json.field("anchor", &found.anchor)?;
        json.begin_array("faults")?;
        for fault in &found.faults {
            json.element(&Row { seq: fault.seq, kind: fault.kind, detail: words(fault) })?;
        }
        json.end_array()?;
        json.finish()?;
    } else if ok {
        desk.say(&format!("核验无误：共 {} 条记录，锚码 {}", found.events, found.anchor))?;
        if args.anchor.is_some() {
            desk.say("与所给锚码一致")?;
        }
    } else {
        desk.say(&format!("核验发现 {} 处问题：", found.faults.len()))?;
        for fault in &found.faults {
            let seq = fault.seq.map(|seq| format!("第 {seq} 号记录：")).unwrap_or_default();
            desk.say(&format!("  · {seq}{}", words(fault)))?;
        }
        desk.say("办法：不要再写入；保留这个文件备查，用 taizhang restore 从最近的备份恢复")?;
    }
    Ok(if ok { Exit::Done } else { Exit::Found })
}

/// A fault in words. `+` and `-` before a key say that something is there too many or missing.
pub(super) fn words(Fault { kind, subject, detail, .. }: &Fault) -> String {
    let added = detail.strip_prefix('+').map(str::trim);
    let missing = detail.strip_prefix('-').map(str::trim);
    match kind {
        FaultKind::Integrity => format!("数据库文件损坏（{subject}）：{detail}"),
        FaultKind::Schema if added.is_some() => format!("多出了不属于台账的 {subject}"),
        FaultKind::Schema if missing.is_some() => format!("缺少 {subject}"),
        FaultKind::Schema => format!("{subject} 的定义被改动过：{detail}"),
        FaultKind::Sequence => format!("记录不连续，有记录被删除或插入（{detail}）"),
        FaultKind::Hash => "记录内容被改动过，与校验值不符".into(),
        FaultKind::Event => format!("记录无法读取：{detail}"),
        FaultKind::Replay => format!("记录无法重放：{detail}"),
        FaultKind::Table => match (added, missing) {
            (Some(key), _) => format!("表 {subject} 多出一行（{key}）"),
            (_, Some(key)) => format!("表 {subject} 少了一行（{key}）"),
            _ => format!("表 {subject} 的内容被改动过（{detail}）"),
        },
        FaultKind::Evidence if missing.is_some() => format!("留存的文件（佐证材料或发文原件）不见了（{subject}）"),
        FaultKind::Evidence => format!("留存的文件（佐证材料或发文原件）被改动过（{subject}）"),
        FaultKind::Anchor if detail.contains('≠') => format!("与锚码不符：{detail}，这一号及以前的记录被换过"),
        FaultKind::Anchor => format!("锚码 {detail} 所指的记录不在，末尾的记录被删除，或锚码写错"),
        FaultKind::Version => format!("文件由较早版本写成（{detail}），先打开一次完成升级再核验"),
    }
}
