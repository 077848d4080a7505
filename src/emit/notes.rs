//! What a release says of itself: `release-notes.md`, and `superseded.csv` with the versions whose place it takes.

use std::fmt::Write as _;

use super::csv::{Column, Table};
use super::format::Files;
use crate::markdown::escape;
use crate::model::{Codebook, RevisionCause};
use crate::release::{Change, Notes};

/// The table of versions whose place others took.
pub(super) fn table() -> Table {
    let columns = vec![
        Column::count("VERSION", "The version.").required(),
        Column::text("DATE", "The day on which it was released.").required(),
        Column::text("FILE", "A file of it.").required(),
        Column::text("SHA256", "The digest of the file.").required(),
        Column::text("SUPERSEDED_ON", "The day on which the next version took its place.").required(),
        Column::text("SUPERSEDED_BECAUSE", "Why it did.").required(),
    ];
    let about = "A file of a version whose place another one took.";
    Table::new("superseded.csv", about, vec!["VERSION", "FILE"], columns)
}

/// The notes; the table of the versions before is one of the tables of the release.
pub(super) fn files(notes: &Notes, codebook: &Codebook, round: &str) -> Files {
    vec![("release-notes.md".to_owned(), markdown(notes, codebook, round).into_bytes())]
}

/// Each file of each version before, and since when and why another has its place.
pub(super) fn superseded(notes: &Notes) -> Vec<u8> {
    let next = notes.superseded.iter().skip(1).map(|version| (&version.date, &version.reason)).chain([(&notes.date, &notes.reason)]);
    let rows = notes.superseded.iter().zip(next).flat_map(|(version, (date, reason))| {
        let row = |(file, digest): (&String, &String)| {
            vec![version.number.to_string(), version.date.clone(), file.clone(), digest.clone(), date.clone(), reason.clone()]
        };
        version.files.iter().map(row).collect::<Vec<_>>()
    });
    table().csv(rows)
}

fn markdown(notes: &Notes, codebook: &Codebook, round: &str) -> String {
    let title = if codebook.title.is_empty() { format!("Round {round}") } else { codebook.title.clone() };
    let mut text =
        format!("# {}: release notes\n\nVersion {} of {}. {}\n", escape(&title), notes.version, notes.date, escape(&notes.reason));
    let _ = writeln!(text, "\n## How figures are revised\n\n{}", escape(&notes.policy));
    let (corrections, revisions): (Vec<&Change>, Vec<&Change>) = notes.changes.iter().partition(|change| change.is_correction());
    let before = match &notes.round_before {
        Some(before) => format!("Compared with what was last published in round {before}, and with the versions before this one."),
        None => "No round before this one was released.".to_owned(),
    };
    let _ = writeln!(text, "\n{before}");
    if notes.suppressed > 0 {
        let n = notes.suppressed;
        let what = "suppressed now and was published before, or the other way round; which of them changed is not told, for it would tell their numbers";
        let _ = writeln!(text, "\n{n} {} {what}.", if n == 1 { "figure is" } else { "figures: each is" });
    }
    if notes.changes.is_empty() && notes.suppressed == 0 && !notes.superseded.is_empty() {
        text.push_str("\nNo figure has another value; levels, reasons, names or the program differ, as the digests say.\n");
    }
    list(&mut text, "Revisions", "Figures that became others as registers grow, arrive late or are defined anew.", &revisions);
    list(&mut text, "Corrections", "Mistakes, ours or of those who report.", &corrections);
    text.push_str("\n## Versions before this one\n\n");
    if notes.superseded.is_empty() {
        text.push_str("None.\n");
    }
    for version in &notes.superseded {
        let _ = writeln!(text, "- version {} of {}: superseded.csv has the digests of its files", version.number, version.date);
    }
    text
}

fn list(text: &mut String, title: &str, about: &str, changes: &[&Change]) {
    let _ = writeln!(text, "\n## {title}\n\n{about}\n");
    if changes.is_empty() {
        text.push_str("None.\n");
        return;
    }
    text.push_str("| figure | published in | was | is | cause |\n|---|---|---|---|---|\n");
    for change in changes {
        let value = |value: &Option<String>| value.as_deref().map_or_else(|| "-".to_owned(), escape);
        let causes: Vec<&str> = change.causes.iter().map(|cause| words(*cause)).collect();
        let (old, new) = (value(&change.old), value(&change.new));
        let _ = writeln!(text, "| {} | {} | {old} | {new} | {} |", change.key, escape(&change.against), causes.join("; "));
    }
}

/// A cause for readers.
fn words(cause: RevisionCause) -> &'static str {
    match cause {
        RevisionCause::StateRevised => "who reports gave another figure",
        RevisionCause::StateCorrected => "who reports corrected a mistake",
        RevisionCause::DefinitionChanged => "the figure is defined otherwise",
        RevisionCause::ReadingChanged => "we read the same submission otherwise",
    }
}
