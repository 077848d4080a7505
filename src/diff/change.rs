//! What differs between two datasets, figure by figure.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::cause::{Side, causes};
use super::dimensions::{Dimensions, Matches};
use super::snapshot::{PREDICATES, Record, Snapshot, field, parts, year};

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

/// What differs between two datasets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// How their dimensions differ.
    pub dimensions: Dimensions,
    /// All figures that differ, the most severe changes first, then in order of key.
    pub changes: Vec<Change>,
}

impl Differences {
    /// Whether nothing differs: no figure, and no dimension.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.dimensions.is_same()
    }
}

const VALUE: [&str; 5] = ["OBS_VALUE", "LOWER", "UPPER", "ABSENCE", "UNIT_MEASURE"];
const LEVELS: [&str; 3] = ["COMPAR_BETWEEN", "COMPAR_TIME", "COMPAR_SUM"];
const ATTRIBUTES: [&str; 8] =
    ["SOURCE_STATUS", "OBS_STATUS", "CONF_STATUS", "LABEL", "ARTICLE_LABEL", PREDICATES, "FOOTNOTES", "COMMENT_OBS"];

/// All that differs. Figures are compared by the dimensions that both datasets have.
///
/// Where one of the two suppresses small counts and the other does not, the other's numbers and words would disclose them: then it is only said what differs.
pub fn differences(old: &Snapshot, new: &Snapshot) -> Differences {
    let dimensions = Dimensions::new(old, new);
    let matches = Matches::new(&dimensions, old, new);
    let changes = if dimensions.is_same() {
        changes(old, new, &dimensions, &matches)
    } else {
        changes(&matches.in_new_terms(&dimensions, old), new, &dimensions, &matches)
    };
    Differences { dimensions, changes }
}

fn changes(old: &Snapshot, new: &Snapshot, dimensions: &Dimensions, matches: &Matches<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let discloses = old.suppresses == new.suppresses;
    let differing = |before: &Record, after: &Record, columns: &[&str]| differing(before, after, columns, discloses);
    let value = |row: &Record| if discloses { value(row) } else { NOT_SAID.to_owned() };
    let side = |snapshot, figure| Side { snapshot, figure };
    let mut add = |kind: Kind, details: Vec<String>, before: Side<'_>, after: Side<'_>| {
        changes.push(change(kind, details, before, after, dimensions));
    };
    // Those that are gone, of the same cells, in the order of their keys; each takes part in one change.
    let mut by_cells: BTreeMap<&str, VecDeque<(&str, &Record)>> = BTreeMap::new();
    let rows = |snapshot| -> Vec<(&str, &Record)> { Snapshot::figures(snapshot).collect() };
    let gone: Vec<(&str, &Record)> = rows(old).into_iter().filter(|(key, _)| !matches.new_of.contains_key(key)).collect();
    for (key, row) in &gone {
        let cells = field(row, "SOURCE_REF");
        if !cells.is_empty() {
            by_cells.entry(cells).or_default().push_back((key, row));
        }
    }
    let mut recoded: BTreeSet<&str> = BTreeSet::new();
    for (key, row) in rows(new) {
        let after = side(new, Some((key, row)));
        if let Some((from, before)) = matches.old_of.get(key).and_then(|from| old.figure(from)) {
            let earlier = side(old, Some((from, before)));
            let values = differing(before, row, &VALUE);
            let mut levels = differing(before, row, &LEVELS);
            levels.extend(reasons(earlier, after, discloses));
            let attributes = differing(before, row, &ATTRIBUTES);
            let kind = match () {
                () if !values.is_empty() => Kind::Value,
                () if !levels.is_empty() => Kind::Level,
                () if !attributes.is_empty() => Kind::Attribute,
                () => continue,
            };
            add(kind, [values, levels, attributes].concat(), earlier, after);
            continue;
        }
        match by_cells.get_mut(field(row, "SOURCE_REF")).and_then(VecDeque::pop_front) {
            Some((from, before)) => {
                recoded.insert(from);
                let earlier = side(old, Some((from, before)));
                let mut details = vec![format!("{from} → {key}")];
                details.extend([&VALUE[..], &LEVELS].into_iter().flat_map(|columns| differing(before, row, columns)));
                details.extend(reasons(earlier, after, discloses));
                details.extend(differing(before, row, &ATTRIBUTES));
                add(Kind::Recoded, details, earlier, after);
            }
            None => add(Kind::Appeared, vec![value(row)], side(old, None), after),
        }
    }
    for (key, row) in gone.into_iter().filter(|(key, _)| !recoded.contains(key)) {
        add(Kind::Vanished, vec![value(row)], side(old, Some((key, row))), side(new, None));
    }
    changes.sort_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
    changes
}

fn change(kind: Kind, details: Vec<String>, old: Side<'_>, new: Side<'_>, dimensions: &Dimensions) -> Change {
    let causes = causes(old, new, dimensions);
    let area = old.row().or(new.row()).map_or("", |row| field(row, "REF_AREA"));
    // The first figures of an area revise nothing.
    let earlier = old.row().or(new.row()).and_then(year).is_some_and(|year| year <= old.snapshot.last_year(area));
    let by_submission = causes.iter().any(|cause| cause.starts_with("raw/"));
    let is_revision = earlier && by_submission && kind != Kind::Level && kind != Kind::Attribute;
    let key = new.figure.or(old.figure).map(|(key, _)| key.to_owned()).unwrap_or_default();
    Change { kind, key, details, causes, is_revision }
}

/// Stands for numbers and words that one of the two datasets suppresses.
const NOT_SAID: &str = "not said, for one of the two datasets suppresses small counts";

fn differing(old: &Record, new: &Record, columns: &[&str], discloses: bool) -> Vec<String> {
    // Predicates have no order that says anything.
    let said = |row: &Record, column: &str| {
        let text = without_lines(field(row, column));
        if column == PREDICATES { parts(&text).into_iter().collect::<BTreeSet<_>>() } else { BTreeSet::from([text]) }
    };
    let differ = columns.iter().filter(|column| said(old, column) != said(new, column));
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
fn reasons(old: Side<'_>, new: Side<'_>, discloses: bool) -> Vec<String> {
    let words = |words: &str| if discloses { words.to_owned() } else { words.split(':').next().unwrap_or_default().to_owned() };
    let of = |side: Side<'_>| -> BTreeSet<String> { side.flags().map(|flag| words(&flag.words)).collect() };
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
