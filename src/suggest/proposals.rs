//! Candidates as lines of a crosswalk.

use std::collections::BTreeMap;

use super::{Candidate, Suggestion};
use crate::delimited;
use crate::plan::{PROPOSAL, literal};

/// The line as the four needed columns have it.
pub fn crosswalk_line(suggestion: &Suggestion, candidate: &Candidate) -> String {
    delimited::line([suggestion.concept.as_str(), &literal(&suggestion.label), candidate.predicate.name(), &candidate.code], b',')
}

/// The crosswalk with the proposals at its end: its own columns, delimiter and line ends. In words, why it can't have them.
pub fn append(bytes: &[u8], proposed: &[(&Suggestion, Option<&Candidate>)]) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let header = delimited::header(text).ok_or("there is no header row")?;
    let delimiter = delimited::delimiter(header);
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
        let label = literal(&suggestion.label);
        let values: BTreeMap<&str, &str> = BTreeMap::from([
            ("concept", suggestion.concept.as_str()),
            ("label", &*label),
            ("predicate", candidate.map_or("", |candidate| candidate.predicate.name())),
            ("code", candidate.map_or("", |candidate| candidate.code.as_str())),
            ("justification", PROPOSAL),
            ("comment", candidate.map_or("no candidate", |candidate| candidate.reason.as_str())),
        ]);
        let row = columns.iter().map(|column| values.get(column.as_str()).copied().unwrap_or_default());
        written.extend(delimited::line(row, delimiter).as_bytes());
        written.extend(ends.as_bytes());
    }
    Ok(written)
}
