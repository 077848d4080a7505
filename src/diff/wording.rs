//! How two rows differ, in words; and what is not said where one of the two datasets suppresses small counts.

use std::collections::BTreeSet;

use super::snapshot::{PREDICATES, Record, field, parts};

/// Stands for numbers and words that one of the two datasets suppresses.
pub(super) const NOT_SAID: &str = "not said, for one of the two datasets suppresses small counts";

/// The columns that differ, each with the old and the new text; without these where they would disclose something.
pub(super) fn differing(old: &Record, new: &Record, columns: &[&str], discloses: bool) -> Vec<String> {
    // Predicates have no order that says anything.
    let said = |row: &Record, column: &str| {
        let text = without_lines(field(row, column));
        if column == PREDICATES { parts(&text).into_iter().collect::<BTreeSet<_>>() } else { BTreeSet::from([text]) }
    };
    let differ = columns.iter().filter(|column| said(old, column) != said(new, column));
    let said = |column: &&str| {
        if discloses { format!("{column} {} → {}", shown(field(old, column)), shown(field(new, column))) } else { not_said(column) }
    };
    differ.map(said).collect()
}

/// That a column differs, and not how.
pub(super) fn not_said(column: &str) -> String {
    format!("{column} differs: {NOT_SAID}")
}

/// A text, or that there is none.
pub(super) fn shown(text: &str) -> &str {
    if text.is_empty() { "(nothing)" } else { text }
}

/// A text without the numbers of mapping lines in it, which move when a line is added above.
fn without_lines(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = [".csv:", ".toml:"].iter().filter_map(|end| rest.find(end).map(|at| at + end.len())).min() {
        let (before, after) = rest.split_at(at);
        kept.push_str(before);
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    kept + rest
}
