//! What the reader library drops and the workbook's own XML still has: hidden parts, superscripts, notes, formulas.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::Span;
use crate::model::CellRef;

/// What was found beside the cells of one sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Extras {
    /// Hidden rows as inclusive ranges.
    pub(super) hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns as inclusive ranges.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// Whether the sheet itself is hidden.
    pub(super) hidden: bool,
    /// Texts in which superscript digits are Unicode superscripts; they replace the library's.
    pub(super) texts: BTreeMap<CellRef, String>,
    /// Notes on cells.
    pub(super) notes: BTreeMap<CellRef, String>,
    /// Formulas, as the file writes them.
    pub(super) formulas: BTreeMap<CellRef, String>,
    /// Cells with a formula and no stored value.
    pub(super) without_value: BTreeSet<CellRef>,
    /// Merged ranges.
    pub(super) merged: Vec<Span>,
}

/// The text with its digits as Unicode superscripts; anything else stays.
pub(super) fn superscript(text: &str) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    text.chars().map(|c| c.to_digit(10).and_then(|d| usize::try_from(d).ok()).and_then(|d| DIGITS.get(d).copied()).unwrap_or(c)).collect()
}
