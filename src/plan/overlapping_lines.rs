//! Lines for one label whose years overlap: which of them conflict.

use super::validity::{Span, overlap};
use crate::diag::Code;

/// A line against the others of its label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Overlaps {
    /// For each fault the first line before it that gives it, in their order.
    pub(super) earlier: Vec<(Code, usize)>,
    /// The fault of the last line that is not the same decision twice.
    pub(super) doubt: Option<Code>,
}

/// Compares every two lines of one label, each with its years and what it says; `fault` names what two are whose years overlap, `repeated` is the fault of
/// the same decision twice. Lines with the same years that say the same are compared with the others once.
pub(super) fn overlaps<D: Ord + Copy, T: PartialEq>(
    lines: &[(Span<D>, T)],
    fault: impl Fn(&(Span<D>, T), &(Span<D>, T)) -> Code,
    repeated: Code,
) -> Vec<Overlaps> {
    let mut all: Vec<Overlaps> = lines.iter().map(|_| Overlaps::default()).collect();
    let overlapping = |kinds: &[(usize, usize)], line: &(Span<D>, T)| -> Vec<(Code, usize, usize)> {
        let those = kinds.iter().filter_map(|(kind, last)| lines.get(*kind).map(|other| (other, *kind, *last)));
        those.filter(|(other, ..)| overlap(other.0, line.0)).map(|(other, first, last)| (fault(other, line), first, last)).collect()
    };
    // Of each kind of line the first one, and the last one so far.
    let mut kinds: Vec<(usize, usize)> = Vec::new();
    for ((i, line), overlaps) in lines.iter().enumerate().zip(&mut all) {
        let before = overlapping(&kinds, line);
        for (code, first, _) in &before {
            match overlaps.earlier.iter_mut().find(|(known, _)| known == code) {
                Some((_, known)) => *known = (*known).min(*first),
                None => overlaps.earlier.push((*code, *first)),
            }
        }
        overlaps.earlier.sort_by_key(|(_, first)| *first);
        overlaps.doubt = before.iter().filter(|(code, ..)| *code != repeated).max_by_key(|(_, _, last)| *last).map(|(code, ..)| *code);
        note(&mut kinds, lines, line, i);
    }
    // Lines after it decide before those that stand before it.
    let mut kinds: Vec<(usize, usize)> = Vec::new();
    for ((i, line), overlaps) in lines.iter().enumerate().zip(&mut all).rev() {
        let after = overlapping(&kinds, line);
        let last = after.iter().filter(|(code, ..)| *code != repeated).max_by_key(|(_, first, _)| *first);
        overlaps.doubt = last.map(|(code, ..)| *code).or(overlaps.doubt);
        note(&mut kinds, lines, line, i);
    }
    all
}

fn note<D: PartialEq, T: PartialEq>(kinds: &mut Vec<(usize, usize)>, lines: &[(Span<D>, T)], line: &(Span<D>, T), i: usize) {
    match kinds.iter_mut().find(|(kind, _)| lines.get(*kind).is_some_and(|other| other == line)) {
        Some((_, last)) => *last = i,
        None => kinds.push((i, i)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::{Code, Overlaps, overlap, overlaps};
    use crate::diag::codes;
    use crate::plan::validity::Years;

    fn fault(first: &(Years, u8), second: &(Years, u8)) -> Code {
        match () {
            () if first.0 != second.0 => codes::VALIDITY_OVERLAPS,
            () if first.1 == second.1 => codes::KEY_DUPLICATE,
            () => codes::LINES_CONTRADICT,
        }
    }

    fn every_pair(lines: &[(Years, u8)]) -> Vec<Overlaps> {
        let mut all: Vec<Overlaps> = lines.iter().map(|_| Overlaps::default()).collect();
        for (i, first) in lines.iter().enumerate() {
            for (j, second) in lines.iter().enumerate().skip(i + 1).filter(|(_, second)| overlap(first.0, second.0)) {
                let code = fault(first, second);
                if code != codes::KEY_DUPLICATE {
                    all[i].doubt = Some(code);
                    all[j].doubt = Some(code);
                }
                if all[j].earlier.iter().all(|(known, _)| *known != code) {
                    all[j].earlier.push((code, i));
                }
            }
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn as_when_every_pair_is_looked_at(lines in proptest::collection::vec(((proptest::option::of(0_u16..4), proptest::option::of(0_u16..4)), 0_u8..3), 0..9)) {
            prop_assert_eq!(overlaps(&lines, fault, codes::KEY_DUPLICATE), every_pair(&lines));
        }
    }
}
