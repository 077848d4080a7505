//! Arguments in, exit status out. The only place that may end the process.

use std::io::{IsTerminal as _, stderr, stdout};
use std::process::ExitCode;

use roundup::cli::{self, Streams};

/// Figures are many small pieces of memory, made by several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A panic of a reader library is caught and becomes a finding; its message belongs into the log, not on the screen.
    std::panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
    let (mut out, mut err) = (stdout().lock(), stderr());
    let terminal = stderr().is_terminal();
    // https://no-color.org: any value but an empty one.
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let colour = stdout().is_terminal() && !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
    let mut streams = Streams { out: &mut out, err: &mut err, terminal, colour, reader: std::env::current_exe().ok() };
    ExitCode::from(cli::main(std::env::args_os().collect(), &mut streams).code())
}
