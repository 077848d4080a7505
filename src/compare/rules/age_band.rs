//! Age bands across the line between children and adults.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::model::{ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "age-band",
    family: "mapping",
    reasons: &[ReasonRole::AgeBand],
    title: "An age band includes both children and adults",
    when: "The figure's age band begins below the age at which adults begin and ends at it or later (from_age and to_age of the code list).",
    what_to_do: "Count it neither with children nor with adults.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let Some((rule, line)) = context.lists().child_rule().zip(context.lists().adulthood()) else { return };
    for (i, observation) in context.each() {
        let age = observation.key.code(rule.ages);
        if context.lists().straddles_adulthood(&age) {
            let severity = context.settings.of_reason(ReasonRole::AgeBand);
            let detail = format!("{age} lies across {line} years");
            sink.flag(i, FlagDraft::new(ReasonRole::AgeBand, severity, &[Use::Between, Use::Sum], detail));
        }
    }
}
