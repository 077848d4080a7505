//! `approved.csv` as the program writes it: the texts of an accepted submission.

use std::collections::BTreeMap;

use super::inventory::inventory;
use crate::delimited::document;
use crate::diag::{TextEntry, TextRole};
use crate::model::CellRef;
use crate::plan::{ApprovedText, BETWEEN_SHEETS, MORE, SenderPlan, TextIdentity, literal, sheet_word};
use crate::schema::APPROVED;

/// Cells of a text that are named; a text that stands in more of them is one of a list.
const NAMED: usize = 12;

/// Who approves texts, and when.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Who.
    pub by: String,
    /// The day, such as 2023-05-03.
    pub on: String,
}

/// Where a line stands in the table: by file, sheet, cell and role.
type Place<'a> = (&'a str, String, CellRef, TextRole);

/// What sheets of a file share: the file, the identity of the text, the text, who approved it and when.
type Line<'a> = (&'a str, TextIdentity, &'a str, &'a str, &'a str);

/// Of one sheet: its name, the cells of the text, the numbers beside it, and the digits of the largest.
type OfSheet = [String; 4];

/// The table for the texts of a sender. A text that was approved before keeps who approved it and when.
pub fn table(entries: &[TextEntry], sender: &SenderPlan, approval: &Approval) -> Vec<u8> {
    let sheets = inventory(entries);
    let mut before: BTreeMap<TextIdentity, &ApprovedText> = BTreeMap::new();
    for text in sender.approved.submissions.iter().flat_map(|own| &own.texts) {
        before.entry(text.identity()).or_insert(text);
    }
    let mut lines: BTreeMap<Line<'_>, (CellRef, Vec<OfSheet>)> = BTreeMap::new();
    for ((file, sheet), texts) in &sheets {
        for (identity, item) in texts {
            let (by, on) = before.get(identity).map_or((approval.by.as_str(), approval.on.as_str()), |known| (&known.by, &known.on));
            let mut cells: Vec<String> = item.cells().take(NAMED).map(|cell| cell.to_string()).collect();
            let is_frequent = item.entries.len() > NAMED;
            cells.extend(is_frequent.then(|| MORE.to_owned()));
            let first = item.cells().next().unwrap_or(CellRef::new(0, 0));
            let numbers = item.numbers().filter(|_| !is_frequent).map(|numbers| numbers.to_string()).unwrap_or_default();
            let digits =
                Some(item.digits()).filter(|digits| *digits > 0 && !is_frequent).map(|digits| digits.to_string()).unwrap_or_default();
            let line = (file.as_str(), identity.clone(), item.text(), by, on);
            lines.entry(line).or_insert((first, Vec::new())).1.push([sheet_word(sheet), cells.join(" "), numbers, digits]);
        }
    }
    // By the first sheet and the cell there, as somebody reads the workbook.
    let mut rows: Vec<(Place<'_>, [String; 10])> = Vec::new();
    for ((file, (role, table, _), text, by, on), (first, of_sheets)) in lines {
        let joined = |part: usize| {
            let parts: Vec<&str> = of_sheets.iter().filter_map(|own| own.get(part)).map(String::as_str).collect();
            match parts.split_first() {
                Some((one, rest)) if rest.iter().all(|own| own == one) => (*one).to_owned(),
                _ => parts.join(BETWEEN_SHEETS).trim().to_owned(),
            }
        };
        let names: Vec<&str> = of_sheets.iter().filter_map(|own| own.first()).map(String::as_str).collect();
        let row = [
            file.to_owned(),
            names.join(BETWEEN_SHEETS),
            table,
            role.word().to_owned(),
            literal(text).into_owned(),
            joined(1),
            joined(2),
            joined(3),
            by.to_owned(),
            on.to_owned(),
        ];
        rows.push(((file, names.first().copied().unwrap_or_default().to_owned(), first, role), row));
    }
    rows.sort();
    document(std::iter::once(APPROVED).chain(rows.iter().map(|(_, row)| row.each_ref().map(String::as_str))))
}
