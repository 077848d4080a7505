//! The sheet of a measure: states and their categories down, periods across.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Note, Worksheet, XlsxError};

use super::cell::{at, fitting, for_print};
use super::style::{Styles, sign};
use crate::compare::{Assessed, Flag};
use crate::emit::csv::range_in_words;
use crate::model::{CodeId, Codebook, Count, Key, ObsValue, RefArea, ReferencePeriod, Severity, Use};
use crate::release::Dataset;

/// The columns before the periods.
const COLUMNS: [(&str, f64); 5] = [("Code", 6.0), ("State", 14.0), ("Split by", 18.0), ("Category", 40.0), ("Stated in", 10.0)];
/// The row of the header; above it stand the title and how to read the sheet.
const HEADER: u32 = 2;
/// Characters of a note; what more there is stands in `flags.csv`.
const NOTE_LIMIT: usize = 1_500;

pub(super) fn sheet(sheet: &mut Worksheet, dataset: &Dataset, measure: &CodeId, styles: &Styles) -> Result<(), XlsxError> {
    let codebook = dataset.codebook();
    let figures = dataset.figures().iter();
    let figures: Vec<&Assessed> = figures.filter(|figure| figure.observation().key.codes().contains(measure)).collect();
    let pooled = figures.iter().map(|figure| figure.observation().key.time_period).filter(|period| !period.is_year());
    let pooled: BTreeSet<ReferencePeriod> = pooled.collect();
    let periods: Vec<ReferencePeriod> = codebook.years.iter().map(|year| ReferencePeriod::year(*year)).chain(pooled).collect();
    let mut rows: BTreeMap<(Place, Key), BTreeMap<ReferencePeriod, &Assessed>> = BTreeMap::new();
    for figure in &figures {
        let key = &figure.observation().key;
        let mut of_row = *key;
        of_row.time_period = ReferencePeriod::year(0);
        rows.entry((place(&of_row, codebook), of_row)).or_default().insert(key.time_period, figure);
    }
    sheet.write_with_format(0, 0, fitting(codebook.name("measure", measure.as_str())), &styles.title)?;
    let about = "The sign and the fill say how far a figure can be compared with other states' (see Read me); its note says why, and where it comes from.";
    sheet.write_with_format(1, 0, about, &styles.text)?;
    for (i, (name, width)) in COLUMNS.iter().enumerate() {
        sheet.write_with_format(HEADER, at(i), *name, &styles.header)?;
        sheet.set_column_width(at(i), *width)?;
    }
    for (i, period) in periods.iter().enumerate() {
        sheet.write_with_format(HEADER, at(COLUMNS.len() + i), words(*period), &styles.right)?;
        sheet.set_column_width(at(COLUMNS.len() + i), 17)?;
    }
    for (i, ((_, key), figures)) in rows.iter().enumerate() {
        let row = HEADER + 1 + at::<u32>(i);
        for (i, text) in heading(key, codebook).iter().enumerate() {
            sheet.write_with_format(row, at(i), fitting(text), &styles.text)?;
        }
        for (i, period) in periods.iter().enumerate() {
            if let Some(figure) = figures.get(period) {
                cell(sheet, (row, at(COLUMNS.len() + i)), figure, codebook, styles)?;
            }
        }
    }
    let last = at::<u16>(COLUMNS.len() + periods.len() - 1);
    sheet.autofilter(HEADER, 0, HEADER + at::<u32>(rows.len()), last)?;
    sheet.set_freeze_panes(HEADER + 1, 2)?;
    for_print(sheet, HEADER)
}

/// Where a row stands: totals of all states first, then state by state the splits in their order, each in the order of its code list.
type Place = (bool, Option<RefArea>, Vec<(usize, usize)>);

fn place(key: &Key, codebook: &Codebook) -> Place {
    let splits = key.codes().iter().enumerate().filter(|(_, code)| is_split(code));
    let order = |code: &CodeId| codebook.lists.get(code.concept().list())?.iter().position(|own| own.code == code.as_str());
    let splits: Vec<(usize, usize)> = splits.map(|(concept, code)| (concept, order(code).unwrap_or(usize::MAX))).collect();
    let is_total = splits.is_empty();
    (!is_total, (!is_total).then_some(key.ref_area), splits)
}

/// `2016`, `2016–2018`, `2016-03`.
pub(super) fn words(period: ReferencePeriod) -> String {
    if period.is_pooled() && period.has_whole_years() { format!("{}–{}", period.first(), period.last()) } else { period.to_string() }
}

/// What stands before the figures of a row.
fn heading(key: &Key, codebook: &Codebook) -> [String; 5] {
    let area = key.ref_area.to_string();
    let splits: Vec<&CodeId> = key.codes().iter().filter(|code| is_split(code)).collect();
    let names = |text: &dyn Fn(&CodeId) -> String| splits.iter().map(|code| text(code)).collect::<Vec<_>>().join(", ");
    let by = if splits.is_empty() { "Total".to_owned() } else { names(&|code| code.concept().declared().name.clone()) };
    let category = names(&|code| codebook.name(code.concept().list(), code.as_str()).to_owned());
    let statement = key.statement();
    let statement = codebook.name(statement.concept().list(), statement.as_str()).to_owned();
    [area.clone(), codebook.name("area", &area).to_owned(), by, category, statement]
}

fn is_split(code: &CodeId) -> bool {
    code.concept().declared().role.is_none() && !code.is_total()
}

fn cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    figure: &Assessed,
    codebook: &Codebook,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let level = figure.level(Use::Between);
    let marked = |text: String| format!("{text} {}", sign(level));
    match &figure.observation().value {
        ObsValue::Count(count) => match u32::try_from(count.get()) {
            Ok(count) => sheet.write_with_format(row, column, count, styles.number(level))?,
            // A greater number would lose digits in the floats of a spreadsheet program.
            Err(_) => sheet.write_with_format(row, column, marked(count.to_string()), styles.level(level))?,
        },
        ObsValue::Bounds { lower, upper } => {
            let range = crate::aggregate::Range { lower: lower.get(), upper: upper.map(Count::get) };
            sheet.write_with_format(row, column, marked(range_in_words(range)), styles.level(level))?
        }
        ObsValue::Percent(percent) => sheet.write_with_format(row, column, marked(format!("{percent} %")), styles.level(level))?,
        ObsValue::Absent(absence) => {
            let name = codebook.name("absence", absence.as_str()).to_ascii_lowercase();
            sheet.write_with_format(row, column, fitting(&format!("({name})")), styles.level(level))?
        }
    };
    let note = Note::new(note(figure, codebook)).add_author_prefix(false).set_author("Roundup").set_width(420).set_height(220);
    sheet.insert_note(row, column, &note)?;
    Ok(())
}

/// The levels with their reasons, then where the figure comes from.
fn note(figure: &Assessed, codebook: &Codebook) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (use_, words) in Use::ALL.into_iter().zip(["With other states", "With the period before", "In a sum"]) {
        let level = figure.level(use_);
        let reasons: Vec<&str> = figure.reasons(use_).iter().map(|reason| codebook.name("comparability_reason", reason.code())).collect();
        let because = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join("; ")) };
        lines.push(format!("{words}: {}{because}.", level.words()));
    }
    let observation = figure.observation();
    if !observation.origins.is_empty() {
        lines.push(format!("Cell: {}", observation.origins.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")));
    }
    lines.extend(observation.footnotes.iter().filter_map(|note| note.text.as_ref()).map(|text| format!("Footnote: {text}")));
    let grave = |flag: &&Flag| Use::ALL.into_iter().any(|use_| flag.severity(use_) > Some(Severity::Note));
    for flag in figure.flags().iter().filter(grave) {
        lines.push(if flag.detail.is_empty() { flag.reason.to_string() } else { format!("{}: {}", flag.reason, flag.detail) });
    }
    let whole = lines.join("\n");
    if whole.chars().count() <= NOTE_LIMIT {
        return fitting(&whole);
    }
    let kept: String = whole.chars().take(NOTE_LIMIT).collect();
    format!("{kept} … (flags.csv has all)")
}
