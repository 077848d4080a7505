//! The rows of a sheet, counted, or why they can't be.

use serde::{Deserialize, Serialize};

use crate::diag::Code;

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
pub(super) const ABOVE: usize = 500;
/// So many malformed rows are named.
pub(super) const NAMED: usize = 5;

/// Why a file can't be counted: a code of findings, and what was seen.
pub type Refusal = (Code, String);
