//! What differs between the figures of two datasets.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::cause::{Side, causes, is_revised};
use super::dimensions::{Dimensions, Matches};
use super::snapshot::{PREDICATES, Record, Snapshot, field};
use super::window::Window;
use super::wording::{NOT_SAID, differing};

/// What happened to a figure, or to a sum over areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is gone. First, for losing data is worse than changing it.
    Vanished,
    /// A figure of the same cell of the same file has another key: a word was mapped to another code.
    Recoded,
    /// It has another value.
    Value,
    /// It can be compared less or more, or for other reasons.
    Level,
    /// A sum has the same bounds, and other areas are in it or bring something else.
    Contributors,
    /// Status, footnotes or comments differ.
    Attribute,
    /// It is new.
    Appeared,
}

impl Kind {
    /// All kinds in the order in which they are listed.
    pub const ALL: [Self; 7] =
        [Self::Vanished, Self::Recoded, Self::Value, Self::Level, Self::Contributors, Self::Attribute, Self::Appeared];

    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Vanished => "vanished",
            Self::Recoded => "recoded",
            Self::Value => "value",
            Self::Level => "level",
            Self::Contributors => "contributors",
            Self::Attribute => "attribute",
            Self::Appeared => "appeared",
        }
    }
}

/// One figure that differs, or one sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The most severe thing that happened.
    pub kind: Kind,
    /// The key, that of the new dataset where the figure is in it.
    pub key: String,
    /// What differs, each in words: old and new.
    pub details: Vec<String>,
    /// The mapping lines or submissions that caused it; none for a sum, which differs because of what its areas bring.
    pub causes: Vec<String>,
    /// Whether a figure that both datasets have has another value because its submission is another.
    pub is_revision: bool,
}

const VALUE: [&str; 5] = ["OBS_VALUE", "LOWER", "UPPER", "ABSENCE", "UNIT_MEASURE"];
const LEVELS: [&str; 3] = ["COMPAR_BETWEEN", "COMPAR_TIME", "COMPAR_SUM"];
const LEVELS_OF_A_YEAR: [&str; 2] = ["COMPAR_BETWEEN", "COMPAR_SUM"];
const ATTRIBUTES: [&str; 8] =
    ["SOURCE_STATUS", "OBS_STATUS", "CONF_STATUS", "LABEL", "ARTICLE_LABEL", PREDICATES, "FOOTNOTES", "COMMENT_OBS"];

/// All figures of the years and areas that both datasets collect and that differ, the most severe changes first, then in order of key.
///
/// Where one of the two suppresses small counts and the other does not, the other's numbers and words would disclose them: then it is only said what differs.
pub(super) fn changes((old, new): (&Snapshot, &Snapshot), dimensions: &Dimensions, matches: &Matches<'_>, window: &Window) -> Vec<Change> {
    let mut changes = Vec::new();
    let discloses = old.suppresses == new.suppresses;
    let differing = |before: &Record, after: &Record, columns: &[&str]| differing(before, after, columns, discloses);
    let value = |row: &Record| if discloses { value(row) } else { NOT_SAID.to_owned() };
    // A level over time rests on the year before.
    let levels_of = |row: &Record| if window.has_previous(row) { &LEVELS[..] } else { &LEVELS_OF_A_YEAR };
    let side = |snapshot, figure| Side { snapshot, figure };
    let mut add = |kind: Kind, details: Vec<String>, before: Side<'_>, after: Side<'_>| {
        changes.push(change(kind, details, (before, after), dimensions, window));
    };
    // Those that are gone, of the same cells of the same files, in the order of their keys; each takes part in one change.
    let mut by_cells: BTreeMap<String, VecDeque<(&str, &Record)>> = BTreeMap::new();
    let rows = |snapshot| -> Vec<(&str, &Record)> { Snapshot::figures(snapshot).filter(|(_, row)| window.has(row)).collect() };
    let gone: Vec<(&str, &Record)> = rows(old).into_iter().filter(|(key, _)| !matches.new_of.contains_key(key)).collect();
    for (key, row) in &gone {
        if let Some(places) = old.places(row, new) {
            by_cells.entry(places).or_default().push_back((key, row));
        }
    }
    let mut recoded: BTreeSet<&str> = BTreeSet::new();
    for (key, row) in rows(new) {
        let after = side(new, Some((key, row)));
        if let Some((from, before)) = matches.old_of.get(key).and_then(|from| old.figure(from)) {
            let earlier = side(old, Some((from, before)));
            let values = differing(before, row, &VALUE);
            let mut levels = differing(before, row, levels_of(row));
            levels.extend(reasons(earlier, after, discloses, window.has_previous(row)));
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
        match new.places(row, old).and_then(|places| by_cells.get_mut(&places)).and_then(VecDeque::pop_front) {
            Some((from, before)) => {
                recoded.insert(from);
                let earlier = side(old, Some((from, before)));
                let mut details = vec![format!("{from} → {key}")];
                details.extend([&VALUE[..], levels_of(row)].into_iter().flat_map(|columns| differing(before, row, columns)));
                details.extend(reasons(earlier, after, discloses, window.has_previous(row)));
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

fn change(kind: Kind, details: Vec<String>, (old, new): (Side<'_>, Side<'_>), dimensions: &Dimensions, window: &Window) -> Change {
    let causes = causes(old, new, dimensions, window);
    let is_revision = kind == Kind::Value && is_revised(old, new, &causes);
    let key = new.figure.or(old.figure).map(|(key, _)| key.to_owned()).unwrap_or_default();
    Change { kind, key, details, causes, is_revision }
}

/// Reasons that went or came; those over time where both datasets have a year before.
fn reasons(old: Side<'_>, new: Side<'_>, discloses: bool, has_previous: bool) -> Vec<String> {
    let words = |words: &str| if discloses { words.to_owned() } else { words.split(':').next().unwrap_or_default().to_owned() };
    let of = |side: Side<'_>| -> BTreeSet<String> {
        side.flags().filter(|flag| has_previous || !flag.is_of_time).map(|flag| words(&flag.words)).collect()
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
