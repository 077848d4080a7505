//! A round of the collection: its periods, its areas, where it stands and what it publishes.

use crate::model::{RefArea, ReferencePeriod, Sender};

/// Where a round stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoundStatus {
    /// Submissions come in and are asked about.
    #[default]
    Open,
    /// Nothing comes in any more: outputs that are there are replaced only on request.
    Closed,
    /// It was released.
    Published,
}

impl RoundStatus {
    /// All of them, in the order of a round's life.
    pub const ALL: [Self; 3] = [Self::Open, Self::Closed, Self::Published];

    /// The word in `rounds.toml`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Published => "published",
        }
    }
}

/// The days of a round's life, in ISO 8601 and in this order; empty where nobody wrote one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundDates {
    /// The states were asked.
    pub asked: String,
    /// Their answers are due.
    pub due: String,
    /// They were sent what their answers came to.
    pub consultation: String,
    /// The round was closed.
    pub closed: String,
    /// Its first release.
    pub published: String,
}

impl RoundDates {
    /// The days with their words, in the order of a round's life.
    pub fn each(&self) -> [(&'static str, &str); 5] {
        [
            ("asked", &self.asked),
            ("due", &self.due),
            ("consultation", &self.consultation),
            ("closed", &self.closed),
            ("published", &self.published),
        ]
    }
}

/// A round of the collection.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its identifier, the name of the folder under `raw/`.
    pub id: String,
    /// Where it stands.
    pub status: RoundStatus,
    /// The days of its life.
    pub dates: RoundDates,
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
    /// Whether a release also has the words of the submissions, their cells and the lines of the mappings.
    pub sources_public: bool,
    /// The years that it collects, ascending.
    pub years: Vec<u16>,
    /// Whether it collects months and other parts of years, too.
    pub parts_of_years: bool,
    /// The states that it is about.
    pub areas: Vec<RefArea>,
    /// Who sends submissions.
    pub senders: Vec<Sender>,
}

impl Round {
    /// The folders of those who send submissions.
    pub fn folders(&self) -> Vec<String> {
        self.senders.iter().map(|sender| sender.folder()).collect()
    }

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
