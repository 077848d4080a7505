//! One file of records of a submission, counted by the columns of its rule.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::{Form, Refusal, Tally, Task, tally};
use crate::diag::{Finding, Findings, Place, codes};
use crate::fs;
use crate::ingest::RawFile;
use crate::plan::{Layout, RecordColumn, RecordRule};

/// Counts the rows of a file by `columns` of the rule that it is read by, a tally for each sheet. What can't be counted is a finding.
pub fn tally_file<'a>(
    raw: &RawFile,
    rule: &RecordRule,
    columns: impl Iterator<Item = &'a RecordColumn>,
    layout: &Layout,
    reader: Option<&Path>,
) -> (Vec<Tally>, Findings) {
    let mut findings = Findings::default();
    let place = || Place::File(Arc::clone(&raw.file));
    let name = raw.file.rsplit('/').next().unwrap_or_default();
    let Some(file) = layout.files.iter().find(|file| file.name.selects(name)) else {
        findings.push(Finding::new(codes::FILE_UNDECLARED, place(), format!("the file \"{name}\"")));
        return (Vec::new(), findings);
    };
    file.hit.mark();
    let Some(path) = &raw.streamed else { return (Vec::new(), findings) };
    let task = Task::new(rule, columns, file);
    tracing::trace!(file = %raw.file, "counting");
    let form = form_of(path);
    if let Ok(Form::Xlsx) = form {
        let found = "records in a workbook: rows and columns that it hides are counted";
        let finding = Finding::new(codes::HIDDEN_NOT_VISIBLE, place(), found).expected("nothing hidden, or a csv file");
        findings.push(finding.remedy("make sure that nothing is hidden or filtered, or ask for csv"));
    }
    match form.and_then(|form| tally(path, form, &task, reader)) {
        Ok(tallies) => {
            if tallies.is_empty() {
                let globs: Vec<&str> = rule.sheet.words().collect();
                let finding = Finding::new(codes::SHEET_NOT_FOUND, place(), format!("no sheet \"{}\"", globs.join("\" or \"")));
                findings.push(finding.related(Place::Line(rule.at)));
            }
            (tallies, findings)
        }
        Err((code, found)) => {
            findings.push(Finding::new(code, place(), found));
            (Vec::new(), findings)
        }
    }
}

/// What a file is by its first bytes. Records of other kinds are refused: they can't be read piece by piece.
fn form_of(path: &Path) -> Result<Form, Refusal> {
    let unreadable = |error: &dyn std::fmt::Display| (codes::FILE_UNREADABLE, error.to_string());
    let mut start = Vec::new();
    let file = fs::open(path).map_err(|error| unreadable(&error))?;
    file.take(64).read_to_end(&mut start).map_err(|error| unreadable(&error))?;
    let has = |text: &[u8]| start.windows(text.len()).any(|window| window == text);
    match start.as_slice() {
        [] => Err((codes::FILE_EMPTY, "no byte".to_owned())),
        [b'P', b'K', 3, 4, ..] if has(b"opendocument") => {
            Err((codes::FILE_NOT_A_TABLE, "records in an ods workbook; records are read from csv and xlsx".to_owned()))
        }
        [b'P', b'K', 3, 4, ..] => Ok(Form::Xlsx),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            Err((codes::FILE_NOT_A_TABLE, "records in an xls workbook, or an encrypted one; records are read from csv and xlsx".to_owned()))
        }
        [b'%', b'P', b'D', b'F', ..] => Err((codes::FILE_NOT_A_TABLE, "a PDF document".to_owned())),
        _ => Ok(Form::Text),
    }
}
