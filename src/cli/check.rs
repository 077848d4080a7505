//! `roundup check`: submissions and mapping files validated, and nothing written.

mod round;
mod text;
mod wanted;

use std::collections::{BTreeMap, BTreeSet};

use super::args::{CheckFormat, CheckOptions};
use super::notices::NOT_FOR_PUBLICATION;
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use super::typed_path::words;
use crate::diag::render::{Checked, Lines, Part, Report, check_json, finding_line, github, junit, markdown, sarif};
use crate::diag::{Finding, Findings, Level, Location, Owner, codes};
use crate::pipeline::{self, Outcome};
use crate::release::{Audience, Dataset};
use round::Round;
use text::Drawing;
use wanted::Wanted;

/// Findings that say that the round used nothing of a mapping entry: another round may.
const UNUSED: [crate::diag::Code; 3] = [codes::LINE_UNUSED, codes::ARTICLE_UNUSED, codes::STATEMENT_UNUSED];

pub(super) fn check(options: &CheckOptions, is_verbose: bool, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    for name in options.deny.iter().chain(&options.allow).chain(&options.select).chain(&options.ignore) {
        if codes::find(name).is_none() {
            return Err(Failure::Request(format!("no finding has the code \"{name}\"; `roundup rules` lists all")));
        }
    }
    let mut rounds = Vec::new();
    for (round, wanted) in wanted::rounds(options)? {
        let mut request = options.round.request_for(Some(round), streams)?;
        if request.senders.is_empty() {
            request.senders = wanted.senders();
        }
        let bar = Bar::new(streams.terminal);
        let outcome = if options.public { pipeline::release(&request, Audience::Reviewers, &bar)? } else { pipeline::run(&request, &bar)? };
        rounds.push(Round { request, wanted, outcome });
    }
    let (mut left_out, mut worst) = (0, Status::Clean);
    let mut parts = Vec::new();
    for round in &rounds {
        let (findings, more) = findings(round, &rounds, &parts, options);
        left_out += more;
        let not_checked = not_checked(&round.outcome, &round.wanted);
        // What could not be checked has not passed.
        let own = match Status::of(&findings) {
            Status::Clean if !not_checked.is_empty() => Status::Mapping,
            status => status,
        };
        worst = worst.or_worse(own);
        parts.push(Part {
            round: round.request.round.clone(),
            raw: words(&round.request.raw.join(&round.request.round)),
            findings,
            checked: checked(&round.outcome, &round.wanted),
            not_checked,
        });
    }
    let suppresses = rounds.iter().any(|round| round.outcome.suppresses());
    let Some(last) = rounds.last() else { return Err(Failure::Request("there is no round to check".to_owned())) };
    let mut report = Report {
        parts,
        lines: Lines::new(&last.outcome.mapping_files.inputs),
        mappings: words(&last.request.mappings),
        left_out,
        exit: worst.code(),
        publication: (suppresses && !options.public).then_some(NOT_FOR_PUBLICATION),
    };
    if options.public {
        for (part, round) in report.parts.iter_mut().zip(&rounds).filter(|(_, round)| round.outcome.suppresses()) {
            part.findings = round.outcome.released_findings();
            // The name of a file may disclose a figure.
            let n = part.not_checked.len();
            if n > 0 {
                part.not_checked = vec![format!("{n} file{} of which no cell was read", if n == 1 { "" } else { "s" })];
            }
        }
    }
    let text = match options.format {
        CheckFormat::Text => {
            let mut drawing = Drawing::new(&rounds, report.lines.clone(), options.public);
            text::text(&report, &mut drawing, is_verbose, streams.colour)?
        }
        CheckFormat::Short => short(&report),
        CheckFormat::Json => check_json(&report),
        CheckFormat::Sarif => sarif(&report),
        CheckFormat::Junit => junit(&report),
        CheckFormat::Github => github(&report),
        CheckFormat::Markdown => markdown(&report),
    };
    write!(streams.out, "{text}")?;
    Ok(if options.exit_zero && worst != Status::Failed { Status::Clean } else { worst })
}

/// The findings of a round that were asked for, with the levels that were asked for, and how many were left out. What another round said of the mapping
/// files already is not repeated, and an entry that another round uses is not unused.
fn findings(round: &Round, rounds: &[Round], before: &[Part], options: &CheckOptions) -> (Findings, usize) {
    let mut findings = round.outcome.findings.clone();
    for name in &options.deny {
        findings.set_level(name, Level::Error);
    }
    for name in &options.allow {
        findings.set_level(name, Level::Note);
    }
    let others: Vec<&Round> = rounds.iter().filter(|other| other.request.round != round.request.round).collect();
    let is_used_elsewhere = |finding: &Finding| {
        let reads =
            |other: &&&Round| other.outcome.files.keys().any(|area| finding.location.file().starts_with(&format!("{}/", area.folder())));
        let says = |other: &&Round| other.outcome.findings.iter().any(|own| own.code == finding.code && own.location == finding.location);
        UNUSED.contains(&finding.code) && !others.iter().filter(reads).all(says)
    };
    let said: BTreeSet<(&Location, &str, &str)> = before
        .iter()
        .flat_map(|part| part.findings.iter())
        .filter(|finding| matches!(finding.location, Location::Line(_)))
        .map(|finding| (&finding.location, finding.code.name, finding.found.as_str()))
        .collect();
    findings
        .select(|finding| !said.contains(&(&finding.location, finding.code.name, finding.found.as_str())) && !is_used_elsewhere(finding));
    let is_chosen = |finding: &Finding| {
        let named = |names: &[String]| names.iter().any(|name| name == finding.code.name);
        (options.select.is_empty() || named(&options.select)) && !named(&options.ignore)
    };
    // What the program itself does wrong can't be left out, nor that the round is none.
    let is_ours = |finding: &Finding| finding.code.owner == Owner::Program || finding.code == codes::ROUND_UNKNOWN;
    let left_out = findings.select(|finding| is_ours(finding) || (round.wanted.concerns(finding) && is_chosen(finding)));
    (findings, left_out)
}

/// One finding a line.
fn short(report: &Report<'_>) -> String {
    let line = |(part, finding): (&Part, &Finding)| {
        let (_, column) = report.region(&finding.location);
        finding_line(finding, &report.path(part, &finding.location), column) + "\n"
    };
    let mut text: String = report.findings().map(line).collect();
    text.extend(report.not_checked().map(|what| format!("not checked: {what}\n")));
    text.extend(report.publication.map(|publication| format!("{publication}\n")));
    text
}

/// What was looked at, area by area.
fn checked(outcome: &Outcome, wanted: &Wanted) -> Vec<Checked> {
    let mut cells_of: BTreeMap<String, usize> = BTreeMap::new();
    let mut figures_of: BTreeMap<String, usize> = BTreeMap::new();
    if let Some(working) = &outcome.working {
        for (origin, _) in working.ledger().iter() {
            *cells_of.entry(origin.file.to_string()).or_default() += 1;
        }
        for cell in working.figures() {
            let files: BTreeSet<&str> = cell.observation().origins.iter().map(|origin| &*origin.file).collect();
            for file in files {
                *figures_of.entry(file.to_owned()).or_default() += 1;
            }
        }
    }
    let mut checked = Vec::new();
    for (area, files) in &outcome.files {
        let files: Vec<&str> = files.iter().map(|file| &**file).filter(|file| wanted.has_file(file, false)).collect();
        if files.is_empty() {
            continue;
        }
        let sum = |of: &BTreeMap<String, usize>| files.iter().filter_map(|file| of.get(*file)).sum();
        // A figure that two files state is one.
        let figures = if files.len() == 1 { sum(&figures_of) } else { figures_in(outcome.working.as_deref(), &files) };
        checked.push(Checked { area: area.folder(), files: files.len(), cells: sum(&cells_of), figures });
    }
    checked
}

fn figures_in(working: Option<&Dataset>, files: &[&str]) -> usize {
    let files: BTreeSet<&str> = files.iter().copied().collect();
    let origins = working.into_iter().flat_map(Dataset::figures).map(|figure| &figure.observation().origins);
    origins.filter(|origins| origins.iter().any(|origin| files.contains(&*origin.file))).count()
}

/// Files of which nothing was read, with the finding that says why.
fn not_checked(outcome: &Outcome, wanted: &Wanted) -> Vec<String> {
    let read: BTreeSet<&str> = outcome.working.iter().flat_map(|working| working.ledger().sheets()).map(|(file, _)| &**file).collect();
    let is_error = |finding: &&Finding| finding.level == Level::Error;
    let mut errors: BTreeMap<&str, &Finding> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(is_error) {
        errors.entry(finding.location.file()).or_insert(finding);
    }
    let mut missing = Vec::new();
    for (area, file) in outcome.files.iter().flat_map(|(area, files)| files.iter().map(move |file| (area, file))) {
        if !wanted.has_file(file, false) || read.contains(&**file) {
            continue;
        }
        let own = errors.get(&**file).copied();
        // Without a layout nothing is read; other files of the area can be the cause as well.
        let in_file = |start: String| {
            let mut of_mappings = outcome.findings.iter().filter(is_error);
            of_mappings.find(|finding| matches!(&finding.location, Location::Line(line) if line.file.starts_with(&start)))
        };
        let cause = own.or_else(|| in_file(format!("{}/layout.toml", area.folder()))).or_else(|| in_file(format!("{}/", area.folder())));
        if let Some(cause) = cause {
            missing.push(format!("{file}: no cell of it was read, for {} ({})", cause.location, cause.code));
        }
    }
    missing
}
