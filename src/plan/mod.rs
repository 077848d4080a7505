//! The mapping files turned into meaning: validated once, and changed by no stage. The stages that use its lines report which they used.
//!
//! This module must not open files.

mod accepted;
mod answers;
mod approved;
mod articles;
mod band_checks;
mod build;
mod caveats;
mod codebook;
mod codelist_checks;
mod codelists;
mod codelists_build;
mod correction;
mod country_names;
mod crosswalk;
mod decided;
mod dimension_default;
mod elements;
mod fact_targets;
mod facts;
mod facts_build;
mod layout;
mod layout_build;
mod matcher;
mod meanings;
mod overlapping_lines;
mod overlay;
mod patterns;
mod published;
mod records;
mod records_build;
mod relation_checks;
mod role;
mod role_index;
mod round;
mod round_build;
mod skip;
mod structure;
mod suppressed_texts;
mod taxonomy;
mod unused;
mod used;
mod validity;
mod word_concept;
mod wording;

pub use accepted::Acceptance;
pub use answers::Answers;
pub use approved::{Approved, ApprovedSubmission, ApprovedText, BETWEEN_SHEETS, MORE, TextIdentity, sheet_word};
pub use articles::{ArticleLine, ArticleMatch, Articles};
pub use build::{Plan, SENDERS, SenderPlan, build};
pub use caveats::Caveat;
pub use codelists::CodeLists;
pub use correction::Correction;
pub use country_names::CountryNames;
pub use crosswalk::{Crosswalk, CrosswalkLine, Lookup, PROPOSAL};
pub use fact_targets::{Target as FactTarget, Targets};
pub use facts::{Known, Statements};
pub use layout::{
    AbsenceMark, Absences, AnchorIs, Axis, BrokenTable, Cells, Context, ContextSource, DefaultAbsences, FileRule, FootnoteRule,
    HiddenDecision, HiddenPart, HiddenRule, LabelPattern, Layout, Repeat, ScopeRule, TableRule,
};
pub use matcher::{Globs, Matcher, literal};
pub use published::Published;
pub use records::{Band, RecordColumn, RecordKind, RecordRule, Several};
pub use role::Role;
pub use role_index::ChildRule;
pub use round::{Round, RoundDates, RoundStatus};
pub use round_build::is_round_id;
pub use skip::Skip;
pub use structure::RESERVED_COLUMNS;
pub use suppressed_texts::{NOT_PUBLISHED, Unpublished};
pub use unused::UnreadSheet;
pub use used::Used;
pub use word_concept::WordConcept;
pub use wording::Said;
