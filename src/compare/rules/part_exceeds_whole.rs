//! A measure that is smaller than one that it includes by definition.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value, in_table, place};
use crate::diag::{Finding, codes};
use crate::model::{ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "part-exceeds-whole",
    family: "figures",
    reasons: &[ReasonRole::Arithmetic],
    title: "A figure is larger than one that includes it by definition",
    when: "By codelists/measure.csv (column within) one measure includes the units of another, as investigations conducted include those that were opened, and yet it is smaller in the same period.",
    what_to_do: "Ask which is right, and whether the two are exchanged.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, whole) in context.each().filter(|(_, o)| in_table(o) && has_value(o)) {
        for held in context.lists().holds(&whole.key.measure()) {
            let Some((j, part)) = context.find(&whole.key.with(held)) else { continue };
            let (Some(all), Some(some)) = (whole.value.count(), part.value.count()) else { continue };
            if some <= all {
                continue;
            }
            let found = format!("{some} of {held}, {all} of {}, which holds it, for {}", whole.key.measure(), whole.key);
            sink.report(Finding::new(codes::PART_EXCEEDS_WHOLE, place(whole), found.clone()).related(place(part)));
            for (which, other) in [(i, part), (j, whole)] {
                let said =
                    FlagDraft::new(ReasonRole::Arithmetic, context.settings.of_reason(ReasonRole::Arithmetic), &Use::ALL, found.clone());
                sink.flag(which, said.cells(other.origins.iter().cloned()));
            }
        }
    }
}
