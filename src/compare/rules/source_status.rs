//! Figures that the source, or its mapping, calls uncertain.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value};
use crate::model::{ReasonRole, Use};
use crate::plan::Role;

pub(super) const RULE: Rule = Rule {
    name: "source-status",
    family: "figures",
    reasons: &[ReasonRole::Unvalidated],
    title: "The source or its mapping calls the figure uncertain",
    when: "A footnote, a correction or the crosswalk gives the figure the SDMX status U (low reliability) or V (not validated).",
    what_to_do: "Read the footnote or the comment; quote it with the figure.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, observation) in context.each().filter(|(_, o)| {
        has_value(o) && (context.lists().is(&o.status, Role::LowReliability) || context.lists().is(&o.status, Role::Unvalidated))
    }) {
        let notes: Vec<String> = observation.footnotes.iter().filter_map(|note| note.text.clone()).collect();
        let detail = if notes.is_empty() { format!("status {} of the source", observation.status) } else { notes.join(" | ") };
        let mut said = FlagDraft::new(ReasonRole::Unvalidated, context.settings.of_reason(ReasonRole::Unvalidated), &Use::ALL, detail);
        said.status = Some(observation.status);
        sink.flag(i, said);
    }
}
