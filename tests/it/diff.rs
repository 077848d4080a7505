//! `roundup diff`: an edit names exactly the figures that it changes, and the line or the cell that did it.

mod rounds;

use std::process::Command;

use roundup::cli::Status;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{self, Project, Said, read, say};

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
    let document = document(said);
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
                "recoded XX.2016.CRIM._T._T._T._T._T.TAB.STATE < mappings/xx/crosswalk.csv:3 (old): form,Labour,skos:exactMatch,LAB; mappings/xx/crosswalk.csv:4 (new): form,Labour,skos:exactMatch,CRIM",
                "recoded XX.2017.CRIM._T._T._T._T._T.TAB.STATE < mappings/xx/crosswalk.csv:3 (old): form,Labour,skos:exactMatch,LAB; mappings/xx/crosswalk.csv:4 (new): form,Labour,skos:exactMatch,CRIM",
            ],
        ),
        (
            "mappings/xx/crosswalk.csv",
            CROSSWALK.replace("Begging,skos:exactMatch,BEG", "Begging,skos:broadMatch,BEG"),
            &[
                "level XX.2016.BEG._T._T._T._T._T.TAB.STATE < mappings/xx/crosswalk.csv:4 (old): form,Begging,skos:exactMatch,BEG; mappings/xx/crosswalk.csv:4 (new): form,Begging,skos:broadMatch,BEG",
                "level XX.2017.BEG._T._T._T._T._T.TAB.STATE < mappings/xx/crosswalk.csv:4 (old): form,Begging,skos:exactMatch,BEG; mappings/xx/crosswalk.csv:4 (new): form,Begging,skos:broadMatch,BEG",
            ],
        ),
        (
            "mappings/xx/crosswalk.csv",
            CROSSWALK.replace("form,Begging,skos:exactMatch,BEG\n", ""),
            &[
                "vanished XX.2016.BEG._T._T._T._T._T.TAB.STATE < mappings/xx/crosswalk.csv:4 (old): form,Begging,skos:exactMatch,BEG",
                "vanished XX.2017.BEG._T._T._T._T._T.TAB.STATE < mappings/xx/crosswalk.csv:4 (old): form,Begging,skos:exactMatch,BEG",
            ],
        ),
        (
            "raw/2020/xx/data.csv",
            SHEET.replace("Sexual,5,6", "Sexual,5,7"),
            &[
                "value XX.2017.SEX._T._T._T._T._T.TAB.STATE (revision) < raw/2020/xx/data.csv!csv!C2 showed \"6\"; raw/2020/xx/data.csv!csv!C2 shows \"7\"",
            ],
        ),
        (
            "raw/2020/xx/data.csv",
            "Form,2016,2017,2018\nSexual,5,6,8\nLabour,3,4,9\nBegging,1,2,0\n".to_owned(),
            &[
                "appeared XX.2018.BEG._T._T._T._T._T.TAB.STATE < raw/2020/xx/data.csv!csv!D4 shows \"0\"",
                "appeared XX.2018.LAB._T._T._T._T._T.TAB.STATE < raw/2020/xx/data.csv!csv!D3 shows \"9\"",
                "appeared XX.2018.SEX._T._T._T._T._T.TAB.STATE < raw/2020/xx/data.csv!csv!D2 shows \"8\"",
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
    let expected = "recoded XX.2016.CRIM._T._T._T._T._T.TAB.STATE < mappings/xx/crosswalk.csv:3 (old); mappings/xx/crosswalk.csv:3 (new)";
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

/// `dimensions.toml` with the dimension that the tests add, before that of a column.
fn with_occupation(declared: &str, before: &str) -> String {
    let entry = "[[dimension]]\ncolumn = \"OCCUPATION\"\nname = \"Occupation\"\nabout = \"What the victim worked as.\"\nsplits = true\n\n";
    let place = format!("[[dimension]]\ncolumn = \"{before}\"");
    assert!(declared.contains(&place));
    declared.replacen(&place, &format!("{entry}{place}"), 1)
}

const OCCUPATIONS: &str = "code,name,parent,role\nALL,All occupations,,total\nFARM,Farming,ALL,\nCOOK,Catering,ALL,\n";

/// A project with that dimension; none of its figures is split by it.
fn project_with_occupation() -> Project {
    let project = project();
    project.write("mappings/dimensions.toml", with_occupation(&read("mappings/dimensions.toml"), "SEX").as_bytes());
    project.write("mappings/codelists/occupation.csv", OCCUPATIONS.as_bytes());
    project
}

/// A second table, of occupations, and one figure that its country corrected: of sexual exploitation in 2017.
fn send_occupations(project: &Project) {
    let table = "[[table]]\nid = \"o\"\nanchor = \"Occupation\"\ncolumns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"occupation\"] }]\n\
                 set = { measure = \"VICT_ID\" }\n";
    project.write("mappings/xx/layout.toml", format!("{LAYOUT}{table}").as_bytes());
    project.write("mappings/xx/crosswalk.csv", format!("{CROSSWALK}occupation,Farm,skos:exactMatch,FARM\n").as_bytes());
    project.write("raw/2020/xx/data.csv", SHEET.replace("Sexual,5,6", "Sexual,5,7").as_bytes());
    project.write("raw/2020/xx/work.csv", b"Occupation,2016\nFarm,4\n");
    project.describe_source("xx");
}

/// What the JSON form says of the dimensions.
fn dimensions(said: &Said) -> Value {
    document(said)["dimensions"].clone()
}

/// The JSON form, which keeps to its schema.
fn document(said: &Said) -> Value {
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    let object = |properties: Value| {
        let required: Vec<&String> = properties.as_object().expect("properties").keys().collect();
        json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
    };
    let renamed = object(json!({ "old": { "type": "string" }, "new": { "type": "string" } }));
    let change = object(json!({
        "kind": { "enum": ["vanished", "recoded", "value", "level", "attribute", "appeared"] }, "key": { "type": "string" },
        "is_revision": { "type": "boolean" }, "details": texts, "causes": texts,
    }));
    let dimensions = object(json!({
        "added": texts, "removed": texts, "renamed": { "type": "array", "items": renamed }, "is_reordered": { "type": "boolean" }, "words": texts,
    }));
    let outside = object(json!({
        "kind": { "enum": ["period", "area"] }, "code": { "type": "string" }, "only_in": { "enum": ["old", "new"] },
        "figures": { "type": "integer" }, "words": { "type": "string" },
    }));
    let sum = object(json!({
        "kind": { "enum": ["vanished", "value", "level", "contributors", "appeared"] }, "key": { "type": "string" }, "details": texts,
    }));
    let compared =
        object(json!({ "years": { "type": "array", "items": { "type": "integer" } }, "areas": texts, "sums": { "type": "boolean" } }));
    let schema = object(json!({
        "schema_version": { "const": 1 }, "old": { "type": "string" }, "new": { "type": "string" }, "dimensions": dimensions,
        "compared": compared, "outside": { "type": "array", "items": outside },
        "changes": { "type": "array", "items": change }, "sums": { "type": "array", "items": sum },
    }));
    let document: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {} {}", said.out, said.err));
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    document
}

/// Only what really changed is told: the corrected cell, and the figure that the new dimension splits off, with the entry and the line that gave its code.
#[test]
fn a_new_dimension_leaves_figures_as_they_are() {
    let project = project();
    let repository = repository(&project);
    project.write("mappings/dimensions.toml", with_occupation(&read("mappings/dimensions.toml"), "SEX").as_bytes());
    project.write("mappings/codelists/occupation.csv", OCCUPATIONS.as_bytes());
    let words = "the new dataset has the dimension OCCUPATION, the old one has not; figures are compared by the others";
    let alone = in_repository(repository, &["--base", "HEAD", "--format", "json", "--exit-code"]);
    assert_eq!((alone.status, lines(&alone)), (Status::Submission, Vec::new()));
    assert_eq!((document(&alone)["sums"].clone(), document(&alone)["compared"]["sums"].clone()), (json!([]), json!(true)));
    let expected = json!({ "added": ["OCCUPATION"], "removed": [], "renamed": [], "is_reordered": false, "words": [words] });
    assert_eq!(dimensions(&alone), expected);
    send_occupations(&project);
    let expected = [
        "value XX.2017.SEX.ALL._T._T._T._T._T.TAB.STATE (revision) < raw/2020/xx/data.csv!csv!C2 showed \"6\"; raw/2020/xx/data.csv!csv!C2 shows \"7\"",
        "appeared XX.2016._T.FARM._T._T._T._T._T.TAB.STATE < raw/2020/xx/work.csv!csv!B2 shows \"4\"; \
         mappings/dimensions.toml (new): OCCUPATION; mappings/xx/crosswalk.csv:5 (new): occupation,Farm,skos:exactMatch,FARM; \
         mappings/xx/layout.toml:11 (new): id = \"o\"",
    ];
    assert_eq!(lines(&in_repository(repository, &["--base", "HEAD", "--format", "json"])), expected);
    // It is said once, at the head.
    let text = in_repository(repository, &["--base", "HEAD"]).out;
    assert!(
        text.starts_with(&format!("HEAD → working tree: 2 figures differ: 1 value (1 of them revisions), 1 appeared\n{words}\n\n")),
        "{text}"
    );
    let markdown = in_repository(repository, &["--base", "HEAD", "--format", "markdown"]).out;
    assert!(markdown.find(words).is_some_and(|at| at < markdown.find("###").expect("a heading")), "{markdown}");
    assert_eq!((text.matches(words).count(), markdown.matches(words).count()), (1, 1));
}

/// The same the other way round: the figure of a code that is no more vanished, and all others are as they were.
#[test]
fn a_dimension_less_leaves_figures_as_they_are() {
    let project = project_with_occupation();
    send_occupations(&project);
    let repository = repository(&project);
    project.write("mappings/dimensions.toml", read("mappings/dimensions.toml").as_bytes());
    for (name, text) in [("mappings/xx/layout.toml", LAYOUT), ("mappings/xx/crosswalk.csv", CROSSWALK), ("raw/2020/xx/data.csv", SHEET)] {
        project.write(name, text.as_bytes());
    }
    for name in ["mappings/codelists/occupation.csv", "raw/2020/xx/work.csv"] {
        project.remove(name);
    }
    project.describe_source("xx");
    let said = in_repository(repository, &["--base", "HEAD", "--format", "json"]);
    let expected = [
        "vanished XX.2016._T.FARM._T._T._T._T._T.TAB.STATE < raw/2020/xx/work.csv!csv!B2 showed \"4\"; \
         mappings/dimensions.toml (old): OCCUPATION; mappings/xx/crosswalk.csv:5 (old): occupation,Farm,skos:exactMatch,FARM; \
         mappings/xx/layout.toml:11 (old): id = \"o\"",
        "value XX.2017.SEX._T._T._T._T._T.TAB.STATE (revision) < raw/2020/xx/data.csv!csv!C2 shows \"6\"; raw/2020/xx/data.csv!csv!C2 showed \"7\"",
    ];
    assert_eq!(lines(&said), expected);
    let words = "the old dataset has the dimension OCCUPATION, the new one has not; figures are compared by the others";
    let expected = json!({ "added": [], "removed": ["OCCUPATION"], "renamed": [], "is_reordered": false, "words": [words] });
    assert_eq!(dimensions(&said), expected);
}

/// `dimensions.toml` with the entry of a column behind all others of the key.
fn moved(declared: &str, column: &str) -> String {
    let (next, end) = ("[[dimension]]", "# What records of cases");
    let start = format!("{next}\ncolumn = \"{column}\"");
    let (before, rest) = declared.split_once(&start).expect("an entry");
    let (entry, rest) = rest.split_once(next).expect("another entry");
    let (others, of_records) = rest.split_once(end).expect("the end of the key");
    format!("{before}{next}{others}{start}{entry}{end}{of_records}")
}

fn errors(project: &Project) -> Vec<String> {
    support::lines(&project.run()).into_iter().filter(|line| line.starts_with("error")).collect()
}

/// A key of another order; a column of another name, with its code list and with one of another name and the same content. The reason of a label that is mapped by
/// closeMatch names the column.
#[test]
fn the_order_and_the_names_of_dimensions_make_no_difference() {
    let declared = read("mappings/dimensions.toml");
    let reordered = "the order of the dimensions differs, which makes no difference to a figure";
    let called = |column: &str, rest: &str| {
        let text = declared.replacen(&format!("column = \"{column}\"\n"), &format!("column = \"NAMED\"\n{rest}"), 1);
        assert_ne!(text, declared);
        let words = format!("the dimension {column} is now NAMED");
        (
            text,
            json!([{ "old": column, "new": "NAMED" }]),
            false,
            words,
            "XX.2016.LAB._T._T._T._T._T.TAB.STATE",
            "XX.2017.SEX._T._T._T._T._T.TAB.STATE",
        )
    };
    let moved = moved(&declared, "EXPL_FORM");
    let cases = [
        (moved, json!([]), true, reordered.to_owned(), "XX.2016._T._T._T._T._T.TAB.STATE.LAB", "XX.2017._T._T._T._T._T.TAB.STATE.SEX"),
        called("EXPL_FORM", ""),
        called("ORIGIN", "word = \"origin\"\nlist = \"citizen\"\n"),
    ];
    for (text, renamed, is_reordered, words, labour, sexual) in cases {
        let project = project();
        let crosswalk = CROSSWALK.replace("Begging,skos:exactMatch", "Begging,skos:closeMatch");
        project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
        project.write("mappings/codelists/target.csv", read("mappings/codelists/target.csv").as_bytes());
        let repository = repository(&project);
        project.write("mappings/dimensions.toml", text.as_bytes());
        // Facts say by the column which figures they are about.
        for column in renamed.as_array().expect("names").iter().filter_map(|names| names["old"].as_str()) {
            let line = |line: &str| line.replacen(&format!(",{column},"), ",NAMED,", 1) + "\n";
            let facts: String = read("mappings/codelists/target.csv").lines().map(line).collect();
            project.write("mappings/codelists/target.csv", facts.as_bytes());
        }
        if text.contains("list = \"citizen\"") {
            std::fs::rename(project.path("mappings/codelists/origin.csv"), project.path("mappings/codelists/citizen.csv"))
                .expect("a code list");
        }
        assert_eq!(errors(&project), Vec::<String>::new());
        let said = in_repository(repository, &["--base", "HEAD", "--format", "json", "--exit-code"]);
        assert_eq!((said.status, lines(&said)), (Status::Submission, Vec::new()));
        assert_eq!((document(&said)["sums"].clone(), document(&said)["compared"]["sums"].clone()), (json!([]), json!(true)));
        let expected = json!({ "added": [], "removed": [], "renamed": renamed, "is_reordered": is_reordered, "words": [words] });
        assert_eq!(dimensions(&said), expected);
        project.write("mappings/xx/crosswalk.csv", crosswalk.replace("Labour,skos:exactMatch", "Labour,skos:broadMatch").as_bytes());
        project.write("raw/2020/xx/data.csv", SHEET.replace("Sexual,5,6", "Sexual,5,7").as_bytes());
        project.describe_source("xx");
        let line = |side: &str, predicate: &str| format!("mappings/xx/crosswalk.csv:3 ({side}): form,Labour,skos:{predicate},LAB");
        let both = format!("{}; {}", line("old", "exactMatch"), line("new", "broadMatch"));
        let expected = [
            format!("value {sexual} (revision) < raw/2020/xx/data.csv!csv!C2 showed \"6\"; raw/2020/xx/data.csv!csv!C2 shows \"7\""),
            format!("level {labour} < {both}"),
            format!("level {} < {both}", labour.replace("2016", "2017")),
        ];
        assert_eq!(lines(&in_repository(repository, &["--base", "HEAD", "--format", "json"])), expected);
    }
}

/// Outputs of an earlier program: their manifest does not describe the dimensions.
#[test]
fn outputs_that_do_not_describe_their_dimensions_are_compared_by_their_header() {
    let project = project();
    let plain = run(&project, "plain");
    let project = project_with_occupation();
    send_occupations(&project);
    let split = run(&project, "split");
    let undescribed = |folder: &str| {
        let path = std::path::Path::new(folder).join("manifest.json");
        let mut manifest: Value = serde_json::from_slice(&std::fs::read(&path).expect("a manifest")).expect("JSON");
        assert!(manifest.as_object_mut().expect("an object").remove("dimensions").is_some());
        std::fs::write(&path, manifest.to_string()).expect("a file");
    };
    let compare = |old: &str, new: &str| say(&["diff", old, new, "--format", "json"]);
    let kinds = |said: &Said| -> Vec<String> {
        let word = |line: String| line.split(" <").next().unwrap_or_default().replace(" (revision)", "");
        lines(said).into_iter().map(word).collect()
    };
    let come = ["value XX.2017.SEX.ALL._T._T._T._T._T.TAB.STATE", "appeared XX.2016._T.FARM._T._T._T._T._T.TAB.STATE"];
    let gone = ["vanished XX.2016._T.FARM._T._T._T._T._T.TAB.STATE", "value XX.2017.SEX._T._T._T._T._T.TAB.STATE"];
    undescribed(&plain);
    // What only the other dataset has is known from that one.
    assert_eq!(kinds(&compare(&plain, &split)), come);
    undescribed(&split);
    assert_eq!(kinds(&compare(&plain, &split)), come);
    let said = compare(&split, &plain);
    assert_eq!(kinds(&said), gone);
    let words = "the manifest of the old dataset does not say the default of OCCUPATION; figures are matched by their other codes, and no sums are compared";
    assert_eq!(dimensions(&said)["words"][1], words);
    assert_eq!(document(&said)["compared"]["sums"], json!(false));
    assert_eq!(kinds(&compare(&split, &split)), Vec::<String>::new());
}

/// The file of the dimensions is no cause of what it does not explain: here a fact that is no longer asked for. It is one where it says something else of a dimension
/// that both have.
#[test]
fn a_dimension_is_no_cause_of_what_it_does_not_explain() {
    let facts = read("mappings/codelists/target.csv");
    let fewer: String = facts.lines().filter(|line| !line.starts_with("victim/legal-scope,")).flat_map(|line| [line, "\n"]).collect();
    let added = with_occupation(&read("mappings/dimensions.toml"), "SEX");
    let both = added.replacen("pools = true\n", "", 1);
    assert!(fewer.len() < facts.len() && both.len() < added.len());
    for (declared, causes) in [(added, "mappings/codelists/target.csv"), (both, "mappings/codelists/target.csv; mappings/dimensions.toml")]
    {
        let project = project();
        project.write("mappings/codelists/target.csv", facts.as_bytes());
        let repository = repository(&project);
        project.write("mappings/dimensions.toml", declared.as_bytes());
        project.write("mappings/codelists/occupation.csv", OCCUPATIONS.as_bytes());
        project.write("mappings/codelists/target.csv", fewer.as_bytes());
        let keys = ["2016.BEG", "2016.LAB", "2016.SEX", "2017.BEG", "2017.LAB", "2017.SEX"];
        let expected = keys.map(|key| format!("level XX.{key}.ALL._T._T._T._T._T.TAB.STATE < {causes}"));
        assert_eq!(lines(&in_repository(repository, &["--base", "HEAD", "--format", "json"])), expected);
    }
}

/// A cell whose label has a code of the new dimension now, and had none of it before.
#[test]
fn a_figure_that_a_new_dimension_splits_is_recoded() {
    let project = project();
    let repository = repository(&project);
    project.write("mappings/dimensions.toml", with_occupation(&read("mappings/dimensions.toml"), "SEX").as_bytes());
    project.write("mappings/codelists/occupation.csv", OCCUPATIONS.as_bytes());
    let layout = LAYOUT.replace("concepts = [\"form\"]", "concepts = [\"form\", \"occupation\"]");
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    let labels = "occupation,Sexual,skos:exactMatch,ALL\noccupation,Labour,skos:exactMatch,FARM\noccupation,Begging,skos:exactMatch,ALL\n";
    project.write("mappings/xx/crosswalk.csv", format!("{CROSSWALK}{labels}").as_bytes());
    let causes = "mappings/dimensions.toml (new): OCCUPATION; mappings/xx/crosswalk.csv:6 (new): occupation,Labour,skos:exactMatch,FARM";
    let expected = ["2016", "2017"].map(|year| format!("recoded XX.{year}.LAB.FARM._T._T._T._T._T.TAB.STATE < {causes}"));
    assert_eq!(lines(&in_repository(repository, &["--base", "HEAD", "--format", "json"])), expected);
}
