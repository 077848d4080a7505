//! What `approved.csv` of the senders of a round is, when the texts that they sent are accepted.

use std::path::PathBuf;

use super::{Outcome, Request, plan};
use crate::approval::{self, Approval};
use crate::diag::{Finding, Level, TextEntry};
use crate::fs;
use crate::model::Sender;

/// The texts of a sender that would be accepted.
#[derive(Debug)]
pub struct Accepted {
    /// The sender.
    pub sender: Sender,
    /// The file that remembers them.
    pub path: PathBuf,
    /// Its content; `None` while the submission has errors, for what is not read yet has no role that could be approved.
    pub bytes: Option<Vec<u8>>,
    /// How many texts it has.
    pub texts: usize,
    /// How many errors stand in the way.
    pub errors: usize,
}

/// The tables of the senders that were asked for and sent something, in their order.
pub fn accepted(request: &Request, outcome: &Outcome, approval: &Approval) -> Result<Vec<Accepted>, fs::Error> {
    let plan = plan(&request.mappings, Some(&request.round))?;
    let all: &[TextEntry] = outcome.working.as_ref().map_or(&[], |data| data.ledger().texts());
    let mut accepted = Vec::new();
    for sender in outcome.files.keys() {
        let Some(own) = plan.senders.get(sender) else { continue };
        let folder = format!("{}/", sender.folder());
        let entries: Vec<TextEntry> = all.iter().filter(|entry| entry.origin.file.starts_with(&folder)).cloned().collect();
        // What is wrong with the file itself is repaired by writing it.
        let is_kept = |file: &str| file.strip_prefix(&folder).is_some_and(|leaf| leaf.starts_with("approved."));
        let is_error = |finding: &&Finding| {
            let file = finding.location.file();
            finding.level == Level::Error && file.starts_with(&folder) && !is_kept(file)
        };
        let errors = outcome.findings.iter().filter(is_error).count();
        let bytes = (errors == 0).then(|| approval::table(&entries, own, approval));
        let path = request.mappings.join(sender.folder()).join(own.file("approved.csv"));
        accepted.push(Accepted { sender: *sender, path, bytes, texts: entries.len(), errors });
    }
    Ok(accepted)
}
