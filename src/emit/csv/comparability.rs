//! `comparability.csv`: the matrix of areas, and `comparable_sets.csv`: the largest sets that can be compared.

use super::table::{Column, Table, coded, join, names};
use crate::compare::{ComparableSet, Pair, PairSide};
use crate::model::{Codebook, Concept, DataStructure, Severity};

/// The matrix.
pub(super) fn matrix_table(structure: &DataStructure) -> Table {
    let mut columns = vec![
        Column::text("OBJECT", "The object that the measures count.").required().public(),
        Column::period("TIME_PERIOD", "The period.").required(),
    ];
    columns.extend(coded(structure.splits()));
    columns.extend(coded(structure.provider().as_slice()));
    let measures = structure.measure().list();
    columns.extend([
        Column::code("AREA_A", "area", "The first state, by code.").required(),
        Column::code("AREA_B", "area", "The second one.").required(),
        Column::code("MEASURE_A", measures, "The measure of the first state; empty: it has no figure."),
        Column::code("MEASURE_B", measures, "The measure of the second one."),
        Column::code("LEVEL", "comparability_level", "How far the two can be compared.").required(),
        Column::text("REASONS", "Codes of comparability_reason that stand against it, with commas, without notes.").public(),
        Column::text("DETAILS", "Each reason with its weight and what was found."),
    ]);
    let key = ["OBJECT", "TIME_PERIOD"].into_iter().chain(names(structure.splits())).chain(structure.provider().map(Concept::column));
    Table::new(
        "comparability.csv",
        "Two states side by side, for one object, split and period: how far their figures can be compared, and what stands between them.",
        key.chain(["AREA_A", "AREA_B", "MEASURE_A", "MEASURE_B"]).collect(),
        columns,
    )
}

/// The largest comparable sets.
pub(super) fn sets_table(structure: &DataStructure) -> Table {
    let mut columns: Vec<Column> = coded(&[structure.measure()]).collect();
    columns.push(Column::period("TIME_PERIOD", "The period.").required());
    columns.extend(coded(structure.splits()));
    columns.extend(coded(structure.provider().as_slice()));
    columns.extend([
        Column::count("SIZE", "How many states.").required(),
        Column::text("AREAS", "The states, with blanks.").required().public(),
        Column::code("LEVEL", "comparability_level", "The level of the worst pair.").required(),
        Column::text("REASONS", "The reasons of all its pairs, with commas, without notes.").public(),
    ]);
    let key = [structure.measure().column(), "TIME_PERIOD"]
        .into_iter()
        .chain(names(structure.splits()))
        .chain(structure.provider().map(Concept::column));
    Table::new(
        "comparable_sets.csv",
        "One of the largest sets of states of which every two can be compared, for one measure, split and period.",
        key.chain(["AREAS"]).collect(),
        columns,
    )
}

pub(super) fn matrix(pairs: &[Pair], codebook: &Codebook) -> Vec<Vec<String>> {
    let rows = pairs.iter().map(|pair| {
        let measure = |side: &PairSide| side.measure().map(|measure| measure.to_string()).unwrap_or_default();
        let mut row = vec![pair.object.clone(), pair.period.to_string()];
        row.extend(pair.split.iter().chain(&pair.provider).map(ToString::to_string));
        row.extend([pair.a.area.to_string(), pair.b.area.to_string(), measure(&pair.a), measure(&pair.b)]);
        row.push(codebook.level(pair.level()).to_owned());
        let grave = || pair.reasons.iter().filter(|between| between.severity > Severity::Note);
        let mut codes: Vec<&str> = grave().map(|between| between.reason.code()).collect();
        codes.dedup();
        row.push(codes.join(","));
        row.push(join(grave().map(|between| format!("{} {}: {}", between.reason, between.severity.word(), between.detail))));
        row
    });
    rows.collect()
}

pub(super) fn sets(sets: &[ComparableSet], codebook: &Codebook) -> Vec<Vec<String>> {
    let rows = sets.iter().map(|set| {
        let mut row = vec![set.measure.to_string(), set.period.to_string()];
        row.extend(set.split.iter().chain(&set.provider).map(ToString::to_string));
        row.push(set.areas.len().to_string());
        row.push(set.areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        row.push(codebook.level(set.level).to_owned());
        row.push(set.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
        row
    });
    rows.collect()
}
