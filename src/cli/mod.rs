//! The command line: words as typed become a request; one subcommand, one file.
//!
//! Data goes to standard output, all talk to standard error.

mod accept;
mod args;
mod check;
mod compare;
mod coverage;
mod diff;
mod explain;
mod fmt;
mod guard;
mod kit;
mod map;
mod new;
mod place;
mod progress;
mod round;
mod rules;
mod run;
mod schema;
mod show;
mod suggest;
mod table;
mod tabulate;
mod trace;
mod window;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Parser as _;

pub use args::Arguments;
use args::{CheckFormat, Command};
use guard::Guard;

use crate::diag::render::finding_text;
use crate::diag::{Finding, Location, codes};
use crate::model::RefArea;
use crate::pipeline::Outcome;
use crate::printable::visible;
use crate::release::Dataset;

/// How a command ended; the exit status of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Clean, notes or warnings.
    Clean,
    /// A submission has findings at error level.
    Submission,
    /// It could not run.
    Failed,
    /// Our mappings or configuration have findings at error level.
    Mapping,
}

impl Status {
    /// The exit status: 0, 1, 2 or 3.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Submission => 1,
            Self::Failed => 2,
            Self::Mapping => 3,
        }
    }
}

/// Where a command writes.
pub struct Streams<'a> {
    /// Data.
    pub out: &'a mut dyn Write,
    /// Talk.
    pub err: &'a mut dyn Write,
    /// Whether `err` is a terminal, so that progress may be drawn.
    pub terminal: bool,
    /// Whether `out` may have colours.
    pub colour: bool,
    /// This program, if workbooks are to be read in a process of their own.
    pub reader: Option<PathBuf>,
}

/// Runs the command that the arguments ask for. A reader that closes its pipe early is not a failure.
pub fn main(arguments: Vec<OsString>, streams: &mut Streams<'_>) -> Status {
    let mut err = Guard::new(streams.err, false, false);
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let stream: &mut dyn Write = if error.use_stderr() { &mut err } else { streams.out };
            let _ = write!(stream, "{error}");
            return if error.use_stderr() { Status::Failed } else { Status::Clean };
        }
    };
    // The children's answers are for a program.
    let answered = match &arguments.command {
        Command::ReadWorkbook => Some(crate::ingest::answer(&mut io::stdin().lock(), streams.out)),
        Command::CountWorkbook => Some(crate::record_counts::answer(&mut io::stdin().lock(), streams.out)),
        _ => None,
    };
    let commands = matches!(&arguments.command, Command::Check(options) if options.format == CheckFormat::Github);
    let mut out = Guard::new(streams.out, streams.colour, commands);
    let mut streams =
        Streams { out: &mut out, err: &mut err, terminal: streams.terminal, colour: streams.colour, reader: streams.reader.take() };
    let result = match answered {
        Some(answered) => answered.map(|()| Status::Clean).map_err(Failure::Io),
        None => run_command(&arguments, &mut streams),
    };
    match result {
        Ok(status) => status,
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean,
        Err(failure) => {
            let _ = writeln!(streams.err, "error: {}", visible(&failure.to_string()));
            Status::Failed
        }
    }
}

fn run_command(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    arguments.log.start();
    match &arguments.command {
        Command::Run(options) => run::run(options, streams),
        Command::Accept(options) => accept::accept(options, streams),
        Command::Check(options) => check::check(options, arguments.log.is_verbose(), streams),
        Command::Diff(options) => diff::diff(options, streams),
        Command::Rules(options) => rules::rules(options, streams),
        Command::Schema(options) => schema::schema(options, streams),
        Command::Suggest(options) => suggest::suggest(options, streams),
        Command::Coverage(options) => coverage::coverage(options, streams),
        Command::Show(options) => show::show(options, streams),
        Command::Map(options) => map::map(options, streams),
        Command::Tabulate(options) => tabulate::tabulate(options, streams),
        Command::New(options) => new::new(options, streams),
        Command::Kit(options) => kit::kit(options, streams),
        Command::Completions(options) => kit::completions(options, streams),
        Command::Man => kit::man(streams),
        Command::Fmt(options) => fmt::fmt(options, streams),
        Command::Trace(options) => trace::trace(options, streams),
        Command::Compare(options) => compare::compare(options, streams),
        Command::Explain(options) => explain::explain(options, streams),
        Command::ReadWorkbook | Command::CountWorkbook => Ok(Status::Clean),
    }
}

/// Why a command could not run.
#[derive(Debug)]
pub(super) enum Failure {
    /// A stream refused.
    Io(io::Error),
    /// The disk refused.
    Disk(crate::fs::Error),
    /// A form of the outputs can't hold the round, or the disk refused it.
    Emit(crate::emit::Error),
    /// What was asked for can't be done; in words.
    Request(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(error) => write!(f, "could not write: {error}"),
            Self::Disk(error) => write!(f, "{error}"),
            Self::Emit(error) => write!(f, "{error}"),
            Self::Request(what) => f.write_str(what),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<crate::emit::Error> for Failure {
    fn from(error: crate::emit::Error) -> Self {
        Self::Emit(error)
    }
}

impl From<crate::fs::Error> for Failure {
    fn from(error: crate::fs::Error) -> Self {
        Self::Disk(error)
    }
}

/// All that a round came to; a round that is not declared gives nothing.
pub(super) fn working<'a>(outcome: &'a Outcome, round: &str) -> Result<&'a Arc<Dataset>, Failure> {
    outcome.working.as_ref().ok_or_else(|| Failure::Request(format!("no round \"{round}\" in rounds.toml")))
}

/// What is said of a round that suppresses figures, wherever they are shown all the same.
pub(super) const NOT_FOR_PUBLICATION: &str =
    "not for publication: the round suppresses small counts, and these are the figures as they were read";

/// Says so after what a command showed of a round.
pub(super) fn note_suppressed(outcome: &Outcome, streams: &mut Streams<'_>) -> Result<(), Failure> {
    if outcome.suppresses() {
        writeln!(streams.out, "\n{NOT_FOR_PUBLICATION}")?;
    }
    Ok(())
}

/// What stands in the way of an answer about an area: faults of its mapping files, or of those of all areas, for which lines may be missing from the answer.
pub(super) fn faults_of_mappings<'a>(outcome: &'a Outcome, areas: &[RefArea]) -> Vec<&'a Finding> {
    let folders: Vec<String> = areas.iter().map(|area| format!("{}/", area.folder())).collect();
    let is_of_all = |file: &str| !file.contains('/') || file.starts_with("codelists/");
    let concerns = |file: &str| is_of_all(file) || folders.is_empty() || folders.iter().any(|folder| file.starts_with(folder.as_str()));
    let is_fault = |finding: &&Finding| {
        let unread = [codes::MAPPING_UNREADABLE, codes::COLUMN_MISSING].contains(&finding.code);
        unread && matches!(finding.location, Location::Line(_)) && concerns(finding.location.file())
    };
    outcome.findings.iter().filter(is_fault).collect()
}

/// Shows such faults; whether there are any.
pub(super) fn show_faults(outcome: &Outcome, areas: &[RefArea], streams: &mut Streams<'_>) -> Result<bool, Failure> {
    let faults = faults_of_mappings(outcome, areas);
    for finding in &faults {
        writeln!(streams.err, "{}\n", finding_text(finding))?;
    }
    if !faults.is_empty() {
        writeln!(streams.err, "the answer is incomplete: a mapping file can't be read\n")?;
    }
    Ok(!faults.is_empty())
}
