//! A figure for a period compared with the figures of its parts: several years with each of them, a year with its quarters or months.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::partition::{Difference, differences};
use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, in_table, place};
use crate::diag::{Finding, codes};
use crate::model::{Count, Key, Observation, ReasonRole, ReferencePeriod, Use};

pub(super) const RULE: Rule = Rule {
    name: "years-and-pooled",
    family: "figures",
    reasons: &[ReasonRole::Arithmetic],
    title: "The parts of a period do not add up to the figure for all of it",
    when: "The source gives a figure for a period and figures for periods that make it up (each of several years, the quarters or months of a year, 2016 and 2017-2018 beside 2016-2018), and the sum differs; or periods within it that do not overlap sum to more, although some part has no figure. A part that differs from its own parts is flagged in place of the whole, where that explains the difference.",
    what_to_do: "Ask the country what the figure for the whole period includes that the parts do not, and whether a person who is counted in two parts is counted once in the whole.",
};

/// A figure with a count.
#[derive(Clone, Copy)]
struct Figure<'a> {
    i: usize,
    observation: &'a Observation,
    count: Count,
}

/// The figures of one thing, in a table or in remarks, by their period.
type Series<'a> = BTreeMap<ReferencePeriod, Vec<Figure<'a>>>;

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    // In order of key, as the figures are.
    let mut found: BTreeMap<usize, (Figure<'_>, Difference, bool)> = BTreeMap::new();
    for (key, series) in series(context).iter().filter(|(_, series)| series.len() > 1) {
        let of_period = |period: &ReferencePeriod| Some((*period, context.stated(&key.in_period(*period))?.1.value.count()?));
        let stated: BTreeMap<ReferencePeriod, Count> = series.keys().filter_map(of_period).collect();
        let wholes = series.iter().flat_map(|(period, figures)| figures.iter().map(|figure| (*period, figure.count))).collect();
        for ((period, count), difference) in differences(&stated, &wholes) {
            let mut figures: Vec<&Figure<'_>> = series.get(&period).into_iter().flatten().filter(|figure| figure.count == count).collect();
            // A remark that repeats the number of the table is not asked about again.
            figures.sort_by_key(|figure| !in_table(figure.observation));
            found.extend(figures.into_iter().enumerate().map(|(n, figure)| (figure.i, (*figure, difference.clone(), n == 0))));
        }
    }
    for (i, (Figure { observation: whole, count, .. }, difference, is_first)) in found {
        let stated = |period: &ReferencePeriod| context.stated(&whole.key.in_period(*period)).map(|(_, o)| o);
        let parts: Vec<&Observation> = difference.parts.iter().filter_map(stated).collect();
        let found = format!("{count} for {}, {}, for {}", whole.key.time_period, words(&difference), whole.key);
        if is_first {
            let finding = Finding::new(codes::YEARS_DIFFER_FROM_POOLED, place(whole), found.clone());
            sink.report(parts.iter().fold(finding, |finding, o| finding.related(place(o))));
        }
        let cells = parts.iter().flat_map(|o| o.origins.iter().cloned());
        sink.flag(
            i,
            FlagDraft::new(ReasonRole::Arithmetic, context.settings.of_reason(ReasonRole::Arithmetic), &Use::ALL, found).cells(cells),
        );
    }
}

/// The series of the round, by the key that they would have in a table of any one period.
fn series<'a>(context: &RuleContext<'a>) -> BTreeMap<Key, Series<'a>> {
    let mut all: BTreeMap<Key, Series<'a>> = BTreeMap::new();
    // Periods of one length have no parts among them.
    let lengths: BTreeSet<u16> = context.each().map(|(_, o)| o.key.time_period.months()).collect();
    if lengths.len() < 2 {
        return all;
    }
    // A year has parts only where the round collects them.
    let is_compared = |period: ReferencePeriod| context.round.parts_of_years || period.has_whole_years();
    for (i, observation) in context.each().filter(|(_, o)| is_compared(o.key.time_period)) {
        let Some(count) = observation.value.count() else { continue };
        let key = &observation.key;
        let own = key.over(key.structure().statement()).in_period(ReferencePeriod::year(0));
        all.entry(own).or_default().entry(key.time_period).or_default().push(Figure { i, observation, count });
    }
    all
}

/// What the parts sum to, in words.
fn words(difference: &Difference) -> String {
    let Difference { parts, sum, is_partition } = difference;
    let mut names: Vec<Option<&str>> = parts.iter().map(|part| part.names()).collect();
    names.dedup();
    match (names.as_slice(), parts.as_slice()) {
        ([Some(names)], _) if *is_partition => format!("the {names} sum to {sum}"),
        _ if *is_partition => format!("the parts {} sum to {sum}", listed(parts)),
        (_, [part]) => format!("{sum} for {}, which lies within it", listed(&[*part])),
        ([Some(names)], _) => format!("the {names} {} alone sum to {sum}", listed(parts)),
        _ => format!("the parts {} alone sum to {sum}", listed(parts)),
    }
}

/// Periods one after the other; of three and more of one length without a gap the first and the last.
fn listed(parts: &[ReferencePeriod]) -> String {
    let follows = |a: &ReferencePeriod, b: &ReferencePeriod| a.ends() == b.begins() && a.months() == b.months();
    let runs = parts.chunk_by(follows).map(|run| match run {
        [first, _, .., last] => format!("{} … {}", written(*first), written(*last)),
        few => few.iter().map(|part| written(*part)).collect::<Vec<_>>().join(", "),
    });
    runs.collect::<Vec<_>>().join(", ")
}

/// Several years as people write them.
fn written(period: ReferencePeriod) -> String {
    if period.is_pooled() && period.has_whole_years() { format!("{}-{}", period.first(), period.last()) } else { period.to_string() }
}
