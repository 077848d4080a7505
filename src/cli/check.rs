//! `roundup check`: submissions and mapping files validated, and nothing written.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::args::{CheckFormat, CheckOptions};
use super::run::status;
use super::window::{mapping_window, window};
use super::{Failure, Status, Streams};
use crate::diag::render::{Checked, Lines, Report, check_json, finding_with_path, github, junit, markdown, sarif, summary_line};
use crate::diag::{Finding, Level, Owner, Place, codes};
use crate::ingest::Workbook;
use crate::model::{Observation, Origin, RefArea};
use crate::pipeline::{self, Outcome, Request, Silent};

/// Findings of one code in one file that are drawn; the rest is counted.
const DRAWN: usize = 3;
/// Of the rest so many are listed, a line each.
const LISTED: usize = 20;

pub(super) fn check(options: &CheckOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    for name in options.deny.iter().chain(&options.allow).chain(&options.select).chain(&options.ignore) {
        if codes::find(name).is_none() {
            return Err(Failure::Request(format!("no finding has the code \"{name}\"; `roundup rules` lists all")));
        }
    }
    let mut request = options.round.request(streams.reader.as_deref());
    let wanted = Wanted::new(&options.files, &request)?;
    if request.areas.is_empty() {
        request.areas = wanted.areas();
    }
    let outcome = pipeline::run(&request, &Silent)?;
    let mut findings = outcome.findings.clone();
    for name in &options.deny {
        findings.set_level(name, Level::Error);
    }
    for name in &options.allow {
        findings.set_level(name, Level::Note);
    }
    let is_chosen = |finding: &Finding| {
        let named = |names: &[String]| names.iter().any(|name| name == finding.code.name);
        (options.select.is_empty() || named(&options.select)) && !named(&options.ignore)
    };
    // What the program itself does wrong can't be left out.
    let is_ours = |finding: &Finding| finding.code.owner == Owner::Program;
    let left_out = findings.select(|finding| is_ours(finding) || (wanted.concerns(finding) && is_chosen(finding)));
    let not_checked = not_checked(&outcome, &wanted);
    let mut status = status(&findings);
    // What could not be checked has not passed.
    if status == Status::Clean && !not_checked.is_empty() {
        status = Status::Mapping;
    }
    let report = Report {
        findings: &findings,
        lines: Lines::new(&outcome.mapping_files.inputs),
        raw: written(&request.raw.join(&request.round)),
        mappings: written(&request.mappings),
        checked: checked(&outcome, &wanted),
        not_checked,
        left_out,
        exit: status.code(),
    };
    let text = match options.format {
        CheckFormat::Text => text(&report, &outcome, &request)?,
        CheckFormat::Json => check_json(&report),
        CheckFormat::Sarif => sarif(&report),
        CheckFormat::Junit => junit(&report),
        CheckFormat::Github => github(&report),
        CheckFormat::Markdown => markdown(&report),
    };
    write!(streams.out, "{text}")?;
    Ok(if options.exit_zero && status != Status::Failed { Status::Clean } else { status })
}

/// A path with forward slashes, without a leading `./`.
fn written(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter(|part| !matches!(part, Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/").replacen("//", "/", 1)
}

/// What the reader asked to have checked; nothing named is everything.
struct Wanted {
    /// Relative to the folder of the round, or to that of the mappings; empty for the folder itself.
    raw: Vec<String>,
    mappings: Vec<String>,
}

impl Wanted {
    fn new(files: &[PathBuf], request: &Request) -> Result<Self, Failure> {
        let (round, mappings) = (request.raw.join(&request.round), &request.mappings);
        let mut wanted = Self { raw: Vec::new(), mappings: Vec::new() };
        for file in files {
            let below = |folder: &Path| {
                let (file, folder) = (written(file), written(folder));
                file.strip_prefix(&folder)
                    .filter(|rest| rest.is_empty() || rest.starts_with('/'))
                    .map(|rest| rest.trim_matches('/').to_owned())
            };
            match (below(&round), below(mappings)) {
                (Some(path), _) if crate::fs::exists(file) => wanted.raw.push(path),
                (_, Some(path)) if crate::fs::exists(file) => wanted.mappings.push(path),
                (None, None) => {
                    let (round, mappings) = (written(&round), written(mappings));
                    let what =
                        format!("{} is neither below {round} nor below {mappings}: put a submission into its folder first", file.display());
                    return Err(Failure::Request(what));
                }
                _ => return Err(Failure::Request(format!("there is no {}", file.display()))),
            }
        }
        Ok(wanted)
    }

    fn is_everything(&self) -> bool {
        self.raw.is_empty() && self.mappings.is_empty()
    }

    /// The areas that have to be read; none: all, for code lists and the like concern every area.
    fn areas(&self) -> Vec<RefArea> {
        let paths = || self.raw.iter().chain(&self.mappings);
        let areas: Option<Vec<RefArea>> = paths().map(|path| RefArea::parse(path.split('/').next().unwrap_or_default())).collect();
        areas.unwrap_or_default()
    }

    fn has_file(&self, file: &str, is_mapping: bool) -> bool {
        let listed = if is_mapping { &self.mappings } else { &self.raw };
        let is_in =
            |path: &String| path.is_empty() || file == path || file.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.is_everything() || listed.iter().any(is_in)
    }

    fn has(&self, place: &Place) -> bool {
        match place {
            Place::Round(_) => self.is_everything(),
            Place::Line(line) => self.has_file(&line.file, true),
            Place::File(_) | Place::Sheet(..) | Place::Cell(_) => self.has_file(place.file(), false),
        }
    }

    fn concerns(&self, finding: &Finding) -> bool {
        self.has(&finding.place) || finding.related.iter().any(|place| self.has(place))
    }
}

/// What was looked at, area by area.
fn checked(outcome: &Outcome, wanted: &Wanted) -> Vec<Checked> {
    let mut checked = Vec::new();
    for (area, files) in &outcome.files {
        let files: Vec<&str> = files.iter().map(|file| &**file).filter(|file| wanted.has_file(file, false)).collect();
        if files.is_empty() {
            continue;
        }
        let of: BTreeSet<&str> = files.iter().copied().collect();
        let is_of = |file: &str| of.contains(file);
        let release = outcome.release.as_ref();
        let cells = release.map_or(0, |r| r.ledger().iter().filter(|(origin, _)| is_of(&origin.file)).count());
        let figures = release.map_or(0, |r| {
            let origins = r.cells().iter().map(|cell| &cell.cell().figure().observation().origins);
            origins.filter(|origins| origins.iter().any(|origin| is_of(&origin.file))).count()
        });
        checked.push(Checked { area: area.folder(), files: files.len(), cells, figures });
    }
    checked
}

/// Files of which nothing was read, with the finding that says why.
fn not_checked(outcome: &Outcome, wanted: &Wanted) -> Vec<String> {
    let ledgers = || outcome.release.iter().map(crate::protect::Release::ledger);
    let mut read: BTreeSet<Arc<str>> = ledgers().flat_map(|ledger| ledger.iter().map(|(origin, _)| origin.file)).collect();
    read.extend(ledgers().flat_map(crate::diag::Ledger::rows).map(|rows| Arc::clone(&rows.file)));
    let is_error = |finding: &&Finding| finding.level == Level::Error;
    let mut errors: BTreeMap<&str, &Finding> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(is_error) {
        errors.entry(finding.place.file()).or_insert(finding);
    }
    let mut missing = Vec::new();
    for (area, file) in outcome.files.iter().flat_map(|(area, files)| files.iter().map(move |file| (area, file))) {
        if !wanted.has_file(file, false) || read.contains(file) {
            continue;
        }
        let own = errors.get(&**file).copied();
        // Without a layout nothing is read; other files of the area can be the cause as well.
        let in_file = |start: String| {
            let mut of_mappings = outcome.findings.iter().filter(is_error);
            of_mappings.find(|finding| matches!(&finding.place, Place::Line(line) if line.file.starts_with(&start)))
        };
        let cause = own.or_else(|| in_file(format!("{}/layout.toml", area.folder()))).or_else(|| in_file(format!("{}/", area.folder())));
        if let Some(cause) = cause {
            missing.push(format!("{file}: no cell of it was read, for {} ({})", cause.place, cause.code));
        }
    }
    missing
}

/// For people: by who repairs it, with the cells and lines drawn.
fn text(report: &Report<'_>, outcome: &Outcome, request: &Request) -> Result<String, Failure> {
    let mut drawing = Drawing { outcome, request, lines: &report.lines, workbooks: BTreeMap::new(), figures: OnceCell::new() };
    let mut text = String::new();
    for owner in [Owner::Program, Owner::Mapping, Owner::Submission] {
        let mut groups: BTreeMap<(Level, &str, &str), Vec<&Finding>> = BTreeMap::new();
        for finding in report.findings.iter().filter(|finding| finding.code.owner == owner) {
            groups.entry((finding.level, finding.place.file(), finding.code.name)).or_default().push(finding);
        }
        if groups.is_empty() {
            continue;
        }
        let n: usize = groups.values().map(Vec::len).sum();
        let _ = writeln!(text, "== {} ({n}) ==\n", owner.action());
        for ((_, file, code), findings) in groups {
            for finding in findings.iter().take(DRAWN) {
                text.push_str(&finding_with_path(finding, &drawing.path(&finding.place)));
                text.push('\n');
                text.push_str(&drawing.draw(&finding.place)?);
                text.push('\n');
            }
            if findings.len() > DRAWN {
                let more = findings.len() - DRAWN;
                let _ = writeln!(text, "… and {more} more {code} in {file}:");
                for finding in findings.iter().skip(DRAWN).take(LISTED) {
                    let _ = writeln!(text, "    {:<8} {}", short(&finding.place), finding.found);
                }
                if more > LISTED {
                    let _ = writeln!(text, "    … and {} more; --format json has all", more - LISTED);
                }
                text.push('\n');
            }
        }
    }
    for what in &report.not_checked {
        let _ = writeln!(text, "not checked: {what}");
    }
    for c in &report.checked {
        let errors =
            report.findings.iter().filter(|f| f.level == Level::Error && f.place.file().starts_with(&format!("{}/", c.area))).count();
        let end = if errors == 0 { "no error".to_owned() } else { format!("{errors} error{}", if errors == 1 { "" } else { "s" }) };
        let _ = writeln!(text, "{}: {}; {end}", c.area, c.words());
    }
    if report.left_out > 0 {
        let _ = writeln!(text, "{} findings about other files, or of codes that were not asked for, are not shown", report.left_out);
    }
    let _ = writeln!(text, "{}: {}", report.verdict(), summary_line(report.findings));
    Ok(text)
}

fn short(place: &Place) -> String {
    let (line, column) = place.line_column();
    match place {
        Place::Cell(origin) => format!("{}!{}", origin.sheet, origin.cell),
        Place::Line(_) => format!("{line}:{column}"),
        Place::Round(_) | Place::File(_) | Place::Sheet(..) => place.to_string(),
    }
}

/// Draws what is around a place; a workbook is read once.
struct Drawing<'a> {
    outcome: &'a Outcome,
    request: &'a Request,
    lines: &'a Lines<'a>,
    workbooks: BTreeMap<String, Option<Workbook>>,
    /// The first figure of each cell.
    figures: OnceCell<BTreeMap<&'a Origin, &'a Observation>>,
}

impl Drawing<'_> {
    /// The headings that lead to a cell, where a figure came of it.
    fn path(&self, place: &Place) -> String {
        let Place::Cell(origin) = place else { return String::new() };
        let figures = self.figures.get_or_init(|| {
            let mut figures: BTreeMap<&Origin, &Observation> = BTreeMap::new();
            let all = self.outcome.release.iter().flat_map(crate::protect::Release::cells).map(|cell| cell.cell().figure().observation());
            for (origin, figure) in all.flat_map(|figure| figure.origins.iter().map(move |origin| (origin, figure))) {
                figures.entry(origin).or_insert(figure);
            }
            figures
        });
        figures.get(origin).map(|figure| figure.labels.join(" › ")).unwrap_or_default()
    }

    fn draw(&mut self, place: &Place) -> Result<String, Failure> {
        Ok(match place {
            Place::Cell(origin) => self.cell(origin)?,
            Place::Line(line) => mapping_window(&self.outcome.mapping_files, line, self.lines.character(line)),
            Place::Round(_) | Place::File(_) | Place::Sheet(..) => String::new(),
        })
    }

    fn cell(&mut self, origin: &Origin) -> Result<String, Failure> {
        let file = origin.file.to_string();
        if !self.workbooks.contains_key(&file) {
            let workbook = pipeline::reread(self.request, &file)?;
            self.workbooks.insert(file.clone(), workbook);
        }
        let workbook = self.workbooks.get(&file).and_then(Option::as_ref);
        let grid = workbook.and_then(|workbook| workbook.sheets.iter().find(|grid| *grid.name == *origin.sheet));
        Ok(grid
            .map(|grid| window(grid, origin, self.outcome.release.as_ref().map(crate::protect::Release::ledger)) + "\n")
            .unwrap_or_default())
    }
}
