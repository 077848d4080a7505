//! A small window of a sheet around a cell, drawn as text.

use std::fmt::Write as _;

use comfy_table::{Table, presets};

use crate::diag::Ledger;
use crate::ingest::Grid;
use crate::model::{CellRef, MapLine, Origin};
use crate::schema::MappingFiles;
use crate::suppress::MASK;

/// Rows and columns shown on each side of the cell.
const ROWS: u32 = 2;
const COLUMNS: u32 = 2;
/// Characters of a cell that are shown.
const WIDTH: usize = 28;
/// Characters of a line of a mapping file that are shown.
const LINE: usize = 120;

/// The window around a cell, which itself stands between `>` and `<`. What a round withholds is masked as the ledger has it.
pub(super) fn window(grid: &Grid, around: &Origin, ledger: Option<&Ledger>) -> String {
    let at = around.cell;
    let shown = |cell: CellRef| {
        let account = ledger.and_then(|ledger| ledger.get(&Origin { cell, ..around.clone() }));
        shorten(account.filter(|account| account.text.contains(MASK)).map_or_else(|| grid.text(cell), |account| &account.text))
    };
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
pub(super) fn mapping_window(files: &MappingFiles, at: &MapLine, column: u32) -> String {
    let Some(bytes) = files.inputs.get(&*at.file).filter(|_| at.line > 0) else { return String::new() };
    let content = String::from_utf8_lossy(bytes);
    let mut text = String::new();
    for (number, line) in (1_u32..).zip(content.lines()).filter(|(number, _)| number.abs_diff(at.line) <= 1) {
        let shown: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LINE).collect();
        let mark = if number == at.line { '>' } else { ' ' };
        let _ = writeln!(text, " {mark}{number:>4} | {shown}");
        let column = usize::try_from(column).unwrap_or(0);
        if number == at.line && (1..=LINE).contains(&column) {
            let _ = writeln!(text, "       | {}^", " ".repeat(column - 1));
        }
    }
    text
}

fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= WIDTH { line } else { line.chars().take(WIDTH - 1).chain(['…']).collect() }
}
