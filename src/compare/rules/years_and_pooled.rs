//! A figure for a long period compared with the figures of its parts: several years against each of them, a year against its months.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value, place};
use crate::diag::{Finding, codes};
use crate::model::{Count, ReasonRole, ReferencePeriod, Use};

pub(super) const RULE: Rule = Rule {
    name: "years-and-pooled",
    family: "figures",
    reasons: &[ReasonRole::Arithmetic],
    title: "The parts of a period do not add up to the figure for all of it",
    when: "The source gives a figure for several years and one for each of them, or one for a year and one for each month, and the sum differs.",
    what_to_do: "Ask the country what the figure for the long period includes that the parts do not.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    // A year has months only where the round collects them.
    let has_parts = |period: ReferencePeriod| period.is_pooled() || (context.round.parts_of_years && period.months() > 1);
    for (i, whole) in context.each().filter(|(_, o)| has_parts(o.key.time_period) && has_value(o)) {
        let Some(count) = whole.value.count() else { continue };
        let period = whole.key.time_period;
        let parts: Option<Vec<_>> = period.parts().into_iter().map(|part| context.stated(&whole.key.in_period(part))).collect();
        let Some(parts) = parts else { continue };
        let counts: Option<Vec<Count>> = parts.iter().map(|(_, o)| o.value.count()).collect();
        let Some(sum) = counts.and_then(Count::sum) else { continue };
        if sum == count {
            continue;
        }
        let words = if period.is_pooled() { "years" } else { "months" };
        let found = format!("{count} for {period}, the {words} sum to {sum}, for {}", whole.key);
        let finding = Finding::new(codes::YEARS_DIFFER_FROM_POOLED, place(whole), found.clone());
        sink.report(parts.iter().fold(finding, |finding, (_, o)| finding.related(place(o))));
        let cells = parts.iter().flat_map(|(_, o)| o.origins.iter().cloned());
        sink.flag(
            i,
            FlagDraft::new(ReasonRole::Arithmetic, context.settings.of_reason(ReasonRole::Arithmetic), &Use::ALL, found).cells(cells),
        );
    }
}
