//! `comparability.csv`: the matrix of areas, and `comparable_sets.csv`: the largest sets that can be compared.

use crate::compare::{ComparableSet, Pair, Side};
use crate::model::{Concept, Severity};

pub(super) fn matrix(pairs: &[Pair]) -> Vec<u8> {
    let header = [
        "OBJECT",
        "TIME_PERIOD",
        "EXPL_FORM",
        "SEX",
        "AGE",
        "ORIGIN",
        "OFFENCE",
        "AREA_A",
        "AREA_B",
        "MEASURE_A",
        "MEASURE_B",
        "LEVEL",
        "REASONS",
        "DETAILS",
    ];
    let rows = pairs.iter().map(|pair| {
        let measure = |side: &Side| side.measure().map(|measure| measure.to_string()).unwrap_or_default();
        let mut row = vec![pair.object.clone(), pair.period.to_string()];
        row.extend(pair.split.iter().map(ToString::to_string));
        row.extend([pair.a.area.to_string(), pair.b.area.to_string(), measure(&pair.a), measure(&pair.b)]);
        row.push(pair.level().code().to_owned());
        let grave = || pair.reasons.iter().filter(|between| between.severity > Severity::Note);
        let mut codes: Vec<&str> = grave().map(|between| between.reason.code()).collect();
        codes.dedup();
        row.push(codes.join(","));
        row.push(super::join(grave().map(|between| format!("{} {}: {}", between.reason, between.severity.word(), between.detail))));
        row
    });
    super::csv_document(&header, rows)
}

pub(super) fn sets(sets: &[ComparableSet]) -> Vec<u8> {
    let header = ["MEASURE", "TIME_PERIOD", "EXPL_FORM", "SEX", "AGE", "ORIGIN", "OFFENCE", "SIZE", "AREAS", "LEVEL", "REASONS"];
    let rows = sets.iter().map(|set| {
        debug_assert!(set.split.iter().all(|code| code.concept() != Concept::Measure));
        let mut row = vec![set.measure.to_string(), set.period.to_string()];
        row.extend(set.split.iter().map(ToString::to_string));
        row.push(set.areas.len().to_string());
        row.push(set.areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        row.push(set.level.code().to_owned());
        row.push(set.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
        row
    });
    super::csv_document(&header, rows)
}
