//! `roundup diff`: an edit names exactly the figures that it changes, and the line or the cell that did it.

use std::process::Command;

use roundup::cli::Status;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Project, Said, say};

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n[[table]]\nid = \"t\"\nanchor = \"Form\"\n\
    columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";
const CROSSWALK: &str =
    "concept,label,predicate,code\nform,Sexual,skos:exactMatch,SEX\nform,Labour,skos:exactMatch,LAB\nform,Begging,skos:exactMatch,BEG\n";
const SHEET: &str = "Form,2016,2017\nSexual,5,6\nLabour,3,4\nBegging,1,2\n";

fn project() -> Project {
    let project = Project::new();
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.as_bytes());
    project.write("raw/2020/xx/data.csv", SHEET.as_bytes());
    project.describe_source("xx");
    project
}

fn run(project: &Project, out: &str) -> String {
    let path = |name: &str| project.path(name).to_string_lossy().into_owned();
    say(&["run", "--quiet", "--raw", &path("raw"), "--mappings", &path("mappings"), "--out", &path(out)]);
    project.path(out).join("2020").to_string_lossy().into_owned()
}

/// Kind, key without what all share, and causes without the folder, a line for each change.
fn lines(said: &Said) -> Vec<String> {
    let document: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {} {}", said.out, said.err));
    let word = |value: &Value| value.as_str().expect("a text").to_owned();
    let list = |value: &Value| value.as_array().expect("a list").iter().map(word).collect::<Vec<_>>().join("; ");
    let changes = document["changes"].as_array().expect("changes").iter();
    changes
        .map(|change| {
            let revision = if change["is_revision"] == true { " (revision)" } else { "" };
            format!(
                "{} {}{revision} < {}",
                word(&change["kind"]),
                word(&change["key"]).replace(".VICT_ID.PERSON", ""),
                list(&change["causes"])
            )
        })
        .collect()
}

/// Each edit with all that follows from it. A line above others moves their numbers, which is not a change.
#[test]
fn an_edit_names_exactly_the_figures_that_it_changes() {
    let moved = CROSSWALK.replacen("form,Sexual", "# a remark\nform,Sexual", 1);
    let cases: [(&str, String, &[&str]); 6] = [
        ("mappings/xx/crosswalk.csv", moved.clone(), &[]),
        (
            "mappings/xx/crosswalk.csv",
            moved.replace("Labour,skos:exactMatch,LAB", "Labour,skos:exactMatch,CRIM"),
            &[
                "recoded XX.2016.CRIM._T._T._T._T._T.TAB < mappings/xx/crosswalk.csv:3 (old): form,Labour,skos:exactMatch,LAB; mappings/xx/crosswalk.csv:4 (new): form,Labour,skos:exactMatch,CRIM",
                "recoded XX.2017.CRIM._T._T._T._T._T.TAB < mappings/xx/crosswalk.csv:3 (old): form,Labour,skos:exactMatch,LAB; mappings/xx/crosswalk.csv:4 (new): form,Labour,skos:exactMatch,CRIM",
            ],
        ),
        (
            "mappings/xx/crosswalk.csv",
            CROSSWALK.replace("Begging,skos:exactMatch,BEG", "Begging,skos:broadMatch,BEG"),
            &[
                "level XX.2016.BEG._T._T._T._T._T.TAB < mappings/xx/crosswalk.csv:4 (old): form,Begging,skos:exactMatch,BEG; mappings/xx/crosswalk.csv:4 (new): form,Begging,skos:broadMatch,BEG",
                "level XX.2017.BEG._T._T._T._T._T.TAB < mappings/xx/crosswalk.csv:4 (old): form,Begging,skos:exactMatch,BEG; mappings/xx/crosswalk.csv:4 (new): form,Begging,skos:broadMatch,BEG",
            ],
        ),
        (
            "mappings/xx/crosswalk.csv",
            CROSSWALK.replace("form,Begging,skos:exactMatch,BEG\n", ""),
            &[
                "vanished XX.2016.BEG._T._T._T._T._T.TAB < mappings/xx/crosswalk.csv:4 (old): form,Begging,skos:exactMatch,BEG",
                "vanished XX.2017.BEG._T._T._T._T._T.TAB < mappings/xx/crosswalk.csv:4 (old): form,Begging,skos:exactMatch,BEG",
            ],
        ),
        (
            "raw/2020/xx/data.csv",
            SHEET.replace("Sexual,5,6", "Sexual,5,7"),
            &[
                "value XX.2017.SEX._T._T._T._T._T.TAB (revision) < raw/2020/xx/data.csv!csv!C2 showed \"6\"; raw/2020/xx/data.csv!csv!C2 shows \"7\"",
            ],
        ),
        (
            "raw/2020/xx/data.csv",
            "Form,2016,2017,2018\nSexual,5,6,8\nLabour,3,4,9\nBegging,1,2,0\n".to_owned(),
            &[
                "appeared XX.2018.BEG._T._T._T._T._T.TAB < raw/2020/xx/data.csv!csv!D4 shows \"0\"",
                "appeared XX.2018.LAB._T._T._T._T._T.TAB < raw/2020/xx/data.csv!csv!D3 shows \"9\"",
                "appeared XX.2018.SEX._T._T._T._T._T.TAB < raw/2020/xx/data.csv!csv!D2 shows \"8\"",
            ],
        ),
    ];
    for (file, text, expected) in cases {
        let project = project();
        let repository = repository(&project);
        project.write(file, text.as_bytes());
        project.describe_source("xx");
        let changed = in_repository(repository, &["--base", "HEAD", "--format", "json"]);
        assert_eq!(lines(&changed), expected, "{file}:\n{text}");
    }
}

fn git(project: &Project, words: &[&str]) {
    let output = Command::new("git").current_dir(project.path(".")).args(words).output().expect("git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The project as a repository with one commit.
fn repository(project: &Project) -> &Project {
    git(project, &["init", "--quiet"]);
    git(project, &["add", "."]);
    let who = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
    git(project, &[&who[..], &["commit", "--quiet", "-m", "first"]].concat());
    project
}

/// `roundup diff` as a program, in the folder of the repository.
fn in_repository(project: &Project, words: &[&str]) -> Said {
    let output =
        Command::new(env!("CARGO_BIN_EXE_roundup")).current_dir(project.path(".")).arg("diff").args(words).output().expect("roundup");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let status = match output.status.code() {
        Some(0) => Status::Clean,
        Some(1) => Status::Submission,
        Some(3) => Status::Mapping,
        _ => Status::Failed,
    };
    Said { status, out: text(&output.stdout), err: text(&output.stderr) }
}

#[test]
fn two_output_folders_differ_by_files_where_no_mapping_is_at_hand() {
    let project = project();
    let old = run(&project, "old");
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.replace("Labour,skos:exactMatch,LAB", "Labour,skos:exactMatch,CRIM").as_bytes());
    let new = run(&project, "new");
    let said = say(&["diff", &old, &new, "--format", "json", "--exit-code"]);
    assert_eq!(said.status, Status::Submission);
    let expected = "recoded XX.2016.CRIM._T._T._T._T._T.TAB < mappings/xx/crosswalk.csv:3 (old); mappings/xx/crosswalk.csv:3 (new)";
    assert_eq!(lines(&said).first().map(String::as_str), Some(expected));
    let same = say(&["diff", &new, &new, "--exit-code"]);
    assert_eq!((same.status, same.out.contains("no figure differs")), (Status::Clean, true));
    let markdown = say(&["diff", &old, &new, "--format", "markdown"]).out;
    assert!(markdown.contains("### recoded (2)") && markdown.contains("| `XX.2016.VICT_ID"), "{markdown}");
    assert!(say(&["diff", &old, &new]).out.contains("because of mappings/xx/crosswalk.csv:3"));
}

#[test]
fn what_cannot_be_compared_says_why() {
    let empty = TempDir::new().expect("a folder");
    let folder = empty.path().to_string_lossy().into_owned();
    // An absolute folder would be the working tree on both sides, and nothing would seem to differ.
    let absolute = ["diff", "--base", "HEAD", "--raw", &folder];
    for words in [&["diff"][..], &["diff", &folder], &["diff", &folder, &folder], &["diff", "--base", "no-such-revision"], &absolute] {
        let said = say(words);
        assert_eq!(said.status, Status::Failed, "{words:?}");
        assert!(said.err.starts_with("error: "), "{}", said.err);
    }
}

/// A word that is mapped to another code, and by another predicate: the figure has a new key, and all that differs beside it is told.
#[test]
fn a_recoded_figure_says_what_else_changed() {
    let project = project();
    let old = run(&project, "old");
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.replace("Labour,skos:exactMatch,LAB", "Labour,skos:closeMatch,CRIM").as_bytes());
    let said = say(&["diff", &old, &run(&project, "new")]).out;
    for expected in
        ["2016.VICT_ID.PERSON.LAB", "+ CATEG (between caution", "OBS_STATUS A → D", "PREDICATES (nothing) → EXPL_FORM=closeMatch"]
    {
        assert!(said.contains(expected), "{expected}: {said}");
    }
}

/// Two comparisons with a commit at once do not disturb each other, and one that was killed is cleared away by the next.
#[test]
fn comparisons_at_once_do_not_disturb_each_other() {
    let project = project();
    let repository = repository(&project);
    project.write("raw/2020/xx/data.csv", SHEET.replace("Sexual,5,6", "Sexual,5,7").as_bytes());
    project.describe_source("xx");
    let words = ["--base", "HEAD", "--format", "json"];
    let expected = in_repository(repository, &words).out;
    assert!(expected.contains("\"value\""), "{expected}");
    // What a process left that was killed; a folder of another name is not ours.
    project.write(".git/roundup-base-999999-0/tree/raw/letter.txt", b"old");
    project.write(".git/roundup-other/letter.txt", b"foreign");
    let status = || {
        let output = Command::new("git").current_dir(project.path(".")).args(["status", "--porcelain"]).output().expect("git");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let before = status();
    for _ in 0..3 {
        std::thread::scope(|scope| {
            let handles: Vec<_> = (0..4).map(|_| scope.spawn(|| in_repository(repository, &words))).collect();
            for handle in handles {
                let said = handle.join().expect("an end");
                assert_eq!((said.status, said.out.as_str()), (Status::Clean, expected.as_str()), "{}", said.err);
            }
        });
    }
    assert_eq!(status(), before);
    let left: Vec<String> = std::fs::read_dir(project.path(".git"))
        .expect("the repository")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("roundup"))
        .collect();
    assert_eq!(left, ["roundup-other"]);
}
