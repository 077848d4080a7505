//! From assessed figures to the cells of the regional dataset.
//!
//! Until sums move in, each figure is a cell of its own. This room must not add across units of count or over a flag.

mod reconcile;

pub use reconcile::{Contribution, Reconciled, Verdict};

use crate::compare::Assessed;
use crate::plan::{Plan, Round};

/// A cell of the regional dataset. Made only here.
#[derive(Clone, Debug)]
pub struct Cell {
    figure: Assessed,
}

impl Cell {
    /// The national figure that the cell is.
    pub fn figure(&self) -> &Assessed {
        &self.figure
    }
}

/// Makes the cells, and tests the published totals against them.
pub fn aggregate(figures: Vec<Assessed>, plan: &Plan, round: &Round) -> (Vec<Cell>, Vec<Reconciled>) {
    let reconciled = reconcile::reconcile(&figures, plan, round);
    (figures.into_iter().map(|figure| Cell { figure }).collect(), reconciled)
}
