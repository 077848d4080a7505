//! Several years in one figure, and years that are not calendar years.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, span};
use crate::model::{ReasonRole, ReferencePeriod, Use};

pub(super) const RULE: Rule = Rule {
    name: "period-pooled",
    family: "mapping",
    reasons: &[ReasonRole::Period],
    title: "One figure covers several years, or a year that is not a calendar year",
    when: "The reference period of the figure is longer than a calendar year, or is a year that begins in another month than January.",
    what_to_do: "Compare it with figures of the same years only, and never divide it by the number of years: the years may differ.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let severity = context.settings.of_reason(ReasonRole::Period);
    for (i, observation) in context.each().filter(|(_, o)| is_odd(o.key.time_period)) {
        let detail = format!("{} in one figure", span(observation.key.time_period));
        // A sum is made for each period, so that only figures of the same years meet in it.
        sink.flag(i, FlagDraft::new(ReasonRole::Period, severity, &[Use::Between, Use::Time], detail));
    }
}

/// Whether a period is neither a calendar year nor a part of a year.
fn is_odd(period: ReferencePeriod) -> bool {
    period.is_pooled() || (period.months() == ReferencePeriod::year(period.first()).months() && !period.is_year())
}
