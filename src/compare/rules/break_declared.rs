//! A break in series that the steward declares.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, with_source};
use crate::model::{ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "break-declared",
    family: "facts",
    reasons: &[ReasonRole::Break],
    title: "The series breaks here",
    when: "comparability.toml declares a break of the figure's measure from the figure's year on; the first period of the new series is flagged (SDMX status B).",
    what_to_do: "Do not compare the figure with the years before.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for area in context.plan.senders.values() {
        for declared in &area.statements.breaks {
            let of_series = |measure: &crate::model::CodeId| declared.measures.contains(measure);
            let concerned = context.each().filter(|(_, o)| {
                o.key.sender() == area.sender
                    && of_series(&o.key.measure())
                    && !o.key.time_period.is_pooled()
                    && declared.affects.is_none_or(|concept| o.key.is_split(concept))
            });
            let is_earlier = |o: &&crate::model::Observation| {
                o.key.sender() == area.sender && of_series(&o.key.measure()) && o.key.time_period.first() < declared.from
            };
            let (mut before, mut after) = (context.earlier.figures().any(|o| is_earlier(&o)), false);
            for (i, observation) in concerned {
                let period = observation.key.time_period;
                before |= period.first() < declared.from;
                after |= period.first() >= declared.from;
                // Of months the first one: the others have the one before them on the same side of the break.
                if period.first() == declared.from && period.previous().is_some_and(|earlier| earlier.first() < declared.from) {
                    let detail = with_source(&declared.what, &declared.source);
                    let severity = context.settings.of_reason(ReasonRole::Break);
                    sink.flag(i, FlagDraft::new(ReasonRole::Break, severity, &[Use::Time], detail).lines(vec![declared.at]));
                }
            }
            if before && after {
                sink.note(declared.at);
            }
        }
    }
}
