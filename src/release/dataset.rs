//! All that a round came to.

use crate::aggregate::{Aggregate, Reconciled, Regional};
use crate::compare::{Assessed, ComparableSet, Pair, Witness};
use crate::diag::{Findings, Ledger};
use crate::model::{Codebook, RefArea};

/// All that a round came to: the working copy of the secretariat, with every number and every word.
#[derive(Clone, Debug)]
pub struct Dataset {
    pub(super) round: String,
    pub(super) figures: Vec<Assessed>,
    pub(super) pairs: Vec<Pair>,
    pub(super) sets: Vec<ComparableSet>,
    pub(super) witnesses: Vec<Witness>,
    pub(super) regional: Vec<Regional>,
    pub(super) reconciled: Vec<Reconciled>,
    pub(super) ledger: Ledger,
    pub(super) findings: Findings,
    pub(super) inputs: Vec<(String, String)>,
    pub(super) areas: Vec<RefArea>,
    pub(super) codebook: Codebook,
    pub(super) has_sources: bool,
}

impl Dataset {
    /// The round.
    pub fn round(&self) -> &str {
        &self.round
    }

    /// The figures with what they can be used for, in order of key.
    pub fn figures(&self) -> &[Assessed] {
        &self.figures
    }

    /// The matrix of areas.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The largest comparable sets.
    pub fn sets(&self) -> &[ComparableSet] {
        &self.sets
    }

    /// Figures that two providers state.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// The sums over areas.
    pub fn regional(&self) -> &[Regional] {
        &self.regional
    }

    /// The published totals, tested.
    pub fn reconciled(&self) -> &[Reconciled] {
        &self.reconciled
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The findings.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Every input with its SHA-256, in order of path.
    pub fn inputs(&self) -> &[(String, String)] {
        &self.inputs
    }

    /// The areas that it was made for: all of the round, or those that were asked for.
    pub fn areas(&self) -> &[RefArea] {
        &self.areas
    }

    /// What the codes mean.
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }

    /// Whether it has words of submissions, cells and mapping lines. Without them columns and files about them are not written.
    pub fn has_sources(&self) -> bool {
        self.has_sources
    }
}

/// What goes into a dataset beside its figures.
#[derive(Clone, Debug)]
pub struct DatasetParts {
    /// The matrix of areas.
    pub pairs: Vec<Pair>,
    /// The largest comparable sets.
    pub sets: Vec<ComparableSet>,
    /// Figures that two providers state.
    pub witnesses: Vec<Witness>,
    /// The ledger.
    pub ledger: Ledger,
    /// The findings, settled.
    pub findings: Findings,
    /// Paths of the inputs with their SHA-256.
    pub inputs: Vec<(String, String)>,
    /// The areas that it was made for.
    pub areas: Vec<RefArea>,
    /// What the codes mean.
    pub codebook: Codebook,
}

/// Puts together what a round came to.
pub fn dataset(round: &str, aggregate: Aggregate, parts: DatasetParts) -> Dataset {
    let DatasetParts { pairs, sets, witnesses, ledger, findings, mut inputs, areas, codebook } = parts;
    let Aggregate { figures, regional, reconciled } = aggregate;
    inputs.sort();
    let round = round.to_owned();
    Dataset { round, figures, pairs, sets, witnesses, regional, reconciled, ledger, findings, inputs, areas, codebook, has_sources: true }
}
