//! Dimensions that break figures down in another way than the sums of the round: beside the total, or in bands that are no ages.

use crate::support::{Project, lines, output, read, records};

/// A project in which one table gives the identified victims of 2016 by a new dimension, with a total of 30 in its last row.
fn project(entry: &str, list: &str, table: &str, crosswalk: &str) -> Project {
    let project = Project::new();
    let declared = read("mappings/dimensions.toml");
    let before = "[[dimension]]\ncolumn = \"SEX\"";
    let entry = format!("[[dimension]]\ncolumn = \"EXTRA\"\nname = \"Extra\"\nabout = \"Another breakdown.\"\n{entry}\n");
    project.write("mappings/dimensions.toml", declared.replacen(before, &format!("{entry}{before}"), 1).as_bytes());
    project.write("mappings/codelists/extra.csv", list.as_bytes());
    project.write("raw/2020/xx/data.csv", format!("Extra,2016\n{table}All,30\n").as_bytes());
    project.describe_source("xx");
    let layout = "language = \"en\"\n[[file]]\nname = \"*\"\n[[table]]\nid = \"t\"\nanchor = \"Extra\"\ncolumns = [{ concepts = [\"period\"] }]\n\
                  rows = [{ concepts = [\"extra\"] }]\nset = { measure = \"VICT_ID\" }\n";
    let facts = "[[fact]]\nmeasure = \"VICT_ID\"\nconcept = \"victim-status\"\nvalue = \"identified\"\nsource = \"s\"\n";
    project.write("mappings/xx/comparability.toml", facts.as_bytes());
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    let crosswalk = format!("concept,label,predicate,code\nextra,All,skos:exactMatch,_T\n{crosswalk}");
    project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
    project
}

#[test]
fn a_dimension_that_does_not_split_leaves_sums_and_comparisons_to_the_total() {
    // The police and the shelters report the same persons.
    let outcome = project(
        "",
        "code,name,parent,role\n_T,All reporters,,total\nPOL,Police,_T,\nNGO,Shelters,_T,\n",
        "Police,20\nShelters,25\n",
        "extra,Police,skos:exactMatch,POL\nextra,Shelters,skos:exactMatch,NGO\n",
    )
    .run();
    assert!(lines(&outcome).iter().all(|line| line.starts_with("note")), "{:?}", lines(&outcome));
    let figures: Vec<String> =
        records(&output(&outcome, "harmonized.csv")).iter().map(|row| format!("{}={}", row["EXTRA"], row["OBS_VALUE"])).collect();
    assert_eq!(figures, ["NGO=25", "POL=20", "_T=30"]);
    let sums: Vec<String> = records(&output(&outcome, "regional.csv"))
        .iter()
        .filter(|row| row["TIME_PERIOD"] == "2016")
        .map(|row| row["CONTRIBUTIONS"].clone())
        .collect();
    assert_eq!(sums, ["XX 30"]);
    assert!(!output(&outcome, "regional.csv").contains("EXTRA") && !output(&outcome, "comparability.csv").contains("EXTRA"));
}

#[test]
fn bands_of_another_dimension_are_no_ages() {
    let outcome = project(
        "splits = true\nbands = true\nnumbered = true",
        "code,name,parent,from_age,to_age,role\n_T,All durations,,,,total\nM0T12,Up to a year,_T,0,12,\nM13T24,Up to two years,_T,13,24,\nM_GE25,Longer,_T,25,,\n",
        "0-12,14\n13-24,9\n25-,7\n",
        "extra,0-12,skos:exactMatch,M0T12\nextra,13-24,skos:exactMatch,M13T24\nextra,25-,skos:exactMatch,M_GE25\n",
    )
    .run();
    let sums: Vec<String> = records(&output(&outcome, "regional.csv"))
        .iter()
        .filter(|row| row["TIME_PERIOD"] == "2016")
        .map(|row| format!("{} {}", row["EXTRA"], row["CONTRIBUTIONS"]))
        .collect();
    assert_eq!(sums, ["_T XX 30", "M0T12 XX 14", "M13T24 XX 9", "M_GE25 XX 7"]);
}
