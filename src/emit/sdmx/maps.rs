//! `maps.json`: each crosswalk as representation maps (SDMX 3.0, SDMX-JSON 2.0), one for each concept and table.
//!
//! SDMX has no place for the predicate, the justification, nor for a word that was looked up in vain; the files in `sssom/` have.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::ids::{VERSION, code_id, list_id, urn};
use crate::model::{Codebook, Correspondence, Day, LegalArticle, MappedTo, Sender, Validity};

/// The schema of the message, by which readers know its kind.
const SCHEMA: &str =
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/sdmx-json-structure-schema.json";

/// A message. Its head comes first: readers look there for the kind of the rest.
#[derive(Serialize)]
struct Message {
    meta: Value,
    data: Value,
}

type Maps<'a> = BTreeMap<(Sender, &'a str, &'a str), Vec<&'a Correspondence>>;

pub(super) fn json(codebook: &Codebook) -> Vec<u8> {
    let mut groups: Maps<'_> = BTreeMap::new();
    for line in &codebook.correspondences {
        groups.entry((line.sender, line.concept, &line.table)).or_default().push(line);
    }
    let mut numbers: BTreeMap<(Sender, &str), usize> = BTreeMap::new();
    let mut maps = Vec::new();
    for ((area, concept, table), lines) in &groups {
        let mappings: Vec<Value> = lines.iter().filter_map(|line| mapping(line)).collect();
        let Some(target) = target(lines, codebook).filter(|_| !mappings.is_empty()) else { continue };
        let number = numbers.entry((*area, concept)).and_modify(|n| *n += 1).or_insert(1);
        let id = format!("RM_{area}_{}_{number}", concept.to_ascii_uppercase());
        let of = if table.is_empty() { String::new() } else { format!(", in the tables {table}") };
        let name = format!("{}: national words of {concept}{of}", codebook.name("area", &area.to_string()));
        maps.push(map(codebook, &id, &name, &target, &mappings));
    }
    let mut articles: BTreeMap<Sender, Vec<Value>> = BTreeMap::new();
    for article in &codebook.articles {
        articles.entry(article.sender).or_default().push(article_mapping(article));
    }
    for (area, mappings) in &articles {
        let Some((detail, whole)) = codebook.structure.detail().zip(codebook.structure.detailed()) else { break };
        let name = format!("{}: legal articles", codebook.name("area", &area.to_string()));
        let target = json!({ "codelist": urn("codelist.Codelist", codebook, &list_id(whole.list())) });
        maps.push(map(codebook, &format!("RM_{area}_{}", detail.column()), &name, &target, mappings));
    }
    let prepared = format!("{}T00:00:00Z", codebook.newest_decision());
    let document = Message {
        meta: json!({ "schema": SCHEMA, "id": "MAPS", "prepared": prepared, "sender": { "id": codebook.agency }, "test": false }),
        data: json!({ "representationMaps": maps }),
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}

fn map(codebook: &Codebook, id: &str, name: &str, target: &Value, mappings: &[Value]) -> Value {
    json!({
        "id": id,
        "name": name,
        "version": VERSION,
        "agencyID": codebook.agency,
        "source": [{ "dataType": "String" }],
        "target": [target],
        "representationMappings": mappings,
    })
}

/// The list that the codes of some lines are of; periods are of none.
fn target(lines: &[&Correspondence], codebook: &Codebook) -> Option<Value> {
    lines.iter().find_map(|line| match &line.target {
        MappedTo::Code(code) => Some(json!({ "codelist": urn("codelist.Codelist", codebook, &list_id(code.concept().list())) })),
        MappedTo::Period(_) => Some(json!({ "dataType": "ObservationalTimePeriod" })),
        MappedTo::NoTermFound => None,
    })
}

fn mapping(line: &Correspondence) -> Option<Value> {
    let code = match &line.target {
        MappedTo::Code(code) => code_id(code.as_str()),
        MappedTo::Period(period) => period.to_string(),
        MappedTo::NoTermFound => return None,
    };
    let years = (line.years.0.map(Day::first_of), line.years.1.map(Day::last_of));
    Some(value_map(&line.label, line.is_pattern, &code, Validity { from: years.0, to: years.1 }))
}

fn article_mapping(line: &LegalArticle) -> Value {
    value_map(&line.label, line.is_pattern, &code_id(line.code.as_str()), line.validity)
}

fn value_map(label: &str, is_pattern: bool, code: &str, validity: Validity) -> Value {
    let source = if is_pattern {
        json!({ "value": label.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).unwrap_or(label), "isRegEx": true })
    } else {
        json!({ "value": label })
    };
    let mut mapping = json!({ "sourceValues": [source], "targetValues": [code] });
    let days = [("validFrom", validity.from, "00:00:00+00:00"), ("validTo", validity.to, "23:59:59+00:00")];
    if let Some(object) = mapping.as_object_mut() {
        for (key, day, time) in days {
            object.extend(day.map(|day| (key.to_owned(), json!(format!("{day}T{time}")))));
        }
    }
    mapping
}
