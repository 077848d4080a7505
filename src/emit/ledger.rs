//! `ledger.csv`: each cell with a digit and its fate.

use crate::diag::{Fate, Ledger};

pub(super) fn csv(ledger: &Ledger) -> Vec<u8> {
    let header = ["FILE", "SHEET", "CELL", "TEXT", "KIND", "FATE", "DETAIL"];
    super::csv_document(
        &header,
        ledger.iter().map(|(origin, account)| {
            let (fate, detail) = match &account.fate {
                Some(fate) => (fate.word(), detail(fate)),
                None => ("unaccounted", String::new()),
            };
            vec![
                origin.file.to_string(),
                origin.sheet.to_string(),
                origin.cell.to_string(),
                account.text.clone(),
                account.kind.word().to_owned(),
                fate.to_owned(),
                detail,
            ]
        }),
    )
}

fn detail(fate: &Fate) -> String {
    match fate {
        Fate::Mapped(keys) => keys.join(" | "),
        Fate::Label(role) => role.clone(),
        Fate::OutOfScope(reason) => reason.clone(),
        Fate::Finding(code) => (*code).to_owned(),
    }
}
