//! Findings as Markdown, fit to be posted on a pull request.

use std::fmt::Write as _;

use super::report::Report;
use crate::diag::{Finding, Level, Owner};

/// What a comment on a pull request may hold (GitHub refuses 65,536 characters and more).
const MOST: usize = 60_000;

/// The document; shortened where it would be refused, which it says.
pub fn markdown(report: &Report<'_>) -> String {
    let mut text = format!("## Roundup: {}\n\n{}\n", report.verdict(), super::summary_line(report.findings));
    for checked in &report.checked {
        let _ = writeln!(
            text,
            "- `{}`: {} files, {} cells with a digit, {} figures",
            escape(&checked.area),
            checked.files,
            checked.cells,
            checked.figures
        );
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
        let _ = write!(text, "\n### {}\n\n| | where | what | repair |\n|---|---|---|---|\n", title(owner));
        for finding in of_owner {
            let row = row(finding, report);
            if text.len() + row.len() > MOST {
                break;
            }
            text.push_str(&row);
            shown += 1;
        }
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

fn row(finding: &Finding, report: &Report<'_>) -> String {
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
    format!(
        "| {level} `{}` | {} | {}: {} | {} |\n",
        finding.code,
        escape(&place),
        escape(finding.code.title),
        escape(&finding.found),
        escape(&finding.remedy)
    )
}

/// Text of a submission must not become markup, nor mention anybody.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' => escaped.extend(['\\', c]),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '@' => escaped.push_str("@\u{200b}"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
