//! The project itself: which module may use which, what may stand where, and how long a file may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::support::{files, read, root};

/// Who may use whom. A new edge is a decision: its commit says why.
const EDGES: [(&str, &[&str]); 27] = [
    ("model", &[]),
    ("normalize", &[]),
    ("similarity", &["normalize"]),
    ("fs", &[]),
    ("printable", &[]),
    ("markdown", &[]),
    ("delimited", &[]),
    ("diag", &["delimited", "markdown", "model", "printable"]),
    ("schema", &["delimited", "diag", "normalize", "fs", "model"]),
    ("plan", &["diag", "normalize", "model", "similarity", "schema"]),
    ("ingest", &["diag", "normalize", "fs", "model", "plan"]),
    ("extract", &["diag", "normalize", "ingest", "model", "similarity", "plan"]),
    ("record_counts", &["diag", "normalize", "fs", "ingest", "plan"]),
    ("map", &["diag", "extract", "normalize", "model", "plan", "record_counts"]),
    ("approval", &["delimited", "diag", "extract", "model", "normalize", "plan", "schema", "similarity"]),
    ("suppress", &["diag", "normalize", "model", "plan"]),
    ("compare", &["diag", "normalize", "model", "plan"]),
    ("aggregate", &["compare", "diag", "model", "plan"]),
    ("release", &["aggregate", "compare", "delimited", "diag", "fs", "model", "plan", "suppress"]),
    ("history", &["compare", "model", "plan", "release"]),
    ("emit", &["aggregate", "compare", "delimited", "diag", "fs", "history", "markdown", "model", "release"]),
    ("suggest", &["delimited", "diag", "normalize", "model", "similarity", "plan"]),
    ("draft", &["delimited", "normalize", "ingest", "model", "plan", "schema", "suggest"]),
    (
        "pipeline",
        &[
            "aggregate",
            "approval",
            "compare",
            "diag",
            "draft",
            "extract",
            "normalize",
            "fs",
            "history",
            "ingest",
            "map",
            "model",
            "plan",
            "release",
            "schema",
            "suggest",
            "suppress",
            "record_counts",
        ],
    ),
    ("diff", &["markdown", "model", "printable"]),
    (
        "cli",
        &[
            "approval",
            "compare",
            "delimited",
            "diff",
            "diag",
            "emit",
            "normalize",
            "fs",
            "history",
            "ingest",
            "model",
            "pipeline",
            "printable",
            "release",
            "schema",
            "suggest",
            "record_counts",
        ],
    ),
    ("main", &["cli"]),
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).expect("src").map(|e| e.expect("an entry").path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source");
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    found
}

/// The module of a file: the folder under `src/`, or the file itself.
fn module(path: &Path) -> String {
    let relative = path.strip_prefix(root().join("src")).expect("below src");
    let first = relative.components().next().expect("a component").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The code of a file without its comments and its unit tests.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or(text);
    before_tests.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn modules_use_only_the_modules_they_may() {
    let edges: BTreeMap<&str, &[&str]> = EDGES.into_iter().collect();
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for (path, text) in sources() {
        let from = module(&path);
        if from == "lib" {
            continue;
        }
        let allowed = edges.get(from.as_str()).unwrap_or_else(|| panic!("the module {from} is not in the table of edges"));
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            assert!(!line.contains("crate::{"), "{}:{}: one module for each `use`, so that this test sees it", path.display(), number + 1);
            for part in line.split("crate::").skip(1).chain(line.split("roundup::").skip(1)) {
                let to: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                if to != from && !to.is_empty() {
                    used.insert((from.clone(), to.clone()));
                    if !allowed.contains(&to.as_str()) {
                        wrong.push(format!("{}:{}: {from} may not use {to}: {}", path.display(), number + 1, line.trim()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The table must not promise edges that would run against the flow of data: each module uses only modules before it.
    let order: Vec<&str> = EDGES.iter().map(|(module, _)| *module).collect();
    let place = |module: &str| order.iter().position(|m| *m == module).expect("a module");
    assert!(used.iter().all(|(from, to)| place(to) < place(from)), "{used:?}");
}

#[test]
fn country_knowledge_is_data() {
    let words = [
        "denmark",
        "danish",
        "dansk",
        "estonia",
        "eesti",
        "finland",
        "finnish",
        "suomi",
        "german",
        "deutsch",
        "iceland",
        "latvia",
        "latvij",
        "lithuania",
        "lietuv",
        "norw",
        "norsk",
        "poland",
        "polish",
        "polsk",
        "russia",
        "росси",
        "swed",
        "svensk",
    ];
    for (path, text) in sources() {
        let lower = text.to_lowercase();
        let found: Vec<&&str> = words.iter().filter(|word| lower.contains(**word)).collect();
        assert!(found.is_empty(), "{} speaks of {found:?}: that belongs into mappings/", path.display());
    }
}

#[test]
fn one_module_each_uses_the_disk_the_clock_and_the_process() {
    for (path, text) in sources() {
        let (name, code) = (path.file_name().expect("a name").to_string_lossy().into_owned(), code(&text));
        let module = module(&path);
        let mut forbidden =
            vec!["SystemTime", "Instant::now", "process::exit", "std::thread::sleep", "unsafe {", "todo!(", "unimplemented!(", "FIXME"];
        if module != "fs" {
            forbidden.push("std::fs");
        }
        if module != "main" {
            forbidden.extend(["std::env::", "println!(", "eprintln!("]);
        }
        if module == "model" {
            forbidden.extend(["serde", "toml", "csv::", "calamine", "Finding", "icu_"]);
        }
        // `env!` is read when the program is built, not when it runs.
        let code = code.replace("std::env!(", "");
        let found: Vec<&&str> = forbidden.iter().filter(|word| code.contains(**word)).collect();
        let allowed_in_main = name == "main.rs" && found.iter().all(|word| **word == "std::env::");
        assert!(found.is_empty() || allowed_in_main, "{}: {found:?}", path.display());
    }
}

#[test]
fn files_stay_readable_in_one_sitting() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines: split it by subject", path.display());
        assert!(text.starts_with("//!"), "{} does not say what it is", path.display());
    }
    let main = read("src/main.rs").lines().count();
    assert!(main < 80, "main.rs has {main} lines");
}

/// Each invariant of ARCHITECTURE.md names the test that guards it, and the test exists.
#[test]
fn every_invariant_names_a_test_that_exists() {
    let text = read("ARCHITECTURE.md");
    let tests = files(&root().join("tests/it")).into_iter().map(|(name, bytes)| (root().join("tests/it").join(name), bytes));
    let tests = tests.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()));
    let all: Vec<(PathBuf, String)> = sources().into_iter().chain(tests).collect();
    // `laws::x` is in `tests/it/laws.rs`, `model::comparability::tests::x` in `src/model/comparability.rs`.
    let is_in = |path: &Path, module: &str| {
        let file = module.trim_end_matches("::tests").replace("::", "/");
        ["tests/it/", "src/"]
            .into_iter()
            .any(|folder| [".rs", "/mod.rs"].into_iter().any(|end| path == root().join(format!("{folder}{file}{end}"))))
    };
    let section = text.split("## Invariants").nth(1).expect("a section of invariants").split("\n## ").next().expect("its text");
    let items: Vec<&str> = section.lines().filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit())).collect();
    assert!(items.len() >= 8, "only {} invariants", items.len());
    for item in items {
        let named: Vec<&str> = item.split('`').filter(|word| word.contains("::")).collect();
        assert!(!named.is_empty(), "no test is named: {item}");
        for name in named {
            let (module, function) = name.rsplit_once("::").expect("a module and a name");
            let wanted = if function == "compile_fail" { "```compile_fail".to_owned() } else { format!("fn {function}(") };
            assert!(all.iter().any(|(path, text)| is_in(path, module) && text.contains(&wanted)), "no test {name}");
        }
    }
}

/// No machine's path and no file outside the project is named anywhere in it.
#[test]
fn the_project_speaks_only_of_itself() {
    let needles = [["/wo", "rk/"].concat(), ["/ro", "ot/"].concat(), ["../sha", "red"].concat(), ["/tm", "p/"].concat()];
    let mut folders = vec![root().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "target" | ".git" | "out" | "__pycache__") {
                    folders.push(path);
                }
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let found: Vec<&String> = needles.iter().filter(|needle| text.contains(needle.as_str())).collect();
                assert!(found.is_empty(), "{} names {found:?}", path.display());
            }
        }
    }
}

/// Files that name what only looks like a code of the mappings: the roles, which are declared there; notations of SDMX; words of the command line, of its answers and of the report's data.
const NO_CODES: [(&str, &[&str]); 9] = [
    ("src/plan/role.rs", &[]),
    ("src/model/reason.rs", &[]),
    ("src/model/period.rs", &["A", "S", "Q", "M"]),
    ("src/emit/sdmx/data.rs", &["I"]),
    ("src/emit/format.rs", &["report"]),
    ("src/emit/report/data.rs", &["partial"]),
    ("src/diff/render.rs", &["outside"]),
    ("src/cli/run.rs", &["report"]),
    ("src/cli/args.rs", &["N", "PLACE"]),
];

/// What the program needs to know of a code or a fact stands in the column `role` of its list. The names of levels, relations and areas are checked where they
/// stand: relations are SKOS's own, areas those of ISO 3166-1.
#[test]
fn no_code_or_fact_is_a_literal() {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (name, bytes) in files(&root().join("mappings/codelists")) {
        if ["README.md", "area.csv", "predicate.csv", "justification.csv", "target.csv"].contains(&name.as_str()) {
            continue;
        }
        let rows = crate::support::records(&String::from_utf8(bytes).expect("UTF-8"));
        known.extend(rows.iter().flat_map(|row| [row.get("code"), row.get("object")]).flatten().filter(|code| !code.is_empty()).cloned());
    }
    assert!(known.len() > 200 && known.contains("children-in-total") && known.contains("_T") && known.contains("VICT_ID"));
    let literal = regex::Regex::new(r#""((?:[^"\\]|\\.)*)""#).expect("a pattern");
    let mut found = Vec::new();
    for (path, text) in sources() {
        let path = path.strip_prefix(root()).expect("a path").to_string_lossy().into_owned();
        let allowed = NO_CODES.iter().find(|(file, _)| *file == path);
        for own in literal.captures_iter(&code(&text)).map(|own| own[1].to_owned()).filter(|own| known.contains(own)) {
            if allowed.is_none_or(|(_, words)| !words.is_empty() && !words.contains(&own.as_str())) {
                found.push(format!("{path}: \"{own}\""));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
