//! For whom a release is, and what of a dataset may be told them: an allow-list. Each value is put together from what is allowed, so that whatever is added to a
//! dataset later stays inside until somebody allows it here.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::dataset::Dataset;
use crate::compare::Witness;
use crate::diag::codes;
use crate::model::{Name, Sender};

/// For whom a release is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody.
    Public,
    /// Who reads what a check says of a change, such as in the log of CI: nothing that the round suppresses, and else all that helps to repair it.
    Reviewers,
    /// Who sent figures: their own in full, and of the others what is public.
    Sender(Sender),
}

impl Audience {
    /// Whether a sender's own submission may be shown in full.
    pub fn owns(self, sender: Sender) -> bool {
        self == Self::Sender(sender)
    }

    /// The sender that the release is for.
    pub fn sender(self) -> Option<Sender> {
        match self {
            Self::Public | Self::Reviewers => None,
            Self::Sender(sender) => Some(sender),
        }
    }
}

/// What of a dataset may be told where its sources are not public: codes, numbers, levels and reasons by code. Words of submissions and of stewards, cells and
/// mapping lines are told only to the sender whose they are.
pub(super) fn narrowed(data: &Dataset, audience: Audience) -> Dataset {
    let owns = |file: &str| Sender::of_file(file).is_some_and(|sender| audience.owns(sender));
    let figures = data.figures.iter().map(|figure| {
        let sender = figure.observation().key.sender();
        if audience.owns(sender) { figure.clone() } else { figure.without_words() }
    });
    let mut findings = data.findings.clone();
    findings.select(|finding| owns(finding.location.file()));
    findings.change(|finding| {
        finding.related.retain(|place| owns(place.file()));
        // It quotes what another sender says, and its cell.
        if finding.code == codes::WITNESSES_DIFFER {
            "another provider states another number: witnesses.csv has both".clone_into(&mut finding.found);
        }
    });
    Dataset {
        round: data.round.clone(),
        figures: figures.collect(),
        pairs: data.pairs.iter().map(crate::compare::Pair::without_words).collect(),
        sets: data.sets.clone(),
        witnesses: data.witnesses.iter().map(crate::compare::Witness::without_words).collect(),
        regional: data.regional.clone(),
        reconciled: Vec::new(),
        ledger: data.ledger.of_files(owns),
        findings,
        inputs: data.inputs.iter().filter(|(path, _)| path.starts_with("mappings/codelists/")).cloned().collect(),
        areas: data.areas.clone(),
        codebook: data.codebook.without_words(audience.sender()),
        has_sources: audience != Audience::Public,
    }
}

/// A dataset as it is, or narrowed; without what rounds say that were not released.
pub(super) fn release_of(data: &Arc<Dataset>, audience: Audience, sources_public: bool, unreleased: &BTreeSet<Name>) -> Arc<Dataset> {
    if audience == Audience::Reviewers {
        return Arc::clone(data);
    }
    let is_told = |witness: &Witness| [&witness.first, &witness.second].iter().all(|said| !unreleased.contains(&said.vintage));
    let mut told = if sources_public { (**data).clone() } else { narrowed(data, audience) };
    told.witnesses.retain(is_told);
    Arc::new(told)
}
