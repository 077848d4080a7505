//! Disclosure control: small counts of persons are withheld, and as many others as it takes that none of them can be worked out.
//!
//! It comes before comparison and summing, so that no reason, bound, sum or finding after it can rest on a withheld number. What was read
//! before is masked: the ledger, findings, footnotes and remarks of a state with a withheld figure keep their words and lose their numbers.
//! Each withheld figure has one code of confidentiality, whether it is small itself or protects another: to tell them apart would tell too much.

mod attacker;
mod figures;
mod mask;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Finding, Findings, Ledger, Place, codes};
use crate::model::{CodeId, Concept, ObsValue, Observation, RefArea};
use crate::plan::{Plan, Round};
use attacker::Attacker;
use figures::Nodes;

pub use mask::{MASK, masked};

/// Withholds what the round does not publish. Nothing changes in a round that withholds nothing.
pub fn suppress(
    mut observations: Vec<Observation>,
    plan: &Plan,
    round: &Round,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Vec<Observation> {
    if round.suppress_below <= 1 {
        return observations;
    }
    let mut by_area: BTreeMap<RefArea, Vec<usize>> = BTreeMap::new();
    for (i, observation) in observations.iter().enumerate() {
        by_area.entry(observation.key.ref_area).or_default().push(i);
    }
    let absence = plan.lists.withheld();
    let status = plan.lists.status_of_absence(&absence);
    for (area, places) in by_area {
        let own: Vec<&Observation> = places.iter().filter_map(|i| observations.get(*i)).collect();
        let chosen = choose(&own, plan, round.suppress_below);
        if chosen.is_empty() {
            continue;
        }
        let count = chosen.len();
        let withheld: BTreeSet<usize> = chosen.into_iter().filter_map(|i| places.get(i).copied()).collect();
        let keys = withheld.iter().filter_map(|i| observations.get(*i)).map(|observation| observation.key.to_string()).collect();
        mask::papers(area, &keys, ledger, findings);
        for i in places {
            if let Some(observation) = observations.get_mut(i) {
                mask::words(observation);
                if withheld.contains(&i) {
                    withhold(observation, &absence, &status);
                }
            }
        }
        let found = format!("{count} of its figures are withheld");
        findings.push(Finding::new(codes::FIGURES_WITHHELD, Place::Round(area.to_string()), found));
    }
    observations
}

fn withhold(observation: &mut Observation, absence: &CodeId, status: &CodeId) {
    observation.value = ObsValue::Absent(absence.clone());
    observation.status = status.clone();
    observation.approximate = false;
    MASK.clone_into(&mut observation.as_shown);
    for label in observation.labels.iter_mut().chain(&mut observation.article_as_written) {
        *label = masked(label);
    }
    for used in &mut observation.mappings {
        used.label = masked(&used.label);
    }
}

/// The places of the observations of one area that are withheld.
fn choose(own: &[&Observation], plan: &Plan, below: u64) -> BTreeSet<usize> {
    let is_small = |observation: &Observation| observation.value.count().is_some_and(|count| count > 0 && count < below);
    let primary = |observation: &Observation| counts_persons(observation) && is_small(observation) && !is_grand_total(observation);
    let mut withheld: BTreeSet<usize> = own.iter().enumerate().filter(|(_, observation)| primary(observation)).map(|(i, _)| i).collect();
    if withheld.is_empty() {
        return withheld;
    }
    let nodes = Nodes::new(own, plan);
    loop {
        close(&mut withheld, own);
        let attacker = Attacker::new(&nodes, &withheld);
        let Some(more) = withheld.iter().find_map(|i| attacker.what_protects(*i, below)) else { return withheld };
        withheld.insert(more);
    }
}

/// Withheld with a figure go those that state it again, and shares of the same table, which with the total give counts away.
fn close(withheld: &mut BTreeSet<usize>, own: &[&Observation]) {
    let group = |observation: &Observation| (observation.key.get(Concept::Measure).cloned(), observation.key.time_period);
    let elsewhere = |observation: &Observation| {
        let mut key = observation.key.clone();
        key.set(CodeId::total(Concept::Statement));
        key
    };
    let (mut groups, mut keys) = (BTreeSet::new(), BTreeSet::new());
    for observation in withheld.iter().filter_map(|i| own.get(*i)) {
        groups.insert(group(observation));
        keys.insert(elsewhere(observation));
    }
    for (i, observation) in own.iter().enumerate() {
        let is_share = matches!(observation.value, ObsValue::Percent(_)) && groups.contains(&group(observation));
        if is_share || (keys.contains(&elsewhere(observation)) && observation.value.count().is_some()) {
            withheld.insert(i);
        }
    }
}

fn counts_persons(observation: &Observation) -> bool {
    observation.key.get(Concept::UnitOfCount).is_some_and(|unit| unit.as_str() == "PERSON")
}

/// A total over every split says nothing of a person that the state's report of any case would not say.
fn is_grand_total(observation: &Observation) -> bool {
    Concept::SPLITS.into_iter().chain([Concept::Article]).all(|concept| observation.key.get(concept).is_some_and(CodeId::is_total))
}
