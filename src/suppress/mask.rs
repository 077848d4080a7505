//! Words that keep their letters and lose their numbers.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{About, Account, Fate, Findings, Ledger};
use crate::model::{ObsValue, Observation, Origin};
use crate::plan::Round;

/// Stands for what is not shown.
pub const MASK: &str = "•";

/// Takes numbers out of texts, but for the years of the round.
pub(super) struct Masker {
    years: BTreeSet<String>,
}

impl Masker {
    /// For a round of which some figures are withheld: a number that one of them has is no year.
    pub(super) fn new<'a>(round: &Round, withheld: impl Iterator<Item = &'a Observation>) -> Self {
        let mut years: BTreeSet<String> = round.years.iter().map(ToString::to_string).collect();
        for count in withheld.filter_map(|observation| observation.value.count()) {
            years.remove(&count.to_string());
        }
        Self { years }
    }

    /// The text with a mark in the place of each number.
    pub(super) fn masked(&self, text: &str) -> String {
        let (mut result, mut digits) = (String::new(), String::new());
        let close = |digits: &mut String, result: &mut String| {
            if self.years.contains(digits.as_str()) {
                result.push_str(digits);
            } else if !digits.is_empty() {
                result.push_str(MASK);
            }
            digits.clear();
        };
        for c in text.chars() {
            if c.is_numeric() {
                digits.push(c);
            } else {
                close(&mut digits, &mut result);
                result.push(c);
            }
        }
        close(&mut digits, &mut result);
        result
    }

    /// Masks what cells and findings say. A cell keeps its text if that is the one number that is published of it.
    pub(super) fn papers(&self, observations: &[Observation], withheld: &BTreeSet<usize>, ledger: &mut Ledger, findings: &mut Findings) {
        let mut published: BTreeMap<&Origin, Vec<&ObsValue>> = BTreeMap::new();
        for (i, observation) in observations.iter().enumerate() {
            for origin in &observation.origins {
                let values = published.entry(origin).or_default();
                values.extend(Some(&observation.value).filter(|_| !withheld.contains(&i)));
            }
        }
        ledger.rewrite(|origin, account| {
            let is_plain =
                published.get(origin).is_some_and(|values| matches!(values.as_slice(), [value] if is_just(&account.text, value)));
            (!is_plain).then(|| self.account(account))
        });
        ledger.mask_rows();
        findings.change(|finding| {
            for text in [&mut finding.found, &mut finding.expected, &mut finding.remedy] {
                *text = self.masked(text);
            }
            if let Some(About { label, .. }) = &mut finding.about {
                *label = self.masked(label);
            }
        });
    }

    /// Headers keep their words. Of remarks nothing is kept: they may say a number in words.
    fn account(&self, account: &Account) -> String {
        match &account.fate {
            Some(Fate::Label(_)) => self.masked(&account.text),
            Some(Fate::Mapped(_) | Fate::OutOfScope(_) | Fate::Finding(_)) | None => MASK.to_owned(),
        }
    }

    /// Masks the words of a figure, and leaves out its footnotes: they may speak of another one, and in words.
    pub(super) fn words(&self, observation: &mut Observation) {
        let value = observation.value.clone();
        if !is_just(&observation.as_shown, &value) {
            observation.as_shown = MASK.into();
        }
        let Observation { labels, article_as_written, comments, mappings, .. } = observation;
        for text in article_as_written.iter_mut().chain(comments) {
            *text = self.masked(text);
        }
        for label in labels.iter_mut().chain(mappings.iter_mut().map(|used| &mut used.label)) {
            *label = self.masked(label).into();
        }
        for text in observation.footnotes.iter_mut().filter_map(|note| note.text.as_mut()) {
            MASK.clone_into(text);
        }
        let footnotes = observation.mappings.iter_mut().filter(|used| used.code.concept() == crate::model::Concept::ObsStatus);
        footnotes.for_each(|used| used.label = MASK.into());
    }
}

/// Whether a text is the number and nothing else.
fn is_just(text: &str, value: &ObsValue) -> bool {
    match value {
        ObsValue::Count(count) => text.trim() == count.to_string(),
        ObsValue::Absent(_) => !text.chars().any(char::is_numeric),
        ObsValue::Bounds { .. } | ObsValue::Percent(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::Masker;

    #[test]
    fn numbers_go_and_words_stay() {
        let masker = Masker { years: ["2016", "2017"].map(str::to_owned).into() };
        for (text, expected) in [
            ("bulgarisch (3)", "bulgarisch (•)"),
            ("2016: 12 girls, 1 234 in all", "2016: • girls, • • in all"),
            ("12¹ and ½", "• and •"),
            ("1,5 %", "•,• %"),
            ("in 2017 and 2018", "in 2017 and •"),
            ("no number", "no number"),
            ("", ""),
        ] {
            assert_eq!(masker.masked(text), expected, "{text}");
        }
    }
}
