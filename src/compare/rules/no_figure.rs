//! Absent figures, and gaps in a series.

use crate::compare::rule::Rule;
use crate::compare::series::{Before, before};
use crate::compare::world::{Said, Sink, World, has_value};
use crate::model::{ObsValue, ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "no-figure",
    family: "gaps",
    reasons: &[ReasonRole::Gap],
    title: "There is no figure, or none in the period before",
    when: "The source names the category and gives no number; or the round collects the period before and the series has no figure there.",
    what_to_do: "Ask the country. No figure is not zero.",
};

pub(super) fn run(world: &World<'_>, sink: &mut Sink<'_>) {
    let severity = world.settings.of_reason(ReasonRole::Gap);
    for (i, observation) in world.each() {
        if let ObsValue::Absent(absence) = &observation.value {
            let name = world.lists().name(absence).unwrap_or("no reason");
            sink.flag(i, Said::new(ReasonRole::Gap, severity, &Use::ALL, format!("no number: {name}")));
            continue;
        }
        match before(world, observation) {
            Before::Gap => {
                let detail = observation.key.time_period.previous().map(|period| format!("no figure for {period}")).unwrap_or_default();
                sink.flag(i, Said::new(ReasonRole::Gap, severity, &[Use::Time], detail));
            }
            Before::Nothing => sink.first_of_series(i),
            Before::Figure(..) => debug_assert!(has_value(observation)),
        }
    }
}
