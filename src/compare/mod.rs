//! From observations to assessed figures: reasons and levels of comparability.
//!
//! Until the rules move in, every figure passes with its comparability not assessed; unknown is never comparable.
//! This room must not change a value or a code, and no flag is ever taken away.

use crate::model::Observation;

/// How far figures can be compared, always for a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nobody has assessed it.
    NotAssessed,
}

impl Level {
    /// The code of the column `COMPAR_LEVEL`: `_U` (SDMX "unknown") while nothing is assessed.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAssessed => "_U",
        }
    }
}

/// An observation with its reasons. Made only here.
#[derive(Clone, Debug)]
pub struct Assessed {
    observation: Observation,
    level: Level,
}

impl Assessed {
    /// The observation, unchanged.
    pub fn observation(&self) -> &Observation {
        &self.observation
    }

    /// The level.
    pub fn level(&self) -> Level {
        self.level
    }
}

/// Assesses all observations of the round.
pub fn compare(observations: Vec<Observation>) -> Vec<Assessed> {
    observations.into_iter().map(|observation| Assessed { observation, level: Level::NotAssessed }).collect()
}
