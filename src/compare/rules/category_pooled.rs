//! Categories that pool what the taxonomy separates.

use crate::compare::rule::Rule;
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext};
use crate::model::{CodeId, ObsValue, ReasonRole, Use};
use crate::plan::Role;

pub(super) const RULE: Rule = Rule {
    name: "category-pooled",
    family: "mapping",
    reasons: &[ReasonRole::Pooled],
    title: "A category pools what others separate, or is included in such a category",
    when: "A code of the figure joins other codes of its list (column pools), which gives the SDMX status W; or the source says that the figure is included in another category, which gives K.",
    what_to_do: "Compare pooled categories only with each other; what they include depends on the other categories that the source's list names.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let severity = context.settings.of_reason(ReasonRole::Pooled);
    let uses = [Use::Between, Use::Sum];
    for (i, observation) in context.each() {
        for code in observation.key.codes() {
            let pools = context.lists().pools(code);
            if !pools.is_empty() {
                let joined: Vec<&str> = pools.iter().map(CodeId::as_str).collect();
                sink.flag(i, FlagDraft::new(ReasonRole::Pooled, severity, &uses, format!("{code} joins {}", joined.join(" and "))));
            }
        }
        let absorbed = context.lists().status(Role::IncludedElsewhere);
        if let ObsValue::Absent(absence) = &observation.value
            && context.lists().status_of_absence(absence) == absorbed
        {
            let mut said = FlagDraft::new(ReasonRole::Pooled, severity, &uses, "included in another category of the table");
            said.status = Some(absorbed);
            sink.flag(i, said);
        }
    }
}
