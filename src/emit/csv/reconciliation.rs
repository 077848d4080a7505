//! `reconciliation.csv`: each reading of each published total, and whether it follows from the figures.

use super::table::{Column, Table, join};
use crate::aggregate::{Reconciled, Verdict};
use crate::model::RefArea;

/// The table.
pub(super) fn table() -> Table {
    Table::new(
        "reconciliation.csv",
        "A reading of a total that others published, and whether it follows from the figures of the submissions.",
        vec!["PUBLISHED", "AREA", "TIME_PERIOD", "READING"],
        vec![
            Column::text("PUBLISHED", "The code of the published total.").required(),
            Column::text("WORDS", "What its publisher calls it.").required(),
            Column::text("AREA", "The state that it is about; * for all of the round.").required(),
            Column::period("TIME_PERIOD", "The period that it is about.").required(),
            Column::count("VALUE", "The published number.").required(),
            Column::text("READING", "What it may be the sum of.").required(),
            Column::word("RESULT", &["follows", "differs", "differs by at least", "cannot be checked"], "What came of the test.")
                .required(),
            Column::signed("DIFFERENCE", "What the figures give less what was published."),
            Column::count("LOWER", "The least that the figures give.").required(),
            Column::count("UPPER", "The most; empty: figures are missing, so nothing limits it."),
            Column::text("CONTRIBUTIONS", "What each state brings."),
            Column::text("MEASURES", "The measures that it brings."),
            Column::text("PARTIAL", "States of which figures are missing."),
            Column::text("MISSING", "States that have nothing to bring."),
            Column::text("EXCLUDED", "States kept out by the reading."),
            Column::text("FIGURES", "The figures that were added."),
            Column::text("SOURCE", "Where the total was published.").required(),
            Column::text("COMMENT", "The remark of the steward."),
            Column::text("MAPPING_REF", "The line that declares the reading.").required(),
        ],
    )
}

pub(super) fn rows(reconciled: &[Reconciled]) -> Vec<Vec<String>> {
    reconciled.iter().map(row).collect()
}

fn row(tested: &Reconciled) -> Vec<String> {
    let published = &tested.published;
    // What is missing can only widen the gap.
    let is_at_least = matches!(tested.verdict, Verdict::Differs(_)) && !tested.is_exact;
    let result = if is_at_least { "differs by at least" } else { tested.verdict.word() };
    let areas = |areas: &[RefArea]| areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let partial: Vec<RefArea> = tested.contributions.iter().filter(|c| c.is_partial).map(|c| c.area).collect();
    let brought = |c: &crate::aggregate::Contribution| format!("{} {}{}", c.area, c.sum, if c.is_partial { " or more" } else { "" });
    let mut measures: Vec<String> = Vec::new();
    for contribution in &tested.contributions {
        let mut own: Vec<&str> = contribution.figures.iter().map(|key| key.measure().as_str()).collect();
        own.dedup();
        measures.push(format!("{} {}", contribution.area, own.join("+")));
    }
    vec![
        published.code.clone(),
        published.words.clone(),
        published.area.map_or_else(|| "*".to_owned(), |area| area.to_string()),
        published.period.to_string(),
        published.value.to_string(),
        published.reading.clone(),
        result.to_owned(),
        tested.verdict.difference().unwrap_or_default(),
        tested.sum.to_string(),
        if tested.is_exact { tested.sum.to_string() } else { String::new() },
        join(tested.contributions.iter().map(brought)),
        join(measures.into_iter()),
        areas(&partial),
        areas(&tested.missing),
        areas(&tested.excluded),
        join(tested.contributions.iter().flat_map(|c| &c.figures).map(ToString::to_string)),
        published.source.clone(),
        published.comment.clone(),
        published.at.to_string(),
    ]
}
