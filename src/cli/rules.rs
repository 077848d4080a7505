//! `roundup rules`: the register of findings and of rules of comparability.

use super::args::RulesOptions;
use super::{Failure, Status, Streams, table};
use crate::compare;
use crate::diag::codes;

const HEADER: [&str; 6] = ["CODE", "KIND", "LEVEL", "REPAIR_BY", "TITLE", "WHEN"];

pub(super) fn rules(options: &RulesOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let findings = codes::ALL.iter().map(|code| [code.name, "finding", code.level.word(), code.owner.word(), code.title, code.when]);
    let rules = compare::rules().into_iter().map(|rule| [rule.name, "rule", "", rule.family, rule.title, rule.when]);
    let rows: Vec<[&str; 6]> = findings.chain(rules).collect();
    // What it says when is on its page.
    table::write(options.format, HEADER, &rows, (5, HEADER.len()), streams)?;
    Ok(Status::Clean)
}
