//! What differs between a release and what was published before it, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{declared, history};
use super::{Progress, Request, plan};
use crate::fs;
use crate::history::Kind;
use crate::model::{Key, RefArea, RevisionCause, Sender};
use crate::release::{Change, Record, Release};

/// A round before the one that is released, and the figures of it that stood in public on the day of the release.
pub type PublishedRound = (String, BTreeMap<String, String>);

/// The changes of a release, and how many figures it suppresses that were published before, or the other way round: what became of those is not told one by one, for
/// which of them changed would tell their numbers.
#[derive(Debug, Default)]
pub struct Changes {
    /// The figures that are others, in order of key.
    pub listed: Vec<Change>,
    /// How many are suppressed now or were before.
    pub suppressed: usize,
}

/// The changes of a release, whose values are given by their keys, in order of key: against the version before it, and against what was last published of earlier
/// rounds. Fails only when the disk does.
pub fn changes(
    request: &Request,
    (release, values): (&Release, &BTreeMap<String, String>),
    (own, before): (&Record, &[PublishedRound]),
    progress: &dyn Progress,
) -> Result<Changes, fs::Error> {
    let mut changes = Changes::default();
    let suppression = release.codebook().codes.suppression;
    let mut add = |change: Change| {
        let is_hidden = |value: &Option<String>| value.as_deref() == Some(suppression);
        // Nor is it told that both are suppressed.
        match [&change.old, &change.new].map(is_hidden) {
            [false, false] => changes.listed.push(change),
            [true, true] => {}
            _ => changes.suppressed += 1,
        }
    };
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
            add(Change {
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
            let round = revision.before.and_then(|place| history.vintages.get(place)).map(|vintage| vintage.round.id.as_str());
            let key = revision.key.to_string();
            // A round before that was never released was news to nobody: the last one that was counts.
            let published = round.and_then(|round| before.iter().find(|(id, _)| id == round));
            let published = published.or_else(|| before.iter().rev().find(|(_, figures)| figures.contains_key(&key)));
            // What no earlier round asked for is no change.
            let Some((round, figures)) = published.filter(|_| revision.kind != Kind::New) else { continue };
            let (old, new) = (figures.get(&key).cloned(), values.get(&key).cloned());
            if old != new {
                let causes = if revision.causes.is_empty() { vec![RevisionCause::ReadingChanged] } else { revision.causes.clone() };
                add(Change { key, against: format!("round {round}"), old, new, causes });
            }
        }
    }
    changes.listed.sort_by(|a, b| (&a.key, &a.against).cmp(&(&b.key, &b.against)));
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
