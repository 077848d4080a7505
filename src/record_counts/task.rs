//! What the layout says of record files, as this module needs it.

use super::{Reduce, Slot, Task};
use crate::plan::{FileRule, RecordColumn, RecordKind, RecordRule, WordConcept};

impl Task {
    /// To count the rows of files of a rule by some of its columns.
    pub fn new<'a>(rule: &RecordRule, columns: impl Iterator<Item = &'a RecordColumn>, file: &FileRule) -> Self {
        Self {
            slots: columns.map(|column| Slot { headers: column.headers.clone(), reduce: reduce(column) }).collect(),
            counted: rule.columns.iter().flat_map(|column| &column.headers).cloned().collect(),
            missing: rule.missing.iter().cloned().chain([String::new()]).collect(),
            sheets: rule.sheet.words().map(str::to_owned).collect(),
            encoding: file.encoding.clone(),
            delimiter: file.delimiter,
        }
    }
}

fn reduce(column: &RecordColumn) -> Reduce {
    match &column.kind {
        RecordKind::Bands(bands) => Reduce::Bands(bands.iter().map(|band| (band.word.clone(), band.from, band.to)).collect()),
        RecordKind::Flags { yes, no, .. } => Reduce::Flags { yes: yes.clone(), no: no.clone() },
        RecordKind::Words if column.concept == Some(WordConcept::Period) => Reduce::Year,
        RecordKind::Words | RecordKind::Keep { .. } => Reduce::Words,
    }
}
