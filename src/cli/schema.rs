//! `roundup schema`: JSON Schemas of machine-readable answers, and of the TOML files, so that editors complete and check them.
//!
//! The schemas of the TOML files are in `schema/*.json` beside this file. In them `"codes": "form"` stands for the codes of a code list of
//! the project, and `"keys": "rules"` with `"values"` for a key for each name that the program knows.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::args::{SchemaOf, SchemaOptions};
use super::status::{Failure, Status};
use super::streams::Streams;
use crate::compare;
use crate::diag::{Finding, Findings, Level, codes, render};
use crate::model::Concept;
use crate::pipeline;

/// The TOML files that have a schema: their names without the extension, and the forms.
const FORMS: [(SchemaOf, &str, &str); 7] = [
    (SchemaOf::Dimensions, "dimensions", include_str!("schema/dimensions.json")),
    (SchemaOf::Layout, "layout", include_str!("schema/layout.json")),
    (SchemaOf::Comparability, "comparability", include_str!("schema/comparability.json")),
    (SchemaOf::Corrections, "corrections", include_str!("schema/corrections.json")),
    (SchemaOf::Accepted, "accepted", include_str!("schema/accepted.json")),
    (SchemaOf::Rounds, "rounds", include_str!("schema/rounds.json")),
    (SchemaOf::Rules, "rules", include_str!("schema/rules.json")),
];

/// The code lists that the forms name, beside those of dimensions.
const LISTS: [&str; 5] = ["absence", "area", "comparability_reason", "fact", "fact_value"];

/// The kinds of names that are not code list, as the forms call them.
const CONCEPTS_OF_TABLES: &str = "concepts of tables";
const CONCEPTS_OF_RECORDS: &str = "concepts of records";
const CONCEPTS_TO_SET: &str = "concepts to set";
const CONCEPTS_OF_A_CAVEAT: &str = "concepts of a caveat";
const AFFECTED: &str = "what a break affects";
const CODES_OF_THE_KEY: &str = "codes of the key";
const DIMENSIONS: &str = "dimensions";

/// Codes and their names, by what they are: a code list, or what the program itself names.
type Named<'a> = &'a dyn Fn(&str) -> Vec<(String, String)>;

pub(super) fn schema(options: &SchemaOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let text = match FORMS.iter().find(|(of, ..)| *of == options.of) {
        Some((_, _, form)) => with_names(&options.mappings, |named, _| document(form, named))??,
        None => render::FINDINGS_SCHEMA.to_owned(),
    };
    streams.out.write_all(text.as_bytes())?;
    Ok(Status::Clean)
}

/// The schemas of all TOML files of a folder: file name and text.
pub(super) fn all(mappings: &Path) -> Result<Vec<(String, String)>, Failure> {
    let texts = |named: Named<'_>, findings: &Findings| {
        // A list that can't be read would make a schema that allows nothing.
        let of_dimensions: Vec<String> = named(DIMENSIONS).into_iter().map(|(list, _)| list).collect();
        let lists = LISTS.into_iter().chain(of_dimensions.iter().map(String::as_str));
        if let Some(empty) = lists.into_iter().find(|list| named(list).is_empty()) {
            // Without dimensions no list is known: the cause stands in their file or in a list of theirs.
            let is_of_lists = |own: &&Finding| ["dimensions.toml", "codelists/"].iter().any(|start| own.location.file().starts_with(start));
            let cause = findings.iter().filter(|own| own.level == Level::Error).find(is_of_lists);
            let no_code = format!("codelists/{empty}.csv gives no code");
            return Err(Failure::Request(cause.map_or(no_code, |own| format!("{}: {}", own.location, own.found))));
        }
        FORMS.iter().map(|(_, name, form)| Ok((format!("{name}.json"), document(form, named)?))).collect()
    };
    with_names(mappings, texts)?
}

/// Hands what the project and the program know by name to `work`, with what was found in the mappings.
fn with_names<T>(mappings: &Path, work: impl FnOnce(Named<'_>, &Findings) -> T) -> Result<T, Failure> {
    let (plan, findings) = pipeline::plan_and_findings(mappings, None)?;
    let lists = plan.lists;
    let own = |name: &str, title: &str| (name.to_owned(), title.to_owned());
    let structure = lists.structure();
    let titled = |concepts: Vec<Concept>| -> Vec<(String, String)> {
        concepts.into_iter().map(|concept| own(concept.word(), &concept.declared().about)).collect()
    };
    let period = || own("period", "The reference period, such as 2016, 2016-03 or 2016-01-01/P3Y.");
    let dimensions = || structure.dimensions().to_vec();
    let coded = || dimensions().into_iter().filter(|concept| structure.detail() != Some(*concept)).collect::<Vec<_>>();
    let area = || own(Concept::area().word(), "The area that a figure is about, in the file of an organisation.");
    let named = |what: &str| match what {
        CONCEPTS_OF_TABLES => [vec![period(), area()], titled(dimensions())].concat(),
        CONCEPTS_OF_RECORDS => [vec![period(), area()], titled(dimensions()), titled(structure.of_records().to_vec())].concat(),
        CONCEPTS_TO_SET => [titled(coded()), vec![period(), area()]].concat(),
        CONCEPTS_OF_A_CAVEAT => {
            let of_caveat = |concept: &Concept| *concept == structure.statement() || concept.declared().splits;
            [titled(dimensions().into_iter().filter(of_caveat).collect()), vec![period()]].concat()
        }
        AFFECTED => [vec![own("level", "Every figure.")], titled(structure.splits().to_vec())].concat(),
        DIMENSIONS => coded().into_iter().filter(|concept| !concept.declared().countries).map(|concept| own(concept.list(), "")).collect(),
        "findings" => codes::ALL.iter().filter(|code| !code.fixed_level).map(|code| own(code.name, code.title)).collect(),
        "rules" => compare::rules().into_iter().map(|rule| own(rule.name, rule.title)).collect(),
        "thresholds" => compare::thresholds().iter().map(|t| own(t.name, &format!("{}; {} by default", t.meaning, t.default))).collect(),
        "measures" => {
            let objects = lists.objects().into_iter().map(|object| own(&object, &format!("every measure that counts a {object}")));
            lists.named(structure.measure().list()).into_iter().chain(objects).collect()
        }
        // Of a key its codes; countries are too many to be listed, and a period is not a code.
        list => match list.strip_prefix(CODES_OF_THE_KEY).map(str::trim) {
            Some(key) => {
                let listed = structure.by_word(key).filter(|concept| !concept.declared().countries);
                listed.map_or_else(Vec::new, |concept| lists.named(concept.list()))
            }
            None => lists.named(list),
        },
    };
    Ok(work(&named, &findings))
}

/// A form with the codes of the project in it.
fn document(form: &str, named: Named<'_>) -> Result<String, Failure> {
    let mut value: Value = serde_json::from_str(form).map_err(|error| Failure::Request(format!("a form of ours is broken: {error}")))?;
    fill(&mut value, named);
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    Ok(text)
}

fn fill(value: &mut Value, named: Named<'_>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, named)),
        Value::Object(object) => {
            object.iter_mut().filter(|(key, _)| *key != "values").for_each(|(_, inner)| fill(inner, named));
            // `codes` and `keys` are words of a form where a text follows them; a key of a mapping file may have the same name.
            if let Some(list) = object.get("codes").and_then(Value::as_str) {
                let (codes, titles): (Vec<String>, Vec<String>) = named(list).into_iter().unzip();
                object.remove("codes");
                object.insert("type".to_owned(), json!("string"));
                if !codes.is_empty() {
                    object.insert("enum".to_owned(), json!(codes));
                    // Taplo and the editors that use it show these beside the codes.
                    object.insert("x-taplo".to_owned(), json!({ "docs": { "enumValues": titles } }));
                }
            }
            if let Some(keys) = object.get("keys").and_then(Value::as_str) {
                let keys = named(keys);
                object.remove("keys");
                let form = object.remove("values").unwrap_or_default();
                let of_key = |(key, name): (String, String)| {
                    let mut form = described(&form, &name);
                    fill(&mut form, &|what| if what == CODES_OF_THE_KEY { named(&format!("{what} {key}")) } else { named(what) });
                    (key, form)
                };
                let properties: Map<String, Value> = keys.into_iter().map(of_key).collect();
                object.insert("properties".to_owned(), Value::Object(properties));
            }
        }
        _ => {}
    }
}

fn described(form: &Value, name: &str) -> Value {
    let mut form = form.clone();
    if let Some(object) = form.as_object_mut() {
        object.insert("description".to_owned(), json!(name));
    }
    form
}
