//! The one table of codes of findings, in the files of the folder `codes`. A name is never reused; its page stands there and nowhere else.

mod declare;
mod figures;
mod layout;
mod mapping;
mod records;
mod submission;
mod wording;

use std::sync::LazyLock;

pub use figures::*;
pub use layout::*;
pub use mapping::*;
pub use records::*;
pub use submission::*;
pub use wording::*;

use super::code::Code;

/// All codes, in the order of the table.
pub static ALL: LazyLock<Vec<Code>> =
    LazyLock::new(|| [mapping::CODES, layout::CODES, records::CODES, submission::CODES, wording::CODES, figures::CODES].concat());

/// The code with this name.
pub fn find(name: &str) -> Option<Code> {
    ALL.iter().copied().find(|code| code.name == name)
}
