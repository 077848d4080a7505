//! Findings as Markdown, for a comment on a pull request.

use std::fmt::Write as _;

use super::report::{Part, Report};
use crate::diag::{Finding, Level, Owner};
use crate::markdown::{code, escape, table};

/// The document; shortened where it would be refused, which it says.
pub fn markdown(report: &Report<'_>) -> String {
    let mut text = format!("## Roundup: {}\n\n{}\n", report.verdict(), super::summary_line(report.findings().map(|(_, finding)| finding)));
    if let Some(publication) = report.publication {
        let _ = writeln!(text, "**{publication}**\n");
    }
    for part in &report.parts {
        for checked in &part.checked {
            let _ = writeln!(text, "- {} {}: {}", code(&part.round), code(&checked.area), checked.words());
        }
    }
    for what in report.not_checked() {
        let _ = writeln!(text, "- **not checked**: {}", escape(what));
    }
    let all: Vec<(&Part, &Finding)> = report.findings().collect();
    let mut shown = 0;
    for owner in [Owner::Program, Owner::Mapping, Owner::Submission] {
        let mut of_owner: Vec<(&Part, &Finding)> = all.iter().copied().filter(|(_, finding)| finding.code.owner == owner).collect();
        of_owner.sort_by_key(|(_, finding)| finding.level);
        if of_owner.is_empty() {
            continue;
        }
        let rows = of_owner.into_iter().map(|(part, finding)| row(part, finding, report));
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
        Owner::Program => "Internal error",
    }
}

fn row(part: &Part, finding: &Finding, report: &Report<'_>) -> Vec<String> {
    let level = match finding.level {
        Level::Error => "**error**",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let (line, column) = report.region(&finding.location);
    let mut place = report.path(part, &finding.location);
    for part in [finding.location.sheet().to_owned(), finding.location.cell()].iter().filter(|part| !part.is_empty()) {
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
