//! Why two items are not linked, in words.

use super::Said;
use crate::{
    domain::{
        item::ItemKind,
        link::{LinkFault, LinkKind},
    },
    zh::label::Label as _,
};

/// How a link of this kind is typed.
const fn flag(link: LinkKind) -> &'static str {
    match link {
        LinkKind::Answers => "--answers",
        LinkKind::StemsFrom => "--stems-from",
        LinkKind::AlsoAnswers => "--also-answers",
        LinkKind::SameAs => "--same-as",
    }
}

pub(super) fn explain(link: LinkKind, from: &str, to: &str, faults: &[LinkFault]) -> Said {
    let why = faults.iter().map(|fault| fault_words(link, from, to, *fault)).collect();
    Said {
        code: "cannot_link",
        what: format!("{from} 不能“{}” {to}", link.label()),
        why,
        hint: Some(hint(link, from, to, faults)),
    }
}

pub(super) fn answers_open(code: &str, open: &[String], linking: bool) -> Said {
    const SHOWN: usize = 20;
    let more = if open.len() > SHOWN { format!("等 {} 个", open.len()) } else { String::new() };
    let codes = open.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>();
    let named = format!("{}{more}", codes.join("、"));
    if linking {
        return Said::new(
            "answers_open",
            format!("{code} 已经落实，不能再对应没有完成的问题"),
            format!("问题 {named} 没有完成；意见靠对应的问题落实"),
            format!("先用 taizhang progress {code} --progress 整改中 --situation 说明 改回整改中"),
        );
    }
    Said::new(
        "answers_open",
        format!("{code} 还不能填报已完成"),
        format!("它对应的问题 {named} 没有完成；意见靠对应的问题落实"),
        format!(
            "先填报问题：taizhang progress {} --done；对应错了的，用 taizhang link {code} --answers 编号 --remove --reason 理由",
            codes.join(",")
        ),
    )
}

pub(super) fn not_linked(link: LinkKind, from: &str, to: &str) -> Said {
    Said::new(
        "not_linked",
        format!("{from} 没有“{}” {to} 这条关联", link.label()),
        "没有的关联不能取消",
        format!("用 taizhang show {from} 查看有哪些关联"),
    )
}

fn fault_words(link: LinkKind, from: &str, to: &str, fault: LinkFault) -> String {
    match fault {
        LinkFault::Itself => "同一个事项不能和自己关联".into(),
        LinkFault::From(kind) => {
            format!("{from} 是{}，“{}”只从{}出发", kind.label(), link.label(), link.starts_from().label())
        }
        LinkFault::FromOrigin(origin) => {
            format!("{from} 的来源是{}，只有举一反三和推动改革的问题源于别的问题", origin.label())
        }
        LinkFault::To(kind) => format!("{to} 是{}，关联只能指向{}", kind.label(), ItemKind::Issue.label()),
        LinkFault::OtherRound => "两项不在同一个轮次".into(),
        LinkFault::SameRound => "两项在同一个轮次，“同一问题”说的是往轮反馈过的".into(),
        LinkFault::LaterRound => format!("{to} 的轮次更晚"),
        LinkFault::Own => format!("{from} 本来就是 {to} 下面的措施"),
        LinkFault::Stands => "这条关联已经有了".into(),
        LinkFault::Circle => format!("{to} 又源于 {from}，绕成了圈"),
    }
}

fn hint(link: LinkKind, from: &str, to: &str, faults: &[LinkFault]) -> String {
    let first = faults.first();
    match (first, link) {
        (Some(LinkFault::LaterRound), _) => format!("反过来写：taizhang link {to} --same-as {from}"),
        (Some(LinkFault::From(ItemKind::Issue)), LinkKind::Answers) => {
            format!("意见写在前面，如 taizhang link Y1 {} {from}", flag(link))
        }
        (Some(LinkFault::From(ItemKind::Issue)), LinkKind::AlsoAnswers) => {
            format!("措施写在前面，如 taizhang link 12.3 {} {from}", flag(link))
        }
        (Some(LinkFault::FromOrigin(_)), _) => {
            format!("来源录错的，先用 taizhang edit {from} --set 来源=举一反三 --reason 理由")
        }
        (Some(LinkFault::SameRound), _) => "举一反三用 --stems-from；重复录入的用 taizhang withdraw 撤项".into(),
        (Some(LinkFault::OtherRound), _) => "往轮反馈过的同一问题用 --same-as；别的关联只在同一轮次里".into(),
        _ => format!("用 taizhang show {from} {to} 核对编号"),
    }
}
