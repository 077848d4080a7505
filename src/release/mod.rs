//! What a round came to, and what of it may leave the secretariat.
//!
//! A [`Dataset`] holds all results of a round, for those who work on it. A [`Release`] is what an [`Audience`] may see of it: in a round that suppresses small
//! counts it was made of figures without them (`suppress`), before anything compared or summed; and where the sources of a round are not public, no word of them
//! is in it. What is written for others takes a release and nothing else, so that what is unprotected can't be written:
//!
//! ```
//! fn written(release: &roundup::release::Release) -> Result<roundup::emit::Files, roundup::emit::Error> {
//!     roundup::emit::emit_release(release, &roundup::emit::Format::ALL, None)
//! }
//! ```
//!
//! ```compile_fail,E0308
//! fn written(working: &roundup::release::Dataset) -> Result<roundup::emit::Files, roundup::emit::Error> {
//!     roundup::emit::emit_release(working, &roundup::emit::Format::ALL, None)
//! }
//! ```

mod audience;
mod dataset;
mod notes;
mod record;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Name;

pub use audience::Audience;
pub use dataset::{Dataset, DatasetParts, dataset};
pub use notes::{Change, Notes};
pub use record::{Record, Version};

/// What an audience may see of a round. Made only here, and not changed afterwards.
#[derive(Clone, Debug)]
pub struct Release(Arc<Dataset>);

impl std::ops::Deref for Release {
    type Target = Dataset;

    fn deref(&self) -> &Dataset {
        &self.0
    }
}

/// What an audience may see of a round: made of the working copy, or of what was assessed anew without what the audience may not see. Of rounds that were not
/// released nothing is in it.
pub fn prepare_release(
    working: &Arc<Dataset>,
    public: Option<Dataset>,
    (audience, sources_public): (Audience, bool),
    unreleased: &BTreeSet<Name>,
) -> Release {
    let data = public.map_or_else(|| Arc::clone(working), Arc::new);
    Release(audience::release_of(&data, audience, sources_public, unreleased))
}
