//! A layout, compiled: what to look for in the sheets of an area and how to read what is found.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::matcher::{Globs, Matcher};
use super::records::RecordRule;
use super::skip::Skip;
use super::word_concept::WordConcept;
use crate::diag::Code;
use crate::model::{CodeId, MappingLine, Name, ReferencePeriod};

/// The layout of one area.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Marks that may stand between groups of three digits.
    pub thousands: Vec<char>,
    /// The kinds of absence that no mark of a sheet says.
    pub gaps: DefaultAbsences,
    /// Marks of absence of all files.
    pub absences: Absences,
    /// The files that it reads.
    pub files: Vec<FileRule>,
    /// Decisions about hidden content.
    pub hidden: Vec<HiddenRule>,
    /// How footnotes are recognised.
    pub footnotes: Vec<FootnoteRule>,
    /// What is not a figure of the round.
    pub out_of_scope: Vec<ScopeRule>,
    /// The tables.
    pub tables: Vec<TableRule>,
    /// Files of case-level records.
    pub records: Vec<RecordRule>,
    /// Tables that have a fault and are left out: read without what is wrong with them, they would give wrong figures.
    pub broken: Vec<BrokenTable>,
}

/// The kinds of absence that a cell can have without a declared mark, by their roles in `codelists/absence.csv`.
#[derive(Clone, Copy, Debug)]
pub struct DefaultAbsences {
    /// An empty cell.
    pub blank: CodeId,
    /// A mark that nobody explains.
    pub no_reason: CodeId,
    /// A formula without a result.
    pub no_value: CodeId,
    /// A hidden cell that a decision suppresses.
    pub hidden: CodeId,
    /// A category that is named without a number.
    pub listed: CodeId,
}

impl Layout {
    /// The records that a file holds, if it is one of records. Such a file is read row by row, and no table is looked for in it.
    pub fn records_of(&self, name: &str) -> Option<(usize, &RecordRule)> {
        self.records.iter().enumerate().find(|(_, rule)| rule.file.selects(name))
    }

    /// The ids of its tables and records.
    pub(super) fn ids(&self) -> impl Iterator<Item = String> {
        self.tables.iter().map(|table| table.id.to_string()).chain(self.records.iter().map(|rule| rule.id.to_string()))
    }

    /// The ids of its tables and records that stand on some lines.
    pub fn among<'a>(&'a self, lines: &'a BTreeSet<MappingLine>) -> impl Iterator<Item = &'a str> {
        let tables = self.tables.iter().map(|table| (&*table.id, table.at));
        let records = self.records.iter().map(|rule| (&*rule.id, rule.at));
        tables.chain(records).filter(|(_, at)| lines.contains(at)).map(|(id, _)| id)
    }

    /// What is declared of a file.
    pub fn file(&self, name: &str) -> Option<&FileRule> {
        self.files.iter().find(|rule| rule.name.selects(name))
    }
}

/// A table that is left out.
#[derive(Clone, Debug)]
pub struct BrokenTable {
    /// Which files it was meant for.
    pub file: Globs,
    /// Which sheets it was meant for.
    pub sheet: Globs,
    /// The finding that says what is wrong with it.
    pub code: Code,
}

/// What a mark of absence means.
#[derive(Clone, Debug)]
pub struct AbsenceMark {
    /// Code of `codelists/absence.csv`.
    pub code: CodeId,
    /// The legend that the source gives it, which must stand in the file.
    pub legend: Option<String>,
    /// Where it stands.
    pub at: MappingLine,
}

/// Marks of absence by normalized text; the empty text is a blank cell.
pub type Absences = BTreeMap<String, AbsenceMark>;

/// A file of a submission.
#[derive(Clone, Debug)]
pub struct FileRule {
    /// Which files.
    pub name: Globs,
    /// Declared encoding, a label of the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    /// Declared delimiter of a csv file.
    pub delimiter: Option<u8>,
    /// Where it stands.
    pub at: MappingLine,
}

impl FileRule {
    /// Any file as it is, for a look at a workbook that nobody mapped yet.
    pub fn any() -> Self {
        Self { name: Globs::default(), encoding: None, delimiter: None, at: MappingLine::whole("") }
    }
}

/// Which part of a workbook is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HiddenPart {
    /// A sheet.
    Sheet,
    /// Rows of a sheet.
    Rows,
    /// Columns of a sheet.
    Columns,
}

/// What to do with hidden content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HiddenDecision {
    /// Read it as if it were visible.
    Use,
    /// Leave it out: its cells are out of scope.
    Ignore,
    /// Read its labels; its figures are observations without a value (absence `HIDDEN`).
    Suppress,
}

/// A decision about hidden content.
#[derive(Clone, Debug)]
pub struct HiddenRule {
    /// Which part.
    pub part: HiddenPart,
    /// Which files.
    pub file: Globs,
    /// Which sheets.
    pub sheet: Globs,
    /// What to do with it.
    pub decision: HiddenDecision,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub at: MappingLine,
}

impl HiddenRule {
    /// Whether it decides that a hidden sheet of a file is read.
    pub fn covers_sheet(&self, file: &str, sheet: &str) -> bool {
        let name = file.rsplit('/').next().unwrap_or_default();
        let is_use = self.part == HiddenPart::Sheet && self.decision == HiddenDecision::Use;
        is_use && self.file.selects(name) && self.sheet.selects(sheet)
    }
}

/// How the text of a footnote is recognised.
#[derive(Clone, Debug)]
pub struct FootnoteRule {
    /// Which files.
    pub file: Globs,
    /// Which sheets.
    pub sheet: Globs,
    /// Pattern with the groups `mark` and `text`.
    pub pattern: Regex,
    /// Whether its footnotes hold for marks of other sheets, too.
    pub for_workbook: bool,
    /// Where it stands.
    pub at: MappingLine,
}

/// Cells that are not figures of the round.
#[derive(Clone, Debug)]
pub struct ScopeRule {
    /// Which files.
    pub file: Globs,
    /// Which sheets.
    pub sheet: Globs,
    /// Which texts.
    pub text: Matcher,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub at: MappingLine,
}

/// What the anchor's cell is to its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorIs {
    /// The top left cell.
    Corner,
    /// A heading above.
    Title,
}

/// Where further blocks of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// There are none.
    No,
    /// To the right.
    Right,
    /// Below.
    Down,
}

/// A table of a layout.
#[derive(Clone, Debug)]
pub struct TableRule {
    /// Its name.
    pub id: Name,
    /// Which files.
    pub file: Globs,
    /// Which sheets.
    pub sheet: Globs,
    /// The cell by which it is found.
    pub anchor: Matcher,
    /// The anchor as written, for messages.
    pub anchor_text: String,
    /// What the anchor is.
    pub anchor_is: AnchorIs,
    /// Where further blocks are.
    pub repeat: Repeat,
    /// Whether a sheet may lack it.
    pub optional: bool,
    /// Number of header rows.
    pub header_rows: u32,
    /// One axis for each header row.
    pub columns: Vec<Axis>,
    /// One axis for each label column.
    pub rows: Vec<Axis>,
    /// The first label of the row before which it ends; `None`: at the first blank row.
    pub ends: Option<Matcher>,
    /// Codes that hold for all its figures, each with its line.
    pub set: Vec<(CodeId, MappingLine)>,
    /// The period that holds for all its figures.
    pub period: Option<ReferencePeriod>,
    /// Labels that hold for a block.
    pub context: Vec<Context>,
    /// Its own marks of absence.
    pub absences: Absences,
    /// Rows that are out of scope.
    pub skip_rows: Vec<Skip>,
    /// Columns that are out of scope.
    pub skip_columns: Vec<Skip>,
    /// Years of which it rightly has no figure.
    pub missing: Vec<MissingYears>,
    /// Labels of rows, columns or the table itself under which shares stand, not counts.
    pub shares: Vec<Skip>,
    /// How a cell is read.
    pub cells: Cells,
    /// Where it stands.
    pub at: MappingLine,
}

/// Years of which a table rightly has no figure.
#[derive(Clone, Debug)]
pub struct MissingYears {
    /// The years.
    pub period: ReferencePeriod,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub at: MappingLine,
}

/// A header row or a label column.
#[derive(Clone, Debug, Default)]
pub struct Axis {
    /// What its labels are about.
    pub concepts: Vec<WordConcept>,
    /// The only header that may stand here.
    pub only: Option<Matcher>,
    /// The header of the label column.
    pub header: Option<Matcher>,
    /// The only label whose rows belong to the table.
    pub only_where: Option<Matcher>,
    /// A pattern that takes a label apart, with groups named like concepts.
    pub pattern: Option<LabelPattern>,
    /// Whether a blank label repeats the one before.
    pub fill: bool,
    /// Whether a blank label means all.
    pub blank_is_total: bool,
}

/// A label that holds for a block.
#[derive(Clone, Debug)]
pub struct Context {
    /// What it is about.
    pub concept: WordConcept,
    /// Where it is taken from.
    pub take: ContextSource,
    /// Where it stands in the layout.
    pub at: MappingLine,
}

/// Where a context label is taken from.
#[derive(Clone, Debug)]
pub enum ContextSource {
    /// The name of the sheet, or the group `label` of a pattern in it.
    Sheet(Option<Regex>),
    /// The name of the file without its extension, or the group `label` of a pattern in the whole name.
    File(Option<Regex>),
    /// The first cell with text to the right of the cell found.
    Right(Matcher),
    /// The first cell with text below the cell found.
    Below(Matcher),
    /// The group `label` of the pattern in the text of a cell.
    Text(Regex),
}

/// How the cells of a table are read.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// Each cell is matched by this; groups named like a concept are labels, `value` is the count.
    pub pattern: Option<LabelPattern>,
    /// Each cell is split at this first.
    pub split: Option<String>,
}

/// A pattern for a label or a cell as a whole, whose groups are named like concepts.
#[derive(Clone, Debug)]
pub struct LabelPattern {
    /// The pattern.
    pub regex: Regex,
    /// Its groups and their concepts, in order.
    pub groups: Vec<(String, WordConcept)>,
}
