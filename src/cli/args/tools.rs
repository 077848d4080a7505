//! The arguments of commands for a repository, a shell, an editor and a reader of findings, and of `map` and `tabulate`.

use super::round::{RoundOptions, parse_sender};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::model::Sender;

#[derive(Args, Debug)]
pub(in crate::cli) struct KitOptions {
    /// Which part
    #[arg(value_enum)]
    pub(in crate::cli) of: Kit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Kit {
    /// A workflow for GitHub Actions: findings beside the lines, SARIF, and a comment that says which figures change
    Github,
    /// A hook that refuses a commit with errors
    PreCommit,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct CompletionsOptions {
    /// The shell
    #[arg(value_enum)]
    pub(in crate::cli) shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct FmtOptions {
    /// Files (default: all in the folder of mapping files)
    #[arg(value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Change nothing, name the files that would change, and end with status 3 if there are any
    #[arg(long)]
    pub(in crate::cli) check: bool,
    /// Folder of mapping files
    #[arg(long, value_name = "DIR", default_value = "mappings")]
    pub(in crate::cli) mappings: PathBuf,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct RulesOptions {
    /// Format of the list; `markdown` has the page of each finding
    #[arg(long, value_enum, default_value_t = RulesFormat::Text)]
    pub(in crate::cli) format: RulesFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RulesFormat {
    Text,
    Csv,
    Markdown,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct SchemaOptions {
    /// Which document
    #[arg(value_enum)]
    pub(in crate::cli) of: SchemaOf,
    /// Folder of the mapping files
    #[arg(long, default_value = "mappings")]
    pub(in crate::cli) mappings: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchemaOf {
    /// `findings.json`, and what `roundup check --format json` prints
    Findings,
    /// `dimensions.toml`
    Dimensions,
    /// `layout.toml`
    Layout,
    /// `comparability.toml`
    Comparability,
    /// `corrections.toml`
    Corrections,
    /// `accepted.toml`
    Accepted,
    /// `rounds.toml`
    Rounds,
    /// `rules.toml`
    Rules,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct TabulateOptions {
    /// The state (ISO 3166-1 alpha-2) or organisation
    #[arg(value_name = "SENDER", value_parser = parse_sender)]
    pub(in crate::cli) wanted: Sender,
    /// The records: the id of a [[records]] entry of the area's layout
    #[arg(value_name = "RECORDS")]
    pub(in crate::cli) records: String,
    /// Columns to count by: their names in the layout, or their headers
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', required = true)]
    pub(in crate::cli) by: Vec<String>,
    /// Count also the rows whose column has this code; may be repeated
    #[arg(long, value_name = "NAME=COLUMN:CODE")]
    pub(in crate::cli) of: Vec<String>,
    /// Count rows with an unmapped value under this label; without it they are in no cell
    #[arg(long, value_name = "WORD")]
    pub(in crate::cli) unmapped: Option<String>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) round: RoundOptions,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct MapOptions {
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) round: RoundOptions,
}
