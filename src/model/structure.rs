//! The structure of a dataset: its dimensions in the order of the key (SDMX: a data structure definition).

use std::fmt;
use std::sync::{LazyLock, PoisonError, RwLock};

use super::{CodeId, Concept, DeclaredDimension, DimensionRole, MOST_DIMENSIONS};

/// The dimensions of a dataset, in the order of its key.
pub struct DataStructure {
    id: String,
    dimensions: Vec<Concept>,
    of_records: Vec<Concept>,
    splits: Vec<Concept>,
    breakdowns: Vec<Concept>,
    asides: Vec<Concept>,
    measure: Concept,
    unit: Concept,
    statement: Concept,
    provider: Option<Concept>,
    detail: Option<(Concept, Concept)>,
    start: [CodeId; MOST_DIMENSIONS],
}

/// All structures that were met. There is one for each project that a process reads.
static KNOWN: RwLock<Vec<(String, Vec<DeclaredDimension>, &'static DataStructure)>> = RwLock::new(Vec::new());

impl DataStructure {
    /// The structure with these dimensions, in the order of its key. `None` when one of the three dimensions that every dataset has is missing, or
    /// there are more than [`MOST_DIMENSIONS`].
    pub fn new(id: &str, declared: &[DeclaredDimension]) -> Option<&'static Self> {
        let is_known = |(own, all, _): &&(String, Vec<DeclaredDimension>, &'static Self)| own == id && all == declared;
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).iter().find(is_known).map(|(_, _, structure)| *structure);
        if known.is_some() {
            return known;
        }
        let mut all = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have been first: what it entered stays.
        if let Some((_, _, structure)) = all.iter().find(is_known) {
            return Some(structure);
        }
        let structure: &'static Self = Box::leak(Box::new(Self::build(id, declared)?));
        all.push((id.to_owned(), declared.to_vec(), structure));
        Some(structure)
    }

    /// The structure with nothing but what each has, for where no other is known.
    pub fn bare() -> &'static Self {
        static BARE: LazyLock<&'static DataStructure> = LazyLock::new(|| {
            let dimension = |role: DimensionRole| {
                let word = role.word().to_owned();
                let (column, list) = (word.to_ascii_uppercase(), word.clone());
                DeclaredDimension { column, list, word, role: Some(role), ..DeclaredDimension::default() }
            };
            let declared = DimensionRole::NEEDED.map(dimension);
            // It has the three roles that it needs.
            DataStructure::build("BARE", &declared).map_or_else(|| unreachable!(), |built| &*Box::leak(Box::new(built)))
        });
        *BARE
    }

    fn build(id: &str, declared: &[DeclaredDimension]) -> Option<Self> {
        let of_key = declared.iter().filter(|declared| !declared.of_records);
        let dimensions: Vec<Concept> = of_key.enumerate().map(|(place, declared)| Concept::new(place, declared.clone())).collect();
        let of_records = declared.iter().filter(|declared| declared.of_records);
        let of_records = of_records.enumerate().map(|(place, declared)| Concept::beside_key(place, declared.clone())).collect();
        let with_role = |role| dimensions.iter().find(|concept| concept.declared().role == Some(role)).copied();
        let detail = dimensions.iter().find_map(|detail| {
            let column = detail.declared().detail_of.as_deref()?;
            dimensions.iter().find(|concept| concept.column() == column).map(|whole| (*detail, *whole))
        });
        let first = *dimensions.first()?;
        let mut start = [CodeId::default_of(first); MOST_DIMENSIONS];
        for (place, concept) in dimensions.iter().enumerate() {
            *start.get_mut(place)? = CodeId::default_of(*concept);
        }
        Some(Self {
            id: id.to_owned(),
            splits: dimensions.iter().filter(|concept| concept.declared().splits).copied().collect(),
            breakdowns: dimensions.iter().filter(|concept| concept.declared().role.is_none()).copied().collect(),
            asides: dimensions.iter().filter(|concept| concept.declared().is_aside()).copied().collect(),
            measure: with_role(DimensionRole::Measure)?,
            unit: with_role(DimensionRole::Unit)?,
            statement: with_role(DimensionRole::Statement)?,
            provider: with_role(DimensionRole::Provider),
            detail,
            start,
            dimensions,
            of_records,
        })
    }

    /// The identifier of the data structure (SDMX).
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The coded dimensions, in the order of the key.
    pub fn dimensions(&self) -> &[Concept] {
        &self.dimensions
    }

    /// What only records are counted by.
    pub fn of_records(&self) -> &[Concept] {
        &self.of_records
    }

    /// The dimensions by which the sums of one measure and one period are split, and areas compared.
    pub fn splits(&self) -> &[Concept] {
        &self.splits
    }

    /// The dimensions by which a figure can be broken down at all: all but the measure, its unit and where it is stated.
    pub fn breakdowns(&self) -> &[Concept] {
        &self.breakdowns
    }

    /// The breakdowns that neither split sums nor are a detail of one that does: a figure under one of their codes stands beside that of all.
    pub fn asides(&self) -> &[Concept] {
        &self.asides
    }

    /// What is counted, at which status or stage.
    pub fn measure(&self) -> Concept {
        self.measure
    }

    /// What is counted as one.
    pub fn unit(&self) -> Concept {
        self.unit
    }

    /// Where the source states a figure.
    pub fn statement(&self) -> Concept {
        self.statement
    }

    /// Who states a figure; `None` where only states send.
    pub fn provider(&self) -> Option<Concept> {
        self.provider
    }

    /// The national detail of a dimension, which `articles.csv` gives.
    pub fn detail(&self) -> Option<Concept> {
        self.detail.map(|(detail, _)| detail)
    }

    /// The dimension that has a national detail.
    pub fn detailed(&self) -> Option<Concept> {
        self.detail.map(|(_, whole)| whole)
    }

    /// All coded concepts: the dimensions, the words of records, the attributes.
    pub fn concepts(&self) -> impl Iterator<Item = Concept> {
        self.dimensions.iter().chain(&self.of_records).copied().chain([Concept::absence(), Concept::obs_status(), Concept::area()])
    }

    /// The dimension or word of records that mapping files call so.
    pub fn by_word(&self, word: &str) -> Option<Concept> {
        self.dimensions.iter().chain(&self.of_records).find(|concept| concept.word() == word).copied()
    }

    /// The dimension with that column.
    pub fn by_column(&self, column: &str) -> Option<Concept> {
        self.dimensions.iter().find(|concept| concept.column() == column).copied()
    }

    /// What every key begins with.
    pub(super) fn start(&self) -> [CodeId; MOST_DIMENSIONS] {
        self.start
    }
}

impl PartialEq for DataStructure {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for DataStructure {}

impl fmt::Debug for DataStructure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.dimensions).finish()
    }
}
