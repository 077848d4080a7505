//! What a sheet holds, before it is known which cells are figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use smol_str::SmolStr;

use crate::model::{CellRef, SourceCell};

/// Cells with content that one file may have.
pub(super) const MAX_CELLS: usize = 4_000_000;

/// One file of a submission, read.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// Its path relative to the folder of the round, with forward slashes.
    pub file: Arc<str>,
    /// Its sheets in their order.
    pub sheets: Vec<Grid>,
}

/// One sheet.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The file that it belongs to.
    pub file: Arc<str>,
    /// Its name; `csv` for csv files.
    pub name: Arc<str>,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Its cells with content.
    pub cells: BTreeMap<CellRef, Cell>,
    /// Merged ranges.
    pub merged: Vec<Span>,
    /// Hidden rows as ranges, both ends inclusive.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns as ranges, both ends inclusive.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Notes (comments) on cells.
    pub notes: BTreeMap<CellRef, String>,
}

/// A rectangle of cells, both corners inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Top left.
    pub first: CellRef,
    /// Bottom right.
    pub last: CellRef,
}

/// What a cell's stored type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellType {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A date or time.
    Date,
    /// A truth value.
    Bool,
    /// An error value such as `#REF!`.
    Error,
}

/// A cell with content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its content as text; digits that the file sets as superscript are Unicode superscripts.
    pub text: SmolStr,
    /// Its stored type.
    pub cell_type: CellType,
    /// Its formula, if it has one.
    pub formula: Option<Box<Formula>>,
}

/// A formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// The formula as the file writes it, without the equals sign.
    pub text: String,
    /// Whether the file stores a value with it.
    pub has_value: bool,
}

impl Grid {
    /// The cell, if it has content.
    pub fn cell(&self, at: CellRef) -> Option<&Cell> {
        self.cells.get(&at)
    }

    /// The text of the cell; empty when it has none.
    pub fn text(&self, at: CellRef) -> &str {
        self.cells.get(&at).map_or("", |cell| cell.text.as_str())
    }

    /// The last row with content.
    pub fn last_row(&self) -> u32 {
        self.cells.keys().next_back().map_or(0, |at| at.row)
    }

    /// The last column with content.
    pub fn last_column(&self) -> u32 {
        self.cells.keys().map(|at| at.col).max().unwrap_or(0)
    }

    /// The origin of a cell of this sheet.
    pub fn origin(&self, cell: CellRef) -> SourceCell {
        SourceCell { file: Arc::clone(&self.file), sheet: Arc::clone(&self.name), cell }
    }
}
