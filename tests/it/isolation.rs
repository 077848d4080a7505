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

/// What the process says about one sheet stays with that sheet, and the other is read.
#[test]
fn a_sheet_that_cannot_be_read_is_a_finding_and_the_others_are_read() {
    for file in ["xlsx/bad_sheet.xlsx", "xlsx/bad_sheet_string.xlsx", "xlsb/bad_sheet.xlsb"] {
        let project = Project::new();
        let name = file.rsplit('/').next().expect("a name");
        project.write(&format!("raw/2020/xx/{name}"), &std::fs::read(root().join("tests/corpus").join(file)).expect("a corpus file"));
        project.write("mappings/xx/layout.toml", crate::support::read("tests/corpus/layout.toml").as_bytes());
        project.describe_source("xx");
        let mut request = project.request();
        request.reader = Some(env!("CARGO_BIN_EXE_roundup").into());
        let found = lines(&run(&request, &Silent).expect("a run"));
        let sheet = if file.ends_with("xlsb") { "Data 2" } else { "Second" };
        let start = format!("error sheet-unreadable @ xx/{name}!{sheet} : ");
        assert!(found.iter().any(|line| line.starts_with(&start)), "{}", found.join("\n"));
        assert!(found.iter().any(|line| line.contains(&format!("{name}!Data!"))), "the other sheet is read: {}", found.join("\n"));
    }
}

/// Fields that hold nothing are fields: 16 million of them are more than a table has.
#[test]
fn a_text_of_too_many_fields_is_refused_as_a_whole() {
    let project = Project::new();
    project.write("raw/2020/xx/many.csv", &b",".repeat(16_000_001));
    project.write("mappings/xx/layout.toml", b"language = \"en\"\n[[file]]\nname = \"*\"\n");
    project.describe_source("xx");
    let found = lines(&project.run());
    assert!(found.iter().any(|line| line.starts_with("error file-too-large @ xx/many.csv : ")), "{}", found.join("\n"));
}
