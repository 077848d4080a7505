//! The steward's manual links the page of every message. The JSON Schemas that editors read: the project's own files fit them, and they know exactly the keys that the program reads.

use std::collections::BTreeSet;

use roundup::cli::Status;
use roundup::plan::WordConcept;
use roundup::schema::{AcceptedImage, ComparabilityImage, CorrectionsImage, DimensionsImage, LayoutImage, RoundsImage, RulesImage};
use serde_json::{Map, Value, json};

use crate::support::{Project, own_folders, read, root, say};

const FORMS: [&str; 7] = ["dimensions", "layout", "comparability", "corrections", "accepted", "rounds", "rules"];

fn schema(form: &str) -> Value {
    let (_, mappings) = own_folders();
    serde_json::from_str(&say(&["schema", form, "--mappings", &mappings]).out).expect("JSON")
}

#[test]
fn the_files_of_the_project_fit_their_schemas() {
    let mut count = 0;
    for form in FORMS {
        let schema = schema(form);
        let validator = jsonschema::validator_for(&schema).expect("a valid schema");
        let folders = std::fs::read_dir(root().join("mappings")).expect("mappings").map(|entry| entry.expect("an entry").path());
        for folder in folders.filter(|path| path.is_dir()).chain([root().join("mappings")]) {
            let path = folder.join(format!("{form}.toml"));
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let document: Value = toml::from_str(&text).expect("TOML");
            let errors: Vec<String> = validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(errors.is_empty(), "{}: {}", path.display(), errors.join("\n"));
            count += 1;
        }
    }
    // Four files of each of eleven states but accepted.toml, comparability.toml of the region, rounds.toml and rules.toml.
    assert!(count >= 36, "{count}");
}

#[test]
fn a_schema_refuses_what_the_program_refuses() {
    let schema = schema("layout");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    for (text, fits) in [
        ("language = \"da\"\n", true),
        ("language = \"da\"\nlangauge = \"da\"\n", false),
        ("language = \"da\"\n[absence]\n\"-\" = \"NA\"\n\"..\" = { means = \"O\", legend = \"none\" }\n", true),
        ("language = \"da\"\n[absence]\n\"-\" = \"NOTHING\"\n", false),
        ("language = \"da\"\n[[table]]\nid = \"a\"\nanchor = \"b\"\nset = { measure = \"VICT_ID\" }\nsheet = [\"a\", \"b\"]\n", true),
        ("language = \"da\"\n[[table]]\nid = \"a\"\nanchor = \"b\"\nset = { measure = \"VICTIMS\" }\n", false),
        ("language = \"da\"\n[[table]]\nid = \"a\"\n", false),
    ] {
        let document: Value = toml::from_str(text).expect("TOML");
        assert_eq!(validator.is_valid(&document), fits, "{text}");
    }
}

/// The smallest value that a schema allows.
fn smallest(schema: &Value) -> Value {
    let first = schema["anyOf"].as_array().and_then(|choices| choices.first());
    match (first, schema["type"].as_str()) {
        (Some(choice), _) => smallest(choice),
        (_, Some("array")) => json!([]),
        (_, Some("integer")) => schema.get("minimum").cloned().unwrap_or(json!(0)),
        (_, Some("boolean")) => json!(false),
        (_, Some("object")) => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let key = |key: &Value| key.as_str().expect("a key").to_owned();
            Value::Object(required.iter().map(|name| (key(name), smallest(&schema["properties"][key(name)]))).collect())
        }
        _ => schema["enum"].get(0).cloned().unwrap_or(json!("x")),
    }
}

/// Puts an object into a document.
type Wrap<'a> = &'a dyn Fn(Value) -> Value;

/// Visits every object with keys of its own: its place, its schema, and what puts such an object into a document at this place.
fn walk(schema: &Value, path: &str, wrap: Wrap<'_>, visit: &mut dyn FnMut(&str, &Value, Wrap<'_>)) {
    let Some(properties) = schema["properties"].as_object() else { return };
    visit(path, schema, wrap);
    let around = smallest(schema);
    for (key, inner) in properties {
        let (is_array, inner) = if inner["type"] == "array" { (true, &inner["items"]) } else { (false, inner) };
        let inside = |value: Value| {
            let mut object: Map<String, Value> = around.as_object().cloned().unwrap_or_default();
            object.insert(key.clone(), if is_array { json!([value]) } else { value });
            wrap(Value::Object(object))
        };
        walk(inner, &format!("{path}/{key}"), &inside, visit);
    }
}

/// Why the program cannot read a document; nothing if it can.
fn refusal<T: serde::de::DeserializeOwned>(document: &Value) -> String {
    let text = toml::to_string(document).expect("TOML");
    toml::from_str::<T>(&text).err().map(|error| error.message().to_owned()).unwrap_or_default()
}

/// Names between backticks after the first, which is the unknown key.
fn names(message: &str) -> BTreeSet<String> {
    message.split('`').skip(1).step_by(2).skip(1).map(str::to_owned).collect()
}

fn compare<T: serde::de::DeserializeOwned>(form: &str) -> usize {
    let mut places = 0;
    walk(&schema(form), form, &|value| value, &mut |path, schema, wrap| {
        // Words of rules.toml and codes under `set` and `where` are looked at after reading.
        if ["rules/levels", "rules/rules", "rules/thresholds", "layout/table/set", "layout/records/set", "comparability/caveat/where"]
            .contains(&path)
        {
            return;
        }
        places += 1;
        let object = smallest(schema);
        assert_eq!(refusal::<T>(&wrap(object.clone())), "", "{path}");
        let mut with = object.clone();
        with["no-such-key"] = json!("x");
        let known: BTreeSet<String> = schema["properties"].as_object().expect("properties").keys().cloned().collect();
        assert_eq!(names(&refusal::<T>(&wrap(with))), known, "{path}");
        for key in object.as_object().expect("an object").keys() {
            let mut without = object.clone();
            without.as_object_mut().expect("an object").remove(key);
            assert_eq!(refusal::<T>(&wrap(without)), format!("missing field `{key}`"), "{path}");
        }
    });
    places
}

#[test]
fn schemas_know_the_keys_that_the_program_reads_and_no_other() {
    let places = [
        compare::<DimensionsImage>("dimensions"),
        compare::<LayoutImage>("layout"),
        compare::<ComparabilityImage>("comparability"),
        compare::<CorrectionsImage>("corrections"),
        compare::<AcceptedImage>("accepted"),
        compare::<RoundsImage>("rounds"),
        compare::<RulesImage>("rules"),
    ];
    // The file itself, its dimensions and their elements. The file itself and its tables: numbers, file, hidden, footnote, out_of_scope and table with columns, rows, context, three kinds of
    // passed over labels, missing years and cells; records with columns, flags and labels passed over; five kinds of statements; one kind of entry each; none.
    assert_eq!(places, [3, 19, 6, 2, 2, 2, 1]);
}

#[test]
fn schemas_know_the_concepts() {
    let layout = schema("layout");
    let listed = layout["properties"]["table"]["items"]["properties"]["rows"]["items"]["properties"]["concepts"]["items"]["enum"].clone();
    let structure = roundup::pipeline::plan(&root().join("mappings"), None).expect("a plan").lists.structure();
    let known = |of_records: bool| -> Vec<&str> {
        let is_of_records = |word: &str| WordConcept::parse(word, structure).expect("a concept").is_of_records();
        let is_listed = |word: &&str| *word != "footnote" && (of_records || !is_of_records(word));
        WordConcept::words(structure).into_iter().filter(is_listed).collect()
    };
    assert_eq!(listed, json!(known(false)));
    let records = &layout["properties"]["records"]["items"]["properties"];
    for part in ["columns", "flags"] {
        assert_eq!(records[part]["items"]["properties"]["concept"]["enum"], json!(known(true)));
    }
}

#[test]
fn formatting_a_folder_writes_the_schemas() {
    let project = Project::new();
    let mappings = project.path("mappings").to_string_lossy().into_owned();
    // The code lists are the project's own, which are formatted.
    let first = say(&["fmt", "--check", "--mappings", &mappings]);
    assert_eq!(first.status, Status::Mapping, "{}", first.err);
    assert!(first.out.contains("layout.json"), "{}", first.out);
    assert!(!project.path("mappings/schemas").exists());
    say(&["fmt", "--mappings", &mappings]);
    assert_eq!(say(&["fmt", "--check", "--mappings", &mappings]).status, Status::Clean);
    // A new code is in the schema after the next formatting, and until then the check says so.
    let list = std::fs::read_to_string(project.path("mappings/codelists/sex.csv")).expect("a list");
    project.write("mappings/codelists/sex.csv", format!("{list}Q,Quite another,,,Roundup,,,,\n").as_bytes());
    assert_eq!(say(&["fmt", "--check", "--mappings", &mappings]).status, Status::Mapping);
    say(&["fmt", "--mappings", &mappings]);
    let written = std::fs::read_to_string(project.path("mappings/schemas/layout.json")).expect("a schema");
    assert!(written.contains("\"Quite another\""));
    // A list that can't be read leaves the schemas as they are, and says so.
    project.write("mappings/codelists/sex.csv", list.replacen("code,", "kode,", 1).as_bytes());
    let said = say(&["fmt", "--mappings", &mappings]);
    assert_eq!(said.status, Status::Mapping);
    assert!(said.err.contains("schemas: left as it is: mappings/codelists/sex.csv:1: no column \"code\""), "{}", said.err);
    assert_eq!(std::fs::read_to_string(project.path("mappings/schemas/layout.json")).expect("a schema"), written);
}

#[test]
fn the_manual_links_the_page_of_every_message() {
    let (manual, pages) = (read("mappings/README.md"), read("mappings/FINDINGS.md"));
    // Kept as printed: `roundup rules --format markdown > mappings/FINDINGS.md`.
    assert_eq!(pages, say(&["rules", "--format", "markdown"]).out);
    for code in roundup::diag::codes::ALL.iter() {
        assert!(manual.contains(&format!("[{0}](FINDINGS.md#{0})", code.name)), "{}", code.name);
        assert!(pages.contains(&format!("\n### {}\n", code.name)), "{}", code.name);
    }
    let linked = manual.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()).filter(|path| !path.is_empty());
    for path in linked {
        assert!(root().join("mappings").join(path).exists(), "{path}");
    }
}
