//! `roundup round`: declares a round, shows where the rounds stand, closes one.

use std::path::Path;

use comfy_table::{Table, presets};

use super::args::{RoundCloseOptions, RoundCommand, RoundListOptions, RoundNewOptions};
use super::status::{Failure, Status};
use super::streams::Streams;
use crate::fs;
use crate::model::is_date;
use crate::pipeline::{self, Round, RoundStatus};
use crate::schema::{NewRound, with_round, with_status};

pub(super) fn round(command: &RoundCommand, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    match command {
        RoundCommand::New(options) => new(options, streams),
        RoundCommand::List(options) => list(options, streams),
        RoundCommand::Close(options) => close(options, streams),
    }
}

fn new(options: &RoundNewOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let mappings = &options.folders.mappings;
    let declared = pipeline::declared_rounds(mappings)?;
    let newest = declared.last();
    if !pipeline::is_round_id(&options.id) {
        return Err(Failure::Request(format!("\"{}\" can't be the name of a round: letters, digits, - and _, such as 2023", options.id)));
    }
    if let Some(day) = options.asked.as_ref().filter(|day| !is_date(day)) {
        return Err(Failure::Request(format!("\"{day}\" is not a day such as 2023-01-15")));
    }
    let upper = |words: &[String]| words.iter().map(|word| word.to_ascii_uppercase()).collect::<Vec<_>>();
    let areas = if options.areas.is_empty() { newest.map(|round| round.areas.clone()).unwrap_or_default() } else { upper(&options.areas) };
    let known: Vec<String> = pipeline::areas(mappings)?.iter().map(ToString::to_string).collect();
    if let Some(unknown) = areas.iter().find(|area| !known.contains(area)) {
        return Err(Failure::Request(format!("{unknown} is not an area of codelists/area.csv; there are {}", known.join(", "))));
    }
    if areas.is_empty() {
        return Err(Failure::Request("there is no round before this one to take the states from: name them with --areas".to_owned()));
    }
    let senders = upper(&options.senders);
    let years = &options.years.0;
    let round = NewRound {
        id: &options.id,
        title: options.title.as_deref(),
        asked: options.asked.as_deref(),
        years,
        areas: &areas,
        senders: &senders,
    };
    let path = mappings.join("rounds.toml");
    let text = text_of(&path)?;
    let changed = with_round(&text, &round).map_err(|what| Failure::Request(format!("{}: {what}", path.display())))?;
    fs::replace_inside(mappings, &path, changed.as_bytes())?;
    let folder = options.folders.raw.join(&options.id);
    writeln!(streams.out, "{}: round {}, years {}, {} states", path.display(), options.id, span(years), areas.len())?;
    let order = pipeline::rounds(mappings)?;
    if order.last() != Some(&options.id) {
        let newest = order.last().map_or("", String::as_str);
        let what = "rounds are ordered by their last year, then by name: this one is not the newest, which commands take by default";
        writeln!(streams.err, "note: {what} ({newest} is)")?;
    }
    writeln!(streams.out, "\nWhat comes next:")?;
    let id = &options.id;
    let steps = [
        format!("read the new entry of {}: suppress_below (5 unless you set it), licences, agency, due", path.display()),
        format!("put each submission into {}/<sender>/ with its SOURCE.toml", folder.display()),
        format!(
            "roundup new <sender> <workbook> --round {id} lists what the earlier mappings do not fit and drafts layout.{id}.toml and crosswalk.{id}.csv"
        ),
        format!("roundup check --round {id}, until it has no errors; files without a round in their name are not touched for it"),
        format!(
            "roundup diff out/{} out/{id} shows what became of the years that both have",
            newest.map_or("<earlier>", |round| &round.id)
        ),
        format!("roundup round close {id} --date <day> when nothing comes in any more"),
        format!("roundup release {id} --date <day> writes out/{id}/public/, which may be published"),
    ];
    for (n, step) in (1..).zip(steps) {
        writeln!(streams.out, "  {n}. {step}")?;
    }
    Ok(Status::Clean)
}

pub(super) fn text_of(path: &Path) -> Result<String, Failure> {
    if !fs::exists(path) {
        return Ok(String::new());
    }
    String::from_utf8(fs::read(path)?).map_err(|_| Failure::Request(format!("{} is not UTF-8", path.display())))
}

/// Years in words.
fn span(years: &[u16]) -> String {
    match years {
        [first, .., last] if usize::from(last.saturating_sub(*first)) + 1 == years.len() => format!("{first}-{last}"),
        years => years.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
    }
}

fn list(options: &RoundListOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let mappings = &options.folders.mappings;
    let plan = pipeline::plan(mappings, None)?;
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table.set_header(["round", "status", "years", "sent", "awaited", "days"]);
    for round in pipeline::rounds(mappings)?.iter().filter_map(|id| plan.rounds.get(id)) {
        let (sent, awaited) = senders(round, &options.folders.raw)?;
        let days = round.dates.each().into_iter().filter(|(_, day)| !day.is_empty());
        let days: Vec<String> = days.map(|(word, day)| format!("{word} {day}")).collect();
        table.add_row([
            round.id.clone(),
            round.status.word().to_owned(),
            span(&round.years),
            sent.len().to_string(),
            if awaited.is_empty() { "-".to_owned() } else { awaited.join(" ") },
            days.join(", "),
        ]);
    }
    writeln!(streams.out, "{table}")?;
    Ok(Status::Clean)
}

/// Who has sent for a round, and who has not.
fn senders(round: &Round, raw: &Path) -> Result<(Vec<String>, Vec<String>), Failure> {
    let folder = raw.join(&round.id);
    let (mut sent, mut awaited) = (Vec::new(), Vec::new());
    for name in round.folders() {
        let own = folder.join(&name);
        let files = if fs::is_dir(&own) { fs::list(&own)? } else { Vec::new() };
        let is_file =
            |(name, kind): &(String, fs::EntryKind)| *kind == fs::EntryKind::File && name != "SOURCE.toml" && !name.starts_with('.');
        if files.iter().any(is_file) { sent.push(name) } else { awaited.push(name) }
    }
    Ok((sent, awaited))
}

fn close(options: &RoundCloseOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    if !is_date(&options.date) {
        return Err(Failure::Request(format!("\"{}\" is not a day such as 2023-09-30", options.date)));
    }
    let mappings = &options.folders.mappings;
    let round = declared(mappings, &options.id)?;
    if round.status != RoundStatus::Open {
        return Err(Failure::Request(format!("round {} is {} already", round.id, round.status.word())));
    }
    let later = round.dates.each().into_iter().find(|(word, day)| *word != "closed" && !day.is_empty() && *day > options.date.as_str());
    if let Some((word, day)) = later {
        return Err(Failure::Request(format!("{} is before the day on which round {} was {word}, {day}", options.date, round.id)));
    }
    let path = mappings.join("rounds.toml");
    let changed = with_status(&text_of(&path)?, &options.id, "closed", ("closed", &options.date));
    let changed = changed.map_err(|what| Failure::Request(format!("{}: {what}", path.display())))?;
    fs::replace_inside(mappings, &path, changed.as_bytes())?;
    let (_, awaited) = senders(&round, &options.folders.raw)?;
    if !awaited.is_empty() {
        writeln!(streams.err, "note: nothing has come from {}: from now on that is an error, not a warning", awaited.join(", "))?;
    }
    writeln!(streams.out, "round {} is closed: a run leaves its outputs as they are, and says whether they would be others", options.id)?;
    Ok(Status::Clean)
}

/// A round that is declared without a fault.
pub(super) fn declared(mappings: &Path, id: &str) -> Result<Round, Failure> {
    let plan = pipeline::plan(mappings, None)?;
    let unknown = || Failure::Request(format!("no round \"{id}\" in {}", mappings.join("rounds.toml").display()));
    plan.rounds.get(id).cloned().ok_or_else(unknown)
}
