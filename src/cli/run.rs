//! `roundup run`: a round from the submissions to the dataset.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use comfy_table::{CellAlignment, Table, presets};

use super::args::RunOptions;
use super::notices::note_suppressed;
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use crate::diag::render::{finding_text, summary_line};
use crate::diag::{Disposition, Findings, Level, Wording};
use crate::emit;
use crate::fs::Guard;
use crate::history::{History, Kind};
use crate::model::{Comparability, RefArea, Sender, Use};
use crate::pipeline::{self, Outcome, Round, RoundStatus, Silent};
use crate::release::Dataset;

/// Findings of one level that are shown; the rest is counted.
const SHOWN: usize = 10;

/// Names of files that are shown of those that would be others.
const NAMED: usize = 5;

pub(super) fn run(options: &RunOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let rounds = if options.all { pipeline::rounds(&options.round.mappings)? } else { Vec::new() };
    if rounds.is_empty() {
        let request = match &options.as_of {
            Some(then) => options.round.request_for(Some(as_of(&options.round.mappings, then)?), streams)?,
            None => options.round.request(streams)?,
        };
        return run_round(options, &request, true, streams);
    }
    let newest = rounds.last().cloned();
    let mut worst = Status::Clean;
    for round in rounds {
        if !options.quiet {
            writeln!(streams.out, "round {round}")?;
        }
        let is_newest = newest.as_ref() == Some(&round);
        let request = options.round.request_for(Some(round), streams)?;
        worst = worst.or_worse(run_round(options, &request, is_newest, streams)?);
    }
    Ok(worst)
}

/// The round that stood at a time: the one of that name, or the newest that had been released by that day.
fn as_of(mappings: &Path, then: &str) -> Result<String, Failure> {
    let rounds = pipeline::rounds(mappings)?;
    if rounds.iter().any(|round| round == then) {
        return Ok(then.to_owned());
    }
    if !crate::model::is_date(then) {
        return Err(Failure::Request(format!("\"{then}\" is neither a round ({}) nor a day such as 2023-09-30", rounds.join(", "))));
    }
    let plan = pipeline::plan(mappings, None)?;
    let days = rounds.iter().filter_map(|id| plan.rounds.get(id)).filter(|round| !round.dates.published.is_empty());
    let released: Vec<(&str, &str)> = days.map(|round| (round.dates.published.as_str(), round.id.as_str())).collect();
    let newest = released.iter().filter(|(day, _)| *day <= then).max_by_key(|(day, _)| *day).map(|(_, id)| (*id).to_owned());
    newest.ok_or_else(|| {
        let first = released.iter().min().map(|(day, id)| format!("the first was round {id}, on {day}"));
        Failure::Request(format!(
            "no round had been released on {then}; {}",
            first.unwrap_or_else(|| "none has been released yet".to_owned())
        ))
    })
}

/// Runs one round and writes its outputs; those of a closed one that are there stay as they are.
fn run_round(
    options: &RunOptions,
    request: &pipeline::Request,
    writes_history: bool,
    streams: &mut Streams<'_>,
) -> Result<Status, Failure> {
    let folder = options.out.join(folder_name(request));
    let guard = Guard::of_project(&request.raw, &request.mappings);
    // Before anything is read, and for the outputs that a run before may have left under a temporary name.
    emit::prepare(&folder, &guard)?;
    let place = place(options, request)?;
    if let Some(place) = place.as_ref().filter(|_| writes_history) {
        emit::prepare(place, &guard)?;
    }
    let bar = Bar::new(streams.terminal && !options.quiet);
    let outcome = match options.threads {
        Some(threads) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build();
            let pool = pool.map_err(|error| Failure::Request(format!("could not start {threads} threads: {error}")))?;
            pool.install(|| pipeline::run(request, &bar))?
        }
        None => pipeline::run(request, &bar)?,
    };
    drop(bar);
    let status = Status::of(&outcome.findings);
    show_findings(&outcome.findings, options.quiet, streams)?;
    let Some(working) = &outcome.working else { return Ok(status) };
    if status == Status::Failed {
        writeln!(streams.err, "error: the ledger does not balance; nothing was written")?;
        return Ok(status);
    }
    let formats: Vec<emit::Format> = if options.only.is_empty() { emit::Format::ALL.to_vec() } else { options.only.clone() };
    let history = match &outcome.round {
        Some(round) if place.is_some() => Some(pipeline::history(request, Some((working, round)), &Silent)?),
        _ => None,
    };
    let files = match &history {
        Some(history) => emit::emit_with_history(working, &formats, history)?,
        None => emit::emit(working, &formats)?,
    };
    // A part of a round has a folder of its own, which nobody published.
    let stays = outcome.round.as_ref().filter(|round| round.status != RoundStatus::Open && request.senders.is_empty() && !options.rebuild);
    let known = if stays.is_some() { emit::differing(&files, &folder)? } else { None };
    let kept = stays.zip(known);
    match &kept {
        Some((_, differing)) if differing.is_empty() && options.quiet => {}
        Some((round, differing)) => writeln!(streams.err, "{}", kept_words(round, differing, &folder))?,
        None => emit::write(&files, &folder, &guard)?,
    }
    if !options.quiet {
        writeln!(streams.out, "{}", summary(&outcome))?;
        let has = |form: emit::Format| formats.contains(&form);
        let has_tables = has(emit::Format::Csv) || has(emit::Format::Package);
        // A file is named only where it was written.
        let at = |name: &str| if has_tables { format!(": {}", folder.join(name).display()) } else { String::new() };
        write!(streams.out, "{}", by_area(working))?;
        writeln!(streams.out, "{} observations{}", working.figures().len(), at("harmonized.csv"))?;
        writeln!(streams.out, "{}", balance(&outcome))?;
        writeln!(streams.out, "{}{}", comparability(working), at("flags.csv"))?;
        writeln!(streams.out, "{}{}", summary_line(&outcome.findings), at("findings.csv"))?;
        if has(emit::Format::Report) {
            writeln!(streams.out, "report to look at: {}", folder.join("report").join("index.html").display())?;
        }
        if has(emit::Format::Xlsx) {
            writeln!(streams.out, "workbook: {}", folder.join("harmonized.xlsx").display())?;
        }
        note_suppressed(&outcome, streams)?;
    }
    if let Some((history, place)) = history.zip(place).filter(|_| writes_history) {
        emit::write(&emit::emit_history(&history), &place, &guard)?;
        if !options.quiet {
            writeln!(streams.out, "{}: {}", became(&history), place.join("revisions.csv").display())?;
        }
    }
    Ok(status)
}

/// Where the history of all rounds up to one goes; nowhere where it is the first, only a part of it was asked for, or only some of its formats.
fn place(options: &RunOptions, request: &pipeline::Request) -> Result<Option<PathBuf>, Failure> {
    let rounds = pipeline::rounds(&request.mappings)?;
    let is_first = rounds.first() == Some(&request.round) || !rounds.contains(&request.round);
    if is_first || !request.senders.is_empty() || !options.only.is_empty() {
        return Ok(None);
    }
    // The history up to an earlier round never takes the place of the whole.
    let is_newest = rounds.last() == Some(&request.round);
    Ok(Some(options.out.join(if is_newest { "history".to_owned() } else { format!("history.{}", request.round) })))
}

/// How many figures became what, in one line.
fn became(history: &History) -> String {
    let words = Kind::ALL.map(|kind| {
        let n = history.revisions.iter().filter(|revision| revision.kind == kind && revision.before.is_some()).count();
        format!("{n} {}", kind.word())
    });
    format!("history of {} rounds: {}", history.vintages.len(), words.join(", "))
}

/// What is said of the outputs of a closed round.
fn kept_words(round: &Round, differing: &[String], folder: &Path) -> String {
    let start = format!("round {} is {}: {} stays as it is", round.id, round.status.word(), folder.display());
    if differing.is_empty() {
        return format!("{start}, which is what a run gives");
    }
    let names = differing.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = if differing.len() > NAMED { format!(" and {} more", differing.len() - NAMED) } else { String::new() };
    let what = "the mappings, the submissions or the program have changed since";
    format!("warning: {start}, and a run would give other files: {names}{more}. {what}; --rebuild replaces them")
}

/// `2020`; `2020.dk-se` for some areas only, so that a part never takes the place of the whole.
fn folder_name(request: &pipeline::Request) -> String {
    let areas: Vec<String> = request.senders.iter().map(|area| area.folder()).collect();
    if areas.is_empty() { request.round.clone() } else { format!("{}.{}", request.round, areas.join("-")) }
}

fn show_findings(findings: &Findings, quiet: bool, streams: &mut Streams<'_>) -> Result<(), Failure> {
    let levels: &[Level] = if quiet { &[Level::Error] } else { &[Level::Error, Level::Warning] };
    for level in levels {
        let of_level: Vec<_> = findings.iter().filter(|finding| finding.level == *level).collect();
        for finding in of_level.iter().take(SHOWN) {
            writeln!(streams.err, "{}\n", finding_text(finding))?;
        }
        if of_level.len() > SHOWN {
            writeln!(streams.err, "… showing {SHOWN} of {} findings at level {}; findings.csv has all\n", of_level.len(), level.word())?;
        }
    }
    Ok(())
}

/// Counts for one sender.
#[derive(Default)]
struct Counts {
    files: usize,
    cells: usize,
    mapped: usize,
    labels: usize,
    out_of_scope: usize,
    findings: usize,
    texts: usize,
    said: usize,
    approved: usize,
    new: usize,
    levels: [usize; 3],
}

fn summary(outcome: &Outcome) -> String {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for (area, files) in &outcome.files {
        counts.entry(area.folder()).or_default().files = files.len();
    }
    let folder = |file: &str| file.split('/').next().unwrap_or_default().to_owned();
    for (origin, account) in outcome.working.iter().flat_map(|working| working.ledger().iter()) {
        let count = counts.entry(folder(&origin.file)).or_default();
        count.cells += 1;
        match &account.disposition {
            Some(Disposition::Mapped(_)) => count.mapped += 1,
            Some(Disposition::Label(_)) => count.labels += 1,
            Some(Disposition::OutOfScope(_)) => count.out_of_scope += 1,
            Some(Disposition::Finding(_)) | None => count.findings += 1,
        }
    }
    let texts = outcome.working.iter().flat_map(|working| working.ledger().texts());
    for entry in texts.filter(|entry| entry.role.is_text()) {
        let count = counts.entry(folder(&entry.origin.file)).or_default();
        count.texts += 1;
        match entry.wording {
            Wording::Said => count.said += 1,
            Wording::Approved => count.approved += 1,
            Wording::New => count.new += 1,
        }
    }
    for finding in &outcome.findings {
        if let Some(count) = counts.get_mut(&folder(finding.location.file())) {
            let slot = match finding.level {
                Level::Error => 0,
                Level::Warning => 1,
                Level::Note => 2,
            };
            if let Some(n) = count.levels.get_mut(slot) {
                *n += 1;
            }
        }
    }
    table(&counts)
}

/// What organisations sent, by the areas that it is about: a line for each of them.
fn by_area(working: &Dataset) -> String {
    let mut counts: BTreeMap<Sender, BTreeMap<RefArea, usize>> = BTreeMap::new();
    for key in working.figures().iter().map(|figure| &figure.observation().key).filter(|key| key.sender().state().is_none()) {
        *counts.entry(key.sender()).or_default().entry(key.ref_area).or_default() += 1;
    }
    let line = |(sender, areas): (&Sender, &BTreeMap<RefArea, usize>)| {
        let areas: Vec<String> = areas.iter().map(|(area, figures)| format!("{area} {figures}")).collect();
        format!("figures of {} by area: {}\n", sender.folder(), areas.join(", "))
    };
    counts.iter().map(line).collect()
}

fn table(counts: &BTreeMap<String, Counts>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table.set_header([
        "sender",
        "files",
        "numbers",
        "mapped",
        "labels",
        "out of scope",
        "findings",
        "texts",
        "said",
        "approved",
        "new",
        "errors",
        "warnings",
        "notes",
    ]);
    for (area, c) in counts {
        let [errors, warnings, notes] = c.levels;
        let texts = [c.texts, c.said, c.approved, c.new];
        let numbers =
            [[c.files, c.cells, c.mapped, c.labels, c.out_of_scope, c.findings].as_slice(), &texts, &[errors, warnings, notes]].concat();
        table.add_row(std::iter::once(area.clone()).chain(numbers.iter().map(ToString::to_string)));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string()
}

/// How many figures serve each use, in one sentence.
fn comparability(working: &Dataset) -> String {
    let parts = Use::ALL.map(|use_| {
        let count = |level: Comparability| working.figures().iter().filter(|cell| cell.level(use_) == level).count();
        format!(
            "{} {}/{}/{}",
            use_.word(),
            count(Comparability::Comparable),
            count(Comparability::Limited),
            count(Comparability::NotComparable)
        )
    });
    format!("figures comparable/limited/not: {}", parts.join(", "))
}

/// The balance of the ledger in one sentence.
fn balance(outcome: &Outcome) -> String {
    let ledger = outcome.working.as_ref().map(|working| working.ledger());
    let accounts = || ledger.into_iter().flat_map(crate::diag::Ledger::iter);
    let count =
        |wanted: fn(&Disposition) -> bool| accounts().filter(|(_, account)| account.disposition.as_ref().is_some_and(wanted)).count();
    let (mapped, labels) = (count(|f| matches!(f, Disposition::Mapped(_))), count(|f| matches!(f, Disposition::Label(_))));
    let (out, found) = (count(|f| matches!(f, Disposition::OutOfScope(_))), count(|f| matches!(f, Disposition::Finding(_))));
    let total = accounts().count();
    let sign = if total == mapped + labels + out + found { "=" } else { "≠" };
    let cells =
        format!("ledger: {total} cells with a digit {sign} {mapped} mapped + {labels} labels + {out} out of scope + {found} findings");
    let rows = ledger.map(crate::diag::Ledger::rows).unwrap_or_default();
    if rows.is_empty() {
        return cells;
    }
    if rows.iter().any(|account| account.masked) {
        return format!("{cells}\nrecords: the rows of {} files and sheets balance; how many they are is suppressed", rows.len());
    }
    let sum = |wanted: fn(&Disposition) -> bool| -> u64 {
        rows.iter().flat_map(|account| &account.dispositions).filter(|(disposition, _)| wanted(disposition)).map(|(_, rows)| rows).sum()
    };
    let read: u64 = rows.iter().map(|account| account.read).sum();
    let [counted, out, found] = [
        sum(|f| matches!(f, Disposition::Mapped(_))),
        sum(|f| matches!(f, Disposition::OutOfScope(_))),
        sum(|f| matches!(f, Disposition::Finding(_))),
    ];
    let sign = if read == counted + out + found { "=" } else { "≠" };
    format!("{cells}\nrecords: {read} rows {sign} {counted} counted + {out} out of scope + {found} findings")
}
