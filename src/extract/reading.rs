//! What this module returns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use smol_str::SmolStr;

use super::texts::Texts;
use crate::diag::{Disposition, Findings, Ledger};
use crate::model::{CodeId, Footnote, MappingLine, Name, ObsValue, ReferencePeriod, SourceCell};
use crate::plan::{UnreadSheet, Used, WordConcept};

/// A value and the source's own words about it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The cell.
    pub origin: SourceCell,
    /// The cell as shown.
    pub as_shown: SmolStr,
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
    /// The words, outermost first: two lists of the extraction, that of its column and that of its row, which other readings share.
    pub shared: [usize; 2],
    /// Words that the cell itself holds: their numbers among the terms of the extraction.
    pub own: Vec<usize>,
    /// Footnotes of the cell itself.
    pub footnotes: Vec<Footnote>,
    /// The table that read it.
    pub table: Arc<TableUse>,
}

/// What the layout says of all figures of a table.
#[derive(Clone, Debug)]
pub struct TableUse {
    /// The table.
    pub id: Name,
    /// Its line in the layout.
    pub at: MappingLine,
    /// Codes that it sets, each with its line.
    pub set: Vec<(CodeId, MappingLine)>,
    /// The period that it sets.
    pub period: Option<ReferencePeriod>,
}

/// A word of the source about a value.
#[derive(Clone, Debug)]
pub struct Term {
    /// What it may be about; at least one concept must know it.
    pub concepts: Vec<WordConcept>,
    /// The word as written.
    pub label: SmolStr,
    /// The word without trailing footnote marks, when it has some.
    pub bare: Option<SmolStr>,
    /// Footnotes that its marks point to; those without text are only marks if the bare word is the one that is known.
    pub footnotes: Vec<Footnote>,
    /// The pattern of the layout that should have taken the word apart and does not match it.
    pub unmatched: Option<String>,
    /// Where it stands; `None` for the name of a sheet.
    pub origin: Option<SourceCell>,
}

/// What a correction did to a cell.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// The text that stands in the file.
    pub original: String,
    /// Why it was replaced.
    pub reason: String,
    /// The correction.
    pub at: MappingLine,
}

/// All that was read from a workbook.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The words of all readings.
    pub terms: Vec<Term>,
    /// Lists of words, by their numbers.
    pub lists: Vec<Vec<usize>>,
    /// The readings in order of table and cell.
    pub readings: Vec<Reading>,
    /// Accounts of the cells; those of values have no disposition yet.
    pub ledger: Ledger,
    /// Accounts of the texts.
    pub texts: Texts,
    /// Cells whose text a correction replaced.
    pub corrected: BTreeMap<SourceCell, Corrected>,
    /// Sheets that no table is meant for.
    pub strays: Vec<UnreadSheet>,
    /// Cells that several tables read.
    pub(super) twice: BTreeSet<SourceCell>,
    /// Lines of the layout, and corrections, that were used.
    pub used: Used,
    /// What was found on the way.
    pub findings: Findings,
}

impl Extraction {
    /// Takes words among those of all readings; their numbers.
    pub(super) fn keep(&mut self, terms: impl IntoIterator<Item = Term>) -> Vec<usize> {
        let first = self.terms.len();
        self.terms.extend(terms);
        (first..self.terms.len()).collect()
    }

    /// Takes a list of words; its number.
    pub(super) fn list(&mut self, terms: Vec<usize>) -> usize {
        self.lists.push(terms);
        self.lists.len() - 1
    }

    /// Records that a cell was read as a label of some kind.
    pub(super) fn label(&mut self, origin: &SourceCell, role: &str) {
        self.ledger.settle(origin, Disposition::Label(role.to_owned()));
    }
}
