//! The largest sets of areas in which every pair of figures of one measure are at least of limited comparability.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::pairs::Pair;
use crate::model::{CodeId, Comparability, Reason, RefArea, ReferencePeriod, Severity};

/// Areas every two of which can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ComparableSet {
    /// The measure.
    pub measure: CodeId,
    /// The code of each dimension of splits, in order.
    pub split: Arc<[CodeId]>,
    /// The period.
    pub period: ReferencePeriod,
    /// Who states the figures, where figures have a provider.
    pub provider: Option<CodeId>,
    /// The areas, two or more.
    pub areas: Vec<RefArea>,
    /// The level of the worst pair.
    pub level: Comparability,
    /// The reasons of all its pairs, without notes.
    pub reasons: Vec<Reason>,
}

/// Measure, split, period and provider.
type Subject = (CodeId, Arc<[CodeId]>, ReferencePeriod, Option<CodeId>);
type Edges<'a> = BTreeMap<(RefArea, RefArea), &'a Pair>;

/// For each measure, split and period all sets of the greatest size, in order of area.
pub(super) fn largest(pairs: &[Pair]) -> Vec<ComparableSet> {
    let mut graphs: BTreeMap<Subject, Edges<'_>> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| pair.level() <= Comparability::Limited) {
        if let Some(measure) = pair.a.measure().filter(|measure| pair.b.measure().as_ref() == Some(measure)) {
            graphs
                .entry((measure, Arc::clone(&pair.split), pair.period, pair.provider))
                .or_default()
                .insert((pair.a.area, pair.b.area), pair);
        }
    }
    let mut sets = Vec::new();
    for ((measure, split, period, provider), edges) in graphs {
        for areas in largest_cliques(edges.keys().copied()) {
            let inside: Vec<&&Pair> =
                edges.iter().filter(|((a, b), _)| areas.contains(a) && areas.contains(b)).map(|(_, pair)| pair).collect();
            let reasons: BTreeSet<Reason> =
                inside.iter().flat_map(|pair| &pair.reasons).filter(|b| b.severity > Severity::Note).map(|b| b.reason).collect();
            let level = inside.iter().map(|pair| pair.level()).max().unwrap_or(Comparability::NotComparable);
            sets.push(ComparableSet {
                measure,
                split: Arc::clone(&split),
                period,
                provider,
                areas: areas.into_iter().collect(),
                level,
                reasons: reasons.into_iter().collect(),
            });
        }
    }
    sets
}

/// All cliques of the greatest size, by the algorithm of Bron and Kerbosch with pivots (1973): exact, and in order of area.
fn largest_cliques(edges: impl Iterator<Item = (RefArea, RefArea)>) -> Vec<BTreeSet<RefArea>> {
    let mut near: BTreeMap<RefArea, BTreeSet<RefArea>> = BTreeMap::new();
    for (a, b) in edges {
        near.entry(a).or_default().insert(b);
        near.entry(b).or_default().insert(a);
    }
    let mut found = Vec::new();
    extend(&near, &BTreeSet::new(), near.keys().copied().collect(), BTreeSet::new(), &mut found);
    let greatest = found.iter().map(BTreeSet::len).max().unwrap_or(0);
    found.retain(|clique| clique.len() == greatest && greatest > 1);
    found.sort();
    found
}

fn extend(
    near: &BTreeMap<RefArea, BTreeSet<RefArea>>,
    clique: &BTreeSet<RefArea>,
    mut open: BTreeSet<RefArea>,
    mut closed: BTreeSet<RefArea>,
    found: &mut Vec<BTreeSet<RefArea>>,
) {
    let none = BTreeSet::new();
    let of = |area: &RefArea| near.get(area).unwrap_or(&none);
    let pivot = open.union(&closed).max_by_key(|area| (of(area).intersection(&open).count(), std::cmp::Reverse(**area))).copied();
    let Some(pivot) = pivot else {
        found.push(clique.clone());
        return;
    };
    let branches: Vec<RefArea> = open.difference(of(&pivot)).copied().collect();
    for area in branches {
        let mut larger = clique.clone();
        larger.insert(area);
        extend(near, &larger, open.intersection(of(&area)).copied().collect(), closed.intersection(of(&area)).copied().collect(), found);
        open.remove(&area);
        closed.insert(area);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::{RefArea, largest_cliques};

    fn areas() -> Vec<RefArea> {
        ["AA", "AB", "AC", "AD", "AE", "AF", "AG"].iter().filter_map(|code| RefArea::parse(code)).collect()
    }

    /// Every subset of the areas, looked at one by one.
    fn by_force(areas: &[RefArea], edges: &BTreeSet<(RefArea, RefArea)>) -> Vec<BTreeSet<RefArea>> {
        let subsets = (0_u32..1 << areas.len()).map(|mask| {
            let inside = areas.iter().enumerate().filter(|(n, _)| mask & (1 << n) != 0);
            inside.map(|(_, area)| *area).collect::<BTreeSet<RefArea>>()
        });
        let is_clique = |set: &BTreeSet<RefArea>| set.iter().all(|a| set.iter().all(|b| a >= b || edges.contains(&(*a, *b))));
        let mut cliques: Vec<BTreeSet<RefArea>> = subsets.filter(|set| set.len() > 1 && is_clique(set)).collect();
        let greatest = cliques.iter().map(BTreeSet::len).max().unwrap_or(0);
        cliques.retain(|clique| clique.len() == greatest);
        cliques.sort();
        cliques
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_largest_sets_are_those_that_brute_force_finds(chosen in proptest::collection::vec(any::<bool>(), 21)) {
            let areas = areas();
            let pairs = areas.iter().enumerate().flat_map(|(n, a)| areas.iter().skip(n + 1).map(move |b| (*a, *b)));
            let edges: BTreeSet<(RefArea, RefArea)> = pairs.zip(chosen).filter(|(_, is_edge)| *is_edge).map(|(pair, _)| pair).collect();
            prop_assert_eq!(largest_cliques(edges.iter().copied()), by_force(&areas, &edges));
        }
    }
}
