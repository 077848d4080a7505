//! The forms of the outputs: which files each has, that nobody pays for what was not asked for, and that tables keep to their description.
//! What readers' programs say of them is asked in `tests/conformance/`.

use std::collections::{BTreeMap, BTreeSet};

use roundup::cli::{Status, Streams, main};
use roundup::emit::{Format, emit};
use roundup::pipeline::{Silent, run};
use roundup::plan::RESERVED_COLUMNS;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{files, own_round, read, records, root};

/// The files of the project's round, written with some words more on the command line.
fn written(more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let out = TempDir::new().expect("a folder");
    let path = |name: &str| root().join(name).to_string_lossy().into_owned();
    let (raw, mappings, folder) = (path("raw"), path("mappings"), out.path().to_string_lossy().into_owned());
    let words = ["roundup", "run", "--quiet", "--raw", &raw, "--mappings", &mappings, "--out", &folder, "--round", "2020"];
    let words = words.iter().chain(more).map(|word| (*word).into()).collect();
    let status = main(words, &mut Streams { out: &mut Vec::new(), err: &mut Vec::new(), terminal: false, colour: false, reader: None });
    assert_eq!(status, Status::Clean);
    files(&out.path().join("2020"))
}

/// Files in the first row are written with the form, those in no row with none.
#[test]
fn each_form_has_its_files() {
    const TABLES: &str = "comparability.csv comparable_sets.csv findings.csv findings.json flags.csv harmonized.csv ledger.csv \
                          reconciliation.csv records.csv regional.csv texts.csv witnesses.csv";
    const LISTS: &str = "codelists/absence.csv codelists/age.csv codelists/area.csv codelists/article.csv \
                         codelists/comparability_level.csv codelists/comparability_reason.csv codelists/conf_status.csv \
                         codelists/form.csv codelists/measure.csv codelists/obs_status.csv codelists/offence.csv codelists/origin.csv \
                         codelists/provider.csv codelists/sex.csv codelists/statement.csv codelists/unit_count.csv codelists/unit_measure.csv";
    let package = format!("{TABLES} {LISTS} datapackage.json sssom/articles.sssom.tsv sssom/crosswalk.sssom.tsv");
    let forms = [
        ("csv", TABLES),
        ("package", package.as_str()),
        ("sdmx", "sdmx/data.csv sdmx/maps.json sdmx/structure.xml"),
        ("parquet", "harmonized.parquet"),
        ("xlsx", "harmonized.xlsx"),
        ("report", "report/index.html report/law-and-categories.md"),
    ];
    let set = |names: &str| names.split_whitespace().map(str::to_owned).chain(["manifest.json".to_owned()]).collect::<BTreeSet<_>>();
    let names = |more: &[&str]| written(more).into_keys().collect::<BTreeSet<String>>();
    for (form, expected) in forms {
        assert_eq!(names(&["--only", form]), set(expected), "{form}");
    }
    assert_eq!(names(&["--only", "parquet,csv", "--only", "csv"]), set(&format!("{TABLES} harmonized.parquet")));
    let all = names(&[]);
    assert_eq!(all, forms.iter().flat_map(|(_, files)| set(files)).collect::<BTreeSet<String>>());
    // The page in out/ names each file or its folder.
    let page = read("out/README.md");
    for name in all {
        let folder = name.split_once('/').map(|(folder, _)| format!("`{folder}/"));
        assert!(page.contains(&format!("`{name}`")) || folder.is_some_and(|folder| page.contains(&folder)), "{name} in out/README.md");
    }
}

#[test]
fn a_form_that_is_none_is_refused() {
    let words = ["roundup", "run", "--only", "pdf"].map(Into::into).to_vec();
    let mut err = Vec::new();
    let status = main(words, &mut Streams { out: &mut Vec::new(), err: &mut err, terminal: false, colour: false, reader: None });
    assert_eq!(status, Status::Failed);
    assert!(String::from_utf8_lossy(&err).contains("parquet"), "the forms that there are");
}

/// The description and the tables, against each other: columns, keys of one line only, nothing empty that must not be, codes of lists.
#[test]
fn tables_keep_to_their_description() {
    let outcome = run(&own_round(), &Silent).expect("a run");
    let files: BTreeMap<String, Vec<u8>> =
        emit(outcome.working.as_ref().expect("a dataset"), &[Format::Package]).expect("the package").into_iter().collect();
    let text = |path: &str| String::from_utf8(files[path].clone()).expect("UTF-8");
    let package: Value = serde_json::from_slice(&files["datapackage.json"]).expect("JSON");
    let words =
        |value: &Value| value.as_array().into_iter().flatten().map(|word| word.as_str().expect("a word").to_owned()).collect::<Vec<_>>();
    let mut keys = 0;
    for resource in package["resources"].as_array().expect("resources") {
        let path = resource["path"].as_str().expect("a path");
        assert_eq!(resource["hash"], format!("sha256:{}", roundup::fs::digest(&files[path])), "{path}");
        if path.rsplit('.').next() != Some("csv") {
            continue;
        }
        let (text, schema) = (text(path), &resource["schema"]);
        let fields = schema["fields"].as_array().expect("fields");
        let header: Vec<&str> = fields.iter().map(|field| field["name"].as_str().expect("a name")).collect();
        assert_eq!(text.lines().next(), Some(header.join(",").as_str()), "{path}");
        let rows = records(&text);
        for key in [words(&schema["primaryKey"]), words(&schema["uniqueKeys"][0])].into_iter().filter(|key| !key.is_empty()) {
            let of = |row: &BTreeMap<String, String>| key.iter().map(|name| row[name].clone()).collect::<Vec<_>>();
            assert_eq!(rows.iter().map(of).collect::<BTreeSet<_>>().len(), rows.len(), "{path}: {key:?}");
            keys += 1;
        }
        for field in fields.iter().filter(|field| field["constraints"]["required"] == true) {
            let name = field["name"].as_str().expect("a name");
            assert!(rows.iter().all(|row| !row[name].is_empty()), "{path}: {name}");
        }
    }
    assert!(keys > 20, "{keys} keys");
}

/// An identifier of SDMX has fewer letters than a code; two codes must not become one.
#[test]
fn codes_stay_apart_in_sdmx() {
    let files = written(&["--only", "sdmx,package"]);
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("codelists/")) {
        let rows = records(&String::from_utf8_lossy(bytes));
        let allowed = |c: char| if c.is_ascii_alphanumeric() || "_-@$".contains(c) { c } else { '_' };
        let codes: BTreeSet<String> = rows.iter().map(|row| row["code"].chars().map(allowed).collect()).collect();
        assert_eq!(codes.len(), rows.len(), "{path}");
        let structure = String::from_utf8_lossy(&files["sdmx/structure.xml"]).into_owned();
        assert!(codes.iter().all(|code| structure.contains(&format!("<str:Code id=\"{code}\">"))), "{path}");
    }
}

/// What stands beside the dimensions in a table can't be the name of a dimension: the table would have two columns of one name.
#[test]
fn no_dimension_can_have_the_name_of_another_column() {
    let outcome = run(&own_round(), &Silent).expect("a run");
    let dataset = outcome.working.as_ref().expect("a dataset");
    let dimensions: Vec<&str> = dataset.codebook().structure.dimensions().iter().map(|dimension| dimension.column()).collect();
    let mut seen = BTreeSet::new();
    for (path, bytes) in emit(dataset, &[Format::Csv, Format::Sdmx]).expect("the tables") {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let Some(header) = (path.rsplit('.').next() == Some("csv")).then(|| text.lines().next().expect("a header")) else { continue };
        let columns: Vec<&str> = header.split(',').map(|column| column.split(['[', ':']).next().expect("a name")).collect();
        if columns.iter().any(|column| dimensions.contains(column)) {
            for column in columns.iter().filter(|column| !dimensions.contains(column)) {
                assert!(RESERVED_COLUMNS.contains(column), "{path}: {column}");
            }
            seen.insert(path);
        }
    }
    let expected = ["comparability.csv", "comparable_sets.csv", "harmonized.csv", "regional.csv", "sdmx/data.csv", "witnesses.csv"];
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
