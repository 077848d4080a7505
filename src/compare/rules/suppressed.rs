//! Figures that the source or the round withholds.

use crate::compare::rule::Rule;
use crate::compare::world::{Said, Sink, World};
use crate::model::{ObsValue, ReasonRole, Use};
use crate::plan::Role;

pub(super) const RULE: Rule = Rule {
    name: "suppressed",
    family: "gaps",
    reasons: &[ReasonRole::Suppressed],
    title: "The figure is withheld",
    when: "The figure is absent with the SDMX status Q: it exists and is confidential. The source withholds it, or the round does (suppress_below in rounds.toml).",
    what_to_do: "Do not derive it from other figures.",
};

pub(super) fn run(world: &World<'_>, sink: &mut Sink<'_>) {
    for (i, observation) in world.each() {
        if let ObsValue::Absent(absence) = &observation.value
            && world.lists().implies(absence, Role::SuppressedStatus)
        {
            let said = Said::new(ReasonRole::Suppressed, world.settings.of_reason(ReasonRole::Suppressed), &Use::ALL, "withheld");
            sink.flag(i, said);
        }
    }
}
