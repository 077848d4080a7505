//! Two figures that a table and a remark give the other way round.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value, in_table, place};
use crate::diag::{Finding, codes};
use crate::model::{Observation, ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "values-exchanged",
    family: "figures",
    reasons: &[ReasonRole::Swapped],
    title: "Two figures seem to be exchanged",
    when: "Of two figures of one period, a remark gives each the value that the table gives the other.",
    what_to_do: "Ask which is right; record the answer in corrections.toml.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let tabled = |remark: &Observation| {
        let key = remark.key.over(remark.key.structure().statement());
        context.find(&key).filter(|(_, table)| has_value(table) && table.value != remark.value)
    };
    let contradicted: Vec<_> = context
        .each()
        .filter(|(_, o)| !in_table(o) && has_value(o))
        .filter_map(|(i, remark)| tabled(remark).map(|(j, table)| (i, remark, j, table)))
        .collect();
    for (n, (i, remark, j, table)) in contradicted.iter().enumerate() {
        for (k, other_remark, l, other_table) in contradicted.iter().skip(n + 1) {
            let same = remark.key.ref_area == other_remark.key.ref_area && remark.key.time_period == other_remark.key.time_period;
            if !same || remark.value != other_table.value || other_remark.value != table.value {
                continue;
            }
            let found = format!(
                "{} for {} and {} for {}; the remarks give them the other way round",
                table.as_shown, table.key, other_table.as_shown, other_table.key
            );
            let finding = Finding::new(codes::VALUES_EXCHANGED, place(table), found.clone());
            sink.report([*other_table, *remark, *other_remark].iter().fold(finding, |finding, o| finding.related(place(o))));
            let cells: Vec<_> = [table, other_table, remark, other_remark].iter().flat_map(|o| o.origins.iter().cloned()).collect();
            for which in [i, j, k, l] {
                let severity = context.settings.of_reason(ReasonRole::Swapped);
                sink.flag(*which, FlagDraft::new(ReasonRole::Swapped, severity, &Use::ALL, found.clone()).cells(cells.iter().cloned()));
            }
        }
    }
}
