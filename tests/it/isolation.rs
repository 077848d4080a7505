//! Workbooks read in a process of their own: the same figures, and a file that breaks the reader breaks nothing else.

use roundup::pipeline::{Silent, run};

use crate::support::{Project, lines, output, own_round, root};

#[test]
fn a_process_of_its_own_gives_the_same_bytes() {
    let here = run(&own_round(), &Silent).expect("a run");
    let mut request = own_round();
    request.reader = Some(env!("CARGO_BIN_EXE_roundup").into());
    let there = run(&request, &Silent).expect("a run");
    for name in ["harmonized.csv", "findings.csv", "ledger.csv", "manifest.json"] {
        assert_eq!(output(&here, name), output(&there, name), "{name}");
    }
}

/// The sector table of an OLE container made cyclic: the reader library allocates until it is stopped.
fn cyclic_container() -> Vec<u8> {
    let folder = root().join("raw/2020/de");
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let path = files.into_iter().find(|path| path.extension().is_some_and(|e| e == "xls")).expect("a workbook in the old format");
    let mut bytes = std::fs::read(path).expect("a workbook");
    let number = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize;
    let sector = 1_usize << u16::from_le_bytes([bytes[30], bytes[31]]);
    let (directory, table) = (number(&bytes, 48), number(&bytes, 76));
    let entry = (table + 1) * sector + 4 * directory;
    let itself = u32::try_from(directory).expect("a sector").to_le_bytes();
    bytes[entry..entry + 4].copy_from_slice(&itself);
    bytes
}

#[test]
fn a_file_that_breaks_the_reader_is_a_finding_and_the_others_are_read() {
    let project = Project::new();
    let layout = "language = \"en\"\n[[file]]\nname = \"*\"\n[[table]]\nid = \"t\"\nanchor = \"Form\"\n\
        columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    project.write("mappings/xx/crosswalk.csv", b"concept,label,predicate,code\nform,Sexual,skos:exactMatch,SEX\n");
    project.write("raw/2020/xx/bad.xls", &cyclic_container());
    project.write("raw/2020/xx/good.csv", b"Form,2016\nSexual,5\n");
    project.describe_source("xx");
    let mut request = project.request();
    request.reader = Some(env!("CARGO_BIN_EXE_roundup").into());
    let outcome = run(&request, &Silent).expect("a run");
    let found = lines(&outcome);
    assert!(found.iter().any(|line| line.starts_with("error reader-failed @ xx/bad.xls : ")), "{}", found.join("\n"));
    assert!(output(&outcome, "harmonized.csv").contains("XX,2016,VICT_ID,PERSON,SEX,"));
    // A reader that is not there is a finding for each workbook too, not the end of the run.
    request.reader = Some(project.path("no-such-program"));
    let outcome = run(&request, &Silent).expect("a run");
    assert!(lines(&outcome).iter().any(|line| line.contains("reader-failed @ xx/bad.xls : the reader could not be started")));
}
