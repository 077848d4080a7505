//! `harmonized.csv`: one line for each observation, long, sorted by key.

use super::table::{Column, Table, coded, join, names};
use crate::compare::Assessed;
use crate::model::{Codebook, Concept, DataStructure, KnownCodes, ObsValue, Observation, Reason, Use};
use crate::release::Dataset;

/// The table: dimensions, the value, attributes, provenance.
pub(crate) fn table(structure: &DataStructure) -> Table {
    let mut columns = vec![
        Column::code(AREA, "area", "The state that reports.").required(),
        Column::period(PERIOD, "The period that the figure is about.").required(),
    ];
    columns.extend(coded(structure.dimensions()));
    columns.extend([
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
        Column::text("COMPARABILITY", "For each use the codes of comparability_reason that stand against it.").public(),
        Column::text("LABEL", "The national words, outermost first."),
    ]);
    if structure.detail().is_some() {
        columns.push(Column::text("ARTICLE_LABEL", "The article as the source writes it."));
    }
    columns.extend([
        Column::text("AS_SHOWN", "What the cell shows."),
        Column::text("SOURCE_REF", "The cells that state it.").required(),
        Column::text("MAPPING_REF", "The mapping lines that made it.").required(),
        Column::text("PREDICATES", "The dimensions that were mapped by anything but an exact match, with the relation (SKOS).").public(),
        Column::text("FOOTNOTES", "Its footnotes."),
        Column::text("COMMENT_OBS", "Remarks of the program and of the mapping lines."),
    ]);
    Table::new(
        "harmonized.csv",
        "An observation: one figure of a state under the common codes, with what it can be used for and where it comes from.",
        key(structure),
        columns,
    )
}

const AREA: &str = "REF_AREA";
const PERIOD: &str = "TIME_PERIOD";

/// The dimensions: together they are the key.
pub(crate) fn key(structure: &DataStructure) -> Vec<&'static str> {
    [AREA, PERIOD].into_iter().chain(names(structure.dimensions())).collect()
}

/// The figures as rows.
pub(super) fn rows(dataset: &Dataset) -> Vec<Vec<String>> {
    dataset.figures().iter().map(|figure| row(figure, dataset.codebook())).collect()
}

/// A value in one field: the number, its bounds with two dots between, or the code of its absence.
pub(crate) fn value_words(value: &ObsValue) -> String {
    match value {
        ObsValue::Count(count) => count.to_string(),
        ObsValue::Bounds { lower, upper } => format!("{lower}..{}", upper.map(|upper| upper.to_string()).unwrap_or_default()),
        ObsValue::Percent(percent) => format!("{percent} %"),
        ObsValue::Absent(code) => code.to_string(),
    }
}

/// A figure as the fields of its line.
pub(crate) fn row(assessed: &Assessed, codebook: &Codebook) -> Vec<String> {
    let observation = assessed.observation();
    let mut row = vec![observation.key.ref_area.to_string(), observation.key.time_period.to_string()];
    row.extend(observation.key.codes().iter().map(ToString::to_string));
    row.extend(value(&observation.value, &codebook.codes));
    row.push(observation.status.to_string());
    row.push(assessed.status().to_string());
    row.push(conf_status(assessed, codebook).to_owned());
    row.extend(Use::ALL.map(|use_| codebook.level(assessed.level(use_)).to_owned()));
    row.push(reasons(assessed));
    row.push(join(observation.labels.iter().map(ToString::to_string)));
    if codebook.structure.detail().is_some() {
        row.push(observation.article_as_written.clone().unwrap_or_default());
    }
    row.push(observation.as_shown.to_string());
    row.push(join(observation.origins.iter().map(ToString::to_string)));
    row.push(join(mapping_refs(observation).into_iter()));
    row.push(predicates(observation));
    row.push(join(observation.footnotes.iter().map(|note| format!("{} {}", note.mark, note.text.as_deref().unwrap_or("(no text)")))));
    row.push(join(observation.comments.iter().map(|comment| comment.text.clone())));
    row
}

/// Code of SDMX `CL_CONF_STATUS`: confidential for what the source or the round suppresses, else free for publication.
fn conf_status(figure: &Assessed, codebook: &Codebook) -> &'static str {
    let is_suppressed = [&figure.observation().status, figure.status()].iter().any(|status| status.as_str() == codebook.codes.suppressed);
    if is_suppressed { codebook.codes.confidential } else { codebook.codes.free }
}

/// The reasons for each use, such as `between=FACT,VSTATUS | time=BREAK`; notes are in `flags.csv` only.
fn reasons(assessed: &Assessed) -> String {
    join(Use::ALL.into_iter().filter_map(|use_| {
        let reasons: Vec<&str> = assessed.reasons(use_).into_iter().map(Reason::code).collect();
        (!reasons.is_empty()).then(|| format!("{}={}", use_.word(), reasons.join(",")))
    }))
}

/// `OBS_VALUE`, `LOWER`, `UPPER`, `UNIT_MEASURE`, `ABSENCE`.
fn value(value: &ObsValue, codes: &KnownCodes) -> [String; 5] {
    let text = |n: u64| n.to_string();
    let count = || codes.count.to_owned();
    match value {
        ObsValue::Count(n) => [text(n.get()), text(n.get()), text(n.get()), count(), String::new()],
        ObsValue::Bounds { lower, upper } => {
            [String::new(), text(lower.get()), upper.map(|upper| text(upper.get())).unwrap_or_default(), count(), codes.bound.to_owned()]
        }
        ObsValue::Percent(percent) => [percent.to_string(), String::new(), String::new(), codes.percent.to_owned(), String::new()],
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
    join(inexact.filter(|used| used.code.concept() != Concept::obs_status()).map(|used| {
        let name = used.predicate.name();
        format!("{}={}", used.code.concept().column(), name.strip_prefix("skos:").unwrap_or(name))
    }))
}
