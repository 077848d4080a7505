//! A small window of a sheet around a cell, drawn as text.

use std::fmt::Write as _;

use comfy_table::{Table, presets};

use crate::ingest::Grid;
use crate::model::{CellRef, MappingLine, SourceCell};
use crate::printable::visible;
use crate::schema::MappingFiles;

/// Rows and columns shown on each side of the cell.
const ROWS: u32 = 2;
const COLUMNS: u32 = 2;
/// Characters of a cell that are shown.
const WIDTH: usize = 28;
/// Characters of a line of a mapping file that are shown.
const LINE: usize = 120;

/// The window around a cell, which itself stands between `>` and `<`.
pub(super) fn window(grid: &Grid, around: &SourceCell) -> String {
    let at = around.cell;
    let shown = |cell: CellRef| shorten(grid.text(cell), WIDTH);
    let columns = at.col.saturating_sub(COLUMNS)..=at.col.saturating_add(COLUMNS);
    let mut table = Table::new();
    table.load_preset(presets::ASCII_BORDERS_ONLY_CONDENSED);
    table.set_header(std::iter::once(String::new()).chain(columns.clone().map(CellRef::column_name)));
    for row in at.row.saturating_sub(ROWS)..=at.row.saturating_add(ROWS) {
        let cells = columns.clone().map(|col| {
            let here = CellRef::new(row, col);
            let text = shown(here);
            if here == at { format!(">{text}<") } else { text }
        });
        table.add_row(std::iter::once((u64::from(row) + 1).to_string()).chain(cells));
    }
    table.to_string()
}

/// The lines of a mapping file around a place, with a pointer below the column.
pub(super) fn mapping_window(files: &MappingFiles, at: &MappingLine, column: u32) -> String {
    let Some(bytes) = files.inputs.get(&*at.file).filter(|_| at.line > 0) else { return String::new() };
    let content = String::from_utf8_lossy(bytes);
    let mut text = String::new();
    for (number, line) in (1_u32..).zip(content.lines()).filter(|(number, _)| number.abs_diff(at.line) <= 1) {
        let shown: String = visible(&line.chars().take(LINE).collect::<String>()).into_owned();
        let mark = if number == at.line { '>' } else { ' ' };
        let _ = writeln!(text, " {mark}{number:>4} | {shown}");
        let column = usize::try_from(column).unwrap_or(0);
        if number == at.line && (1..=LINE).contains(&column) {
            let _ = writeln!(text, "       | {}^", " ".repeat(column - 1));
        }
    }
    text
}

/// A text on one line of so many characters; what is longer ends in …
pub(super) fn shorten(text: &str, width: usize) -> String {
    // What is far beyond the width need not be looked at.
    let start: String = text.chars().take(width.saturating_mul(8).saturating_add(64)).collect();
    let line = visible(&start.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
    if line.chars().count() <= width { line } else { line.chars().take(width.saturating_sub(1)).chain(['…']).collect() }
}
