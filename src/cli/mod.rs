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
mod kit;
mod map;
mod new;
mod progress;
mod rules;
mod run;
mod schema;
mod show;
mod suggest;
mod table;
mod tabulate;
mod trace;
mod window;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Parser as _;

pub use args::Arguments;
use args::Command;

use crate::pipeline::Outcome;
use crate::protect::Release;

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
    /// This program, if workbooks are to be read in a process of their own.
    pub reader: Option<PathBuf>,
}

/// Runs the command that the arguments ask for. A reader that closes its pipe early is no failure.
pub fn main(arguments: Vec<String>, streams: &mut Streams<'_>) -> Status {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let stream: &mut dyn Write = if error.use_stderr() { streams.err } else { streams.out };
            let _ = write!(stream, "{error}");
            return if error.use_stderr() { Status::Failed } else { Status::Clean };
        }
    };
    arguments.log.start(streams.terminal);
    let result = match &arguments.command {
        Command::Run(options) => run::run(options, streams),
        Command::Accept(options) => accept::accept(options, streams),
        Command::Check(options) => check::check(options, streams),
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
        Command::ReadWorkbook => crate::ingest::answer(&mut io::stdin().lock(), streams.out).map(|()| Status::Clean).map_err(Failure::Io),
        Command::TallyWorkbook => crate::tally::answer(&mut io::stdin().lock(), streams.out).map(|()| Status::Clean).map_err(Failure::Io),
    };
    match result {
        Ok(status) => status,
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean,
        Err(failure) => {
            let _ = writeln!(streams.err, "error: {failure}");
            Status::Failed
        }
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

/// The address of a cell as outputs have it, also where somebody pastes it as findings print it: `dk/file.xlsx › 2016 › C7`.
pub(super) fn address(text: &str) -> String {
    text.replace(" › ", "!")
}

/// What a round gave; a round that is not declared gives nothing.
pub(super) fn released<'a>(outcome: &'a Outcome, round: &str) -> Result<&'a Release, Failure> {
    outcome.release.as_ref().ok_or_else(|| Failure::Request(format!("no round \"{round}\"")))
}
