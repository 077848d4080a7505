//! `roundup suggest`: candidates with their reasons, and proposals that no run uses.

use roundup::cli::Status;

use crate::support::{EMPTY_CROSSWALK, Project, Said, read, records, root, say};

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n[[table]]\nid = \"form\"\nanchor = \"Form\"\n\
    columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n\
    [[table]]\nid = \"origin\"\nanchor = \"Country\"\ncolumns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"origin\"] }]\n\
    set = { measure = \"VICT_ID\" }\n";

/// A new state beside the real ones, whose words stand in some of their crosswalks.
fn project(forms: &[&str], countries: &[&str], crosswalk: &str) -> Project {
    let project = Project::new();
    for area in ["de", "dk", "fi", "se"] {
        for file in ["layout.toml", "crosswalk.csv", "articles.csv", "comparability.toml", "corrections.toml"] {
            let path = format!("mappings/{area}/{file}");
            project.write(&path, &std::fs::read(root().join(&path)).expect("a mapping file"));
        }
    }
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
    let table = |head: &str, labels: &[&str]| {
        let rows: Vec<String> = labels.iter().map(|label| format!("\"{label}\",5\n")).collect();
        format!("{head},2016\n{}", rows.concat())
    };
    project.write("raw/2020/xx/data.csv", format!("{}\n{}", table("Form", forms), table("Country", countries)).as_bytes());
    project.describe_source("xx");
    project
}

fn suggest(project: &Project, words: &[&str]) -> Said {
    let (raw, mappings) = (project.path("raw"), project.path("mappings"));
    let (raw, mappings) = (raw.to_string_lossy().into_owned(), mappings.to_string_lossy().into_owned());
    say(&[&["suggest", "xx", "--raw", &raw, "--mappings", &mappings][..], words].concat())
}

/// For each label the code of the likeliest candidate and the kind of its reason; `-` where there is none.
#[test]
fn the_likeliest_candidate_comes_first_with_its_reason() {
    let cases = [
        // The Swedish crosswalk has the word.
        ("Arbetskraftsexploatering", "form", "LAB", "the same word, in mappings/se/crosswalk.csv:"),
        // A slip in a Danish word.
        ("Tvangsarbejd", "form", "LAB", "one is in the other: \"Tvangsarbejde\""),
        ("Tvangsarbojde", "form", "LAB", "spelt nearly as \"Tvangsarbejde\""),
        // The name of a code.
        ("Organ removal", "form", "ORG", "the same word, the name of the code"),
        ("Qwertz", "form", "-", ""),
        // A country in the language of another state.
        ("Rumänien", "origin", "RO", "a country name of CLDR in the language of DE, SE"),
    ];
    let of = |concept: &str| -> Vec<&str> { cases.iter().filter(|case| case.1 == concept).map(|case| case.0).collect() };
    let said = suggest(&project(&of("form"), &of("origin"), EMPTY_CROSSWALK), &[]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    for (label, concept, code, reason) in cases {
        let mut lines = said.out.lines().skip_while(|line| !line.starts_with(&format!("{concept} \"{label}\"  xx/data.csv › csv › A")));
        assert!(lines.next().is_some(), "no suggestion for {label}:\n{}", said.out);
        let first = lines.next().expect("a candidate");
        if code == "-" {
            assert!(first.trim_start().starts_with("no candidate"), "{label}: {first}");
        } else {
            assert!(first.trim_start().starts_with(&format!("{code} ")) && first.contains(reason), "{label}: {first}");
            let paste = lines.next().expect("a line to paste").trim();
            assert!(paste.starts_with(&format!("{concept},{label},skos:")) && paste.ends_with(&format!(",{code}")), "{paste}");
        }
    }
}

#[test]
fn proposals_are_appended_and_no_run_uses_them() {
    let crosswalk = EMPTY_CROSSWALK.replace('\n', "\r\n") + "form,Sexual,skos:exactMatch,SEX,,,,,semapv:ManualMappingCuration,,,";
    let project = project(&["Sexual", "Tvangsarbejde"], &[], &crosswalk);
    let said = suggest(&project, &["--write"]);
    assert!(said.err.contains("1 proposals appended"), "{}", said.err);
    let written = std::fs::read_to_string(project.path("mappings/xx/crosswalk.csv")).expect("the crosswalk");
    assert!(written.starts_with(&crosswalk), "what stood there stays");
    let line = written.trim_end().lines().last().expect("a line");
    assert!(line.starts_with("form,Tvangsarbejde,skos:exactMatch,LAB,,,,,proposal,,,") && written.ends_with("\r\n"), "{line}");
    let outcome = project.run();
    let figures = records(&crate::support::output(&outcome, "harmonized.csv"));
    assert_eq!(figures.iter().map(|figure| figure["EXPL_FORM"].as_str()).collect::<Vec<_>>(), ["SEX"]);
    // Decided, it is a line as any other.
    project.write("mappings/xx/crosswalk.csv", written.replace("proposal", "semapv:ManualMappingCuration").as_bytes());
    let figures = records(&crate::support::output(&project.run(), "harmonized.csv"));
    assert_eq!(figures.len(), 2);
    assert!(suggest(&project, &[]).out.contains("XX: every label has a line"));
}

#[test]
fn a_crosswalk_that_cannot_tell_proposals_from_decisions_gets_none() {
    let project = project(&["Tvangsarbejde"], &[], "concept,label,predicate,code\n");
    let said = suggest(&project, &["--write"]);
    assert_eq!(said.status, Status::Failed);
    assert!(said.err.contains("no column \"justification\""), "{}", said.err);
    assert_eq!(
        std::fs::read_to_string(project.path("mappings/xx/crosswalk.csv")).expect("the crosswalk"),
        "concept,label,predicate,code\n"
    );
    assert!(read("mappings/codelists/justification.csv").lines().all(|line| !line.starts_with("proposal,")));
}

/// From a workbook that nobody mapped to figures: the draft, what a person decides, and nothing else.
#[test]
fn an_unknown_workbook_is_brought_in_by_deciding_what_the_draft_leaves_open() {
    let project = project(&[], &[], EMPTY_CROSSWALK);
    project.write("mappings/meanings.csv", read("mappings/meanings.csv").as_bytes());
    let sheet = "Menneskehandel 2016-2017,,\n\nOffer,,\n,2016,2017\nSeksuel udnyttelse,5,6\nTvangsarbejde,3,..\nI alt,8,6\n\n\
        Nationalitet,2016,2017\nRumænien,4,4\nNigeria,4,2\n\n* a remark\n";
    project.write("unknown.csv", sheet.as_bytes());
    let path = |name: &str| project.path(name).to_string_lossy().into_owned();
    let folders = ["--raw", &path("raw"), "--mappings", &path("mappings")];
    let new = |area: &str| say(&[&["new", area, &path("unknown.csv"), "--language", "da"][..], &folders].concat());
    assert_eq!(new("dk").status, Status::Failed, "what is there is not written over");
    let said = new("yy");
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    assert!(said.out.contains("2 tables, 3 labels (0 without a candidate)"), "{}", said.out);
    let layout = std::fs::read_to_string(project.path("mappings/yy/layout.toml")).expect("a layout");
    assert!(
        layout.contains("anchor = \"Offer\"\nanchor_is = \"title\"") && layout.contains("rows = [ { concepts = [\"form\"] } ]"),
        "{layout}"
    );
    assert!(
        layout.contains("anchor = \"Nationalitet\"\ncolumns = [ { concepts = [\"period\"] } ]\nrows = [ { concepts = [\"origin\"] } ]"),
        "{layout}"
    );
    assert!(layout.contains("# not in a table: csv › A1: Menneskehandel 2016-2017") && layout.contains("\"..\" = \"O\""), "{layout}");
    // As drafted it gives no figure: every guess waits.
    project.write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nsuppress_below = 0\nyears = [2016, 2017]\nareas = [\"YY\"]\n");
    project.write("raw/2020/yy/unknown.csv", sheet.as_bytes());
    project.describe_source("yy");
    let check = say(&[&["check", "--area", "yy"][..], &folders].concat());
    assert_eq!(check.status, Status::Mapping);
    let figures = || {
        let outcome =
            roundup::pipeline::run(&roundup::pipeline::Request { senders: vec![], ..project.request() }, &roundup::pipeline::Silent);
        records(&crate::support::output(&outcome.expect("a run"), "harmonized.csv"))
            .into_iter()
            .filter(|row| row["REF_AREA"] == "YY")
            .collect::<Vec<_>>()
    };
    assert!(figures().is_empty());
    // A person decides.
    let layout = layout.replace("DECIDE", "VICT_ID") + "\n[[out_of_scope]]\ntext = '/^Menneskehandel/'\nreason = \"title\"\n";
    project.write("mappings/yy/layout.toml", layout.as_bytes());
    let crosswalk = std::fs::read_to_string(project.path("mappings/yy/crosswalk.csv")).expect("a crosswalk");
    project.write("mappings/yy/crosswalk.csv", crosswalk.replace("proposal", "semapv:ManualMappingCuration").as_bytes());
    let check = say(&[&["check", "--area", "yy"][..], &folders].concat());
    assert_eq!(check.status, Status::Clean, "{}", check.out);
    let figures = figures();
    assert_eq!(figures.len(), 10);
    let labour = figures.iter().find(|row| row["EXPL_FORM"] == "LAB" && row["TIME_PERIOD"] == "2016").expect("labour");
    assert_eq!((labour["OBS_VALUE"].as_str(), labour["SOURCE_REF"].as_str()), ("3", "yy/unknown.csv!csv!B6"));
    assert!(figures.iter().any(|row| row["ORIGIN"] == "RO" && row["OBS_VALUE"] == "4"));
}

/// Two rows of headers, of which the upper one says what is counted: a draft that left it out would make two figures one.
#[test]
fn a_draft_sees_two_rows_of_headers() {
    let project = project(&[], &[], EMPTY_CROSSWALK);
    let sheet = "Udnyttelse,Bekræftede,,Formodede,\n,2016,2017,2016,2017\nSeksuel udnyttelse,5,6,9,8\nTvangsarbejde,3,1,4,4\n\n\
        År,Sigtede,Dømte\n2016,7,4\n2017,8,5\n";
    project.write("unknown.csv", sheet.as_bytes());
    let path = |name: &str| project.path(name).to_string_lossy().into_owned();
    let said = say(&["new", "yy", &path("unknown.csv"), "--language", "da", "--raw", &path("raw"), "--mappings", &path("mappings")]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    let layout = std::fs::read_to_string(project.path("mappings/yy/layout.toml")).expect("a layout");
    let two_rows = "anchor = \"Udnyttelse\"\ncolumns = [ { concepts = [\"measure\"], fill = true }, { concepts = [\"period\"] } ]\n\
        rows = [ { concepts = [\"form\"] } ]   # guessed from the labels\n\n";
    assert!(layout.contains(two_rows), "{layout}");
    // Words in the headers are more likely about what is counted than about a form.
    assert!(
        layout.contains("anchor = \"År\"\ncolumns = [ { concepts = [\"measure\"] } ]\nrows = [ { concepts = [\"period\"] } ]"),
        "{layout}"
    );
    let crosswalk = std::fs::read_to_string(project.path("mappings/yy/crosswalk.csv")).expect("a crosswalk");
    for label in ["Bekræftede", "Formodede", "Sigtede", "Dømte"] {
        assert!(crosswalk.contains(&format!("measure,{label},")), "{crosswalk}");
    }
    assert!(!layout.contains("not in a table"), "{layout}");
}

/// A new workbook calls a table and a column otherwise: the findings name the nearest text, and the patch repairs the layout.
#[test]
fn a_layout_that_the_workbook_left_behind_gets_a_patch() {
    let project = Project::new();
    let layout = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n\n[[table]]\nid = \"form\"\nanchor = \"Form of exploitation\"  # of the victims\n\
        columns = [ { only = 'Number' } ]\nrows = [ { concepts = [\"form\"] } ]\nset = { measure = \"VICT_ID\", period = \"2016\" }\n\n\
        [[table]]\nid = \"origin\"\nanchor = \"Country\"\ncolumns = [ { only = \"Persons\" } ]\nrows = [ { concepts = [\"origin\"] } ]\n\
        set = { measure = \"VICT_ID\", period = \"2016\" }\n";
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    let crosswalk = format!("{EMPTY_CROSSWALK}form,Sexual,skos:exactMatch,SEX,,,,,semapv:ManualMappingCuration,,,\n");
    project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
    project.write("raw/2020/xx/data.csv", b"Form of the exploitation,Number\nSexual,5\n\nCountry,Person count\nLatvia,4\n");
    project.describe_source("xx");
    let values = || records(&crate::support::output(&project.run(), "harmonized.csv")).len();
    assert_eq!(values(), 0);
    let remedies: Vec<String> = project.run().findings.iter().map(|finding| finding.remedy.clone()).collect();
    assert!(remedies.iter().any(|remedy| remedy.starts_with("if \"Form of the exploitation\" is what the layout means")), "{remedies:?}");
    let said = suggest(&project, &["--layout"]);
    let changed: Vec<&str> = said.out.lines().filter(|line| !line.starts_with("---") && !line.starts_with("+++")).collect();
    let expected = [
        "@@ -7 +7 @@",
        "-anchor = \"Form of exploitation\"  # of the victims",
        "+anchor = \"Form of the exploitation\"  # of the victims",
        "@@ -15 +15 @@",
        "-columns = [ { only = \"Persons\" } ]",
        "+columns = [ { only = \"Person count\" } ]",
    ];
    assert_eq!(changed, expected, "{}", said.out);
    project.write("layout.patch", said.out.replace(&project.path("").to_string_lossy().into_owned(), "").as_bytes());
    let apply =
        std::process::Command::new("git").current_dir(project.path(".")).args(["apply", "-p0", "--unidiff-zero", "layout.patch"]).output();
    let apply = apply.expect("git");
    assert!(apply.status.success(), "{}\n{}", String::from_utf8_lossy(&apply.stderr), said.out);
    assert_eq!(values(), 2);
    assert!(suggest(&project, &["--layout"]).out.is_empty());
}

#[test]
fn a_renamed_sheet_is_known_by_the_anchor_on_it() {
    let project = Project::new();
    let table = |id: &str, sheet: &str, anchor: &str| {
        format!(
            "[[table]]\nid = \"{id}\"\nsheet = \"{sheet}\"\nanchor = \"{anchor}\"\ncolumns = [ {{ concepts = [\"period\"] }} ]\n\
             rows = [ {{ concepts = [\"form\"] }} ]\nset = {{ measure = \"VICT_ID\" }}\n"
        )
    };
    let layout = |sheet: &str| format!("language = \"en\"\n[[file]]\nname = \"*.csv\"\n{}", table("form", sheet, "Form"));
    let changed = |said: &Said| said.out.lines().filter(|line| line.starts_with("+s")).map(str::to_owned).collect::<Vec<String>>();
    let crosswalk = format!("{EMPTY_CROSSWALK}form,Sexual,skos:exactMatch,SEX,,,,,semapv:ManualMappingCuration,,,\n");
    project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
    project.write("raw/2020/xx/data.csv", b"Form,2016\nSexual,5\n");
    project.describe_source("xx");
    // Nothing like the name; the anchor tells. Then nothing like the anchor; the name tells. Then neither.
    for (sheet, anchor, expected) in [("Victims", "Form", "+sheet = \"csv\""), ("csw", "Kind", "+sheet = \"csv\""), ("Victims", "Kind", "")]
    {
        project.write("mappings/xx/layout.toml", layout(sheet).replace("anchor = \"Form\"", &format!("anchor = \"{anchor}\"")).as_bytes());
        let said = suggest(&project, &["--layout"]);
        assert_eq!(said.out.lines().last().unwrap_or_default(), expected, "{sheet} {anchor}: {}", said.out);
    }
    // What is out of scope on the sheet has its new name as well; a table of another file, which finds its own sheet, keeps it.
    let other = "[[out_of_scope]]\nsheet = \"csw\"\ntext = \"5\"\nreason = \"none\"\n[[table]]\nid = \"other\"\nfile = \"other*\"\nsheet = \"csw\"\n\
        anchor = \"Form\"\noptional = true\ncolumns = [ { concepts = [\"period\"] } ]\nrows = [ { concepts = [\"form\"] } ]\n";
    project.write("mappings/xx/layout.toml", format!("{}{other}", layout("csw")).as_bytes());
    assert_eq!(changed(&suggest(&project, &["--layout"])), ["+sheet = \"csv\"", "+sheet = \"csv\""]);
}
