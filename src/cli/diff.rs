//! `roundup diff`: what differs between two output folders, or between a git revision and the working tree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::args::{DiffForm, DiffOptions};
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use crate::diff::{Form, Snapshot, differences, render};
use crate::emit;
use crate::fs;
use crate::model::{RefArea, Sender};
use crate::pipeline::{self, Request};
use crate::release::Audience;

pub(super) fn diff(options: &DiffOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    match (&options.base, options.folders.as_slice()) {
        (Some(revision), []) => since(revision, options, streams),
        (None, [old, new]) => {
            let names = (old.display().to_string(), new.display().to_string());
            options.round.check_areas(&options.round.area)?;
            let (old, new) = (folder(old)?, folder(new)?);
            let areas = states(&options.round.area)?;
            check_areas(&areas, (&old, &new), &names)?;
            let status = show(options, (&of_areas(old, &areas), &of_areas(new, &areas)), &names, streams)?;
            Ok(status)
        }
        _ => {
            let what = "name two output folders, such as out/2020 and out/2022, or a git revision with --base";
            Err(Failure::Request(what.to_owned()))
        }
    }
}

/// The working tree against a revision: of the round that is named, else of every round that both declare; as JSON, of the newest.
fn since(revision: &str, options: &DiffOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let mut rounds = match &options.round.round {
        Some(round) => vec![round.clone()],
        None => pipeline::rounds(&options.round.mappings)?,
    };
    if rounds.len() > 1 && options.format == DiffForm::Json {
        rounds.drain(..rounds.len() - 1);
    }
    if rounds.len() < 2 {
        let request = options.round.request(streams)?;
        return since_in(revision, &request, options, streams);
    }
    let declared = fs::at_revision(revision, |tree| pipeline::rounds(&tree.path(&options.round.mappings)?))??;
    let mut worst = Status::Clean;
    for round in rounds {
        let heading = if options.format == DiffForm::Markdown { format!("## Round {round}\n\n") } else { format!("round {round}\n") };
        write!(streams.out, "{heading}")?;
        if !declared.contains(&round) {
            writeln!(streams.out, "{revision} does not declare it\n")?;
            worst = worst.or_worse(if options.exit_code { Status::Submission } else { Status::Clean });
            continue;
        }
        let request = options.round.request_for(Some(round), streams)?;
        worst = worst.or_worse(since_in(revision, &request, options, streams)?);
        writeln!(streams.out)?;
    }
    Ok(worst)
}

/// One round of the working tree against a revision.
fn since_in(revision: &str, request: &Request, options: &DiffOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let new = dataset(request, streams.terminal)?;
    let old = fs::at_revision(revision, |tree| {
        let request = Request { raw: tree.path(&request.raw)?, mappings: tree.path(&request.mappings)?, ..request.clone() };
        dataset(&request, false)
    })??;
    // What an organisation sent is about all areas.
    let areas = states(&options.round.area).unwrap_or_default();
    let names = (revision.to_owned(), "working tree".to_owned());
    show(options, (&of_areas(old, &areas), &of_areas(new, &areas)), &names, streams)
}

/// The states that were named; an organisation is no area of a dataset.
fn states(senders: &[Sender]) -> Result<Vec<RefArea>, Failure> {
    let state = |sender: &Sender| {
        sender.state().ok_or_else(|| Failure::Request(format!("{} is no area: name a state, such as dk", sender.folder())))
    };
    senders.iter().map(state).collect()
}

fn show(
    options: &DiffOptions,
    (old, new): (&Snapshot, &Snapshot),
    names: &(String, String),
    streams: &mut Streams<'_>,
) -> Result<Status, Failure> {
    let differences = differences(old, new);
    let form = match options.format {
        DiffForm::Text => Form::Text,
        DiffForm::Json => Form::Json,
        DiffForm::Markdown => Form::Markdown,
    };
    write!(streams.out, "{}", render(&differences, &names.0, &names.1, form))?;
    Ok(if options.exit_code && !differences.is_empty() { Status::Submission } else { Status::Clean })
}

/// Refuses areas that neither of two datasets collects.
fn check_areas(areas: &[RefArea], (old, new): (&Snapshot, &Snapshot), names: &(String, String)) -> Result<(), Failure> {
    let known: BTreeSet<&str> = old.areas().chain(new.areas()).collect();
    match areas.iter().find(|area| !known.contains(area.to_string().as_str())) {
        Some(area) => {
            let words: Vec<String> = known.iter().map(|area| area.to_ascii_lowercase()).collect();
            let what = format!("{} is not an area of {} or {}; there are {}", area.folder(), names.0, names.1, words.join(", "));
            Err(Failure::Request(what))
        }
        None => Ok(()),
    }
}

/// The part of a dataset that was asked for; all of it where no area was named.
fn of_areas(snapshot: Snapshot, areas: &[RefArea]) -> Snapshot {
    let areas: Vec<String> = areas.iter().map(ToString::to_string).collect();
    if areas.is_empty() { snapshot } else { snapshot.of_areas(&areas) }
}

/// The dataset that a round gives, as whoever reviews a change may see it, and nothing written.
fn dataset(request: &Request, terminal: bool) -> Result<Snapshot, Failure> {
    let outcome = pipeline::release(request, Audience::Reviewers, &Bar::new(terminal))?;
    let no_round = || {
        let refused =
            "dimensions.toml or the code lists have errors, and the round suppresses small counts: see `roundup check`".to_owned();
        Failure::Request(if outcome.is_refused { refused } else { format!("no round \"{}\" in rounds.toml", request.round) })
    };
    let release = outcome.release.as_ref().ok_or_else(no_round)?;
    let files: BTreeMap<String, Vec<u8>> = emit::emit_release(release, &[emit::Format::Csv], None)?.into_iter().collect();
    // By the digests of all inputs it is known which submissions are others.
    let inputs = outcome.working.iter().flat_map(|working| working.inputs().iter().cloned());
    let snapshot = Snapshot::new(&files).map_err(Failure::Request)?;
    Ok(snapshot.with_mappings(&outcome.mapping_files.inputs).with_inputs(inputs))
}

/// The dataset of an output folder.
fn folder(path: &Path) -> Result<Snapshot, Failure> {
    let mut files = BTreeMap::new();
    for (name, _) in fs::list(path)?.into_iter().filter(|(_, kind)| *kind != fs::EntryKind::Folder) {
        if ["harmonized.csv", "flags.csv", "regional.csv", "manifest.json"].contains(&name.as_str()) {
            let bytes = fs::read(&path.join(&name))?;
            files.insert(name, bytes);
        }
    }
    Snapshot::new(&files).map_err(|what| Failure::Request(format!("{}: {what}", path.display())))
}
