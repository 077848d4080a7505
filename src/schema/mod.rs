//! The mapping files as written: words with positions, no meaning.
//!
//! `plan` turns them into meaning. This module must not interpret a word, nor give a default that hides an omission.

mod columns;
mod files;
mod format;
mod layout;
mod mistakes;
mod positions;
mod rounds;
mod rounds_edit;
mod table;
mod toml_files;

pub use columns::{APPROVED, ARTICLES, CROSSWALK, OWN_LISTS, columns_of_lists, word_of};
pub use files::{MappingFiles, SenderFiles, read_areas, read_mappings, read_rounds};
pub use format::format;
pub use layout::{
    AbsenceImage, AxisImage, CellsImage, ContextImage, FileImage, FlagsImage, FootnoteImage, HiddenImage, LayoutImage, LegendImage,
    MissingImage, NumbersImage, OneOrMany, RecordColumnImage, RecordsImage, ScopeImage, SkipImage, TableImage,
};
pub use positions::{Positioned, Text};
pub use rounds::{DeclaredRound, RoundScope};
pub use rounds_edit::{NewRound, with_round, with_status};
pub use table::{Row, Table};
pub use toml_files::{
    AcceptanceImage, AcceptedImage, BreakImage, CaveatImage, ComparabilityImage, CorrectionImage, CorrectionsImage, DimensionImage,
    DimensionsImage, ElementImage, FactImage, NotStatedImage, RevisionImage, RoundImage, RoundsImage, RulesImage,
};
