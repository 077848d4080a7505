//! The order of the rooms, and nothing else.

mod tabulate;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::aggregate::aggregate;
use crate::compare::{Comparison, compare};
use crate::diag::{Finding, Findings, Ledger, Place, codes};
use crate::draft::Draft;
use crate::extract::extract;
use crate::fs;
use crate::ingest::{RawFile, Readers, SourceImage, Submission, Workbook, check_expected, list_round, read_workbook};
use crate::map::{Context, Counted, Mapped, join, map, map_records, name_keys};
use crate::model::{Codebook, MapLine, Observation, Origin, RefArea, Source};
use crate::plan::{AreaPlan, Correction, Layout, Plan, Round, Stray, build};
use crate::protect::{Papers, Release, protect};
use crate::schema::{MappingFiles, read_mappings};
use crate::suggest::Suggestion;
use crate::suppress::suppress;
use crate::tally::tally_file;

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
    /// The areas to read; empty means all that the round expects.
    pub areas: Vec<RefArea>,
    /// The program that reads workbooks in a process of their own; `None`: they are read in this one.
    pub reader: Option<PathBuf>,
}

/// Told of the progress of a run, from several threads.
pub trait Progress: Sync {
    /// So many files will be read.
    fn start(&self, files: usize);
    /// One of them was read.
    fn done(&self, file: &str);
}

/// Progress that nobody looks at.
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _files: usize) {}
    fn done(&self, _file: &str) {}
}

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    /// What may be written; `None` when the round is not declared, which is a finding.
    pub release: Option<Release>,
    /// All findings, settled.
    pub findings: Findings,
    /// The files of each area, in the order of areas.
    pub files: BTreeMap<RefArea, Vec<Arc<str>>>,
    /// The mapping files, for windows on their lines.
    pub mapping_files: MappingFiles,
}

/// What was read and mapped, before anything is compared.
#[derive(Debug)]
pub struct Gathered {
    /// The observations; what the round withholds has no value.
    pub observations: Vec<Observation>,
    /// What was found so far.
    pub findings: Findings,
    ledger: Ledger,
    submissions: Vec<Submission>,
    plan: Plan,
    mapping_files: MappingFiles,
}

/// Reads and maps a round. Without observations and with a finding when the round is not declared.
fn gather(request: &Request, progress: &dyn Progress) -> Result<Gathered, fs::Error> {
    let mut findings = Findings::default();
    let mapping_files = read_mappings(&request.mappings, &mut findings)?;
    let plan = build(&mapping_files, &mut findings);
    let (mut ledger, mut observations) = (Ledger::default(), Vec::new());
    let Some(round) = plan.rounds.get(&request.round) else {
        let place = Place::Line(MapLine::whole("rounds.toml"));
        findings.push(Finding::new(codes::ROUND_UNKNOWN, place, format!("no round \"{}\"", request.round)));
        return Ok(Gathered { observations, findings, ledger, submissions: Vec::new(), plan, mapping_files });
    };
    let submissions = list_round(&request.raw.join(&request.round), &request.areas, &plan, &mut findings)?;
    check_expected(&submissions, &request.areas, round, &plan, &mut findings);
    for (area, reads) in read_all(request, &submissions, (&plan, round), progress) {
        if let Some(area_plan) = plan.areas.get(&area) {
            observations.extend(map_area(area_plan, reads, &plan, round, (&mut ledger, &mut findings)));
        }
    }
    for account in ledger.rows().iter().filter(|account| !account.balances()) {
        let place = Place::Sheet(Arc::clone(&account.file), Arc::clone(&account.sheet));
        findings.push(Finding::new(codes::LEDGER_UNBALANCED, place, format!("{} rows read", account.read)));
    }
    for (origin, account) in ledger.unsettled() {
        findings.push(Finding::new(codes::LEDGER_UNBALANCED, Place::Cell(origin), format!("\"{}\"", account.text)));
    }
    let observations = suppress(observations, &plan, round, &mut ledger, &mut findings);
    Ok(Gathered { observations, findings, ledger, submissions, plan, mapping_files })
}

/// Reads and maps a round, and compares nothing: the figures as they stand, and the findings of reading and mapping.
pub fn observe(request: &Request, progress: &dyn Progress) -> Result<Gathered, fs::Error> {
    let mut gathered = gather(request, progress)?;
    gathered.findings.settle(&gathered.plan.levels);
    Ok(gathered)
}

/// Runs a round. Fails only when the disk does.
pub fn run(request: &Request, progress: &dyn Progress) -> Result<Outcome, fs::Error> {
    let Gathered { observations, mut findings, mut ledger, submissions, plan, mapping_files } = gather(request, progress)?;
    let Some(round) = plan.rounds.get(&request.round) else {
        findings.settle(&plan.levels);
        return Ok(Outcome { release: None, findings, files: BTreeMap::new(), mapping_files });
    };
    name_keys(&observations, &mut ledger);
    let Comparison { figures, pairs, sets } = compare(observations, &plan, round, &mut findings);
    let digest_of = |origin: &Origin| value_digest(&plan, &ledger, origin);
    plan.accept(&request.round, &mut findings, digest_of, |area| submissions.iter().any(|submission| submission.area == area));
    findings.settle(&plan.levels);
    let sums = aggregate(figures, &plan, round);
    let mut inputs = inputs(&submissions, &mapping_files);
    if round.withholds() {
        // Whoever knows all of a file but a few small numbers finds them by trying until the digest fits.
        inputs.retain(|(path, _)| !path.starts_with("raw/"));
    }
    let codebook = Codebook { sources: sources(&submissions), ..plan.codebook(round) };
    let papers = Papers { pairs, sets, ledger, findings: findings.clone(), inputs, codebook };
    let release = protect(&request.round, sums, papers);
    let files = submissions.iter().map(|s| (s.area, s.files.iter().map(|file| Arc::clone(&file.file)).collect())).collect();
    Ok(Outcome { release: Some(release), findings, files, mapping_files })
}

/// What there is to suggest for a round.
#[derive(Debug)]
pub struct Suggestions {
    /// The labels without a line.
    pub labels: Vec<Suggestion>,
    /// Lines that are proposals, undecided.
    pub proposals: usize,
    /// Areas that were asked for and have no mapping files.
    pub unknown: Vec<RefArea>,
}

/// Candidates for the labels of a round that no crosswalk line knows.
pub fn suggest(request: &Request) -> Result<Suggestions, fs::Error> {
    let outcome = run(request, &Silent)?;
    let plan = plan(&request.mappings)?;
    let proposals = outcome.findings.iter().filter(|finding| finding.code == codes::PROPOSAL_UNDECIDED).count();
    let unknown = request.areas.iter().copied().filter(|area| !plan.areas.contains_key(area)).collect();
    Ok(Suggestions { labels: crate::suggest::suggest(&outcome.findings, &plan), proposals, unknown })
}

/// Drafts the mapping files of an area for a workbook; none when it can't be read, and a finding says why.
pub fn draft(request: &Request, area: RefArea, workbook: &std::path::Path, language: &str) -> Result<(Option<Draft>, Findings), fs::Error> {
    let (workbook, findings) = look(workbook, request.reader.as_deref())?;
    let plan = plan(&request.mappings)?;
    Ok((workbook.map(|workbook| crate::draft::draft(area, &workbook, language, &plan)), findings))
}

/// The beginning of the digest of what a cell says: enough to tell one value from another (16 hexadecimal digits of SHA-256). A cell that a
/// correction replaces says what it becomes. `None` for a cell without a digit.
pub fn value_digest(plan: &Plan, ledger: &Ledger, origin: &Origin) -> Option<String> {
    let shown = ledger.get(origin)?.text.as_str();
    let (folder, file) = origin.file.split_once('/')?;
    let corrections = RefArea::parse(folder).and_then(|area| plan.areas.get(&area)).map(|area| area.corrections.iter());
    let replaces = |correction: &&Correction| {
        correction.file == file && *correction.sheet == *origin.sheet && correction.cell == origin.cell && correction.expects == shown
    };
    let text = corrections.into_iter().flatten().find(replaces).map_or(shown, |correction| correction.becomes.as_str());
    Some(fs::digest(text.as_bytes()).chars().take(16).collect())
}

/// The meaning of the mapping files alone.
pub fn plan(mappings: &std::path::Path) -> Result<Plan, fs::Error> {
    let mut findings = Findings::default();
    Ok(build(&read_mappings(mappings, &mut findings)?, &mut findings))
}

/// One file of a round as a workbook, for a window on its cells.
pub fn reread(request: &Request, file: &str) -> Result<Option<Workbook>, fs::Error> {
    let mut findings = Findings::default();
    let mapping_files = read_mappings(&request.mappings, &mut findings)?;
    let plan = build(&mapping_files, &mut findings);
    let submissions = list_round(&request.raw.join(&request.round), &[], &plan, &mut findings)?;
    let found = submissions.iter().flat_map(|s| s.files.iter().map(move |raw| (s.area, raw))).find(|(_, raw)| *raw.file == *file);
    let layout = found.and_then(|(area, _)| plan.areas.get(&area)).and_then(|area| area.layout.as_ref());
    Ok(found.zip(layout).and_then(|((_, raw), layout)| read_workbook(raw, layout, readers(request.reader.as_deref()).as_ref()).0))
}

/// A file that belongs to no round, read as it is; `None` when it can't be read, and a finding says why.
pub fn look(path: &std::path::Path, reader: Option<&std::path::Path>) -> Result<(Option<Workbook>, Findings), fs::Error> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = fs::read(path)?;
    let raw = RawFile { file: name.as_str().into(), digest: fs::digest(&bytes), bytes: Some(bytes), streamed: None };
    Ok(read_workbook(&raw, &Layout::of_any_file(), readers(reader).as_ref()))
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
    strays: Vec<Stray>,
    findings: Findings,
}

/// The files of all areas in parallel; the order of the results is that of the files.
fn read_all(
    request: &Request,
    submissions: &[Submission],
    (plan, round): (&Plan, &Round),
    progress: &dyn Progress,
) -> BTreeMap<RefArea, Vec<Read>> {
    let files: Vec<(RefArea, &RawFile)> = submissions.iter().flat_map(|s| s.files.iter().map(move |file| (s.area, file))).collect();
    progress.start(files.len());
    let readers = readers(request.reader.as_deref());
    let read: Vec<(RefArea, Read)> = files
        .par_iter()
        .map(|(area, file)| {
            let context = |area| Context { area, lists: &plan.lists, round };
            let read = plan.areas.get(area).map(|area| read_one(request, readers.as_ref(), &context(area), file)).unwrap_or_default();
            progress.done(&file.file);
            (*area, read)
        })
        .collect();
    let mut by_area: BTreeMap<RefArea, Vec<Read>> = submissions.iter().map(|s| (s.area, Vec::new())).collect();
    for (area, read) in read {
        by_area.entry(area).or_default().push(read);
    }
    by_area
}

/// Reads one file, and maps its tables; records are mapped when all files of the area are counted.
fn read_one(request: &Request, readers: Option<&Readers>, context: &Context<'_>, file: &RawFile) -> Read {
    let Some(layout) = &context.area.layout else { return Read::default() };
    let name = file.file.rsplit('/').next().unwrap_or_default();
    if let Some((place, rule)) = layout.records_of(name) {
        let (tallies, findings) = tally_file(file, rule, rule.columns.iter(), layout, request.reader.as_deref());
        let counted = tallies.into_iter().map(|tally| Counted { file: Arc::clone(&file.file), rule: place, tally }).collect();
        return Read { counted, findings, ..Read::default() };
    }
    let (workbook, mut findings) = read_workbook(file, layout, readers);
    let Some(workbook) = workbook else { return Read { findings, ..Read::default() } };
    let mut extraction = extract(workbook, layout, &context.area.corrections);
    findings.append(std::mem::take(&mut extraction.findings));
    let (mut ledger, strays) = (std::mem::take(&mut extraction.ledger), std::mem::take(&mut extraction.strays));
    let mapped = map(extraction, context, &mut ledger, &mut findings);
    Read { mapped, counted: Vec::new(), ledger, strays, findings }
}

fn map_area(
    area: &AreaPlan,
    reads: Vec<Read>,
    plan: &Plan,
    round: &Round,
    (ledger, findings): (&mut Ledger, &mut Findings),
) -> Vec<Observation> {
    let mut all = Read::default();
    for read in reads {
        all.mapped.extend(read.mapped);
        all.counted.extend(read.counted);
        all.ledger.append(read.ledger);
        all.strays.extend(read.strays);
        all.findings.append(read.findings);
    }
    let context = Context { area, lists: &plan.lists, round };
    let records = map_records(&all.counted, &context, &mut all.ledger, &mut all.findings);
    let observations = join(all.mapped, records, &context, &mut all.ledger, &mut all.findings);
    area.report_dead(&all.strays, findings, &mut all.findings);
    ledger.append(all.ledger);
    findings.append(all.findings);
    observations
}

/// The submissions, as their `SOURCE.toml` describe them.
fn sources(submissions: &[Submission]) -> Vec<Source> {
    let described = submissions.iter().filter_map(|submission| submission.source.as_ref().map(|source| (submission.area, source)));
    let source = |(area, source): (RefArea, &SourceImage)| {
        let [producer, title, received, licence] = [&source.producer, &source.title, &source.received, &source.licence].map(String::clone);
        Source { area, producer, title, received, licence }
    };
    described.map(source).collect()
}

/// Every file that went in, with its digest.
fn inputs(submissions: &[Submission], mapping_files: &MappingFiles) -> Vec<(String, String)> {
    let mut inputs: Vec<(String, String)> = Vec::new();
    for submission in submissions {
        inputs.extend(submission.files.iter().map(|file| (format!("raw/{}", file.file), file.digest.clone())));
        inputs.extend(
            submission.source_digest.iter().map(|digest| (format!("raw/{}/SOURCE.toml", submission.area.folder()), digest.clone())),
        );
    }
    inputs.extend(mapping_files.inputs.iter().map(|(name, bytes)| (format!("mappings/{name}"), fs::digest(bytes))));
    inputs
}
