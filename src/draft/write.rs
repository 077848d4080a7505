//! The drafts themselves: what a workbook shows, what it may mean, and what a person has to decide.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::find::{Found, tables};
use crate::delimited::{self, document};
use crate::ingest::{Grid, Workbook};
use crate::model::{ReferencePeriod, Sender};
use crate::plan::{CountryNames, PROPOSAL, Plan, Role, WordConcept, literal};
use crate::schema::{ARTICLES, CROSSWALK};
use crate::suggest::{Candidate, candidates};

/// A code that no list has, so that a run stops at it.
const DECIDE: &str = "DECIDE";
/// What labels are tried as: the measure, and each split but the one that articles of law give.
fn tried(plan: &Plan) -> Vec<&'static str> {
    let structure = plan.lists.structure();
    let splits = structure.splits().iter().filter(|split| structure.detailed() != Some(**split));
    std::iter::once(structure.measure().word()).chain(splits.map(|split| split.word())).collect()
}

/// The files of an area, drafted.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Name below the area's folder, and text.
    pub files: Vec<(String, String)>,
    /// Tables that were found.
    pub tables: usize,
    /// Labels that got a line, and how many of them without a candidate.
    pub labels: (usize, usize),
}

/// Drafts the five files of an area for a workbook; `language` is the BCP 47 tag of its words.
pub fn draft(area: Sender, workbook: &Workbook, language: &str, plan: &Plan) -> Draft {
    let name = workbook.file.rsplit('/').next().unwrap_or_default();
    let mut layout = format!(
        "# {area}. Drafted from {}; every {DECIDE} and every line with the justification \"{PROPOSAL}\" waits for a person.\nlanguage = {}\n",
        in_comment(name),
        quoted(language)
    );
    let sheets: Vec<(&Grid, Vec<Found>)> = workbook.sheets.iter().map(|grid| (grid, tables(grid))).collect();
    let marks: BTreeSet<&String> = sheets.iter().flat_map(|(_, found)| found).flat_map(|table| &table.marks).collect();
    let no_reason = plan.lists.word(Role::NoReason);
    if !marks.is_empty() {
        let _ = writeln!(
            layout,
            "\n[absence]                             # {no_reason}: no reason given; codelists/absence.csv has the others"
        );
        for mark in marks {
            let _ = writeln!(layout, "{} = {}", quoted(mark), quoted(no_reason));
        }
    }
    let _ = writeln!(layout, "\n[[file]]\nname = {}", quoted(name));
    let (text, lines, count) = entries((area, language), &sheets, plan);
    layout.push_str(&text);
    let without = lines.values().filter(|candidates| candidates.is_empty()).count();
    let labels = (lines.len(), without);
    let files = vec![
        ("layout.toml".to_owned(), layout),
        ("crosswalk.csv".to_owned(), crosswalk(&lines, &tried(plan))),
        ("articles.csv".to_owned(), delimited::line(ARTICLES, b',') + "\n"),
        ("comparability.toml".to_owned(), facts(plan)),
        ("corrections.toml".to_owned(), String::new()),
    ];
    let files = files.into_iter().map(|(name, text)| match name.strip_suffix(".toml") {
        // For editors that complete and check by a schema; to the program it is a comment.
        Some(form) => (name.clone(), format!("{}\n", format!("#:schema ../schemas/{form}.json\n\n{text}").trim_end())),
        None => (name, text),
    });
    let files = files.collect();
    Draft { files, tables: count, labels }
}

/// The tables of some sheets, as entries of a layout, with the lines of the crosswalk for their labels: what sheets have that no layout knows yet.
pub fn draft_tables(area: Sender, sheets: &[Grid], language: &str, plan: &Plan) -> (String, String) {
    let sheets: Vec<(&Grid, Vec<Found>)> = sheets.iter().map(|grid| (grid, tables(grid))).collect();
    let (text, lines, _) = entries((area, language), &sheets, plan);
    (text, crosswalk(&lines, &tried(plan)))
}

/// Labels, each by the place of its concept, with what it may mean.
type Lines = BTreeMap<(usize, String), Vec<Candidate>>;

fn entries((area, language): (Sender, &str), sheets: &[(&Grid, Vec<Found>)], plan: &Plan) -> (String, Lines, usize) {
    let mut layout = String::new();
    let mut lines = Lines::new();
    let mut seen: Vec<(String, String)> = Vec::new();
    let mut count = 0;
    let names = CountryNames::new(language);
    for (grid, found) in sheets {
        layout.push_str(&remarks(grid, found));
        for table in found {
            // The same table on several sheets is one table of the layout.
            let axes: Vec<Vec<String>> = table.labels.iter().map(|(_, labels)| concepts(area, labels, plan, 1)).collect();
            for ((_, labels), axis) in table.labels.iter().zip(&axes) {
                for concept in axis {
                    collect((area, names.as_ref()), concept, labels, plan, &mut lines);
                }
            }
            let headers =
                if table.has_period_headers() || table.headers.len() == 1 { None } else { Some(concepts(area, &table.headers, plan, 0)) };
            let above = if table.above.is_empty() { None } else { Some(concepts(area, &table.above, plan, 0)) };
            for concept in above.iter().flatten() {
                collect((area, names.as_ref()), concept, &table.above, plan, &mut lines);
            }
            for concept in headers.iter().flatten() {
                collect((area, names.as_ref()), concept, &table.headers, plan, &mut lines);
            }
            let sheet = sheet_glob(&grid.name);
            if seen.contains(&(sheet.clone(), table.anchor.clone())) {
                continue;
            }
            seen.push((sheet.clone(), table.anchor.clone()));
            count += 1;
            layout.push_str(&entry(
                (count, &sheet, plan.lists.structure().measure().word()),
                grid,
                table,
                &axes,
                (above.as_deref(), headers.as_deref()),
            ));
        }
    }
    (layout, lines, count)
}

/// `2016` → `20*`: sheets that are named by their year have the same tables.
fn sheet_glob(name: &str) -> String {
    if ReferencePeriod::parse(name).is_some_and(ReferencePeriod::is_year) { "20*".to_owned() } else { name.to_owned() }
}

fn entry(
    (number, sheet, measure): (usize, &str, &str),
    grid: &Grid,
    table: &Found,
    axes: &[Vec<String>],
    (above, headers): (Option<&[String]>, Option<&[String]>),
) -> String {
    let mut text = format!("\n# {} › {}\n[[table]]\nid = \"table-{number}\"\n", in_comment(&grid.name), table.corner);
    if &*grid.name != "csv" {
        let _ = writeln!(text, "sheet = {}", quoted(sheet));
    }
    let _ = writeln!(text, "anchor = {}{}", quoted(&text_of(&table.anchor)), if table.is_title { "\nanchor_is = \"title\"" } else { "" });
    let columns = match (headers, table.headers.as_slice()) {
        (Some(concepts), _) => format!("{{ concepts = {} }}", list(concepts)),
        (None, [only]) if ReferencePeriod::parse(only).is_none() => format!("{{ only = {} }}", quoted(&text_of(only))),
        (None, _) => "{ concepts = [\"period\"] }".to_owned(),
    };
    let rows: Vec<String> = axes.iter().map(|axis| format!("{{ concepts = {} }}", list(axis))).collect();
    // Merged headers repeat by themselves; where they are not merged, a blank one means the one to its left.
    let above_words = above.map(|concepts| format!("{{ concepts = {}, fill = true }}, ", list(concepts))).unwrap_or_default();
    let columns = above_words + &columns;
    let guessed = if about_labels(axes) || headers.or(above).is_some() { "   # guessed from the labels" } else { "" };
    let _ = writeln!(text, "columns = [ {columns} ]\nrows = [ {} ]{guessed}", rows.join(", "));
    let about = |word: &str| axes.iter().map(Vec::as_slice).chain(headers).chain(above).flatten().any(|concept| concept == word);
    if !about(measure) {
        let _ = writeln!(text, "set = {{ {measure} = \"{DECIDE}\" }}        # codelists/{measure}.csv");
    }
    let has_period = table.has_period_headers() || about("period");
    if !has_period {
        let take = if sheet == "20*" { "\"sheet\"" } else { "\"right\", anchor = \"DECIDE\"" };
        let _ = writeln!(text, "context = [ {{ concept = \"period\", take = {take} }} ]");
    }
    text
}

/// What else stands on a sheet: hidden parts, and cells with digits that belong to no table.
fn remarks(grid: &Grid, found: &[Found]) -> String {
    let mut text = String::new();
    let hidden = [("sheet", grid.hidden), ("rows", !grid.hidden_rows.is_empty()), ("columns", !grid.hidden_columns.is_empty())];
    for (part, _) in hidden.iter().filter(|(_, is_hidden)| *is_hidden) {
        let _ = writeln!(
            text,
            "\n# Something hidden: \"ignore\", \"use\" or \"suppress\"?\n[[hidden]]\npart = \"{part}\"\nsheet = {}\ndecision = \"{DECIDE}\"\nreason = \"\"",
            quoted(&grid.name)
        );
    }
    let outside = grid.cells.iter().filter(|(at, _)| !found.iter().any(|table| table.cells.contains(at)));
    for (at, cell) in outside.filter(|(_, cell)| crate::normalize::has_digit(&cell.text)) {
        let shown: String = in_comment(&cell.text).chars().take(80).collect();
        let _ = writeln!(text, "# not in a table: {} › {at}: {shown}", in_comment(&grid.name));
    }
    text
}

/// Whether an axis is anything but periods, which are read and not guessed.
fn about_labels(axes: &[Vec<String>]) -> bool {
    axes.iter().flatten().any(|concept| concept != "period")
}

/// A text on one line and without control characters, for neither may stand in a comment.
fn in_comment(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A TOML list of texts.
fn list(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
}

/// What the labels are most likely about: periods, or the concept under which most of them are known; and any other concept under which at least
/// half of them are known to the letter, for a label can be about a sex and an age. Where nothing is known, the one at the place `default`.
fn concepts(area: Sender, labels: &[String], plan: &Plan, default: usize) -> Vec<String> {
    if !labels.is_empty() && labels.iter().all(|label| ReferencePeriod::parse(label).is_some()) {
        return vec!["period".to_owned()];
    }
    let tried = tried(plan);
    let known = |word: &&str| {
        let Some(concept) = WordConcept::parse(word, plan.lists.structure()) else { return 0 };
        let is_country = |label: &&String| concept.has_countries() && plan.senders.values().any(|other| other.names.find(label).is_some());
        // A total is a total of anything.
        let says_something =
            |label: &&String| candidates(area, &[concept], label, plan).1.first().is_some_and(|first| !is_total(concept, &first.code));
        labels.iter().filter(|label| is_country(label) || says_something(label)).count()
    };
    // Of concepts that know as many the first stands, but one that knows none decides nothing.
    let best = tried.iter().rev().max_by_key(|word| known(word)).filter(|word| known(word) > 0);
    let best = best.or_else(|| tried.get(default)).copied().unwrap_or_default();
    let to_the_letter = |word: &&&str| {
        let Some(concept) = WordConcept::parse(word, plan.lists.structure()) else { return false };
        let is_same =
            |label: &&String| candidates(area, &[concept], label, plan).1.first().is_some_and(|first| first.is_same_word_elsewhere);
        labels.iter().filter(is_same).count().saturating_mul(2) >= labels.len().max(1)
    };
    let others = tried.iter().filter(|word| **word != best).filter(to_the_letter);
    std::iter::once(&best).chain(others).map(|word| (*word).to_owned()).collect()
}

/// Whether a code is the total of a concept.
fn is_total(concept: WordConcept, code: &str) -> bool {
    concept.code_concept().is_some_and(|concept| concept.declared().default == code)
}

fn collect(
    (area, names): (Sender, Option<&CountryNames>),
    axis: &str,
    labels: &[String],
    plan: &Plan,
    lines: &mut BTreeMap<(usize, String), Vec<Candidate>>,
) {
    let Some(concept) = WordConcept::parse(axis, plan.lists.structure()).filter(|_| axis != "period") else { return };
    let order = tried(plan).iter().position(|word| *word == axis).unwrap_or(usize::MAX);
    // Country names in the language of the area need no line.
    let is_named = |label: &String| concept.has_countries() && names.is_some_and(|names| names.find(label).is_some());
    for label in labels.iter().filter(|label| !is_named(label)) {
        lines.entry((order, label.clone())).or_insert_with(|| candidates(area, &[concept], label, plan).1);
    }
}

fn crosswalk(lines: &BTreeMap<(usize, String), Vec<Candidate>>, tried: &[&str]) -> String {
    let mut records = vec![CROSSWALK.map(str::to_owned)];
    for ((order, label), candidates) in lines {
        let concept = tried.get(*order).copied().unwrap_or_default();
        let first = candidates.first();
        let (predicate, code) = first.map_or(("", ""), |candidate| (candidate.predicate.name(), candidate.code.as_str()));
        let reasons: Vec<String> = candidates.iter().map(|candidate| format!("{}: {}", candidate.code, candidate.reason)).collect();
        let comment = if reasons.is_empty() { "no candidate".to_owned() } else { reasons.join("; ") };
        records.push([concept, &literal(label), predicate, code, "", "", "", "", "", "", PROPOSAL, "", "", &comment].map(str::to_owned));
    }
    String::from_utf8(document(records)).unwrap_or_default()
}

/// The facts that the targets ask for, each with the values that there are, to be filled in.
fn facts(plan: &Plan) -> String {
    let mut text = "# What the figures mean. ContextSource the # away from what the source states, write measure, value and source, and delete the rest; what it does not\n\
        # state belongs into a [[not_stated]].\n"
        .to_owned();
    let mut written: BTreeSet<&str> = BTreeSet::new();
    for target in plan.targets.all() {
        if !written.insert(target.concept.as_str()) {
            continue;
        }
        let (name, description) = plan.lists.page("fact", &target.concept).unwrap_or(("", ""));
        let values = plan.lists.fact_values(&target.concept).join(" | ");
        let _ = write!(
            text,
            "\n# {name}. {description}\n# [[fact]]\n# measure = \"\"\n# concept = \"{}\"\n# value = \"\"   # {values}\n# source = \"\"\n",
            target.concept
        );
    }
    text
}

/// A text that a layout looks for: what would be read as a pattern is written so that it is none.
fn text_of(text: &str) -> Cow<'_, str> {
    if text.starts_with('/') { literal(text) } else { Cow::Borrowed(text) }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
