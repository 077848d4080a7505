//! How the dimensions of two datasets correspond, and which of their figures are the same.

use std::collections::{BTreeMap, BTreeSet};

use super::snapshot::{DIMENSIONS, Dimension, PREDICATES, Record, Snapshot, field};

/// One of the two datasets that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    Old,
    New,
}

impl Age {
    /// The word in texts.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// Whether a dimension of the old and one of the new dataset are the same, by one sign.
type IsSame<'a> = &'a dyn Fn(&Dimension, &Dimension) -> bool;

/// In which dimensions two datasets differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dimensions {
    /// The columns of both in the old and in the new dataset, in the order of the new one.
    common: Vec<(String, String)>,
    added: Vec<Dimension>,
    removed: Vec<Dimension>,
    /// The common ones have another order.
    is_reordered: bool,
    /// The inputs that differ for no reason but the dimensions, as far as it is known.
    files: BTreeSet<String>,
}

impl Dimensions {
    /// Compares the keys of two datasets. A dimension of another column is the same one if it has the same role, the same code list, or a code list of another name
    /// with the same bytes.
    pub(super) fn new(old: &Snapshot, new: &Snapshot) -> Self {
        let mut left: Vec<&Dimension> = old.dimensions.iter().collect();
        let mut partners: BTreeMap<&str, &Dimension> = BTreeMap::new();
        let digest =
            |snapshot: &Snapshot, dimension: &Dimension| dimension.list_file().and_then(|file| snapshot.inputs.get(&file).cloned());
        let list = |dimension: &Dimension| dimension.codelist.clone();
        let same: [IsSame<'_>; 4] = [
            &|a, b| a.column == b.column,
            &|a, b| a.role.is_some() && a.role == b.role,
            &|a, b| list(a).is_some() && list(a) == list(b),
            &|a, b| digest(old, a).is_some() && digest(old, a) == digest(new, b),
        ];
        for is_same in same {
            for dimension in &new.dimensions {
                if partners.contains_key(dimension.column.as_str()) {
                    continue;
                }
                if let Some(place) = left.iter().position(|other| is_same(other, dimension)) {
                    partners.insert(&dimension.column, left.remove(place));
                }
            }
        }
        let pair = |dimension: &Dimension| Some((partners.get(dimension.column.as_str())?.column.clone(), dimension.column.clone()));
        let common: Vec<(String, String)> = new.dimensions.iter().filter_map(pair).collect();
        let removed: Vec<Dimension> = left.into_iter().cloned().collect();
        let in_old_order =
            old.dimensions.iter().map(|dimension| &dimension.column).filter(|column| removed.iter().all(|gone| gone.column != **column));
        let is_reordered = !in_old_order.eq(common.iter().map(|(column, _)| column));
        let added = new.dimensions.iter().filter(|dimension| !partners.contains_key(dimension.column.as_str())).cloned().collect();
        let mut dimensions = Self { common, added, removed, is_reordered, files: BTreeSet::new() };
        if !dimensions.is_same() {
            dimensions.files = dimensions.explained(old, new);
        }
        dimensions
    }

    /// Whether the dimensions of the two are the same in the same order.
    pub fn is_same(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && !self.is_reordered && self.renamed().next().is_none()
    }

    /// Columns that only the new dataset has.
    pub fn added(&self) -> impl Iterator<Item = &str> {
        self.only(Age::New).iter().map(|dimension| dimension.column.as_str())
    }

    /// Columns that only the old dataset has.
    pub fn removed(&self) -> impl Iterator<Item = &str> {
        self.only(Age::Old).iter().map(|dimension| dimension.column.as_str())
    }

    /// The old and the new column of each dimension that has another one.
    pub fn renamed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.common.iter().filter(|(old, new)| old != new).map(|(old, new)| (old.as_str(), new.as_str()))
    }

    /// Whether the dimensions that both have are in another order.
    pub fn is_reordered(&self) -> bool {
        self.is_reordered
    }

    /// How the dimensions differ, a sentence each; none where they are the same.
    pub fn sentences(&self) -> Vec<String> {
        let only = |age: Age| -> Option<String> {
            let columns: Vec<&str> = self.only(age).iter().map(|dimension| dimension.column.as_str()).collect();
            let word = if columns.len() > 1 { "dimensions" } else { "dimension" };
            Some(format!("the {} dataset has the {word} {}, the {} one has not", age.word(), listed(&columns)?, age.other().word()))
        };
        let mut sentences = Vec::new();
        let differ: Vec<String> = [Age::New, Age::Old].into_iter().filter_map(only).collect();
        if !differ.is_empty() {
            sentences.push(format!("{}; figures are compared by the others", differ.join("; ")));
        }
        for age in [Age::New, Age::Old] {
            let unknown = self.only(age).iter().filter(|dimension| dimension.default.is_none());
            let columns: Vec<&str> = unknown.map(|dimension| dimension.column.as_str()).collect();
            sentences.extend(listed(&columns).map(|columns| {
                let word = age.word();
                format!("the manifest of the {word} dataset does not say the default of {columns}; figures are matched by their other codes, and no sums are compared")
            }));
        }
        sentences.extend(self.renamed().map(|(old, new)| format!("the dimension {old} is now {new}")));
        if self.is_reordered {
            sentences.push("the order of the dimensions differs, which makes no difference to a figure".to_owned());
        }
        sentences
    }

    /// The pairs of dimensions that stand among some columns of the old and of the new dataset.
    pub(super) fn in_both(&self, old: &[String], new: &[String]) -> Vec<(&str, &str)> {
        self.common.iter().filter(|(was, is)| old.contains(was) && new.contains(is)).map(|(was, is)| (was.as_str(), is.as_str())).collect()
    }

    /// The dimensions that only one of the two has.
    fn only(&self, age: Age) -> &[Dimension] {
        match age {
            Age::Old => &self.removed,
            Age::New => &self.added,
        }
    }

    /// The dimensions that only this dataset has and by which a figure of it is split. Without a known default it may be.
    pub(super) fn splits(&self, row: &Record, age: Age) -> Vec<&str> {
        let is_split = |dimension: &&Dimension| dimension.default.as_deref() != Some(field(row, &dimension.column));
        self.only(age).iter().filter(is_split).map(|dimension| dimension.column.as_str()).collect()
    }

    /// The inputs that differ for no reason but the dimensions, as far as it is known; none where the dimensions are the same.
    pub(super) fn files(&self) -> &BTreeSet<String> {
        &self.files
    }

    /// The code lists of the dimensions that only one has, and the declaration, unless it differs in what it says of the common ones.
    fn explained(&self, old: &Snapshot, new: &Snapshot) -> BTreeSet<String> {
        let lists = self.added.iter().chain(&self.removed).filter_map(Dimension::list_file);
        let (was, is) = (self.declared(old, Age::Old), self.declared(new, Age::New));
        let says_else = was.is_some() && is.is_some() && was != is;
        lists.chain((!says_else).then(|| format!("mappings/{DIMENSIONS}"))).collect()
    }

    /// What the file of the dimensions says of those that are in both under one name, in no order, and beside them; `None` where it is not at hand.
    fn declared(&self, snapshot: &Snapshot, age: Age) -> Option<(toml::Table, BTreeMap<String, toml::Value>)> {
        let mut rest: toml::Table = snapshot.texts.get(DIMENSIONS)?.join("\n").parse().ok()?;
        let entries = rest.remove("dimension")?;
        let column = |entry: &toml::Value| entry.get("column").and_then(toml::Value::as_str).map(str::to_owned);
        let own = self.only(age).iter().map(|dimension| dimension.column.as_str());
        let renamed = self.renamed().map(|(old, new)| if age == Age::Old { old } else { new });
        let left_out: BTreeSet<&str> = own.chain(renamed).collect();
        let entries = entries.as_array()?.iter().filter_map(|entry| Some((column(entry)?, entry.clone())));
        Some((rest, entries.filter(|(column, _)| !left_out.contains(column.as_str())).collect()))
    }

    /// The codes of the common dimensions.
    fn codes<'a>(&self, row: &'a Record, age: Age) -> Vec<&'a str> {
        let column = |(old, new): &'_ (String, String)| match age {
            Age::Old => field(row, old),
            Age::New => field(row, new),
        };
        self.common.iter().map(column).collect()
    }

    /// Whether a figure may be the total of the dimensions that only its dataset has, as far as their defaults are known.
    fn may_be_total(&self, row: &Record, age: Age) -> bool {
        self.only(age).iter().all(|dimension| dimension.default.as_deref().is_none_or(|default| default == field(row, &dimension.column)))
    }
}

/// `A`, `A and B`, `A, B and C`; `None` for nothing.
pub(super) fn listed(words: &[&str]) -> Option<String> {
    let (last, others) = words.split_last()?;
    Some(if others.is_empty() { (*last).to_owned() } else { format!("{} and {last}", others.join(", ")) })
}

/// Figures that are in both datasets, by their keys.
#[derive(Debug, Default)]
pub(super) struct Matches<'a> {
    /// Key in the old dataset → key in the new one.
    pub(super) new_of: BTreeMap<&'a str, &'a str>,
    /// Key in the new dataset → key in the old one.
    pub(super) old_of: BTreeMap<&'a str, &'a str>,
}

impl<'a> Matches<'a> {
    /// Matches figures by the codes of the common dimensions, where they have the default of all others. Where a default is not known, those that are
    /// of the same cells of the same files, and then those of codes that no other figure has.
    pub(super) fn new(dimensions: &Dimensions, old: &'a Snapshot, new: &'a Snapshot) -> Self {
        let mut matches = Self::default();
        let certain = |row: &Record, age: Age| dimensions.splits(row, age).is_empty();
        let whole = old.rows.iter().filter(|(_, row)| certain(row, Age::Old));
        let by_codes: BTreeMap<Vec<&str>, &String> = whole.map(|(key, row)| (dimensions.codes(row, Age::Old), key)).collect();
        for (key, row) in new.rows.iter().filter(|(_, row)| certain(row, Age::New)) {
            if let Some(from) = by_codes.get(&dimensions.codes(row, Age::New)) {
                matches.insert(from, key);
            }
        }
        if [Age::Old, Age::New].iter().any(|age| dimensions.only(*age).iter().any(|dimension| dimension.default.is_none())) {
            let snapshots = |age: Age| if age == Age::Old { (old, new) } else { (new, old) };
            matches.by_unique(dimensions, (old, new), |age, row| {
                let (own, other) = snapshots(age);
                own.places(row, other)
            });
            // Of another file the cells say nothing.
            let is_of_another = |age: Age, row: &Record| {
                let (own, other) = snapshots(age);
                own.digests(row).is_none_or(|digests| !digests.iter().all(|digest| other.has_file(digest)))
            };
            matches.by_unique(dimensions, (old, new), |age, row| is_of_another(age, row).then(String::new));
        }
        matches
    }

    fn insert(&mut self, old: &'a str, new: &'a str) {
        self.new_of.insert(old, new);
        self.old_of.insert(new, old);
    }

    /// Matches figures of the same codes and the same of something else; where there are several, none.
    fn by_unique(
        &mut self,
        dimensions: &Dimensions,
        (old, new): (&'a Snapshot, &'a Snapshot),
        of: impl Fn(Age, &Record) -> Option<String>,
    ) {
        type Found<'a> = BTreeMap<(Vec<&'a str>, String), Vec<&'a str>>;
        let found = |snapshot: &'a Snapshot, age: Age, known: &BTreeMap<&str, &str>| -> Found<'a> {
            let mut found = Found::new();
            for (key, row) in &snapshot.rows {
                let is_open = !known.contains_key(key.as_str()) && dimensions.may_be_total(row, age);
                if let Some(own) = of(age, row).filter(|_| is_open) {
                    found.entry((dimensions.codes(row, age), own)).or_default().push(key);
                }
            }
            found
        };
        let (before, after) = (found(old, Age::Old, &self.new_of), found(new, Age::New, &self.old_of));
        for (place, keys) in before {
            if let ([from], Some([to])) = (keys.as_slice(), after.get(&place).map(Vec::as_slice)) {
                self.insert(from, to);
            }
        }
    }

    /// The old dataset with its reasons and predicates in the terms of the new one: they name keys of other figures, and columns.
    pub(super) fn in_new_terms(&self, dimensions: &Dimensions, old: &Snapshot) -> Snapshot {
        let mut translated = old.clone();
        let renamed: BTreeMap<&str, &str> = dimensions.renamed().collect();
        for flags in translated.flags.values_mut() {
            *flags = std::mem::take(flags)
                .into_iter()
                .map(|mut flag| {
                    flag.words = self.words(&renamed, &flag.words);
                    flag
                })
                .collect();
        }
        for row in translated.rows.values_mut() {
            if let Some(predicates) = row.get_mut(PREDICATES) {
                let named = |predicate: &str| match predicate.split_once('=') {
                    Some((column, rest)) => format!("{}={rest}", renamed.get(column).unwrap_or(&column)),
                    None => predicate.to_owned(),
                };
                *predicates = predicates.split(" | ").map(named).collect::<Vec<_>>().join(" | ");
            }
        }
        translated
    }

    /// A text with the keys and columns of the new dataset in place of those of the old one.
    fn words(&self, renamed: &BTreeMap<&str, &str>, text: &str) -> String {
        let word = |part: &str| {
            let bare = part.trim_matches(|c: char| c.is_whitespace() || ",;:()".contains(c));
            match self.new_of.get(bare).or_else(|| renamed.get(bare)) {
                Some(new) => part.replacen(bare, new, 1),
                None => part.to_owned(),
            }
        };
        text.split_inclusive(' ').map(word).collect()
    }
}
