//! The state that reports.

use std::fmt;

/// A reference area: ISO 3166-1 alpha-2, the convention of SDMX `CL_AREA`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RefArea([char; 2]);

impl RefArea {
    /// Reads two ASCII letters in either case; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let (first, second) = (letters.next()?, letters.next()?);
        let both = first.is_ascii_alphabetic() && second.is_ascii_alphabetic() && letters.next().is_none();
        both.then(|| Self([first.to_ascii_uppercase(), second.to_ascii_uppercase()]))
    }

    /// The name of the area's folder under `raw/<round>/` and `mappings/`: the code in lower case.
    pub fn folder(self) -> String {
        self.0.iter().map(char::to_ascii_lowercase).collect()
    }
}

impl fmt::Display for RefArea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.0;
        write!(f, "{first}{second}")
    }
}

#[cfg(test)]
mod tests {
    use super::RefArea;

    #[test]
    fn codes_are_two_letters() {
        for (text, expected) in [("no", Some("NO")), ("Se", Some("SE")), ("n", None), ("nor", None), ("n1", None), ("", None)] {
            assert_eq!(RefArea::parse(text).map(|a| a.to_string()).as_deref(), expected, "{text}");
        }
    }
}
