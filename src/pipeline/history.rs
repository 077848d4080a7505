//! The history of all rounds up to one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Gathered, Progress, Request, Silent, gather_by, plan, rounds, run};
use crate::diag::Findings;
use crate::fs;
use crate::history::{History, Vintage};
use crate::model::{Key, Observation, RefArea, RevisionCause, Sender};
use crate::plan::{Known, Plan, Round, build};
use crate::release::Dataset;
use crate::schema::{MappingFiles, read_mappings};

/// The vintages up to the round of a request, what each says and what became of it. What that round came to may be at hand. One that is not declared is left out. Fails only when the disk does.
pub fn history(request: &Request, current: Option<(&Arc<Dataset>, &Round)>, progress: &dyn Progress) -> Result<History, fs::Error> {
    let mut vintages: Vec<Vintage> = Vec::new();
    for id in rounds(&request.mappings)? {
        let is_last = id == request.round;
        let known = current.filter(|_| is_last).map(|(data, round)| (Arc::clone(data), round.clone()));
        let made = match known {
            Some(known) => Some(known),
            None => {
                let own = Request { round: id.clone(), senders: Vec::new(), ..request.clone() };
                let outcome = run(&own, progress)?;
                outcome.working.zip(outcome.round)
            }
        };
        if let Some((data, round)) = made {
            let received = data.codebook().sources.iter().map(|source| (source.sender, source.received.clone())).collect();
            let (reread, redefined, declared) = Default::default();
            let (read_as_before, keys_before) = Default::default();
            let mut vintage = Vintage { round, data, received, reread, read_as_before, keys_before, redefined, declared };
            compare_with_before(&mut vintage, &vintages, request)?;
            vintages.push(vintage);
        }
        if is_last {
            break;
        }
    }
    // Figures whose dimensions can't be read, or are others than those of the newest vintage, stand in no table with it.
    let columns = |vintage: &Vintage| {
        let structure = vintage.data.codebook().structure;
        structure.dimensions().iter().map(|concept| concept.column()).collect::<Vec<_>>()
    };
    let newest = vintages.last().map(columns).unwrap_or_default();
    vintages.retain(|vintage| columns(vintage) == newest);
    Ok(History::new(vintages))
}

/// For each sender and area whose figures an earlier vintage has: those figures as the mappings of this one read them, and what is declared of the difference.
fn compare_with_before(vintage: &mut Vintage, earlier: &[Vintage], request: &Request) -> Result<(), fs::Error> {
    let mut by_before: BTreeMap<usize, BTreeSet<(Sender, RefArea)>> = BTreeMap::new();
    for reported in vintage.reports() {
        let before =
            (0..earlier.len()).rev().find(|place| earlier.get(*place).is_some_and(|earlier| earlier.reports().contains(&reported)));
        if let Some(before) = before {
            by_before.entry(before).or_default().insert(reported);
        }
    }
    for (place, reported) in by_before {
        let Some(before) = earlier.get(place) else { continue };
        let (then, now) = (plan(&request.mappings, Some(&before.round.id))?, plan(&request.mappings, Some(&vintage.round.id))?);
        for key in vintage.data.figures().iter().map(|figure| figure.observation().key) {
            if !reported.contains(&(key.sender(), key.ref_area)) {
                continue;
            }
            vintage.redefined.extend(redefined(&key, &then, &now).map(|words| (key, words)));
            vintage.declared.extend(declared(&key, &now).map(|cause| (key, cause)));
        }
        for key in before.data.figures().iter().map(|figure| figure.observation().key) {
            vintage.declared.extend(declared(&key, &now).map(|cause| (key, cause)));
        }
        let senders: Vec<Sender> = reported.iter().map(|(sender, _)| *sender).collect::<BTreeSet<Sender>>().into_iter().collect();
        let read = |round: &str, plan: Plan, mapping_files: MappingFiles| -> Result<Vec<Observation>, fs::Error> {
            let own = Request { round: round.to_owned(), senders: senders.clone(), ..request.clone() };
            let Gathered { areas, .. } =
                gather_by(&own, (plan, mapping_files, Findings::default()), &Silent, &|observations, _, _| observations)?;
            let is_wanted = |observation: &Observation| reported.contains(&(observation.key.sender(), observation.key.ref_area));
            Ok(areas.into_iter().flatten().filter(is_wanted).collect())
        };
        let files_of = |round: &str| read_mappings(&request.mappings, Some(round), &mut Findings::default());
        let (old_files, new_files) = (files_of(&before.round.id)?, files_of(&vintage.round.id)?);
        let (then, hybrid) =
            (build(&old_files, &mut Findings::default()), build(&new_files, &mut Findings::default()).for_submissions_of(then));
        let old = read(&before.round.id, hybrid, new_files)?;
        vintage.reread.extend(old.into_iter().map(|observation| (observation.key, observation.value)));
        for observation in read(&vintage.round.id, then, old_files)? {
            vintage.keys_before.extend(observation.origins.iter().map(|origin| (origin.clone(), observation.key)));
            vintage.read_as_before.insert(observation.key, observation.value);
        }
    }
    Ok(())
}

/// The facts that are declared otherwise in a later vintage, in words.
fn redefined(key: &Key, then: &Plan, now: &Plan) -> Option<String> {
    let changed: Vec<String> = now
        .targets
        .of(key.measure(), &now.lists)
        .filter(|target| target.matters(key))
        .filter_map(|target| match (then.known_of(key, &target.concept), now.known_of(key, &target.concept)) {
            (Known::Stated(old), Known::Stated(new)) if old.value != new.value => {
                let word = |value: &Option<String>| value.clone().unwrap_or_default();
                Some(format!("{}: {}, then {} ({})", target.concept, word(&old.value), word(&new.value), new.source))
            }
            _ => None,
        })
        .collect();
    (!changed.is_empty()).then(|| changed.join(" | "))
}

/// The cause that the mappings of a vintage declare for a figure.
pub(super) fn declared(key: &Key, plan: &Plan) -> Option<(RevisionCause, String)> {
    let sender = plan.senders.get(&key.sender())?;
    let mut own = sender.statements.revisions.iter().filter(|own| sender.is_of_round(&own.at));
    let found = own.rfind(|own| own.scope.touches(key))?;
    Some((found.cause, format!("{} ({})", found.what, found.source)))
}
