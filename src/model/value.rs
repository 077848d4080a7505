//! What a cell says: a count, bounds, a share, or in which way it says nothing.

use super::CodeId;

/// The value of an observation. Zero is `Count(0)`; a dash, a blank and `..` never are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObsValue {
    /// A non-negative whole number, in the observation's unit of count.
    Count(u64),
    /// At least `lower`, at most `upper` (open when `None`); both inclusive.
    Bounds {
        /// Least possible count.
        lower: u64,
        /// Greatest possible count; `None` when the source sets no limit.
        upper: Option<u64>,
    },
    /// A share of the unit of count.
    Percent(Percent),
    /// No number; the code (of `codelists/absence.csv`) says in which way.
    Absent(CodeId),
}

impl ObsValue {
    /// The count, when it is one.
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(*count),
            Self::Bounds { .. } | Self::Percent(_) | Self::Absent(_) => None,
        }
    }
}

/// A percentage in hundredths of a percent, so that no float is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub u32);

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}"),
            p if p % 10 == 0 => write!(f, "{whole}.{}", p / 10),
            p => write!(f, "{whole}.{p:02}"),
        }
    }
}
