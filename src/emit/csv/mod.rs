//! The tables of the dataset as CSV. One table, one file.

mod comparability;
mod findings;
mod flags;
mod harmonized;
mod ledger;
mod reconciliation;
mod records;
mod regional;
mod table;

use super::Files;
use crate::protect::Release;

pub(crate) use harmonized::{DIMENSIONS, TABLE as HARMONIZED, row as observation};
pub(crate) use regional::{members, words as range_in_words};
pub(crate) use table::{Column, Kind, Table, one_line, without_breaks};

/// All tables, in order of their files.
pub(crate) const TABLES: [&Table; 9] = [
    &comparability::MATRIX,
    &comparability::SETS,
    &findings::TABLE,
    &flags::TABLE,
    &harmonized::TABLE,
    &ledger::TABLE,
    &reconciliation::TABLE,
    &records::TABLE,
    &regional::TABLE,
];

/// The tables of a release, and its findings for programs.
pub(super) fn files(release: &Release) -> Files {
    let tables = [
        comparability::matrix(release.pairs()),
        comparability::sets(release.sets()),
        findings::csv(release.findings()),
        flags::csv(release.cells()),
        harmonized::csv(release.cells()),
        ledger::csv(release.ledger()),
        reconciliation::csv(release.reconciled()),
        records::csv(release.ledger().rows()),
        regional::csv(release.regional()),
    ];
    let mut files: Files = TABLES.iter().zip(tables).map(|(table, bytes)| (table.file.to_owned(), bytes)).collect();
    files.push(("findings.json".to_owned(), crate::diag::render::findings_json(release.findings()).into_bytes()));
    files
}
