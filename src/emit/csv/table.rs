//! What a table of the dataset is: its columns, what each may hold, and how a row is written.

use std::borrow::Cow;

use crate::delimited::document;
use crate::model::Concept;

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any text, or nothing.
    Text,
    /// A whole number.
    Count,
    /// A whole number with its sign.
    Signed,
    /// A number; a share has decimals.
    Number,
    /// A reference period, as SDMX writes it.
    Period,
    /// A code of a code list.
    Code(&'static str),
    /// One of a few words.
    Word(&'static [&'static str]),
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it may hold.
    pub(crate) kind: Kind,
    /// Whether it is never empty.
    pub(crate) is_required: bool,
    /// What it says.
    pub(crate) about: &'static str,
    /// Whether it is told where the sources of a round are not public: it holds codes, numbers and periods, and no words.
    is_public: bool,
}

impl Column {
    const fn new(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, kind, is_required: false, about, is_public: !matches!(kind, Kind::Text) }
    }

    pub(crate) const fn text(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Text, about)
    }

    pub(crate) const fn count(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Count, about)
    }

    pub(crate) const fn signed(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Signed, about)
    }

    pub(crate) const fn number(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Number, about)
    }

    pub(crate) const fn period(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Period, about)
    }

    /// A code of the list of that name.
    pub(crate) const fn code(name: &'static str, list: &'static str, about: &'static str) -> Self {
        Self::new(name, Kind::Code(list), about)
    }

    pub(crate) const fn word(name: &'static str, words: &'static [&'static str], about: &'static str) -> Self {
        Self::new(name, Kind::Word(words), about)
    }

    /// A text that is made of codes, numbers and words of the program.
    pub(crate) const fn public(mut self) -> Self {
        self.is_public = true;
        self
    }

    pub(crate) const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }
}

/// The columns of some dimensions, as `dimensions.toml` declares them.
pub(crate) fn coded(dimensions: &[Concept]) -> impl Iterator<Item = Column> + '_ {
    dimensions.iter().map(|concept| Column::code(concept.column(), concept.list(), concept.declared().about.as_str()).required())
}

/// The names of the columns of some dimensions.
pub(super) fn names(dimensions: &[Concept]) -> impl Iterator<Item = &'static str> + '_ {
    dimensions.iter().map(|concept| concept.column())
}

/// A table of the dataset.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// The name of its file.
    pub(crate) file: &'static str,
    /// What a line is.
    pub(crate) about: &'static str,
    /// The columns whose values together are those of one line only; none where lines may repeat.
    pub(crate) key: Vec<&'static str>,
    /// The columns in order.
    pub(crate) columns: Vec<Column>,
    /// The places of the columns in a row; `None`: a row has no others.
    kept: Option<Vec<usize>>,
}

impl Table {
    pub(crate) fn new(file: &'static str, about: &'static str, key: Vec<&'static str>, columns: Vec<Column>) -> Self {
        Self { file, about, key, columns, kept: None }
    }

    /// The table as it is written of a dataset with its sources, or with the columns alone that are told without them.
    pub(crate) fn told(mut self, has_sources: bool) -> Self {
        if !has_sources {
            self.kept = Some(self.columns.iter().enumerate().filter(|(_, column)| column.is_public).map(|(place, _)| place).collect());
            self.columns.retain(|column| column.is_public);
        }
        self
    }

    /// The fields of a whole row that it has columns for.
    pub(crate) fn pick(&self, row: Vec<String>) -> Vec<String> {
        match &self.kept {
            None => row,
            Some(kept) => row.into_iter().enumerate().filter(|(place, _)| kept.contains(place)).map(|(_, field)| field).collect(),
        }
    }

    /// The table as a CSV document, with line feeds.
    pub(crate) fn csv(&self, rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
        let header = self.columns.iter().map(|column| column.name.to_owned()).collect::<Vec<_>>();
        let width = header.len();
        let rows = rows.map(|row| self.pick(row)).map(|row| {
            debug_assert_eq!(row.len(), width, "a row of {}", self.file);
            row.into_iter().map(|field| if let Cow::Owned(line) = one_line(&field) { line } else { field }).collect::<Vec<_>>()
        });
        document(std::iter::once(header).chain(rows))
    }
}

/// The text on one line: readers of SDMX-CSV split on line breaks, quoted or not. A text that a spreadsheet program would take for a formula
/// gets an apostrophe before it, for words of a submission must not run as commands where somebody opens the file.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    let is_plain = |b: u8| (b' '..=b'~').contains(&b);
    let ends_well = |text: &str| text.trim().len() == text.len();
    // Most fields are a code or a number.
    if text.bytes().all(is_plain) && ends_well(text) && !text.starts_with(['=', '@', '+', '-']) {
        return Cow::Borrowed(text);
    }
    let line = without_breaks(text);
    Cow::Owned(if is_formula(&line) { format!("'{line}") } else { line })
}

/// The text on one line, whatever Unicode breaks lines with, and without control characters.
pub(crate) fn without_breaks(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.split(breaks).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a spreadsheet program would calculate the text: a sign at its beginning, and something to calculate behind it. A number with its sign,
/// a dash and a bullet are none.
fn is_formula(text: &str) -> bool {
    let mut chars = text.chars();
    let rest = || text.chars().skip(1);
    match chars.next() {
        Some('=' | '@') => chars.next().is_some(),
        Some('+' | '-') => rest().next().is_some_and(|c| !c.is_whitespace()) && !rest().all(|c| c.is_ascii_digit() || c == '.'),
        _ => false,
    }
}

/// Several entries in one field.
pub(crate) fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn words_of_a_submission_are_no_formulas() {
        for (text, written) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd|x", "'+cmd|x"),
            ("-1+cmd", "'-1+cmd"),
            ("+19", "+19"),
            ("-422", "-422"),
            ("-", "-"),
            ("- oplysning foreligger ikke", "- oplysning foreligger ikke"),
            ("=", "="),
            ("a\r\n\tb", "a b"),
            ("a\u{2028}b\u{b}c\u{85}d", "a b c d"),
            ("\t=1+1", "'=1+1"),
        ] {
            assert_eq!(one_line(text), written, "{text}");
        }
    }
}
