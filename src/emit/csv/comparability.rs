//! `comparability.csv`: the matrix of areas, and `comparable_sets.csv`: the largest sets that can be compared.

use super::table::{Column, Table, join};
use crate::compare::{ComparableSet, Pair, Side};
use crate::model::{Concept, Severity};

/// The matrix.
pub(super) const MATRIX: Table = Table {
    file: "comparability.csv",
    about: "Two states side by side, for one object, split and period: how far their figures can be compared, and what stands between them.",
    key: &["OBJECT", "TIME_PERIOD", "EXPL_FORM", "SEX", "AGE", "ORIGIN", "OFFENCE", "AREA_A", "AREA_B", "MEASURE_A", "MEASURE_B"],
    columns: &[
        Column::text("OBJECT", "What is counted: victim, person, case …").required(),
        Column::period("TIME_PERIOD", "The period.").required(),
        Column::code("EXPL_FORM", "form", "Form of exploitation.").required(),
        Column::code("SEX", "sex", "Sex.").required(),
        Column::code("AGE", "age", "Age.").required(),
        Column::code("ORIGIN", "origin", "Citizenship or country of origin; which of the two is a declared fact.").required(),
        Column::code("OFFENCE", "offence", "Offence (ICCS).").required(),
        Column::code("AREA_A", "area", "The first state, by code.").required(),
        Column::code("AREA_B", "area", "The second one.").required(),
        Column::code("MEASURE_A", "measure", "The measure of the first state; empty: it has no figure."),
        Column::code("MEASURE_B", "measure", "The measure of the second one."),
        Column::code("LEVEL", "comparability_level", "How far the two can be compared.").required(),
        Column::text("REASONS", "Codes of comparability_reason that stand against it, with commas, without notes."),
        Column::text("DETAILS", "Each reason with its weight and what was found."),
    ],
};

/// The largest comparable sets.
pub(super) const SETS: Table = Table {
    file: "comparable_sets.csv",
    about: "One of the largest sets of states of which every two can be compared, for one measure, split and period.",
    key: &["MEASURE", "TIME_PERIOD", "EXPL_FORM", "SEX", "AGE", "ORIGIN", "OFFENCE", "AREAS"],
    columns: &[
        Column::code("MEASURE", "measure", "The measure.").required(),
        Column::period("TIME_PERIOD", "The period.").required(),
        Column::code("EXPL_FORM", "form", "Form of exploitation.").required(),
        Column::code("SEX", "sex", "Sex.").required(),
        Column::code("AGE", "age", "Age.").required(),
        Column::code("ORIGIN", "origin", "Citizenship or country of origin; which of the two is a declared fact.").required(),
        Column::code("OFFENCE", "offence", "Offence (ICCS).").required(),
        Column::count("SIZE", "How many states.").required(),
        Column::text("AREAS", "The states, with blanks.").required(),
        Column::code("LEVEL", "comparability_level", "The level of the worst pair.").required(),
        Column::text("REASONS", "The reasons of all its pairs, with commas, without notes."),
    ],
};

pub(super) fn matrix(pairs: &[Pair]) -> Vec<u8> {
    let rows = pairs.iter().map(|pair| {
        let measure = |side: &Side| side.measure().map(|measure| measure.to_string()).unwrap_or_default();
        let mut row = vec![pair.object.clone(), pair.period.to_string()];
        row.extend(pair.split.iter().map(ToString::to_string));
        row.extend([pair.a.area.to_string(), pair.b.area.to_string(), measure(&pair.a), measure(&pair.b)]);
        row.push(pair.level().code().to_owned());
        let grave = || pair.reasons.iter().filter(|between| between.severity > Severity::Note);
        let mut codes: Vec<&str> = grave().map(|between| between.reason.code()).collect();
        codes.dedup();
        row.push(codes.join(","));
        row.push(join(grave().map(|between| format!("{} {}: {}", between.reason, between.severity.word(), between.detail))));
        row
    });
    MATRIX.csv(rows)
}

pub(super) fn sets(sets: &[ComparableSet]) -> Vec<u8> {
    let rows = sets.iter().map(|set| {
        debug_assert!(set.split.iter().all(|code| code.concept() != Concept::Measure));
        let mut row = vec![set.measure.to_string(), set.period.to_string()];
        row.extend(set.split.iter().map(ToString::to_string));
        row.push(set.areas.len().to_string());
        row.push(set.areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        row.push(set.level.code().to_owned());
        row.push(set.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
        row
    });
    SETS.csv(rows)
}
