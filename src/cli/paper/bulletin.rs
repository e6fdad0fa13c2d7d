//! `paper bulletin` 整改进展情况通报: a draft, or issued; for the party, or for the public.
//!
//! Whatever stands in the way is said before anything is recorded or written. Issued means locked: the round's period is closed
//! first, then the file is written; the same command prints it again.

use super::{
    look::{self, Look},
    several_rounds,
};
use crate::{
    cli::{Exit, Result, day::AsOfDay, desk::Desk, error::CliError, out::Out},
    domain::{Day, disclosure::Audience},
    report::{
        Scope,
        paper::{
            About, Paper as _,
            bulletin::{Bulletin, Wanted},
            script::{Gap, GapKind, Numbering, SecondLook},
            story::Withheld,
        },
    },
    service::{
        lock::{self, Locking},
        select::{self, Purpose},
        session::Run,
    },
    store::{Ledger, Mode, journal, query::Lock},
};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang paper bulletin                          征求意见稿
  taizhang paper bulletin --numbering 连续         问题跨方面连续编号
  taizhang paper bulletin --public --contact 电话：12345678
  taizhang paper bulletin --issue --as-of 2025-08-31
印发（--issue）会把这一轮锁定到截止日，锁定不能撤回；再执行一次就是重新打印。公开版只印公开范围为“可公开”的内容")]
pub(super) struct Args {
    /// 公开版：只印可公开的内容
    #[arg(long)]
    public: bool,
    /// 编号样式：分级、分节、连续
    #[arg(long, value_name = "样式", default_value = "分级", value_parser = numbering)]
    numbering: Numbering,
    /// 公开期限的天数，含首日
    #[arg(long, value_name = "天数", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=365))]
    public_days: u64,
    /// 联系方式，如 电话：12345678，可写多次
    #[arg(long, value_name = "文字")]
    contact: Vec<String>,
    /// 有问题尚无经采用的填报时不出
    #[arg(long)]
    strict: bool,
    /// 公开版里的人名、案号等已经逐处看过
    #[arg(long)]
    checked: bool,
    /// 印发：定稿，并把这一轮锁定到截止日
    #[arg(long)]
    issue: bool,
    /// 不再询问
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    as_of: AsOfDay,
    #[command(flatten)]
    out: Out,
    #[command(flatten)]
    look: Look,
}

/// Reads a numbering style as people write it.
pub(super) fn numbering(text: &str) -> std::result::Result<Numbering, String> {
    match text.trim() {
        "分级" | "levels" => Ok(Numbering::Levels),
        "分节" | "sections" => Ok(Numbering::Sections),
        "连续" | "running" => Ok(Numbering::Running),
        _ => Err("编号样式可以写：分级、分节、连续".to_owned()),
    }
}

/// What a bulletin comes to, before it is written.
struct Looked {
    round: String,
    title: String,
    path: PathBuf,
    gaps: Vec<Gap>,
    second_looks: Vec<SecondLook>,
    withheld: Withheld,
    /// The lock that holds through its very day already: it was issued before, or the round was locked by hand.
    lock: Option<Lock>,
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let mut ledger = desk.open(if args.issue { Mode::Write } else { Mode::Read })?;
    let profile = args.look.profile(desk)?;
    let looked = look_through(args, day, &ledger, desk)?;
    refuse(args, &looked)?;
    if desk.is_markdown() && args.out.is_silent() && !args.issue {
        if args.public {
            remind(&looked, desk)?;
        }
        return on_screen(args, day, &ledger, desk);
    }
    args.out.check(&looked.path)?;
    let mut lock = looked.lock.clone();
    if args.issue && lock.is_none() {
        lock = Some(issue(args, day, &looked, &mut ledger, desk)?);
    }
    let issued_on = lock.as_ref().map(|lock| lock.on);
    let (bytes, anchor) = with(args, (day, issued_on), &ledger, desk, |about, bulletin| {
        if let Some(lock) = &lock {
            about.anchor = journal::anchor(lock.seq, &about.scope.reader.record(lock.seq)?.hash);
        }
        let bytes = args.out.write(&looked.path, |out| look::write_as(&looked.path, &profile, bulletin, about, out))?;
        Ok((bytes, about.anchor.clone()))
    })?;
    remind(&looked, desk)?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.paper/1")?;
        json.field("kind", "bulletin")?;
        json.field("title", &looked.title)?;
        json.field("as_of", &day)?;
        json.field("public", &args.public)?;
        json.field("draft", &!args.issue)?;
        json.field("locked_through", &lock.as_ref().map(|lock| lock.through))?;
        json.field("file", &looked.path.to_string_lossy())?;
        json.field("bytes", &bytes)?;
        json.field("anchor", &anchor)?;
        json.field("gaps", &looked.gaps)?;
        json.field("second_looks", &looked.second_looks)?;
        json.field("withheld", &looked.withheld)?;
        json.finish()?;
        return Ok(Exit::Done);
    }
    desk.say(&format!("《{}》已写入 {}", looked.title, looked.path.display()))?;
    if lock.is_some() {
        let again = match &looked.lock {
            None => "",
            Some(lock) if lock.title.as_ref() == Some(&looked.title) => "此前已印发，重新打印；",
            Some(_) => "此前已锁定，不再锁定；",
        };
        desk.say(&format!("{again}轮次 {} 锁定到 {day}", looked.round))?;
    }
    Ok(Exit::Done)
}

/// Reads the ledger and does something with the bulletin that comes of it.
fn with<T>(
    args: &Args,
    (day, issued_on): (Day, Option<Day>),
    ledger: &Ledger,
    desk: &Desk,
    then: impl FnOnce(&mut About<'_>, &Bulletin) -> Result<T>,
) -> Result<T> {
    let named = select::Wanted { round: desk.round().map(ToOwned::to_owned), ..select::Wanted::default() };
    ledger.read(|reader| {
        let mut filter = select::filter(reader, &named, Purpose::Read)?;
        let scope = Scope::new(reader, &mut filter, day)?;
        let contact = look::contact(&args.look.profile(desk)?);
        let mut about = About::new(&scope, &filter)?.ok_or_else(|| several_rounds(&scope))?.signed(contact);
        let wanted = Wanted {
            audience: if args.public { Audience::Public } else { Audience::Party },
            numbering: args.numbering,
            issued_on,
            public_days: args.public_days,
            contact: args.contact.clone(),
        };
        let bulletin = Bulletin::new(&about, wanted)?;
        then(&mut about, &bulletin)
    })
}

fn look_through(args: &Args, day: Day, ledger: &Ledger, desk: &Desk) -> Result<Looked> {
    let issued_on = args.issue.then(|| desk.today());
    with(args, (day, issued_on), ledger, desk, |about, bulletin| {
        let title = bulletin.title(about);
        let locks = about.scope.reader.locks(about.round.id)?;
        Ok(Looked {
            round: about.round.key.clone(),
            path: args.out.path(&bulletin.file_title(about), look::ENDING),
            gaps: bulletin.script.gaps.clone(),
            second_looks: bulletin.second_looks.clone(),
            withheld: bulletin.withheld,
            lock: locks.into_iter().rev().find(|lock| args.issue && lock.through == day),
            title,
        })
    })
}

fn on_screen(args: &Args, day: Day, ledger: &Ledger, desk: &mut Desk) -> Result {
    let mut text = Vec::new();
    with(args, (day, None), ledger, desk, |about, bulletin| {
        Ok(bulletin.page(about, &mut crate::render::markdown::MarkdownPage::new(&mut text))?)
    })?;
    std::io::Write::write_all(desk.raw(), &text)?;
    Ok(Exit::Done)
}

/// What stands in the way of a paper.
fn refuse(args: &Args, looked: &Looked) -> Result<()> {
    let unfiled: Vec<String> = looked.gaps.iter().filter(|gap| gap.kind == GapKind::NoFiling).map(Gap::line).collect();
    if args.strict && !unfiled.is_empty() {
        return Err(CliError::refused_over(
            "gaps",
            format!("{} 个问题或意见尚无经采用的填报", unfiled.len()),
            &unfiled,
            "催报后用 taizhang accept 采用，或由整改办用 taizhang progress 填报；不加 --strict 时照出，党内的列在文后，公开的只在屏幕上提示",
        ));
    }
    if args.public && !args.checked && !looked.second_looks.is_empty() {
        let looks: Vec<String> = looked.second_looks.iter().map(SecondLook::words).collect();
        let known = crate::zh::second_look::WHAT_IS_KNOWN;
        return Err(CliError::refused_over(
            "second_look",
            format!("公开版里有 {} 处人名、案号等要再看一遍", looks.len()),
            &looks,
            &format!(
                "{known}；要改的用 taizhang edit 写公开表述（--public-words）或改公开范围；都看过、可以公开的，加 --checked"
            ),
        ));
    }
    Ok(())
}

/// Locks the round, after asking.
fn issue(args: &Args, day: Day, looked: &Looked, ledger: &mut Ledger, desk: &mut Desk) -> Result<Lock> {
    let locking = Locking { through: day, title: Some(looked.title.clone()) };
    lock::lock(ledger, &mut desk.context(), Some(&looked.round), &locking, Run::Dry)?;
    let mut lines = vec![
        format!("印发《{}》", looked.title),
        format!("轮次 {} 锁定到 {day}：这一天及以前的内容不能再录入、修改或撤销", looked.round),
        "后来才知道的按知道的那天录入，下次列为补报调整".to_owned(),
    ];
    if day == desk.today() {
        lines.push("今天之内不能再录入这个轮次，明天起可以".to_owned());
    }
    let unfiled = looked.gaps.iter().filter(|gap| gap.kind == GapKind::NoFiling).count();
    if unfiled > 0 {
        let place = if args.public { "文中没有写" } else { "将列在文后" };
        lines.push(format!("还有 {unfiled} 个问题或意见尚无经采用的填报，{place}"));
    }
    desk.ask("印发后不能撤回", &lines, args.yes)?;
    lock::lock(ledger, &mut desk.context(), Some(&looked.round), &locking, Run::Record)?;
    let locks = ledger.read(|reader| {
        let round = select::round(reader, Some(&looked.round))?;
        Ok::<_, crate::service::Error>(reader.locks(round.id)?)
    })?;
    locks.into_iter().rev().find(|lock| lock.through == day).ok_or_else(|| {
        CliError::refused("not_locked", "没有锁定", "台账里找不到这次锁定", "用 taizhang verify 核验台账")
    })
}

/// Tells on standard error what the clerk has to see to.
fn remind(looked: &Looked, desk: &mut Desk) -> Result<()> {
    if desk.is_json() {
        return Ok(());
    }
    super::tell(&looked.gaps, desk)?;
    if !looked.second_looks.is_empty() {
        desk.remark("以下字样已按 --checked 视为看过：")?;
        for look in &looked.second_looks {
            desk.remark(&format!("  {}", look.words()))?;
        }
    }
    Ok(())
}
