//! A national category that is mapped by another line than in the year before.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::compare::series::{PreviousPeriod, before};
use crate::model::{ReasonRole, Severity, Use};
use crate::normalize::normalize;

pub(super) const RULE: Rule = Rule {
    name: "mapping-changed",
    family: "mapping",
    reasons: &[ReasonRole::Break],
    title: "The same national label is mapped by another line than in the year before",
    when: "The figure and that of the year before have the same label, but different crosswalk lines map it, each valid in its own years.",
    what_to_do: "Read the comments of both lines before you read the change as a change in what happened.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, observation) in context.each() {
        let PreviousPeriod::Figure(earlier) = before(context, observation) else { continue };
        for used in &observation.mappings {
            let same_word = |other: &&crate::model::MappingUse| {
                other.code.concept() == used.code.concept() && normalize(&other.label) == normalize(&used.label)
            };
            let Some(old) = earlier.mappings.iter().find(same_word) else { continue };
            if let (Some(now), Some(then)) = (&used.line, &old.line)
                && now != then
                && now.file == then.file
                && !used.label.starts_with('(')
            {
                let detail = format!(
                    "{}: {} {} until {}, then {} {}",
                    used.label, old.predicate, old.code, earlier.key.time_period, used.predicate, used.code
                );
                let said = FlagDraft::new(ReasonRole::Break, Severity::Caution, &[Use::Time], detail);
                sink.flag(i, said.lines(vec![*then, *now]));
            }
        }
    }
}
