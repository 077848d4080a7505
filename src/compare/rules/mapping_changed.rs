//! A national category that is mapped by another line than in the year before.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::compare::series::{PreviousPeriod, before, vintage_words};
use crate::model::{MappingLine, ReasonRole, Severity, Use};
use crate::normalize::normalize;

pub(super) const RULE: Rule = Rule {
    name: "mapping-changed",
    family: "mapping",
    reasons: &[ReasonRole::Break],
    title: "The same national label is mapped by another line than in the year before",
    when: "The figure and that of the year before have the same label, but different crosswalk lines map it, each valid in its own years.",
    what_to_do: "Read the comments of both lines before you read the change as a change in what happened.",
};

/// Whether two lines are of one mapping table, or of that table for different rounds: `xx/crosswalk.csv` and `xx/crosswalk.2022.csv`.
fn same_table(one: &MappingLine, other: &MappingLine) -> bool {
    let table = |line: &MappingLine| line.file.as_str().split('.').next();
    table(one) == table(other)
}

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, observation) in context.each() {
        let PreviousPeriod::Figure(earlier, vintage) = before(context, observation) else { continue };
        for used in &observation.mappings {
            let same_word = |other: &&crate::model::MappingUse| {
                other.code.concept() == used.code.concept() && normalize(&other.label) == normalize(&used.label)
            };
            let Some(old) = earlier.mappings.iter().find(same_word) else { continue };
            if let (Some(now), Some(then)) = (&used.line, &old.line)
                && now != then
                && same_table(now, then)
                && !used.label.starts_with('(')
            {
                let detail = format!(
                    "{}: {} {} until {}{}, then {} {}",
                    used.label,
                    old.predicate,
                    old.code,
                    earlier.key.time_period,
                    vintage_words(vintage),
                    used.predicate,
                    used.code
                );
                let said = FlagDraft::new(ReasonRole::Break, Severity::Caution, &[Use::Time], detail);
                sink.flag(i, said.lines(vec![*then, *now]));
            }
        }
    }
}
