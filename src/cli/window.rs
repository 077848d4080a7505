//! A small window of a sheet around a cell, drawn as text.

use comfy_table::{Table, presets};

use crate::ingest::Grid;
use crate::model::CellRef;

/// Rows and columns shown on each side of the cell.
const ROWS: u32 = 2;
const COLUMNS: u32 = 2;
/// Characters of a cell that are shown.
const WIDTH: usize = 28;

/// The window; the cell itself stands between `>` and `<`.
pub(super) fn window(grid: &Grid, at: CellRef) -> String {
    let columns = at.col.saturating_sub(COLUMNS)..=at.col.saturating_add(COLUMNS);
    let mut table = Table::new();
    table.load_preset(presets::ASCII_BORDERS_ONLY_CONDENSED);
    table.set_header(std::iter::once(String::new()).chain(columns.clone().map(CellRef::column_name)));
    for row in at.row.saturating_sub(ROWS)..=at.row.saturating_add(ROWS) {
        let cells = columns.clone().map(|col| {
            let here = CellRef::new(row, col);
            let text = shorten(grid.text(here));
            if here == at { format!(">{text}<") } else { text }
        });
        table.add_row(std::iter::once((u64::from(row) + 1).to_string()).chain(cells));
    }
    table.to_string()
}

fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= WIDTH { line } else { line.chars().take(WIDTH - 1).chain(['…']).collect() }
}
