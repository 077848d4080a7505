//! The laws that hold for any input, as property tests.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use roundup::diag::Fate;
use roundup::pipeline::Outcome;

use crate::support::{Project, output, records, root};

const LAYOUT: &str = r#"
language = "en"
[numbers]
thousands = ["space"]
[absence]
"-" = "NA"
[[file]]
name = "*"
[[footnote]]
pattern = '^(?<mark>\*)\s+(?<text>.+)$'
[[out_of_scope]]
text = '/^Title/'
reason = "title"
[[table]]
id = "form"
anchor = "Form"
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["form"] }]
set = { measure = "VICT_ID" }
"#;

const CROSSWALK: &str = "concept,label,predicate,code\nform,Sexual,skos:exactMatch,SEX\nform,Labour,skos:exactMatch,LAB\n\
    form,Begging,skos:exactMatch,BEG\nform,Total,skos:exactMatch,_T\nform,Other,skos:closeMatch,_O\nfootnote,/./,skos:exactMatch,U\n";

fn project(files: &[(&str, &[u8])]) -> Project {
    let project = Project::new();
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.as_bytes());
    for (name, bytes) in files {
        project.write(&format!("raw/2020/xx/{name}"), bytes);
    }
    project.describe_source("xx");
    project
}

fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        // A row without a field would be no line at all.
        let blank = vec![String::new(), String::new()];
        writer.write_record(if row.is_empty() { &blank } else { row }).expect("a row");
    }
    writer.into_inner().expect("a csv")
}

/// Keys and values, without anything that depends on where a cell stands.
fn values(outcome: &Outcome) -> BTreeSet<String> {
    let columns = &roundup::emit::columns()[..18];
    let line = |record: &BTreeMap<String, String>| columns.iter().map(|column| record[*column].as_str()).collect::<Vec<_>>().join(",");
    records(&output(outcome, "harmonized.csv")).iter().map(line).collect()
}

/// The ledger accounts for every cell with a digit, once, and no fault of ours is among the findings.
fn balanced(outcome: &Outcome, cells_with_digits: Option<usize>) {
    let release = outcome.release.as_ref().expect("a release");
    assert_eq!(release.ledger().unsettled().count(), 0);
    assert!(outcome.findings.iter().all(|finding| finding.code.name != "ledger-unbalanced"));
    if let Some(expected) = cells_with_digits {
        assert_eq!(release.ledger().iter().count(), expected);
    }
    // A cell that is mapped is an origin of each observation that it names, an origin with a value is mapped to its observation,
    // and a cell that is a finding has one.
    let origins: BTreeMap<roundup::model::Dimensions, &Vec<roundup::model::Origin>> = release
        .cells()
        .iter()
        .map(|c| c.cell().figure().observation())
        .map(|observation| (observation.key, &observation.origins))
        .collect();
    for (key, cells) in &origins {
        for account in cells.iter().filter_map(|origin| release.ledger().get(origin)) {
            assert!(matches!(&account.fate, Some(Fate::Mapped(keys)) if keys.contains(key)), "{key}: {:?}", account.fate);
        }
    }
    let codes: BTreeSet<&str> = outcome.findings.iter().map(|finding| finding.code.name).collect();
    for (origin, account) in release.ledger().iter() {
        match account.fate.as_ref().expect("a fate") {
            Fate::Mapped(keys) => assert!(keys.iter().all(|key| origins[key].contains(&origin)), "{origin}"),
            Fate::Finding(code) => assert!(codes.contains(code), "{origin}: {code}"),
            Fate::Label(_) | Fate::OutOfScope(_) => {}
        }
    }
}

/// Texts that sheets hold, good and bad.
fn any_cell() -> impl Strategy<Value = String> {
    let odd = [
        "",
        "",
        "",
        "Form",
        "Sexual",
        "Labour",
        "Begging",
        "Total",
        "Nobody knows",
        "2016",
        "2017",
        "2019",
        "2016-2018",
        "5",
        "0",
        "12*",
        "<5",
        ">7",
        "3–5",
        "1 234",
        "1.5",
        "-5",
        "-",
        "–",
        "..",
        "#REF!",
        "85 %",
        "~4",
        "12¹",
        "* a note",
        "Title 2016",
        "99999999999999999999999",
        "18446744073709551615",
        "§ 7",
        "\u{feff}5",
        "５",
    ];
    prop_oneof![9 => select(odd.to_vec()).prop_map(str::to_owned), 1 => "[ -~]{0,8}"]
}

/// A table that reads without error: labels once each, counts below.
fn good_table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let labels = ["Sexual", "Labour", "Begging", "Total", "Other"];
    proptest::collection::vec(proptest::collection::vec(0_u32..2000, 3), 1..=5).prop_map(move |rows| {
        let header = ["Form", "2016", "2017", "2018"].map(str::to_owned).to_vec();
        let row =
            |(label, counts): (&str, Vec<u32>)| std::iter::once(label.to_owned()).chain(counts.iter().map(ToString::to_string)).collect();
        std::iter::once(header).chain(labels.iter().copied().zip(rows).map(row)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_balances_for_any_grid(rows in proptest::collection::vec(proptest::collection::vec(any_cell(), 0..6), 1..12)) {
        let with_digits = rows.iter().flatten().filter(|text| roundup::fold::has_digit(text.trim())).count();
        let outcome = project(&[("a.csv", &csv(&rows))]).run();
        let empty = rows.iter().flatten().all(|text| text.trim().is_empty());
        let refused = outcome.findings.iter().any(|f| matches!(f.place, roundup::diag::Place::File(_)) && f.code.level == roundup::diag::Level::Error);
        balanced(&outcome, (!empty && !refused).then_some(with_digits));
    }

    #[test]
    fn the_order_of_rows_and_columns_changes_only_origins(table in good_table(), at in any::<Index>(), swap in any::<bool>()) {
        let before = values(&project(&[("a.csv", &csv(&table))]).run());
        let mut moved = table.clone();
        let body = moved.len() - 1;
        moved[1..].rotate_left(at.index(body));
        if swap {
            for row in &mut moved {
                row.swap(1, 3);
            }
        }
        prop_assert_eq!(before.clone(), values(&project(&[("a.csv", &csv(&moved))]).run()));
        prop_assert_eq!(before.len(), body * 3);
    }

    #[test]
    fn splitting_a_file_in_two_changes_only_origins(table in good_table(), at in any::<Index>()) {
        let whole = values(&project(&[("a.csv", &csv(&table))]).run());
        let cut = 1 + at.index(table.len() - 1);
        let mut second = vec![table[0].clone()];
        second.extend_from_slice(&table[cut..]);
        let files: Vec<(&str, Vec<u8>)> = match (cut, second.len()) {
            (1, _) | (_, 1) => vec![("a.csv", csv(&table))],
            _ => vec![("a.csv", csv(&table[..cut])), ("b.csv", csv(&second))],
        };
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        prop_assert_eq!(whole, values(&project(&files).run()));
    }

    #[test]
    fn an_empty_row_or_column_changes_only_origins(table in good_table(), rows in 0_usize..4, columns in 0_usize..4) {
        let before = values(&project(&[("a.csv", &csv(&table))]).run());
        let mut moved: Vec<Vec<String>> = vec![vec![String::new(); columns + 1]; rows];
        moved.extend(table.iter().map(|row| std::iter::repeat_n(String::new(), columns).chain(row.iter().cloned()).collect()));
        prop_assert_eq!(before, values(&project(&[("a.csv", &csv(&moved))]).run()));
    }

    #[test]
    fn any_bytes_are_a_finding_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in select(vec!["a.csv", "a.xlsx", "a.xls", "a.ods"])) {
        balanced(&project(&[(name, &bytes)]).run(), None);
    }

    #[test]
    fn what_is_emitted_can_be_read_back(table in good_table()) {
        let outcome = project(&[("a.csv", &csv(&table))]).run();
        let text = output(&outcome, "harmonized.csv");
        let cells = outcome.release.as_ref().expect("a release").cells();
        let emitted = records(&text);
        prop_assert_eq!(emitted.len(), cells.len());
        for (record, released) in emitted.iter().zip(cells) {
            let observation = released.cell().figure().observation();
            let key: Vec<&str> = roundup::emit::columns()[..11].iter().map(|column| record[*column].as_str()).collect();
            prop_assert_eq!(key.join("."), observation.key.to_string());
            prop_assert_eq!(record["OBS_VALUE"].parse::<u64>().ok(), observation.value.count());
        }
    }
}

/// Files of the round, cut short as a broken download would be: a finding for that file, and the run goes on.
#[test]
fn truncated_workbooks_are_findings_and_never_panics() {
    for (path, cuts) in [("dk", 12), ("de", 24), ("fi", 8), ("se", 8)] {
        let folder = root().join("raw/2020").join(path);
        let file = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|f| f.expect("a file").path())
            .find(|p| p.extension().is_some_and(|e| e != "toml"));
        let file = file.expect("a workbook");
        let bytes = std::fs::read(&file).expect("a workbook");
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        for cut in 1..cuts {
            let short = &bytes[..bytes.len() * cut / cuts];
            let outcome = project(&[(&name, short), ("good.csv", b"Form,2016\nSexual,5\n")]).run();
            balanced(&outcome, None);
            assert!(values(&outcome).iter().any(|line| line.contains("SEX") && line.contains(",5,")), "{name} cut at {cut}/{cuts}");
        }
    }
}

/// No word becomes a code without a line in `mappings/` or a name of the library.
#[test]
fn every_code_has_a_line() {
    let outcome = roundup::pipeline::run(&crate::support::own_round(), &roundup::pipeline::Silent).expect("a run");
    let units: BTreeMap<String, String> = records(&crate::support::read("mappings/codelists/measure.csv"))
        .into_iter()
        .map(|record| (record["code"].clone(), record["unit"].clone()))
        .collect();
    for released in outcome.release.as_ref().expect("a release").cells() {
        let observation = released.cell().figure().observation();
        let measure = observation.key.get(roundup::model::Concept::Measure).expect("a measure").as_str();
        for code in observation.key.codes().iter().filter(|code| !code.is_total() && code.as_str() != "TAB") {
            let by_line = observation.mappings.iter().any(|used| used.code == *code);
            let by_measure = code.concept() == roundup::model::Concept::UnitOfCount && units[measure] == code.as_str();
            assert!(by_line || by_measure, "{}: {code} comes from nowhere", observation.key);
        }
    }
}
