//! What may be published of a round, and for whom: the allow-list, versions and their notes, and what stands in the way of a release.

use std::collections::{BTreeMap, BTreeSet};

use roundup::cli::Status;

use crate::disclosure::published;
use crate::rounds::{add_second, first_round, roundup, spec};
use crate::support::{Project, files, records};
use crate::words::{LOST, TOLD, lost_project, words_project};

const POLICY: &str = "revision_policy = \"Figures are revised with each round.\"\n\n";

/// The columns of a release whose sources are not public, table by table. Whatever is added to a table later is not in a release before it is added here.
const COLUMNS: [(&str, &str); 6] = [
    (
        "comparability.csv",
        "OBJECT TIME_PERIOD EXPL_FORM SEX AGE ORIGIN OFFENCE DATA_PROVIDER AREA_A AREA_B MEASURE_A MEASURE_B LEVEL REASONS",
    ),
    ("comparable_sets.csv", "MEASURE TIME_PERIOD EXPL_FORM SEX AGE ORIGIN OFFENCE DATA_PROVIDER SIZE AREAS LEVEL REASONS"),
    ("flags.csv", "KEY REASON BETWEEN TIME SUM RULE STATUS"),
    (
        "harmonized.csv",
        "REF_AREA TIME_PERIOD MEASURE UNIT_COUNT EXPL_FORM SEX AGE ORIGIN OFFENCE ARTICLE STATEMENT DATA_PROVIDER OBS_VALUE LOWER UPPER UNIT_MEASURE \
         ABSENCE SOURCE_STATUS OBS_STATUS CONF_STATUS COMPAR_BETWEEN COMPAR_TIME COMPAR_SUM COMPARABILITY PREDICATES",
    ),
    (
        "regional.csv",
        "MEASURE TIME_PERIOD EXPL_FORM SEX AGE ORIGIN OFFENCE DATA_PROVIDER OBS_VALUE LOWER UPPER COMPAR_SUM COMPARABILITY COMPLETENESS MEMBERS \
         CONSTANT_AREAS CONSTANT_LOWER CONSTANT_UPPER CONTRIBUTIONS DERIVED LEFT_OUT FIGURES",
    ),
    (
        "witnesses.csv",
        "REF_AREA TIME_PERIOD UNIT_COUNT EXPL_FORM SEX AGE ORIGIN OFFENCE ARTICLE PROVIDER_A MEASURE_A VALUE_A VINTAGE_A KEY_A PROVIDER_B \
         MEASURE_B VALUE_B VINTAGE_B KEY_B DIFFERENCE AGREEMENT REASONS",
    ),
];

/// Without public sources no word of a submission or a steward is in any file, and no name of a file, sheet or cell; every table has the columns of the allow-list.
#[test]
fn a_release_has_nothing_but_what_is_allowed() {
    for below in [0, 5] {
        for (project, words) in [(words_project(below), &TOLD[..]), (lost_project(below), &LOST[..])] {
            project.close_round_with(below, "\"XX\"", "");
            let all: BTreeMap<String, Vec<u8>> =
                published(&project).into_iter().filter(|(name, _)| !name.starts_with("check") && !name.starts_with("release")).collect();
            assert!(all.len() > 30, "{:?}", all.keys());
            // The name of an article is that of the law, and no word of a submission; where a number is suppressed, it is left out, too.
            let words = words.iter().filter(|(_, place)| below > 0 || *place != "the name of an article");
            for (word, place) in words.chain(&[("raw/", "a path of a submission"), ("xx/", "a folder of mappings")]) {
                let has = |bytes: &Vec<u8>| bytes.windows(word.len()).any(|window| window == word.as_bytes());
                let told: Vec<&String> = all.iter().filter(|(_, bytes)| has(bytes)).map(|(name, _)| name).collect();
                assert!(told.is_empty(), "below {below}, {place}: {word} stands in {told:?}");
            }
            let tables: BTreeMap<&str, String> = all
                .iter()
                .filter(|(name, _)| name.rsplit('.').next() == Some("csv") && !name.contains('/') && *name != "superseded.csv")
                .map(|(name, bytes)| (name.as_str(), String::from_utf8_lossy(bytes).lines().next().unwrap_or_default().replace(',', " ")))
                .collect();
            let expected: BTreeMap<&str, String> =
                COLUMNS.iter().map(|(name, columns)| (*name, columns.split_whitespace().collect::<Vec<_>>().join(" "))).collect();
            assert_eq!(tables, expected);
            for name in [
                "ledger.csv",
                "findings.csv",
                "findings.json",
                "records.csv",
                "reconciliation.csv",
                "sdmx/maps.json",
                "sssom/crosswalk.sssom.tsv",
            ] {
                assert!(!all.contains_key(name), "{name}");
            }
        }
    }
}

/// Two states; each has a number below five that nobody else may see, and words about it.
fn two_states() -> Project {
    let project = Project::new();
    project.close_round_with(5, "\"XX\", \"YY\"", "");
    for (state, small, word) in [("xx", 3, "alphaword"), ("yy", 2, "bravoword")] {
        let layout = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n[[table]]\nid = \"form\"\nanchor = \"Form\"\ncolumns = [{ concepts = [\"period\"] }]\n\
                      rows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";
        project.write(&format!("mappings/{state}/layout.toml"), layout.as_bytes());
        let crosswalk = format!(
            "concept,label,predicate,code,comment\nform,Sexual {word},skos:exactMatch,SEX,\nform,Labour,skos:closeMatch,LAB,{word} said so\n\
             form,Total,skos:exactMatch,_T,\n"
        );
        project.write(&format!("mappings/{state}/crosswalk.csv"), crosswalk.as_bytes());
        for (file, text) in
            [("articles.csv", "article,label,predicate,code,evidence\n"), ("comparability.toml", ""), ("corrections.toml", "")]
        {
            project.write(&format!("mappings/{state}/{file}"), text.as_bytes());
        }
        let sheet = format!("Form,2016,2017\nSexual {word},40,50\nLabour,{small},60\nTotal,{},110\n", 40 + small);
        project.write(&format!("raw/2020/{state}/{state}-{word}.csv"), sheet.as_bytes());
        project.describe_source(state);
    }
    project
}

/// One sender sees its own in full, and of the others what everybody sees.
#[test]
fn a_sender_sees_its_own_in_full() {
    let project = two_states();
    assert_eq!(roundup(&project, &["release", "2020", "--date", "2021-01-01"]).status, Status::Clean);
    let said = roundup(&project, &["release", "2020", "--audience", "xx"]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    assert!(said.out.contains("for Exampleland: its own in full"), "{}", said.out);
    let text = |path: &str| std::fs::read_to_string(project.path(&format!("out/2020/{path}"))).expect("a table");
    let figures = |path: &str| -> BTreeMap<String, BTreeMap<String, String>> {
        let key = |row: &BTreeMap<String, String>| format!("{} {} {}", row["REF_AREA"], row["TIME_PERIOD"], row["EXPL_FORM"]);
        records(&text(path)).into_iter().map(|row| (key(&row), row)).collect()
    };
    let (public, own) = (figures("public/harmonized.csv"), figures("for-xx/harmonized.csv"));
    assert!(public.keys().eq(own.keys()) && own.len() == 12, "{:?}", own.keys());
    for (key, row) in &own {
        if key.starts_with("XX") {
            assert!(!row["OBS_VALUE"].is_empty() && row["SOURCE_REF"].contains("xx/xx-alphaword.csv!"), "{row:?}");
        } else {
            assert!(public[key].iter().all(|(column, field)| row[column] == *field || column.starts_with("COMPAR")), "{key}: {row:?}");
            assert!(row["SOURCE_REF"].is_empty() && row["LABEL"].is_empty() && row["COMMENT_OBS"].is_empty(), "{row:?}");
        }
    }
    assert_eq!((own["XX 2016 LAB"]["OBS_VALUE"].as_str(), public["XX 2016 LAB"]["OBS_VALUE"].as_str()), ("3", ""));
    assert!(text("for-xx/ledger.csv").lines().skip(1).all(|line| line.starts_with("xx/")) && text("for-xx/ledger.csv").contains(",3,"));
    for (name, bytes) in files(&project.path("out/2020/for-xx")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("bravoword"), "{name} has words of another state");
    }
    // Nothing of it is a version of the release.
    assert_eq!(
        records(&std::fs::read_to_string(project.path("mappings/releases/2020.versions.csv")).expect("a record"))[0]["version"],
        "1"
    );
    let said = roundup(&project, &["release", "2020", "--audience", "dk"]);
    assert!(said.status == Status::Failed && said.err.contains("dk sends nothing for round 2020; there are xx, yy"), "{}", said.err);
}

/// The rows of a list of the release notes: figure, where it was published, was, is, cause.
fn listed(notes: &str, title: &str) -> Vec<Vec<String>> {
    let (_, rest) = notes.split_once(&format!("## {title}\n")).expect("a list");
    let own = rest.split("\n## ").next().unwrap_or_default();
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().replace('\\', "")).collect::<Vec<String>>();
    own.lines().filter(|line| line.starts_with("| ")).skip(1).map(cells).collect()
}

/// The notes of the second round list what `revisions.csv` has by its cause: what senders revise and define anew, and apart from it mistakes. A new version says why
/// it took the place of the one before, and keeps its digests.
#[test]
fn release_notes_list_revisions_and_corrections() {
    let project = first_round();
    add_second(&project);
    let rounds = std::fs::read_to_string(project.path("mappings/rounds.toml")).expect("rounds");
    project.write("mappings/rounds.toml", format!("{POLICY}{rounds}").replace("areas =", "sources_public = true\nareas =").as_bytes());
    let release = |words: &[&str]| {
        let said = roundup(&project, &[&["release"], words].concat());
        assert_eq!(said.status, Status::Clean, "{}", said.err);
        said.out
    };
    assert!(release(&["2020"]).contains("version 1 of 2020-12-01"));
    assert!(release(&["2022"]).contains("version 1 of 2022-12-01"));
    let notes = || std::fs::read_to_string(project.path("out/2022/public/release-notes.md")).expect("notes");
    let causes = BTreeMap::from([
        ("state-revised", ("Revisions", "who reports gave another figure")),
        ("definition-changed", ("Revisions", "the figure is defined otherwise")),
        ("state-corrected", ("Corrections", "who reports corrected a mistake")),
        ("reading-changed", ("Corrections", "we read the same submission otherwise")),
    ]);
    let mut expected: BTreeMap<&str, Vec<Vec<String>>> = BTreeMap::new();
    for line in spec()["revisions"].lines() {
        let (figure, change) = line.split_once(": ").expect("a change");
        let (old, rest) = change.split_once(" → ").expect("two values");
        let (new, cause) = rest.rsplit_once(' ').expect("a cause");
        let (list, words) = causes[cause];
        let value = |text: &str| if text.trim().is_empty() { "-".to_owned() } else { text.trim().to_owned() };
        let key = figure.split(' ').next().expect("a key").to_owned();
        let row = vec![key, "round 2020".to_owned(), value(old), value(new), words.to_owned()];
        expected.entry(list).or_default().push(row);
    }
    for (list, rows) in &expected {
        assert_eq!(&listed(&notes(), list), rows, "{list}");
    }
    assert!(notes().contains("Figures are revised with each round.") && notes().contains("Version 1 of 2022-12-01"));
    // The same again is the same, and a run leaves it where it is.
    let before = files(&project.path("out/2022/public"));
    assert!(release(&["2022"]).contains("version 1 of 2022-12-01, byte for byte"));
    assert_eq!(roundup(&project, &["run", "--round", "2022", "--rebuild", "-q"]).status, Status::Clean);
    assert_eq!(roundup(&project, &["run", "--round", "2022", "--rebuild", "-q"]).status, Status::Clean);
    assert!(project.path("out/2022/ledger.csv").exists() && files(&project.path("out/2022/public")) == before);
    // We read a word otherwise: nothing is replaced without a reason.
    let crosswalk = std::fs::read_to_string(project.path("mappings/lv/crosswalk.csv")).expect("a crosswalk");
    let edited =
        crosswalk.replacen("form,Seksuāla ekspluatācija,skos:exactMatch,SEX,", "form,Seksuāla ekspluatācija,skos:exactMatch,BEG,", 1);
    assert!(edited != crosswalk);
    project.write("mappings/lv/crosswalk.csv", edited.as_bytes());
    let said = roundup(&project, &["release", "2022"]);
    assert!(said.status == Status::Failed && said.err.contains("gives other files than version 1 of 2022-12-01: "), "{}", said.err);
    assert!(said.err.contains("harmonized.csv") && said.err.contains("--reason"), "{}", said.err);
    assert!(files(&project.path("out/2022/public")) == before);
    let said = roundup(&project, &["release", "2022", "--date", "2022-11-30", "--reason", "r"]);
    assert!(said.err.contains("2022-11-30 is before 2022-12-01, the day on which version 1 was released"), "{}", said.err);
    assert!(release(&["2022", "--date", "2023-01-15", "--reason", "A word was misread."]).contains("version 2 of 2023-01-15"));
    let notes = notes();
    assert!(notes.contains("Version 2 of 2023-01-15. A word was misread.") && notes.contains("- version 1 of 2022-12-01"), "{notes}");
    let corrected: Vec<Vec<String>> = listed(&notes, "Corrections").into_iter().filter(|row| row[1] == "version 1").collect();
    assert!(
        !corrected.is_empty() && corrected.iter().all(|row| row[0].starts_with("LV.") && row[4] == causes["reading-changed"].1),
        "{corrected:?}"
    );
    let text = std::fs::read_to_string(project.path("out/2022/public/superseded.csv")).expect("a table");
    let superseded: BTreeMap<String, String> = records(&text).into_iter().map(|row| (row["FILE"].clone(), row["SHA256"].clone())).collect();
    let digests: BTreeMap<String, String> = before.iter().map(|(name, bytes)| (name.clone(), roundup::fs::digest(bytes))).collect();
    assert_eq!(superseded, digests);
    assert!(records(&text).iter().all(|row| row["SUPERSEDED_ON"] == "2023-01-15" && row["SUPERSEDED_BECAUSE"] == "A word was misread."));
    assert!(release(&["2022"]).contains("version 2 of 2023-01-15, byte for byte"));
}

/// What stands in the way of a release, and what to do about it.
#[test]
fn what_is_no_release_says_why() {
    let project = two_states();
    let rounds = std::fs::read_to_string(project.path("mappings/rounds.toml")).expect("rounds");
    let rules = std::fs::read_to_string(project.path("mappings/rules.toml")).expect("rules");
    let open = rounds.replace("status = \"closed\"\nclosed = \"2020-12-31\"\n", "");
    let no_policy = rounds.lines().skip(1).collect::<Vec<_>>().join("\n");
    let errors = rules.replace("label-unmapped = \"warning\"\n", "");
    for (rounds, rules, words, says) in [
        (&open, &rules, &["2020", "--date", "2021-01-01"][..], "close it with `roundup round close 2020 --date <day>`, then release it"),
        (&rounds, &rules, &["2021", "--date", "2021-01-01"], "no round \"2021\" in "),
        (&rounds, &rules, &["2020"], "a release has a day: give --date, such as 2023-09-30"),
        (&rounds, &rules, &["2020", "--date", "soon"], "\"soon\" is not a day such as 2023-09-30"),
        (&rounds, &rules, &["2020", "--date", "2020-12-30"], "2020-12-30 is before 2020-12-31, the day on which the round was closed"),
        (&no_policy, &rules, &["2020", "--date", "2021-01-01"], "says nothing of how figures are revised: give it a revision_policy"),
        (
            &rounds,
            &errors,
            &["2020", "--date", "2021-01-01"],
            "a round with errors is not released, and it has 1: see `roundup check --round 2020`",
        ),
    ] {
        project.write("mappings/rounds.toml", rounds.as_bytes());
        project.write("mappings/rules.toml", rules.as_bytes());
        let crosswalk = std::fs::read_to_string(project.path("mappings/xx/crosswalk.csv")).expect("a crosswalk");
        let broken = crosswalk.replace("form,Labour,skos:closeMatch,LAB,alphaword said so\n", "");
        project.write("mappings/xx/crosswalk.csv", if says.contains("errors") { &broken } else { &crosswalk }.as_bytes());
        let said = roundup(&project, &[&["release"], words].concat());
        project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
        assert!(said.status != Status::Clean && said.err.contains(says), "{words:?}: {}", said.err);
        assert!(
            !project.path("out/2020/public").exists() && !project.path("mappings/releases").exists(),
            "{words:?}: something was written"
        );
    }
    // What was released is on record, and a record that somebody lost or edited is not taken for an empty one.
    project.write("mappings/rounds.toml", rounds.as_bytes());
    project.write("mappings/rules.toml", rules.as_bytes());
    assert_eq!(roundup(&project, &["release", "2020", "--date", "2021-01-01"]).status, Status::Clean);
    let declared = std::fs::read_to_string(project.path("mappings/rounds.toml")).expect("rounds");
    assert!(declared.contains("status = \"published\"") && declared.contains("published = \"2021-01-01\""), "{declared}");
    let kept: BTreeSet<String> = files(&project.path("mappings/releases")).into_keys().collect();
    assert_eq!(kept, ["2020.figures.csv", "2020.versions.csv"].map(str::to_owned).into());
    let path = "mappings/releases/2020.figures.csv";
    let record = std::fs::read(project.path(path)).expect("a record");
    for bytes in [None, Some(&b"key,value\n"[..])] {
        project.remove(path);
        if let Some(bytes) = bytes {
            project.write(path, bytes);
        }
        let said = roundup(&project, &["release", "2020"]);
        assert!(said.status == Status::Failed && said.err.contains("restore it from version control"), "{}", said.err);
        project.write(path, &record);
    }
    // What a check says does not change by it.
    assert_eq!(roundup(&project, &["check"]).status, Status::Clean);
}

/// A run that was ended between its two renames left the release in the folder with the old outputs. It is put where it belongs, never taken away; and a folder in the
/// outputs that holds anything foreign is refused.
#[test]
fn a_release_outlives_a_run_that_was_ended() {
    let project = two_states();
    let run = || roundup(&project, &["run", "--rebuild", "-q"]);
    assert_eq!(run().status, Status::Clean);
    assert_eq!(roundup(&project, &["release", "2020", "--date", "2021-01-01"]).status, Status::Clean);
    let (outputs, left) = (project.path("out/2020"), project.path("out/.2020.old-77"));
    let public = files(&outputs.join("public"));
    // The old outputs under their temporary name, with the release; the new ones in their place, without.
    let put_aside = || {
        std::fs::rename(&outputs, &left).expect("a move");
        for (name, bytes) in files(&left).into_iter().filter(|(name, _)| !name.starts_with("public/")) {
            project.write(&format!("out/2020/{name}"), &bytes);
        }
    };
    put_aside();
    assert_eq!(run().status, Status::Clean);
    assert!(files(&outputs.join("public")) == public && !left.exists());
    // The same where the next command is another release.
    put_aside();
    let said = roundup(&project, &["release", "2020"]);
    assert!(said.out.contains("version 1 of 2021-01-01, byte for byte"), "{}{}", said.out, said.err);
    assert!(files(&outputs.join("public")) == public && !left.exists());
    // A release in both places: which of them counts nobody knows.
    put_aside();
    for (name, bytes) in &public {
        project.write(&format!("out/2020/public/{name}"), bytes);
    }
    let said = run();
    assert!(said.status == Status::Failed && said.err.contains("it holds the outputs public, which are elsewhere, too"), "{}", said.err);
    assert!(files(&left.join("public")) == public);
    std::fs::remove_dir_all(&left).expect("a folder");
    // A letter in the release.
    project.write("out/2020/public/letter.txt", b"dear");
    let said = run();
    assert!(said.status == Status::Failed && said.err.contains("letter.txt, which this program did not write"), "{}", said.err);
    assert!(project.path("out/2020/public/letter.txt").exists());
}

/// Two rounds of one state, each with a small number in it, and what the second round says of 2017; both closed, with threshold.
fn two_rounds(first: &str, second: &str, below: [u64; 2]) -> Project {
    let project = two_states();
    let round = |id: &str, years: &str, closed: &str, below: u64| {
        format!(
            "[[round]]\nid = \"{id}\"\nstatus = \"closed\"\nclosed = \"{closed}\"\nsuppress_below = {below}\nyears = [{years}]\nareas = [\"XX\"]\n"
        )
    };
    let rounds = [round("2020", "2016, 2017", "2020-12-31", below[0]), round("2023", "2017, 2018", "2023-12-31", below[1])].concat();
    project.write("mappings/rounds.toml", format!("{POLICY}{rounds}").as_bytes());
    for (id, table) in [("2020", first), ("2023", second)] {
        let table = table.replace("Sexual", "Sexual alphaword");
        let _ = std::fs::remove_dir_all(project.path(&format!("raw/{id}")));
        project.write(&format!("raw/{id}/xx/data.csv"), table.as_bytes());
        project.describe_submission(id, "xx");
    }
    project
}

fn notes_of(project: &Project, words: &[&str]) -> String {
    let said = roundup(project, &[&["release"], words].concat());
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    std::fs::read_to_string(project.path(&format!("out/{}/public/release-notes.md", words[0]))).expect("notes")
}

/// Release notes list no figure that one of the two releases suppresses: which of them changed would tell the number that was suppressed.
#[test]
fn release_notes_tell_no_suppressed_number() {
    let first = "Form,2017\nSexual,3\nLabour,90\nTotal,93\n";
    for (second, below) in [("Form,2017\nSexual,8\nLabour,90\nTotal,98\n", [5, 5]), ("Form,2017\nSexual,8\nLabour,90\nTotal,98\n", [5, 0])]
    {
        let project = two_rounds(first, second, below);
        notes_of(&project, &["2020", "--date", "2021-01-01"]);
        let notes = notes_of(&project, &["2023", "--date", "2024-01-01"]);
        let rows = listed(&notes, "Revisions");
        assert_eq!(rows.iter().map(|row| (row[2].as_str(), row[3].as_str())).collect::<Vec<_>>(), [("93", "98")], "{notes}");
        assert!(notes.contains("2 figures: each is suppressed now and was published before, or the other way round"), "{notes}");
    }
    // Nor does a new version tell what it hides.
    let project = two_rounds(first, first, [0, 5]);
    assert!(notes_of(&project, &["2020", "--date", "2021-01-01"]).contains("Version 1"));
    let rounds = std::fs::read_to_string(project.path("mappings/rounds.toml")).expect("rounds");
    project.write("mappings/rounds.toml", rounds.replacen("suppress_below = 0", "suppress_below = 5", 1).as_bytes());
    let notes = notes_of(&project, &["2020", "--date", "2021-02-01", "--reason", "hide"]);
    assert_eq!((listed(&notes, "Revisions"), listed(&notes, "Corrections")), (vec![], vec![]), "{notes}");
    assert!(notes.contains("2 figures: each is suppressed now"), "{notes}");
}

/// A correction of an earlier round in a later version of it changes nothing of a release that was made before.
#[test]
fn a_release_rests_on_what_stood_on_its_day() {
    let project = two_rounds("Form,2017\nSexual,30\nLabour,90\nTotal,120\n", "Form,2017\nSexual,31\nLabour,90\nTotal,121\n", [0, 0]);
    notes_of(&project, &["2020", "--date", "2021-01-01"]);
    let notes = notes_of(&project, &["2023", "--date", "2024-01-01"]);
    project.write("raw/2020/xx/data.csv", b"Form,2017\nSexual alphaword,40\nLabour,90\nTotal,130\n");
    project.describe_submission("2020", "xx");
    notes_of(&project, &["2020", "--date", "2024-06-01", "--reason", "A mistake."]);
    let said = roundup(&project, &["release", "2023"]);
    assert!(said.out.contains("version 1 of 2024-01-01, byte for byte"), "{}{}", said.out, said.err);
    assert_eq!(std::fs::read_to_string(project.path("out/2023/public/release-notes.md")).expect("notes"), notes);
}

/// What our edits of layouts, crosswalks and corrections change is no revision of a sender; what a sender changes is one, whatever we edit beside it.
#[test]
fn an_edit_of_any_mapping_is_our_reading() {
    let table = "Form,2017\nSexual,30\nLabour,90\nTotal,120\n";
    let other = "measure = \"VICT_PRES\"";
    let layout = |more: &str, measure: &str| {
        format!(
            "[[table]]\nid = \"form\"\nanchor = \"Form\"\n{more}columns = [{{ concepts = [\"period\"] }}]\nrows = [{{ concepts = [\"form\"] }}]\n\
             set = {{ {measure} }}\n"
        )
    };
    let skipped = layout("skip_rows = [{ text = \"/^Sexual/\", reason = \"not asked\" }]\n", "measure = \"VICT_ID\"");
    let correction = "[[correction]]\nfile = \"data.csv\"\nsheet = \"csv\"\ncell = \"B2\"\nexpects = \"30\"\nbecomes = \"29\"\nreason = \"r\"\nsource = \"s\"\n";
    let recoded = "concept,label,predicate,code\nform,Labour,skos:exactMatch,BEG\n";
    for (file, text, second, causes) in [
        ("layout.2023.toml", layout("", other), table, &["reading-changed"; 6][..]),
        ("layout.2023.toml", skipped, table, &["reading-changed"]),
        ("corrections.2023.toml", correction.to_owned(), table, &["reading-changed"]),
        ("crosswalk.2023.csv", recoded.to_owned(), table, &["reading-changed", "reading-changed"]),
        ("comparability.2023.toml", String::new(), "Form,2017\nSexual,30\nLabour,80\nTotal,110\n", &["state-revised", "state-revised"]),
        (
            "crosswalk.2023.csv",
            recoded.to_owned(),
            "Form,2017\nSexual,30\nLabour,80\nTotal,120\n",
            &["state-revised | reading-changed", "reading-changed"],
        ),
    ] {
        let project = two_rounds(table, second, [0, 0]);
        project.write(&format!("mappings/xx/{file}"), text.as_bytes());
        let said = roundup(&project, &["run", "--all", "-q"]);
        assert_ne!(said.status, Status::Failed, "{}", said.err);
        let rows = records(&std::fs::read_to_string(project.path("out/history/revisions.csv")).expect("revisions"));
        let changed = rows.iter().filter(|row| row["VINTAGE"] == "2023" && !["new", "unchanged"].contains(&row["KIND"].as_str()));
        let found: Vec<&str> = changed.map(|row| row["CAUSE"].as_str()).collect();
        assert_eq!(found, causes, "{file}: {text}");
    }
}
