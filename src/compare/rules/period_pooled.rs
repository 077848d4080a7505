//! Several years in one figure.

use crate::compare::rule::Rule;
use crate::compare::world::{Said, Sink, World};
use crate::model::{ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "period-pooled",
    family: "mapping",
    reasons: &[ReasonRole::Period],
    title: "One figure covers several years",
    when: "The reference period of the figure is longer than a calendar year.",
    what_to_do: "Compare it with figures of the same years only, and never divide it: the years may differ.",
};

pub(super) fn run(world: &World<'_>, sink: &mut Sink<'_>) {
    let severity = world.settings.of_reason(ReasonRole::Period);
    for (i, observation) in world.each().filter(|(_, o)| o.key.time_period.is_pooled()) {
        let period = observation.key.time_period;
        let detail = format!("{} to {} in one figure", period.first(), period.last());
        // A sum is made for each period, so that only figures of the same years meet in it.
        sink.flag(i, Said::new(ReasonRole::Period, severity, &[Use::Between, Use::Time], detail));
    }
}
