//! Records in delimited text: read in blocks, by as many threads as there are, each with counts of its own.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use encoding_rs::Encoding;
use memchr::{memchr, memchr_iter};
use simd_csv::{TotalReaderBuilder, ZeroCopyReaderBuilder};

use super::blocks::{Block, Blocks};
use super::counts::{BETWEEN, Headers, Malformed, NAMED, Refusal, RowCounts};
use super::fields::{Filled, fault, field_at, filled, plain};
use super::footer::Footer;
use super::groups::{Groups, push};
use super::task::{Task, find_columns};
use crate::diag::codes;
use crate::fs;
use crate::ingest::sniff_delimiter;

/// Counts the rows of a text.
pub(super) fn row_counts(path: &Path, task: &Task) -> Result<RowCounts, Refusal> {
    let file = fs::open(path).map_err(unreadable)?;
    let mut blocks = Blocks::new(file, encoding(path, task)?);
    let mut first = Block::default();
    if !blocks.next(&mut first)? {
        return Err((codes::FILE_EMPTY, "no row".to_owned()));
    }
    let head = Head::take(&mut first, task)?;
    let mut row_counts = RowCounts { sheet: "csv".to_owned(), headers: head.headers.clone(), ..RowCounts::default() };
    let columns = match find_columns(&head.headers, task) {
        Ok(columns) => columns,
        Err(lacking) => return Ok(RowCounts { lacking, ..row_counts }),
    };
    let is_counted = task.counted_columns(&head.headers);
    let rows = Rows { delimiter: head.delimiter, fields: head.headers.len(), columns: places(&columns), is_counted };
    let parts = count(blocks, first, &rows, task)?;
    let mut groups = Groups::new(task);
    let mut lines: Vec<(u32, u64)> = Vec::new();
    let mut malformed: Vec<Malformed> = Vec::new();
    for part in &parts {
        row_counts.rows += part.rows;
        row_counts.malformed_rows += part.malformed_rows;
        lines.extend(&part.lines);
        malformed.extend_from_slice(&part.malformed);
        groups.merge(&part.groups)?;
    }
    // Rows with one cell are records in all blocks but those after the last other record.
    let mut ends: Vec<(u32, Ending)> = parts.into_iter().flat_map(|part| part.endings).collect();
    ends.sort_unstable_by_key(|(block, _)| *block);
    let last = ends.iter().rposition(|(_, ending)| ending.has_record).unwrap_or(0);
    let mut footer = Footer::default();
    for (place, (_, ending)) in ends.into_iter().enumerate() {
        if place < last {
            groups.count_empty(ending.footer.rows, ending.footer.first)?;
            row_counts.rows += ending.footer.rows;
        } else {
            footer.append(ending.footer);
        }
    }
    lines.sort_unstable();
    // Where each block begins.
    let starts: Vec<u64> = lines
        .iter()
        .scan(head.lines, |next, (_, lines)| {
            let start = *next;
            *next += lines;
            Some(start)
        })
        .collect();
    let line = |place: u64| starts.get(usize::try_from(place >> 32).unwrap_or(usize::MAX)).map_or(0, |start| start + (place & 0xffff_ffff));
    (row_counts.slots, row_counts.groups) = groups.finish();
    for class in row_counts.slots.iter_mut().flatten() {
        class.first = line(class.first);
    }
    malformed.sort_by_key(|row| row.row);
    malformed.truncate(NAMED);
    for row in &mut malformed {
        row.row = line(row.row);
    }
    row_counts.below_rows = footer.rows;
    row_counts.below = footer.cells(line);
    row_counts.malformed = malformed;
    row_counts.columns = columns;
    Ok(row_counts)
}

fn unreadable(error: impl std::fmt::Display) -> Refusal {
    (codes::FILE_UNREADABLE, error.to_string())
}

fn places(columns: &[Vec<u32>]) -> Vec<Vec<usize>> {
    columns.iter().map(|columns| columns.iter().map(|column| usize::try_from(*column).unwrap_or(usize::MAX)).collect()).collect()
}

/// The declared encoding, else that of the byte order mark, else UTF-8. Nothing is guessed: a sample can't speak for a million rows.
fn encoding(path: &Path, task: &Task) -> Result<&'static Encoding, Refusal> {
    let mut start = Vec::new();
    let file = fs::open(path).map_err(unreadable)?;
    std::io::Read::read_to_end(&mut std::io::Read::take(file, 4), &mut start).map_err(unreadable)?;
    let declared = task.encoding.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let marked = Encoding::for_bom(&start).map(|(encoding, _)| encoding);
    match (declared, marked) {
        (Some(declared), Some(marked)) if declared != marked => {
            Err((codes::ENCODING_WRONG, format!("a byte order mark of {}, and {} declared", marked.name(), declared.name())))
        }
        (declared, marked) => Ok(declared.or(marked).unwrap_or(encoding_rs::UTF_8)),
    }
}

/// What stands before the rows.
struct Head {
    headers: Headers,
    delimiter: u8,
    /// Lines up to the end of the header.
    lines: u64,
}

impl Head {
    /// Takes the header off the first block.
    fn take(block: &mut Block, task: &Task) -> Result<Self, Refusal> {
        let mut lines = 0;
        let mut named = None;
        if let Some(rest) = block.bytes.strip_prefix(b"sep=")
            && let Some(end) = memchr(b'\n', rest).filter(|end| *end <= 2)
        {
            named = rest.first().copied();
            block.bytes.drain(..end + 5);
            lines = 1;
        }
        let sample = String::from_utf8_lossy(block.bytes.get(..block.bytes.len().min(1 << 16)).unwrap_or_default()).into_owned();
        let delimiter = task.delimiter.or(named).unwrap_or_else(|| sniff_delimiter(&sample));
        let mut reader = TotalReaderBuilder::new().has_headers(false).delimiter(delimiter).from_bytes(&block.bytes);
        let blank = block.bytes.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n').count() as u64;
        let record = reader.split_record().map(<[u8]>::to_vec).unwrap_or_default();
        let end = usize::try_from(reader.position()).unwrap_or(usize::MAX).min(block.bytes.len());
        let row = u32::try_from(lines + blank).unwrap_or(u32::MAX);
        let mut fields = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(record.as_slice());
        let mut header = csv::StringRecord::new();
        fields.read_record(&mut header).map_err(|error| (codes::ENCODING_WRONG, format!("the header: {error}")))?;
        let headers = (0..).zip(&header).map(|(column, name)| (name.trim().to_owned(), (row, column))).collect();
        lines += memchr_iter(b'\n', block.bytes.get(..end).unwrap_or_default()).count() as u64;
        block.bytes.drain(..end);
        Ok(Self { headers, delimiter, lines })
    }
}

/// How the rows are read.
struct Rows {
    delimiter: u8,
    fields: usize,
    columns: Vec<Vec<usize>>,
    is_counted: Vec<bool>,
}

/// What one thread counted. A place is the number of a block and, in the lower half, the line in it.
struct Part {
    groups: Groups,
    rows: u64,
    lines: Vec<(u32, u64)>,
    malformed: Vec<Malformed>,
    malformed_rows: u64,
    endings: Vec<(u32, Ending)>,
}

/// How a block ends.
#[derive(Default)]
struct Ending {
    /// Whether it has a row that is a record for sure.
    has_record: bool,
    /// What stands below the last of them.
    footer: Footer,
}

/// All blocks, counted by the threads of the pool that this runs in.
fn count(blocks: Blocks<fs::File>, first: Block, rows: &Rows, task: &Task) -> Result<Vec<Part>, Refusal> {
    let source = Mutex::new((Some(first), blocks));
    let parts: Mutex<Vec<Result<Part, Refusal>>> = Mutex::new(Vec::new());
    rayon::scope(|scope| {
        for _ in 0..rayon::current_num_threads() {
            scope.spawn(|_| {
                let part = work(&source, rows, task);
                parts.lock().unwrap_or_else(PoisonError::into_inner).push(part);
            });
        }
    });
    parts.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
}

fn work(source: &Mutex<(Option<Block>, Blocks<fs::File>)>, rows: &Rows, task: &Task) -> Result<Part, Refusal> {
    let mut part =
        Part { groups: Groups::new(task), rows: 0, lines: Vec::new(), malformed: Vec::new(), malformed_rows: 0, endings: Vec::new() };
    let mut block = Block::default();
    loop {
        {
            let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
            match source.0.take() {
                Some(first) => block = first,
                None if source.1.next(&mut block)? => {}
                None => return Ok(part),
            }
        }
        part.count(&block, rows)?;
        part.lines.push((block.index, memchr_iter(b'\n', &block.bytes).count() as u64));
    }
}

impl Part {
    fn count(&mut self, block: &Block, rows: &Rows) -> Result<(), Refusal> {
        if let Err(error) = std::str::from_utf8(&block.bytes) {
            let row = Lines::new(block).at(error.valid_up_to());
            self.malformed(row, "bytes that mean nothing in UTF-8".to_owned());
            return Ok(());
        }
        let mut lines = Lines::new(block);
        let mut ending = Ending::default();
        let (mut joined, mut keys): (Vec<u8>, Vec<u128>) = (Vec::new(), Vec::new());
        let mut builder = ZeroCopyReaderBuilder::with_capacity(1 << 16);
        let mut reader = builder.has_headers(false).flexible(true).delimiter(rows.delimiter).from_reader(block.bytes.as_slice());
        loop {
            let before = reader.position();
            let Some(record) = reader.read_byte_record().map_err(unreadable)? else {
                self.groups.count(&keys);
                self.endings.push((block.index, ending));
                return Ok(());
            };
            let mut place = || lines.at_record(before);
            if let Some(at) = fault(record.as_slice(), rows.delimiter) {
                let field = field_at(record.as_slice().get(..at).unwrap_or_default(), rows.delimiter);
                let what = if record.as_slice().get(at) == Some(&b'\r') {
                    format!("a carriage return without a line feed in field {field}")
                } else {
                    format!("a quotation mark that is not closed, or stands alone, near field {field}")
                };
                self.malformed(place(), what);
                continue;
            }
            match filled(record.iter(), &rows.is_counted) {
                Filled::Nothing => continue,
                Filled::Few(column) if record.len() == rows.fields => {
                    let text = record.get(column).map(plain).unwrap_or_default();
                    ending.footer.push(text.trim().to_owned(), place(), u32::try_from(column).unwrap_or(u32::MAX));
                    continue;
                }
                Filled::Few(_) | Filled::Record => {}
            }
            if record.len() != rows.fields {
                self.malformed(place(), format!("{} fields where the header has {}", record.len(), rows.fields));
                continue;
            }
            if !ending.has_record || ending.footer.rows > 0 {
                ending.has_record = true;
                let before = std::mem::take(&mut ending.footer);
                self.groups.count_empty(before.rows, before.first)?;
                self.rows += before.rows;
            }
            self.rows += 1;
            let mut key = 0;
            for (columns, classes) in rows.columns.iter().zip(&mut self.groups.slots) {
                let id = if let [column] = columns.as_slice() {
                    classes.of(record.get(*column).unwrap_or_default(), plain, &mut place)?
                } else {
                    joined.clear();
                    for (i, column) in columns.iter().enumerate() {
                        if i > 0 {
                            joined.push(BETWEEN as u8);
                        }
                        joined.extend_from_slice(record.get(*column).unwrap_or_default());
                    }
                    let several = |bytes: &[u8]| bytes.split(|byte| *byte == BETWEEN as u8).map(plain).collect::<Vec<_>>().join("\u{1f}");
                    classes.of(&joined, several, &mut place)?
                };
                key = push(key, id);
            }
            keys.push(key);
        }
    }

    fn malformed(&mut self, row: u64, what: String) {
        self.malformed_rows += 1;
        if self.malformed.len() < NAMED {
            self.malformed.push(Malformed { row, what });
        }
    }
}

/// The lines of a block, counted as far as somebody asks.
struct Lines<'a> {
    block: &'a Block,
    counted: usize,
    passed: u64,
}

impl<'a> Lines<'a> {
    fn new(block: &'a Block) -> Self {
        Self { block, counted: 0, passed: 0 }
    }

    /// The place of a byte that is not before the last one asked for.
    fn at(&mut self, byte: usize) -> u64 {
        self.passed += memchr_iter(b'\n', self.block.bytes.get(self.counted..byte).unwrap_or_default()).count() as u64;
        self.counted = byte.max(self.counted);
        (u64::from(self.block.index) << 32) | self.passed
    }

    /// The place of the record that begins at a byte, or after blank lines there.
    fn at_record(&mut self, byte: u64) -> u64 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        let blank = self.block.bytes.get(start..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        self.at(start + blank)
    }
}
