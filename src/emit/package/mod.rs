//! `datapackage.json` (Data Package v2) with the code lists that its tables refer to, and the crosswalks as SSSOM.

mod codelists;
mod descriptor;
mod sssom;

use super::csv::Table;
use super::format::Files;
use crate::release::Dataset;

/// The files of the package; `tables` are those that it describes, and `more` the shapes of those that not every dataset has.
pub(super) fn files(dataset: &Dataset, tables: &Files, more: &[Table]) -> Files {
    let mut files = codelists::files(dataset.codebook(), dataset.has_sources());
    if dataset.has_sources() {
        files.extend(sssom::files(dataset));
    }
    let descriptor = descriptor::json(dataset, tables, &files, more);
    files.push(("datapackage.json".to_owned(), descriptor));
    files
}
