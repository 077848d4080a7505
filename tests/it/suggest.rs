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
