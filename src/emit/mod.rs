//! From a release to the bytes of `out/<round>/`. One format, one file.
//!
//! This room must not see anything before protection, nor format a number by locale.

mod comparability;
mod findings;
mod flags;
mod harmonized;
mod ledger;
mod manifest;
mod reconciliation;
mod regional;

use std::path::Path;

use crate::delimited::document;
use crate::fs;
use crate::protect::Release;

/// Columns of `harmonized.csv`.
pub use harmonized::COLUMNS;

/// The files of a release with their bytes, in order of name; the same release gives the same bytes.
pub fn emit(release: &Release) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![
        ("comparability.csv".to_owned(), comparability::matrix(release.pairs())),
        ("comparable_sets.csv".to_owned(), comparability::sets(release.sets())),
        ("findings.csv".to_owned(), findings::csv(release.findings())),
        ("findings.json".to_owned(), crate::diag::render::findings_json(release.findings()).into_bytes()),
        ("flags.csv".to_owned(), flags::csv(release.cells())),
        ("harmonized.csv".to_owned(), harmonized::csv(release.cells())),
        ("ledger.csv".to_owned(), ledger::csv(release.ledger())),
        ("reconciliation.csv".to_owned(), reconciliation::csv(release.reconciled())),
        ("regional.csv".to_owned(), regional::csv(release.regional())),
    ];
    files.push(("manifest.json".to_owned(), manifest::json(release, &files)));
    files
}

/// Writes a release as a folder, whole or not at all.
pub fn write(release: &Release, folder: &Path) -> Result<(), fs::Error> {
    fs::replace_folder(folder, &emit(release))
}

/// A CSV document of a header and rows, with line feeds.
fn csv_document(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let header = header.iter().map(ToString::to_string).collect();
    let rows = rows.map(|row| row.iter().map(|field| one_line(field)).collect::<Vec<_>>());
    document(std::iter::once(header).chain(rows))
}

/// The text on one line: readers of SDMX-CSV split on line breaks, quoted or not. A text that a spreadsheet program would take for a formula
/// gets an apostrophe before it, for words of a submission must not run as commands where somebody opens the file.
fn one_line(text: &str) -> String {
    let line = text.split(['\r', '\n', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if is_formula(&line) { format!("'{line}") } else { line }
}

/// Whether a spreadsheet program would calculate the text: a sign at its beginning, and something to calculate behind it. A number with its sign,
/// a dash and a bullet are none.
fn is_formula(text: &str) -> bool {
    let mut chars = text.chars();
    let rest = || text.chars().skip(1);
    match chars.next() {
        Some('=' | '@') => chars.next().is_some(),
        Some('+' | '-') => rest().next().is_some_and(|c| !c.is_whitespace()) && !rest().all(|c| c.is_ascii_digit() || c == '.'),
        _ => false,
    }
}

/// Several entries in one field.
fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn words_of_a_submission_are_no_formulas() {
        for (text, written) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd|x", "'+cmd|x"),
            ("-1+cmd", "'-1+cmd"),
            ("+19", "+19"),
            ("-422", "-422"),
            ("-", "-"),
            ("- oplysning foreligger ikke", "- oplysning foreligger ikke"),
            ("=", "="),
            ("a\r\n\tb", "a b"),
            ("\t=1+1", "'=1+1"),
        ] {
            assert_eq!(one_line(text), written, "{text}");
        }
    }
}
