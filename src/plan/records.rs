//! Files of case-level records, compiled: which columns to count rows by, and what their values mean.

use super::matcher::{Globs, Matcher};
use super::skip::Skip;
use super::word_concept::WordConcept;
use crate::model::{CodeId, MappingLine, Name, ReferencePeriod};

/// A kind of record files of an area. A row is one unit of count: a person, a case.
#[derive(Clone, Debug)]
pub struct RecordRule {
    /// Its name; the column `table` of the crosswalk refers to it.
    pub id: Name,
    /// Which files.
    pub file: Globs,
    /// Which sheets of a workbook.
    pub sheet: Globs,
    /// What a field says where nothing is known; an empty one always does.
    pub missing: Vec<String>,
    /// The columns that take part.
    pub columns: Vec<RecordColumn>,
    /// Codes that hold for all rows, each with its line.
    pub set: Vec<(CodeId, MappingLine)>,
    /// The period that holds for all rows.
    pub period: Option<ReferencePeriod>,
    /// By which columns rows are counted: for each count their places in `columns`.
    pub counts: Vec<Vec<usize>>,
    /// Why rows of years that the round does not collect are out of scope; `None`: each is a finding.
    pub other_years: Option<String>,
    /// Columns that nobody needs.
    pub skip_columns: Vec<Skip>,
    /// Where it stands.
    pub at: MappingLine,
}

impl RecordRule {
    /// The rule with these columns, those that say which rows count, and the period; without its counts.
    #[must_use]
    pub fn only(&self, places: &[usize]) -> Self {
        let needed =
            |(place, column): &(usize, &RecordColumn)| places.contains(place) || matches!(column.concept, None | Some(WordConcept::Period));
        let columns = self.columns.iter().enumerate().filter(needed).map(|(_, column)| column.clone()).collect();
        Self { columns, counts: Vec::new(), ..self.clone() }
    }

    /// The place of a column by its name or its header.
    pub fn place(&self, name: &str) -> Option<usize> {
        let by_name = self.columns.iter().position(|column| column.name == name);
        by_name.or_else(|| self.columns.iter().position(|column| matches!(column.headers.as_slice(), [header] if header == name)))
    }
}

/// A column of records, or several that are read together.
#[derive(Clone, Debug)]
pub struct RecordColumn {
    /// The name by which counts speak of it.
    pub name: String,
    /// The headers in the file.
    pub headers: Vec<String>,
    /// What its values are about; `None` for a filter.
    pub concept: Option<WordConcept>,
    /// The code of rows in which nothing is known; `None`: each such row is a finding.
    pub missing: Option<(CodeId, MappingLine)>,
    /// How its values are read.
    pub kind: RecordKind,
    /// Where it stands.
    pub at: MappingLine,
}

/// How values of a column are read.
#[derive(Clone, Debug)]
pub enum RecordKind {
    /// Words, looked up in the crosswalk.
    Words,
    /// Numbers that lie in bands, each with its code.
    Bands(Vec<Band>),
    /// Only rows with these values are counted.
    Keep {
        /// The values.
        words: Vec<Matcher>,
        /// Why the other rows are out of scope.
        reason: String,
    },
    /// Columns of yes and no; their headers are looked up in the crosswalk.
    Flags {
        /// What a field says for yes.
        yes: Vec<String>,
        /// What it says for no.
        no: Vec<String>,
        /// What becomes of a row with several of them.
        several: Several,
    },
}

/// A band of whole numbers.
#[derive(Clone, Debug)]
pub struct Band {
    /// As written: `0-17`, `18-`.
    pub word: String,
    /// The least number.
    pub from: u32,
    /// The greatest; `None`: no limit.
    pub to: Option<u32>,
    /// Its code.
    pub code: CodeId,
    /// Where it stands.
    pub at: MappingLine,
}

/// What becomes of a row with several categories that do not exclude each other.
#[derive(Clone, Debug)]
pub enum Several {
    /// It is counted under the first, in the order of the headers.
    Main,
    /// It is counted under each; the figures carry the reason MULTI.
    Every,
    /// It is counted under a code of its own.
    Mix(CodeId, MappingLine),
}
