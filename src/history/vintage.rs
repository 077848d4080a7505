//! A round as a vintage, and how long each of its figures stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::compare::Assessed;
use crate::model::{Key, ObsValue, RefArea, ReferencePeriod, RevisionCause, Sender, SourceCell};
use crate::plan::Round;
use crate::release::Dataset;

/// What a round says, as far as its history goes.
#[derive(Clone, Debug)]
pub struct Vintage {
    /// The round.
    pub round: Round,
    /// All that it came to.
    pub data: Arc<Dataset>,
    /// When the submission of a sender was received, as its `SOURCE.toml` says.
    pub received: BTreeMap<Sender, String>,
    /// Figures of the vintage before it, read with the mappings of this one: what differs from them there is our reading and no news of a sender.
    pub reread: BTreeMap<Key, ObsValue>,
    /// Figures of this vintage, read with all mappings of the one before it, layout included: what they say like before is no news of a sender, whatever the new mappings
    /// make of it. Of a workbook that those mappings do not fit there are none.
    pub read_as_before: BTreeMap<Key, ObsValue>,
    /// The keys that those mappings give to cells of this vintage.
    pub keys_before: BTreeMap<SourceCell, Key>,
    /// For keys of this vintage the facts that are declared otherwise than in the vintage before it, in words.
    pub redefined: BTreeMap<Key, String>,
    /// Causes of revisions that are declared for keys of this vintage, and what is declared.
    pub declared: BTreeMap<Key, (RevisionCause, String)>,
}

impl Vintage {
    /// The figures by their keys.
    pub(super) fn figures(&self) -> BTreeMap<Key, &Assessed> {
        self.data.figures().iter().map(|figure| (figure.observation().key, figure)).collect()
    }

    /// For whom it has any figure: the sender and the area.
    pub fn reports(&self) -> BTreeSet<(Sender, RefArea)> {
        self.data.figures().iter().map(|figure| &figure.observation().key).map(|key| (key.sender(), key.ref_area)).collect()
    }

    /// Whether the round asks for a period.
    pub(super) fn asks(&self, period: ReferencePeriod) -> bool {
        (period.first()..=period.last()).all(|year| self.round.years.contains(&year))
    }
}

/// A figure in one vintage, and how long it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The place of the vintage.
    pub vintage: usize,
    /// The place of the figure in it.
    pub figure: usize,
    /// The day from which on it is valid: that of the first release of its round; empty as long as there is none.
    pub valid_from: String,
    /// The day on which another vintage took its place or took it away; empty: it is still valid.
    pub valid_to: String,
}

/// Every figure of every vintage, in order of key and vintage. One is valid until a later vintage of its sender has been released that asks for its period: that vintage
/// has another value for it, or the figure is gone.
pub fn entries(vintages: &[Vintage]) -> Vec<Entry> {
    let reports: Vec<BTreeSet<(Sender, RefArea)>> = vintages.iter().map(Vintage::reports).collect();
    let mut entries = Vec::new();
    for (place, vintage) in vintages.iter().enumerate() {
        for (number, figure) in vintage.data.figures().iter().enumerate() {
            let key = figure.observation().key;
            let later = vintages.iter().zip(&reports).skip(place + 1);
            let next = later.into_iter().find(|(other, reports)| {
                other.asks(key.time_period) && reports.contains(&(key.sender(), key.ref_area)) && !other.round.dates.published.is_empty()
            });
            entries.push(Entry {
                key,
                vintage: place,
                figure: number,
                valid_from: vintage.round.dates.published.clone(),
                valid_to: next.map(|(other, _)| other.round.dates.published.clone()).unwrap_or_default(),
            });
        }
    }
    entries.sort_by_key(|entry| (entry.key, entry.vintage));
    entries
}
