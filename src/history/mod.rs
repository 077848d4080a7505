//! One history of all rounds: every figure of every vintage, and what became of it in the next one.
//!
//! A vintage is what a round says. The vintages of a sender follow each other in the order of rounds; a vintage is valid from its release on, until the
//! next one has the same figure or says that there is none any more. This module must not read a submission or a mapping: it compares what rounds came to.

mod revision;
mod timeline;
mod triangle;
mod vintage;

pub use revision::{Kind, Revision, revisions};
pub use timeline::History;
pub use triangle::{Triangle, triangles};
pub use vintage::{Entry, Vintage, entries};
