//! Workbooks read by the reader library, with what it drops added.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use smol_str::SmolStr;

use super::cell_text::{content, number, percentage, shown_by};
use super::container::Kind;
use super::extras::Extras;
use super::grid::{Cell, CellType, Formula, Grid, MAX_CELLS, Span};
use super::number_format::{NumberFormat, Percentages};
use super::refusal::{Refusal, too_many_cells};
use super::xml::Archive;
use super::{ods, xls_formats, xlsb_formats, xlsb_repair, xlsx_xml};
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::CellRef;

/// Reads a workbook of the kind that its content has; a panic of the reader library is a refusal.
pub(super) fn read_caught(file: &Arc<str>, bytes: &[u8], kind: Kind, findings: &mut Findings) -> Result<Vec<Grid>, Refusal> {
    let mut own = Findings::default();
    let read = caught(|| read(file, bytes, kind, &mut own));
    findings.append(own);
    read
}

fn caught<T>(read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err((codes::READER_FAILED, "a panic in the reader library".to_owned())))
}

/// A sheet that can't be read is a finding, and the others are read; a workbook of too many cells is none.
fn sheet_or_finding(
    read: Result<Grid, Refusal>,
    (file, name): (&Arc<str>, &str),
    findings: &mut Findings,
) -> Result<Option<Grid>, Refusal> {
    match read {
        Ok(grid) => Ok(Some(grid)),
        Err((code, found)) if code == codes::FILE_TOO_LARGE => Err((code, found)),
        Err((_, found)) => {
            findings.push(Finding::new(codes::SHEET_UNREADABLE, Location::Sheet(Arc::clone(file), Arc::from(name)), found));
            Ok(None)
        }
    }
}

/// Reads a workbook of the kind that its content has.
fn read(file: &Arc<str>, bytes: &[u8], kind: Kind, findings: &mut Findings) -> Result<Vec<Grid>, Refusal> {
    match kind {
        Kind::Xlsx => read_xlsx(file, bytes, findings),
        Kind::Ods => ods::read(file, bytes),
        Kind::Xlsb => {
            not_visible(file, kind, findings);
            let known = xlsb_repair::known_records(bytes);
            let bytes = known.as_deref().unwrap_or(bytes);
            let mut workbook: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(refusal)?;
            read_xlsb(file, &mut workbook, xlsb_formats::percentages(bytes), findings)
        }
        Kind::Xls => {
            not_visible(file, kind, findings);
            let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(refusal)?;
            // A container that the library can read and another reader can't is read without its formats.
            let percentages = caught(|| Ok(xls_formats::percentages(bytes))).unwrap_or_default();
            read_xls(file, &mut workbook, percentages)
        }
        Kind::Text => Err((codes::FILE_NOT_A_TABLE, "text where a workbook was expected".to_owned())),
    }
}

fn span(dimensions: &calamine::Dimensions) -> Span {
    let ((first_row, first_col), (last_row, last_col)) = (dimensions.start, dimensions.end);
    Span { first: CellRef::new(first_row, first_col), last: CellRef::new(last_row, last_col) }
}

fn not_visible(file: &Arc<str>, kind: Kind, findings: &mut Findings) {
    let found = format!("a workbook of the kind {}", kind.word());
    findings.push(Finding::new(codes::HIDDEN_NOT_VISIBLE, Location::File(Arc::clone(file)), found));
}

/// Why the reader library can't read a workbook.
pub fn refusal(error: impl Display) -> Refusal {
    let text = error.to_string();
    if text.contains("password") { (codes::FILE_ENCRYPTED, text) } else { (codes::FILE_UNREADABLE, text) }
}

/// xlsx cell by cell, so that two far-apart cells do not ask for the memory of all cells between them.
fn read_xlsx(file: &Arc<str>, bytes: &[u8], findings: &mut Findings) -> Result<Vec<Grid>, Refusal> {
    let mut extras = Archive::open(bytes).map(|mut archive| xlsx_xml::extras(&mut archive)).transpose()?.unwrap_or_default();
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
    if workbook.has_1904_epoch() {
        findings.push(Finding::new(codes::DATE_SYSTEM_1904, Location::File(Arc::clone(file)), "dates from 1904"));
    }
    let mut grids = Vec::new();
    let mut budget = MAX_CELLS;
    for (name, hidden) in worksheets(workbook.sheets_metadata()) {
        let seen = extras.remove(&name);
        let is_seen = seen.is_some();
        let read = seen.transpose().and_then(|seen| caught(|| xlsx_sheet(file, &mut workbook, (&name, hidden), seen, &mut budget)));
        let Some(grid) = sheet_or_finding(read, (file, &name), findings)? else { continue };
        if !is_seen {
            // Nobody knows what is hidden on a sheet whose own XML was not found.
            let found = format!("the sheet \"{name}\", whose XML was not found");
            findings.push(Finding::new(codes::HIDDEN_NOT_VISIBLE, Location::File(Arc::clone(file)), found));
        }
        grids.push(grid);
    }
    Ok(grids)
}

fn xlsx_sheet(
    file: &Arc<str>,
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    (name, hidden): (&str, bool),
    seen: Option<Extras>,
    budget: &mut usize,
) -> Result<Grid, Refusal> {
    let merged = if seen.is_some() { Vec::new() } else { workbook.merge_cells_by_sheet_name(name).unwrap_or_default() };
    let mut extra = seen.unwrap_or_default();
    expand_shared_formulas(workbook, name, &mut extra);
    let mut cells = BTreeMap::new();
    let mut reader = workbook.worksheet_cells_reader(name).map_err(refusal)?;
    let code = |style: &calamine::Style| style.number_format.as_ref().and_then(|format| NumberFormat::new(&format.format_code));
    let formats: Vec<Option<NumberFormat>> = reader.styles().iter().map(code).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(refusal)? {
        let (row, col) = cell.get_position();
        let format = formats.get(style).and_then(Option::as_ref);
        if let Some((text, cell_type)) = shown_by(cell.get_value(), format) {
            insert(&mut cells, CellRef::new(row, col), text, cell_type, budget)?;
        }
    }
    let mut grid = grid(file, name, hidden, cells, extra);
    grid.merged.extend(merged.iter().map(span));
    Ok(grid)
}

/// Gives the cells of a shared formula that have no text of their own the text that the library works out.
fn expand_shared_formulas(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, extras: &mut Extras) {
    if extras.formulas.values().all(|formula| !formula.is_empty()) {
        return;
    }
    let expanded = workbook.worksheet_formula(sheet).unwrap_or_default();
    for (at, formula) in extras.formulas.iter_mut().filter(|(_, formula)| formula.is_empty()) {
        let text = expanded.get_value((at.row, at.col)).filter(|text| !text.is_empty());
        *formula = text.cloned().unwrap_or_else(|| "(shared with another cell)".to_owned());
    }
}

/// xlsb cell by cell, as xlsx.
fn read_xlsb(
    file: &Arc<str>,
    workbook: &mut Xlsb<Cursor<&[u8]>>,
    mut percentages: BTreeMap<String, Percentages>,
    findings: &mut Findings,
) -> Result<Vec<Grid>, Refusal> {
    let mut grids = Vec::new();
    let mut budget = MAX_CELLS;
    for (name, hidden) in worksheets(workbook.sheets_metadata()) {
        let formats = percentages.remove(&name).unwrap_or_default();
        let read = caught(|| {
            let mut cells = BTreeMap::new();
            let mut reader = workbook.worksheet_cells_reader(&name).map_err(refusal)?;
            while let Some(cell) = reader.next_cell().map_err(refusal)? {
                let (row, col) = cell.get_position();
                let at = CellRef::new(row, col);
                if let Some((text, cell_type)) = shown_by(cell.get_value(), formats.get(&at).map(AsRef::as_ref)) {
                    insert(&mut cells, at, text, cell_type, &mut budget)?;
                }
            }
            Ok(grid(file, &name, hidden, cells, Extras::default()))
        });
        grids.extend(sheet_or_finding(read, (file, &name), findings)?);
    }
    Ok(grids)
}

/// xls by its ranges: the library has read all sheets when it has opened the workbook.
fn read_xls(file: &Arc<str>, workbook: &mut Xls<Cursor<&[u8]>>, percentages: Vec<Percentages>) -> Result<Vec<Grid>, Refusal> {
    let mut grids = Vec::new();
    let mut budget = MAX_CELLS;
    let sheets = workbook.sheets_metadata();
    let mut percentages: BTreeMap<String, Percentages> = sheets.iter().map(|sheet| sheet.name.clone()).zip(percentages).collect();
    for (name, hidden) in worksheets(workbook.sheets_metadata()) {
        let formats = percentages.remove(&name).unwrap_or_default();
        let range = workbook.worksheet_range(&name).map_err(refusal)?;
        let merged = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut cells = BTreeMap::new();
        let (top, left) = range.start().unwrap_or_default();
        for (row, col, value) in range.used_cells() {
            let (Ok(row), Ok(col)) = (u32::try_from(row), u32::try_from(col)) else { continue };
            let at = CellRef::new(top.saturating_add(row), left.saturating_add(col));
            if let Some((text, cell_type)) = percentage(number(value), formats.get(&at).map(AsRef::as_ref)).or_else(|| content(value)) {
                insert(&mut cells, at, text, cell_type, &mut budget)?;
            }
        }
        let extras = Extras { merged: merged.iter().map(span).collect(), ..Extras::default() };
        grids.push(grid(file, &name, hidden, cells, extras));
    }
    Ok(grids)
}

/// Names of real worksheets (no charts, no macro sheets), and whether each is hidden.
fn worksheets(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    sheets.iter().filter(|s| s.typ == SheetType::WorkSheet).map(|s| (s.name.clone(), s.visible != SheetVisible::Visible)).collect()
}

fn insert(cells: &mut BTreeMap<CellRef, Cell>, at: CellRef, text: SmolStr, cell_type: CellType, budget: &mut usize) -> Result<(), Refusal> {
    *budget = budget.checked_sub(1).ok_or_else(too_many_cells)?;
    cells.insert(at, Cell { text, cell_type, formula: None });
    Ok(())
}

fn grid(file: &Arc<str>, name: &str, hidden: bool, mut cells: BTreeMap<CellRef, Cell>, extras: Extras) -> Grid {
    for (at, text) in extras.texts {
        cells.insert(at, Cell { text: text.trim().into(), cell_type: CellType::Text, formula: None });
    }
    for (at, formula) in extras.formulas {
        let has_value = !extras.without_value.contains(&at);
        let empty = || Cell { text: SmolStr::default(), cell_type: CellType::Text, formula: None };
        cells.entry(at).or_insert_with(empty).formula = Some(Box::new(Formula { text: formula, has_value }));
    }
    Grid {
        file: Arc::clone(file),
        name: Arc::from(name),
        hidden: hidden || extras.hidden,
        cells,
        merged: extras.merged,
        hidden_rows: extras.hidden_rows,
        hidden_columns: extras.hidden_columns,
        notes: extras.notes,
    }
}
