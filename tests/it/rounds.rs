//! Rounds that follow each other: a made-up second round on the mappings of the first, and what stays of the first.

use std::collections::BTreeMap;

use roundup::cli::Status;

use crate::specs::{blocks, grid_to_csv, grids_to_xlsx};
use crate::support::{Project, Said, files, read, records, root, say};

pub(crate) const STATES: [&str; 3] = ["ee", "is", "lv"];

/// A project with the mappings and submissions of the round of 2020, for three of its states.
pub(crate) fn first_round() -> Project {
    let project = Project::new();
    for (name, bytes) in files(&root().join("mappings")) {
        let is_of_round = name.rsplit('/').next().is_some_and(|leaf| leaf.matches('.').count() > 1);
        let folder = name.split_once('/').map_or("", |(folder, _)| folder);
        if !is_of_round && (folder.is_empty() || folder == "codelists" || STATES.contains(&folder)) {
            project.write(&format!("mappings/{name}"), &bytes);
        }
    }
    for state in STATES {
        for (name, bytes) in files(&root().join("raw/2020").join(state)) {
            project.write(&format!("raw/2020/{state}/{name}"), &bytes);
        }
    }
    std::fs::remove_dir_all(project.path("mappings/xx")).expect("the state of other tests");
    project
}

/// The round of 2020 as it is declared before there is another one.
fn declare_first(project: &Project) {
    let rounds = spec().remove("file mappings/rounds.toml").expect("rounds");
    let first = rounds.split("\n\n").next().expect("a round").to_owned();
    project.write("mappings/rounds.toml", format!("{first}\n").as_bytes());
}

pub(crate) fn spec() -> BTreeMap<String, String> {
    blocks(&read("tests/rounds/second-round.md"))
}

/// Adds what the steward writes for the second round, and what the states sent.
pub(crate) fn add_second(project: &Project) {
    let spec = spec();
    let mut sheets: Vec<(&str, &String)> = Vec::new();
    for (name, body) in &spec {
        match name.split_once(' ') {
            Some(("file", path)) => project.write(path, body.as_bytes()),
            Some(("grid", path)) => match path.split_once(".xlsx ") {
                Some((_, sheet)) => sheets.push((sheet, body)),
                None => project.write(path, grid_to_csv(body).as_bytes()),
            },
            _ => {}
        }
    }
    // The order of the sheets decides nothing.
    project.write("raw/2022/ee/inimkaubandus_2018-2020.xlsx", &grids_to_xlsx(&sheets));
    for state in STATES {
        project.describe_submission("2022", state);
    }
}

pub(crate) fn roundup(project: &Project, words: &[&str]) -> Said {
    let path = |name: &str| project.path(name).to_string_lossy().into_owned();
    let (raw, mappings, out) = (path("raw"), path("mappings"), path("out"));
    let mut all = vec![words[0], "--raw", &raw, "--mappings", &mappings];
    if ["run", "release"].contains(&words[0]) {
        all.extend(["--out", &out]);
    }
    all.extend(&words[1..]);
    say(&all)
}

/// A handful of lines, no error, and of the first round every byte as it was.
#[test]
fn a_second_round_changes_nothing_of_the_first() {
    let project = first_round();
    declare_first(&project);
    assert_eq!(roundup(&project, &["run", "-q"]).status, Status::Clean);
    let before = files(&project.path("out/2020"));
    std::fs::remove_dir_all(project.path("out/2020")).expect("the outputs");
    add_second(&project);
    let said = roundup(&project, &["run", "--all", "-q"]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    let after = files(&project.path("out/2020"));
    assert!(before.len() > 30 && before.keys().eq(after.keys()));
    for (name, bytes) in &before {
        assert!(bytes == &after[name], "{name} of round 2020 is another one");
    }
    let written: usize = spec().iter().filter(|(name, _)| name.contains(".2022.")).map(|(_, text)| text.lines().count()).sum();
    assert!(written < 60, "{written} lines for the second round");
}

/// Every revision, withdrawal and late figure is named, with its cause, and nothing else is.
#[test]
fn what_became_of_every_figure_is_named() {
    let project = first_round();
    add_second(&project);
    let said = roundup(&project, &["run", "--all", "-q"]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    let rows = records(&String::from_utf8(std::fs::read(project.path("out/history/revisions.csv")).expect("revisions")).expect("UTF-8"));
    let line = |row: &BTreeMap<String, String>| {
        let values = format!("{} → {}", row["OLD_VALUE"], row["NEW_VALUE"]);
        format!("{} {}: {values} {}", row["KEY"], row["KIND"], row["CAUSE"]).trim_end().to_owned()
    };
    let changed = |row: &&BTreeMap<String, String>| row["VINTAGE"] == "2022" && !["new", "unchanged"].contains(&row["KIND"].as_str());
    let found: Vec<String> = rows.iter().filter(changed).map(line).collect();
    let expected: Vec<String> = spec()["revisions"].lines().map(str::to_owned).collect();
    assert_eq!(found, expected, "\n{}", found.join("\n"));
    for row in rows.iter().filter(changed) {
        let (old, new) = (&row["OLD_REF"], &row["NEW_REF"]);
        assert!(!old.is_empty() || row["KIND"] == "late", "{row:?}");
        assert!(!new.is_empty() || row["KIND"] == "withdrawn", "{row:?}");
    }
}

/// How long each figure stands: from the release of its round until that of the next round of its sender that asks for its year.
#[test]
fn a_figure_is_valid_until_the_next_release_that_asks_for_its_year() {
    let project = first_round();
    add_second(&project);
    assert_eq!(roundup(&project, &["run", "--all", "-q"]).status, Status::Clean);
    let text = |name: &str| String::from_utf8(std::fs::read(project.path(&format!("out/history/{name}"))).expect("a file")).expect("UTF-8");
    let rows = records(&text("history.csv"));
    let of = |key: &str| -> Vec<String> {
        let own = rows.iter().filter(|row| row["KEY"] == key);
        own.map(|row| format!("{} {} {}..{}", row["VINTAGE"], row["VALUE"], row["VALID_FROM"], row["VALID_TO"])).collect()
    };
    let key = |year: u16| format!("LV.{year}.VICT_REG.PERSON._T._T._T._T._T._T.TAB.STATE");
    assert_eq!(of(&key(2017)), ["2020 42 2020-12-01.."], "the round of 2022 does not ask for 2017");
    assert_eq!(of(&key(2018)), ["2020 27 2020-12-01..2022-12-01", "2022 29 2022-12-01.."]);
    assert_eq!(of(&key(2020)), ["2022 22 2022-12-01.."]);
    let traffickers = "LV.2018.PER_TRAF.PERSON._T._T._T._T._T._T.TAB.STATE";
    assert_eq!(of(traffickers), ["2020 16 2020-12-01..2022-12-01"], "withdrawn");
    let [first, second] = ["sdmx/2020.xml", "sdmx/2022.xml"].map(text);
    assert!(first.contains("ss:validFromDate=\"2020-12-01\" ss:validToDate=\"2022-12-01\""));
    assert!(second.contains("ss:validFromDate=\"2022-12-01\"") && !second.contains("validToDate"));
    let triangle = text("revisions.md");
    assert!(triangle.contains("| 2018 | 27 | 29 |") && triangle.contains("| 2017 | 42 |  |"), "{triangle}");
}

/// An earlier state: the round that had been released by a day, or of a name, with its bytes and the history up to it.
#[test]
fn an_earlier_state_is_that_of_the_last_release() {
    let project = first_round();
    add_second(&project);
    assert_eq!(roundup(&project, &["run", "--all", "-q"]).status, Status::Clean);
    let published = files(&project.path("out"));
    for (then, folder) in [("2020", "2020"), ("2020-12-01", "2020"), ("2021-06-30", "2020"), ("2022-12-01", "2022"), ("2030-01-01", "2022")]
    {
        std::fs::remove_dir_all(project.path("out")).expect("outputs");
        let said = roundup(&project, &["run", "--as-of", then, "-q"]);
        assert_eq!(said.status, Status::Clean, "{}", said.err);
        let made = files(&project.path("out"));
        let is_other = |name: &&String| name.split('/').next() != Some(folder) && name.split('/').next() != Some("history");
        assert_eq!(made.keys().find(is_other), None, "{then}");
        assert!(made.contains_key(&format!("{folder}/harmonized.csv")), "{then}");
        assert!(made.iter().all(|(name, bytes)| published[name] == *bytes), "{then}");
    }
    for (then, words) in
        [("2020-11-30", "no round had been released on 2020-11-30; the first was round 2020, on 2020-12-01"), ("soon", "neither a round")]
    {
        let said = roundup(&project, &["run", "--as-of", then]);
        assert!(said.status == Status::Failed && said.err.contains(words), "{}", said.err);
    }
}

/// Outputs of a round that is closed stay, and a run says whether they would be others.
#[test]
fn a_closed_round_is_rebuilt_only_on_request() {
    let project = first_round();
    add_second(&project);
    assert_eq!(roundup(&project, &["run", "--all", "-q"]).status, Status::Clean);
    let before = files(&project.path("out/2020"));
    let same = roundup(&project, &["run", "--round", "2020"]);
    assert!(same.err.contains("is published: ") && same.err.contains("which is what a run gives"), "{}", same.err);
    let crosswalk = std::fs::read_to_string(project.path("mappings/lv/crosswalk.csv")).expect("a crosswalk");
    let edited = crosswalk.replacen("form,Fiktīvas laulības,skos:closeMatch", "form,Fiktīvas laulības,skos:exactMatch", 1);
    assert_ne!(edited, crosswalk);
    project.write("mappings/lv/crosswalk.csv", edited.as_bytes());
    let said = roundup(&project, &["run", "--round", "2020"]);
    assert!(said.err.contains("a run would give other files: ") && said.err.contains("--rebuild"), "{}", said.err);
    assert!(files(&project.path("out/2020")) == before, "it was replaced");
    roundup(&project, &["run", "--round", "2020", "--rebuild", "-q"]);
    assert!(files(&project.path("out/2020")) != before, "it was not replaced");
}

/// What the steward begins the next year with: the new workbook against the mappings that are there, and drafts of what it needs beside them.
#[test]
fn a_new_workbook_is_held_against_the_earlier_mappings() {
    let project = first_round();
    add_second(&project);
    let own = ["layout.2022.toml", "crosswalk.2022.csv", "comparability.2022.toml"];
    for state in STATES {
        for name in own.iter().map(|name| format!("mappings/{state}/{name}")).filter(|name| project.path(name).is_file()) {
            project.remove(&name);
        }
    }
    let before = files(&project.path("mappings"));
    let said = roundup(&project, &["new", "lv", "cilvektirdznieciba_2018-2020.csv", "--round", "2022"]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    assert!(said.out.contains("5 of 9 tables of the earlier layout are in the workbook; they give "), "{}", said.out);
    assert!(said.out.contains("not found: upuri, tirgotaji, tirgotaji-valsts, tirgotaji-veids"), "{}", said.out);
    let draft = std::fs::read_to_string(project.path("mappings/lv/layout.2022.toml")).expect("a draft");
    assert!(draft.contains("name = \"cilvektirdznieciba_2018-2020.csv\"") && draft.contains("without = [\"tirgotaji\"]"), "{draft}");
    let said = roundup(&project, &["new", "ee", "inimkaubandus_2018-2020.xlsx", "--round", "2022"]);
    assert!(said.out.contains("6 of 6 tables") && said.out.contains("sheets that no table is meant for: Maakonnad"), "{}", said.out);
    let drafts = ["layout.2022.toml", "crosswalk.2022.csv"]
        .map(|name| std::fs::read_to_string(project.path(&format!("mappings/ee/{name}"))).expect("a draft"));
    assert!(drafts[0].contains("[[table]]") && drafts[0].contains("Maakond"), "{}", drafts[0]);
    assert!(drafts[1].contains("Teadmata") && drafts[1].contains("proposal"), "{}", drafts[1]);
    // Nothing that was there is another file, and a draft decides nothing: the check names what is left.
    let after = files(&project.path("mappings"));
    assert!(before.iter().all(|(name, bytes)| after[name] == *bytes));
    assert_eq!(roundup(&project, &["check", "--round", "2022", "--area", "ee"]).status, Status::Mapping);
    let said = roundup(&project, &["suggest", "lv", "--layout", "--round", "2022"]);
    assert!(said.out.contains("anchor = \"Cilvēktirdzniecības upuri\"") && said.out.starts_with("[[table]]"), "{}{}", said.out, said.err);
}
