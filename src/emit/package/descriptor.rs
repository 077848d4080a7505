//! `datapackage.json`: every table with its columns, keys, constraints and digest (Data Package v2, June 2024).

use serde_json::{Map, Value, json};

use super::{codelists, sssom};
use crate::emit::csv::{Column, Kind, Table, tables as tables_of};
use crate::emit::format::Files;
use crate::fs::digest;
use crate::release::Dataset;

const PROFILES: &str = "https://datapackage.org/profiles/2.0";
/// A year, years that are pooled, or a part of a year, as SDMX writes them.
const PERIOD: &str = r"^\d{4}(-(0[1-9]|1[0-2])(-01/P\d+[YM])?|-Q[1-4]|-S[12])?$";

const ABOUT: &str =
    "Figures of several states under common codes, each with what it can be compared with, why, and the cell that it comes from.";

/// The descriptor of a dataset, of its tables and of the other files of the package.
pub(super) fn json(dataset: &Dataset, tables: &Files, others: &Files, more: &[Table]) -> Vec<u8> {
    let codebook = dataset.codebook();
    let mut resources: Vec<Value> = tables_of(codebook.structure, dataset.has_sources())
        .iter()
        .chain(more)
        .map(|table| of_table(table, bytes_of(tables, table.file)))
        .collect();
    resources.extend(
        codelists::referred(codebook.structure, dataset.has_sources())
            .into_iter()
            .map(|list| of_list(list, bytes_of(others, &codelists::path(list)))),
    );
    resources.extend(others.iter().filter(|(path, _)| path.starts_with("sssom/")).map(|(path, bytes)| of_mappings(path, bytes)));
    let sources = codebook.sources.iter().map(|source| {
        let area = codebook.sender_name(source.sender);
        // Without the words of a submission only who sent it is left.
        let title = if source.title.is_empty() && source.producer.is_empty() {
            format!("{area}, received {}", source.received)
        } else {
            format!("{area}: {} ({}, received {})", source.title, source.producer, source.received)
        };
        json!({ "title": title })
    });
    let mut package = json!({
        "$schema": format!("{PROFILES}/datapackage.json"),
        "name": format!("roundup-{}", dataset.round().to_ascii_lowercase()),
        "title": codebook.title,
        "description": format!("{ABOUT} {}", codebook.remark).trim(),
        "licenses": codebook.licences.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "sources": sources.collect::<Vec<_>>(),
        "resources": resources,
    });
    // What is empty must not be there at all.
    if let Some(object) = package.as_object_mut() {
        object.retain(|_, value| !value.as_array().is_some_and(Vec::is_empty) && value.as_str() != Some(""));
    }
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}

fn bytes_of<'f>(files: &'f Files, path: &str) -> &'f [u8] {
    files.iter().find(|(own, _)| own == path).map_or(&[], |(_, bytes)| bytes)
}

fn resource(name: &str, path: &str, bytes: &[u8], about: &str) -> Map<String, Value> {
    let common = json!({
        "name": name,
        "path": path,
        "description": about,
        "format": path.rsplit('.').next(),
        "encoding": "utf-8",
        "bytes": bytes.len(),
        "hash": format!("sha256:{}", digest(bytes)),
    });
    if let Value::Object(map) = common { map } else { Map::new() }
}

fn tabular(mut resource: Map<String, Value>, schema: Value) -> Value {
    resource.insert("type".to_owned(), json!("table"));
    resource.insert("mediatype".to_owned(), json!("text/csv"));
    resource.insert("schema".to_owned(), schema);
    Value::Object(resource)
}

fn of_table(table: &Table, bytes: &[u8]) -> Value {
    let keys = table.columns.iter().filter_map(|column| {
        let Kind::Code(list) = column.kind else { return None };
        Some(json!({ "fields": [column.name], "reference": { "resource": list_name(list), "fields": ["code"] } }))
    });
    let mut schema = json!({
        "$schema": format!("{PROFILES}/tableschema.json"),
        "fieldsMatch": "exact",
        "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
        "foreignKeys": keys.collect::<Vec<_>>(),
    });
    // A primary key may hold nothing empty.
    let is_full = table.columns.iter().all(|column| column.is_required || !table.key.contains(&column.name));
    let (name, key) = if is_full { ("primaryKey", json!(table.key)) } else { ("uniqueKeys", json!([table.key])) };
    if let Some(object) = schema.as_object_mut() {
        object.insert(name.to_owned(), key);
        object.retain(|_, value| !value.as_array().is_some_and(Vec::is_empty));
    }
    let name = table.file.trim_end_matches(".csv").replace('_', "-");
    tabular(resource(&name, table.file, bytes, table.about), schema)
}

fn field(column: &Column) -> Value {
    let mut constraints = Map::new();
    if column.is_required {
        constraints.insert("required".to_owned(), json!(true));
    }
    let (type_, more) = match column.kind {
        Kind::Text | Kind::Code(_) => ("string", None),
        Kind::Count => ("integer", Some(("minimum", json!(0)))),
        Kind::Signed => ("integer", None),
        Kind::Number => ("number", Some(("minimum", json!(0)))),
        Kind::Period => ("string", Some(("pattern", json!(PERIOD)))),
        Kind::Word(words) => ("string", Some(("enum", json!(words)))),
    };
    constraints.extend(more.map(|(key, value)| (key.to_owned(), value)));
    let mut field = json!({ "name": column.name, "type": type_, "description": column.about });
    if let Some(object) = field.as_object_mut().filter(|_| !constraints.is_empty()) {
        object.insert("constraints".to_owned(), Value::Object(constraints));
    }
    field
}

fn list_name(list: &str) -> String {
    format!("codelist-{}", list.replace('_', "-"))
}

fn of_list(list: &str, bytes: &[u8]) -> Value {
    let fields = codelists::COLUMNS.map(|(name, about)| match name {
        "code" | "name" => json!({ "name": name, "type": "string", "description": about, "constraints": { "required": true } }),
        _ => json!({ "name": name, "type": "string", "description": about }),
    });
    let schema = json!({
        "$schema": format!("{PROFILES}/tableschema.json"),
        "fieldsMatch": "exact",
        "fields": fields,
        "missingValues": [""],
        "primaryKey": ["code"],
        "foreignKeys": [{ "fields": ["parent"], "reference": { "resource": "", "fields": ["code"] } }],
    });
    let about = format!("The codes of {}.", list.replace('_', " "));
    tabular(resource(&list_name(list), &codelists::path(list), bytes, &about), schema)
}

fn of_mappings(path: &str, bytes: &[u8]) -> Value {
    let name = path.trim_start_matches("sssom/").trim_end_matches(".sssom.tsv");
    let mut resource = resource(&format!("mappings-{name}"), path, bytes, "Decisions of the mapping files as SSSOM.");
    let fields = sssom::COLUMNS.map(|name| json!({ "name": name, "type": "string" }));
    let more = [
        ("type", json!("table")),
        ("mediatype", json!("text/tab-separated-values")),
        ("dialect", json!({ "delimiter": "\t", "commentChar": "#" })),
        ("schema", json!({ "fields": fields, "missingValues": [""] })),
    ];
    resource.extend(more.map(|(key, value)| (key.to_owned(), value)));
    Value::Object(resource)
}
