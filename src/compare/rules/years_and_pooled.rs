//! A figure for several years against the figures of the years.

use crate::compare::rule::Rule;
use crate::compare::world::{Said, Sink, World, has_value, place};
use crate::diag::{Finding, codes};
use crate::model::{Count, ReasonRole, ReferencePeriod, Use};

pub(super) const RULE: Rule = Rule {
    name: "years-and-pooled",
    family: "figures",
    reasons: &[ReasonRole::Arithmetic],
    title: "The figures of the years do not add up to the figure for all of them",
    when: "The source gives a figure for several years and one for each of them, and the sum differs.",
    what_to_do: "Ask the country what the figure for several years holds that the years do not.",
};

pub(super) fn run(world: &World<'_>, sink: &mut Sink<'_>) {
    for (i, pooled) in world.each().filter(|(_, o)| o.key.time_period.is_pooled() && has_value(o)) {
        let Some(count) = pooled.value.count() else { continue };
        let period = pooled.key.time_period;
        let years: Option<Vec<_>> =
            (period.first()..=period.last()).map(|year| world.stated(&pooled.key.in_period(ReferencePeriod::year(year)))).collect();
        let Some(years) = years else { continue };
        let counts: Option<Vec<Count>> = years.iter().map(|(_, o)| o.value.count()).collect();
        let Some(sum) = counts.and_then(Count::sum) else { continue };
        if sum == count {
            continue;
        }
        let found = format!("{count} for {}, the years sum to {sum}, for {}", period, pooled.key);
        let finding = Finding::new(codes::YEARS_DIFFER_FROM_POOLED, place(pooled), found.clone());
        sink.report(years.iter().fold(finding, |finding, (_, o)| finding.related(place(o))));
        let cells = years.iter().flat_map(|(_, o)| o.origins.iter().cloned());
        sink.flag(i, Said::new(ReasonRole::Arithmetic, world.settings.of_reason(ReasonRole::Arithmetic), &Use::ALL, found).cells(cells));
    }
}
