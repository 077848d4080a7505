//! `reconciliation.csv`: each reading of each published total, and whether it follows from the figures.

use crate::aggregate::{Reconciled, Verdict};
use crate::model::{CodeId, Concept, RefArea};

pub(super) fn csv(reconciled: &[Reconciled]) -> Vec<u8> {
    let header = [
        "PUBLISHED",
        "WORDS",
        "AREA",
        "TIME_PERIOD",
        "VALUE",
        "READING",
        "RESULT",
        "DIFFERENCE",
        "LOWER",
        "UPPER",
        "CONTRIBUTIONS",
        "MEASURES",
        "PARTIAL",
        "MISSING",
        "EXCLUDED",
        "FIGURES",
        "SOURCE",
        "COMMENT",
        "MAPPING_REF",
    ];
    super::csv_document(&header, reconciled.iter().map(row))
}

fn row(tested: &Reconciled) -> Vec<String> {
    let published = &tested.published;
    let (result, difference) = match tested.verdict {
        Verdict::Follows => ("follows", "0".to_owned()),
        // What is missing can only widen the gap.
        Verdict::Differs(n) => (if tested.is_exact { "differs" } else { "differs by at least" }, format!("{n:+}")),
        Verdict::CannotBeChecked => ("cannot be checked", String::new()),
    };
    let areas = |areas: &[RefArea]| areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let partial: Vec<RefArea> = tested.contributions.iter().filter(|c| c.is_partial).map(|c| c.area).collect();
    let brought = |c: &crate::aggregate::Contribution| format!("{} {}{}", c.area, c.sum, if c.is_partial { " or more" } else { "" });
    let mut measures: Vec<String> = Vec::new();
    for contribution in &tested.contributions {
        let mut own: Vec<&str> = contribution.figures.iter().filter_map(|key| key.get(Concept::Measure)).map(CodeId::as_str).collect();
        own.dedup();
        measures.push(format!("{} {}", contribution.area, own.join("+")));
    }
    vec![
        published.code.clone(),
        published.words.clone(),
        published.area.map_or_else(|| "*".to_owned(), |area| area.to_string()),
        published.period.to_string(),
        published.value.to_string(),
        published.reading.clone(),
        result.to_owned(),
        difference,
        tested.sum.to_string(),
        if tested.is_exact { tested.sum.to_string() } else { String::new() },
        super::join(tested.contributions.iter().map(brought)),
        super::join(measures.into_iter()),
        areas(&partial),
        areas(&tested.missing),
        areas(&tested.excluded),
        super::join(tested.contributions.iter().flat_map(|c| &c.figures).map(ToString::to_string)),
        published.source.clone(),
        published.comment.clone(),
        published.at.to_string(),
    ]
}
