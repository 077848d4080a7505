//! The concepts as mapping files name them.

use crate::model::{Concept, DataStructure};

/// What a label of a sheet can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordConcept {
    /// The reference period.
    Period,
    /// The national detail of a dimension, looked up in `articles.csv`.
    Detail(Concept),
    /// The text of a footnote.
    Footnote,
    /// A coded dimension, or what only records have.
    Coded(Concept),
}

/// The words for what is not a coded concept.
const PERIOD: &str = "period";
const AREA: &str = "area";
const FOOTNOTE: &str = "footnote";

impl WordConcept {
    /// Reads the word.
    pub fn parse(text: &str, structure: &DataStructure) -> Option<Self> {
        match text {
            PERIOD => Some(Self::Period),
            AREA => Some(Self::Coded(Concept::area())),
            FOOTNOTE => Some(Self::Footnote),
            _ => structure
                .by_word(text)
                .map(|concept| if structure.detail() == Some(concept) { Self::Detail(concept) } else { Self::Coded(concept) }),
        }
    }

    /// All words.
    pub fn words(structure: &DataStructure) -> Vec<&'static str> {
        let coded = structure.dimensions().iter().chain(structure.of_records()).map(|concept| concept.word());
        [PERIOD, AREA].into_iter().chain(coded).chain([FOOTNOTE]).collect()
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Period => PERIOD,
            Self::Footnote => FOOTNOTE,
            Self::Detail(concept) | Self::Coded(concept) => concept.word(),
        }
    }

    /// Whether it is the area that a figure is about.
    pub fn is_area(self) -> bool {
        self == Self::Coded(Concept::area())
    }

    /// Whether only records have it: a figure of a table has no place for its code.
    pub fn is_of_records(self) -> bool {
        matches!(self, Self::Coded(concept) if concept.is_of_records())
    }

    /// Whether labels are looked up among the names of countries when no line knows them.
    pub fn has_countries(self) -> bool {
        matches!(self, Self::Coded(concept) if concept.declared().countries)
    }

    /// The concept whose code list holds the codes of this word's crosswalk lines, if there is one.
    pub fn code_concept(self) -> Option<Concept> {
        match self {
            Self::Coded(concept) => Some(concept),
            Self::Footnote => Some(Concept::obs_status()),
            Self::Period | Self::Detail(_) => None,
        }
    }
}
