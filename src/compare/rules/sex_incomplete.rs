//! Persons under neither female nor male.

use crate::compare::rule::{Rule, SEX_UNKNOWN_PERCENT};
use crate::compare::rule_context::{FlagCollector, FlagDraft, RuleContext, has_value};
use crate::model::{CodeId, Count, ReasonRole, Severity, Use};
use crate::plan::Role;

pub(super) const RULE: Rule = Rule {
    name: "sex-incomplete",
    family: "figures",
    reasons: &[ReasonRole::SexIncomplete],
    title: "Some persons are under neither female nor male",
    when: "The split by sex of the figure's table has persons under other or unknown. It is a note; above the threshold sex-unknown-percent of the total it is a caution.",
    what_to_do: "Read the numbers of females and males as lower bounds.",
};

pub(super) fn run(context: &RuleContext<'_>, sink: &mut FlagCollector<'_>) {
    let lists = context.lists();
    let Some(sexes) = lists.sexes() else { return };
    let with_role = |roles: &[Role]| -> Vec<CodeId> {
        lists.codes(sexes).iter().filter(|code| roles.iter().any(|role| lists.is(code, *role))).copied().collect()
    };
    let named = with_role(&[Role::Female, Role::Male]);
    let neither = with_role(&[Role::Other, Role::Residual, Role::Unknown, Role::NonResponse]);
    for (i, observation) in context.each().filter(|(_, o)| named.contains(&o.key.code(sexes)) && has_value(o)) {
        let count = |sex: &CodeId| context.find(&observation.key.with(*sex)).and_then(|(_, o)| o.value.count());
        let sum = |codes: &[CodeId]| Count::sum(codes.iter().filter_map(count));
        let Some((outside, inside)) = sum(&neither).zip(sum(&named)) else { continue };
        let Some(listed) = outside.plus(inside) else { continue };
        if outside == Count::default() {
            continue;
        }
        let much = u128::from(outside.get()) * 100 > u128::from(listed.get()) * u128::from(context.settings.threshold(SEX_UNKNOWN_PERCENT));
        let (severity, status) = if much { (Severity::Caution, Role::LowReliability) } else { (Severity::Note, Role::Normal) };
        let mut said =
            FlagDraft::new(ReasonRole::SexIncomplete, severity, &[Use::Between, Use::Sum], format!("{outside} of {listed} are neither"));
        said.status = Some(lists.status(status));
        sink.flag(i, said);
    }
}
