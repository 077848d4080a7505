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
use crate::suggest::{Candidate, Suggestion, append, crosswalk_line, patch, replacements};

/// What a crosswalk of a round begins with.
const NEW_CROSSWALK: &str = "concept,label,predicate,code,table,justification,decided_by,decided_on,comment\n";

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
        let plan = pipeline::plan(&request.mappings, Some(&request.round))?;
        let leaf = plan.senders.get(&options.wanted).map_or_else(|| "crosswalk.csv".to_owned(), |sender| sender.file("crosswalk.csv"));
        let path = request.mappings.join(options.wanted.folder()).join(leaf);
        // The file of a round is begun with its first line.
        let before = if fs::exists(&path) { fs::read(&path)? } else { NEW_CROSSWALK.as_bytes().to_vec() };
        let with_candidate = suggestions.iter().filter(|own| !own.candidates.is_empty());
        let proposed: Vec<(&Suggestion, Option<&Candidate>)> = with_candidate.map(|own| (own, own.candidates.first())).collect();
        let bytes = append(&before, &proposed).map_err(|what| Failure::Request(format!("{}: {what}", path.display())))?;
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
    // A layout of an earlier round is not changed for this one: its tables are replaced in that of the round.
    let plan = pipeline::plan(&request.mappings, Some(&request.round))?;
    let leaf = plan.senders.get(&options.wanted).map_or_else(|| "layout.toml".to_owned(), |sender| sender.file("layout.toml"));
    let name = format!("{}/{leaf}", options.wanted.folder());
    let inputs = &outcome.mapping_files.inputs;
    let text_of = |name: &str| inputs.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let hunks = patch(&name, &text_of(&name), &outcome.findings);
    let start = format!("{}/layout.", options.wanted.folder());
    let earlier = inputs.keys().filter(|own| own.starts_with(&start) && **own != name);
    let blocks: Vec<String> = earlier.flat_map(|own| replacements(own, &text_of(own), &outcome.findings)).collect();
    if !blocks.is_empty() {
        writeln!(streams.err, "add to {}; earlier rounds keep their own:\n", request.mappings.join(&name).display())?;
        writeln!(streams.out, "{}", blocks.join("\n\n"))?;
    }
    if hunks.is_empty() {
        if !is_incomplete && blocks.is_empty() {
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
