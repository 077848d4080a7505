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
mod witnesses;

use super::format::Files;
use crate::model::DataStructure;
use crate::release::Release;

pub(crate) use harmonized::{key, row as observation, table as harmonized, value_words};
pub(crate) use regional::{members, words as range_in_words};
pub(crate) use table::{Column, Kind, Table, coded, join, one_line, without_breaks};

/// All tables of a dataset with these dimensions, in order of their files.
pub(crate) fn tables(structure: &DataStructure) -> [Table; 10] {
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
        witnesses::table(structure),
    ]
}

/// The tables of a release, and its findings for programs.
pub(super) fn files(release: &Release) -> Files {
    let codebook = release.codebook();
    let structure = codebook.structure;
    let tables = [
        (comparability::matrix_table(structure), comparability::matrix(release.pairs(), codebook)),
        (comparability::sets_table(structure), comparability::sets(release.sets(), codebook)),
        (findings::table(), findings::csv(release.findings())),
        (flags::table(), flags::csv(release.figures())),
        (harmonized::table(structure), harmonized::csv(release)),
        (ledger::table(), ledger::csv(release.ledger())),
        (reconciliation::table(), reconciliation::csv(release.reconciled())),
        (records::table(), records::csv(release.ledger().rows())),
        (regional::table(structure), regional::csv(release.regional(), codebook)),
        (witnesses::table(structure), witnesses::csv(release.witnesses(), codebook)),
    ];
    let mut files: Files = tables.into_iter().map(|(table, bytes)| (table.file.to_owned(), bytes)).collect();
    files.push(("findings.json".to_owned(), crate::diag::render::findings_json(release.findings()).into_bytes()));
    files
}
