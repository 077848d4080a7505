//! More units at a later stage than at an earlier one.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value, in_table, place};
use crate::diag::{Finding, codes};
use crate::model::{Count, Observation, ReasonRole, ReferencePeriod, Use};

pub(super) const RULE: Rule = Rule {
    name: "later-stage-exceeds",
    family: "figures",
    reasons: &[ReasonRole::Ratio],
    title: "More units at a later stage than at an earlier one, over all years",
    when: "Over the years for which the area gives both, a measure is larger than one that precedes it (column precedes of codelists/measure.csv), such as more persons convicted than prosecuted. In a single year this is normal, because cases take years.",
    what_to_do: "Ask whether the two count the same things.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, earlier) in context.each().filter(|(_, o)| in_table(o) && o.key.time_period.is_year()) {
        // Once for each series: from its first year with a figure.
        let measure = earlier.key.measure();
        for later in context.lists().precedes(&measure) {
            let pairs: Vec<(usize, &Observation, usize, &Observation)> = context
                .round
                .years
                .iter()
                .filter_map(|year| {
                    let key = earlier.key.in_period(ReferencePeriod::year(*year));
                    let (a, first) = context.find(&key).filter(|(_, o)| has_value(o))?;
                    let (b, second) = context.find(&key.with(later)).filter(|(_, o)| has_value(o))?;
                    Some((a, first, b, second))
                })
                .collect();
            if pairs.len() < 2 || pairs.first().is_none_or(|(a, ..)| *a != i) {
                continue;
            }
            let sum = |side: fn(&(usize, &Observation, usize, &Observation)) -> Option<Count>| Count::sum(pairs.iter().filter_map(side));
            let sums = sum(|(_, o, _, _)| o.value.count()).zip(sum(|(_, _, _, o)| o.value.count()));
            let Some((before, after)) = sums else { continue };
            if after <= before {
                continue;
            }
            let found =
                format!("{after} of {later}, {before} of {measure}, in the {} years that have both, for {}", pairs.len(), earlier.key);
            let finding = Finding::new(codes::LATER_STAGE_EXCEEDS, place(earlier), found.clone());
            sink.report(pairs.iter().fold(finding, |finding, (_, _, _, o)| finding.related(place(o))));
            for (a, first, b, second) in &pairs {
                let cells = || [first, second].into_iter().flat_map(|o| o.origins.iter().cloned());
                for which in [a, b] {
                    let said = FlagDraft::new(
                        ReasonRole::Ratio,
                        context.settings.of_reason(ReasonRole::Ratio),
                        &[Use::Between, Use::Time],
                        found.clone(),
                    );
                    sink.flag(*which, said.cells(cells()));
                }
            }
        }
    }
}
