//! Footnotes of a sheet and the marks that point to them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::view::SheetView;
use crate::ingest::Grid;
use crate::model::{CellRef, Footnote, MappingLine, SourceCell};
use crate::normalize::{MARKS, split_marks};
use crate::plan::{FootnoteRule, Layout, Used};

/// A footnote as it stands on the sheet.
pub(super) struct Note {
    /// Its mark.
    pub(super) mark: String,
    /// Its text.
    pub(super) text: String,
    /// Its cell.
    pub(super) at: CellRef,
    /// The line that recognises it.
    pub(super) line: MappingLine,
}

/// The footnotes that hold for the whole workbook, by mark: text and cell of the first; `None` where another of the mark has another text.
pub(super) type Shared = BTreeMap<String, Option<(String, SourceCell)>>;

/// The footnotes of a sheet, and those of notes sheets, which hold for the whole workbook.
pub(super) struct Notes<'a> {
    own: BTreeMap<CellRef, Note>,
    /// The cells of the footnotes of each mark, in order.
    of_mark: BTreeMap<String, Vec<CellRef>>,
    shared: &'a Shared,
    grid: &'a Grid,
}

/// The footnotes that hold for the whole workbook.
pub(super) fn shared(views: &[SheetView<'_>], layout: &Layout, used: &mut Used) -> Shared {
    let mut shared = Shared::new();
    for view in views.iter().filter(|view| !view.ignored) {
        let notes = matching(view, layout.footnotes.iter().filter(|rule| rule.for_workbook), used);
        for note in notes.into_values() {
            match shared.entry(note.mark) {
                Entry::Vacant(vacant) => {
                    vacant.insert(Some((note.text, view.grid.origin(note.at))));
                }
                Entry::Occupied(mut known) => {
                    if known.get().as_ref().is_some_and(|(text, _)| *text != note.text) {
                        known.insert(None);
                    }
                }
            }
        }
    }
    shared
}

/// All cells that a footnote rule of the layout recognises.
pub(super) fn collect<'a>(view: &'a SheetView<'_>, layout: &Layout, shared: &'a Shared, used: &mut Used) -> Notes<'a> {
    let own = matching(view, layout.footnotes.iter(), used);
    let mut of_mark: BTreeMap<String, Vec<CellRef>> = BTreeMap::new();
    for note in own.values() {
        of_mark.entry(note.mark.clone()).or_default().push(note.at);
    }
    Notes { own, of_mark, shared, grid: view.grid }
}

fn matching<'r>(view: &SheetView<'_>, rules: impl Iterator<Item = &'r FootnoteRule>, used: &mut Used) -> BTreeMap<CellRef, Note> {
    let mut notes = BTreeMap::new();
    for rule in rules.filter(|rule| rule.file.selects(view.file_name) && rule.sheet.selects(&view.grid.name)) {
        for (at, cell) in view.visible_cells() {
            let Some(groups) = rule.pattern.captures(&cell.text) else { continue };
            if let (Some(mark), Some(text)) = (groups.name("mark"), groups.name("text")) {
                used.note(rule.at);
                let note = Note { mark: mark.as_str().trim().to_owned(), text: text.as_str().trim().to_owned(), at, line: rule.at };
                notes.entry(at).or_insert(note);
            }
        }
    }
    notes
}

impl Notes<'_> {
    /// In order of cell.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Note> {
        self.own.values()
    }

    /// Whether a footnote stands in the cell.
    pub(super) fn is_note(&self, at: CellRef) -> bool {
        self.own.contains_key(&at)
    }

    /// The text and the cell of the footnote of a mark for a row: on the sheet the nearest below, else the last above; else the one of a notes sheet, if
    /// there is only one.
    fn find(&self, mark: &str, row: u32) -> Option<(&str, SourceCell)> {
        let Some(cells) = self.of_mark.get(mark) else {
            return self.shared.get(mark)?.as_ref().map(|(text, origin)| (text.as_str(), origin.clone()));
        };
        let below = cells.partition_point(|at| at.row < row);
        let note = self.own.get(cells.get(below).or_else(|| cells.last())?)?;
        Some((&note.text, self.grid.origin(note.at)))
    }

    /// The footnotes of marks. A run such as `¹²` is one mark if there is a footnote for it, else one mark a character.
    pub(super) fn of_marks(&self, marks: &[String], row: u32) -> Vec<Footnote> {
        let mut footnotes = Vec::new();
        for mark in marks {
            let single: Vec<String> = mark.chars().map(String::from).collect();
            let known_singly = self.find(mark, row).is_none() && single.len() > 1 && single.iter().all(|m| self.find(m, row).is_some());
            let each = if known_singly { single } else { vec![mark.clone()] };
            footnotes.extend(each.into_iter().map(|mark| self.footnote(mark, row)));
        }
        footnotes
    }

    fn footnote(&self, mark: String, row: u32) -> Footnote {
        let (text, origin) = self.find(&mark, row).map(|(text, origin)| (text.to_owned(), origin)).unzip();
        Footnote { mark, text, origin }
    }

    /// The label without its trailing marks (if it has some), and the footnotes of all its marks.
    ///
    /// Asterisks and daggers count within the label too, superscripts only at its end: `154.¹` is an article.
    pub(super) fn of_label(&self, label: &str, row: u32) -> (Option<String>, Vec<Footnote>) {
        let (bare, mut marks) = split_marks(label);
        let signs = bare.split(|c: char| !MARKS.contains(&c) || !matches!(c, '*' | '†' | '‡')).filter(|run| !run.is_empty());
        marks.extend(signs.filter(|run| self.find(run, row).is_some()).map(str::to_owned));
        let has_trailing = bare.len() < label.trim_end().len() && !bare.is_empty();
        (has_trailing.then(|| bare.to_owned()), self.of_marks(&marks, row))
    }
}
