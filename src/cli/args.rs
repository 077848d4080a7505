//! The arguments of the command line.

mod round;
mod tools;

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

pub(super) use round::{
    ReleaseOptions, RoundCloseOptions, RoundCommand, RoundListOptions, RoundNewOptions, RoundOptions, parse_area, parse_sender,
};
pub(super) use tools::{
    CompletionsOptions, FmtOptions, Kit, KitOptions, MapOptions, RulesFormat, RulesOptions, SchemaOf, SchemaOptions, TabulateOptions,
};

use super::terminal_filter::LogWriter;
use crate::emit::Format;
use crate::model::{RefArea, Sender};

/// Turns national statistics that differ in form and meaning into one regional dataset that says what can be compared.
#[derive(Debug, Parser)]
#[command(name = "roundup", version, max_term_width = 110)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) log: LogOptions,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read the submissions of a round and write the harmonized dataset
    Run(RunOptions),
    /// Validate submissions and mapping files without writing anything
    Check(CheckOptions),
    /// Write what may be published of a round that is closed, as a version with release notes
    Release(ReleaseOptions),
    /// Print the entry of accepted.toml that records the country's answer to a finding
    Accept(AcceptOptions),
    /// Show the texts of submissions that nobody approved, and keep them as the accepted wording
    Approve(ApproveOptions),
    /// Show which figures differ between two datasets, or between a git revision and the working tree, and why
    Diff(DiffOptions),
    /// Suggest codes for labels that no crosswalk line maps
    Suggest(SuggestOptions),
    /// Show which cells of the submissions became figures, and which mapping lines nothing used
    Coverage(CoverageOptions),
    /// Show a workbook as the program sees it
    Show(ShowOptions),
    /// Print the figures of a round under the common codes, without comparing or summing them (nothing is suppressed)
    Map(MapOptions),
    /// Count the rows of records by the codes of some of their columns, and print the cross table (nothing is suppressed)
    Tabulate(TabulateOptions),
    /// Declare a round, show where the rounds stand, or close one
    #[command(subcommand)]
    Round(RoundCommand),
    /// Draft the mapping files of an area from a workbook that is not mapped yet
    New(NewOptions),
    /// Format mapping files without changing their content
    Fmt(FmtOptions),
    /// List all findings and rules as a table
    Rules(RulesOptions),
    /// Print a JSON Schema: of findings, or of a TOML file with the codes of this project, for editors
    Schema(SchemaOptions),
    /// Show where an observation comes from, or what became of a cell
    Trace(TraceOptions),
    /// Show which figures of two areas can be compared, which can't, and why
    Compare(CompareOptions),
    /// Print the page of a finding, a rule or a reason, or list all codes
    Explain(ExplainOptions),
    /// Print what a repository needs to check its changes: a workflow, a hook
    Kit(KitOptions),
    /// Print shell completions
    Completions(CompletionsOptions),
    /// Print the manual pages
    Man,
    /// Read workbooks on standard input and answer with their sheets (how a run reads workbooks in a process of their own)
    #[command(name = crate::ingest::COMMAND, hide = true)]
    ReadWorkbook,
    /// Count the rows of the workbook that standard input names (how a run counts records in a process of its own)
    #[command(name = crate::record_counts::COMMAND, hide = true)]
    CountWorkbook,
}

#[derive(Args, Debug)]
pub(super) struct RunOptions {
    #[command(flatten)]
    pub(super) round: RoundOptions,
    /// Every round that is declared, the oldest first
    #[arg(long, conflicts_with = "round", group = "rounds")]
    pub(super) all: bool,
    /// The state of the collection as it was then: a round, or a day (the newest round that had been released)
    #[arg(long, value_name = "ROUND|DATE", conflicts_with = "round", group = "rounds")]
    pub(super) as_of: Option<String>,
    /// Replace the outputs of a round that is closed
    #[arg(long)]
    pub(super) rebuild: bool,
    /// Folder to write to; each round has a folder in it
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub(super) out: PathBuf,
    /// Number of threads (default: one for each core)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,
    /// Write only these formats of the outputs, and leave no other in the folder (default: all)
    #[arg(long, value_parser = forms(), value_name = "FORMAT", value_delimiter = ',')]
    pub(super) only: Vec<Format>,
    /// Print errors only
    #[arg(short, long)]
    pub(super) quiet: bool,
}

/// The formats of the outputs and their descriptions, as `emit` has them.
fn forms() -> impl TypedValueParser<Value = Format> {
    let forms = Format::ALL.map(|form| PossibleValue::new(form.word()).help(form.about()));
    PossibleValuesParser::new(forms).try_map(|word| Format::parse(&word).ok_or("no such form"))
}

#[derive(Args, Debug)]
pub(super) struct CheckOptions {
    /// Files or folders of submissions or mappings (default: all rounds that have submissions, and all mappings)
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) round: RoundOptions,
    /// Format of standard output
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(super) format: CheckFormat,
    /// Treat this finding as an error; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(super) deny: Vec<String>,
    /// Treat this finding as a note; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(super) allow: Vec<String>,
    /// Only findings with this code; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(super) select: Vec<String>,
    /// No findings with this code; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(super) ignore: Vec<String>,
    /// End with status 0 whatever is found, unless the check could not run
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Show nothing that the round suppresses, for whoever reads the log of a check: no such number, and no text about one
    #[arg(long)]
    pub(super) public: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people: errors with their places drawn, other findings counted; with -v all drawn
    Text,
    /// One finding per line: `file:place: level: code: sentence`
    Short,
    Json,
    Sarif,
    Junit,
    Github,
    Markdown,
}

#[derive(Args, Debug)]
pub(super) struct AcceptOptions {
    /// The code of the finding
    #[arg(value_name = "CODE")]
    pub(super) code: String,
    /// The place, as the finding names it: dk/file.xlsx!2016!C7, dk/file.xlsx!2016 for a sheet, dk/file.xlsx for a file
    #[arg(value_name = "PLACE")]
    pub(super) place: String,
    /// Words of the finding, if the cell has several with this code
    #[arg(long, value_name = "WORDS")]
    pub(super) about: Option<String>,
    /// What the country answered
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
    /// Who answered
    #[arg(long, value_name = "NAME")]
    pub(super) who: String,
    /// Date of the answer, such as 2020-03-01
    #[arg(long, value_name = "DATE")]
    pub(super) date: String,
    /// The last round in which the answer holds (default: the round itself)
    #[arg(long, value_name = "ROUND")]
    pub(super) until: Option<String>,
    /// Add the entry to accepted.toml of the area instead of printing it
    #[arg(long)]
    pub(super) write: bool,
    #[command(flatten)]
    pub(super) round: RoundOptions,
}

#[derive(Args, Debug)]
pub(super) struct ApproveOptions {
    /// Whose texts: a state or an organisation (default: all that sent)
    #[arg(value_name = "CODE", value_parser = parse_sender)]
    pub(super) senders: Vec<Sender>,
    /// Show the texts that were approved, too
    #[arg(long)]
    pub(super) all: bool,
    /// Keep the texts in approved.csv of the sender
    #[arg(long)]
    pub(super) write: bool,
    /// Who approves them
    #[arg(long, value_name = "NAME")]
    pub(super) who: Option<String>,
    /// The day, such as 2023-05-03
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
    #[command(flatten)]
    pub(super) round: RoundOptions,
}

#[derive(Args, Debug)]
pub(super) struct DiffOptions {
    /// Two output folders, the old and the new one
    #[arg(value_name = "FOLDER", num_args = 0..=2)]
    pub(super) folders: Vec<PathBuf>,
    /// Compare the working tree with this git revision instead
    #[arg(long, value_name = "REVISION")]
    pub(super) base: Option<String>,
    /// Format of standard output
    #[arg(long, value_enum, default_value_t = DiffForm::Text)]
    pub(super) format: DiffForm,
    /// End with status 1 when any figure or sum differs, or the years, areas or dimensions do
    #[arg(long)]
    pub(super) exit_code: bool,
    #[command(flatten)]
    pub(super) round: RoundOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffForm {
    Text,
    Json,
    Markdown,
}

#[derive(Args, Debug)]
pub(super) struct SuggestOptions {
    /// The state (ISO 3166-1 alpha-2) or organisation
    #[arg(value_name = "SENDER", value_parser = parse_sender)]
    pub(super) wanted: Sender,
    /// Append the likeliest candidate of each label to the crosswalk, as a proposal that no run uses
    #[arg(long)]
    pub(super) write: bool,
    /// Print a patch of the layout for tables and headers that were renamed in the workbook
    #[arg(long, conflicts_with = "write")]
    pub(super) layout: bool,
    #[command(flatten)]
    pub(super) round: RoundOptions,
}

#[derive(Args, Debug)]
pub(super) struct CoverageOptions {
    /// Format of the table
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(super) format: TableFormat,
    #[command(flatten)]
    pub(super) round: RoundOptions,
}

#[derive(Args, Debug)]
pub(super) struct ShowOptions {
    /// Any workbook; if it is in the folder of the round, each cell shows what becomes of it
    #[arg(value_name = "WORKBOOK")]
    pub(super) workbook: PathBuf,
    /// Only this sheet
    #[arg(long, value_name = "NAME")]
    pub(super) sheet: Option<String>,
    /// Number of characters shown of a cell; a longer text ends in …
    #[arg(long, value_name = "CHARACTERS", default_value_t = 18)]
    pub(super) width: usize,
    #[command(flatten)]
    pub(super) round: RoundOptions,
}

#[derive(Args, Debug)]
pub(super) struct NewOptions {
    /// The state (ISO 3166-1 alpha-2) or organisation
    #[arg(value_name = "SENDER", value_parser = parse_sender)]
    pub(super) wanted: Sender,
    /// The workbook
    #[arg(value_name = "WORKBOOK")]
    pub(super) workbook: PathBuf,
    /// The language of its labels (BCP 47)
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub(super) language: String,
    #[command(flatten)]
    pub(super) round: RoundOptions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    Text,
    Csv,
}

#[derive(Args, Debug)]
pub(super) struct TraceOptions {
    /// The key of an observation or its beginning, the number of a line of harmonized.csv, or a cell (dk/file.xlsx!2016!C7)
    #[arg(value_name = "KEY|LINE|CELL")]
    pub(super) what: String,
    #[command(flatten)]
    pub(super) round: RoundOptions,
}

#[derive(Args, Debug)]
pub(super) struct CompareOptions {
    /// The first area (ISO 3166-1 alpha-2)
    #[arg(value_name = "AREA", value_parser = parse_area)]
    pub(super) a: RefArea,
    /// The second area
    #[arg(value_name = "AREA", value_parser = parse_area)]
    pub(super) b: RefArea,
    /// Only this measure (such as `VICT_ID`), or all measures of an object (such as `person`)
    #[arg(long, value_name = "MEASURE")]
    pub(super) measure: Option<String>,
    /// Only this year, or a pooled period such as 2016-2018
    #[arg(long, value_name = "YEAR")]
    pub(super) year: Option<String>,
    #[command(flatten)]
    pub(super) round: RoundOptions,
}

#[derive(Args, Debug)]
pub(super) struct ExplainOptions {
    /// The code of a finding or a rule, or a reason such as VSTATUS; without it, all codes
    pub(super) code: Option<String>,
    /// Folder of mapping files, where the reasons are described
    #[arg(long, value_name = "DIR", default_value = "mappings")]
    pub(super) mappings: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct LogOptions {
    /// Print more: all findings of a check, and on standard error what is read (-vvv: names of files, not for publication)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Format of the log
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

impl LogOptions {
    /// Whether -v was given.
    pub(super) fn is_verbose(&self) -> bool {
        self.verbose > 0
    }

    /// Starts the log on standard error. A second start (in tests) changes nothing.
    pub(super) fn start(&self) {
        let level = match self.verbose {
            0 => tracing::Level::WARN,
            1 => tracing::Level::INFO,
            2 => tracing::Level::DEBUG,
            _ => tracing::Level::TRACE,
        };
        let builder = tracing_subscriber::fmt().with_max_level(level).with_writer(|| LogWriter).without_time().with_target(false);
        let _ = match self.log_format {
            LogFormat::Text => builder.with_ansi(false).try_init(),
            LogFormat::Json => builder.json().try_init(),
        };
    }
}
