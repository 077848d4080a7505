//! Age bands across the line between children and adults.

use crate::compare::rule::Rule;
use crate::compare::world::{Said, Sink, World, code};
use crate::model::{Concept, Reason, Use};

pub(super) const RULE: Rule = Rule {
    name: "age-band",
    family: "mapping",
    reasons: &[Reason::AgeDef],
    title: "An age band holds both children and adults",
    when: "The figure's age code begins under 18 and ends at 18 or later (from_age and to_age of codelists/age.csv).",
    what_to_do: "Count it neither with children nor with adults.",
};

pub(super) fn run(world: &World<'_>, sink: &mut Sink<'_>) {
    for (i, observation) in world.each() {
        let age = code(&observation.key, Concept::Age);
        if world.lists().straddles_adulthood(&age) {
            let severity = world.settings.of_reason(Reason::AgeDef);
            let detail = format!("{age} lies across 18 years");
            sink.flag(i, Said::new(Reason::AgeDef, severity, &[Use::Between, Use::Sum], detail));
        }
    }
}
