//! `codelists/`: the code lists that the tables refer to, one file each.

use std::collections::BTreeSet;

use crate::delimited::document;
use crate::emit::csv::{Kind, one_line, tables};
use crate::emit::format::Files;
use crate::model::{Codebook, DataStructure};

/// The columns of each list.
pub(super) const COLUMNS: [(&str, &str); 5] = [
    ("code", "The code."),
    ("name", "Its name."),
    ("description", "What it means."),
    ("parent", "The code above it."),
    ("source", "The standard that it is taken from."),
];

/// The lists that the tables refer to.
pub(super) fn referred(structure: &DataStructure, has_sources: bool) -> BTreeSet<&'static str> {
    let tables = tables(structure, has_sources);
    let columns = tables.iter().flat_map(|table| &table.columns);
    columns.filter_map(|column| if let Kind::Code(list) = column.kind { Some(list) } else { None }).collect()
}

/// The path of a list.
pub(super) fn path(list: &str) -> String {
    format!("codelists/{list}.csv")
}

pub(super) fn files(codebook: &Codebook, has_sources: bool) -> Files {
    let header = COLUMNS.map(|(name, _)| name.to_owned());
    let list = |list: &'static str| {
        let codes = codebook.lists.get(list).into_iter().flatten();
        let rows =
            codes.map(|own| [&own.code, &own.name, &own.description, &own.parent, &own.source].map(|field| one_line(field).into_owned()));
        (path(list), document(std::iter::once(header.clone()).chain(rows)))
    };
    referred(codebook.structure, has_sources).into_iter().map(list).collect()
}
