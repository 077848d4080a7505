//! The counted rows of a sheet of records.

use std::sync::Arc;

use crate::record_counts::RowCounts;

/// The rows of one sheet of a file, counted by all columns of the rule.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The file, relative to the folder of the round.
    pub file: Arc<str>,
    /// The place of the rule in the layout.
    pub rule: usize,
    /// The counts.
    pub row_counts: RowCounts,
}
