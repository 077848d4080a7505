//! Why a reading is no observation, and how that is reported.

use crate::diag::{About, Code, Fate, Finding, Findings, Place, codes};
use crate::extract::Reading;
use crate::model::MapLine;

/// Why a reading is no observation.
pub(super) enum Failure {
    /// A line says that there is no common code.
    NoTerm {
        /// The remark of the line.
        reason: String,
    },
    /// Something to report.
    Reported(Box<Reported>),
    /// A finding of the mapping files says it already.
    Known(Code),
}

/// A finding in the making; without a place it is about the cell of the reading.
pub(super) struct Reported {
    pub(super) code: Code,
    pub(super) place: Option<Place>,
    pub(super) found: String,
    pub(super) remedy: Option<String>,
    pub(super) related: Vec<MapLine>,
    pub(super) about: Option<About>,
}

impl Failure {
    /// Nothing says what is counted, or when: the fault of the table, and one finding for all its figures.
    pub(super) fn incomplete(reading: &Reading, what: &str) -> Self {
        let found = format!("{what} for figures of the table \"{}\", in {}", reading.table.id, reading.origin.file);
        Self::reported(codes::KEY_INCOMPLETE, Some(Place::Line(reading.table.at)), found)
    }

    pub(super) fn reported(code: Code, place: Option<Place>, found: String) -> Self {
        Self::Reported(Box::new(Reported { code, place, found, remedy: None, related: Vec::new(), about: None }))
    }
}

/// Reports a failure and says what becomes of the cell.
pub(super) fn report(reading: &Reading, failure: Failure, findings: &mut Findings) -> Fate {
    match failure {
        Failure::NoTerm { reason } => Fate::OutOfScope(reason),
        Failure::Known(code) => Fate::Finding(code.name),
        Failure::Reported(reported) => {
            let Reported { code, place, found, remedy, related, about } = *reported;
            let place = place.unwrap_or_else(|| Place::Cell(reading.origin.clone()));
            let finding = Finding::new(code, place, found).about(about).related(Place::Line(reading.table.at));
            let finding = related.into_iter().fold(finding, |finding, line| finding.related(Place::Line(line)));
            findings.push_word(match remedy {
                Some(remedy) => finding.remedy(remedy),
                None => finding,
            });
            Fate::Finding(code.name)
        }
    }
}
