//! Findings as JSON, with a schema version.

use serde_json::{Value, json};

use super::report::{Part, Report};
use crate::diag::{Finding, Findings, Level};

/// The JSON Schema of `findings.json` and of `roundup check --format json`.
pub const FINDINGS_SCHEMA: &str = include_str!("findings.schema.json");

/// The version of the form of `findings.json`.
const SCHEMA_VERSION: u32 = 1;

/// All findings as one JSON document with a trailing line break.
pub fn findings_json(findings: &Findings) -> String {
    let list: Vec<Value> = findings.iter().map(finding).collect();
    let document = json!({ "schema_version": SCHEMA_VERSION, "findings": list });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// A check as one JSON document: verdict, what was checked and what was not, and the findings, each with its round.
pub fn check_json(report: &Report<'_>) -> String {
    let of_part = |part: &Part| -> Vec<Value> {
        let checked = part.checked.iter();
        checked.map(|c| json!({ "round": part.round, "area": c.area, "files": c.files, "cells": c.cells, "figures": c.figures })).collect()
    };
    let with_round = |(part, own): (&Part, &Finding)| {
        let mut value = finding(own);
        if let Some(place) = value.get_mut("place").and_then(Value::as_object_mut) {
            place.insert("round".to_owned(), json!(part.round));
        }
        value
    };
    let mut document = json!({
        "schema_version": SCHEMA_VERSION,
        "verdict": {
            "exit": report.exit,
            "words": report.verdict(),
            "errors": report.count(Level::Error),
            "warnings": report.count(Level::Warning),
            "notes": report.count(Level::Note),
            "left_out": report.left_out,
        },
        "checked": report.parts.iter().flat_map(of_part).collect::<Vec<_>>(),
        "not_checked": report.not_checked().collect::<Vec<_>>(),
        "findings": report.findings().map(with_round).collect::<Vec<_>>(),
    });
    if let (Some(publication), Some(fields)) = (report.publication, document.as_object_mut()) {
        fields.insert("publication".to_owned(), json!(publication));
    }
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn finding(finding: &Finding) -> Value {
    let (line, column) = finding.location.line_column();
    json!({
        "code": finding.code.name,
        "level": finding.level.word(),
        "repair_by": finding.code.owner.word(),
        "title": finding.code.title,
        "place": {
            "text": finding.location.to_string(),
            "file": finding.location.file(),
            "sheet": finding.location.sheet(),
            "cell": finding.location.cell(),
            "line": line,
            "column": column,
        },
        "found": finding.found,
        "expected": finding.expected,
        "why": finding.code.why,
        "remedy": finding.remedy,
        "related": finding.related.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
