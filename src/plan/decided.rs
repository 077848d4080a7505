//! Who decided a line of a mapping table, how and when.

use super::codelists::CodeLists;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{Decision, is_date};
use crate::schema::Row;

/// Who decided a line, how and when.
pub(super) fn decision(row: &Row) -> Decision {
    let [justification, decided_by, decided_on, comment] =
        ["justification", "decided_by", "decided_on", "comment"].map(|column| row.get(column).to_owned());
    Decision { justification, decided_by, decided_on, comment }
}

/// The justification, if one is given, must be in its list.
pub(super) fn check_justification(row: &Row, lists: &CodeLists, findings: &mut Findings) {
    let justification = row.get("justification");
    if !justification.is_empty() && !lists.has("justification", justification) {
        let found = format!("the justification \"{justification}\"");
        findings.push(Finding::new(codes::JUSTIFICATION_UNKNOWN, Location::Line(row.at_field("justification")), found));
    }
}

/// The date of the decision, if one is given, in the one form of ISO 8601. A spreadsheet program likes to change it, and then nobody knows which number is the
/// month.
pub(super) fn check_decided_on(row: &Row, findings: &mut Findings) {
    let date = row.get("decided_on");
    if !date.is_empty() && !is_date(date) {
        let finding = Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field("decided_on")), format!("\"{date}\""));
        let remedy = "write year, month and day with hyphens; format the column as text, so that a spreadsheet program leaves it alone";
        findings.push(finding.expected("a date in the form 2020-03-31").remedy(remedy));
    }
}
