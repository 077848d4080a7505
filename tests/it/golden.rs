//! Whole rounds, byte for byte: small ones kept in `tests/golden/`, and the project's own one against itself.

use std::collections::BTreeMap;
use std::path::Path;

use roundup::cli::{Status, Streams, main};
use tempfile::TempDir;

use crate::support::{files, root};

fn run(raw: &Path, mappings: &Path, out: &Path, more: &[&str]) -> Status {
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let (raw, mappings, out) = (path(raw), path(mappings), path(out));
    let words = ["roundup", "run", "--quiet", "--raw", &raw, "--mappings", &mappings, "--out", &out];
    let words = words.iter().chain(more).map(|word| (*word).into()).collect();
    main(words, &mut Streams { out: &mut Vec::new(), err: &mut Vec::new(), terminal: false, colour: false, reader: None })
}

/// With `ROUNDUP_BLESS=1` the kept outputs are written anew; read the difference before you commit it.
#[test]
fn golden_rounds_give_the_bytes_that_were_reviewed() {
    let bless = std::env::var_os("ROUNDUP_BLESS").is_some();
    for entry in std::fs::read_dir(root().join("tests/golden")).expect("golden rounds") {
        let case = entry.expect("a case").path();
        if !case.is_dir() {
            continue;
        }
        let out = TempDir::new().expect("a folder");
        run(&case.join("raw"), &case.join("mappings"), out.path(), &[]);
        let actual = files(&out.path().join("2020"));
        let kept = case.join("out");
        for name in ["harmonized.csv", "findings.csv", "flags.csv", "ledger.csv", "regional.csv"] {
            if bless {
                std::fs::create_dir_all(&kept).expect("a folder");
                std::fs::write(kept.join(name), &actual[name]).expect("a file");
            }
            let expected = std::fs::read(kept.join(name)).expect("a kept output");
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert_eq!(text(&expected), text(&actual[name]), "{} of {}", name, case.display());
        }
    }
}

#[test]
fn the_round_gives_the_same_bytes_twice_and_with_any_number_of_threads() {
    let (raw, mappings) = (root().join("raw"), root().join("mappings"));
    let outs: Vec<BTreeMap<String, Vec<u8>>> = [&[][..], &[], &["--threads", "1"], &["--threads", "7"]]
        .iter()
        .map(|more| {
            let out = TempDir::new().expect("a folder");
            assert_eq!(run(&raw, &mappings, out.path(), more), Status::Clean);
            files(&out.path().join("2020"))
        })
        .collect();
    for out in &outs {
        assert_eq!(out.keys().collect::<Vec<_>>(), outs[0].keys().collect::<Vec<_>>());
        // File by file, for a workbook is no text to read in a message.
        let differ: Vec<&String> = out.iter().filter(|(name, bytes)| outs[0][*name] != **bytes).map(|(name, _)| name).collect();
        assert!(differ.is_empty(), "{differ:?}");
    }
}
