//! `sdmx/`: the observations as SDMX-CSV 2.0, their structure as SDMX-ML 2.1, the crosswalks as representation maps in SDMX-JSON 2.0.
//!
//! The profile is the one that pysdmx and sdmx1 both read: labels are codes, each line is information (`I`), the measure is a double and what is
//! missing is `NaN`, several reasons stand in one attribute, no field holds a line break.

mod data;
mod maps;
mod structure;

use super::Files;
use super::csv::{Column, Table, key};
use crate::model::{Codebook, DataStructure};
use crate::release::Release;

/// The version of all structures. They are not final: a steward's edit of a code list changes them.
const VERSION: &str = "1.0";
/// The measure.
const MEASURE: &str = "OBS_VALUE";
/// The dimension that the tables do not need: how many years a figure pools.
const FREQUENCY: Column =
    Column::code("FREQ", "freq", "How long the reference period is (SDMX CL_FREQ): A one year, A3 three years, M a month.");

pub(super) fn files(release: &Release) -> Files {
    vec![
        ("sdmx/data.csv".to_owned(), data::csv(release)),
        ("sdmx/maps.json".to_owned(), maps::json(release.codebook())),
        ("sdmx/structure.xml".to_owned(), structure::xml(release)),
    ]
}

/// The scheme of the concepts.
fn concepts_of(structure: &DataStructure) -> String {
    format!("CS_{}", structure.id())
}

/// The columns that are attributes.
fn attributes<'t>(table: &'t Table, structure: &DataStructure) -> impl Iterator<Item = &'t Column> {
    let key = key(structure);
    table.columns.iter().filter(move |column| column.name != MEASURE && !key.contains(&column.name))
}

/// The identifier of a code list.
pub(crate) fn list_id(list: &str) -> String {
    format!("CL_{}", list.to_ascii_uppercase())
}

/// A code as an identifier: SDMX allows letters, digits, `_`, `-`, `@` and `$`.
pub(crate) fn code_id(code: &str) -> String {
    code.chars().map(|c| if c.is_ascii_alphanumeric() || "_-@$".contains(c) { c } else { '_' }).collect()
}

/// The identifier that others know a maintained structure by.
pub(crate) fn urn(class: &str, codebook: &Codebook, id: &str) -> String {
    format!("urn:sdmx:org.sdmx.infomodel.{class}={}:{id}({VERSION})", codebook.agency)
}
