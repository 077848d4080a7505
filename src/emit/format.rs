//! The formats of the outputs, what each contains, and why one could not be written.

use std::fmt;

use crate::fs;

/// Paths below the folder of the round, with forward slashes, and their bytes.
pub type Files = Vec<(String, Vec<u8>)>;

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
            Self::Package => "datapackage.json with its code lists, and the mappings as SSSOM; includes the tables",
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
    pub(super) fn of(format: Format, cause: &dyn std::error::Error) -> Self {
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
