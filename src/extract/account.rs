//! Accounting: every cell with a digit gets an account, and those that are no values get their fate here.

use std::collections::BTreeMap;

use super::number::looks_numeric;
use super::reading::Extraction;
use super::view::SheetView;
use crate::diag::{CellKind, Fate, Finding, Ledger, Place, codes};
use crate::ingest::{CellType, Grid};
use crate::model::CellRef;
use crate::plan::Layout;

/// Opens an account for each cell of a sheet, hidden or not, that holds a digit.
pub(super) fn open(grid: &Grid, ledger: &mut Ledger) {
    for (at, cell) in &grid.cells {
        if cell.text.chars().any(|c| c.is_ascii_digit()) {
            let number = matches!(cell.cell_type, CellType::Number | CellType::Date) || looks_numeric(&cell.text);
            ledger.open(grid.origin(*at), &cell.text, if number { CellKind::Number } else { CellKind::Text });
        }
    }
}

/// Gives a fate to the visible cells that no table reads: declared out of scope, or a finding.
pub(super) fn close(view: &SheetView<'_>, layout: &Layout, values: &BTreeMap<CellRef, String>, out: &mut Extraction) {
    for (at, cell) in view.visible_cells() {
        if values.contains_key(&at) {
            continue;
        }
        let origin = view.grid.origin(at);
        let settled = out.ledger.get(&origin).is_none_or(|account| account.fate.is_some());
        let rule = layout.out_of_scope.iter().find(|rule| {
            rule.file.selects(view.file_name) && rule.sheet.selects(&view.grid.name) && rule.text.matches(&cell.text, view.folded(at))
        });
        if let Some(rule) = rule {
            rule.hit.mark();
            out.ledger.settle(&origin, Fate::OutOfScope(rule.reason.clone()));
        } else if !settled {
            out.ledger.settle(&origin, Fate::Finding(codes::CELL_UNACCOUNTED.name));
            out.findings.push(Finding::new(codes::CELL_UNACCOUNTED, Place::Cell(origin), format!("\"{}\"", cell.text)));
        }
    }
}
