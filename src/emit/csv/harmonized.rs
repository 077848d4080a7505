//! `harmonized.csv`: one line for each observation, long, sorted by key.

use super::table::{Column, Table, join};
use crate::compare::Assessed;
use crate::model::{Concept, ObsValue, Observation, Use};
use crate::protect::Released;

/// The table: dimensions, the value, attributes, provenance.
pub(crate) const TABLE: Table = Table {
    file: "harmonized.csv",
    about: "An observation: one figure of a state under the common codes, with what it can be used for and where it comes from.",
    key: &DIMENSIONS,
    columns: &[
        Column::code("REF_AREA", "area", "The state that reports.").required(),
        Column::period("TIME_PERIOD", "The period that the figure is about.").required(),
        Column::code("MEASURE", "measure", "What is counted, at which status or stage.").required(),
        Column::code("UNIT_COUNT", "unit_count", "What is counted as one.").required(),
        Column::code("EXPL_FORM", "form", "Form of exploitation.").required(),
        Column::code("SEX", "sex", "Sex.").required(),
        Column::code("AGE", "age", "Age.").required(),
        Column::code("ORIGIN", "origin", "Citizenship or country of origin; which of the two is a declared fact.").required(),
        Column::code("OFFENCE", "offence", "Offence (ICCS).").required(),
        Column::code("ARTICLE", "article", "The legal article.").required(),
        Column::code("STATEMENT", "statement", "Where the source states the figure: in a table or in a remark.").required(),
        Column::number("OBS_VALUE", "The figure; empty where there is none, which is never zero."),
        Column::count("LOWER", "The least that it can be."),
        Column::count("UPPER", "The most that it can be; empty: the source sets no limit."),
        Column::code("UNIT_MEASURE", "unit_measure", "A count or a share.").required(),
        Column::code("ABSENCE", "absence", "In which way the cell says nothing."),
        Column::code("SOURCE_STATUS", "obs_status", "The status that the source itself marks (SDMX CL_OBS_STATUS).").required(),
        Column::code("OBS_STATUS", "obs_status", "The status that leads, of what the source marks and of what the reasons imply.")
            .required(),
        Column::code("CONF_STATUS", "conf_status", "Whether it may be published (SDMX CL_CONF_STATUS).").required(),
        Column::code("COMPAR_BETWEEN", "comparability_level", "How far it can be compared with other states.").required(),
        Column::code("COMPAR_TIME", "comparability_level", "How far it can be compared with the period before.").required(),
        Column::code("COMPAR_SUM", "comparability_level", "How far it can be added to other states' figures.").required(),
        Column::text("COMPARABILITY", "For each use the codes of comparability_reason that stand against it."),
        Column::text("LABEL", "The national words, outermost first."),
        Column::text("ARTICLE_LABEL", "The legal article as the source writes it."),
        Column::text("AS_SHOWN", "What the cell shows."),
        Column::text("SOURCE_REF", "The cells that state it.").required(),
        Column::text("MAPPING_REF", "The mapping lines that made it.").required(),
        Column::text("PREDICATES", "The dimensions that were mapped by anything but an exact match, with the relation (SKOS)."),
        Column::text("FOOTNOTES", "Its footnotes."),
        Column::text("COMMENT_OBS", "Remarks of the program and of the mapping lines."),
    ],
};

/// The dimensions: together they are the key.
pub(crate) const DIMENSIONS: [&str; 11] =
    ["REF_AREA", "TIME_PERIOD", "MEASURE", "UNIT_COUNT", "EXPL_FORM", "SEX", "AGE", "ORIGIN", "OFFENCE", "ARTICLE", "STATEMENT"];

/// The document.
pub(super) fn csv(cells: &[Released]) -> Vec<u8> {
    TABLE.csv(cells.iter().map(row))
}

pub(crate) fn row(released: &Released) -> Vec<String> {
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
    row.push(join(observation.labels.iter().map(ToString::to_string)));
    row.push(observation.article_as_written.clone().unwrap_or_default());
    row.push(observation.as_shown.to_string());
    row.push(join(observation.origins.iter().map(ToString::to_string)));
    row.push(join(mapping_refs(observation).into_iter()));
    row.push(predicates(observation));
    row.push(join(observation.footnotes.iter().map(|note| format!("{} {}", note.mark, note.text.as_deref().unwrap_or("(no text)")))));
    row.push(join(observation.comments.iter().map(|comment| comment.text.clone())));
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
        ObsValue::Count(n) => [text(n.get()), text(n.get()), text(n.get()), count(), String::new()],
        ObsValue::Bounds { lower, upper } => {
            [String::new(), text(lower.get()), upper.map(|upper| text(upper.get())).unwrap_or_default(), count(), "LT".to_owned()]
        }
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
