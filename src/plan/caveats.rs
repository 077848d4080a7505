//! Caveats: the reason that each gives, and the figures that it is about.

use std::collections::BTreeMap;

use crate::model::{Concept, DeclaredCaveat, Key, ReferencePeriod, Severity};

/// A caveat of the source.
#[derive(Clone, Debug)]
pub struct Caveat {
    /// What it says.
    pub declared: DeclaredCaveat,
    /// For some dimensions the codes that it is about; `*` is any code but the total.
    pub only: BTreeMap<Concept, Vec<String>>,
    /// Exactly these periods; none: any within the years.
    pub periods: Vec<ReferencePeriod>,
    /// How much it weighs; `None`: as its reason does.
    pub severity: Option<Severity>,
}

impl Caveat {
    /// Whether it is about a figure.
    pub fn holds(&self, key: &Key) -> bool {
        let fits = |(concept, codes): (&Concept, &Vec<String>)| {
            key.get(*concept).is_some_and(|code| codes.iter().any(|c| c == code.as_str() || (c == "*" && !code.is_total())))
        };
        self.declared.scope.covers(key.ref_area, &key.measure(), key.time_period)
            && (self.periods.is_empty() || self.periods.contains(&key.time_period))
            && self.only.iter().all(fits)
    }
}
