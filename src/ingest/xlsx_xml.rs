//! What the reader library drops from an xlsx: hidden rows and columns, superscript runs, cell notes, formulas without value.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::extras::{Extras, superscript};
use super::grid::Span;
use super::refusal::Refusal;
use super::xml::{Archive, attribute, attributes, is_true, local, member, next, reader, resolve_reference};
use crate::model::CellRef;

/// The extras of each sheet by its name, or why its XML is refused. Refused as a whole when what all sheets share is damaged.
pub(super) fn extras(archive: &mut Archive<'_>) -> Result<BTreeMap<String, Result<Extras, Refusal>>, Refusal> {
    let styled = superscript_strings(&member(archive, "xl/sharedStrings.xml").unwrap_or_default())?;
    let mut all = BTreeMap::new();
    for (name, path) in sheets(archive)? {
        // Of a sheet that is not found here nobody knows what is hidden; the caller says so.
        let Some(xml) = member(archive, &path) else { continue };
        let extras = sheet(&xml, &styled).and_then(|extras| Ok(Extras { notes: notes(archive, &path)?, ..extras }));
        all.insert(name, extras);
    }
    Ok(all)
}

/// Sheet names and the members that hold them.
fn sheets(archive: &mut Archive<'_>) -> Result<Vec<(String, String)>, Refusal> {
    let targets = relationships(archive, "xl/_rels/workbook.xml.rels")?;
    let mut found = Vec::new();
    for element in elements(&member(archive, "xl/workbook.xml").unwrap_or_default(), "sheet", &["name", "id"])? {
        if let [Some(name), Some(id)] = element.as_slice()
            && let Some((_, target)) = targets.get(id)
        {
            found.push((name.clone(), resolve_target("xl", target)));
        }
    }
    Ok(found)
}

/// Relationship id → (type, target).
pub(super) type Relationships = BTreeMap<String, (String, String)>;

/// The relationships in a member.
pub(super) fn relationships(archive: &mut Archive<'_>, path: &str) -> Result<Relationships, Refusal> {
    let mut targets = BTreeMap::new();
    for element in elements(&member(archive, path).unwrap_or_default(), "Relationship", &["Id", "Type", "Target"])? {
        if let [Some(id), Some(kind), Some(target)] = element.as_slice() {
            targets.insert(id.clone(), (kind.clone(), target.clone()));
        }
    }
    Ok(targets)
}

/// The wanted attributes of each element of a name. An `r:id` beside a `sheetId` is told apart by its exact local name.
fn elements(xml: &str, element: &str, wanted: &[&str]) -> Result<Vec<Vec<Option<String>>>, Refusal> {
    let mut reader = reader(xml);
    let mut found = Vec::new();
    loop {
        let event = next(&mut reader)?;
        match event {
            Event::Start(e) | Event::Empty(e) if local(&e) == element => {
                found.push(wanted.iter().map(|name| attribute(&e, name)).collect());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(found)
}

/// A target relative to a folder of the container.
pub(super) fn resolve_target(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in target.split('/') {
        if part == ".." {
            parts.pop();
        } else if part != "." {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// Shared strings that have a superscript run: index → text with Unicode superscripts.
fn superscript_strings(xml: &str) -> Result<BTreeMap<usize, String>, Refusal> {
    let mut reader = reader(xml);
    let mut found = BTreeMap::new();
    let (mut index, mut rich) = (0_usize, RichText::default());
    loop {
        let event = next(&mut reader)?;
        match &event {
            Event::Start(e) if local(e) == "si" => rich = RichText::default(),
            Event::End(e) if e.local_name().as_ref() == "si" => {
                if rich.has_superscript {
                    found.insert(index, std::mem::take(&mut rich.text));
                }
                index += 1;
            }
            Event::Empty(e) if local(e) == "si" => index += 1,
            Event::Eof => break,
            _ => rich.take(&event),
        }
    }
    Ok(found)
}

/// A string item as its runs come by.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent states of a walk through nested elements")]
struct RichText {
    text: String,
    has_superscript: bool,
    in_text: bool,
    in_phonetic: bool,
    superscript: bool,
}

impl RichText {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(e) | Event::Empty(e) if local(e) == "vertAlign" => {
                self.superscript = attribute(e, "val").as_deref() == Some("superscript");
            }
            Event::Start(e) => match local(e) {
                "r" => self.superscript = false,
                "t" => self.in_text = true,
                "rPh" => self.in_phonetic = true,
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "t" => self.in_text = false,
                "r" => self.superscript = false,
                "rPh" => self.in_phonetic = false,
                _ => {}
            },
            Event::Text(text) => self.push(text),
            Event::GeneralRef(reference) => self.push(&resolve_reference(reference)),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if !self.in_text || self.in_phonetic {
            return;
        }
        if self.superscript && text.chars().any(|c| c.is_ascii_digit()) {
            self.has_superscript = true;
            self.text.push_str(&superscript(text));
        } else {
            self.text.push_str(text);
        }
    }
}

/// The state of the cell that is being read.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent states of a walk through nested elements")]
struct CellState {
    at: Option<CellRef>,
    /// Whether the value is the number of a shared string, and some of those have superscripts.
    shared: bool,
    in_value: bool,
    in_formula: bool,
    has_value: bool,
    /// Of a shared string that may be one with superscripts.
    value: String,
    formula: Option<String>,
    inline: RichText,
}

impl CellState {
    /// A text of the value or the formula; whether it is one.
    fn text(&mut self, text: &str) -> bool {
        if self.in_value {
            self.has_value |= !text.is_empty();
            if self.shared {
                self.value.push_str(text);
            }
        } else if self.in_formula
            && let Some(formula) = &mut self.formula
        {
            formula.push_str(text);
        }
        self.in_value || self.in_formula
    }
}

/// `A1:B2`, or one cell.
fn span(text: &str) -> Option<Span> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some(Span { first: CellRef::parse(first)?, last: CellRef::parse(last)? })
}

/// A walk through the elements of a sheet.
struct Walk<'a> {
    styled: &'a BTreeMap<usize, String>,
    extras: Extras,
    cell: CellState,
    /// One-based; 0 before the first row.
    row: u32,
    col: u32,
}

fn sheet(xml: &str, styled: &BTreeMap<usize, String>) -> Result<Extras, Refusal> {
    let mut reader = reader(xml);
    let mut walk = Walk { styled, extras: Extras::default(), cell: CellState::default(), row: 0, col: 0 };
    loop {
        let event = next(&mut reader)?;
        let is_known = match &event {
            Event::Start(e) => walk.start(e),
            Event::Empty(e) => walk.empty(e),
            Event::End(e) => walk.end(e.local_name().into_inner()),
            Event::Text(text) => walk.cell.text(text),
            Event::GeneralRef(reference) if walk.cell.in_formula || walk.cell.in_value => walk.cell.text(&resolve_reference(reference)),
            Event::Eof => return Ok(walk.extras),
            _ => false,
        };
        if !is_known {
            walk.cell.inline.take(&event);
        }
    }
}

impl Walk<'_> {
    /// The beginning of an element; whether it is one that holds cells or is held by one.
    fn start(&mut self, e: &BytesStart<'_>) -> bool {
        match local(e) {
            "c" => self.begin(e),
            "v" => self.cell.in_value = true,
            "f" => {
                self.cell.in_formula = true;
                self.cell.formula = Some(String::new());
            }
            name => return self.geometry(name, e),
        }
        true
    }

    fn empty(&mut self, e: &BytesStart<'_>) -> bool {
        match local(e) {
            "c" => self.col = self.col.saturating_add(1),
            "f" => self.cell.formula = Some(String::new()),
            name => return self.geometry(name, e),
        }
        true
    }

    fn end(&mut self, name: &str) -> bool {
        match name {
            "v" => self.cell.in_value = false,
            "f" => self.cell.in_formula = false,
            "c" => self.finish(),
            _ => return false,
        }
        true
    }

    /// Rows, columns and merged ranges.
    fn geometry(&mut self, name: &str, e: &BytesStart<'_>) -> bool {
        match name {
            "row" => {
                // A row without a number follows the one before.
                self.row = number(attribute(e, "r")).map_or(self.row.saturating_add(1), |r| r).max(1);
                self.col = 0;
                if is_true(e, "hidden") || is_zero(e, "ht") {
                    self.extras.hidden_rows.push((self.row - 1, self.row - 1));
                }
            }
            "col" if is_true(e, "hidden") || is_zero(e, "width") => {
                if let (Some(min), Some(max)) = (number(attribute(e, "min")), number(attribute(e, "max"))) {
                    self.extras.hidden_columns.push((min.saturating_sub(1), max.saturating_sub(1)));
                }
            }
            "mergeCell" => self.extras.merged.extend(attribute(e, "ref").and_then(|r| span(&r))),
            _ => return false,
        }
        true
    }

    fn begin(&mut self, e: &BytesStart<'_>) {
        let (mut at, mut shared) = (None, false);
        for (name, value) in attributes(e) {
            match name {
                "r" => at = at.or_else(|| CellRef::parse(&value)),
                "t" => shared |= value == "s",
                _ => {}
            }
        }
        let at = at.unwrap_or(CellRef::new(self.row.saturating_sub(1), self.col));
        self.col = at.col.saturating_add(1);
        self.cell = CellState { at: Some(at), shared: shared && !self.styled.is_empty(), ..CellState::default() };
    }

    fn finish(&mut self) {
        let (cell, extras) = (&mut self.cell, &mut self.extras);
        let Some(at) = cell.at.take() else { return };
        if cell.inline.has_superscript {
            extras.texts.insert(at, std::mem::take(&mut cell.inline.text));
        } else if cell.shared
            && let Some(text) = cell.value.trim().parse().ok().and_then(|index: usize| self.styled.get(&index))
        {
            extras.texts.insert(at, text.clone());
        }
        if let Some(formula) = cell.formula.take() {
            if !cell.has_value {
                extras.without_value.insert(at);
            }
            // A cell of a shared formula may have no text of its own; the library expands it.
            extras.formulas.insert(at, formula);
        }
    }
}

/// A width or height of nothing hides as well.
fn is_zero(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|size| size.parse::<f64>().is_ok_and(|size| size <= 0.0))
}

fn number(text: Option<String>) -> Option<u32> {
    text?.parse().ok()
}

/// The notes of a sheet, found through its relationships.
fn notes(archive: &mut Archive<'_>, sheet_path: &str) -> Result<BTreeMap<CellRef, String>, Refusal> {
    let (folder, leaf) = sheet_path.rsplit_once('/').unwrap_or(("", sheet_path));
    let targets = relationships(archive, &format!("{folder}/_rels/{leaf}.rels"))?;
    let comments = targets.values().find(|(kind, _)| kind.ends_with("/comments"));
    let xml = comments.and_then(|(_, target)| member(archive, &resolve_target(folder, target))).unwrap_or_default();
    let mut reader = reader(&xml);
    let mut notes = BTreeMap::new();
    let (mut at, mut rich) = (None, RichText::default());
    loop {
        let event = next(&mut reader)?;
        match &event {
            Event::Start(e) if local(e) == "comment" => {
                at = attribute(e, "ref").and_then(|r| CellRef::parse(&r));
                rich = RichText::default();
            }
            Event::End(e) if e.local_name().as_ref() == "comment" => {
                if let Some(at) = at.take() {
                    notes.insert(at, rich.text.trim().to_owned());
                }
            }
            Event::Eof => break,
            _ => rich.take(&event),
        }
    }
    Ok(notes)
}
