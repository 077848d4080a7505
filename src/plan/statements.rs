//! Facts, breaks, caveats, corrections and rounds, checked.

use crate::model::{CellRef, CodeId, MapLine, RefArea};

use super::matcher::Hit;

/// A declared fact about what a measure of an area means.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The measures that it is about.
    pub measures: Vec<CodeId>,
    /// The concept, a code of `codelists/fact.csv`.
    pub concept: String,
    /// The value.
    pub value: String,
    /// First and last year, inclusive.
    pub years: (Option<u16>, Option<u16>),
    /// Who says so.
    pub source: String,
    /// Remark.
    pub comment: String,
    /// Where it stands.
    pub at: MapLine,
}

/// A declared break in series.
#[derive(Clone, Debug)]
pub struct Break {
    /// The measures that it is about.
    pub measures: Vec<CodeId>,
    /// The first year of the new series.
    pub from: u16,
    /// What changed.
    pub what: String,
    /// What it affects.
    pub affects: String,
    /// Who says so.
    pub source: String,
    /// Where it stands.
    pub at: MapLine,
}

/// A caveat as the source prints it.
#[derive(Clone, Debug)]
pub struct Caveat {
    /// The measures that it is about.
    pub measures: Vec<CodeId>,
    /// The caveat.
    pub text: String,
    /// Who says so.
    pub source: String,
    /// Where it stands.
    pub at: MapLine,
}

/// A declared correction of a source error, with its guard.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The file, relative to the area's folder.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub cell: CellRef,
    /// The text that must stand there.
    pub expects: String,
    /// The text that is read instead.
    pub becomes: String,
    /// Why, with the source of the knowledge.
    pub reason: String,
    /// Where it stands.
    pub at: MapLine,
    /// Whether the round used it.
    pub hit: Hit,
}

/// A round of the collection.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its identifier, the name of the folder under `raw/`.
    pub id: String,
    /// The years that it collects, ascending.
    pub years: Vec<u16>,
    /// The states that it expects.
    pub areas: Vec<RefArea>,
}
