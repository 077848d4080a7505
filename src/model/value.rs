//! The value of a cell: a count, bounds, a share, or a kind of absence.

use super::CodeId;

/// A number of units: persons, cases, offences. It is added only where the sum is looked at, for a sum may be more than the machine can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(u64);

impl Count {
    /// The greatest number that a cell may hold: beyond it the numbers of spreadsheet programs and of JSON are no longer exact (IEEE 754, 2⁵³ − 1).
    pub const GREATEST: Self = Self(9_007_199_254_740_991);

    /// A number of units.
    pub const fn new(units: u64) -> Self {
        Self(units)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The sum, if the machine can hold it.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The sum of all, if the machine can hold it.
    pub fn sum(counts: impl IntoIterator<Item = Self>) -> Option<Self> {
        counts.into_iter().try_fold(Self(0), Self::plus)
    }

    /// What is left when a part is taken out; `None` when the part is more.
    pub fn minus(self, part: Self) -> Option<Self> {
        self.0.checked_sub(part.0).map(Self)
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The value of an observation. Zero is `Count(0)`; a dash, a blank and `..` never are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObsValue {
    /// A non-negative whole number, in the observation's unit of count.
    Count(Count),
    /// At least `lower`, at most `upper` (open when `None`); both inclusive.
    Bounds {
        /// Least possible count.
        lower: Count,
        /// Greatest possible count; `None` when the source sets no limit.
        upper: Option<Count>,
    },
    /// A share of the unit of count.
    Percent(Percent),
    /// No number; the code (of `codelists/absence.csv`) says in which way.
    Absent(CodeId),
}

impl ObsValue {
    /// The count, when it is one.
    pub fn count(&self) -> Option<Count> {
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

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn counts_are_added_only_as_far_as_they_go() {
        let of = |units: &[u64]| Count::sum(units.iter().copied().map(Count::new)).map(Count::get);
        for (units, expected) in [
            (&[][..], Some(0)),
            (&[3, 4], Some(7)),
            (&[u64::MAX, 0], Some(u64::MAX)),
            (&[u64::MAX, 1], None),
            (&[1 << 63, 1 << 63, 5], None),
        ] {
            assert_eq!(of(units), expected, "{units:?}");
        }
        assert_eq!((Count::new(3).minus(Count::new(4)), Count::new(4).minus(Count::new(3))), (None, Some(Count::new(1))));
        assert_eq!(Count::GREATEST.get(), (1 << 53) - 1);
    }
}
