//! From cells to what may leave the program.
//!
//! What is small was withheld before anything compared or summed it (`suppress`); here each cell gets its code of confidentiality, and
//! everything that may be written becomes one [`Release`]. `emit` takes that and nothing else, so that what is unprotected can't be written:
//!
//! ```
//! fn written(release: &roundup::protect::Release) -> Result<roundup::emit::Files, roundup::emit::Error> {
//!     roundup::emit::emit(release, &roundup::emit::Format::ALL)
//! }
//! ```
//!
//! ```compile_fail,E0308
//! fn written(cells: &Vec<roundup::aggregate::Cell>) -> Result<roundup::emit::Files, roundup::emit::Error> {
//!     roundup::emit::emit(cells, &roundup::emit::Format::ALL)
//! }
//! ```

use crate::aggregate::{Aggregate, Cell, Reconciled, Regional};
use crate::compare::{ComparableSet, Pair};
use crate::diag::{Findings, Ledger};
use crate::model::Codebook;

/// A cell with its disclosure decision.
#[derive(Clone, Debug)]
pub struct Released {
    cell: Cell,
}

impl Released {
    /// The cell.
    pub fn cell(&self) -> &Cell {
        &self.cell
    }

    /// Code of SDMX `CL_CONF_STATUS`: `C` for what the source or the round withholds (status Q), else `F`, free for publication.
    pub fn conf_status(&self) -> &'static str {
        let figure = self.cell.figure();
        let withheld = [figure.observation().status.as_str(), figure.status().as_str()].contains(&"Q");
        if withheld { "C" } else { "F" }
    }
}

/// Everything that a run may write. Made only here, and not changed afterwards.
#[derive(Clone, Debug)]
pub struct Release {
    round: String,
    cells: Vec<Released>,
    pairs: Vec<Pair>,
    sets: Vec<ComparableSet>,
    regional: Vec<Regional>,
    reconciled: Vec<Reconciled>,
    ledger: Ledger,
    findings: Findings,
    inputs: Vec<(String, String)>,
    codebook: Codebook,
}

impl Release {
    /// The round.
    pub fn round(&self) -> &str {
        &self.round
    }

    /// The cells in order of key.
    pub fn cells(&self) -> &[Released] {
        &self.cells
    }

    /// The matrix of areas.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The largest comparable sets.
    pub fn sets(&self) -> &[ComparableSet] {
        &self.sets
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

    /// What the codes mean.
    pub fn codebook(&self) -> &Codebook {
        &self.codebook
    }
}

/// What goes into a release beside its cells.
#[derive(Clone, Debug)]
pub struct Papers {
    /// The matrix of areas.
    pub pairs: Vec<Pair>,
    /// The largest comparable sets.
    pub sets: Vec<ComparableSet>,
    /// The ledger.
    pub ledger: Ledger,
    /// The findings, settled.
    pub findings: Findings,
    /// Paths of the inputs with their SHA-256.
    pub inputs: Vec<(String, String)>,
    /// What the codes mean.
    pub codebook: Codebook,
}

/// Protects what a round came to.
pub fn protect(round: &str, aggregate: Aggregate, papers: Papers) -> Release {
    let Papers { pairs, sets, ledger, findings, mut inputs, codebook } = papers;
    let Aggregate { cells, regional, reconciled } = aggregate;
    inputs.sort();
    let cells = cells.into_iter().map(|cell| Released { cell }).collect();
    Release { round: round.to_owned(), cells, pairs, sets, regional, reconciled, ledger, findings, inputs, codebook }
}
