//! Superscript digits that were taken as footnote marks, checked against the total of their table.

use crate::diag::{Finding, Findings, Place, codes};
use crate::extract::Reading;
use crate::model::{Concept, Observation};

/// Reports each such mark and whether the parts of its table add up with or without it.
pub(super) fn check(mapped: &[(Observation, &Reading)], findings: &mut Findings) {
    for (observation, reading) in mapped {
        let (Some(mark), Some(count)) = (&reading.superscript, observation.value.count()) else { continue };
        let digits: String = mark.chars().filter_map(plain_digit).collect();
        let Ok(longer) = format!("{count}{digits}").parse::<u64>() else { continue };
        let verdict = against_total(observation, reading, mapped, count, longer);
        let found = format!("{count} with the mark {mark}; a plain reading would give {longer}; {verdict}");
        findings.push(Finding::new(codes::SUPERSCRIPT_MARK, Place::Cell(reading.origin.clone()), found));
    }
}

fn plain_digit(c: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|s| s == c).and_then(|d| u32::try_from(d).ok()).and_then(|d| char::from_digit(d, 10))
}

/// For each dimension in which the figure is a part: the parts of its table and column against their total.
fn against_total(part: &Observation, reading: &Reading, mapped: &[(Observation, &Reading)], count: u64, longer: u64) -> String {
    let siblings: Vec<&(Observation, &Reading)> = mapped
        .iter()
        .filter(|(_, other)| {
            let same_column = other.origin.cell.col == reading.origin.cell.col && other.origin.sheet == reading.origin.sheet;
            same_column && other.origin.file == reading.origin.file && other.table == reading.table
        })
        .collect();
    for concept in [Concept::ExplForm, Concept::Sex, Concept::Age, Concept::Origin] {
        if part.key.get(concept).is_none_or(crate::model::CodeId::is_total) {
            continue;
        }
        let mut total_key = part.key.clone();
        total_key.set(crate::model::CodeId::total(concept));
        let total = siblings.iter().find(|(o, _)| o.key == total_key).and_then(|(o, _)| o.value.count());
        let is_part = |o: &Observation| {
            let mut key = o.key.clone();
            key.set(crate::model::CodeId::total(concept));
            key == total_key && o.key != total_key
        };
        let others: u64 = siblings.iter().filter(|(o, _)| is_part(o) && o.key != part.key).filter_map(|(o, _)| o.value.count()).sum();
        if let Some(total) = total {
            return match total.checked_sub(others) {
                Some(rest) if rest == count => format!("the total {total} agrees with {count}"),
                Some(rest) if rest == longer => format!("but the total {total} agrees with {longer}: ask the country"),
                _ => format!("the total {total} agrees with neither"),
            };
        }
    }
    "no total in its table to check it against".to_owned()
}
