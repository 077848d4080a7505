//! A list that is repeated under another name.

use std::collections::BTreeMap;

use crate::compare::rule::{REPEATED_LEAST, REPEATED_VALUE, Rule};
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, in_table, place};
use crate::diag::{Finding, codes};
use crate::model::{CodeId, Concept, Key, ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "list-repeated",
    family: "figures",
    reasons: &[ReasonRole::Copy],
    title: "Two lists about different things have the same numbers",
    when: "Two measures of an area have, in one period, the same numbers for most of the codes that both lists name: at least repeated-least of them, none smaller than repeated-value.",
    what_to_do: "Ask which list is right: one is likely to be a copy of the other.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for split in context.lists().structure().splits().iter().copied() {
        // The key without measure and split → measure → code → observation.
        let mut lists: BTreeMap<Key, BTreeMap<CodeId, BTreeMap<CodeId, usize>>> = BTreeMap::new();
        for (i, o) in context.each().filter(|(_, o)| in_table(o) && o.value.count().is_some() && !o.key.code(split).is_total()) {
            let structure = o.key.structure();
            let table = o.key.over(split).over(structure.measure()).over(structure.unit());
            let of_measure = lists.entry(table).or_default().entry(o.key.measure()).or_default();
            of_measure.insert(o.key.code(split), i);
        }
        for measures in lists.values() {
            let measures: Vec<_> = measures.iter().collect();
            for (n, (a, first)) in measures.iter().enumerate() {
                for (b, second) in measures.iter().skip(n + 1) {
                    compare(context, sink, split, (a, first), (b, second));
                }
            }
        }
    }
}

type List<'a> = (&'a CodeId, &'a BTreeMap<CodeId, usize>);

fn compare(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>, split: Concept, (a, first): List<'_>, (b, second): List<'_>) {
    let count = |i: usize| context.observations.get(i).and_then(|o| o.value.count());
    let shared: Vec<(usize, usize)> = first.iter().filter_map(|(code, i)| second.get(code).map(|j| (*i, *j))).collect();
    let least = context.settings.threshold(REPEATED_VALUE);
    let equal: Vec<(usize, usize)> =
        shared.iter().copied().filter(|(i, j)| count(*i) == count(*j) && count(*i).is_some_and(|n| n.get() >= least)).collect();
    let enough = u64::try_from(equal.len()).unwrap_or(u64::MAX) >= context.settings.threshold(REPEATED_LEAST).max(1);
    if !enough || equal.len() * 2 <= shared.len() {
        return;
    }
    let observations: Vec<_> =
        equal.iter().flat_map(|(i, j)| [*i, *j]).filter_map(|i| context.observations.get(i).map(|o| (i, o))).collect();
    let Some((_, at)) = observations.first() else { return };
    let same: Vec<String> =
        equal.iter().filter_map(|(i, _)| context.observations.get(*i)).map(|o| format!("{} {}", o.key.code(split), o.as_shown)).collect();
    let found = format!(
        "{} of the {} codes that {a} and {b} share have the same number in {}: {}",
        equal.len(),
        shared.len(),
        at.key.time_period,
        same.join(", ")
    );
    let finding = Finding::new(codes::LIST_REPEATED, place(at), found.clone());
    sink.report(observations.iter().skip(1).fold(finding, |finding, (_, o)| finding.related(place(o))));
    for (i, _) in &observations {
        let cells = observations.iter().flat_map(|(_, o)| o.origins.iter().cloned());
        sink.flag(
            *i,
            FlagDraft::new(ReasonRole::Copy, context.settings.of_reason(ReasonRole::Copy), &Use::ALL, found.clone()).cells(cells),
        );
    }
}
