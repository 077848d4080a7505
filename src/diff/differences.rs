//! All that differs between two datasets.

use super::change::{Change, changes};
use super::dimensions::{Dimensions, Matches};
use super::snapshot::Snapshot;
use super::sums::sums;
use super::window::{Outside, Window};

/// What differs between two datasets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// How their dimensions differ.
    pub dimensions: Dimensions,
    /// The years and the areas that both collect. Only these are compared.
    pub window: Window,
    /// What only one of the two collects: periods first, then areas.
    pub outside: Vec<Outside>,
    /// All figures that differ, the most severe changes first, then in order of key.
    pub changes: Vec<Change>,
    /// All sums over areas that differ, in the same order; `None` where they can't be compared.
    pub sums: Option<Vec<Change>>,
}

impl Differences {
    /// Whether nothing differs: no figure, no sum, no dimension, and not what they collect.
    pub fn is_empty(&self) -> bool {
        let is_same = self.dimensions.is_same() && self.outside.is_empty();
        is_same && self.changes.is_empty() && self.sums.iter().all(Vec::is_empty)
    }

    /// What has to be known before figures are looked at, a sentence each.
    pub(super) fn sentences(&self) -> Vec<String> {
        self.dimensions.sentences().into_iter().chain(self.window.sentences()).collect()
    }
}

/// All that differs in the years and areas that both datasets collect. Figures are compared by the dimensions that both have.
pub fn differences(old: &Snapshot, new: &Snapshot) -> Differences {
    let dimensions = Dimensions::new(old, new);
    let window = Window::new(old, new);
    let matches = Matches::new(&dimensions, old, new);
    let changes = if dimensions.is_same() {
        changes((old, new), &dimensions, &matches, &window)
    } else {
        changes((&matches.in_new_terms(&dimensions, old), new), &dimensions, &matches, &window)
    };
    let sums = sums(old, new, &dimensions, &window);
    Differences { outside: window.all_outside(old, new), dimensions, window, changes, sums }
}
