//! Two datasets compared: which figures and sums appeared, vanished or changed, and which mapping line or submission caused it. They may be of one round before and
//! after an edit, or of two rounds: then the years and the areas that both collect are compared.
//!
//! This module reads outputs as anybody could; it must not read submissions or mappings itself, nor decide what a figure means.

mod cause;
mod change;
mod differences;
mod dimensions;
mod render;
mod snapshot;
mod sums;
mod window;
mod wording;

pub use change::{Change, Kind};
pub use differences::{Differences, differences};
pub use dimensions::Dimensions;
pub use render::{Form, render};
pub use snapshot::Snapshot;
pub use window::{Extent, Outside, Window};
