//! What left the office stays what it was: the bytes of an issued paper are kept, whatever becomes of the ledger since.

use crate::all::office::{Office, Outcome};
use serde_json::{Value, json};
use std::fs;
use taizhang::{
    domain::{
        context::Context,
        disclosure::Audience,
        event::Event,
        ids::{ItemId, PaperId, PartyId, RoundId},
        issuing::MAX_PAPER_BYTES,
        party::Role,
        refusal::Refusal,
        reminder::{Letter, Tier},
    },
    service::{
        self,
        bulletin::{self, Wanted},
        issuing::{Numbering, Print, Printing},
        reminder::{self, Aim},
        select,
        session::Run,
    },
    store::{Command, Ledger, Mode, StoreError},
};
use uuid::Uuid;

fn run(office: &Office, line: &str) -> Outcome {
    office.run(line.split_whitespace())
}

fn does(office: &Office, line: &str) -> Outcome {
    let outcome = run(office, line);
    assert_eq!(outcome.code, 0, "{outcome}");
    outcome
}

fn register(office: &Office) -> Vec<Value> {
    does(office, "paper register --format json").json()["papers"].as_array().unwrap().clone()
}

/// A round with an issue late and one filed about, both for the public.
fn office() -> Office {
    let mut office = Office::empty();
    office.on("2025-09-01").run(["init", "--office", "某区人民法院整改办"]).ok();
    for line in [
        "round open 2025巡察 --feedback 2025-06-13 --party-group 某区人民法院党组",
        "party add 立案庭 --kind 部门 --on 2025-06-13",
        "add 立案登记不及时 --dept 立案庭 --due 2025-08-12 --on 2025-06-13",
        "add 卷宗归档拖延 --dept 立案庭 --due 2025-12-31 --on 2025-06-13",
        "progress 2 --state 整改中 --situation 已清理旧卷 --on 2025-08-01",
        "edit 1 2 --disclosure 可公开 --yes",
        "edit --filing 1 --disclosure 可公开",
    ] {
        does(&office, line);
    }
    office
}

/// A letter and both bulletins of the end of August, as 1号 to 3号.
fn issued() -> Office {
    let office = office();
    does(&office, "paper reminder --register 某法整改督 -o 函");
    // A bulletin does not take the register of letters by itself.
    run(&office, "paper bulletin --issue --yes --as-of 2025-08-31 -o 通报.docx").refused().says("没有写发文字号");
    does(&office, "paper bulletin --issue --yes --as-of 2025-08-31 --register 某法整改督 -o 通报.docx");
    does(&office, "paper bulletin --issue --public --as-of 2025-08-31 -o 公开.docx");
    office
}

const FILES: [&str; 3] = ["函/某法整改督〔2025〕1号 关于立案庭逾期整改事项的督办函.docx", "通报.docx", "公开.docx"];

fn assert_originals(office: &Office) {
    for (number, file) in (1..).zip(FILES) {
        does(office, &format!("paper register --no {number} --force -o 取.docx")).says("印发时的原件");
        assert!(office.bytes("取.docx") == office.bytes(file), "{file}");
    }
}

#[test]
fn originals_stay_as_they_were_whatever_is_reworded_renamed_or_marked_since() {
    let mut office = issued();
    assert_originals(&office);
    office.on("2025-09-02");
    for line in [
        "edit 1 --set 内容=登记立案拖沓",
        "party rename 立案庭 诉讼服务中心",
        "edit 1 2 --disclosure 不公开 --yes",
        "progress 1 --done --situation 已全部补登",
    ] {
        does(&office, line);
    }
    assert_originals(&office);
    for (line, file) in [
        ("paper reminder --no 1", FILES[0]),
        ("paper bulletin --issue --as-of 2025-08-31", FILES[1]),
        ("paper bulletin --issue --public --as-of 2025-08-31", FILES[2]),
    ] {
        does(&office, &format!("{line} --force -o 再.docx")).says("印发时的原件");
        assert!(office.bytes("再.docx") == office.bytes(file), "{line}");
    }
    // Another format is arranged anew, and says so.
    let anew = does(&office, "paper register --no 1 -o 一号.md").says("不是印发时的原件");
    assert!(anew.out.contains("原件是 .docx 文件"), "{anew}");
    let text = fs::read_to_string(office.path("一号.md")).unwrap();
    assert!(text.contains("登记立案拖沓") && text.contains("诉讼服务中心"), "{text}");
    let told = does(&office, "paper register --no 1 -o 又.md --format json").json();
    assert_eq!((&told["original"], &told["no"]), (&json!(false), &json!(1)));
    // How a bulletin was wanted is said where bulletins are made.
    run(&office, "paper register --no 2 -o 二号.md").refused().says("paper bulletin --issue --as-of 2025-08-31");
    does(&office, "paper bulletin --issue --as-of 2025-08-31 -o 二号.md").says("不是印发时的原件");
    assert!(fs::read_to_string(office.path("二号.md")).unwrap().contains("不是印发时的原件"));
    run(&office, "paper register -o 登记.docx").usage().says("--no");
}

#[test]
fn originals_go_with_a_backup_and_stand_an_upgrade() {
    let office = issued();
    let papers = register(&office);
    assert!(papers.iter().all(|paper| paper["original"]["ending"] == "docx"), "{papers:?}");
    does(&office, "backup 备份.db");
    fs::remove_file(office.path("taizhang.db")).unwrap();
    does(&office, "restore 备份.db --yes");
    assert_originals(&office);
    // Made anew from the journal: the register is the same and leads to the same bytes.
    office.tamper(
        "PRAGMA user_version = 5; UPDATE ledger SET apply_version = 4; UPDATE paper SET sha256 = NULL, title = ''",
    );
    assert_originals(&office);
    assert_eq!(register(&office), papers);
    does(&office, "verify");
}

#[test]
fn a_restore_names_the_numbers_that_would_go_out_twice() {
    let office = office();
    does(&office, "paper reminder --register 某法整改督 -o 函");
    does(&office, "backup 备份.db");
    does(&office, "paper bulletin --issue --yes --as-of 2025-08-31 --register 某法整改 -o 通报.docx");
    does(&office, "paper bulletin --issue --public --as-of 2025-08-31 -o 公开.docx");
    // What was taken back has spent its number all the same.
    does(&office, "undo");
    let lost = "某法整改〔2025〕1号、某法整改〔2025〕2号";
    let asked = run(&office, "restore 备份.db").refused().says(lost).says("重号");
    assert!(!asked.err.contains("某法整改督"), "{asked}");
    assert!(run(&office, "restore 备份.db --yes").went_well().err.contains(lost));
    let again = does(&office, "restore 备份.db --yes --format json");
    assert_eq!(again.json()["numbers_lost"], json!([]));
    assert!(!again.err.contains("重号"), "{again}");
}

#[test]
fn a_doctored_original_is_found_and_handed_to_nobody() {
    let office = issued();
    for (sql, words) in [
        (
            "UPDATE evidence_blob SET bytes = CAST('另一份' AS BLOB) WHERE sha256 = (SELECT sha256 FROM paper WHERE number = 2)",
            "被改动过",
        ),
        ("DELETE FROM evidence_blob WHERE sha256 = (SELECT sha256 FROM paper WHERE number = 2)", "不见了"),
    ] {
        office.tamper(sql);
        let found = run(&office, "verify");
        let kept = does(&office, "log --all --format json").json()["entries"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|record| record["kind"] == "paper_kept")
            .map(|record| record["seq"].as_i64().unwrap())
            .nth(1)
            .unwrap();
        assert!(found.out.contains(&format!("第 {kept} 号记录：留存的文件")) && found.out.contains(words), "{found}");
        run(&office, "paper register --no 2 -o 取.docx").refused().says("verify");
        assert!(!office.path("取.docx").exists());
    }
}

#[test]
fn a_paper_is_not_dated_behind_those_before_it() {
    let mut office = office();
    does(&office, "paper reminder --register 某法整改督 -o 函");
    office.on("2025-09-20");
    let refused = run(&office, "paper reminder --again --on 2025-08-20 -o 函").refused();
    refused.says("某法整改督〔2025〕1号 的日期是 2025年9月1日");
    // Another register has days of its own, and so has a year.
    does(&office, "paper reminder --again --on 2025-08-20 --register 某法整改函 -o 函");
    // Dated wrongly: taken back, the number stays spent and its day is in nobody's way.
    does(&office, "paper reminder --again --register 某法整改督 -o 函");
    does(&office, "undo --reason 日期写错");
    does(&office, "paper reminder --again --on 2025-09-10 --register 某法整改督 -o 函");
    let days: Vec<String> = register(&office)
        .iter()
        .filter(|paper| paper["register"] == "某法整改督")
        .map(|paper| format!("{} {} {}", paper["no"], paper["issued_on"], paper["withdrawn"]))
        .collect();
    assert_eq!(days, [r#"1 "2025-09-01" false"#, r#"2 "2025-09-20" true"#, r#"3 "2025-09-10" false"#]);
}

#[test]
fn what_cannot_be_printed_spends_no_number_and_locks_nothing() {
    let office = office();
    let before = does(&office, "verify --format json").json()["anchor"].clone();
    run(&office, "paper bulletin --issue --yes --register 某法整改督 -o 通报.pdf").usage().says(".docx");
    let mut ledger = Ledger::open(&office.path("taizhang.db"), Mode::Write).unwrap();
    let wanted = || Wanted {
        audience: Audience::Party,
        as_of: "2025-08-31".parse().unwrap(),
        title: "通报".into(),
        items: Vec::new(),
        looked_at: None,
    };
    let context = || Context {
        now: "2025-09-01T09:00:00+08:00".parse().unwrap(),
        operator: None,
        on: None,
        new_uid: Box::new(|| Uuid::from_u128(7)),
    };
    let numbering = Numbering { register: Some("某法整改督".into()), start: None };
    let mut issue = |print: Box<Print<'static>>, how| {
        let mut printing = Printing { ending: "docx".into(), print };
        bulletin::issue(&mut ledger, &mut context(), None, wanted(), &numbering, &mut printing, how)
    };
    let failed = issue(Box::new(|_, _, _| Err("no ink".into())), Run::Record).unwrap_err();
    assert!(matches!(&failed, service::Error::Print(why) if why.to_string() == "no ink"), "{failed:?}");
    // Larger than what is kept, whatever the printer makes of being stopped.
    let endless: Box<Print<'static>> = Box::new(|_, _, out| {
        let page = vec![b'x'; 1 << 20];
        for _ in 0..=MAX_PAPER_BYTES / page.len() {
            let _ = out.write_all(&page);
        }
        Ok(())
    });
    let failed = issue(endless, Run::Record).unwrap_err();
    assert!(
        matches!(&failed, service::Error::Refused(why) if matches!(why[..], [Refusal::PaperTooLarge { .. }])),
        "{failed:?}"
    );
    // A rehearsal goes the whole way without printing, and records nothing.
    issue(Box::new(|_, _, _| Err("not asked".into())), Run::Dry).unwrap();
    drop(ledger);
    assert!(register(&office).is_empty());
    assert_eq!(does(&office, "verify --format json").json()["anchor"], before);
    assert_eq!(does(&office, "round show --format json").json()["locks"], json!([]));
    let first =
        does(&office, "paper bulletin --issue --yes --as-of 2025-08-31 --register 某法整改督 -o 一.docx --format json");
    assert_eq!(first.json()["no"], 1);
}

#[test]
fn of_several_letters_none_is_issued_where_one_cannot_be_printed() {
    let office = office();
    let mut ledger = Ledger::open(&office.path("taizhang.db"), Mode::Write).unwrap();
    let mut context = Context {
        now: "2025-09-01T09:00:00+08:00".parse().unwrap(),
        operator: None,
        on: None,
        new_uid: Box::new(|| Uuid::from_u128(7)),
    };
    let numbering = Numbering { register: Some("某法整改督".into()), start: None };
    let mut printed = 0;
    let mut printing = Printing {
        ending: "docx".into(),
        print: Box::new(|reader, paper, out| {
            // Printed within the command: the register has the paper already.
            assert_eq!(reader.issued_papers()?.last().map(|last| last.id), Some(paper.id));
            printed += 1;
            if printed == 2 { Err("no ink".into()) } else { Ok(out.write_all(b"one")?) }
        }),
    };
    let aim = Aim { role: Role::Department, within: Some(365), again: false };
    let failed =
        reminder::issue(&mut ledger, &mut context, &select::Wanted::default(), aim, None, &numbering, &mut printing);
    assert!(matches!(failed, Err(service::Error::Print(_))), "{failed:?}");
    drop((printing, ledger));
    assert_eq!(printed, 2);
    assert!(register(&office).is_empty());
    // The bytes of the first are gone with it: nothing in the journal names them.
    does(&office, "verify");
}

#[test]
fn what_is_issued_as_markdown_is_kept_as_markdown() {
    let office = office();
    does(&office, "paper bulletin --issue --yes --as-of 2025-08-31 --register 某法整改督 --format md");
    does(&office, "paper register --no 1 -o 取.md").says("印发时的原件");
    assert!(office.bytes("取.md") == office.bytes("某区人民法院党组关于巡察整改进展情况的通报.md"));
    does(&office, "paper bulletin --issue --as-of 2025-08-31 -o 另.docx").says("原件是 .md 文件");
}

#[test]
fn a_bulletin_over_a_lock_by_hand_is_taken_back_with_its_original() {
    let office = office();
    does(&office, "round lock --through 2025-08-31 --title 八月报告 --yes");
    does(&office, "paper bulletin --issue --as-of 2025-08-31 --register 某法整改督 -o 通报.docx").says("不再锁定");
    does(&office, "undo --reason 落款错了");
    let papers = register(&office);
    assert_eq!((&papers[0]["withdrawn"], &papers[0]["original"]), (&json!(true), &Value::Null));
    assert_eq!((&papers[0]["round"], &papers[0]["items"]), (&json!("2025巡察"), &json!(2)));
    // The number is void, and what went out under it is at hand; but nothing is printed anew under a void number.
    does(&office, "paper register --no 1 -o 取.docx").says("印发时的原件").says("此号已经作废");
    assert!(office.bytes("取.docx") == office.bytes("通报.docx"));
    let json = does(&office, "paper register --no 1 --format json").json();
    assert_eq!((&json["withdrawn"], &json["original"]), (&json!(true), &json!(true)));
    assert!(json["file"].as_str().unwrap().ends_with("的通报（作废）.docx"), "{json}");
    run(&office, "paper register --no 1 -o 取.md").refused().says("已经作废").says("原件是 .docx 文件");
    does(&office, "verify");
    // What an issued paper was about is not undone under it, taken back or not.
    let first_item = "undo --record 4 --reason 录错";
    assert_ne!(run(&office, first_item).code, 0);
    // Issued anew it takes the next number.
    let anew = does(&office, "paper bulletin --issue --as-of 2025-08-31 -o 再发.docx --format json").json();
    assert_eq!((&anew["no"], &anew["original"]), (&json!(2), &json!(true)));
}

#[test]
fn a_letter_of_a_version_that_kept_none_is_printed_anew_and_says_so() {
    let office = office();
    let mut ledger = Ledger::open(&office.path("taizhang.db"), Mode::Write).unwrap();
    let command = Command {
        id: Uuid::from_u128(9),
        verb: "paper".into(),
        entered_at: "2025-09-01T10:00:00+08:00".parse().unwrap(),
        effective_on: "2025-09-01".parse().unwrap(),
        operator: "经办人".into(),
    };
    let event = Event::PaperIssued {
        paper: PaperId(1),
        round: Some(RoundId(1)),
        register: "某法整改督".into(),
        year: 2025,
        number: 7,
        title: "关于立案庭逾期整改事项的督办函".into(),
        as_of: "2025-09-01".parse().unwrap(),
        items: vec![ItemId(1)],
        addressee: Some(PartyId(2)),
        letter: Some(Letter {
            tier: Tier::Supervision,
            reply_by: "2025-09-04".parse().unwrap(),
            role: Role::Department,
        }),
        audience: None,
        looked_at: None,
    };
    ledger
        .write(&command, |writer| writer.append(&event))
        .map(|_: i64| ())
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    drop(ledger);
    does(&office, "paper register").says("没有留存原件的共1号");
    does(&office, "paper register --no 7 -o 取.docx").says("较早版本印发的没有留存原件");
    does(&office, "paper reminder --no 7 -o 取.md").says("不是印发时的原件");
    let text = fs::read_to_string(office.path("取.md")).unwrap();
    assert!(text.contains("某法整改督〔2025〕7号") && text.contains("立案登记不及时"), "{text}");
    // The next number follows it.
    does(&office, "paper bulletin --issue --yes --as-of 2025-08-31 --register 某法整改督 -o 通报.docx").says("8号");
    does(&office, "verify");
}

#[test]
fn what_is_said_of_a_bulletin_in_another_format_helps() {
    let office = office();
    // A name in the public wording has to be looked at, once.
    does(&office, "edit --filing 1 --disclosure 可公开 --public-words 已由张三丰清理旧卷，电话13800001111");
    does(&office, "paper bulletin --issue --yes --as-of 2025-08-31 --register 某法整改通报 -o 通报.docx");
    run(&office, "paper bulletin --issue --public --as-of 2025-08-31 -o 公开.docx").refused().says("--checked");
    does(&office, "paper bulletin --issue --public --checked --as-of 2025-08-31 -o 公开.docx");
    does(&office, "round open 2025专项 --feedback 2025-09-01");
    for (number, file) in [(1, "甲.md"), (2, "乙.md")] {
        let refused = run(&office, &format!("paper register --no {number} -o {file}")).refused();
        let hint = refused.err.split("taizhang ").nth(1).and_then(|rest| rest.split('，').next()).unwrap().to_owned();
        assert!(!office.path(file).exists(), "{refused}");
        run(&office, &format!("{hint} -o {file}")).went_well().says("不是印发时的原件");
        assert!(office.path(file).exists(), "{hint}");
        // One file makes no folder.
        run(&office, &format!("paper register --no {number} --format md -o 新夹/{number}")).usage();
        assert!(!office.path("新夹").exists());
    }
    assert_eq!(register(&office).len(), 2);
}
