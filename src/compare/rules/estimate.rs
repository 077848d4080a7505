//! Estimates, roundings and bounds.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::model::{ObsValue, ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "estimate",
    family: "figures",
    reasons: &[ReasonRole::Estimate],
    title: "The source gives an estimate, a rounded figure or a bound",
    when: "The cell says about, at least, at most, less than or a range, or gives a share in percent.",
    what_to_do: "Use the bounds, never the midpoint between them.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let severity = context.settings.of_reason(ReasonRole::Estimate);
    for (i, observation) in context.each() {
        let bound = matches!(observation.value, ObsValue::Bounds { .. });
        let share = matches!(observation.value, ObsValue::Percent(_));
        if observation.approximate || bound || share {
            let mut said = FlagDraft::new(ReasonRole::Estimate, severity, &Use::ALL, format!("\"{}\"", observation.as_shown));
            if share {
                // A share has no count that could be added.
                said.weights.push((Use::Sum, crate::model::Severity::Breaks));
            }
            sink.flag(i, said);
        }
    }
}
