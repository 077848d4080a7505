//! Differences as text, JSON and Markdown.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::change::{Change, Kind};
use crate::markdown::{code, escape, table};

/// The version of the JSON form.
const SCHEMA_VERSION: u32 = 1;

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
pub fn render(changes: &[Change], old: &str, new: &str, form: Form) -> String {
    match form {
        Form::Text => text(changes, old, new),
        Form::Json => document(changes, old, new),
        Form::Markdown => markdown(changes, old, new),
    }
}

/// `2 vanished, 1 value (1 revision of an earlier year)`.
fn summary(changes: &[Change]) -> String {
    let parts: Vec<String> = Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let of_kind: Vec<&Change> = changes.iter().filter(|change| change.kind == kind).collect();
            let revisions = of_kind.iter().filter(|change| change.is_revision).count();
            let revised = if revisions > 0 { format!(" ({revisions} of them revisions)") } else { String::new() };
            (!of_kind.is_empty()).then(|| format!("{} {}{revised}", of_kind.len(), kind.word()))
        })
        .collect();
    if parts.is_empty() { "no figure differs".to_owned() } else { format!("{} figures differ: {}", changes.len(), parts.join(", ")) }
}

fn text(changes: &[Change], old: &str, new: &str) -> String {
    let mut text = format!("{old} → {new}: {}\n", summary(changes));
    for change in changes {
        let revision = if change.is_revision { ", a revision" } else { "" };
        let _ = writeln!(text, "\n{} ({}{revision})", change.key, change.kind.word());
        for detail in &change.details {
            let _ = writeln!(text, "  {detail}");
        }
        for cause in &change.causes {
            let _ = writeln!(text, "  because of {cause}");
        }
    }
    text
}

fn document(changes: &[Change], old: &str, new: &str) -> String {
    let list: Vec<Value> = changes
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
    let document = json!({ "schema_version": SCHEMA_VERSION, "old": old, "new": new, "changes": list });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn markdown(changes: &[Change], old: &str, new: &str) -> String {
    let mut text = format!("## Effect on the figures\n\n{} → {}: {}\n", code(old), code(new), summary(changes));
    let mut shown = 0;
    for kind in Kind::ALL {
        let of_kind: Vec<&Change> = changes.iter().filter(|change| change.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let join = |list: &[String]| list.iter().map(|part| escape(part)).collect::<Vec<_>>().join("<br>");
        let rows = of_kind.iter().map(|change| {
            let revision = if change.is_revision { " *revision*" } else { "" };
            vec![format!("{}{revision}", code(&change.key)), join(&change.details), join(&change.causes)]
        });
        shown += table(&mut text, &format!("{} ({})", kind.word(), of_kind.len()), &["figure", "what", "because of"], rows);
    }
    if shown < changes.len() {
        let _ = writeln!(text, "\nShowing {shown} of {} figures; `roundup diff --format json` has all.", changes.len());
    }
    text
}
