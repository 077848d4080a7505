//! Differences as text, JSON and Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::change::{Change, Kind};
use super::differences::Differences;
use crate::markdown::{code, escape, table};
use crate::printable::visible;

/// The version of the JSON form.
const SCHEMA_VERSION: u32 = 1;

/// Figures of a row of the Markdown table that are named; the rest is counted.
const KEYS: usize = 12;

/// How differences are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// Fit to be posted on a pull request.
    Markdown,
}

/// Writes the differences; `old` and `new` are the names of the datasets.
pub fn render(differences: &Differences, old: &str, new: &str, form: Form) -> String {
    match form {
        Form::Text => text(differences, old, new),
        Form::Json => document(differences, old, new),
        Form::Markdown => markdown(differences, old, new),
    }
}

/// `3 figures differ: 2 vanished, 1 value (1 of them revisions)`.
fn summary(what: &str, changes: &[Change]) -> String {
    let parts: Vec<String> = Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let of_kind: Vec<&Change> = changes.iter().filter(|change| change.kind == kind).collect();
            let revisions = of_kind.iter().filter(|change| change.is_revision).count();
            let revised = if revisions > 0 { format!(" ({revisions} of them revisions)") } else { String::new() };
            (!of_kind.is_empty()).then(|| format!("{} {}{revised}", of_kind.len(), kind.word()))
        })
        .collect();
    match changes.len() {
        0 => format!("no {what} differs"),
        1 => format!("1 {what} differs: {}", parts.join(", ")),
        n => format!("{n} {what}s differ: {}", parts.join(", ")),
    }
}

/// What a figure and a sum are called.
const FIGURE: &str = "figure";
const SUM: &str = "sum";

/// What happened to a figure: kind, whether it is a revision, details, causes.
type Happening<'a> = (Kind, bool, &'a [String], &'a [String]);

/// Figures that differ in the same way for the same reasons, in the order of the first of each.
fn alike(changes: &[Change]) -> Vec<Vec<&Change>> {
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    let mut known: BTreeMap<Happening<'_>, usize> = BTreeMap::new();
    for change in changes {
        let place = *known.entry((change.kind, change.is_revision, &change.details, &change.causes)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    groups
}

fn text(differences: &Differences, old: &str, new: &str) -> String {
    let changes = &differences.changes;
    let mut text = format!("{old} → {new}: {}\n", summary(FIGURE, changes));
    for sentence in differences.sentences() {
        let _ = writeln!(text, "{}", visible(&sentence));
    }
    for outside in &differences.outside {
        let _ = writeln!(text, "{}", visible(&outside.sentence()));
    }
    listed(&mut text, changes);
    if let Some(sums) = differences.sums.as_ref().filter(|sums| !sums.is_empty()) {
        let _ = writeln!(text, "\nSums over areas: {}", summary(SUM, sums));
        listed(&mut text, sums);
    }
    text
}

fn listed(text: &mut String, changes: &[Change]) {
    for group in alike(changes) {
        let Some(first) = group.first() else { continue };
        let revision = if first.is_revision { ", a revision" } else { "" };
        text.push('\n');
        for change in &group {
            let _ = writeln!(text, "{} ({}{revision})", change.key, change.kind.word());
        }
        for detail in &first.details {
            let _ = writeln!(text, "  {}", visible(detail));
        }
        for cause in &first.causes {
            let _ = writeln!(text, "  because of {}", visible(cause));
        }
    }
}

fn document(differences: &Differences, old: &str, new: &str) -> String {
    let list: Vec<Value> = differences
        .changes
        .iter()
        .map(|change| {
            json!({
                "kind": change.kind.word(),
                "key": change.key,
                "is_revision": change.is_revision,
                "details": change.details,
                "causes": change.causes,
            })
        })
        .collect();
    let outside: Vec<Value> = differences
        .outside
        .iter()
        .map(|outside| {
            json!({
                "kind": outside.extent.word(),
                "code": outside.code,
                "only_in": if outside.is_old { "old" } else { "new" },
                "figures": outside.figures,
                "words": outside.sentence(),
            })
        })
        .collect();
    let sum = |change: &Change| json!({ "kind": change.kind.word(), "key": change.key, "details": change.details });
    let sums: Vec<Value> = differences.sums.iter().flatten().map(sum).collect();
    let window = &differences.window;
    let dimensions = &differences.dimensions;
    let renamed: Vec<Value> = dimensions.renamed().map(|(old, new)| json!({ "old": old, "new": new })).collect();
    let document = json!({
        "schema_version": SCHEMA_VERSION,
        "old": old,
        "new": new,
        "dimensions": {
            "added": dimensions.added().collect::<Vec<_>>(),
            "removed": dimensions.removed().collect::<Vec<_>>(),
            "renamed": renamed,
            "is_reordered": dimensions.is_reordered(),
            "words": dimensions.sentences(),
        },
        "compared": { "years": window.years, "areas": window.areas, "sums": differences.sums.is_some() },
        "outside": outside,
        "changes": list,
        "sums": sums,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn markdown(differences: &Differences, old: &str, new: &str) -> String {
    let changes = &differences.changes;
    let mut text = format!("## Effect on the figures\n\n{} → {}: {}\n", code(old), code(new), summary(FIGURE, changes));
    for sentence in differences.sentences() {
        let _ = writeln!(text, "\n{}", escape(&sentence));
    }
    for (n, outside) in differences.outside.iter().enumerate() {
        let _ = writeln!(text, "{}- {}", if n == 0 { "\n" } else { "" }, escape(&outside.sentence()));
    }
    tables(&mut text, FIGURE, changes);
    if let Some(sums) = differences.sums.as_ref().filter(|sums| !sums.is_empty()) {
        let _ = writeln!(text, "\n## Effect on the sums over areas\n\n{}", summary(SUM, sums));
        tables(&mut text, SUM, sums);
    }
    text
}

/// A table for each kind of change, as many rows as fit into a comment.
fn tables(text: &mut String, what: &str, changes: &[Change]) {
    // Only a figure has causes.
    let header: &[&str] = if what == SUM { &[what, "what"] } else { &[what, "what", "because of"] };
    let mut shown = 0;
    for kind in Kind::ALL {
        let of_kind: Vec<&Change> = changes.iter().filter(|change| change.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let join = |list: &[String]| list.iter().map(|part| escape(part)).collect::<Vec<_>>().join("<br>");
        let groups: Vec<Vec<&Change>> =
            alike(changes).into_iter().filter(|group| group.first().is_some_and(|first| first.kind == kind)).collect();
        let rows = groups.iter().map(|group| {
            let mut keys: Vec<String> = group.iter().take(KEYS).map(|change| code(&change.key)).collect();
            if group.len() > KEYS {
                keys.push(format!("and {} more", group.len() - KEYS));
            }
            let revision = if group.iter().any(|change| change.is_revision) { " *revision*" } else { "" };
            let first = group.first();
            let list = |of: fn(&Change) -> &Vec<String>| first.map(|change| join(of(change))).unwrap_or_default();
            let cells = [format!("{}{revision}", keys.join("<br>")), list(|change| &change.details), list(|change| &change.causes)];
            cells.into_iter().take(header.len()).collect()
        });
        let fitted = table(text, &format!("{} ({})", kind.word(), of_kind.len()), header, rows);
        shown += groups.iter().take(fitted).map(Vec::len).sum::<usize>();
    }
    if shown < changes.len() {
        let _ = writeln!(text, "\nShowing {shown} of {} {what}s; `roundup diff --format json` has all.", changes.len());
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, render};
    use crate::diff::change::{Change, Kind};
    use crate::diff::differences::Differences;

    #[test]
    fn what_happened_to_several_figures_is_told_once() {
        let change = |key: &str, detail: &str| Change {
            kind: Kind::Level,
            key: key.to_owned(),
            details: vec![detail.to_owned()],
            causes: vec!["a line".to_owned()],
            is_revision: false,
        };
        let many = (0..15).map(|year| change(&format!("XX.{year}"), "+ DEF"));
        let changes: Vec<Change> =
            [change("XX.a", "+ ABC"), change("XX.b", "+ OTHER"), change("XX.c", "+ ABC")].into_iter().chain(many).collect();
        let render =
            |changes: &[Change], form| render(&Differences { changes: changes.to_vec(), ..Differences::default() }, "old", "new", form);
        let text = render(&changes[..3], Form::Text);
        assert_eq!(
            text,
            "old → new: 3 figures differ: 3 level\n\nXX.a (level)\nXX.c (level)\n  + ABC\n  because of a line\n\nXX.b (level)\n  + OTHER\n  because of a line\n"
        );
        let markdown = render(&changes, Form::Markdown);
        assert!(markdown.contains("| `XX.a`<br>`XX.c` | + ABC | a line |"), "{markdown}");
        assert!(markdown.contains("`XX.11`<br>and 3 more | + DEF |"), "{markdown}");
        assert!(!markdown.contains("Showing"), "{markdown}");
    }
}
