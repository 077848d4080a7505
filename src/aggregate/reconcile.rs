//! Checks of published totals: does the number follow from the figures of the submissions?
//!
//! Each reading is declared by the steward; nothing is searched for, and nothing is made to fit.

use std::collections::BTreeMap;

use crate::compare::Assessed;
use crate::model::{Count, Key, RefArea, ReferencePeriod, Severity, Use};
use crate::plan::{Plan, Published, Role, Round};

/// What became of a published total under one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The figures give the number.
    Follows,
    /// They give another one; the difference is what they give less what was published.
    Differs(i128),
    /// Figures are missing, and those that there are do not exclude the number.
    CannotBeChecked,
}

impl Verdict {
    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Follows => "follows",
            Self::Differs(_) => "differs",
            Self::CannotBeChecked => "cannot be checked",
        }
    }

    /// The difference with its sign, where there is a number to compare.
    pub fn difference(self) -> Option<String> {
        match self {
            Self::Follows => Some("0".to_owned()),
            Self::Differs(n) => Some(format!("{n:+}")),
            Self::CannotBeChecked => None,
        }
    }
}

/// What an area brings to a published total.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// The area.
    pub area: RefArea,
    /// The figures.
    pub figures: Vec<Key>,
    /// What they sum to.
    pub sum: Count,
    /// Whether figures are missing, so that it can be more.
    pub is_partial: bool,
}

/// A reading of a published total, tested.
#[derive(Clone, Debug)]
pub struct Reconciled {
    /// The reading.
    pub published: Published,
    /// What each area brings.
    pub contributions: Vec<Contribution>,
    /// Areas that have nothing to bring.
    pub missing: Vec<RefArea>,
    /// Areas kept out by the reading.
    pub excluded: Vec<RefArea>,
    /// What the contributions sum to; the upper bound is open when anything is missing.
    pub sum: Count,
    /// Whether the sum is exact.
    pub is_exact: bool,
    /// The verdict.
    pub verdict: Verdict,
}

type Index<'a> = BTreeMap<&'a Key, &'a Assessed>;

/// Tests all readings of figures that the round can have.
pub(super) fn reconcile(figures: &[Assessed], plan: &Plan, round: &Round) -> Vec<Reconciled> {
    let index: Index<'_> = figures.iter().map(|figure| (&figure.observation().key, figure)).collect();
    plan.published.iter().filter(|published| published.is_of(round)).map(|published| test(published, &index, plan, round)).collect()
}

fn test(published: &Published, index: &Index<'_>, plan: &Plan, round: &Round) -> Reconciled {
    let areas: Vec<RefArea> = published.area.map_or_else(|| round.areas.clone(), |area| vec![area]);
    let (mut contributions, mut missing, mut excluded) = (Vec::new(), Vec::new(), Vec::new());
    for area in areas {
        match best(published, area, index, plan) {
            _ if published.without_areas.contains(&area) => excluded.push(area),
            Some(contribution) if is_kept_out(published, &contribution, index) => excluded.push(area),
            Some(contribution) => contributions.push(contribution),
            None => missing.push(area),
        }
    }
    // A sum that the machine can't hold checks nothing.
    let known = Count::sum(contributions.iter().map(|contribution| contribution.sum));
    let sum = known.unwrap_or_default();
    let is_exact = missing.is_empty() && contributions.iter().all(|contribution| !contribution.is_partial);
    let difference = i128::from(sum.get()) - i128::from(published.value);
    let verdict = match (is_exact, difference) {
        _ if contributions.is_empty() || known.is_none() => Verdict::CannotBeChecked,
        (true, 0) => Verdict::Follows,
        (true, n) => Verdict::Differs(n),
        // What is missing can only add.
        (false, n) if n > 0 => Verdict::Differs(n),
        (false, _) => Verdict::CannotBeChecked,
    };
    Reconciled { published: published.clone(), contributions, missing, excluded, sum, is_exact, verdict }
}

fn is_kept_out(published: &Published, contribution: &Contribution, index: &Index<'_>) -> bool {
    let flags = contribution.figures.iter().filter_map(|key| index.get(key)).flat_map(|figure| figure.flags());
    flags.into_iter().any(|flag| published.without.contains(&flag.reason) && flag.severity(Use::Sum) == Some(Severity::Breaks))
}

/// The nearest measure and codes with all that they need; else the nearest with anything.
fn best(published: &Published, area: RefArea, index: &Index<'_>, plan: &Plan) -> Option<Contribution> {
    let mut partial = None;
    for measure in &published.measures {
        // Only one dimension has alternatives in practice; each is tried with the first code of the others.
        let longest = published.codes.iter().map(Vec::len).max().unwrap_or(1);
        for choice in 0..longest {
            let codes = published.codes.iter().filter_map(|codes| codes.get(choice.min(codes.len() - 1)));
            let mut key = Key::new(plan.lists.structure(), area, published.period);
            codes.for_each(|code| key.set(*code));
            key.set(*measure);
            published.provider.into_iter().for_each(|provider| key.set(provider));
            // A source can count a measure in another unit, or not say in which.
            let own = plan.lists.unit_of(measure);
            let others = plan.lists.codes(plan.lists.structure().unit()).iter().copied().filter(|unit| Some(*unit) != own);
            for unit in own.into_iter().chain(others) {
                key.set(unit);
                match contribution(published, &key, index, plan) {
                    Some(found) if !found.is_partial => return Some(found),
                    Some(found) => partial = partial.or(Some(found)),
                    None => {}
                }
            }
        }
    }
    partial
}

fn contribution(published: &Published, key: &Key, index: &Index<'_>, plan: &Plan) -> Option<Contribution> {
    let mut found = total(published, key, index, plan)?;
    if let Some(plus) = &published.plus {
        let mut key = *key;
        key.set(*plus);
        match total(published, &key, index, plan) {
            Some(more) => {
                found.sum = found.sum.plus(more.sum)?;
                found.is_partial |= more.is_partial;
                found.figures.extend(more.figures);
            }
            None => found.is_partial = true,
        }
    }
    Some(found)
}

/// The figure for the period: the years of the tables where all are there, the table's own figure for several years, and for a sum over
/// areas the remark's; else what tables and remarks have of the years. An area's published total never tests itself: a remark about the
/// whole period, or about a single year that is published, is left out.
fn total(published: &Published, key: &Key, index: &Index<'_>, plan: &Plan) -> Option<Contribution> {
    let period = key.time_period;
    let statement = plan.lists.structure().statement();
    let in_table = |period: ReferencePeriod| one(published, &key.in_period(period).over(statement), index, plan);
    let in_remark = |period: ReferencePeriod| {
        plan.lists.with_role(Role::Note).and_then(|note| one(published, &key.in_period(period).with(note), index, plan))
    };
    if !period.is_pooled() {
        return in_table(period);
    }
    let years: Vec<Option<Contribution>> = period.parts().into_iter().map(in_table).collect();
    let complete = years.iter().all(|year| year.as_ref().is_some_and(|year| !year.is_partial));
    let for_all = || in_table(period).or_else(|| published.area.is_none().then(|| in_remark(period)).flatten());
    if !complete && let Some(figure) = for_all() {
        return Some(figure);
    }
    // A remark may stand in for a year that no table has.
    let years = years.into_iter().zip(period.parts());
    let years: Vec<Option<Contribution>> = years.map(|(year, own)| year.or_else(|| in_remark(own))).collect();
    let complete = years.iter().all(|year| year.as_ref().is_some_and(|year| !year.is_partial));
    let present: Vec<Contribution> = years.into_iter().flatten().collect();
    if present.is_empty() {
        return None;
    }
    Some(Contribution {
        area: key.ref_area,
        sum: Count::sum(present.iter().map(|year| year.sum))?,
        is_partial: !complete,
        figures: present.into_iter().flat_map(|year| year.figures).collect(),
    })
}

/// One period: the figure itself, or the sum of its parts.
fn one(published: &Published, key: &Key, index: &Index<'_>, plan: &Plan) -> Option<Contribution> {
    let Some(split) = published.by else {
        let direct = index.get(key).and_then(|figure| figure.observation().value.count());
        let single = direct.map(|sum| Contribution { area: key.ref_area, figures: vec![*key], sum, is_partial: false });
        // A figure of a category may stand under its national detail only.
        return single.or_else(|| by_detail(key, index));
    };
    let structure = key.structure();
    let detail = structure.detail().filter(|_| structure.detailed() == Some(split));
    let is_part = |other: &&Key| {
        let total = other.over(split);
        other.is_split(split) && detail.map_or(total, |detail| total.over(detail)) == *key
    };
    let parts: Vec<&Key> = index.keys().copied().filter(is_part).collect();
    let nested =
        |part: &&&Key| parts.iter().any(|other| part.get(split).zip(other.get(split)).is_some_and(|(a, b)| plan.lists.is_below(a, b)));
    let counted: Vec<&Key> = parts.iter().filter(|part| detail.is_some() || !nested(part)).copied().collect();
    sum_of(key.ref_area, &counted, index)
}

/// The national details of one category.
fn by_detail(key: &Key, index: &Index<'_>) -> Option<Contribution> {
    let structure = key.structure();
    let (detail, whole) = structure.detail().zip(structure.detailed())?;
    if !key.is_split(whole) {
        return None;
    }
    let of_code = |other: &&Key| other.over(detail) == *key;
    let parts: Vec<&Key> = index.keys().copied().filter(of_code).collect();
    sum_of(key.ref_area, &parts, index)
}

fn sum_of(area: RefArea, parts: &[&Key], index: &Index<'_>) -> Option<Contribution> {
    let counts: Vec<(&Key, Option<Count>)> =
        parts.iter().map(|part| (*part, index.get(part).and_then(|figure| figure.observation().value.count()))).collect();
    let with_value: Vec<(&Key, Count)> = counts.iter().filter_map(|(part, count)| count.map(|count| (*part, count))).collect();
    if with_value.is_empty() {
        return None;
    }
    Some(Contribution {
        area,
        figures: with_value.iter().map(|(part, _)| *(*part)).collect(),
        sum: Count::sum(with_value.iter().map(|(_, count)| *count))?,
        is_partial: with_value.len() < counts.len(),
    })
}
