//! A figure that a table and a remark give with different values.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value, in_table};
use crate::model::{ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "stated-differently",
    family: "figures",
    reasons: &[ReasonRole::Stated],
    title: "The submission gives the figure another value elsewhere",
    when: "A table and a remark give one figure with different values (the finding is value-stated-differently). Both are flagged, with the other's cells.",
    what_to_do: "Ask which is right.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let severity = context.settings.of_reason(ReasonRole::Stated);
    for (i, remark) in context.each().filter(|(_, o)| !in_table(o) && has_value(o)) {
        let key = remark.key.over(remark.key.structure().statement());
        let Some((j, table)) = context.find(&key).filter(|(_, o)| has_value(o) && o.value != remark.value) else { continue };
        for (which, own, other) in [(i, remark, table), (j, table, remark)] {
            let detail = format!("{} here, {} there", own.as_shown, other.as_shown);
            sink.flag(which, FlagDraft::new(ReasonRole::Stated, severity, &Use::ALL, detail).cells(other.origins.iter().cloned()));
        }
    }
}
