//! `flags.csv`: every reason that limits a use of a figure, with the rule, the mapping lines and the cells that gave it.

use super::table::{Column, Table, join};
use crate::compare::Assessed;
use crate::model::{Severity, Use};

const WEIGHTS: &[&str] = &["note", "caution", "breaks"];

/// The table.
pub(super) fn table() -> Table {
    Table::new(
        "flags.csv",
        "A reason that stands against uses of a figure, and what gave it.",
        vec![],
        vec![
            Column::text("KEY", "The figure: its dimensions joined by dots.").required().public(),
            Column::code("REASON", "comparability_reason", "The reason.").required(),
            Column::word("BETWEEN", WEIGHTS, "How much it weighs against comparing states; empty: not at all."),
            Column::word("TIME", WEIGHTS, "How much it weighs against comparing with the period before."),
            Column::word("SUM", WEIGHTS, "How much it weighs against adding to other states' figures."),
            Column::text("RULE", "The rule that gave it; `roundup explain` has its page.").required().public(),
            Column::text("DETAIL", "What exactly was found."),
            Column::code("STATUS", "obs_status", "The SDMX status that it implies."),
            Column::text("MAPPING_REF", "The mapping lines that it rests on."),
            Column::text("CELLS", "The cells that it rests on, beside those of the figure."),
        ],
    )
}

pub(super) fn rows(figures: &[Assessed]) -> Vec<Vec<String>> {
    let rows = figures.iter().flat_map(|figure| {
        figure.flags().iter().map(|flag| {
            let weight = |use_: Use| flag.severity(use_).map_or("", Severity::word).to_owned();
            let [between, time, sum] = Use::ALL.map(weight);
            vec![
                figure.observation().key.to_string(),
                flag.reason.to_string(),
                between,
                time,
                sum,
                flag.rule.name.to_owned(),
                flag.detail.clone(),
                flag.status.as_ref().map(ToString::to_string).unwrap_or_default(),
                join(flag.lines.iter().map(ToString::to_string)),
                join(flag.cells.iter().map(ToString::to_string)),
            ]
        })
    });
    rows.collect()
}
