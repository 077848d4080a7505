//! Findings as workflow commands, which GitHub shows beside the lines of a change.

use std::fmt::Write as _;

use super::report::Report;
use crate::diag::{Level, Place};

/// One command a line: `::error file=…,line=…,title=…::message`.
pub fn github(report: &Report<'_>) -> String {
    let mut text = String::new();
    for finding in report.findings {
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let (line, column) = report.region(&finding.place);
        let mut properties = vec![format!("file={}", property(&report.path(&finding.place)))];
        properties.extend((line > 0).then(|| format!("line={line}")));
        properties.extend((column > 0).then(|| format!("col={column}")));
        properties.push(format!("title={}", property(finding.code.name)));
        // A cell is no line of a file: it stands in the message.
        let place = if matches!(finding.place, Place::Line(_)) { String::new() } else { format!("{}: ", finding.place) };
        let message = data(&format!("{place}{}", Report::message(finding)));
        let _ = writeln!(text, "::{command} {}::{message}", properties.join(","));
    }
    for what in &report.not_checked {
        let _ = writeln!(text, "::warning title=not checked::{}", data(what));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
