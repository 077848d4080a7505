//! The rules of comparability: one file for each rule about figures, with its page at the top. Those about pairs of areas are in `compare/pairs.rs`.

mod age_band;
mod break_declared;
mod category_pooled;
mod category_predicate;
mod caveat;
mod counted_each;
mod estimate;
mod exchanged;
mod fact_changed;
mod fact_differs;
mod fact_undeclared;
mod jump;
mod later_stage;
mod mapping_changed;
mod no_figure;
mod offence_predicate;
mod part_exceeds_whole;
mod parts_and_total;
mod period_pooled;
mod remark;
mod repeated_list;
mod repeated_series;
mod repeated_year;
mod scope_contradicted;
mod sex_incomplete;
mod source_status;
mod splits_differ;
mod stated_differently;
mod suppressed;
mod years_and_pooled;

use super::rule::Rule;
use super::rule_context::{FlagCollector, RuleContext};

/// What a rule does.
pub(super) type Run = fn(&RuleContext<'_>, &mut FlagCollector<'_>);

/// Rules against the region's target and of the period: for two areas both are looked at together, so that nothing is inherited from these.
pub(super) const OF_ONE_AREA: [&Rule; 3] = [&fact_differs::RULE, &fact_undeclared::RULE, &period_pooled::RULE];

/// All rules with what they do. Their order decides nothing.
pub(super) const ALL: &[(&Rule, Run)] = &[
    (&fact_differs::RULE, fact_differs::run),
    (&fact_undeclared::RULE, fact_undeclared::run),
    (&fact_changed::RULE, fact_changed::run),
    (&break_declared::RULE, break_declared::run),
    (&caveat::RULE, caveat::run),
    (&period_pooled::RULE, period_pooled::run),
    (&category_predicate::RULE, category_predicate::run),
    (&offence_predicate::RULE, offence_predicate::run),
    (&category_pooled::RULE, category_pooled::run),
    (&mapping_changed::RULE, mapping_changed::run),
    (&age_band::RULE, age_band::run),
    (&source_status::RULE, source_status::run),
    (&estimate::RULE, estimate::run),
    (&remark::RULE, remark::run),
    (&counted_each::RULE, counted_each::run),
    (&sex_incomplete::RULE, sex_incomplete::run),
    (&parts_and_total::RULE, parts_and_total::run),
    (&splits_differ::RULE, splits_differ::run),
    (&years_and_pooled::RULE, years_and_pooled::run),
    (&stated_differently::RULE, stated_differently::run),
    (&exchanged::RULE, exchanged::run),
    (&repeated_list::RULE, repeated_list::run),
    (&repeated_series::RULE, repeated_series::run),
    (&repeated_year::RULE, repeated_year::run),
    (&part_exceeds_whole::RULE, part_exceeds_whole::run),
    (&scope_contradicted::RULE, scope_contradicted::run),
    (&later_stage::RULE, later_stage::run),
    (&jump::RULE, jump::run),
    (&suppressed::RULE, suppressed::run),
    (&no_figure::RULE, no_figure::run),
];
