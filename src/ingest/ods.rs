//! `OpenDocument` spreadsheets, read from their own XML.
//!
//! The reader library knows elements by the prefixes that most programs write, takes an indented document for a damaged one and drops a cell that does not
//! say its type. Here names are told apart by their namespaces, and each cell with a text or a value is kept.

use std::sync::Arc;

use quick_xml::events::Event;
use quick_xml::name::NamespaceResolver;
use smol_str::SmolStr;

use super::grid::{Cell, CellType, Formula, Grid, MAX_CELLS, Span};
use super::ods_cell::OdsCell;
use super::ods_styles::Styles;
use super::ods_xml::{Space, attributes, count, element, value, walk_through};
use super::refusal::{Refusal, too_many_cells};
use super::xml::{Archive, damaged, member, resolve_reference};
use crate::diag::codes;
use crate::model::CellRef;

/// Rows of a sheet: no program has more.
const MAX_ROWS: u32 = 1 << 20;
/// Columns of a sheet.
const MAX_COLUMNS: u32 = 1 << 14;

/// Reads all sheets of a document.
pub(super) fn read(file: &Arc<str>, bytes: &[u8]) -> Result<Vec<Grid>, Refusal> {
    let mut archive = Archive::open(bytes).ok_or_else(|| damaged("the container cannot be opened"))?;
    if is_encrypted(&mut archive)? {
        return Err((codes::FILE_ENCRYPTED, "a document that its manifest calls encrypted".to_owned()));
    }
    let unpacked = |name: &str| (codes::FILE_UNREADABLE, format!("\"{name}\" cannot be unpacked"));
    let xml = member(&mut archive, "content.xml").ok_or_else(|| unpacked("content.xml"))?;
    let mut styles = Styles::default();
    styles.read(&member(&mut archive, "styles.xml").unwrap_or_default())?;
    styles.read(&xml)?;
    let mut walk = Walk {
        file,
        styles,
        budget: MAX_CELLS,
        depth: 0,
        body: None,
        sheets: Vec::new(),
        sheet: None,
        cell: None,
        passed_over: 0,
        in_note: false,
        paragraphs: 0,
        spans: Vec::new(),
    };
    walk_through(&xml, |event, names| walk.take(event, names))?;
    if walk.body.is_none() {
        return Err((codes::FILE_NOT_A_TABLE, "an OpenDocument file that is not a spreadsheet".to_owned()));
    }
    Ok(walk.sheets)
}

fn is_encrypted(archive: &mut Archive<'_>) -> Result<bool, Refusal> {
    let mut found = false;
    walk_through(&member(archive, "META-INF/manifest.xml").unwrap_or_default(), |event, _| {
        found |= matches!(event, Event::Start(e) if e.local_name().as_ref() == "encryption-data");
        Ok(())
    })?;
    Ok(found)
}

/// A sheet as it is being read, and the place in it.
struct Sheet {
    grid: Grid,
    row: u32,
    row_repeat: u32,
    col: u32,
    column: u32,
}

/// The place in the document and what is being collected there.
struct Walk<'f> {
    file: &'f Arc<str>,
    styles: Styles,
    /// Cells with content that may still come.
    budget: usize,
    depth: u32,
    /// How deep the element lies whose children are the sheets.
    body: Option<u32>,
    sheets: Vec<Grid>,
    sheet: Option<Sheet>,
    cell: Option<OdsCell>,
    /// How deep the place is in something that is not the text of a cell.
    passed_over: u32,
    in_note: bool,
    /// How deep the place is in paragraphs.
    paragraphs: u32,
    /// Whether each open span raises its text.
    spans: Vec<bool>,
}

impl Walk<'_> {
    fn take(&mut self, event: &Event<'_>, names: &NamespaceResolver) -> Result<(), Refusal> {
        match event {
            Event::Start(e) => {
                self.depth += 1;
                if self.passed_over > 0 {
                    self.passed_over += 1;
                    return Ok(());
                }
                self.start(element(names, e.name()), &attributes(names, e)?)
            }
            Event::End(e) => {
                self.depth = self.depth.saturating_sub(1);
                if self.passed_over > 0 {
                    self.passed_over -= 1;
                    return Ok(());
                }
                self.end(element(names, e.name()))
            }
            Event::Text(text) => {
                self.text(text);
                Ok(())
            }
            Event::CData(text) => {
                self.text(text);
                Ok(())
            }
            Event::GeneralRef(reference) => {
                self.text(&resolve_reference(reference));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, name: (Space, &str), attributes: &[((Space, &str), String)]) -> Result<(), Refusal> {
        let own = |local| value(attributes, (Space::Table, local));
        match (name, &mut self.sheet, &mut self.cell) {
            ((Space::Office, "spreadsheet"), None, _) => self.body = Some(self.depth),
            ((Space::Table, "table"), None, _) if self.body.is_some_and(|body| self.depth == body + 1) => {
                let grid = Grid {
                    file: Arc::clone(self.file),
                    name: own("name").map_or_else(|| Arc::from(format!("Sheet {}", self.sheets.len() + 1)), Arc::from),
                    hidden: own("style-name").is_some_and(|style| self.styles.hiding.contains(style)),
                    ..Grid::default()
                };
                self.sheet = Some(Sheet { grid, row: 0, row_repeat: 1, col: 0, column: 0 });
            }
            // Tables within others are those of charts and sources; a drawing lies above the cells, whatever it says.
            ((Space::Table, "table" | "shapes") | (Space::Drawing, _), ..) => self.passed_over = 1,
            ((Space::Table, "table-column"), Some(sheet), _) => {
                let repeat = count(attributes, "number-columns-repeated")?;
                if hides(own("visibility")) {
                    sheet.grid.hidden_columns.push((sheet.column, sheet.column.saturating_add(repeat - 1)));
                }
                sheet.column = sheet.column.saturating_add(repeat);
            }
            ((Space::Table, "table-row"), Some(sheet), _) => {
                sheet.row_repeat = count(attributes, "number-rows-repeated")?;
                sheet.col = 0;
                if hides(own("visibility")) {
                    sheet.grid.hidden_rows.push((sheet.row, sheet.row.saturating_add(sheet.row_repeat - 1)));
                }
            }
            ((Space::Table, "table-cell" | "covered-table-cell"), Some(_), _) => self.cell = Some(OdsCell::new(attributes)?),
            ((Space::Office, "annotation"), _, Some(_)) => self.in_note = true,
            ((Space::Text, "p" | "h"), _, Some(cell)) => {
                self.paragraphs += 1;
                cell.begin_paragraph(self.in_note);
            }
            ((Space::Text, "span"), ..) => {
                let style = value(attributes, (Space::Text, "style-name"));
                self.spans.push(style.is_some_and(|style| self.styles.superscript.contains(style)));
            }
            ((Space::Text, "s"), ..) => {
                let blanks = value(attributes, (Space::Text, "c")).and_then(|n| n.parse().ok()).unwrap_or(1_usize);
                self.fixed(&" ".repeat(blanks.clamp(1, 1000)));
            }
            ((Space::Text, "tab"), ..) => self.fixed("\t"),
            ((Space::Text, "line-break"), ..) => self.fixed("\n"),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: (Space, &str)) -> Result<(), Refusal> {
        match name {
            (Space::Table, "table") => self.sheets.extend(self.sheet.take().map(|sheet| sheet.grid)),
            (Space::Table, "table-row") => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.row = sheet.row.saturating_add(sheet.row_repeat);
                }
            }
            (Space::Table, "table-cell" | "covered-table-cell") => {
                if let (Some(sheet), Some(cell)) = (&mut self.sheet, self.cell.take()) {
                    (self.paragraphs, self.in_note) = (0, false);
                    sheet.put(&cell, &mut self.budget)?;
                }
            }
            (Space::Office, "annotation") => self.in_note = false,
            (Space::Text, "p" | "h") => self.paragraphs = self.paragraphs.saturating_sub(1),
            (Space::Text, "span") => {
                self.spans.pop();
            }
            _ => {}
        }
        Ok(())
    }

    /// Text as the XML has it; white space between elements is none.
    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.paragraphs > 0 && self.passed_over == 0) {
            cell.push(text, self.in_note, self.spans.contains(&true));
        }
    }

    /// Blanks and breaks that stand for themselves.
    fn fixed(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.paragraphs > 0) {
            cell.push_fixed(text, self.in_note);
        }
    }
}

impl Sheet {
    /// Puts a cell into each place that it stands for.
    fn put(&mut self, cell: &OdsCell, budget: &mut usize) -> Result<(), Refusal> {
        let (first, repeat) = (CellRef::new(self.row, self.col), cell.repeat);
        self.col = self.col.saturating_add(repeat);
        if cell.rows_spanned > 1 || cell.columns_spanned > 1 {
            let last = CellRef::new(first.row.saturating_add(cell.rows_spanned - 1), first.col.saturating_add(cell.columns_spanned - 1));
            self.grid.merged.push(Span { first, last });
        }
        let note = Some(cell.note().to_owned()).filter(|note| !note.is_empty());
        let formula = cell.formula.clone().map(|text| Formula { text, has_value: cell.has_value() });
        let content = match cell.content() {
            Some(content) => Some(content),
            None => formula.is_some().then(|| (SmolStr::default(), CellType::Text)),
        };
        if content.is_none() && note.is_none() {
            return Ok(());
        }
        let (rows, columns) = (first.row.saturating_add(self.row_repeat), first.col.saturating_add(repeat));
        if rows > MAX_ROWS || columns > MAX_COLUMNS {
            return Err((codes::FILE_TOO_LARGE, format!("content beyond row {MAX_ROWS} or column {MAX_COLUMNS}")));
        }
        for at in (first.row..rows).flat_map(|row| (first.col..columns).map(move |col| CellRef::new(row, col))) {
            *budget = budget.checked_sub(1).ok_or_else(too_many_cells)?;
            if let Some((text, cell_type)) = &content {
                self.grid.cells.insert(at, Cell { text: text.clone(), cell_type: *cell_type, formula: formula.clone().map(Box::new) });
            }
            self.grid.notes.extend(note.clone().map(|note| (at, note)));
        }
        Ok(())
    }
}

fn hides(visibility: Option<&str>) -> bool {
    matches!(visibility, Some("collapse" | "filter"))
}
