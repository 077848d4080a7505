//! `roundup coverage`: which cells of the submissions became figures, table by table, and which mapping lines nothing used.

use std::collections::BTreeMap;

use super::args::{CoverageOptions, TableFormat};
use super::notices::{note_suppressed, show_faults, working};
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use super::table;
use crate::compare::Assessed;
use crate::diag::{Disposition, Location, codes};
use crate::model::ObsValue;
use crate::pipeline::{self, Outcome};
use crate::printable::visible;

const HEADER: [&str; 5] = ["AREA", "KIND", "WHAT", "CELLS", "WITHOUT_NUMBER"];

/// Findings that say that a line of the mappings did nothing.
const UNUSED: [crate::diag::Code; 4] = [codes::LINE_UNUSED, codes::ARTICLE_UNUSED, codes::STATEMENT_UNUSED, codes::CORRECTION_STALE];

pub(super) fn coverage(options: &CoverageOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let request = options.round.request(streams)?;
    let outcome = pipeline::run(&request, &Bar::new(streams.terminal))?;
    let is_incomplete = show_faults(&outcome, &request.senders, streams)?;
    working(&outcome, &request.round)?;
    let rows = rows(&outcome);
    table::write(options.format, HEADER, &rows, (HEADER.len(), 3), streams)?;
    if options.format == TableFormat::Text {
        note_suppressed(&outcome, streams)?;
    }
    Ok(if is_incomplete { Status::Mapping } else { Status::Clean })
}

/// Area, kind, what; cells, and those of them without a number. The kinds: `table` (mapped cells of a layout table), `label` (headers, footnotes
/// and the like), `out-of-scope` (with the declared reason), `finding` (cells that a finding stands for), `unused` (a line of the mappings).
fn rows(outcome: &Outcome) -> Vec<[String; 5]> {
    let mut counts: BTreeMap<(String, u8, String), (usize, usize)> = BTreeMap::new();
    let mut add = |area: &str, kind: u8, what: String, without: bool| {
        let count = counts.entry((area.to_owned(), kind, what)).or_default();
        count.0 += 1;
        count.1 += usize::from(without);
    };
    let folder = |file: &str| file.split('/').next().unwrap_or_default().to_owned();
    if let Some(release) = &outcome.working {
        for observation in release.figures().iter().map(Assessed::observation) {
            let without = matches!(observation.value, ObsValue::Absent(_));
            for origin in &observation.origins {
                add(&folder(&origin.file), 0, observation.table.0.to_string(), without);
            }
        }
        for (origin, account) in release.ledger().iter() {
            let area = folder(&origin.file);
            match &account.disposition {
                Some(Disposition::Mapped(_)) => {}
                Some(Disposition::Label(_)) => add(&area, 1, "headers, footnotes, context".to_owned(), false),
                Some(Disposition::OutOfScope(reason)) => add(&area, 2, reason.clone(), false),
                Some(Disposition::Finding(code)) => add(&area, 3, (*code).to_owned(), false),
                None => add(&area, 3, "unread".to_owned(), false),
            }
        }
    }
    for finding in outcome.findings.iter().filter(|finding| UNUSED.contains(&finding.code)) {
        if let Location::Line(line) = &finding.location {
            add(&folder(&line.file), 4, format!("{line}: {}", finding.found), false);
        }
    }
    let kinds = ["table", "label", "out-of-scope", "finding", "unused"];
    let kind = |kind: u8| kinds.get(usize::from(kind)).copied().unwrap_or_default().to_owned();
    let row = |((area, k, what), (cells, without)): ((String, u8, String), (usize, usize))| {
        let counted = if k == 4 { String::new() } else { cells.to_string() };
        [area, kind(k), visible(&what).into_owned(), counted, if k == 0 { without.to_string() } else { String::new() }]
    };
    counts.into_iter().map(row).collect()
}
