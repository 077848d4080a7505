//! The order of the stages for a cross table of records.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Progress, Request};
use crate::diag::{Finding, Findings, Location, codes};
use crate::fs;
use crate::ingest::RawFile;
use crate::map::{Context, Counted, CrossTable, CrossTableSpec};
use crate::model::{MappingLine, Sender};
use crate::plan::{RecordRule, build};
use crate::record_counts::count_file;
use crate::schema::read_mappings;

/// What to count, by the names or headers of columns.
#[derive(Clone, Debug)]
pub struct CrossRequest {
    /// The sender.
    pub sender: Sender,
    /// The records of its layout.
    pub records: String,
    /// The columns to count by.
    pub by: Vec<String>,
    /// Further counts: a name, a column, and the code that its rows have.
    pub of: Vec<(String, String, String)>,
    /// The word for values that no line knows; `None`: their rows are in no cell.
    pub unmapped: Option<String>,
}

/// Counts the records of an area. The outer error is the disk's; the inner one says what can't be asked.
pub fn tabulate(
    request: &Request,
    cross: &CrossRequest,
    progress: &dyn Progress,
) -> Result<Result<(CrossTable, Findings), String>, fs::Error> {
    let mut findings = Findings::default();
    let mapping_files = read_mappings(&request.mappings, Some(&request.round), &mut findings)?;
    let plan = build(&mapping_files, &mut findings);
    let folder = format!("{}/", cross.sender.folder());
    let concerns = |finding: &Finding| finding.location.file().starts_with(&folder) || finding.location.file().starts_with("codelists/");
    findings.select(concerns);
    let Some(area) = plan.senders.get(&cross.sender) else { return Ok(Err(format!("no mappings of {}", cross.sender))) };
    let Some(round) = plan.rounds.get(&request.round) else { return Ok(Err(format!("no round {}", request.round))) };
    let rules = || area.layout.iter().flat_map(|layout| layout.records.iter().map(move |rule| (layout, rule)));
    let Some((layout, rule)) = rules().find(|(_, rule)| *rule.id == *cross.records) else {
        let known: Vec<&str> = rules().map(|(_, rule)| &*rule.id).collect();
        return Ok(Err(format!("no records \"{}\" in mappings/{folder}layout.toml; there are: {}", cross.records, known.join(", "))));
    };
    let (rule, crossing) = match narrow(rule, cross) {
        Ok(both) => both,
        Err(why) => return Ok(Err(why)),
    };
    let raw = request.raw.join(&request.round).join(cross.sender.folder());
    let mut files = Vec::new();
    for (name, kind) in fs::list(&raw)? {
        if kind == fs::EntryKind::File && layout.records_of(&name).is_some_and(|(_, other)| other.id == rule.id) {
            let (file, path) = (Arc::from(format!("{folder}{name}")), raw.join(&name));
            let size = fs::size(&path)?;
            files.push(RawFile { file, bytes: None, digest: String::new(), streamed: Some(path), size });
        }
    }
    if files.is_empty() {
        let place = Location::Line(MappingLine::clone(&rule.at));
        findings.push(Finding::new(codes::SHEET_NOT_FOUND, place, format!("no file of the records \"{}\"", rule.id)));
    }
    progress.start(files.iter().map(|file| file.size).sum());
    let count = |file: &RawFile| {
        let counted_rows = count_file(file, &rule, rule.columns.iter(), layout.file(file.name()), request.reader.as_deref());
        progress.done(&file.file, file.size);
        (Arc::clone(&file.file), counted_rows)
    };
    let read: Vec<_> = files.par_iter().map(count).collect();
    let mut counted = Vec::new();
    for (file, (counts, own)) in read {
        counted.extend(counts.into_iter().map(|row_counts| Counted { file: Arc::clone(&file), rule: 0, row_counts }));
        findings.append(own);
    }
    let context = Context { sender: area, lists: &plan.lists, round };
    let table = crate::map::tabulate(&rule, &crossing, &counted, &context, &mut findings);
    findings.settle(&plan.levels);
    Ok(Ok((table, findings)))
}

/// The rule with the columns that take part, and what to count by.
fn narrow(rule: &RecordRule, cross: &CrossRequest) -> Result<(RecordRule, CrossTableSpec), String> {
    let place = |name: &String| {
        let names = || rule.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        rule.place(name).ok_or_else(|| format!("no column \"{name}\"; there are: {}", names()))
    };
    let by: Vec<usize> = cross.by.iter().map(place).collect::<Result<_, _>>()?;
    let of: Vec<usize> = cross.of.iter().map(|(_, column, _)| place(column)).collect::<Result<_, _>>()?;
    let narrow = rule.only(&[by.clone(), of.clone()].concat());
    let name = |place: &usize| rule.columns.get(*place).map_or("", |column| column.name.as_str());
    let again = |place: &usize| narrow.columns.iter().position(|column| column.name == name(place)).unwrap_or(0);
    let of = of.iter().map(again).zip(&cross.of).map(|(place, (_, _, code))| (place, code.clone())).collect();
    let crossing = CrossTableSpec { by: by.iter().map(again).collect(), of, unmapped: cross.unmapped.clone() };
    Ok((narrow, crossing))
}
