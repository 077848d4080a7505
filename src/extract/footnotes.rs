//! Footnotes of a sheet and the marks that point to them.

use std::collections::BTreeMap;

use super::view::SheetView;
use crate::fold::{MARKS, split_marks};
use crate::model::{CellRef, Footnote, Origin};
use crate::plan::{FootnoteRule, Layout};

/// A footnote as it stands on the sheet.
pub(super) struct Note {
    /// Its mark.
    pub(super) mark: String,
    /// Its text.
    pub(super) text: String,
    /// Its cell.
    pub(super) at: CellRef,
}

/// A footnote of a notes sheet: mark, text and cell.
pub(super) type Shared = (String, String, Origin);

/// The footnotes of a sheet, and those of notes sheets, which hold for the whole workbook.
pub(super) struct Notes<'a> {
    own: BTreeMap<CellRef, Note>,
    shared: &'a [Shared],
}

/// The footnotes that hold for the whole workbook.
pub(super) fn shared(views: &[SheetView<'_>], layout: &Layout) -> Vec<Shared> {
    let mut shared = Vec::new();
    for view in views.iter().filter(|view| !view.ignored) {
        let notes = matching(view, layout.footnotes.iter().filter(|rule| rule.for_workbook));
        shared.extend(notes.into_values().map(|note| (note.mark, note.text, view.grid.origin(note.at))));
    }
    shared
}

/// All cells that a footnote rule of the layout recognises.
pub(super) fn collect<'a>(view: &SheetView<'_>, layout: &Layout, shared: &'a [Shared]) -> Notes<'a> {
    Notes { own: matching(view, layout.footnotes.iter()), shared }
}

fn matching<'r>(view: &SheetView<'_>, rules: impl Iterator<Item = &'r FootnoteRule>) -> BTreeMap<CellRef, Note> {
    let mut notes = BTreeMap::new();
    for rule in rules.filter(|rule| rule.file.selects(view.file_name) && rule.sheet.selects(&view.grid.name)) {
        for (at, cell) in view.visible_cells() {
            let Some(groups) = rule.pattern.captures(&cell.text) else { continue };
            if let (Some(mark), Some(text)) = (groups.name("mark"), groups.name("text")) {
                rule.hit.mark();
                let note = Note { mark: mark.as_str().trim().to_owned(), text: text.as_str().trim().to_owned(), at };
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
    fn find(&self, view: &SheetView<'_>, mark: &str, row: u32) -> Option<(&str, Origin)> {
        let of_mark = || self.own.values().filter(|note| note.mark == mark);
        if let Some(note) = of_mark().find(|note| note.at.row >= row).or_else(|| of_mark().next_back()) {
            return Some((&note.text, view.grid.origin(note.at)));
        }
        let mut elsewhere = self.shared.iter().filter(|(of, ..)| of == mark);
        let (_, text, origin) = elsewhere.next()?;
        elsewhere.all(|(_, other, _)| other == text).then(|| (text.as_str(), origin.clone()))
    }

    /// The footnotes of marks. A run such as `¹²` is one mark if there is a footnote for it, else one mark a character.
    pub(super) fn of_marks(&self, view: &SheetView<'_>, marks: &[String], row: u32) -> Vec<Footnote> {
        let mut footnotes = Vec::new();
        for mark in marks {
            let single: Vec<String> = mark.chars().map(String::from).collect();
            let known_singly =
                self.find(view, mark, row).is_none() && single.len() > 1 && single.iter().all(|m| self.find(view, m, row).is_some());
            let each = if known_singly { single } else { vec![mark.clone()] };
            footnotes.extend(each.into_iter().map(|mark| self.footnote(view, mark, row)));
        }
        footnotes
    }

    fn footnote(&self, view: &SheetView<'_>, mark: String, row: u32) -> Footnote {
        let (text, origin) = self.find(view, &mark, row).map(|(text, origin)| (text.to_owned(), origin)).unzip();
        Footnote { mark, text, origin }
    }

    /// The label without its trailing marks (if it has some), and the footnotes of all its marks.
    ///
    /// Asterisks and daggers count within the label too, superscripts only at its end: `154.¹` is an article.
    pub(super) fn of_label(&self, view: &SheetView<'_>, label: &str, row: u32) -> (Option<String>, Vec<Footnote>) {
        let (bare, mut marks) = split_marks(label);
        let signs = bare.split(|c: char| !MARKS.contains(&c) || !matches!(c, '*' | '†' | '‡')).filter(|run| !run.is_empty());
        marks.extend(signs.filter(|run| self.find(view, run, row).is_some()).map(str::to_owned));
        let has_trailing = bare.len() < label.trim_end().len() && !bare.is_empty();
        (has_trailing.then(|| bare.to_owned()), self.of_marks(view, &marks, row))
    }
}
