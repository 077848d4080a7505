//! `roundup approve`: shows the texts of a submission that nobody approved, sheet by sheet, and keeps them as the accepted wording.

use std::collections::BTreeMap;

use super::args::ApproveOptions;
use super::notices::{NOT_FOR_PUBLICATION, show_faults, working};
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use crate::approval::Approval;
use crate::diag::render::{finding_text, place_text};
use crate::diag::{Finding, TextEntry, Wording, codes};
use crate::fs;
use crate::model::is_date;
use crate::pipeline::{self, Accepted, Outcome};
use crate::printable::visible;

/// The findings that an approval settles.
const SETTLED: [crate::diag::Code; 5] =
    [codes::TEXTS_UNAPPROVED, codes::TEXT_NEW, codes::TEXT_GONE, codes::TEXT_CHANGED, codes::EXPECTED_MISSING];

pub(super) fn approve(options: &ApproveOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let approval = match (options.write, &options.who, &options.date) {
        (true, Some(who), Some(date)) if is_date(date) && !who.trim().is_empty() => Approval { by: who.clone(), on: date.clone() },
        (true, ..) => {
            let what = "--write keeps who approved the texts and when: --who NAME --date 2023-05-03";
            return Err(Failure::Request(what.to_owned()));
        }
        (false, ..) => Approval { by: String::new(), on: String::new() },
    };
    let mut round = options.round.clone();
    round.area.extend(options.senders.iter().copied().filter(|sender| !options.round.area.contains(sender)));
    let request = round.request(streams)?;
    let outcome = pipeline::run(&request, &Bar::new(streams.terminal))?;
    let is_incomplete = show_faults(&outcome, &request.senders, streams)?;
    working(&outcome, &request.round)?;
    let accepted = pipeline::accepted(&request, &outcome, &approval)?;
    for own in &accepted {
        show(&outcome, own, options.all, streams)?;
    }
    let mut is_refused = false;
    for own in &accepted {
        let Some(bytes) = own.bytes.as_ref() else {
            is_refused = true;
            let what = if own.errors == 1 { "error stands" } else { "errors stand" };
            writeln!(streams.err, "{}: {} {what} in the way; nothing is approved before (roundup check)", own.sender.folder(), own.errors)?;
            continue;
        };
        if options.write {
            fs::replace_inside(&request.mappings, &own.path, bytes)?;
            writeln!(streams.err, "{}: {} texts stand in {}", own.sender.folder(), own.texts, own.path.display())?;
        }
    }
    if !options.write {
        writeln!(streams.err, "--write --who NAME --date DATE keeps them as the accepted wording")?;
    }
    if outcome.suppresses() {
        writeln!(streams.err, "{NOT_FOR_PUBLICATION}")?;
    }
    Ok(if is_incomplete || (is_refused && options.write) { Status::Mapping } else { Status::Clean })
}

/// What there is to look at: what differs from the accepted wording, or where there is none, the texts that no line says.
fn show(outcome: &Outcome, own: &Accepted, all: bool, streams: &mut Streams<'_>) -> Result<(), Failure> {
    let folder = format!("{}/", own.sender.folder());
    let findings: Vec<&Finding> =
        outcome.findings.iter().filter(|finding| SETTLED.contains(&finding.code) && finding.location.file().starts_with(&folder)).collect();
    let is_first = findings.iter().any(|finding| finding.code == codes::TEXTS_UNAPPROVED);
    writeln!(streams.out, "{}", own.sender.folder())?;
    if !is_first {
        for finding in &findings {
            writeln!(streams.out, "{}\n", finding_text(finding).trim_end())?;
        }
        if findings.is_empty() {
            writeln!(streams.out, "  every text is approved or said by a line")?;
        }
    }
    if !is_first && !all {
        return Ok(());
    }
    let texts = outcome.working.as_ref().map_or(&[][..], |data| data.ledger().texts());
    let mut sheets: BTreeMap<String, Vec<&TextEntry>> = BTreeMap::new();
    let is_shown = |entry: &&TextEntry| entry.origin.file.starts_with(&folder) && (all || entry.wording == Wording::New);
    for entry in texts.iter().filter(is_shown).filter(|entry| entry.role.is_text()) {
        let sheet = crate::diag::Location::Sheet(entry.origin.file.clone(), entry.origin.sheet.clone());
        sheets.entry(place_text(&sheet)).or_default().push(entry);
    }
    for (sheet, entries) in sheets {
        writeln!(streams.out, "  {sheet}")?;
        // A text that stands in many cells is shown once.
        let mut texts: BTreeMap<_, (&TextEntry, usize)> = BTreeMap::new();
        for entry in entries {
            texts.entry((entry.role, &entry.table, &entry.text)).or_insert((entry, 0)).1 += 1;
        }
        let mut texts: Vec<(&TextEntry, usize)> = texts.into_values().collect();
        texts.sort_by_key(|(entry, _)| entry.origin.cell);
        for (entry, times) in texts {
            let times = if times > 1 { format!(" ({times} times)") } else { String::new() };
            let table = if entry.table.is_empty() { String::new() } else { format!(" {}", entry.table) };
            writeln!(
                streams.out,
                "    {:<6} {:<12} {}{times}",
                entry.origin.cell.to_string(),
                format!("{}{table}", entry.role.word()),
                visible(&entry.text)
            )?;
        }
    }
    Ok(())
}
