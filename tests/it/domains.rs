//! The program knows no domain: another collection runs without a line of code, a dimension is one entry and one code list, and names are only names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::{Captures, Regex};
use roundup::cli::Status;
use tempfile::TempDir;

use crate::support::{Project, files, lines, output, public_output, read, records, root, say};

/// The outputs of a round of some folders.
fn outputs(raw: &Path, mappings: &Path, round: &str) -> BTreeMap<String, String> {
    let out = TempDir::new().expect("a folder");
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let (raw, mappings, to) = (path(raw), path(mappings), path(out.path()));
    let said = say(&["run", "--quiet", "--raw", &raw, "--mappings", &mappings, "--out", &to, "--round", round]);
    assert_ne!(said.status, Status::Failed, "{}", said.err);
    let tables = files(&out.path().join(round)).into_iter().filter(|(name, _)| !name.contains('/') && name.ends_with("csv"));
    tables.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

fn asylum() -> BTreeMap<String, String> {
    let folder = root().join("tests/domains/asylum");
    outputs(&folder.join("raw"), &folder.join("mappings"), "2024")
}

#[test]
fn a_second_domain_gives_what_was_worked_out_by_hand() {
    let outputs = asylum();
    let regional = records(&outputs["regional.csv"]);
    let sum = |measure: &str, period: &str, outcome: &str| {
        let of = |row: &&BTreeMap<String, String>| {
            let total = ["CITIZEN", "AGE"].iter().all(|column| row[*column] == "TOTAL") && row["SEX"] == "T";
            total && row["MEASURE"] == measure && row["TIME_PERIOD"] == period && row["OUTCOME"] == outcome
        };
        let mut rows = regional.iter().filter(of);
        let found = rows.next().map(|row| (row["OBS_VALUE"].clone(), row["CONTRIBUTIONS"].clone()));
        assert!(rows.next().is_none(), "{measure} {period} {outcome}");
        found
    };
    for (measure, period, outcome, value, brought) in [
        ("ASY_APP", "2024-01", "TOTAL", "74", "XA 50 | XB 24"),
        ("ASY_APP", "2024-12", "TOTAL", "90", "XA 51 | XB 39"),
        ("ASY_APP", "2024", "TOTAL", "987", "XA 627 | XB 360"),
        ("ASY_APP", "2023", "TOTAL", "", "XB 320"),
        ("FRST", "2024-12", "TOTAL", "75", "XA 41 | XB 34"),
        ("DEC_FIRST", "2024", "TOTAL", "755", "XA 555 | XB 200"),
        ("DEC_FIRST", "2024-Q1", "TOTAL", "", "XA 135"),
        ("DEC_FIRST", "2024", "POS", "", "XA 310"),
    ] {
        assert_eq!(sum(measure, period, outcome), Some((value.to_owned(), brought.to_owned())), "{measure} {period} {outcome}");
    }
    let found: Vec<String> = records(&outputs["findings.csv"]).iter().map(|row| format!("{} {}", row["CODE"], row["FOUND"])).collect();
    let expected = [
        "years-differ-from-pooled 310 for 2024, the months sum to 300, for XB.2024.FRST.PER.TOTAL.T.TOTAL.TOTAL.TBL",
        "years-differ-from-pooled 360 for 2024, the months sum to 350, for XB.2024.ASY_APP.PER.TOTAL.T.TOTAL.TOTAL.TBL",
    ];
    assert_eq!(found, expected);
    let reasons: BTreeSet<String> = records(&outputs["flags.csv"])
        .into_iter()
        .filter(|row| row["KEY"].starts_with("XB.2024.ASY_APP.PER.AF.") && !row["BETWEEN"].is_empty())
        .map(|row| format!("{} {}", row["REASON"], row["DETAIL"]))
        .collect();
    let expected = [
        "DEF day-that-counts: registered; the region asks for lodged",
        "FAMILY family-members: head-only; the region asks for each-counts",
        "PART list-scope: top-named; the region asks for all-named",
    ];
    assert_eq!(reasons, expected.into_iter().map(str::to_owned).collect());
}

/// Each figure is the number of its cell, read once more by nothing but lines and semicolons; and there are as many as such cells.
#[test]
fn every_figure_of_the_second_domain_is_the_number_of_its_cell() {
    let observations = records(&asylum()["harmonized.csv"]);
    let mut seen = 0;
    for file in ["applications.csv", "decisions.csv"] {
        let text = read(&format!("tests/domains/asylum/raw/2024/xa/{file}"));
        let own: Vec<_> = observations.iter().filter(|row| row["SOURCE_REF"].starts_with(&format!("xa/{file}!"))).collect();
        let is_number = |field: &&str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_digit());
        // Headers are years and months; all other lines begin with a word.
        let rows = text.lines().filter(|line| !line.split(';').nth(1).is_some_and(|field| field.starts_with("2024")));
        let cells: usize = rows.map(|line| line.split(';').skip(1).filter(is_number).count()).sum();
        assert_eq!(own.len(), cells, "{file}");
        for row in own {
            let (_, at) = row["SOURCE_REF"].rsplit_once('!').expect("a cell");
            let line: usize = at.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse().expect("a row below the twenty-sixth column");
            let column = usize::from(at.as_bytes()[0] - b'A');
            assert_eq!(text.lines().nth(line - 1).and_then(|line| line.split(';').nth(column)), Some(row["OBS_VALUE"].as_str()), "{at}");
            seen += 1;
        }
    }
    assert_eq!(seen, 125);
}

/// A dimension is an entry in `dimensions.toml` and a code list: the key, all tables, sums, comparison and suppression have it.
#[test]
fn a_dimension_is_one_entry_and_one_code_list() {
    let project = Project::new();
    let declared = read("mappings/dimensions.toml");
    let entry = "[[dimension]]\ncolumn = \"OCCUPATION\"\nname = \"Occupation\"\nabout = \"What the victim worked as.\"\nsplits = true\n\n";
    project.write(
        "mappings/dimensions.toml",
        declared.replacen("[[dimension]]\ncolumn = \"SEX\"", &format!("{entry}[[dimension]]\ncolumn = \"SEX\""), 1).as_bytes(),
    );
    let list = "code,name,parent,role\n_T,All occupations,,total\nFARM,Farming,_T,\nCOOK,Catering,_T,\n_U,Unknown,_T,unknown\n";
    project.write("mappings/codelists/occupation.csv", list.as_bytes());
    project.write("raw/2020/xx/data.csv", b"Occupation,2016,2017\nFarming,5,40\nCooking,7,20\nNot known,3,10\nAll,15,71\n");
    project.describe_source("xx");
    let layout = "language = \"en\"\n[[file]]\nname = \"*\"\n[[table]]\nid = \"t\"\nanchor = \"Occupation\"\ncolumns = [{ concepts = [\"period\"] }]\n\
                  rows = [{ concepts = [\"occupation\"] }]\nset = { measure = \"VICT_ID\" }\n";
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    let crosswalk = "concept,label,predicate,code\noccupation,All,skos:exactMatch,_T\noccupation,Cooking,skos:exactMatch,COOK\n\
                     occupation,Farming,skos:exactMatch,FARM\noccupation,Not known,skos:exactMatch,_U\n";
    project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
    // Its lines have a column for each other dimension.
    project.write("mappings/published.csv", read("mappings/published.csv").as_bytes());
    let outcome = project.run();
    // Of 2017 the parts come to 70.
    let found: Vec<String> = lines(&outcome).into_iter().filter(|line| !line.starts_with("note")).collect();
    let expected = "warning parts-differ-from-total @ xx/data.csv!csv!C5 : the parts by OCCUPATION sum to 70, the total is 71, for \
                    XX.2017.VICT_ID.PERSON._T._T._T._T._T._T._T.TAB.STATE";
    assert_eq!(found, [expected]);
    let values: Vec<String> = records(&output(&outcome, "harmonized.csv"))
        .iter()
        .filter(|row| row["TIME_PERIOD"] == "2016")
        .map(|row| format!("{}={}", row["OCCUPATION"], row["OBS_VALUE"]))
        .collect();
    assert_eq!(values, ["COOK=7", "FARM=5", "_T=15", "_U=3"]);
    for table in ["regional.csv", "comparability.csv", "comparable_sets.csv"] {
        assert!(output(&outcome, table).lines().next().expect("a header").contains("EXPL_FORM,OCCUPATION,SEX"), "{table}");
    }
    assert!(output(&outcome, "regional.csv").contains("VICT_ID,2016,_T,FARM,"));
    // A small number takes the whole split with it.
    let rounds = "[[round]]\nid = \"2020\"\nsuppress_below = 5\nyears = [2016, 2017, 2018]\nareas = [\"XX\"]\n";
    project.write("mappings/rounds.toml", rounds.as_bytes());
    let shown: Vec<String> = records(&public_output(&project.release(), "harmonized.csv"))
        .iter()
        .filter(|row| row["TIME_PERIOD"] == "2016" && !row["OBS_VALUE"].is_empty())
        .map(|row| row["OCCUPATION"].clone())
        .collect();
    assert_eq!(shown, ["_T"]);
}

/// Put behind each code. It begins with the least sign that a code may have, so that the order of codes stays.
const MARK: &str = "$q9";

/// The codes of each list of the project, and of all lists together, that the renaming takes; not those of standards that the program names by their
/// own names: countries and regions of the context, relations, justifications.
fn codes() -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in files(&root().join("mappings/codelists")).into_keys() {
        // What holds from a later round on belongs to another one than this.
        let is_of_round = name.matches('.').count() > 1;
        let Some(list) =
            name.strip_suffix(".csv").filter(|list| !is_of_round && !["area", "predicate", "justification", "target"].contains(list))
        else {
            continue;
        };
        let rows = records(&read(&format!("mappings/codelists/{name}")));
        let is_of_world = |code: &str| list == "origin" && (code == "XK" || code.bytes().all(|byte| byte.is_ascii_digit()));
        // An element is called like its column.
        let is_column = |row: &BTreeMap<String, String>| list == "element" && row["parent"].is_empty();
        // A sender is called like its folders.
        let is_sender = |row: &BTreeMap<String, String>| list == "provider" && row["code"] != "STATE";
        let renamed =
            rows.iter().filter(|row| !is_column(row) && !is_sender(row)).map(|row| row["code"].clone()).filter(|code| !is_of_world(code));
        all.insert(list.to_owned(), renamed.collect());
    }
    let every = all.values().flatten().cloned().collect();
    all.insert(String::new(), every);
    all
}

/// A table with some fields changed, line by line: comments and blank lines stay where they are.
fn renamed_table(text: &str, mut field: impl FnMut(&str, &str, &csv::StringRecord) -> String) -> String {
    let parse = |line: &str| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
        reader.records().next().expect("a record").expect("a record")
    };
    let mut header: Option<csv::StringRecord> = None;
    let line = |line: &str| {
        if line.starts_with('#') || line.is_empty() {
            return format!("{line}\n");
        }
        let record = parse(line);
        let Some(header) = &header else {
            header = Some(record);
            return format!("{line}\n");
        };
        let fields = header.iter().zip(record.iter()).map(|(column, text)| field(column, text, &record));
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(fields.collect::<Vec<_>>()).expect("a record");
        String::from_utf8(writer.into_inner().expect("bytes")).expect("UTF-8")
    };
    text.lines().map(line).collect()
}

/// Renames the codes in a field that separates several.
fn several(text: &str, known: &BTreeSet<String>) -> String {
    text.split('|').map(|code| if known.contains(code) { format!("{code}{MARK}") } else { code.to_owned() }).collect::<Vec<_>>().join("|")
}

/// Renames every fact, measure and code of the mappings.
fn rename(name: &str, text: &str, codes: &BTreeMap<String, BTreeSet<String>>) -> String {
    let every = &codes[""];
    let of_word = |word: &str| match word {
        "unit" => "unit_count".to_owned(),
        "footnote" => "obs_status".to_owned(),
        other => other.to_owned(),
    };
    let one = |code: &str| several(code, every);
    // A column may be called like a code.
    let pair = |field: &str| field.split_once('=').map_or_else(String::new, |(column, code)| format!("{column}={}", one(code)));
    let leaf = name.rsplit('/').next().expect("a name");
    match leaf {
        "target.csv" => renamed_table(text, |column, field, _| match column {
            // The word before the slash may be an object, which some fact has as a value.
            "code" => {
                field.split_once('/').map_or_else(String::new, |(of, fact)| format!("{}/{}", several(of, &codes["measure"]), one(fact)))
            }
            "target" | "sum_target" | "reason" => one(field),
            "unless" => pair(field),
            _ => field.to_owned(),
        }),
        _ if name.starts_with("codelists/") => {
            let list = leaf.trim_end_matches(".csv");
            if !codes.contains_key(list) {
                return text.to_owned();
            }
            renamed_table(text, |column, field, _| match column {
                "code" | "parent" | "unit" | "pools" | "also_under" | "within" | "precedes" | "concept" | "obs_status" => one(field),
                "act" | "means" | "minors" | "demand" | "incomplete" => several(field, &codes["element"]),
                "purpose" => several(field, &codes["form"]),
                "covers" => pair(field),
                _ => field.to_owned(),
            })
        }
        "crosswalk.csv" => renamed_table(text, |column, field, record| {
            let list = of_word(&record[0]);
            match codes.get(&list) {
                Some(known) if column == "code" => several(field, known),
                _ => field.to_owned(),
            }
        }),
        "articles.csv" | "meanings.csv" => renamed_table(text, |column, field, record| match column {
            "code" if leaf == "articles.csv" => several(field, &codes["offence"]),
            "code" => several(field, &codes[&of_word(&record[1])]),
            "secondary_code" => several(field, &codes["offence"]),
            "act" | "means" | "minors" | "demand" | "incomplete" => several(field, &codes["element"]),
            "purpose" => several(field, &codes["form"]),
            _ => field.to_owned(),
        }),
        "published.csv" => renamed_table(text, |column, field, _| match column {
            "measure" | "form" | "sex" | "age" | "origin" | "offence" | "without" => one(field),
            "plus" => pair(field),
            _ => field.to_owned(),
        }),
        "layout.toml" | "comparability.toml" | "dimensions.toml" => {
            // Lines that hold codes, by their keys; labels and anchors stand on others.
            let keys =
                Regex::new(r#"^\s*(set|measure|concept|concepts|value|reason|where|default|absence|"[^"]*") ?="#).expect("a pattern");
            let quoted = Regex::new(r#"(= |\[|, )"([^"]+)""#).expect("a pattern");
            let line = |line: &str| {
                let Some(key) = keys.captures(line) else { return line.to_owned() };
                let known = if &key[1] == "measure" { &codes["measure"] } else { every };
                let renamed = |found: &Captures<'_>| format!("{}\"{}\"", &found[1], several(&found[2], known));
                quoted.replace_all(line, renamed).into_owned()
            };
            text.lines().map(|own| line(own) + "\n").collect()
        }
        _ => text.to_owned(),
    }
}

/// Whatever facts, measures and codes are called, the outputs are the same up to the names.
#[test]
fn renaming_every_fact_measure_and_code_changes_only_names() {
    let (codes, mappings) = (codes(), root().join("mappings"));
    let renamed = TempDir::new().expect("a folder");
    let mut changed = 0;
    for (name, bytes) in files(&mappings) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let new = rename(&name, &text, &codes);
        changed += usize::from(new != text);
        let path = renamed.path().join(&name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, new).expect("a file");
    }
    assert!(changed > 50, "{changed} files changed");
    let raw = root().join("raw");
    let (before, after) = (outputs(&raw, &mappings, "2020"), outputs(&raw, renamed.path(), "2020"));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    // The findings first: they say what the renaming broke.
    let first = before.iter().filter(|(name, _)| *name == "findings.csv");
    for (name, text) in first.chain(&before) {
        let new = &after[name];
        assert!(
            ["findings.csv", "ledger.csv", "records.csv", "texts.csv", "witnesses.csv"].contains(&name.as_str()) || new.contains(MARK),
            "{name} names no code"
        );
        let back = new.replace(MARK, "");
        let differing: Vec<(&str, &str)> = text.lines().zip(back.lines()).filter(|(own, other)| own != other).take(3).collect();
        assert_eq!((differing, text.len()), (Vec::new(), back.len()), "{name}");
    }
}
