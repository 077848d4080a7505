//! One file of records, counted by the columns of its rule.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::counts::{Refusal, RowCounts};
use super::task::Task;
use super::{child_process, sheet, text};
use crate::diag::{Finding, Findings, Location, codes};
use crate::fs;
use crate::ingest::{RawFile, Rejection, foreign};
use crate::plan::{FileRule, RecordColumn, RecordRule};

/// What kind of file it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// Delimited text.
    Text,
    /// A workbook of the kind xlsx.
    Xlsx,
}

/// Counts the rows of a file; a workbook is read in a child process of the program `reader`, or in this one without it.
pub fn row_counts(path: &Path, form: Form, task: &Task, reader: Option<&Path>) -> Result<Vec<RowCounts>, Refusal> {
    match (form, reader) {
        (Form::Text, _) => text::row_counts(path, task).map(|row_counts| vec![row_counts]),
        (Form::Xlsx, Some(reader)) => child_process::row_counts(reader, path, task),
        (Form::Xlsx, None) => sheet::count_caught(path, task),
    }
}

/// Counts the rows of a file by `columns` of the rule that it is read by, one result for each sheet; `declared` is what the layout says of the file. What can't
/// be counted is a finding.
pub fn count_file<'a>(
    raw: &RawFile,
    rule: &RecordRule,
    columns: impl Iterator<Item = &'a RecordColumn>,
    declared: Option<&FileRule>,
    reader: Option<&Path>,
) -> (Vec<RowCounts>, Findings) {
    let mut findings = Findings::default();
    let place = || Location::File(Arc::clone(&raw.file));
    let Some(declared) = declared else {
        findings.push(Finding::new(codes::FILE_UNDECLARED, place(), format!("the file \"{}\"", raw.name())));
        return (Vec::new(), findings);
    };
    let Some(path) = &raw.streamed else { return (Vec::new(), findings) };
    let task = Task::new(rule, columns, declared);
    tracing::trace!(file = %raw.file, "counting");
    let form = form_of(path);
    if let Ok(Form::Xlsx) = form {
        let found = "records in a workbook: rows and columns that it hides are counted";
        let finding = Finding::new(codes::HIDDEN_NOT_VISIBLE, place(), found).expected("nothing hidden, or a csv file");
        findings.push(finding.remedy("make sure that nothing is hidden or filtered, or ask for csv"));
    }
    match form.and_then(|form| row_counts(path, form, &task, reader).map_err(Rejection::from)) {
        Ok(counts) => {
            if counts.is_empty() {
                let globs: Vec<&str> = rule.sheet.words().collect();
                let finding = Finding::new(codes::SHEET_NOT_FOUND, place(), format!("no sheet \"{}\"", globs.join("\" or \"")));
                findings.push(finding.related(Location::Line(rule.at)));
            }
            (counts, findings)
        }
        Err(rejection) => {
            findings.push(rejection.finding(place()));
            (Vec::new(), findings)
        }
    }
}

/// What a file is by its first bytes. Records of other kinds are refused: they can't be read piece by piece.
fn form_of(path: &Path) -> Result<Form, Rejection> {
    const HEAD_BYTES: u64 = 4096;
    let unreadable = |error: &dyn std::fmt::Display| Rejection::from((codes::FILE_UNREADABLE, error.to_string()));
    let not_read = |what: &str| Rejection::from((codes::FILE_NOT_A_TABLE, format!("{what}; records are read from csv and xlsx")));
    let mut start = Vec::new();
    let file = fs::open(path).map_err(|error| unreadable(&error))?;
    let length = file.take(HEAD_BYTES).read_to_end(&mut start).map_err(|error| unreadable(&error))?;
    let has = |text: &[u8]| start.windows(text.len()).take(64).any(|window| window == text);
    match start.as_slice() {
        [] => Err(Rejection::from((codes::FILE_EMPTY, "no byte".to_owned()))),
        [b'P', b'K', 3, 4, ..] if has(b"opendocument") => Err(not_read("records in an ods workbook")),
        [b'P', b'K', 3, 4, ..] => Ok(Form::Xlsx),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(not_read("records in an xls workbook, or an encrypted one")),
        head => foreign(head, (length as u64) < HEAD_BYTES).map_or(Ok(Form::Text), Err),
    }
}
