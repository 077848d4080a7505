//! A round of the collection: its periods, its areas and what it publishes.

use crate::model::{RefArea, ReferencePeriod};

/// A round of the collection.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its identifier, the name of the folder under `raw/`.
    pub id: String,
    /// Its title; empty when none is given.
    pub title: String,
    /// What a reader has to know of the whole round; empty when there is nothing.
    pub remark: String,
    /// The agency that maintains its structures (SDMX), if one is named.
    pub agency: Option<String>,
    /// The licences of the dataset, as SPDX names them; a reader may take either.
    pub licences: Vec<String>,
    /// Counts of persons below this number are suppressed; 0: none are.
    pub suppress_below: u64,
    /// The years that it collects, ascending.
    pub years: Vec<u16>,
    /// Whether it collects months and other parts of years, too.
    pub parts_of_years: bool,
    /// The states that it expects.
    pub areas: Vec<RefArea>,
}

impl Round {
    /// Whether it collects figures of a period.
    pub fn collects(&self, period: ReferencePeriod) -> bool {
        (self.parts_of_years || period.has_whole_years()) && (period.first()..=period.last()).all(|year| self.years.contains(&year))
    }

    /// The periods that it collects, in words.
    pub fn periods(&self) -> String {
        let years = self.years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let rest = if self.parts_of_years { "" } else { ", and no part of a year (rounds.toml has no parts_of_years = true)" };
        format!("a period within {years}{rest}")
    }

    /// Whether counts of persons are suppressed.
    pub fn suppresses(&self) -> bool {
        self.suppress_below > 0
    }
}
