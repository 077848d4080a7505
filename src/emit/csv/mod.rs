//! The tables of the dataset as CSV. One file for each table.

mod comparability;
mod findings;
mod flags;
mod harmonized;
mod ledger;
mod reconciliation;
mod records;
mod regional;
mod table;

use super::format::Files;
use crate::model::DataStructure;
use crate::release::Release;

pub(crate) use harmonized::{key, row as observation, table as harmonized};
pub(crate) use regional::{members, words as range_in_words};
pub(crate) use table::{Column, Kind, Table, one_line, without_breaks};

/// All tables of a dataset with these dimensions, in order of their files.
pub(crate) fn tables(structure: &DataStructure) -> [Table; 9] {
    [
        comparability::matrix_table(structure),
        comparability::sets_table(structure),
        findings::table(),
        flags::table(),
        harmonized::table(structure),
        ledger::table(),
        reconciliation::table(),
        records::table(),
        regional::table(structure),
    ]
}

/// The tables of a release, and its findings for programs.
pub(super) fn files(release: &Release) -> Files {
    let codebook = release.codebook();
    let documents = [
        comparability::matrix(release.pairs(), codebook),
        comparability::sets(release.sets(), codebook),
        findings::csv(release.findings()),
        flags::csv(release.figures()),
        harmonized::csv(release),
        ledger::csv(release.ledger()),
        reconciliation::csv(release.reconciled()),
        records::csv(release.ledger().rows()),
        regional::csv(release.regional(), codebook),
    ];
    let mut files: Files = tables(codebook.structure).iter().zip(documents).map(|(table, bytes)| (table.file.to_owned(), bytes)).collect();
    files.push(("findings.json".to_owned(), crate::diag::render::findings_json(release.findings()).into_bytes()));
    files
}
