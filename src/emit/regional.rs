//! `regional.csv`: sums over areas with bounds, contributors, areas left out, and completeness.

use crate::aggregate::{Contributor, Range, Regional};
use crate::model::{CodeId, Concept, Reason};

pub(super) fn csv(regional: &[Regional]) -> Vec<u8> {
    let header = [
        "MEASURE",
        "TIME_PERIOD",
        "EXPL_FORM",
        "SEX",
        "AGE",
        "ORIGIN",
        "OFFENCE",
        "OBS_VALUE",
        "LOWER",
        "UPPER",
        "COMPAR_SUM",
        "COMPARABILITY",
        "COMPLETENESS",
        "CONTRIBUTIONS",
        "DERIVED",
        "LEFT_OUT",
        "FIGURES",
    ];
    super::csv_document(&header, regional.iter().map(row))
}

fn row(figure: &Regional) -> Vec<String> {
    let code = |concept: Concept| figure.code.as_ref().filter(|code| code.concept() == concept).map_or("_T", CodeId::as_str).to_owned();
    let reasons = |reasons: &[Reason]| reasons.iter().map(|reason| reason.code()).collect::<Vec<_>>().join(" ");
    let brought = |c: &Contributor| format!("{} {}", c.area, words(c.range));
    let derived: Vec<String> = figure.contributors.iter().filter(|c| c.is_derived).map(|c| c.area.to_string()).collect();
    let areas = figure.contributors.len() + figure.left_out.len();
    let mut fields = vec![figure.measure.to_string(), figure.period.to_string()];
    fields.extend(Concept::SPLITS.map(code));
    fields.extend([
        figure.range.and_then(Range::point).map(|n| n.to_string()).unwrap_or_default(),
        figure.range.map(|range| range.lower.to_string()).unwrap_or_default(),
        figure.range.and_then(|range| range.upper).map(|n| n.to_string()).unwrap_or_default(),
        figure.level().code().to_owned(),
        reasons(&figure.reasons()),
        format!("{}/{areas}", figure.contributors.len()),
        super::join(figure.contributors.iter().map(brought)),
        derived.join(" "),
        super::join(figure.left_out.iter().map(|out| format!("{}: {}", out.area, reasons(&out.reasons)))),
        super::join(figure.contributors.iter().flat_map(|c| &c.figures).map(ToString::to_string)),
    ]);
    fields
}

/// A range as read: `9`, `9–15`, `9 or more`.
fn words(range: Range) -> String {
    match (range.point(), range.upper) {
        (Some(point), _) => point.to_string(),
        (None, Some(upper)) => format!("{}–{upper}", range.lower),
        (None, None) => format!("{} or more", range.lower),
    }
}
