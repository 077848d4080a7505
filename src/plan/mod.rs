//! The mapping files turned into meaning: validated once, read-only from here on. The stages that use its lines report which they used.
//!
//! This module must not open files, nor look at figures.

mod accepted;
mod answers;
mod articles;
mod build;
mod caveats;
mod codebook;
mod codelist_checks;
mod codelists;
mod codelists_build;
mod crosswalk;
mod decided;
mod facts;
mod facts_build;
mod layout;
mod layout_build;
mod matcher;
mod names;
mod patterns;
mod published;
mod records;
mod records_build;
mod rivals;
mod role;
mod roles;
mod skip;
mod statements;
mod structure;
mod targets;
mod taxonomy;
mod unpublished;
mod unused;
mod used;
mod validity;
mod word;

pub use accepted::Acceptance;
pub use answers::Answers;
pub use articles::{ArticleLine, ArticleMatch, Articles};
pub use build::{AreaPlan, Plan, build};
pub use caveats::Caveat;
pub use codelists::CodeLists;
pub use crosswalk::{Crosswalk, CrosswalkLine, Lookup, PROPOSAL};
pub use facts::{Known, Statements};
pub use layout::{
    AbsenceMark, Absences, AnchorIs, Axis, BrokenTable, Cells, Context, FileRule, FootnoteRule, Gaps, HiddenDecision, HiddenPart,
    HiddenRule, LabelPattern, Layout, Repeat, ScopeRule, TableRule, Take,
};
pub use matcher::{Globs, Matcher, literal};
pub use names::CountryNames;
pub use published::Published;
pub use records::{Band, RecordColumn, RecordKind, RecordRule, Several};
pub use role::Role;
pub use roles::ChildRule;
pub use skip::Skip;
pub use statements::{Correction, Round};
pub use structure::RESERVED_COLUMNS;
pub use targets::{Target as FactTarget, Targets};
pub use unpublished::{NOT_PUBLISHED, Unpublished};
pub use unused::Stray;
pub use used::Used;
pub use word::WordConcept;
