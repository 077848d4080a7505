//! `harmonized.csv`: one line for each observation, long, sorted by key.

use super::join;
use crate::compare::Assessed;
use crate::model::{Concept, ObsValue, Observation, Use};
use crate::protect::Released;

/// The columns: dimensions, the value, attributes, provenance.
pub const COLUMNS: [&str; 31] = [
    "REF_AREA",
    "TIME_PERIOD",
    "MEASURE",
    "UNIT_COUNT",
    "EXPL_FORM",
    "SEX",
    "AGE",
    "ORIGIN",
    "OFFENCE",
    "ARTICLE",
    "STATEMENT",
    "OBS_VALUE",
    "LOWER",
    "UPPER",
    "UNIT_MEASURE",
    "ABSENCE",
    "SOURCE_STATUS",
    "OBS_STATUS",
    "CONF_STATUS",
    "COMPAR_BETWEEN",
    "COMPAR_TIME",
    "COMPAR_SUM",
    "COMPARABILITY",
    "LABEL",
    "ARTICLE_LABEL",
    "AS_SHOWN",
    "SOURCE_REF",
    "MAPPING_REF",
    "PREDICATES",
    "FOOTNOTES",
    "COMMENT_OBS",
];

/// The document.
pub(super) fn csv(cells: &[Released]) -> Vec<u8> {
    super::csv_document(&COLUMNS, cells.iter().map(row))
}

fn row(released: &Released) -> Vec<String> {
    let assessed = released.cell().figure();
    let observation = assessed.observation();
    let mut row = vec![observation.key.ref_area.to_string(), observation.key.time_period.to_string()];
    row.extend(observation.key.codes().iter().map(ToString::to_string));
    row.extend(value(&observation.value));
    row.push(observation.status.to_string());
    row.push(assessed.status().to_string());
    row.push(released.conf_status().to_owned());
    row.extend(Use::ALL.map(|use_| assessed.level(use_).code().to_owned()));
    row.push(reasons(assessed));
    row.push(join(observation.labels.iter().cloned()));
    row.push(observation.article_as_written.clone().unwrap_or_default());
    row.push(observation.as_shown.clone());
    row.push(join(observation.origins.iter().map(ToString::to_string)));
    row.push(join(mapping_refs(observation).into_iter()));
    row.push(predicates(observation));
    row.push(join(observation.footnotes.iter().map(|note| format!("{} {}", note.mark, note.text.as_deref().unwrap_or("(no text)")))));
    row.push(join(observation.comments.iter().cloned()));
    row
}

/// The reasons for each use, such as `between=FACT,VSTATUS | time=BREAK`; notes are in `flags.csv` only.
fn reasons(assessed: &Assessed) -> String {
    join(Use::ALL.into_iter().filter_map(|use_| {
        let reasons: Vec<&str> = assessed.reasons(use_).into_iter().map(crate::model::Reason::code).collect();
        (!reasons.is_empty()).then(|| format!("{}={}", use_.word(), reasons.join(",")))
    }))
}

/// `OBS_VALUE`, `LOWER`, `UPPER`, `UNIT_MEASURE`, `ABSENCE`.
fn value(value: &ObsValue) -> [String; 5] {
    let text = |n: u64| n.to_string();
    let count = || "COUNT".to_owned();
    match value {
        ObsValue::Count(n) => [text(*n), text(*n), text(*n), count(), String::new()],
        ObsValue::Bounds { lower, upper } => [String::new(), text(*lower), upper.map(text).unwrap_or_default(), count(), "LT".to_owned()],
        ObsValue::Percent(percent) => [percent.to_string(), String::new(), String::new(), "PCT".to_owned(), String::new()],
        ObsValue::Absent(absence) => [String::new(), String::new(), String::new(), count(), absence.to_string()],
    }
}

/// The layout table, then the mapping lines in order of first use; country names of the library as `CLDR`.
fn mapping_refs(observation: &Observation) -> Vec<String> {
    let mut refs = vec![observation.table.1.to_string()];
    for used in &observation.mappings {
        let reference = used.line.as_ref().map_or_else(|| format!("CLDR:{}", used.code), ToString::to_string);
        if !refs.contains(&reference) {
            refs.push(reference);
        }
    }
    refs
}

/// The dimensions that were mapped by anything but an exact match.
fn predicates(observation: &Observation) -> String {
    let inexact = observation.mappings.iter().filter(|used| used.predicate != crate::model::Predicate::Exact);
    join(inexact.filter(|used| used.code.concept() != Concept::ObsStatus).map(|used| {
        let name = used.predicate.name();
        format!("{}={}", used.code.concept().column(), name.strip_prefix("skos:").unwrap_or(name))
    }))
}
