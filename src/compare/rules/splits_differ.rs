//! Splits of one figure compared with each other, where the source gives no total.

use std::collections::BTreeMap;

use super::parts_and_total::{Parts, covers_adults, declared, is_partial, parts, readings, total_of};
use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value, place};
use crate::diag::{Finding, codes};
use crate::model::{Concept, Count, Key, Observation, ReasonRole, Unlisted, Use};
use crate::plan::Role;

pub(super) const RULE: Rule = Rule {
    name: "splits-differ",
    family: "figures",
    reasons: &[ReasonRole::Arithmetic],
    title: "Two splits of one figure have different sums, and the source gives no total",
    when: "Neither split lacks a part, and neither list is declared partial (a list by country must be declared complete). The sums differ whether children are counted inside or outside the sexes.",
    what_to_do: "Ask the country for the total, and which of the splits leaves something out.",
};

/// A split that claims to be complete: the sums that it may stand for, and its parts.
type Split<'a> = (Concept, Vec<(Count, Count)>, Vec<(usize, &'a Observation)>);

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let mut splits: BTreeMap<Key, Vec<Split<'_>>> = BTreeMap::new();
    let splits_of_a_total = context.lists().structure().splits().iter().copied();
    for split in splits_of_a_total.filter(|split| split.declared().unlisted != Unlisted::NotCounted) {
        let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
        for (i, observation) in context.each().filter(|(_, o)| !o.key.code(split).is_total()) {
            groups.entry(total_of(context, &observation.key, split)).or_default().push(i);
        }
        for (key, members) in groups {
            if context.stated(&key).is_none()
                && let Some(sums) = complete(context, split, &key, &members)
            {
                splits.entry(key).or_default().push(sums);
            }
        }
    }
    for (key, splits) in splits {
        for (i, first) in splits.iter().enumerate() {
            for second in splits.iter().skip(i + 1).filter(|second| !agree(&first.1, &second.1)) {
                report(sink, &key, first, second);
            }
        }
    }
}

fn complete<'a>(context: &RuleContext<'a>, split: Concept, key: &Key, members: &[usize]) -> Option<Split<'a>> {
    let Parts { listed, sums, missing } = parts(context, split, members)?;
    let (readings, children_missing) = readings(context, split, key, &listed, sums);
    let lost = listed.iter().any(|(_, o)| o.counts_each || context.is_incomplete(o) || !has_value(o) || context.is_doubted(o));
    let listed_all = split.declared().unlisted != Unlisted::ByFact
        || context.lists().says(declared(context, key, Role::ListCompleteness), Role::Complete);
    let covers = covers_adults(context, split, &listed);
    let is_complete = !missing && !children_missing && !lost && listed_all && covers && !is_partial(context, split, key, &listed);
    is_complete.then_some((split, readings, listed))
}

/// Whether one of the sums of either can be the same.
fn agree(a: &[(Count, Count)], b: &[(Count, Count)]) -> bool {
    a.iter().any(|(low, high)| b.iter().any(|(other_low, other_high)| low <= other_high && other_low <= high))
}

fn report(sink: &mut FlagCollector<'_>, key: &Key, first: &Split<'_>, second: &Split<'_>) {
    let sum = |(_, readings, _): &Split<'_>| {
        readings.iter().map(|(_, high)| high.to_string()).collect::<Vec<_>>().join(" or, with the children, ")
    };
    let found =
        format!("the parts by {} sum to {}, those by {} to {}, for {key}", first.0.column(), sum(first), second.0.column(), sum(second));
    let (Some((_, one)), Some((_, other))) = (first.2.first(), second.2.first()) else { return };
    sink.report(Finding::new(codes::SPLITS_DIFFER, place(one), found.clone()).related(place(other)));
    let both = || first.2.iter().chain(&second.2);
    let severity = sink.settings.of_reason(ReasonRole::Arithmetic);
    for (i, _) in both() {
        let cells = both().flat_map(|(_, o)| o.origins.iter().cloned());
        sink.flag(*i, FlagDraft::new(ReasonRole::Arithmetic, severity, &Use::ALL, found.clone()).cells(cells));
    }
}
