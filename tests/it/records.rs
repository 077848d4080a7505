//! Files of case-level records: counted as a plain reader counts them, the same as a table of the same cases, and never silently otherwise.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use roundup::cli::Status;
use roundup::pipeline::{Silent, run};
use roundup::record_counts::{Form, Reduce, Slot, Task, row_counts};

use crate::support::{Project, lines, output, public_output, records, say};

const CROSSWALK: &str = "concept,label,predicate,code\nsex,Woman,skos:exactMatch,F\nsex,Man,skos:exactMatch,M\n\
    form,Sexual exploitation,skos:exactMatch,SEX\nform,Labour,skos:closeMatch,LAB\n";

const RECORDS: &str = "[[records]]\nid = \"cases\"\nfile = \"cases.*\"\nset = { measure = \"VICT_ID\" }\ncolumns = [\n\
    { header = \"Year\", concept = \"period\" },\n  { header = \"Sex\", concept = \"sex\" },\n  { header = \"Form\", concept = \"form\" },\n]\n\
    counts = [[\"sex\"], [\"form\"]]\nskip_columns = [{ text = \"Notes\", reason = \"free text\" }]\n";

const HIDDEN: &str = "warning hidden-not-visible @ xx/cases.xlsx : records in a workbook: rows and columns that it hides are counted";

const TABLE: &str = "[[table]]\nid = \"table\"\nfile = \"table.csv\"\nanchor = \"Victims\"\ncolumns = [{ concepts = [\"period\"] }]\n\
    rows = [{ concepts = [\"sex\", \"form\"] }]\nset = { measure = \"VICT_ID\" }\n";

/// A state with one crosswalk, and what its layout says beside the language and the files.
fn state(layout: &str, files: &[(&str, &[u8])]) -> Project {
    let project = Project::new();
    project.write("mappings/xx/layout.toml", format!("language = \"en\"\n[[file]]\nname = \"*\"\n{layout}").as_bytes());
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.as_bytes());
    for (name, bytes) in files {
        project.write(&format!("raw/2020/xx/{name}"), bytes);
    }
    project.describe_source("xx");
    project
}

/// The figures by key, and the codes of the findings.
fn figures(project: &Project) -> (BTreeMap<String, String>, Vec<String>) {
    let outcome = project.run();
    let of = |record: &BTreeMap<String, String>| {
        let key = ["TIME_PERIOD", "MEASURE", "UNIT_COUNT", "EXPL_FORM", "SEX", "AGE", "ORIGIN", "PREDICATES"]
            .map(|column| record[column].as_str());
        (key.join("."), record["OBS_VALUE"].clone())
    };
    (records(&output(&outcome, "harmonized.csv")).iter().map(of).collect(), lines(&outcome))
}

/// The cases that all these files are about: year, sex, form, note.
const CASES: [[&str; 4]; 6] = [
    ["2016", "Woman", "Sexual exploitation", ""],
    ["2016", "Woman", "Labour", "two, with a comma"],
    ["2016", "Man", "Labour", "said \"no\""],
    ["2017", "Woman", "Labour", "two\nlines"],
    ["2017", "Man", "Sexual exploitation", ""],
    ["2017", "Man", "Labour", ""],
];

fn csv_of(cases: &[[&str; 4]], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(["Year", "Sex", "Form", "Notes"]).expect("a header");
    for case in cases {
        writer.write_record(case).expect("a row");
    }
    writer.into_inner().expect("a csv")
}

fn xlsx_of(cases: &[[&str; 4]], hidden: bool) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    if hidden {
        workbook.add_worksheet().write(0, 0, "front page").expect("a cell");
    }
    let sheet = workbook.add_worksheet().set_name("Cases").expect("a name");
    sheet.set_hidden(hidden);
    sheet.write(0, 1, "Cases of the register").expect("a title");
    for (column, header) in (1..).zip(["Year", "Sex", "Form", "Notes"]) {
        sheet.write(2, column, header).expect("a header");
    }
    for (row, case) in (3..).zip(cases) {
        if let Ok(year) = case[0].parse::<u32>() {
            sheet.write(row, 1, year).expect("a cell");
        }
        for (column, text) in (2..).zip(&case[1..]).filter(|(_, text)| !text.is_empty()) {
            sheet.write(row, column, *text).expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

#[test]
fn one_crosswalk_serves_a_table_and_records_of_the_same_cases() {
    let table = state(TABLE, &[("table.csv", b"Victims,2016,2017\nWoman,2,1\nMan,1,2\nSexual exploitation,1,1\nLabour,2,2\n")]);
    let (expected, found) = figures(&table);
    assert_eq!((expected.len(), found), (8, Vec::new()));
    assert_eq!(expected["2016.VICT_ID.PERSON._T.F._T._T."], "2");
    let text = csv_of(&CASES, b',');
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(String::from_utf8(text.clone()).expect("UTF-8").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let carriage = String::from_utf8(csv_of(&[CASES[0], CASES[1], CASES[2], CASES[4], CASES[5], ["2017", "Woman", "Labour", ""]], b';'));
    let carriage = carriage.expect("UTF-8").replace('\n', "\r\n");
    let mark: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(text.iter().copied()).collect();
    for (name, bytes) in [
        ("cases.csv", text.clone()),
        ("cases.csv", [b"sep=,\n", text.as_slice()].concat()),
        ("cases.csv", mark),
        ("cases.csv", wide),
        ("cases.csv", carriage.into_bytes()),
        ("cases.tsv", csv_of(&CASES, b'\t')),
        ("cases.xlsx", xlsx_of(&CASES, false)),
    ] {
        let (counted, found) = figures(&state(RECORDS, &[(name, &bytes)]));
        assert_eq!(counted, expected, "{name}: {found:?}");
        let warned = found.iter().filter(|line| line.starts_with("warning hidden-not-visible @ xx/cases.xlsx : ")).count();
        assert_eq!((warned, found.len()), if name == "cases.xlsx" { (1, 1) } else { (0, 0) }, "{name}: {found:?}");
    }
    // Both at once say the same of each figure; with a case more they don't.
    let both = |cases: &[u8]| {
        let table = "Victims,2016,2017\nWoman,2,1\nMan,1,2\nSexual exploitation,1,1\nLabour,2,2\n";
        figures(&state(&format!("{TABLE}{RECORDS}"), &[("table.csv", table.as_bytes()), ("cases.csv", cases)])).1
    };
    let agreed = both(&text);
    // One finding for the two files, which names all eight.
    let [agreed] = agreed.as_slice() else { panic!("{agreed:?}") };
    assert!(agreed.starts_with("note value-stated-twice") && agreed.matches(" for XX.").count() == 8, "{agreed}");
    let more = both(&[text.as_slice(), b"2017,Man,Labour,\n"].concat());
    let conflicts = more.iter().filter(|line| line.starts_with("error values-conflict")).map(|line| line.matches(" for XX.").count());
    assert_eq!(conflicts.sum::<usize>(), 2, "{more:?}");
}

#[test]
fn files_of_one_kind_are_added_up() {
    let (first, second) = CASES.split_at(2);
    let parts = [("cases.1.csv", csv_of(first, b',')), ("cases.2.csv", csv_of(second, b';'))];
    let whole = figures(&state(RECORDS, &[("cases.csv", &csv_of(&CASES, b','))]));
    assert_eq!(figures(&state(RECORDS, &[(parts[0].0, &parts[0].1), (parts[1].0, &parts[1].1)])), whole);
}

/// Many rows, so that there are several blocks: each field may need quoting, and one row in seven has a line break.
fn many(rows: usize) -> String {
    let mut text = "Year,Sex,Form,Notes\n".to_owned();
    for n in 0..rows {
        let year = 2016 + n % 3;
        let sex = ["Woman", "\"Woman\"", "Man", "\"Man\"", "woman "][n * 7 % 5];
        let form = ["Labour", "\"Sexual exploitation\"", "Sexual exploitation"][n * 5 % 3];
        let note = ["", "plain", "\"a, b\"", "\"said \"\"yes\"\"\"", "\"two\nlines\"", "\"\"", "\"\"\"\""][n * 3 % 7];
        let filler = "x".repeat(n % 61);
        let note = if note.is_empty() { filler } else { note.to_owned() };
        let _ = writeln!(text, "{year},{sex},{form},{note}");
    }
    text
}

#[test]
fn large_files_are_counted_as_a_plain_reader_counts_them_with_any_number_of_threads() {
    let text = many(60_000);
    assert!(text.len() > 2 << 20, "several blocks");
    let mut expected: BTreeMap<(String, &str, &str), u64> = BTreeMap::new();
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        let row = row.expect("a row");
        let sex = if row[1].trim().eq_ignore_ascii_case("woman") { "F" } else { "M" };
        let form = if &row[2] == "Labour" { "LAB" } else { "SEX" };
        *expected.entry((row[0].to_owned(), "SEX", sex)).or_insert(0) += 1;
        *expected.entry((row[0].to_owned(), "EXPL_FORM", form)).or_insert(0) += 1;
    }
    let project = state(RECORDS, &[("cases.csv", text.as_bytes())]);
    let mut before: Option<String> = None;
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let outcome = pool.install(|| project.run());
        assert_eq!(lines(&outcome), Vec::<String>::new());
        let tables = ["harmonized.csv", "records.csv", "findings.csv"].map(|name| output(&outcome, name)).concat();
        let mut counted: BTreeMap<(String, &str, &str), u64> = BTreeMap::new();
        for record in records(&output(&outcome, "harmonized.csv")) {
            let (column, code) = if record["SEX"] == "_T" { ("EXPL_FORM", &record["EXPL_FORM"]) } else { ("SEX", &record["SEX"]) };
            let code = ["F", "M", "LAB", "SEX"].into_iter().find(|known| known == code).expect("a code");
            counted.insert((record["TIME_PERIOD"].clone(), column, code), record["OBS_VALUE"].parse().expect("a count"));
        }
        assert_eq!(counted, expected, "{threads} threads");
        assert_eq!(*before.get_or_insert(tables.clone()), tables, "the same bytes with {threads} threads");
    }
    let rows = records(&output(&project.run(), "records.csv"));
    assert_eq!((rows.len(), rows[0]["DISPOSITION"].as_str(), rows[0]["ROWS"].as_str()), (1, "counted", "60000"));
}

#[test]
fn a_broken_row_is_found_on_its_line_wherever_it_stands() {
    let text = many(40_000);
    let starts: Vec<usize> = {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader
            .byte_records()
            .map(|row| usize::try_from(row.expect("a row").position().expect("a place").byte()).expect("a place"))
            .collect()
    };
    let broken = [
        ("2016,Woman,Labour\n", "3 fields where the header has 4"),
        ("2016,Woman,Labour,,\n", "5 fields where the header has 4"),
        ("2016,Woman,Labour,a \"b\" c\n", "a quotation mark that is not closed, or stands alone, near field 4"),
        ("2016,Woman,Labour,\"a\" b\n", "a quotation mark that is not closed, or stands alone, near field 4"),
        ("2016,Woman,Labour,\"a\n", "a quotation mark that is not closed, or stands alone, near field 4"),
        ("2016,W\u{fffd}man,Labour,\n", "bytes that mean nothing in UTF-8"),
    ];
    for (row, what) in broken {
        for place in [0, 1, starts.len() / 2, starts.len() - 1] {
            let (before, after) = text.split_at(starts[place]);
            let line = before.matches('\n').count() + 1;
            let mut bytes = [before, row, after].concat().into_bytes();
            if let Some(at) = bytes.windows(3).position(|window| window == "\u{fffd}".as_bytes()) {
                bytes.splice(at..at + 3, [0xe4]);
            }
            let outcome = state(RECORDS, &[("cases.csv", &bytes)]).run();
            let found = lines(&outcome);
            let expected = format!("error record-malformed @ xx/cases.csv!csv!A{line} : {what}");
            assert!(found.iter().any(|found| found.starts_with(&expected)), "{expected}\n{found:?}");
            assert!(records(&output(&outcome, "harmonized.csv")).is_empty(), "nothing is counted");
            let rows = records(&output(&outcome, "records.csv"));
            assert!(rows.iter().all(|row| row["DISPOSITION"] == "finding"), "{rows:?}");
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 400, rng_seed: proptest::test_runner::RngSeed::Fixed(7), ..Default::default() })]

    /// What is counted without a word is what another reader sees, value by value; what that one refuses, or would have to guess, is refused.
    #[test]
    fn no_text_is_counted_otherwise_than_another_reader_reads_it(body in "[ab\",\n\r ]{0,60}") {
        let text = format!("Year,Sex\n{body}");
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("cases.csv");
        std::fs::write(&path, &text).expect("a file");
        let slot = |header: &str| Slot { headers: vec![header.to_owned()], reduce: Reduce::Words };
        let task = Task { slots: vec![slot("Year"), slot("Sex")], counted: Vec::new(), missing: vec![String::new()], sheets: Vec::new(), encoding: None, delimiter: Some(b',') };
        let all_counts = row_counts(&path, Form::Text, &task, None).expect("a row_counts");
        let mut counted: BTreeMap<[String; 2], u64> = BTreeMap::new();
        for (classes, rows) in &all_counts[0].groups {
            let label = |slot: usize| all_counts[0].slots[slot][usize::from(classes[slot])].label.clone();
            *counted.entry([label(0), label(1)]).or_insert(0) += rows;
        }
        let mut expected: BTreeMap<[String; 2], u64> = BTreeMap::new();
        let mut refused = false;
        for row in csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes()).records() {
            match row {
                // A row with nothing in any column is not a record.
                Ok(row) if row.iter().all(|field| field.trim().is_empty()) => {}
                Ok(row) if row.len() != 2 => refused = true,
                Ok(row) => *expected.entry([row[0].trim().to_owned(), row[1].trim().to_owned()]).or_insert(0) += 1,
                Err(_) => refused = true,
            }
        }
        if all_counts[0].malformed_rows == 0 {
            proptest::prop_assert!(!refused, "{text:?}");
            proptest::prop_assert_eq!(counted, expected, "{:?}", text);
        }
    }
}

/// Rows without a word, and rows that may be a footer, wherever the reader cuts the text, and in a workbook.
#[test]
fn rows_without_words_are_no_records_in_any_format() {
    let rule = "[[records]]\nid = \"cases\"\nfile = \"cases.*\"\nset = { measure = \"VICT_ID\", period = \"2016\" }\n\
        columns = [{ header = \"Sex\", concept = \"sex\", missing = \"_U\" }]\ncounts = [[\"sex\"]]\n\
        skip_columns = [{ text = \"/./\", reason = \"not needed\" }]\n";
    let blank = [["", "", "", ""]; 2];
    let noted = ["", "", "", "nothing else is known"];
    let cases: Vec<[&str; 4]> =
        [&CASES[..1], &blank, &[noted, noted], &CASES[1..], &blank, &[noted, ["", "", "", "Source: police"]], &blank].concat();
    let expected = BTreeMap::from(
        [("F", "3"), ("M", "3"), ("_U", "2")].map(|(sex, n)| (format!("2016.VICT_ID.PERSON._T.{sex}._T._T."), n.to_owned())),
    );
    for (name, bytes, cell) in [("cases.csv", csv_of(&cases, b';'), "D15"), ("cases.xlsx", xlsx_of(&cases, false), "E16")] {
        let (counted, found) = figures(&state(rule, &[(name, &bytes)]));
        assert_eq!(counted, expected, "{name}: {found:?}");
        let below: Vec<&String> = found.iter().filter(|line| line.starts_with("error row-below-records")).collect();
        let said = format!("!{cell} : \"nothing else is known\" in a row with nothing that is counted; 1 more such rows");
        assert!(below.len() == 1 && below[0].contains(&said), "{name}: {found:?}");
    }
    // Blocks of a text end anywhere: between rows that may be a footer, before the last record, in the footer.
    let mut long = "Sex;Notes\n".to_owned();
    for n in [30_000, 20_000, 7] {
        long.push_str("Woman;\n");
        (0..n).for_each(|i| writeln!(long, ";note {i}").expect("a line"));
    }
    let only = |last: &str| {
        let (counted, found) = figures(&state(rule, &[("cases.csv", format!("{long}{last}").as_bytes())]));
        let found: Vec<String> = found.into_iter().filter(|line| !line.contains("line-unused")).collect();
        (counted.into_values().collect::<Vec<_>>(), found)
    };
    assert_eq!(only("Woman;\n"), (vec!["4".to_owned(), "50007".to_owned()], Vec::new()));
    let (counted, found) = only("");
    assert_eq!(counted, ["3", "50000"]);
    assert_eq!(
        found,
        ["error row-below-records @ xx/cases.csv!csv!B50005 : \"note 0\" in a row with nothing that is counted; 6 more such rows"]
    );
}

/// In a workbook a column may have cells and no header; in a text the row would have too many fields.
#[test]
fn a_column_without_a_header_is_a_finding() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Cases").expect("a name");
    for (row, case) in (0..).zip([["Year", "Sex", "Form", ""], ["2016", "Woman", "Labour", ""], ["2016", "Man", "Labour", "9 more"]]) {
        for (column, text) in (0..).zip(case).filter(|(_, text)| !text.is_empty()) {
            sheet.write(row, column, text).expect("a cell");
        }
    }
    let (_, found) = figures(&state(RECORDS, &[("cases.xlsx", &workbook.save_to_buffer().expect("a workbook"))]));
    let expected = "warning column-unread @ xx/cases.xlsx!Cases!D3 : a column without a header";
    assert!(found.iter().any(|line| line == expected), "{found:?}");
}

#[test]
fn a_workbook_of_records_is_counted_in_a_process_of_its_own_and_hidden_sheets_need_a_decision() {
    let project = state(RECORDS, &[("cases.xlsx", &xlsx_of(&CASES, false))]);
    let here = project.run();
    let mut request = project.request();
    request.reader = Some(env!("CARGO_BIN_EXE_roundup").into());
    let there = run(&request, &Silent).expect("a run");
    for name in ["harmonized.csv", "records.csv", "ledger.csv"] {
        assert_eq!(output(&here, name), output(&there, name), "{name}");
    }
    let records_of_cases = RECORDS.replace("file = \"cases.*\"", "file = \"cases.*\"\nsheet = \"Cases\"");
    let (counted, found) = figures(&state(&records_of_cases, &[("cases.xlsx", &xlsx_of(&CASES, true))]));
    assert_eq!(
        (counted.len(), found),
        (0, vec![HIDDEN.to_owned(), "error hidden-undecided @ xx/cases.xlsx!Cases : a hidden sheet of records".to_owned()])
    );
    let decided = format!(
        "{records_of_cases}[[hidden]]\npart = \"sheet\"\nsheet = \"Cases\"\ndecision = \"use\"\nreason = \"the register's own export\"\n"
    );
    assert_eq!(figures(&state(&decided, &[("cases.xlsx", &xlsx_of(&CASES, true))])).0.len(), 8);
    let damaged: Vec<u8> = xlsx_of(&CASES, false).into_iter().take(3000).collect();
    let (counted, found) = figures(&state(RECORDS, &[("cases.xlsx", &damaged)]));
    assert!(counted.is_empty() && found.iter().any(|line| line.starts_with("error file-unreadable @ xx/cases.xlsx")), "{found:?}");
}

#[test]
fn a_header_that_is_not_there_or_there_twice_is_a_finding() {
    for (header, expected) in
        [("Year,Gender,Form,Notes\n", "no single column \"Sex\""), ("Year,Sex,Form,Sex\n", "no single column \"Sex\" (there is \"Sex\")")]
    {
        let (counted, found) = figures(&state(RECORDS, &[("cases.csv", format!("{header}2016,Woman,Labour,\n").as_bytes())]));
        assert_eq!((counted.len(), found), (0, vec![format!("error header-unexpected @ xx/cases.csv!csv : {expected}")]));
    }
}

#[test]
fn records_that_are_not_there_are_a_finding() {
    let empty = figures(&state(RECORDS, &[("cases.csv", b"Year,Sex,Form,Notes\n")])).1;
    assert_eq!(empty, ["error table-empty @ xx/cases.csv!csv : no row below the headers of the records \"cases\""]);
    let other = figures(&state(&format!("{TABLE}{RECORDS}"), &[("table.csv", b"Victims,2016\nWoman,2\n")])).1;
    assert_eq!(other, ["error sheet-not-found @ xx/layout.toml:12:6 : no file and sheet for the records \"cases\""]);
}

#[test]
fn a_digit_above_the_headers_is_accounted_for() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "as of 1 March 2020").expect("a title");
    for (row, case) in (1..).zip([["Year", "Sex", "Form", "Notes"], ["2016", "Woman", "Labour", "x"]]) {
        for (column, text) in (0..).zip(case) {
            sheet.write(row, column, text).expect("a cell");
        }
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let found = figures(&state(RECORDS, &[("cases.xlsx", &bytes)])).1;
    assert!(found.contains(&"error cell-unaccounted @ xx/cases.xlsx!Sheet1!A1 : \"as of 1 March 2020\"".to_owned()), "{found:?}");
    let decided = format!("{RECORDS}[[out_of_scope]]\ntext = \"/^as of/\"\nreason = \"title\"\n");
    let found = figures(&state(&decided, &[("cases.xlsx", &bytes)])).1;
    assert!(found.contains(&HIDDEN.to_owned()) && found.iter().all(|line| line.starts_with("warning")), "{found:?}");
}

#[test]
fn records_without_a_count_or_with_two_periods_are_refused() {
    for (layout, expected) in [
        (RECORDS.replace("counts = [[\"sex\"], [\"form\"]]", "counts = []"), "records without a count"),
        (
            RECORDS.replace("header = \"Sex\", concept = \"sex\"", "header = \"Sex\", name = \"other\", concept = \"period\""),
            "two columns of periods",
        ),
    ] {
        let (counted, found) = figures(&state(&layout, &[("cases.csv", &csv_of(&CASES, b','))]));
        assert!(counted.is_empty() && found.iter().any(|line| line.ends_with(expected)), "{found:?}");
    }
}

#[test]
fn small_counts_of_rows_are_suppressed_with_the_figures() {
    let project = state(RECORDS, &[("cases.csv", &csv_of(&CASES, b','))]);
    project
        .write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nyears = [2016, 2017, 2018]\nareas = [\"XX\"]\nsources_public = true\n");
    let outcome = project.release();
    let rows = records(&public_output(&outcome, "records.csv"));
    assert_eq!((rows.len(), rows[0]["ROWS"].as_str()), (1, ""));
    assert!(
        records(&public_output(&outcome, "harmonized.csv"))
            .iter()
            .all(|record| record["OBS_VALUE"].is_empty() && record["AS_SHOWN"] == "•")
    );
}

#[test]
fn a_cross_table_counts_by_codes() {
    let unmapped = [CASES.as_slice(), &[["2017", "n.k.", "Labour", ""]]].concat();
    let project = state(RECORDS, &[("cases.csv", &csv_of(&unmapped, b','))]);
    let (raw, mappings) = (project.path("raw"), project.path("mappings"));
    let (raw, mappings) = (raw.to_string_lossy().into_owned(), mappings.to_string_lossy().into_owned());
    let words = |more: &[&str]| {
        let mut words =
            vec!["tabulate", "xx", "cases", "--raw", &raw, "--mappings", &mappings, "--by", "Sex,period", "--of", "labour=form:LAB"];
        words.extend(more);
        say(&words)
    };
    let said = words(&["--unmapped", "UNMAPPED"]);
    let expected = "Sex,period,n,labour\nF,2016,2,1\nF,2017,1,1\nM,2016,1,1\nM,2017,2,1\nUNMAPPED,2017,1,1\n";
    assert_eq!((said.status, said.out.as_str()), (Status::Clean, expected), "{}", said.err);
    assert!(said.err.starts_with("\"n.k.\" as sex in 1 row: no code; UNMAPPED where rows are counted by it\n"), "{}", said.err);
    let said = words(&[]);
    assert_eq!((said.status, said.out.contains("UNMAPPED")), (Status::Mapping, false));
    assert!(said.err.contains("1 row is in no cell: label-unmapped"), "{}", said.err);
    let said = say(&["tabulate", "xx", "cases", "--raw", &raw, "--mappings", &mappings, "--by", "Colour"]);
    assert_eq!(said.status, Status::Failed);
    assert!(said.err.contains("no column \"Colour\"; there are: period, sex, form"), "{}", said.err);
}

#[test]
fn records_in_a_format_that_is_not_read_are_called_by_its_name() {
    for (bytes, name) in [
        (&b"<html><table><tr><td>2016</td></tr></table></html>"[..], "a web page (HTML)"),
        (b"\xff\xfe\0\0Y\0\0\0e\0\0\0a\0\0\0r\0\0\0\n\0\0\0", "a text in UTF-32"),
        (b"[{\"Year\": 2016}]", "JSON"),
    ] {
        let (figures, found) = figures(&state(RECORDS, &[("cases.csv", bytes)]));
        assert!(figures.is_empty());
        let line = format!("error file-not-a-table @ xx/cases.csv : {name}");
        assert!(found.contains(&line), "{}", found.join("\n"));
    }
}
