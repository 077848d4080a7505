//! How a national category relates to the common one.

use std::fmt;

/// A SKOS mapping relation (W3C SKOS reference, section 10), as SSSOM uses it.
///
/// The subject is the national category, the object the common code: *subject `broadMatch` object* means that the
/// **object** is the broader of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Predicate {
    /// The same category.
    Exact,
    /// Nearly the same; they overlap. Never chained.
    Close,
    /// The common code is broader: safe to roll up into.
    Broad,
    /// The common code is narrower: the national figure holds more than the code says.
    Narrow,
    /// Associated only; never added up.
    Related,
}

impl Predicate {
    /// All predicates with their names as written in mapping files.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Exact, "skos:exactMatch"),
        (Self::Close, "skos:closeMatch"),
        (Self::Broad, "skos:broadMatch"),
        (Self::Narrow, "skos:narrowMatch"),
        (Self::Related, "skos:relatedMatch"),
    ];

    /// Reads the name, with or without the prefix.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name)| *name == text || name.strip_prefix("skos:") == Some(text)).map(|(p, _)| p)
    }

    /// The name as written in mapping files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "skos:exactMatch",
            Self::Close => "skos:closeMatch",
            Self::Broad => "skos:broadMatch",
            Self::Narrow => "skos:narrowMatch",
            Self::Related => "skos:relatedMatch",
        }
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
