//! Two datasets compared: which figures appeared, vanished or changed, and which mapping line or submission caused it.
//!
//! This module reads outputs as anybody could; it must not read submissions or mappings itself, nor decide what a figure means.

mod cause;
mod change;
mod render;
mod snapshot;

pub use change::{Change, Kind, changes};
pub use render::{Form, render};
pub use snapshot::Snapshot;
