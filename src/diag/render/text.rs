//! Findings as text, always in one order: fact, place, seen, expected, why it matters, repair, code. Understandable without colour.

use crate::diag::{Finding, Findings, Level, Place};

/// Related places that are shown; the rest is counted.
const RELATED: usize = 4;

/// One finding, several lines, without a trailing line break.
pub fn finding_text(finding: &Finding) -> String {
    finding_with_path(finding, "")
}

/// The same with the headings that lead to the cell.
pub fn finding_with_path(finding: &Finding, path: &str) -> String {
    let place = if path.is_empty() { place_text(&finding.place) } else { format!("{} ({path})", place_text(&finding.place)) };
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
    lines.join("\n")
}

/// A place as people read it: workbook › sheet › cell, or `file:line:column`.
pub fn place_text(place: &Place) -> String {
    match place {
        Place::Round(what) => what.clone(),
        Place::Line(_) => place.to_string(),
        Place::File(file) => file.to_string(),
        Place::Sheet(file, sheet) => format!("{file} › {sheet}"),
        Place::Cell(origin) => format!("{} › {} › {}", origin.file, origin.sheet, origin.cell),
    }
}

/// How many findings of each level, in words.
pub fn summary_line(findings: &Findings) -> String {
    let count = |level: Level| findings.iter().filter(|f| f.level == level).count();
    let part = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    [part(count(Level::Error), "error"), part(count(Level::Warning), "warning"), part(count(Level::Note), "note")].join(", ")
}
