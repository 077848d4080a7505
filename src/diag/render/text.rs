//! Findings as text: fact, place, seen, expected, repair, code; understandable without colour.

use crate::diag::{Finding, Findings, Level};

/// Related places that are shown; the rest is counted.
const RELATED: usize = 4;

/// One finding, several lines, without a trailing line break.
pub fn finding_text(finding: &Finding) -> String {
    let mut lines = vec![
        format!("{}[{}]: {}", finding.level.word(), finding.code, finding.code.title),
        format!("  place     {}", finding.place),
        format!("  seen      {}", finding.found),
        format!("  expected  {}", finding.expected),
        format!("  repair    {} ({})", finding.remedy, finding.code.owner.action()),
    ];
    lines.extend(finding.related.iter().take(RELATED).map(|place| format!("  see also  {place}")));
    if finding.related.len() > RELATED {
        lines.push(format!("  see also  {} more places, in findings.csv", finding.related.len() - RELATED));
    }
    lines.join("\n")
}

/// How many findings of each level, in words.
pub fn summary_line(findings: &Findings) -> String {
    let count = |level: Level| findings.iter().filter(|f| f.level == level).count();
    let part = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    [part(count(Level::Error), "error"), part(count(Level::Warning), "warning"), part(count(Level::Note), "note")].join(", ")
}
