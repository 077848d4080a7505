//! The names that the parts of the SDMX output share: identifiers, names of resources, and which column is what.

use crate::emit::csv::{Column, Table, key};
use crate::model::{Codebook, DataStructure};

/// The version of all structures. They are not final: a steward's edit of a code list changes them.
pub(in crate::emit) const VERSION: &str = "1.0";
/// The measure.
pub(in crate::emit) const MEASURE: &str = "OBS_VALUE";
/// The dimension that the tables do not need: how many years a figure pools.
pub(super) const FREQUENCY: Column =
    Column::code("FREQ", "freq", "How long the reference period is (SDMX CL_FREQ): A one year, A3 three years, M a month.");

/// The scheme of the concepts.
pub(super) fn concepts_of(structure: &DataStructure) -> String {
    format!("CS_{}", structure.id())
}

/// The columns that are attributes.
pub(in crate::emit) fn attributes<'t>(table: &'t Table, structure: &DataStructure) -> impl Iterator<Item = &'t Column> {
    let key = key(structure);
    table.columns.iter().filter(move |column| column.name != MEASURE && !key.contains(&column.name))
}

/// The identifier of a code list.
pub(in crate::emit) fn list_id(list: &str) -> String {
    format!("CL_{}", list.to_ascii_uppercase())
}

/// A code as an identifier: SDMX allows letters, digits, `_`, `-`, `@` and `$`.
pub(in crate::emit) fn code_id(code: &str) -> String {
    code.chars().map(|c| if c.is_ascii_alphanumeric() || "_-@$".contains(c) { c } else { '_' }).collect()
}

/// The identifier that others know a maintained structure by.
pub(in crate::emit) fn urn(class: &str, codebook: &Codebook, id: &str) -> String {
    format!("urn:sdmx:org.sdmx.infomodel.{class}={}:{id}({VERSION})", codebook.agency)
}
