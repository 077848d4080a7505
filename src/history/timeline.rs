//! All vintages together.

use super::revision::{Revision, revisions};
use super::vintage::{Entry, Vintage, entries};

/// All vintages up to one, the oldest first, and what became of their figures.
#[derive(Clone, Debug)]
pub struct History {
    /// The vintages.
    pub vintages: Vec<Vintage>,
    /// Every figure of every vintage, in order of key and vintage.
    pub entries: Vec<Entry>,
    /// What became of figures from one vintage of a sender to its next, in order of vintage and key.
    pub revisions: Vec<Revision>,
}

impl History {
    /// The history of some vintages, the oldest first.
    pub fn new(vintages: Vec<Vintage>) -> Self {
        let (entries, revisions) = (entries(&vintages), revisions(&vintages));
        Self { vintages, entries, revisions }
    }
}
