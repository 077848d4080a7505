//! Figures that the source or the round withholds.

use crate::compare::rule::Rule;
use crate::compare::world::{Said, Sink, World};
use crate::model::{ObsValue, Reason, Use};

pub(super) const RULE: Rule = Rule {
    name: "suppressed",
    family: "gaps",
    reasons: &[Reason::Sdc],
    title: "The figure is withheld",
    when: "The figure is absent with the SDMX status Q: it exists and is confidential. The source withholds it, or the round does (suppress_below in rounds.toml).",
    what_to_do: "Do not derive it from other figures.",
};

pub(super) fn run(world: &World<'_>, sink: &mut Sink<'_>) {
    for (i, observation) in world.each() {
        if let ObsValue::Absent(absence) = &observation.value
            && world.lists().status_of_absence(absence).as_str() == "Q"
        {
            let said = Said::new(Reason::Sdc, world.settings.of_reason(Reason::Sdc), &Use::ALL, "withheld");
            sink.flag(i, said);
        }
    }
}
