//! `datapackage.json` (Data Package v2) with the code lists that its tables refer to, and the crosswalks as SSSOM.

mod codelists;
mod descriptor;
mod sssom;

use super::format::Files;
use crate::release::Release;

/// The files of the package; `tables` are the tables of the dataset, which it describes.
pub(super) fn files(release: &Release, tables: &Files) -> Files {
    let mut files = codelists::files(release.codebook());
    files.extend(sssom::files(release));
    let descriptor = descriptor::json(release, tables, &files);
    files.push(("datapackage.json".to_owned(), descriptor));
    files
}
