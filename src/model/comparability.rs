//! The words in which comparability is said: uses, severities, levels, reasons.

use std::fmt;

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
pub enum Level {
    /// There is nothing to compare with: the first period of a series.
    NotApplicable,
    /// No reason stands against it, or only notes.
    Comparable,
    /// A caution stands against it.
    Limited,
    /// A reason breaks it.
    NotComparable,
}

impl Level {
    /// All levels.
    pub const ALL: [Self; 4] = [Self::NotApplicable, Self::Comparable, Self::Limited, Self::NotComparable];

    /// The level that the gravest of several severities gives.
    pub fn of(severities: impl Iterator<Item = Severity>) -> Self {
        match severities.max() {
            None | Some(Severity::Note) => Self::Comparable,
            Some(Severity::Caution) => Self::Limited,
            Some(Severity::Breaks) => Self::NotComparable,
        }
    }

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotApplicable => "_Z",
            Self::Comparable => "C",
            Self::Limited => "L",
            Self::NotComparable => "N",
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

/// Declares the reasons: a variant and its code in `codelists/comparability_reason.csv`, where its meaning stands.
macro_rules! reasons {
    ($($variant:ident = $code:literal, $doc:literal;)*) => {
        /// Why figures are not simply comparable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Reason {
            $(#[doc = $doc] $variant,)*
        }

        impl Reason {
            /// All reasons, in the order of their codes.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

reasons! {
    AgeDef = "AGEDEF", "Child definition or age band differs.";
    Arith = "ARITH", "Parts do not add up to their total.";
    Bound = "BOUND", "Derived within bounds.";
    Break = "BREAK", "Break in the national series.";
    Categ = "CATEG", "The national category is not the common one.";
    Caveat = "CAVEAT", "A caveat of the source that no other reason says.";
    Child = "CHILD", "Children inside or outside.";
    Copy = "COPY", "A list repeated under another name.";
    Cover = "COVER", "Coverage is partial.";
    Estim = "ESTIM", "Estimate or rounded figure.";
    Fact = "FACT", "A fact is not declared.";
    Gap = "GAP", "No figure.";
    Jump = "JUMP", "Jump out of the series' own range.";
    Law = "LAW", "Legal scope differs from the target category.";
    Multi = "MULTI", "Multiple counting possible.";
    Origin = "ORIGIN", "Concept of origin differs.";
    Period = "PERIOD", "Reference period is not one calendar year.";
    Place = "PLACE", "Place of exploitation differs.";
    Pooled = "POOLED", "Category pools what the taxonomy separates.";
    Princ = "PRINC", "Principal offence rule applied or unknown.";
    Ratio = "RATIO", "Implausible ratio.";
    RefDate = "REFDATE", "Reference date rule differs.";
    Remark = "REMARK", "From a remark.";
    Sdc = "SDC", "Suppressed for confidentiality.";
    SexInc = "SEXINC", "Split by sex is incomplete.";
    Stage = "STAGE", "Stage of the process differs.";
    Stated = "STATED", "Stated differently elsewhere.";
    Swap = "SWAP", "Values exchanged.";
    Unit = "UNIT", "Unit of count differs.";
    Unval = "UNVAL", "Transcription or source ambiguous.";
    VStatus = "VSTATUS", "Victim status differs.";
    Who = "WHO", "Another body counts.";
}

impl Reason {
    /// Reads the code.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.code() == text)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Reason, Severity};

    #[test]
    fn the_gravest_severity_gives_the_level() {
        for (severities, level) in [
            (&[][..], Level::Comparable),
            (&[Severity::Note], Level::Comparable),
            (&[Severity::Note, Severity::Caution], Level::Limited),
            (&[Severity::Breaks, Severity::Caution], Level::NotComparable),
        ] {
            assert_eq!(Level::of(severities.iter().copied()), level);
        }
    }

    /// A flag more never makes a level better.
    #[test]
    fn a_reason_more_never_improves_a_level() {
        let all = [Severity::Note, Severity::Caution, Severity::Breaks];
        let lists: Vec<Vec<Severity>> = (0..27).map(|n| vec![all[n % 3], all[n / 3 % 3], all[n / 9]]).collect();
        for list in &lists {
            for more in all {
                let before = Level::of(list.iter().copied());
                assert!(Level::of(list.iter().copied().chain([more])) >= before, "{list:?} and {more:?}");
            }
        }
    }

    #[test]
    fn reasons_read_back() {
        assert!(Reason::ALL.iter().all(|reason| Reason::parse(reason.code()) == Some(*reason)));
        assert!(Reason::ALL.is_sorted_by_key(|reason| reason.code()));
    }
}
