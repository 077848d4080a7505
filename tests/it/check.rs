//! `roundup check`: the same findings in every form, each form valid by its schema, and exact exit statuses.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;
use roundup::cli::Status;
use serde_json::Value;

use crate::support::{EMPTY_CROSSWALK, Project, Said, own_folders, read, records, say};

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n[[table]]\nid = \"t\"\nanchor = \"Form\"\n\
    columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";

/// A state with a figure, an unmapped label with markup in it, a cell that is not a count and a predicate that is none.
fn project() -> Project {
    let project = Project::new();
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    let crosswalk = format!("{EMPTY_CROSSWALK}form,Sexual,skos:exactMatch,SEX,,,,,,,,\nform,Labour,skos:sameMatch,LAB,,,,,,,,\n");
    project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
    project.write("raw/2020/xx/da ta.csv", "Form,2016,2017\nSexual,5,1.5\n\"<b>@all | 100%,x:y</b>\",3,4\n".as_bytes());
    project.write("raw/2020/xx/more.csv", "Form,2018\nSexual,7\n".as_bytes());
    project.describe_source("xx");
    project
}

fn check(project: &Project, words: &[&str]) -> Said {
    let (raw, mappings) = (project.path("raw"), project.path("mappings"));
    let (raw, mappings) = (raw.to_string_lossy().into_owned(), mappings.to_string_lossy().into_owned());
    let all: Vec<&str> = ["check", "--raw", &raw, "--mappings", &mappings].into_iter().chain(words.iter().copied()).collect();
    say(&all)
}

fn validate(schema: &str, document: &Value) {
    let schema: Value = serde_json::from_str(schema).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let errors: Vec<String> = validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

fn json(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {}", said.out))
}

fn word(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// The codes with their places, as the JSON form has them.
fn found(project: &Project, words: &[&str]) -> Vec<String> {
    let said = check(project, &[words, &["--format", "json"]].concat());
    let document = json(&said);
    let findings = document["findings"].as_array().expect("findings").clone();
    // That nobody approved the words of the made-up state is no subject here.
    let findings = findings.iter().filter(|finding| finding["code"] != "texts-unapproved");
    findings.map(|f| format!("{} {} {}", word(&f["level"]), word(&f["code"]), word(&f["place"]["text"]))).collect()
}

const ALL: [&str; 3] = [
    "error predicate-unknown mappings/xx/crosswalk.csv:3:3",
    "error label-unmapped raw xx/da ta.csv!csv!A3",
    "error cell-not-a-count raw xx/da ta.csv!csv!C2",
];

#[test]
fn everything_is_found_in_one_run_and_nothing_is_written() {
    let project = project();
    let mut all = found(&project, &[]);
    all.sort();
    let mut expected: Vec<String> = ALL.iter().map(|line| (*line).to_owned()).collect();
    expected.sort();
    assert_eq!(all, expected);
    assert!(!project.path("out").exists());
}

#[test]
fn exit_statuses_and_levels_are_as_asked() {
    let project = project();
    let cases: [(&[&str], Status); 9] = [
        (&[], Status::Mapping),
        (&["--select", "cell-not-a-count"], Status::Submission),
        (&["--ignore", "predicate-unknown", "--ignore", "label-unmapped"], Status::Submission),
        (&["--allow", "predicate-unknown", "--allow", "label-unmapped", "--allow", "cell-not-a-count"], Status::Clean),
        (&["--select", "label-blank"], Status::Clean),
        (&["--exit-zero"], Status::Clean),
        (&["--select", "no-such-code"], Status::Failed),
        (&["--exit-zero", "elsewhere.xlsx"], Status::Failed),
        (&["--round", "1999"], Status::Mapping),
    ];
    for (words, expected) in cases {
        let said = check(&project, words);
        assert_eq!(said.status, expected, "{words:?}\n{}\n{}", said.out, said.err);
    }
    let denied = found(&project, &["--allow", "label-unmapped"]);
    assert!(denied.contains(&"note label-unmapped raw xx/da ta.csv!csv!A3".to_owned()), "{denied:?}");
}

#[test]
fn a_file_is_checked_alone() {
    let project = project();
    let path = |name: &str| project.path(name).to_string_lossy().into_owned();
    assert!(found(&project, &[&path("raw/2020/xx/more.csv")]).is_empty());
    assert_eq!(check(&project, &[&path("raw/2020/xx/more.csv")]).status, Status::Clean);
    assert_eq!(found(&project, &[&path("mappings/xx/crosswalk.csv")]), ALL[..1].to_vec());
    assert_eq!(found(&project, &[&path("raw/2020/xx")]).len(), 2);
    assert_eq!(found(&project, &[&path("mappings"), &path("raw/2020")]).len(), 3);
    assert_eq!(check(&project, &[&path("raw/2020/xx/none.csv")]).status, Status::Failed);
}

/// A file that nothing could read is not a file without faults.
#[test]
fn what_was_not_checked_is_said_and_has_not_passed() {
    let project = project();
    project.write("mappings/xx/layout.toml", b"language = \n");
    let file = project.path("raw/2020/xx/more.csv").to_string_lossy().into_owned();
    let said = check(&project, &[&file]);
    assert_eq!(said.status, Status::Mapping, "{}", said.out);
    assert!(said.out.contains("not checked: xx/more.csv: no cell of it was read, for mappings/xx/layout.toml"), "{}", said.out);
    for format in ["json", "sarif", "junit", "github", "markdown"] {
        let said = check(&project, &[&file, "--format", format]);
        assert!(said.out.contains("not checked") || said.out.contains("not_checked"), "{format}: {}", said.out);
        assert_eq!(said.status, Status::Mapping);
    }
}

#[test]
fn sarif_and_json_fit_their_schemas() {
    let sarif_schema = read("tests/schemas/sarif-2.1.0.json");
    let findings_schema = say(&["schema", "findings"]).out;
    let project = project();
    validate(&sarif_schema, &json(&check(&project, &["--format", "sarif"])));
    validate(&findings_schema, &json(&check(&project, &["--format", "json"])));
    let (raw, mappings) = own_folders();
    for format in ["sarif", "json"] {
        let said = say(&["check", "--raw", &raw, "--mappings", &mappings, "--format", format]);
        assert_eq!(said.status, Status::Clean);
        validate(if format == "sarif" { &sarif_schema } else { &findings_schema }, &json(&said));
    }
    let outcome = project.run();
    let written: Value = serde_json::from_str(&crate::support::output(&outcome, "findings.json")).expect("JSON");
    validate(&findings_schema, &written);
}

/// A cell is not a line of text: its address stands in the logical location; a mapping line has a region.
#[test]
fn sarif_places_cells_and_lines() {
    let log = json(&check(&project(), &["--format", "sarif"]));
    let results = log["runs"][0]["results"].as_array().expect("results").clone();
    let of = |code: &str| results.iter().find(|result| result["ruleId"] == code).expect("a result")["locations"][0].clone();
    let cell = of("cell-not-a-count");
    assert!(cell["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a uri").ends_with("raw/2020/xx/da%20ta.csv"), "{cell}");
    assert_eq!(cell["physicalLocation"]["region"], Value::Null);
    assert_eq!(cell["logicalLocations"][0]["name"], "C2");
    assert_eq!(cell["logicalLocations"][0]["fullyQualifiedName"], "xx/da ta.csv!csv!C2");
    let line = of("predicate-unknown");
    assert_eq!(line["physicalLocation"]["region"], serde_json::json!({ "startLine": 3, "startColumn": 13 }));
    let rule =
        &log["runs"][0]["tool"]["driver"]["rules"][usize::try_from(results[0]["ruleIndex"].as_u64().expect("an index")).expect("an index")];
    assert_eq!(rule["id"], results[0]["ruleId"]);
}

#[test]
fn junit_has_known_elements_and_counts_that_agree() {
    let known: BTreeMap<String, BTreeMap<String, String>> =
        records(&read("tests/schemas/junit.csv")).into_iter().map(|record| (record["element"].clone(), record)).collect();
    let project = project();
    project.write("mappings/yy/layout.toml", b"x");
    let said = check(&project, &["--format", "junit"]);
    let mut reader = Reader::from_str(&said.out);
    let (mut open, mut cases, mut failures): (Vec<String>, BTreeMap<String, usize>, usize) = (Vec::new(), BTreeMap::new(), 0);
    let mut declared: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        let event = reader.read_event().expect("well-formed XML");
        let (start, is_empty) = match &event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let name = start.name().as_ref().to_owned();
        let rule = known.get(&name).unwrap_or_else(|| panic!("<{name}> is not an element of JUnit"));
        assert_eq!(open.last().map_or("", String::as_str), rule["parent"], "<{name}> stands in another element");
        let attributes: BTreeMap<String, String> = start
            .attributes()
            .map(|attribute| attribute.expect("an attribute"))
            .map(|a| (a.key.as_ref().to_owned(), a.value.to_string()))
            .collect();
        assert!(attributes.keys().all(|key| rule["attributes"].split(' ').any(|k| k == key)), "<{name}> has {attributes:?}");
        assert!(
            rule["needed"].split(' ').filter(|key| !key.is_empty()).all(|key| attributes.contains_key(key)),
            "<{name}> has {attributes:?}"
        );
        if matches!(name.as_str(), "testsuites" | "testsuite") {
            declared.insert(format!("{name} {}", attributes["name"]), attributes["tests"].parse().expect("a count"));
        }
        if name == "testcase" {
            *cases.entry(attributes["classname"].clone()).or_default() += 1;
        }
        failures += usize::from(name == "failure");
        if !is_empty {
            open.push(name);
        }
    }
    assert!(open.is_empty());
    assert!(failures >= 3, "{}", said.out);
    assert_eq!(declared["testsuites roundup check"], cases.values().sum::<usize>());
    for (suite, n) in &cases {
        assert_eq!(declared[&format!("testsuite {suite}")], *n, "{suite}");
    }
}

/// Words of a submission are data in every form: no markup, no mention, no second workflow command.
#[test]
fn words_of_a_submission_stay_words() {
    let project = project();
    project.write("raw/2020/xx/da ta.csv", "Form,2016,2017\nSexual,5,1.5\n\"<b>@all | 100%\n::error ::x,y:z</b>\",3,4\n".as_bytes());
    project.describe_source("xx");
    let markdown = check(&project, &["--format", "markdown"]).out;
    assert!(!markdown.contains("<b>") && !markdown.contains("@all") && markdown.contains("100%"), "{markdown}");
    let github = check(&project, &["--format", "github"]).out;
    assert!(github.lines().all(|line| ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start))), "{github}");
    assert_eq!(github.lines().count(), 4, "{github}");
    assert!(github.contains("file=") && github.contains("crosswalk.csv,line=3,col=13,title=predicate-unknown::"), "{github}");
}

#[test]
fn text_says_each_finding_in_one_order_and_draws_its_place() {
    let said = check(&project(), &[]);
    let at = |part: &str| said.out.find(part).unwrap_or_else(|| panic!("no {part:?} in\n{}", said.out));
    let order = [
        "error: A predicate is not one of the five",
        "  place     ",
        "  seen      ",
        "  expected  ",
        "  why       ",
        "  repair    ",
        "  code      predicate-unknown",
    ];
    assert!(order.map(at).is_sorted());
    assert!(at("== edit the mapping (2) ==") < at("== ask the country (1) =="));
    assert!(said.out.contains(" >   3 | form,Labour,skos:sameMatch") && said.out.contains("       |             ^"), "{}", said.out);
    assert!(said.out.contains("place     xx/da ta.csv › csv › C2") && said.out.contains(">1.5<"), "{}", said.out);
    assert!(said.out.contains("xx: 2 files") && said.err.is_empty(), "{}", said.out);
}

#[test]
fn a_clean_submission_gets_a_sentence_too() {
    let (raw, mappings) = own_folders();
    let said = say(&["check", "--raw", &raw, "--mappings", &mappings, "--area", "dk"]);
    assert_eq!(said.status, Status::Clean);
    assert!(
        !said.out.contains("mappings/de/") && !said.out.contains("statement-unused"),
        "areas that were not read look unused: {}",
        said.out
    );
    assert!(
        said.out.contains("dk: 1 file, 103 cells with a digit, 94 figures; no error") && said.out.contains("passed: 0 errors"),
        "{}",
        said.out
    );
}

#[test]
fn the_register_lists_every_finding_and_rule() {
    let rows = records(&say(&["rules", "--format", "csv"]).out);
    assert!(roundup::diag::codes::ALL.iter().all(|code| rows.iter().any(|row| row["CODE"] == code.name && row["KIND"] == "finding")));
    assert!(rows.iter().filter(|row| row["KIND"] == "rule").count() >= 30);
    assert!(rows.iter().all(|row| !row["TITLE"].is_empty() && !row["WHEN"].is_empty()));
    assert!(say(&["rules"]).out.lines().count() > rows.len());
}

/// The answer is printed ready to be pasted, and then the finding is silent and the figure says why.
#[test]
fn an_answer_silences_its_finding_as_long_as_the_value_stands() {
    let project = project();
    project.write("raw/2020/xx/da ta.csv", b"Form,2016,2017\nSexual,5,1.5\n");
    project.describe_source("xx");
    let (raw, mappings) = (project.path("raw"), project.path("mappings"));
    let (raw, mappings) = (raw.to_string_lossy().into_owned(), mappings.to_string_lossy().into_owned());
    let accept = |cell: &str| {
        let answer = ["--reason", "an \"average\"", "--who", "ministry", "--date", "2020-03-01", "--raw", &raw, "--mappings", &mappings];
        say(&[&["accept", "cell-not-a-count", cell][..], &answer].concat())
    };
    assert_eq!(accept("xx/da ta.csv!csv!C3").status, Status::Failed);
    // What a run would refuse is not offered for pasting.
    for (code, date, until, why) in [
        ("ledger-unbalanced", "2020-03-01", "2020", "no finding that can be answered"),
        ("no-such-code", "2020-03-01", "2020", "no finding that can be answered"),
        ("cell-not-a-count", "2020-13-01", "2020", "is not a date"),
        ("cell-not-a-count", "2020-0-001", "2020", "is not a date"),
        ("cell-not-a-count", "2020-03-01", "next year", "is not a round"),
    ] {
        let words = ["accept", code, "xx/da ta.csv!csv!C2", "--reason", "r", "--who", "w", "--date", date, "--until", until];
        let said = say(&[&words[..], &["--raw", &raw, "--mappings", &mappings]].concat());
        assert!(said.status == Status::Failed && said.err.contains(why) && said.out.is_empty(), "{code} {date} {until}: {}", said.err);
    }
    let said = accept("xx/da ta.csv!csv!C2");
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    project.write("mappings/xx/accepted.toml", said.out.as_bytes());
    let left = found(&project, &[]);
    assert_eq!(left, ALL[..1].to_vec());
    project.write("raw/2020/xx/da ta.csv", b"Form,2016,2017\nSexual,5,2.5\n");
    project.describe_source("xx");
    let stale = found(&project, &[]);
    assert!(stale.iter().any(|line| line.starts_with("error acceptance-stale mappings/xx/accepted.toml:1:1")), "{stale:?}");
    assert!(stale.iter().any(|line| line.contains("cell-not-a-count")), "{stale:?}");
}
