//! `manifest.json`: what made the dataset, and the digests of all inputs and outputs. No time stamp.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::diag::Level;
use crate::fs::digest;
use crate::history::History;
use crate::model::{Concept, DimensionRole};
use crate::release::Dataset;

/// Its name.
pub(super) const FILE: &str = "manifest.json";

/// The files that a manifest of this program names; `None` for anything else.
pub(super) fn names(bytes: &[u8]) -> Option<BTreeSet<String>> {
    digests(bytes).map(|digests| digests.into_keys().collect())
}

/// The same files with their digests.
pub(super) fn digests(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    let manifest: Value = serde_json::from_slice(bytes).ok()?;
    let is_own = manifest.pointer("/program/name")? == env!("CARGO_PKG_NAME") && manifest.get("round")?.is_string();
    let outputs = manifest.get("outputs_sha256")?.as_object().filter(|_| is_own)?;
    Some(outputs.iter().map(|(name, digest)| (name.clone(), digest.as_str().unwrap_or_default().to_owned())).collect())
}

/// A dimension of the key: its column, its code list, and the code of figures that are not split by it.
fn dimension(concept: Concept) -> Value {
    let declared = concept.declared();
    let role = declared.role.map(DimensionRole::word);
    json!({ "column": declared.column, "codelist": declared.list, "default": declared.default, "role": role })
}

/// The manifest of a history: its rounds, and the digests of its files.
pub(super) fn of_history(history: &History, files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let rounds: Vec<&str> = history.vintages.iter().map(|vintage| vintage.round.id.as_str()).collect();
    let outputs: Map<String, Value> = files.iter().map(|(name, bytes)| (name.clone(), Value::String(digest(bytes)))).collect();
    let document = json!({
        "schema_version": 1,
        "program": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "round": rounds.last(),
        "rounds": rounds,
        "outputs_sha256": outputs,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}

pub(super) fn json(dataset: &Dataset, files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let digests = |list: Vec<(String, String)>| {
        Value::Object(list.into_iter().map(|(path, sha256)| (path, Value::String(sha256))).collect::<Map<_, _>>())
    };
    let outputs = files.iter().map(|(name, bytes)| (name.clone(), digest(bytes))).collect();
    let count = |level: Level| dataset.findings().iter().filter(|finding| finding.level == level).count();
    let dimensions = dataset.codebook().structure.dimensions().iter().map(|concept| dimension(*concept)).collect::<Vec<_>>();
    let document = json!({
        "schema_version": 1,
        "program": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "round": dataset.round(),
        "years": dataset.codebook().years,
        "areas": dataset.areas().iter().map(ToString::to_string).collect::<Vec<_>>(),
        "dimensions": dimensions,
        "observations": dataset.figures().len(),
        "ledger_cells": dataset.ledger().iter().count(),
        "findings": { "error": count(Level::Error), "warning": count(Level::Warning), "note": count(Level::Note) },
        "inputs_sha256": digests(dataset.inputs().to_vec()),
        "outputs_sha256": digests(outputs),
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}
