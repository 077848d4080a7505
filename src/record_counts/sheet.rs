//! Records in a workbook: cell after cell through the reader library, each shared string looked at once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::counts::{ABOVE, BETWEEN, Headers, Malformed, NAMED, Refusal, RowCounts};
use super::footer::{FOOTER_CELLS, Footer};
use super::groups::{Groups, push};
use super::hash_table::HashTable;
use super::task::{Task, find_columns};
use crate::diag::codes;
use crate::fs;
use crate::ingest::{refusal, shown};
use crate::plan::Globs;

/// Counts the rows of the sheets of a workbook; a panic of the reader library is a refusal.
pub(super) fn count_caught(path: &Path, task: &Task) -> Result<Vec<RowCounts>, Refusal> {
    let counted = catch_unwind(AssertUnwindSafe(|| row_counts(path, task)));
    counted.unwrap_or_else(|_| Err((codes::READER_FAILED, "a panic in the reader library".to_owned())))
}

fn row_counts(path: &Path, task: &Task) -> Result<Vec<RowCounts>, Refusal> {
    let file = fs::open(path).map_err(|error| (codes::FILE_UNREADABLE, error.to_string()))?;
    let mut workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(refusal)?;
    let wanted = Globs::new(&task.sheets);
    let sheets = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet && wanted.selects(&sheet.name));
    let sheets: Vec<(String, bool)> = sheets.map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect();
    let mut counts = Vec::new();
    for (sheet, hidden) in sheets {
        let mut reader = workbook.worksheet_cells_reader(&sheet).map_err(refusal)?;
        let mut rows = Rows::new(task, RowCounts { sheet, hidden, ..RowCounts::default() });
        while let Some(cell) = reader.next_cell().map_err(refusal)? {
            rows.cell(cell.get_position(), cell.get_value())?;
        }
        counts.push(rows.finish()?);
    }
    Ok(counts)
}

fn shows(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty => false,
        DataRef::SharedString(text) => !text.trim().is_empty(),
        DataRef::String(text) | DataRef::DurationIso(text) | DataRef::DateTimeIso(text) => !text.trim().is_empty(),
        DataRef::Int(_) | DataRef::Float(_) | DataRef::Bool(_) | DataRef::DateTime(_) | DataRef::Error(_) => true,
    }
}

/// So many rows are counted at a time.
const KEYS: usize = 1024;

/// What a cell is to the count.
#[derive(Clone, Copy)]
struct Part {
    slot: usize,
    /// Its number among the columns of the slot.
    part: usize,
}

/// Rows as they come, cell by cell.
struct Rows<'a> {
    task: &'a Task,
    row_counts: RowCounts,
    groups: Groups,
    row: Option<u32>,
    /// How many cells of the row have something, and whether one of them is counted.
    filled: (u32, bool),
    /// The first cell of the row, if it is in a column that is not counted.
    beside: Option<(String, u32)>,
    footer: Footer,
    /// Before the headers are found: the cells of the row.
    texts: Headers,
    /// The first row with content, for the message when no row has the headers.
    candidate: Option<(Headers, Vec<String>)>,
    is_body: bool,
    parts: Vec<Option<Part>>,
    is_counted: Vec<bool>,
    /// Columns with a header, and the first cell below none.
    headed: BTreeSet<u32>,
    unheaded: BTreeMap<u32, u32>,
    /// The classes of the row, for slots of one column.
    ids: Vec<Option<u16>>,
    /// The values of the row, for slots of several columns.
    values: Vec<Vec<String>>,
    /// Rows that are not counted yet.
    keys: Vec<u128>,
    shared: Vec<HashTable<usize, u16>>,
    numbers: Vec<HashTable<u64, u16>>,
}

impl<'a> Rows<'a> {
    fn new(task: &'a Task, row_counts: RowCounts) -> Self {
        let groups = Groups::new(task);
        let n = groups.slots.len();
        Self {
            task,
            row_counts,
            groups,
            row: None,
            filled: (0, false),
            beside: None,
            footer: Footer::default(),
            texts: Vec::new(),
            candidate: None,
            is_body: false,
            parts: Vec::new(),
            is_counted: Vec::new(),
            headed: BTreeSet::new(),
            unheaded: BTreeMap::new(),
            ids: vec![None; n],
            values: task.slots.iter().map(|slot| vec![String::new(); slot.headers.len()]).collect(),
            keys: Vec::with_capacity(KEYS),
            shared: vec![HashTable::default(); n],
            numbers: vec![HashTable::default(); n],
        }
    }

    fn cell(&mut self, (row, column): (u32, u32), value: &DataRef<'_>) -> Result<(), Refusal> {
        if self.row != Some(row) {
            self.end_row()?;
            if self.row.is_some_and(|before| before > row) {
                self.malformed(row, "a row that stands after one with a higher number");
            }
            self.row = Some(row);
        }
        if !self.is_body {
            if let Some((text, _)) = shown(value) {
                self.texts.push((text.to_string(), (row, column)));
            }
            return Ok(());
        }
        // What shows nothing is nothing: a text of blanks, an empty result of a formula.
        if !shows(value) {
            return Ok(());
        }
        self.filled.0 += 1;
        if !self.headed.contains(&column) {
            self.unheaded.entry(column).or_insert(row);
        }
        let place = usize::try_from(column).unwrap_or(usize::MAX);
        if self.is_counted.get(place) == Some(&true) {
            self.filled.1 = true;
        } else if self.filled == (1, false) {
            self.beside = shown(value).map(|(text, _)| (text.to_string(), column));
        }
        let Some(Part { slot, part }) = self.parts.get(place).copied().flatten() else { return Ok(()) };
        let is_single = self.task.slots.get(slot).is_some_and(|slot| slot.headers.len() == 1);
        if !is_single {
            if let Some(place) = self.values.get_mut(slot).and_then(|values| values.get_mut(part)) {
                *place = shown(value).map(|(text, _)| text.to_string()).unwrap_or_default();
            }
            return Ok(());
        }
        let (Some(classes), Some(id)) = (self.groups.slots.get_mut(slot), self.ids.get_mut(slot)) else { return Ok(()) };
        let mut of_shown = || {
            let text = shown(value).map(|(text, _)| text).unwrap_or_default();
            classes.of_text(&text, || u64::from(row))
        };
        *id = Some(match (value, self.shared.get_mut(slot), self.numbers.get_mut(slot)) {
            // A shared string stands at one address as long as the workbook is open.
            (DataRef::SharedString(text), Some(known), _) => match known.get(&text.as_ptr().addr()) {
                Some(id) => *id,
                None => *known.entry(text.as_ptr().addr()).or_insert(of_shown()?),
            },
            (DataRef::Float(number), _, Some(known)) if known.len() < usize::from(u16::MAX) => match known.get(&number.to_bits()) {
                Some(id) => *id,
                None => *known.entry(number.to_bits()).or_insert(of_shown()?),
            },
            _ => of_shown()?,
        });
        Ok(())
    }

    /// Looks whether a row is that of the headers, or counts it.
    fn end_row(&mut self) -> Result<(), Refusal> {
        if !self.is_body {
            let texts = std::mem::take(&mut self.texts);
            if !texts.is_empty() {
                self.try_headers(texts);
            }
            return Ok(());
        }
        let row = u64::from(self.row.unwrap_or(0));
        let beside = self.beside.take();
        match (std::mem::take(&mut self.filled), beside) {
            ((0, _), _) => return Ok(()),
            ((cells, false), Some((text, column))) if usize::try_from(cells).is_ok_and(|cells| cells <= FOOTER_CELLS) => {
                self.footer.push(text, row, column);
                return Ok(());
            }
            _ => {}
        }
        let before = std::mem::take(&mut self.footer);
        self.groups.count_empty(before.rows, before.first)?;
        self.row_counts.rows += before.rows;
        let mut key = 0;
        for ((slot, classes), (id, values)) in
            self.task.slots.iter().zip(&mut self.groups.slots).zip(self.ids.iter_mut().zip(&mut self.values))
        {
            let id = match id.take() {
                Some(id) => id,
                None if slot.headers.len() == 1 => classes.of_nothing(|| row)?,
                None => {
                    let joined = values.join(&BETWEEN.to_string());
                    values.iter_mut().for_each(String::clear);
                    classes.of(joined.as_bytes(), |_| joined.clone(), || row)?
                }
            };
            key = push(key, id);
        }
        self.row_counts.rows += 1;
        self.keys.push(key);
        if self.keys.len() == KEYS {
            self.groups.count(&self.keys);
            self.keys.clear();
        }
        Ok(())
    }

    fn try_headers(&mut self, texts: Headers) {
        match find_columns(&texts, self.task) {
            Ok(columns) => {
                for (slot, columns) in columns.iter().enumerate() {
                    for (part, column) in columns.iter().enumerate() {
                        let column = usize::try_from(*column).unwrap_or(usize::MAX);
                        if self.parts.len() <= column {
                            self.parts.resize(column + 1, None);
                        }
                        if let Some(place) = self.parts.get_mut(column) {
                            *place = Some(Part { slot, part });
                        }
                    }
                }
                self.headed = texts.iter().map(|(_, (_, column))| *column).collect();
                self.is_counted = self.task.counted_columns(&texts);
                self.row_counts.columns = columns;
                self.row_counts.headers = texts;
                self.is_body = true;
            }
            Err(lacking) => {
                let room = ABOVE.saturating_sub(self.row_counts.above.len());
                self.row_counts.above.extend(texts.iter().take(room).cloned());
                let fewer = self.candidate.as_ref().is_none_or(|(_, other)| lacking.len() < other.len());
                if fewer {
                    self.candidate = Some((texts, lacking));
                }
            }
        }
    }

    fn malformed(&mut self, row: u32, what: &str) {
        self.row_counts.malformed_rows += 1;
        if self.row_counts.malformed.len() < NAMED {
            self.row_counts.malformed.push(Malformed { row: u64::from(row), what: what.to_owned() });
        }
    }

    fn finish(mut self) -> Result<RowCounts, Refusal> {
        self.end_row()?;
        self.groups.count(&self.keys);
        if !self.is_body {
            let all: Vec<String> = self.task.slots.iter().flat_map(|slot| slot.headers.clone()).collect();
            (self.row_counts.headers, self.row_counts.lacking) = self.candidate.unwrap_or((Vec::new(), all));
            return Ok(self.row_counts);
        }
        self.row_counts.unheaded = self.unheaded.into_iter().map(|(column, row)| (row, column)).take(ABOVE).collect();
        self.row_counts.below_rows = self.footer.rows;
        self.row_counts.below = self.footer.cells(|row| row);
        (self.row_counts.slots, self.row_counts.groups) = self.groups.finish();
        Ok(self.row_counts)
    }
}
