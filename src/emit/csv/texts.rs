//! `texts.csv`: each text of the submissions, and what it was read as.

use super::table::{Column, Table, join};
use crate::diag::{Ledger, TextEntry, TextRole, Wording};

/// The table.
pub(super) fn table() -> Table {
    Table::new(
        "texts.csv",
        "A text of a submission, and what it was read as.",
        vec!["FILE", "SHEET", "CELL", "ROLE"],
        vec![
            Column::text("FILE", "The submission.").required(),
            Column::text("SHEET", "The sheet.").required(),
            Column::text("CELL", "The cell.").required(),
            Column::word("ROLE", &TextRole::WORDS, "What it was read as.").required(),
            Column::text("TABLE", "The table of the layout that read it."),
            Column::text("TEXT", "The text.").required(),
            Column::word("WORDING", &Wording::WORDS, "Whether a line of the mappings says it, somebody approved it, or neither.")
                .required(),
            Column::text("LINES", "The lines of the mappings that say it or took it."),
        ],
    )
}

pub(super) fn rows(ledger: &Ledger) -> Vec<Vec<String>> {
    let row = |entry: &TextEntry| {
        vec![
            entry.origin.file.to_string(),
            entry.origin.sheet.to_string(),
            entry.origin.cell.to_string(),
            entry.role.word().to_owned(),
            entry.table.clone(),
            entry.text.to_string(),
            entry.wording.word().to_owned(),
            join(entry.lines.iter().map(ToString::to_string)),
        ]
    };
    ledger.texts().iter().filter(|entry| entry.role.is_text()).map(row).collect()
}
