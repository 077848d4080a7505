//! Two datasets compared: which figures appeared, vanished or changed, and which mapping line or submission caused it.
//!
//! This module reads outputs as anybody could; it must not read submissions or mappings itself, nor decide what a figure means.

mod cause;
mod change;
mod dimensions;
mod render;
mod snapshot;

pub use change::{Change, Differences, Kind, differences};
pub use dimensions::Dimensions;
pub use render::{Form, render};
pub use snapshot::Snapshot;
