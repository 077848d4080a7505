//! Whole rounds, byte for byte: small ones kept in `tests/golden/`, and the project's own one against itself.

use std::collections::BTreeMap;
use std::path::Path;

use roundup::cli::{Status, Streams, main};
use tempfile::TempDir;

use crate::support::{files, root};

fn run(raw: &Path, mappings: &Path, out: &Path, more: &[&str]) -> Status {
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let (raw, mappings, out) = (path(raw), path(mappings), path(out));
    let words = ["roundup", "run", "--quiet", "--raw", &raw, "--mappings", &mappings, "--out", &out, "--round", "2020"];
    let words = words.iter().chain(more).map(|word| (*word).into()).collect();
    main(words, &mut Streams { out: &mut Vec::new(), err: &mut Vec::new(), terminal: false, colour: false, reader: None })
}

/// With `ROUNDUP_BLESS=1` the kept outputs are written anew; read the difference before you commit it.
#[test]
fn golden_rounds_give_the_bytes_that_were_reviewed() {
    let bless = std::env::var_os("ROUNDUP_BLESS").is_some();
    let (folder, mut cases) = (root().join("tests/golden"), 0);
    for entry in std::fs::read_dir(&folder).expect("golden rounds") {
        let case = entry.expect("a case").path();
        if !case.is_dir() {
            continue;
        }
        let out = TempDir::new().expect("a folder");
        run(&case.join("raw"), &case.join("mappings"), out.path(), &[]);
        let actual = files(&out.path().join("2020"));
        let kept = case.join("out");
        for name in COMPARED {
            if bless {
                std::fs::create_dir_all(&kept).expect("a folder");
                std::fs::write(kept.join(name), &actual[name]).expect("a file");
            }
            let expected = std::fs::read(kept.join(name)).expect("a kept output");
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert_eq!(text(&expected), text(&actual[name]), "{} of {}", name, case.display());
        }
        // What is kept and compared with nothing looks like a test and is none.
        let unread: Vec<String> = files(&kept).into_keys().filter(|name| !COMPARED.contains(&name.as_str())).collect();
        assert!(unread.is_empty(), "{}: nothing is compared with {unread:?}", kept.display());
        cases += 1;
    }
    assert!(cases > 0, "there is no golden round");
    let strangers: Vec<String> = files(&folder).into_keys().filter(|name| !is_of_a_case(name)).collect();
    assert!(strangers.is_empty(), "{}: nothing reads {strangers:?}", folder.display());
}

/// Outputs that are kept of each round.
const COMPARED: [&str; 5] = ["harmonized.csv", "findings.csv", "flags.csv", "ledger.csv", "regional.csv"];

/// Whether a file of the folder is a round's input or output, or a page about them.
fn is_of_a_case(name: &str) -> bool {
    match name.split('/').collect::<Vec<_>>().as_slice() {
        ["README.md"] | [_, "README.md"] => true,
        [_, folder, ..] => ["raw", "mappings", "out"].contains(folder),
        _ => false,
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
        // File by file, for a workbook is not a text to read in a message.
        let differ: Vec<&String> = out.iter().filter(|(name, bytes)| outs[0][*name] != **bytes).map(|(name, _)| name).collect();
        assert!(differ.is_empty(), "{differ:?}");
    }
}
