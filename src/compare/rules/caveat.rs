//! A caveat of the source, with the reason that the steward saw in it.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, with_source};
use crate::model::{ReasonRole, Use};

pub(super) const RULE: Rule = Rule {
    name: "caveat",
    family: "facts",
    reasons: &[],
    title: "The source has a caveat about the figure",
    when: "A [[caveat]] of the area's comparability.toml, or of the region's, is about the figure; the caveat gives the reason.",
    what_to_do: "Read the caveat in the detail of the flag, which also gives its place in the source.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    for (i, observation) in context.each() {
        let Some(area) = context.sender(&observation.key) else { continue };
        for caveat in area.statements.caveats.iter().chain(&context.plan.caveats).filter(|caveat| caveat.holds(&observation.key)) {
            let declared = &caveat.declared;
            sink.note(declared.at);
            let severity = caveat.severity.unwrap_or_else(|| context.settings.of(declared.reason));
            let is = |role| context.settings.reason(role) == declared.reason;
            let uses: &[Use] = if is(ReasonRole::Break) || is(ReasonRole::Jump) {
                &[Use::Time]
            } else if is(ReasonRole::Status) {
                // A sum keeps the statuses apart by its measure.
                &[Use::Between, Use::Time]
            } else {
                &Use::ALL
            };
            let detail = with_source(&declared.text, &declared.source);
            sink.flag(i, FlagDraft::new(declared.reason, severity, uses, detail).lines(vec![declared.at]));
        }
    }
}
