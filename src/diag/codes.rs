//! The one table of codes of findings, in the files of the folder `codes`. A name is never reused; its page stands there and nowhere else.

mod figures;
mod layout;
mod mapping;
mod records;
mod submission;

use std::sync::LazyLock;

pub use figures::*;
pub use layout::*;
pub use mapping::*;
pub use records::*;
pub use submission::*;

use super::code::Code;

/// Declares each code as a constant, and the list of those of a file.
macro_rules! codes {
    ($($konst:ident = $name:literal, $level:ident, $owner:ident, $title:literal, $expected:literal, $when:literal, $why:literal, $fix:literal;)*) => {
        $(
            #[doc = $title]
            pub const $konst: Code = Code(&Page {
                name: $name,
                level: Level::$level,
                owner: Owner::$owner,
                title: $title,
                expected: $expected,
                when: $when,
                why: $why,
                fix: $fix,
                fixed_level: matches!(Owner::$owner, Owner::Program),
            });
        )*
        pub(super) const CODES: &[Code] = &[$($konst),*];
    };
}
use codes;

/// All codes, in the order of the table.
pub static ALL: LazyLock<Vec<Code>> =
    LazyLock::new(|| [mapping::CODES, layout::CODES, records::CODES, submission::CODES, figures::CODES].concat());

/// The code with this name.
pub fn find(name: &str) -> Option<Code> {
    ALL.iter().copied().find(|code| code.name == name)
}
