//! Why a figure differs: the mapping lines and submissions that it is based on and that have changed.

use std::collections::BTreeSet;

use super::dimensions::{Age, Dimensions};
use super::snapshot::{DIMENSIONS, Flag, Record, Snapshot, field, parts, split_line};

/// A figure in one of the two datasets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub(super) snapshot: &'a Snapshot,
    /// Its key and its row; `None` where the dataset does not have it.
    pub(super) figure: Option<(&'a str, &'a Record)>,
}

impl<'a> Side<'a> {
    pub(super) fn row(self) -> Option<&'a Record> {
        self.figure.map(|(_, row)| row)
    }

    /// The reasons against it.
    pub(super) fn flags(self) -> impl Iterator<Item = &'a Flag> {
        self.figure.and_then(|(key, _)| self.snapshot.flags.get(key)).into_iter().flatten()
    }
}

/// The causes of a difference, in words: `mappings/dk/crosswalk.csv:12 …`, `raw/dk/file.xlsx …`.
pub(super) fn causes(old: Side<'_>, new: Side<'_>, dimensions: &Dimensions) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let differs = |path: &str| old.snapshot.inputs.get(path) != new.snapshot.inputs.get(path);
    // The submission, where the cell or what it shows is another.
    let cells = |side: Side<'_>| -> BTreeSet<(String, String)> {
        let row = side.row().into_iter();
        row.flat_map(|row| parts(field(row, "SOURCE_REF")).into_iter().map(|cell| (cell, field(row, "AS_SHOWN").to_owned()))).collect()
    };
    let suppresses = old.snapshot.suppresses || new.snapshot.suppresses;
    let (before, after) = if suppresses { (BTreeSet::new(), BTreeSet::new()) } else { (cells(old), cells(new)) };
    for (cell, shown) in before.symmetric_difference(&after) {
        let file = format!("raw/{}", cell.split('!').next().unwrap_or_default());
        if differs(&file) {
            let is_new = after.contains(&(cell.clone(), shown.clone()));
            let (round, word) = if is_new { (&new.snapshot.round, "shows") } else { (&old.snapshot.round, "showed") };
            found.push(format!("raw/{round}/{cell} {word} \"{shown}\""));
        }
    }
    // A dimension that the other dataset does not have, where the figure is split by it.
    let splits = [(old, Age::Old), (new, Age::New)].map(|(side, age)| {
        let columns = side.row().map(|row| dimensions.splits(row, age)).unwrap_or_default();
        (!columns.is_empty()).then(|| format!("mappings/{DIMENSIONS} ({}): {}", age.word(), columns.join(", ")))
    });
    let is_split = splits.iter().any(Option::is_some);
    found.extend(splits.into_iter().flatten());
    // Mapping lines that the figure, or a reason against it, rests on in one of the datasets only.
    let lines = |own: Side<'_>, other: Side<'_>| -> BTreeSet<String> {
        let theirs: BTreeSet<&String> = other.flags().map(|flag| &flag.words).collect();
        let flags = own.flags().filter(|flag| !theirs.contains(&flag.words));
        let references = own.row().into_iter().flat_map(|row| parts(field(row, "MAPPING_REF")));
        references.chain(flags.flat_map(|flag| flag.lines.clone())).collect()
    };
    let described = |snapshot: &Snapshot, other: &Snapshot, references: &BTreeSet<String>, word: &str| -> Vec<String> {
        let changed = references.iter().filter(|reference| {
            let file = split_line(reference).map_or(reference.as_str(), |(file, _)| file);
            let is_same_text = snapshot.line(reference).is_some_and(|text| other.says(file, text));
            differs(&format!("mappings/{file}")) && !is_same_text
        });
        changed
            .map(|reference| {
                format!(
                    "mappings/{reference} {word}{}",
                    snapshot.line(reference).filter(|_| !suppresses).map(|text| format!(": {text}")).unwrap_or_default()
                )
            })
            .collect()
    };
    let (before, after) = (lines(old, new), lines(new, old));
    found.extend(described(old.snapshot, new.snapshot, &before, "(old)"));
    found.extend(described(new.snapshot, old.snapshot, &after, "(new)"));
    // The dimensions alone explain no figure that is not split by them.
    if found.is_empty() && !is_split {
        found.extend(files(&before.union(&after).cloned().collect(), old, new, dimensions));
    }
    found.dedup();
    found
}

/// No line of the figure itself is another: the files that it rests on and that differ, else any that differ, else the program. Files that may differ for no reason
/// but the dimensions come last.
fn files(references: &BTreeSet<String>, old: Side<'_>, new: Side<'_>, dimensions: &Dimensions) -> Vec<String> {
    let (was, is) = (&old.snapshot.inputs, &new.snapshot.inputs);
    let differing: BTreeSet<&String> = was.keys().chain(is.keys()).filter(|path| was.get(*path) != is.get(*path)).collect();
    let area = old.row().or(new.row()).map(|row| field(row, "REF_AREA").to_ascii_lowercase()).unwrap_or_default();
    let own = |path: &&String| {
        let rests_on = references.iter().any(|reference| path.strip_prefix("mappings/").is_some_and(|file| reference.starts_with(file)));
        rests_on || [format!("mappings/{area}/"), format!("raw/{area}/")].iter().any(|start| path.starts_with(start.as_str()))
    };
    let of_dimensions = dimensions.files();
    let near: Vec<String> = differing.iter().copied().filter(own).cloned().collect();
    let beside: Vec<String> = differing.iter().copied().filter(|path| !of_dimensions.contains(*path)).cloned().collect();
    match (near.is_empty(), beside.is_empty(), differing.is_empty()) {
        (false, _, _) => near,
        (true, false, _) => beside,
        (true, true, false) => differing.into_iter().cloned().collect(),
        (true, true, true) => vec![format!("the program, version {} → {}", old.snapshot.version, new.snapshot.version)],
    }
}
