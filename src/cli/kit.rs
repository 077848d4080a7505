//! `roundup kit`, `roundup completions`, `roundup man`: a workflow, a hook, shell completions and manual pages.

use clap::CommandFactory as _;

use super::args::{Arguments, CompletionsOptions, Kit, KitOptions};
use super::status::{Failure, Status};
use super::streams::Streams;

pub(super) fn kit(options: &KitOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let text = match options.of {
        Kit::Github => include_str!("kit/github.yml"),
        Kit::PreCommit => include_str!("kit/pre-commit.sh"),
    };
    streams.out.write_all(text.as_bytes())?;
    Ok(Status::Clean)
}

pub(super) fn completions(options: &CompletionsOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    // The generator takes a writer of a known size: through memory.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), env!("CARGO_PKG_NAME"), &mut script);
    streams.out.write_all(&script)?;
    Ok(Status::Clean)
}

/// One page for the program and one for each command, one after the other.
pub(super) fn man(streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let mut command = Arguments::command();
    command.build();
    let mut pages = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut pages)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        let name = format!("{}-{}", env!("CARGO_PKG_NAME"), sub.get_name());
        clap_mangen::Man::new(sub.clone()).title(name).render(&mut pages)?;
    }
    streams.out.write_all(&pages)?;
    Ok(Status::Clean)
}
