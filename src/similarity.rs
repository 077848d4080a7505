//! How similar two words are, for hints to people. Nothing is ever matched by it.

use crate::normalize::normalize;

/// Least likeness of a hint, in percent.
const LEAST: u32 = 50;
/// Words shorter than this are in too many others.
const LEAST_CONTAINED: usize = 4;

/// How alike two normalized texts are, in percent of the longer one.
pub fn likeness(a: &str, b: &str) -> u32 {
    let length = u32::try_from(a.chars().count().max(b.chars().count())).unwrap_or(u32::MAX);
    let distance = u32::try_from(strsim::osa_distance(a, b)).unwrap_or(u32::MAX);
    length.saturating_sub(distance).saturating_mul(100).checked_div(length).unwrap_or(100)
}

/// Whether one normalized text is in the other, and long enough to mean something; how many characters the other has more.
pub fn contained(a: &str, b: &str) -> Option<u32> {
    let (short, long) = if a.chars().count() < b.chars().count() { (a, b) } else { (b, a) };
    let is_in = short.chars().count() >= LEAST_CONTAINED && long.contains(short);
    is_in.then(|| u32::try_from(long.chars().count() - short.chars().count()).unwrap_or(u32::MAX))
}

/// The nearest of several texts, if any is near at all; of equally near ones the first.
pub fn nearest<'a, T>(wanted: &str, among: impl Iterator<Item = (T, &'a str)>) -> Option<(T, &'a str)> {
    let wanted = normalize(wanted);
    let mut best: Option<(u32, (T, &str))> = None;
    for (what, text) in among {
        let normalized = normalize(text);
        let score = if contained(&wanted, &normalized).is_some() { 100 } else { likeness(&wanted, &normalized) };
        if score >= LEAST && best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, (what, text)));
        }
    }
    best.map(|(_, found)| found)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_text_is_a_hint_and_a_far_one_is_none() {
        let cells = ["Nationality", "Form of the exploitation", "Sex", "Forms"];
        for (wanted, expected) in [
            ("Form of exploitation", Some("Form of the exploitation")),
            ("Nationalities", Some("Nationality")),
            ("SEX ", Some("Sex")),
            ("Convicted persons", None),
        ] {
            assert_eq!(nearest(wanted, cells.iter().map(|cell| ((), *cell))).map(|((), text)| text), expected, "{wanted}");
        }
    }
}
