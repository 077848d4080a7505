//! The options that say which round is meant and where it is.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::model::{RefArea, Sender};

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
    /// Only what this state (ISO 3166-1 alpha-2) or organisation sent; may be repeated
    #[arg(long, value_name = "CODE", value_parser = parse_sender)]
    pub(in crate::cli) area: Vec<Sender>,
}

/// Years as a person writes them.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Years(pub(in crate::cli) Vec<u16>);

fn parse_years(text: &str) -> Result<Years, String> {
    let year = |word: &str| word.trim().parse::<u16>().ok().filter(|year| (1900..=2200).contains(year));
    let years = match text.split_once(['-', '–']) {
        Some((first, last)) => year(first).zip(year(last)).map(|(first, last)| (first..=last).collect::<Vec<u16>>()),
        None => text.split(',').map(year).collect(),
    };
    let years = years.filter(|years| !years.is_empty());
    years.map(Years).ok_or_else(|| "years are written 2019-2021, or 2019,2021".to_owned())
}

/// Where the rounds are.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct Folders {
    /// Folder that holds the rounds
    #[arg(long, value_name = "DIR", default_value = "raw")]
    pub(in crate::cli) raw: PathBuf,
    /// Folder of mapping files
    #[arg(long, value_name = "DIR", default_value = "mappings")]
    pub(in crate::cli) mappings: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RoundCommand {
    /// Add a round to rounds.toml
    New(RoundNewOptions),
    /// Show each round with its status, its days, and who has sent
    List(RoundListOptions),
    /// Close a round: its outputs are replaced only on request from then on
    Close(RoundCloseOptions),
}

#[derive(Args, Debug)]
pub(in crate::cli) struct RoundNewOptions {
    /// Its name, and that of its folder in raw/ and out/
    #[arg(value_name = "ROUND")]
    pub(in crate::cli) id: String,
    /// The years that it collects: 2019-2021, or 2019,2021
    #[arg(long, value_name = "YEARS", value_parser = parse_years)]
    pub(in crate::cli) years: Years,
    /// The states that it is about (default: those of the newest round)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(in crate::cli) areas: Vec<String>,
    /// Who sends, states and organisations (default: the states)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(in crate::cli) senders: Vec<String>,
    /// Its title
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) title: Option<String>,
    /// The day on which the states were asked, such as 2023-01-15
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) asked: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct RoundListOptions {
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct RoundCloseOptions {
    /// The round
    #[arg(value_name = "ROUND")]
    pub(in crate::cli) id: String,
    /// The day on which it was closed, such as 2023-09-30
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) date: String,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct ReleaseOptions {
    /// The round
    #[arg(value_name = "ROUND")]
    pub(in crate::cli) id: String,
    /// The day of the release, such as 2023-09-30; only a new version needs one
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) date: Option<String>,
    /// Why it takes the place of the version before it
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) reason: Option<String>,
    /// For this sender alone: its own figures in full, and of the others what is public; no version of the release
    #[arg(long, value_name = "CODE", value_parser = parse_sender, conflicts_with_all = ["date", "reason"])]
    pub(in crate::cli) audience: Option<Sender>,
    /// Folder with the outputs; the release goes into a folder of that of the round
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub(in crate::cli) out: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}

pub(in crate::cli) fn parse_sender(text: &str) -> Result<Sender, String> {
    Sender::parse(text).ok_or_else(|| "a state is two letters, such as dk; an organisation is a word, such as unodc".to_owned())
}

pub(in crate::cli) fn parse_area(text: &str) -> Result<RefArea, String> {
    RefArea::parse(text).ok_or_else(|| "an area is two letters, such as dk".to_owned())
}
