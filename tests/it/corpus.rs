//! One small workbook per defect: `tests/corpus/<format>/<defect>.*`, made by `tests/corpus/make.py`.

use std::collections::BTreeMap;

use crate::support::{EMPTY_CROSSWALK, Project, lines, read, records, root};

/// Each file of the corpus gives the codes that `expected.csv` names, and no others.
#[test]
fn every_defect_gives_its_findings() {
    let mut wrong = Vec::new();
    for record in records(&read("tests/corpus/expected.csv")) {
        let project = Project::new();
        let name = record["file"].rsplit('/').next().expect("a name").to_owned();
        project.write(
            &format!("raw/2020/xx/{name}"),
            &std::fs::read(root().join("tests/corpus").join(&record["file"])).expect("a corpus file"),
        );
        project.write("mappings/xx/layout.toml", read("tests/corpus/layout.toml").as_bytes());
        project.write("mappings/xx/crosswalk.csv", format!("{EMPTY_CROSSWALK}{}", read("tests/corpus/crosswalk.csv")).as_bytes());
        project.describe_source("xx");
        let outcome = project.run();
        // The shared layout knows more than one file holds: unused lines say nothing here.
        let found: Vec<String> = lines(&outcome).into_iter().filter(|line| !line.contains(" line-unused ")).collect();
        // A code, and the cell where it is; a finding about a whole file or sheet has none.
        let place = |finding: &roundup::diag::Finding| match finding.place.cell() {
            cell if cell.is_empty() => finding.code.name.to_owned(),
            cell => format!("{}@{cell}", finding.code.name),
        };
        let mut codes: Vec<String> = outcome.findings.iter().filter(|f| f.code.name != "line-unused").map(place).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut expected: Vec<String> = record["findings"].split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        expected.sort_unstable();
        if codes != expected {
            wrong.push(format!("{}: expected {expected:?}, found\n{}", record["file"], found.join("\n")));
        }
        if !record["total"].is_empty() {
            let total = total(&outcome);
            if total != record["total"] {
                wrong.push(format!("{}: expected the total {}, found {total}", record["file"], record["total"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let defects = records(&read("tests/corpus/expected.csv")).iter().filter(|record| !record["findings"].is_empty()).count();
    assert!(defects >= 120, "{defects} defects");
}

/// The value of the observation for 2016 with `_T` in each breakdown.
fn total(outcome: &roundup::pipeline::Outcome) -> String {
    let text = crate::support::output(outcome, "harmonized.csv");
    let is_total = |record: &BTreeMap<String, String>| record["EXPL_FORM"] == "_T" && record["TIME_PERIOD"] == "2016";
    records(&text).into_iter().find(is_total).map(|record| record["OBS_VALUE"].clone()).unwrap_or_default()
}
