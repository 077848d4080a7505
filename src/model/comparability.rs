//! The terms of comparability: uses, severities, levels.

/// What a figure is used for. A level holds for a use, never for a figure as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Comparison between areas: a pair, or against the region's target.
    Between,
    /// Comparison over time within the area, with the period before.
    Time,
    /// Addition to the figures of other areas.
    Sum,
}

impl Use {
    /// All uses.
    pub const ALL: [Self; 3] = [Self::Between, Self::Time, Self::Sum];

    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Between => "between",
            Self::Time => "time",
            Self::Sum => "sum",
        }
    }
}

/// How much a reason weighs against a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For the record; the comparison stands.
    Note,
    /// The comparison stands with the reason beside it.
    Caution,
    /// There is no comparison.
    Breaks,
}

impl Severity {
    /// The word in mapping files and outputs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Caution => "caution",
            Self::Breaks => "breaks",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Note, Self::Caution, Self::Breaks].into_iter().find(|severity| severity.word() == text)
    }
}

/// How far figures can be compared; the code list `comparability_level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparability {
    /// There is nothing to compare with: the first period of a series.
    NotApplicable,
    /// No reason stands against it, or only notes.
    Comparable,
    /// A caution stands against it.
    Limited,
    /// A reason breaks it.
    NotComparable,
}

impl Comparability {
    /// All levels.
    pub const ALL: [Self; 4] = [Self::NotApplicable, Self::Comparable, Self::Limited, Self::NotComparable];

    /// The level that the most severe of several severities gives.
    pub fn of(severities: impl Iterator<Item = Severity>) -> Self {
        match severities.max() {
            None | Some(Severity::Note) => Self::Comparable,
            Some(Severity::Caution) => Self::Limited,
            Some(Severity::Breaks) => Self::NotComparable,
        }
    }

    /// The role of its code in the code list.
    pub fn role(self) -> &'static str {
        match self {
            Self::NotApplicable => "not-applicable",
            Self::Comparable => "comparable",
            Self::Limited => "limited",
            Self::NotComparable => "not-comparable",
        }
    }

    /// The words for a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotApplicable => "nothing to compare with",
            Self::Comparable => "comparable",
            Self::Limited => "limited",
            Self::NotComparable => "not comparable",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Comparability, Severity};

    #[test]
    fn the_most_severe_reason_gives_the_level() {
        for (severities, level) in [
            (&[][..], Comparability::Comparable),
            (&[Severity::Note], Comparability::Comparable),
            (&[Severity::Note, Severity::Caution], Comparability::Limited),
            (&[Severity::Breaks, Severity::Caution], Comparability::NotComparable),
        ] {
            assert_eq!(Comparability::of(severities.iter().copied()), level);
        }
    }

    /// A flag more never makes a level better.
    #[test]
    fn a_reason_more_never_improves_a_level() {
        let all = [Severity::Note, Severity::Caution, Severity::Breaks];
        let lists: Vec<Vec<Severity>> = (0..27).map(|n| vec![all[n % 3], all[n / 3 % 3], all[n / 9]]).collect();
        for list in &lists {
            for more in all {
                let before = Comparability::of(list.iter().copied());
                assert!(Comparability::of(list.iter().copied().chain([more])) >= before, "{list:?} and {more:?}");
            }
        }
    }
}
