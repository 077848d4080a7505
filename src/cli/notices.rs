//! Notices beside an answer about a round: that it is not for publication, or that mapping files could not be read.

use std::sync::Arc;

use super::status::Failure;
use super::streams::Streams;
use crate::diag::render::finding_text;
use crate::diag::{Finding, Location, codes};
use crate::model::Sender;
use crate::pipeline::Outcome;
use crate::release::Dataset;

/// All that a round came to; a round that is not declared gives nothing.
pub(super) fn working<'a>(outcome: &'a Outcome, round: &str) -> Result<&'a Arc<Dataset>, Failure> {
    outcome.working.as_ref().ok_or_else(|| Failure::Request(format!("no round \"{round}\" in rounds.toml")))
}

/// What is said of a round that suppresses figures, wherever they are shown all the same.
pub(super) const NOT_FOR_PUBLICATION: &str =
    "not for publication: the round suppresses small counts, and these are the figures as they were read";

/// Says so after what a command showed of a round.
pub(super) fn note_suppressed(outcome: &Outcome, streams: &mut Streams<'_>) -> Result<(), Failure> {
    if outcome.suppresses() {
        writeln!(streams.out, "\n{NOT_FOR_PUBLICATION}")?;
    }
    Ok(())
}

/// What stands in the way of an answer about an area: faults of its mapping files, or of those of all areas, for which lines may be missing from the answer.
pub(super) fn faults_of_mappings<'a>(outcome: &'a Outcome, areas: &[Sender]) -> Vec<&'a Finding> {
    let folders: Vec<String> = areas.iter().map(|area| format!("{}/", area.folder())).collect();
    let is_of_all = |file: &str| !file.contains('/') || file.starts_with("codelists/");
    let concerns = |file: &str| is_of_all(file) || folders.is_empty() || folders.iter().any(|folder| file.starts_with(folder.as_str()));
    let is_fault = |finding: &&Finding| {
        let unread = [codes::MAPPING_UNREADABLE, codes::COLUMN_MISSING].contains(&finding.code);
        unread && matches!(finding.location, Location::Line(_)) && concerns(finding.location.file())
    };
    outcome.findings.iter().filter(is_fault).collect()
}

/// Shows such faults; whether there are any.
pub(super) fn show_faults(outcome: &Outcome, areas: &[Sender], streams: &mut Streams<'_>) -> Result<bool, Failure> {
    let faults = faults_of_mappings(outcome, areas);
    for finding in &faults {
        writeln!(streams.err, "{}\n", finding_text(finding))?;
    }
    if !faults.is_empty() {
        writeln!(streams.err, "the answer is incomplete: a mapping file can't be read\n")?;
    }
    Ok(!faults.is_empty())
}
