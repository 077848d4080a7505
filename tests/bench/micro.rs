//! Micro-benchmarks of the hot rooms, on the round of 2020 and on made-up records: `make microbench`.
#![expect(clippy::expect_used, clippy::disallowed_methods, reason = "a benchmark may fail, and it writes its input")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use roundup::emit::{Format, emit};
use roundup::pipeline::{Request, Silent, observe, plan, run};
use roundup::record_counts::{Form, Reduce, Slot, Task, row_counts};

fn main() {
    divan::main();
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn round() -> Request {
    Request { raw: root().join("raw"), mappings: root().join("mappings"), round: "2020".to_owned(), senders: Vec::new(), reader: None }
}

/// A label as sheets have them.
#[divan::bench(args = ["Sexual exploitation", "Køn og  ALDER", "Оказание сексуальных услуг"])]
fn normalize(label: &str) -> String {
    roundup::normalize::normalize(label)
}

/// Mapping files read, checked and compiled.
#[divan::bench(sample_count = 20)]
fn mappings() -> roundup::plan::Plan {
    plan(&root().join("mappings"), None).expect("the mappings")
}

/// All submissions read and mapped.
#[divan::bench(sample_count = 20)]
fn read_and_map() -> usize {
    observe(&round(), &Silent, &|figures, _| figures.len()).expect("a round").made.iter().sum()
}

/// The whole round but for writing.
#[divan::bench(sample_count = 20)]
fn whole_round() -> bool {
    run(&round(), &Silent).expect("a round").working.is_some()
}

/// Each form of the outputs.
#[divan::bench(args = Format::ALL, sample_count = 10)]
fn write(bencher: Bencher<'_, '_>, form: Format) {
    let working = run(&round(), &Silent).expect("a round").working.expect("a dataset");
    bencher.bench(|| emit(&working, &[form]).expect("the outputs").len());
}

const ROWS: usize = 50_000;

fn cases(columns: usize) -> (PathBuf, usize) {
    let mut text: String = (0..columns).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",") + "\n";
    for row in 0..ROWS {
        for column in 0..columns {
            let separator = if column == 0 { "" } else { "," };
            let _ = match (row + column) % 5 {
                0 => write!(text, "{separator}\"value {}, quoted\"", row * 7 % 11),
                1 | 2 => write!(text, "{separator}"),
                _ => write!(text, "{separator}value {}", row * 7 % 11),
            };
        }
        text.push('\n');
    }
    let path = std::env::temp_dir().join(format!("roundup-micro-{columns}-{}.csv", std::process::id()));
    std::fs::write(&path, &text).expect("a file");
    (path, text.len())
}

/// Records of so many columns, counted by four of them.
#[divan::bench(args = [8, 64], sample_count = 20)]
fn count_records(bencher: Bencher<'_, '_>, columns: usize) {
    let (path, bytes) = cases(columns);
    let slots = (0..4).map(|n| Slot { headers: vec![format!("c{n}")], reduce: Reduce::Words }).collect();
    let task = Task { slots, counted: Vec::new(), missing: vec![String::new()], sheets: Vec::new(), encoding: None, delimiter: Some(b',') };
    let counted = bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(ROWS));
    counted.bench_local(|| row_counts(&path, Form::Text, &task, None).expect("the counts").len());
    std::fs::remove_file(path).expect("the file");
}

/// The readers of csv that come into question, on the same records of 64 columns: fields seen and nothing done with them.
#[divan::bench(args = ["csv", "simd-csv"], sample_count = 20)]
fn split_rows(bencher: Bencher<'_, '_>, library: &str) {
    let (path, bytes) = cases(64);
    let text = std::fs::read(&path).expect("the records");
    let by_csv = || {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_slice());
        let (mut record, mut fields) = (csv::ByteRecord::new(), 0);
        while reader.read_byte_record(&mut record).expect("a record") {
            fields += record.len();
        }
        fields
    };
    let by_simd_csv = || {
        let mut reader = simd_csv::ZeroCopyReaderBuilder::new().from_reader(text.as_slice());
        let mut fields = 0;
        while let Some(record) = reader.read_byte_record().expect("a record") {
            fields += record.len();
        }
        fields
    };
    assert_eq!(by_csv(), by_simd_csv());
    let counted = bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(ROWS));
    if library == "csv" {
        counted.bench_local(by_csv);
    } else {
        counted.bench_local(by_simd_csv);
    }
    std::fs::remove_file(path).expect("the file");
}
