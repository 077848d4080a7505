//! What differs between two datasets, figure by figure.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::cause::causes;
use super::snapshot::{Record, Snapshot, field, year};

/// What happened to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is gone. First, for losing data is worse than changing it.
    Vanished,
    /// It has another key: a word was mapped to another code.
    Recoded,
    /// It has another value.
    Value,
    /// It can be compared less or more, or for other reasons.
    Level,
    /// Status, footnotes or comments differ.
    Attribute,
    /// It is new.
    Appeared,
}

impl Kind {
    /// All kinds in the order in which they are listed.
    pub const ALL: [Self; 6] = [Self::Vanished, Self::Recoded, Self::Value, Self::Level, Self::Attribute, Self::Appeared];

    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Vanished => "vanished",
            Self::Recoded => "recoded",
            Self::Value => "value",
            Self::Level => "level",
            Self::Attribute => "attribute",
            Self::Appeared => "appeared",
        }
    }
}

/// One figure that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The most severe thing that happened.
    pub kind: Kind,
    /// The key, that of the new dataset where the figure is in it.
    pub key: String,
    /// What differs, each in words: old and new.
    pub details: Vec<String>,
    /// The mapping lines or submissions that caused it.
    pub causes: Vec<String>,
    /// Whether a figure of an earlier year is another one now because its submission is.
    pub is_revision: bool,
}

const VALUE: [&str; 5] = ["OBS_VALUE", "LOWER", "UPPER", "ABSENCE", "UNIT_MEASURE"];
const LEVELS: [&str; 3] = ["COMPAR_BETWEEN", "COMPAR_TIME", "COMPAR_SUM"];
const ATTRIBUTES: [&str; 8] =
    ["SOURCE_STATUS", "OBS_STATUS", "CONF_STATUS", "LABEL", "ARTICLE_LABEL", "PREDICATES", "FOOTNOTES", "COMMENT_OBS"];

/// All figures that differ, the most severe changes first, then in order of key.
///
/// Where one of the two suppresses small counts and the other does not, the other's numbers and words would disclose them: then it is only said what differs.
pub fn changes(old: &Snapshot, new: &Snapshot) -> Vec<Change> {
    let mut changes = Vec::new();
    let discloses = old.suppresses == new.suppresses;
    let differences = |before: &Record, after: &Record, columns: &[&str]| differences(before, after, columns, discloses);
    let reasons = |old: (&str, &Snapshot), new: (&str, &Snapshot)| reasons(old, new, discloses);
    let value = |row: &Record| if discloses { value(row) } else { NOT_SAID.to_owned() };
    let gone: Vec<&String> = old.rows.keys().filter(|key| !new.rows.contains_key(*key)).collect();
    let come: Vec<&String> = new.rows.keys().filter(|key| !old.rows.contains_key(*key)).collect();
    let mut recoded: BTreeSet<&String> = BTreeSet::new();
    // Those of the same cells, in the order of their keys; each takes part in one change.
    let mut by_cells: BTreeMap<&str, VecDeque<&String>> = BTreeMap::new();
    for key in &gone {
        let cells = old.rows.get(*key).map_or("", |row| field(row, "SOURCE_REF"));
        if !cells.is_empty() {
            by_cells.entry(cells).or_default().push_back(key);
        }
    }
    for key in &come {
        let Some(row) = new.rows.get(*key) else { continue };
        match by_cells.get_mut(field(row, "SOURCE_REF")).and_then(VecDeque::pop_front) {
            Some(from) => {
                recoded.insert(from);
                let before = old.rows.get(from);
                let mut details = vec![format!("{from} → {key}")];
                for columns in [&VALUE[..], &LEVELS] {
                    details.extend(before.map(|before| differences(before, row, columns)).unwrap_or_default());
                }
                details.extend(reasons((from, old), (key, new)));
                details.extend(before.map(|before| differences(before, row, &ATTRIBUTES)).unwrap_or_default());
                changes.push(change(Kind::Recoded, key, details, (before, old), (Some(row), new)));
            }
            None => changes.push(change(Kind::Appeared, key, vec![value(row)], (None, old), (Some(row), new))),
        }
    }
    for key in gone.iter().filter(|key| !recoded.contains(**key)) {
        let row = old.rows.get(*key);
        changes.push(change(Kind::Vanished, key, row.map(&value).into_iter().collect(), (row, old), (None, new)));
    }
    for (key, row) in &new.rows {
        let Some(before) = old.rows.get(key) else { continue };
        let values = differences(before, row, &VALUE);
        let mut levels = differences(before, row, &LEVELS);
        levels.extend(reasons((key, old), (key, new)));
        let attributes = differences(before, row, &ATTRIBUTES);
        let kind = match () {
            () if !values.is_empty() => Kind::Value,
            () if !levels.is_empty() => Kind::Level,
            () if !attributes.is_empty() => Kind::Attribute,
            () => continue,
        };
        changes.push(change(kind, key, [values, levels, attributes].concat(), (Some(before), old), (Some(row), new)));
    }
    changes.sort_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
    changes
}

fn change(kind: Kind, key: &str, details: Vec<String>, old: (Option<&Record>, &Snapshot), new: (Option<&Record>, &Snapshot)) -> Change {
    let causes = causes(key, old, new);
    let area = old.0.or(new.0).map_or("", |row| field(row, "REF_AREA"));
    // The first figures of an area revise nothing.
    let earlier = old.0.or(new.0).and_then(year).is_some_and(|year| year <= old.1.last_year(area));
    let by_submission = causes.iter().any(|cause| cause.starts_with("raw/"));
    let is_revision = earlier && by_submission && kind != Kind::Level && kind != Kind::Attribute;
    Change { kind, key: key.to_owned(), details, causes, is_revision }
}

/// Stands for numbers and words that one of the two datasets suppresses.
const NOT_SAID: &str = "not said, for one of the two datasets suppresses small counts";

fn differences(old: &Record, new: &Record, columns: &[&str], discloses: bool) -> Vec<String> {
    let differ = columns.iter().filter(|column| without_lines(field(old, column)) != without_lines(field(new, column)));
    let said = |column: &&str| {
        if discloses {
            format!("{column} {} → {}", shown(field(old, column)), shown(field(new, column)))
        } else {
            format!("{column} differs: {NOT_SAID}")
        }
    };
    differ.map(said).collect()
}

/// Reasons that went or came.
fn reasons(old: (&str, &Snapshot), new: (&str, &Snapshot), discloses: bool) -> Vec<String> {
    let words = |words: &str| if discloses { words.to_owned() } else { words.split(':').next().unwrap_or_default().to_owned() };
    let of = |(key, snapshot): (&str, &Snapshot)| -> BTreeSet<String> {
        snapshot.flags.get(key).into_iter().flatten().map(|flag| words(&flag.words)).collect()
    };
    let (before, after) = (of(old), of(new));
    let gone = before.difference(&after).map(|words| format!("− {words}"));
    gone.chain(after.difference(&before).map(|words| format!("+ {words}"))).collect()
}

/// The value of a figure, or in which way it has none.
fn value(row: &Record) -> String {
    match (field(row, "OBS_VALUE"), field(row, "ABSENCE")) {
        ("", "") => format!("{} to {}", field(row, "LOWER"), field(row, "UPPER")),
        ("", absence) => absence.to_owned(),
        (value, _) => value.to_owned(),
    }
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "(nothing)" } else { text }
}

/// A text without the numbers of mapping lines in it, which move when a line is added above.
fn without_lines(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = [".csv:", ".toml:"].iter().filter_map(|end| rest.find(end).map(|at| at + end.len())).min() {
        let (before, after) = rest.split_at(at);
        kept.push_str(before);
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    kept + rest
}
