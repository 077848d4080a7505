//! From a grid and its layout to readings: values with the source's own words on every axis. No codes, no arithmetic.
//!
//! This module must not turn a word into a code, nor fill a blank label unless the layout says so.

mod account;
mod anchor;
mod block;
mod block_reader;
mod cells;
mod context_labels;
mod correct;
mod footnotes;
mod formula;
mod headers;
mod matching;
mod number;
mod reading;
mod shares;
mod texts;
mod view;

use std::collections::{BTreeMap, BTreeSet};

pub use reading::{Corrected, Extraction, Reading, TableUse, Term};
pub use texts::{SheetTexts, TextAccount, Texts};

use crate::diag::{Finding, Findings, Location, TextRole, codes, of_one_cause};
use crate::ingest::Workbook;
use crate::model::CellRef;
use crate::normalize::normalize;
use crate::plan::{Correction, Layout, TableRule, UnreadSheet, WordConcept};
use texts::Claim;
use view::SheetView;

/// Reads all tables that a layout declares for a workbook, and accounts for each cell with a digit that is not a value.
///
/// A cell with a declared correction is accounted for, and read, with its corrected text.
pub fn extract(mut workbook: Workbook, layout: &Layout, corrections: &[Correction]) -> Extraction {
    let mut out = Extraction::default();
    // The ledger shows what stands in the file, also where a correction replaces it.
    workbook.sheets.iter().for_each(|grid| account::open(grid, &mut out.ledger));
    // A formula counts what the file holds, not what a correction makes of it. Of a corrected formula the correction speaks.
    let mut formulas = Findings::default();
    workbook.sheets.iter().for_each(|grid| formula::check(grid, &mut formulas));
    correct::apply(&mut workbook, corrections, &mut out);
    if !out.corrected.is_empty() {
        workbook.sheets.iter().for_each(|grid| account::open(grid, &mut out.ledger));
    }
    let is_corrected = |finding: &Finding| matches!(&finding.location, Location::Cell(at) if out.corrected.contains_key(at));
    out.findings.append(formulas.iter().filter(|finding| !is_corrected(finding)).cloned().collect());
    let workbook = &workbook;
    workbook.sheets.iter().for_each(|grid| out.texts.open(grid));
    let name = workbook.file.rsplit('/').next().unwrap_or_default();
    let mut views = Vec::new();
    for grid in &workbook.sheets {
        views.push(SheetView::new(grid, name, layout, &mut out));
    }
    let shared = footnotes::shared(&views, layout, &mut out.used);
    for view in &views {
        read_sheet(view, layout, &shared, &mut out);
    }
    if !out.twice.is_empty() {
        // Neither table's reading is taken: nobody knows which is meant.
        let twice = std::mem::take(&mut out.twice);
        out.readings.retain(|reading| !twice.contains(&reading.origin));
    }
    check_legends(workbook, layout, &mut out);
    out
}

fn read_sheet(view: &SheetView<'_>, layout: &Layout, shared: &footnotes::Shared, out: &mut Extraction) {
    // Spreadsheet programs add sheets that nobody fills.
    if view.ignored || view.grid.cells.is_empty() {
        return;
    }
    let tables: Vec<&TableRule> =
        layout.tables.iter().filter(|table| table.file.selects(view.file_name) && table.sheet.selects(&view.grid.name)).collect();
    // Cells that a table would have read are not reported one by one when the table itself is the finding.
    let mut lost = None;
    let mut anchors: Vec<BTreeSet<CellRef>> = Vec::new();
    for table in &tables {
        let found = anchor::find(view, table).unwrap_or_else(|finding| {
            lost = lost.or(Some(finding.code));
            out.findings.push(*finding);
            Vec::new()
        });
        anchors.push(found.into_iter().collect());
    }
    let all: BTreeSet<CellRef> = anchors.iter().flatten().copied().collect();
    let broken = layout.broken.iter().find(|broken| broken.file.selects(view.file_name) && broken.sheet.selects(&view.grid.name));
    lost = lost.or(broken.map(|broken| broken.code));
    let stray = (tables.is_empty() && broken.is_none()).then(|| stray(view, layout));
    let notes = footnotes::collect(view, layout, shared, &mut out.used);
    for note in notes.iter() {
        out.label(&view.grid.origin(note.at), "footnote");
        let whole = view.text(note.at);
        let words = whole.find(&note.text).map(|from| (from..from + note.text.len(), vec![WordConcept::Footnote]));
        let claim = Claim { words: words.into_iter().collect(), ..Claim::new(TextRole::Footnote, None, Some(note.line), false) };
        out.texts.sheet(view.grid).claim(note.at, claim);
    }
    let mut values = BTreeMap::new();
    for (table, own) in tables.iter().zip(&anchors) {
        // From here on the table counts as met, even where its anchor is missing: that is a finding of its own.
        out.used.note(table.at);
        let contexts = context_labels::starts(view, table);
        for cell in own {
            out.label(&view.grid.origin(*cell), &format!("anchor of table {}", table.id));
            let claim = Claim::new(TextRole::Title, Some(table.id), Some(table.at), table.anchor.is_exact());
            out.texts.sheet(view.grid).claim_any(*cell, view.text(*cell), claim);
            match block::Block::find(view, table, *cell, &block::Anchors { own, all: &all }, &notes) {
                Ok(Some(found)) => {
                    let sheet = cells::Sheet { view, layout, notes: &notes, contexts: &contexts };
                    cells::read(&sheet, &found, &mut values, out);
                }
                Err(finding) => {
                    lost = lost.or(Some(finding.code));
                    out.findings.push(*finding);
                }
                Ok(None) => {
                    lost = lost.or(Some(codes::TABLE_EMPTY));
                    let place = Location::Cell(view.grid.origin(*cell));
                    let finding = Finding::new(codes::TABLE_EMPTY, place, format!("the anchor of \"{}\" and nothing after it", table.id));
                    out.findings.push(finding.related(Location::Line(table.at)));
                }
            }
        }
    }
    let remedy = lost.map(|cause| {
        format!("repair the {cause} first: these may be the cells of that table; else add a table or an [[out_of_scope]] entry")
    });
    let of_stray = |stray: &UnreadSheet| match stray.anchors.first().and_then(|at| layout.tables.iter().find(|table| table.at == *at)) {
        Some(table) => format!(
            "the anchor of the table \"{}\" stands here: let its sheet select this one; or add a table or an [[out_of_scope]] entry",
            table.id
        ),
        None => "no table is meant for this sheet: let the sheet of one select it, add a table, or an [[out_of_scope]] entry".to_owned(),
    };
    drop_consequences_of_hidden(view, out);
    join_lost_tables(view, &tables, out);
    account::close(view, layout, &values, remedy.or(stray.as_ref().map(of_stray)), out);
    out.strays.extend(stray);
}

/// Tables that were not read for one cause are one finding.
fn join_lost_tables(view: &SheetView<'_>, tables: &[&TableRule], out: &mut Extraction) {
    let of_tables =
        [codes::ANCHOR_NOT_FOUND, codes::ANCHOR_AMBIGUOUS, codes::TABLE_EMPTY, codes::HEADER_UNEXPECTED, codes::CONTEXT_NOT_FOUND];
    let is_one = |finding: &Finding| {
        of_tables.contains(&finding.code) && finding.location.file() == &*view.grid.file && finding.location.sheet() == &*view.grid.name
    };
    let lost: Vec<Finding> = out.findings.iter().filter(|finding| is_one(finding)).cloned().collect();
    if lost.len() > 1 {
        let ids: Vec<&str> = tables.iter().map(|table| &*table.id).collect();
        out.findings.select(|finding| !is_one(finding));
        for finding in of_one_cause(lost, &ids) {
            out.findings.push(finding);
        }
    }
}

/// That a table is not where it should be, while nobody has decided about what is hidden there: the decision comes first.
fn drop_consequences_of_hidden(view: &SheetView<'_>, out: &mut Extraction) {
    let is_here = |finding: &Finding| finding.location.file() == &*view.grid.file && finding.location.sheet() == &*view.grid.name;
    let is_undecided = |finding: &&Finding| finding.code == codes::HIDDEN_UNDECIDED && is_here(finding);
    if out.findings.iter().any(|finding| is_undecided(&finding)) {
        let of_tables = [codes::ANCHOR_NOT_FOUND, codes::TABLE_EMPTY, codes::HEADER_UNEXPECTED, codes::CONTEXT_NOT_FOUND];
        out.findings.select(|finding| !(of_tables.contains(&finding.code) && is_here(finding)));
    }
}

/// A sheet that no table is meant for, and the tables whose anchor stands on it all the same.
fn stray(view: &SheetView<'_>, layout: &Layout) -> UnreadSheet {
    let stands = |table: &&TableRule| table.file.selects(view.file_name) && !view.saying(&table.anchor).is_empty();
    UnreadSheet {
        location: Location::Sheet(view.grid.file.clone(), view.grid.name.clone()),
        anchors: layout.tables.iter().filter(stands).map(|table| table.at).collect(),
    }
}

/// The legend that the layout quotes for a mark must stand in each file whose figures use the mark.
fn check_legends(workbook: &Workbook, layout: &Layout, out: &mut Extraction) {
    let used: BTreeSet<&String> = out.readings.iter().filter_map(|reading| reading.legend.as_ref()).collect();
    let marks = layout.absences.values().chain(layout.tables.iter().flat_map(|table| table.absences.values()));
    for mark in marks {
        let Some(legend) = mark.legend.as_ref().filter(|legend| used.contains(legend)) else { continue };
        let normalized = normalize(legend);
        let mut stands = false;
        for grid in &workbook.sheets {
            let texts = grid.cells.iter().map(|(at, cell)| (at, normalize(&cell.text)));
            for (at, text) in texts.filter(|(_, text)| text.contains(&normalized)) {
                stands = true;
                out.texts.sheet(grid).claim(*at, Claim::new(TextRole::Legend, None, Some(mark.at), text == normalized));
            }
        }
        if !stands {
            let place = Location::Line(mark.at);
            let finding = Finding::new(codes::LEGEND_NOT_FOUND, place, format!("no cell of {} with that text", workbook.file));
            out.findings.push(finding.expected(format!("\"{legend}\"")));
        }
    }
}
