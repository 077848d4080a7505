//! `roundup accept`: the entry of `accepted.toml` for an answered finding, ready to be pasted.

use super::args::AcceptOptions;
use super::{Failure, Status, Streams, address, released};
use crate::diag::{Place, codes};
use crate::model::{Origin, is_date};
use crate::pipeline::{self, Silent};

pub(super) fn accept(options: &AcceptOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    // What a run would refuse is no answer: the same questions as of accepted.toml.
    if codes::find(&options.code).is_none_or(|code| code.fixed_level) {
        return Err(Failure::Request(format!(
            "no finding that can be answered has the code \"{}\"; `roundup rules` lists all",
            options.code
        )));
    }
    if !is_date(&options.date) {
        return Err(Failure::Request(format!("\"{}\" is no date such as 2020-03-01", options.date)));
    }
    if let Some(until) = options.until.as_ref().filter(|until| until.parse::<u16>().is_err()) {
        return Err(Failure::Request(format!("\"{until}\" is no round such as 2022")));
    }
    let request = options.round.request(streams.reader.as_deref());
    let outcome = pipeline::run(&request, &Silent)?;
    let release = released(&outcome, &request.round)?;
    let at = |place: &Place| if let Place::Cell(origin) = place { Some(origin.clone()) } else { None };
    let of_code = || {
        let findings = outcome.findings.iter().filter(|finding| finding.code.name == options.code);
        findings.filter_map(|finding| Some((at(&finding.place)?, finding.found.as_str())))
    };
    let cell = address(&options.cell);
    let about = |found: &str| options.about.as_ref().is_none_or(|words| found.contains(words));
    let meant: Vec<(Origin, &str)> = of_code().filter(|(origin, found)| origin.to_string() == cell && about(found)).collect();
    if meant.len() > 1 {
        let founds: Vec<&str> = meant.iter().map(|(_, found)| *found).collect();
        let what = format!(
            "{} findings {} are at {}; --about with words of one says which:\n  {}",
            meant.len(),
            options.code,
            cell,
            founds.join("\n  ")
        );
        return Err(Failure::Request(what));
    }
    let Some((origin, _)) = meant.into_iter().next() else {
        // Those of the same state come to mind first.
        let own = |origin: &Origin| cell.split('/').next() == Some(folder(origin));
        let cells: Vec<String> =
            of_code().filter(|(origin, _)| own(origin)).map(|(origin, found)| format!("\n  {origin} ({found})")).collect();
        let known =
            if cells.is_empty() { "there is none of this code in the state".to_owned() } else { format!("it is at{}", cells.concat()) };
        let words = options.about.as_ref().map(|words| format!(" about \"{words}\"")).unwrap_or_default();
        return Err(Failure::Request(format!("there is no finding {}{words} at {cell}; {known}", options.code)));
    };
    let Some(digest) = pipeline::value_digest(&pipeline::plan(&request.mappings)?, release.ledger(), &origin) else {
        return Err(Failure::Request(format!("{origin} holds no digit, so there is no value that an answer could be about")));
    };
    writeln!(streams.err, "paste into {}/{}/accepted.toml:\n", request.mappings.display(), folder(&origin))?;
    let until = options.until.as_deref().unwrap_or(&request.round);
    let (_, file) = origin.file.split_once('/').unwrap_or(("", &origin.file));
    let about = options.about.as_ref().map(|words| ("about", words.as_str()));
    let entries = [
        ("file", file),
        ("sheet", &origin.sheet),
        ("cell", &origin.cell.to_string()),
        ("value", &digest),
        ("reason", &options.reason),
        ("who", &options.who),
        ("date", &options.date),
        ("until", until),
    ];
    writeln!(streams.out, "[[accepted]]")?;
    for (key, value) in std::iter::once(("finding", options.code.as_str())).chain(about).chain(entries) {
        writeln!(streams.out, "{key} = {}", toml::Value::String(value.to_owned()))?;
    }
    Ok(Status::Clean)
}

fn folder(origin: &Origin) -> &str {
    origin.file.split('/').next().unwrap_or_default()
}
