//! Findings as workflow commands, which GitHub shows beside the lines of a change.

use std::fmt::Write as _;

use super::report::Report;
use crate::diag::{Level, Location};
use crate::printable::visible;

/// One command a line: `::error file=…,line=…,title=…::message`.
pub fn github(report: &Report<'_>) -> String {
    let mut text = String::new();
    for (part, finding) in report.findings() {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let (line, column) = report.region(&finding.location);
        let mut properties = vec![format!("file={}", property(&report.path(part, &finding.location)))];
        properties.extend((line > 0).then(|| format!("line={line}")));
        properties.extend((column > 0).then(|| format!("col={column}")));
        properties.push(format!("title={}", property(finding.code.name)));
        // A cell is not a line of a file: it stands in the message.
        let place = if matches!(finding.location, Location::Line(_)) { String::new() } else { format!("{}: ", finding.location) };
        let message = data(&format!("{place}{}", Report::message(finding)));
        let _ = writeln!(text, "::{command} {}::{message}", properties.join(","));
    }
    for what in report.not_checked() {
        let _ = writeln!(text, "::warning title=not checked::{}", data(what));
    }
    if let Some(publication) = report.publication {
        let _ = writeln!(text, "::notice title=not for publication::{}", data(publication));
    }
    text
}

/// A line break would begin a new command, and other control characters act on the log.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
