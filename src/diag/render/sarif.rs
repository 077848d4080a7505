//! Findings as SARIF 2.1.0 (OASIS). A cell is not a line of text, so its sheet and address stand in `logicalLocations`.

use serde_json::{Value, json};

use super::report::{Part, Report};
use crate::diag::{Finding, Level, Location, codes};

/// Related places of a finding that are given; the rest is counted in its properties, and `--format json` has all.
const RELATED: usize = 1_000;

/// The log, with a trailing line break.
pub fn sarif(report: &Report<'_>) -> String {
    let rules: Vec<Value> = codes::ALL
        .iter()
        .map(|code| {
            json!({
                "id": code.name,
                "shortDescription": { "text": code.title },
                "fullDescription": { "text": format!("{} Why it matters: {}.", code.when, code.why) },
                "help": { "text": code.fix },
                "defaultConfiguration": { "level": level(code.level) },
                "properties": { "repair_by": code.owner.word() },
            })
        })
        .collect();
    let results: Vec<Value> = report.findings().map(|(part, finding)| result(part, finding, report)).collect();
    let notifications: Vec<Value> = report
        .not_checked()
        .map(|what| json!({ "level": "warning", "message": { "text": format!("not checked: {what}") } }))
        .chain(report.publication.map(|publication| json!({ "level": "note", "message": { "text": publication } })))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.exit != 2,
                "exitCode": report.exit,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn level(level: Level) -> &'static str {
    level.word()
}

fn result(part: &Part, finding: &Finding, report: &Report<'_>) -> Value {
    let index = codes::ALL.iter().position(|code| code.name == finding.code.name);
    let related: Vec<Value> = finding.related.iter().take(RELATED).map(|place| location(part, place, report)).collect();
    let more = finding.related.len().saturating_sub(RELATED);
    let mut result = json!({
        "ruleId": finding.code.name,
        "level": level(finding.level),
        "message": { "text": Report::message(finding) },
        "locations": [location(part, &finding.location, report)],
        "properties": {
            "found": finding.found,
            "expected": finding.expected,
            "remedy": finding.remedy,
            "repair_by": finding.code.owner.word(),
        },
    });
    if let Some(fields) = result.as_object_mut() {
        fields.extend(index.map(|index| ("ruleIndex".to_owned(), json!(index))));
        if !related.is_empty() {
            fields.insert("relatedLocations".to_owned(), Value::Array(related));
        }
        if more > 0
            && let Some(properties) = fields.get_mut("properties").and_then(Value::as_object_mut)
        {
            properties.insert("more_related".to_owned(), json!(more));
        }
    }
    result
}

fn location(part: &Part, place: &Location, report: &Report<'_>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&report.path(part, place)) } });
    let (line, column) = report.region(place);
    if let (Some(fields), true) = (physical.as_object_mut(), line > 0) {
        let region = if column > 0 { json!({ "startLine": line, "startColumn": column }) } else { json!({ "startLine": line }) };
        fields.insert("region".to_owned(), region);
    }
    let mut location = json!({ "physicalLocation": physical });
    let logical: Vec<Value> = match place {
        Location::Cell(origin) => vec![json!({
            "name": origin.cell.to_string(),
            "fullyQualifiedName": format!("{}!{}!{}", origin.file, origin.sheet, origin.cell),
            "kind": "cell",
        })],
        Location::Sheet(file, sheet) => {
            vec![json!({ "name": &**sheet, "fullyQualifiedName": format!("{file}!{sheet}"), "kind": "sheet" })]
        }
        Location::Round(what) => vec![json!({ "name": what, "kind": "round" })],
        Location::File(_) | Location::Line(_) => Vec::new(),
    };
    if let (Some(fields), false) = (location.as_object_mut(), logical.is_empty()) {
        fields.insert("logicalLocations".to_owned(), Value::Array(logical));
    }
    location
}

/// A path as a URI reference: what RFC 3986 does not allow in a path is written in percent.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
