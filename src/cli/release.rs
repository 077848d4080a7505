//! `roundup release`: what may be published of a round, as a version with its notes; or what one sender may see of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::ReleaseOptions;
use super::progress::Bar;
use super::rounds::{declared, text_of};

use super::status::{Failure, Status};
use super::streams::Streams;
use crate::diag::Level;
use crate::diag::render::summary_line;
use crate::emit::{self, Files, Format};
use crate::fs::{self, Guard};
use crate::model::is_date;
use crate::pipeline::{self, Outcome, PublishedRound, Request, Round, RoundStatus};
use crate::release::{Audience, Notes, Record, Release, Version};
use crate::schema::with_status;

/// Why a round that suppresses small counts is not released.
const REFUSED: &str =
    "the round suppresses small counts, and with errors in dimensions.toml or the code lists it is not known which counts those are";

/// The folder of the mappings that keeps what was released.
pub(super) const RECORDS: &str = "releases";

pub(super) fn release(options: &ReleaseOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let mappings = &options.folders.mappings;
    let round = declared(mappings, &options.id)?;
    let audience = options.audience.map_or(Audience::Public, Audience::Sender);
    check(&round, options)?;
    let request = Request {
        raw: options.folders.raw.clone(),
        mappings: mappings.clone(),
        round: round.id.clone(),
        senders: Vec::new(),
        reader: streams.reader.clone(),
    };
    let guard = Guard::of_project(&request.raw, &request.mappings);
    let folder = options.out.join(&round.id);
    // What a run that was killed left beside the working copy may hold the release of before.
    emit::prepare(&folder, &guard)?;
    let folder = folder.join(audience.sender().map_or_else(|| "public".to_owned(), |sender| format!("for-{}", sender.folder())));
    emit::prepare(&folder, &guard)?;
    let outcome = pipeline::release(&request, audience, &Bar::new(streams.terminal))?;
    let status = Status::of(&outcome.findings);
    let Some(release) = outcome.release.as_ref().filter(|_| status == Status::Clean) else {
        let errors = outcome.findings.iter().filter(|finding| finding.level == Level::Error).count();
        let why = if outcome.is_refused { REFUSED.to_owned() } else { format!("a round with errors is not released, and it has {errors}") };
        writeln!(streams.err, "error: {why}: see `roundup check --round {}`; nothing was written", round.id)?;
        return Ok(status.or_worse(if outcome.is_refused { Status::Mapping } else { Status::Clean }));
    };
    if audience != Audience::Public {
        let files = emit::emit_release(release, &Format::ALL, None)?;
        emit::write(&files, &folder, &guard)?;
        let who = audience.sender().map(|sender| release.codebook().sender_name(sender)).unwrap_or_default();
        writeln!(
            streams.out,
            "{}: {} figures for {who}: its own in full, of the others what is public",
            folder.display(),
            release.figures().len()
        )?;
        return Ok(Status::Clean);
    }
    publish(options, &request, (&round, &outcome, release), &folder, streams)
}

/// What stands in the way of any release of a round.
fn check(round: &Round, options: &ReleaseOptions) -> Result<(), Failure> {
    let id = &round.id;
    if let Some(sender) = options.audience.filter(|sender| !round.senders.contains(sender)) {
        return Err(Failure::Request(format!(
            "{} sends nothing for round {id}; there are {}",
            sender.folder(),
            round.folders().join(", ")
        )));
    }
    if options.audience.is_none() && round.status == RoundStatus::Open {
        let what = "is open, so its figures may still change";
        return Err(Failure::Request(format!("round {id} {what}: close it with `roundup round close {id} --date <day>`, then release it")));
    }
    if let Some(day) = options.date.as_ref().filter(|day| !is_date(day)) {
        return Err(Failure::Request(format!("\"{day}\" is not a day such as 2023-09-30")));
    }
    Ok(())
}

/// Writes the public release: again as its newest version has it, or as a new one.
fn publish(
    options: &ReleaseOptions,
    request: &Request,
    (round, outcome, release): (&Round, &Outcome, &Release),
    folder: &Path,
    streams: &mut Streams<'_>,
) -> Result<Status, Failure> {
    let (id, guard) = (&round.id, Guard::of_project(&request.raw, &request.mappings));
    let plan = pipeline::plan(&request.mappings, Some(id))?;
    if plan.revision_policy.is_empty() {
        let path = request.mappings.join("rounds.toml");
        return Err(Failure::Request(format!("{} says nothing of how figures are revised: give it a revision_policy", path.display())));
    }
    // Two releases at once would be two next versions.
    let _lock = fs::lock_folder(&request.mappings)?;
    let record = read(&request.mappings, id)?;
    let before = published_before(request, &plan.before)?;
    let bar = Bar::new(streams.terminal);
    let values = emit::values(release);
    let made = |version: &Version, earlier: &Record| -> Result<Files, Failure> {
        let stood = |(id, record): &(String, Record)| {
            let figures: BTreeMap<String, String> =
                record.on(&version.date).into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            (!figures.is_empty()).then(|| (id.clone(), figures))
        };
        let before: Vec<PublishedRound> = before.iter().filter_map(stood).collect();
        let changes = pipeline::changes(request, (release, &values), (earlier, &before), &bar)?;
        let notes = Notes {
            version: version.number,
            date: version.date.clone(),
            reason: version.reason.clone(),
            policy: plan.revision_policy.clone(),
            changes: changes.listed,
            suppressed: changes.suppressed,
            round_before: before.last().map(|(id, _)| id.clone()),
            superseded: earlier.versions.clone(),
        };
        Ok(emit::emit_release(release, &Format::ALL, Some(&notes))?)
    };
    if let Some(newest) = record.versions.last() {
        let files = made(newest, &record.before(newest.number))?;
        let differing = newest.differing(&files);
        if differing.is_empty() {
            emit::write(&files, folder, &guard)?;
            mark_published(request, round, &record)?;
            if options.reason.is_some() {
                writeln!(streams.err, "note: nothing differs from version {}: there is no new one", newest.number)?;
            }
            writeln!(streams.out, "{}: version {} of {}, byte for byte", folder.display(), newest.number, newest.date)?;
            return Ok(Status::Clean);
        }
        if options.reason.is_none() || options.date.is_none() {
            let names = differing.join(", ");
            let what = format!("round {id} gives other files than version {} of {}: {names}", newest.number, newest.date);
            return Err(Failure::Request(format!("{what}. To publish them as a new version give --date and --reason")));
        }
    }
    if record.versions.is_empty() && round.status == RoundStatus::Published {
        let what = "and there is no record of it; if there was one, restore it from version control first";
        writeln!(streams.err, "note: rounds.toml says that round {id} was published, {what}: this is version 1")?;
    }
    let number = u32::try_from(record.versions.len()).unwrap_or(u32::MAX).saturating_add(1);
    let version = Version {
        number,
        date: day(options, round, &record)?,
        reason: options.reason.clone().unwrap_or_else(|| "The first release of the round.".to_owned()),
        files: BTreeMap::new(),
        figures: String::new(),
    };
    let files = made(&version, &record)?;
    let version = version.of(&files);
    emit::write(&files, folder, &guard)?;
    let date = version.date.clone();
    let record = record.with(version, &values);
    write(&request.mappings, id, &record)?;
    mark_published(request, round, &record)?;
    writeln!(streams.out, "{}: version {number} of {date}, {} figures", folder.display(), release.figures().len())?;
    writeln!(streams.out, "{}", summary_line(&outcome.findings))?;
    let kept = request.mappings.join(RECORDS);
    writeln!(streams.out, "{} keeps what was published: commit it with the mappings", kept.display())?;
    Ok(Status::Clean)
}

/// Says in `rounds.toml` that a round was published, since the day of its first version. A release that was ended before is taken up again here.
fn mark_published(request: &Request, round: &Round, record: &Record) -> Result<(), Failure> {
    let Some(first) = record.versions.first().filter(|_| round.status == RoundStatus::Closed) else { return Ok(()) };
    let path = request.mappings.join("rounds.toml");
    let changed = with_status(&text_of(&path)?, &round.id, RoundStatus::Published.word(), ("published", &first.date));
    let changed = changed.map_err(|what| Failure::Request(format!("{}: {what}", path.display())))?;
    Ok(fs::replace_inside(&request.mappings, &path, changed.as_bytes())?)
}

/// The day of a new version: of the first one that on which `rounds.toml` says that the round was published, where it says so; never before the round was closed,
/// nor before the version before it.
fn day(options: &ReleaseOptions, round: &Round, record: &Record) -> Result<String, Failure> {
    let declared = Some(round.dates.published.as_str()).filter(|day| !day.is_empty() && record.versions.is_empty());
    let Some(day) = options.date.as_deref().or(declared) else {
        return Err(Failure::Request("a release has a day: give --date, such as 2023-09-30".to_owned()));
    };
    if let Some(other) = declared.filter(|declared| *declared != day) {
        return Err(Failure::Request(format!("rounds.toml says that round {} was published on {other}, and --date says {day}", round.id)));
    }
    let (last, what) = match record.versions.last() {
        Some(last) => (last.date.as_str(), format!("version {} was released", last.number)),
        None => (round.dates.closed.as_str(), "the round was closed".to_owned()),
    };
    if day < last {
        return Err(Failure::Request(format!("{day} is before {last}, the day on which {what}")));
    }
    Ok(day.to_owned())
}

/// The rounds before that were released, the oldest first.
fn published_before(request: &Request, rounds: &[String]) -> Result<Vec<(String, Record)>, Failure> {
    let mut published = Vec::new();
    for id in rounds {
        let record = read(&request.mappings, id)?;
        if !record.versions.is_empty() {
            published.push((id.clone(), record));
        }
    }
    Ok(published)
}

fn paths(mappings: &Path, round: &str) -> [PathBuf; 2] {
    ["versions", "figures"].map(|what| mappings.join(RECORDS).join(format!("{round}.{what}.csv")))
}

/// The record of a round; an empty one where nothing was released of it.
fn read(mappings: &Path, round: &str) -> Result<Record, Failure> {
    let [versions, figures] = paths(mappings, round);
    match [fs::exists(&versions), fs::exists(&figures)] {
        [false, false] => return Ok(Record::default()),
        [true, true] => {}
        [true, false] => return Err(lost(&figures, "it is missing")),
        [false, true] => {
            let what = format!(
                "it is missing; if the first release of the round was ended before it was written, delete {} and release again",
                figures.display()
            );
            return Err(lost(&versions, &what));
        }
    }
    Record::parse(&fs::read(&versions)?, &fs::read(&figures)?).map_err(|what| lost(&versions, &what))
}

fn lost(path: &Path, what: &str) -> Failure {
    Failure::Request(format!("{}: {what}; it keeps what was published, so restore it from version control", path.display()))
}

fn write(mappings: &Path, round: &str, record: &Record) -> Result<(), Failure> {
    let [versions, figures] = paths(mappings, round);
    // Without its figures a record is none: they come first.
    fs::replace_inside(mappings, &figures, &record.figures_csv())?;
    fs::replace_inside(mappings, &versions, &record.versions_csv())?;
    Ok(())
}
