//! From assessed figures to the cells of the regional dataset.
//!
//! Until sums move in, each figure is a cell of its own. This room must not add across units of count or over a flag.

use crate::compare::Assessed;

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

/// Makes the cells.
pub fn aggregate(figures: Vec<Assessed>) -> Vec<Cell> {
    figures.into_iter().map(|figure| Cell { figure }).collect()
}
