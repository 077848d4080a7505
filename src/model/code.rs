//! Codes, each kept once and told from another without a look at its letters.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use super::Concept;

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

/// The default of each concept, at the number of the concept: it is asked for all the time, and must not be searched by its letters.
static DEFAULTS: RwLock<Vec<Option<CodeId>>> = RwLock::new(Vec::new());

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
        let known = DEFAULTS.read().unwrap_or_else(PoisonError::into_inner).get(concept.number()).copied().flatten();
        known.unwrap_or_else(|| {
            let default = Self::new(concept, &concept.declared().default);
            let mut known = DEFAULTS.write().unwrap_or_else(PoisonError::into_inner);
            if known.len() <= concept.number() {
                known.resize(concept.number() + 1, None);
            }
            if let Some(place) = known.get_mut(concept.number()) {
                *place = Some(default);
            }
            default
        })
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
