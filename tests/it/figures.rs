//! The round against the report: every row of the table of figures, twice coded by different hands.
//!
//! `expected.csv` was coded from the report's figures alone, without the mapping files; `placements.csv` says where the
//! builder put each row. The program has to agree with both.

use std::collections::{BTreeMap, BTreeSet};

use roundup::pipeline::{Outcome, Silent, run};

use crate::support::{output, own_round, read, records};

type Record = BTreeMap<String, String>;

const DIMENSIONS: [&str; 11] =
    ["ref_area", "time_period", "measure", "unit_count", "expl_form", "sex", "age", "origin", "offence", "article", "statement"];

struct Round {
    outcome: Outcome,
    observations: BTreeMap<Vec<String>, Record>,
}

fn round() -> Round {
    let outcome = run(&own_round(), &Silent).expect("a run");
    let key = |record: &Record| DIMENSIONS.iter().map(|d| record[&d.to_ascii_uppercase()].clone()).collect();
    let observations = records(&output(&outcome, "harmonized.csv")).into_iter().map(|record| (key(&record), record)).collect();
    Round { outcome, observations }
}

/// Row number → cells, as `file!sheet!A1`.
fn placements() -> BTreeMap<String, Vec<String>> {
    let mut placements: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for record in records(&read("tests/reconstruction/placements.csv")) {
        placements.entry(record["row"].clone()).or_default().push(format!("{}!{}!{}", record["file"], record["sheet"], record["cell"]));
    }
    placements
}

/// The value of an observation as `expected.csv` writes it.
fn value(observation: &Record) -> String {
    match (observation["OBS_VALUE"].as_str(), observation["ABSENCE"].as_str()) {
        ("", "LT") => format!("<{}", observation["UPPER"].parse::<u64>().expect("an upper bound") + 1),
        (value, _) => value.to_owned(),
    }
}

#[test]
fn every_usable_row_is_in_the_dataset_with_its_codes_and_its_cell() {
    let round = round();
    let placements = placements();
    let expected = records(&read("tests/reconstruction/expected.csv"));
    assert_eq!(expected.len(), records(&read("tests/reconstruction/figures.csv")).len(), "one line for each row of figures.csv");
    let (mut wrong, mut seen) = (Vec::new(), 0);
    // Two rows of one key (the report prints one nationality twice) make one observation; its status is that of one of them.
    let mut statuses: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    let key = |row: &Record| -> Vec<String> { DIMENSIONS.iter().map(|d| row[*d].clone()).collect() };
    for row in &expected {
        statuses.entry(key(row)).or_default().insert(row["obs_status"].clone());
    }
    for row in expected.iter().filter(|row| matches!(row["disposition"].as_str(), "harmonized" | "absent")) {
        seen += 1;
        let number = &row["row"];
        let Some(observation) = round.observations.get(&key(row)) else {
            wrong.push(format!("row {number}: no observation {:?}", key(row)));
            continue;
        };
        if value(observation) != row["value"] {
            wrong.push(format!("row {number}: {} instead of {}", value(observation), row["value"]));
        }
        let is_absent = row["disposition"] == "absent";
        let has_value = matches!(observation["ABSENCE"].as_str(), "" | "LT");
        if is_absent == has_value || (!is_absent && observation["UNIT_MEASURE"] != row["unit_measure"]) {
            wrong.push(format!("row {number}: absence {:?}, unit {:?}", observation["ABSENCE"], observation["UNIT_MEASURE"]));
        }
        if !row["obs_status"].is_empty() && !statuses[&key(row)].contains(&observation["SOURCE_STATUS"]) {
            wrong.push(format!("row {number}: status {} instead of {}", observation["SOURCE_STATUS"], row["obs_status"]));
        }
        let sources: Vec<&str> = observation["SOURCE_REF"].split(" | ").collect();
        let cells = placements.get(number).cloned().unwrap_or_default();
        if cells.is_empty() || !cells.iter().all(|cell| sources.contains(&cell.as_str())) {
            wrong.push(format!("row {number}: placed in {cells:?}, observed in {sources:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 600, "only {seen} rows were compared");
}

/// Table → workbook: each usable row stands in its cell as the table has it. Workbook → table: each number in `raw/` that
/// is read as a figure, or declared out of scope as one, is a row of the table.
#[test]
fn workbooks_and_table_agree_both_ways() {
    let round = round();
    let ledger: BTreeMap<String, Record> = records(&output(&round.outcome, "ledger.csv"))
        .into_iter()
        .map(|record| (format!("{}!{}!{}", record["FILE"], record["SHEET"], record["CELL"]), record))
        .collect();
    let figures: BTreeMap<String, Record> =
        records(&read("tests/reconstruction/figures.csv")).into_iter().enumerate().map(|(i, row)| ((i + 2).to_string(), row)).collect();
    let expected = records(&read("tests/reconstruction/expected.csv"));
    let placements = placements();
    let mut wrong = Vec::new();
    for row in &expected {
        let cells = placements.get(&row["row"]);
        let figure = &figures[&row["row"]];
        match (row["disposition"].as_str(), cells) {
            ("not-in-raw", Some(cells)) => wrong.push(format!("row {} is not usable and stands in {cells:?}", row["row"])),
            ("not-in-raw", None) => {}
            (_, None) => wrong.push(format!("row {} is usable and stands nowhere", row["row"])),
            (_, Some(cells)) => {
                for cell in cells {
                    let text = ledger.get(cell).map_or("", |account| account["TEXT"].as_str());
                    if digits(text) != digits(&spoken(&figure["value"])) {
                        wrong.push(format!("row {}: {cell} shows {text:?}, the table has {:?}", row["row"], figure["value"]));
                    }
                }
            }
        }
    }
    let placed: BTreeSet<&String> = placements.values().flatten().collect();
    for (cell, account) in &ledger {
        let hidden = account["DETAIL"].starts_with("hidden:");
        let is_figure =
            account["DISPOSITION"] == "mapped" || (account["DISPOSITION"] == "out-of-scope" && account["KIND"] == "number" && !hidden);
        if is_figure && !placed.contains(cell) {
            wrong.push(format!("{cell} shows {:?}, which no row of the table has", account["TEXT"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ledger.values().all(|account| account["DISPOSITION"] != "finding" && account["DISPOSITION"] != "unaccounted"));
}

/// The digits of a value, with its footnote marks and thousands marks gone; superscripts are marks.
fn digits(text: &str) -> String {
    let number = text.rsplit('(').next().unwrap_or(text);
    number.chars().filter(char::is_ascii_digit).collect()
}

/// A number in words as digits, as the builder writes it.
fn spoken(value: &str) -> String {
    let words = [
        ("a", "1"),
        ("no", "0"),
        ("none", "0"),
        ("one", "1"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("around ten", "10"),
        ("twenty", "20"),
    ];
    let lower = value.to_ascii_lowercase();
    words.iter().find(|(word, _)| *word == lower).map_or_else(|| value.to_owned(), |(_, digits)| (*digits).to_owned())
}

/// From every observation to its cell and back: the ledger's entry of the cell names the observation's key.
#[test]
fn every_observation_traces_to_its_cells_and_back() {
    let round = round();
    let dataset = round.outcome.working.as_ref().expect("a dataset");
    let ledger = dataset.ledger();
    let (mut numbers, mut lines) = (0, 0);
    for released in dataset.figures() {
        let observation = released.observation();
        assert!(!observation.origins.is_empty(), "{}", observation.key);
        for origin in &observation.origins {
            if let Some(account) = ledger.get(origin) {
                let key = observation.key;
                let back = matches!(&account.disposition, Some(roundup::diag::Disposition::Mapped(keys)) if keys.contains(&key));
                assert!(back, "{key} comes from {origin}, whose disposition is {:?}", account.disposition);
                numbers += 1;
            } else {
                let absent = matches!(observation.value, roundup::model::ObsValue::Absent(_));
                assert!(absent, "{} has a value and no account", observation.key);
            }
        }
        for used in observation.mappings.iter().filter_map(|used| used.line.as_ref()) {
            let bytes = round.outcome.mapping_files.inputs.get(&*used.file).expect("a mapping file");
            let text = String::from_utf8_lossy(bytes).into_owned();
            let line = text.lines().nth(used.line as usize - 1).expect("a mapping line");
            assert!(!line.trim().is_empty(), "{used}");
            lines += 1;
        }
    }
    assert!(numbers > 500 && lines > 500, "{numbers} numbers, {lines} lines");
}

/// The sample in the README is a part of the dataset, and the number of observations that it names is right.
#[test]
fn the_sample_in_the_readme_is_true() {
    let round = round();
    let readme = read("README.md");
    let rows: Vec<Vec<String>> = readme
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('!'))
        .map(|line| line.replace("\\|", "¦").split('|').map(|cell| cell.trim().replace('¦', "|")).collect())
        .collect();
    assert_eq!(rows.len(), 3);
    let columns =
        ["REF_AREA", "TIME_PERIOD", "MEASURE", "EXPL_FORM", "SEX", "AGE", "OBS_VALUE", "ABSENCE", "OBS_STATUS", "LABEL", "SOURCE_REF"];
    for row in rows {
        let is_row = |observation: &Record| columns.iter().zip(&row[1..]).all(|(column, cell)| observation[*column] == *cell);
        assert!(round.observations.values().any(is_row), "{row:?}");
    }
    assert!(readme.contains(&format!("of the {} that", round.observations.len())));
}
