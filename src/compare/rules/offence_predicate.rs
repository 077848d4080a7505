//! Legal articles that do not match the category of the classification exactly.

use super::category_predicate::weight;
use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::model::{ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "offence-predicate",
    family: "mapping",
    reasons: &[ReasonRole::Law],
    title: "The article covers more or less than the code that it is mapped to",
    when: "A line of articles.csv maps the figure's article by a predicate other than skos:exactMatch. Close and broad are a caution; narrow and related break the comparison.",
    what_to_do: "Compare the article's name and the line's comment with the definition of the code in its code list.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, observation) in context.each() {
        for used in observation.mappings.iter().filter(|used| Some(used.code.concept()) == observation.key.structure().detailed()) {
            let Some(severity) = weight(used.predicate) else { continue };
            let name = used.predicate.name().trim_start_matches("skos:");
            let concept = used.code.concept();
            let classification = concept.declared().classification.as_str();
            let of = if classification.is_empty() { concept.column() } else { classification };
            let detail = format!("{} → {of} {} by {name}", used.label, used.code);
            let lines = used.line.iter().copied().collect();
            sink.flag(i, FlagDraft::new(ReasonRole::Law, severity, &[Use::Between, Use::Sum], detail).lines(lines));
        }
    }
}
