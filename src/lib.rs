//! taizhang (台账): the ledger of a Chinese rectification office (整改办), as one SQLite file and one program.
//!
//! # The map
//!
//! | module | what it is | what it must not know |
//! |---|---|---|
//! | [`domain`] | the words and the rules, pure | SQL, files, Chinese parsing, the clock |
//! | [`zh`] | Chinese: numerals, dates, deadline words, labels, width and line breaking | SQL, files |
//! | [`store`] | SQLite and nothing else: journal, apply, queries, verify, evidence, backup | rules of practice, Chinese |
//! | [`service`] | one function per use case: read state, ask the domain, append events | the terminal |
//! | [`intake`] | other people's papers turned into a reviewed plan of items | the store |
//! | [`report`] | what a page says: page model, one builder per report | how it looks |
//! | [`render`] | how a page looks: terminal, csv, markdown | where the figures come from |
//! | [`cli`] | the front desk: arguments in, words out | SQL, rules |
//!
//! Arrows: `domain` imports nothing of the house; `zh → domain`; `store → domain`; `service → store, domain, zh`;
//! `intake → domain, zh`; `report → store, domain, zh`; `render → report (page model), zh`; only `cli` joins them.
//!
//! # Glossary
//!
//! ledger 台账 · round 轮次 · item 整改事项 (category 方面, issue 问题, measure 措施, opinion 整改意见, case 个案) ·
//! origin 来源 · party 责任单位及人员 · deadline 时限 · filing 填报 · progress 进度 · closure 销号 · light 亮灯 ·
//! outcome 成效 · evidence 佐证材料 · meeting 会议 · look-back 回头看 · event 记录. One word, one meaning;
//! `ARCHITECTURE.md` has the whole table and the invariants.

// First, for the macro that declares the domain's enumerations.
#[macro_use]
pub mod domain;
pub mod cli;
pub mod intake;
pub mod render;
pub mod report;
pub mod service;
pub mod store;
pub mod zh;
