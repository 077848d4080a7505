//! `out/history/`: every figure of every vintage, what became of it, and each vintage for statistical warehouses.

mod tables;
mod triangle;
mod vintages;

use super::format::Files;
use super::manifest;
use crate::history::History;

/// The files of a history, in order of path; the same history gives the same bytes. The manifest is always among them.
pub(super) fn files(history: &History) -> Files {
    let mut files: Files = vec![
        (tables::HISTORY.to_owned(), tables::history(history)),
        (tables::REVISIONS.to_owned(), tables::revisions(history)),
        ("revisions.md".to_owned(), triangle::markdown(history).into_bytes()),
    ];
    files.extend(vintages::files(history));
    files.push((manifest::FILE.to_owned(), manifest::of_history(history, &files)));
    files.sort();
    files
}
