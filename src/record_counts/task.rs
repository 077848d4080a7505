//! What to count the rows of a file by: what the layout says of record files, as this module needs it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::classes::Reduce;
use crate::normalize::normalize;
use crate::plan::{FileRule, RecordColumn, RecordKind, RecordRule, WordConcept};

/// What to count the rows of a file by.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Task {
    /// The columns that take part, at most [`super::SLOTS`].
    pub slots: Vec<Slot>,
    /// The headers of all columns by which the layout counts: a row that has something in one of them is a record.
    pub counted: Vec<String>,
    /// What a field says where nothing is known; an empty one always does.
    pub missing: Vec<String>,
    /// Globs over sheet names; none: every sheet.
    pub sheets: Vec<String>,
    /// Declared encoding of a text, a label of the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    /// Delimiter of a text.
    pub delimiter: Option<u8>,
}

/// One column of the count: a column of the file, or several that are read together.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Slot {
    /// The headers, compared normalized.
    pub headers: Vec<String>,
    /// How a value becomes a class.
    pub reduce: Reduce,
}

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

    /// Which columns, from the first on, are counted.
    pub(super) fn counted_columns(&self, headers: &[(String, (u32, u32))]) -> Vec<bool> {
        let wanted: BTreeSet<String> =
            self.slots.iter().flat_map(|slot| &slot.headers).chain(&self.counted).map(|header| normalize(header)).collect();
        let mut counted = Vec::new();
        for (_, (_, column)) in headers.iter().filter(|(text, _)| wanted.contains(&normalize(text))) {
            let column = usize::try_from(*column).unwrap_or(0);
            counted.resize(counted.len().max(column + 1), false);
            if let Some(place) = counted.get_mut(column) {
                *place = true;
            }
        }
        counted
    }
}

/// The columns of the slots among the headers, and the headers of slots that are not there.
pub(super) fn find_columns(headers: &[(String, (u32, u32))], task: &Task) -> Result<Vec<Vec<u32>>, Vec<String>> {
    let normalized: Vec<(String, u32)> = headers.iter().map(|(text, (_, column))| (normalize(text), *column)).collect();
    let mut lacking = Vec::new();
    let mut find = |header: &String| {
        let wanted = normalize(header);
        let mut found = normalized.iter().filter(|(text, _)| *text == wanted).map(|(_, column)| *column);
        match (found.next(), found.next()) {
            (Some(column), None) => column,
            _ => {
                lacking.push(header.clone());
                0
            }
        }
    };
    let columns = task.slots.iter().map(|slot| slot.headers.iter().map(&mut find).collect()).collect();
    if lacking.is_empty() { Ok(columns) } else { Err(lacking) }
}

fn reduce(column: &RecordColumn) -> Reduce {
    match &column.kind {
        RecordKind::Bands(bands) => Reduce::Bands(bands.iter().map(|band| (band.word.clone(), band.from, band.to)).collect()),
        RecordKind::Flags { yes, no, .. } => Reduce::Flags { yes: yes.clone(), no: no.clone() },
        RecordKind::Words if column.concept == Some(WordConcept::Period) => Reduce::Year,
        RecordKind::Words | RecordKind::Keep { .. } => Reduce::Words,
    }
}
