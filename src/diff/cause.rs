//! Why a figure differs: the mapping lines and submissions that it is based on and that have changed.

use std::collections::BTreeSet;

use super::dimensions::{Age, Dimensions};
use super::snapshot::{DIMENSIONS, Flag, Record, Snapshot, field, parts, split_line};
use super::window::Window;

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

/// Whether a figure has its value from another submission than before: its files are others, and they are among the causes of the difference.
pub(super) fn is_revised(old: Side<'_>, new: Side<'_>, causes: &[String]) -> bool {
    let digests = |side: Side<'_>| Some(side.snapshot.digests(side.row()?)?.into_iter().map(str::to_owned).collect::<BTreeSet<_>>());
    match (digests(old), digests(new)) {
        (Some(before), Some(after)) => before != after && causes.iter().any(|cause| cause.starts_with("raw/")),
        _ => shows_another(old, new),
    }
}

/// Whether two numbers are both published and differ, and can't have been read from the same content: of two rounds, or at the same place. It stands for the digests
/// that a round does not publish which suppresses small counts.
fn shows_another(old: Side<'_>, new: Side<'_>) -> bool {
    let is_same_round = old.snapshot.round == new.snapshot.round;
    old.row().zip(new.row()).is_some_and(|(before, after)| {
        let is_same = |column: &str| field(before, column) == field(after, column);
        let is_published = [before, after].into_iter().all(|row| !field(row, "OBS_VALUE").is_empty());
        is_published && !is_same("OBS_VALUE") && !is_same("AS_SHOWN") && (!is_same_round || is_same("SOURCE_REF"))
    })
}

/// The causes of a difference, in words: `mappings/dk/crosswalk.csv:12 …`, `raw/dk/file.xlsx …`.
pub(super) fn causes(old: Side<'_>, new: Side<'_>, dimensions: &Dimensions, window: &Window) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let differs = |path: &str| old.snapshot.inputs.get(path) != new.snapshot.inputs.get(path);
    // The submission, where the cell or what it shows is another, and the file is in one of the datasets only, by whatever name.
    let is_of_another = |cell: &str, own: &Snapshot, other: &Snapshot| own.digest(cell).is_some_and(|digest| !other.has_file(digest));
    let cells = |side: Side<'_>| -> BTreeSet<(String, String)> {
        let row = side.row().into_iter();
        row.flat_map(|row| parts(field(row, "SOURCE_REF")).into_iter().map(|cell| (cell, field(row, "AS_SHOWN").to_owned()))).collect()
    };
    // Of two rounds the cells are others anyway: they matter where they show something else.
    let is_same_text = old.snapshot.round != new.snapshot.round
        && old.row().zip(new.row()).is_some_and(|(before, after)| field(before, "AS_SHOWN") == field(after, "AS_SHOWN"));
    let suppresses = old.snapshot.suppresses || new.snapshot.suppresses;
    let (before, after) = if suppresses || is_same_text { (BTreeSet::new(), BTreeSet::new()) } else { (cells(old), cells(new)) };
    for (cell, shown) in before.symmetric_difference(&after) {
        let is_new = after.contains(&(cell.clone(), shown.clone()));
        let (own, other, word) = if is_new { (new.snapshot, old.snapshot, "shows") } else { (old.snapshot, new.snapshot, "showed") };
        if is_of_another(cell, own, other) {
            found.push(format!("raw/{}/{cell} {word} \"{shown}\"", own.round));
        }
    }
    if suppresses && shows_another(old, new) {
        let area = new.row().map(|row| field(row, "REF_AREA").to_ascii_lowercase()).unwrap_or_default();
        found.push(format!("raw/{}/{area}, another submission", new.snapshot.round));
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
        found.extend(files(&before.union(&after).cloned().collect(), old, new, (dimensions, window)));
    }
    found.dedup();
    found
}

/// No line of the figure itself is another: the files that it rests on and that differ, else any that differ, and that the two collect other years or areas; else the
/// program. Files that may differ for no reason but the dimensions come last. The submission of an area that only one of the two collects explains no figure of another.
fn files(references: &BTreeSet<String>, old: Side<'_>, new: Side<'_>, (dimensions, window): (&Dimensions, &Window)) -> Vec<String> {
    let (was, is) = (&old.snapshot.inputs, &new.snapshot.inputs);
    let differing: BTreeSet<&String> = was.keys().chain(is.keys()).filter(|path| was.get(*path) != is.get(*path)).collect();
    let area = old.row().or(new.row()).map(|row| field(row, "REF_AREA").to_ascii_lowercase()).unwrap_or_default();
    let own = |path: &&String| {
        let rests_on = references.iter().any(|reference| path.strip_prefix("mappings/").is_some_and(|file| reference.starts_with(file)));
        rests_on || [format!("mappings/{area}/"), format!("raw/{area}/")].iter().any(|start| path.starts_with(start.as_str()))
    };
    let of_dimensions = dimensions.files();
    let suppresses = old.snapshot.suppresses || new.snapshot.suppresses;
    // The name of a file may disclose a number: its folder stands for it.
    let said = |path: &String| match path.strip_prefix("raw/").and_then(|file| file.split_once('/')) {
        Some((folder, _)) if suppresses => format!("raw/{folder}"),
        _ => path.clone(),
    };
    let is_outside = |path: &str| {
        path.strip_prefix("raw/")
            .and_then(|file| file.split_once('/'))
            .is_some_and(|(folder, _)| !window.areas.contains(&folder.to_ascii_uppercase()))
    };
    let near: Vec<String> = differing.iter().copied().filter(own).map(said).collect();
    let explains = |path: &&String| !(of_dimensions.contains(*path) || window.is_narrower && is_outside(path));
    let beside = differing.iter().copied().filter(explains);
    let narrower = window.is_narrower.then(|| "the years and areas that the two datasets collect".to_owned());
    let beside: Vec<String> = beside.map(said).chain(narrower).collect();
    match (near.is_empty(), beside.is_empty(), differing.is_empty()) {
        (false, _, _) => near,
        (true, false, _) => beside,
        (true, true, false) => differing.into_iter().map(said).collect(),
        (true, true, true) => vec![format!("the program, version {} → {}", old.snapshot.version, new.snapshot.version)],
    }
}
