//! Findings as Markdown, fit to be posted on a pull request.

use std::fmt::Write as _;

use super::report::Report;
use crate::diag::{Finding, Level, Owner};
use crate::markdown::{code, escape, table};

/// The document; shortened where it would be refused, which it says.
pub fn markdown(report: &Report<'_>) -> String {
    let mut text = format!("## Roundup: {}\n\n{}\n", report.verdict(), super::summary_line(report.findings));
    for checked in &report.checked {
        let _ = writeln!(text, "- {}: {}", code(&checked.area), checked.words());
    }
    for what in &report.not_checked {
        let _ = writeln!(text, "- **not checked**: {}", escape(what));
    }
    let all: Vec<&Finding> = report.findings.iter().collect();
    let mut shown = 0;
    for owner in [Owner::Program, Owner::Mapping, Owner::Submission] {
        let mut of_owner: Vec<&Finding> = all.iter().copied().filter(|finding| finding.code.owner == owner).collect();
        of_owner.sort_by_key(|finding| finding.level);
        if of_owner.is_empty() {
            continue;
        }
        let rows = of_owner.into_iter().map(|finding| row(finding, report));
        shown += table(&mut text, title(owner), &["", "where", "what", "repair"], rows);
    }
    if shown < all.len() {
        let _ = writeln!(text, "\nShowing {shown} of {} findings; `roundup check --format json` has all.", all.len());
    }
    text
}

fn title(owner: Owner) -> &'static str {
    match owner {
        Owner::Submission => "Ask the country",
        Owner::Mapping => "Edit the mapping",
        Owner::Program => "Our bug",
    }
}

fn row(finding: &Finding, report: &Report<'_>) -> Vec<String> {
    let level = match finding.level {
        Level::Error => "**error**",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let (line, column) = report.region(&finding.place);
    let mut place = report.path(&finding.place);
    for part in [finding.place.sheet().to_owned(), finding.place.cell()].iter().filter(|part| !part.is_empty()) {
        let _ = write!(place, " › {part}");
    }
    if line > 0 {
        let _ = write!(place, ":{line}");
    }
    if column > 0 {
        let _ = write!(place, ":{column}");
    }
    vec![
        format!("{level} {}", code(finding.code.name)),
        escape(&place),
        format!("{}: {}", escape(finding.code.title), escape(&finding.found)),
        escape(&finding.remedy),
    ]
}
