//! The program as its users meet it: exit status, streams, and outputs that are whole or not there.

use roundup::cli::Status;
use tempfile::TempDir;

use crate::support::{Project, Said, own_folders, root, say};

/// The options that point a command to the project's own round.
fn own<'a>(command: &'a str, raw: &'a str, mappings: &'a str) -> Vec<&'a str> {
    vec![command, "--raw", raw, "--mappings", mappings, "--round", "2020"]
}

fn run_project(project: &Project, out: &TempDir) -> Said {
    let (raw, mappings) = (project.path("raw"), project.path("mappings"));
    say(&["run", "--raw", &raw.to_string_lossy(), "--mappings", &mappings.to_string_lossy(), "--out", &out.path().to_string_lossy()])
}

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n[[table]]\nid = \"t\"\nanchor = \"Form\"\n\
    columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";
const CROSSWALK: &str = "concept,label,predicate,code\nform,Sexual,skos:exactMatch,SEX\n";

fn project(csv: &str) -> Project {
    let project = Project::new();
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.as_bytes());
    project.write("raw/2020/xx/data.csv", csv.as_bytes());
    project.describe_source("xx");
    project
}

#[test]
fn the_own_round_is_clean_and_says_its_balance() {
    let (raw, mappings) = own_folders();
    let out = TempDir::new().expect("a folder");
    let mut words = own("run", &raw, &mappings);
    let folder = out.path().to_string_lossy().into_owned();
    words.extend(["--out", &folder]);
    let said = say(&words);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    assert!(said.out.contains("ledger: ") && said.out.contains(" + 0 findings"), "{}", said.out);
    for area in ["de", "dk", "ee", "fi", "is", "lt", "lv", "no", "pl", "ru", "se"] {
        assert!(said.out.lines().any(|line| line.trim_start().starts_with(area)), "no line for {area}");
    }
}

#[test]
fn exit_status_tells_whose_repair_it_is() {
    let cases = [
        ("Form,2016\nSexual,5\n", Status::Clean),
        ("Form,2016\nSexual,5.5\n", Status::Submission),
        ("Form,2016\nSexual,5\nLabour,3\n", Status::Mapping),
        ("Form,2016\nSexual,5.5\nLabour,3\n", Status::Mapping),
    ];
    for (csv, expected) in cases {
        let out = TempDir::new().expect("a folder");
        let said = run_project(&project(csv), &out);
        assert_eq!(said.status, expected, "{csv}\n{}", said.err);
        assert!(out.path().join("2020/harmonized.csv").is_file(), "the other figures are still written");
    }
    let codes: Vec<u8> = [Status::Clean, Status::Submission, Status::Failed, Status::Mapping].map(Status::code).to_vec();
    assert_eq!(codes, [0, 1, 2, 3]);
}

#[test]
fn what_cannot_run_leaves_the_old_outputs_alone() {
    let project = project("Form,2016\nSexual,5\n");
    let out = TempDir::new().expect("a folder");
    assert_eq!(run_project(&project, &out).status, Status::Clean);
    let before = std::fs::read(out.path().join("2020/harmonized.csv")).expect("an output");
    let raw = project.path("raw");
    let nowhere = project.path("nowhere");
    let said =
        say(&["run", "--raw", &raw.to_string_lossy(), "--mappings", &nowhere.to_string_lossy(), "--out", &out.path().to_string_lossy()]);
    assert_eq!(said.status, Status::Failed);
    assert!(said.err.contains("nowhere"), "{}", said.err);
    let mappings = project.path("mappings");
    let folder = out.path().to_string_lossy().into_owned();
    let words = ["run", "--raw", &raw.to_string_lossy(), "--mappings", &mappings.to_string_lossy(), "--out", &folder, "--round", "1999"];
    assert_eq!(say(&words).status, Status::Mapping, "an undeclared round is a fault of the configuration");
    assert_eq!(std::fs::read(out.path().join("2020/harmonized.csv")).expect("an output"), before);
    let names: Vec<String> =
        std::fs::read_dir(out.path()).expect("a folder").map(|f| f.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["2020"], "no temporary folder is left behind");
}

#[test]
fn a_folder_that_cannot_be_written_is_status_2() {
    let project = project("Form,2016\nSexual,5\n");
    project.write("file", b"");
    let out = project.path("file");
    let (raw, mappings) = (project.path("raw"), project.path("mappings"));
    let said = say(&[
        "run",
        "--raw",
        &raw.to_string_lossy(),
        "--mappings",
        &mappings.to_string_lossy(),
        "--out",
        &out.to_string_lossy(),
        "--round",
        "2020",
    ]);
    assert_eq!(said.status, Status::Failed, "{}", said.err);
}

#[test]
fn trace_goes_from_a_key_a_line_and_a_cell() {
    let (raw, mappings) = own_folders();
    let trace = |what: &str| {
        let mut words = own("trace", &raw, &mappings);
        words.push(what);
        say(&words)
    };
    let by_key = trace("DK.2016.VICT_ID.PERSON.SEX._T._T._T._T._T.TAB.STATE");
    assert_eq!(by_key.status, Status::Clean, "{}", by_key.err);
    for part in ["value      112", "mappings/dk/crosswalk.csv:", "mappings/dk/layout.toml:", ">112<", "raw dk/"] {
        assert!(by_key.out.contains(part), "no {part:?} in\n{}", by_key.out);
    }
    let cell = by_key.out.lines().find_map(|line| line.strip_prefix("raw ")).expect("a cell").trim();
    let by_cell = trace(cell);
    assert!(by_cell.out.contains("1 observation from this cell\n  DK.2016.VICT_ID.PERSON.SEX."), "{}", by_cell.out);
    let by_line = trace("2");
    assert!(by_line.out.starts_with("DE.2016."), "the first observation by key: {}", by_line.out);
    let beginning = trace("is.2016-01-01/P3Y.VICT_REG");
    assert!(beginning.out.contains("observations begin with"), "{}", beginning.out);
    for nonsense in ["XX.1", "1", "99999", "dk/none.xlsx!a!A1", "a!b!c!d", "dk/x!y!7"] {
        let said = trace(nonsense);
        assert_eq!((said.status, said.out.as_str()), (Status::Failed, ""), "{nonsense}");
        assert!(said.err.starts_with("error: "), "{nonsense}: {}", said.err);
    }
}

#[test]
fn compare_sets_two_areas_side_by_side() {
    let (raw, mappings) = own_folders();
    let compare = |words: &[&str]| {
        let mut all = own("compare", &raw, &mappings);
        all.extend(words);
        say(&all)
    };
    let said = compare(&["lv", "dk", "--measure", "VICT_ID", "--year", "2018"]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    let total = said.out.lines().nth(1).expect("a line for the total");
    assert!(total.contains("DK VICT_ID 97") && total.contains("LV VICT_ID 23") && total.contains("limited"), "{total}");
    for part in ["WHO      caution  counted-by: identification-authority in DK, several-bodies in LV", "DK  identified (report l. 1765"] {
        assert!(said.out.contains(part), "no {part:?} in\n{}", said.out);
    }
    // Identified against presumed: nothing of 2018 can be set side by side.
    let said = compare(&["dk", "de", "--measure", "victim", "--year", "2018"]);
    assert!(said.out.contains("VICT_PRES in DE, VICT_ID in DK") && !said.out.contains(" limited "), "{}", said.out);
    for nonsense in [&["dk", "dk"][..], &["dk", "xx"], &["dk", "lv", "--year", "1066"], &["dk", "lv", "--measure", "NONE"]] {
        assert_eq!(compare(nonsense).status, Status::Failed, "{nonsense:?}");
    }
}

#[test]
fn explain_prints_the_page_of_a_code() {
    let said = say(&["explain", "label-unmapped"]);
    assert!(said.out.contains("When it occurs") && said.out.contains("How to repair it") && said.err.is_empty());
    assert_eq!(
        say(&["explain"]).out.lines().count(),
        roundup::diag::codes::ALL.len() + roundup::compare::rules().len() + roundup::compare::thresholds().len()
    );
    let mappings = root().join("mappings");
    let reason = say(&["explain", "vstatus", "--mappings", &mappings.to_string_lossy()]);
    assert!(reason.out.contains("Victim status differs") && reason.out.contains("victim/victim-status: identified"), "{}", reason.out);
    let target = say(&["explain", "victim/children-in-sex-split", "--mappings", &mappings.to_string_lossy()]);
    assert!(target.out.contains("reason: CHILD") && target.out.contains("LV VICT_ID") && target.out.contains("outside"), "{}", target.out);
    let given_by_sums = say(&["explain", "bound", "--mappings", &mappings.to_string_lossy()]);
    assert!(given_by_sums.out.contains("regional.csv"), "{}", given_by_sums.out);
    assert!(say(&["explain", "parts-and-total"]).out.contains("When it flags a figure"));
    let unknown = say(&["explain", "unmapped"]);
    assert_eq!(unknown.status, Status::Failed);
    assert!(unknown.err.contains("label-unmapped"), "{}", unknown.err);
}

#[test]
fn words_that_mean_nothing_are_status_2_and_help_is_data() {
    assert_eq!(say(&["run", "--area", "denmark"]).status, Status::Failed);
    assert_eq!(say(&["fly"]).status, Status::Failed);
    let help = say(&["--help"]);
    assert_eq!((help.status, help.err.as_str()), (Status::Clean, ""));
    assert!(help.out.contains("run") && help.out.contains("trace"));
}

/// Every cell with a digit has one kind: the counts of an area are those of its ledger.
#[test]
fn coverage_counts_every_cell_once() {
    let (raw, mappings) = own_folders();
    let said = say(&["coverage", "--format", "csv", "--raw", &raw, "--mappings", &mappings, "--round", "2020"]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    let rows = crate::support::records(&said.out);
    let outcome = roundup::pipeline::run(&crate::support::own_round(), &roundup::pipeline::Silent).expect("a run");
    let dataset = outcome.working.as_ref().expect("a dataset");
    let count = |area: &str, kinds: &[&str]| -> usize {
        let of = |row: &&std::collections::BTreeMap<String, String>| row["AREA"] == area && kinds.contains(&row["KIND"].as_str());
        rows.iter().filter(of).map(|row| row["CELLS"].parse::<usize>().expect("a count")).sum()
    };
    for area in ["dk", "lv", "se"] {
        let dispositions = |wanted: fn(&roundup::diag::Disposition) -> bool| {
            let of_area = dataset.ledger().iter().filter(|(origin, _)| origin.file.starts_with(&format!("{area}/")));
            of_area.filter(|(_, account)| account.disposition.as_ref().is_some_and(wanted)).count()
        };
        assert_eq!(
            count(area, &["label"]),
            dispositions(|disposition| matches!(disposition, roundup::diag::Disposition::Label(_))),
            "{area}"
        );
        assert_eq!(
            count(area, &["out-of-scope"]),
            dispositions(|disposition| matches!(disposition, roundup::diag::Disposition::OutOfScope(_))),
            "{area}"
        );
        let origins = dataset.figures().iter().flat_map(|cell| &cell.observation().origins);
        let cells = origins.filter(|origin| origin.file.starts_with(&format!("{area}/"))).count();
        assert_eq!(count(area, &["table"]), cells, "{area}");
    }
    assert!(rows.iter().any(|row| row["KIND"] == "unused" && row["WHAT"].starts_with("de/articles.csv:")), "{}", said.out);
}

#[test]
fn show_draws_a_workbook_as_the_program_sees_it() {
    let (raw, mappings) = own_folders();
    let file = root().join("raw/2020/dk/menneskehandel_2016-2018.xlsx").to_string_lossy().into_owned();
    let of_round = say(&["show", &file, "--raw", &raw, "--mappings", &mappings, "--sheet", "2016"]);
    assert_eq!(of_round.status, Status::Clean, "{}", of_round.err);
    assert!(of_round.out.starts_with("sheet \"2016\": 75 cells in 28 rows and 11 columns"), "{}", of_round.out);
    assert!(of_round.out.contains("=121 ✓form") && of_round.out.contains("4¹ ✓justice"), "{}", of_round.out);
    let folder = TempDir::new().expect("a folder");
    let elsewhere = folder.path().join("unknown.xlsx");
    std::fs::copy(&file, &elsewhere).expect("a copy");
    let unknown = say(&["show", &elsewhere.to_string_lossy(), "--raw", &raw, "--mappings", &mappings]);
    assert!(unknown.out.contains("sheet \"2018\"") && unknown.out.contains("=121") && !unknown.out.contains("✓form"), "{}", unknown.out);
    // Of a sheet that nobody could read on a screen the beginning is drawn, and what is cut is said.
    let large = folder.path().join("large.csv");
    std::fs::write(&large, format!("{}\n{}", vec!["1"; 1_500].join(","), "2,3\n".repeat(2_500))).expect("a file");
    let cut = say(&["show", &large.to_string_lossy(), "--raw", &raw, "--mappings", &mappings]);
    for line in [
        "sheet \"csv\": 6500 cells in 2501 rows and 1500 columns\n",
        "cut: of 2501 rows with content the first 1000 are shown\n",
        "cut: of 1500 columns with content the first 200 are shown\n",
    ] {
        assert!(cut.out.contains(line), "{line}{}", cut.out);
    }
    assert!(cut.out.lines().count() < 1_200, "{}", cut.out.lines().count());
    std::fs::write(&elsewhere, "no workbook").expect("a file");
    assert_eq!(say(&["show", &elsewhere.to_string_lossy(), "--sheet", "x"]).status, Status::Failed);
}

/// Every command line in the kit is one that the program understands, and the workflow is YAML.
#[test]
fn the_kit_speaks_the_language_of_the_program() {
    let commands: Vec<String> = ["github", "pre-commit"]
        .iter()
        .flat_map(|part| say(&["kit", part]).out.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| line.find("roundup ").and_then(|at| line.get(at..).map(str::to_owned)))
        .filter(|line| ["roundup check", "roundup diff"].iter().any(|start| line.starts_with(start)))
        .collect();
    assert!(commands.len() >= 5, "{commands:?}");
    for command in commands {
        let words = command.split(['>', '|']).next().expect("a command").replace('"', "");
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        let parsed = <roundup::cli::Arguments as clap::Parser>::try_parse_from(words);
        assert!(parsed.is_ok(), "{command}: {}", parsed.err().map(|error| error.to_string()).unwrap_or_default());
    }
    assert!(say(&["completions", "bash"]).out.contains("_roundup"));
    let manual = say(&["man"]).out;
    assert!(manual.contains(".TH roundup 1") && manual.contains("roundup\\-check") && !manual.contains("ReadWorkbook"), "{manual}");
}

#[test]
fn the_command_line_is_consistent() {
    <roundup::cli::Arguments as clap::CommandFactory>::command().debug_assert();
}

#[test]
fn the_mapping_files_have_the_form_that_the_formatter_gives() {
    let (_, mappings) = own_folders();
    let said = say(&["fmt", "--check", "--mappings", &mappings]);
    assert_eq!(said.status, Status::Clean, "{}", said.out);
    let project = project("Form,2016\nSexual,5\n");
    let folder = project.path("mappings").to_string_lossy().into_owned();
    project.write("mappings/xx/crosswalk.csv", b"\xef\xbb\xbfconcept;label;predicate;code\r\nform;Sexual;skos:exactMatch;SEX\r\n");
    project.write("mappings/xx/articles.csv", b"article,label\n\"open\n");
    assert_eq!(say(&["fmt", "--check", "--mappings", &folder]).status, Status::Mapping);
    let said = say(&["fmt", "--mappings", &folder]);
    assert!(said.out.contains("crosswalk.csv") && said.err.contains("articles.csv: left as it is: line 2"), "{}{}", said.out, said.err);
    let formatted = std::fs::read_to_string(project.path("mappings/xx/crosswalk.csv")).expect("a crosswalk");
    assert_eq!(formatted, "concept,label,predicate,code\nform,Sexual,skos:exactMatch,SEX\n");
}
