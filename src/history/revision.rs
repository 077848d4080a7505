//! What became of a figure from one vintage of its sender to the next, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::vintage::Vintage;
use crate::compare::Assessed;
use crate::model::{Key, ObsValue, RefArea, RevisionCause, Sender};

/// What became of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is of a period that the vintage before did not ask for, or of whom that one has nothing.
    New,
    /// It is what it was.
    Unchanged,
    /// It has another value.
    Revised,
    /// The vintage before had it, and this one, which asks for the period, has it no longer, or without a value.
    Withdrawn,
    /// The vintage before asked for the period and had no such figure.
    Late,
    /// The vintage before had the figure without a value.
    Completed,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::New, Self::Unchanged, Self::Revised, Self::Withdrawn, Self::Late, Self::Completed];

    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unchanged => "unchanged",
            Self::Revised => "revised",
            Self::Withdrawn => "withdrawn",
            Self::Late => "late",
            Self::Completed => "completed",
        }
    }
}

/// A figure from one vintage of its sender to the next.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The key.
    pub key: Key,
    /// The place of the vintage that it is in, or would be in.
    pub vintage: usize,
    /// The place of the vintage before it of the same sender and area; `None` for the first.
    pub before: Option<usize>,
    /// What became of it.
    pub kind: Kind,
    /// Why; none where nothing changed or nothing was there.
    pub causes: Vec<RevisionCause>,
    /// What is declared of the cause, and which facts changed, in words.
    pub details: String,
    /// The figure before.
    pub old: Option<Assessed>,
    /// The figure now.
    pub new: Option<Assessed>,
}

/// What became of all figures, in order of vintage and key. Vintages are the oldest first.
pub fn revisions(vintages: &[Vintage]) -> Vec<Revision> {
    let reports: Vec<BTreeSet<(Sender, RefArea)>> = vintages.iter().map(Vintage::reports).collect();
    let mut all = Vec::new();
    for (place, vintage) in vintages.iter().enumerate() {
        let figures = vintage.figures();
        for (sender, area) in reports.get(place).into_iter().flatten() {
            let before = (0..place).rev().find(|earlier| reports.get(*earlier).is_some_and(|reports| reports.contains(&(*sender, *area))));
            let is_own = |key: &Key| key.sender() == *sender && key.ref_area == *area;
            let earlier = before.and_then(|before| vintages.get(before));
            let old: BTreeMap<Key, &Assessed> =
                earlier.map(|earlier| earlier.figures().into_iter().filter(|(key, _)| is_own(key)).collect()).unwrap_or_default();
            let keys: BTreeSet<Key> = old.keys().chain(figures.keys().filter(|key| is_own(key))).copied().collect();
            for key in keys {
                let (was, is) = (old.get(&key).copied(), figures.get(&key).copied());
                let Some(kind) = kind(&key, was, is, earlier, vintage) else { continue };
                let (causes, details) = causes(&key, kind, (was, is), vintage, &old);
                all.push(Revision { key, vintage: place, before, kind, causes, details, old: was.cloned(), new: is.cloned() });
            }
        }
    }
    all.sort_by_key(|revision| (revision.vintage, revision.key));
    all
}

/// What became of a figure; `None` where the vintage does not ask for its period, so that the earlier one stands.
fn kind(key: &Key, was: Option<&Assessed>, is: Option<&Assessed>, earlier: Option<&Vintage>, vintage: &Vintage) -> Option<Kind> {
    let value = |figure: Option<&Assessed>| figure.map(|figure| figure.observation().value.clone()).filter(has_number);
    let asked_before = earlier.is_some_and(|earlier| earlier.asks(key.time_period));
    match (was, is, value(was), value(is)) {
        (None, Some(_), _, _) if !asked_before => Some(Kind::New),
        (None, Some(_), _, Some(_)) => Some(Kind::Late),
        (None, Some(_), _, None) => Some(Kind::New),
        (Some(_), None, _, _) if vintage.asks(key.time_period) => Some(Kind::Withdrawn),
        (Some(_), Some(_), Some(_), None) => Some(Kind::Withdrawn),
        (Some(_), Some(_), None, Some(_)) => Some(Kind::Completed),
        (Some(_), Some(_), old, new) => Some(if old == new { Kind::Unchanged } else { Kind::Revised }),
        (Some(_) | None, None, _, _) => None,
    }
}

fn has_number(value: &ObsValue) -> bool {
    !matches!(value, ObsValue::Absent(_))
}

/// Why a figure changed. A mapping edit never looks like a revision of the sender: the old submission was read with the mappings of the new vintage, and what that
/// changes is our reading.
fn causes(
    key: &Key,
    kind: Kind,
    (was, is): (Option<&Assessed>, Option<&Assessed>),
    vintage: &Vintage,
    before: &BTreeMap<Key, &Assessed>,
) -> (Vec<RevisionCause>, String) {
    if matches!(kind, Kind::New | Kind::Unchanged) {
        return (Vec::new(), String::new());
    }
    let value = |figure: Option<&Assessed>| figure.map(|figure| figure.observation().value.clone());
    let (old, new, reread) = (value(was), value(is), vintage.reread.get(key).cloned());
    let (mut causes, mut details) = (Vec::new(), Vec::new());
    if reread != old {
        causes.push(RevisionCause::ReadingChanged);
    }
    if reread != new {
        match (vintage.declared.get(key), vintage.redefined.get(key)) {
            (Some((cause, what)), _) => {
                causes.push(*cause);
                details.push(what.clone());
            }
            (None, Some(facts)) => {
                causes.push(RevisionCause::DefinitionChanged);
                details.push(facts.clone());
            }
            (None, None) if says_the_same(key, (was, is), vintage, before) => causes.push(RevisionCause::ReadingChanged),
            (None, None) => causes.push(RevisionCause::StateRevised),
        }
    }
    causes.sort_unstable();
    causes.dedup();
    (causes, details.join(" | "))
}

/// Whether the new submission, read with all mappings of the vintage before, says what that one said: then the mappings changed and not what the sender says. Of a figure
/// that was not there before, its cell says it under another key.
fn says_the_same(
    key: &Key,
    (was, is): (Option<&Assessed>, Option<&Assessed>),
    vintage: &Vintage,
    before: &BTreeMap<Key, &Assessed>,
) -> bool {
    let same = |key: &Key| {
        let said = before.get(key).map(|figure| &figure.observation().value);
        said.is_some() && said == vintage.read_as_before.get(key)
    };
    match (was, is) {
        (Some(_), _) => same(key),
        (None, Some(is)) => is.observation().origins.iter().filter_map(|origin| vintage.keys_before.get(origin)).any(same),
        (None, None) => false,
    }
}
