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
mod texts;
mod witnesses;

use super::format::Files;
use crate::model::DataStructure;
use crate::release::Dataset;

pub(crate) use harmonized::{key, row as observation, table as harmonized, value_words};
pub(crate) use regional::{members, words as range_in_words};
pub(crate) use table::{Column, Kind, Table, coded, join, one_line, without_breaks};

/// How the rows of a table are made.
type Rows = fn(&Dataset) -> Vec<Vec<String>>;

/// All tables of a dataset with these dimensions, in order of their files, and how their rows are made.
fn all(structure: &DataStructure) -> [(Table, Rows); 11] {
    [
        (comparability::matrix_table(structure), |data| comparability::matrix(data.pairs(), data.codebook())),
        (comparability::sets_table(structure), |data| comparability::sets(data.sets(), data.codebook())),
        (findings::table(), |data| findings::rows(data.findings())),
        (flags::table(), |data| flags::rows(data.figures())),
        (harmonized::table(structure), harmonized::rows),
        (ledger::table(), |data| ledger::rows(data.ledger())),
        (reconciliation::table(), |data| reconciliation::rows(data.reconciled())),
        (records::table(), |data| records::rows(data.ledger().rows())),
        (regional::table(structure), |data| regional::rows(data.regional(), data.codebook())),
        (texts::table(), |data| texts::rows(data.ledger())),
        (witnesses::table(structure), |data| witnesses::rows(data.witnesses(), data.codebook())),
    ]
}

/// Tables about submissions: what is written without its sources does not have them.
const OF_SOURCES: [&str; 5] = ["findings.csv", "ledger.csv", "reconciliation.csv", "records.csv", "texts.csv"];

/// The tables that are written of a dataset, with or without its sources.
fn written(structure: &DataStructure, has_sources: bool) -> impl Iterator<Item = (Table, Rows)> {
    let told = all(structure).into_iter().filter(move |(table, _)| has_sources || !OF_SOURCES.contains(&table.file));
    told.map(move |(table, rows)| (table.told(has_sources), rows))
}

/// Those tables, in order of their files.
pub(crate) fn tables(structure: &DataStructure, has_sources: bool) -> Vec<Table> {
    written(structure, has_sources).map(|(table, _)| table).collect()
}

/// The tables of a dataset, and its findings for programs.
pub(super) fn files(dataset: &Dataset) -> Files {
    let tables = written(dataset.codebook().structure, dataset.has_sources());
    let mut files: Files = tables.map(|(table, rows)| (table.file.to_owned(), table.csv(rows(dataset).into_iter()))).collect();
    if dataset.has_sources() {
        files.push(("findings.json".to_owned(), crate::diag::render::findings_json(dataset.findings()).into_bytes()));
    }
    files
}
