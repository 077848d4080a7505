//! Superscript digits that were taken as footnote marks, checked against the total that the submission states.

use std::collections::BTreeMap;

use crate::diag::{Code, Finding, Findings, Location, codes};
use crate::model::{CodeId, Concept, Count, Key, Observation, SourceCell, Unlisted};

/// A count whose cell has superscript digits that were taken as a mark.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    pub(super) key: Key,
    pub(super) origin: SourceCell,
    pub(super) count: Count,
    pub(super) mark: String,
}

/// Reports each such mark and whether the parts add up with or without it.
pub(super) fn check(superscripts: &[Marked], mapped: &[Observation], findings: &mut Findings) {
    if superscripts.is_empty() {
        return;
    }
    let index = Index::new(mapped);
    for Marked { key, origin, count, mark } in superscripts {
        let is_own = |figure: &&&Observation| figure.value.count() == Some(*count);
        let figure = index.by_cell.get(&(*key, origin)).and_then(|figures| figures.iter().find(is_own));
        let Some((observation, count)) = figure.map(|figure| (*figure, count.get())) else { continue };
        let digits: String = mark.chars().filter_map(plain_digit).collect();
        let Ok(longer) = format!("{count}{digits}").parse::<u64>() else { continue };
        let (code, verdict) = index.against_total(observation, count, longer);
        let found = format!("{count} with the mark {mark}; a plain reading would give {longer}; {verdict}");
        findings.push(Finding::new(code, Location::Cell(origin.clone()), found));
    }
}

fn plain_digit(c: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|s| s == c).and_then(|d| u32::try_from(d).ok()).and_then(|d| char::from_digit(d, 10))
}

/// The parts of a total by one dimension.
#[derive(Default)]
struct Parts<'a> {
    counts: usize,
    sum: u128,
    /// By their cells.
    of_cells: BTreeMap<&'a [SourceCell], u128>,
}

/// All figures by their keys, and as parts of their totals.
struct Index<'a> {
    /// The first of each key.
    by_key: BTreeMap<Key, &'a Observation>,
    by_cell: BTreeMap<(Key, &'a SourceCell), Vec<&'a Observation>>,
    parts: BTreeMap<(Concept, Key), Parts<'a>>,
}

fn total_of(key: &Key, concept: Concept) -> Key {
    key.over(concept)
}

/// The dimensions whose parts can make a total.
fn lists_of_categories(key: &Key) -> impl Iterator<Item = Concept> {
    let splits = key.structure().splits().iter().copied();
    splits.filter(|concept| concept.declared().unlisted != Unlisted::NotCounted)
}

impl<'a> Index<'a> {
    fn new(mapped: &'a [Observation]) -> Self {
        let mut index = Self { by_key: BTreeMap::new(), by_cell: BTreeMap::new(), parts: BTreeMap::new() };
        for observation in mapped {
            index.by_key.entry(observation.key).or_insert(observation);
            for origin in &observation.origins {
                index.by_cell.entry((observation.key, origin)).or_default().push(observation);
            }
            let Some(count) = observation.value.count().map(|count| u128::from(count.get())) else { continue };
            for concept in lists_of_categories(&observation.key) {
                let total = total_of(&observation.key, concept);
                if total == observation.key {
                    continue;
                }
                let parts = index.parts.entry((concept, total)).or_default();
                parts.counts += 1;
                parts.sum += count;
                *parts.of_cells.entry(&observation.origins).or_default() += count;
            }
        }
        index
    }

    /// For each dimension in which the figure is a part: the parts against the total that the submission states.
    fn against_total(&self, part: &Observation, count: u64, longer: u64) -> (Code, String) {
        for concept in lists_of_categories(&part.key) {
            if part.key.get(concept).is_none_or(CodeId::is_total) {
                continue;
            }
            let total_key = total_of(&part.key, concept);
            let total = self.by_key.get(&total_key).and_then(|o| o.value.count()).map(Count::get);
            let others = self
                .parts
                .get(&(concept, total_key))
                .map_or(0, |parts| parts.sum - parts.of_cells.get(part.origins.as_slice()).copied().unwrap_or(0));
            // More than a count can be is not a sum.
            let Ok(others) = u64::try_from(others) else { continue };
            if let Some(total) = total {
                return match total.checked_sub(others) {
                    Some(rest) if rest == count => (codes::SUPERSCRIPT_MARK, format!("the total {total} agrees with {count}")),
                    Some(rest) if rest == longer => (codes::SUPERSCRIPT_DOUBTFUL, format!("the total {total} agrees with {longer}")),
                    _ => {
                        (codes::SUPERSCRIPT_MARK, format!("the other parts of the total {total} sum to {others}, so the total can't tell"))
                    }
                };
            }
        }
        // Of bands some may stand alone, as children do.
        for concept in lists_of_categories(&part.key).filter(|concept| !concept.declared().bands) {
            let Some(parts) = self.parts.get(&(concept, part.key)) else { continue };
            let Ok(sum) = u64::try_from(parts.sum) else { continue };
            if parts.counts > 1 && (sum == count || sum == longer) {
                let code = if sum == count { codes::SUPERSCRIPT_MARK } else { codes::SUPERSCRIPT_DOUBTFUL };
                return (code, format!("its parts sum to {sum}"));
            }
        }
        (codes::SUPERSCRIPT_MARK, "no total to check it against".to_owned())
    }
}
