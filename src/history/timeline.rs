//! All vintages together.

use std::collections::BTreeSet;

use super::revision::{Revision, revisions};
use super::vintage::{Entry, Vintage, entries};
use crate::model::Sender;

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

    /// The day on which the next vintage was released that one of the senders of a vintage has sent for; empty where there is none yet.
    pub fn replaced(&self, place: usize) -> &str {
        let senders = |vintage: &Vintage| vintage.reports().into_iter().map(|(sender, _)| sender).collect::<BTreeSet<Sender>>();
        let Some(own) = self.vintages.get(place).map(senders) else { return "" };
        let later = self.vintages.iter().skip(place + 1).filter(|vintage| !vintage.round.dates.published.is_empty());
        later.into_iter().find(|vintage| !own.is_disjoint(&senders(vintage))).map_or("", |vintage| &vintage.round.dates.published)
    }
}
