//! Records of which one may be counted under several categories.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{RuleContext, Said, Sink};
use crate::model::{ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "counted-each",
    family: "figures",
    reasons: &[ReasonRole::Multiple],
    title: "A person or case with several categories is counted under each",
    when: "The figure was counted from records by flags that do not exclude each other, with several = \"every\".",
    what_to_do: "Add the parts up to no total. Where others count each person once, count by the main category or by one of its own: several = \"main\" or \"mix\".",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut Sink<'_>) {
    let severity = context.settings.of_reason(ReasonRole::Multiple);
    for (i, _) in context.each().filter(|(_, o)| o.counts_each) {
        sink.flag(
            i,
            Said::new(ReasonRole::Multiple, severity, &[Use::Between, Use::Sum], "a record with several categories is counted under each"),
        );
    }
}
