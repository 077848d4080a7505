//! `records.csv`: how many rows of each file of records have which disposition.

use super::ledger::detail;
use super::table::{Column, Table};
use crate::diag::RowAccount;

/// The table.
pub(super) fn table() -> Table {
    Table::new(
        "records.csv",
        "Rows of a file of case-level records that share a disposition. The rows of a file are those counted, those declared out of scope, and those with a finding.",
        vec!["FILE", "SHEET", "DISPOSITION", "DETAIL"],
        vec![
            Column::text("FILE", "The submission.").required(),
            Column::text("SHEET", "The sheet.").required(),
            Column::text("RECORDS", "The records of the layout that it was read by.").required(),
            Column::word("DISPOSITION", &["counted", "out-of-scope", "finding"], "What became of the rows.").required(),
            Column::text(
                "DETAIL",
                "The reason, or the code of the finding; rows with a finding are still in the counts that do not need what is wrong.",
            )
            .required(),
            Column::count("ROWS", "How many rows; empty where the round suppresses small counts."),
        ],
    )
}

pub(super) fn rows(accounts: &[RowAccount]) -> Vec<Vec<String>> {
    let row = |account: &RowAccount, disposition: &crate::diag::Disposition, rows: u64| {
        let (word, why) = match disposition {
            crate::diag::Disposition::Mapped(_) => ("counted", "in every count".to_owned()),
            other => (other.word(), detail(other)),
        };
        let rows = if account.masked { String::new() } else { rows.to_string() };
        vec![account.file.to_string(), account.sheet.to_string(), account.records.clone(), word.to_owned(), why, rows]
    };
    let of_account = |account: &RowAccount| -> Vec<Vec<String>> {
        account.dispositions.iter().map(|(disposition, rows)| row(account, disposition, *rows)).collect()
    };
    accounts.iter().flat_map(of_account).collect()
}
