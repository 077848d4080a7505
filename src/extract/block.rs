//! The geometry of one block of a table: its header rows, label columns, value columns and rows.

use std::collections::BTreeSet;

use super::anchor::drifted;
use super::footnotes::Notes;
use super::matching::text_says;
use super::view::SheetView;
use crate::diag::{Finding, Location, codes};
use crate::model::CellRef;
use crate::normalize::normalize;
use crate::plan::{AnchorIs, Repeat, TableRule};

/// Where the anchors of this and of the other tables of the sheet stand.
pub(super) struct Anchors<'a> {
    /// Those of this table.
    pub(super) own: &'a BTreeSet<CellRef>,
    /// Those of all tables.
    pub(super) all: &'a BTreeSet<CellRef>,
}

impl Anchors<'_> {
    /// Whether an anchor of another table, and none of this one, stands in the cell.
    fn is_foreign(&self, at: CellRef) -> bool {
        self.all.contains(&at) && !self.own.contains(&at)
    }
}

/// A block: where everything stands.
pub(super) struct Block<'a> {
    /// Its table.
    pub(super) table: &'a TableRule,
    /// Its anchor.
    pub(super) anchor: CellRef,
    /// Header rows from the top.
    pub(super) header_rows: Vec<u32>,
    /// Label columns from the left.
    pub(super) label_columns: Vec<u32>,
    /// Value columns.
    pub(super) value_columns: Vec<u32>,
    /// Rows.
    pub(super) rows: Vec<u32>,
}

impl<'a> Block<'a> {
    /// Finds the block at an anchor; `None` when it has no column or no row, a finding when a label column that the layout
    /// names by its header is missing.
    pub(super) fn find(
        view: &SheetView<'_>,
        table: &'a TableRule,
        anchor: CellRef,
        anchors: &Anchors<'_>,
        notes: &Notes<'_>,
    ) -> Result<Option<Self>, Box<Finding>> {
        let top = match table.anchor_is {
            AnchorIs::Corner => Some(anchor.row),
            AnchorIs::Title => row_below_title(view, table, anchor),
        };
        let Some(top) = top else { return Ok(None) };
        let header_rows: Vec<u32> = (0..table.header_rows).map(|i| top.saturating_add(i)).collect();
        let mut block = Self { table, anchor, header_rows, label_columns: Vec::new(), value_columns: Vec::new(), rows: Vec::new() };
        block.label_columns = block.find_label_columns(view)?;
        let first_row = top.saturating_add(table.header_rows);
        block.value_columns = block.find_value_columns(view, anchors, first_row);
        block.rows = block.find_rows(view, anchors, notes, first_row);
        Ok((!block.value_columns.is_empty() && !block.rows.is_empty()).then_some(block))
    }

    /// Whether one of the header rows has a text of its own in this column.
    fn has_header(&self, view: &SheetView<'_>, col: u32) -> bool {
        self.header_rows.iter().any(|row| !view.label(CellRef::new(*row, col)).1.is_empty())
    }

    fn find_label_columns(&self, view: &SheetView<'_>) -> Result<Vec<u32>, Box<Finding>> {
        let start = self.anchor.col;
        let mut next = start;
        let mut columns = Vec::new();
        for axis in &self.table.rows {
            let named = axis.header.as_ref().and_then(|header| {
                let mut headed = (start..=view.last_column).take_while(|col| self.has_header(view, *col));
                headed.find(|col| {
                    self.header_rows.iter().any(|row| {
                        let (_, text) = view.label(CellRef::new(*row, *col));
                        text_says(text, &normalize(text), header)
                    })
                })
            });
            let column = match (&axis.header, named) {
                (Some(header), None) => {
                    let found = format!("no column {header} for the table \"{}\"", self.table.id);
                    let finding = Finding::new(codes::HEADER_UNEXPECTED, Location::Cell(view.grid.origin(self.anchor)), found);
                    let finding = finding.expected(format!("a header {header} to the right of this cell"));
                    let candidates: Vec<u32> = (start..=view.last_column).take_while(|col| self.has_header(view, *col)).collect();
                    let at = |col: u32| self.header_rows.iter().map(move |row| CellRef::new(*row, col));
                    let texts = candidates.iter().flat_map(|col| at(*col)).map(|at| ((), view.label(at).1));
                    let finding = drifted(finding, self.table, "header", header, texts);
                    return Err(Box::new(finding.related(Location::Line(self.table.at))));
                }
                (_, Some(column)) => column,
                (None, None) => next,
            };
            columns.push(column);
            next = view.next_column(column.saturating_add(1));
        }
        Ok(columns)
    }

    fn find_value_columns(&self, view: &SheetView<'_>, anchors: &Anchors<'_>, first_row: u32) -> Vec<u32> {
        let last = view.last_column;
        if self.table.header_rows == 0 {
            let mut start = self.label_columns.iter().max().map_or(self.anchor.col, |col| col.saturating_add(1));
            while start < last && !self.label_columns.is_empty() && self.is_blank_column(view, start, first_row) {
                start += 1;
            }
            let mut columns = Vec::new();
            for col in (start..=last).filter(|col| !view.column_is_left_out(*col)) {
                let is_filled = !view.text(CellRef::new(first_row, col)).is_empty();
                if is_filled || columns.is_empty() {
                    columns.push(col);
                }
                if !is_filled {
                    break;
                }
            }
            return columns;
        }
        let top = self.header_rows.first().copied().unwrap_or(self.anchor.row);
        let mut columns = Vec::new();
        for col in self.anchor.col..=last {
            if self.label_columns.contains(&col) || view.column_is_left_out(col) {
                continue;
            }
            let here = CellRef::new(top, col);
            // A column without anything between labels and counts changes nothing.
            if columns.is_empty()
                && !self.label_columns.is_empty()
                && !self.has_header(view, col)
                && self.is_blank_column(view, col, first_row)
            {
                continue;
            }
            let another_block = self.table.repeat == Repeat::Right && here != self.anchor && anchors.own.contains(&here);
            if another_block || anchors.is_foreign(here) || !self.has_header(view, col) {
                break;
            }
            columns.push(col);
        }
        columns
    }

    /// Whether a column has nothing beside the labels of the block.
    fn is_blank_column(&self, view: &SheetView<'_>, col: u32, first_row: u32) -> bool {
        let labelled = |row: &u32| self.label_columns.iter().any(|label| !view.label(CellRef::new(*row, *label)).1.is_empty());
        let mut rows = (first_row..=view.grid.last_row()).take_while(labelled);
        rows.all(|row| view.text(CellRef::new(row, col)).is_empty())
    }

    fn find_rows(&self, view: &SheetView<'_>, anchors: &Anchors<'_>, notes: &Notes<'_>, first_row: u32) -> Vec<u32> {
        let mut rows = Vec::new();
        let edge = self.label_columns.first().copied().unwrap_or(self.anchor.col);
        for row in first_row..=view.grid.last_row() {
            if view.row_is_left_out(row) {
                continue;
            }
            let here = CellRef::new(row, edge);
            let (_, first_label) = view.label(here);
            if let Some(end) = &self.table.ends
                && text_says(first_label, &normalize(first_label), end)
            {
                break;
            }
            let own = here != self.anchor && anchors.own.contains(&here);
            if own || anchors.is_foreign(here) || (notes.is_note(here) && self.is_blank_right_of(view, row)) {
                break;
            }
            let labelled = if self.label_columns.is_empty() { &self.value_columns } else { &self.label_columns };
            if labelled.iter().all(|col| view.label(CellRef::new(row, *col)).1.is_empty()) {
                if self.table.ends.is_none() {
                    break;
                }
                continue;
            }
            rows.push(row);
        }
        rows
    }

    fn is_blank_right_of(&self, view: &SheetView<'_>, row: u32) -> bool {
        self.label_columns.is_empty() || self.value_columns.iter().all(|col| view.text(CellRef::new(row, *col)).is_empty())
    }
}

/// The next row below a title in which the table begins.
fn row_below_title(view: &SheetView<'_>, table: &TableRule, anchor: CellRef) -> Option<u32> {
    let width = u32::try_from(table.rows.len()).unwrap_or(0).saturating_add(1);
    let title = view.shown_at(anchor);
    (anchor.row.saturating_add(1)..=view.grid.last_row()).find(|row| {
        (anchor.col..=anchor.col.saturating_add(width)).any(|col| {
            let (shown, text) = view.label(CellRef::new(*row, col));
            !text.is_empty() && shown != title
        })
    })
}
