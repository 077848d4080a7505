//! A correction of a source error that a steward declared.

use crate::model::{CellRef, MappingLine};

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
    pub at: MappingLine,
}
