//! `roundup tabulate`: rows of records counted by the codes of some of their columns.

use super::args::TabulateOptions;
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use crate::diag::render::{finding_text, summary_line};
use crate::diag::{Disposition, Finding, codes};
use crate::fs;
use crate::pipeline::{self, CrossRequest};
use crate::printable::visible;

/// Findings that are printed; the rest is counted.
const PRINTED: usize = 20;

pub(super) fn tabulate(options: &TabulateOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let mut of = Vec::new();
    for word in &options.of {
        let parts = word.split_once('=').and_then(|(name, rest)| Some((name, rest.split_once(':')?)));
        let (name, (column, code)) = parts.ok_or_else(|| Failure::Request(format!("--of {word}: write NAME=COLUMN:CODE")))?;
        of.push((name.to_owned(), column.to_owned(), code.to_owned()));
    }
    let request = CrossRequest {
        sender: options.wanted,
        records: options.records.clone(),
        by: options.by.clone(),
        of,
        unmapped: options.unmapped.clone(),
    };
    let of_round = options.round.request(streams)?;
    let (table, mut findings) = match pipeline::tabulate(&of_round, &request, &Bar::new(streams.terminal))? {
        Ok(told) => told,
        Err(why) => {
            // A sender that no list has is the better reason. It takes all the mappings once more, so only where it failed.
            options.round.check_areas(&[options.wanted])?;
            return Err(Failure::Request(why));
        }
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = request.by.iter().map(String::as_str).chain(["n"]).chain(request.of.iter().map(|(name, ..)| name.as_str()));
    writer.write_record(header).map_err(|error| Failure::Io(error.into()))?;
    for (codes, counts) in &table.rows {
        let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
        writer
            .write_record(codes.iter().map(|code| &**code).chain(counts.iter().map(String::as_str)))
            .map_err(|error| Failure::Io(error.into()))?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::Io(error.into_error()))?;
    match &options.out {
        Some(path) => fs::replace_table(path, &bytes, &fs::Guard::of_project(&of_round.raw, &of_round.mappings))?,
        None => streams.out.write_all(&bytes)?,
    }
    if let Some(word) = &options.unmapped {
        // What has no code is not a fault here: it has a word of its own, as was asked for. It is one where rows are in no cell for it.
        let loses_rows =
            |finding: &Finding| table.left_out.iter().any(|(disposition, _)| *disposition == Disposition::Finding(finding.code.name));
        let without_code = |finding: &Finding| [codes::LABEL_UNMAPPED, codes::LABEL_BLANK].contains(&finding.code) && !loses_rows(finding);
        let said = findings.iter().filter(|finding| without_code(finding));
        for finding in said.clone().take(PRINTED) {
            writeln!(streams.err, "{}: no code; {word} where rows are counted by it", visible(&finding.found))?;
        }
        if let Some(more) = said.count().checked_sub(PRINTED).filter(|more| *more > 0) {
            writeln!(streams.err, "… and {more} more without a code")?;
        }
        findings.select(|finding| !without_code(finding));
    }
    for finding in findings.iter().take(PRINTED) {
        writeln!(streams.err, "{}", finding_text(finding).trim_end())?;
    }
    if findings.iter().count() > PRINTED {
        writeln!(streams.err, "… and {} more", findings.iter().count() - PRINTED)?;
    }
    for (disposition, rows) in &table.left_out {
        let why = match disposition {
            Disposition::OutOfScope(reason) | Disposition::Label(reason) => reason.as_str(),
            Disposition::Finding(code) => code,
            Disposition::Mapped(_) => "",
        };
        let what = if *rows == 1 { "row is" } else { "rows are" };
        writeln!(streams.err, "{rows} {what} in no cell: {why}")?;
    }
    writeln!(streams.err, "{} cells of single records, nothing suppressed; {}", table.rows.len(), summary_line(&findings))?;
    Ok(Status::of(&findings))
}
