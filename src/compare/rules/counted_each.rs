//! Counts of records in which one record may be counted under several categories.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::model::{ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "counted-each",
    family: "figures",
    reasons: &[ReasonRole::Multiple],
    title: "A person or case with several categories is counted under each",
    when: "The figure was counted from records by flags that do not exclude each other, with several = \"every\".",
    what_to_do: "Do not add the parts up to a total. Where others count each unit once, count by the main category or by a category for combinations: several = \"main\" or \"mix\".",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let severity = context.settings.of_reason(ReasonRole::Multiple);
    for (i, _) in context.each().filter(|(_, o)| o.counts_each) {
        sink.flag(
            i,
            FlagDraft::new(
                ReasonRole::Multiple,
                severity,
                &[Use::Between, Use::Sum],
                "a record with several categories is counted under each",
            ),
        );
    }
}
