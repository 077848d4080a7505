//! A count for a period against the counts of periods that make it up, or that lie within it.
//!
//! The stated periods are steps from the month in which they begin to the month after their last. Periods that make up a whole are a way of such
//! steps, so that the shortest one is found in one walk over the steps, however many ways there are.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Count, ReferencePeriod};

/// Counts of parts that cannot stand beside that of their whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// Periods that do not overlap, in order.
    pub(super) parts: Vec<ReferencePeriod>,
    /// Their sum, which may be more than a count can be.
    pub(super) sum: u128,
    /// Whether they make up the whole. If not, their sum exceeds it.
    pub(super) is_partition: bool,
}

/// A count that may be a part.
#[derive(Clone, Copy, Debug)]
struct Part {
    period: ReferencePeriod,
    count: Count,
}

impl Part {
    fn size(self) -> u128 {
        u128::from(self.count.get())
    }
}

/// What differs, by the whole.
pub(super) type Differences = BTreeMap<(ReferencePeriod, Count), Difference>;

/// The wholes that differ from their parts, at most one difference for each. `stated` are the counts of one series that may be parts, `wholes` all of
/// its counts, so that a remark and a table are two wholes where they differ.
///
/// A whole is silent where the parts of a part already differ and that explains it: one cause is one difference.
pub(super) fn differences(stated: &BTreeMap<ReferencePeriod, Count>, wholes: &BTreeSet<(ReferencePeriod, Count)>) -> Differences {
    let mut series = Series::default();
    let mut by_end: BTreeMap<u16, BTreeMap<u16, Vec<Part>>> = BTreeMap::new();
    for (period, count) in wholes {
        let whole = Part { period: *period, count: *count };
        by_end.entry(period.ends()).or_default().entry(period.begins()).or_default().push(whole);
        series.parts.entry(period.begins()).or_default();
    }
    for (period, count) in stated {
        series.parts.entry(period.begins()).or_default().push(Part { period: *period, count: *count });
    }
    // Ends ascending, and the later beginnings first: what lies within a whole is decided before it.
    for (end, wholes) in by_end {
        series.compare_those_that_end(end, &wholes);
    }
    series.found
}

/// Counts of one series, and what was found of them.
#[derive(Debug, Default)]
struct Series {
    /// By the month in which they begin, shorter ones first.
    parts: BTreeMap<u16, Vec<Part>>,
    found: Differences,
}

/// The sums that stated parts have from a month to the end of a whole.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    /// The least and the greatest of those that leave no month out.
    partitions: Option<(u128, u128)>,
    /// The greatest of those that do not overlap.
    most: u128,
}

impl Sums {
    fn with(&mut self, part: Part, after: &BTreeMap<u16, Sums>) {
        let size = part.size();
        if let Some((low, high)) = after.get(&part.period.ends()).and_then(|sums| sums.partitions) {
            let (least, greatest) = self.partitions.unwrap_or((low + size, high + size));
            self.partitions = Some((least.min(low + size), greatest.max(high + size)));
        }
        let rest = after.range(part.period.ends()..).next().map_or(0, |(_, sums)| sums.most);
        self.most = self.most.max(rest + size);
    }

    fn agree_with(&self, whole: Part) -> bool {
        let size = whole.size();
        self.partitions.is_none_or(|both| both == (size, size)) && self.most <= size
    }
}

impl Series {
    fn compare_those_that_end(&mut self, end: u16, wholes: &BTreeMap<u16, Vec<Part>>) {
        let Some(first) = wholes.keys().next().copied() else { return };
        let mut after = BTreeMap::from([(end, Sums { partitions: Some((0, 0)), most: 0 })]);
        let mut differing: Vec<Part> = Vec::new();
        for (start, parts) in self.parts.range(first..end).rev() {
            let mut own = Sums { partitions: None, most: after.values().next().map_or(0, |sums| sums.most) };
            for part in parts.iter().take_while(|part| part.period.ends() < end) {
                own.with(*part, &after);
            }
            differing.extend(wholes.get(start).into_iter().flatten().filter(|whole| !own.agree_with(**whole)));
            for part in parts.iter().filter(|part| part.period.ends() == end) {
                own.with(*part, &after);
            }
            after.insert(*start, own);
        }
        for whole in differing {
            if let Some(difference) = self.difference(whole) {
                self.found.insert((whole.period, whole.count), difference);
            }
        }
    }

    /// What is said of a whole; `None` where it agrees with its parts but for what was said of them.
    fn difference(&self, whole: Part) -> Option<Difference> {
        let parts = self.within(whole.period);
        let partition = shortest_that_differ(whole, &parts).into_iter().find(|way| !self.is_explained(whole, way));
        let (way, is_partition) = match partition {
            Some(way) => (way, true),
            None => (self.most(whole, &parts)?, false),
        };
        let sum = way.iter().map(|part| part.size()).sum();
        Some(Difference { parts: way.into_iter().map(|part| part.period).collect(), sum, is_partition })
    }

    /// The parts of a whole by their beginning, longer ones first, without those within a part that already differs from them.
    fn within(&self, whole: ReferencePeriod) -> Vec<Part> {
        let mut inside = Vec::new();
        let mut differs_until = 0;
        for part in self.parts.range(whole.begins()..whole.ends()).flat_map(|(_, parts)| parts.iter().rev()) {
            let end = part.period.ends();
            if part.period != whole && end <= whole.ends() && end > differs_until {
                inside.push(*part);
                if self.of(*part).is_some() {
                    differs_until = end;
                }
            }
        }
        inside
    }

    /// What was said of a part.
    fn of(&self, part: Part) -> Option<&Difference> {
        self.found.get(&(part.period, part.count))
    }

    /// Whether parts make up the whole once those that differ from their own parts are replaced by these: all of them, or one.
    fn is_explained(&self, whole: Part, parts: &[Part]) -> bool {
        let differing: Vec<(Part, &Difference)> = parts.iter().filter_map(|part| Some((*part, self.of(*part)?))).collect();
        let sum: u128 = parts.iter().map(|part| part.size()).sum();
        let closes = |replaced: &[(Part, &Difference)]| {
            let sum = replaced.iter().fold(sum, |sum, (part, difference)| sum - part.size() + difference.sum);
            // Of a part that its parts exceed only the least is known.
            let is_least = replaced.iter().any(|(_, difference)| !difference.is_partition);
            sum == whole.size() || (is_least && sum < whole.size())
        };
        closes(&differing) || differing.chunks(1).any(closes)
    }

    /// The parts that do not overlap and have the greatest sum, if that exceeds the whole: as few as have it. A part that differs from its own parts
    /// brings the smaller of the two numbers.
    fn most(&self, whole: Part, parts: &[Part]) -> Option<Vec<Part>> {
        let least = |part: Part| self.of(part).filter(|said| said.is_partition).map_or(part.size(), |said| said.sum.min(part.size()));
        // Month → the greatest sum from there on, how many parts have it, and the first of them.
        let mut best: BTreeMap<u16, (u128, usize, Part)> = BTreeMap::new();
        for part in parts.iter().rev() {
            let from = |month: u16| best.range(month..).next().map_or((0, 0), |(_, (sum, number, _))| (*sum, *number));
            let ((without, fewest), (sum, number)) = (from(part.period.begins()), from(part.period.ends()));
            let (sum, number) = (sum + least(*part), number + 1);
            if sum > without || (sum == without && number < fewest) {
                best.insert(part.period.begins(), (sum, number, *part));
            }
        }
        best.values().next().filter(|(sum, _, _)| *sum > whole.size())?;
        let mut way = Vec::new();
        let mut at = 0;
        while let Some((_, (_, _, part))) = best.range(at..).next() {
            at = part.period.ends();
            way.push(*part);
        }
        Some(way)
    }
}

/// The parts from a month to the end of a whole.
#[derive(Clone, Copy, Debug)]
struct Way {
    number: usize,
    sum: u128,
    first: Part,
    /// Which of the ways from the end of the first part goes on.
    next: usize,
}

/// The partitions with the fewest parts that do not sum to the whole: the two best that have different sums. Of as many parts the one comes first
/// whose parts end earlier, seen from the beginning. `parts` are in order of their beginning, longer ones first.
fn shortest_that_differ(whole: Part, parts: &[Part]) -> Vec<Vec<Part>> {
    let (begin, end) = (whole.period.begins(), whole.period.ends());
    // Two sums are enough: whatever a whole leaves for the rest of a way, one of two different sums differs from it.
    let mut ways: BTreeMap<u16, Vec<Way>> = BTreeMap::new();
    for part in parts.iter().rev() {
        let first = *part;
        let longer: Vec<Way> = if part.period.ends() == end {
            vec![Way { number: 1, sum: part.size(), first, next: 0 }]
        } else {
            let rest = ways.get(&part.period.ends()).into_iter().flatten().enumerate();
            rest.map(|(next, way)| Way { number: way.number + 1, sum: way.sum + part.size(), first, next }).collect()
        };
        let own = ways.entry(part.period.begins()).or_default();
        for way in longer {
            match own.iter().position(|known| known.sum == way.sum) {
                Some(at) if own.get(at).is_some_and(|known| known.number <= way.number) => continue,
                Some(at) => drop(own.remove(at)),
                None => {}
            }
            own.push(way);
            own.sort_by_key(|way| way.number);
            own.truncate(2);
        }
    }
    let walk = |way: &Way| {
        std::iter::successors(Some(way), |way| ways.get(&way.first.period.ends())?.get(way.next)).map(|way| way.first).collect()
    };
    ways.get(&begin).into_iter().flatten().filter(|way| way.sum != whole.size()).map(walk).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::{Count, Differences, ReferencePeriod, differences};

    fn period(text: &str) -> ReferencePeriod {
        ReferencePeriod::parse(text).unwrap()
    }

    fn of(stated: &BTreeMap<ReferencePeriod, Count>) -> Differences {
        differences(stated, &stated.iter().map(|(period, count)| (*period, *count)).collect())
    }

    /// A line for each whole that differs: its period, the parts, their sum; `<` where they do not make it up.
    fn lines(stated: &[(&str, u64)]) -> Vec<String> {
        let found = of(&stated.iter().map(|(text, count)| (period(text), Count::new(*count))).collect());
        let line = |((whole, count), said): (&(ReferencePeriod, Count), &super::Difference)| {
            let parts: Vec<String> = said.parts.iter().map(ToString::to_string).collect();
            format!("{whole} {count} {} {} {}", if said.is_partition { "≠" } else { "<" }, said.sum, parts.join(" + "))
        };
        found.iter().map(line).collect()
    }

    #[test]
    fn one_cause_is_one_difference() {
        let quarters = [("2016-Q2", 10), ("2016-Q3", 10), ("2016-Q4", 10)];
        let all = |more: &[(&'static str, u64)]| -> Vec<String> { lines(&[&quarters, more].concat()) };
        for (what, found, expected) in [
            ("nothing differs", all(&[("2016-Q1", 10), ("2016", 40)]), vec![]),
            ("a part without a figure is unknown", all(&[("2016", 99)]), vec![]),
            ("the quarters differ", all(&[("2016-Q1", 10), ("2016", 41)]), vec!["2016 41 ≠ 40 2016-Q1 + 2016-Q2 + 2016-Q3 + 2016-Q4"]),
            (
                "half-years before quarters",
                all(&[("2016-Q1", 10), ("2016-S1", 20), ("2016-S2", 20), ("2016", 41)]),
                vec!["2016 41 ≠ 40 2016-S1 + 2016-S2"],
            ),
            (
                "months of a quarter differ, and so the months of the year",
                all(&[("2016-01", 3), ("2016-02", 3), ("2016-03", 5), ("2016-Q1", 10), ("2016", 40)]),
                vec!["2016-Q1 10 ≠ 11 2016-01 + 2016-02 + 2016-03"],
            ),
            (
                "the quarter lacks what its months have: with them the year adds up",
                all(&[("2016-01", 3), ("2016-02", 3), ("2016-03", 4), ("2016-Q1", 8), ("2016", 40)]),
                vec!["2016-Q1 8 ≠ 10 2016-01 + 2016-02 + 2016-03"],
            ),
            (
                "two causes",
                all(&[("2016-01", 3), ("2016-02", 3), ("2016-03", 5), ("2016-Q1", 10), ("2016", 45)]),
                vec!["2016-Q1 10 ≠ 11 2016-01 + 2016-02 + 2016-03", "2016 45 ≠ 40 2016-Q1 + 2016-Q2 + 2016-Q3 + 2016-Q4"],
            ),
            ("some parts exceed the year", all(&[("2016", 29)]), vec!["2016 29 < 30 2016-Q2 + 2016-Q3 + 2016-Q4"]),
            ("one part exceeds the quarter, and so the year", all(&[("2016-05", 50), ("2016", 40)]), vec!["2016-Q2 10 < 50 2016-05"]),
            (
                "of ways of as many parts that whose first part ends earlier",
                lines(&[("2016", 1), ("2017", 1), ("2018", 1), ("2016-2017", 2), ("2017-2018", 2), ("2016-2018", 4)]),
                vec!["2016-01-01/P3Y 4 ≠ 3 2016 + 2017-01-01/P2Y"],
            ),
            (
                "years that begin in April",
                lines(&[("2016-04-01/P1Y", 2), ("2017-04-01/P1Y", 2), ("2016-04-01/P2Y", 5), ("2016", 4)]),
                vec!["2016-04-01/P2Y 5 ≠ 4 2016-04-01/P1Y + 2017-04-01/P1Y"],
            ),
        ] {
            assert_eq!(found, expected, "{what}");
        }
    }

    #[test]
    fn sums_beyond_a_count_are_compared() {
        let most = u64::MAX;
        assert_eq!(
            lines(&[("2016", most), ("2017", most), ("2016-2017", most)]),
            [format!("2016-01-01/P2Y {most} ≠ {} 2016 + 2017", u128::from(most) * 2)]
        );
    }

    /// The stated parts of a whole from a month on, tried one by one: sets that do not overlap, and whether they leave no month out.
    fn by_force(whole: ReferencePeriod, from: u16, stated: &[(ReferencePeriod, Count)]) -> Vec<(Vec<ReferencePeriod>, u128, bool)> {
        let mut all = vec![(Vec::new(), 0, from == whole.ends())];
        for (part, count) in stated.iter().filter(|(part, _)| *part != whole && whole.contains(*part) && part.begins() >= from) {
            for (mut parts, sum, is_whole) in by_force(whole, part.ends(), stated) {
                parts.insert(0, *part);
                all.push((parts, sum + u128::from(count.get()), is_whole && part.begins() == from));
            }
        }
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]

        /// Against all sets of parts: what is said is true, and what differs is said of the whole or of a part of it.
        #[test]
        fn what_differs_is_what_brute_force_finds(months in proptest::array::uniform6(0_u64..4), given in proptest::collection::vec(0_u8..12, 21)) {
            let all = (0..6_usize).flat_map(|first| (first + 1..=6).map(move |end| (first, end)));
            let stated: Vec<(ReferencePeriod, Count)> = all
                .zip(given)
                .filter(|(_, given)| *given < 8)
                .map(|((first, end), given)| {
                    let truth: u64 = months[first..end].iter().sum();
                    (period(&format!("2016-{:02}-01/P{}M", first + 1, end - first)), Count::new(if given == 0 { truth + 1 } else { truth }))
                })
                .collect();
            let found = of(&stated.iter().copied().collect());
            for (whole, count) in &stated {
                let size = u128::from(count.get());
                let tried = by_force(*whole, whole.begins(), &stated);
                let differs = |(_, sum, is_whole): &&(Vec<ReferencePeriod>, u128, bool)| *sum > size || (*is_whole && *sum != size);
                let within: Vec<&(ReferencePeriod, Count)> = found.keys().filter(|(other, _)| whole.contains(*other)).collect();
                prop_assert!(!within.is_empty() || !tried.iter().any(|one| differs(&one)), "{}", whole);
                let Some(said) = found.get(&(*whole, *count)) else { continue };
                let one = tried.iter().find(|(parts, _, _)| *parts == said.parts).expect("stated parts that do not overlap");
                prop_assert!(differs(&one) && one.1 == said.sum, "{}: {:?}", whole, said);
                prop_assert!(one.2 || !said.is_partition, "{}: {:?}", whole, said);
                if within.len() == 1 {
                    let partitions = tried.iter().filter(|one| one.2 && one.1 != size);
                    let fewest = partitions.map(|(parts, _, _)| (parts.len(), parts.iter().map(|part| part.ends()).collect::<Vec<_>>())).min();
                    let own = (said.parts.len(), said.parts.iter().map(|part| part.ends()).collect::<Vec<_>>());
                    prop_assert!(!said.is_partition || fewest == Some(own), "{}: {:?}", whole, said);
                    prop_assert_eq!(said.is_partition, tried.iter().any(|one| one.2 && one.1 != size), "{}", whole);
                }
            }
        }
    }
}
