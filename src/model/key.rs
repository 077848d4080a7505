//! The key of a figure: one code for each dimension.

use std::cmp::Ordering;
use std::fmt;

use super::{CodeId, Concept, DataStructure, MOST_DIMENSIONS, Name, RefArea, ReferencePeriod, Sender};

/// The key of an observation: one code for each dimension.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    structure: &'static DataStructure,
    /// The state that reports.
    pub ref_area: RefArea,
    /// The period that the figure is about.
    pub time_period: ReferencePeriod,
    codes: [CodeId; MOST_DIMENSIONS],
}

impl Key {
    /// A key with these two; every coded dimension has its default until set.
    pub fn new(structure: &'static DataStructure, ref_area: RefArea, time_period: ReferencePeriod) -> Self {
        Self { structure, ref_area, time_period, codes: structure.start() }
    }

    /// The dimensions that it has.
    pub fn structure(&self) -> &'static DataStructure {
        self.structure
    }

    /// Puts a code into the dimension that it belongs to. A code of anything else changes nothing.
    pub fn set(&mut self, code: CodeId) {
        if let Some(slot) = self.codes.get_mut(code.concept().place()) {
            *slot = code;
        }
    }

    /// The key with one code changed.
    #[must_use]
    pub fn with(mut self, code: CodeId) -> Self {
        self.set(code);
        self
    }

    /// The key with the total in a dimension.
    #[must_use]
    pub fn over(self, concept: Concept) -> Self {
        self.with(CodeId::total(concept))
    }

    /// The key of another period.
    #[must_use]
    pub fn in_period(mut self, period: ReferencePeriod) -> Self {
        self.time_period = period;
        self
    }

    /// The coded dimensions in column order.
    pub fn codes(&self) -> &[CodeId] {
        self.codes.get(..self.structure.dimensions().len()).unwrap_or_default()
    }

    /// The code of a dimension; `None` for what is none.
    pub fn get(&self, concept: Concept) -> Option<&CodeId> {
        self.codes.get(concept.place())
    }

    /// The code of a dimension; for what is none its total.
    pub fn code(&self, concept: Concept) -> CodeId {
        self.get(concept).copied().unwrap_or_else(|| CodeId::total(concept))
    }

    /// Whether the figure is split by a dimension.
    pub fn is_split(&self, concept: Concept) -> bool {
        self.get(concept).is_some_and(|code| !code.is_total())
    }

    /// Whether the figure stands beside those that are summed and compared over areas ([`DataStructure::asides`]).
    pub fn is_aside(&self) -> bool {
        self.structure.asides().iter().any(|concept| self.is_split(*concept))
    }

    /// What is counted.
    pub fn measure(&self) -> CodeId {
        self.code(self.structure.measure())
    }

    /// What is counted as one.
    pub fn unit(&self) -> CodeId {
        self.code(self.structure.unit())
    }

    /// Where the source states the figure.
    pub fn statement(&self) -> CodeId {
        self.code(self.structure.statement())
    }

    /// Who states the figure, as a code; `None` where only states send.
    pub fn provider(&self) -> Option<CodeId> {
        self.structure.provider().map(|concept| self.code(concept))
    }

    /// Who states the figure.
    pub fn sender(&self) -> Sender {
        let organisation = self.provider().filter(|code| !code.is_total());
        organisation.map_or(Sender::State(self.ref_area), |code| Sender::Organisation(Name::from(code.as_str())))
    }

    /// Whether the figure stands in a table: what a key has where nothing is said.
    pub fn in_table(&self) -> bool {
        self.statement() == CodeId::total(self.structure.statement())
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        (self.ref_area, self.time_period) == (other.ref_area, other.time_period) && self.codes == other.codes
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    /// By area, period, and the codes in column order.
    fn cmp(&self, other: &Self) -> Ordering {
        let first = || self.codes().iter().zip(other.codes()).find(|(own, other)| own != other);
        let by_codes = || first().map_or(Ordering::Equal, |(own, other)| own.cmp(other));
        (self.ref_area, self.time_period).cmp(&(other.ref_area, other.time_period)).then_with(by_codes)
    }
}

impl fmt::Display for Key {
    /// The codes joined by dots: the key as users write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.ref_area, self.time_period)?;
        self.codes().iter().try_for_each(|code| write!(f, ".{code}"))
    }
}
