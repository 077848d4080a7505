//! Texts, patterns and globs of mapping files, and the counter of their use.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use regex::Regex;

use crate::fold::fold;

/// Whether a mapping line was used. Shared, so that a clone of a rule counts for the rule.
#[derive(Clone, Debug, Default)]
pub struct Hit(Arc<AtomicBool>);

impl Hit {
    /// Records a use.
    pub fn mark(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether there was one.
    pub fn is_marked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A text to look for: itself after folding, or a regular expression between slashes.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// The folded text.
    Exact(String),
    /// A pattern, matched anywhere in the text unless it is anchored.
    Pattern(Regex),
}

impl std::fmt::Display for Matcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exact(text) => write!(f, "\"{text}\""),
            Self::Pattern(pattern) => write!(f, "/{pattern}/"),
        }
    }
}

impl Matcher {
    /// Reads a text or `/pattern/`.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            Some(pattern) if !pattern.is_empty() => compile(pattern).map(Self::Pattern),
            _ => Ok(Self::Exact(fold(text))),
        }
    }

    /// Whether it matches a text, whose folded form is `folded`.
    pub fn matches(&self, text: &str, folded: &str) -> bool {
        match self {
            Self::Exact(expected) => expected == folded,
            Self::Pattern(pattern) => pattern.is_match(text.trim()),
        }
    }
}

/// Compiles a regular expression; the error is one line.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    Regex::new(pattern).map_err(|error| {
        error.to_string().lines().last().unwrap_or("no regular expression").trim().trim_start_matches("error: ").to_owned()
    })
}

/// Globs over names of files, sheets or tables: `*` any run, `?` one character; compared folded. No glob selects everything.
#[derive(Clone, Debug, Default)]
pub struct Globs(Vec<(String, Glob)>);

/// A glob; most are plain names or select everything, and need no pattern.
#[derive(Clone, Debug)]
enum Glob {
    All,
    Name(String),
    Pattern(Regex),
}

impl Globs {
    /// Globs from the words of a mapping file.
    pub fn new(globs: &[String]) -> Self {
        let compiled = globs.iter().filter_map(|glob| {
            let folded = fold(glob);
            let compiled = match folded.as_str() {
                "*" => Glob::All,
                name if !name.contains(['*', '?']) => Glob::Name(folded),
                name => {
                    let pattern = regex::escape(name).replace(r"\*", ".*").replace(r"\?", ".");
                    Glob::Pattern(Regex::new(&format!("(?s)^{pattern}$")).ok()?)
                }
            };
            Some((glob.clone(), compiled))
        });
        Self(compiled.collect())
    }

    /// Whether one of the globs matches the name.
    pub fn selects(&self, name: &str) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let folded = fold(name);
        self.0.iter().any(|(_, glob)| match glob {
            Glob::All => true,
            Glob::Name(name) => *name == folded,
            Glob::Pattern(pattern) => pattern.is_match(&folded),
        })
    }

    /// The globs as written.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(word, _)| word.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Globs, Matcher};
    use crate::fold::fold;

    #[test]
    fn globs_are_globs_not_patterns() {
        for (glob, name, expected) in [
            ("20*", "2016", true),
            ("20??", "20167", false),
            ("a.b", "axb", false),
            ("Tab*", "tabula", true),
            ("*", "", true),
            ("A b", "a  B", true),
        ] {
            assert_eq!(Globs::new(&[glob.to_owned()]).selects(name), expected, "{glob} {name}");
        }
        assert!(Globs::default().selects("anything"));
    }

    #[test]
    fn texts_fold_and_patterns_do_not() {
        let matches = |matcher: &str, text: &str| Matcher::parse(matcher).unwrap().matches(text, &fold(text));
        assert!(matches("I alt", "i  ALT"));
        assert!(matches("/^I alt/", "I alt (personer)"));
        assert!(!matches("/^I alt/", "i alt"));
        assert!(Matcher::parse("/(/").is_err());
    }
}
