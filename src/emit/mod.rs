//! From a dataset to the bytes of `out/<round>/`, and from a release to those of `out/<round>/public/`. One folder or file for each format.
//!
//! This module must not see anything before the dataset, nor format a number by locale.

mod csv;
mod format;
mod history;
mod manifest;
mod notes;
mod package;
mod parquet;
mod report;
mod sdmx;
mod workbook;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

pub use format::{Error, Files, Format};

use crate::fs::{self, Guard, Seal};
use crate::history::History;
use crate::model::DataStructure;
use crate::release::{Dataset, Notes, Release};

/// The columns of `harmonized.csv` for a dataset with these dimensions.
pub fn columns(structure: &DataStructure) -> Vec<&'static str> {
    csv::harmonized(structure).columns.iter().map(|column| column.name).collect()
}

/// The files of a dataset in one form.
fn files(dataset: &Dataset, format: Format, history: Option<&History>, notes: Option<&Notes>) -> Result<Files, Error> {
    let files = match format {
        Format::Csv => tables(dataset, notes),
        Format::Package => {
            let mut files = tables(dataset, notes);
            let more: Vec<csv::Table> = notes.map(|_| notes::table()).into_iter().collect();
            files.extend(package::files(dataset, &files, &more));
            files
        }
        Format::Sdmx => sdmx::files(dataset),
        Format::Parquet => parquet::files(dataset)?,
        Format::Xlsx => workbook::files(dataset)?,
        Format::Report => report::files(dataset, history),
    };
    Ok(files)
}

/// The tables of a dataset, and where it is a release that of the versions before it.
fn tables(dataset: &Dataset, notes: Option<&Notes>) -> Files {
    let mut files = csv::files(dataset);
    files.extend(notes.map(|notes| (notes::table().file.to_owned(), notes::superseded(notes))));
    files
}

/// The value of each figure of a release by its key, as its record keeps it.
pub fn values(release: &Release) -> BTreeMap<String, String> {
    let observations = release.figures().iter().map(crate::compare::Assessed::observation);
    observations.map(|observation| (observation.key.to_string(), csv::value_words(&observation.value))).collect()
}

/// The files of the working copy in some forms, in order of path; the same dataset gives the same bytes. `manifest.json` is always among them.
pub fn emit(dataset: &Dataset, formats: &[Format]) -> Result<Files, Error> {
    emit_with(dataset, formats, None, None)
}

/// The same with a report that also shows what became of the figures of the rounds before.
pub fn emit_with_history(dataset: &Dataset, formats: &[Format], history: &History) -> Result<Files, Error> {
    emit_with(dataset, formats, Some(history), None)
}

/// The files of a release in some forms, and its notes where it has any.
pub fn emit_release(release: &Release, formats: &[Format], notes: Option<&Notes>) -> Result<Files, Error> {
    emit_with(release, formats, None, notes)
}

fn emit_with(dataset: &Dataset, formats: &[Format], history: Option<&History>, notes: Option<&Notes>) -> Result<Files, Error> {
    let has_package = formats.contains(&Format::Package);
    let mut formats: Vec<Format> = formats.iter().copied().filter(|format| !(has_package && *format == Format::Csv)).collect();
    formats.sort_unstable();
    formats.dedup();
    let made: Vec<Files> = formats.par_iter().map(|format| files(dataset, *format, history, notes)).collect::<Result<_, _>>()?;
    let said = notes.map(|notes| notes::files(notes, dataset.codebook(), dataset.round())).unwrap_or_default();
    let mut files: Files = made.into_iter().flatten().chain(said).collect();
    files.push((manifest::FILE.to_owned(), manifest::json(dataset, &files)));
    files.sort();
    Ok(files)
}

/// The files of a history.
pub fn emit_history(of: &History) -> Files {
    history::files(of)
}

/// By what a folder of outputs is known.
const SEAL: Seal = Seal { file: manifest::FILE, names: manifest::names };

/// Says early whether a release may be written to a folder, before anything is read for it.
pub fn prepare(folder: &Path, guard: &Guard) -> Result<(), Error> {
    fs::prepare_folder(folder, &SEAL, guard).map_err(Error::Disk)
}

/// Writes files as a folder, whole or not at all. It takes the place of an earlier one, and of nothing else.
pub fn write(files: &Files, folder: &Path, guard: &Guard) -> Result<(), Error> {
    fs::replace_folder(folder, files, &SEAL, guard).map_err(Error::Disk)
}

/// The files of a folder that would be others, by what its manifest says of them: changed, added or gone. `None` where no outputs stand there.
pub fn differing(files: &Files, folder: &Path) -> Result<Option<Vec<String>>, Error> {
    let path = folder.join(manifest::FILE);
    if fs::kind(&path) != Some(fs::EntryKind::File) {
        return Ok(None);
    }
    let Some(known) = manifest::digests(&fs::read(&path).map_err(Error::Disk)?) else { return Ok(None) };
    let made: BTreeMap<&str, String> =
        files.iter().filter(|(name, _)| name != manifest::FILE).map(|(name, bytes)| (name.as_str(), fs::digest(bytes))).collect();
    let names: BTreeSet<&str> = known.keys().map(String::as_str).chain(made.keys().copied()).collect();
    Ok(Some(names.into_iter().filter(|name| known.get(*name) != made.get(name)).map(str::to_owned).collect()))
}
