//! Accounting: every cell with a digit is recorded, and those that are not values get their disposition here.

use std::collections::BTreeMap;

use super::number::looks_numeric;
use super::reading::Extraction;
use super::texts::Claim;
use super::view::SheetView;
use crate::diag::{CellKind, Disposition, Finding, Ledger, Location, TextRole, codes, first_of};
use crate::ingest::{CellType, Grid};
use crate::model::{CellRef, Name};
use crate::normalize::has_digit;
use crate::plan::{Layout, ScopeRule};

/// Opens an account for each cell of a sheet, hidden or not, that holds a digit.
pub(super) fn open(grid: &Grid, ledger: &mut Ledger) {
    let accounts = grid.cells.iter().filter(|(_, cell)| has_digit(&cell.text)).map(|(at, cell)| {
        let number = matches!(cell.cell_type, CellType::Number | CellType::Date) || looks_numeric(&cell.text);
        (*at, cell.text.clone(), if number { CellKind::Number } else { CellKind::Text })
    });
    ledger.open_sheet(&grid.file, &grid.name, accounts);
}

/// Gives a disposition to the visible cells that no table reads: declared out of scope, or a finding. When a table of the sheet was
/// not found, or none is meant for it, `remedy` says what to do and the cells are one finding together.
pub(super) fn close(view: &SheetView<'_>, layout: &Layout, values: &BTreeMap<CellRef, Name>, remedy: Option<String>, out: &mut Extraction) {
    let mut unread: Vec<CellRef> = Vec::new();
    let selects = |rule: &&ScopeRule| rule.file.selects(view.file_name) && rule.sheet.selects(&view.grid.name);
    let rules: Vec<&ScopeRule> = layout.out_of_scope.iter().filter(selects).collect();
    for (at, cell) in view.visible_cells() {
        if values.contains_key(&at) {
            continue;
        }
        let origin = view.grid.origin(at);
        let settled = out.ledger.get(&origin).is_none_or(|account| account.disposition.is_some());
        let rule = rules.iter().find(|rule| rule.text.matches(&cell.text, view.folded_of(at, &cell.text)));
        if let Some(rule) = rule {
            out.used.note(rule.at);
            out.ledger.settle(&origin, Disposition::OutOfScope(rule.reason.clone()));
            let claim = Claim::new(TextRole::OutOfScope, None, Some(rule.at), rule.text.is_exact());
            out.texts.sheet(view.grid).claim_any(at, &cell.text, claim);
        } else if !settled {
            out.ledger.settle(&origin, Disposition::Finding(codes::CELL_UNACCOUNTED.name));
            unread.push(at);
        }
    }
    match (remedy, unread.as_slice()) {
        (Some(remedy), [top, .., bottom]) => {
            let place = Location::Sheet(view.grid.file.clone(), view.grid.name.clone());
            let found = format!("{} cells with a digit between {top} and {bottom}", unread.len());
            let finding = Finding::new(codes::CELL_UNACCOUNTED, place, found);
            out.findings.push(finding.remedy(remedy));
        }
        _ => {
            for region in regions(&unread) {
                let Some(first) = region.first() else { continue };
                let place = |at: &CellRef| Location::Cell(view.grid.origin(*at));
                let said = first_of(region.iter().map(|at| format!("\"{}\"", view.text(*at))), ", ");
                let finding = Finding::new(codes::CELL_UNACCOUNTED, place(first), said);
                out.findings.push(region.iter().skip(1).fold(finding, |finding, at| finding.related(place(at))));
            }
        }
    }
}

/// Cells in rows that follow each other: they have one cause.
fn regions(cells: &[CellRef]) -> Vec<Vec<CellRef>> {
    let mut regions: Vec<Vec<CellRef>> = Vec::new();
    for at in cells {
        match regions.last_mut() {
            Some(region) if region.last().is_some_and(|last| at.row <= last.row.saturating_add(1)) => region.push(*at),
            _ => regions.push(vec![*at]),
        }
    }
    regions
}
