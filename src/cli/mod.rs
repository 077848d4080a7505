//! The command line: arguments become a request; a file for each subcommand (`kit.rs` has three).
//!
//! Data goes to standard output, all messages to standard error.

mod accept;
mod approve;
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
mod notices;
mod progress;
mod release;
mod round;
mod rounds;
mod rules;
mod run;
mod schema;
mod show;
mod status;
mod streams;
mod suggest;
mod table;
mod tabulate;
mod terminal_filter;
mod trace;
mod typed_path;
mod window;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::Parser as _;

pub use args::Arguments;
use args::{CheckFormat, Command};
use status::Failure;
pub use status::Status;
pub use streams::Streams;
use terminal_filter::Guard;

use crate::printable::visible;

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
        Command::Release(options) => release::release(options, streams),
        Command::Accept(options) => accept::accept(options, streams),
        Command::Approve(options) => approve::approve(options, streams),
        Command::Check(options) => check::check(options, arguments.log.is_verbose(), streams),
        Command::Diff(options) => diff::diff(options, streams),
        Command::Rules(options) => rules::rules(options, streams),
        Command::Schema(options) => schema::schema(options, streams),
        Command::Suggest(options) => suggest::suggest(options, streams),
        Command::Coverage(options) => coverage::coverage(options, streams),
        Command::Show(options) => show::show(options, streams),
        Command::Map(options) => map::map(options, streams),
        Command::Tabulate(options) => tabulate::tabulate(options, streams),
        Command::Round(command) => rounds::round(command, streams),
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
