//! Single files are written only where their command may write.
#![cfg(unix)]

use roundup::cli::Status;

use crate::disk::{link, project, project_of, refusal};
use crate::support::{Project, program, tree};

/// Commands that write single files write them only where they may: tables in the place of tables, mapping files inside the mappings.
#[test]
fn single_files_are_written_only_where_they_may() {
    type Prepare = fn(&Project);
    let table = |target: &str| ["map", "--out", target].map(str::to_owned).to_vec();
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let cases: Vec<(Vec<String>, Prepare, &str)> = vec![
        (table("raw/2020/xx/data.csv"), |_| {}, "could not write raw/2020/xx/data.csv: it lies in raw, which no output may touch"),
        (table("raw/2020/xx/new.csv"), |_| {}, "could not write raw/2020/xx/new.csv: it lies in raw, which no output may touch"),
        (table("raw/new/deep.csv"), |_| {}, "could not write raw/new/deep.csv: it lies in raw, which no output may touch"),
        (
            table("mappings/xx/crosswalk.csv"),
            |_| {},
            "could not write mappings/xx/crosswalk.csv: it lies in mappings, which no output may touch",
        ),
        (table("src/lib.rs"), |_| {}, "could not write src/lib.rs: it lies in src, which no output may touch"),
        (
            table("link.csv"),
            |p| link(p, "raw/2020/xx/data.csv", "link.csv"),
            "could not write raw/2020/xx/data.csv: it lies in raw, which no output may touch",
        ),
        (table("folder/new.csv"), |p| link(p, "raw", "folder"), "could not write raw/new.csv: it lies in raw, which no output may touch"),
        (table("link.csv"), |p| link(p, "nowhere", "link.csv"), "could not find link.csv: No such file or directory (os error 2)"),
        (table("letter.txt"), |p| p.write("letter.txt", b"dear"), "could not replace letter.txt: it is there already and not a .csv file"),
        (table("out"), |p| p.write("out/letter.txt", b"dear"), "could not replace out: it is there already and not a .csv file"),
        (table("out.csv"), |p| p.write("out.csv/letter.txt", b"dear"), "could not replace out.csv: not a regular file"),
        (table("."), |_| {}, "could not write (project): it holds raw, which no output may touch"),
        (
            words(&["fmt", "raw/2020/xx/crosswalk.csv"]),
            |p| p.write("raw/2020/xx/crosswalk.csv", b"concept;label\n a;b\n"),
            "could not write raw/2020/xx/crosswalk.csv: it does not lie in mappings",
        ),
        (
            words(&["fmt", "raw/2020/xx/layout.toml"]),
            |p| p.write("raw/2020/xx/layout.toml", b"language='en'\n\n\n\n"),
            "could not write raw/2020/xx/layout.toml: it does not lie in mappings",
        ),
        (
            words(&["fmt", "mappings/xx/../../raw/2020/xx/layout.toml"]),
            |p| p.write("raw/2020/xx/layout.toml", b"language='en'\n\n\n\n"),
            "could not write mappings/xx/../../raw/2020/xx/layout.toml: it does not lie in mappings",
        ),
        (
            words(&["fmt", "mappings/xx/link.csv"]),
            |p| {
                p.write("raw/2020/xx/crosswalk.csv", b"concept;label\n a;b\n");
                link(p, "../../raw/2020/xx/crosswalk.csv", "mappings/xx/link.csv");
            },
            "could not write mappings/xx/link.csv: it does not lie in mappings",
        ),
        (
            words(&["new", "yy", "raw/2020/xx/data.csv", "--language", "en"]),
            |p| link(p, "../raw/2020", "mappings/yy"),
            "mappings/yy is there already: `roundup suggest` helps with what it lacks",
        ),
        (
            words(&["new", "yy", "raw/2020/xx/data.csv", "--language", "en"]),
            |p| link(p, "nowhere", "mappings/yy"),
            "mappings/yy is there already: `roundup suggest` helps with what it lacks",
        ),
        (
            words(&["new", "yy", "raw/2020/xx/data.csv", "--language", "en"]),
            |p| p.write("mappings/yy", b"a file"),
            "mappings/yy is there already: `roundup suggest` helps with what it lacks",
        ),
        (
            words(&["new", "xx", "raw/2020/xx/data.csv", "--language", "en"]),
            |_| {},
            "mappings/xx is there already: `roundup suggest` helps with what it lacks",
        ),
    ];
    for (words, prepare, why) in cases {
        let project = project();
        prepare(&project);
        project.describe_source("xx");
        let before = tree(&project.path(""));
        let said = program(&project.path(""), &words.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(said.status, Status::Failed, "{words:?}: {}", said.err);
        let lines = refusal(&project, &said);
        assert_eq!(lines.lines().last(), Some(format!("error: {why}").as_str()), "{words:?}");
        assert_eq!(tree(&project.path("")), before, "{words:?}");
    }
}

/// `suggest --write` and `accept --write` follow no link out of the mappings.
#[test]
fn mapping_files_that_lead_out_are_not_written_through() {
    let answer = ["--reason", "r", "--who", "w", "--date", "2020-03-01", "--write"];
    let cases: [(&str, Vec<&str>); 2] = [
        ("mappings/xx/crosswalk.csv", vec!["suggest", "xx", "--write"]),
        ("mappings/xx/accepted.toml", [&["accept", "cell-not-a-count", "xx/data.csv!csv!B2"][..], &answer].concat()),
    ];
    for (file, words) in cases {
        let project = project_of("Form,2016\nSexual,5.5\nForced labour,3\n");
        let target = project.path("raw/letter.txt");
        match std::fs::rename(project.path(file), &target) {
            Ok(()) => {}
            Err(_) => std::fs::write(&target, b"").expect("a file"),
        }
        link(&project, "../../raw/letter.txt", file);
        let before = tree(&project.path(""));
        let said = program(&project.path(""), &words);
        assert!([Status::Failed, Status::Mapping].contains(&said.status), "{words:?}: {} {}", said.out, said.err);
        assert_eq!(tree(&project.path("")), before, "{words:?}: {} {}", said.out, said.err);
    }
}

/// A table of records counted, too, is written nowhere but where tables may be.
#[test]
fn a_cross_table_is_no_submission() {
    let project = project();
    let layout = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n[[records]]\nid = \"cases\"\nfile = \"*.csv\"\nset = { measure = \"VICT_ID\" }\n\
        columns = [{ header = \"Year\", concept = \"period\" }, { header = \"Form\", concept = \"form\" }]\ncounts = [[\"form\"]]\n";
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    project.write("raw/2020/xx/data.csv", b"Form,Year\nSexual,2016\n");
    project.describe_source("xx");
    let before = tree(&project.path(""));
    let fine = program(&project.path(""), &["tabulate", "xx", "cases", "--by", "Form"]);
    assert_eq!(fine.status, Status::Clean, "{}", fine.err);
    for target in ["raw/2020/xx/data.csv", "mappings/xx/crosswalk.csv"] {
        let said = program(&project.path(""), &["tabulate", "xx", "cases", "--by", "Form", "--out", target]);
        assert_eq!(said.status, Status::Failed, "{}", said.err);
        assert!(refusal(&project, &said).contains(&format!("could not write {target}: it lies in ")), "{}", said.err);
        assert_eq!(tree(&project.path("")), before);
    }
}
