//! What differs between a release and what was published before it, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{declared, history};
use super::{Progress, Request, plan};
use crate::fs;
use crate::history::Kind;
use crate::model::{Key, RefArea, RevisionCause, Sender};
use crate::release::{Change, Record, Release};

/// A round before the one that is released, and what was last published of it.
pub type PublishedRound = (String, Record);

/// The changes of a release, whose values are given by their keys, in order of key: against the version before it, and against what was last published of earlier
/// rounds. Fails only when the disk does.
pub fn changes(
    request: &Request,
    (release, values): (&Release, &BTreeMap<String, String>),
    (own, before): (&Record, &[PublishedRound]),
    progress: &dyn Progress,
) -> Result<Vec<Change>, fs::Error> {
    let mut changes = Vec::new();
    if let Some(version) = own.versions.last() {
        let old = own.newest();
        let plan = plan(&request.mappings, Some(&request.round))?;
        let typed: BTreeMap<String, Key> =
            release.figures().iter().map(|figure| figure.observation().key).map(|key| (key.to_string(), key)).collect();
        let keys: BTreeSet<&str> = old.keys().copied().chain(values.keys().map(String::as_str)).collect();
        for key in keys.into_iter().filter(|key| old.get(key).copied() != values.get(*key).map(String::as_str)) {
            let said = typed.get(key).and_then(|key| declared(key, &plan)).map(|(cause, _)| cause);
            // Without news of the sender since then the submission is the same, and we read it otherwise.
            let cause = said.unwrap_or_else(|| {
                let is_news = received(release, key) > Some(version.date.as_str());
                if is_news { RevisionCause::StateRevised } else { RevisionCause::ReadingChanged }
            });
            changes.push(Change {
                key: key.to_owned(),
                against: format!("version {}", version.number),
                old: old.get(key).map(|value| (*value).to_owned()),
                new: values.get(key).cloned(),
                causes: vec![cause],
            });
        }
    }
    if !before.is_empty() {
        let history = history(request, None, progress)?;
        let newest = history.vintages.len().saturating_sub(1);
        for revision in history.revisions.iter().filter(|revision| revision.vintage == newest) {
            let is_change = !matches!(revision.kind, Kind::New | Kind::Unchanged);
            let round = revision.before.and_then(|place| history.vintages.get(place)).map(|vintage| vintage.round.id.as_str());
            let key = revision.key.to_string();
            // A round before that was never released was news to nobody: the last one that was counts.
            let published = round.and_then(|round| before.iter().find(|(id, _)| id == round));
            let published = published.or_else(|| before.iter().rev().find(|(_, record)| record.newest().contains_key(key.as_str())));
            let Some((round, record)) = published.filter(|_| is_change) else { continue };
            let (old, new) = (record.newest().get(key.as_str()).map(|value| (*value).to_owned()), values.get(&key).cloned());
            // What both releases say alike, or suppress, did not change for their readers.
            if old != new {
                changes.push(Change { key, against: format!("round {round}"), old, new, causes: revision.causes.clone() });
            }
        }
    }
    changes.sort_by(|a, b| (&a.key, &a.against).cmp(&(&b.key, &b.against)));
    Ok(changes)
}

/// The day on which the submission was received that a figure is of; `None` where its source does not say it.
fn received<'r>(release: &'r Release, key: &str) -> Option<&'r str> {
    let parts: Vec<&str> = key.split('.').collect();
    let sources = &release.codebook().sources;
    let is_organisation = |sender: Sender| sender.state().is_none() && parts.contains(&sender.to_string().as_str());
    let state = parts.first().and_then(|area| RefArea::parse(area)).map(Sender::State);
    let found =
        sources.iter().find(|source| is_organisation(source.sender)).or_else(|| sources.iter().find(|source| Some(source.sender) == state));
    found.map(|source| source.received.as_str())
}
