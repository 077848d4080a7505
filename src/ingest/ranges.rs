//! Hidden and merged ranges of a sheet, looked up by binary search. A file may give them in any order, and they may overlap.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::Span;
use crate::model::CellRef;

/// Rows or columns: ranges in order, none of which touches the next.
#[derive(Clone, Debug, Default)]
pub struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    /// From ranges with both ends inclusive.
    pub fn new(ranges: &[(u32, u32)]) -> Self {
        let mut sorted: Vec<(u32, u32)> = ranges.iter().copied().filter(|(first, last)| first <= last).collect();
        sorted.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::new();
        for (first, last) in sorted {
            match joined.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => joined.push((first, last)),
            }
        }
        Self(joined)
    }

    /// Whether one of the ranges has the row or column.
    pub fn contains(&self, number: u32) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= number);
        after.checked_sub(1).and_then(|place| self.0.get(place)).is_some_and(|(_, last)| number <= *last)
    }

    /// The number itself, or the first one after it that no range has.
    pub fn outside(&self, number: u32) -> u32 {
        let after = self.0.partition_point(|(first, _)| *first <= number);
        let range = after.checked_sub(1).and_then(|place| self.0.get(place)).filter(|(_, last)| number <= *last);
        range.map_or(number, |(_, last)| last.saturating_add(1))
    }
}

/// Merged ranges: a tree over the strips of rows between which none begins or ends. A range stands at the few nodes that together are its rows; the
/// columns of a node are cut into pieces, of which each belongs to the first range of the file that covers it.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// The first row of each strip.
    strips: Vec<u64>,
    /// Nodes as in a heap; the leaves begin at the number of strips.
    nodes: BTreeMap<usize, Vec<Piece>>,
    /// Top left of each range, in the order of the file.
    firsts: Vec<CellRef>,
}

/// Columns of a node, both ends inclusive, and the number of the range that covers them.
#[derive(Clone, Copy, Debug)]
struct Piece {
    first: u32,
    last: u32,
    span: usize,
}

impl Merged {
    /// From the ranges in the order of the file.
    pub fn new(spans: &[Span]) -> Self {
        let covers = |span: &&Span| span.first.row <= span.last.row && span.first.col <= span.last.col;
        let ends = spans.iter().filter(covers).flat_map(|span| [u64::from(span.first.row), u64::from(span.last.row) + 1]);
        let strips: Vec<u64> = ends.collect::<BTreeSet<u64>>().into_iter().collect();
        let mut nodes: BTreeMap<usize, Vec<Piece>> = BTreeMap::new();
        for (number, span) in spans.iter().enumerate().filter(|(_, span)| covers(span)) {
            let leaf = |row: u64| strips.partition_point(|first| *first < row) + strips.len();
            let (mut low, mut high) = (leaf(u64::from(span.first.row)), leaf(u64::from(span.last.row) + 1));
            let piece = Piece { first: span.first.col, last: span.last.col, span: number };
            while low < high {
                if low % 2 == 1 {
                    nodes.entry(low).or_default().push(piece);
                    low += 1;
                }
                if high % 2 == 1 {
                    high -= 1;
                    nodes.entry(high).or_default().push(piece);
                }
                (low, high) = (low / 2, high / 2);
            }
        }
        for pieces in nodes.values_mut() {
            cut(pieces);
        }
        Self { strips, nodes, firsts: spans.iter().map(|span| span.first).collect() }
    }

    /// The top left of the first range that covers the cell; the cell itself where none does.
    pub fn shown_at(&self, at: CellRef) -> CellRef {
        let strip = self.strips.partition_point(|first| *first <= u64::from(at.row));
        let Some(strip) = strip.checked_sub(1) else { return at };
        let mut node = strip + self.strips.len();
        let mut found: Option<usize> = None;
        while node > 0 {
            if let Some(pieces) = self.nodes.get(&node) {
                let after = pieces.partition_point(|piece| piece.first <= at.col);
                let piece = after.checked_sub(1).and_then(|place| pieces.get(place)).filter(|piece| at.col <= piece.last);
                found = piece.map(|piece| found.map_or(piece.span, |other| other.min(piece.span))).or(found);
            }
            node /= 2;
        }
        found.and_then(|span| self.firsts.get(span)).copied().unwrap_or(at)
    }
}

/// Puts pieces in order and cuts them, so that none covers another: of two the earlier one of the file stays.
fn cut(pieces: &mut Vec<Piece>) {
    pieces.sort_by_key(|piece| (piece.first, piece.span));
    let apart = pieces.iter().zip(pieces.iter().skip(1)).all(|(one, next)| one.last < next.first);
    if apart {
        return;
    }
    let mut ends: BTreeMap<u64, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for piece in pieces.iter() {
        ends.entry(u64::from(piece.first)).or_default().0.push(piece.span);
        ends.entry(u64::from(piece.last) + 1).or_default().1.push(piece.span);
    }
    pieces.clear();
    let mut open: BTreeSet<usize> = BTreeSet::new();
    let mut since = 0_u64;
    for (column, (begin, end)) in ends {
        if let (Some(span), Ok(first), Some(last)) = (open.first(), u32::try_from(since), column.checked_sub(1)) {
            pieces.push(Piece { first, last: u32::try_from(last).unwrap_or(u32::MAX), span: *span });
        }
        for span in end {
            open.remove(&span);
        }
        open.extend(begin);
        since = column;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::{CellRef, Merged, Ranges, Span};

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn ranges_hold_what_one_of_them_holds(ranges in proptest::collection::vec((0_u32..20, 0_u32..20), 0..8)) {
            let index = Ranges::new(&ranges);
            for number in 0..22 {
                prop_assert_eq!(index.outside(number), (number..30).find(|n| !index.contains(*n)).unwrap_or(0));
                prop_assert_eq!(index.contains(number), ranges.iter().any(|(first, last)| (*first..=*last).contains(&number)), "{}", number);
            }
        }

        #[test]
        fn the_first_range_that_covers_a_cell_shows_it(corners in proptest::collection::vec((0_u32..12, 0_u32..12, 0_u32..12, 0_u32..12), 0..12)) {
            let span = |(top, left, bottom, right): &(u32, u32, u32, u32)| Span { first: CellRef::new(*top, *left), last: CellRef::new(*bottom, *right) };
            let spans: Vec<Span> = corners.iter().map(span).collect();
            let index = Merged::new(&spans);
            for at in (0..14).flat_map(|row| (0..14).map(move |col| CellRef::new(row, col))) {
                let covers = |span: &&Span| (span.first.row..=span.last.row).contains(&at.row) && (span.first.col..=span.last.col).contains(&at.col);
                prop_assert_eq!(index.shown_at(at), spans.iter().find(covers).map_or(at, |span| span.first), "{}", at);
            }
        }
    }

    #[test]
    fn the_last_row_and_column_of_all_are_no_overflow() {
        let last = CellRef::new(u32::MAX, u32::MAX);
        let spans = [Span { first: CellRef::new(1, 1), last }, Span { first: CellRef::new(0, 3), last }];
        assert_eq!(Merged::new(&spans).shown_at(last), CellRef::new(1, 1));
        assert!(Ranges::new(&[(3, u32::MAX), (u32::MAX, u32::MAX)]).contains(u32::MAX));
    }
}
