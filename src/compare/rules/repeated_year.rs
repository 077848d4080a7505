//! A year whose figures are those of the year before.

use std::collections::BTreeMap;

use crate::compare::rule::{REPEATED_VALUE, Rule, YEAR_LEAST};
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, in_table, place};
use crate::compare::series::{PreviousPeriod, before, vintage_words};
use crate::diag::{Finding, codes};
use crate::model::{CodeId, Name, Observation, ReasonRole, RefArea, ReferencePeriod, Sender, Use};

pub(super) const RULE: Rule = Rule {
    name: "repeated-year",
    family: "figures",
    reasons: &[ReasonRole::Copy],
    title: "The figures of a year are those of the year before",
    when: "Most of the figures that a measure of an area has in two years that follow each other are the same numbers: at least year-least of them, none smaller than repeated-value.",
    what_to_do: "Ask whether the year was filled in: it is likely to be a copy of the other.",
};

/// The figures of one measure in one period that have one in the period before, and the vintage of those.
#[derive(Default)]
struct Year<'a> {
    shared: usize,
    equal: Vec<(usize, &'a Observation, &'a Observation)>,
    vintage: Option<Name>,
}

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let (most, least) = (context.settings.threshold(YEAR_LEAST).max(1), context.settings.threshold(REPEATED_VALUE));
    let mut years: BTreeMap<(Sender, RefArea, CodeId, ReferencePeriod), Year<'_>> = BTreeMap::new();
    for (i, observation) in context.each().filter(|(_, o)| in_table(o) && o.value.count().is_some_and(|count| count.get() >= least)) {
        let PreviousPeriod::Figure(earlier, vintage) = before(context, observation) else { continue };
        if observation.key.codes() != earlier.key.codes() || earlier.value.count().is_none() {
            continue;
        }
        let key = &observation.key;
        let year = years.entry((key.sender(), key.ref_area, key.measure(), key.time_period)).or_default();
        year.shared += 1;
        year.vintage = vintage;
        if observation.value.count() == earlier.value.count() {
            year.equal.push((i, observation, earlier));
        }
    }
    for ((_, area, measure, period), year) in years {
        let enough = u64::try_from(year.equal.len()).unwrap_or(u64::MAX) >= most;
        if !enough || year.equal.len() * 2 <= year.shared {
            continue;
        }
        let Some((_, first, earlier)) = year.equal.first() else { continue };
        let found = format!(
            "{} of the {} figures of {measure} that {area} has in {} and {period} are the same numbers{}",
            year.equal.len(),
            year.shared,
            earlier.key.time_period,
            vintage_words(year.vintage)
        );
        let finding = Finding::new(codes::YEAR_REPEATED, place(first), found.clone());
        sink.report(year.equal.iter().skip(1).fold(finding, |finding, (_, o, _)| finding.related(place(o))));
        for (i, own, _) in &year.equal {
            let said = FlagDraft::new(ReasonRole::Copy, context.settings.of_reason(ReasonRole::Copy), &[Use::Time], found.clone());
            sink.flag(*i, said.cells(own.origins.iter().cloned()));
        }
    }
}
