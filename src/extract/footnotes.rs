//! Footnotes of a sheet and the marks that point to them.

use std::collections::BTreeMap;

use super::view::SheetView;
use crate::fold::{MARKS, split_marks};
use crate::model::{CellRef, Footnote};
use crate::plan::Layout;

/// A footnote as it stands on the sheet.
pub(super) struct Note {
    /// Its mark.
    pub(super) mark: String,
    /// Its text.
    pub(super) text: String,
    /// Its cell.
    pub(super) at: CellRef,
}

/// The footnotes of a sheet.
#[derive(Default)]
pub(super) struct Notes(BTreeMap<CellRef, Note>);

/// All cells that a footnote rule of the layout recognises.
pub(super) fn collect(view: &SheetView<'_>, layout: &Layout) -> Notes {
    let mut notes = Notes::default();
    for rule in layout.footnotes.iter().filter(|rule| rule.file.selects(view.file_name) && rule.sheet.selects(&view.grid.name)) {
        for (at, cell) in view.visible_cells() {
            let Some(groups) = rule.pattern.captures(&cell.text) else { continue };
            if let (Some(mark), Some(text)) = (groups.name("mark"), groups.name("text")) {
                rule.hit.mark();
                let note = Note { mark: mark.as_str().trim().to_owned(), text: text.as_str().trim().to_owned(), at };
                notes.0.entry(at).or_insert(note);
            }
        }
    }
    notes
}

impl Notes {
    /// In order of cell.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Note> {
        self.0.values()
    }

    /// Whether a footnote stands in the cell.
    pub(super) fn is_note(&self, at: CellRef) -> bool {
        self.0.contains_key(&at)
    }

    /// The footnote of a mark for a row: the nearest below, else the last above.
    fn find(&self, mark: &str, row: u32) -> Option<&Note> {
        let of_mark = || self.0.values().filter(|note| note.mark == mark);
        of_mark().find(|note| note.at.row >= row).or_else(|| of_mark().next_back())
    }

    /// The footnotes of marks. A run such as `¹²` is one mark if there is a footnote for it, else one mark a character.
    pub(super) fn of_marks(&self, view: &SheetView<'_>, marks: &[String], row: u32) -> Vec<Footnote> {
        let mut footnotes = Vec::new();
        for mark in marks {
            let single: Vec<String> = mark.chars().map(String::from).collect();
            let known_singly = self.find(mark, row).is_none() && single.len() > 1 && single.iter().all(|m| self.find(m, row).is_some());
            let each = if known_singly { single } else { vec![mark.clone()] };
            footnotes.extend(each.into_iter().map(|mark| self.footnote(view, mark, row)));
        }
        footnotes
    }

    fn footnote(&self, view: &SheetView<'_>, mark: String, row: u32) -> Footnote {
        let note = self.find(&mark, row);
        Footnote { mark, text: note.map(|note| note.text.clone()), origin: note.map(|note| view.grid.origin(note.at)) }
    }

    /// The label without its trailing marks (if it has some), and the footnotes of all its marks.
    ///
    /// Asterisks and daggers count within the label too, superscripts only at its end: `154.¹` is an article.
    pub(super) fn of_label(&self, view: &SheetView<'_>, label: &str, row: u32) -> (Option<String>, Vec<Footnote>) {
        let (bare, mut marks) = split_marks(label);
        let signs = bare.split(|c: char| !MARKS.contains(&c) || !matches!(c, '*' | '†' | '‡')).filter(|run| !run.is_empty());
        marks.extend(signs.filter(|run| self.find(run, row).is_some()).map(str::to_owned));
        let has_trailing = bare.len() < label.trim_end().len() && !bare.is_empty();
        (has_trailing.then(|| bare.to_owned()), self.of_marks(view, &marks, row))
    }
}
