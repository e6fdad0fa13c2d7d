//! `paper bulletin` 整改进展情况通报: a draft, or issued; for the party, or for the public.
//!
//! Whatever stands in the way is said before anything is recorded or written. Issued means numbered, locked and kept, by one
//! command; then the file is written. The same command hands the original out again.

use super::{
    about,
    issued::{self, Written},
    look::{self, Look},
    several_rounds,
};
use crate::{
    cli::{Exit, Result, day::AsOfDay, desk::Desk, error::CliError, out::Out},
    domain::{Day, disclosure::Audience, filter::Filter, ids::ItemId},
    render::{docx::profile::Profile, json::JsonWriter},
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
        bulletin, issuing,
        select::{self, Purpose},
        session::Run,
    },
    store::{
        Ledger, Mode, Reader,
        query::{IssuedPaper, Reworded},
    },
};
use serde_json::{Value, json};
use std::{
    io::Write,
    path::{Path, PathBuf},
};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
例：
  taizhang paper bulletin                          征求意见稿
  taizhang paper bulletin --numbering 连续         问题跨方面连续编号
  taizhang paper bulletin --public --contact 电话：12345678
  taizhang paper bulletin --issue --as-of 2025-08-31 --register 某法整改通报
印发（--issue）编号登记，留存原件，并把这一轮锁定到截止日，锁定不能撤回；再执行一次，取出的是印发时的原件。
党内版、公开版分别印发、分别编号，只锁定一次；公开版上不印文号，只印公开范围为“可公开”的内容")]
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
    /// 印发：定稿、编号登记，并把这一轮锁定到截止日
    #[arg(long)]
    issue: bool,
    /// 发文字，如 某法整改通报（默认沿用上次的）
    #[arg(long, value_name = "发文字", requires = "issue")]
    register: Option<String>,
    /// 从几号编起，以前的号在台账外编过时用
    #[arg(long, value_name = "号数", requires = "issue", value_parser = clap::value_parser!(i64).range(1..=99_999))]
    start: Option<i64>,
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

/// What was typed, with what it stands for.
struct Asked<'a> {
    args: &'a Args,
    day: Day,
    round: Option<String>,
    profile: Profile,
    /// The ending of its file, where none is named.
    ending: &'static str,
}

/// What an issued bulletin bears and a draft does not.
#[derive(Debug, Clone, Default)]
struct Borne {
    issued_on: Option<Day>,
    number: Option<String>,
    /// The record that issued it.
    seq: Option<i64>,
    /// It was issued before, and is arranged anew.
    rearranged: bool,
}

impl Borne {
    fn by(paper: &IssuedPaper) -> Self {
        Self {
            issued_on: Some(paper.issued_on),
            number: Some(issued::number(paper)),
            seq: Some(paper.seq),
            rearranged: false,
        }
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
    anchor: String,
    told: Vec<ItemId>,
    /// The round is locked through that very day already.
    locked: bool,
    /// What of a draft reads otherwise than on its day.
    reworded: Reworded,
}

impl Asked<'_> {
    fn audience(&self) -> Audience {
        if self.args.public { Audience::Public } else { Audience::Party }
    }

    fn filter(&self, reader: &Reader<'_>) -> Result<Filter> {
        let named = select::Wanted { round: self.round.clone(), ..select::Wanted::default() };
        Ok(select::filter(reader, &named, Purpose::Read)?)
    }

    /// Reads the ledger and does something with the bulletin that comes of it.
    fn read<T>(
        &self,
        borne: &Borne,
        reader: &Reader<'_>,
        then: impl FnOnce(&About<'_>, &Bulletin) -> Result<T>,
    ) -> Result<T> {
        let mut filter = self.filter(reader)?;
        let scope = Scope::new(reader, &mut filter, self.day)?;
        let contact = look::contact(&self.profile);
        let mut about = about(&scope, &filter)?.signed(contact).rearranged(borne.rearranged);
        if let Some(seq) = borne.seq {
            about = about.issued(seq)?;
        }
        let wanted = Wanted {
            audience: self.audience(),
            numbering: self.args.numbering,
            issued_on: borne.issued_on,
            number: borne.number.clone(),
            public_days: self.args.public_days,
            contact: self.args.contact.clone(),
        };
        let bulletin = Bulletin::new(&about, wanted)?;
        then(&about, &bulletin)
    }

    fn look_through(&self, borne: &Borne, reader: &Reader<'_>) -> Result<Looked> {
        self.read(borne, reader, |about, bulletin| {
            let locks = reader.locks(about.round.id)?;
            Ok(Looked {
                round: about.round.key.clone(),
                title: bulletin.title(about),
                path: self.args.out.path(&bulletin.file_title(about), self.ending),
                gaps: bulletin.script.gaps.clone(),
                second_looks: bulletin.second_looks.clone(),
                withheld: bulletin.withheld,
                anchor: about.anchor.clone(),
                told: bulletin.told(),
                locked: locks.iter().any(|lock| lock.through == self.day),
                reworded: about.reworded()?,
            })
        })
    }

    /// Prints it as the file's ending asks; what was looked through must be what is printed.
    fn print(
        &self,
        borne: &Borne,
        looked: &Looked,
        reader: &Reader<'_>,
        path: &Path,
        out: &mut dyn Write,
    ) -> Result<()> {
        self.read(borne, reader, |about, bulletin| {
            if bulletin.second_looks != looked.second_looks {
                return Err(CliError::refused(
                    "changed_meanwhile",
                    "通报没有出成",
                    "要再看一遍的字样在这期间变了",
                    "再执行一次这条命令，重新看过",
                ));
            }
            look::write_as(path, &self.profile, bulletin, about, out)
        })
    }

    /// The paper as which this bulletin was issued before, if it was.
    fn issued_before(&self, reader: &Reader<'_>) -> Result<Option<IssuedPaper>> {
        let mut filter = self.filter(reader)?;
        let scope = Scope::new(reader, &mut filter, self.day)?;
        let [round] = scope.rounds.as_slice() else { return Err(several_rounds(&scope)) };
        Ok(bulletin::find(reader, round.id, self.day, self.audience())?)
    }
}

pub(super) fn run(args: &Args, desk: &mut Desk) -> Result {
    let day = args.as_of.day(desk.today())?;
    let mut ledger = desk.open(if args.issue { Mode::Write } else { Mode::Read })?;
    let round = desk.round().map(ToOwned::to_owned);
    let ending = if desk.is_markdown() { "md" } else { look::ENDING };
    let asked = Asked { args, day, round, profile: args.look.profile(desk)?, ending };
    if args.issue
        && let Some(paper) = ledger.read(|reader| asked.issued_before(reader))?
    {
        return again(&asked, &paper, &ledger, desk);
    }
    let borne = Borne { issued_on: args.issue.then(|| desk.today()), ..Borne::default() };
    let looked = ledger.read(|reader| asked.look_through(&borne, reader))?;
    refuse(args, &looked)?;
    // Before anything is asked or issued: that nothing was found is no proof.
    if args.public && looked.second_looks.is_empty() && !desk.is_json() {
        desk.remark(crate::zh::second_look::NOTHING_FOUND)?;
    }
    if desk.is_markdown() && args.out.is_silent() && !args.issue {
        if args.public {
            remind(&looked, desk)?;
        }
        on_screen(&asked, &ledger, desk)?;
        super::tell_reworded(looked.reworded, day, desk)?;
        return Ok(Exit::Done);
    }
    args.out.check(&looked.path)?;
    if args.issue {
        return issue(&asked, &looked, &mut ledger, desk);
    }
    let bytes = args
        .out
        .write(&looked.path, |out| ledger.read(|reader| asked.print(&borne, &looked, reader, &looked.path, out)))?;
    remind(&looked, desk)?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.paper/1")?;
        json.field("kind", "bulletin")?;
        json.field("title", &looked.title)?;
        json.field("as_of", &day)?;
        json.field("file", &looked.path.to_string_lossy())?;
        json.field("bytes", &bytes)?;
        json.field("anchor", &looked.anchor)?;
        json.field("draft", &true)?;
        json.field("reworded_since", &looked.reworded)?;
        return finish(&looked, args, None, json);
    }
    super::tell_reworded(looked.reworded, day, desk)?;
    desk.say(&format!("《{}》已写入 {}", looked.title, looked.path.display()))?;
    Ok(Exit::Done)
}

/// What a document says of every bulletin that was looked through.
fn finish(looked: &Looked, args: &Args, locked_through: Option<Day>, mut json: JsonWriter<'_>) -> Result {
    json.field("public", &args.public)?;
    json.field("locked_through", &locked_through)?;
    json.field("gaps", &looked.gaps)?;
    json.field("second_looks", &looked.second_looks)?;
    json.field("withheld", &looked.withheld)?;
    json.finish()?;
    Ok(Exit::Done)
}

fn on_screen(asked: &Asked<'_>, ledger: &Ledger, desk: &mut Desk) -> Result<()> {
    let mut text = Vec::new();
    ledger.read(|reader| {
        asked.read(&Borne::default(), reader, |about, bulletin| {
            Ok(bulletin.page(about, &mut crate::render::markdown::MarkdownPage::new(&mut text))?)
        })
    })?;
    Ok(std::io::Write::write_all(desk.raw(), &text)?)
}

/// Hands a bulletin out that was issued before: the original, or arranged anew where another format is asked for.
fn again(asked: &Asked<'_>, paper: &IssuedPaper, ledger: &Ledger, desk: &mut Desk) -> Result {
    let out = &asked.args.out;
    let path = out.named(&issued::file_name(paper, issued::ending(paper, desk)));
    ledger.read(|reader| {
        let written = if issued::is_original(paper, &path) {
            issued::write_original(reader, paper, &path, out)?
        } else {
            let borne = Borne { rearranged: true, ..Borne::by(paper) };
            let looked = asked.look_through(&borne, reader)?;
            refuse(asked.args, &looked)?;
            let bytes = out.write(&path, |to| asked.print(&borne, &looked, reader, &path, to))?;
            Written { file: path, bytes, original: false }
        };
        if !desk.is_json() {
            desk.say("此前已印发，不再印发，不再锁定")?;
        }
        issued::tell(reader, paper, &written, desk)
    })?;
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

/// Issues it, after asking where that locks the round: number, record, lock and what is kept by one command, then the file.
fn issue(asked: &Asked<'_>, looked: &Looked, ledger: &mut Ledger, desk: &mut Desk) -> Result {
    let (args, day) = (asked.args, asked.day);
    let wanted = bulletin::Wanted {
        audience: asked.audience(),
        as_of: day,
        title: looked.title.clone(),
        items: looked.told.clone(),
        looked_at: args.public.then(|| i64::try_from(looked.second_looks.len()).unwrap_or(i64::MAX)),
    };
    let numbering = issuing::Numbering { register: args.register.clone(), start: args.start };
    let mut printing = issuing::Printing {
        ending: looked.path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default(),
        print: Box::new(|reader, paper, out| {
            asked.print(&Borne::by(paper), looked, reader, &looked.path, out).map_err(issued::handed_on)
        }),
    };
    let mut issue = |ledger: &mut Ledger, desk: &Desk, how| {
        let round = Some(looked.round.as_str());
        bulletin::issue(ledger, &mut desk.context(), round, wanted.clone(), &numbering, &mut printing, how)
    };
    issue(ledger, desk, Run::Dry)?;
    if !looked.locked {
        desk.ask("印发后不能撤回", &consequences(looked, day, args.public, desk), args.yes)?;
    }
    let (bulletin::Issued { paper, locked }, receipt) = issue(ledger, desk, Run::Record)?;
    let (written, told) = ledger
        .read(|reader| {
            let written = issued::write_original(reader, &paper, &looked.path, &args.out)?;
            let told = issued::document(reader, &paper, &written)?;
            Ok::<_, CliError>((written, told))
        })
        .map_err(|error| {
            error.after_recording(format!(
                "已经编号登记，原件用 taizhang paper register --no {} --register {} 取",
                paper.number, paper.register
            ))
        })?;
    remind(looked, desk)?;
    if desk.is_json() {
        let mut json = desk.json("taizhang.paper/1")?;
        if let Value::Object(fields) = told {
            for (key, value) in fields {
                json.field(&key, &value)?;
            }
        }
        json.field("draft", &false)?;
        json.field("records", &receipt.records.map(|(first, last)| json!({ "first": first, "last": last })))?;
        return finish(looked, args, Some(day), json);
    }
    let number = issued::number(&paper);
    let unprinted = if args.public { "，公开版上不印文号" } else { "" };
    let lines = [
        format!("{number}《{}》已写入 {}{unprinted}", paper.title, written.file.display()),
        match locked {
            true => format!("轮次 {} 锁定到 {day}", looked.round),
            false => format!("轮次 {} 此前已锁定到 {day}，不再锁定", looked.round),
        },
    ];
    desk.receipt_with(&receipt, &lines, &[])?;
    Ok(Exit::Done)
}

/// What comes of issuing, for whoever is asked.
fn consequences(looked: &Looked, day: Day, public: bool, desk: &Desk) -> Vec<String> {
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
        let place = if public { "文中没有写" } else { "将列在文后" };
        lines.push(format!("还有 {unfiled} 个问题或意见尚无经采用的填报，{place}"));
    }
    lines
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
