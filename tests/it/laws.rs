//! The laws that hold for any input, as property tests.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{RngSeed, TestCaseError, TestRunner};
use roundup::diag::{Disposition, Level};
use roundup::model::{CodeId, Concept, ObsValue};
use roundup::pipeline::Outcome;

use crate::support::{Project, output, records, root};

const LAYOUT: &str = r#"
language = "en"
[numbers]
thousands = ["space"]
[absence]
"-" = "NA"
".." = "O"
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
        // A row without a field would not be a line at all.
        let blank = vec![String::new(), String::new()];
        writer.write_record(if row.is_empty() { &blank } else { row }).expect("a row");
    }
    writer.into_inner().expect("a csv")
}

/// Keys and values, without anything that depends on where a cell stands.
fn values(outcome: &Outcome) -> BTreeSet<String> {
    let structure = outcome.working.as_ref().expect("a dataset").codebook().structure;
    let columns = &roundup::emit::columns(structure)[..19];
    let line = |record: &BTreeMap<String, String>| columns.iter().map(|column| record[*column].as_str()).collect::<Vec<_>>().join(",");
    records(&output(outcome, "harmonized.csv")).iter().map(line).collect()
}

/// The ledger accounts for every cell with a digit, once, and no fault of ours is among the findings.
fn balanced(outcome: &Outcome, cells_with_digits: Option<usize>) {
    let dataset = outcome.working.as_ref().expect("a dataset");
    assert_eq!(dataset.ledger().unsettled().count(), 0);
    assert!(outcome.findings.iter().all(|finding| finding.code.name != "ledger-unbalanced"));
    if let Some(expected) = cells_with_digits {
        assert_eq!(dataset.ledger().iter().count(), expected);
    }
    // A cell that is mapped is an origin of each observation that it names, an origin with a value is mapped to its observation,
    // and a cell that is a finding has one.
    let origins: BTreeMap<roundup::model::Key, &Vec<roundup::model::SourceCell>> = dataset
        .figures()
        .iter()
        .map(roundup::compare::Assessed::observation)
        .map(|observation| (observation.key, &observation.origins))
        .collect();
    for (key, cells) in &origins {
        for account in cells.iter().filter_map(|origin| dataset.ledger().get(origin)) {
            assert!(
                matches!(&account.disposition, Some(Disposition::Mapped(keys)) if keys.contains(key)),
                "{key}: {:?}",
                account.disposition
            );
        }
    }
    let codes: BTreeSet<&str> = outcome.findings.iter().map(|finding| finding.code.name).collect();
    for (origin, account) in dataset.ledger().iter() {
        match account.disposition.as_ref().expect("a disposition") {
            Disposition::Mapped(keys) => assert!(keys.iter().all(|key| origins[key].contains(&origin)), "{origin}"),
            Disposition::Finding(code) => assert!(codes.contains(code), "{origin}: {code}"),
            Disposition::Label(_) | Disposition::OutOfScope(_) => {}
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

/// A sheet in which a table may stand: its anchor with years below junk, its rows with labels once each, and any cells in them and around.
fn any_sheet() -> impl Strategy<Value = Vec<Vec<String>>> {
    let labels = ["Sexual", "Labour", "Begging", "Total", "Other"].map(str::to_owned).to_vec();
    let junk = || proptest::collection::vec(proptest::collection::vec(any_cell(), 0..6), 0..4);
    let cell = || prop_oneof![4 => drawn().prop_map(|drawn| drawn.text()), 1 => any_cell()];
    let rows = proptest::collection::vec((proptest::collection::vec(cell(), 3), proptest::collection::vec(any_cell(), 0..2)), 1..=5);
    let header = |text: &str| prop_oneof![9 => Just(text.to_owned()), 1 => any_cell()];
    let headers = (header("Form"), header("2016"), header("2017"), header("2018"));
    (junk(), headers, rows, Just(labels).prop_shuffle(), junk()).prop_map(|(above, headers, rows, labels, below)| {
        let row = |(label, (cells, more)): (String, (Vec<String>, Vec<String>))| std::iter::once(label).chain(cells).chain(more).collect();
        let headers = vec![headers.0, headers.1, headers.2, headers.3];
        let table = std::iter::once(headers).chain(labels.into_iter().zip(rows).map(row));
        above.into_iter().chain(table).chain([Vec::new()]).chain(below).collect()
    })
}

/// What a cell of a good table says.
#[derive(Clone, Debug, PartialEq)]
enum Drawn {
    Count(u64),
    /// A number in groups of three.
    Grouped(u64),
    Approximate(u64),
    WithNote(u64),
    /// The sign, and the bounds that it means.
    Bounds(String, u64, Option<u64>),
    /// A mark, and the code that the layout gives it.
    Absent(&'static str, &'static str),
}

impl Drawn {
    /// As a sheet writes it.
    fn text(&self) -> String {
        match self {
            Self::Count(n) => n.to_string(),
            Self::Grouped(n) => format!("{} {:03}", n / 1000, n % 1000),
            Self::Approximate(n) => format!("~{n}"),
            Self::WithNote(n) => format!("{n}*"),
            Self::Bounds(text, ..) => text.clone(),
            Self::Absent(mark, _) => (*mark).to_owned(),
        }
    }

    /// What the dataset says of it: `OBS_VALUE`, `LOWER`, `UPPER`, `ABSENCE`, `SOURCE_STATUS`; SDMX calls an estimate E, the note is mapped to U, and
    /// of an absence for no reason O.
    fn fields(&self) -> [String; 5] {
        let count = |n: &u64, status: &str| [n.to_string(), n.to_string(), n.to_string(), String::new(), status.to_owned()];
        match self {
            Self::Count(n) | Self::Grouped(n) => count(n, "A"),
            Self::Approximate(n) => count(n, "E"),
            Self::WithNote(n) => count(n, "U"),
            Self::Bounds(_, lower, upper) => {
                let upper = upper.map(|upper| upper.to_string()).unwrap_or_default();
                [String::new(), lower.to_string(), upper, "LT".to_owned(), "A".to_owned()]
            }
            Self::Absent(_, code) => [String::new(), String::new(), String::new(), (*code).to_owned(), "O".to_owned()],
        }
    }
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let below = (1_u64..500).prop_map(|n| Drawn::Bounds(format!("<{n}"), 0, Some(n - 1)));
    let most = (0_u64..500).prop_map(|n| Drawn::Bounds(format!("≤{n}"), 0, Some(n)));
    let above = (0_u64..500).prop_map(|n| Drawn::Bounds(format!("> {n}"), n + 1, None));
    let least = (0_u64..500).prop_map(|n| Drawn::Bounds(format!("≥{n}"), n, None));
    let between = (0_u64..500, 0_u64..500).prop_map(|(n, more)| Drawn::Bounds(format!("{n}–{}", n + more), n, Some(n + more)));
    prop_oneof![
        6 => (0_u64..2000).prop_map(Drawn::Count),
        1 => (1000_u64..1_000_000).prop_map(Drawn::Grouped),
        1 => (0_u64..2000).prop_map(Drawn::Approximate),
        1 => (0_u64..2000).prop_map(Drawn::WithNote),
        2 => prop_oneof![below, most, above, least, between],
        2 => select(vec![Drawn::Absent("-", "NA"), Drawn::Absent("..", "O"), Drawn::Absent("", "BLANK")]),
    ]
}

/// The sheet of a table: below it the note, if a cell points to it.
fn sheet(table: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut rows = table.to_vec();
    if table.iter().flatten().any(|text| text.ends_with('*')) {
        rows.extend([Vec::new(), vec!["* a note".to_owned()]]);
    }
    rows
}

/// A table that reads without error: labels once each; counts, bounds, estimates, notes, marks of absence and blanks below.
fn good_table() -> impl Strategy<Value = Vec<Vec<String>>> {
    proptest::collection::vec(proptest::collection::vec(drawn(), 3), 1..=5).prop_map(|rows| written(&rows))
}

/// The labels of a good table, and their codes.
const LABELS: [(&str, &str); 5] = [("Sexual", "SEX"), ("Labour", "LAB"), ("Begging", "BEG"), ("Total", "_T"), ("Other", "_O")];

fn written(rows: &[Vec<Drawn>]) -> Vec<Vec<String>> {
    let header = ["Form", "2016", "2017", "2018"].map(str::to_owned).to_vec();
    let row = |((label, _), cells): (&(&str, &str), &Vec<Drawn>)| {
        std::iter::once((*label).to_owned()).chain(cells.iter().map(Drawn::text)).collect()
    };
    std::iter::once(header).chain(LABELS.iter().zip(rows).map(row)).collect()
}

/// How a run of a property is set up.
fn config() -> ProptestConfig {
    ProptestConfig { cases: 48, rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() }
}

/// In most sheets that are drawn a table is read, or the law would be about nothing.
#[test]
fn the_ledger_balances_for_any_grid() {
    let (mut with_figures, mut with_findings) = (0, 0);
    let mut runner = TestRunner::new(config());
    for _ in 0..config().cases {
        let rows = any_sheet().new_tree(&mut runner).expect("a sheet").current();
        let with_digits = rows.iter().flatten().filter(|text| roundup::normalize::has_digit(text.trim())).count();
        let outcome = project(&[("a.csv", &csv(&rows))]).run();
        let empty = rows.iter().flatten().all(|text| text.trim().is_empty());
        let is_refusal =
            |f: &roundup::diag::Finding| matches!(f.location, roundup::diag::Location::File(_)) && f.code.level == Level::Error;
        let refused = outcome.findings.iter().any(is_refusal);
        balanced(&outcome, (!empty && !refused).then_some(with_digits));
        let dataset = outcome.working.as_ref().expect("a dataset");
        with_figures += u32::from(!dataset.figures().is_empty());
        with_findings +=
            u32::from(dataset.ledger().iter().any(|(_, account)| matches!(account.disposition, Some(Disposition::Finding(_)))));
    }
    assert!(with_figures * 2 > config().cases, "{with_figures} sheets have a figure");
    assert!(with_findings * 4 > config().cases, "{with_findings} sheets have a cell that is a finding");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_order_of_rows_and_columns_changes_only_origins(table in good_table(), at in any::<Index>(), swap in any::<bool>()) {
        let before = values(&project(&[("a.csv", &csv(&sheet(&table)))]).run());
        let mut moved = table.clone();
        let body = moved.len() - 1;
        moved[1..].rotate_left(at.index(body));
        if swap {
            for row in &mut moved {
                row.swap(1, 3);
            }
        }
        prop_assert_eq!(before.clone(), values(&project(&[("a.csv", &csv(&sheet(&moved)))]).run()));
        prop_assert_eq!(before.len(), body * 3);
    }

    #[test]
    fn splitting_a_file_in_two_changes_only_origins(table in good_table(), at in any::<Index>()) {
        let whole = values(&project(&[("a.csv", &csv(&sheet(&table)))]).run());
        let cut = 1 + at.index(table.len() - 1);
        let mut second = vec![table[0].clone()];
        second.extend_from_slice(&table[cut..]);
        let files: Vec<(&str, Vec<u8>)> = match (cut, second.len()) {
            (1, _) | (_, 1) => vec![("a.csv", csv(&sheet(&table)))],
            _ => vec![("a.csv", csv(&sheet(&table[..cut]))), ("b.csv", csv(&sheet(&second)))],
        };
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        prop_assert_eq!(whole, values(&project(&files).run()));
    }

    #[test]
    fn an_empty_row_or_column_changes_only_origins(table in good_table(), rows in 0_usize..4, columns in 0_usize..4) {
        let before = values(&project(&[("a.csv", &csv(&sheet(&table)))]).run());
        let mut moved: Vec<Vec<String>> = vec![vec![String::new(); columns + 1]; rows];
        moved.extend(sheet(&table).iter().map(|row| std::iter::repeat_n(String::new(), columns).chain(row.iter().cloned()).collect()));
        prop_assert_eq!(before, values(&project(&[("a.csv", &csv(&moved))]).run()));
    }

    #[test]
    fn any_bytes_are_a_finding_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in select(vec!["a.csv", "a.xlsx", "a.xls", "a.ods"])) {
        balanced(&project(&[(name, &bytes)]).run(), None);
    }

    #[test]
    fn what_is_emitted_can_be_read_back(rows in proptest::collection::vec(proptest::collection::vec(drawn(), 3), 1..=5)) {
        let outcome = project(&[("a.csv", &csv(&sheet(&written(&rows))))]).run();
        let dataset = outcome.working.as_ref().expect("a dataset");
        let emitted: BTreeMap<Vec<String>, ReadBack> = records(&output(&outcome, "harmonized.csv")).iter().map(read_back).collect();
        // What the cells say, whatever the program made of them.
        let mut drawn: BTreeMap<Vec<String>, [String; 5]> = BTreeMap::new();
        for ((_, form), cells) in LABELS.iter().zip(&rows) {
            for (year, cell) in ["2016", "2017", "2018"].iter().zip(cells) {
                let key = ["XX", year, "VICT_ID", "PERSON", form, "_T", "_T", "_T", "_T", "_T", "TAB", "STATE"].map(str::to_owned).to_vec();
                drawn.insert(key, cell.fields());
            }
        }
        let said: BTreeMap<Vec<String>, [String; 5]> = emitted.iter().map(|(key, read)| (key.clone(), read.fields.clone())).collect();
        prop_assert_eq!(&said, &drawn);
        // The same observations as the program has.
        prop_assert_eq!(emitted.len(), dataset.figures().len());
        for released in dataset.figures() {
            let observation = released.observation();
            let dimensions = observation.key.codes().iter().map(ToString::to_string);
            let key: Vec<String> = [observation.key.ref_area.to_string(), observation.key.time_period.to_string()].into_iter().chain(dimensions).collect();
            let Some(read) = emitted.get(&key) else { return Err(TestCaseError::fail(format!("no {key:?}"))) };
            prop_assert_eq!(&read.value, &observation.value);
            prop_assert_eq!(read.approximate, observation.approximate);
            prop_assert_eq!(&read.fields[4], observation.status.as_str());
            let cells: Vec<String> = observation.origins.iter().map(ToString::to_string).collect();
            prop_assert_eq!(&read.cells, &cells);
            let notes: Vec<String> = observation.footnotes.iter().map(|note| format!("{} {}", note.mark, note.text.as_deref().unwrap_or_default())).collect();
            prop_assert_eq!(&read.footnotes, &notes);
        }
    }
}

/// A line of the dataset as somebody else's program would read it.
struct ReadBack {
    fields: [String; 5],
    value: ObsValue,
    approximate: bool,
    cells: Vec<String>,
    footnotes: Vec<String>,
}

fn read_back(record: &BTreeMap<String, String>) -> (Vec<String>, ReadBack) {
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
    let field = |column: &str| record[column].clone();
    let number = |column: &str| field(column).parse().ok().map(roundup::model::Count::new);
    let fields = ["OBS_VALUE", "LOWER", "UPPER", "ABSENCE", "SOURCE_STATUS"].map(field);
    let value = match (number("OBS_VALUE"), record["ABSENCE"].as_str()) {
        (Some(count), "") => ObsValue::Count(count),
        (None, "LT") => ObsValue::Bounds { lower: number("LOWER").expect("a lower bound"), upper: number("UPPER") },
        (None, code) => ObsValue::Absent(CodeId::new(Concept::absence(), code)),
        (Some(_), code) => panic!("a value and the absence {code}"),
    };
    let list = |column: &str| field(column).split(" | ").filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let approximate = record["SOURCE_STATUS"] == "E";
    (KEY.map(field).to_vec(), ReadBack { fields, value, approximate, cells: list("SOURCE_REF"), footnotes: list("FOOTNOTES") })
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
    for figure in outcome.working.as_ref().expect("a dataset").figures() {
        let observation = figure.observation();
        let measure = observation.key.measure().as_str();
        for code in observation.key.codes().iter().filter(|code| !code.is_total() && code.as_str() != "TAB" && code.as_str() != "STATE") {
            let by_line = observation.mappings.iter().any(|used| used.code == *code);
            let by_measure = code.concept() == observation.key.structure().unit() && units[measure] == code.as_str();
            assert!(by_line || by_measure, "{}: {code} comes from nowhere", observation.key);
        }
    }
}
