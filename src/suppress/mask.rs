//! Words that keep their letters and lose their numbers.

use std::collections::BTreeSet;

use crate::diag::{About, Fate, Findings, Ledger};
use crate::model::{Concept, Observation, RefArea};

/// Stands for a number.
pub const MASK: &str = "•";

/// The text with each number replaced, unless it can only be a year.
pub fn masked(text: &str) -> String {
    let (mut result, mut digits) = (String::new(), String::new());
    let close = |digits: &mut String, result: &mut String| {
        let is_year = digits.len() == 4 && digits.is_ascii() && (digits.starts_with("19") || digits.starts_with("20"));
        if is_year {
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

/// Masks what the cells and the findings of an area say. Cells whose figures are all published keep their text.
pub(super) fn papers(area: RefArea, withheld: &BTreeSet<String>, ledger: &mut Ledger, findings: &mut Findings) {
    let folder = format!("{}/", area.folder());
    ledger.rewrite(|origin, account| {
        let is_published = matches!(&account.fate, Some(Fate::Mapped(keys)) if keys.iter().all(|key| !withheld.contains(key)));
        (origin.file.starts_with(&folder) && !is_published).then(|| masked(&account.text))
    });
    findings.change(|finding| {
        if finding.place.file().starts_with(&folder) {
            for text in [&mut finding.found, &mut finding.expected, &mut finding.remedy] {
                *text = masked(text);
            }
            if let Some(About { label, .. }) = &mut finding.about {
                *label = masked(label);
            }
        }
    });
}

/// Masks the remarks and footnotes of a figure: they may speak of another one.
pub(super) fn words(observation: &mut Observation) {
    for comment in &mut observation.comments {
        *comment = masked(comment);
    }
    for text in observation.footnotes.iter_mut().filter_map(|note| note.text.as_mut()) {
        *text = masked(text);
    }
    // The text of a footnote is what its mapping line was found by.
    for used in observation.mappings.iter_mut().filter(|used| used.code.concept() == Concept::ObsStatus) {
        used.label = masked(&used.label);
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn numbers_go_and_words_stay() {
        for (text, expected) in [
            ("bulgarisch (3)", "bulgarisch (•)"),
            ("2016: 12 girls, 1 234 in all", "2016: • girls, • • in all"),
            ("12¹ and ½", "• and •"),
            ("1,5 %", "•,• %"),
            ("in 2050 and 1899", "in 2050 and •"),
            ("no number", "no number"),
            ("", ""),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }
}
