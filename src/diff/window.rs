//! The years and the areas that two datasets both collect: only these are compared. What lies outside is counted.

use std::collections::{BTreeMap, BTreeSet};

use super::dimensions::{Age, listed};
use super::snapshot::{Record, Snapshot, field};
use crate::model::ReferencePeriod;

/// What two datasets have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The years that both collect, ascending.
    pub years: BTreeSet<u16>,
    /// The areas that both collect, in order.
    pub areas: BTreeSet<String>,
    /// Whether only some areas were asked for.
    pub is_part: bool,
    /// Whether one of the two collects a year or an area that the other does not.
    pub is_narrower: bool,
}

/// What makes a figure lie outside of what both datasets collect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// A year, or several years in one figure.
    Period,
    /// An area.
    Area,
}

impl Extent {
    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Period => "period",
            Self::Area => "area",
        }
    }
}

/// A year, a period of several years or an area that only one of the two datasets collects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// Whether it is a period or an area.
    pub extent: Extent,
    /// Which.
    pub code: String,
    /// Whether only the old dataset has it; else only the new one.
    pub is_old: bool,
    /// The name of the dataset that has it, in words.
    pub only_in: String,
    /// The figures of it in that dataset. A figure that is outside by its period and by its area counts for the period.
    pub figures: usize,
}

impl Outside {
    /// In words: `2016: only in round 2020, 240 figures`.
    pub fn sentence(&self) -> String {
        let figures = match self.figures {
            0 => "no figures".to_owned(),
            1 => "1 figure".to_owned(),
            n => format!("{n} figures"),
        };
        format!("{}: only in {}, {figures}", self.code, self.only_in)
    }
}

impl Window {
    /// What two datasets have in common.
    pub(super) fn new(old: &Snapshot, new: &Snapshot) -> Self {
        Self {
            years: old.years.all.intersection(&new.years.all).copied().collect(),
            areas: old.areas.all.intersection(&new.areas.all).cloned().collect(),
            is_part: old.is_part || new.is_part,
            is_narrower: old.years.all != new.years.all || old.areas.all != new.areas.all,
        }
    }

    /// Whether a figure is of years and of an area that both datasets collect.
    pub(super) fn has(&self, row: &Record) -> bool {
        self.outside(row).is_none()
    }

    /// Whether all years of a period are collected by both. What is no period can't be outside, so that nothing is passed over.
    pub(super) fn has_period(&self, text: &str) -> bool {
        ReferencePeriod::parse(text).is_none_or(|period| self.collects(period))
    }

    /// Whether a period has several years.
    pub(super) fn is_pooled(text: &str) -> bool {
        ReferencePeriod::parse(text).is_some_and(|period| period.first() != period.last())
    }

    fn collects(&self, period: ReferencePeriod) -> bool {
        (period.first()..=period.last()).all(|year| self.years.contains(&year))
    }

    /// Whether the period before that of a figure is collected by both. Where it is not, what can be said of the figure over time rests on what lies outside.
    pub(super) fn has_previous(&self, row: &Record) -> bool {
        let previous = ReferencePeriod::parse(field(row, "TIME_PERIOD")).and_then(ReferencePeriod::previous);
        !self.is_narrower || previous.is_some_and(|period| self.collects(period))
    }

    /// Why a figure lies outside.
    fn outside(&self, row: &Record) -> Option<(Extent, String)> {
        let (text, area) = (field(row, "TIME_PERIOD"), field(row, "REF_AREA"));
        if !self.has_period(text) {
            // A part of a year is told with its year.
            let year =
                ReferencePeriod::parse(text).filter(|period| period.first() == period.last()).map(|period| period.first().to_string());
            return Some((Extent::Period, year.unwrap_or_else(|| text.to_owned())));
        }
        (!self.areas.contains(area)).then(|| (Extent::Area, area.to_owned()))
    }

    /// All that only one of the two collects, periods first.
    pub(super) fn all_outside(&self, old: &Snapshot, new: &Snapshot) -> Vec<Outside> {
        // A dataset of an earlier program does not say what it collects without a figure.
        let is_declared = old.years.is_declared && new.years.is_declared;
        let has_names = old.round != new.round && !old.round.is_empty() && !new.round.is_empty();
        let mut found = Vec::new();
        for (snapshot, age) in [(old, Age::Old), (new, Age::New)] {
            let mut figures: BTreeMap<(Extent, String), usize> = BTreeMap::new();
            if is_declared {
                let years = snapshot.years.all.difference(&self.years).map(|year| (Extent::Period, year.to_string()));
                let areas = snapshot.areas.all.difference(&self.areas).map(|area| (Extent::Area, area.clone()));
                figures.extend(years.chain(areas).map(|place| (place, 0)));
            }
            for place in snapshot.rows.values().filter_map(|row| self.outside(row)) {
                *figures.entry(place).or_default() += 1;
            }
            let only_in = if has_names { format!("round {}", snapshot.round) } else { format!("the {} dataset", age.word()) };
            let outside = |((extent, code), figures)| Outside { extent, code, is_old: age == Age::Old, only_in: only_in.clone(), figures };
            found.extend(figures.into_iter().map(outside));
        }
        found.sort_by(|a, b| (a.extent, &a.code, !a.is_old).cmp(&(b.extent, &b.code, !b.is_old)));
        found
    }

    /// What is compared, where it is not all of both datasets.
    pub(super) fn sentences(&self) -> Vec<String> {
        let areas: Vec<&str> = self.areas.iter().map(String::as_str).collect();
        let years: Vec<String> = self.years.iter().map(ToString::to_string).collect();
        let years: Vec<&str> = years.iter().map(String::as_str).collect();
        let mut sentences = Vec::new();
        if self.is_part {
            sentences.push("only the areas that were named are compared, and no sums over areas".to_owned());
        }
        if self.is_narrower {
            sentences.push(match (listed(&years), listed(&areas)) {
                (Some(years), Some(areas)) => format!("compared is what both datasets collect: {years} of {areas}"),
                (None, _) => "no year is collected by both datasets: no figure is compared".to_owned(),
                (_, None) => "no area is collected by both datasets: no figure is compared".to_owned(),
            });
        }
        sentences
    }
}
