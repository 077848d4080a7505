//! From figures to what may be published.
//!
//! A [`Dataset`] holds all results of a round, for those who work on it. A [`Release`] is what may be written of it: in a round that suppresses small
//! counts it was made of figures without them (`suppress`), before anything compared or summed. `emit` takes a release and nothing else, so that what is
//! unprotected can't be written:
//!
//! ```
//! fn written(release: &roundup::release::Release) -> Result<roundup::emit::Files, roundup::emit::Error> {
//!     roundup::emit::emit(release, &roundup::emit::Format::ALL)
//! }
//! ```
//!
//! ```compile_fail,E0308
//! fn written(working: &roundup::release::Dataset) -> Result<roundup::emit::Files, roundup::emit::Error> {
//!     roundup::emit::emit(working, &roundup::emit::Format::ALL)
//! }
//! ```

use std::sync::Arc;

use crate::aggregate::{Aggregate, Reconciled, Regional};
use crate::compare::{Assessed, ComparableSet, Pair, Witness};
use crate::diag::{Findings, Ledger};
use crate::model::{Codebook, RefArea};
use crate::suppress::Suppressed;

/// All that a round came to: the working copy of the secretariat, with every number. Commands show it on this machine; it can't be written.
#[derive(Clone, Debug)]
pub struct Dataset {
    round: String,
    figures: Vec<Assessed>,
    pairs: Vec<Pair>,
    sets: Vec<ComparableSet>,
    witnesses: Vec<Witness>,
    regional: Vec<Regional>,
    reconciled: Vec<Reconciled>,
    ledger: Ledger,
    findings: Findings,
    inputs: Vec<(String, String)>,
    areas: Vec<RefArea>,
    codebook: Codebook,
}

/// Everything that a run may write. Made only here, and not changed afterwards.
#[derive(Clone, Debug)]
pub struct Release(Arc<Dataset>);

impl std::ops::Deref for Release {
    type Target = Dataset;

    fn deref(&self) -> &Dataset {
        &self.0
    }
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
    Dataset { round: round.to_owned(), figures, pairs, sets, witnesses, regional, reconciled, ledger, findings, inputs, areas, codebook }
}

/// What may be written of a round. Where the round suppresses nothing it is the working copy itself; else what was made of figures of which the small ones
/// were taken out first. That it was, is shown by [`Suppressed`].
pub fn prepare_release(working: &Arc<Dataset>, public: Option<(Dataset, Suppressed)>) -> Release {
    match public {
        Some((dataset, _)) => Release(Arc::new(dataset)),
        None => Release(Arc::clone(working)),
    }
}
