//! Codes, and the key of a figure that they make.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use super::dimension::MOST_DIMENSIONS;
use super::{Concept, DataStructure, RefArea, ReferencePeriod};

/// A code of a code list, and the concept that it belongs to, so that it can't get into another dimension.
///
/// Each code is kept once for the life of the process (code lists and crosswalks have some hundreds), so that a code is a word of the machine: copied and
/// told from another without a look at its letters.
#[derive(Clone, Copy, Debug)]
pub struct CodeId(&'static Entry);

#[derive(Debug)]
struct Entry {
    concept: Concept,
    code: Box<str>,
    is_total: bool,
    number: usize,
}

/// All codes that were met, by the number of their concept and their letters.
static KNOWN: RwLock<BTreeMap<(usize, &'static str), CodeId>> = RwLock::new(BTreeMap::new());

impl PartialEq for CodeId {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for CodeId {}

impl PartialOrd for CodeId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CodeId {
    /// By concept, then by the letters of the code.
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            return Ordering::Equal;
        }
        self.0.concept.cmp(&other.0.concept).then_with(|| self.0.code.cmp(&other.0.code))
    }
}

impl CodeId {
    /// The code `code` of `concept`. Whether the code list has it is checked where words become codes (plan).
    pub fn new(concept: Concept, code: &str) -> Self {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        // A map whose keys live for ever serves as one whose keys live as long as `code`.
        let by_letters: &BTreeMap<(usize, &str), Self> = &known;
        if let Some(id) = by_letters.get(&(concept.number(), code)) {
            return *id;
        }
        drop(known);
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        let entry = Entry { concept, code: Box::from(code), is_total: concept.is_total(code), number: known.len() };
        // Another thread may have been first: what it entered stays.
        if let Some((_, id)) = known.range((concept.number(), code)..=(concept.number(), code)).next() {
            return *id;
        }
        let entry: &'static Entry = Box::leak(Box::new(entry));
        known.insert((concept.number(), &entry.code), Self(entry));
        Self(entry)
    }

    /// The code that stands where nothing is said.
    pub(super) fn default_of(concept: Concept) -> Self {
        Self::new(concept, &concept.declared().default)
    }

    /// The code for "aggregated over" of a dimension (SDMX `_T`); of the dimension that says where a figure is stated it is the code of a table.
    pub fn total(concept: Concept) -> Self {
        Self::default_of(concept)
    }

    /// The concept.
    pub fn concept(&self) -> Concept {
        self.0.concept
    }

    /// The code itself.
    pub fn as_str(&self) -> &'static str {
        &self.0.code
    }

    /// A small number of its own, for tables in memory: another run may give it another one.
    pub fn number(&self) -> usize {
        self.0.number
    }

    /// Whether this is the code for "aggregated over".
    pub fn is_total(&self) -> bool {
        self.0.is_total
    }
}

impl fmt::Display for CodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.code)
    }
}

/// The key of an observation: one code for each dimension.
#[derive(Clone, Copy, Debug)]
pub struct Dimensions {
    structure: &'static DataStructure,
    /// The state that reports.
    pub ref_area: RefArea,
    /// The period that the figure is about.
    pub time_period: ReferencePeriod,
    codes: [CodeId; MOST_DIMENSIONS],
}

impl Dimensions {
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

    /// Whether the figure stands in a table: what a key has where nothing is said.
    pub fn in_table(&self) -> bool {
        self.statement() == CodeId::total(self.structure.statement())
    }
}

impl PartialEq for Dimensions {
    fn eq(&self, other: &Self) -> bool {
        (self.ref_area, self.time_period) == (other.ref_area, other.time_period) && self.codes == other.codes
    }
}

impl Eq for Dimensions {}

impl PartialOrd for Dimensions {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Dimensions {
    /// By area, period, and the codes in column order.
    fn cmp(&self, other: &Self) -> Ordering {
        let first = || self.codes().iter().zip(other.codes()).find(|(own, other)| own != other);
        let by_codes = || first().map_or(Ordering::Equal, |(own, other)| own.cmp(other));
        (self.ref_area, self.time_period).cmp(&(other.ref_area, other.time_period)).then_with(by_codes)
    }
}

impl fmt::Display for Dimensions {
    /// The codes joined by dots: the key as users write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.ref_area, self.time_period)?;
        self.codes().iter().try_for_each(|code| write!(f, ".{code}"))
    }
}
