//! Dimensions and what is declared of them: by `mappings/dimensions.toml`, not by the program.

use std::cmp::Ordering;
use std::fmt;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering as AtomicOrdering};

/// The most coded dimensions that a key can have.
pub const MOST_DIMENSIONS: usize = 16;

/// Concepts beside the key come after all that are in it.
const BESIDE: usize = 100;

/// What a dimension is to the program, where that is more than a split of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DimensionRole {
    /// What is counted, at which status or stage.
    Measure,
    /// What is counted as one.
    Unit,
    /// Where the source states the figure: in a table or in a remark.
    Statement,
    /// Who states it: the state itself, or an organisation.
    Provider,
}

impl DimensionRole {
    /// All roles; each dataset has at most one dimension of each.
    pub const ALL: [Self; 4] = [Self::Measure, Self::Unit, Self::Statement, Self::Provider];

    /// The roles of which each dataset has a dimension.
    pub const NEEDED: [Self; 3] = [Self::Measure, Self::Unit, Self::Statement];

    /// The word in `dimensions.toml`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::Unit => "unit",
            Self::Statement => "statement",
            Self::Provider => "provider",
        }
    }
}

/// What it means that the list of a source does not name a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unlisted {
    /// Its units are in another category of the list, such as other or unknown, or there are none.
    #[default]
    Elsewhere,
    /// A declared fact says whether the list is complete.
    ByFact,
    /// The source does not count it, so that the list makes no total of its own.
    NotCounted,
}

impl Unlisted {
    /// The meanings and their words in `dimensions.toml`.
    pub const ALL: [(&'static str, Self); 3] =
        [("elsewhere", Self::Elsewhere), ("by-fact", Self::ByFact), ("not-counted", Self::NotCounted)];
}

/// Whether one unit can have one code of a dimension only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exclusive {
    /// Always, as a person has one age.
    #[default]
    Always,
    /// A declared fact says it.
    ByFact,
    /// It depends on the unit that is counted, by its role in the code list.
    ByUnit,
}

impl Exclusive {
    /// The meanings and their words in `dimensions.toml`.
    pub const ALL: [(&'static str, Self); 3] = [("always", Self::Always), ("by-fact", Self::ByFact), ("by-unit", Self::ByUnit)];
}

/// An element by which offences are described, such as the act or the means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeclaredElement {
    /// The column of `articles.csv`, and of the list of offences.
    pub column: String,
    /// The code list that its words are of.
    pub list: String,
    /// Whether each offence has a word of it: none would be narrower than any.
    pub needed: bool,
}

/// A dimension as `dimensions.toml` declares it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is declared by itself")]
pub struct DeclaredDimension {
    /// Its column in the outputs, an identifier of SDMX.
    pub column: String,
    /// What mapping files call it.
    pub word: String,
    /// The name of its code list.
    pub list: String,
    /// Its name for readers.
    pub name: String,
    /// What it says.
    pub about: String,
    /// The code that stands where nothing is said: the total, where the dimension splits figures.
    pub default: String,
    /// What it is to the program.
    pub role: Option<DimensionRole>,
    /// Whether the sums over areas and the comparison of areas are split by it.
    pub splits: bool,
    /// Whether only records have it: rows are counted by it, and figures have no place for it.
    pub of_records: bool,
    /// Whether its codes are also those of ISO 3166-1, and its labels names of countries.
    pub countries: bool,
    /// Whether its codes are bands of numbers, such as ages: the list says their limits.
    pub bands: bool,
    /// Whether codes of its list pool others that the source does not separate.
    pub pools: bool,
    /// Whether its labels hold numbers by nature, as those of ages and articles of law do.
    pub numbered: bool,
    /// What an unlisted code means.
    pub unlisted: Unlisted,
    /// Whether a unit can have one code only.
    pub exclusive: Exclusive,
    /// The column of the dimension that this one details: its labels are looked up in `articles.csv`, which gives the code of both.
    pub detail_of: Option<String>,
    /// The elements that articles and the codes of that dimension are described by, in order: the column, and the list of its words.
    pub elements: Vec<DeclaredElement>,
    /// The concept of SDMX that it is, from the cross-domain concepts.
    pub sdmx: Option<String>,
    /// The standard classification that its codes are of, as texts name it; empty where there is none.
    pub classification: String,
}

/// A coded concept: a dimension, a word of records only, or an attribute. It is kept once for the life of the process, with the structure that it
/// belongs to, and copied as a word of the machine.
#[derive(Clone, Copy)]
pub struct Concept(&'static Entry);

struct Entry {
    place: usize,
    declared: DeclaredDimension,
    /// Counted from the start of the process.
    number: usize,
}

/// How many concepts there are.
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// The area that a figure is about, as words name it. The key has a place of its own for it.
static AREA: LazyLock<Concept> = LazyLock::new(|| {
    let [column, list, word] = ["AREA", "area", "area"].map(str::to_owned);
    Concept::new(BESIDE * 2 + 2, DeclaredDimension { column, list, word, countries: true, ..DeclaredDimension::default() })
});
/// In which way a cell says nothing; an attribute.
static ABSENCE: LazyLock<Concept> = LazyLock::new(|| attribute(BESIDE * 2, "ABSENCE", "absence"));
/// Status of the observation, SDMX `CL_OBS_STATUS`; an attribute.
static OBS_STATUS: LazyLock<Concept> = LazyLock::new(|| attribute(BESIDE * 2 + 1, "OBS_STATUS", "obs_status"));

fn attribute(place: usize, column: &str, list: &str) -> Concept {
    let [column, list] = [column, list].map(str::to_owned);
    Concept::new(place, DeclaredDimension { column, list, ..DeclaredDimension::default() })
}

impl DeclaredDimension {
    /// Whether it breaks figures down without splitting sums or dividing a dimension further.
    pub(super) fn is_aside(&self) -> bool {
        self.role.is_none() && !self.splits && self.detail_of.is_none()
    }
}

impl Concept {
    /// What is declared, at a place of the key or behind all of them.
    pub(super) fn new(place: usize, declared: DeclaredDimension) -> Self {
        Self(Box::leak(Box::new(Entry { place, declared, number: COUNT.fetch_add(1, AtomicOrdering::Relaxed) })))
    }

    /// What only records have: behind the places of the key.
    pub(super) fn beside_key(place: usize, declared: DeclaredDimension) -> Self {
        Self::new(BESIDE + place, declared)
    }

    /// The area that a figure is about, as words name it.
    pub fn area() -> Self {
        *AREA
    }

    /// In which way a cell says nothing; an attribute.
    pub fn absence() -> Self {
        *ABSENCE
    }

    /// Status of the observation, SDMX `CL_OBS_STATUS`; an attribute.
    pub fn obs_status() -> Self {
        *OBS_STATUS
    }

    /// The column of the dataset.
    pub fn column(self) -> &'static str {
        &self.0.declared.column
    }

    /// The name of its code list.
    pub fn list(self) -> &'static str {
        &self.0.declared.list
    }

    /// What mapping files call it.
    pub fn word(self) -> &'static str {
        &self.0.declared.word
    }

    /// What it is and means, as declared.
    pub fn declared(self) -> &'static DeclaredDimension {
        &self.0.declared
    }

    /// Its place in the key; behind all places for what is not a dimension.
    pub(super) fn place(self) -> usize {
        self.0.place
    }

    /// A small number that no other concept of the process has.
    pub(super) fn number(self) -> usize {
        self.0.number
    }

    /// Whether it is a dimension of the key.
    pub fn is_dimension(self) -> bool {
        self.0.place < BESIDE
    }

    /// Whether only records have it: a figure has no place for its code.
    pub fn is_of_records(self) -> bool {
        self.0.declared.of_records
    }

    /// Whether a code of it stands for "aggregated over". An attribute has none.
    pub(super) fn is_total(self, code: &str) -> bool {
        self.0.declared.role != Some(DimensionRole::Statement) && self.0.place < BESIDE && self.0.declared.default == code
    }

    /// Whether the parts of a split by it, with what is unknown, make its total.
    pub fn makes_total(self) -> bool {
        self.0.declared.unlisted == Unlisted::Elsewhere
    }
}

impl PartialEq for Concept {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Concept {}

impl PartialOrd for Concept {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Concept {
    /// By the place in the key.
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            return Ordering::Equal;
        }
        (self.0.place, &self.0.declared.column).cmp(&(other.0.place, &other.0.declared.column))
    }
}

impl fmt::Debug for Concept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.column())
    }
}
