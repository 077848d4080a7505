//! What a code of findings is: name, level, who repairs it, and the page that explains it.

use std::fmt;

/// How grave a finding is. `Error`: something can't be used. `Warning`: mind it. `Note`: for the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something can't be used.
    Error,
    /// It can be used; mind it.
    Warning,
    /// For the record.
    Note,
}

impl Level {
    /// The word in outputs and in `rules.toml`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Error, Self::Warning, Self::Note].into_iter().find(|level| level.word() == text)
    }
}

/// Who repairs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The country that sent the file.
    Submission,
    /// The steward of the mapping files.
    Mapping,
    /// Us.
    Program,
}

impl Owner {
    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Mapping => "mapping",
            Self::Program => "program",
        }
    }

    /// What the reader of the report does.
    pub fn action(self) -> &'static str {
        match self {
            Self::Submission => "ask the country",
            Self::Mapping => "edit the mapping",
            Self::Program => "internal error",
        }
    }
}

/// A code of findings: it leads to its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code(pub &'static Page);

impl std::ops::Deref for Code {
    type Target = Page;

    fn deref(&self) -> &Page {
        self.0
    }
}

/// The page of a code of findings.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// Kebab-case name, stable for ever.
    pub name: &'static str,
    /// Level unless `rules.toml` sets another.
    pub level: Level,
    /// Who repairs it.
    pub owner: Owner,
    /// The fact in a sentence without a full stop.
    pub title: &'static str,
    /// What was expected, unless the finding says it more exactly.
    pub expected: &'static str,
    /// When it occurs.
    pub when: &'static str,
    /// Why it matters: what becomes of the figures as long as nobody repairs it.
    pub why: &'static str,
    /// How to repair it, unless the finding says it more exactly.
    pub fix: &'static str,
    /// Whether `rules.toml` may not change its level.
    pub fixed_level: bool,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::codes::ALL;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut names: Vec<&str> = ALL.iter().map(|c| c.name).collect();
        assert!(names.iter().all(|n| n.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')));
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
