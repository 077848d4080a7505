//! `roundup suggest`: candidates for unmapped labels, and on request proposals in the crosswalk that a person has to decide.

use super::args::SuggestOptions;
use super::notices::{note_suppressed, show_faults, working};
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use crate::diag::render::place_text;
use crate::fs;
use crate::pipeline;
use crate::printable::visible;
use crate::suggest::{Candidate, Suggestion, append, crosswalk_line, patch};

pub(super) fn suggest(options: &SuggestOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let mut request = options.round.request(streams)?;
    request.senders = vec![options.wanted];
    if options.layout {
        return layout(options, &request, streams);
    }
    options.round.check_areas(&request.senders)?;
    let outcome = pipeline::run(&request, &Bar::new(streams.terminal))?;
    working(&outcome, &request.round)?;
    let is_incomplete = show_faults(&outcome, &request.senders, streams)?;
    let found = pipeline::suggest(&request, &outcome)?;
    if !found.unknown.is_empty() {
        let what = format!("{} has no mapping files; `roundup new` drafts them from a workbook", options.wanted);
        return Err(Failure::Request(what));
    }
    let suggestions = found.labels;
    if found.proposals > 0 {
        writeln!(streams.out, "{}: {} lines are proposals that nobody has decided", options.wanted, found.proposals)?;
    } else if suggestions.is_empty() && !is_incomplete {
        writeln!(streams.out, "{}: every label has a line", options.wanted)?;
    }
    for suggestion in &suggestions {
        writeln!(streams.out, "{} \"{}\"  {}", suggestion.concept, visible(&suggestion.label), place_text(&suggestion.location))?;
        for candidate in &suggestion.candidates {
            writeln!(streams.out, "  {:<12} {}", candidate.code, visible(&candidate.reason))?;
            writeln!(streams.out, "      {}", visible(&crosswalk_line(suggestion, candidate)))?;
        }
        if suggestion.candidates.is_empty() {
            writeln!(streams.out, "  no candidate: nothing like it is known; `roundup rules` and codelists/ have the codes")?;
        }
    }
    if options.write {
        let path = request.mappings.join(options.wanted.folder()).join("crosswalk.csv");
        let proposed: Vec<(&Suggestion, &Candidate)> = suggestions.iter().filter_map(|s| s.candidates.first().map(|c| (s, c))).collect();
        let bytes = append(&fs::read(&path)?, &proposed).map_err(|what| Failure::Request(format!("{}: {what}", path.display())))?;
        fs::replace_inside(&request.mappings, &path, &bytes)?;
        let what = "a run refuses them until the justification is that of a person's decision";
        writeln!(streams.err, "{} proposals appended to {}; {what}", proposed.len(), path.display())?;
    }
    note_suppressed(&outcome, streams)?;
    Ok(if is_incomplete { Status::Mapping } else { Status::Clean })
}

/// A patch of the layout: one hunk for each text that the workbook calls otherwise now. `git apply -p0 --unidiff-zero` takes it.
fn layout(options: &SuggestOptions, request: &pipeline::Request, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let outcome = pipeline::run(request, &Bar::new(streams.terminal))?;
    let is_incomplete = show_faults(&outcome, &request.senders, streams)?;
    let name = format!("{}/layout.toml", options.wanted.folder());
    let text = outcome.mapping_files.inputs.get(&name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let hunks = patch(&text, &outcome.findings);
    if hunks.is_empty() {
        if !is_incomplete {
            writeln!(streams.err, "{name}: nothing that the workbook calls otherwise now")?;
        }
        return Ok(if is_incomplete { Status::Mapping } else { Status::Clean });
    }
    let path = request.mappings.join(&name);
    writeln!(streams.out, "--- {0}\n+++ {0}", path.display())?;
    for (line, (old, new)) in hunks {
        writeln!(streams.out, "@@ -{line} +{line} @@\n-{old}\n+{new}")?;
    }
    Ok(if is_incomplete { Status::Mapping } else { Status::Clean })
}
