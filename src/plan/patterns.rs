//! Many patterns against one text: those that begin with plain letters are tried only on texts that begin with them.

use std::collections::BTreeMap;

/// Numbers of patterns by what a text has to begin with.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns {
    by_beginning: BTreeMap<String, Vec<usize>>,
    /// The greatest length of a beginning.
    longest: usize,
}

impl Patterns {
    /// Adds a pattern.
    pub(super) fn insert(&mut self, pattern: &str, number: usize) {
        let beginning = beginning(pattern);
        self.longest = self.longest.max(beginning.len());
        self.by_beginning.entry(beginning.to_owned()).or_default().push(number);
    }

    /// The numbers of the patterns that may match a text, in order.
    pub(super) fn may_match(&self, text: &str) -> Vec<usize> {
        let text = text.trim();
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).take_while(|at| *at <= self.longest);
        let mut numbers: Vec<usize> = ends.filter_map(|at| self.by_beginning.get(text.get(..at)?)).flatten().copied().collect();
        numbers.sort_unstable();
        numbers
    }
}

/// The letters, digits and blanks that each text has to begin with that a pattern matches; none where that is not plain to see.
fn beginning(pattern: &str) -> &str {
    let Some(rest) = pattern.strip_prefix('^').filter(|rest| !rest.contains('|')) else { return "" };
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != ' ').unwrap_or(rest.len());
    let plain = rest.get(..end).unwrap_or_default();
    // What comes before a sign of repetition may not be there.
    let is_repeated = rest.get(end..).is_some_and(|after| after.starts_with(['?', '*', '+', '{']));
    if is_repeated { plain.char_indices().next_back().map_or("", |(last, _)| plain.get(..last).unwrap_or_default()) } else { plain }
}

#[cfg(test)]
mod tests {
    use super::{Patterns, beginning};

    #[test]
    fn only_what_is_sure_is_a_beginning() {
        for (pattern, expected) in [
            ("^Of form", "Of form"),
            ("^Of form 1$", "Of form 1"),
            ("Of form", ""),
            ("^a|b", ""),
            ("^ab?c", "a"),
            ("^ab*c", "a"),
            ("^ab{0,2}c", "a"),
            ("^Straße.*", "Straße"),
            ("^(?i)of", ""),
            ("^é?", ""),
            ("^§ 7", ""),
        ] {
            assert_eq!(beginning(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn none_that_matches_is_left_out() {
        let patterns = ["^Of form", "^Of form 1$", "form", "^a|b", "^ab?c", "^Straße", "^", "^Of"];
        let mut index = Patterns::default();
        for (number, pattern) in patterns.iter().enumerate() {
            index.insert(pattern, number);
        }
        for text in ["Of form 1", " Of form ", "ac", "abc", "b", "Straße 7", "", "of form"] {
            let may = index.may_match(text);
            for (number, pattern) in patterns.iter().enumerate() {
                let matches = regex::Regex::new(pattern).unwrap().is_match(text.trim());
                assert!(!matches || may.contains(&number), "{pattern} {text}");
            }
        }
        assert_eq!(index.may_match("Of form 2"), [0, 2, 3, 6, 7]);
    }
}
