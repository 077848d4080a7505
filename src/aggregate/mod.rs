//! From assessed figures to the cells of the regional dataset, the sums over areas, and the checks of published totals.
//!
//! This module must not add across units of count, nor over a reason that breaks a sum.

mod area_table;
mod category;
mod children;
mod constant_members;
mod constraints;
mod reconcile;
mod regional;
mod solve;
mod sum;

pub use reconcile::{Contribution, Reconciled, Verdict};
pub use regional::{Contributor, LeftOut, Regional};
pub use solve::Range;

use crate::compare::Assessed;
use crate::plan::{Plan, Round};

/// What the figures of a round come to.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// The national figures.
    pub figures: Vec<Assessed>,
    /// The sums over areas.
    pub regional: Vec<Regional>,
    /// The published totals, tested.
    pub reconciled: Vec<Reconciled>,
}

/// Makes the sums, and tests the published totals against them.
pub fn aggregate(figures: Vec<Assessed>, plan: &Plan, round: &Round) -> Aggregate {
    let reconciled = reconcile::reconcile(&figures, plan, round);
    let regional = sum::sum(&figures, plan, round);
    Aggregate { figures, regional, reconciled }
}
