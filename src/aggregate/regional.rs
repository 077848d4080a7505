//! Regional figures: sums over the areas that may be summed, each with its bounds, its contributors and who is left out for which reason.
//!
//! No sum stands alone. It names what it is of, and is a number only where it is one; with fewer than two contributors there is none.

use std::collections::{BTreeMap, BTreeSet};

use super::solve::Range;
use super::table::{SPLITS, Said, Table};
use crate::compare::Assessed;
use crate::model::{CodeId, Concept, Dimensions, Level, Reason, RefArea, ReferencePeriod, Severity, Use};
use crate::plan::{Plan, Round};

/// What an area brings to a regional figure.
#[derive(Clone, Debug)]
pub struct Contributor {
    /// The area.
    pub area: RefArea,
    /// The units, from least to most.
    pub range: Range,
    /// Whether the range was derived from other figures of the area's table.
    pub is_derived: bool,
    /// Whether the area has a figure of the code itself.
    pub is_stated: bool,
    /// The figures that it rests on.
    pub figures: Vec<Dimensions>,
    /// What stands against them in a sum, without notes.
    pub reasons: Vec<Reason>,
    /// The gravest of those.
    severity: Severity,
}

/// An area that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The area.
    pub area: RefArea,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A figure of the region.
#[derive(Clone, Debug)]
pub struct Regional {
    /// The measure.
    pub measure: CodeId,
    /// The code of the split; `None`: the total.
    pub code: Option<CodeId>,
    /// The period.
    pub period: ReferencePeriod,
    /// The areas that it sums, in order.
    pub contributors: Vec<Contributor>,
    /// The areas that it leaves out, in order.
    pub left_out: Vec<LeftOut>,
    /// Whether the sum runs over areas at all, two or more.
    pub range: Option<Range>,
}

impl Regional {
    /// All reasons of the contributors, each once.
    pub fn reasons(&self) -> Vec<Reason> {
        let all: BTreeSet<Reason> = self.contributors.iter().flat_map(|contributor| contributor.reasons.iter().copied()).collect();
        all.into_iter().collect()
    }

    /// How far the sum can be used; no sum is not comparable.
    pub fn level(&self) -> Level {
        match self.range {
            Some(_) => Level::of(self.contributors.iter().map(|contributor| contributor.severity)),
            None => Level::NotComparable,
        }
    }
}

type Key = (CodeId, RefArea, ReferencePeriod);

/// Sums the round: for each measure that an area reports, each of its splits and each year, and all years together.
pub(super) fn sum(figures: &[Assessed], plan: &Plan, round: &Round) -> Vec<Regional> {
    let mut groups: BTreeMap<Key, Vec<&Assessed>> = BTreeMap::new();
    for figure in figures {
        let key = &figure.observation().key;
        let Some(measure) = key.get(Concept::Measure) else { continue };
        groups.entry((measure.clone(), key.ref_area, key.time_period)).or_default().push(figure);
    }
    let tables: BTreeMap<Key, Table<'_>> =
        groups.into_iter().filter_map(|(key, figures)| Table::new(&figures, plan).map(|table| (key, table))).collect();
    let builder = Builder { plan, round, tables };
    let mut periods: Vec<ReferencePeriod> = round.years.iter().map(|year| ReferencePeriod::year(*year)).collect();
    let whole = round.years.first().zip(round.years.last()).and_then(|(first, last)| ReferencePeriod::pooled(*first, *last));
    periods.extend(whole.filter(|period| period.is_pooled()));
    let mut regional = Vec::new();
    for measure in plan.lists.codes(Concept::Measure) {
        if !builder.tables.iter().any(|((known, ..), table)| *known == measure && table.has_number(None)) {
            continue;
        }
        let codes: Vec<Option<CodeId>> = std::iter::once(None).chain(builder.codes(&measure).into_iter().map(Some)).collect();
        for code in &codes {
            let rows = periods.iter().map(|period| builder.sum(&measure, code.as_ref(), *period));
            // Where no area has anything there is nothing to say.
            let says = |row: &Regional| !row.contributors.is_empty() || row.left_out.iter().any(|out| out.reasons != [Reason::Gap]);
            regional.extend(rows.filter(says));
        }
    }
    regional
}

struct Builder<'a> {
    plan: &'a Plan,
    round: &'a Round,
    tables: BTreeMap<Key, Table<'a>>,
}

/// What an area has to say of one figure.
enum Offer<'a> {
    Figures(Vec<Said<'a>>, Vec<&'a Assessed>),
    Nothing,
}

impl<'a> Builder<'a> {
    /// The codes that get a row: those that an area names and those above them. Of ages only children and adults; of countries those that
    /// two areas name. What a list calls other depends on the list, so that has none.
    fn codes(&self, measure: &CodeId) -> Vec<CodeId> {
        let lists = &self.plan.lists;
        let mut rows = Vec::new();
        for split in SPLITS {
            let mut named: BTreeMap<CodeId, BTreeSet<RefArea>> = BTreeMap::new();
            for ((known, area, _), table) in &self.tables {
                for code in table.codes(split).filter(|_| known == measure) {
                    let above = std::iter::successors(Some(code.clone()), |code| lists.parent(code));
                    for code in above.take(64).filter(|code| !lists.keeps_apart(code) && !lists.is_residual(code)) {
                        named.entry(code).or_default().insert(*area);
                    }
                }
            }
            let is_row = |(code, areas): &(CodeId, BTreeSet<RefArea>)| match split {
                Concept::Origin => areas.len() > 1,
                Concept::Age => lists.parent(code).is_some_and(|parent| parent.is_total()) && !lists.straddles_adulthood(code),
                _ => true,
            };
            let mut listed: Vec<CodeId> = named.into_iter().filter(is_row).map(|(code, _)| code).collect();
            listed.sort_by_key(|code| (lists.order(code), code.clone()));
            rows.extend(listed);
        }
        rows
    }

    fn sum(&self, measure: &CodeId, code: Option<&CodeId>, period: ReferencePeriod) -> Regional {
        let (mut contributors, mut left_out) = (Vec::new(), Vec::new());
        for area in &self.round.areas {
            match self.offer(measure, *area, code, period) {
                Offer::Figures(said, leading) => match self.judge(*area, &said, &leading) {
                    Ok(contributor) => contributors.push(contributor),
                    Err(reasons) => left_out.push(LeftOut { area: *area, reasons }),
                },
                Offer::Nothing => left_out.push(LeftOut { area: *area, reasons: self.why_nothing(measure, *area, code, period) }),
            }
        }
        let total = contributors.iter().map(|contributor| contributor.range).reduce(|sum, range| sum + range);
        // A sum of nothing but bounds says nothing.
        let is_stated = contributors.iter().any(|contributor| contributor.is_stated);
        let range = total.filter(|_| contributors.len() > 1 && is_stated);
        Regional { measure: measure.clone(), code: code.cloned(), period, contributors, left_out, range }
    }

    /// The table of the period itself; for several years the sum of their tables where each says something, else the figure for all of them.
    fn offer(&self, measure: &CodeId, area: RefArea, code: Option<&CodeId>, period: ReferencePeriod) -> Offer<'_> {
        let of = |period: ReferencePeriod| {
            let table = self.tables.get(&(measure.clone(), area, period))?;
            // A lower bound of something that the area does not state is no figure of it.
            let said = table.say(code).filter(|said| !said.own.is_empty() || said.range.upper.is_some());
            said.zip(table.leading())
        };
        if period.is_pooled() {
            let years: Option<Vec<_>> = (period.first()..=period.last()).map(|year| of(ReferencePeriod::year(year))).collect();
            if let Some(years) = years {
                let (said, leading) = years.into_iter().unzip();
                return Offer::Figures(said, leading);
            }
        }
        of(period).map_or(Offer::Nothing, |(said, leading)| Offer::Figures(vec![said], vec![leading]))
    }

    /// Whether what an area has may be summed, by the reasons that stand against the figures of the code itself, or else against the table
    /// that it is derived from; the reasons that break it, where it may not.
    fn judge(&self, area: RefArea, said: &[Said<'_>], leading: &[&Assessed]) -> Result<Contributor, Vec<Reason>> {
        let mut against: BTreeMap<Reason, Severity> = BTreeMap::new();
        let mut figures = Vec::new();
        let mut add = |reason: Reason, severity: Severity| {
            let known = against.entry(reason).or_insert(severity);
            *known = (*known).max(severity);
        };
        for (said, leading) in said.iter().zip(leading) {
            let is_derived = !said.derived_from.is_empty();
            let judged = if said.own.is_empty() { vec![*leading] } else { said.own.clone() };
            for flag in judged.iter().flat_map(|figure| figure.flags()) {
                flag.severity(Use::Sum).into_iter().for_each(|severity| add(flag.reason, severity));
            }
            if is_derived {
                add(Reason::Bound, self.plan.targets.severity(Reason::Bound));
                // A table that contradicts itself passes that on to what is derived from it.
                for flag in said.derived_from.iter().flat_map(|figure| figure.flags()).filter(|flag| flag.reason == Reason::Arith) {
                    flag.severity(Use::Sum).into_iter().for_each(|severity| add(flag.reason, severity));
                }
            }
            let used = if is_derived { &said.derived_from } else { &said.own };
            figures.extend(used.iter().map(|figure| figure.observation().key.clone()));
        }
        let of = |wanted: Severity| against.iter().filter(|(_, s)| **s >= wanted).map(|(reason, _)| *reason).collect::<Vec<_>>();
        let mut breaking = of(Severity::Breaks);
        if said.iter().any(|said| said.range.upper.is_none()) && breaking.is_empty() {
            breaking.push(Reason::Bound);
        }
        // Bounds of what is withheld, or of what stands beside it, would give it away.
        if said.iter().any(|said| said.is_withheld) {
            breaking.push(Reason::Sdc);
            breaking.sort();
        }
        let range = said.iter().map(|said| said.range).reduce(|sum, range| sum + range);
        match range.filter(|_| breaking.is_empty()) {
            Some(range) => Ok(Contributor {
                area,
                range,
                is_stated: said.iter().any(|said| !said.own.is_empty()),
                is_derived: said.iter().any(|said| !said.derived_from.is_empty()),
                figures,
                reasons: of(Severity::Caution),
                severity: against.values().max().copied().unwrap_or(Severity::Note),
            }),
            None => Err(breaking),
        }
    }

    /// Why an area has nothing to bring: what it counts under the measure may not be summed at all, or it counts another status or stage, or
    /// it has no figure.
    fn why_nothing(&self, measure: &CodeId, area: RefArea, code: Option<&CodeId>, period: ReferencePeriod) -> Vec<Reason> {
        let lists = &self.plan.lists;
        let tables = |wanted: &CodeId| -> Vec<&Table<'a>> {
            let fits = |(known, of, own): &Key| known == wanted && *of == area && within(*own, period);
            self.tables.iter().filter(|(key, table)| fits(key) && table.has_number(None)).map(|(_, table)| table).collect()
        };
        let own = tables(measure);
        if !own.is_empty() {
            // What stands against every figure of the table stands against what it does not say, too.
            let against = |figure: &Assessed| -> BTreeSet<Reason> {
                let flags = figure.flags().iter().filter(|flag| flag.severity(Use::Sum) == Some(Severity::Breaks));
                flags.map(|flag| flag.reason).collect()
            };
            let all = own.iter().flat_map(|table| table.stated()).map(against);
            let breaking = all.reduce(|both, more| both.intersection(&more).copied().collect()).unwrap_or_default();
            return if breaking.is_empty() { vec![Reason::Gap] } else { breaking.into_iter().collect() };
        }
        let others = lists.family(lists.object(measure));
        let counts_another = others.iter().any(|other| tables(other).iter().any(|table| table.has_number(code.map(CodeId::concept))));
        let kind = self.plan.targets.of(measure, lists).find(|target| matches!(target.concept.as_str(), "victim-status" | "stage"));
        vec![if counts_another { kind.map_or(Reason::Stage, |target| target.reason) } else { Reason::Gap }]
    }
}

fn within(own: ReferencePeriod, period: ReferencePeriod) -> bool {
    own.first() >= period.first() && own.last() <= period.last()
}
