//! From a release to the bytes of `out/<round>/`. One format, one folder.
//!
//! This module must not see anything before the release, nor format a number by locale.

mod csv;
mod manifest;
mod package;
mod parquet;
mod report;
mod sdmx;
mod workbook;

use std::fmt;
use std::path::Path;

use rayon::prelude::*;

use crate::fs::{self, Guard, Seal};
use crate::model::DataStructure;
use crate::release::Release;

/// Paths below the folder of the round, with forward slashes, and their bytes.
pub type Files = Vec<(String, Vec<u8>)>;

/// The columns of `harmonized.csv` for a dataset with these dimensions.
pub fn columns(structure: &DataStructure) -> Vec<&'static str> {
    csv::harmonized(structure).columns.iter().map(|column| column.name).collect()
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
    /// The observations for analysts.
    Parquet,
    /// The dataset as a workbook.
    Xlsx,
    /// The report for readers.
    Report,
}

impl Format {
    /// All forms.
    pub const ALL: [Self; 6] = [Self::Csv, Self::Package, Self::Sdmx, Self::Parquet, Self::Xlsx, Self::Report];

    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Package => "package",
            Self::Sdmx => "sdmx",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
            Self::Report => "report",
        }
    }

    /// What it is, for the command line.
    pub fn about(self) -> &'static str {
        match self {
            Self::Csv => "The tables, and the findings as JSON",
            Self::Package => "datapackage.json with its code lists, and the mappings as SSSOM; brings the tables",
            Self::Sdmx => "Structure, data and maps in SDMX",
            Self::Parquet => "The observations in Parquet",
            Self::Xlsx => "The workbook",
            Self::Report => "The report",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }

    fn files(self, release: &Release) -> Result<Files, Error> {
        let files = match self {
            Self::Csv => csv::files(release),
            Self::Package => {
                let mut files = csv::files(release);
                files.extend(package::files(release, &files));
                files
            }
            Self::Sdmx => sdmx::files(release),
            Self::Parquet => parquet::files(release)?,
            Self::Xlsx => workbook::files(release)?,
            Self::Report => report::files(release),
        };
        Ok(files)
    }
}

/// Why a release could not be written.
#[derive(Debug)]
pub enum Error {
    /// A form can't hold it.
    Format(Format, String),
    /// The disk refused.
    Disk(fs::Error),
}

impl Error {
    fn of(format: Format, cause: &dyn std::error::Error) -> Self {
        Self::Format(format, cause.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(format, cause) => write!(f, "could not write the form {}: {cause}", format.word()),
            Self::Disk(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

/// The files of a release in some forms, in order of path; the same release gives the same bytes. `manifest.json` is always among them.
pub fn emit(release: &Release, formats: &[Format]) -> Result<Files, Error> {
    let has_package = formats.contains(&Format::Package);
    let mut formats: Vec<Format> = formats.iter().copied().filter(|format| !(has_package && *format == Format::Csv)).collect();
    formats.sort_unstable();
    formats.dedup();
    let made: Vec<Files> = formats.par_iter().map(|format| format.files(release)).collect::<Result<_, _>>()?;
    let mut files: Files = made.into_iter().flatten().collect();
    files.push((manifest::FILE.to_owned(), manifest::json(release, &files)));
    files.sort();
    Ok(files)
}

/// By what a folder of outputs is known.
const SEAL: Seal = Seal { file: manifest::FILE, names: manifest::names };

/// Says early whether a release may be written to a folder, before anything is read for it.
pub fn prepare(folder: &Path, guard: &Guard) -> Result<(), Error> {
    fs::prepare_folder(folder, &SEAL, guard).map_err(Error::Disk)
}

/// Writes a release as a folder, whole or not at all. It takes the place of an earlier one, and of nothing else.
pub fn write(release: &Release, formats: &[Format], folder: &Path, guard: &Guard) -> Result<(), Error> {
    fs::replace_folder(folder, &emit(release, formats)?, &SEAL, guard).map_err(Error::Disk)
}
