//! How the codes of a file are declared.

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
pub(super) use codes;
