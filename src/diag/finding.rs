//! A finding: a fact with a place, what was seen, what was expected and what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::code::{Code, Level};
use super::messages::Message;
use crate::model::{MappingLine, SourceCell};

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// The round as a whole, or one area of it.
    Round(String),
    /// A line of a mapping file: before the submissions, for a fault there is often the cause of one here.
    Line(MappingLine),
    /// A file of a submission.
    File(Arc<str>),
    /// A sheet of a submission.
    Sheet(Arc<str>, Arc<str>),
    /// A cell.
    Cell(SourceCell),
}

impl Location {
    /// The file, relative to the round's folder or the mappings folder; empty for the round.
    pub fn file(&self) -> &str {
        match self {
            Self::Round(_) => "",
            Self::File(file) | Self::Sheet(file, _) => file,
            Self::Cell(origin) => &origin.file,
            Self::Line(line) => &line.file,
        }
    }

    /// The sheet, if one is named.
    pub fn sheet(&self) -> &str {
        match self {
            Self::Sheet(_, sheet) => sheet,
            Self::Cell(origin) => &origin.sheet,
            Self::Round(_) | Self::File(_) | Self::Line(_) => "",
        }
    }

    /// The cell in A1 form, if one is named.
    pub fn cell(&self) -> String {
        if let Self::Cell(origin) = self { origin.cell.to_string() } else { String::new() }
    }

    /// One-based line and column of a mapping file; 0 where there is none.
    pub fn line_column(&self) -> (u32, u32) {
        if let Self::Line(line) = self { (line.line, line.column) } else { (0, 0) }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Round(what) => f.write_str(what),
            Self::File(file) => write!(f, "raw {file}"),
            Self::Sheet(file, sheet) => write!(f, "raw {file}!{sheet}"),
            Self::Cell(origin) => write!(f, "raw {origin}"),
            Self::Line(line) => {
                write!(f, "mappings/{line}")?;
                if line.column > 0 { write!(f, ":{}", line.column) } else { Ok(()) }
            }
        }
    }
}

/// One finding. Made with [`Finding::new`] and the builder methods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The code.
    pub code: Code,
    /// Its level, after `rules.toml`.
    pub level: Level,
    /// Where it is.
    pub location: Location,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
    /// Other places that belong to it.
    pub related: Vec<Location>,
    /// The word that nobody knows, where it is about one.
    pub about: Option<About>,
    /// Edits of a layout that would repair it, for a person to review.
    pub edits: Vec<Edit>,
    /// What was found as a text with parameters, which can be said in the language of those who sent the submission.
    pub message: Option<Message>,
}

/// A change of one text of a table in a layout: the workbook says another one now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The line of the table.
    pub table: MappingLine,
    /// The key of the text: `anchor`, `only` or `header`.
    pub key: &'static str,
    /// The text as the layout has it, normalized.
    pub old: String,
    /// The nearest text of the workbook.
    pub new: String,
}

/// A word of a sheet that no mapping line knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What it can be about, as a crosswalk names it.
    pub concepts: Vec<String>,
    /// The word.
    pub label: String,
}

impl Finding {
    /// A finding of `code` at `place`, where `found` was seen. The remedy is the code's until another is given.
    pub fn new(code: Code, place: Location, found: impl Into<String>) -> Self {
        Self {
            code,
            level: code.level,
            location: place,
            found: found.into(),
            expected: code.expected.to_owned(),
            remedy: code.fix.to_owned(),
            related: Vec::new(),
            about: None,
            edits: Vec::new(),
            message: None,
        }
    }

    /// A finding that asks those who sent the submission.
    pub fn asking(code: Code, place: Location, message: Message) -> Self {
        let found = message.english();
        Self { message: Some(message), ..Self::new(code, place, found) }
    }

    /// Says more exactly what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// Says more exactly what to do.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }

    /// Offers an edit of the layout, and says so in the remedy.
    #[must_use]
    pub fn edit(mut self, edit: Edit) -> Self {
        self.remedy = format!(
            "if \"{}\" is what the layout means, write that (roundup suggest --layout prints the patch); {}",
            edit.new, self.remedy
        );
        self.edits.push(edit);
        self
    }

    /// Names the word that nobody knows.
    #[must_use]
    pub fn about(mut self, about: Option<About>) -> Self {
        self.about = about;
        self
    }

    /// Names another place that belongs to the finding.
    #[must_use]
    pub fn related(mut self, place: Location) -> Self {
        self.related.push(place);
        self
    }

    fn sort_key(&self) -> (&Location, &str, &str, &str) {
        (&self.location, self.code.name, &self.found, &self.expected)
    }
}

/// Texts of one kind that a finding names; the rest is counted.
const NAMED: usize = 12;

/// Several texts as one, with a text between each two; of many the first, and how many more there are.
pub fn first_of(texts: impl ExactSizeIterator<Item = String>, between: &str) -> String {
    let more = texts.len().saturating_sub(NAMED);
    let named = texts.take(NAMED).collect::<Vec<_>>().join(between);
    if more > 0 { format!("{named} and {more} more") } else { named }
}

/// What is found of several tables for one cause becomes one finding: the same code at the same place, in the same words but for the name of the table.
pub fn of_one_cause(findings: Vec<Finding>, tables: &[&str]) -> Vec<Finding> {
    type Cause = (&'static str, Location, String);
    let known: BTreeSet<&str> = tables.iter().copied().collect();
    let mut joined: BTreeMap<Cause, (Finding, Vec<String>, BTreeSet<Location>)> = BTreeMap::new();
    for finding in findings {
        // The name of a table is the last word in quotation marks.
        let id = finding.found.rsplit('"').nth(1).filter(|id| known.contains(id)).map(|id| format!("\"{id}\"")).unwrap_or_default();
        let bare = if id.is_empty() { finding.found.clone() } else { finding.found.replacen(&id, "", 1) };
        let place = if let Location::Line(_) = finding.location { Location::Round(String::new()) } else { finding.location.clone() };
        let fresh = || (finding.clone(), Vec::new(), finding.related.iter().chain([&finding.location]).cloned().collect());
        let (first, ids, places) = joined.entry((finding.code.name, place, bare)).or_insert_with(fresh);
        if !ids.is_empty() {
            let others = std::iter::once(finding.location).chain(finding.related);
            first.related.extend(others.filter(|place| places.insert(place.clone())));
            first.edits.extend(finding.edits);
        }
        ids.push(id);
    }
    let named = |(mut finding, ids, _): (Finding, Vec<String>, BTreeSet<Location>)| {
        if let [first, _, ..] = ids.as_slice() {
            let all = first_of(ids.iter().cloned(), ", ");
            finding.found = finding.found.replacen(first.as_str(), &all, 1).replacen("the table \"", "the tables \"", 1);
        }
        finding
    };
    joined.into_values().map(named).collect()
}

/// Findings on their way to the reader: collected, then sorted and de-duplicated once.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
    words: Words,
}

/// What was said of which word, so that the same of another place finds it.
#[derive(Clone, Debug, Default)]
struct Words {
    /// So many of the findings are known here.
    known: usize,
    /// Code, file, sheet and what was found → the first finding of that.
    first: BTreeMap<(&'static str, String, String, String), usize>,
    /// The places of findings with several.
    places: BTreeMap<usize, BTreeSet<Location>>,
}

impl Findings {
    /// Does work that reports into findings of its own; what it made, and what it found.
    pub fn of<T>(work: impl FnOnce(&mut Self) -> T) -> (T, Self) {
        let mut own = Self::default();
        let made = work(&mut own);
        (made, own)
    }

    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.list.push(finding);
    }

    /// Adds one about a word of a sheet; if the same is said of the word elsewhere on that sheet, its place joins that finding.
    pub fn push_word(&mut self, finding: Finding) {
        let name = |f: &Finding| (f.code.name, f.location.file().to_owned(), f.location.sheet().to_owned(), f.found.clone());
        for (i, other) in self.list.iter().enumerate().skip(self.words.known) {
            self.words.first.entry(name(other)).or_insert(i);
        }
        self.words.known = self.list.len();
        let same = self.words.first.get(&name(&finding)).copied();
        let Some((i, first)) = same.and_then(|i| self.list.get_mut(i).map(|first| (i, first))) else {
            self.list.push(finding);
            return;
        };
        let places = self.words.places.entry(i).or_insert_with(|| first.related.iter().chain([&first.location]).cloned().collect());
        for place in std::iter::once(finding.location).chain(finding.related) {
            if places.insert(place.clone()) {
                first.related.push(place);
            }
        }
    }

    /// Adds all of `other`.
    pub fn append(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// The findings in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The code of the first.
    pub fn first_code(&self) -> Option<Code> {
        self.list.first().map(|finding| finding.code)
    }

    /// Changes each in place.
    pub fn change(&mut self, change: impl Fn(&mut Finding)) {
        self.words = Words::default();
        self.list.iter_mut().for_each(change);
    }

    /// Keeps those that `keep` wants; how many went.
    pub fn select(&mut self, keep: impl FnMut(&Finding) -> bool) -> usize {
        let before = self.list.len();
        self.words = Words::default();
        self.list.retain(keep);
        before - self.list.len()
    }

    /// Takes out the first that `wanted` wants.
    pub fn take_one(&mut self, wanted: impl Fn(&Finding) -> bool) {
        if let Some(place) = self.list.iter().position(wanted) {
            self.words = Words::default();
            self.list.remove(place);
        }
    }

    /// Sets the level of all findings of a code, unless it is fixed.
    pub fn set_level(&mut self, name: &str, level: Level) {
        for finding in self.list.iter_mut().filter(|finding| finding.code.name == name && !finding.code.fixed_level) {
            finding.level = level;
        }
    }

    /// Whether one is at error level.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|f| f.level == Level::Error)
    }

    /// Sets levels by code name, then sorts by place and code and drops repetitions. Internal errors keep their level.
    pub fn settle(&mut self, levels: &BTreeMap<String, Level>) {
        self.words = Words::default();
        for finding in &mut self.list {
            if let Some(level) = levels.get(finding.code.name).filter(|_| !finding.code.fixed_level) {
                finding.level = *level;
            }
        }
        self.list.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.list.dedup_by(|a, b| a.sort_key() == b.sort_key());
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        Self { list: findings.into_iter().collect(), words: Words::default() }
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}
