//! `roundup suggest`: candidates for unmapped labels, and on request proposals in the crosswalk that a person has to decide.

use std::collections::BTreeMap;

use super::args::SuggestOptions;
use super::{Failure, Status, Streams};
use crate::diag::render::place_text;
use crate::fs;
use crate::pipeline;
use crate::suggest::{Candidate, Suggestion};

/// The word in the column `justification` of a line that nobody decided yet.
const PROPOSAL: &str = "proposal";

pub(super) fn suggest(options: &SuggestOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let mut request = options.round.request(streams.reader.as_deref());
    request.areas = vec![options.wanted];
    if options.layout {
        return layout(options, &request, streams);
    }
    let found = pipeline::suggest(&request)?;
    if !found.unknown.is_empty() {
        let what = format!("{} has no mapping files; `roundup new` drafts them from a workbook", options.wanted);
        return Err(Failure::Request(what));
    }
    let suggestions = found.labels;
    if found.proposals > 0 {
        writeln!(streams.out, "{}: {} lines are proposals that nobody has decided", options.wanted, found.proposals)?;
    } else if suggestions.is_empty() {
        writeln!(streams.out, "{}: every label has a line", options.wanted)?;
    }
    for suggestion in &suggestions {
        writeln!(streams.out, "{} \"{}\"  {}", suggestion.concept, suggestion.label, place_text(&suggestion.place))?;
        for candidate in &suggestion.candidates {
            writeln!(streams.out, "  {:<12} {}", candidate.code, candidate.reason)?;
            writeln!(streams.out, "      {}", fields(suggestion, candidate))?;
        }
        if suggestion.candidates.is_empty() {
            writeln!(streams.out, "  no candidate: nothing like it is known; `roundup rules` and codelists/ have the codes")?;
        }
    }
    if options.write {
        let path = request.mappings.join(options.wanted.folder()).join("crosswalk.csv");
        let proposed: Vec<(&Suggestion, &Candidate)> = suggestions.iter().filter_map(|s| s.candidates.first().map(|c| (s, c))).collect();
        let bytes = append(&fs::read(&path)?, &proposed).map_err(|what| Failure::Request(format!("{}: {what}", path.display())))?;
        fs::replace_file(&path, &bytes)?;
        let what = "a run refuses them until the justification is that of a person's decision";
        writeln!(streams.err, "{} proposals appended to {}; {what}", proposed.len(), path.display())?;
    }
    Ok(Status::Clean)
}

/// A patch of the layout: one hunk for each text that the workbook calls otherwise now. `git apply -p0 --unidiff-zero` takes it.
fn layout(options: &SuggestOptions, request: &pipeline::Request, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let outcome = pipeline::run(request, &pipeline::Silent)?;
    let name = format!("{}/layout.toml", options.wanted.folder());
    let text = outcome.mapping_files.inputs.get(&name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let mut hunks: BTreeMap<usize, (String, String)> = BTreeMap::new();
    for edit in outcome.findings.iter().filter_map(|finding| finding.edit.as_ref()) {
        let start = usize::try_from(edit.table.line).unwrap_or(0);
        let numbered = text.lines().enumerate().skip(start);
        let own = numbered.take_while(|(_, line)| !line.trim_start().starts_with("[["));
        for (index, line) in own {
            // The text stands in quotation marks behind its key, in either of the two kinds that TOML has.
            let parts = |quote: char| line.split(quote).map(str::to_owned).collect::<Vec<String>>();
            for quote in ['"', '\''] {
                let written = parts(quote).into_iter().find(|part| crate::fold::fold(part) == edit.old);
                if let Some(written) = written.filter(|_| line.contains(&format!("{} =", edit.key))) {
                    let (old, new) = (format!("{quote}{written}{quote}"), toml::Value::String(edit.new.clone()).to_string());
                    hunks.entry(index + 1).or_insert_with(|| (line.to_owned(), line.replacen(&old, &new, 1)));
                }
            }
        }
    }
    if hunks.is_empty() {
        writeln!(streams.err, "{name}: nothing that the workbook calls otherwise now")?;
        return Ok(Status::Clean);
    }
    let path = request.mappings.join(&name);
    writeln!(streams.out, "--- {0}\n+++ {0}", path.display())?;
    for (line, (old, new)) in hunks {
        writeln!(streams.out, "@@ -{line} +{line} @@\n-{old}\n+{new}")?;
    }
    Ok(Status::Clean)
}

/// The line as the four needed columns have it.
fn fields(suggestion: &Suggestion, candidate: &Candidate) -> String {
    let fields = [suggestion.concept.as_str(), &suggestion.label, candidate.predicate.name(), &candidate.code];
    let line = record(&fields.map(str::to_owned), b',');
    String::from_utf8_lossy(&line).trim_end().to_owned()
}

/// The crosswalk with the proposals at its end: its own columns, delimiter and line ends.
fn append(bytes: &[u8], proposed: &[(&Suggestion, &Candidate)]) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let header = text.trim_start_matches('\u{feff}').lines().find(|line| !line.starts_with('#') && !line.trim().is_empty());
    let header = header.ok_or("there is no header row")?;
    let delimiter = if header.matches(';').count() > header.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(header.as_bytes());
    let first = reader.records().next().ok_or("there is no header row")?.map_err(|error| error.to_string())?;
    let columns: Vec<String> = first.iter().map(|name| name.trim().to_owned()).collect();
    if !columns.iter().any(|column| column == "justification") {
        return Err("there is no column \"justification\", by which a proposal could be told from a decision".to_owned());
    }
    let ends = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut written = bytes.to_vec();
    if !text.ends_with('\n') {
        written.extend(ends.as_bytes());
    }
    for (suggestion, candidate) in proposed {
        let values: BTreeMap<&str, &str> = BTreeMap::from([
            ("concept", suggestion.concept.as_str()),
            ("label", suggestion.label.as_str()),
            ("predicate", candidate.predicate.name()),
            ("code", candidate.code.as_str()),
            ("justification", PROPOSAL),
            ("comment", candidate.reason.as_str()),
        ]);
        let row: Vec<String> = columns.iter().map(|column| values.get(column.as_str()).copied().unwrap_or_default().to_owned()).collect();
        let line = record(&row, delimiter);
        written.extend(String::from_utf8_lossy(&line).trim_end().as_bytes());
        written.extend(ends.as_bytes());
    }
    Ok(written)
}

fn record(fields: &[String], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing into memory can't fail.
    let _ = writer.write_record(fields);
    writer.into_inner().unwrap_or_default()
}
