//! The options that say which round is meant and where it is.

use std::path::PathBuf;

use clap::Args;

use crate::model::RefArea;

/// Where the round is.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct RoundOptions {
    /// Folder that holds the rounds
    #[arg(long, value_name = "DIR", default_value = "raw")]
    pub(in crate::cli) raw: PathBuf,
    /// Folder of mapping files
    #[arg(long, value_name = "DIR", default_value = "mappings")]
    pub(in crate::cli) mappings: PathBuf,
    /// The round: a folder below the raw folder (default: the newest that rounds.toml declares)
    #[arg(long, value_name = "ROUND")]
    pub(in crate::cli) round: Option<String>,
    /// Only this area (ISO 3166-1 alpha-2); may be repeated
    #[arg(long, value_name = "CODE", value_parser = parse_area)]
    pub(in crate::cli) area: Vec<RefArea>,
}

pub(in crate::cli) fn parse_area(text: &str) -> Result<RefArea, String> {
    RefArea::parse(text).ok_or_else(|| "an area is two letters, such as dk".to_owned())
}
