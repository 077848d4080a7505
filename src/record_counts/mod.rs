//! Case-level records: the rows of a file counted by the classes of a few columns, in one pass, and no row kept.
//!
//! A row is a person or a proceeding. What a class means is for `map` to say; this module only knows how a value is read: a word, the year of a
//! date, a band of numbers, a pattern of yes and no. It must not leave out a row without a word: a file with a row that is not well-formed is
//! refused, for what comes after a broken row may be anything.

mod blocks;
mod child_process;
mod classes;
mod counts;
mod fields;
mod file;
mod footer;
mod groups;
mod hash_table;
mod sheet;
mod task;
mod text;

pub use child_process::{COMMAND, answer};
pub use classes::Reduce;
pub use counts::{BETWEEN, Class, Group, Headers, Malformed, Refusal, RowCounts};
pub use file::{Form, count_file, row_counts};
pub use groups::SLOTS;
pub use task::{Slot, Task};
