//! `roundup accept`: the entry of `accepted.toml` for an answered finding, printed or put into the file.

use super::args::AcceptOptions;
use super::notices::{NOT_FOR_PUBLICATION, working};
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use super::typed_path::{address, in_round};
use crate::diag::render::place_text;
use crate::diag::{Finding, Location, codes};
use crate::fs;
use crate::model::{Sender, is_date};
use crate::pipeline::{self, Request};

pub(super) fn accept(options: &AcceptOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    // What a run would refuse is not an answer: the same questions as of accepted.toml.
    if codes::find(&options.code).is_none_or(|code| code.fixed_level) {
        return Err(Failure::Request(format!(
            "no finding that can be answered has the code \"{}\"; `roundup rules` lists all",
            options.code
        )));
    }
    if !is_date(&options.date) {
        return Err(Failure::Request(format!("\"{}\" is not a date such as 2020-03-01", options.date)));
    }
    if let Some(until) = options.until.as_ref().filter(|until| until.parse::<u16>().is_err()) {
        return Err(Failure::Request(format!("\"{until}\" is not a round such as 2022")));
    }
    let request = options.round.request(streams)?;
    let outcome = pipeline::run(&request, &Bar::new(streams.terminal))?;
    let data = working(&outcome, &request.round)?;
    let of_code: Vec<&Finding> = outcome.findings.iter().filter(|finding| finding.code.name == options.code).collect();
    let place = place(&options.place, &request);
    let about = |finding: &&&Finding| options.about.as_ref().is_none_or(|words| finding.found.contains(words));
    let here = |finding: &&&Finding| finding.location == place;
    let meant: Vec<&&Finding> = of_code.iter().filter(here).filter(about).collect();
    let finding = match meant.as_slice() {
        [one] => **one,
        [] => return Err(Failure::Request(none_found(&of_code, &place, options))),
        several => {
            let founds: Vec<&str> = several.iter().map(|finding| finding.found.as_str()).collect();
            let what = format!(
                "{} findings {} are at {}; --about with words of one says which:\n  {}",
                several.len(),
                options.code,
                place_text(&place),
                founds.join("\n  ")
            );
            return Err(Failure::Request(what));
        }
    };
    let Some(digest) = pipeline::place_digest(&pipeline::plan(&request.mappings, Some(&request.round))?, data, &finding.location) else {
        let what = "an answer is about a file, a sheet or a cell with a digit of a submission: nothing else has a value that could change";
        return Err(Failure::Request(format!("{}: {what}", place_text(&finding.location))));
    };
    let entry = entry(options, finding, &digest, &request);
    let (folder, _) = finding.location.file().split_once('/').unwrap_or((finding.location.file(), ""));
    let plan = pipeline::plan(&request.mappings, Some(&request.round))?;
    let sender = Sender::of_folder(folder).and_then(|sender| plan.senders.get(&sender));
    let leaf = sender.map_or_else(|| "accepted.toml".to_owned(), |sender| sender.file("accepted.toml"));
    let path = request.mappings.join(folder).join(leaf);
    if options.write {
        let before = if fs::kind(&path).is_some() { fs::read(&path)? } else { Vec::new() };
        let gap = if before.is_empty() || before.ends_with(b"\n\n") {
            ""
        } else if before.ends_with(b"\n") {
            "\n"
        } else {
            "\n\n"
        };
        fs::replace_inside(&request.mappings, &path, &[before.as_slice(), gap.as_bytes(), entry.as_bytes()].concat())?;
        writeln!(streams.err, "the answer stands in {}", path.display())?;
    } else {
        writeln!(streams.err, "paste into {}, or let --write put it there:\n", path.display())?;
        write!(streams.out, "{entry}")?;
    }
    if outcome.suppresses() {
        // An entry holds a digest, from which a small number can be found by trying.
        writeln!(streams.err, "\n{NOT_FOR_PUBLICATION}")?;
    }
    Ok(Status::Clean)
}

/// The place that somebody typed: a cell, a sheet or a file.
fn place(text: &str, request: &Request) -> Location {
    if let Some(origin) = address(text, &request.raw, &request.round) {
        return Location::Cell(origin);
    }
    let text = text.trim().replace(" › ", "!");
    let text = text.strip_prefix("raw ").unwrap_or(&text);
    match text.split_once('!') {
        Some((file, sheet)) => Location::Sheet(in_round(file.trim(), &request.raw, &request.round).into(), sheet.trim().into()),
        None => Location::File(in_round(text, &request.raw, &request.round).into()),
    }
}

/// Where the findings of the code are, those of the same state first of all.
fn none_found(of_code: &[&Finding], place: &Location, options: &AcceptOptions) -> String {
    let area = |place: &Location| place.file().split('/').next().unwrap_or_default().to_owned();
    let own: Vec<String> = of_code
        .iter()
        .filter(|finding| area(&finding.location) == area(place))
        .map(|finding| format!("\n  {} ({})", finding.location.to_string().trim_start_matches("raw "), finding.found))
        .collect();
    let known = match (own.is_empty(), of_code.len()) {
        (false, _) => format!("it is at{}", own.concat()),
        (true, 0) => "there is none of this code in the round".to_owned(),
        (true, n) => format!("there are {n} of this code, and none in this state"),
    };
    let words = options.about.as_ref().map(|words| format!(" about \"{words}\"")).unwrap_or_default();
    format!("there is no finding {}{words} at {}; {known}", options.code, place_text(place))
}

fn entry(options: &AcceptOptions, finding: &Finding, digest: &str, request: &Request) -> String {
    let (_, file) = finding.location.file().split_once('/').unwrap_or(("", finding.location.file()));
    let cell = finding.location.cell();
    let until = options.until.as_deref().unwrap_or(&request.round);
    let entries = [
        ("finding", options.code.as_str()),
        ("about", options.about.as_deref().unwrap_or_default()),
        ("file", file),
        ("sheet", finding.location.sheet()),
        ("cell", &cell),
        ("value", digest),
        ("reason", &options.reason),
        ("who", &options.who),
        ("date", &options.date),
        ("until", until),
    ];
    let is_said = |(key, value): &&(&str, &str)| !value.is_empty() || !matches!(*key, "about" | "sheet" | "cell");
    let line = |(key, value): &(&str, &str)| format!("{key} = {}\n", toml::Value::String((*value).to_owned()));
    "[[accepted]]\n".to_owned() + &entries.iter().filter(is_said).map(line).collect::<String>()
}
