//! A round that was checked.

use super::wanted::Wanted;
use crate::pipeline::{Outcome, Request};

/// A round that was checked.
pub(super) struct Round {
    pub(super) request: Request,
    pub(super) wanted: Wanted,
    pub(super) outcome: Outcome,
}
