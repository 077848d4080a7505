//! `regional.csv`: sums over areas with bounds, contributors, areas left out, and completeness.

use super::table::{Column, Table, coded, join, names};
use crate::aggregate::{Contributor, Range, Regional};
use crate::model::{Codebook, Concept, DataStructure, Reason};

/// The table.
pub(super) fn table(structure: &DataStructure) -> Table {
    let mut columns: Vec<Column> = coded(&[structure.measure()]).collect();
    columns.push(Column::period("TIME_PERIOD", "The period.").required());
    columns.extend(coded(structure.splits()));
    columns.extend(coded(structure.provider().as_slice()));
    columns.extend([
        Column::count("OBS_VALUE", "The sum, where it is one number."),
        Column::count("LOWER", "The least that it can be."),
        Column::count("UPPER", "The most that it can be."),
        Column::code("COMPAR_SUM", "comparability_level", "How far the sum can be used.").required(),
        Column::text("COMPARABILITY", "Codes of comparability_reason that stand against it, with blanks.").public(),
        Column::text("COMPLETENESS", "States that are summed, of those of the round.").public().required(),
        Column::text(
            "MEMBERS",
            "`constant` where the sum has the same states in every year of the round, `single` where it has others: single sums are not series.",
        ).public(),
        Column::text("CONSTANT_AREAS", "States that are in the sum of every year of the round.").public(),
        Column::count("CONSTANT_LOWER", "The least that these states come to in the period, where they are two or more."),
        Column::count("CONSTANT_UPPER", "The most that these states come to in the period."),
        Column::text("CONTRIBUTIONS", "What each state brings.").public(),
        Column::text("DERIVED", "States whose share was derived from other figures of their table.").public(),
        Column::text("LEFT_OUT", "States that are left out, and why.").public(),
        Column::text("FIGURES", "The figures that it rests on.").public(),
    ]);
    let key = [structure.measure().column(), "TIME_PERIOD"]
        .into_iter()
        .chain(names(structure.splits()))
        .chain(structure.provider().map(Concept::column));
    Table::new(
        "regional.csv",
        "A sum over the states that may be summed, with its bounds, what each brings, and who is left out for which reason.",
        key.collect(),
        columns,
    )
}

pub(super) fn rows(regional: &[Regional], codebook: &Codebook) -> Vec<Vec<String>> {
    regional.iter().map(|figure| row(figure, codebook)).collect()
}

fn row(figure: &Regional, codebook: &Codebook) -> Vec<String> {
    let reasons = |reasons: &[Reason]| reasons.iter().map(|reason| reason.code()).collect::<Vec<_>>().join(" ");
    let brought = |c: &Contributor| format!("{} {}", c.area, words(c.range));
    let derived: Vec<String> = figure.contributors.iter().filter(|c| c.is_derived).map(|c| c.area.to_string()).collect();
    let areas = figure.contributors.len() + figure.left_out.len();
    let mut fields = vec![figure.measure.to_string(), figure.period.to_string()];
    fields.extend(figure.split(codebook.structure).iter().chain(&figure.provider).map(ToString::to_string));
    fields.extend([
        figure.range.and_then(Range::point).map(|n| n.to_string()).unwrap_or_default(),
        figure.range.map(|range| range.lower.to_string()).unwrap_or_default(),
        figure.range.and_then(|range| range.upper).map(|n| n.to_string()).unwrap_or_default(),
        codebook.level(figure.level()).to_owned(),
        reasons(&figure.reasons()),
        format!("{}/{areas}", figure.contributors.len()),
        figure.range.map(|_| members(figure).to_owned()).unwrap_or_default(),
        figure.constant.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        figure.constant_range.map(|range| range.lower.to_string()).unwrap_or_default(),
        figure.constant_range.and_then(|range| range.upper).map(|n| n.to_string()).unwrap_or_default(),
        join(figure.contributors.iter().map(brought)),
        derived.join(" "),
        join(figure.left_out.iter().map(|out| format!("{}: {}", out.area, reasons(&out.reasons)))),
        join(figure.contributors.iter().flat_map(|c| &c.figures).map(ToString::to_string)),
    ]);
    fields
}

/// Whether the members of a sum are the same in every year.
pub(crate) fn members(figure: &Regional) -> &'static str {
    if figure.is_constant() { "constant" } else { "single" }
}

/// A range as read: `9`, `9–15`, `9 or more`.
pub(crate) fn words(range: Range) -> String {
    match (range.point(), range.upper) {
        (Some(point), _) => point.to_string(),
        (None, Some(upper)) => format!("{}–{upper}", range.lower),
        (None, None) => format!("{} or more", range.lower),
    }
}
