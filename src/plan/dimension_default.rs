//! The default of a dimension: the code of figures for which the mappings give none. No code is made up for it.

use std::collections::BTreeMap;

use super::codelists::is_of_identifier;
use super::country_names::CountryNames;
use super::role::Role;
use crate::model::DimensionRole;
use crate::schema::{DimensionImage, Table};

/// Why a dimension has no default, or another one than is written.
pub(super) enum Fault {
    /// What is written is not one. There may be a code that stands for it.
    Wrong { expected: String, instead: Option<String> },
    /// Neither is one written nor does the list give one.
    Missing { expected: String },
    /// None is written, and the list is not there.
    NoList { file: String },
    /// None is written, and the list lacks a column or a header, which is a finding of its own.
    NoColumn,
}

/// The default as it is written, or the code of the list that has the role of the total.
pub(super) fn default(
    image: &DimensionImage,
    role: Option<DimensionRole>,
    list: &str,
    tables: &BTreeMap<String, Table>,
) -> Result<String, Fault> {
    let written = image.default.as_ref().map(|word| word.get_ref().clone());
    let file = format!("codelists/{list}.csv");
    let wrong = |expected: String| Fault::Wrong { expected, instead: None };
    if image.of_records {
        let expected = "nothing: a figure has no place for what only records have".to_owned();
        return if written.is_none() { Ok(String::new()) } else { Err(Fault::Wrong { expected, instead: Some(String::new()) }) };
    }
    // What a word that is no role would ask for nobody knows; there is no key without the role.
    if image.role.is_some() && role.is_none() {
        return Ok(written.unwrap_or_default());
    }
    let table = tables.get(list);
    let rows = || table.into_iter().flat_map(|table| &table.rows).filter(|row| !row.get("code").is_empty());
    let row_of = |code: &str| rows().find(|row| row.get("code") == code);
    let is_code = |code: &str| !code.is_empty() && code.chars().all(is_of_identifier);
    // The codes of a detail stand in the files of the areas.
    if image.detail_of.is_some() {
        let expected = "the code of all articles together: letters A to Z, digits and the signs _ - @ $";
        return match written {
            Some(code) if is_code(&code) => Ok(code),
            Some(_) => Err(wrong(expected.to_owned())),
            None => Err(Fault::Missing { expected: format!("a default, {expected}") }),
        };
    }
    match role {
        // Each figure has a measure, and the measure has a unit: the default stands in no figure.
        Some(DimensionRole::Measure | DimensionRole::Unit) => {
            let expected = "a code for where there is none: letters A to Z, digits and the signs _ - @ $";
            match written {
                Some(code) if is_code(&code) && (role == Some(DimensionRole::Unit) || row_of(&code).is_none()) => Ok(code),
                Some(_) if role == Some(DimensionRole::Measure) => Err(wrong(format!("{expected}; and no code of {file}"))),
                Some(_) => Err(wrong(expected.to_owned())),
                None => Err(Fault::Missing { expected: format!("a default, {expected}") }),
            }
        }
        Some(role @ (DimensionRole::Statement | DimensionRole::Provider)) => {
            let is_of_tables = |code: &str| row_of(code).is_some_and(|row| row.get("role") != Role::Note.word());
            let expected = match role {
                DimensionRole::Provider => format!("a code of {file}: that of figures that a state states about itself"),
                _ => format!("a code of {file} without the role \"{}\": that of figures in tables", Role::Note.word()),
            };
            match written {
                Some(code) if table.is_none() || is_of_tables(&code) => Ok(code),
                Some(code) => Err(Fault::Wrong { expected, instead: row_of(&code).map(|_| code.clone()) }),
                None => Err(Fault::Missing { expected: format!("a default, {expected}") }),
            }
        }
        None => {
            let total = rows().find(|row| row.get("role") == Role::Total.word()).map(|row| row.get("code").to_owned());
            let is_listed = |code: &str| row_of(code).is_some() || (image.countries && CountryNames::iso_codes().contains(code));
            let can_have_roles = table.is_some_and(|table| table.has("role"));
            match (written, total) {
                (Some(code), Some(total)) if code != total => {
                    let expected = format!("{total}, which has the role \"{}\" in {file}, or nothing", Role::Total.word());
                    Err(Fault::Wrong { expected, instead: Some(total) })
                }
                (Some(code), None) if image.splits && can_have_roles => Err(Fault::Wrong {
                    expected: format!("nothing, and a code with the role \"{}\" in {file}", Role::Total.word()),
                    instead: row_of(&code).map(|row| row.get("code").to_owned()),
                }),
                (Some(code), None) if table.is_some_and(Table::has_header) && !is_listed(&code) => Err(wrong(format!("a code of {file}"))),
                (Some(code), _) | (None, Some(code)) => Ok(code),
                (None, None) => Err(match table {
                    None => Fault::NoList { file },
                    Some(table) if !table.has_header() || (image.splits && !table.has("role")) => Fault::NoColumn,
                    Some(_) => {
                        Fault::Missing { expected: format!("a code with the role \"{}\" in {file}, or a default", Role::Total.word()) }
                    }
                }),
            }
        }
    }
}
