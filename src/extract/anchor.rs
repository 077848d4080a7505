//! Finding a table by its text.

use super::view::SheetView;
use crate::diag::{Edit, Finding, Location, codes, first_of};
use crate::model::CellRef;
use crate::normalize::{has_digit, normalize};
use crate::plan::{Matcher, Repeat, TableRule};
use crate::similarity::nearest;

/// The cells that say what the table's anchor says, in reading order; a finding when there are not as many as the table may have. One is expected, more only
/// where the table repeats.
pub(super) fn find(view: &SheetView<'_>, table: &TableRule) -> Result<Vec<CellRef>, Box<Finding>> {
    let found = view.saying(&table.anchor);
    let place = Location::Sheet(view.grid.file.clone(), view.grid.name.clone());
    let table_line = Location::Line(table.at);
    match found.as_slice() {
        [] if table.optional => Ok(Vec::new()),
        [] => {
            let finding =
                Finding::new(codes::ANCHOR_NOT_FOUND, place, format!("no cell \"{}\" for the table \"{}\"", table.anchor_text, table.id));
            let texts = view.visible_cells().filter(|(_, cell)| !has_digit(&cell.text)).map(|(at, cell)| (at, cell.text.as_str()));
            let finding = match nearest(&table.anchor_text, texts).filter(|_| !table.anchor_text.starts_with('/')) {
                Some((at, text)) => {
                    let edit = Edit { table: table.at, key: "anchor", old: normalize(&table.anchor_text), new: text.to_owned() };
                    finding.edit(edit).related(Location::Cell(view.grid.origin(at)))
                }
                None => finding,
            };
            Err(Box::new(finding.related(table_line)))
        }
        [_] => Ok(found),
        _ if table.repeat != Repeat::No => Ok(found),
        [first, ..] => {
            let cells = first_of(found.iter().map(ToString::to_string), ", ");
            let what = format!("\"{}\" in {cells} for the table \"{}\"", table.anchor_text, table.id);
            let finding = Finding::new(codes::ANCHOR_AMBIGUOUS, Location::Cell(view.grid.origin(*first)), what);
            Err(Box::new(finding.related(table_line)))
        }
    }
}

/// Offers the nearest header where the layout's own is not there.
pub(super) fn drifted<'t, T>(
    finding: Finding,
    table: &TableRule,
    key: &'static str,
    wanted: &Matcher,
    headers: impl Iterator<Item = (T, &'t str)>,
) -> Finding {
    let Matcher::Exact(old) = wanted else { return finding };
    match nearest(old, headers) {
        Some((_, text)) => finding.edit(Edit { table: table.at, key, old: old.clone(), new: text.to_owned() }),
        None => finding,
    }
}
