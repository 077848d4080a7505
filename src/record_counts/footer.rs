//! What stands below records: a source, a remark, a sum. Such a row has a few cells, and none in a column that is counted.

use super::counts::{ABOVE, Headers};

/// The most cells that a row of a footer has. A row with more is a record in which every counted column is empty.
pub(super) const FOOTER_CELLS: usize = 3;

/// Rows with a few cells since the last record, none of them in a column that is counted. They are records as soon as another record follows.
#[derive(Clone, Debug, Default)]
pub(super) struct Footer {
    /// How many.
    pub(super) rows: u64,
    /// The place of the first, as the reader numbers rows.
    pub(super) first: u64,
    /// The cells of the first few hundred: the text, the place of the row, the column.
    pub(super) cells: Vec<(String, u64, u32)>,
}

impl Footer {
    /// One more row.
    pub(super) fn push(&mut self, text: String, row: u64, column: u32) {
        if self.rows == 0 {
            self.first = row;
        }
        self.rows += 1;
        if self.cells.len() < ABOVE {
            self.cells.push((text, row, column));
        }
    }

    /// What follows in the next block.
    pub(super) fn append(&mut self, other: Self) {
        if self.rows == 0 {
            self.first = other.first;
        }
        self.rows += other.rows;
        let room = ABOVE.saturating_sub(self.cells.len());
        self.cells.extend(other.cells.into_iter().take(room));
    }

    /// The cells with their rows, as far as rows have numbers.
    pub(super) fn cells(self, row: impl Fn(u64) -> u64) -> Headers {
        let numbered = |(text, place, column)| (text, (u32::try_from(row(place)).unwrap_or(u32::MAX), column));
        self.cells.into_iter().map(numbered).collect()
    }
}
