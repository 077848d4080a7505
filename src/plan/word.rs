//! The concepts as mapping files name them.

use crate::model::Concept;

/// What a label of a sheet can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordConcept {
    /// The reference period.
    Period,
    /// A legal article, looked up in `articles.csv`.
    Article,
    /// The text of a footnote.
    Footnote,
    /// A coded dimension.
    Coded(Concept),
}

impl WordConcept {
    /// The words of mapping files.
    pub const ALL: [(&'static str, Self); 13] = [
        ("period", Self::Period),
        ("measure", Self::Coded(Concept::Measure)),
        ("unit", Self::Coded(Concept::UnitOfCount)),
        ("form", Self::Coded(Concept::ExplForm)),
        ("sex", Self::Coded(Concept::Sex)),
        ("age", Self::Coded(Concept::Age)),
        ("origin", Self::Coded(Concept::Origin)),
        ("article", Self::Article),
        ("statement", Self::Coded(Concept::Statement)),
        ("place", Self::Coded(Concept::Place)),
        ("recruiter", Self::Coded(Concept::Recruiter)),
        ("channel", Self::Coded(Concept::Channel)),
        ("footnote", Self::Footnote),
    ];

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(word, _)| *word == text).map(|(_, concept)| concept)
    }

    /// The word.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, concept)| *concept == self).map_or("", |(word, _)| word)
    }

    /// Whether only records have it: a figure of a table has no place for its code.
    pub fn is_of_records(self) -> bool {
        matches!(self, Self::Coded(Concept::Place | Concept::Recruiter | Concept::Channel))
    }

    /// The concept whose code list holds the codes of this word's crosswalk lines, if there is one.
    pub fn code_concept(self) -> Option<Concept> {
        match self {
            Self::Coded(concept) => Some(concept),
            Self::Footnote => Some(Concept::ObsStatus),
            Self::Period | Self::Article => None,
        }
    }
}
