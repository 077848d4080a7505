//! Why a reading is not an observation, and how that is reported.

use smol_str::SmolStr;

use super::context::{AreaFault, Context, not_of_sender};
use crate::diag::{About, Code, Disposition, Finding, Findings, Location, codes};
use crate::extract::{Reading, Term};
use crate::model::{MappingLine, Name};
use crate::plan::{WordConcept, literal};

/// Why a reading is not an observation.
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
    pub(super) place: Option<Location>,
    pub(super) found: String,
    pub(super) remedy: Option<String>,
    pub(super) related: Vec<MappingLine>,
    pub(super) about: Option<About>,
}

impl Failure {
    /// Nothing says what is counted, or when: the fault of the table, and one finding for all its figures.
    pub(super) fn incomplete(reading: &Reading, what: &str) -> Self {
        let found = format!("{what} for figures of the table \"{}\", in {}", reading.table.id, reading.origin.file);
        Self::reported(codes::KEY_INCOMPLETE, Some(Location::Line(reading.table.at)), found)
    }

    /// Nobody knows which area a figure is about, or its sender may not report it.
    pub(super) fn of_area(fault: AreaFault, reading: &Reading) -> Self {
        match fault {
            AreaFault::Unnamed => Self::incomplete(reading, "no area"),
            AreaFault::NotOfSender(area, sender) => Self::reported(codes::AREA_NOT_OF_SENDER, None, not_of_sender(area, sender)),
        }
    }

    pub(super) fn reported(code: Code, place: Option<Location>, found: String) -> Self {
        Self::Reported(Box::new(Reported { code, place, found, remedy: None, related: Vec::new(), about: None }))
    }
}

/// Reports a failure and says what becomes of the cell.
pub(super) fn report(reading: &Reading, failure: Failure, findings: &mut Findings) -> Disposition {
    match failure {
        Failure::NoTerm { reason } => Disposition::OutOfScope(reason),
        Failure::Known(code) => Disposition::Finding(code.name),
        Failure::Reported(reported) => {
            let Reported { code, place, found, remedy, related, about } = *reported;
            let place = place.unwrap_or_else(|| Location::Cell(reading.origin.clone()));
            let finding = Finding::new(code, place, found).about(about).related(Location::Line(reading.table.at));
            let finding = related.into_iter().fold(finding, |finding, line| finding.related(Location::Line(line)));
            findings.push_word(match remedy {
                Some(remedy) => finding.remedy(remedy),
                None => finding,
            });
            Disposition::Finding(code.name)
        }
    }
}

/// A word that nothing knows.
pub(super) fn unmapped(context: &Context<'_>, term: &Term, table: Name) -> Failure {
    let names: Vec<&str> = term.concepts.iter().map(|concept| concept.word()).collect();
    let is_article = term.concepts.iter().all(|concept| matches!(concept, WordConcept::Detail(_)));
    let code = if is_article { codes::ARTICLE_UNMAPPED } else { codes::LABEL_UNMAPPED };
    let label = term.bare.as_ref().unwrap_or(&term.label);
    let area = context.sender;
    let fault_of = |label: &SmolStr| {
        let by_concept = term.concepts.iter().find_map(|concept| area.crosswalk.fault(Some(*concept), label));
        by_concept.or_else(|| area.articles.fault(label))
    };
    let fault = [&term.label, label].into_iter().find_map(fault_of);
    if let Some(fault) = fault {
        return Failure::Known(fault);
    }
    let elsewhere = term.concepts.iter().find_map(|concept| area.crosswalk.find_anywhere(*concept, label));
    let folder = context.sender.sender.folder();
    let written = literal(label);
    let quoted = if written.contains([',', ';', '"']) { format!("\"{}\"", written.replace('"', "\"\"")) } else { written.into_owned() };
    let remedy = if is_article {
        format!("add a line with the label {quoted} to mappings/{folder}/{}", area.file("articles.csv"))
    } else {
        let concept = names.first().copied().unwrap_or_default();
        format!("add to mappings/{folder}/{}: {concept},{quoted},skos:…Match,CODE (table \"{table}\")", area.file("crosswalk.csv"))
    };
    Failure::Reported(Box::new(Reported {
        code,
        place: term.origin.clone().map(Location::Cell),
        found: match (elsewhere, &term.unmatched) {
            (Some(_), _) => format!("\"{label}\" as {}, whose line holds for other years or tables", names.join(" or ")),
            (None, Some(pattern)) => {
                format!("\"{label}\" as {}, which the layout's pattern {pattern} does not match", names.join(" or "))
            }
            (None, None) => format!("\"{label}\" as {}", names.join(" or ")),
        },
        remedy: Some(match elsewhere {
            Some(line) => format!("widen the years or tables of {}, or add a line for the others", line.at),
            None => remedy,
        }),
        related: elsewhere.iter().map(|line| line.at).collect(),
        about: Some(About { concepts: names.iter().map(|name| (*name).to_owned()).collect(), label: label.to_string() }),
    }))
}
