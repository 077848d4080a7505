//! One value for one combination of dimensions (SDMX), with all that was read and decided to get it.

use smol_str::SmolStr;

use super::{CodeId, Key, MappingLine, Name, ObsValue, Predicate, SourceCell};

/// A footnote that hangs on a figure, its row or its column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Footnote {
    /// The mark as printed.
    pub mark: String,
    /// The text of the note; `None` when the sheet has no text for the mark.
    pub text: Option<String>,
    /// Where the text stands.
    pub origin: Option<SourceCell>,
}

/// A line of a mapping file that took part in making an observation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MappingUse {
    /// The line; `None` when a library decided (country names).
    pub line: Option<MappingLine>,
    /// The national word.
    pub label: SmolStr,
    /// The relation of the national category to the code.
    pub predicate: Predicate,
    /// The code that it gave.
    pub code: CodeId,
}

/// A remark on a figure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Comment {
    /// The remark.
    pub text: String,
    /// The mapping line whose remark it is; `None` for what the submission, an answer or the program says.
    pub line: Option<MappingLine>,
}

impl Comment {
    /// A remark that no mapping line makes.
    pub fn new(text: String) -> Self {
        Self { text, line: None }
    }
}

/// One harmonized figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: ObsValue,
    /// Whether the source calls the value approximate.
    pub approximate: bool,
    /// Whether a unit is counted under each of several categories of the split, so that parts may come to more than their total.
    pub counts_each: bool,
    /// Status, one code of SDMX `CL_OBS_STATUS`.
    pub status: CodeId,
    /// The national words, outermost first.
    pub labels: Vec<SmolStr>,
    /// The legal article as written by the source.
    pub article_as_written: Option<String>,
    /// The cells that state it; several when the source states it more than once with one value.
    pub origins: Vec<SourceCell>,
    /// What the first of those cells shows.
    pub as_shown: SmolStr,
    /// Mapping lines used.
    pub mappings: Vec<MappingUse>,
    /// The layout table that read it, and its line.
    pub table: (Name, MappingLine),
    /// Its footnotes.
    pub footnotes: Vec<Footnote>,
    /// Remarks of the program and of the mapping lines.
    pub comments: Vec<Comment>,
}

impl Observation {
    /// The figure in codes and numbers alone: no word of a submission or of a steward, no cell, no mapping line.
    #[must_use]
    pub fn without_words(&self) -> Self {
        let in_codes = |used: &MappingUse| MappingUse { line: None, label: SmolStr::default(), predicate: used.predicate, code: used.code };
        Self {
            key: self.key,
            value: self.value.clone(),
            approximate: self.approximate,
            counts_each: self.counts_each,
            status: self.status,
            labels: Vec::new(),
            article_as_written: None,
            origins: Vec::new(),
            as_shown: SmolStr::default(),
            mappings: self.mappings.iter().map(in_codes).collect(),
            table: (Name::from(""), MappingLine::whole("")),
            footnotes: Vec::new(),
            comments: Vec::new(),
        }
    }
}
