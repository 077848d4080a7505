//! Disclosure control: small counts of persons are withheld, and with each the whole split that it stands in.
//!
//! It comes before comparison and summing, so that no reason, bound, sum or finding after it can rest on a withheld number. What was read
//! before is masked: the ledger, findings, labels, footnotes and remarks keep their words, where those can be told from numbers, and lose the
//! numbers. Each withheld figure has one code of confidentiality, whether it is small itself or protects another: to tell them apart would tell
//! too much.

mod mask;
mod splits;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Finding, Findings, Ledger, Place, codes};
use crate::model::{CodeId, Concept, ObsValue, Observation, RefArea};
use crate::plan::{Plan, Round};
use mask::Masker;
use splits::Audit;

pub use mask::MASK;

/// Withholds what the round does not publish. Nothing changes in a round that withholds nothing.
pub fn suppress(
    mut observations: Vec<Observation>,
    plan: &Plan,
    round: &Round,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Vec<Observation> {
    if !round.withholds() {
        return observations;
    }
    let mut by_area: BTreeMap<RefArea, Vec<usize>> = BTreeMap::new();
    for (i, observation) in observations.iter().enumerate() {
        by_area.entry(observation.key.ref_area).or_default().push(i);
    }
    let absence = plan.lists.withheld();
    let status = plan.lists.status_of_absence(&absence);
    let mut withheld: BTreeSet<usize> = BTreeSet::new();
    let mut said = Findings::default();
    for (area, places) in by_area {
        let own: Vec<&Observation> = places.iter().filter_map(|i| observations.get(*i)).collect();
        let chosen = Audit::new(&own, plan, round.suppress_below).withheld();
        if !chosen.is_empty() {
            let found = format!("{} of its figures are withheld", chosen.len());
            said.push(Finding::new(codes::FIGURES_WITHHELD, Place::Round(area.to_string()), found));
        }
        withheld.extend(chosen.into_iter().filter_map(|i| places.get(i).copied()));
    }
    // All is masked, whether or not anything is withheld: a small number may stand in a word, or in a cell that became no figure.
    let masker = Masker::new(round, withheld.iter().filter_map(|i| observations.get(*i)));
    masker.papers(&observations, &withheld, ledger, findings);
    findings.append(said);
    for (i, observation) in observations.iter_mut().enumerate() {
        masker.words(observation);
        if withheld.contains(&i) {
            withhold(observation, &absence, &status);
        }
    }
    observations
}

fn withhold(observation: &mut Observation, absence: &CodeId, status: &CodeId) {
    observation.value = ObsValue::Absent(*absence);
    observation.status = *status;
    observation.approximate = false;
    observation.as_shown = MASK.into();
}

fn counts_persons(observation: &Observation) -> bool {
    observation.key.get(Concept::UnitOfCount).is_some_and(|unit| unit.as_str() == "PERSON")
}
