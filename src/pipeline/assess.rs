//! The order of the modules once everything is read: figures are compared and summed, with every number for those who work on the round, and without those that it
//! suppresses for a release.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::earlier::earlier;
use super::{Gathered, Outcome, Progress, Request, gather};
use crate::aggregate::aggregate;
use crate::compare::{Comparison, Earlier, compare};
use crate::diag::{Code, Findings, Ledger, Location};
use crate::fs;
use crate::ingest::{SourceImage, Submission};
use crate::map::name_keys;
use crate::model::{Codebook, Comment, Name, Observation, RefArea, Sender, Source, SourceCell};
use crate::normalize::has_number_beside;
use crate::plan::{Answers, Correction, Plan, Round, RoundStatus, Unpublished, Used};
use crate::release::{Audience, Dataset, DatasetParts, dataset, prepare_release};
use crate::schema::MappingFiles;
use crate::suppress::{self, Suppressed};

/// Runs a round for those who work on it: nothing is suppressed. Fails only when the disk does.
pub fn run(request: &Request, progress: &dyn Progress) -> Result<Outcome, fs::Error> {
    assess_round(request, None, progress)
}

/// The same, and what an audience may see of it.
pub fn release(request: &Request, audience: Audience, progress: &dyn Progress) -> Result<Outcome, fs::Error> {
    assess_round(request, Some(audience), progress)
}

fn assess_round(request: &Request, audience: Option<Audience>, progress: &dyn Progress) -> Result<Outcome, fs::Error> {
    let Gathered { areas, mut findings, submissions, plan, mapping_files } =
        gather(request, progress, &|observations, ledger, _| (observations, ledger))?;
    let Some(round) = plan.rounds.get(&request.round).cloned() else {
        findings.settle(&plan.levels);
        let (files, working) = (BTreeMap::new(), None);
        return Ok(Outcome { working, release: None, is_refused: false, findings, files, mapping_files, round: None });
    };
    let mut read = suppress::ReadRound { findings, ..suppress::ReadRound::default() };
    for (own, accounts) in areas {
        read.observations.extend(own);
        read.ledger.append(accounts);
    }
    let described =
        Described { areas: read_areas(request, &round), inputs: inputs(&submissions, &mapping_files), sources: sources(&submissions) };
    let sent = submissions.iter().map(|submission| submission.sender).collect();
    let earlier = earlier(request, &plan, &round, &sent, audience)?;
    let files = submissions.iter().map(|s| (s.sender, s.files.iter().map(|file| Arc::clone(&file.file)).collect())).collect();
    let is_refused = audience.is_some() && round.suppresses() && read.findings.iter().any(super::hides_roles);
    let was_released = |round: &&Round| round.status == RoundStatus::Published;
    let earlier_rounds = plan.before.iter().filter_map(|id| plan.rounds.get(id));
    let unreleased = earlier_rounds.filter(|round| !was_released(round)).map(|round| Name::from(round.id.as_str())).collect();
    let for_release = audience.filter(|_| !is_refused).map(|audience| (audience, read.clone()));
    let (working, answers, used) = assess((read, &earlier.working), &plan, &round, &submissions, described.clone());
    let working = Arc::new(working);
    let findings = working.findings().clone();
    // A figure of an earlier round that nobody else may see would show in what is said over time.
    let hides_earlier = plan.before.iter().filter_map(|id| plan.rounds.get(id)).any(|before| before.suppresses() || !was_released(&before));
    let release = for_release.map(|(audience, read)| {
        let public = if round.suppresses() {
            suppressed((read, &earlier.public), (answers, used), plan, &round, (described, audience))
        } else {
            hides_earlier.then(|| assess((read, &earlier.public), &plan, &round, &submissions, described).0)
        };
        prepare_release(&working, public, (audience, round.sources_public), &unreleased)
    });
    Ok(Outcome { working: Some(working), release, is_refused, findings, files, mapping_files, round: Some(round) })
}

/// A round without the figures that it suppresses, compared and summed anew; `None` where it suppresses nothing. Those of the sender that the release is for stay,
/// with all words of its submission.
fn suppressed(
    (read, earlier): (suppress::ReadRound, &Earlier),
    (answers, used): (Answers, Used),
    plan: Plan,
    round: &Round,
    (described, audience): (Described, Audience),
) -> Option<Dataset> {
    let suppressed = Suppressed::of(&read.observations, &plan, round, audience.sender())?;
    let owns = |file: &str| Sender::of_file(file).is_some_and(|sender| audience.owns(sender));
    let others = read.ledger.of_files(|file| !owns(file));
    let unpublished = Unpublished { areas: suppress::unread(&others, round), ..suppressed.unpublished(&read.observations) };
    let texts = plan.texts_about(&unpublished);
    let warnings: Findings = suppressed.findings().iter().chain(&Plan::report_texts(&texts)).cloned().collect();
    let plan = plan.without_texts(&texts, &unpublished, round);
    let own = OfSender::of(&read, &owns);
    let own_answers = answers.findings.iter().filter(|(_, place)| owns(place.file())).cloned().collect::<Vec<_>>();
    let (mut public, mut answered) = suppress::suppress(read, answers.findings, (&suppressed, &texts), &plan, round);
    own.put_back(&mut public, &owns);
    answered.extend(own_answers);
    public.findings.append(warnings);
    Some(assess_public((public, earlier, used), answered, &plan, round, described.published()))
}

/// What was read of the submission of the sender that a release is for.
struct OfSender {
    observations: Vec<(usize, Observation)>,
    ledger: Ledger,
    findings: Findings,
}

impl OfSender {
    fn of(read: &suppress::ReadRound, owns: &dyn Fn(&str) -> bool) -> Self {
        let is_own = |observation: &Observation| observation.origins.iter().any(|origin| owns(&origin.file));
        Self {
            observations: read.observations.iter().cloned().enumerate().filter(|(_, observation)| is_own(observation)).collect(),
            ledger: read.ledger.of_files(owns),
            findings: read.findings.iter().filter(|finding| owns(finding.location.file())).cloned().collect(),
        }
    }

    /// Puts it in the place of what became of it when words were masked.
    fn put_back(self, read: &mut suppress::ReadRound, owns: &dyn Fn(&str) -> bool) {
        for (place, own) in self.observations {
            if let Some(slot) = read.observations.get_mut(place) {
                *slot = own;
            }
        }
        let mut ledger = read.ledger.of_files(|file| !owns(file));
        ledger.append(self.ledger);
        read.ledger = ledger;
        read.findings.select(|finding| !owns(finding.location.file()));
        read.findings.append(self.findings);
    }
}

/// Whether a file that went in holds neither figures nor words about them.
fn tells_no_figure(path: &str) -> bool {
    path.starts_with("mappings/codelists/") || path == "mappings/dimensions.toml" || path == "mappings/rules.toml"
}

/// What goes into a dataset beside what was read.
#[derive(Clone)]
struct Described {
    /// The areas that were asked for.
    areas: Vec<RefArea>,
    /// The files with their digests.
    inputs: Vec<(String, String)>,
    /// The submissions as they are described.
    sources: Vec<Source>,
}

impl Described {
    /// What may be published of it.
    fn published(self) -> Self {
        // Whoever knows all of a file but a few small numbers finds them by trying until the digest fits.
        let inputs = self.inputs.into_iter().filter(|(path, _)| tells_no_figure(path)).collect();
        // Who sent a file and what it is called are words of the submission.
        let sources = self.sources.into_iter().map(Source::published).collect();
        Self { inputs, sources, ..self }
    }
}

/// The areas that a run reads: all of the round, or those of it that were asked for.
fn read_areas(request: &Request, round: &Round) -> Vec<RefArea> {
    let wanted = &request.senders;
    // An organisation may report about any area.
    let has_all = wanted.iter().any(|sender| sender.state().is_none());
    let is_read = |area: &&RefArea| wanted.is_empty() || has_all || wanted.contains(&Sender::State(**area));
    round.areas.iter().filter(is_read).copied().collect()
}

/// Compares and sums what was read, with every number; findings that were answered are out of it, and their figures say so. With it come the statements that
/// were used.
fn assess(
    (read, earlier): (suppress::ReadRound, &Earlier),
    plan: &Plan,
    round: &Round,
    submissions: &[Submission],
    described: Described,
) -> (Dataset, Answers, Used) {
    let suppress::ReadRound { observations, mut ledger, mut findings } = read;
    name_keys(&observations, &mut ledger);
    let mut comparison = compare(observations, earlier, plan, round, Used::default(), &mut findings);
    let used = std::mem::take(&mut comparison.used);
    let digest_of = |place: &Location| digest_at(plan, &ledger, &described.inputs, place);
    let answers = plan.accept(&round.id, &mut findings, digest_of, |area| submissions.iter().any(|submission| submission.sender == area));
    if !answers.words.is_empty() {
        let mut of_cells: BTreeMap<&SourceCell, Vec<&String>> = BTreeMap::new();
        for (origin, words) in &answers.words {
            of_cells.entry(origin).or_default().push(words);
        }
        for figure in &mut comparison.figures {
            let own = figure.observation().origins.iter().filter_map(|origin| of_cells.get(origin)).flatten();
            let own: Vec<Comment> = own.map(|words| Comment::new((*words).clone())).collect();
            for comment in own {
                figure.add_comment(comment);
            }
        }
    }
    (finish((comparison, ledger, findings), plan, round, described), answers, used)
}

/// Compares and sums what may be published. A statement that is `used` by what may not be is none that nothing uses.
fn assess_public(
    (read, earlier, used): (suppress::ReadRound, &Earlier, Used),
    answered: Vec<(Code, Location)>,
    plan: &Plan,
    round: &Round,
    mut described: Described,
) -> Dataset {
    let suppress::ReadRound { observations, mut ledger, mut findings } = read;
    name_keys(&observations, &mut ledger);
    let comparison = compare(observations, earlier, plan, round, used, &mut findings);
    for (code, place) in answered {
        findings.take_one(|finding| finding.code == code && finding.location == place);
    }
    // A title is the sender's own words.
    described.sources.iter_mut().filter(|source| has_number_beside(&source.title, &round.years)).for_each(|source| source.title.clear());
    finish((comparison, ledger, findings), plan, round, described)
}

fn finish(
    (comparison, ledger, mut findings): (Comparison, Ledger, Findings),
    plan: &Plan,
    round: &Round,
    Described { areas, inputs, sources }: Described,
) -> Dataset {
    let Comparison { figures, pairs, sets, witnesses, .. } = comparison;
    findings.settle(&plan.levels);
    let sums = aggregate(figures, plan, round);
    let codebook = Codebook { sources, ..plan.codebook(round) };
    dataset(&round.id, sums, DatasetParts { pairs, sets, witnesses, ledger, findings, inputs, areas, codebook })
}

/// What an answer to a finding of a dataset is about: the beginning of the digest of what the cell says, or of the file. `None` where there is no such thing.
pub fn place_digest(plan: &Plan, data: &Dataset, place: &Location) -> Option<String> {
    digest_at(plan, data.ledger(), data.inputs(), place)
}

fn digest_at(plan: &Plan, ledger: &Ledger, inputs: &[(String, String)], place: &Location) -> Option<String> {
    match place {
        Location::Cell(origin) => value_digest(plan, ledger, origin),
        Location::File(file) | Location::Sheet(file, _) => {
            let path = format!("raw/{file}");
            let digest = inputs.iter().find(|(known, _)| *known == path).map(|(_, digest)| digest.as_str());
            digest.filter(|digest| !digest.is_empty()).map(|digest| digest.chars().take(16).collect())
        }
        Location::Round(_) | Location::Line(_) => None,
    }
}

/// The beginning of the digest of what a cell says: enough to tell one value from another (16 hexadecimal digits of SHA-256). A cell that a
/// correction replaces says what it becomes. `None` for a cell without a digit.
pub fn value_digest(plan: &Plan, ledger: &Ledger, origin: &SourceCell) -> Option<String> {
    let shown = ledger.get(origin)?.text.as_str();
    let (folder, file) = origin.file.split_once('/')?;
    let corrections = Sender::of_folder(folder).and_then(|sender| plan.senders.get(&sender)).map(|area| area.corrections.iter());
    let replaces = |correction: &&Correction| {
        correction.file == file && *correction.sheet == *origin.sheet && correction.cell == origin.cell && correction.expects == shown
    };
    let text = corrections.into_iter().flatten().find(replaces).map_or(shown, |correction| correction.becomes.as_str());
    Some(fs::digest(text.as_bytes()).chars().take(16).collect())
}

/// The submissions, as their `SOURCE.toml` describe them.
fn sources(submissions: &[Submission]) -> Vec<Source> {
    let described = submissions.iter().filter_map(|submission| submission.source.as_ref().map(|source| (submission.sender, source)));
    let source = |(sender, source): (Sender, &SourceImage)| {
        let [producer, title, received, licence] = [&source.producer, &source.title, &source.received, &source.licence].map(String::clone);
        Source { sender, producer, title, received, licence }
    };
    described.map(source).collect()
}

/// Every file that went in, with its digest.
fn inputs(submissions: &[Submission], mapping_files: &MappingFiles) -> Vec<(String, String)> {
    let mut inputs: Vec<(String, String)> = Vec::new();
    for submission in submissions {
        inputs.extend(submission.files.iter().map(|file| (format!("raw/{}", file.file), file.digest.clone())));
        inputs.extend(
            submission.source_digest.iter().map(|digest| (format!("raw/{}/SOURCE.toml", submission.sender.folder()), digest.clone())),
        );
    }
    // What is declared of other rounds changes nothing of this one; what is declared of it stands in the outputs themselves.
    let of_round = mapping_files.inputs.iter().filter(|(name, _)| *name != "rounds.toml");
    inputs.extend(of_round.map(|(name, bytes)| (format!("mappings/{name}"), fs::digest(bytes))));
    inputs
}
