//! Which splits may be published.
//!
//! A split is all figures of one object and period that are broken down by the same dimensions: by sex, by form and age, by nothing. It is
//! published as a whole or not at all. It is published if each of its figures is none or at least the threshold, and so is everything that a
//! reader gets by taking figures from a larger one: one part from its whole, all parts from their whole, a category from one that holds it,
//! a period from one that holds it, a measure from one that holds it, the sum of one split from that of another. What is suppressed takes with it
//! what would disclose it: finer splits, pooled periods, and the measures of the same object.
//!
//! More is suppressed in this way than a search for the fewest figures would suppress. In return it holds whatever else a reader adds up, no
//! budget of a search decides, and the time grows with the number of figures.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CodeId, Concept, Count, Key, ObsValue, Observation, ReferencePeriod};
use crate::plan::{CodeLists, Plan, Role};

/// What is counted, when, and by which dimensions it is broken down.
type Split = (String, ReferencePeriod, Vec<Concept>);

/// The numbers of each figure of a split, by its key as if it stood in a table (a remark states the same thing); several where it is stated several times.
type Figures = BTreeMap<Key, Vec<Count>>;

/// For each figure those that hold it.
type Holders<'k> = BTreeMap<&'k Key, Vec<&'k Key>>;

/// Sums with the split that they are of.
type Sums<'s> = Vec<(Count, &'s Split)>;

/// The figures of one area that count persons.
pub(super) struct Audit<'a> {
    own: &'a [&'a Observation],
    lists: &'a CodeLists,
    below: u64,
    splits: BTreeMap<Split, Figures>,
    suppressed: BTreeSet<Split>,
}

impl<'a> Audit<'a> {
    pub(super) fn new(own: &'a [&'a Observation], plan: &'a Plan, below: u64) -> Self {
        let mut audit = Self { own, lists: &plan.lists, below, splits: BTreeMap::new(), suppressed: BTreeSet::new() };
        for observation in own.iter().filter(|observation| counts_persons(observation, &plan.lists)) {
            let split = audit.split(&observation.key);
            let counts = audit.splits.entry(split.clone()).or_default().entry(bare(&observation.key)).or_default();
            match &observation.value {
                ObsValue::Count(count) => counts.push(*count),
                // A bound discloses as much as a small count, unless it says that there are many, or none.
                ObsValue::Bounds { lower, upper } if lower.get() < below && *upper != Some(Count::default()) => {
                    audit.suppressed.insert(split);
                }
                ObsValue::Bounds { .. } | ObsValue::Percent(_) | ObsValue::Absent(_) => {}
            }
        }
        audit
    }

    /// The places of the observations that are suppressed.
    pub(super) fn suppressed(mut self) -> BTreeSet<usize> {
        loop {
            let more: BTreeSet<Split> =
                self.disclosed().into_iter().chain(self.disclosing()).filter(|split| !self.suppressed.contains(split)).collect();
            if more.is_empty() {
                break;
            }
            self.suppressed.extend(more);
        }
        let is_suppressed = |observation: &Observation| match observation.value {
            // With the number of the whole a share gives away the number of the part.
            ObsValue::Percent(_) => true,
            ObsValue::Count(_) | ObsValue::Bounds { .. } => self.suppressed.contains(&self.split(&observation.key)),
            ObsValue::Absent(_) => false,
        };
        let persons = self.own.iter().enumerate().filter(|(_, observation)| counts_persons(observation, self.lists));
        persons.filter(|(_, observation)| is_suppressed(observation)).map(|(place, _)| place).collect()
    }

    fn split(&self, key: &Key) -> Split {
        let object = self.lists.object(&key.measure()).to_owned();
        (object, key.time_period, dimensions(key))
    }

    fn published(&self) -> impl Iterator<Item = (&Split, &Figures)> {
        self.splits.iter().filter(|(split, _)| !self.suppressed.contains(split))
    }

    /// The numbers that are published of a figure.
    fn numbers(&self, key: &Key) -> &[Count] {
        let split = self.split(key);
        let figures = self.splits.get(&split).filter(|_| !self.suppressed.contains(&split));
        figures.and_then(|figures| figures.get(key)).map_or(&[], Vec::as_slice)
    }

    /// Whether a number is small enough to point at persons.
    fn is_small(&self, count: Count) -> bool {
        count > Count::default() && count.get() < self.below
    }

    /// Whether what is left of some whole is small.
    fn leaves_little(&self, wholes: &[Count], part: Count) -> bool {
        wholes.iter().any(|whole| whole.minus(part).is_some_and(|rest| self.is_small(rest)))
    }

    /// Splits that hold a small number, or from which a reader gets one.
    fn disclosed(&self) -> Vec<Split> {
        let mut disclosed = Vec::new();
        for (split, figures) in self.published() {
            let holders = self.holders(figures);
            let is_disclosed = figures.values().flatten().any(|count| self.is_small(*count))
                || self.leaves_parts(split, figures, &holders)
                || self.leaves_inside(figures, &holders)
                || figures.iter().any(|(key, numbers)| self.leaves_periods(key, numbers) || self.leaves_measures(key, numbers));
            disclosed.extend(is_disclosed.then(|| split.clone()));
        }
        disclosed.extend(self.unequal_sums());
        disclosed
    }

    /// What a suppressed split takes with it: finer splits, whose sums are its figures, and longer periods, of which the other parts may be known.
    fn disclosing(&self) -> Vec<Split> {
        let takes = |(object, period, by): &Split, other: &Split| {
            let (o, p, d) = other;
            let is_finer = p == period && by.iter().all(|concept| d.contains(concept));
            let is_pooled = d == by && p.contains(*period);
            object == o && (is_finer || is_pooled)
        };
        self.splits.keys().filter(|other| self.suppressed.iter().any(|split| takes(split, other))).cloned().collect()
    }

    /// Whether parts leave little of the figures that are broken down by fewer dimensions.
    fn leaves_parts(&self, (_, _, by): &Split, figures: &Figures, holders: &Holders<'_>) -> bool {
        subsets(by).into_iter().filter(|kept| kept.len() < by.len()).any(|kept| {
            let mut wholes: BTreeMap<Key, Vec<&Key>> = BTreeMap::new();
            for key in figures.keys() {
                wholes.entry(project(key, &kept)).or_default().push(key);
            }
            wholes.into_iter().any(|(whole, parts)| {
                let numbers = self.numbers(&whole);
                let is_disclosed = |sum: Count| self.leaves_little(numbers, sum);
                let each = || parts.iter().filter_map(|part| figures.get(*part)).flatten();
                !numbers.is_empty()
                    && (each().any(|part| is_disclosed(*part))
                        || sums(figures, &parts).into_iter().any(is_disclosed)
                        || sums(figures, &outermost(&parts, holders)).into_iter().any(is_disclosed))
            })
        })
    }

    /// For each figure those whose category holds its own; they differ in one dimension only.
    fn holders<'k>(&self, figures: &'k Figures) -> Holders<'k> {
        let mut holders: Holders<'k> = BTreeMap::new();
        for concept in self.lists.structure().breakdowns().iter().copied() {
            let mut beside: BTreeMap<Key, Vec<&Key>> = BTreeMap::new();
            for key in figures.keys() {
                beside.entry(key.over(concept)).or_default().push(key);
            }
            for keys in beside.values().filter(|keys| keys.len() > 1) {
                for inner in keys {
                    let own = keys.iter().filter(|outer| self.holds(outer.get(concept), inner.get(concept)));
                    holders.entry(inner).or_default().extend(own);
                }
            }
        }
        holders
    }

    /// Whether a category holds another one.
    fn holds(&self, outer: Option<&CodeId>, inner: Option<&CodeId>) -> bool {
        let (Some(outer), Some(inner)) = (outer, inner) else { return false };
        if outer == inner {
            return false;
        }
        let ages = |age: &CodeId| self.lists.ages(age);
        let in_band = match (ages(outer), ages(inner)) {
            (Some((from, to)), Some((own_from, own_to))) => {
                from <= own_from && to.is_none_or(|to| own_to.is_some_and(|own_to| own_to <= to))
            }
            _ => false,
        };
        self.lists.is_below(inner, outer)
            || self.lists.pools(outer).contains(inner)
            || self.lists.has_member(outer, inner)
            || (!outer.concept().makes_total() && self.lists.is_residual(outer) && !self.lists.is_residual(inner))
            || (in_band && outer.concept() == inner.concept())
    }

    /// Whether a category leaves little of one that holds it, alone or with the others that it holds.
    fn leaves_inside(&self, figures: &Figures, holders: &Holders<'_>) -> bool {
        let mut held: BTreeMap<&Key, Vec<&Key>> = BTreeMap::new();
        for (inner, outers) in holders {
            for outer in outers {
                held.entry(outer).or_default().push(inner);
            }
        }
        held.into_iter().any(|(outer, inner)| {
            let numbers = figures.get(outer).map_or(&[][..], Vec::as_slice);
            let is_disclosed = |sum: Count| self.leaves_little(numbers, sum);
            inner.iter().filter_map(|key| figures.get(*key)).flatten().any(|part| is_disclosed(*part))
                || sums(figures, &inner).into_iter().any(is_disclosed)
                || sums(figures, &outermost(&inner, holders)).into_iter().any(is_disclosed)
        })
    }

    /// Whether the figure of a long period leaves little beside one of the periods in it, or beside all that are published: several years beside the
    /// years, a year beside its months.
    fn leaves_periods(&self, key: &Key, numbers: &[Count]) -> bool {
        let all = key.time_period;
        let within: BTreeSet<ReferencePeriod> =
            self.splits.keys().map(|(_, period, _)| *period).filter(|period| *period != all && all.contains(*period)).collect();
        let parts: Vec<(ReferencePeriod, &[Count])> = within
            .iter()
            .map(|period| (*period, self.numbers(&key.in_period(*period))))
            .filter(|(_, numbers)| !numbers.is_empty())
            .collect();
        parts.iter().flat_map(|(_, numbers)| *numbers).any(|part| self.leaves_little(numbers, *part))
            || beside_one_another(&parts).into_iter().any(|sum| self.leaves_little(numbers, sum))
    }

    /// Whether a measure leaves little of one that holds it.
    fn leaves_measures(&self, key: &Key, numbers: &[Count]) -> bool {
        let held = self.lists.holds(&key.measure());
        let parts: Vec<&[Count]> = held.iter().map(|measure| self.numbers(&key.with(*measure))).collect();
        let sum = Count::sum(parts.iter().filter_map(|numbers| numbers.iter().min().copied()));
        !held.is_empty()
            && (parts.iter().flat_map(|numbers| *numbers).any(|part| self.leaves_little(numbers, *part))
                || sum.is_some_and(|sum| self.leaves_little(numbers, sum)))
    }

    /// Of two splits by one dimension whose sums differ by little the smaller one: it leaves out so few.
    fn unequal_sums(&self) -> Vec<Split> {
        let mut all: BTreeMap<(&str, ReferencePeriod, CodeId), Sums<'_>> = BTreeMap::new();
        for (split, figures) in self.published().filter(|((_, _, by), _)| by.len() == 1) {
            let measures: BTreeSet<CodeId> = figures.keys().map(Key::measure).collect();
            for measure in measures {
                let own: Vec<&Key> = figures.keys().filter(|key| key.measure() == measure).collect();
                let totals = sums(figures, &own).into_iter().chain(sums(figures, &outermost(&own, &self.holders(figures))));
                all.entry((&split.0, split.1, measure)).or_default().extend(totals.map(|sum| (sum, split)));
            }
        }
        let mut disclosed = Vec::new();
        for own in all.values() {
            for (sum, split) in own {
                let others = own.iter().filter(|(_, other)| other != split).map(|(sum, _)| *sum);
                if self.leaves_little(&others.collect::<Vec<_>>(), *sum) {
                    disclosed.push((*split).clone());
                }
            }
        }
        disclosed
    }
}

/// Whether the units are persons, as far as anybody knows: a unit that no list has may be one, and where no unit has the role each may.
fn counts_persons(observation: &Observation, lists: &CodeLists) -> bool {
    let unit = observation.key.unit();
    lists.is(&unit, Role::Person) || lists.name(&unit).is_none() || lists.with_role(Role::Person).is_none()
}

/// The sums of some figures, with the least and with the greatest of the numbers of each. A sum that the machine can't hold is more than any figure, and
/// discloses none.
fn sums(figures: &Figures, keys: &[&Key]) -> Vec<Count> {
    let numbers = || keys.iter().filter_map(|key| figures.get(*key));
    let least = Count::sum(numbers().filter_map(|own| own.iter().min().copied()));
    let greatest = Count::sum(numbers().filter_map(|own| own.iter().max().copied()));
    least.into_iter().chain(greatest).collect()
}

/// Sums of periods that do not overlap: of those of one length, and of the longest with what shorter ones fill up beside them.
fn beside_one_another(parts: &[(ReferencePeriod, &[Count])]) -> Vec<Count> {
    let mut lengths: Vec<u16> = parts.iter().map(|(period, _)| period.months()).collect();
    lengths.sort_unstable();
    lengths.dedup();
    let sum = |least: u16, most: u16| {
        let mut chosen: Vec<&(ReferencePeriod, &[Count])> =
            parts.iter().filter(|(own, _)| (least..=most).contains(&own.months())).collect();
        chosen.sort_by_key(|(period, _)| std::cmp::Reverse(period.months()));
        let mut taken: Vec<ReferencePeriod> = Vec::new();
        let fits = |period: ReferencePeriod, taken: &mut Vec<ReferencePeriod>| {
            let is_free = !taken.iter().any(|other| other.overlaps(period));
            if is_free {
                taken.push(period);
            }
            is_free
        };
        Count::sum(
            chosen.into_iter().filter(|(period, _)| fits(*period, &mut taken)).filter_map(|(_, numbers)| numbers.iter().min().copied()),
        )
    };
    let of_each = lengths.iter().filter_map(|length| sum(*length, *length));
    let mixed = lengths.iter().filter_map(|length| sum(0, *length));
    of_each.chain(mixed).collect()
}

/// Those that no other one of them holds.
fn outermost<'k>(keys: &[&'k Key], holders: &Holders<'_>) -> Vec<&'k Key> {
    let own: BTreeSet<&Key> = keys.iter().copied().collect();
    let is_held = |key: &Key| holders.get(key).is_some_and(|outers| outers.iter().any(|outer| own.contains(outer)));
    keys.iter().copied().filter(|key| !is_held(key)).collect()
}

/// The key without where the figure is stated.
fn bare(key: &Key) -> Key {
    key.over(key.structure().statement())
}

/// The dimensions by which a figure is broken down.
fn dimensions(key: &Key) -> Vec<Concept> {
    key.structure().breakdowns().iter().filter(|concept| key.is_split(**concept)).copied().collect()
}

/// The figure over all codes of the dimensions that are not kept.
fn project(key: &Key, kept: &[Concept]) -> Key {
    dimensions(key).into_iter().filter(|concept| !kept.contains(concept)).fold(*key, Key::over)
}

/// All subsets of some dimensions; there are six at most.
fn subsets(of: &[Concept]) -> Vec<Vec<Concept>> {
    of.iter().fold(vec![Vec::new()], |subsets, concept| {
        let more: Vec<Vec<Concept>> = subsets.iter().map(|subset| subset.iter().copied().chain([*concept]).collect()).collect();
        subsets.into_iter().chain(more).collect()
    })
}
