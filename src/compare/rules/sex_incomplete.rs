//! Persons outside female and male.

use crate::compare::rule::{Rule, SEX_UNKNOWN_PERCENT};
use crate::compare::world::{Said, Sink, World, code, has_value, with};
use crate::model::{CodeId, Concept, Count, Reason, Severity, Use};

pub(super) const RULE: Rule = Rule {
    name: "sex-incomplete",
    family: "figures",
    reasons: &[Reason::SexInc],
    title: "Some persons stand outside female and male",
    when: "The split by sex of the figure's table has persons under other or unknown. It is a note; above the threshold sex-unknown-percent of the total it is a caution.",
    what_to_do: "Read females and males as at least so many.",
};

pub(super) fn run(world: &World<'_>, sink: &mut Sink<'_>) {
    for (i, observation) in world.each().filter(|(_, o)| matches!(code(&o.key, Concept::Sex).as_str(), "F" | "M") && has_value(o)) {
        let count = |sex: &str| world.find(&with(&observation.key, CodeId::new(Concept::Sex, sex))).and_then(|(_, o)| o.value.count());
        let sum = |sexes: &[&str]| Count::sum(sexes.iter().filter_map(|sex| count(sex)));
        let Some((outside, listed)) = sum(&["_O", "_U", "_N"]).zip(sum(&["_O", "_U", "_N", "F", "M"])) else { continue };
        if outside == Count::default() {
            continue;
        }
        let much = u128::from(outside.get()) * 100 > u128::from(listed.get()) * u128::from(world.settings.threshold(SEX_UNKNOWN_PERCENT));
        let (severity, status) = if much { (Severity::Caution, "U") } else { (Severity::Note, "A") };
        let mut said = Said::new(Reason::SexInc, severity, &[Use::Between, Use::Sum], format!("{outside} of {listed} are neither"));
        said.status = Some(CodeId::new(Concept::ObsStatus, status));
        sink.flag(i, said);
    }
}
