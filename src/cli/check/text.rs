//! A check for people: errors by who repairs them, with the cells and lines drawn; warnings and notes counted, or drawn as well.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::round::Round;
use crate::cli::status::Failure;
use crate::cli::terminal_filter::STYLES;
use crate::cli::window::{mapping_window, window};
use crate::compare::Assessed;
use crate::diag::render::{Lines, Report, finding_with_path, summary_line};
use crate::diag::{Finding, Level, Location, Owner};
use crate::ingest::Workbook;
use crate::model::{Observation, SourceCell};
use crate::pipeline;
use crate::printable::visible;

/// Findings of one code in one file that are drawn unless all are asked for; the rest is counted.
const DRAWN: usize = 3;
/// Of the rest so many are listed, a line each.
const LISTED: usize = 20;

/// Colours a level, where colours are wanted.
fn paint(text: &str, level: Level, colour: bool) -> String {
    let [red, yellow, blue, _, end] = STYLES;
    let style = match level {
        Level::Error => red,
        Level::Warning => yellow,
        Level::Note => blue,
    };
    if colour { format!("{style}{text}{end}") } else { text.to_owned() }
}

pub(super) fn text(report: &Report<'_>, drawing: &mut Drawing<'_>, is_verbose: bool, colour: bool) -> Result<String, Failure> {
    let mut text = String::new();
    let is_drawn = |finding: &Finding| is_verbose || finding.level == Level::Error;
    for owner in [Owner::Program, Owner::Mapping, Owner::Submission] {
        let mut groups: BTreeMap<(Level, &str, &str, &str), Vec<&Finding>> = BTreeMap::new();
        for (part, finding) in report.findings().filter(|(_, finding)| finding.code.owner == owner && is_drawn(finding)) {
            groups.entry((finding.level, &part.round, finding.location.file(), finding.code.name)).or_default().push(finding);
        }
        if groups.is_empty() {
            continue;
        }
        let n: usize = groups.values().map(Vec::len).sum();
        let _ = writeln!(text, "== {} ({n}) ==\n", owner.action());
        for ((level, round, file, code), findings) in groups {
            let drawn = if is_verbose { usize::MAX } else { DRAWN };
            for finding in findings.iter().take(drawn) {
                let said = finding_with_path(finding, &drawing.path(round, &finding.location));
                let word = level.word();
                text.push_str(&said.strip_prefix(word).map_or_else(|| said.clone(), |rest| paint(word, level, colour) + rest));
                text.push('\n');
                text.push_str(&drawing.draw(round, &finding.location)?);
                text.push('\n');
            }
            if findings.len() > drawn {
                let more = findings.len() - drawn;
                let _ = writeln!(text, "… and {more} more {code} in {}:", visible(file));
                for finding in findings.iter().skip(drawn).take(LISTED) {
                    let _ = writeln!(text, "    {:<8} {}", visible(&short(&finding.location)), visible(&finding.found));
                }
                if more > LISTED {
                    let _ = writeln!(text, "    … and {} more; --format short has all", more - LISTED);
                }
                text.push('\n');
            }
        }
    }
    if !is_verbose {
        text.push_str(&counted(report, colour));
    }
    for what in report.not_checked() {
        let _ = writeln!(text, "not checked: {}", visible(what));
    }
    for part in &report.parts {
        for c in &part.checked {
            let of_area =
                |finding: &&Finding| finding.level == Level::Error && finding.location.file().starts_with(&format!("{}/", c.area));
            let errors = part.findings.iter().filter(of_area).count();
            let end = if errors == 0 { "no error".to_owned() } else { format!("{errors} error{}", if errors == 1 { "" } else { "s" }) };
            let _ = writeln!(text, "{} {}: {}; {end}", part.round, c.area, c.words());
        }
    }
    if report.left_out > 0 {
        let _ = writeln!(text, "{} findings about other files, or of codes that were not asked for, are not shown", report.left_out);
    }
    let rounds: Vec<&str> = report.parts.iter().map(|part| part.round.as_str()).collect();
    let word = if rounds.len() == 1 { "round" } else { "rounds" };
    let verdict =
        if colour && report.exit == 0 { format!("{}{}{}", STYLES[3], report.verdict(), STYLES[4]) } else { report.verdict().to_owned() };
    let summary = summary_line(report.findings().map(|(_, finding)| finding));
    let _ = writeln!(text, "{verdict}: {summary} ({word} {})", rounds.join(", "));
    if let Some(publication) = report.publication {
        let _ = writeln!(text, "{publication}");
    }
    Ok(text)
}

/// Warnings and notes, a line for each code: how many, and where.
fn counted(report: &Report<'_>, colour: bool) -> String {
    let mut codes: BTreeMap<(Level, &str, &str), BTreeMap<String, usize>> = BTreeMap::new();
    for (_, finding) in report.findings().filter(|(_, finding)| finding.level != Level::Error) {
        let places = codes.entry((finding.level, finding.code.name, finding.code.title)).or_default();
        let folder = finding.location.file().split('/').next().unwrap_or_default();
        *places.entry(if folder.is_empty() { "round".to_owned() } else { folder.to_owned() }).or_default() += 1;
    }
    let mut text = String::new();
    for ((level, code, title), places) in &codes {
        let n: usize = places.values().sum();
        let places: Vec<String> = places.iter().map(|(place, n)| format!("{} {n}", visible(place))).collect();
        let _ =
            writeln!(text, "{} {n:>5} {code:<27} {title} ({})", paint(&format!("{:<7}", level.word()), *level, colour), places.join(", "));
    }
    if !text.is_empty() {
        text.push_str("        -v draws each of them, --format short has a line for each\n\n");
    }
    text
}

fn short(place: &Location) -> String {
    let (line, column) = place.line_column();
    match place {
        Location::Cell(origin) => format!("{}!{}", origin.sheet, origin.cell),
        Location::Line(_) => format!("{line}:{column}"),
        Location::Round(_) | Location::File(_) | Location::Sheet(..) => place.to_string(),
    }
}

/// Draws what is around a place; a workbook is read once.
pub(super) struct Drawing<'a> {
    rounds: &'a [Round],
    /// Nothing of a submission is drawn.
    is_public: bool,
    /// The lines of the mapping files.
    lines: Lines<'a>,
    workbooks: BTreeMap<(String, String), Option<Workbook>>,
    /// The first figure of each cell, for each round that was asked for.
    figures: BTreeMap<String, BTreeMap<&'a SourceCell, &'a Observation>>,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(rounds: &'a [Round], lines: Lines<'a>, is_public: bool) -> Self {
        Self { rounds, is_public, lines, workbooks: BTreeMap::new(), figures: BTreeMap::new() }
    }

    fn of(&self, round: &str) -> Option<&'a Round> {
        self.rounds.iter().find(|own| own.request.round == round)
    }

    fn shows(&self, round: &Round) -> bool {
        !(self.is_public && round.outcome.suppresses())
    }

    /// The headings that lead to a cell, where a figure came of it.
    fn path(&mut self, round: &str, place: &Location) -> String {
        let Location::Cell(origin) = place else { return String::new() };
        let Some(round) = self.of(round).filter(|round| self.shows(round)) else { return String::new() };
        let figures = self.figures.entry(round.request.round.clone()).or_insert_with(|| {
            let mut figures: BTreeMap<&SourceCell, &Observation> = BTreeMap::new();
            let all = round.outcome.working.iter().flat_map(|working| working.figures()).map(Assessed::observation);
            for (origin, figure) in all.flat_map(|figure| figure.origins.iter().map(move |origin| (origin, figure))) {
                figures.entry(origin).or_insert(figure);
            }
            figures
        });
        figures.get(origin).map(|figure| figure.labels.join(" › ")).unwrap_or_default()
    }

    fn draw(&mut self, round: &str, place: &Location) -> Result<String, Failure> {
        let Some(of_round) = self.of(round).filter(|round| self.shows(round)) else { return Ok(String::new()) };
        Ok(match place {
            Location::Cell(origin) => self.cell(of_round, origin)?,
            Location::Line(line) => mapping_window(&of_round.outcome.mapping_files, line, self.lines.character(line)),
            Location::Round(_) | Location::File(_) | Location::Sheet(..) => String::new(),
        })
    }

    fn cell(&mut self, round: &Round, origin: &SourceCell) -> Result<String, Failure> {
        let key = (round.request.round.clone(), origin.file.to_string());
        if !self.workbooks.contains_key(&key) {
            let workbook = pipeline::reread(&round.request, &origin.file)?;
            self.workbooks.insert(key.clone(), workbook);
        }
        let workbook = self.workbooks.get(&key).and_then(Option::as_ref);
        let grid = workbook.and_then(|workbook| workbook.sheets.iter().find(|grid| *grid.name == *origin.sheet));
        Ok(grid.map(|grid| window(grid, origin) + "\n").unwrap_or_default())
    }
}
