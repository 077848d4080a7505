//! What stewards declare of the figures of a state: facts, breaks and caveats.

use super::{CodeId, Concept, Key, MappingLine, Reason, RefArea, ReferencePeriod};

/// The figures that a statement is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The areas; none: all of which there are figures.
    pub areas: Vec<RefArea>,
    /// The measures.
    pub measures: Vec<CodeId>,
    /// First and last year, inclusive; open where there is none.
    pub years: (Option<u16>, Option<u16>),
}

impl Scope {
    /// Whether a measure of an area in a period belongs to it: each year of the period does.
    pub fn covers(&self, area: RefArea, measure: &CodeId, period: ReferencePeriod) -> bool {
        let (from, to) = self.bounds();
        self.is_of(area) && self.measures.contains(measure) && period.first() >= from && period.last() <= to
    }

    /// Whether a year of the period belongs to it.
    pub fn touches(&self, key: &Key) -> bool {
        let ((from, to), period) = (self.bounds(), key.time_period);
        self.is_of(key.ref_area) && self.measures.contains(&key.measure()) && period.first() <= to && period.last() >= from
    }

    fn is_of(&self, area: RefArea) -> bool {
        self.areas.is_empty() || self.areas.contains(&area)
    }

    /// Whether it has a measure and a year in common with another.
    pub fn meets(&self, other: &Self) -> bool {
        let ((from, to), (other_from, other_to)) = (self.bounds(), other.bounds());
        let shares_area = self.areas.is_empty() || other.areas.is_empty() || self.areas.iter().any(|area| other.areas.contains(area));
        let shares_measure = self.measures.iter().any(|measure| other.measures.contains(measure));
        shares_area && shares_measure && from.max(other_from) <= to.min(other_to)
    }

    /// Whether it has all areas, measures and years of another.
    pub fn holds(&self, other: &Self) -> bool {
        let ((from, to), (other_from, other_to)) = (self.bounds(), other.bounds());
        let has_areas = self.areas.is_empty() || (!other.areas.is_empty() && other.areas.iter().all(|area| self.areas.contains(area)));
        has_areas && from <= other_from && to >= other_to && other.measures.iter().all(|measure| self.measures.contains(measure))
    }

    fn bounds(&self) -> (u16, u16) {
        (self.years.0.unwrap_or(0), self.years.1.unwrap_or(u16::MAX))
    }
}

/// A declared fact about what a measure of a state means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredFact {
    /// What it is about.
    pub scope: Scope,
    /// The concept, a code of the list `fact`.
    pub concept: String,
    /// The value, a code of the list `fact_value`; `None`: somebody looked for it, and the source does not state it.
    pub value: Option<String>,
    /// Who says so, or where it was looked for.
    pub source: String,
    /// The remark.
    pub comment: String,
    /// The number of the file that declares it, of those of the rounds: what a later one declares takes its place.
    pub layer: usize,
    /// Where it stands.
    pub at: MappingLine,
}

/// A declared break in a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredBreak {
    /// The areas; none: all of which there are figures.
    pub areas: Vec<RefArea>,
    /// The measures.
    pub measures: Vec<CodeId>,
    /// The first year of the new series.
    pub from: u16,
    /// What changed.
    pub what: String,
    /// The dimension whose splits it affects; `None`: every figure.
    pub affects: Option<Concept>,
    /// Who says so.
    pub source: String,
    /// Where it stands.
    pub at: MappingLine,
}

/// Why a figure is another one than in the vintage before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RevisionCause {
    /// The sender gave another number, as senders do when a register grows.
    StateRevised,
    /// The sender corrected a mistake, as somebody declared.
    StateCorrected,
    /// What the figure means is declared otherwise.
    DefinitionChanged,
    /// We read the same submission otherwise: the mappings changed.
    ReadingChanged,
}

impl RevisionCause {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::StateRevised, Self::StateCorrected, Self::DefinitionChanged, Self::ReadingChanged];

    /// Those that somebody can declare: what we read otherwise, the program finds itself.
    pub const DECLARED: [Self; 3] = [Self::StateRevised, Self::StateCorrected, Self::DefinitionChanged];

    /// The word in outputs and in mapping files.
    pub fn word(self) -> &'static str {
        match self {
            Self::StateRevised => "state-revised",
            Self::StateCorrected => "state-corrected",
            Self::DefinitionChanged => "definition-changed",
            Self::ReadingChanged => "reading-changed",
        }
    }
}

/// A revision of figures that somebody declares: why the sender gave other numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredRevision {
    /// What it is about.
    pub scope: Scope,
    /// Why.
    pub cause: RevisionCause,
    /// What happened.
    pub what: String,
    /// Who says so.
    pub source: String,
    /// Where it stands.
    pub at: MappingLine,
}

/// A caveat that the source has of its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredCaveat {
    /// What it is about.
    pub scope: Scope,
    /// The reason that it gives.
    pub reason: Reason,
    /// The caveat.
    pub text: String,
    /// Who says so.
    pub source: String,
    /// Where it stands.
    pub at: MappingLine,
}

impl DeclaredFact {
    /// The fact in codes.
    fn without_words(&self) -> Self {
        let Self { scope, concept, value, layer, .. } = self;
        let (source, comment) = Default::default();
        Self {
            scope: scope.clone(),
            concept: concept.clone(),
            value: value.clone(),
            source,
            comment,
            layer: *layer,
            at: MappingLine::whole(""),
        }
    }
}

impl DeclaredBreak {
    /// That there is a break, from when on and in which splits.
    fn without_words(&self) -> Self {
        let Self { areas, measures, from, affects, .. } = self;
        let (what, source) = Default::default();
        Self { areas: areas.clone(), measures: measures.clone(), from: *from, what, affects: *affects, source, at: MappingLine::whole("") }
    }
}

impl DeclaredCaveat {
    /// That there is a caveat, and which reason it gives.
    #[must_use]
    pub fn without_words(&self) -> Self {
        let (text, source) = Default::default();
        Self { scope: self.scope.clone(), reason: self.reason, text, source, at: MappingLine::whole("") }
    }
}

/// What is declared of the figures of one state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The facts, and what is not stated.
    pub facts: Vec<DeclaredFact>,
    /// The breaks.
    pub breaks: Vec<DeclaredBreak>,
    /// The caveats.
    pub caveats: Vec<DeclaredCaveat>,
}

impl Profile {
    /// What is declared in codes.
    #[must_use]
    pub fn without_words(&self) -> Self {
        Self {
            facts: self.facts.iter().map(DeclaredFact::without_words).collect(),
            breaks: self.breaks.iter().map(DeclaredBreak::without_words).collect(),
            caveats: self.caveats.iter().map(DeclaredCaveat::without_words).collect(),
        }
    }
}
