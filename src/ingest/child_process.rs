//! Workbooks read where the reader library can be stopped: in a child process with limits on memory and processor time.
//!
//! A panic of the library can be caught; an allocation that fails and a loop that never ends can't. The child is this
//! same program: it gets the bytes on standard input and answers with the sheets on standard output.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::container::Kind;
use super::grid::{Cell, CellType, Formula, Grid, Span};
use super::refusal::Refusal;
use super::spreadsheet;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::CellRef;

/// The word by which the program is asked to read a workbook and answer.
pub const COMMAND: &str = "read-workbook";

/// Address space that the child may take, in bytes.
#[cfg(unix)]
const MAX_MEMORY: u64 = 2 << 30;
/// Processor time that the child may take for a file of no size, in seconds.
const BASE_SECONDS: u64 = 10;
/// Processor time that it may take for each MiB of the file on top of that, in seconds.
const SECONDS_PER_MIB: u64 = 4;

/// Digits of the size of an answer, and the end of its line.
const MAX_SIZE_DIGITS: u64 = 21;

/// What the child answers.
#[derive(Deserialize, Serialize)]
struct Answer {
    sheets: Result<Vec<Sheet>, (String, String)>,
    /// Findings about the file, or about a sheet of it: code, sheet and what was seen.
    findings: Vec<(String, Option<String>, String)>,
}

/// A cell on its way: its place, text, number of its type, and formula with whether it has a value.
type WireCell = ((u32, u32), SmolStr, u8, Option<(String, bool)>);

/// A grid on its way between two processes. Cells are `(row, column)`, zero-based.
#[derive(Deserialize, Serialize)]
struct Sheet {
    name: String,
    hidden: bool,
    cells: Vec<WireCell>,
    merged: Vec<((u32, u32), (u32, u32))>,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    notes: Vec<((u32, u32), String)>,
}

/// Files that one child reads before another takes its place: a loop that never ends may take what the limits of all of them come to.
const FILES: usize = 16;

/// The children that read workbooks. Each reads one file after the other, for starting a process takes longer than reading most tables; one that fails is
/// not asked again.
#[derive(Debug)]
pub struct Readers {
    program: PathBuf,
    idle: Mutex<Vec<Reader>>,
}

/// A child.
#[derive(Debug)]
struct Reader {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    files: usize,
}

impl Reader {
    fn start(program: &Path) -> std::io::Result<Self> {
        let mut child = Command::new(program).arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let gone = || std::io::Error::other("no stream");
        let (input, output) = (child.stdin.take(), child.stdout.take().ok_or_else(gone)?);
        Ok(Self { child, input, output: BufReader::new(output), files: 0 })
    }

    /// Hands over the bytes and hears the answer; `None` when the child gave none that can be understood.
    fn ask(&mut self, bytes: &[u8], kind: Kind) -> Option<Answer> {
        self.files += 1;
        let input = self.input.as_mut()?;
        // The child answers when it has all bytes. One that stops early closes its end; what it answered says why.
        let question = format!("{} {}\n", kind.word(), bytes.len());
        let _ = input.write_all(question.as_bytes()).and_then(|()| input.write_all(bytes)).and_then(|()| input.flush());
        let mut size = String::new();
        (&mut self.output).take(MAX_SIZE_DIGITS).read_line(&mut size).ok()?;
        let size: usize = size.trim_end().parse().ok()?;
        let mut answer = Vec::new();
        (&mut self.output).take(size as u64).read_to_end(&mut answer).ok().filter(|read| *read == size)?;
        postcard::from_bytes(&answer).ok()
    }

    /// Lets the child end, and says how it did.
    fn end(&mut self) -> std::io::Result<ExitStatus> {
        drop(self.input.take());
        // One that goes on talking would wait for somebody to listen.
        let _ = std::io::copy(&mut self.output, &mut std::io::sink());
        self.child.wait()
    }
}

impl Readers {
    /// Children of a program, started when they are needed.
    pub fn new(program: &Path) -> Self {
        Self { program: program.to_path_buf(), idle: Mutex::new(Vec::new()) }
    }

    /// Reads a workbook in a child process.
    pub(super) fn read(&self, file: &Arc<str>, bytes: &[u8], kind: Kind, findings: &mut Findings) -> Result<Vec<Grid>, Refusal> {
        let failed = |what: String| (codes::READER_FAILED, what);
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => Reader::start(&self.program).map_err(|error| failed(format!("the reader could not be started: {error}")))?,
        };
        let Some(answer) = reader.ask(bytes, kind) else {
            let status = reader.end().map_err(|error| failed(format!("the reader could not be heard: {error}")))?;
            return Err(failed(format!("the reader library ran out of its limits or broke down ({status})")));
        };
        if reader.files < FILES {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        } else {
            let _ = reader.end();
        }
        for (code, sheet, found) in answer.findings {
            if let Some(code) = codes::find(&code) {
                let place = match sheet {
                    Some(sheet) => Location::Sheet(Arc::clone(file), Arc::from(sheet)),
                    None => Location::File(Arc::clone(file)),
                };
                findings.push(Finding::new(code, place, found));
            }
        }
        match answer.sheets {
            Ok(sheets) => Ok(sheets.into_iter().map(|sheet| sheet.into_grid(file)).collect()),
            Err((code, found)) => Err((codes::find(&code).unwrap_or(codes::READER_FAILED), found)),
        }
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        for mut reader in self.idle.get_mut().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = reader.end();
        }
    }
}

/// The child's side: for each workbook a line with its kind and size and then its bytes, answered by a line with a size and so many bytes, until nothing comes. It sets its own limits, those on
/// processor time file by file. Errors are those of the streams.
pub fn answer(input: &mut dyn BufRead, output: &mut dyn Write) -> std::io::Result<()> {
    let (mut line, mut seconds) = (String::new(), 0);
    while input.read_line(&mut line)? > 0 {
        let asked = line.trim_end().split_once(' ').and_then(|(kind, size)| Some((kind.to_owned(), size.parse::<u64>().ok()?)));
        line.clear();
        let Some((kind, size)) = asked else { return Err(std::io::Error::other("no kind and size")) };
        seconds = limit_process(size, seconds)?;
        let mut bytes = Vec::new();
        input.take(size).read_to_end(&mut bytes)?;
        let kind = [Kind::Xlsx, Kind::Xlsb, Kind::Xls, Kind::Ods].into_iter().find(|known| known.word() == kind);
        let mut findings = Findings::default();
        let sheets = match kind {
            Some(kind) => spreadsheet::read_caught(&Arc::from(""), &bytes, kind, &mut findings),
            None => Err((codes::FILE_NOT_A_TABLE, "no kind of workbook".to_owned())),
        };
        let answer = Answer {
            sheets: sheets.map(|grids| grids.iter().map(Sheet::from_grid).collect()).map_err(|(code, found)| (code.name.to_owned(), found)),
            findings: findings.iter().map(on_its_way).collect(),
        };
        let answer = postcard::to_stdvec(&answer).map_err(std::io::Error::other)?;
        writeln!(output, "{}", answer.len())?;
        output.write_all(&answer)?;
        output.flush()?;
    }
    Ok(())
}

fn on_its_way(finding: &Finding) -> (String, Option<String>, String) {
    let sheet = if let Location::Sheet(_, sheet) = &finding.location { Some(sheet.to_string()) } else { None };
    (finding.code.name.to_owned(), sheet, finding.found.clone())
}

/// Limits the memory of this process, and its processor time to what a file of so many bytes may take on top of `seconds`; the sum of both.
pub fn limit_process(size: u64, seconds: u64) -> std::io::Result<u64> {
    let seconds = seconds + BASE_SECONDS + (size >> 20) * SECONDS_PER_MIB;
    #[cfg(unix)]
    {
        for (resource, limit) in [(rlimit::Resource::AS, MAX_MEMORY), (rlimit::Resource::CORE, 0)] {
            rlimit::setrlimit(resource, limit, limit)?;
        }
        // The hard limit stays, so that the next file gets its own time.
        let (_, hard) = rlimit::getrlimit(rlimit::Resource::CPU)?;
        rlimit::setrlimit(rlimit::Resource::CPU, seconds.min(hard), hard)?;
    }
    Ok(seconds)
}

const TYPES: [CellType; 5] = [CellType::Text, CellType::Number, CellType::Date, CellType::Bool, CellType::Error];

impl Sheet {
    fn from_grid(grid: &Grid) -> Self {
        let pair = |at: CellRef| (at.row, at.col);
        let number = |cell_type| TYPES.iter().position(|t| *t == cell_type).and_then(|i| u8::try_from(i).ok()).unwrap_or(0);
        let formula = |cell: &Cell| cell.formula.as_ref().map(|f| (f.text.clone(), f.has_value));
        Self {
            name: grid.name.to_string(),
            hidden: grid.hidden,
            cells: grid.cells.iter().map(|(at, cell)| (pair(*at), cell.text.clone(), number(cell.cell_type), formula(cell))).collect(),
            merged: grid.merged.iter().map(|span| (pair(span.first), pair(span.last))).collect(),
            hidden_rows: grid.hidden_rows.clone(),
            hidden_columns: grid.hidden_columns.clone(),
            notes: grid.notes.iter().map(|(at, note)| (pair(*at), note.clone())).collect(),
        }
    }

    fn into_grid(self, file: &Arc<str>) -> Grid {
        let at = |(row, col): (u32, u32)| CellRef::new(row, col);
        let cell_type = |number: u8| TYPES.get(usize::from(number)).copied().unwrap_or(CellType::Text);
        let cell = |text, number, formula: Option<(String, bool)>| Cell {
            text,
            cell_type: cell_type(number),
            formula: formula.map(|(text, has_value)| Box::new(Formula { text, has_value })),
        };
        Grid {
            file: Arc::clone(file),
            name: Arc::from(self.name),
            hidden: self.hidden,
            cells: self.cells.into_iter().map(|(place, text, number, formula)| (at(place), cell(text, number, formula))).collect(),
            merged: self.merged.into_iter().map(|(first, last)| Span { first: at(first), last: at(last) }).collect(),
            hidden_rows: self.hidden_rows,
            hidden_columns: self.hidden_columns,
            notes: self.notes.into_iter().map(|(place, note)| (at(place), note)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sheet;
    use crate::ingest::{Cell, CellType, Formula, Grid, Span};
    use crate::model::CellRef;

    #[test]
    fn a_grid_survives_the_way() {
        let mut grid = Grid { name: "Å".into(), hidden: true, hidden_rows: vec![(1, 2)], hidden_columns: vec![(0, 9)], ..Grid::default() };
        for (i, cell_type) in super::TYPES.into_iter().enumerate() {
            let formula = (cell_type == CellType::Number).then(|| Box::new(Formula { text: "SUM(A1)".into(), has_value: false }));
            grid.cells.insert(CellRef::new(u32::try_from(i).unwrap(), 7), Cell { text: format!("t{i}").into(), cell_type, formula });
        }
        grid.merged.push(Span { first: CellRef::new(0, 0), last: CellRef::new(3, 4) });
        grid.notes.insert(CellRef::new(5, 5), "note".into());
        let bytes = postcard::to_stdvec(&Sheet::from_grid(&grid)).unwrap();
        let back = postcard::from_bytes::<Sheet>(&bytes).unwrap().into_grid(&"x".into());
        assert_eq!((&back.name, back.hidden, &back.cells, &back.merged), (&grid.name, true, &grid.cells, &grid.merged));
        assert_eq!((back.hidden_rows, back.hidden_columns, back.notes), (grid.hidden_rows, grid.hidden_columns, grid.notes));
    }
}
