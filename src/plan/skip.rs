//! Rows and columns that a layout leaves out.

use super::matcher::Matcher;
use crate::model::MappingLine;

/// Rows or columns that are out of scope.
#[derive(Clone, Debug)]
pub struct Skip {
    /// The label.
    pub text: Matcher,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub at: MappingLine,
}
