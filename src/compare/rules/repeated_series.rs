//! A series that repeats another one, or is the sum of two others.

use std::collections::BTreeMap;

use crate::compare::rule::{Rule, SERIES_YEARS};
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value, place};
use crate::diag::{Finding, codes};
use crate::model::{CodeId, Count, Observation, ReasonRole, RefArea, Sender, Use};

pub(super) const RULE: Rule = Rule {
    name: "series-repeated",
    family: "figures",
    reasons: &[ReasonRole::Copy],
    title: "A series has the numbers of another one, or of two others together",
    when: "In every year, and in at least series-years years, the totals of one measure equal those of another, or the sum of two others, although the definitions differ. Measures that agree by definition (column within of codelists/measure.csv) are exempt.",
    what_to_do: "Ask what the series counts: it may count the other's units under its own name.",
};

type Series<'a> = BTreeMap<u16, (usize, &'a Observation, Count)>;

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    // Totals only: every split is `_T`.
    let mut by_area: BTreeMap<(Sender, RefArea), BTreeMap<(CodeId, CodeId), Series<'_>>> = BTreeMap::new();
    for (i, o) in context.each().filter(|(_, o)| has_value(o) && o.key.time_period.is_year()) {
        if let Some(count) = o.value.count().filter(|_| !o.key.structure().breakdowns().iter().any(|split| o.key.is_split(*split))) {
            let name = (o.key.measure(), o.key.statement());
            by_area
                .entry((o.key.sender(), o.key.ref_area))
                .or_default()
                .entry(name)
                .or_default()
                .insert(o.key.time_period.first(), (i, o, count));
        }
    }
    let least = context.settings.threshold(SERIES_YEARS);
    for all in by_area.values() {
        let long: Vec<_> = all.iter().filter(|(_, series)| u64::try_from(series.len()).is_ok_and(|years| years >= least)).collect();
        for (n, (name, series)) in long.iter().enumerate() {
            for (other, second) in long.iter().skip(n + 1).filter(|(other, _)| other.0 != name.0) {
                if counts(series) == counts(second) {
                    report(context, sink, &[(name, series), (other, second)], &format!("{} and {} have the same numbers", name.0, other.0));
                }
            }
            let defined = context.lists().holds(&name.0);
            let others: Vec<_> =
                long.iter().filter(|(other, _)| other.0 != name.0 && other.1 == name.1 && !defined.contains(&other.0)).collect();
            for (m, (a, first)) in others.iter().enumerate() {
                for (b, second) in others.iter().skip(m + 1).filter(|(b, _)| b.0 != a.0) {
                    let sum = |year: &u16| first.get(year)?.2.plus(second.get(year)?.2);
                    let is_sum = series.iter().all(|(year, (_, _, count))| sum(year) == Some(*count));
                    if is_sum && first.values().chain(second.values()).all(|(_, _, count)| *count > Count::default()) {
                        let what = format!("{} is {} and {} together", name.0, a.0, b.0);
                        report(context, sink, &[(name, series), (a, first), (b, second)], &what);
                    }
                }
            }
        }
    }
}

fn counts(series: &Series<'_>) -> Vec<(u16, Count)> {
    series.iter().map(|(year, (_, _, count))| (*year, *count)).collect()
}

fn report(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>, all: &[(&(CodeId, CodeId), &Series<'_>)], what: &str) {
    let numbers: Vec<String> = all
        .iter()
        .map(|((measure, statement), series)| {
            let counts: Vec<String> = series.values().map(|(_, _, count)| count.to_string()).collect();
            format!("{measure} ({statement}) {}", counts.join("/"))
        })
        .collect();
    let members = || all.iter().flat_map(|(_, series)| series.values());
    let Some((_, first, _)) = members().next() else { return };
    let found = format!("{what} in every year: {}", numbers.join(", "));
    let finding = Finding::new(codes::SERIES_REPEATED, place(first), found.clone());
    sink.report(members().skip(1).fold(finding, |finding, (_, o, _)| finding.related(place(o))));
    for (i, _, _) in members() {
        let cells = members().flat_map(|(_, o, _)| o.origins.iter().cloned());
        sink.flag(
            *i,
            FlagDraft::new(ReasonRole::Copy, context.settings.of_reason(ReasonRole::Copy), &Use::ALL, found.clone()).cells(cells),
        );
    }
}
