//! Roundup turns national statistics that differ in form and meaning into one regional dataset that says, for every
//! figure, what it can be compared with and why. `ARCHITECTURE.md` is a map of the modules.
//!
//! ```text
//!             mappings/ ─► schema ─► plan: used by all stages from extract to aggregate, changed by none
//!
//! raw/ ─► ingest ─► Grid ─► extract ─► Reading ─► map ─► Observation ─┬─► compare ─► Assessed ─► aggregate ─► Dataset: check, trace, show
//!                                                                     └─► suppress ─► compare ─► aggregate ─► Release ─► emit ─► out/
//!
//!              findings (diag) and the ledger go along: every cell with a digit is accounted for
//! ```

pub mod aggregate;
pub mod approval;
pub mod cli;
pub mod compare;
pub mod delimited;
pub mod diag;
pub mod diff;
pub mod draft;
pub mod emit;
pub mod extract;
pub mod fs;
pub mod history;
pub mod ingest;
pub mod map;
pub mod markdown;
pub mod model;
pub mod normalize;
pub mod pipeline;
pub mod plan;
pub mod printable;
pub mod record_counts;
pub mod release;
pub mod schema;
pub mod similarity;
pub mod suggest;
pub mod suppress;
