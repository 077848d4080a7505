//! `history.csv` and `revisions.csv`.

use crate::compare::Assessed;
use crate::emit::csv::{Column, Table, coded, join, value_words};
use crate::history::{History, Kind};
use crate::model::{DataStructure, RevisionCause, Use};

/// The files.
pub(super) const HISTORY: &str = "history.csv";
pub(super) const REVISIONS: &str = "revisions.csv";

/// The words of what became of a figure.
const KINDS: [&str; 6] = ["new", "unchanged", "revised", "withdrawn", "late", "completed"];

fn key_columns(structure: &DataStructure) -> Vec<Column> {
    let mut columns = vec![
        Column::text("KEY", "The key of the figure: its codes, joined by dots.").required(),
        Column::code("REF_AREA", "area", "The state that the figure is about.").required(),
        Column::period("TIME_PERIOD", "The period that it is about.").required(),
    ];
    columns.extend(coded(structure.dimensions()));
    columns
}

/// `history.csv`.
pub(crate) fn history_table(structure: &DataStructure) -> Table {
    let mut columns = key_columns(structure);
    columns.extend([
        Column::text("VINTAGE", "The round that says it.").required(),
        Column::text("RECEIVED", "When the submission was received (ISO 8601)."),
        Column::text(
            "VALID_FROM",
            "The day from which on it is valid: that of the first release of the round (SDMX validFromDate). Empty: not released.",
        ),
        Column::text("VALID_TO", "The day on which a later vintage took its place or took it away (SDMX validToDate). Empty: still valid."),
        Column::number("OBS_VALUE", "The figure; empty where there is none, which is never zero."),
        Column::text("VALUE", "The figure, its bounds with two dots between, or the code of its absence.").required(),
        Column::code("OBS_STATUS", "obs_status", "Its status (SDMX CL_OBS_STATUS).").required(),
        Column::code("COMPAR_BETWEEN", "comparability_level", "How far it can be compared with other states.").required(),
        Column::code("COMPAR_TIME", "comparability_level", "How far it can be compared with the period before.").required(),
        Column::code("COMPAR_SUM", "comparability_level", "How far it can be added to other states' figures.").required(),
        Column::text("SOURCE_REF", "The cells that state it, below raw/ and the round."),
    ]);
    Table::new(
        HISTORY,
        "A figure in one vintage: what a round says, since when, and until when it stands.",
        vec!["KEY", "VINTAGE"],
        columns,
    )
}

/// `revisions.csv`.
pub(crate) fn revisions_table(structure: &DataStructure) -> Table {
    debug_assert_eq!(KINDS, Kind::ALL.map(Kind::word), "the words of what became of a figure");
    let mut columns = key_columns(structure);
    columns.extend([
        Column::text("VINTAGE", "The round.").required(),
        Column::text("PREVIOUS_VINTAGE", "The round before it that has figures of the same sender and area."),
        Column::word("KIND", &KINDS, "What became of the figure since that round.").required(),
        Column::text(
            "CAUSE",
            "Why: state-revised, state-corrected, definition-changed, reading-changed (our mappings); several with a bar between.",
        ),
        Column::text("DETAILS", "What is declared of the cause, and which facts changed."),
        Column::text("OLD_VALUE", "What the round before says."),
        Column::text("NEW_VALUE", "What this round says."),
        Column::signed("CHANGE", "The new number less the old one, where both are numbers."),
        Column::text("OLD_REF", "The cells of the old value, below raw/ and its round."),
        Column::text("NEW_REF", "The cells of the new value, below raw/ and its round."),
    ]);
    Table::new(REVISIONS, "What became of a figure from one vintage of its sender to the next, and why.", vec!["KEY", "VINTAGE"], columns)
}

fn cells(figure: Option<&Assessed>) -> String {
    join(figure.into_iter().flat_map(|figure| figure.observation().origins.iter().map(ToString::to_string)))
}

fn value(figure: Option<&Assessed>) -> String {
    figure.map(|figure| value_words(&figure.observation().value)).unwrap_or_default()
}

pub(super) fn history(history: &History) -> Vec<u8> {
    let Some(newest) = history.vintages.last() else { return Vec::new() };
    let rows = history.entries.iter().filter_map(|entry| {
        let vintage = history.vintages.get(entry.vintage)?;
        let figure = vintage.data.figures().get(entry.figure)?;
        let (observation, codebook) = (figure.observation(), vintage.data.codebook());
        let mut row = key_fields(&entry.key);
        row.push(vintage.round.id.clone());
        row.push(vintage.received.get(&entry.key.sender()).cloned().unwrap_or_default());
        row.extend([entry.valid_from.clone(), entry.valid_to.clone()]);
        row.push(observation.value.count().map(|count| count.to_string()).unwrap_or_default());
        row.push(value_words(&observation.value));
        row.push(figure.status().to_string());
        row.extend(Use::ALL.map(|use_| codebook.level(figure.level(use_)).to_owned()));
        row.push(cells(Some(figure)));
        Some(row)
    });
    history_table(newest.data.codebook().structure).csv(rows)
}

fn key_fields(key: &crate::model::Key) -> Vec<String> {
    let first = [key.to_string(), key.ref_area.to_string(), key.time_period.to_string()];
    first.into_iter().chain(key.codes().iter().map(ToString::to_string)).collect()
}

pub(super) fn revisions(history: &History) -> Vec<u8> {
    let Some(newest) = history.vintages.last() else { return Vec::new() };
    let id = |place: usize| history.vintages.get(place).map(|vintage| vintage.round.id.clone()).unwrap_or_default();
    let rows = history.revisions.iter().map(|revision| {
        let (old, new) = (revision.old.as_ref(), revision.new.as_ref());
        let count = |figure: Option<&Assessed>| figure.and_then(|figure| figure.observation().value.count());
        let change = count(old).zip(count(new)).map(|(old, new)| i128::from(new.get()) - i128::from(old.get()));
        let mut row = key_fields(&revision.key);
        row.extend([id(revision.vintage), revision.before.map(id).unwrap_or_default(), revision.kind.word().to_owned()]);
        row.push(join(revision.causes.iter().map(|cause: &RevisionCause| cause.word().to_owned())));
        row.push(revision.details.clone());
        row.extend([value(old), value(new), change.map(|change| change.to_string()).unwrap_or_default(), cells(old), cells(new)]);
        row
    });
    revisions_table(newest.data.codebook().structure).csv(rows)
}
