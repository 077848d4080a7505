//! The texts of a submission against those that were approved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::inventory::{approved_role, inventory};
use super::places::{Inventory, Matched, matched};
use super::report::Report;
use super::told::Told;
use crate::diag::{Finding, Findings, Location, Message, TextEntry, Wording, codes};
use crate::model::MappingLine;
use crate::normalize::normalize;
use crate::plan::{Approved, ApprovedText, SenderPlan, TextIdentity};

/// Says of each text whether it was approved, and reports what differs from the submission that was accepted. `before` was found in the same submission.
pub fn check(entries: &mut [TextEntry], sender: &SenderPlan, before: &Findings) -> Findings {
    let approved = &sender.approved;
    mark(entries, approved);
    let entries: &[TextEntry] = entries;
    let Some(newest) = approved.submissions.last() else { return unapproved(entries, sender) };
    let own: Inventory<'_> = inventory(entries);
    let Matched { known, renamed, gone, fresh } = matched(&own, newest);
    let told = Told::new(sender, before);
    let mut report = Report::new(sender, &told);
    for (new, old) in &renamed {
        report.renamed(new, old);
    }
    report.gone_sheets(gone, &own.keys().map(|(file, _)| file.as_str()).collect());
    report.fresh_sheets(&fresh, &own, &known.keys().map(|(file, _)| file.as_str()).collect());
    for (place, expectation) in &known {
        if let Some(texts) = own.get(place) {
            report.sheet(place, texts, expectation);
        }
    }
    report.findings
}

/// Marks the texts that were approved, of any submission.
fn mark(entries: &mut [TextEntry], approved: &Approved) {
    let known: BTreeSet<TextIdentity> = approved.submissions.iter().flat_map(|own| &own.texts).map(ApprovedText::identity).collect();
    for entry in entries.iter_mut() {
        let role = approved_role(entry.role);
        if entry.wording == Wording::New && known.contains(&(role, entry.table.clone(), normalize(&entry.approved_as))) {
            entry.wording = Wording::Approved;
            entry.role = role;
        }
    }
}

/// That a sender has no approved wording at all.
fn unapproved(entries: &[TextEntry], sender: &SenderPlan) -> Findings {
    let texts = entries.iter().filter(|entry| entry.role.is_text() && entry.wording == Wording::New).count();
    if texts == 0 {
        return Findings::default();
    }
    let sheets: BTreeMap<&Arc<str>, BTreeSet<&Arc<str>>> = entries.iter().fold(BTreeMap::new(), |mut files, entry| {
        files.entry(&entry.origin.file).or_insert_with(BTreeSet::new).insert(&entry.origin.sheet);
        files
    });
    let file = format!("{}/{}", sender.sender.folder(), sender.file("approved.csv"));
    let message =
        Message::new("texts-unapproved", "one").with("n", texts).with("sheets", sheets.values().map(BTreeSet::len).sum::<usize>());
    let finding = Finding::asking(codes::TEXTS_UNAPPROVED, Location::Line(MappingLine::whole(&file)), message);
    Findings::from_iter([finding.remedy(format!("roundup approve {} shows them, and --write keeps them", sender.sender.folder()))])
}
