//! The order of the stages, and nothing else.

mod approve;
mod assess;
mod changes;
mod earlier;
mod fit;
mod history;
mod tabulate;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::approval::{self, entries};
use crate::diag::{Finding, Findings, Ledger, Level, Location, codes};
use crate::draft::Draft;
use crate::extract::{Texts, extract};
use crate::fs;
use crate::ingest::{RawFile, Readers, Submission, Workbook, check_expected, list_round, raw_file, read_workbook};
use crate::map::{Context, Counted, Mapped, join, map, map_records};
use crate::model::{DataStructure, KnownCodes, MappingLine, Observation, RefArea, Sender};
use crate::plan::{FileRule, Plan, SenderPlan, UnreadSheet, Used, build};
use crate::record_counts::count_file;
use crate::release::{Dataset, Release};
use crate::schema::{DeclaredRound, MappingFiles, read_areas, read_mappings, read_rounds};
use crate::suggest::Suggestion;

pub use crate::plan::{Round, RoundStatus, is_round_id};
pub use approve::{Accepted, accepted};
pub use assess::{place_digest, release, run, value_digest};
pub use changes::{Changes, PublishedRound, changes};
pub use fit::{Fit, fit};
pub use history::history;
pub use tabulate::{CrossRequest, tabulate};

/// What to run.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder that holds the rounds.
    pub raw: PathBuf,
    /// The folder of mapping files.
    pub mappings: PathBuf,
    /// The round; the name of its folder under `raw`.
    pub round: String,
    /// The senders to read; empty means all that the round expects.
    pub senders: Vec<Sender>,
    /// The program that reads workbooks in a process of their own; `None`: they are read in this one.
    pub reader: Option<PathBuf>,
}

/// Told of the progress of a run, from several threads.
pub trait Progress: Sync {
    /// So many bytes will be read.
    fn start(&self, bytes: u64);
    /// A file of so many bytes was read.
    fn done(&self, file: &str, bytes: u64);
}

/// Progress that nobody looks at.
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _bytes: u64) {}
    fn done(&self, _file: &str, _bytes: u64) {}
}

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    /// All that the round came to, for whoever works on it; `None` when the round is not declared, which is a finding.
    pub working: Option<Arc<Dataset>>,
    /// What an audience may see of it; `None` when nobody asked for it ([`release`]), and when it is not known.
    pub release: Option<Release>,
    /// Whether there is no release, for the round suppresses small counts, and with errors in the code lists nobody knows which counts those are.
    pub is_refused: bool,
    /// All findings, settled.
    pub findings: Findings,
    /// The files of each area, in the order of areas.
    pub files: BTreeMap<Sender, Vec<Arc<str>>>,
    /// The mapping files, for windows on their lines.
    pub mapping_files: MappingFiles,
    /// The round as it is declared; `None` when it is not.
    pub round: Option<Round>,
}

impl Outcome {
    /// The findings for the audience of the release, or, where there can be none, those that say why.
    pub fn released_findings(&self) -> Findings {
        match &self.release {
            Some(release) => release.findings().clone(),
            None => self.findings.iter().filter(|finding| !self.is_refused || hides_roles(finding)).cloned().collect(),
        }
    }

    /// Whether it has figures that a release suppresses.
    pub fn suppresses(&self) -> bool {
        self.round.as_ref().is_some_and(Round::suppresses)
    }
}

/// Whether for an error in the code lists or the dimensions it is not known which figures count persons, or what is part of what.
fn hides_roles(finding: &Finding) -> bool {
    let file = finding.location.file();
    let is_of_lists = matches!(finding.location, Location::Line(_)) && (file.starts_with("codelists/") || file == "dimensions.toml");
    is_of_lists && finding.code.level == Level::Error
}

/// What was read and mapped, before anything is suppressed or compared.
#[derive(Debug)]
struct Gathered<T> {
    /// What was made of the figures of each area, in the order of areas.
    areas: Vec<T>,
    findings: Findings,
    submissions: Vec<Submission>,
    plan: Plan,
    mapping_files: MappingFiles,
}

/// Reads and maps a round, area by area; `each` makes something of the figures of an area and its ledger; who does not keep them does not hold all of them at once.
/// Nothing is made, and a finding says why, when the round is not declared.
fn gather<T: Send>(
    request: &Request,
    progress: &dyn Progress,
    each: &(dyn Fn(Vec<Observation>, Ledger, &Context<'_>) -> T + Sync),
) -> Result<Gathered<T>, fs::Error> {
    let mut findings = Findings::default();
    let mapping_files = read_mappings(&request.mappings, Some(&request.round), &mut findings)?;
    let plan = build(&mapping_files, &mut findings);
    gather_by(request, (plan, mapping_files, findings), progress, each)
}

/// The same with a plan at hand.
fn gather_by<T: Send>(
    request: &Request,
    (plan, mapping_files, mut findings): (Plan, MappingFiles, Findings),
    progress: &dyn Progress,
    each: &(dyn Fn(Vec<Observation>, Ledger, &Context<'_>) -> T + Sync),
) -> Result<Gathered<T>, fs::Error> {
    // Without dimensions no figure has a key, and only the finding about them helps.
    if plan.lists.structure() == DataStructure::bare() {
        return Ok(Gathered { areas: Vec::new(), findings, submissions: Vec::new(), plan, mapping_files });
    }
    let Some(round) = plan.rounds.get(&request.round) else {
        let place = Location::Line(MappingLine::whole("rounds.toml"));
        findings.push(Finding::new(codes::ROUND_UNKNOWN, place, format!("no round \"{}\"", request.round)));
        return Ok(Gathered { areas: Vec::new(), findings, submissions: Vec::new(), plan, mapping_files });
    };
    let submissions = list_round(&request.raw.join(&request.round), &request.senders, &plan, &mut findings)?;
    check_expected(&submissions, &request.senders, round, &plan, &mut findings);
    let known = submissions.iter().filter_map(|submission| Some((submission, plan.senders.get(&submission.sender)?)));
    let known: Vec<(&Submission, &SenderPlan)> = known.collect();
    progress.start(known.iter().flat_map(|(submission, _)| &submission.files).map(|file| file.size).sum());
    let readers = readers(request.reader.as_deref());
    let made: Vec<(T, Findings)> = known
        .par_iter()
        .map(|(submission, area)| {
            let context = Context { sender: area, lists: &plan.lists, round };
            let read = |file: &RawFile| {
                let read = read_one(request, readers.as_ref(), &context, file);
                progress.done(&file.file, file.size);
                read
            };
            let reads: Vec<Read> = submission.files.par_iter().map(read).collect();
            let (observations, ledger, own) = map_area(&context, reads, &findings);
            (each(observations, ledger, &context), own)
        })
        .collect();
    let mut areas = Vec::new();
    for (of_area, own) in made {
        areas.push(of_area);
        findings.append(own);
    }
    Ok(Gathered { areas, findings, submissions, plan, mapping_files })
}

/// What came of reading and mapping a round, when nothing is compared.
#[derive(Debug)]
pub struct Observed<T> {
    /// The dimensions of the figures.
    pub structure: &'static DataStructure,
    /// What was made of the figures of each sender, in order.
    pub made: Vec<T>,
    /// What was found, settled.
    pub findings: Findings,
    /// Whether a release would suppress figures of it.
    pub suppresses: bool,
}

/// Reads and maps a round, and compares and suppresses nothing; `each` makes something of the figures of one sender.
pub fn observe<T: Send>(
    request: &Request,
    progress: &dyn Progress,
    each: &(dyn Fn(&[Observation], &KnownCodes) -> T + Sync),
) -> Result<Observed<T>, fs::Error> {
    let of_sender = |observations: Vec<Observation>, _, context: &Context<'_>| each(&observations, &context.lists.known_codes());
    let Gathered { areas: made, mut findings, plan, .. } = gather(request, progress, &of_sender)?;
    let suppresses = plan.rounds.get(&request.round).is_some_and(Round::suppresses);
    findings.settle(&plan.levels);
    Ok(Observed { made, findings, structure: plan.lists.structure(), suppresses })
}

/// What there is to suggest for a round.
#[derive(Debug)]
pub struct Suggestions {
    /// The labels without a line.
    pub labels: Vec<Suggestion>,
    /// Lines that are proposals, undecided.
    pub proposals: usize,
    /// Areas that were asked for and have no mapping files.
    pub unknown: Vec<Sender>,
}

/// Candidates for the labels of a round that no crosswalk line knows.
pub fn suggest(request: &Request, outcome: &Outcome) -> Result<Suggestions, fs::Error> {
    let plan = plan(&request.mappings, Some(&request.round))?;
    let proposals = outcome.findings.iter().filter(|finding| finding.code == codes::PROPOSAL_UNDECIDED).count();
    let unknown = request.senders.iter().copied().filter(|area| !plan.senders.contains_key(area)).collect();
    Ok(Suggestions { labels: crate::suggest::suggest(&outcome.findings, &plan), proposals, unknown })
}

/// Drafts the mapping files of an area for a workbook; none when it can't be read, and a finding says why.
pub fn draft(request: &Request, area: Sender, workbook: &std::path::Path, language: &str) -> Result<(Option<Draft>, Findings), fs::Error> {
    let (workbook, findings) = look(workbook, request.reader.as_deref())?;
    let plan = plan(&request.mappings, Some(&request.round))?;
    Ok((workbook.map(|workbook| crate::draft::draft(area, &workbook, language, &plan)), findings))
}

/// The rounds that rounds.toml declares, the newest last: by their last year, then by name.
pub fn rounds(mappings: &std::path::Path) -> Result<Vec<String>, fs::Error> {
    Ok(read_rounds(mappings)?.into_iter().map(|round| round.id).collect())
}

/// The same rounds with what is declared of them, as written.
pub fn declared_rounds(mappings: &std::path::Path) -> Result<Vec<DeclaredRound>, fs::Error> {
    read_rounds(mappings)
}

/// Who sends for a round; none where it can't be read or is not declared.
pub fn senders_of_round(mappings: &std::path::Path, id: &str) -> Result<Vec<Sender>, fs::Error> {
    let round = read_rounds(mappings)?.into_iter().find(|round| round.id == id);
    Ok(round.iter().flat_map(DeclaredRound::folders).filter_map(|folder| Sender::parse(&folder)).collect())
}

/// The areas of the list of areas.
pub fn areas(mappings: &std::path::Path) -> Result<Vec<RefArea>, fs::Error> {
    Ok(read_areas(mappings)?.iter().filter_map(|code| RefArea::parse(code)).collect())
}

/// The meaning of the mapping files alone, for a round; without one, for the newest.
pub fn plan(mappings: &std::path::Path, round: Option<&str>) -> Result<Plan, fs::Error> {
    Ok(plan_and_findings(mappings, round)?.0)
}

/// The meaning of the mapping files alone, and what was found in them.
pub fn plan_and_findings(mappings: &std::path::Path, round: Option<&str>) -> Result<(Plan, Findings), fs::Error> {
    let mut findings = Findings::default();
    let plan = build(&read_mappings(mappings, round, &mut findings)?, &mut findings);
    Ok((plan, findings))
}

/// One file of a round as a workbook, for a window on its cells.
pub fn reread(request: &Request, file: &str) -> Result<Option<Workbook>, fs::Error> {
    let mut findings = Findings::default();
    let mapping_files = read_mappings(&request.mappings, Some(&request.round), &mut findings)?;
    let plan = build(&mapping_files, &mut findings);
    let submissions = list_round(&request.raw.join(&request.round), &[], &plan, &mut findings)?;
    let found = submissions.iter().flat_map(|s| s.files.iter().map(move |raw| (s.sender, raw))).find(|(_, raw)| *raw.file == *file);
    let layout = found.and_then(|(area, _)| plan.senders.get(&area)).and_then(|area| area.layout.as_ref());
    let readers = readers(request.reader.as_deref());
    Ok(found.zip(layout).and_then(|((_, raw), layout)| read_workbook(raw, layout.file(raw.name()), readers.as_ref()).0))
}

/// A file that belongs to no round, read as it is; `None` when it can't be read, and a finding says why.
pub fn look(path: &std::path::Path, reader: Option<&std::path::Path>) -> Result<(Option<Workbook>, Findings), fs::Error> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let raw = match raw_file(&name.as_str().into(), path.to_path_buf(), false) {
        Ok(raw) => raw,
        Err(finding) => return Ok((None, Findings::from_iter([*finding]))),
    };
    Ok(read_workbook(&raw, Some(&FileRule::any()), readers(reader).as_ref()))
}

/// The children that read workbooks, where there is a program for them.
fn readers(program: Option<&std::path::Path>) -> Option<Readers> {
    program.map(Readers::new)
}

/// What became of one file.
#[derive(Default)]
struct Read {
    mapped: Vec<Mapped>,
    counted: Vec<Counted>,
    ledger: Ledger,
    texts: Texts,
    strays: Vec<UnreadSheet>,
    /// The lines of the mappings that it used.
    used: Used,
    findings: Findings,
}

/// Reads one file, and maps its tables; records are mapped when all files of the area are counted.
fn read_one(request: &Request, readers: Option<&Readers>, context: &Context<'_>, file: &RawFile) -> Read {
    let Some(layout) = &context.sender.layout else { return Read::default() };
    let declared = layout.file(file.name());
    let mut used = Used::default();
    used.extend(declared.map(|declared| declared.at));
    if let Some((place, rule)) = layout.records_of(file.name()) {
        let (counts, findings) = count_file(file, rule, rule.columns.iter(), declared, request.reader.as_deref());
        let counted = counts.into_iter().map(|row_counts| Counted { file: Arc::clone(&file.file), rule: place, row_counts }).collect();
        return Read { counted, used, findings, ..Read::default() };
    }
    let (workbook, mut findings) = read_workbook(file, declared, readers);
    let Some(workbook) = workbook else { return Read { used, findings, ..Read::default() } };
    let mut extraction = extract(workbook, layout, &context.sender.corrections);
    let texts = std::mem::take(&mut extraction.texts);
    findings.append(std::mem::take(&mut extraction.findings));
    let (mut ledger, strays) = (std::mem::take(&mut extraction.ledger), std::mem::take(&mut extraction.strays));
    used.append(std::mem::take(&mut extraction.used));
    let mut mapped = map(extraction, context, &mut ledger, &mut findings);
    used.append(std::mem::take(&mut mapped.used));
    Read { mapped: vec![mapped], counted: Vec::new(), ledger, texts, strays, used, findings }
}

/// The figures of an area out of all its files, their ledger and what was found; `before` was found before.
fn map_area(context: &Context<'_>, reads: Vec<Read>, before: &Findings) -> (Vec<Observation>, Ledger, Findings) {
    let mut all = Read::default();
    for read in reads {
        all.mapped.extend(read.mapped);
        all.counted.extend(read.counted);
        all.ledger.append(read.ledger);
        all.texts.append(read.texts);
        all.strays.extend(read.strays);
        all.used.append(read.used);
        all.findings.append(read.findings);
    }
    let Read { mapped, counted, mut ledger, texts, strays, mut used, mut findings } = all;
    let (records, by_records) = map_records(&counted, context, &mut ledger, &mut findings);
    let observations = join(mapped, records, context, &mut ledger, &mut findings);
    used.append(by_records);
    context.sender.report_dead(&used, &strays, before, &mut findings);
    let mut entries = entries(&texts, context.sender, context.lists);
    let words = approval::check(&mut entries, context.sender, &findings);
    findings.append(words);
    ledger.keep_texts(entries);
    for account in ledger.rows().iter().filter(|account| !account.balances()) {
        let place = Location::Sheet(Arc::clone(&account.file), Arc::clone(&account.sheet));
        findings.push(Finding::new(codes::LEDGER_UNBALANCED, place, format!("{} rows read", account.read)));
    }
    for (origin, account) in ledger.unsettled() {
        findings.push(Finding::new(codes::LEDGER_UNBALANCED, Location::Cell(origin), format!("\"{}\"", account.text)));
    }
    (observations, ledger, findings)
}
