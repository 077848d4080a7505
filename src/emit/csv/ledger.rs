//! `ledger.csv`: each cell with a digit and its disposition.

use super::table::{Column, Table};
use crate::diag::{Account, Disposition, Ledger};
use crate::model::SourceCell;

/// The table.
pub(super) fn table() -> Table {
    Table::new(
        "ledger.csv",
        "A cell of a submission that holds a digit, and what became of it.",
        vec!["FILE", "SHEET", "CELL"],
        vec![
            Column::text("FILE", "The submission.").required(),
            Column::text("SHEET", "The sheet.").required(),
            Column::text("CELL", "The cell.").required(),
            Column::text("TEXT", "What it shows."),
            Column::text("KIND", "The type of the cell.").required(),
            Column::word("DISPOSITION", &["mapped", "label", "out-of-scope", "finding", "unaccounted"], "What became of it.").required(),
            Column::text("DETAIL", "The figures that it gave, the role of a label, the reason, or the code of the finding."),
        ],
    )
}

pub(super) fn rows(ledger: &Ledger) -> Vec<Vec<String>> {
    let row = |(origin, account): (SourceCell, &Account)| {
        let (disposition, detail) = match &account.disposition {
            Some(disposition) => (disposition.word(), detail(disposition)),
            None => ("unaccounted", String::new()),
        };
        vec![
            origin.file.to_string(),
            origin.sheet.to_string(),
            origin.cell.to_string(),
            account.text.to_string(),
            account.kind.word().to_owned(),
            disposition.to_owned(),
            detail,
        ]
    };
    ledger.iter().map(row).collect()
}

pub(super) fn detail(disposition: &Disposition) -> String {
    match disposition {
        Disposition::Mapped(keys) => super::table::join(keys.iter().map(ToString::to_string)),
        Disposition::Label(role) => role.clone(),
        Disposition::OutOfScope(reason) => reason.clone(),
        Disposition::Finding(code) => (*code).to_owned(),
    }
}
