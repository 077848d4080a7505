//! The rules as a steward reads them: `tests/specs/<code>.md` holds prose, a small sheet, its mapping, and the findings.
//!
//! Each spec states all findings of its run, so every rule runs on every fixture and is silent unless listed.

use std::collections::{BTreeMap, BTreeSet};

use roundup::diag::codes;
use roundup::pipeline::{Outcome, Request, Silent, release, run};
use roundup::release::Audience;

use crate::support::{EMPTY_ARTICLES, EMPTY_CROSSWALK, Project, all_lines, files, lines, output, public_output, read, records, root};

/// The fenced blocks of a spec by their name.
pub(crate) fn blocks(text: &str) -> BTreeMap<String, String> {
    let mut blocks = BTreeMap::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(name)) => open = Some((name.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, body)), None) => {
                body.push_str(line);
                body.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// A row without its outer bars.
fn bare(line: &str) -> &str {
    let inner = line.strip_prefix('|').unwrap_or(line);
    inner.strip_suffix('|').unwrap_or(inner)
}

/// A grid block as a csv file: cells between bars, blank cells blank.
pub(crate) fn grid_to_csv(grid: &str) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for line in grid.lines() {
        let row: Vec<&str> = bare(line.trim()).split('|').map(str::trim).collect();
        writer.write_record(&row).expect("a row");
    }
    String::from_utf8(writer.into_inner().expect("a csv")).expect("UTF-8")
}

/// A file of many rows: the header, and the second line as often as `what` says, with the number of the row for `{n}`.
fn repeated(what: &str, body: &str) -> String {
    let times: usize = what.split_once(' ').expect("a path and a number").1.parse().expect("a number");
    let (header, row) = body.trim_end().split_once('\n').expect("a header and a row");
    std::iter::once(header.to_owned()).chain((0..times).map(|n| row.replace("{n}", &n.to_string()))).map(|line| line + "\n").collect()
}

/// Several grid blocks as the sheets of one workbook; what reads as a number is one.
pub(crate) fn grids_to_xlsx(sheets: &[(&str, &String)]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, grid) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).expect("the name of a sheet");
        for (row, line) in (0..).zip(grid.lines()) {
            for (column, text) in (0..).zip(bare(line.trim()).split('|').map(str::trim)) {
                match text.parse::<u32>() {
                    Ok(number) => sheet.write(row, column, number).expect("a cell"),
                    Err(_) if text.is_empty() => continue,
                    Err(_) => sheet.write(row, column, text).expect("a cell"),
                };
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn project(spec: &BTreeMap<String, String>) -> Project {
    let project = Project::new();
    let mut workbooks: BTreeMap<&str, Vec<(&str, &String)>> = BTreeMap::new();
    for (name, body) in spec {
        if let Some((file, sheet)) = name.strip_prefix("grid ").and_then(|rest| rest.split_once(".xlsx ")) {
            workbooks.entry(file).or_default().push((sheet, body));
            continue;
        }
        match name.split_once(' ').unwrap_or((name, "")) {
            ("grid", file) => {
                let file = if file.is_empty() { "data.csv" } else { file };
                let path = match file {
                    file if file.starts_with("raw/") => file.to_owned(),
                    file if file.contains('/') => format!("raw/2020/{file}"),
                    file => format!("raw/2020/xx/{file}"),
                };
                project.write(&path, grid_to_csv(body).as_bytes());
            }
            ("layout", _) => project.write("mappings/xx/layout.toml", body.as_bytes()),
            ("crosswalk", _) => project.write("mappings/xx/crosswalk.csv", with_header(EMPTY_CROSSWALK, body).as_bytes()),
            ("articles", _) => project.write("mappings/xx/articles.csv", with_header(EMPTY_ARTICLES, body).as_bytes()),
            ("file", path) => project.write(path, body.as_bytes()),
            ("rows", what) => project.write(what.split_once(' ').expect("a path and a number").0, repeated(what, body).as_bytes()),
            ("remove" | "round" | "release" | "findings" | "values" | "flags" | "pairs" | "regional" | "witnesses", _) => {}
            (other, _) => panic!("a block \"{other}\" means nothing"),
        }
    }
    for (file, sheets) in workbooks {
        project.write(&format!("raw/2020/xx/{file}.xlsx"), &grids_to_xlsx(&sheets));
    }
    // A second state reads its sheets as the first does, unless the spec gives it files of its own.
    let has_second = spec.keys().any(|name| name.starts_with("grid yy/"));
    if has_second {
        if !spec.contains_key("file mappings/rounds.toml") {
            project.write(
                "mappings/rounds.toml",
                b"[[round]]\nid = \"2020\"\nsuppress_below = 0\nyears = [2016, 2017, 2018]\nareas = [\"XX\", \"YY\"]\n",
            );
        }
        for file in ["layout.toml", "crosswalk.csv", "articles.csv", "comparability.toml", "corrections.toml"] {
            if !project.path(&format!("mappings/yy/{file}")).is_file() {
                let bytes = std::fs::read(project.path(&format!("mappings/xx/{file}"))).expect("a mapping file");
                project.write(&format!("mappings/yy/{file}"), &bytes);
            }
        }
    }
    let folders = |path: &str| -> Vec<String> {
        let listed = std::fs::read_dir(project.path(path)).expect("a folder").map(|entry| entry.expect("an entry"));
        listed.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    };
    for round in folders("raw") {
        for area in folders(&format!("raw/{round}")) {
            // Whom the spec gives no mappings has no description either.
            let is_described = project.path(&format!("mappings/{area}")).is_dir();
            if is_described && !project.path(&format!("raw/{round}/{area}/SOURCE.toml")).is_file() {
                project.describe_submission(&round, &area);
            }
        }
    }
    for path in spec.get("remove").map(|body| body.lines().collect::<Vec<_>>()).unwrap_or_default() {
        project.remove(path.trim());
    }
    project
}

/// A table that begins with its own header is taken as it is; else the usual header goes before it.
fn with_header(header: &str, body: &str) -> String {
    let own = body.lines().next().is_some_and(|line| line.starts_with("concept") || line.starts_with("article,") || line.starts_with('#'));
    if own { body.to_owned() } else { format!("{header}{body}") }
}

/// The observations of a run, a line each: key and value.
fn values(text: &str) -> Vec<String> {
    let columns =
        ["TIME_PERIOD", "MEASURE", "UNIT_COUNT", "EXPL_FORM", "SEX", "AGE", "ORIGIN", "OFFENCE", "ARTICLE", "STATEMENT", "DATA_PROVIDER"];
    let line = |record: &BTreeMap<String, String>| {
        let key: Vec<&str> = columns.iter().map(|column| record[*column].as_str()).collect();
        let bounds = || format!("{}..{}", record["LOWER"], record["UPPER"]);
        let value = match (record["OBS_VALUE"].as_str(), record["ABSENCE"].as_str()) {
            ("", "LT") => bounds(),
            ("", absence) => absence.to_owned(),
            (value, _) if record["UNIT_MEASURE"] == "PCT" => format!("{value} %"),
            (value, _) => value.to_owned(),
        };
        // What is free for publication says nothing.
        let confidential = Some(record["CONF_STATUS"].as_str()).filter(|code| *code != "F").map(|code| format!(" {code}"));
        format!("{} = {value} {}{}", key.join("."), record["SOURCE_STATUS"], confidential.unwrap_or_default())
    };
    records(text).iter().map(line).collect()
}

fn check(name: &str, text: &str) -> Result<(), String> {
    let spec = blocks(text);
    let project = project(&spec);
    let round = spec.get("round").map_or("2020", |body| body.trim());
    let request = Request { round: round.to_owned(), ..project.request() };
    // A spec about a release looks at that, and at what is found with it.
    let is_release = spec.contains_key("release");
    let (outcome, output): (Outcome, fn(&Outcome, &str) -> String) = if is_release {
        let outcome = release(&request, Audience::Public, &Silent).expect("a run");
        (Outcome { findings: outcome.released_findings(), ..outcome }, public_output)
    } else {
        (run(&request, &Silent).expect("a run"), output)
    };
    let compare = |what: &str, expected: &str, actual: &[String]| {
        let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if expected == actual {
            Ok(())
        } else {
            Err(format!("{name}: {what}\n--- expected\n{}\n--- actual\n{}\n", expected.join("\n"), actual.join("\n")))
        }
    };
    let findings = spec.get("findings").ok_or_else(|| format!("{name}: no findings block"))?;
    // A spec that says what was approved, or is about that, lists everything.
    let is_about = ["texts-unapproved", "expected-missing", "approved.csv"].iter().any(|word| text.contains(word));
    compare("findings", findings, &if is_about { all_lines(&outcome) } else { lines(&outcome) })?;
    if let Some(expected) = spec.get("values") {
        let values = outcome.working.as_ref().map(|_| values(&output(&outcome, "harmonized.csv"))).unwrap_or_default();
        compare("values", expected, &values)?;
    }
    if let Some(expected) = spec.get("flags") {
        compare("flags", expected, &flags(&output(&outcome, "flags.csv")))?;
    }
    if let Some(expected) = spec.get("pairs") {
        compare("pairs", expected, &pairs(&output(&outcome, "comparability.csv")))?;
    }
    if let Some(expected) = spec.get("witnesses") {
        compare("witnesses", expected, &witnesses(&output(&outcome, "witnesses.csv")))?;
    }
    if let Some(expected) = spec.get("regional") {
        compare("regional", expected, &regional(&output(&outcome, "regional.csv")))?;
    }
    Ok(())
}

/// The reasons of a run, a line each: key without the area, reason, rule, and its weight for each use.
fn flags(text: &str) -> Vec<String> {
    let line = |record: &BTreeMap<String, String>| {
        let weights = ["BETWEEN", "TIME", "SUM"].iter().filter(|use_| !record[**use_].is_empty());
        let weights: Vec<String> = weights.map(|use_| format!("{}={}", use_.to_lowercase(), record[*use_])).collect();
        let key = record["KEY"].split_once('.').map_or("", |(_, key)| key);
        format!("{key} {} {} {}: {}", record["REASON"], record["RULE"], weights.join(" "), record["DETAIL"])
    };
    records(text).iter().map(line).collect()
}

/// The split of a row: its codes that are not the total.
fn split(record: &BTreeMap<String, String>) -> String {
    let codes = ["EXPL_FORM", "SEX", "AGE", "ORIGIN", "OFFENCE"].map(|column| record[column].as_str());
    let codes: Vec<&str> = codes.into_iter().filter(|code| *code != "_T").collect();
    if codes.is_empty() { "total".to_owned() } else { codes.join(".") }
}

/// Who states the figures, where it is not the states themselves.
fn stated_by(record: &BTreeMap<String, String>) -> String {
    let provider = record["DATA_PROVIDER"].as_str();
    if provider == "STATE" { String::new() } else { format!(" of {provider}") }
}

/// The two states side by side, a line each: period, split, measures, level, and what stands between them.
fn pairs(text: &str) -> Vec<String> {
    let line = |record: &BTreeMap<String, String>| {
        let (a, b) = (&record["MEASURE_A"], &record["MEASURE_B"]);
        let by = stated_by(record);
        format!("{} {}{by} {a}:{b} {} {}", record["TIME_PERIOD"], split(record), record["LEVEL"], record["DETAILS"]).trim_end().to_owned()
    };
    records(text).iter().map(line).collect()
}

/// What two providers say of one figure, a line each: period, split, both, how they agree and why.
fn witnesses(text: &str) -> Vec<String> {
    let line = |record: &BTreeMap<String, String>| {
        let said = |side: char| {
            let [provider, measure, value] = ["PROVIDER", "MEASURE", "VALUE"].map(|column| record[&format!("{column}_{side}")].clone());
            format!("{provider} {measure} {value}")
        };
        let end = [record["AGREEMENT"].as_str(), &record["DIFFERENCE"], &record["REASONS"], &record["DETAILS"]].join(" ");
        format!("{} {} : {}, {} : {}", record["TIME_PERIOD"], split(record), said('A'), said('B'), end.trim_end())
    };
    records(text).iter().map(line).collect()
}

/// The sums over the states, a line each: measure, period, split, bounds, what each brings, who is left out.
fn regional(text: &str) -> Vec<String> {
    let line = |record: &BTreeMap<String, String>| {
        let value = match (record["LOWER"].as_str(), record["UPPER"].as_str()) {
            ("", _) => "none".to_owned(),
            (lower, upper) if lower == upper => lower.to_owned(),
            (lower, upper) => format!("{lower}..{upper}"),
        };
        let (measure, period) = (&record["MEASURE"], &record["TIME_PERIOD"]);
        let by = stated_by(record);
        let brought = [record["CONTRIBUTIONS"].as_str(), record["LEFT_OUT"].as_str()].join(" ; ");
        format!("{measure} {period} {}{by} = {value} {} : {brought}", split(record), record["COMPAR_SUM"])
            .trim_end_matches([' ', ';'])
            .to_owned()
    };
    records(text).iter().map(line).collect()
}

fn specs() -> Vec<(String, String)> {
    let mut specs = Vec::new();
    for name in files(&root().join("tests/specs")).into_keys() {
        if let Some(stem) = name.strip_suffix(".md").filter(|stem| *stem != "README") {
            specs.push((stem.to_owned(), read(&format!("tests/specs/{name}"))));
        }
    }
    // The manual's example is one, too.
    specs.push(("EXAMPLE".to_owned(), read("mappings/EXAMPLE.md")));
    specs.sort();
    specs
}

#[test]
fn every_spec_gives_exactly_its_findings() {
    let wrong: Vec<String> = specs().iter().filter_map(|(name, text)| check(name, text).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The directory is the registry: a code without a spec or a corpus file is a code that nobody has seen fire.
#[test]
fn every_code_has_a_spec_or_a_corpus_file() {
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for (_, text) in specs() {
        let listed = blocks(&text).remove("findings").unwrap_or_default();
        shown.extend(listed.lines().filter_map(|line| line.split_whitespace().nth(1).map(str::to_owned)));
    }
    for record in records(&read("tests/corpus/expected.csv")) {
        shown.extend(record["findings"].split(' ').map(|finding| finding.split('@').next().unwrap_or_default().to_owned()));
    }
    // A ledger that does not balance is a bug; `laws` tries to provoke one.
    shown.insert("ledger-unbalanced".to_owned());
    let missing: Vec<&str> = codes::ALL.iter().map(|code| code.name).filter(|name| !shown.contains(*name)).collect();
    assert!(missing.is_empty(), "write tests/specs/<code>.md for: {}", missing.join(", "));
    let unknown: Vec<&String> = shown.iter().filter(|name| !name.is_empty() && codes::find(name).is_none()).collect();
    assert!(unknown.is_empty(), "no such codes: {unknown:?}");
}
