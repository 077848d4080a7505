//! Regional figures: each with its bounds, its contributors and who is left out for which reason.
//!
//! No sum stands alone. It names what it is of, and is a number only where it is one; with fewer than two contributors there is none.

use std::collections::BTreeSet;

use super::solve::Range;
use crate::model::{CodeId, Comparability, DataStructure, Key, Reason, RefArea, ReferencePeriod, Severity};

/// What an area brings to a regional figure.
#[derive(Clone, Debug)]
pub struct Contributor {
    /// The area.
    pub area: RefArea,
    /// The units, from least to most.
    pub range: Range,
    /// Whether the range was derived from other figures of the area's table.
    pub is_derived: bool,
    /// Whether the area has a figure of the code itself.
    pub is_stated: bool,
    /// The figures that it rests on.
    pub figures: Vec<Key>,
    /// What stands against them in a sum, without notes.
    pub reasons: Vec<Reason>,
    /// The most severe of those.
    pub(super) severity: Severity,
}

/// An area that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The area.
    pub area: RefArea,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A figure of the region.
#[derive(Clone, Debug)]
pub struct Regional {
    /// The measure.
    pub measure: CodeId,
    /// The code of the split; `None`: the total.
    pub code: Option<CodeId>,
    /// The period.
    pub period: ReferencePeriod,
    /// Who states the figures, where figures have a provider: two providers are never summed.
    pub provider: Option<CodeId>,
    /// The areas that it sums, in order.
    pub contributors: Vec<Contributor>,
    /// The areas that it leaves out, in order.
    pub left_out: Vec<LeftOut>,
    /// Whether the sum runs over areas at all, two or more.
    pub range: Option<Range>,
    /// The areas that are in the sums of all years of the round, in order.
    pub constant: Vec<RefArea>,
    /// What they bring in this period, if they are two or more.
    pub constant_range: Option<Range>,
}

impl Regional {
    /// The code of each dimension of splits: the total in all but one, or in all.
    pub fn split(&self, structure: &DataStructure) -> Vec<CodeId> {
        let own = |concept| self.code.as_ref().filter(|code| code.concept() == concept).copied();
        structure.splits().iter().map(|concept| own(*concept).unwrap_or_else(|| CodeId::total(*concept))).collect()
    }

    /// Whether the sum has the same members in every year of the round. Only such sums make a series.
    pub fn is_constant(&self) -> bool {
        self.range.is_some() && self.constant.len() == self.contributors.len()
    }

    /// All reasons of the contributors, each once.
    pub fn reasons(&self) -> Vec<Reason> {
        let all: BTreeSet<Reason> = self.contributors.iter().flat_map(|contributor| contributor.reasons.iter().copied()).collect();
        all.into_iter().collect()
    }

    /// How far the sum can be used; no sum is not comparable.
    pub fn level(&self) -> Comparability {
        match self.range {
            Some(_) => Comparability::of(self.contributors.iter().map(|contributor| contributor.severity)),
            None => Comparability::NotComparable,
        }
    }
}
