//! A fact of one year compared with the year before.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::compare::series::{PreviousPeriod, before, vintage_words};
use crate::model::{ReasonRole, Use};
use crate::plan::Known;

pub(super) const RULE: Rule = Rule {
    name: "fact-changed",
    family: "facts",
    reasons: &[ReasonRole::Break],
    title: "A declared fact differs from the year before",
    when: "A fact that codelists/target.csv asks for has another value than in the year before, or the series continues under another measure.",
    what_to_do: "Do not read the change between the two years as a change in what happened.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, observation) in context.each() {
        let PreviousPeriod::Figure(earlier, vintage) = before(context, observation) else { continue };
        let measure = observation.key.measure();
        let targets = context.plan.targets.of(measure, context.lists());
        for target in targets.filter(|t| t.matters(&observation.key)) {
            let now = context.plan.known_of(&observation.key, &target.concept);
            let then = context.plan.known_of(&earlier.key, &target.concept);
            if let (Known::Stated(a), Known::Stated(b), Some(severity)) = (then, now, target.time)
                && a.value != b.value
            {
                let written = |value: &Option<String>| value.clone().unwrap_or_default();
                let detail = format!(
                    "{}: {} until {}{}, then {}",
                    target.concept,
                    written(&a.value),
                    earlier.key.time_period,
                    vintage_words(vintage),
                    written(&b.value)
                );
                sink.flag(i, FlagDraft::new(ReasonRole::Break, severity, &[Use::Time], detail).lines(vec![a.at, b.at]));
            }
        }
    }
}
