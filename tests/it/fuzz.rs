//! Fuzz targets, run for a bounded time by `make fuzz` (`FUZZ_SECONDS=600 make fuzz` for ten minutes each): mutations of kept seeds, with the
//! property that the ledger balances or a finding says why not, and never a panic. The seeds are the corpus, the specs and the mapping files.
//!
//! A failure prints the number of the mutation; `FUZZ_FROM=n` starts there, so that it can be seen again.
#![expect(clippy::disallowed_types, clippy::print_stdout, reason = "a fuzz target runs until its time is up, and says how far it came")]

use std::path::Path;
use std::time::{Duration, Instant};

use roundup::diag::{Level, Location};
use roundup::model::{CodeId, Concept, ObsValue};
use roundup::release::Release;

use crate::support::{EMPTY_CROSSWALK, Project, read, root};

/// A small generator of numbers, the same on every machine: the same number of a mutation gives the same mutation.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        // SplitMix64 (Steele, Lea, Flood 2014).
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(below.max(1)).expect("a number")).expect("a number")
    }
}

/// Calls `target` with one mutation after the other until the time is up.
fn mutations(name: &str, mut target: impl FnMut(&mut Dice)) {
    let of = |variable: &str, default: u64| std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (from, end) = (of("FUZZ_FROM", 0), Instant::now() + Duration::from_secs(of("FUZZ_SECONDS", 2)));
    let mut number = from;
    while Instant::now() < end {
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target(&mut Dice(number))));
        assert!(result.is_ok(), "{name}: mutation {number}; FUZZ_FROM={number} shows it again");
        number += 1;
    }
    println!("{name}: {} mutations", number - from);
}

fn mutate_bytes(dice: &mut Dice, bytes: &mut Vec<u8>) {
    for _ in 0..=dice.roll(4) {
        if bytes.is_empty() {
            bytes.push(0);
        }
        let at = dice.roll(bytes.len());
        match dice.roll(5) {
            0 => bytes[at] = u8::try_from(dice.roll(256)).expect("a byte"),
            1 => bytes[at] ^= 1 << dice.roll(8),
            2 => bytes.truncate(at),
            3 => {
                let to = (at + dice.roll(64)).min(bytes.len());
                bytes.drain(at..to);
            }
            _ => {
                let to = (at + dice.roll(64)).min(bytes.len());
                let copy = bytes[at..to].to_vec();
                let into = dice.roll(bytes.len());
                bytes.splice(into..into, copy);
            }
        }
    }
}

/// Words that sheets and mapping files hold, good and bad.
const WORDS: [&str; 40] = [
    "",
    "2016",
    "2019",
    "2016-2018",
    "2016-01-01/P3Y",
    "5",
    "-5",
    "<5",
    ">7",
    "3–5",
    "1 234",
    "1.5",
    "85 %",
    "~4",
    "12¹",
    "12*",
    "..",
    "–",
    "#REF!",
    "=1+1",
    "18446744073709551615",
    "99999999999999999999999",
    "_T",
    "SEX",
    "LAB",
    "skos:exactMatch",
    "skos:narrowMatch",
    "VICT_ID",
    "/(/",
    "/.*/",
    "period",
    "form",
    "measure",
    "\"",
    "[[table]]",
    "anchor = \"x\"",
    "’",
    "\u{feff}",
    "５",
    "Form of exploitation",
];

fn mutate_text(dice: &mut Dice, text: &str, separators: &[char]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=dice.roll(4) {
        if lines.is_empty() {
            lines.push(String::new());
        }
        let at = dice.roll(lines.len());
        match dice.roll(5) {
            0 => {
                lines.remove(at);
            }
            1 => {
                let copy = lines[at].clone();
                let into = dice.roll(lines.len());
                lines.insert(into, copy);
            }
            2 => {
                let other = dice.roll(lines.len());
                lines.swap(at, other);
            }
            _ => {
                let separator = separators[dice.roll(separators.len())];
                let mut parts: Vec<String> = lines[at].split(separator).map(str::to_owned).collect();
                let part = dice.roll(parts.len());
                WORDS[dice.roll(WORDS.len())].clone_into(&mut parts[part]);
                lines[at] = parts.join(&separator.to_string());
            }
        }
    }
    lines.join("\n") + "\n"
}

/// The least count that a round of the fuzz targets publishes, where it suppresses some.
const BELOW: u64 = 5;

/// In every third mutation the round suppresses small counts of persons.
fn suppress(dice: &mut Dice, project: &Project) {
    if dice.roll(3) == 0 {
        let rounds = format!(
            "[[round]]\nid = \"2020\"\nsuppress_below = {BELOW}\nsources_public = true\nyears = [2016, 2017, 2018]\nareas = [\"XX\"]\n"
        );
        project.write("mappings/rounds.toml", rounds.as_bytes());
    }
}

/// What is suppressed is not published: no small count of persons in what is released, nor in what its cells are said to show.
fn nothing_small(release: &Release) {
    for observation in release.figures().iter().map(roundup::compare::Assessed::observation) {
        let is_small = observation.value.count().is_some_and(|count| count.get() > 0 && count.get() < BELOW);
        let of_persons = observation.key.codes().iter().any(|code| code.as_str() == "PERSON");
        assert!(!(is_small && of_persons), "{} of {} is published", observation.as_shown, observation.key);
        if observation.value == ObsValue::Absent(CodeId::new(Concept::absence(), "SUPP")) {
            let texts = observation.origins.iter().filter_map(|origin| release.ledger().get(origin)).map(|account| account.text.as_str());
            for text in texts.chain([observation.as_shown.as_str()]) {
                assert!(!text.chars().any(|c| c.is_ascii_digit()), "{} is suppressed, and its cell says {text}", observation.key);
            }
        }
    }
}

/// The ledger balances, or a finding at error level says that something could not be read.
fn holds(project: &Project) {
    let suppresses =
        std::fs::read_to_string(project.path("mappings/rounds.toml")).is_ok_and(|text| text.contains(&format!("suppress_below = {BELOW}")));
    let outcome = project.release();
    if let Some(release) = outcome.release.as_ref().filter(|_| suppresses) {
        nothing_small(release);
    }
    if let Some(release) = &outcome.release {
        let files = roundup::emit::emit_release(release, &roundup::emit::Format::ALL, None).expect("all forms");
        assert!(files.iter().all(|(path, bytes)| !bytes.is_empty() && !path.is_empty()));
    }
    if let Some(working) = &outcome.working {
        assert_eq!(working.ledger().unsettled().count(), 0, "cells without a disposition");
        for cell in working.figures() {
            let observation = cell.observation();
            assert!(!observation.origins.is_empty(), "a figure from nowhere: {}", observation.key);
        }
        // What was read can be compared, summed and written.
        let files = roundup::emit::emit(working, &roundup::emit::Format::ALL).expect("all forms");
        assert!(files.iter().all(|(path, bytes)| !bytes.is_empty() && !path.is_empty()));
    }
    assert!(
        outcome
            .findings
            .iter()
            .all(|finding| finding.code.owner != roundup::diag::Owner::Program || matches!(finding.location, Location::File(_)))
    );
    assert!(outcome.working.is_some() || outcome.findings.iter().any(|finding| finding.level == Level::Error));
}

fn corpus_project(file: &str, bytes: &[u8]) -> Project {
    let project = Project::new();
    project.write(&format!("raw/2020/xx/{file}"), bytes);
    project.write("mappings/xx/layout.toml", read("tests/corpus/layout.toml").as_bytes());
    project.write("mappings/xx/crosswalk.csv", format!("{EMPTY_CROSSWALK}{}", read("tests/corpus/crosswalk.csv")).as_bytes());
    project.describe_source("xx");
    project
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = std::fs::read_dir(folder).expect("seeds").map(|entry| entry.expect("a seed").path()).collect();
    found.sort();
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    found.iter().filter(|path| path.is_file()).map(|path| (name(path), std::fs::read(path).expect("a seed"))).collect()
}

#[test]
#[ignore = "make fuzz"]
fn grid_readers() {
    let mut seeds = Vec::new();
    for folder in ["csv", "xlsx", "xls", "ods"] {
        seeds.extend(files(&root().join("tests/corpus").join(folder)).into_iter().filter(|(_, bytes)| bytes.len() < 100_000));
    }
    mutations("grid readers", |dice| {
        let (name, mut bytes) = seeds[dice.roll(seeds.len())].clone();
        mutate_bytes(dice, &mut bytes);
        let project = corpus_project(&name, &bytes);
        suppress(dice, &project);
        holds(&project);
    });
}

#[test]
#[ignore = "make fuzz"]
fn layout_engine() {
    let sheets: Vec<(&str, String, String)> = ["dk", "se", "lv", "is", "ru"]
        .iter()
        .flat_map(|area| {
            let layout = read(&format!("mappings/{area}/layout.toml"));
            files(&root().join("raw/2020").join(area))
                .into_iter()
                .filter(|(name, _)| Path::new(name).extension().is_some_and(|extension| extension == "csv"))
                .map(move |(_, bytes)| (*area, layout.clone(), encoding(&bytes)))
        })
        .collect();
    let clean = read("tests/corpus/layout.toml");
    mutations("layout engine", |dice| {
        let (area, layout, sheet) = &sheets[dice.roll(sheets.len())];
        let layout = if dice.roll(3) == 0 { &clean } else { layout };
        let project = Project::new();
        let sheet = mutate_text(dice, sheet, &[',', ';']);
        let layout = if dice.roll(2) == 0 { layout.clone() } else { mutate_text(dice, layout, &['"', '=', ',']) };
        project.write("raw/2020/xx/a.csv", sheet.as_bytes());
        project.write("mappings/xx/layout.toml", layout.as_bytes());
        // Without words no cell becomes a figure.
        for name in ["crosswalk.csv", "articles.csv"] {
            project.write(&format!("mappings/xx/{name}"), read(&format!("mappings/{area}/{name}")).as_bytes());
        }
        project.describe_source("xx");
        suppress(dice, &project);
        holds(&project);
    });
}

/// The text of a csv of the round, whatever its encoding: bytes beyond ASCII as question marks will do here.
fn encoding(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\u{fffd}', "?")
}

#[test]
#[ignore = "make fuzz"]
fn mapping_parsers() {
    let names = ["layout.toml", "crosswalk.csv", "articles.csv", "comparability.toml", "corrections.toml"];
    let areas = ["dk", "lv", "ru"];
    let lists: Vec<(String, Vec<u8>)> = files(&root().join("mappings/codelists"));
    mutations("mapping parsers", |dice| {
        let area = areas[dice.roll(areas.len())];
        let project = Project::new();
        for (name, bytes) in files(&root().join("raw/2020").join(area)) {
            project.write(&format!("raw/2020/xx/{name}"), &bytes);
        }
        let changed = dice.roll(names.len() + 2);
        for (i, name) in names.iter().enumerate() {
            let text = read(&format!("mappings/{area}/{name}"));
            let text = if i == changed { mutate_text(dice, &text, &[',', '"', '=', '|']) } else { text };
            project.write(&format!("mappings/xx/{name}"), text.as_bytes());
        }
        if changed >= names.len() {
            let (name, bytes) = &lists[dice.roll(lists.len())];
            let text = mutate_text(dice, &encoding(bytes), &[',', '|']);
            project.write(&format!("mappings/codelists/{name}"), text.as_bytes());
        }
        if changed == names.len() + 1 {
            project.write("mappings/rules.toml", mutate_text(dice, &read("mappings/rules.toml"), &['=', '"']).as_bytes());
            project.write("mappings/published.csv", mutate_text(dice, &read("mappings/published.csv"), &[',', '|']).as_bytes());
        }
        project.describe_source("xx");
        suppress(dice, &project);
        holds(&project);
        // What formats, formats to itself.
        for (name, text) in names.iter().map(|name| (name, std::fs::read(project.path(&format!("mappings/xx/{name}"))).expect("a file"))) {
            if let Ok(once) = roundup::schema::format(name, &text) {
                assert_eq!(roundup::schema::format(name, &once), Ok(once.clone()));
            }
        }
    });
}

#[test]
#[ignore = "make fuzz"]
fn cells_numbers_periods_and_articles() {
    let labels = ["Sexual", "Labour", "Other", "Total", "Form of exploitation", "§ 7", "154.¹ pants", ""];
    mutations("cells", |dice| {
        let word = |dice: &mut Dice| {
            let mut word = if dice.roll(3) == 0 { labels[dice.roll(labels.len())] } else { WORDS[dice.roll(WORDS.len())] }.to_owned();
            for _ in 0..dice.roll(3) {
                word.push(char::from_u32(u32::try_from(dice.roll(0x2fff)).expect("a number")).unwrap_or('x'));
            }
            let _ = roundup::model::ReferencePeriod::parse(&word);
            let _ = roundup::model::CellRef::parse(&word);
            format!("\"{}\"", word.replace('"', "\"\""))
        };
        let rows: Vec<String> = (0..=dice.roll(8)).map(|_| (0..=dice.roll(4)).map(|_| word(dice)).collect::<Vec<_>>().join(",")).collect();
        let sheet = format!("Form of exploitation,2016,2017,2018\n{}\n", rows.join("\n"));
        let project = corpus_project("a.csv", sheet.as_bytes());
        suppress(dice, &project);
        holds(&project);
    });
}
