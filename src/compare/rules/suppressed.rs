//! Figures that the source or the round suppresses.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::model::{ObsValue, ReasonRole, Use};
use crate::plan::Role;

pub(super) const RULE: Rule = Rule {
    name: "suppressed",
    family: "gaps",
    reasons: &[ReasonRole::Suppressed],
    title: "The figure is suppressed",
    when: "The figure is absent with the SDMX status Q: it exists and is confidential. The source suppresses it, or the round does (suppress_below in rounds.toml).",
    what_to_do: "Do not derive it from other figures.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, observation) in context.each() {
        if let ObsValue::Absent(absence) = &observation.value
            && context.lists().implies(absence, Role::SuppressedStatus)
        {
            let said = FlagDraft::new(ReasonRole::Suppressed, context.settings.of_reason(ReasonRole::Suppressed), &Use::ALL, "suppressed");
            sink.flag(i, said);
        }
    }
}
