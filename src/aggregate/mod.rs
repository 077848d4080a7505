//! From assessed figures to the cells of the regional dataset, the sums over areas, and the published totals put to the test.
//!
//! This room must not add across units of count, nor over a reason that breaks a sum.

mod children;
mod constant;
mod constraints;
mod reconcile;
mod regional;
mod solve;
mod split;
mod table;

pub use reconcile::{Contribution, Reconciled, Verdict};
pub use regional::{Contributor, LeftOut, Regional};
pub use solve::Range;

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

/// What the figures of a round come to.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// The national figures.
    pub cells: Vec<Cell>,
    /// The sums over areas.
    pub regional: Vec<Regional>,
    /// The published totals, tested.
    pub reconciled: Vec<Reconciled>,
}

/// Makes the cells and the sums, and tests the published totals against them.
pub fn aggregate(figures: Vec<Assessed>, plan: &Plan, round: &Round) -> Aggregate {
    let reconciled = reconcile::reconcile(&figures, plan, round);
    let regional = regional::sum(&figures, plan, round);
    Aggregate { cells: figures.into_iter().map(|figure| Cell { figure }).collect(), regional, reconciled }
}
