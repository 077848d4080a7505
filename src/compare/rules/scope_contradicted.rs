//! A declared fact says that all units of a measure have one code, and the figures say something else.

use std::collections::BTreeMap;

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, place};
use crate::diag::{Finding, Location, codes};
use crate::model::{MappingLine, Observation, ReasonRole, Use};
use crate::plan::Role;

pub(super) const RULE: Rule = Rule {
    name: "scope-contradicted",
    family: "figures",
    reasons: &[ReasonRole::Arithmetic],
    title: "A fact says that all units have one code, and figures have others",
    when: "By comparability.toml and the column covers of codelists/fact_value.csv all units of a measure have one code, such as the trafficking offence alone; a figure of another code is not zero, or the figure of the code is not the total.",
    what_to_do: "Correct the fact, or its years, or the measures that it is about; the figures say that more is counted.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    // One finding for a fact, with all figures against it.
    let mut against: BTreeMap<MappingLine, Vec<(usize, &Observation, String)>> = BTreeMap::new();
    for (i, figure) in context.each() {
        let key = &figure.key;
        for (code, line) in context.plan.whole_of(key) {
            let Some(count) = figure.value.count().filter(|count| count.get() > 0) else { continue };
            let own = key.code(code.concept());
            let lists = context.lists();
            // What is unknown, a rest, or a band across the line between children and adults can hold units of the code.
            let may_be = lists.is(&own, Role::Unknown) || lists.is_residual(&own) || lists.straddles_adulthood(&own);
            let is_part = may_be || own == code || lists.is_below(&own, &code) || lists.is_below(&code, &own);
            if own.is_total() {
                let of_code = context.stated(&key.with(code)).and_then(|(_, other)| other.value.count());
                if let Some(other) = of_code.filter(|other| *other != count) {
                    against.entry(line).or_default().push((i, figure, format!("{count}, and {other} of {code}, for {key}")));
                }
            } else if !is_part {
                against.entry(line).or_default().push((i, figure, format!("{count} of {own}, which is not {code}, for {key}")));
            }
        }
    }
    for (line, figures) in against {
        let Some((_, first, words)) = figures.first() else { continue };
        let more = figures.len() - 1;
        let found = if more > 0 { format!("{words}, and {more} more") } else { words.clone() };
        let finding = Finding::new(codes::SCOPE_CONTRADICTED, Location::Line(line), found).related(place(first));
        sink.report(figures.iter().skip(1).fold(finding, |finding, (_, figure, _)| finding.related(place(figure))));
        for (i, _, words) in figures {
            let severity = context.settings.of_reason(ReasonRole::Arithmetic);
            sink.flag(i, FlagDraft::new(ReasonRole::Arithmetic, severity, &Use::ALL, words).lines(vec![line]));
        }
    }
}
