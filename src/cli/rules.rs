//! `roundup rules`: the register of findings and of rules of comparability.

use super::args::{RulesFormat, RulesOptions, TableFormat};
use super::status::{Failure, Status};
use super::streams::Streams;
use super::table;
use crate::compare;
use crate::diag::{Level, Owner, codes, render};

const HEADER: [&str; 6] = ["CODE", "KIND", "LEVEL", "REPAIR_BY", "TITLE", "WHEN"];

pub(super) fn rules(options: &RulesOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let format = match options.format {
        RulesFormat::Text => TableFormat::Text,
        RulesFormat::Csv => TableFormat::Csv,
        RulesFormat::Markdown => return pages(streams),
    };
    let findings = codes::ALL.iter().map(|code| [code.name, "finding", code.level.word(), code.owner.word(), code.title, code.when]);
    let rules = compare::rules().into_iter().map(|rule| [rule.name, "rule", "", rule.family, rule.title, rule.when]);
    let rows: Vec<[&str; 6]> = findings.chain(rules).collect();
    // What it says when is on its page.
    table::write(format, HEADER, &rows, (5, HEADER.len()), streams)?;
    Ok(Status::Clean)
}

/// The page of each finding, by whose repair it is, then those of the rules of comparability. Each heading can be linked to.
fn pages(streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let out = &mut *streams.out;
    writeln!(
        out,
        "# Findings and rules\n\nPrinted by `roundup rules --format markdown`. An **error** keeps something out of the dataset, a **warning** stays beside the figure, a **note**\n\
        is for the record; `rules.toml` may change the level. `roundup explain CODE` prints one page."
    )?;
    for (owner, heading) in
        [(Owner::Mapping, "Edit the mapping"), (Owner::Submission, "Ask the country"), (Owner::Program, "Internal error")]
    {
        writeln!(out, "\n## {heading}")?;
        for level in [Level::Error, Level::Warning, Level::Note] {
            for code in codes::ALL.iter().filter(|code| code.owner == owner && code.level == level) {
                writeln!(
                    out,
                    "\n### {}\n\n**{}** ({}). {}\n\n- Expected: {}.\n- Why it matters: {}.\n- Repair: {}.",
                    code.name,
                    code.title,
                    code.level.word(),
                    code.when,
                    code.expected,
                    code.why,
                    code.fix
                )?;
            }
        }
    }
    writeln!(
        out,
        "\n## Rules of comparability\n\nA rule gives a figure a reason, and the reason lowers the level of the figure for a use."
    )?;
    for rule in compare::rules() {
        let reasons: Vec<&str> = rule.reasons.iter().map(|reason| reason.word()).collect();
        let reasons = if reasons.is_empty() { "that of the statement that it applies".to_owned() } else { reasons.join(", ") };
        writeln!(
            out,
            "\n### rule-{}\n\n**{}** ({}; reason: {reasons}). {}\n\n- {}",
            rule.name,
            rule.title,
            rule.family,
            rule.when,
            render::capital(rule.what_to_do.trim_end_matches('.'))
        )?;
    }
    Ok(Status::Clean)
}
