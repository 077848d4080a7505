//! What the mapping of the files of one sender needs to know.

use crate::model::{CodeId, Concept, RefArea, Sender};
use crate::plan::{CodeLists, Round, SenderPlan};

/// What the mapping of the files of one sender needs to know.
pub struct Context<'a> {
    /// The sender's mappings.
    pub sender: &'a SenderPlan,
    /// The code lists.
    pub lists: &'a CodeLists,
    /// The round.
    pub round: &'a Round,
}

/// Why nobody knows which area a figure is about, or why its sender may not report it.
#[derive(Clone, Copy)]
pub(super) enum AreaFault {
    /// An organisation reports about several areas, and no word names one.
    Unnamed,
    /// The area is none that the sender reports about.
    NotOfSender(RefArea, Sender),
}

/// The words for an area that a sender may not report about.
pub(super) fn not_of_sender(area: RefArea, sender: Sender) -> String {
    format!("a figure of {area} in the submission of {sender}")
}

impl Context<'_> {
    /// The area that codes name; without one that of the state that sends. A state reports about itself, an organisation about the areas of the round.
    pub(super) fn area_of<'c>(&self, codes: impl Iterator<Item = &'c CodeId>) -> Result<RefArea, AreaFault> {
        let sender = self.sender.sender;
        let named = codes.filter(|code| code.concept() == Concept::area()).last().and_then(|code| RefArea::parse(code.as_str()));
        match (named, sender) {
            (None, Sender::State(own)) => Ok(own),
            (None, Sender::Organisation(_)) => Err(AreaFault::Unnamed),
            (Some(area), Sender::State(own)) if area == own => Ok(area),
            (Some(area), Sender::Organisation(_)) if self.round.areas.contains(&area) => Ok(area),
            (Some(area), _) => Err(AreaFault::NotOfSender(area, sender)),
        }
    }

    /// The code under which the figures of the sender stand; `None` where no dimension says who states them.
    pub(super) fn provider(&self) -> Option<CodeId> {
        self.lists.provider_of(self.sender.sender)
    }
}
