//! Look-backs and draws that cannot be recorded, in words.

use super::{Said, zh};
use crate::domain::{recheck, sample};

/// Why a look-back cannot be recorded.
pub(super) fn look_back(obstacle: &recheck::Obstacle) -> Said {
    use recheck::Obstacle as O;
    match obstacle {
        O::LookAbove { code, above } => Said::new(
            "recheck_above",
            format!("{code} 没有单独销号"),
            format!("它随上级 {above} 销号，回头看记在 {above} 上"),
            format!("写 taizhang recheck {above}；反弹的用 --open {code} 点明"),
        ),
        O::BeforeClosing { code, on, closed } => Said::new(
            "recheck_before_closing",
            if on == closed {
                format!("{code} 在 {} 当天才销号", zh(*on))
            } else {
                format!("{code} 在 {} 还没有销号", zh(*on))
            },
            format!("它在 {} 销号，回头看不能早于销号，当天也还看不出是否巩固", zh(*closed)),
            "改写 --on",
        ),
        O::NoNextReview(code) => Said::new(
            "no_next_review",
            format!("没有写明 {code} 下次回头看的日期"),
            "它或随它销号的下级要长期坚持，或定有复核日，销号后仍要按期再看",
            "加 --next 日期",
        ),
        O::NextNotAhead { next, on } => Said::new(
            "next_not_ahead",
            format!("下次回头看的日期 {} 不对", zh(*next)),
            format!("要晚于这次回头看的日期 {}", zh(*on)),
            "改写 --next",
        ),
        O::EvidenceElsewhere { code, number } => Said::new(
            "evidence_elsewhere",
            format!("佐证材料第 {number} 号不是 {code} 的"),
            "回头看的佐证要在这个事项或它的下级名下",
            format!("用 taizhang show {code} 查看号数；还没有存的，用 taizhang attach {code} 文件 存入"),
        ),
        O::EvidenceInUse { number, code } => Said::new(
            "evidence_in_recheck",
            format!("佐证材料第 {number} 号不能撤回"),
            format!("{code} 的回头看以它为凭"),
            format!("用 taizhang log {code} 查看；回头看录错的，先用 taizhang undo --record 记录号 撤销"),
        ),
    }
}

/// Why a draw, or a look-back that answers one, cannot be recorded.
pub(super) fn draw(obstacle: &sample::Obstacle) -> Said {
    use sample::Obstacle as O;
    match obstacle {
        O::NothingToDraw => Said::new(
            "nothing_to_draw",
            "没有可抽的事项",
            "截至抽查日，没有符合条件的已销号事项",
            "用 taizhang list --closure 已销号 加同样的条件查看",
        ),
        O::DryWithoutSeed => Said::new(
            "dry_without_seed",
            "随机抽查不能预演",
            "每次随机的结果都不同，预演得再多也不是要记录的那一次",
            "直接抽取；要先看的，用 --seed 写明由他人给定的种子",
        ),
        O::SeedOfProgram => Said::new(
            "seed_of_program",
            "这个种子不能用",
            "它的样子和程序随机产生的一样，记录后分不清是谁定的",
            "换成给定种子的人的原话，如一段文字或一串数字；复核旧的抽查用 taizhang sample show 号数 --redraw",
        ),
        O::NotDrawn { code, sample } => Said::new(
            "not_drawn",
            format!("{code} 不在第 {sample} 号抽查里"),
            "那次抽查没有抽中它",
            format!("用 taizhang sample show {sample} 查看抽中的事项；不是抽查的回头看，去掉 --sample"),
        ),
        O::BeforeDraw { sample, drawn, on } => Said::new(
            "before_draw",
            format!("第 {sample} 号抽查在 {} 才抽取", zh(*drawn)),
            format!("这次回头看记在 {}，早于抽取", zh(*on)),
            "改写 --on，或去掉 --sample",
        ),
    }
}
