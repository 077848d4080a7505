//! One word in the crosswalk, and the period that words give.

use super::context::Context;
use super::failure::{Failure, Reported, unmapped};
use crate::diag::{Code, Location, codes};
use crate::extract::Term;
use crate::model::{Correspondence, MappedTo, MappingLine, Name, ReferencePeriod};
use crate::plan::{Lookup, Used, WordConcept};

/// A period that a word gives, and the word; or that none does.
pub(super) type Stated<'a> = Option<(ReferencePeriod, &'a Term)>;

/// The period that words give, which must not be another than `found`.
pub(super) fn stated<'a>(
    context: &Context<'_>,
    terms: impl Iterator<Item = &'a Term>,
    table: Name,
    mut found: Stated<'a>,
    used: &mut Used,
) -> Result<Stated<'a>, Failure> {
    for term in terms.filter(|term| term.concepts.contains(&WordConcept::Period)) {
        let Some(period) = parse_period(context, term, table, used)? else {
            if term.concepts.len() > 1 {
                continue;
            }
            return Err(unmapped(context, term, table));
        };
        match found {
            Some((other, _)) if other != period => return Err(set_twice(format!("the periods {other} and {period}"), term)),
            _ => found = Some((period, term)),
        }
    }
    Ok(found)
}

pub(super) fn parse_period(context: &Context<'_>, term: &Term, table: Name, used: &mut Used) -> Result<Option<ReferencePeriod>, Failure> {
    for label in [Some(&term.label), term.bare.as_ref()].into_iter().flatten() {
        if let Some(line) = line(context, WordConcept::Period, label, term, (table, None), used)? {
            match &line.target {
                MappedTo::Period(period) => return Ok(Some(*period)),
                MappedTo::NoTermFound => return Err(Failure::NoTerm { reason: no_term(line) }),
                MappedTo::Code(_) => {}
            }
        }
        if let Some(period) = ReferencePeriod::parse(label) {
            return Ok(Some(period));
        }
    }
    Ok(None)
}

/// Without a place of its own it is about the cell of the reading.
pub(super) fn set_twice(found: String, term: &Term) -> Failure {
    Failure::reported(codes::DIMENSION_SET_TWICE, term.origin.clone().map(Location::Cell), found)
}

/// The line of the crosswalk for a label. What two lines say differently, neither decides.
pub(super) fn line<'a>(
    context: &Context<'a>,
    concept: WordConcept,
    label: &str,
    term: &Term,
    (table, period): (Name, Option<ReferencePeriod>),
    used: &mut Used,
) -> Result<Option<&'a Correspondence>, Failure> {
    match context.sender.crosswalk.find(concept, label, (&table, period), used) {
        Lookup::Line(line) => Ok(Some(line)),
        Lookup::Doubtful(code) => Err(Failure::Known(code)),
        Lookup::Ambiguous(first, second) => Err(fault(codes::LABEL_AMBIGUOUS, label, term, vec![first.at, second.at])),
        Lookup::Unknown => Ok(None),
    }
}

pub(super) fn fault(code: Code, label: &str, term: &Term, related: Vec<MappingLine>) -> Failure {
    let place = term.origin.clone().map(Location::Cell);
    Failure::Reported(Box::new(Reported { code, place, found: format!("\"{label}\""), remedy: None, related, about: None }))
}

pub(super) fn no_term(line: &Correspondence) -> String {
    let reason = if line.decision.comment.is_empty() { "no term found" } else { &line.decision.comment };
    format!("{}: {reason} ({})", line.label, line.at)
}
