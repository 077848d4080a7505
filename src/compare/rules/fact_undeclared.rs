//! Facts that nobody states. Unknown is never comparable.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value};
use crate::diag::{Finding, Location, codes};
use crate::model::{MappingLine, ReasonRole, Severity, Use};
use crate::plan::Known;

pub(super) const RULE: Rule = Rule {
    name: "fact-undeclared",
    family: "facts",
    reasons: &[ReasonRole::Fact],
    title: "A fact that the comparison needs is not stated",
    when: "codelists/target.csv asks for a fact of the figure's measure, and comparability.toml has none, or says that the source does not state it.",
    what_to_do: "Ask the country. Until it answers, the comparison is limited, or impossible where the target says so.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    // Area and measure → concept → years that nobody looked into.
    let mut undeclared: BTreeMap<_, BTreeMap<String, BTreeSet<u16>>> = BTreeMap::new();
    // A fact is about all figures of an area, a measure and a period, or about none of them.
    let mut touched = BTreeSet::new();
    for (i, observation) in context.each() {
        let key = &observation.key;
        let measure = key.measure();
        if touched.insert((key.sender(), key.ref_area, measure, key.time_period)) {
            let facts = context.sender(key).into_iter().flat_map(|area| &area.statements.facts);
            facts.filter(|fact| fact.scope.touches(key)).for_each(|fact| sink.note(fact.at));
        }
        let (mut missing, mut lines, mut most_severe): (Vec<&str>, Vec<MappingLine>, Option<Severity>) = (Vec::new(), Vec::new(), None);
        for target in context.targets(key, measure) {
            let known = context.plan.known_of(key, &target.concept);
            match known {
                Known::Stated(_) | Known::Mixed(..) => continue,
                Known::NotStated(_) => lines.extend(known.lines()),
                Known::Undeclared if has_value(observation) => {
                    let years = undeclared.entry((key.sender(), measure)).or_default().entry(target.concept.clone()).or_default();
                    years.extend(key.time_period.first()..=key.time_period.last());
                }
                Known::Undeclared => {}
            }
            missing.push(&target.concept);
            most_severe = most_severe.max(Some(target.undeclared));
        }
        if let Some(severity) = most_severe {
            let mut said =
                FlagDraft::new(ReasonRole::Fact, severity, &[Use::Between, Use::Sum], format!("not stated: {}", missing.join(", ")));
            said.weights.push((Use::Time, Severity::Caution));
            sink.flag(i, said.lines(lines));
        }
    }
    for ((sender, measure), concepts) in undeclared {
        let name = context.plan.senders.get(&sender).map_or_else(|| "comparability.toml".to_owned(), |own| own.file("comparability.toml"));
        let file = format!("{}/{name}", sender.folder());
        let listed: Vec<String> = concepts
            .iter()
            .map(|(concept, years)| format!("{concept} ({})", years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")))
            .collect();
        let place = Location::Line(MappingLine::whole(&file));
        sink.report(Finding::new(codes::FACT_UNDECLARED, place, format!("{measure}: {}", listed.join("; "))));
    }
}
