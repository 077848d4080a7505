//! National categories that do not match the common ones exactly.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::model::{Concept, Predicate, ReasonRole, Severity, Use};

pub(super) const RULE: Rule = Rule {
    name: "category-predicate",
    family: "mapping",
    reasons: &[ReasonRole::Category],
    title: "The national category is not the common one",
    when: "A line of crosswalk.csv maps a dimension of the figure by a predicate other than skos:exactMatch. Close and broad are a caution; narrow (the national category includes more than the code) and related break the comparison.",
    what_to_do: "Read the line's comment, which says how the two differ.",
};

/// What a predicate weighs.
pub(super) fn weight(predicate: Predicate) -> Option<Severity> {
    match predicate {
        Predicate::Exact => None,
        Predicate::Close | Predicate::Broad => Some(Severity::Caution),
        Predicate::Narrow | Predicate::Related => Some(Severity::Breaks),
    }
}

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, observation) in context.each() {
        // Of the dimension with a national detail articles.csv decides, and another rule says what its predicates weigh.
        let structure = observation.key.structure();
        let is_own = |concept: Concept| concept.is_dimension() && ![structure.detail(), structure.detailed()].contains(&Some(concept));
        for used in observation.mappings.iter().filter(|used| is_own(used.code.concept())) {
            let Some(severity) = weight(used.predicate) else { continue };
            let name = used.predicate.name().trim_start_matches("skos:");
            let detail = format!("{} → {} {} by {name}", used.label, used.code.concept().column(), used.code);
            let lines = used.line.iter().copied().collect();
            sink.flag(i, FlagDraft::new(ReasonRole::Category, severity, &[Use::Between, Use::Sum], detail).lines(lines));
        }
    }
}
