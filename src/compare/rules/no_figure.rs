//! Absent figures, and gaps in a series.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value};
use crate::compare::series::{PreviousPeriod, before};
use crate::model::{ObsValue, ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "no-figure",
    family: "gaps",
    reasons: &[ReasonRole::Gap],
    title: "There is no figure, or none in the period before",
    when: "The source names the category and gives no number; or the round collects the period before and the series has no figure there.",
    what_to_do: "Ask the country. A missing figure is not zero.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let severity = context.settings.of_reason(ReasonRole::Gap);
    for (i, observation) in context.each() {
        if let ObsValue::Absent(absence) = &observation.value {
            let name = context.lists().name(absence).unwrap_or("no reason");
            sink.flag(i, FlagDraft::new(ReasonRole::Gap, severity, &Use::ALL, format!("no number: {name}")));
            continue;
        }
        match before(context, observation) {
            PreviousPeriod::Gap => {
                let detail = observation.key.time_period.previous().map(|period| format!("no figure for {period}")).unwrap_or_default();
                sink.flag(i, FlagDraft::new(ReasonRole::Gap, severity, &[Use::Time], detail));
            }
            PreviousPeriod::Nothing => sink.first_of_series(i),
            PreviousPeriod::Figure(..) => debug_assert!(has_value(observation)),
        }
    }
}
