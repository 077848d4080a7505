//! Dimensions that break figures down in another way than the sums of the round: beside the total, or in bands that are no ages.

use std::collections::BTreeMap;

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

/// What a state with a table for 2016 and one for 2017 contributes to the sums of 2016: the codes of form and offence, what is contributed or why
/// nothing is, and whether the legal scope stands against it.
fn contributions(measure: &str, concept: &str, tables: [&str; 2], crosswalk: &str, facts: &str) -> Vec<String> {
    let project = Project::new();
    for (year, table) in ["2016", "2017"].into_iter().zip(tables) {
        project.write(&format!("raw/2020/xx/{year}.csv"), format!("Rows,{year}\n{table}").as_bytes());
    }
    project.describe_source("xx");
    let layout = format!(
        "language = \"en\"\n[[file]]\nname = \"*\"\n[[table]]\nid = \"t\"\nanchor = \"Rows\"\ncolumns = [{{ concepts = [\"period\"] }}]\n\
         rows = [{{ concepts = [\"{concept}\"] }}]\nset = {{ measure = \"{measure}\" }}\n"
    );
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    let fact = |(concept, value): (&str, &str)| {
        format!("[[fact]]\nmeasure = \"{measure}\"\nconcept = \"{concept}\"\nvalue = \"{value}\"\nsource = \"s\"\n")
    };
    let own: Vec<String> = facts.split_whitespace().filter_map(|fact| fact.split_once('=')).map(fact).collect();
    project.write("mappings/xx/comparability.toml", own.concat().as_bytes());
    project.write("mappings/xx/crosswalk.csv", format!("concept,label,predicate,code\n{crosswalk}").as_bytes());
    let article = "article,label,predicate,code,evidence,act,means,minors,purpose,demand,incomplete\n\
                   XX:7,Article 7,skos:closeMatch,0204,letter,recruit,*,*,*,none,attempt\n";
    project.write("mappings/xx/articles.csv", article.as_bytes());
    let said = |row: &BTreeMap<String, String>| {
        let own = if row["CONTRIBUTIONS"].is_empty() { &row["LEFT_OUT"] } else { &row["CONTRIBUTIONS"] };
        let law = if row["COMPARABILITY"].split(' ').any(|reason| reason == "LAW") { ", LAW" } else { "" };
        format!("{} {} {own}{law}", row["EXPL_FORM"], row["OFFENCE"])
    };
    records(&output(&project.run(), "regional.csv")).iter().filter(|row| row["TIME_PERIOD"] == "2016").map(said).collect()
}

/// Where a list has no row for begging, its labour may hold it: the law of the European Union names begging among forced labour.
#[test]
fn a_code_that_a_source_does_not_list_may_stand_under_another() {
    let crosswalk =
        "form,Sexual,skos:exactMatch,SEX\nform,Labour,skos:closeMatch,LAB\nform,Begging,skos:exactMatch,BEG\nform,All,skos:exactMatch,_T\n";
    let facts = "victim-status=identified one-person-several-forms=counted-once";
    let of = |tables| contributions("VICT_ID", "form", tables, crosswalk, facts);
    let (with, without) = ("Sexual,5\nLabour,3\nBegging,2\nAll,10\n", "Sexual,5\nLabour,3\nAll,8\n");
    assert_eq!(of([without, with]), ["_T _T XX 8", "SEX _T XX 5", "LAB _T XX 3", "BEG _T XX 0–3"]);
    assert_eq!(of([with, without]), ["_T _T XX 10", "SEX _T XX 5", "LAB _T XX 3", "BEG _T XX 2"]);
}

/// A total of the trafficking offence alone is the figure of that offence, and the figure of the offence the total; a sum that leaves one of them out
/// says that the scope is another one.
#[test]
fn a_scope_that_is_one_offence_counts_as_that_offence() {
    let (stage, scope) = ("stage=convicted", "stage=convicted legal-scope=trafficking-offence-only");
    let total = |facts: &str| contributions("PER_CONV", "form", ["All,7\n", "All,9\n"], "form,All,skos:exactMatch,_T\n", facts);
    assert_eq!(total(stage), ["_T _T XX 7"]);
    assert_eq!(total(scope), ["_T _T XX 7", "_T 0204 XX 7, LAW"]);
    let of_law = |facts: &str| contributions("PER_CONV", "article", ["Article 7,7\n", "Article 7,9\n"], "", facts);
    assert_eq!(of_law(stage), ["_T _T XX: LAW", "_T 0204 XX 7, LAW"]);
    assert_eq!(of_law(scope), ["_T _T XX 7, LAW", "_T 0204 XX 7, LAW"]);
}
