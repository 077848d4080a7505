//! `roundup trace`: from an observation to its cells and mapping lines, and from a cell to its observations.

use std::fmt::Write as _;

use super::args::TraceOptions;
use super::notices::{note_suppressed, working};
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use super::typed_path::address;
use super::window::window;
use crate::compare::Assessed;
use crate::diag::render::finding_text;
use crate::diag::{Disposition, Location};
use crate::model::{ObsValue, Observation, SourceCell, Use};
use crate::pipeline::{self, Outcome, Request};
use crate::printable::visible;
use crate::release::Dataset;
use crate::schema::MappingFiles;

pub(super) fn trace(options: &TraceOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let request = options.round.request(streams)?;
    let outcome = pipeline::run(&request, &Bar::new(streams.terminal))?;
    let data = working(&outcome, &request.round)?;
    let what = options.what.replace(" › ", "!");
    let text =
        if what.contains('!') { trace_cell(&what, &request, &outcome, data)? } else { trace_observation(&what, &request, &outcome, data)? };
    write!(streams.out, "{text}")?;
    note_suppressed(&outcome, streams)?;
    Ok(Status::Clean)
}

fn figures(data: &Dataset) -> impl Iterator<Item = &Assessed> {
    data.figures().iter()
}

fn observations(data: &Dataset) -> impl Iterator<Item = &Observation> {
    figures(data).map(Assessed::observation)
}

fn trace_observation(what: &str, request: &Request, outcome: &Outcome, data: &Dataset) -> Result<String, Failure> {
    if let Ok(line) = what.parse::<usize>() {
        // Line 1 is the header.
        let found = line.checked_sub(2).and_then(|index| figures(data).nth(index));
        let last = data.figures().len() + 1;
        let figure = found.ok_or_else(|| Failure::Request(format!("harmonized.csv has observations on the lines 2 to {last}")))?;
        return show(figure, request, outcome, data);
    }
    let wanted = what.to_ascii_uppercase();
    let key = |figure: &Assessed| figure.observation().key.to_string().to_ascii_uppercase();
    let matching: Vec<&Assessed> = figures(data).filter(|figure| key(figure).starts_with(&wanted)).collect();
    if let Some(exact) = matching.iter().find(|figure| key(figure) == wanted) {
        return show(exact, request, outcome, data);
    }
    match matching.as_slice() {
        [] => Err(Failure::Request(format!("no observation has a key that begins with \"{what}\""))),
        [one] => show(one, request, outcome, data),
        several => {
            let mut text = format!("{} observations begin with {wanted}:\n", several.len());
            for observation in several.iter().map(|figure| figure.observation()) {
                let _ = writeln!(text, "  {}  {}", observation.key, value_text(&observation.value));
            }
            Ok(text)
        }
    }
}

pub(super) fn value_text(value: &ObsValue) -> String {
    match value {
        ObsValue::Count(n) => n.to_string(),
        ObsValue::Bounds { lower, upper: Some(upper) } => format!("{lower} to {upper}"),
        ObsValue::Bounds { lower, upper: None } => format!("{lower} or more"),
        ObsValue::Percent(percent) => format!("{percent} %"),
        ObsValue::Absent(absence) => format!("no value ({absence})"),
    }
}

fn show(figure: &Assessed, request: &Request, outcome: &Outcome, data: &Dataset) -> Result<String, Failure> {
    let observation = figure.observation();
    let mut text = format!("{}\n", observation.key);
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<10} {}", visible(value));
    };
    field("value", &value_text(&observation.value));
    field("status", &format!("{} (of the source: {})", figure.status(), observation.status));
    for code in observation.key.codes().iter().filter(|code| !code.is_total()) {
        field(&code.concept().column().to_ascii_lowercase(), code.as_str());
    }
    field("labels", &observation.labels.join(" › "));
    for use_ in Use::ALL {
        field(use_.word(), figure.level(use_).words());
    }
    for note in &observation.footnotes {
        field("footnote", &format!("{} {}", note.mark, note.text.as_deref().unwrap_or("(no text)")));
    }
    for comment in &observation.comments {
        field("comment", &comment.text);
    }
    text.push_str("\nreasons\n");
    for flag in figure.flags() {
        let weights =
            Use::ALL.into_iter().filter_map(|use_| flag.severity(use_).map(|severity| format!("{} {}", use_.word(), severity.word())));
        let (reason, detail, rule) = (flag.reason.code(), visible(&flag.detail), flag.rule.name);
        let _ = writeln!(text, "  {reason:<8} {detail}  [{rule}: {}]", weights.collect::<Vec<_>>().join(", "));
        for line in &flag.lines {
            let _ = writeln!(text, "           mappings/{line}");
        }
        for cell in &flag.cells {
            let _ = writeln!(text, "           raw {}", visible(&cell.to_string()));
        }
    }
    text.push_str("\nmapping lines\n");
    text.push_str(&mapping_line(&outcome.mapping_files, &observation.table.1, &format!("table {}", observation.table.0)));
    for used in &observation.mappings {
        let what = format!("{} → {} {} ({})", used.label, used.code.concept().column(), used.code, used.predicate);
        match &used.line {
            Some(line) => text.push_str(&mapping_line(&outcome.mapping_files, line, &what)),
            None => {
                let _ = writeln!(text, "  CLDR  {}", visible(&what));
            }
        }
    }
    for origin in &observation.origins {
        text.push_str(&cell_window(origin, request)?);
    }
    let touches = |place: &Location| matches!(place, Location::Cell(origin) if observation.origins.contains(origin));
    text.push_str(&findings(data, touches));
    Ok(text)
}

/// A mapping line with its place, its role and its text.
fn mapping_line(files: &MappingFiles, line: &crate::model::MappingLine, what: &str) -> String {
    let bytes = files.inputs.get(&*line.file);
    let content = bytes.map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let index = usize::try_from(line.line).unwrap_or(0);
    let written = index.checked_sub(1).and_then(|index| content.lines().nth(index)).unwrap_or_default();
    format!("  mappings/{line}  {}\n      {}\n", visible(what), visible(written.trim()))
}

fn cell_window(origin: &SourceCell, request: &Request) -> Result<String, Failure> {
    let workbook = pipeline::reread(request, &origin.file)?;
    let grid = workbook.as_ref().and_then(|workbook| workbook.sheets.iter().find(|grid| *grid.name == *origin.sheet));
    let place = origin.to_string();
    let place = visible(&place);
    Ok(match grid {
        Some(grid) => {
            let note = grid.notes.get(&origin.cell).map(|note| format!("note on the cell: {}\n", visible(note))).unwrap_or_default();
            format!("\nraw {place}\n{}\n{note}", window(grid, origin))
        }
        None => format!("\nraw {place}\n"),
    })
}

fn findings(data: &Dataset, touches: impl Fn(&Location) -> bool) -> String {
    let found = data.findings().iter().filter(|finding| touches(&finding.location) || finding.related.iter().any(&touches));
    let texts: Vec<String> = found.map(finding_text).collect();
    if texts.is_empty() { "\nno findings\n".to_owned() } else { format!("\n{}\n", texts.join("\n")) }
}

fn trace_cell(what: &str, request: &Request, outcome: &Outcome, data: &Dataset) -> Result<String, Failure> {
    let bad =
        || Failure::Request(format!("\"{what}\" is not a cell: write file!sheet!A1, such as dk/file.xlsx!2016!C7 (for csv also file!A1)"));
    let origin = address(what, &request.raw, &request.round).ok_or_else(bad)?;
    let (file, sheet) = (&*origin.file, &*origin.sheet);
    if !outcome.files.values().flatten().any(|known| **known == *file) {
        let known: Vec<String> = outcome.files.values().flatten().map(ToString::to_string).collect();
        return Err(Failure::Request(format!("no file \"{file}\" in round {}; there are {}", request.round, known.join(", "))));
    }
    let workbook = pipeline::reread(request, file)?;
    let sheets: Vec<String> = workbook.iter().flat_map(|workbook| &workbook.sheets).map(|grid| grid.name.to_string()).collect();
    if workbook.is_some() && !sheets.iter().any(|known| known == sheet) {
        return Err(Failure::Request(format!("no sheet \"{sheet}\" in {file}; there are {}", sheets.join(", "))));
    }
    let mut text = cell_window(&origin, request)?.trim_start().to_owned();
    let made: Vec<&Observation> = observations(data).filter(|o| o.origins.contains(&origin)).collect();
    match data.ledger().get(&origin).and_then(|account| account.disposition.as_ref()) {
        Some(Disposition::Mapped(_)) => {}
        Some(Disposition::Label(role)) => {
            let _ = writeln!(text, "disposition: {}", visible(role));
        }
        Some(Disposition::OutOfScope(reason)) => {
            let _ = writeln!(text, "disposition: out of scope, {}", visible(reason));
        }
        Some(Disposition::Finding(code)) => {
            let _ = writeln!(text, "disposition: finding {code}");
        }
        None if made.is_empty() => text.push_str("the cell holds no digit, so the ledger has no account of it\n"),
        None => text.push_str("the header of a column of records; figures are counted from its rows\n"),
    }
    let _ = writeln!(text, "{} observation{} from this cell", made.len(), if made.len() == 1 { "" } else { "s" });
    for observation in made {
        let _ = writeln!(text, "  {}  {}", observation.key, value_text(&observation.value));
    }
    text.push_str(&findings(data, |place| matches!(place, Location::Cell(at) if *at == origin)));
    Ok(text)
}
