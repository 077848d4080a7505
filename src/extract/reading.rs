//! What comes out of this room.

use std::collections::BTreeMap;

use crate::diag::{Fate, Findings, Ledger};
use crate::model::{CellRef, CodeId, Footnote, MapLine, ObsValue, Origin, ReferencePeriod};
use crate::plan::{Stray, WordConcept};

use super::correct::Corrected;
use super::view::SheetView;

/// A value and the source's own words about it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The cell.
    pub origin: Origin,
    /// The cell as shown.
    pub as_shown: String,
    /// The value.
    pub value: ObsValue,
    /// Whether the source calls it approximate.
    pub approximate: bool,
    /// The note (comment) on the cell.
    pub note: Option<String>,
    /// The source's own legend for the mark of absence that the cell holds.
    pub legend: Option<String>,
    /// Superscript digits that were taken as a mark and would otherwise lengthen the number.
    pub superscript: Option<String>,
    /// The words, outermost first.
    pub terms: Vec<Term>,
    /// Codes that the layout sets, each with its line.
    pub set: Vec<(CodeId, MapLine)>,
    /// The period that the layout sets.
    pub period: Option<ReferencePeriod>,
    /// Footnotes of the cell itself.
    pub footnotes: Vec<Footnote>,
    /// The layout table, its line, and the number of the block.
    pub table: (String, MapLine, usize),
}

/// A word of the source about a value.
#[derive(Clone, Debug)]
pub struct Term {
    /// What it may be about; at least one concept must know it.
    pub concepts: Vec<WordConcept>,
    /// The word as written.
    pub label: String,
    /// The word without trailing footnote marks, when it has some.
    pub bare: Option<String>,
    /// Footnotes that its marks point to; those without text are only marks if the bare word is the one that is known.
    pub footnotes: Vec<Footnote>,
    /// The pattern of the layout that should have taken the word apart and does not match it.
    pub unmatched: Option<String>,
    /// Where it stands; `None` for the name of a sheet.
    pub origin: Option<Origin>,
}

/// All that was read from a workbook.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The readings in order of table and cell.
    pub readings: Vec<Reading>,
    /// Accounts of the cells; those of values have no fate yet.
    pub ledger: Ledger,
    /// Cells whose text a correction replaced.
    pub corrected: BTreeMap<Origin, Corrected>,
    /// Sheets that no table is meant for.
    pub strays: Vec<Stray>,
    /// What was found on the way.
    pub findings: Findings,
}

impl Extraction {
    /// Records that a cell was read as a label of some kind.
    pub(super) fn label(&mut self, view: &SheetView<'_>, at: CellRef, role: &str) {
        self.ledger.settle(&view.grid.origin(at), Fate::Label(role.to_owned()));
    }
}
