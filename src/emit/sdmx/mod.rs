//! `sdmx/`: the observations as SDMX-CSV 2.0, their structure as SDMX-ML 2.1, the crosswalks as representation maps in SDMX-JSON 2.0.
//!
//! The profile is the one that pysdmx and sdmx1 both read: labels are codes, each line is information (`I`), the measure is a double and what is
//! missing is `NaN`, several reasons stand in one attribute, no field holds a line break.

mod data;
mod ids;
mod maps;
mod structure;

pub(super) use ids::{MEASURE, VERSION, attributes, code_id, list_id, urn};

use super::format::Files;
use crate::release::Dataset;

pub(super) fn files(dataset: &Dataset) -> Files {
    let mut files = vec![("sdmx/data.csv".to_owned(), data::csv(dataset)), ("sdmx/structure.xml".to_owned(), structure::xml(dataset))];
    // Its words are those of the submissions.
    if dataset.has_sources() {
        files.push(("sdmx/maps.json".to_owned(), maps::json(dataset.codebook())));
    }
    files
}
