//! What an area's figures mean: declared facts, what the source does not state, breaks and caveats.

use super::caveats::Caveat;
use crate::model::{CodeId, DeclaredBreak, DeclaredFact, DeclaredRevision, MappingLine, RefArea, ReferencePeriod};

/// All statements of an area.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// Facts, and what is not stated.
    pub facts: Vec<DeclaredFact>,
    /// Breaks.
    pub breaks: Vec<DeclaredBreak>,
    /// Caveats.
    pub caveats: Vec<Caveat>,
    /// Declared revisions.
    pub revisions: Vec<DeclaredRevision>,
}

/// What is known of one fact for one figure.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// The value holds for the whole period.
    Stated(&'a DeclaredFact),
    /// The value changes within the period.
    Mixed(&'a DeclaredFact, &'a DeclaredFact),
    /// Somebody looked for it, and the source does not state it.
    NotStated(&'a DeclaredFact),
    /// Nobody looked.
    Undeclared,
}

impl<'a> Known<'a> {
    /// The value, when there is one for the whole period.
    pub fn value(self) -> Option<&'a str> {
        if let Known::Stated(fact) = self { fact.value.as_deref() } else { None }
    }

    /// Who says so, or where it was looked for.
    pub fn source(self) -> &'a str {
        match self {
            Known::Stated(fact) | Known::NotStated(fact) | Known::Mixed(fact, _) => &fact.source,
            Known::Undeclared => "",
        }
    }

    /// The lines that say it.
    pub fn lines(self) -> Vec<MappingLine> {
        match self {
            Known::Stated(fact) | Known::NotStated(fact) => vec![fact.at],
            Known::Mixed(first, second) => vec![first.at, second.at],
            Known::Undeclared => Vec::new(),
        }
    }
}

impl Statements {
    /// What is known of a concept for a measure in a period.
    pub fn known(&self, area: RefArea, measure: &CodeId, concept: &str, period: ReferencePeriod) -> Known<'_> {
        let of_year = |year: u16| {
            let covering =
                || self.facts.iter().filter(|f| f.concept == concept && f.scope.covers(area, measure, ReferencePeriod::year(year)));
            // What was learned last; of two facts of one file that contradict each other neither decides.
            let newest = covering().max_by_key(|fact| fact.layer)?.layer;
            let mut newest = covering().filter(|fact| fact.layer == newest);
            let first = newest.next()?;
            newest.all(|other| other.value == first.value).then_some(first)
        };
        let mut found: Option<&DeclaredFact> = None;
        for year in period.first()..=period.last() {
            let Some(fact) = of_year(year) else { return Known::Undeclared };
            match found {
                Some(other) if other.value != fact.value => {
                    return if other.value.is_none() || fact.value.is_none() {
                        Known::NotStated(if other.value.is_none() { other } else { fact })
                    } else {
                        Known::Mixed(other, fact)
                    };
                }
                _ => found = Some(fact),
            }
        }
        match found {
            Some(fact) if fact.value.is_some() => Known::Stated(fact),
            Some(fact) => Known::NotStated(fact),
            None => Known::Undeclared,
        }
    }
}
