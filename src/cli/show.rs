//! `roundup show`: a workbook as the program sees it, and what becomes of each cell where a layout reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use comfy_table::{Table, presets};

use super::args::ShowOptions;
use super::notices::{note_suppressed, show_faults};
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use super::typed_path::{Named, named};
use super::window::shorten;
use crate::compare::Assessed;
use crate::diag::render::finding_text;
use crate::diag::{Disposition, Findings, Location};
use crate::ingest::{Cell, CellType, Grid, Workbook};
use crate::model::{CellRef, SourceCell};
use crate::pipeline;
use crate::printable::visible;

/// Characters of a row of cells: as many columns of a width are drawn side by side.
const ROW: usize = 144;
/// Rows and columns with content that are drawn, and entries of a list about a sheet; the rest is counted.
const ROWS: usize = 1_000;
const COLUMNS: usize = 200;
const LISTED: usize = 100;

pub(super) fn show(options: &ShowOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let mut request = options.round.request(streams)?;
    let in_round = match named(&options.workbook, &request.raw, &request.mappings)? {
        Named::Raw(round, path) if !path.is_empty() => {
            request.round = round;
            Some(path)
        }
        _ => None,
    };
    let mut outcome = None;
    let (workbook, findings, dispositions): (Option<Workbook>, Findings, BTreeMap<SourceCell, String>) = match in_round {
        Some(file) => {
            request.senders = crate::model::Sender::of_file(&file).into_iter().collect();
            let run = pipeline::run(&request, &Bar::new(streams.terminal))?;
            let mut dispositions: BTreeMap<SourceCell, String> = BTreeMap::new();
            if let Some(data) = &run.working {
                if data.ledger().rows().iter().any(|rows| *rows.file == *file) {
                    let what = "a file of records, of which no row is kept: `roundup tabulate` counts them, and records.csv has their dispositions";
                    return Err(Failure::Request(format!("{} is {what}", options.workbook.display())));
                }
                let accounts = data
                    .ledger()
                    .iter()
                    .filter_map(|(origin, account)| Some((origin.clone(), mark(account.disposition.as_ref()?).to_owned())));
                dispositions.extend(accounts);
                for observation in data.figures().iter().map(Assessed::observation) {
                    dispositions.extend(observation.origins.iter().map(|origin| (origin.clone(), format!("✓{}", observation.table.0))));
                }
            }
            let is_incomplete = show_faults(&run, &request.senders, streams)?;
            let of_file = run.findings.iter().filter(|finding| finding.location == Location::File(file.as_str().into())).cloned().collect();
            let workbook = pipeline::reread(&request, &file)?;
            let findings = if workbook.is_none() { of_file } else { Findings::default() };
            outcome = Some((run, is_incomplete));
            (workbook, findings, dispositions)
        }
        None => {
            let (workbook, findings) = pipeline::look(&options.workbook, request.reader.as_deref())?;
            (workbook, findings, BTreeMap::new())
        }
    };
    for finding in &findings {
        writeln!(streams.err, "{}\n", finding_text(finding))?;
    }
    let Some(workbook) = workbook else {
        return Err(Failure::Request(format!("nothing of {} can be read", options.workbook.display())));
    };
    let names: Vec<String> = workbook.sheets.iter().map(|grid| grid.name.to_string()).collect();
    if let Some(sheet) = options.sheet.as_ref().filter(|sheet| !names.contains(sheet)) {
        return Err(Failure::Request(format!("no sheet \"{sheet}\"; there are {}", names.join(", "))));
    }
    let mut text = String::new();
    for grid in workbook.sheets.iter().filter(|grid| options.sheet.as_ref().is_none_or(|sheet| *sheet == *grid.name)) {
        text.push_str(&sheet(grid, &dispositions, options.width.max(1)));
    }
    if !dispositions.is_empty() {
        text.push_str("✓table: a figure by that table of the layout · #: a label, header or footnote · ×: out of scope · !: a finding\n");
    }
    text.push_str("types: text as it is, =number, @date, ?truth value, !error; ƒ has a formula, ƒ∅ one without a value\n");
    write!(streams.out, "{text}")?;
    match outcome {
        Some((outcome, is_incomplete)) => {
            note_suppressed(&outcome, streams)?;
            Ok(if is_incomplete { Status::Mapping } else { Status::Clean })
        }
        None => Ok(Status::Clean),
    }
}

fn mark(disposition: &Disposition) -> &'static str {
    match disposition {
        Disposition::Mapped(_) => "✓",
        Disposition::Label(_) => "#",
        Disposition::OutOfScope(_) => "×",
        Disposition::Finding(_) => "!",
    }
}

fn sheet(grid: &Grid, dispositions: &BTreeMap<SourceCell, String>, width: usize) -> String {
    let hidden = if grid.hidden { " (hidden)" } else { "" };
    let rows: BTreeSet<u32> = grid.cells.keys().map(|at| at.row).collect();
    let columns: BTreeSet<u32> = grid.cells.keys().map(|at| at.col).collect();
    let last = |numbers: &BTreeSet<u32>| numbers.last().map_or(0, |last| u64::from(*last) + 1);
    let mut text = format!(
        "sheet \"{}\"{hidden}: {} cells in {} rows and {} columns\n",
        visible(&grid.name),
        grid.cells.len(),
        last(&rows),
        last(&columns)
    );
    listed(&mut text, "merged", grid.merged.iter().map(|span| format!("{}:{}", span.first, span.last)));
    let rows_of = |(first, last): &(u32, u32)| range(u64::from(*first) + 1, u64::from(*last) + 1);
    listed(&mut text, "hidden rows", grid.hidden_rows.iter().map(rows_of));
    let columns_of = |(first, last): &(u32, u32)| {
        let (first, last) = (CellRef::column_name(*first), CellRef::column_name(*last));
        if first == last { first } else { format!("{first}–{last}") }
    };
    listed(&mut text, "hidden columns", grid.hidden_columns.iter().map(columns_of));
    listed(&mut text, "notes", grid.notes.iter().map(|(at, note)| format!("{at} \"{}\"", shorten(note, width))));
    let drawn_columns: Vec<u32> = columns.iter().copied().take(COLUMNS).collect();
    let drawn_rows: BTreeSet<u32> = rows.iter().copied().take(ROWS).collect();
    for part in drawn_columns.chunks((ROW / width).max(1)) {
        let (Some(left), Some(right)) = (part.first(), part.last()) else { continue };
        let in_part = |row: u32| grid.cells.range(CellRef::new(row, *left)..=CellRef::new(row, *right)).next().is_some();
        let mut table = Table::new();
        table.load_preset(presets::ASCII_BORDERS_ONLY_CONDENSED);
        table.set_header(std::iter::once(String::new()).chain(part.iter().map(|col| CellRef::column_name(*col))));
        for row in drawn_rows.iter().copied().filter(|row| in_part(*row)) {
            let cells = part.iter().map(|col| {
                let at = CellRef::new(row, *col);
                let disposition = || dispositions.get(&grid.origin(at)).map(|disposition| format!(" {disposition}")).unwrap_or_default();
                grid.cell(at).map(|cell| shown(cell, width) + &disposition()).unwrap_or_default()
            });
            table.add_row(std::iter::once((u64::from(row) + 1).to_string()).chain(cells));
        }
        let _ = writeln!(text, "{table}");
    }
    for (what, most, all) in [("rows", ROWS, rows.len()), ("columns", COLUMNS, columns.len())] {
        if all > most {
            let _ = writeln!(text, "cut: of {all} {what} with content the first {most} are shown");
        }
    }
    text.push('\n');
    text
}

/// A line about a sheet; of a long list the first entries, and how many more there are.
fn listed(text: &mut String, what: &str, list: impl ExactSizeIterator<Item = String>) {
    let all = list.len();
    if all > 0 {
        let first: Vec<String> = list.take(LISTED).collect();
        let more = if all > LISTED { format!(" and {} more", all - LISTED) } else { String::new() };
        let _ = writeln!(text, "  {what}: {}{more}", first.join(", "));
    }
}

fn range(first: u64, last: u64) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

fn shown(cell: &Cell, width: usize) -> String {
    let kind = match cell.cell_type {
        CellType::Text => "",
        CellType::Number => "=",
        CellType::Date => "@",
        CellType::Bool => "?",
        CellType::Error => "!",
    };
    let formula = cell.formula.as_ref().map_or("", |formula| if formula.has_value { " ƒ" } else { " ƒ∅" });
    format!("{kind}{}{formula}", shorten(&cell.text, width))
}
