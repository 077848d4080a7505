//! The first five minutes: which round is meant, what is not known is said, and an answer is where it was put.

use std::fmt::Write as _;

use roundup::cli::Status;

use crate::support::{EMPTY_CROSSWALK, Project, Said, program, tree};

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n[[table]]\nid = \"t\"\nanchor = \"Form\"\n\
    columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";

/// Two rounds, written with the newer one first; the files of each say another number.
fn two_rounds() -> Project {
    let project = Project::new();
    let round = |id: &str, years: &str| format!("[[round]]\nid = \"{id}\"\nsuppress_below = 0\nyears = [{years}]\nareas = [\"XX\"]\n");
    project.write("mappings/rounds.toml", (round("2022", "2019, 2020") + &round("2020", "2016, 2017")).as_bytes());
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", format!("{EMPTY_CROSSWALK}form,Sexual,skos:exactMatch,SEX,,,,,,,,\n").as_bytes());
    project.write("raw/2020/xx/data.csv", b"Form,2016\nSexual,5\n");
    project.write("raw/2022/xx/data.csv", b"Form,2019\nSexual,7.5\n");
    project.write("raw/2022/xx/more.csv", b"Form,2020\nSexual,8\n");
    project
}

fn run(project: &Project, words: &[&str]) -> Said {
    program(&project.path(""), words)
}

fn one_round(sheet: &str) -> Project {
    let project = two_rounds();
    std::fs::remove_dir_all(project.path("raw/2022")).expect("a folder");
    project.write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nsuppress_below = 0\nyears = [2016]\nareas = [\"XX\"]\n");
    project.write("raw/2020/xx/data.csv", sheet.as_bytes());
    project.describe_source("xx");
    project
}

#[test]
fn without_a_round_the_newest_is_meant() {
    let project = two_rounds();
    let map = run(&project, &["map"]);
    assert!(map.out.contains("XX,2020,") && !map.out.contains("XX,2016,"), "{}", map.out);
    let said = run(&project, &["run", "--only", "csv"]);
    assert_eq!(said.status, Status::Submission, "{}", said.err);
    assert!(project.path("out/2022").is_dir() && !project.path("out/2020").exists());
    assert!(run(&project, &["map", "--round", "2020"]).out.contains("XX,2016,"));
    assert!(run(&project, &["trace", "XX"]).out.contains("XX.2020."));
    assert!(run(&project, &["coverage"]).out.contains("cell-not-a-count"));
}

/// Which rounds a check is about, from the paths that are named; each message says it.
#[test]
fn a_path_says_which_round_is_checked() {
    let error = "raw/2022/xx/data.csv:B2: error: cell-not-a-count: ";
    let cases: [(&[&str], &str, bool); 12] = [
        (&[], "rounds 2020, 2022", true),
        (&["raw"], "rounds 2020, 2022", true),
        (&["raw/2020"], "round 2020", false),
        (&["raw/2022"], "round 2022", true),
        (&["raw/2022/"], "round 2022", true),
        (&["./raw/2022/xx"], "round 2022", true),
        (&["raw/2022/xx/data.csv"], "round 2022", true),
        (&["raw/2022/xx/more.csv"], "round 2022", false),
        (&["raw/2020/xx", "raw/2022/xx/data.csv"], "rounds 2020, 2022", true),
        (&["raw/2020/xx/data.csv", "--round", "2020"], "round 2020", false),
        (&["--round", "2020"], "round 2020", false),
        (&["--area", "xx"], "rounds 2020, 2022", true),
    ];
    for (words, rounds, has_error) in cases {
        let project = two_rounds();
        for words in [
            words.to_vec(),
            words.iter().map(|word| absolute(&project, word)).collect::<Vec<String>>().iter().map(String::as_str).collect(),
        ] {
            let said = run(&project, &[&["check"], &words[..]].concat());
            assert_eq!(said.status, if has_error { Status::Submission } else { Status::Clean }, "{words:?}: {}{}", said.out, said.err);
            assert!(said.out.trim_end().ends_with(&format!("({rounds})")), "{words:?}: {}", said.out);
            let short = run(&project, &[&["check", "--format", "short"], &words[..]].concat());
            let errors: Vec<&str> = short.out.lines().filter(|line| line.contains(": error: ")).collect();
            assert_eq!(errors.len(), usize::from(has_error), "{words:?}: {}", short.out);
            assert!(errors.iter().all(|line| line.trim_start_matches(&root(&project)).starts_with(error)), "{words:?}: {errors:?}");
        }
    }
    for (words, why) in [
        (&["raw/2020/xx", "--round", "2022"][..], "raw/2020/xx belongs to round 2020, and --round says 2022"),
        (&["raw/2024"], "there is no raw/2024"),
        (&["raw/2022/xx/none.csv"], "there is no raw/2022/xx/none.csv"),
        (&["Cargo.toml"], "there is no Cargo.toml"),
        (&["."], "is neither below raw nor below mappings"),
    ] {
        let said = run(&two_rounds(), &[&["check"], words].concat());
        assert_eq!((said.status, said.out.as_str()), (Status::Failed, ""), "{words:?}");
        assert!(said.err.contains(why), "{words:?}: {}", said.err);
    }
}

fn root(project: &Project) -> String {
    format!("{}/", project.path("").to_string_lossy().trim_end_matches('/'))
}

/// Paths of the project with the folder before them.
fn absolute(project: &Project, word: &str) -> String {
    if word.contains("raw") { format!("{}{}", root(project), word.trim_start_matches("./")) } else { word.to_owned() }
}

/// A round with submissions that nobody declared is a fault that is named, and not passed over.
#[test]
fn a_round_with_submissions_that_is_not_declared_is_said() {
    let project = two_rounds();
    project.write("raw/2024/xx/data.csv", b"Form,2021\nSexual,5\n");
    for words in [&["check", "--format", "short"][..], &["check", "--format", "short", "raw/2024"]] {
        let said = run(&project, words);
        assert_eq!(said.status, Status::Mapping, "{}", said.out);
        assert!(said.out.lines().any(|line| line.contains(": error: ") && line.contains("2024")), "{}", said.out);
    }
}

/// An area that is none, or not of the round: said, and nothing written.
#[test]
fn an_unknown_area_is_a_usage_error_and_writes_nothing() {
    for area in ["zz", "ZZ", "xxx", "x", "", "../x", "aq"] {
        for command in [&["run"][..], &["check"], &["map"], &["coverage"]] {
            let project = two_rounds();
            let before = tree(&project.path(""));
            let said = run(&project, &[command, &["--area", area]].concat());
            assert_eq!((said.status, said.out.as_str()), (Status::Failed, ""), "{command:?} {area}: {}{}", said.out, said.err);
            assert!(said.err.starts_with("error: "), "{area}: {}", said.err);
            assert_eq!(tree(&project.path("")), before, "{command:?} {area}");
        }
    }
    // Known, but nothing of the round: no folder that looks like a release of it.
    for area in ["dk", "yy"] {
        let project = two_rounds();
        let before = tree(&project.path(""));
        let said = run(&project, &["run", "--area", area]);
        assert!(
            [Status::Failed, Status::Mapping].contains(&said.status) && !said.err.is_empty(),
            "{area}: {:?} {} {}",
            said.status,
            said.out,
            said.err
        );
        assert_eq!(tree(&project.path("")), before, "{area}");
    }
    let project = two_rounds();
    for words in [&["suggest", "zz"][..], &["compare", "xx", "zz"], &["tabulate", "zz", "r", "--by", "x"]] {
        let said = run(&project, words);
        assert_eq!((said.status, said.out.as_str()), (Status::Failed, ""), "{words:?}: {}", said.err);
    }
}

/// What can't be read is never taken for complete.
#[test]
fn an_answer_without_a_mapping_file_says_that_it_is_incomplete() {
    type Break = fn(&Project, &str);
    let broken: [Break; 4] = [
        |project, file| project.write(file, b"concept,label\xff\xfe\n"),
        |project, file| {
            project.remove(file);
            std::fs::create_dir(project.path(file)).expect("a folder");
        },
        |project, file| project.remove(file),
        |project, file| project.write(file, b"\"never closed\n= [\n"),
    ];
    for file in ["mappings/xx/crosswalk.csv", "mappings/xx/layout.toml", "mappings/codelists/form.csv", "mappings/xx/articles.csv"] {
        for (number, break_) in broken.iter().enumerate() {
            let project = one_round("Form,2016\nSexual,5\n");
            break_(&project, file);
            for words in [
                &["suggest", "xx"][..],
                &["suggest", "xx", "--layout"],
                &["coverage"],
                &["coverage", "--format", "csv"],
                &["compare", "xx", "yy"],
                &["show", "raw/2020/xx/data.csv"],
            ] {
                let said = run(&project, words);
                let about = format!("{file} {number} {words:?}: {:?} {} {}", said.status, said.out, said.err);
                // Where nothing is left to answer with, it is a failure.
                let is_failure = said.status == Status::Failed && said.out.is_empty() && said.err.contains("error: ");
                assert!(said.status == Status::Mapping || is_failure, "{about}");
                assert!(!said.out.contains("every label has a line"), "{about}");
                let (_, name) = file.split_once('/').expect("a folder");
                assert!(said.err.contains(name) || said.err.contains("xx has no layout"), "{about}");
            }
        }
    }
    let whole = run(&one_round("Form,2016\nSexual,5\n"), &["suggest", "xx"]);
    assert_eq!((whole.status, whole.out.contains("every label has a line")), (Status::Clean, true), "{}", whole.out);
}

/// A clean round is told in a few lines; -v draws what is left to know, and the short form has a line for each.
#[test]
fn a_check_says_a_summary_first() {
    let project = Project::new();
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    let mut crosswalk = format!("{EMPTY_CROSSWALK}form,Sexual,skos:exactMatch,SEX,,,,,,,,\n");
    for number in 0..30 {
        let _ = writeln!(crosswalk, "form,Unused {number},skos:exactMatch,LAB,,,,,,,,");
    }
    project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
    project.write("raw/2020/xx/data.csv", b"Form,2016\nSexual,5\n");
    project.describe_source("xx");
    let summary = run(&project, &["check"]);
    assert_eq!(summary.status, Status::Clean, "{}", summary.out);
    assert!(summary.out.lines().count() < 12 && summary.out.contains("30 line-unused"), "{}", summary.out);
    let all = run(&project, &["check", "-v"]);
    assert!(all.out.matches("code      line-unused").count() == 30 && !all.out.contains("more line-unused"), "{}", all.out);
    let short = run(&project, &["check", "--format", "short"]);
    let pattern =
        regex::Regex::new(r"^(?:mappings|raw/2020)/[^:]+(?::[0-9A-Z!:]+)?: (?:error|warning|note): [a-z0-9-]+: [A-Z]").expect("a pattern");
    assert!(short.out.lines().all(|line| pattern.is_match(line)), "{}", short.out);
    assert_eq!(short.out.lines().filter(|line| line.contains(": line-unused: ")).count(), 30, "{}", short.out);
}

/// Whatever place a finding is at, `accept --write` puts the answer where the next check finds it.
#[test]
fn an_answer_that_is_written_silences_its_finding() {
    let sheet = "Form,2016,2017\nSexual,5,1.5\n";
    let extension = |project: &Project| {
        // A text that is called a workbook: a finding at the file.
        std::fs::rename(project.path("raw/2020/xx/data.csv"), project.path("raw/2020/xx/data.xlsx")).expect("a move");
        project.write("mappings/xx/layout.toml", LAYOUT.replace("*.csv", "*").as_bytes());
        project.describe_source("xx");
    };
    for (code, places) in [
        (
            "cell-not-a-count",
            &[
                "xx/data.csv!csv!C2",
                "xx/data.csv!C2",
                "xx/data.csv › csv › c2",
                "raw xx/data.csv!csv!C2",
                "raw/2020/xx/data.csv!csv!C2",
                "2020/xx/data.csv!C2",
            ][..],
        ),
        ("file-extension-wrong", &["xx/data.xlsx", "raw/2020/xx/data.xlsx", "./raw/2020/xx/data.xlsx"]),
        ("cell-unaccounted", &["xx/data.csv!csv", "xx/data.csv › csv", "raw/2020/xx/data.csv!csv"]),
    ] {
        for place in places {
            let project = one_round(sheet);
            match code {
                "file-extension-wrong" => extension(&project),
                "cell-unaccounted" => {
                    project.write("raw/2020/xx/data.csv", b"nothing,1,2,3\nof it,4,5,6\n");
                    project.describe_source("xx");
                }
                _ => {}
            }
            let count = || {
                let said = run(&project, &["check", "--format", "short"]);
                said.out
                    .lines()
                    .filter(|line| line.contains(&format!(": error: {code}: ")) || line.contains(&format!(": warning: {code}: ")))
                    .count()
            };
            let before = count();
            assert!(before >= 1, "{code}: {}", run(&project, &["check", "--format", "short"]).out);
            project.write("mappings/xx/accepted.toml", b"# answers");
            let words = ["accept", code, place, "--reason", "an \"answer\"", "--who", "ministry", "--date", "2020-03-01", "--write"];
            let said = run(&project, &words);
            assert_eq!((said.status, said.out.as_str()), (Status::Clean, ""), "{code} {place}: {}", said.err);
            let entries = std::fs::read_to_string(project.path("mappings/xx/accepted.toml")).expect("answers");
            assert!(entries.starts_with("# answers\n\n[[accepted]]\nfinding = ") && entries.contains(&format!("\"{code}\"")), "{entries}");
            assert_eq!(count(), before - 1, "{code} {place}: {entries}");
        }
    }
}

/// A date has one form, in decisions and in answers; each other one is one finding at its field that names the form.
#[test]
fn a_date_in_another_form_is_one_finding() {
    for date in [
        "31.03.2020",
        "03/31/2020",
        "2020-3-1",
        "20200331",
        "2020-13-01",
        "2020-02-30",
        "2020-03-31T00:00",
        "43921",
        "March 2020",
        "31-03-20",
        "2020/03/31",
        "٢٠٢٠-٠٣-٣١",
    ] {
        let project = one_round("Form,2016\nSexual,5\n");
        let line = format!("form,Sexual,skos:exactMatch,SEX,,,,,semapv:ManualMappingCuration,,{date},\n");
        project.write("mappings/xx/crosswalk.csv", format!("{EMPTY_CROSSWALK}{line}").as_bytes());
        let said = run(&project, &["check", "--format", "json"]);
        let document: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
        let errors: Vec<&serde_json::Value> =
            document["findings"].as_array().expect("findings").iter().filter(|f| f["level"] == "error").collect();
        assert_eq!(errors.len(), 1, "{date}: {}", said.out);
        assert_eq!(
            (errors[0]["code"].as_str(), errors[0]["place"]["line"].as_u64(), errors[0]["place"]["column"].as_u64()),
            (Some("value-invalid"), Some(2), Some(11)),
            "{date}"
        );
        assert_eq!(errors[0]["expected"], "a date in the form 2020-03-31", "{date}");
    }
    for date in ["", "2020-03-31", "2020-02-29"] {
        let project = one_round("Form,2016\nSexual,5\n");
        let line = format!("form,Sexual,skos:exactMatch,SEX,,,,,semapv:ManualMappingCuration,,{date},\n");
        project.write("mappings/xx/crosswalk.csv", format!("{EMPTY_CROSSWALK}{line}").as_bytes());
        assert_eq!(run(&project, &["check"]).status, Status::Clean, "{date}");
    }
}

/// A mapping file that a spreadsheet program saved with tabs: one finding for the file, however many lines it has.
#[test]
fn a_mapping_file_separated_by_tabs_is_one_finding() {
    let words =
        format!("{EMPTY_CROSSWALK}form,Sexual,skos:exactMatch,SEX,,,,,,,,\nform,Labour,skos:exactMatch,LAB,,,,,,,,\n").replace(',', "\t");
    for file in ["mappings/xx/crosswalk.csv", "mappings/xx/articles.csv", "mappings/codelists/sex.csv"] {
        for ends in ["\n", "\r\n"] {
            for mark in ["", "\u{feff}"] {
                let project = one_round("Form,2016\nSexual,5\n");
                let text = if file.ends_with("crosswalk.csv") {
                    words.clone()
                } else {
                    std::fs::read_to_string(project.path(file)).expect("a file").replace(',', "\t")
                };
                project.write(file, format!("{mark}{}", text.replace('\n', ends)).as_bytes());
                let said = run(&project, &["check", "--format", "short"]);
                let own: Vec<&str> = said.out.lines().filter(|line| line.starts_with(file)).collect();
                assert_eq!(own.len(), 1, "{file}: {}", said.out);
                assert!(own[0].contains(": error: ") && own[0].contains("tabs"), "{file}: {}", own[0]);
                assert_eq!(said.status, Status::Mapping);
            }
        }
    }
}
