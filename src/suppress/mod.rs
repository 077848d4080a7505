//! Disclosure control: small counts of persons are suppressed from what is published, and with each the whole split that it stands in.
//!
//! It comes before comparison and summing, so that no reason, bound, sum or finding of a release can rest on a suppressed number. Words go with the numbers:
//! of a suppressed figure nothing is kept that anybody wrote about it, and what a sender wrote anywhere in the submission is kept only where it is the very
//! word of a mapping line, or a year. Each suppressed figure has one code of confidentiality, whether it is small itself or protects another: to tell them
//! apart would disclose too much. Checks, and whoever works on the round, see the figures as they were read.

mod names;
mod splits;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Disposition, Finding, Findings, Ledger, Location, codes};
use crate::model::{CodeId, Concept, Key, MappingLine, ObsValue, Observation, RefArea, Sender};
use crate::plan::{Plan, Role, Round, Unpublished};
use names::Names;
use splits::Audit;
use words::Words;

pub use words::MASK;

/// Which figures of a round are not published.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// Their places among the observations.
    places: BTreeSet<usize>,
    /// How many they are in each area that has some.
    counts: BTreeMap<RefArea, usize>,
}

impl Suppressed {
    /// What a round does not publish, or does not show a sender that sees its `own` figures; `None` when it suppresses nothing.
    pub fn of(observations: &[Observation], plan: &Plan, round: &Round, own: Option<Sender>) -> Option<Self> {
        if !round.suppresses() {
            return None;
        }
        let mut by_area: BTreeMap<(RefArea, Sender), Vec<usize>> = BTreeMap::new();
        for (i, observation) in observations.iter().enumerate() {
            by_area.entry((observation.key.ref_area, observation.key.sender())).or_default().push(i);
        }
        let mut suppressed = Self { places: BTreeSet::new(), counts: BTreeMap::new() };
        for ((area, _), places) in by_area.into_iter().filter(|((_, sender), _)| own != Some(*sender)) {
            let own: Vec<&Observation> = places.iter().filter_map(|i| observations.get(*i)).collect();
            let chosen = Audit::new(&own, plan, round.suppress_below).suppressed();
            if !chosen.is_empty() {
                *suppressed.counts.entry(area).or_insert(0) += chosen.len();
            }
            suppressed.places.extend(chosen.into_iter().filter_map(|i| places.get(i).copied()));
        }
        Some(suppressed)
    }

    /// Their keys, and the mapping lines that made them.
    pub fn unpublished(&self, observations: &[Observation]) -> Unpublished {
        let is_suppressed = |i: &usize| self.places.contains(i);
        let lines = |wanted: bool| {
            let own = observations.iter().enumerate().filter(move |(i, _)| is_suppressed(i) == wanted);
            own.flat_map(|(_, observation)| observation.mappings.iter().filter_map(|used| used.line)).collect()
        };
        let keys: BTreeSet<Key> = self.places.iter().filter_map(|i| observations.get(*i)).map(|o| o.key).collect();
        Unpublished { keys, lines: lines(true), lines_of_others: lines(false), areas: BTreeSet::new() }
    }

    /// How many figures of each area are suppressed.
    pub fn findings(&self) -> Findings {
        let finding = |(area, n): (&RefArea, &usize)| {
            Finding::new(codes::FIGURES_SUPPRESSED, Location::Round(area.to_string()), format!("{n} of its figures are suppressed"))
        };
        self.counts.iter().map(finding).collect()
    }
}

/// What was read of a round, before or after something is suppressed of it.
#[derive(Clone, Debug, Default)]
pub struct ReadRound {
    /// The figures, in order of key.
    pub observations: Vec<Observation>,
    /// What became of the cells.
    pub ledger: Ledger,
    /// What was found on the way.
    pub findings: Findings,
}

/// What was read of a round as it may be published, and where the findings are that answers took out. The texts of `plan` about suppressed figures are out of it
/// already; `not_published` are their lines.
pub fn suppress(
    read: ReadRound,
    mut answered: Vec<(Code, Location)>,
    (suppressed, not_published): (&Suppressed, &BTreeSet<MappingLine>),
    plan: &Plan,
    round: &Round,
) -> (ReadRound, Vec<(Code, Location)>) {
    let ReadRound { mut observations, ledger, findings } = read;
    let absence = plan.lists.absence(Role::SuppressedAbsence);
    let status = plan.lists.status_of_absence(&absence);
    let words = Words::new(plan, round, not_published);
    let names = Names::new(&observations, &ledger, &findings, round);
    let (ledger, findings) = words.ledger_and_findings(&observations, &suppressed.places, &names, ledger, findings);
    for (i, observation) in observations.iter_mut().enumerate() {
        if suppressed.places.contains(&i) {
            remove(observation, &absence, &status);
        } else {
            words.published(observation);
        }
        names.rename(&mut observation.origins);
    }
    for (_, place) in &mut answered {
        names.rename_place(place);
    }
    (ReadRound { observations, ledger, findings }, answered)
}

/// Takes the number out, and every word about it.
fn remove(observation: &mut Observation, absence: &CodeId, status: &CodeId) {
    observation.value = ObsValue::Absent(*absence);
    observation.status = *status;
    observation.approximate = false;
    observation.as_shown = MASK.into();
    observation.labels.clear();
    observation.article_as_written = None;
    observation.footnotes.clear();
    observation.comments.clear();
    observation.mappings.retain(|used| used.code.concept() != Concept::obs_status());
    for used in &mut observation.mappings {
        used.label = MASK.into();
    }
}

/// The areas that have a cell with a small number of which no figure came: it was passed over by decision, or is in a finding.
pub fn unread(ledger: &Ledger, round: &Round) -> BTreeSet<RefArea> {
    let is_small = |text: &str| {
        let numbers = text.split(|c: char| !c.is_numeric()).filter(|run| !run.is_empty());
        numbers.into_iter().any(|run| run.parse::<u64>().is_ok_and(|number| number > 0 && number < round.suppress_below))
    };
    let unread = ledger.iter().filter(|(_, account)| {
        !matches!(account.disposition, Some(Disposition::Mapped(_) | Disposition::Label(_))) && is_small(&account.text)
    });
    // A cell of an organisation may be about any of the areas.
    let about = |sender: Sender| sender.state().map_or_else(|| round.areas.clone(), |area| vec![area]);
    unread.filter_map(|(origin, _)| Sender::of_file(&origin.file)).flat_map(about).collect()
}
