//! Figures from running text.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value, in_table};
use crate::model::{ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "remark",
    family: "figures",
    reasons: &[ReasonRole::Remark],
    title: "The figure is given in a remark and in no table",
    when: "The statement of the figure is NOTE: what it covers follows from a sentence only.",
    what_to_do: "Prefer the figure of a table where there is one.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let severity = context.settings.of_reason(ReasonRole::Remark);
    for (i, _) in context.each().filter(|(_, o)| has_value(o) && !in_table(o)) {
        sink.flag(i, FlagDraft::new(ReasonRole::Remark, severity, &Use::ALL, "stated in a remark only"));
    }
}
