//! What reading a large ledger costs: `cargo build --release && cargo run --release --example intake_benchmark [ROWS]`.
//!
//! Makes a workbook of 100,000 rows × 15 columns and times three things, each as a whole process: calamine alone reading it, a
//! bare SQLite insert of as many rows, and `taizhang intake` recording it in a new ledger. Prints all three, the ratio of the
//! last to the sum of the first two, and the most memory each one held (where the system tells it).

use calamine::{Reader as _, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;
use std::{
    env,
    error::Error,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const HEADINGS: [&str; 15] = [
    "序号",
    "问题类别",
    "反馈问题",
    "整改目标",
    "整改措施",
    "牵头领导",
    "责任部门",
    "配合部门",
    "责任人",
    "整改时限",
    "整改类型",
    "整改情况",
    "完成情况",
    "佐证材料",
    "备注",
];

/// Rows of measures that stand below one issue, whose cells are merged over them.
const MEASURES: u32 = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["calamine", file] => read_alone(file),
        ["insert", rows] => insert_alone(rows.parse()?),
        [] => compare(100_000),
        [rows] => compare(rows.parse()?),
        _ => Err("usage: intake_benchmark [ROWS]".into()),
    }
}

fn make(path: &Path, rows: u32) -> Result<(), Box<dyn Error>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name("整改台账")?;
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(0, column, heading)?;
    }
    for row in 0..rows {
        let at = row + 1;
        if row % MEASURES == 0 {
            let issue = row / MEASURES + 1;
            sheet.write_number(at, 0, issue)?;
            sheet.write_string(at, 1, format!("第{}方面", issue % 8 + 1))?;
            sheet.write_string(at, 2, format!("第{issue}类业务台账登记不及时，个别环节没有落到岗位"))?;
            sheet.write_string(at, 3, "建立登记、复核、通报三项制度并执行到位")?;
        }
        sheet.write_string(at, 4, format!("第{row}项：逐案核对登记情况，由部门负责人复核后签字归档"))?;
        sheet.write_string(at, 5, format!("分管领导{}", row / MEASURES % 8 + 1))?;
        sheet.write_string(at, 6, format!("第{}业务部门", row / MEASURES % 40 + 1))?;
        sheet.write_string(at, 7, "办公室")?;
        sheet.write_string(at, 8, format!("第{}部门负责人", row / MEASURES % 40 + 1))?;
        sheet.write_string(at, 9, "2025年9月底前")?;
        sheet.write_string(at, 10, "限期整改")?;
        sheet.write_string(at, 11, format!("已核对第{row}批登记，补录遗漏并通报有关部门"))?;
        sheet.write_string(at, 12, if row % 3 == 0 { "已完成" } else { "正在整改" })?;
        sheet.write_string(at, 13, format!("第{row}批核对记录"))?;
        sheet.write_string(at, 14, "按月报送")?;
    }
    book.save(path)?;
    Ok(())
}

fn read_alone(file: &str) -> Result<(), Box<dyn Error>> {
    let mut book: Xlsx<_> = open_workbook(file)?;
    let name = book.sheet_names().first().cloned().ok_or("no sheet")?;
    let mut cells = book.worksheet_cells_reader(&name)?;
    let mut count = 0_u64;
    while let Some(cell) = cells.next_cell()? {
        count += u64::from(!matches!(cell.get_value(), calamine::DataRef::Empty));
    }
    if count == 0 { Err("nothing was read".into()) } else { Ok(()) }
}

/// The same words into one table, in one transaction, as durable as a ledger: without index, journal or rule.
fn insert_alone(rows: u32) -> Result<(), Box<dyn Error>> {
    let folder = env::temp_dir().join(format!("taizhang-insert-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut conn = rusqlite::Connection::open(folder.join("bare.db"))?;
    conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "full")?;
    let columns: Vec<String> = (0..HEADINGS.len()).map(|at| format!("c{at} TEXT")).collect();
    conn.execute_batch(&format!("CREATE TABLE bare ({})", columns.join(", ")))?;
    let tx = conn.transaction()?;
    {
        let marks = vec!["?"; HEADINGS.len()].join(", ");
        let mut insert = tx.prepare(&format!("INSERT INTO bare VALUES ({marks})"))?;
        for row in 0..rows {
            let words = format!("第{row}项：逐案核对登记情况，由部门负责人复核后签字归档");
            insert.execute(rusqlite::params_from_iter(vec![words; HEADINGS.len()]))?;
        }
    }
    tx.commit()?;
    drop(conn);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn compare(rows: u32) -> Result<(), Box<dyn Error>> {
    let folder = env::temp_dir().join(format!("taizhang-intake-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("整改台账.xlsx");
    make(&file, rows)?;
    let own = env::current_exe()?;
    let program = own.parent().and_then(Path::parent).ok_or("no target folder")?.join("taizhang");
    let taizhang = |args: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir(&folder).env("TAIZHANG_TODAY", "2025-11-30").args(args);
        command
    };
    let calamine = timed(Command::new(&own).arg("calamine").arg(&file))?;
    let insert = timed(Command::new(&own).arg("insert").arg(rows.to_string()))?;
    timed(&mut taizhang(&["init", "--office", "某市某局", "--by", "整改办"]))?;
    timed(&mut taizhang(&["round", "open", "2024巡察", "--feedback", "2025-01-13"]))?;
    let intake = timed(&mut taizhang(&["intake", "整改台账.xlsx", "--yes", "--new-parties"]))?;
    let again = timed(&mut taizhang(&["intake", "整改台账.xlsx", "--yes"]))?;
    let say = |what: &str, run: Cost| {
        let memory = run.peak_kib.map_or_else(|| "?".into(), |kib| format!("{:.0} MB", f64::from(kib) / 1024.0));
        format!("{what:<28} {:>8.2} s {memory:>8}\n", run.time.as_secs_f64())
    };
    let ratio = intake.time.as_secs_f64() / (calamine.time + insert.time).as_secs_f64();
    let lines = [
        format!("{rows} rows x {} columns, {} bytes\n", HEADINGS.len(), file.metadata()?.len()),
        say("calamine alone", calamine),
        say("bare insert alone", insert),
        say("taizhang intake", intake),
        say("the same file once more", again),
        format!("intake / (calamine + insert) = {ratio:.1}\n"),
    ];
    std::io::Write::write_all(&mut std::io::stdout(), lines.concat().as_bytes())?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// What a process cost.
#[derive(Clone, Copy)]
struct Cost {
    time: Duration,
    peak_kib: Option<u32>,
}

fn timed(command: &mut Command) -> Result<Cost, Box<dyn Error>> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kib = None;
    loop {
        if let Some(done) = child.try_wait()? {
            let time = start.elapsed();
            return if done.success() {
                Ok(Cost { time, peak_kib })
            } else {
                Err(format!("{command:?}: {done}").into())
            };
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak =
            text.lines().find_map(|line| line.strip_prefix("VmHWM:")).and_then(|rest| rest.split_whitespace().next());
        peak_kib = peak.and_then(|kib| kib.parse().ok()).or(peak_kib);
        thread::sleep(Duration::from_millis(5));
    }
}
