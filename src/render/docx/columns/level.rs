//! Room goes to the column that makes its table high, from those that can spare it without making it higher.

use super::{Room, Wants, letters};
use crate::report::page::Column;
use std::collections::HashMap;

/// Room is moved by so many letters at once.
const STEPS: [u32; 4] = [2, 4, 6, 8];
/// So often at most.
const MOST_MOVES: usize = 60;
/// No column gives room until less than this is left to it, in letters, if its words are so long.
const LEAST: u32 = 8;
/// A line of a single character is as bad as so many lines.
const LONELY: usize = 2;

/// The known rows: of each cell the letters of its lines.
#[derive(Default)]
pub(super) struct Seen {
    rows: Vec<Vec<(usize, Vec<u32>)>>,
}

impl Seen {
    /// Takes the next cell; a column that does not come after the one before begins another row.
    pub(super) fn cell(&mut self, at: usize, words: &str) {
        if self.rows.last().and_then(|row| row.last()).is_none_or(|(before, _)| at <= *before) {
            self.rows.push(Vec::new());
        }
        if let Some(row) = self.rows.last_mut() {
            row.push((at, words.lines().map(letters).collect()));
        }
    }

    /// The rows in sheaves: a row in which a column has no cell goes on with the merged cell above it.
    fn sheaves(&self, columns: usize) -> impl Iterator<Item = &[Vec<(usize, Vec<u32>)>]> {
        self.rows.chunk_by(move |_, next| next.len() < columns)
    }

    /// How many lines high the table is where a line of each column has so many letters.
    fn height(&self, rooms: &[u32]) -> usize {
        let lines = |at: usize, cell: &[u32]| -> usize {
            let lines: u32 = cell.iter().map(|line| line.div_ceil(rooms[at].max(1)).max(1)).sum();
            usize::try_from(lines).unwrap_or(usize::MAX)
        };
        let of_sheaf = |sheaf: &[Vec<(usize, Vec<u32>)>]| {
            let cells = |at: usize| sheaf.iter().flatten().filter(move |(column, _)| *column == at);
            let is_merged: Vec<bool> = (0..rooms.len()).map(|at| cells(at).count() < sheaf.len()).collect();
            let merged = (0..rooms.len()).filter(|at| is_merged[*at]);
            let merged = merged.map(|at| cells(at).map(|(_, cell)| lines(at, cell)).sum()).max().unwrap_or(0);
            let own = sheaf.iter().map(|row| {
                let own = row.iter().filter(|(at, _)| !is_merged[*at]);
                own.map(|(at, cell)| lines(*at, cell)).max().unwrap_or(1).max(1)
            });
            own.sum::<usize>().max(merged)
        };
        self.sheaves(rooms.len()).map(of_sheaf).sum()
    }
}

/// Moves room between columns of words as long as that makes the table lower. Numbers and days stay whole.
pub(super) fn level(widths: &mut [u32], columns: &[Column], wants: &[Wants<'_>], seen: &Seen, room: Room) {
    let least: Vec<u32> = wants.iter().map(|own| room.twips(own.whole.max(own.need.min(LEAST)))).collect();
    let is_words = |at: &usize| columns[*at].weight > 0;
    // Narrow columns give only: how broad they are at most is said already.
    let takers: Vec<usize> = (0..columns.len()).filter(|at| is_words(at) && columns[*at].max.is_none()).collect();
    let givers: Vec<usize> = (0..columns.len()).filter(is_words).collect();
    let mut known: HashMap<(usize, u32), usize> = HashMap::new();
    let mut cost = |widths: &[u32]| {
        let rooms: Vec<u32> = widths.iter().map(|width| room.letters(*width)).collect();
        let lonely =
            |(at, letters): (usize, &u32)| *known.entry((at, *letters)).or_insert_with(|| wants[at].lonely(*letters));
        seen.height(&rooms) + LONELY * rooms.iter().enumerate().map(lonely).sum::<usize>()
    };
    let mut now = cost(widths);
    for _ in 0..MOST_MOVES {
        let mut best: Option<(usize, usize, u32)> = None;
        let mut lowest = now;
        for to in &takers {
            for from in givers.iter().filter(|from| *from != to) {
                for step in STEPS.map(|letters| letters * room.letter) {
                    if widths[*from] < least[*from] + step {
                        continue;
                    }
                    let mut moved = widths.to_vec();
                    moved[*from] -= step;
                    moved[*to] += step;
                    let then = cost(&moved);
                    if then < lowest {
                        (lowest, best) = (then, Some((*from, *to, step)));
                    }
                }
            }
        }
        let Some((from, to, step)) = best else { return };
        widths[from] -= step;
        widths[to] += step;
        now = lowest;
    }
}
