//! From a release to the bytes of `out/<round>/`. One format, one folder.
//!
//! This room must not see anything before protection, nor format a number by locale.

mod csv;
mod manifest;
mod package;
mod report;
mod sdmx;

use std::path::Path;

use rayon::prelude::*;

use crate::fs;
use crate::protect::Release;

/// Paths below the folder of the round, with forward slashes, and their bytes.
pub type Files = Vec<(String, Vec<u8>)>;

/// The columns of `harmonized.csv`.
pub fn columns() -> Vec<&'static str> {
    csv::HARMONIZED.columns.iter().map(|column| column.name).collect()
}

/// A form in which a release is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The tables, and the findings as JSON.
    Csv,
    /// The description of the tables and the decisions of the mappings. Brings the tables.
    Package,
    /// The observations and their structure for statistical warehouses.
    Sdmx,
    /// The report for readers.
    Report,
}

impl Format {
    /// All forms.
    pub const ALL: [Self; 4] = [Self::Csv, Self::Package, Self::Sdmx, Self::Report];

    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Package => "package",
            Self::Sdmx => "sdmx",
            Self::Report => "report",
        }
    }

    fn files(self, release: &Release) -> Files {
        match self {
            Self::Csv => csv::files(release),
            Self::Package => {
                let mut files = csv::files(release);
                files.extend(package::files(release, &files));
                files
            }
            Self::Sdmx => sdmx::files(release),
            Self::Report => report::files(release),
        }
    }
}

/// The files of a release in some forms, in order of path; the same release gives the same bytes. `manifest.json` is always among them.
pub fn emit(release: &Release, formats: &[Format]) -> Files {
    let has_package = formats.contains(&Format::Package);
    let mut formats: Vec<Format> = formats.iter().copied().filter(|format| !(has_package && *format == Format::Csv)).collect();
    formats.sort_unstable();
    formats.dedup();
    let mut files: Files = formats.par_iter().flat_map_iter(|format| format.files(release)).collect();
    files.push(("manifest.json".to_owned(), manifest::json(release, &files)));
    files.sort();
    files
}

/// Writes a release as a folder, whole or not at all.
pub fn write(release: &Release, formats: &[Format], folder: &Path) -> Result<(), fs::Error> {
    fs::replace_folder(folder, &emit(release, formats))
}
