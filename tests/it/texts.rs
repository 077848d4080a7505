//! The account of words: every text has a role, what was approved is quiet, and `roundup approve` writes what was accepted and nothing else.

use std::collections::BTreeSet;

use roundup::cli::Status;

use crate::support::{Project, Said, lines, output, own_round, read, records, root, say};

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n[[table]]\nid = \"form\"\nanchor = \"Form\"\n\
    columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";
const CROSSWALK: &str = "concept,label,predicate,code,justification\nform,Sexual,skos:exactMatch,SEX,semapv:ManualMappingCuration\n\
    form,Labour,skos:exactMatch,LAB,semapv:ManualMappingCuration\n";
const DATA: &str = "Victims in care of the state\nForm,2016,2017,2018\nSexual,15,6,7\nLabour,2,,3\n\nWithout asylum seekers\n";

fn project(data: &str) -> Project {
    let project = Project::new();
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.as_bytes());
    project.write("raw/2020/xx/data.csv", data.as_bytes());
    project.describe_source("xx");
    project
}

fn approve(project: &Project, words: &[&str]) -> Said {
    let (raw, mappings) = (project.path("raw"), project.path("mappings"));
    let (raw, mappings) = (raw.to_string_lossy().into_owned(), mappings.to_string_lossy().into_owned());
    say(&[&["approve", "xx", "--raw", &raw, "--mappings", &mappings][..], words].concat())
}

const WRITE: [&str; 5] = ["--write", "--who", "unit", "--date", "2021-05-03"];

/// The csv submissions of the round, read by the csv library alone: each field with a letter is a row of `texts.csv`, and nothing else is.
#[test]
fn every_text_of_a_submission_has_an_account() {
    let outcome = roundup::pipeline::run(&own_round(), &roundup::pipeline::Silent).expect("a run");
    let texts = records(&output(&outcome, "texts.csv"));
    let mut files = 0;
    for (area, file, delimiter) in [("is", "mansal.csv", b','), ("lv", "cilveku_tirdznieciba.csv", b';')] {
        let bytes = std::fs::read(root().join(format!("raw/2020/{area}/{file}"))).expect("a submission");
        let Ok(text) = String::from_utf8(bytes) else { continue };
        files += 1;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        let fields = reader.records().flat_map(|record| record.expect("a record").iter().map(str::to_owned).collect::<Vec<_>>());
        let expected: BTreeSet<String> = fields
            .map(|field| field.trim_start_matches('\u{feff}').trim().to_owned())
            .filter(|field| field.chars().any(char::is_alphabetic))
            .collect();
        let name = format!("{area}/{file}");
        let own: BTreeSet<String> = texts.iter().filter(|row| row["FILE"] == name).map(|row| row["TEXT"].clone()).collect();
        let missing: Vec<&String> = expected.difference(&own).collect();
        assert!(expected.len() > 50 && missing.is_empty(), "{name}: {missing:?}");
    }
    assert!(files > 0, "no submission in UTF-8");
}

/// Of the rounds of the project every text is approved or said by a line, and approving again writes the same bytes.
#[test]
fn what_was_approved_is_quiet_and_stays() {
    let outcome = roundup::pipeline::run(&own_round(), &roundup::pipeline::Silent).expect("a run");
    let asked = ["text-new", "text-gone", "text-changed", "texts-unapproved", "expected-missing", "figures-revised", "word-lost-concept"];
    let found: Vec<&str> = outcome.findings.iter().map(|finding| finding.code.name).filter(|name| asked.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(records(&output(&outcome, "texts.csv")).iter().all(|row| row["WORDING"] != "new"));
    let approval = roundup::approval::Approval { by: "somebody else".to_owned(), on: "2030-01-01".to_owned() };
    let accepted = roundup::pipeline::accepted(&own_round(), &outcome, &approval).expect("the mappings");
    assert_eq!(accepted.len(), 11);
    for own in accepted {
        let kept = read(&format!("mappings/{}/approved.csv", own.sender.folder()));
        assert_eq!(own.bytes.map(|bytes| String::from_utf8(bytes).expect("UTF-8")), Some(kept), "{}", own.sender);
    }
}

/// A text is approved once, by whoever looked at it; what changes afterwards is asked, at its cell.
#[test]
fn what_changes_after_an_approval_is_asked_at_its_cell() {
    let project = project(DATA);
    let said = approve(&project, &[]);
    assert!(said.status == Status::Clean && said.out.contains("A1") && said.out.contains("Victims in care of the state"), "{}", said.out);
    assert!(!project.path("mappings/xx/approved.csv").exists(), "nothing is approved by itself");
    assert_eq!(approve(&project, &["--write"]).status, Status::Failed, "nobody approves without a name and a day");
    assert_eq!(approve(&project, &WRITE).status, Status::Clean);
    let table = std::fs::read_to_string(project.path("mappings/xx/approved.csv")).expect("the table");
    let expected = "file,sheet,table,role,text,cells,numbers,digits,approved_by,approved_on\n\
        data.csv,csv,,note,Victims in care of the state,A1,,,unit,2021-05-03\n\
        data.csv,csv,form,title,Form,A2,,,unit,2021-05-03\n\
        data.csv,csv,form,columns,periods ascending,A2,,,unit,2021-05-03\n\
        data.csv,csv,form,header,2016,B2,2,2,unit,2021-05-03\n\
        data.csv,csv,form,header,2017,C2,1,,unit,2021-05-03\n\
        data.csv,csv,form,header,2018,D2,2,,unit,2021-05-03\n\
        data.csv,csv,form,label,Sexual,A3,3,2,unit,2021-05-03\n\
        data.csv,csv,form,label,Labour,A4,2,,unit,2021-05-03\n\
        data.csv,csv,,note,Without asylum seekers,A6,,,unit,2021-05-03\n";
    assert_eq!(table, expected);
    let is_asked = |line: &String| !line.contains(" line-unused ");
    let found = |data: &str| -> Vec<String> {
        project.write("raw/2020/xx/data.csv", data.as_bytes());
        project.describe_source("xx");
        lines(&project.run()).into_iter().filter(is_asked).collect()
    };
    assert_eq!(found(DATA), Vec::<String>::new());
    for (old, new, code, cell) in [
        ("Victims in care", "Suspects in care", "text-changed", "A1"),
        ("Without asylum", "With asylum", "text-changed", "A6"),
        ("Labour,2,,3", "Labour,2,,", "expected-missing", "A4"),
        ("Sexual,15,6,7\nLabour,2,,3", "Labour,2,,3\nSexual,15,6,7", "text-changed", "A3"),
        ("Sexual,15,6,7", "Sexual,150,6,7", "figures-revised", "A3"),
        ("2016,2017,2018", "2018,2017,2016", "text-changed", "A2"),
        ("seekers\n", "seekers\nFrom police data\n", "text-new", "A7"),
        ("Without asylum seekers\n", "", "text-gone", "A6"),
    ] {
        let changed = found(&DATA.replace(old, new));
        assert!(changed.iter().any(|line| line.contains(&format!(" {code} @ xx/data.csv!csv!{cell} "))), "{old} → {new}: {changed:?}");
    }
}

/// What is not read yet has no role, so that nobody can approve it.
#[test]
fn a_submission_with_errors_is_not_approved() {
    let project = project(&DATA.replace("Labour", "Labor"));
    let said = approve(&project, &WRITE);
    assert_eq!(said.status, Status::Mapping, "{}", said.err);
    assert!(said.err.contains("xx: 1 error stands in the way") && !project.path("mappings/xx/approved.csv").exists(), "{}", said.err);
}
