//! Where tables stand on a sheet: a corner, headers to its right, labels below it, and numbers between.

use std::collections::BTreeSet;

use crate::ingest::{CellType, Grid};
use crate::model::{CellRef, ReferencePeriod};

/// Label columns that a table may have.
const LABEL_COLUMNS: u32 = 3;

/// A table, as it looks.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its top left cell.
    pub(super) corner: CellRef,
    /// The text of that cell, or of the heading above it.
    pub(super) anchor: String,
    /// Whether the anchor is a heading, for the corner itself is blank.
    pub(super) is_title: bool,
    /// The headers above those of its columns, each once: a heading beside which further ones stand is a first row of headers.
    pub(super) above: Vec<String>,
    /// The headers of its columns of numbers.
    pub(super) headers: Vec<String>,
    /// For each label column its header and its labels, each once, in order.
    pub(super) labels: Vec<(String, Vec<String>)>,
    /// What stands in place of a number.
    pub(super) marks: BTreeSet<String>,
    /// Its cells.
    pub(super) cells: BTreeSet<CellRef>,
}

impl Found {
    /// Whether its headers are years or other periods.
    pub(super) fn has_period_headers(&self) -> bool {
        self.headers.iter().all(|header| ReferencePeriod::parse(header).is_some())
    }
}

/// The tables of a sheet, from the top left.
pub(super) fn tables(grid: &Grid) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let is_taken = |found: &[Found], at: &CellRef| found.iter().any(|table| table.cells.contains(at));
    for at in grid.cells.keys() {
        // Left of a header there may be nothing: then the heading above is what the table is found by.
        let left = at.col.checked_sub(1).map(|col| CellRef::new(at.row, col)).filter(|left| grid.cell(*left).is_none());
        let candidates = [Some((*at, None)), left.and_then(|left| heading(grid, left).map(|title| (left, Some(title))))];
        for (corner, title) in candidates.into_iter().flatten() {
            if !is_taken(&found, at)
                && !is_taken(&found, &corner)
                && let Some(table) = table(grid, corner, title.as_deref())
            {
                found.push(table);
            }
        }
    }
    found
}

/// The text above a blank corner, one or two rows up.
fn heading(grid: &Grid, corner: CellRef) -> Option<String> {
    let above = (1..=2).filter_map(|n| corner.row.checked_sub(n)).map(|row| CellRef::new(row, corner.col));
    above.into_iter().find(|at| grid.cell(*at).is_some()).filter(|at| is_label(grid, *at)).map(|at| grid.text(at).to_owned())
}

fn is_number(grid: &Grid, at: CellRef) -> bool {
    let Some(cell) = grid.cell(at) else { return false };
    let digits = cell.text.chars().filter(char::is_ascii_digit).count();
    let others = cell.text.chars().filter(|c| c.is_alphabetic()).count();
    cell.cell_type == CellType::Number || (digits > 0 && others == 0)
}

/// A short text without a letter or digit, which stands for a number that is not there.
fn is_mark(text: &str) -> bool {
    let length = text.chars().count();
    (1..=3).contains(&length) && text.chars().all(|c| !c.is_alphanumeric())
}

fn is_label(grid: &Grid, at: CellRef) -> bool {
    let text = grid.text(at);
    !text.is_empty() && (!is_number(grid, at) || ReferencePeriod::parse(text).is_some()) && !is_mark(text)
}

fn table(grid: &Grid, corner: CellRef, title: Option<&str>) -> Option<Found> {
    let cell = |row: u32, col: u32| CellRef::new(row, col);
    let (top, left) = (corner.row, corner.col);
    if title.is_none() && (!is_label(grid, corner) || ReferencePeriod::parse(grid.text(corner)).is_some()) {
        return None;
    }
    // Label columns end where numbers begin under a header.
    let below = top.checked_add(1)?;
    let is_header = |col: u32| is_label(grid, cell(top, col));
    let is_value = |row: u32, col: u32| {
        let at = cell(row, col);
        (is_number(grid, at) && ReferencePeriod::parse(grid.text(at)).is_none()) || is_mark(grid.text(at))
    };
    let width = (1..=LABEL_COLUMNS).find(|width| {
        let col = left.saturating_add(*width);
        is_header(col) && is_value(below, col)
    })?;
    // A blank corner stands for one column of labels.
    let has_headers = (0..width).all(|n| is_header(left + n)) || (title.is_some() && width == 1);
    if !has_headers || (0..width).any(|n| !is_label(grid, cell(below, left + n))) {
        return None;
    }
    let first = left.saturating_add(width);
    let headers: Vec<String> =
        (first..=grid.last_column()).map(|col| grid.text(cell(top, col)).to_owned()).take_while(|header| !header.is_empty()).collect();
    let last = first.saturating_add(u32::try_from(headers.len()).ok()?);
    let rows: Vec<u32> =
        (below..=grid.last_row()).take_while(|row| (0..width).any(|n| !grid.text(cell(*row, left + n)).is_empty())).collect();
    // A row of labels without any number ends the table: notes stand below it.
    let rows: Vec<u32> = rows.into_iter().take_while(|row| (first..last).any(|col| !grid.text(cell(*row, col)).is_empty())).collect();
    let labels = (0..width)
        .map(|n| {
            let mut each: Vec<String> = Vec::new();
            for text in rows.iter().map(|row| grid.text(cell(*row, left + n))).filter(|text| !text.is_empty()) {
                if !each.iter().any(|known| known == text) {
                    each.push(text.to_owned());
                }
            }
            (grid.text(cell(top, left + n)).to_owned(), each)
        })
        .collect();
    let values = || rows.iter().flat_map(|row| (first..last).map(move |col| cell(*row, col)));
    // Among numbers a short word stands for one that is not there, too.
    let is_short_word = |text: &str| (1..=3).contains(&text.chars().count()) && text.chars().all(char::is_alphabetic);
    let marks = values().map(|at| grid.text(at)).filter(|text| is_mark(text) || is_short_word(text)).map(str::to_owned).collect();
    // Only right above the headers, and only if the heading is not a sentence over them but the corner of a row of words.
    let row_above = top.checked_sub(1).filter(|row| title.is_some() && grid.cell(cell(*row, left)).is_some());
    let mut above: Vec<String> = Vec::new();
    for at in row_above.into_iter().flat_map(|row| (first..last).map(move |col| cell(row, col))).filter(|at| is_label(grid, *at)) {
        if !above.iter().any(|known| known == grid.text(at)) {
            above.push(grid.text(at).to_owned());
        }
    }
    let first_row = row_above.filter(|_| !above.is_empty()).unwrap_or(top);
    let cells = (first_row..=top).chain(rows.iter().copied()).flat_map(|row| (left..last).map(move |col| cell(row, col))).collect();
    Some(Found {
        corner: cell(first_row, left),
        anchor: title.unwrap_or_else(|| grid.text(corner)).to_owned(),
        is_title: title.is_some() && above.is_empty(),
        above,
        headers,
        labels,
        marks,
        cells,
    })
}
