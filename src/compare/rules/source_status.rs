//! Figures of which the source, or its mapping, says that they are not certain.

use crate::compare::rule::Rule;
use crate::compare::world::{Said, Sink, World, has_value};
use crate::model::{ReasonRole, Use};
use crate::plan::Role;

pub(super) const RULE: Rule = Rule {
    name: "source-status",
    family: "figures",
    reasons: &[ReasonRole::Unvalidated],
    title: "The source or its mapping calls the figure uncertain",
    when: "A footnote, a correction or the crosswalk gives the figure the SDMX status U (low reliability) or V (not validated).",
    what_to_do: "Read the footnote or the comment; use the figure with it beside.",
};

pub(super) fn run(world: &World<'_>, sink: &mut Sink<'_>) {
    for (i, observation) in world.each().filter(|(_, o)| {
        has_value(o) && (world.lists().is(&o.status, Role::LowReliability) || world.lists().is(&o.status, Role::Unvalidated))
    }) {
        let notes: Vec<String> = observation.footnotes.iter().filter_map(|note| note.text.clone()).collect();
        let detail = if notes.is_empty() { format!("status {} of the source", observation.status) } else { notes.join(" | ") };
        let mut said = Said::new(ReasonRole::Unvalidated, world.settings.of_reason(ReasonRole::Unvalidated), &Use::ALL, detail);
        said.status = Some(observation.status);
        sink.flag(i, said);
    }
}
