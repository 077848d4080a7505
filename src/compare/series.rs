//! The period before a figure in its series.

use super::rule_context::{RuleContext, has_value};
use crate::model::{CodeId, Key, Name, Observation, ReferencePeriod};
use crate::plan::Role;

/// What stands before a figure.
pub(super) enum PreviousPeriod<'a> {
    /// The round collects no period before it, or the figure pools several years.
    Nothing,
    /// The figure of the period before; of another measure of the family, or of another age, when the series changed so. With the round that has it, where
    /// that is an earlier one.
    Figure(&'a Observation, Option<Name>),
    /// The period before is collected, and there is no figure.
    Gap,
}

/// The vintage that a figure was taken from, in words; nothing for one of the round itself.
pub(super) fn vintage_words(vintage: Option<Name>) -> String {
    vintage.map(|round| format!(" (as round {round} has it)")).unwrap_or_default()
}

/// The figure before `observation`.
pub(super) fn before<'a>(context: &RuleContext<'a>, observation: &Observation) -> PreviousPeriod<'a> {
    let key = &observation.key;
    let in_round = |period: &ReferencePeriod| (period.first()..=period.last()).all(|year| context.round.years.contains(&year));
    let is_collected = |period: &ReferencePeriod| in_round(period) || context.earlier.asked(key, *period);
    let earlier = key.time_period.previous().filter(is_collected);
    let (Some(period), false) = (earlier, key.time_period.is_pooled()) else { return PreviousPeriod::Nothing };
    let earlier = key.in_period(period);
    // What a round before has is looked up in the same way, and never mixed with what this one has.
    let stated = |key: &Key| {
        if in_round(&period) {
            context.stated(key).map(|(_, found)| PreviousPeriod::Figure(found, None))
        } else {
            context.stated_before(key).map(|(found, vintage)| PreviousPeriod::Figure(found, Some(vintage)))
        }
    };
    if in_round(&period)
        && let Some((_, found)) = context.find(&earlier).filter(|(_, o)| has_value(o))
    {
        return PreviousPeriod::Figure(found, None);
    }
    if let Some(found) = stated(&earlier) {
        return found;
    }
    let measure = key.measure();
    let family = context.lists().family(context.lists().object(&measure));
    let same_unit = |other: &CodeId| *other != measure && context.lists().unit_of(other) == context.lists().unit_of(&measure);
    // A series continues only under a measure that differs in the status of its units, not in their stage or kind.
    let is_status =
        context.plan.targets.of(measure, context.lists()).any(|target| context.lists().says(Some(&target.concept), Role::Status));
    let by_measure = family.iter().filter(|other| is_status && same_unit(other)).find_map(|other| {
        let has_own = context
            .observations
            .iter()
            .any(|o| o.key.ref_area == key.ref_area && o.key.time_period == key.time_period && o.key.measure() == *other && has_value(o));
        // A measure that goes on beside this one is not a predecessor of it.
        (!has_own).then(|| stated(&earlier.with(*other))).flatten()
    });
    if let Some(found) = by_measure {
        return found;
    }
    // The sexes with the children in them, or of adults alone.
    if let Some(rule) = context.lists().child_rule()
        && rule.sexes.is_some_and(|sexes| key.is_split(sexes))
    {
        for age in [CodeId::total(rule.ages), rule.adults] {
            if let Some(found) = stated(&earlier.with(age)) {
                return found;
            }
        }
    }
    PreviousPeriod::Gap
}
