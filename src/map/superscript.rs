//! Superscript digits that were taken as footnote marks, checked against the total that the submission states.

use crate::diag::{Code, Finding, Findings, Place, codes};
use crate::model::{CodeId, Concept, Dimensions, Observation, Origin};

/// A count whose cell has superscript digits that were taken as a mark.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    pub(super) key: Dimensions,
    pub(super) origin: Origin,
    pub(super) count: u64,
    pub(super) mark: String,
}

/// Reports each such mark and whether the parts add up with or without it.
pub(super) fn check(superscripts: &[Marked], mapped: &[Observation], findings: &mut Findings) {
    for Marked { key, origin, count, mark } in superscripts {
        let is_own = |figure: &&Observation| figure.key == *key && figure.value.count() == Some(*count) && figure.origins.contains(origin);
        let Some((observation, count)) = mapped.iter().find(is_own).map(|figure| (figure, *count)) else { continue };
        let digits: String = mark.chars().filter_map(plain_digit).collect();
        let Ok(longer) = format!("{count}{digits}").parse::<u64>() else { continue };
        let (code, verdict) = against_total(observation, mapped, count, longer);
        let found = format!("{count} with the mark {mark}; a plain reading would give {longer}; {verdict}");
        findings.push(Finding::new(code, Place::Cell(origin.clone()), found));
    }
}

fn plain_digit(c: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|s| s == c).and_then(|d| u32::try_from(d).ok()).and_then(|d| char::from_digit(d, 10))
}

/// For each dimension in which the figure is a part: the parts against the total that the submission states.
fn against_total(part: &Observation, mapped: &[Observation], count: u64, longer: u64) -> (Code, String) {
    for concept in [Concept::ExplForm, Concept::Sex, Concept::Age, Concept::Origin] {
        if part.key.get(concept).is_none_or(CodeId::is_total) {
            continue;
        }
        let total_of = |key: &Dimensions| {
            let mut key = *key;
            key.set(CodeId::total(concept));
            key
        };
        let total_key = total_of(&part.key);
        let total = mapped.iter().find(|o| o.key == total_key).and_then(|o| o.value.count());
        let other_parts = mapped.iter().filter(|o| o.origins != part.origins && o.key != total_key && total_of(&o.key) == total_key);
        let Some(others) = checked_sum(other_parts.filter_map(|o| o.value.count())) else { continue };
        if let Some(total) = total {
            return match total.checked_sub(others) {
                Some(rest) if rest == count => (codes::SUPERSCRIPT_MARK, format!("the total {total} agrees with {count}")),
                Some(rest) if rest == longer => (codes::SUPERSCRIPT_DOUBTFUL, format!("the total {total} agrees with {longer}")),
                _ => (codes::SUPERSCRIPT_MARK, format!("the other parts of the total {total} sum to {others}, so the total can't tell")),
            };
        }
    }
    for concept in [Concept::ExplForm, Concept::Sex, Concept::Origin] {
        let parts = mapped.iter().filter(|o| {
            let mut key = o.key;
            key.set(CodeId::total(concept));
            key == part.key && o.key != part.key
        });
        let counts: Vec<u64> = parts.filter_map(|o| o.value.count()).collect();
        let Some(sum) = checked_sum(counts.iter().copied()) else { continue };
        if counts.len() > 1 && (sum == count || sum == longer) {
            let code = if sum == count { codes::SUPERSCRIPT_MARK } else { codes::SUPERSCRIPT_DOUBTFUL };
            return (code, format!("its parts sum to {sum}"));
        }
    }
    (codes::SUPERSCRIPT_MARK, "no total to check it against".to_owned())
}

/// The sum, unless it is more than a count can be.
fn checked_sum(mut counts: impl Iterator<Item = u64>) -> Option<u64> {
    counts.try_fold(0_u64, u64::checked_add)
}
