//! What the reader library drops from an ods: hidden parts, superscript spans, annotations, merged cells, formulas.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};

use super::extras::{Extras, superscript};
use super::files::Refusal;
use super::grid::Span;
use super::xml::{Archive, attribute, local, member, next, reader, resolve_reference};
use crate::diag::codes;
use crate::model::CellRef;

/// The extras of each sheet by its name; refused when the XML is damaged, or repeats cells with content beyond `max_cells`.
pub(super) fn extras(archive: &mut Archive<'_>, max_cells: usize) -> Result<BTreeMap<String, Extras>, Refusal> {
    let xml = member(archive, "content.xml").unwrap_or_default();
    let mut walk = Walk { styles: styles(&xml)?, ..Walk::default() };
    let mut reader = reader(&xml);
    loop {
        let event = next(&mut reader)?;
        match &event {
            Event::Start(e) => walk.start(e),
            Event::Empty(e) => {
                walk.start(e);
                walk.end(local(e));
            }
            Event::End(e) => walk.end(e.local_name().as_ref()),
            Event::Text(text) => walk.text(text),
            Event::GeneralRef(reference) => walk.text(&resolve_reference(reference)),
            Event::Eof => break,
            _ => {}
        }
        if walk.cells > max_cells as u64 {
            return Err((codes::FILE_TOO_LARGE, format!("more than {max_cells} cells with content")));
        }
    }
    Ok(walk.sheets)
}

/// Names of styles that set text as superscript, and of table styles that hide.
#[derive(Default)]
struct Styles {
    superscript: BTreeSet<String>,
    hiding: BTreeSet<String>,
}

fn styles(xml: &str) -> Result<Styles, Refusal> {
    let mut reader = reader(xml);
    let (mut found, mut name) = (Styles::default(), String::new());
    loop {
        let event = next(&mut reader)?;
        match &event {
            Event::Start(e) | Event::Empty(e) => match local(e) {
                "style" => name = attribute(e, "name").unwrap_or_default(),
                "text-properties" if attribute(e, "text-position").is_some_and(|position| raises(&position)) => {
                    found.superscript.insert(name.clone());
                }
                "table-properties" if attribute(e, "display").as_deref() == Some("false") => {
                    found.hiding.insert(name.clone());
                }
                "spreadsheet" => break,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(found)
}

/// `super 58%`, or a raise in percent (`33% 58%`).
fn raises(position: &str) -> bool {
    position.starts_with("super") || position.split('%').next().and_then(|n| n.trim().parse::<i32>().ok()).is_some_and(|n| n > 0)
}

/// The place in the document and what is being collected there.
#[derive(Default)]
struct Walk {
    styles: Styles,
    sheets: BTreeMap<String, Extras>,
    name: String,
    extras: Extras,
    depth_of_tables: u32,
    row: u32,
    row_repeat: u32,
    col: u32,
    column: u32,
    cell: Option<OdsCell>,
    in_note: bool,
    span_styles: Vec<bool>,
    paragraphs: u32,
    /// Cells with content so far, repetitions counted.
    cells: u64,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one cell")]
struct OdsCell {
    repeat: u32,
    text: String,
    note: String,
    has_superscript: bool,
    formula: Option<String>,
    has_value: bool,
    is_error: bool,
    is_share: bool,
    rows_spanned: u32,
    columns_spanned: u32,
}

impl Walk {
    fn start(&mut self, e: &BytesStart<'_>) {
        match local(e) {
            "table" => self.start_table(e),
            "table-column" => {
                let repeat = count(e, "number-columns-repeated");
                if hides(e) {
                    self.extras.hidden_columns.push((self.column, self.column.saturating_add(repeat - 1)));
                }
                self.column = self.column.saturating_add(repeat);
            }
            "table-row" => {
                self.row_repeat = count(e, "number-rows-repeated");
                self.col = 0;
                if hides(e) {
                    self.extras.hidden_rows.push((self.row, self.row.saturating_add(self.row_repeat - 1)));
                }
            }
            "table-cell" | "covered-table-cell" => {
                let formula = attribute(e, "formula").map(|f| f.split_once('=').map_or(f.clone(), |(_, rest)| rest.to_owned()));
                self.cell = Some(OdsCell {
                    repeat: count(e, "number-columns-repeated"),
                    has_value: attribute(e, "value-type").is_some(),
                    is_share: attribute(e, "value-type").as_deref() == Some("percentage"),
                    is_error: formula.is_some() && is_error(e),
                    rows_spanned: count(e, "number-rows-spanned"),
                    columns_spanned: count(e, "number-columns-spanned"),
                    formula,
                    ..OdsCell::default()
                });
                self.paragraphs = 0;
            }
            "annotation" => self.in_note = true,
            "p" if !self.in_note => {
                if self.paragraphs > 0 {
                    self.text("\n");
                }
                self.paragraphs += 1;
            }
            "span" => {
                let raised = attribute(e, "style-name").is_some_and(|style| self.styles.superscript.contains(&style));
                self.span_styles.push(raised);
            }
            "s" => self.text(&" ".repeat(usize::try_from(count(e, "c").min(1000)).unwrap_or(1))),
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
    }

    fn start_table(&mut self, e: &BytesStart<'_>) {
        self.depth_of_tables += 1;
        if self.depth_of_tables == 1 {
            let hidden = attribute(e, "style-name").is_some_and(|style| self.styles.hiding.contains(&style));
            self.name = attribute(e, "name").unwrap_or_default();
            self.extras = Extras { hidden, ..Extras::default() };
            (self.row, self.column) = (0, 0);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "table" => {
                self.depth_of_tables = self.depth_of_tables.saturating_sub(1);
                if self.depth_of_tables == 0 {
                    self.sheets.insert(std::mem::take(&mut self.name), std::mem::take(&mut self.extras));
                }
            }
            "table-row" => self.row = self.row.saturating_add(self.row_repeat.max(1)),
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "annotation" => self.in_note = false,
            "span" => {
                self.span_styles.pop();
            }
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let at = CellRef::new(self.row, self.col);
        if cell.has_value || !cell.text.is_empty() {
            self.cells = self.cells.saturating_add(u64::from(cell.repeat) * u64::from(self.row_repeat));
        }
        // Beside a formula, what the cell shows may be an error that its stored value does not have.
        let shown = (cell.has_superscript || cell.is_share || cell.is_error || (cell.formula.is_some() && cell.text.starts_with('#')))
            .then_some(cell.text);
        let note = Some(cell.note.trim().to_owned()).filter(|note| !note.is_empty());
        let has_extras = shown.is_some() || note.is_some() || cell.formula.is_some();
        for at in repeated(at, cell.repeat, self.row_repeat).take(if has_extras { usize::MAX } else { 0 }) {
            self.extras.texts.extend(shown.clone().map(|text| (at, text)));
            self.extras.notes.extend(note.clone().map(|note| (at, note)));
            self.extras.formulas.extend(cell.formula.clone().map(|formula| (at, formula)));
            if cell.formula.is_some() && !cell.has_value {
                self.extras.without_value.insert(at);
            }
        }
        if cell.rows_spanned > 1 || cell.columns_spanned > 1 {
            let last = CellRef::new(at.row.saturating_add(cell.rows_spanned - 1), at.col.saturating_add(cell.columns_spanned - 1));
            self.extras.merged.push(Span { first: at, last });
        }
        self.col = self.col.saturating_add(cell.repeat);
    }

    fn text(&mut self, text: &str) {
        let Some(cell) = &mut self.cell else { return };
        if self.in_note {
            cell.note.push_str(text);
        } else if self.span_styles.iter().any(|raised| *raised) && text.chars().any(|c| c.is_ascii_digit()) {
            cell.has_superscript = true;
            cell.text.push_str(&superscript(text));
        } else {
            cell.text.push_str(text);
        }
    }
}

/// The cells that one element stands for, up to a number that no real sheet repeats with content.
fn repeated(first: CellRef, columns: u32, rows: u32) -> impl Iterator<Item = CellRef> {
    const MOST: usize = 10_000;
    let cells = (0..rows.max(1)).flat_map(move |row| (0..columns.max(1)).map(move |col| (row, col)));
    cells.take(MOST).map(move |(row, col)| CellRef::new(first.row.saturating_add(row), first.col.saturating_add(col)))
}

fn hides(e: &BytesStart<'_>) -> bool {
    matches!(attribute(e, "visibility").as_deref(), Some("collapse" | "filter"))
}

/// Whether the program that wrote it says that the cell shows an error (`calcext:value-type`).
fn is_error(e: &BytesStart<'_>) -> bool {
    e.attributes().flatten().any(|a| a.key.local_name().as_ref() == "value-type" && &*a.value == "error")
}

/// A repeat or span, at least one.
fn count(e: &BytesStart<'_>, name: &str) -> u32 {
    attribute(e, name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::raises;

    #[test]
    fn raised_text() {
        for (position, expected) in [("super 58%", true), ("33% 58%", true), ("sub 58%", false), ("-33% 58%", false), ("0% 100%", false)] {
            assert_eq!(raises(position), expected, "{position}");
        }
    }
}
