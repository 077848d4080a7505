//! Exact bounds of whole numbers under linear constraints.
//!
//! The tables of a source are systems of few small unknowns: parts, totals, and what is in none of the parts. Bounds are propagated to a
//! fixpoint; then a bisecting search proves that the least and the greatest value are reached. All arithmetic is on whole numbers, so
//! that no rounding can move a bound. The search has a budget; when that is spent, what was propagated is given: wider, never wrong.

use std::collections::BTreeMap;

/// A number of units that is not known exactly; both ends inclusive, an open end is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least possible number.
    pub lower: u64,
    /// The greatest possible number; `None`: there is no limit.
    pub upper: Option<u64>,
}

impl Range {
    /// Exactly `n`.
    pub fn exactly(n: u64) -> Self {
        Self { lower: n, upper: Some(n) }
    }

    /// Anything.
    pub fn any() -> Self {
        Self { lower: 0, upper: None }
    }

    /// The number, when there is only one.
    pub fn point(self) -> Option<u64> {
        self.upper.filter(|upper| *upper == self.lower)
    }
}

impl std::ops::Add for Range {
    type Output = Self;

    /// The range of a sum of independent numbers.
    fn add(self, other: Self) -> Self {
        // A bound that the machine can't hold is none: wider, never wrong.
        let upper = self.upper.zip(other.upper).and_then(|(a, b)| a.checked_add(b));
        Self { lower: self.lower.saturating_add(other.lower), upper }
    }
}

/// An unknown of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unknown(usize);

/// `least ≤ Σ coefficient × unknown ≤ most`.
#[derive(Clone, Debug)]
struct Row {
    terms: Vec<(usize, i128)>,
    least: Option<i128>,
    most: Option<i128>,
}

/// Whole unknowns, none below zero, and the constraints on them.
#[derive(Clone, Debug, Default)]
pub(super) struct System {
    domains: Domains,
    rows: Vec<Row>,
}

type Domains = Vec<(i128, Option<i128>)>;

/// No assignment fulfils the constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Contradiction;

/// Nodes of one search. No table of the 2020 round needs more than 24.
const BUDGET: u32 = 20_000;
/// Beyond any count and any sum of counts: where the search halves a domain without a limit.
const FAR: i128 = 1 << 80;
/// Rounds of propagation; only circles of constraints without an end come near.
const SWEEPS: u32 = 200;

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// The value of the unknown in the first assignment.
    Value(i128),
    Nothing,
    BudgetSpent,
}

impl System {
    /// An unknown within a range.
    pub(super) fn unknown(&mut self, range: Range) -> Unknown {
        self.domains.push((i128::from(range.lower), range.upper.map(i128::from)));
        Unknown(self.domains.len() - 1)
    }

    /// `Σ plus = Σ minus`.
    pub(super) fn equal(&mut self, plus: &[Unknown], minus: &[Unknown]) {
        self.row(plus, minus, Some(0), Some(0));
    }

    /// `Σ smaller ≤ Σ larger`.
    pub(super) fn at_most(&mut self, smaller: &[Unknown], larger: &[Unknown]) {
        self.row(smaller, larger, None, Some(0));
    }

    fn row(&mut self, plus: &[Unknown], minus: &[Unknown], least: Option<i128>, most: Option<i128>) {
        let mut terms: Vec<(usize, i128)> = Vec::new();
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        for (unknown, coefficient) in plus.iter().map(|u| (u, 1)).chain(minus.iter().map(|u| (u, -1))) {
            let place = *places.entry(unknown.0).or_insert(terms.len());
            match terms.get_mut(place) {
                Some((_, sum)) => *sum += coefficient,
                None => terms.push((unknown.0, coefficient)),
            }
        }
        terms.retain(|(_, coefficient)| *coefficient != 0);
        self.rows.push(Row { terms, least, most });
    }

    /// The least and the greatest value of an unknown over all assignments that fulfil the constraints. An end without a limit after
    /// propagation is given as open.
    pub(super) fn bounds(&self, unknown: Unknown) -> Result<Range, Contradiction> {
        let mut domains = self.domains.clone();
        if !self.propagate(&mut domains) {
            return Err(Contradiction);
        }
        let Some((lower, upper)) = domains.get(unknown.0).copied() else { return Err(Contradiction) };
        let lower = match self.search(&domains, unknown.0, true, &mut BUDGET.clone()) {
            Found::Value(value) => value,
            Found::Nothing => return Err(Contradiction),
            Found::BudgetSpent => lower,
        };
        let upper = upper.map(|upper| match self.search(&domains, unknown.0, false, &mut BUDGET.clone()) {
            Found::Value(value) => value,
            Found::Nothing | Found::BudgetSpent => upper,
        });
        let count = |value: i128| u64::try_from(value.max(0)).ok();
        Ok(Range { lower: count(lower).unwrap_or(u64::MAX), upper: upper.and_then(count) })
    }

    /// Whether any assignment fulfils the constraints. What can't be decided within the budget counts as possible.
    pub(super) fn is_possible(&self) -> bool {
        let mut domains = self.domains.clone();
        self.propagate(&mut domains) && (domains.is_empty() || self.search(&domains, 0, true, &mut BUDGET.clone()) != Found::Nothing)
    }

    /// Depth first: of a domain its end first, then its halves; the wanted unknown before all others, so that its first value is its least (or greatest) one.
    fn search(&self, domains: &Domains, wanted: usize, low_first: bool, budget: &mut u32) -> Found {
        if *budget == 0 {
            return Found::BudgetSpent;
        }
        *budget -= 1;
        let is_open = |(lower, upper): &(i128, Option<i128>)| *upper != Some(*lower);
        let width = |(lower, upper): &(i128, Option<i128>)| upper.map_or(i128::MAX, |upper| upper - lower);
        let chosen = match domains.get(wanted) {
            Some(domain) if is_open(domain) => Some(wanted),
            _ => (0..domains.len()).filter(|i| domains.get(*i).is_some_and(is_open)).min_by_key(|i| domains.get(*i).map(width)),
        };
        let Some(at) = chosen else { return domains.get(wanted).map_or(Found::Nothing, |(lower, _)| Found::Value(*lower)) };
        let Some((lower, upper)) = domains.get(at).copied() else { return Found::Nothing };
        let middle = |from: i128| from + (upper.unwrap_or(FAR).max(from) - from) / 2;
        // Propagation has mostly left no value at the wanted end that is not reached; of another unknown any value will do, and the least one often does.
        let mut halves = match upper {
            Some(upper) if at == wanted && !low_first => {
                let middle = middle(lower);
                [(upper, Some(upper)), (middle + 1, Some(upper - 1)), (lower, Some(middle.min(upper - 1)))].to_vec()
            }
            _ => {
                let next = lower + 1;
                vec![(lower, Some(lower)), (next, Some(middle(next))), (middle(next) + 1, upper)]
            }
        };
        halves.retain(|(from, to)| to.is_none_or(|to| *from <= to));
        for half in halves {
            let mut narrowed = domains.clone();
            if let Some(domain) = narrowed.get_mut(at) {
                *domain = half;
            }
            if self.propagate(&mut narrowed) {
                match self.search(&narrowed, wanted, low_first, budget) {
                    Found::Nothing => {}
                    found => return found,
                }
            }
        }
        Found::Nothing
    }

    /// Narrows the domains by every row until nothing changes; `false` when one is empty.
    fn propagate(&self, domains: &mut Domains) -> bool {
        for _ in 0..SWEEPS {
            let mut changed = false;
            for row in &self.rows {
                match row.narrow(domains) {
                    Some(narrowed) => changed |= narrowed,
                    None => return false,
                }
            }
            if !changed {
                break;
            }
        }
        true
    }
}

/// The greatest whole number that `size` goes into `v`. Nearly every coefficient is one, and dividing numbers of 128 bits is dear.
fn floor(v: i128, size: i128) -> i128 {
    if size == 1 { v } else { v.div_euclid(size) }
}

impl Row {
    /// Narrows each unknown by what the others leave; whether anything changed, or `None` when a domain is empty.
    fn narrow(&self, domains: &mut Domains) -> Option<bool> {
        // What all terms sum to at least and at most; open ends are counted beside.
        let (mut least, mut most) = (End::default(), End::default());
        for (at, coefficient) in &self.terms {
            let (low, high) = ends(*coefficient, *domains.get(*at)?);
            least.add(low);
            most.add(high);
        }
        let mut changed = false;
        for (at, coefficient) in &self.terms {
            let domain = domains.get_mut(*at)?;
            let (low, high) = ends(*coefficient, *domain);
            let above = self.least.zip(most.without(high)).map(|(bound, rest)| bound - rest);
            let below = self.most.zip(least.without(low)).map(|(bound, rest)| bound - rest);
            // above ≤ coefficient × unknown ≤ below.
            let (above, below) = if *coefficient > 0 { (above, below) } else { (below.map(|v| -v), above.map(|v| -v)) };
            let size = coefficient.abs();
            if let Some(lower) = above.map(|v| -floor(-v, size)).filter(|lower| *lower > domain.0) {
                domain.0 = lower;
                changed = true;
            }
            if let Some(upper) = below.map(|v| floor(v, size)).filter(|upper| domain.1.is_none_or(|known| *upper < known)) {
                domain.1 = Some(upper);
                changed = true;
            }
            if domain.1.is_some_and(|upper| upper < domain.0) {
                return None;
            }
        }
        Some(changed)
    }
}

/// The least and the greatest value of a term; `None`: no limit.
fn ends(coefficient: i128, (lower, upper): (i128, Option<i128>)) -> (Option<i128>, Option<i128>) {
    let (lower, upper) = (Some(lower * coefficient), upper.map(|upper| upper * coefficient));
    if coefficient > 0 { (lower, upper) } else { (upper, lower) }
}

/// One end of a sum: its limited terms, and how many have no limit.
#[derive(Clone, Copy, Debug, Default)]
struct End {
    sum: i128,
    open: usize,
}

impl End {
    fn add(&mut self, value: Option<i128>) {
        match value {
            Some(value) => self.sum += value,
            None => self.open += 1,
        }
    }

    /// The sum without one of its terms; `None` when another has no limit.
    fn without(self, value: Option<i128>) -> Option<i128> {
        match value {
            Some(value) => (self.open == 0).then(|| self.sum - value),
            None => (self.open == 1).then_some(self.sum),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::{Contradiction, Range, System, Unknown};

    /// All assignments, one after the other.
    fn brute_force(ranges: &[(u64, u64)], rows: &[(Vec<i8>, bool)], wanted: usize) -> Result<Range, Contradiction> {
        let mut values: Vec<u64> = ranges.iter().map(|(lower, _)| *lower).collect();
        let (mut least, mut greatest) = (None, None);
        'all: loop {
            let holds = |(terms, is_equal): &(Vec<i8>, bool)| {
                let sum: i128 = terms.iter().zip(&values).map(|(term, value)| i128::from(*term) * i128::from(*value)).sum();
                if *is_equal { sum == 0 } else { sum <= 0 }
            };
            if rows.iter().all(holds) {
                least = Some(least.map_or(values[wanted], |known: u64| known.min(values[wanted])));
                greatest = Some(greatest.map_or(values[wanted], |known: u64| known.max(values[wanted])));
            }
            for (value, (lower, upper)) in values.iter_mut().zip(ranges) {
                if *value < *upper {
                    *value += 1;
                    continue 'all;
                }
                *value = *lower;
            }
            break;
        }
        least.map(|lower| Range { lower, upper: greatest }).ok_or(Contradiction)
    }

    fn system(ranges: &[(u64, u64)], rows: &[(Vec<i8>, bool)]) -> (System, Vec<Unknown>) {
        let mut system = System::default();
        let unknowns: Vec<Unknown> =
            ranges.iter().map(|(lower, upper)| system.unknown(Range { lower: *lower, upper: Some(*upper) })).collect();
        for (terms, is_equal) in rows {
            let of = |wanted: i8| -> Vec<Unknown> {
                let times = |term: i8| usize::try_from(term * wanted).unwrap_or(0);
                terms.iter().zip(&unknowns).flat_map(|(term, unknown)| std::iter::repeat_n(*unknown, times(*term))).collect()
            };
            if *is_equal { system.equal(&of(1), &of(-1)) } else { system.at_most(&of(1), &of(-1)) }
        }
        (system, unknowns)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn bounds_are_those_that_brute_force_finds(
            ranges in proptest::collection::vec((0_u64..4, 0_u64..5).prop_map(|(lower, width)| (lower, lower + width)), 2..6),
            rows in proptest::collection::vec((proptest::collection::vec(-2_i8..=2, 6), any::<bool>()), 0..5),
        ) {
            let (system, unknowns) = system(&ranges, &rows);
            for (wanted, unknown) in unknowns.iter().enumerate() {
                prop_assert_eq!(system.bounds(*unknown), brute_force(&ranges, &rows, wanted));
            }
            prop_assert_eq!(system.is_possible(), brute_force(&ranges, &rows, 0).is_ok());
        }
    }

    #[test]
    fn a_part_without_a_number_is_what_the_others_leave() {
        let mut system = System::default();
        let total = system.unknown(Range::exactly(10));
        let known = system.unknown(Range::exactly(7));
        let lost = system.unknown(Range::any());
        let none = system.unknown(Range::any());
        system.equal(&[known, lost, none], &[total]);
        assert_eq!(system.bounds(lost), Ok(Range { lower: 0, upper: Some(3) }));
        assert_eq!(system.bounds(total), Ok(Range::exactly(10)));
    }

    #[test]
    fn without_a_limit_the_end_is_open() {
        let mut system = System::default();
        let (total, part) = (system.unknown(Range::any()), system.unknown(Range { lower: 4, upper: None }));
        system.at_most(&[part], &[total]);
        assert_eq!(system.bounds(total), Ok(Range { lower: 4, upper: None }));
    }

    /// Unknowns that push each other up for ever must not hang.
    #[test]
    fn a_circle_of_constraints_ends() {
        let mut system = System::default();
        let (a, b, one) = (system.unknown(Range::any()), system.unknown(Range::any()), system.unknown(Range::exactly(1)));
        system.equal(&[a], &[b, one]);
        system.equal(&[b], &[a, one]);
        assert!(system.bounds(a).map_or(true, |range| range.upper.is_none()));
    }

    #[test]
    fn the_largest_counts_do_not_overflow() {
        let mut system = System::default();
        let (a, b) = (system.unknown(Range::exactly(u64::MAX)), system.unknown(Range::exactly(u64::MAX)));
        let sum = system.unknown(Range::any());
        system.equal(&[a, b], &[sum]);
        assert_eq!(system.bounds(sum), Ok(Range { lower: u64::MAX, upper: None }));
        assert_eq!(Range::exactly(u64::MAX) + Range::exactly(1), Range { lower: u64::MAX, upper: None });
    }
}
