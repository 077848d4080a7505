//! The sums over the areas that may be summed: of each measure, each of its codes and each period.

use std::collections::{BTreeMap, BTreeSet};

use super::area_table::{AreaTable, CodeBounds};
use super::constant_members;
use super::regional::{Contributor, LeftOut, Regional};
use crate::compare::Assessed;
use crate::model::{CodeId, Concept, ObsValue, Reason, ReasonRole, RefArea, ReferencePeriod, Severity, Unlisted, Use};
use crate::plan::{Plan, Role, Round};

type Key = (CodeId, RefArea, ReferencePeriod);

/// Sums the round: for each measure that an area reports, each of its splits and each year, and all years together.
pub(super) fn sum(figures: &[Assessed], plan: &Plan, round: &Round) -> Vec<Regional> {
    let mut by_provider: BTreeMap<Option<CodeId>, Vec<&Assessed>> = BTreeMap::new();
    for figure in figures {
        by_provider.entry(figure.observation().key.provider()).or_default().push(figure);
    }
    by_provider.into_iter().flat_map(|(provider, figures)| sum_of(&figures, provider, plan, round)).collect()
}

/// The sums of the figures of one provider.
fn sum_of(figures: &[&Assessed], provider: Option<CodeId>, plan: &Plan, round: &Round) -> Vec<Regional> {
    let mut groups: BTreeMap<Key, Vec<&Assessed>> = BTreeMap::new();
    let mut misfits: BTreeMap<Key, Vec<&Assessed>> = BTreeMap::new();
    for figure in figures.iter().copied().filter(|figure| !figure.observation().key.is_aside()) {
        let key = &figure.observation().key;
        let measure = key.measure();
        // Units of count are never mixed: what is counted in another unit than the measure's is a table of its own.
        let fits = plan.lists.unit_of(&measure) == Some(key.unit());
        let side = if fits { &mut groups } else { &mut misfits };
        side.entry((measure, key.ref_area, key.time_period)).or_default().push(figure);
    }
    let builder = Builder { plan, round, provider, tables: tables(groups, plan), misfits: tables(misfits, plan) };
    let mut periods: Vec<ReferencePeriod> = round.years.iter().map(|year| ReferencePeriod::year(*year)).collect();
    let whole = round.years.first().zip(round.years.last()).and_then(|(first, last)| ReferencePeriod::pooled(*first, *last));
    periods.extend(whole.filter(|period| period.is_pooled()));
    // Parts of years, as far as somebody reports them.
    let parts: BTreeSet<ReferencePeriod> =
        figures.iter().map(|figure| figure.observation().key.time_period).filter(is_part_of_year).collect();
    periods.extend(parts);
    let [gap, law] = [ReasonRole::Gap, ReasonRole::Law].map(|role| plan.targets.reason(role));
    let mut regional = Vec::new();
    for &measure in plan.lists.codes(plan.lists.structure().measure()) {
        if !builder.tables.iter().any(|((known, ..), table)| *known == measure && table.has_number(None)) {
            continue;
        }
        let codes: Vec<Option<CodeId>> = std::iter::once(None).chain(builder.codes(&measure).into_iter().map(Some)).collect();
        for code in &codes {
            let mut rows: Vec<Regional> = periods.iter().map(|period| builder.sum(&measure, code.as_ref(), *period)).collect();
            // Years and what pools them are one series; months are another, and so is each other part of a year.
            let series = |row: &Regional| if row.period.is_pooled() || row.period.is_year() { 0 } else { row.period.months() };
            rows.sort_by_key(series);
            for own in rows.chunk_by_mut(|one, next| series(one) == series(next)) {
                constant_members::hold(own, &round.areas, plan.targets.reason(ReasonRole::Period));
            }
            // Where no area has anything there is nothing to say.
            // That a source counts other offences is said of all offences together, not of each that it does not name.
            let is_silent = |out: &LeftOut| out.reasons == [gap] || (code.is_some() && out.reasons == [law]);
            let says = |row: &Regional| !row.contributors.is_empty() || !row.left_out.iter().all(is_silent);
            regional.extend(rows.into_iter().filter(says));
        }
    }
    regional
}

fn tables<'a>(groups: BTreeMap<Key, Vec<&'a Assessed>>, plan: &'a Plan) -> BTreeMap<Key, AreaTable<'a>> {
    groups.into_iter().filter_map(|(key, figures)| AreaTable::new(&figures, plan).map(|table| (key, table))).collect()
}

struct Builder<'a> {
    plan: &'a Plan,
    round: &'a Round,
    provider: Option<CodeId>,
    tables: BTreeMap<Key, AreaTable<'a>>,
    /// Tables in another unit of count than the measure's.
    misfits: BTreeMap<Key, AreaTable<'a>>,
}

/// What an area has to say of one figure.
enum Offer<'a> {
    Figures(Vec<CodeBounds<'a>>, Vec<&'a Assessed>),
    Nothing,
}

impl<'a> Builder<'a> {
    /// The codes that get a row: those that an area names and those above them. Of ages only children and adults; of countries those that
    /// two areas name. What a list calls other or unknown
    /// depends on the list, and regions stand only where a country is not named, so these have none.
    fn codes(&self, measure: &CodeId) -> Vec<CodeId> {
        let lists = &self.plan.lists;
        let mut rows = Vec::new();
        for split in lists.structure().splits().iter().copied() {
            let mut named: BTreeMap<CodeId, BTreeSet<RefArea>> = BTreeMap::new();
            for ((known, area, _), table) in &self.tables {
                for code in table.codes(split).filter(|_| known == measure) {
                    let above = std::iter::successors(Some(*code), |code| lists.parent(code)).take(64);
                    let depends_on_list = |code: &CodeId| {
                        lists.is_residual(code) || lists.is_region(code) || lists.is(code, Role::Other) || lists.is(code, Role::Unknown)
                    };
                    for code in above.filter(|code| !lists.keeps_apart(code) && !depends_on_list(code)) {
                        named.entry(code).or_default().insert(*area);
                    }
                }
            }
            let is_row = |(code, areas): &(CodeId, BTreeSet<RefArea>)| match split.declared() {
                declared if declared.unlisted == Unlisted::ByFact => areas.len() > 1,
                declared if declared.bands => {
                    lists.parent(code).is_some_and(|parent| parent.is_total()) && !lists.straddles_adulthood(code)
                }
                _ => true,
            };
            let mut listed: Vec<CodeId> = named.into_iter().filter(is_row).map(|(code, _)| code).collect();
            listed.sort_by_key(|code| (lists.order(code), *code));
            rows.extend(listed);
        }
        rows
    }

    fn sum(&self, measure: &CodeId, code: Option<&CodeId>, period: ReferencePeriod) -> Regional {
        let (mut contributors, mut left_out) = (Vec::new(), Vec::new());
        for area in &self.round.areas {
            match self.offer(measure, *area, code, period) {
                Offer::Figures(said, leading) => match self.judge(*area, code, &said, &leading) {
                    Ok(contributor) => contributors.push(contributor),
                    Err(reasons) => left_out.push(LeftOut { area: *area, reasons }),
                },
                Offer::Nothing => left_out.push(LeftOut { area: *area, reasons: self.why_nothing(measure, *area, code, period) }),
            }
        }
        let range = constant_members::sum(&contributors);
        let (measure, code) = (*measure, code.copied());
        Regional {
            measure,
            code,
            period,
            provider: self.provider,
            contributors,
            left_out,
            range,
            constant: Vec::new(),
            constant_range: None,
        }
    }

    /// The table of the period itself; for several years the sum of their tables where each says something, else the figure for all of them.
    fn offer(&self, measure: &CodeId, area: RefArea, code: Option<&CodeId>, period: ReferencePeriod) -> Offer<'_> {
        let of = |period: ReferencePeriod| {
            let table = self.tables.get(&(*measure, area, period))?;
            usable(table, code).zip(table.leading())
        };
        if period.is_pooled() {
            let years: Option<Vec<_>> = period.parts().into_iter().map(of).collect();
            // What is stated of all years goes before what is only derived of some.
            let is_stated = |(said, _): &(CodeBounds<'_>, _)| !said.own.is_empty();
            let pooled = of(period).filter(is_stated);
            if let Some(years) = years.filter(|years| pooled.is_none() || years.iter().all(is_stated)) {
                let (said, leading) = years.into_iter().unzip();
                return Offer::Figures(said, leading);
            }
        }
        of(period).map_or(Offer::Nothing, |(said, leading)| Offer::Figures(vec![said], vec![leading]))
    }

    /// Whether what an area has may be summed, by the reasons that stand against the figures of the code itself, or else against the table
    /// that it is derived from; the reasons that break it, where it may not.
    fn judge(
        &self,
        area: RefArea,
        code: Option<&CodeId>,
        said: &[CodeBounds<'_>],
        leading: &[&Assessed],
    ) -> Result<Contributor, Vec<Reason>> {
        let reason = |role| self.plan.targets.reason(role);
        let mut against: BTreeMap<Reason, Severity> = BTreeMap::new();
        let mut figures = Vec::new();
        let mut add = |given: Reason, severity: Severity| {
            let known = against.entry(given).or_insert(severity);
            *known = (*known).max(severity);
        };
        for (said, leading) in said.iter().zip(leading) {
            let is_derived = !said.derived_from.is_empty();
            // A category that is only named has no number that could be judged.
            let mut judged = said.own.clone();
            judged.retain(|figure| !matches!(figure.observation().value, ObsValue::Absent(_)));
            if judged.is_empty() {
                judged.push(leading);
            }
            for flag in judged.iter().flat_map(|figure| figure.flags()) {
                flag.severity(Use::Sum).into_iter().for_each(|severity| add(flag.reason, severity));
            }
            if is_derived {
                add(reason(ReasonRole::Bound), self.plan.targets.severity(reason(ReasonRole::Bound)));
                // What stands against the figures that it rests on is a caution for what is derived.
                for flag in said.derived_from.iter().flat_map(|figure| figure.flags()).filter(|flag| flag.reason != reason(ReasonRole::Gap))
                {
                    flag.severity(Use::Sum).into_iter().for_each(|severity| add(flag.reason, severity.min(Severity::Caution)));
                }
            }
            // That all it counts has the code is declared; how near the national scope is to the code, no line says.
            // That a part of the population is counted is a reason of its own.
            let chosen = code.filter(|code| code.concept().declared().unlisted == Unlisted::NotCounted);
            let is_of_code = |figure: &&Assessed| chosen.is_none_or(|code| !figure.observation().key.code(code.concept()).is_total());
            if !said.own.iter().all(is_of_code) {
                add(reason(ReasonRole::Law), Severity::Caution);
            }
            if said.is_contradicted {
                add(reason(ReasonRole::Arithmetic), self.plan.targets.severity(reason(ReasonRole::Arithmetic)));
            }
            let used = if is_derived { &said.derived_from } else { &said.own };
            figures.extend(used.iter().map(|figure| figure.observation().key));
        }
        let of = |wanted: Severity| against.iter().filter(|(_, s)| **s >= wanted).map(|(reason, _)| *reason).collect::<Vec<_>>();
        let mut breaking = of(Severity::Breaks);
        if said.iter().any(|said| said.range.upper.is_none()) && breaking.is_empty() {
            // A part of the population, or children of whom nobody says where they are, explain why nothing limits it.
            let why = [reason(ReasonRole::Children), reason(ReasonRole::Coverage)]
                .into_iter()
                .filter(|given| against.get(given) > Some(&Severity::Note));
            breaking.extend(why);
            if !breaking.contains(&reason(ReasonRole::Coverage)) {
                breaking.insert(0, reason(ReasonRole::Bound));
            }
        }
        // Bounds of what is suppressed, or of what stands beside it, would give it away.
        if said.iter().any(|said| said.is_suppressed) {
            breaking.push(reason(ReasonRole::Suppressed));
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
        let reason = |role| self.plan.targets.reason(role);
        let tables = |wanted: &CodeId| -> Vec<&AreaTable<'a>> {
            let fits = |(known, of, own): &Key| known == wanted && *of == area && within(*own, period);
            self.tables.iter().filter(|(key, table)| fits(key) && table.has_number(None)).map(|(_, table)| table).collect()
        };
        let own = tables(measure);
        // What stands against every figure of the table stands against what it does not say, too.
        let against = |least: Severity| {
            let of = |figure: &Assessed| -> BTreeSet<Reason> {
                let flags = figure.flags().iter().filter(|flag| flag.severity(Use::Sum) >= Some(least));
                flags.map(|flag| flag.reason).collect()
            };
            let all = own.iter().flat_map(|table| table.stated()).map(of);
            all.reduce(|both, more| both.intersection(&more).copied().collect()).unwrap_or_default()
        };
        let mut reasons = against(Severity::Breaks);
        // A part of the population explains why there is nothing of the whole.
        reasons.extend(against(Severity::Caution).into_iter().filter(|given| *given == reason(ReasonRole::Coverage)));
        if !reasons.is_empty() {
            return reasons.into_iter().collect();
        }
        // It has the figure for a part of the period.
        if own.iter().any(|table| usable(table, code).is_some()) {
            return vec![reason(ReasonRole::Gap)];
        }
        let split = code.map(CodeId::concept);
        let in_other_unit =
            |(key, table): (&Key, &AreaTable<'_>)| key.0 == *measure && key.1 == area && within(key.2, period) && table.has_number(split);
        if self.misfits.iter().any(in_other_unit) {
            return vec![reason(ReasonRole::Unit)];
        }
        let others = lists.family(lists.object(measure));
        let counts_another =
            others.iter().filter(|other| *other != measure).any(|other| tables(other).iter().any(|table| usable(table, code).is_some()));
        let kind = self
            .plan
            .targets
            .of(*measure, lists)
            .find(|target| [Role::Status, Role::Stage].into_iter().any(|role| lists.says(Some(&target.concept), role)));
        // What it counts is of other offences, or of no offence by name: a sum of either leaves the other out, and says why.
        let is_chosen = |concept: &Concept| concept.declared().unlisted == Unlisted::NotCounted;
        let chosen =
            |table: &&AreaTable<'_>| lists.structure().splits().iter().filter(|c| is_chosen(c)).any(|c| table.has_number(Some(*c)));
        let has_other_scope = match code {
            Some(code) => is_chosen(&code.concept()) && !own.is_empty(),
            None => own.iter().any(chosen),
        };
        vec![match (has_other_scope, counts_another) {
            (true, _) => reason(ReasonRole::Law),
            (false, true) => kind.map_or(reason(ReasonRole::Stage), |target| target.reason),
            (false, false) => reason(ReasonRole::Gap),
        }]
    }
}

/// What a table says of a code, if that is a figure of it: a lower bound of something that the area does not state is none.
fn usable<'a>(table: &AreaTable<'a>, code: Option<&CodeId>) -> Option<CodeBounds<'a>> {
    table.say(code).filter(|said| !said.own.is_empty() || said.range.upper.is_some())
}

fn within(own: ReferencePeriod, period: ReferencePeriod) -> bool {
    period.contains(own)
}

/// Whether a period is shorter than a year.
fn is_part_of_year(period: &ReferencePeriod) -> bool {
    !period.is_pooled() && !period.is_year()
}
