//! Findings as text, always in one order: fact, place, seen, expected, why it matters, repair, code. Understandable without colour.

use crate::diag::{Finding, Level, Location};
use crate::printable::visible;

/// Related places that are shown; the rest is counted.
const RELATED: usize = 4;

/// One finding, several lines, without a trailing line break.
pub fn finding_text(finding: &Finding) -> String {
    finding_with_path(finding, "")
}

/// The same with the headings that lead to the cell.
pub fn finding_with_path(finding: &Finding, path: &str) -> String {
    let place = if path.is_empty() { place_text(&finding.location) } else { format!("{} ({path})", place_text(&finding.location)) };
    let mut lines = vec![
        format!("{}: {}", finding.level.word(), finding.code.title),
        format!("  place     {place}"),
        format!("  seen      {}", finding.found),
        format!("  expected  {}", finding.expected),
        format!("  why       {}", finding.code.why),
        format!("  repair    {} ({})", finding.remedy, finding.code.owner.action()),
    ];
    lines.extend(finding.related.iter().take(RELATED).map(|place| format!("  see also  {}", place_text(place))));
    if finding.related.len() > RELATED {
        lines.push(format!("  see also  {} more places, in findings.csv", finding.related.len() - RELATED));
    }
    lines.push(format!("  code      {0} (roundup explain {0})", finding.code));
    lines.iter().map(|line| visible(line)).collect::<Vec<_>>().join("\n")
}

/// A place as people read it: workbook › sheet › cell, or `file:line:column`.
pub fn place_text(place: &Location) -> String {
    visible(&written(place)).into_owned()
}

fn written(place: &Location) -> String {
    match place {
        Location::Round(what) => what.clone(),
        Location::Line(_) => place.to_string(),
        Location::File(file) => file.to_string(),
        Location::Sheet(file, sheet) => format!("{file} › {sheet}"),
        Location::Cell(origin) => format!("{} › {} › {}", origin.file, origin.sheet, origin.cell),
    }
}

/// One finding on one line: `file:place: level: code: sentence`. `path` is the file as the reader would write it, `column` the character of a mapping line.
pub fn finding_line(finding: &Finding, path: &str, column: u32) -> String {
    let place = match &finding.location {
        Location::Round(_) | Location::File(_) => String::new(),
        Location::Sheet(_, sheet) => format!("{sheet}:"),
        Location::Cell(origin) if &*origin.sheet == "csv" => format!("{}:", origin.cell),
        Location::Cell(origin) => format!("{}!{}:", origin.sheet, origin.cell),
        Location::Line(line) if line.line == 0 => String::new(),
        Location::Line(line) if column == 0 => format!("{}:", line.line),
        Location::Line(line) => format!("{}:{column}:", line.line),
    };
    let (level, code) = (finding.level.word(), finding.code);
    let found = if finding.found.is_empty() { String::new() } else { format!(": {}", finding.found) };
    visible(&format!("{path}:{place} {level}: {code}: {}{found}", finding.code.title)).into_owned()
}

/// How many findings of each level, in words.
pub fn summary_line<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> String {
    let mut counts = [0_usize; 3];
    for finding in findings {
        let slot = match finding.level {
            Level::Error => 0,
            Level::Warning => 1,
            Level::Note => 2,
        };
        if let Some(count) = counts.get_mut(slot) {
            *count += 1;
        }
    }
    let part = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let [errors, warnings, notes] = counts;
    [part(errors, "error"), part(warnings, "warning"), part(notes, "note")].join(", ")
}
