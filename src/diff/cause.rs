//! Why a figure differs: the mapping lines and submissions that it is based on and that have changed.

use std::collections::BTreeSet;

use super::snapshot::{Flag, Record, Snapshot, field, parts, split_line};

/// The causes of a difference, in words: `mappings/dk/crosswalk.csv:12 …`, `raw/dk/file.xlsx …`.
pub(super) fn causes(key: &str, old: (Option<&Record>, &Snapshot), new: (Option<&Record>, &Snapshot)) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let differs = |path: &str| old.1.inputs.get(path) != new.1.inputs.get(path);
    // The submission, where the cell or what it shows is another.
    let cells = |row: Option<&Record>| -> BTreeSet<(String, String)> {
        let row = row.into_iter();
        row.flat_map(|row| parts(field(row, "SOURCE_REF")).into_iter().map(|cell| (cell, field(row, "AS_SHOWN").to_owned()))).collect()
    };
    let suppresses = old.1.suppresses || new.1.suppresses;
    let (before, after) = if suppresses { (BTreeSet::new(), BTreeSet::new()) } else { (cells(old.0), cells(new.0)) };
    for (cell, shown) in before.symmetric_difference(&after) {
        let file = format!("raw/{}", cell.split('!').next().unwrap_or_default());
        if differs(&file) {
            let is_new = after.contains(&(cell.clone(), shown.clone()));
            let (round, word) = if is_new { (&new.1.round, "shows") } else { (&old.1.round, "showed") };
            found.push(format!("raw/{round}/{cell} {word} \"{shown}\""));
        }
    }
    // Mapping lines that the figure, or a reason against it, rests on in one of the datasets only.
    let lines = |row: Option<&Record>, snapshot: &Snapshot, other: &Snapshot| -> BTreeSet<String> {
        let own = row.into_iter().flat_map(|row| parts(field(row, "MAPPING_REF")));
        let words =
            |flags: Option<&BTreeSet<Flag>>| -> BTreeSet<String> { flags.into_iter().flatten().map(|flag| flag.words.clone()).collect() };
        let theirs = words(other.flags.get(key));
        let flags = snapshot.flags.get(key).into_iter().flatten().filter(|flag| !theirs.contains(&flag.words));
        own.chain(flags.flat_map(|flag| flag.lines.clone())).collect()
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
    let (before, after) = (lines(old.0, old.1, new.1), lines(new.0, new.1, old.1));
    found.extend(described(old.1, new.1, &before, "(old)"));
    found.extend(described(new.1, old.1, &after, "(new)"));
    if found.is_empty() {
        found.extend(files(&before.union(&after).cloned().collect(), old, new));
    }
    found.dedup();
    found
}

/// No line of the figure itself is another: the files that it rests on and that differ, else any that differ, else the program.
fn files(references: &BTreeSet<String>, old: (Option<&Record>, &Snapshot), new: (Option<&Record>, &Snapshot)) -> Vec<String> {
    let (was, is) = (&old.1.inputs, &new.1.inputs);
    let differing: Vec<&String> =
        was.keys().chain(is.keys()).filter(|path| was.get(*path) != is.get(*path)).collect::<BTreeSet<_>>().into_iter().collect();
    let area = old.0.or(new.0).map(|row| field(row, "REF_AREA").to_ascii_lowercase()).unwrap_or_default();
    let own = |path: &&&String| {
        let rests_on = references.iter().any(|reference| path.strip_prefix("mappings/").is_some_and(|file| reference.starts_with(file)));
        rests_on || [format!("mappings/{area}/"), format!("raw/{area}/")].iter().any(|start| path.starts_with(start.as_str()))
    };
    let near: Vec<String> = differing.iter().filter(own).map(|path| (*path).clone()).collect();
    match (near.is_empty(), differing.is_empty()) {
        (false, _) => near,
        (true, false) => differing.into_iter().cloned().collect(),
        (true, true) => vec![format!("the program, version {} → {}", old.1.version, new.1.version)],
    }
}
