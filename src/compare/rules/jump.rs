//! A figure far outside the range of its series.

use crate::compare::rule::{JUMP_FACTOR, JUMP_LEAST, Rule};
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, place};
use crate::compare::series::{PreviousPeriod, before, vintage_words};
use crate::diag::{Finding, codes};
use crate::model::{Count, ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "jump",
    family: "figures",
    reasons: &[ReasonRole::Jump],
    title: "The figure is many times larger or smaller than the year before",
    when: "The larger of the two is at least jump-factor times the smaller, and they differ by at least jump-least.",
    what_to_do: "Ask for the reason: one large operation, another way of counting, or an error.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let (factor, least) = (context.settings.threshold(JUMP_FACTOR), context.settings.threshold(JUMP_LEAST));
    for (i, observation) in context.each() {
        let PreviousPeriod::Figure(earlier, vintage) = before(context, observation) else { continue };
        let same_series = observation.key.codes() == earlier.key.codes();
        let (Some(now), Some(then), true) = (observation.value.count().map(Count::get), earlier.value.count().map(Count::get), same_series)
        else {
            continue;
        };
        let (small, large) = (now.min(then), now.max(then));
        if large - small >= least && u128::from(large) >= u128::from(small) * u128::from(factor) {
            let (year, before) = (observation.key.time_period, vintage_words(vintage));
            let found = format!("{then} in {}{before}, {now} in {year}, for {}", earlier.key.time_period, observation.key);
            // A cell of another round is none of this one.
            let related = if vintage.is_some() { &[][..] } else { &earlier.origins };
            let finding = Finding::new(codes::VALUE_JUMPS, place(observation), found.clone());
            sink.report(if vintage.is_some() { finding } else { finding.related(place(earlier)) });
            let said = FlagDraft::new(ReasonRole::Jump, context.settings.of_reason(ReasonRole::Jump), &[Use::Time], found);
            sink.flag(i, said.cells(related.iter().cloned()));
        }
    }
}
