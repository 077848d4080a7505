//! A sheet as the layout lets it be seen: what is hidden is left out unless a written decision uses it.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::reading::Extraction;
use crate::diag::{Fate, Finding, Place, codes};
use crate::fold::fold;
use crate::ingest::{Cell, Grid};
use crate::model::CellRef;
use crate::plan::{HiddenDecision, HiddenPart, HiddenRule, Layout};

/// The visible sheet.
pub(super) struct SheetView<'a> {
    /// The grid behind it.
    pub(super) grid: &'a Grid,
    /// The name of the file without its folder.
    pub(super) file_name: &'a str,
    /// Whether the whole sheet is left out.
    pub(super) ignored: bool,
    sheet: HiddenDecision,
    rows: HiddenDecision,
    columns: HiddenDecision,
    /// The folded texts of cells that are no plain number.
    folded: BTreeMap<CellRef, SmolStr>,
}

impl<'a> SheetView<'a> {
    /// Decides what is visible; reports what is hidden and accounts for the cells that are left out.
    pub(super) fn new(grid: &'a Grid, file_name: &'a str, layout: &Layout, out: &mut Extraction) -> Self {
        let (sheet, rows, columns) = (HiddenDecision::Use, HiddenDecision::Use, HiddenDecision::Use);
        let mut view = Self { grid, file_name, ignored: false, sheet, rows, columns, folded: BTreeMap::new() };
        if grid.hidden && !grid.cells.is_empty() {
            view.sheet = decide(&view, layout, HiddenPart::Sheet, out);
            view.ignored = view.sheet == HiddenDecision::Ignore;
        }
        if !view.ignored {
            if grid.cells.keys().any(|at| grid.row_is_hidden(at.row)) {
                view.rows = decide(&view, layout, HiddenPart::Rows, out);
            }
            if grid.cells.keys().any(|at| grid.column_is_hidden(at.col)) {
                view.columns = decide(&view, layout, HiddenPart::Columns, out);
            }
            let texts = view.visible_cells().filter(|(_, cell)| !is_plain(&cell.text));
            view.folded = texts.map(|(at, cell)| (at, fold(&cell.text).into())).collect();
        }
        view
    }

    /// Whether the cell is left out because of its row or column.
    pub(super) fn is_left_out(&self, at: CellRef) -> bool {
        self.row_is_left_out(at.row) || self.column_is_left_out(at.col)
    }

    /// Whether the cell's figure is withheld: its labels are read, its value is not.
    pub(super) fn is_withheld(&self, at: CellRef) -> bool {
        let withhold = HiddenDecision::Withhold;
        self.sheet == withhold
            || (self.rows == withhold && self.grid.row_is_hidden(at.row))
            || (self.columns == withhold && self.grid.column_is_hidden(at.col))
    }

    /// Whether all cells of the row are left out.
    pub(super) fn row_is_left_out(&self, row: u32) -> bool {
        self.rows == HiddenDecision::Ignore && self.grid.row_is_hidden(row)
    }

    /// Whether all cells of the column are left out.
    pub(super) fn column_is_left_out(&self, col: u32) -> bool {
        self.columns == HiddenDecision::Ignore && self.grid.column_is_hidden(col)
    }

    /// Cells with content that may be read, in reading order.
    pub(super) fn visible_cells(&self) -> impl Iterator<Item = (CellRef, &'a Cell)> + '_ {
        self.grid.cells.iter().map(|(at, cell)| (*at, cell)).filter(|(at, _)| !self.is_left_out(*at))
    }

    /// The text of the cell; empty when it has none or is left out.
    pub(super) fn text(&self, at: CellRef) -> &'a str {
        if self.is_left_out(at) { "" } else { self.grid.text(at) }
    }

    /// The folded text of the cell.
    pub(super) fn folded(&self, at: CellRef) -> &str {
        self.folded_of(at, self.text(at))
    }

    /// The folded text of the cell, whose text is `text`.
    pub(super) fn folded_of<'t>(&'t self, at: CellRef, text: &'t str) -> &'t str {
        if is_plain(text) { text } else { self.folded.get(&at).map_or("", SmolStr::as_str) }
    }

    /// The text that the cell shows as a label: a merged cell shows its range's text.
    pub(super) fn label(&self, at: CellRef) -> (CellRef, &'a str) {
        let shown = self.grid.shown_at(at);
        (shown, self.text(shown))
    }
}

/// Whether a text folds to itself: digits, as most cells hold.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Finds the decision about a hidden part. Without one, nothing of it is read and a finding says so.
fn decide(view: &SheetView<'_>, layout: &Layout, part: HiddenPart, out: &mut Extraction) -> HiddenDecision {
    let grid = view.grid;
    let belongs = |at: &CellRef| match part {
        HiddenPart::Sheet => true,
        HiddenPart::Rows => grid.row_is_hidden(at.row),
        HiddenPart::Columns => grid.column_is_hidden(at.col),
    };
    let hidden: Vec<CellRef> = grid.cells.keys().copied().filter(|at| belongs(at)).collect();
    let what = describe(part, &hidden);
    let place = Place::Sheet(grid.file.clone(), grid.name.clone());
    let applies = |rule: &&HiddenRule| rule.part == part && rule.file.selects(view.file_name) && rule.sheet.selects(&grid.name);
    let rule = layout.hidden.iter().find(applies);
    if let Some(rule) = rule {
        rule.hit.mark();
        let word = match rule.decision {
            HiddenDecision::Use => "used",
            HiddenDecision::Ignore => "ignored",
            HiddenDecision::Withhold => "withheld",
        };
        let finding = Finding::new(codes::HIDDEN_CONTENT, place, format!("{what}: {word}, {}", rule.reason));
        out.findings.push(finding.related(Place::Line(rule.at)));
    } else {
        out.findings.push(Finding::new(codes::HIDDEN_UNDECIDED, place, what));
    }
    let decision = rule.map_or(HiddenDecision::Ignore, |rule| rule.decision);
    if decision == HiddenDecision::Ignore {
        for at in hidden {
            let fate =
                rule.map_or(Fate::Finding(codes::HIDDEN_UNDECIDED.name), |rule| Fate::OutOfScope(format!("hidden: {}", rule.reason)));
            out.ledger.settle(&grid.origin(at), fate);
        }
    }
    decision
}

fn describe(part: HiddenPart, hidden: &[CellRef]) -> String {
    let names = |mut names: Vec<String>| {
        names.dedup();
        let more = names.len().saturating_sub(12);
        names.truncate(12);
        if more > 0 { format!("{} and {more} more", names.join(", ")) } else { names.join(", ") }
    };
    match part {
        HiddenPart::Sheet => format!("a hidden sheet with {} cells", hidden.len()),
        HiddenPart::Rows => format!("hidden rows {}", names(hidden.iter().map(|at| (u64::from(at.row) + 1).to_string()).collect())),
        HiddenPart::Columns => {
            let mut columns: Vec<u32> = hidden.iter().map(|at| at.col).collect();
            columns.sort_unstable();
            format!("hidden columns {}", names(columns.into_iter().map(CellRef::column_name).collect()))
        }
    }
}
