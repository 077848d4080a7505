//! A declared fact compared with the target of the region.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::model::{Severity, Use};
use crate::plan::Known;

pub(super) const RULE: Rule = Rule {
    name: "fact-differs",
    family: "facts",
    reasons: &[],
    title: "A declared fact is not what the region wants to compare",
    when: "comparability.toml declares a fact of the figure's measure whose value is not among those of codelists/target.csv; the target gives the reason. Where the value covers all that the figure counts, such as children only for a count of children, it is a caution at most.",
    what_to_do: "Compare the figure only with figures for which the same is declared; `roundup compare` lists both sides.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, observation) in context.each() {
        let key = &observation.key;
        let measure = key.measure();
        for target in context.targets(key, measure) {
            let known = context.plan.known_of(key, &target.concept);
            let values: Vec<&str> = match known {
                Known::Stated(fact) => fact.value.as_deref().into_iter().collect(),
                Known::Mixed(first, second) => [first, second].iter().filter_map(|fact| fact.value.as_deref()).collect(),
                Known::NotStated(_) | Known::Undeclared => continue,
            };
            let outside = |wanted: &[String]| values.iter().any(|value| !wanted.iter().any(|w| w == value));
            let mut weights = Vec::new();
            // A part of the population is not a break where the figure is about that part.
            let covered = values.iter().all(|value| context.lists().covers(value, key));
            let weight = |severity: Severity| if covered { severity.min(Severity::Caution) } else { severity };
            if !target.values.is_empty() && outside(&target.values) {
                weights.push((Use::Between, weight(target.differs)));
            }
            let sum_values = if target.sum_values.is_empty() { &target.values } else { &target.sum_values };
            if let Some(severity) = target.sum.filter(|_| outside(sum_values)) {
                weights.push((Use::Sum, weight(severity)));
            }
            if weights.is_empty() {
                continue;
            }
            let wanted = if target.values.is_empty() { &target.sum_values } else { &target.values };
            let detail = format!("{}: {}; the region asks for {}", target.concept, values.join(" and "), wanted.join(" or "));
            let mut said = FlagDraft::new(target.reason, target.differs, &[], detail).lines(known.lines());
            said.weights = weights;
            said.status = values.iter().find_map(|value| context.lists().status_of_fact_value(value));
            sink.flag(i, said);
        }
    }
}
