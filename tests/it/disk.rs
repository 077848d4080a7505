//! Outputs destroy nothing: what may be replaced, what is refused, and what a run that was ended leaves behind.

use std::collections::BTreeSet;
use std::path::Path;

use roundup::cli::Status;
use roundup::fs::digest;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{EMPTY_CROSSWALK, Project, Said, program, say, tree};

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n[[table]]\nid = \"t\"\nanchor = \"Form\"\n\
    columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";

/// A project with one clean figure, and sources beside its mappings.
pub(crate) fn project() -> Project {
    project_of("Form,2016\nSexual,5\n")
}

pub(crate) fn project_of(sheet: &str) -> Project {
    let project = Project::new();
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", format!("{EMPTY_CROSSWALK}form,Sexual,skos:exactMatch,SEX,,,,,,,,\n").as_bytes());
    project.write("raw/2020/xx/data.csv", sheet.as_bytes());
    project.write("src/lib.rs", b"// sources\n");
    project.write("tests/it.rs", b"// tests\n");
    project.write(".git/HEAD", b"ref: refs/heads/main\n");
    project.describe_source("xx");
    project
}

/// Runs the round in the folder of the project, with the tables only.
fn run(project: &Project, words: &[&str]) -> Said {
    program(&project.path(""), &[&["run", "--only", "csv"], words].concat())
}

/// What a refusal said, with the folder of the project left out.
pub(crate) fn refusal(project: &Project, said: &Said) -> String {
    let folder = std::fs::canonicalize(project.path("")).expect("a folder");
    said.err.replace(&format!("{}/", folder.display()), "").replace(&folder.display().to_string(), "(project)")
}

#[cfg(unix)]
pub(crate) fn link(project: &Project, target: &str, at: &str) {
    let path = project.path(at);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::os::unix::fs::symlink(target, path).expect("a link");
}

/// The files of a round of outputs are those that its manifest names, with the digests that it says: nothing is mixed or half there.
pub(crate) fn assert_whole(folder: &Path) {
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).expect("a manifest")).expect("JSON");
    let named = manifest["outputs_sha256"].as_object().expect("outputs");
    let mut there = crate::support::files(folder);
    there.remove("manifest.json");
    assert_eq!(there.keys().collect::<BTreeSet<_>>(), named.keys().collect(), "{}", folder.display());
    for (name, bytes) in there {
        assert_eq!(named[&name], json!(digest(&bytes)), "{name}");
    }
}

/// Nothing but the outputs and whatever lay there is in a folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

const MOVE_IT: &str = "move it, or choose another folder with --out";

type Prepare = fn(&Project);

/// Where outputs are to go, what stands there, and what is said: the target, and why it is refused.
#[cfg(unix)]
fn refused() -> Vec<(&'static str, Prepare, &'static str, String)> {
    let foreign = format!("it holds files, and no manifest.json that this program wrote; {MOVE_IT}");
    let letter = format!("it holds letter.txt, which this program did not write; {MOVE_IT}");
    let own = format!("it holds own/letter.txt, which this program did not write; {MOVE_IT}");
    let guarded = |relation: &str, what: &str| format!("{relation} {what}, which no output may touch");
    vec![
        ("raw", |_| {}, "raw/2020", guarded("it lies in", "raw")),
        ("raw/2020", |_| {}, "raw/2020/2020", guarded("it lies in", "raw")),
        ("raw/2020/xx", |_| {}, "raw/2020/xx/2020", guarded("it lies in", "raw")),
        ("./out/../raw", |p| std::fs::create_dir(p.path("out")).expect("a folder"), "raw/2020", guarded("it lies in", "raw")),
        ("mappings", |_| {}, "mappings/2020", guarded("it lies in", "mappings")),
        ("mappings/xx", |_| {}, "mappings/xx/2020", guarded("it lies in", "mappings")),
        ("src", |_| {}, "src/2020", guarded("it lies in", "src")),
        ("src/deep/er", |_| {}, "src/deep/er/2020", guarded("it lies in", "src")),
        ("tests", |_| {}, "tests/2020", guarded("it lies in", "tests")),
        (".git", |_| {}, ".git/2020", guarded("it lies in", ".git")),
        ("out", |p| link(p, "raw", "out"), "raw/2020", guarded("it lies in", "raw")),
        ("out", |p| link(p, "mappings", "out"), "mappings/2020", guarded("it lies in", "mappings")),
        ("out", |p| link(p, "src", "out"), "src/2020", guarded("it lies in", "src")),
        ("out/deep", |p| link(p, "raw", "out"), "raw/deep/2020", guarded("it lies in", "raw")),
        ("out", |p| link(p, "../raw", "out/2020"), "out/2020", "a symbolic link".to_owned()),
        ("out", |p| link(p, "../mappings", "out/2020"), "out/2020", "a symbolic link".to_owned()),
        ("out", |p| link(p, "..", "out/2020"), "out/2020", "a symbolic link".to_owned()),
        ("out", |p| link(p, "nowhere", "out/2020"), "out/2020", "a symbolic link".to_owned()),
        ("out", |p| p.write("out/2020/letter.txt", b"dear"), "out/2020", foreign.clone()),
        ("out", |p| p.write("out/2020/own/letter.txt", b"dear"), "out/2020", foreign.clone()),
        ("out", |p| p.write("out/2020/.hidden", b"dear"), "out/2020", foreign.clone()),
        ("out", |p| p.write("out/2020/own/.hidden", b"dear"), "out/2020", foreign.clone()),
        ("out", |p| link(p, "nowhere", "out/2020/harmonized.csv"), "out/2020", foreign.clone()),
        ("out", |p| p.write("out/2020", b"a file"), "out/2020", format!("a file; {MOVE_IT}")),
        // Manifests of others, and what is not one.
        ("out", |p| p.write("out/2020/manifest.json", b"{ \"name\": \"app\" }"), "out/2020", foreign.clone()),
        ("out", |p| p.write("out/2020/manifest.json", b"{"), "out/2020", foreign.clone()),
        ("out", |p| p.write("out/2020/manifest.json", b""), "out/2020", foreign.clone()),
        ("out", |p| p.write("out/2020/manifest.json/letter.txt", b"dear"), "out/2020", foreign.clone()),
        (
            "out",
            |p| p.write("out/2020/manifest.json", br#"{"program":{"name":"other"},"round":"2020","outputs_sha256":{}}"#),
            "out/2020",
            foreign.clone(),
        ),
        (
            "out",
            |p| {
                written(p);
                std::fs::rename(p.path("out/2020/manifest.json"), p.path("elsewhere.json")).expect("a move");
                link(p, "../../elsewhere.json", "out/2020/manifest.json");
            },
            "out/2020",
            foreign.clone(),
        ),
        (
            "out",
            |p| {
                written(p);
                p.write("out/2020/letter.txt", b"dear");
            },
            "out/2020",
            letter,
        ),
        (
            "out",
            |p| {
                written(p);
                p.write("out/2020/own/letter.txt", b"dear");
            },
            "out/2020",
            own,
        ),
        (
            "out",
            |p| {
                written(p);
                p.remove("out/2020/flags.csv");
                link(p, "../../raw/2020/xx/data.csv", "out/2020/flags.csv");
            },
            "out/2020",
            format!("it holds flags.csv, which this program did not write; {MOVE_IT}"),
        ),
    ]
}

/// Each place at which no round may be written: status 2, one sentence, and no byte of the project differs.
#[cfg(unix)]
#[test]
fn what_is_not_of_the_program_is_never_replaced() {
    for (out, prepare, target, why) in refused() {
        let project = project();
        prepare(&project);
        let before = tree(&project.path(""));
        let said = run(&project, &["--out", out]);
        assert_eq!((said.status, said.out.as_str()), (Status::Failed, ""), "{out}: {}", said.err);
        let expected = format!("error: could not replace {target}: {why}\n");
        assert_eq!(refusal(&project, &said), expected, "{out}");
        assert_eq!(tree(&project.path("")), before, "{out}");
    }
}

pub(crate) fn written(project: &Project) {
    let said = run(project, &["--out", "out"]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
}

/// A project whose own folder has the name of the round must not be taken for its outputs, from wherever it is run.
#[test]
fn a_folder_that_holds_the_project_is_never_replaced() {
    let all = project();
    let above = TempDir::new().expect("a folder");
    let home = above.path().join("2020");
    std::fs::rename(all.path(""), &home).expect("a move");
    std::fs::create_dir(all.path("")).expect("a folder in the place of the moved one");
    let before = tree(above.path());
    let above_it = above.path().to_path_buf();
    let from_above = ["run", "--raw", "2020/raw", "--mappings", "2020/mappings", "--out"];
    for (from, words) in [
        (&home, vec!["run", "--out", ".."]),
        (&home, vec!["run", "--out", "../2020/.."]),
        (&above_it, [&from_above[..], &["."]].concat()),
        (&above_it, [&from_above[..], &["2020/.."]].concat()),
    ] {
        let said = program(from, &words);
        assert_eq!((said.status, said.out.as_str()), (Status::Failed, ""), "{words:?}: {}", said.err);
        assert!(said.err.contains(": it holds ") || said.err.contains(": it is "), "{words:?}: {}", said.err);
        assert!(said.err.ends_with(", which no output may touch\n"), "{words:?}: {}", said.err);
        assert_eq!(tree(above.path()), before, "{words:?}");
    }
}

/// Where a round may be written: nothing there yet, an empty folder, what the program wrote, and what systems leave in any folder.
#[cfg(unix)]
#[test]
fn what_is_empty_or_of_the_program_is_replaced_and_nothing_else_touched() {
    let cases: Vec<(&str, Prepare, &str)> = vec![
        ("out", |_| {}, "out/2020"),
        ("out/deep/er", |_| {}, "out/deep/er/2020"),
        (".", |_| {}, "2020"),
        ("out", |p| std::fs::create_dir_all(p.path("out/2020")).expect("a folder"), "out/2020"),
        ("out", |p| std::fs::create_dir_all(p.path("out/2020/package/data")).expect("a folder"), "out/2020"),
        ("out", |p| p.write("out/letter.txt", b"beside the rounds"), "out/2020"),
        ("out", |p| p.write("out/2022/letter.txt", b"another round"), "out/2020"),
        ("out", written, "out/2020"),
        (
            "out",
            |p| {
                // All forms; this run writes one.
                assert_eq!(program(&p.path(""), &["run", "--quiet"]).status, Status::Clean);
                p.write("out/2020/.DS_Store", b"litter");
                p.write("out/2020/.~lock.harmonized.xlsx#", b"litter");
            },
            "out/2020",
        ),
        (
            "out",
            |p| {
                std::fs::create_dir(p.path("elsewhere")).expect("a folder");
                link(p, "elsewhere", "out");
            },
            "elsewhere/2020",
        ),
    ];
    for (out, prepare, target) in cases {
        let project = project();
        prepare(&project);
        let others = |project: &Project| {
            let mut tree = tree(&project.path(""));
            tree.retain(|name, _| {
                let above = Path::new(target).ancestors().any(|part| part == Path::new(name));
                !above && !name.starts_with(&format!("{target}/"))
            });
            tree
        };
        let before = others(&project);
        let said = run(&project, &["--out", out]);
        assert_eq!(said.status, Status::Clean, "{out}: {}", said.err);
        assert_whole(&project.path(target));
        assert!(!project.path(target).join("report").exists(), "forms that were not asked for are gone");
        assert_eq!(others(&project), before, "{out}");
    }
}

/// The id of a round is one plain name of a folder; `--round` is a path of nobody's, either.
#[test]
fn a_round_is_one_plain_name() {
    let long = "2".repeat(300);
    for id in ["../raw", ".", "..", "a/b", "", long.as_str(), "/tmp", "raw/..", "2020.xx", " 2020", "-2020", "20\\\\20", "2020\\u0000"] {
        for from in ["rounds.toml", "--round"] {
            let project = project();
            std::fs::create_dir(project.path("out")).expect("a folder");
            if from == "rounds.toml" {
                let rounds = format!("[[round]]\nid = \"{id}\"\nsuppress_below = 0\nyears = [2016]\nareas = [\"XX\"]\n");
                project.write("mappings/rounds.toml", rounds.as_bytes());
            } else if id.contains('\\') {
                continue;
            }
            let before = tree(&project.path(""));
            // With the id itself, and where the round is declared, without: then it would be the newest.
            let with = ["--out", "out", "--round", id];
            let words: &[&[&str]] = if from == "rounds.toml" && !id.contains('\\') {
                &[&with, &with[..2]]
            } else if from == "--round" {
                &[&with]
            } else {
                &[&with[..2]]
            };
            for words in words {
                let said = run(&project, words);
                let is_refused = [Status::Failed, Status::Mapping].contains(&said.status);
                assert!(
                    is_refused && said.out.is_empty() && !said.err.is_empty(),
                    "{words:?}: {:?} {} {}",
                    said.status,
                    said.out,
                    said.err
                );
                assert_eq!(tree(&project.path("")), before, "{words:?}");
            }
            if from == "rounds.toml" {
                let said = program(&project.path(""), &["check", "--format", "short", "mappings/rounds.toml"]);
                assert!(said.err.contains("rounds.toml") || said.out.contains("mappings/rounds.toml:2"), "{id}: {} {}", said.out, said.err);
            }
        }
    }
}

/// Several runs at once that write into one folder, from two submissions: each time one of the two stands there, whole, and nothing else.
#[test]
fn runs_at_once_never_mix() {
    let (one, other) = (project_of("Form,2016\nSexual,5\n"), project_of("Form,2016,2017\nSexual,7,8\n"));
    let out = TempDir::new().expect("a folder");
    let folder = out.path().join("out").to_string_lossy().into_owned();
    for in_threads in [false, true, false] {
        std::thread::scope(|scope| {
            for project in [&one, &other, &one, &other] {
                let folder = &folder;
                scope.spawn(move || {
                    let (raw, mappings) = (project.path("raw"), project.path("mappings"));
                    let words = [
                        "run",
                        "--only",
                        "csv,package",
                        "--raw",
                        &raw.to_string_lossy(),
                        "--mappings",
                        &mappings.to_string_lossy(),
                        "--out",
                        folder,
                    ]
                    .map(str::to_owned);
                    let words: Vec<&str> = words.iter().map(String::as_str).collect();
                    let said = if in_threads { say(&words) } else { program(&project.path(""), &words) };
                    assert_eq!(said.status, Status::Clean, "{}", said.err);
                });
            }
        });
        assert_eq!(names(&out.path().join("out")), ["2020"]);
        assert_whole(&out.path().join("out/2020"));
    }
}

/// A folder for outputs that is a file is a failure in a sentence.
#[test]
fn a_file_is_no_folder_for_outputs() {
    let project = project();
    project.write("letter.txt", b"dear");
    for out in ["letter.txt", "letter.txt/deep", "raw/2020/xx/data.csv"] {
        let before = tree(&project.path(""));
        let said = run(&project, &["--out", out]);
        assert_eq!((said.status, said.out.as_str()), (Status::Failed, ""), "{out}");
        let errors: Vec<&str> = said.err.lines().filter(|line| line.starts_with("error")).collect();
        assert!(
            errors.len() == 1 && said.err.trim_end().ends_with(errors[0]) && errors[0].starts_with("error: could not "),
            "{out}: {}",
            said.err
        );
        assert_eq!(tree(&project.path("")), before, "{out}");
    }
}
