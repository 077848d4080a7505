//! Texts, patterns and globs of mapping files.

use std::borrow::Cow;

use regex::Regex;

use crate::normalize::normalize;

/// Signs at the beginning of a text that a spreadsheet program would calculate with, or that mean something to the reader of a table.
const SIGNS: [char; 6] = ['=', '+', '-', '@', '#', '/'];

/// A text as a table of the mappings writes it, so that it means itself: on one line, and with an apostrophe before what a spreadsheet program would take
/// for a formula, and before what would be read as a comment or a pattern.
pub fn literal(text: &str) -> Cow<'_, str> {
    // White space counts once where texts are compared.
    let line = if text.contains(|c: char| c.is_whitespace() && c != ' ') {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    };
    let is_plain = !line.starts_with(SIGNS) || (line.starts_with('/') && Matcher::pattern(&line).is_none());
    if is_plain && unguarded(&line) == line { line } else { Cow::Owned(format!("'{line}")) }
}

/// The text that [`literal`] wrote.
pub(super) fn unguarded(text: &str) -> &str {
    let is_guarded = |rest: &&str| rest.trim_start_matches('\'').starts_with(SIGNS);
    text.strip_prefix('\'').filter(is_guarded).unwrap_or(text)
}

/// A text to look for: itself after folding, or a regular expression between slashes.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// The normalized text.
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
    /// Reads a text or `/pattern/`. A text that begins with one of some signs may have an apostrophe before it ([`literal`]).
    pub fn parse(text: &str) -> Result<Self, String> {
        match Self::pattern(text) {
            Some(pattern) => compile(pattern).map(Self::Pattern),
            None => Ok(Self::Exact(normalize(unguarded(text)))),
        }
    }

    fn pattern(text: &str) -> Option<&str> {
        text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|pattern| !pattern.is_empty())
    }

    /// Whether it says the text itself.
    pub fn is_exact(&self) -> bool {
        matches!(self, Self::Exact(_))
    }

    /// Whether it matches a text, whose normalized form is `normalized`.
    pub fn matches(&self, text: &str, normalized: &str) -> bool {
        match self {
            Self::Exact(expected) => expected == normalized,
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

/// Globs over names of files, sheets or tables: `*` any run, `?` one character; compared normalized. No glob selects everything.
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
            let normalized = normalize(glob);
            let compiled = match normalized.as_str() {
                "*" => Glob::All,
                name if !name.contains(['*', '?']) => Glob::Name(normalized),
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
        let normalized = normalize(name);
        self.0.iter().any(|(_, glob)| match glob {
            Glob::All => true,
            Glob::Name(name) => *name == normalized,
            Glob::Pattern(pattern) => pattern.is_match(&normalized),
        })
    }

    /// The globs as written.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(word, _)| word.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Globs, Matcher, literal};
    use crate::normalize::normalize;

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
        let matches = |matcher: &str, text: &str| Matcher::parse(matcher).unwrap().matches(text, &normalize(text));
        assert!(matches("I alt", "i  ALT"));
        assert!(matches("/^I alt/", "I alt (personer)"));
        assert!(!matches("/^I alt/", "i alt"));
        assert!(Matcher::parse("/(/").is_err());
    }

    #[test]
    fn a_text_that_is_written_means_itself() {
        for (text, written) in [
            ("Women", "Women"),
            ("=1+2", "'=1+2"),
            ("- of which girls", "'- of which girls"),
            ("+358", "'+358"),
            ("@all", "'@all"),
            ("# 3", "'# 3"),
            ("/a/", "'/a/"),
            ("/a", "/a"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("'t Gooi", "'t Gooi"),
            ("\n=two\r\nlines\tof\u{2028}it", "'=two lines of it"),
        ] {
            assert_eq!(literal(text), written);
            assert!(Matcher::parse(written).unwrap().matches(text, &normalize(text)), "{text}");
        }
        assert!(Matcher::parse("=1+2").unwrap().matches("=1+2", "=1+2"), "written by hand, it needs none");
    }
}
