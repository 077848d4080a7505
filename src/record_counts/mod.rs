//! Case-level records: the rows of a file counted by the classes of a few columns, in one pass, and no row kept.
//!
//! A row is a person or a proceeding. What a class means is for `map` to say; this module only knows how a value is read: a word, the year of a
//! date, a band of numbers, a pattern of yes and no. It must not leave out a row without a word: a file with a row that is not well-formed is
//! refused, for what comes after a broken row may be anything.

mod blocks;
mod child;
mod classes;
mod fields;
mod file;
mod footer;
mod groups;
mod sheet;
mod table;
mod task;
mod text;

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diag::Code;

pub use child::{COMMAND, answer};
pub use classes::Reduce;
pub use file::count_file;
pub use groups::SLOTS;

/// What to count the rows of a file by.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Task {
    /// The columns that take part, at most [`SLOTS`].
    pub slots: Vec<Slot>,
    /// The headers of all columns by which the layout counts: a row that has something in one of them is a record.
    pub counted: Vec<String>,
    /// What a field says where nothing is known; an empty one always does.
    pub missing: Vec<String>,
    /// Globs over sheet names; none: every sheet.
    pub sheets: Vec<String>,
    /// Declared encoding of a text, a label of the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    /// Delimiter of a text.
    pub delimiter: Option<u8>,
}

/// One column of the count: a column of the file, or several that are read together.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Slot {
    /// The headers, compared normalized.
    pub headers: Vec<String>,
    /// How a value becomes a class.
    pub reduce: Reduce,
}

/// The rows of one sheet, counted. Cells are `(row, column)`, zero-based; the row of a text is the line on which a record begins.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct RowCounts {
    /// The sheet; `csv` for a text.
    pub sheet: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// All headers with their cells.
    pub headers: Headers,
    /// Headers of slots that the sheet does not have; then nothing is counted.
    pub lacking: Vec<String>,
    /// Cells above the headers, the first few hundred.
    pub above: Headers,
    /// Rows with content below the headers, without those of `below`.
    pub rows: u64,
    /// The first cell of each column that has no header.
    pub unheaded: Vec<(u32, u32)>,
    /// What stands below the last record: the first cell of rows with a few cells, none of them in a column that is counted. The first few hundred.
    pub below: Headers,
    /// How many such rows there are.
    pub below_rows: u64,
    /// The columns of each slot, zero-based.
    pub columns: Vec<Vec<u32>>,
    /// The classes of each slot.
    pub slots: Vec<Vec<Class>>,
    /// How many rows have these classes, one for each slot; sorted.
    pub groups: Vec<Group>,
    /// Rows that are not well-formed, the first few; if there is one, nothing is counted.
    pub malformed: Vec<Malformed>,
    /// How many rows are not well-formed.
    pub malformed_rows: u64,
}

/// A class of values of a slot.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Class {
    /// The value, or what it was reduced to; empty where nothing is known. The values of a slot of several columns are joined by [`BETWEEN`].
    pub label: String,
    /// The first row that has it.
    pub first: u64,
}

/// A combination of classes, one for each slot, and how many rows have it.
pub type Group = (Vec<u16>, u64);

/// Headers with their cells, `(row, column)`.
pub type Headers = Vec<(String, (u32, u32))>;

/// Stands between the values of a slot of several columns (the unit separator of ASCII).
pub const BETWEEN: char = '\u{1f}';

/// A row that is not well-formed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Malformed {
    /// The row on which it begins.
    pub row: u64,
    /// What is wrong.
    pub what: String,
}

/// So many cells above the headers, and below the last record, are kept: more is not a title or footer.
const ABOVE: usize = 500;
/// So many malformed rows are named.
const NAMED: usize = 5;

/// Why a file can't be counted: a code of findings, and what was seen.
pub type Refusal = (Code, String);

/// What kind of file it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// Delimited text.
    Text,
    /// A workbook of the kind xlsx.
    Xlsx,
}

/// Counts the rows of a file; a workbook is read in a child process of the program `reader`, or in this one without it.
pub fn row_counts(path: &Path, form: Form, task: &Task, reader: Option<&Path>) -> Result<Vec<RowCounts>, Refusal> {
    match (form, reader) {
        (Form::Text, _) => text::row_counts(path, task).map(|row_counts| vec![row_counts]),
        (Form::Xlsx, Some(reader)) => child::row_counts(reader, path, task),
        (Form::Xlsx, None) => sheet::count_caught(path, task),
    }
}

impl Task {
    /// Which columns, from the first on, are counted.
    fn counted_columns(&self, headers: &[(String, (u32, u32))]) -> Vec<bool> {
        let wanted: BTreeSet<String> = self
            .slots
            .iter()
            .flat_map(|slot| &slot.headers)
            .chain(&self.counted)
            .map(|header| crate::normalize::normalize(header))
            .collect();
        let mut counted = Vec::new();
        for (_, (_, column)) in headers.iter().filter(|(text, _)| wanted.contains(&crate::normalize::normalize(text))) {
            let column = usize::try_from(*column).unwrap_or(0);
            counted.resize(counted.len().max(column + 1), false);
            if let Some(place) = counted.get_mut(column) {
                *place = true;
            }
        }
        counted
    }
}

/// The columns of the slots among the headers, and the headers of slots that are not there.
fn find_columns(headers: &[(String, (u32, u32))], task: &Task) -> Result<Vec<Vec<u32>>, Vec<String>> {
    let normalized: Vec<(String, u32)> = headers.iter().map(|(text, (_, column))| (crate::normalize::normalize(text), *column)).collect();
    let mut lacking = Vec::new();
    let mut find = |header: &String| {
        let wanted = crate::normalize::normalize(header);
        let mut found = normalized.iter().filter(|(text, _)| *text == wanted).map(|(_, column)| *column);
        match (found.next(), found.next()) {
            (Some(column), None) => column,
            _ => {
                lacking.push(header.clone());
                0
            }
        }
    };
    let columns = task.slots.iter().map(|slot| slot.headers.iter().map(&mut find).collect()).collect();
    if lacking.is_empty() { Ok(columns) } else { Err(lacking) }
}
