//! Figures of years that a round does not collect, as the latest round before it has them: rules over time look beyond the border of two rounds.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Key, Name, Observation, RefArea, ReferencePeriod, Sender};
use crate::plan::Round;

/// Figures of earlier rounds, each with its vintage: for the years that the round itself does not collect, and for those that it does.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    figures: BTreeMap<Key, (Observation, Name)>,
    /// Figures of the years that the round does collect.
    within: BTreeMap<Key, (Observation, Name)>,
    /// The years that a round before asked a sender for, of each area that it reported about.
    asked: BTreeSet<(Sender, RefArea, u16)>,
}

impl Earlier {
    /// Adds the figures of a vintage. Of two vintages the one that is added later stands.
    pub fn add(&mut self, vintage: &Round, observations: Vec<Observation>, round: &Round) {
        let name = Name::from(vintage.id.as_str());
        for observation in observations {
            let key = observation.key;
            let is_outside = !(key.time_period.first()..=key.time_period.last()).any(|year| round.years.contains(&year));
            if is_outside {
                let years = vintage.years.iter().filter(|year| !round.years.contains(year));
                self.asked.extend(years.map(|year| (key.sender(), key.ref_area, *year)));
                self.figures.insert(key, (observation, name));
            } else {
                self.within.insert(key, (observation, name));
            }
        }
    }

    /// The figure of a key, and the round that has it.
    pub(super) fn find(&self, key: &Key) -> Option<(&Observation, Name)> {
        self.figures.get(key).map(|(observation, vintage)| (observation, *vintage))
    }

    /// The figure of a key in a year that the round collects itself, and the round before that has it.
    pub(super) fn same(&self, key: &Key) -> Option<(&Observation, Name)> {
        self.within.get(key).map(|(observation, vintage)| (observation, *vintage))
    }

    /// All figures.
    pub(super) fn figures(&self) -> impl Iterator<Item = &Observation> {
        self.figures.values().map(|(observation, _)| observation)
    }

    /// The figures of the years that the round collects, each with the round that has it.
    pub(super) fn within(&self) -> impl Iterator<Item = (&Observation, Name)> {
        self.within.values().map(|(observation, vintage)| (observation, *vintage))
    }

    /// Whether a round before asked for a year of a period, of the sender and area of a key.
    pub(super) fn asked(&self, key: &Key, period: ReferencePeriod) -> bool {
        (period.first()..=period.last()).all(|year| self.asked.contains(&(key.sender(), key.ref_area, year)))
    }
}
