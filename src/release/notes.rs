//! What differs between a release and what was published before, and why: the release notes.

use crate::model::RevisionCause;

use super::record::Version;

/// A published figure that is another one than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The figure: its dimensions joined by dots.
    pub key: String,
    /// Where it was published before: a round, or a version of this one.
    pub against: String,
    /// What was published; `None`: nothing.
    pub old: Option<String>,
    /// What is published now.
    pub new: Option<String>,
    /// Why.
    pub causes: Vec<RevisionCause>,
}

impl Change {
    /// Whether a mistake is its cause, ours or a sender's. Anything else is a revision, which readers can expect.
    pub fn is_correction(&self) -> bool {
        let is_mistake = |cause: &RevisionCause| matches!(cause, RevisionCause::StateCorrected | RevisionCause::ReadingChanged);
        self.causes.iter().any(is_mistake)
    }
}

/// What a release says of itself.
#[derive(Clone, Debug)]
pub struct Notes {
    /// The number of its version.
    pub version: u32,
    /// The day on which it was released.
    pub date: String,
    /// Why it took the place of the one before; of the first, what it is.
    pub reason: String,
    /// How figures are revised, in the words of the collection.
    pub policy: String,
    /// What differs from what was published before, in order of key.
    pub changes: Vec<Change>,
    /// How many figures are suppressed now and were not before, or the other way round.
    pub suppressed: usize,
    /// The round with which figures are compared; `None`: no round before it was released.
    pub round_before: Option<String>,
    /// The versions whose place it takes, the oldest first.
    pub superseded: Vec<Version>,
}
