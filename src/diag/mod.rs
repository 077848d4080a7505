//! Findings: one table of codes, the finding itself, the ledger, and their renderings.
//!
//! A finding is for the person who edits `raw/` or `mappings/`. This module must not decide what a figure means.

mod code;
pub mod codes;
mod finding;
mod ledger;
mod messages;
pub mod render;
mod texts;

pub use code::{Code, Level, Owner};
pub use finding::{About, Edit, Finding, Findings, Location, first_of, of_one_cause};
pub use ledger::{Account, CellKind, Disposition, Ledger, RowAccount};
pub use messages::{Message, Parameter};
pub use texts::{TextEntry, TextRole, Wording};
