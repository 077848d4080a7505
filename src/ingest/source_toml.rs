//! `SOURCE.toml`: who sent the files, when, and with which digest.

use serde::Deserialize;

/// The description of a submission.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceImage {
    /// Who made it.
    pub producer: String,
    /// Its title.
    pub title: String,
    /// When it was received, ISO 8601.
    pub received: String,
    /// Its language, BCP 47.
    pub language: String,
    /// Its licence.
    pub licence: String,
    /// Its files.
    #[serde(default)]
    pub file: Vec<SourceFile>,
}

/// A file as received.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// Its name.
    pub name: String,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}
