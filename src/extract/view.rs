//! A sheet as the layout sees it: hidden content is left out unless a decision in the layout uses it.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::matching::text_says;
use super::reading::Extraction;
use super::texts::Claim;
use crate::diag::{Disposition, Finding, Location, TextRole, codes};
use crate::ingest::{Cell, Grid, Merged, Ranges};
use crate::model::CellRef;
use crate::normalize::{normalize, split_marks};
use crate::plan::{HiddenDecision, HiddenPart, HiddenRule, Layout, Matcher};

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
    /// The normalized texts of cells that are not plain number.
    normalized: BTreeMap<CellRef, SmolStr>,
    hidden_rows: Ranges,
    hidden_columns: Ranges,
    merged: Merged,
    /// The last column with content.
    pub(super) last_column: u32,
    /// Cells with content by column, where somebody looks below a cell.
    by_column: OnceCell<BTreeSet<(u32, u32)>>,
    /// Visible cells by their normalized texts, with and without their trailing marks.
    saying: OnceCell<BTreeMap<String, Vec<CellRef>>>,
    /// Visible texts without blanks around them, in order, where somebody looks for the text of a mark.
    texts: OnceCell<Vec<(&'a str, CellRef)>>,
    /// The cells that were found to begin with a mark.
    beginning: RefCell<BTreeMap<String, Option<CellRef>>>,
}

impl<'a> SheetView<'a> {
    /// Decides what is visible; reports what is hidden and accounts for the cells that are left out.
    pub(super) fn new(grid: &'a Grid, file_name: &'a str, layout: &Layout, out: &mut Extraction) -> Self {
        let (sheet, rows, columns) = (HiddenDecision::Use, HiddenDecision::Use, HiddenDecision::Use);
        let mut view = Self {
            grid,
            file_name,
            ignored: false,
            sheet,
            rows,
            columns,
            normalized: BTreeMap::new(),
            hidden_rows: Ranges::new(&grid.hidden_rows),
            hidden_columns: Ranges::new(&grid.hidden_columns),
            merged: Merged::new(&grid.merged),
            last_column: grid.last_column(),
            by_column: OnceCell::new(),
            saying: OnceCell::new(),
            texts: OnceCell::new(),
            beginning: RefCell::default(),
        };
        if grid.hidden && !grid.cells.is_empty() {
            view.sheet = decide(&view, layout, HiddenPart::Sheet, out);
            view.ignored = view.sheet == HiddenDecision::Ignore;
        }
        if !view.ignored {
            if grid.cells.keys().any(|at| view.row_is_hidden(at.row)) {
                view.rows = decide(&view, layout, HiddenPart::Rows, out);
            }
            if grid.cells.keys().any(|at| view.column_is_hidden(at.col)) {
                view.columns = decide(&view, layout, HiddenPart::Columns, out);
            }
            let texts = view.visible_cells().filter(|(_, cell)| !is_plain(&cell.text));
            view.normalized = texts.map(|(at, cell)| (at, normalize(&cell.text).into())).collect();
        }
        view
    }

    fn row_is_hidden(&self, row: u32) -> bool {
        self.hidden_rows.contains(row)
    }

    fn column_is_hidden(&self, col: u32) -> bool {
        self.hidden_columns.contains(col)
    }

    /// The cell whose content a merged cell shows: the top left of its range, or the cell itself.
    pub(super) fn shown_at(&self, at: CellRef) -> CellRef {
        self.merged.shown_at(at)
    }

    /// The visible cells that say what a matcher wants, with or without their trailing footnote marks, in reading order.
    pub(super) fn saying(&self, matcher: &Matcher) -> Vec<CellRef> {
        let Matcher::Exact(wanted) = matcher else {
            let says = |at: &CellRef| text_says(self.text(*at), self.normalized(*at), matcher);
            return self.visible_cells().map(|(at, _)| at).filter(says).collect();
        };
        let index = self.saying.get_or_init(|| {
            let mut index: BTreeMap<String, Vec<CellRef>> = BTreeMap::new();
            for (at, cell) in self.visible_cells().filter(|(_, cell)| !cell.text.is_empty()) {
                let normalized = self.folded_of(at, &cell.text);
                index.entry(normalized.to_owned()).or_default().push(at);
                let (bare, marks) = split_marks(&cell.text);
                let bare = if marks.is_empty() { String::new() } else { normalize(bare) };
                if !bare.is_empty() && bare != normalized {
                    index.entry(bare).or_default().push(at);
                }
            }
            index
        });
        index.get(wanted).cloned().unwrap_or_default()
    }

    /// The first visible cell with content to the right of a cell.
    pub(super) fn right_of(&self, at: CellRef) -> Option<CellRef> {
        let beside = CellRef::new(at.row, at.col.checked_add(1)?)..=CellRef::new(at.row, u32::MAX);
        self.grid.cells.range(beside).map(|(at, _)| *at).find(|at| !self.is_left_out(*at))
    }

    /// The first visible cell with content below a cell.
    pub(super) fn below(&self, at: CellRef) -> Option<CellRef> {
        let by_column = self.by_column.get_or_init(|| self.visible_cells().map(|(at, _)| (at.col, at.row)).collect());
        by_column.range((at.col, at.row.checked_add(1)?)..=(at.col, u32::MAX)).next().map(|(col, row)| CellRef::new(*row, *col))
    }

    /// The first visible cell whose text begins with a footnote mark and goes on with words.
    pub(super) fn beginning_with(&self, mark: &str) -> Option<CellRef> {
        if let Some(known) = self.beginning.borrow().get(mark) {
            return *known;
        }
        let texts = self.texts.get_or_init(|| {
            let mut texts: Vec<(&'a str, CellRef)> = self.visible_cells().map(|(at, cell)| (cell.text.trim(), at)).collect();
            texts.sort_unstable();
            texts
        });
        let from = texts.partition_point(|(text, _)| *text < mark);
        let beginning = texts.iter().skip(from).map_while(|(text, at)| text.strip_prefix(mark).map(|rest| (rest, *at)));
        let found = beginning.filter(|(rest, _)| rest.chars().any(char::is_alphabetic)).map(|(_, at)| at).min();
        self.beginning.borrow_mut().insert(mark.to_owned(), found);
        found
    }

    /// Whether the cell is left out because of its row or column.
    pub(super) fn is_left_out(&self, at: CellRef) -> bool {
        self.row_is_left_out(at.row) || self.column_is_left_out(at.col)
    }

    /// Whether the cell's figure is suppressed: its labels are read, its value is not.
    pub(super) fn is_suppressed(&self, at: CellRef) -> bool {
        let suppress = HiddenDecision::Suppress;
        self.sheet == suppress
            || (self.rows == suppress && self.row_is_hidden(at.row))
            || (self.columns == suppress && self.column_is_hidden(at.col))
    }

    /// Whether all cells of the row are left out.
    pub(super) fn row_is_left_out(&self, row: u32) -> bool {
        self.rows == HiddenDecision::Ignore && self.row_is_hidden(row)
    }

    /// Whether all cells of the column are left out.
    pub(super) fn column_is_left_out(&self, col: u32) -> bool {
        self.columns == HiddenDecision::Ignore && self.column_is_hidden(col)
    }

    /// The column itself, or the first one to the right of it that is not left out.
    pub(super) fn next_column(&self, col: u32) -> u32 {
        if self.columns == HiddenDecision::Ignore { self.hidden_columns.outside(col) } else { col }
    }

    /// Cells with content that may be read, in reading order.
    pub(super) fn visible_cells(&self) -> impl Iterator<Item = (CellRef, &'a Cell)> + '_ {
        self.grid.cells.iter().map(|(at, cell)| (*at, cell)).filter(|(at, _)| !self.is_left_out(*at))
    }

    /// The text of the cell; empty when it has none or is left out.
    pub(super) fn text(&self, at: CellRef) -> &'a str {
        if self.is_left_out(at) { "" } else { self.grid.text(at) }
    }

    /// The normalized text of the cell.
    pub(super) fn normalized(&self, at: CellRef) -> &str {
        self.folded_of(at, self.text(at))
    }

    /// The normalized text of the cell, whose text is `text`.
    pub(super) fn folded_of<'t>(&'t self, at: CellRef, text: &'t str) -> &'t str {
        if is_plain(text) { text } else { self.normalized.get(&at).map_or("", SmolStr::as_str) }
    }

    /// The text that the cell shows as a label: a merged cell shows its range's text.
    pub(super) fn label(&self, at: CellRef) -> (CellRef, &'a str) {
        let shown = self.shown_at(at);
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
        HiddenPart::Rows => view.row_is_hidden(at.row),
        HiddenPart::Columns => view.column_is_hidden(at.col),
    };
    let hidden: Vec<CellRef> = grid.cells.keys().copied().filter(|at| belongs(at)).collect();
    let what = describe(part, &hidden);
    let place = Location::Sheet(grid.file.clone(), grid.name.clone());
    let applies = |rule: &&HiddenRule| rule.part == part && rule.file.selects(view.file_name) && rule.sheet.selects(&grid.name);
    let rule = layout.hidden.iter().find(applies);
    if let Some(rule) = rule {
        out.used.note(rule.at);
        let word = match rule.decision {
            HiddenDecision::Use => "used",
            HiddenDecision::Ignore => "ignored",
            HiddenDecision::Suppress => "suppressed",
        };
        let finding = Finding::new(codes::HIDDEN_CONTENT, place, format!("{what}: {word}, {}", rule.reason));
        out.findings.push(finding.related(Location::Line(rule.at)));
    } else {
        out.findings.push(Finding::new(codes::HIDDEN_UNDECIDED, place, what));
    }
    let decision = rule.map_or(HiddenDecision::Ignore, |rule| rule.decision);
    if decision == HiddenDecision::Ignore {
        for at in hidden.iter().copied() {
            let disposition = rule.map_or(Disposition::Finding(codes::HIDDEN_UNDECIDED.name), |rule| {
                Disposition::OutOfScope(format!("hidden: {}", rule.reason))
            });
            out.ledger.settle(&grid.origin(at), disposition);
            out.texts.sheet(grid).claim(at, Claim::new(TextRole::Hidden, None, rule.map(|rule| rule.at), false));
        }
    }
    let first = hidden.first().copied().unwrap_or(CellRef::new(0, 0));
    out.texts.sheet(grid).hidden.push((first, what_is_hidden(part, decision, &hidden)));
    decision
}

/// A hidden part as an approval remembers it: how much is hidden, and what is done with it. Rows are counted, for their numbers change with any row above.
fn what_is_hidden(part: HiddenPart, decision: HiddenDecision, hidden: &[CellRef]) -> String {
    let word = match decision {
        HiddenDecision::Use => "use",
        HiddenDecision::Ignore => "ignore",
        HiddenDecision::Suppress => "suppress",
    };
    let number = |places: BTreeSet<u32>| places.len();
    let what = match part {
        HiddenPart::Sheet => "the sheet".to_owned(),
        HiddenPart::Rows => format!("{} rows", number(hidden.iter().map(|at| at.row).collect())),
        HiddenPart::Columns => format!("{} columns", number(hidden.iter().map(|at| at.col).collect())),
    };
    format!("{what}, {} cells: {word}", hidden.len())
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
