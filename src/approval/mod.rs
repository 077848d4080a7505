//! The account of words: what each text of a submission is, whether somebody approved it, and what differs from the submission that was accepted.
//!
//! This module must not decide what a text means: what differs is asked.

mod compare;
mod differences;
mod entries;
mod file;
mod inventory;
mod places;
mod report;
mod sheets;
mod told;
mod word_diff;

pub use compare::check;
pub use entries::entries;
pub use file::{Approval, table};
