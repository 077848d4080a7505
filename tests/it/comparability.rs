//! The round's comparability against the report: its caveats as reasons on the right figures and on no others, its contradictions
//! as findings, its pairs of states with a level each.

use std::collections::{BTreeMap, BTreeSet};

use roundup::pipeline::{Silent, run};

use crate::support::{output, own_round, read, records};

type Record = BTreeMap<String, String>;

const KEY: [&str; 12] = [
    "REF_AREA",
    "TIME_PERIOD",
    "MEASURE",
    "UNIT_COUNT",
    "EXPL_FORM",
    "SEX",
    "AGE",
    "ORIGIN",
    "OFFENCE",
    "ARTICLE",
    "STATEMENT",
    "DATA_PROVIDER",
];

fn outputs(names: &[&str]) -> Vec<Vec<Record>> {
    let outcome = run(&own_round(), &Silent).expect("a run");
    names.iter().map(|name| records(&output(&outcome, name))).collect()
}

fn key(record: &Record) -> String {
    KEY.map(|column| record[column].as_str()).join(".")
}

/// Whether a code is among those of a selection: empty for any, `*` for any but the total, `!X` for any but X.
fn selects(selection: &str, code: &str) -> bool {
    let fits = |part: &str| match (part, part.strip_prefix('!')) {
        ("*", _) => code != "_T",
        (_, Some(other)) => code != other,
        (same, None) => code == same,
    };
    selection.is_empty() || selection.split('|').any(fits)
}

/// `caveats.csv` was coded from the report without looking at the mappings: for an area, a reason and a use it selects all figures
/// that must carry the reason. The program's figures must be those and no others.
#[test]
fn every_caveat_of_the_report_is_a_reason_on_its_figures_and_on_no_others() {
    let [flags, figures]: [Vec<Record>; 2] = outputs(&["flags.csv", "harmonized.csv"]).try_into().expect("two files");
    let dimensions = [
        ("period", "TIME_PERIOD"),
        ("measure", "MEASURE"),
        ("form", "EXPL_FORM"),
        ("sex", "SEX"),
        ("age", "AGE"),
        ("origin", "ORIGIN"),
        ("offence", "OFFENCE"),
        ("statement", "STATEMENT"),
    ];
    let mut expected: BTreeMap<[String; 3], BTreeSet<String>> = BTreeMap::new();
    let caveats = records(&read("tests/comparability/caveats.csv"));
    for caveat in &caveats {
        let name = ["area", "reason", "use"].map(|column| caveat[column].clone());
        let chosen: Vec<String> = figures
            .iter()
            .filter(|figure| figure["REF_AREA"] == caveat["area"])
            .filter(|figure| {
                let has_value = !figure["OBS_VALUE"].is_empty() || figure["ABSENCE"] == "LT";
                caveat["value"].is_empty() || (caveat["value"] == "yes") == has_value
            })
            .filter(|figure| dimensions.iter().all(|(column, dimension)| selects(&caveat[*column], &figure[*dimension])))
            .map(key)
            .collect();
        assert!(!chosen.is_empty(), "{} ({}) selects no figure", caveat["caveat"], caveat["lines"]);
        expected.entry(name).or_default().extend(chosen);
    }
    let mut wrong = Vec::new();
    for ([area, reason, use_], keys) in &expected {
        let weight = |flag: &Record| !matches!(flag[&use_.to_uppercase()].as_str(), "" | "note");
        let flagged: BTreeSet<String> = flags
            .iter()
            .filter(|flag| flag["KEY"].starts_with(&format!("{area}.")) && flag["REASON"] == *reason && weight(flag))
            .map(|flag| flag["KEY"].clone())
            .collect();
        for missing in keys.difference(&flagged) {
            wrong.push(format!("{reason} ({use_}) is missing on {missing}"));
        }
        for more in flagged.difference(keys) {
            wrong.push(format!("{reason} ({use_}) does not belong on {more}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(expected.len() > 60, "only {} sets of figures", expected.len());
}

/// The contradictions of the report that lie in its figures, each with the finding that catches it.
#[test]
fn every_contradiction_of_the_report_is_found() {
    let [findings]: [Vec<Record>; 1] = outputs(&["findings.csv"]).try_into().expect("a file");
    let mut missing = Vec::new();
    for contradiction in records(&read("tests/comparability/contradictions.csv")) {
        let fits = |finding: &&Record| {
            finding["CODE"] == contradiction["finding"]
                && finding["FILE"].starts_with(&format!("{}/", contradiction["area"]))
                && contradiction["found"].split(" & ").all(|part| finding["FOUND"].contains(part))
        };
        if !findings.iter().any(|finding| fits(&finding)) {
            missing.push(format!("{}: no {} in {}", contradiction["contradiction"], contradiction["finding"], contradiction["area"]));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Each two states have an explained level for victims by form in each of the three years: a row for each form that anyone reports.
#[test]
fn every_two_states_have_an_explained_level_for_victims_by_form() {
    let [pairs, figures]: [Vec<Record>; 2] = outputs(&["comparability.csv", "harmonized.csv"]).try_into().expect("two files");
    let areas: BTreeSet<&str> = figures.iter().map(|figure| figure["REF_AREA"].as_str()).collect();
    assert_eq!(areas.len(), 11);
    for year in ["2016", "2017", "2018"] {
        let of_year = |record: &&Record| {
            let period = record["TIME_PERIOD"].as_str();
            (period == year || period == "2016-01-01/P3Y") && record["MEASURE"].starts_with("VICT_") && !record["OBS_VALUE"].is_empty()
        };
        let alone = |record: &&Record| ["SEX", "AGE", "ORIGIN"].iter().all(|split| record[*split] == "_T");
        let forms: BTreeSet<&str> = figures.iter().filter(of_year).filter(alone).map(|figure| figure["EXPL_FORM"].as_str()).collect();
        assert!(forms.len() > 5, "{forms:?}");
        for form in forms {
            for (a, b) in areas.iter().flat_map(|a| areas.iter().filter(move |b| a < *b).map(move |b| (a, b))) {
                let row = pairs.iter().find(|pair| {
                    pair["OBJECT"] == "victim"
                        && pair["TIME_PERIOD"] == year
                        && pair["EXPL_FORM"] == form
                        && ["SEX", "AGE", "ORIGIN", "OFFENCE"].iter().all(|split| pair[*split] == "_T")
                        && pair["AREA_A"] == **a
                        && pair["AREA_B"] == **b
                });
                let row = row.unwrap_or_else(|| panic!("no level for {a} and {b}, {form}, {year}"));
                assert!(row["LEVEL"] == "C" || !row["DETAILS"].is_empty(), "{row:?}");
            }
        }
    }
}

/// Every set of areas is one in which every two are comparable at least with limits, by the matrix itself.
#[test]
fn comparable_sets_are_sets_of_comparable_pairs() {
    let [pairs, sets]: [Vec<Record>; 2] = outputs(&["comparability.csv", "comparable_sets.csv"]).try_into().expect("two files");
    let splits = ["TIME_PERIOD", "EXPL_FORM", "SEX", "AGE", "ORIGIN", "OFFENCE"];
    assert!(sets.len() > 20, "{} sets", sets.len());
    for set in &sets {
        let areas: Vec<&str> = set["AREAS"].split(' ').collect();
        assert_eq!(areas.len().to_string(), set["SIZE"]);
        for (n, a) in areas.iter().enumerate() {
            for b in &areas[n + 1..] {
                let level = pairs.iter().find(|pair| {
                    splits.iter().all(|split| pair[*split] == set[*split])
                        && (pair["AREA_A"].as_str(), pair["AREA_B"].as_str()) == (*a, *b)
                        && pair["MEASURE_A"] == set["MEASURE"]
                        && pair["MEASURE_B"] == set["MEASURE"]
                });
                assert!(matches!(level.map(|pair| pair["LEVEL"].as_str()), Some("C" | "L")), "{set:?}: {a} {b}");
            }
        }
    }
}

/// Published totals under their readings, worked out by hand from the report's boxes (its lines stand in `published.csv`): what follows,
/// what does not, and by how much. The regional total must not follow.
#[test]
fn published_totals_follow_or_do_not() {
    let [tested]: [Vec<Record>; 1] = outputs(&["reconciliation.csv"]).try_into().expect("a file");
    let mut wrong = Vec::new();
    for expected in records(&read("tests/comparability/reconciliation.csv")) {
        let row = tested.iter().find(|row| ["PUBLISHED", "READING"].iter().all(|c| row[*c] == expected[&c.to_lowercase()]));
        let row = row.unwrap_or_else(|| panic!("no reading \"{}\" of {}", expected["reading"], expected["published"]));
        for column in ["VALUE", "RESULT", "DIFFERENCE", "LOWER", "CONTRIBUTIONS"] {
            if row[column] != expected[&column.to_lowercase()] {
                wrong.push(format!(
                    "{}, {}: {column} {} instead of {}",
                    row["PUBLISHED"],
                    row["READING"],
                    row[column],
                    expected[&column.to_lowercase()]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tested.iter().filter(|row| row["PUBLISHED"] == "region-victims").all(|row| row["RESULT"] != "follows"));
}
