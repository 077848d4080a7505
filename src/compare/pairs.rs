//! The matrix: for each pair of areas, what limits the comparison of their figures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::assessed::Assessed;
use super::rule::{Rule, Settings};
use super::rule_context::{has_value, span};
use super::rules::OF_ONE_AREA;
use crate::model::{CodeId, Comparability, Key, MappingLine, Reason, ReasonRole, RefArea, ReferencePeriod, Severity, Unlisted, Use};
use crate::plan::{Known, Plan, Role, Round};

const FACTS: Rule = Rule {
    name: "pair-facts",
    family: "pairs",
    reasons: &[],
    title: "Two areas declare different facts, or one of them declares none",
    when: "A fact that codelists/target.csv asks for differs between the two figures; between two values of the target it is a caution. If one of the two facts is not stated, the reason is FACT. A total that stands for an offence because a fact says that the area counts nothing else carries LAW.",
    what_to_do: "Read both facts side by side with `roundup compare`.",
};
const MEASURES: Rule = Rule {
    name: "pair-measures",
    family: "pairs",
    reasons: &[ReasonRole::Status, ReasonRole::Stage, ReasonRole::Unit],
    title: "Two areas count different things",
    when: "The areas have no measure of the family in common, or the units of count differ.",
    what_to_do: "Do not compare the two figures.",
};
const PERIODS: Rule = Rule {
    name: "pair-periods",
    family: "pairs",
    reasons: &[ReasonRole::Period],
    title: "The figures of two areas cover different periods",
    when: "One of the two figures pools years that the other does not.",
    what_to_do: "Compare both areas over the pooled years, if both can give them.",
};
const GAPS: Rule = Rule {
    name: "pair-gaps",
    family: "pairs",
    reasons: &[ReasonRole::Gap],
    title: "One of two areas has no figure",
    when: "Another area reports the category or year, and one of the two does not, or not as one figure.",
    what_to_do: "Ask the area. A missing figure is not zero.",
};

/// The rules that look at two areas.
pub(super) const RULES: &[&Rule] = &[&FACTS, &MEASURES, &PERIODS, &GAPS];

/// One of the two areas of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairSide {
    /// The area.
    pub area: RefArea,
    /// Its figure; `None`: it has none.
    pub figure: Option<Key>,
}

impl PairSide {
    /// The measure of its figure.
    pub fn measure(&self) -> Option<CodeId> {
        self.figure.as_ref().map(Key::measure)
    }
}

/// A reason between two figures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PairReason {
    /// The reason.
    pub reason: Reason,
    /// How much it weighs.
    pub severity: Severity,
    /// What was found, with the area.
    pub detail: String,
    /// The name of the rule.
    pub rule: &'static str,
    /// The mapping lines that it rests on.
    pub lines: Vec<MappingLine>,
}

/// Two areas, one split, one period.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What is counted, such as a person or a case.
    pub object: String,
    /// The code of each dimension of splits, in order.
    pub split: Arc<[CodeId]>,
    /// The period.
    pub period: ReferencePeriod,
    /// Who states the figures, where figures have a provider.
    pub provider: Option<CodeId>,
    /// The first area, by code.
    pub a: PairSide,
    /// The second one.
    pub b: PairSide,
    /// The reasons, in order, each with its details.
    pub reasons: Vec<PairReason>,
}

impl PairReason {
    /// The reason by its code.
    fn without_words(&self) -> Self {
        let Self { reason, severity, rule, .. } = self;
        Self { reason: *reason, severity: *severity, detail: String::new(), rule, lines: Vec::new() }
    }
}

impl Pair {
    /// The pair with its reasons by their codes alone.
    #[must_use]
    pub fn without_words(&self) -> Self {
        let mut reasons: Vec<PairReason> = self.reasons.iter().map(PairReason::without_words).collect();
        reasons.dedup();
        let (object, split) = (self.object.clone(), Arc::clone(&self.split));
        Self { object, split, period: self.period, provider: self.provider, a: self.a.clone(), b: self.b.clone(), reasons }
    }

    /// How far the two can be compared.
    pub fn level(&self) -> Comparability {
        Comparability::of(self.reasons.iter().map(|between| between.severity))
    }
}

/// Split and period → area → its figures.
type Areas<'a> = BTreeMap<(Arc<[CodeId]>, ReferencePeriod), BTreeMap<RefArea, Figures<'a>>>;
type Figures<'a> = BTreeMap<usize, Vec<&'a Assessed>>;

/// The matrix of a round by the figures of one provider: every two of its areas, for each object and period and each split that an area reports.
pub(super) fn matrix(all: &[Assessed], provider: Option<CodeId>, (plan, round): (&Plan, &Round), settings: &Settings<'_>) -> Vec<Pair> {
    let figures = || all.iter().filter(|figure| figure.observation().key.provider() == provider);
    // Object → split and period → area → order of the measure → figures.
    let mut index: BTreeMap<String, Areas<'_>> = BTreeMap::new();
    let mut periods: BTreeSet<ReferencePeriod> = round.years.iter().map(|year| ReferencePeriod::year(*year)).collect();
    periods.extend(figures().map(|figure| figure.observation().key.time_period));
    // A part of a year is looked at where somebody gives a figure of it.
    let parts: BTreeSet<(CodeId, Arc<[CodeId]>, ReferencePeriod)> = figures()
        .map(|figure| &figure.observation().key)
        .filter(|key| !key.time_period.has_whole_years() && !key.is_aside())
        .map(|key| (key.measure(), split_of(key), key.time_period))
        .collect();
    let compared = || figures().filter(|figure| has_value(figure.observation()) && !figure.observation().key.is_aside());
    let stated: BTreeSet<Stated> = compared().map(|figure| stated_of(&figure.observation().key)).collect();
    for figure in compared() {
        let key = &figure.observation().key;
        let measure = key.measure();
        let family = plan.lists.family(plan.lists.object(&measure));
        let object = index.entry(plan.lists.object(&measure).to_owned()).or_default();
        for split in std::iter::once(split_of(key)).chain(also_of(key, plan, &stated)) {
            let is_given = |period: ReferencePeriod| family.iter().any(|other| parts.contains(&(*other, Arc::clone(&split), period)));
            let is_asked = |period: &&ReferencePeriod| period.has_whole_years() || is_given(**period);
            for period in periods.iter().filter(|period| covers(key.time_period, **period)).filter(is_asked) {
                let area = object.entry((Arc::clone(&split), *period)).or_default().entry(key.ref_area).or_default();
                area.entry(plan.lists.order(&measure)).or_default().push(figure);
            }
        }
    }
    let builder = Builder { plan, settings };
    let mut pairs = Vec::new();
    for (object, splits) in &index {
        for ((split, period), areas) in splits {
            // Lists that need not be complete are long, as those of countries: a code that a single area names compares with nothing.
            let is_of_open_list = |code: &CodeId| code.concept().declared().unlisted == Unlisted::ByFact && !code.is_total();
            if split.iter().any(is_of_open_list) && areas.len() < 2 {
                continue;
            }
            for (n, a) in round.areas.iter().enumerate() {
                for b in round.areas.iter().skip(n + 1) {
                    for (first, second) in sides(areas.get(a), areas.get(b), *period) {
                        let reasons = builder.reasons((*a, first), (*b, second), *period, split);
                        let side =
                            |area: RefArea, figure: Option<&Assessed>| PairSide { area, figure: figure.map(|f| f.observation().key) };
                        let (object, split) = (object.clone(), Arc::clone(split));
                        let (a, b) = (side(*a, first), side(*b, second));
                        pairs.push(Pair { object, split, period: *period, provider, a, b, reasons });
                    }
                }
            }
        }
    }
    pairs
}

/// The codes by which areas are compared.
fn split_of(key: &Key) -> Arc<[CodeId]> {
    key.structure().splits().iter().map(|concept| key.code(*concept)).collect()
}

/// Area, measure, period and codes of a figure.
type Stated = (RefArea, CodeId, ReferencePeriod, Arc<[CodeId]>);

fn stated_of(key: &Key) -> Stated {
    (key.ref_area, key.measure(), key.time_period, split_of(key))
}

/// The other codes by which a figure is compared: where all units of its measure have a code by a declared fact, the total is the figure of the
/// code, and the figure of the code the total, as far as the source does not state the other one itself.
fn also_of(key: &Key, plan: &Plan, stated: &BTreeSet<Stated>) -> Vec<Arc<[CodeId]>> {
    let with = |code: CodeId| -> Arc<[CodeId]> {
        split_of(key).iter().map(|own| if own.concept() == code.concept() { code } else { *own }).collect()
    };
    let other = |code: CodeId| match key.code(code.concept()) {
        own if own == code => Some(with(CodeId::total(code.concept()))),
        own if own.is_total() => Some(with(code)),
        _ => None,
    };
    let is_new = |split: &Arc<[CodeId]>| !stated.contains(&(key.ref_area, key.measure(), key.time_period, Arc::clone(split)));
    plan.whole_of(key).into_iter().filter_map(|(code, _)| other(code)).filter(is_new).collect()
}

/// Whether a figure of `own` says something of `period`.
fn covers(own: ReferencePeriod, period: ReferencePeriod) -> bool {
    own.contains(period)
}

/// The figure that stands for an area: of the exact period before a wider one, from a table before a remark; none where several
/// articles share a code, for then no figure is that of the code.
fn best<'a>(figures: &[&'a Assessed], period: ReferencePeriod) -> Option<&'a Assessed> {
    let rank = |figure: &Assessed| {
        let key = &figure.observation().key;
        (key.time_period != period, !key.in_table())
    };
    let least = figures.iter().map(|figure| rank(figure)).min()?;
    let mut leading = figures.iter().filter(|figure| rank(figure) == least);
    let first = leading.next()?;
    leading.next().is_none().then_some(*first)
}

/// The figures to compare: of each measure that both have; if there is none, the first of each.
fn sides<'a>(
    a: Option<&Figures<'a>>,
    b: Option<&Figures<'a>>,
    period: ReferencePeriod,
) -> Vec<(Option<&'a Assessed>, Option<&'a Assessed>)> {
    let of = |side: Option<&Figures<'a>>| -> BTreeMap<usize, &'a Assessed> {
        side.into_iter().flatten().filter_map(|(order, figures)| best(figures, period).map(|figure| (*order, figure))).collect()
    };
    let (a, b) = (of(a), of(b));
    let common: Vec<_> = a.iter().filter_map(|(order, figure)| b.get(order).map(|other| (Some(*figure), Some(*other)))).collect();
    if common.is_empty() { vec![(a.values().next().copied(), b.values().next().copied())] } else { common }
}

struct Builder<'a> {
    plan: &'a Plan,
    settings: &'a Settings<'a>,
}

impl Builder<'_> {
    fn say(&self, rule: &'static Rule, given: ReasonRole, severity: Severity, detail: String, lines: Vec<MappingLine>) -> PairReason {
        self.say_reason(rule, self.settings.reason(given), severity, detail, lines)
    }

    fn say_reason(&self, rule: &'static Rule, reason: Reason, severity: Severity, detail: String, lines: Vec<MappingLine>) -> PairReason {
        PairReason { reason, severity: self.settings.severity(rule, reason, severity), detail, rule: rule.name, lines }
    }

    fn reasons(
        &self,
        (a, first): (RefArea, Option<&Assessed>),
        (b, second): (RefArea, Option<&Assessed>),
        period: ReferencePeriod,
        split: &[CodeId],
    ) -> Vec<PairReason> {
        let (Some(first), Some(second)) = (first, second) else {
            let without: Vec<String> =
                [(a, first), (b, second)].iter().filter(|(_, f)| f.is_none()).map(|(area, _)| area.to_string()).collect();
            let severity = self.settings.of_reason(ReasonRole::Gap);
            return vec![self.say(&GAPS, ReasonRole::Gap, severity, format!("no figure: {}", without.join(", ")), Vec::new())];
        };
        let mut reasons = self.different(first, second);
        for figure in [first, second] {
            let own = figure.observation().key.time_period;
            if own != period {
                let severity = self.settings.of_reason(ReasonRole::Period);
                let detail = format!("{}: {} in one figure", figure.observation().key.ref_area, span(own));
                reasons.push(self.say(&PERIODS, ReasonRole::Period, severity, detail, Vec::new()));
            }
            reasons.extend(inherited(figure));
            reasons.extend(self.stands_for(figure, split));
        }
        reasons.extend(self.facts(first, second));
        reasons.sort();
        reasons.dedup();
        reasons
    }

    /// A total that stands for a code: its scope is declared, and no line says how near that is to the code.
    fn stands_for(&self, figure: &Assessed, split: &[CodeId]) -> Vec<PairReason> {
        let key = &figure.observation().key;
        if key.structure().splits().iter().zip(split).all(|(concept, code)| key.code(*concept) == *code) {
            return Vec::new();
        }
        let whole = self.plan.whole_of(key);
        let is_chosen = |code: &CodeId| code.concept().declared().unlisted == Unlisted::NotCounted;
        let stands = |(code, _): &(CodeId, MappingLine)| is_chosen(code) && split.contains(code) && key.code(code.concept()).is_total();
        let reason = |(code, line): (CodeId, MappingLine)| {
            let detail = format!("{}: all that it counts is {code} by a declared fact, without an article", key.ref_area);
            self.say(&FACTS, ReasonRole::Law, self.settings.of_reason(ReasonRole::Law), detail, vec![line])
        };
        whole.into_iter().filter(stands).map(reason).collect()
    }

    /// Whether a fact is about what the measure itself says: the status of its units, or the stage.
    fn is_of_measure(&self, fact: &str) -> bool {
        [Role::Status, Role::Stage].into_iter().any(|role| self.plan.lists.says(Some(fact), role))
    }

    /// Measures and units that differ.
    fn different(&self, first: &Assessed, second: &Assessed) -> Vec<PairReason> {
        let (a, b) = (&first.observation().key, &second.observation().key);
        let mut reasons = Vec::new();
        let (measure, other) = (a.measure(), b.measure());
        if measure != other {
            let kind = self.plan.targets.of(measure, &self.plan.lists).find(|target| self.is_of_measure(&target.concept));
            let (reason, severity) =
                kind.map_or((self.settings.reason(ReasonRole::Stage), Severity::Breaks), |target| (target.reason, target.differs));
            let detail = format!("{measure} in {}, {other} in {}", a.ref_area, b.ref_area);
            reasons.push(self.say_reason(&MEASURES, reason, severity, detail, Vec::new()));
        }
        let (unit, other) = (a.unit(), b.unit());
        if unit != other {
            let detail = format!("{unit} in {}, {other} in {}", a.ref_area, b.ref_area);
            reasons.push(self.say(&MEASURES, ReasonRole::Unit, self.settings.of_reason(ReasonRole::Unit), detail, Vec::new()));
        }
        reasons
    }

    /// Facts that differ, and facts that one of the two does not state.
    fn facts(&self, first: &Assessed, second: &Assessed) -> Vec<PairReason> {
        let (a, b) = (&first.observation().key, &second.observation().key);
        let (measure, other) = (a.measure(), b.measure());
        let says_itself = !a.time_period.is_year() || !b.time_period.is_year();
        let (mut reasons, mut missing, mut most_severe, mut where_missing) = (Vec::new(), Vec::new(), None, Vec::new());
        for target in self.plan.targets.of(measure, &self.plan.lists).filter(|target| target.matters(a) && target.matters(b)) {
            let about_measure = measure != other && self.is_of_measure(&target.concept);
            if about_measure || (says_itself && self.plan.lists.says(Some(&target.concept), Role::PeriodKind)) {
                continue;
            }
            let here = self.plan.known((a.sender(), a.ref_area), &measure, &target.concept, a.time_period);
            let there = self.plan.known((b.sender(), b.ref_area), &other, &target.concept, b.time_period);
            let lines = || [here.lines(), there.lines()].concat();
            match (here, there) {
                (Known::Stated(x), Known::Stated(y)) if x.value == y.value => {}
                (Known::Stated(_) | Known::Mixed(..), Known::Stated(_) | Known::Mixed(..)) => {
                    let fits = |known: Known<'_>| known.value().is_some_and(|value| target.values.iter().any(|v| v == value));
                    let covers = |known: Known<'_>, key| known.value().is_some_and(|value| self.plan.lists.covers(value, key));
                    let fine = |known: Known<'_>, key| fits(known) || covers(known, key);
                    let severity = if fine(here, a) && fine(there, b) { target.differs.min(Severity::Caution) } else { target.differs };
                    let word = |known: Known<'_>| known.value().map_or_else(|| "changes within the period".to_owned(), str::to_owned);
                    let detail = format!("{}: {} in {}, {} in {}", target.concept, word(here), a.ref_area, word(there), b.ref_area);
                    reasons.push(self.say_reason(&FACTS, target.reason, severity, detail, lines()));
                }
                _ => {
                    let unstated = |known: Known<'_>| matches!(known, Known::NotStated(_) | Known::Undeclared);
                    let areas: Vec<String> = [(here, a), (there, b)]
                        .iter()
                        .filter(|(known, _)| unstated(*known))
                        .map(|(_, key)| key.ref_area.to_string())
                        .collect();
                    missing.push(format!("{} ({})", target.concept, areas.join(", ")));
                    most_severe = most_severe.max(Some(target.undeclared));
                    where_missing.extend(lines());
                }
            }
        }
        if let Some(severity) = most_severe {
            reasons.push(self.say(&FACTS, ReasonRole::Fact, severity, format!("not stated: {}", missing.join("; ")), where_missing));
        }
        reasons
    }
}

/// What stands against a figure itself; its facts and its period are looked at for the two together.
fn inherited(figure: &Assessed) -> impl Iterator<Item = PairReason> {
    figure.flags().iter().filter(|flag| !OF_ONE_AREA.contains(&flag.rule)).filter_map(|flag| {
        let severity = flag.severity(Use::Between)?;
        let detail = format!("{}: {}", figure.observation().key.ref_area, flag.detail);
        Some(PairReason { reason: flag.reason, severity, detail, rule: flag.rule.name, lines: flag.lines.clone() })
    })
}
