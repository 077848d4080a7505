//! The columns that mapping tables have, as the manual orders them and as `dimensions.toml` asks for them.

use std::collections::BTreeSet;

use super::toml_files::{DimensionImage, DimensionsImage};

/// The columns of `crosswalk.csv` in the order of the manual; the first four are needed.
pub const CROSSWALK: [&str; 14] = [
    "concept",
    "label",
    "predicate",
    "code",
    "valid_from",
    "valid_to",
    "table",
    "weight",
    "meaning",
    "exception",
    "justification",
    "decided_by",
    "decided_on",
    "comment",
];

/// The columns of `approved.csv`, which the program writes.
pub const APPROVED: [&str; 10] = ["file", "sheet", "table", "role", "text", "cells", "numbers", "digits", "approved_by", "approved_on"];

/// The columns of `articles.csv` in the order of the manual.
pub const ARTICLES: [&str; 15] = [
    "article",
    "label",
    "name_national",
    "name_en",
    "predicate",
    "code",
    "secondary_predicate",
    "secondary_code",
    "valid_from",
    "valid_to",
    "evidence",
    "justification",
    "decided_by",
    "decided_on",
    "comment",
];

/// The columns with which every code list begins; the first two are needed.
pub(super) const CODE_LIST: [&str; 5] = ["code", "name", "description", "parent", "source"];

/// The columns of `meanings.csv` in the order of the manual; beside them it may have those of the elements of offences.
pub(super) const MEANINGS: [&str; 7] = ["meaning", "concept", "name", "description", "predicate", "code", "source"];

/// The column with what a table shows in the place of a number.
const SIGN: &str = "sign";

/// The column with the codes under which sources may count a code that they do not list.
const ALSO_UNDER: &str = "also_under";

/// The code lists that the program reads beside those of dimensions, and the columns of each that decide something.
pub const OWN_LISTS: [(&str, &[&str]); 12] = [
    ("absence", &["role", "obs_status"]),
    ("area", &[]),
    ("comparability_level", &["role"]),
    ("comparability_reason", &["role", "severity", "obs_status"]),
    ("conf_status", &["role"]),
    ("fact", &["role"]),
    ("fact_value", &["role", "concept", "obs_status", "covers"]),
    ("justification", &[]),
    ("obs_status", &["role", "rank"]),
    ("predicate", &[]),
    ("target", &["target", "dimension", "reason", "differs", "sum", "sum_target", "undeclared", "time", "unless"]),
    ("unit_measure", &["role"]),
];

/// Whether something is declared of a dimension.
type IsOf = fn(&DimensionImage) -> bool;

/// The columns that decide something in the list of a dimension, by what is declared of it.
const OF_DIMENSIONS: [(IsOf, &[&str]); 7] = [
    (|image| role_of(image) == Some("measure"), &["parent", "unit", "object", "within", "precedes"]),
    (|image| matches!(role_of(image), Some("unit" | "statement")), &["role"]),
    (|image| image.splits, &["parent", "role"]),
    (|image| image.pools, &["pools"]),
    (|image| image.countries && !image.of_records, &["members"]),
    (|image| image.bands, &["from_age", "to_age"]),
    (|image| image.unlisted.as_ref().is_some_and(|word| word.get_ref() == "not-counted"), &["apart"]),
];

fn role_of(image: &DimensionImage) -> Option<&str> {
    image.role.as_ref().map(|role| role.get_ref().as_str())
}

/// The columns that some code list has for Roundup itself: none of them can hold what another scheme calls a code.
pub fn columns_of_lists() -> BTreeSet<&'static str> {
    let deciding = OWN_LISTS.iter().map(|(_, columns)| *columns).chain(OF_DIMENSIONS.iter().map(|(_, columns)| *columns));
    CODE_LIST.into_iter().chain([SIGN, ALSO_UNDER]).chain(deciding.flatten().copied()).collect()
}

/// What mapping files call a dimension: as written, or its column in small letters.
pub fn word_of(image: &DimensionImage) -> String {
    image.word.as_ref().map_or_else(|| image.column.get_ref().to_ascii_lowercase(), |word| word.get_ref().clone())
}

/// What `dimensions.toml` says of code lists, as written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Declared<'a>(pub(super) Option<&'a DimensionsImage>);

impl Declared<'_> {
    fn of_list(&self, list: &str) -> Option<&DimensionImage> {
        let of = |image: &DimensionImage| image.list.as_ref().map_or_else(|| word_of(image), |own| own.get_ref().clone());
        self.0?.dimension.iter().map(toml::Spanned::get_ref).find(|image| of(image) == list)
    }

    /// The columns of a code list that decide something. A list without one of them would say that none of its codes has what the column says.
    pub(super) fn deciding_columns(&self, list: &str) -> Vec<&str> {
        let own = OWN_LISTS.iter().filter(|(name, _)| *name == list).map(|(_, columns)| *columns);
        let image = self.of_list(list);
        let declared = OF_DIMENSIONS.iter().filter(|(has, _)| image.is_some_and(has)).map(|(_, columns)| *columns);
        let elements = if self.is_detailed(list) { self.element_columns() } else { Vec::new() };
        ["code", "name"].into_iter().chain(own.chain(declared).flatten().copied()).chain(elements).collect()
    }

    /// Whether a dimension has a national detail, which `articles.csv` gives; where nobody knows, it has.
    pub(super) fn has_detail(&self) -> bool {
        self.0.is_none_or(|image| image.dimension.iter().any(|dimension| dimension.get_ref().detail_of.is_some()))
    }

    /// The columns that `published.csv` may have for dimensions: those that split figures, and who states them.
    pub(super) fn split_columns(&self) -> Vec<String> {
        let all = self.0.iter().flat_map(|image| &image.dimension).map(toml::Spanned::get_ref);
        all.filter(|image| image.splits || role_of(image) == Some("provider")).map(word_of).collect()
    }

    /// The columns that `articles.csv` may have for the elements of an offence, and with it the list of the offences.
    pub(super) fn element_columns(&self) -> Vec<&str> {
        let dimensions = self.0.iter().flat_map(|image| &image.dimension).flat_map(|dimension| &dimension.get_ref().elements);
        dimensions.map(|element| element.column.get_ref().as_str()).collect()
    }

    /// Whether a national detail divides the dimension of a list, so that its codes have the elements of an offence, too.
    fn is_detailed(&self, list: &str) -> bool {
        let column = self.of_list(list).map(|image| image.column.get_ref());
        let details = self.0.iter().flat_map(|image| &image.dimension).filter_map(|dimension| dimension.get_ref().detail_of.as_ref());
        column.is_some_and(|column| details.into_iter().any(|of| of.get_ref() == column))
    }

    /// All columns that a code list may have: those that decide, what all lists may have, and what other schemes call a code.
    pub(super) fn code_list_columns(&self, list: &str) -> Vec<&str> {
        let all = CODE_LIST.into_iter().skip(2).chain((list == "absence").then_some(SIGN));
        // The total of a dimension that splits nothing may be told by its role.
        let role = self.of_list(list).is_some_and(|image| !image.of_records).then_some("role");
        let schemes = self.0.iter().flat_map(|image| &image.schemes).map(|scheme| scheme.get_ref().as_str());
        let also_under = self.of_list(list).is_some_and(|image| image.splits).then_some(ALSO_UNDER);
        self.deciding_columns(list).into_iter().chain(all).chain(role).chain(also_under).chain(schemes).collect()
    }
}

/// The columns of `published.csv` before and after those of the dimensions that split figures.
pub(super) const PUBLISHED_COLUMNS: [&[&str]; 2] =
    [&["code", "words", "value", "source", "reading", "area", "period", "measure"], &["by", "plus", "without", "comment"]];
