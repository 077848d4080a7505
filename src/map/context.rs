//! What the mapping of one area needs to know.

use crate::plan::{AreaPlan, CodeLists, Round};

/// What the mapping of one area needs to know.
pub struct Context<'a> {
    /// The area's mappings.
    pub area: &'a AreaPlan,
    /// The code lists.
    pub lists: &'a CodeLists,
    /// The round.
    pub round: &'a Round,
}
