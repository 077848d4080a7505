//! Codes that no line of a crosswalk gives: those that a layout sets, and those of a library.

use smol_str::SmolStr;

use crate::model::{CodeId, MappingLine, MappingUse, Predicate};

/// A code that the layout sets for a table.
pub(super) fn by_layout(code: &CodeId, at: &MappingLine) -> MappingUse {
    MappingUse { line: Some(*at), label: SmolStr::new_static("(set for the table)"), predicate: Predicate::Exact, code: *code }
}

/// A code that a library decided, not a line.
pub(super) fn from_library(label: &SmolStr, code: CodeId) -> MappingUse {
    MappingUse { line: None, label: label.clone(), predicate: Predicate::Exact, code }
}
