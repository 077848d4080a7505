//! Codes and the dimensions that they fill.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{LazyLock, PoisonError, RwLock};

use super::{RefArea, ReferencePeriod};

/// A dimension of the dataset that is filled with a code (SDMX: a coded dimension).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concept {
    /// What is counted, at which status or stage.
    Measure,
    /// What is counted as one.
    UnitOfCount,
    /// Form of exploitation.
    ExplForm,
    /// Sex.
    Sex,
    /// Age.
    Age,
    /// Citizenship or country of origin; which of the two is a declared fact.
    Origin,
    /// Offence, ICCS.
    Offence,
    /// Legal article.
    Article,
    /// Where the source states the figure: in a table or in a remark.
    Statement,
    /// Where the victim was exploited; of records only, not a dimension.
    Place,
    /// What the recruiter is to the victim; of records only, not a dimension.
    Recruiter,
    /// In which way the case became known; of records only, not a dimension.
    Channel,
    /// In which way a cell says nothing; an attribute, not a dimension.
    Absence,
    /// Status of the observation, SDMX `CL_OBS_STATUS`; an attribute, not a dimension.
    ObsStatus,
}

impl Concept {
    /// The coded dimensions, in the order of the dataset's columns.
    pub const DIMENSIONS: [Self; 9] = [
        Self::Measure,
        Self::UnitOfCount,
        Self::ExplForm,
        Self::Sex,
        Self::Age,
        Self::Origin,
        Self::Offence,
        Self::Article,
        Self::Statement,
    ];

    /// Those that are no dimension: of records only, and attributes.
    const BESIDE: [Self; 5] = [Self::Place, Self::Recruiter, Self::Channel, Self::Absence, Self::ObsStatus];

    /// The dimensions by which one measure of one period is split. Articles are national, and what is stated twice is no split.
    pub const SPLITS: [Self; 5] = [Self::ExplForm, Self::Sex, Self::Age, Self::Origin, Self::Offence];

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::DIMENSIONS.into_iter().chain(Self::BESIDE)
    }

    /// The column of the dataset.
    pub fn column(self) -> &'static str {
        match self {
            Self::Measure => "MEASURE",
            Self::UnitOfCount => "UNIT_COUNT",
            Self::ExplForm => "EXPL_FORM",
            Self::Sex => "SEX",
            Self::Age => "AGE",
            Self::Origin => "ORIGIN",
            Self::Offence => "OFFENCE",
            Self::Article => "ARTICLE",
            Self::Statement => "STATEMENT",
            Self::Place => "PLACE",
            Self::Recruiter => "RECRUITER",
            Self::Channel => "CHANNEL",
            Self::Absence => "ABSENCE",
            Self::ObsStatus => "OBS_STATUS",
        }
    }

    /// The name of its code list.
    pub fn list(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::UnitOfCount => "unit_count",
            Self::ExplForm => "form",
            Self::Sex => "sex",
            Self::Age => "age",
            Self::Origin => "origin",
            Self::Offence => "offence",
            Self::Article => "article",
            Self::Statement => "statement",
            Self::Place => "place",
            Self::Recruiter => "recruiter",
            Self::Channel => "channel",
            Self::Absence => "absence",
            Self::ObsStatus => "obs_status",
        }
    }
}

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

/// All codes that were met.
static KNOWN: RwLock<BTreeMap<(Concept, &'static str), CodeId>> = RwLock::new(BTreeMap::new());
/// Every key begins with these.
static START: LazyLock<[CodeId; 9]> =
    LazyLock::new(|| Concept::DIMENSIONS.map(|c| CodeId::new(c, if c == Concept::Statement { "TAB" } else { "_T" })));

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
        (self.0.concept, &self.0.code).cmp(&(other.0.concept, &other.0.code))
    }
}

impl CodeId {
    /// The code `code` of `concept`. Whether the code list has it is checked where words become codes (plan).
    pub fn new(concept: Concept, code: &str) -> Self {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        // A map whose keys live for ever serves as one whose keys live as long as `code`.
        let by_letters: &BTreeMap<(Concept, &str), Self> = &known;
        if let Some(id) = by_letters.get(&(concept, code)) {
            return *id;
        }
        drop(known);
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have been first: what it entered stays.
        if let Some(((_, _), id)) = known.range((concept, code)..=(concept, code)).next() {
            return *id;
        }
        let entry: &'static Entry =
            Box::leak(Box::new(Entry { concept, code: Box::from(code), is_total: code == "_T", number: known.len() }));
        known.insert((concept, &entry.code), Self(entry));
        Self(entry)
    }

    /// The generic code for "aggregated over" (SDMX `_T`).
    pub fn total(concept: Concept) -> Self {
        START.iter().find(|id| id.0.concept == concept && id.0.is_total).copied().unwrap_or_else(|| Self::new(concept, "_T"))
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

    /// Whether this is `_T`.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dimensions {
    /// The state that reports.
    pub ref_area: RefArea,
    /// The period that the figure is about.
    pub time_period: ReferencePeriod,
    codes: [CodeId; 9],
}

impl Dimensions {
    /// A key with these two; statement `TAB`, every other coded dimension `_T` until set.
    pub fn new(ref_area: RefArea, time_period: ReferencePeriod) -> Self {
        Self { ref_area, time_period, codes: *START }
    }

    /// Puts a code into the dimension that it belongs to. A code of an attribute changes nothing.
    pub fn set(&mut self, code: CodeId) {
        if let Some(slot) = self.codes.iter_mut().find(|slot| slot.concept() == code.concept()) {
            *slot = code;
        }
    }

    /// The coded dimensions in column order.
    pub fn codes(&self) -> &[CodeId; 9] {
        &self.codes
    }

    /// The code of a dimension; `None` for an attribute.
    pub fn get(&self, concept: Concept) -> Option<&CodeId> {
        self.codes.iter().find(|c| c.concept() == concept)
    }
}

impl PartialOrd for Dimensions {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Dimensions {
    /// By area, period, and the codes in column order.
    fn cmp(&self, other: &Self) -> Ordering {
        let first = || self.codes.iter().zip(&other.codes).find(|(own, other)| own != other);
        let by_codes = || first().map_or(Ordering::Equal, |(own, other)| own.cmp(other));
        (self.ref_area, self.time_period).cmp(&(other.ref_area, other.time_period)).then_with(by_codes)
    }
}

impl fmt::Display for Dimensions {
    /// The codes joined by dots: the key as users write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.ref_area, self.time_period)?;
        self.codes.iter().try_for_each(|code| write!(f, ".{code}"))
    }
}
