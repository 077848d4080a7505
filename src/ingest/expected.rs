//! The submissions of a round against the states that it expects.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::files::Submission;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::Sender;
use crate::plan::{Plan, Round, RoundStatus};

/// States that sent nothing, and states whose files nobody expects or nobody can read. `wanted` selects areas; empty means all.
pub fn check_expected(submissions: &[Submission], wanted: &[Sender], round: &Round, plan: &Plan, findings: &mut Findings) {
    let sent: BTreeSet<Sender> = submissions.iter().filter(|s| !s.files.is_empty()).map(|s| s.sender).collect();
    let expected = round.senders.iter().filter(|area| wanted.is_empty() || wanted.contains(area));
    // A folder that is not one has its own finding.
    let is_said =
        |area: &Sender, findings: &Findings| findings.iter().any(|finding| finding.location == Location::File(Arc::from(area.folder())));
    for area in expected.chain(wanted).filter(|area| !sent.contains(area)) {
        if is_said(area, findings) {
            continue;
        }
        let name = plan.lists.sender_name(*area).unwrap_or_default();
        let place = Location::Round(format!("round {}, {area}", round.id));
        let code = if round.status == RoundStatus::Open { codes::SUBMISSION_AWAITED } else { codes::SUBMISSION_MISSING };
        findings.push(Finding::new(code, place, format!("no file of {area} {name}").trim_end().to_owned()));
    }
    for area in &sent {
        let place = Location::File(Arc::from(area.folder()));
        let known = plan.lists.sender_name(*area).is_some();
        match (known, round.senders.contains(area), plan.senders.contains_key(area)) {
            (false, ..) => findings.push(Finding::new(codes::AREA_UNKNOWN, place, format!("files of {area}"))),
            (true, false, _) => {
                let found = format!("files of {area}, which round {} does not name", round.id);
                findings.push(Finding::new(codes::AREA_NOT_EXPECTED, place, found));
            }
            (true, true, false) => {
                let finding = Finding::new(codes::AREA_WITHOUT_MAPPING, place, format!("files of {area}"));
                findings.push(finding.expected(format!("a folder mappings/{}", area.folder())));
            }
            (true, true, true) => {}
        }
    }
}
