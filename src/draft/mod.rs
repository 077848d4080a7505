//! First drafts of an area's mapping files from a workbook that is not mapped yet.
//!
//! A draft is for a person to finish: what it can only guess is marked so that no run uses it. This module must not decide.

mod find;
mod write;

pub use write::{Draft, draft, draft_tables};
