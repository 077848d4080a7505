//! The wording that was approved: `approved.csv` of a sender, one file for each round whose submission was accepted.

use super::matcher::unguarded;
use crate::diag::{Finding, Findings, Location, TextRole, codes};
use crate::model::{CellRef, MappingLine, is_date};
use crate::normalize::normalize;
use crate::schema::{Row, Table};

/// A text of an accepted submission, on one sheet.
#[derive(Clone, Debug)]
pub struct ApprovedText {
    /// The file, without the folder of the sender.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The table; empty where none read it.
    pub table: String,
    /// Its role.
    pub role: TextRole,
    /// The text as it was approved.
    pub text: String,
    /// The cells that it stood in; of many the first.
    pub cells: Vec<CellRef>,
    /// Whether there were more: how often such a text stands in a list says nothing.
    pub is_frequent: bool,
    /// Of a label or header: the cells with a number in its row or column.
    pub numbers: Option<u32>,
    /// The digits of the largest of these numbers; 0 for numbers of one digit.
    pub digits: u32,
    /// Who approved it.
    pub by: String,
    /// When.
    pub on: String,
    /// Its line.
    pub at: MappingLine,
}

/// The texts of one accepted submission.
#[derive(Clone, Debug)]
pub struct ApprovedSubmission {
    /// Its texts.
    pub texts: Vec<ApprovedText>,
    /// Whether it is the submission of the round itself, and not of one before it.
    pub is_of_round: bool,
}

/// All that was approved of a sender, the oldest submission first.
#[derive(Clone, Debug, Default)]
pub struct Approved {
    /// The accepted submissions.
    pub submissions: Vec<ApprovedSubmission>,
}

/// Between the sheets of a line, and between what it says of each.
pub const BETWEEN_SHEETS: &str = " | ";

/// After the first cells of a text that stands in more of them than are named.
pub const MORE: &str = "…";

/// The name of a sheet as a line writes it.
pub fn sheet_word(name: &str) -> String {
    name.replace('%', "%25").replace('|', "%7C")
}

/// The name that [`sheet_word`] wrote.
fn sheet_name(word: &str) -> String {
    word.replace("%7C", "|").replace("%25", "%")
}

/// Reads the tables of a sender, each with whether it is of the round itself.
pub(super) fn build(tables: &[(Table, bool)], findings: &mut Findings) -> Approved {
    let submission = |(table, is_of_round): &(Table, bool), findings: &mut Findings| {
        let texts = table.rows.iter().flat_map(|row| line(row, findings)).collect();
        ApprovedSubmission { texts, is_of_round: *is_of_round }
    };
    Approved { submissions: tables.iter().map(|own| submission(own, findings)).collect() }
}

/// The texts of a line, one for each sheet.
fn line(row: &Row, findings: &mut Findings) -> Vec<ApprovedText> {
    let mut wrong = |column: &str, expected: String| {
        let found = format!("{column} \"{}\"", row.get(column));
        findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field(column)), found).expected(expected));
    };
    let role = TextRole::parse(row.get("role")).filter(|role| *role != TextRole::Unread);
    if role.is_none() {
        wrong(
            "role",
            format!("one of {}", TextRole::WORDS.iter().filter(|word| **word != "unread").copied().collect::<Vec<_>>().join(", ")),
        );
    }
    if !is_date(row.get("approved_on")) {
        wrong("approved_on", "a date such as 2020-03-01".to_owned());
    }
    let sheets: Vec<&str> = row.get("sheet").split(BETWEEN_SHEETS).collect();
    let of_sheets = |column: &str| -> Vec<&str> {
        let parts: Vec<&str> = row.get(column).split(BETWEEN_SHEETS.trim()).map(str::trim).collect();
        if parts.len() == 1 { parts.repeat(sheets.len()) } else { parts }
    };
    let parse = |cells: &str| -> Option<(Vec<CellRef>, bool)> {
        let (cells, is_frequent) = cells.strip_suffix(MORE).map_or((cells, false), |cells| (cells, true));
        Some((cells.split_whitespace().map(CellRef::parse).collect::<Option<_>>()?, is_frequent))
    };
    let cells: Option<Vec<(Vec<CellRef>, bool)>> = of_sheets("cells").into_iter().map(parse).collect();
    let number = |word: &str| if word.is_empty() { Some(None) } else { word.parse::<u32>().ok().map(Some) };
    let numbers: Option<Vec<Option<u32>>> = of_sheets("numbers").into_iter().map(number).collect();
    let digits: Option<Vec<Option<u32>>> = of_sheets("digits").into_iter().map(number).collect();
    let digits = digits.filter(|digits| digits.len() == sheets.len());
    if digits.is_none() {
        wrong("digits", "a number, or one for each sheet of the line".to_owned());
    }
    let cells = cells.filter(|cells| cells.len() == sheets.len());
    let numbers = numbers.filter(|numbers| numbers.len() == sheets.len());
    if cells.is_none() {
        wrong("cells", "addresses such as A5, for each sheet of the line".to_owned());
    }
    if numbers.is_none() {
        wrong("numbers", "a number, or one for each sheet of the line".to_owned());
    }
    let Some(((role, cells), (numbers, digits))) = role.zip(cells).zip(numbers.zip(digits)) else { return Vec::new() };
    let mut texts = Vec::new();
    for ((sheet, (cells, is_frequent)), (numbers, digits)) in sheets.iter().zip(cells).zip(numbers.into_iter().zip(digits)) {
        texts.push(ApprovedText {
            file: row.get("file").to_owned(),
            sheet: sheet_name(sheet),
            table: row.get("table").to_owned(),
            role,
            text: unguarded(row.get("text")).to_owned(),
            cells,
            is_frequent,
            numbers: numbers.filter(|_| !is_frequent),
            digits: digits.unwrap_or(0),
            by: row.get("approved_by").to_owned(),
            on: row.get("approved_on").to_owned(),
            at: row.at(),
        });
    }
    texts
}

/// What tells one text of a sheet from another: the role, the table, and the text as it compares.
pub type TextIdentity = (TextRole, String, String);

impl ApprovedText {
    /// What tells it from others of its sheet.
    pub fn identity(&self) -> TextIdentity {
        (self.role, self.table.clone(), normalize(&self.text))
    }
}
