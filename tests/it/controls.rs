//! Words of a submission are data: no terminal, no log of a build server, no reader of XML and no spreadsheet program takes them for anything else.

use std::io::{Cursor, Read as _, Write as _};

use roundup::cli::{Status, Streams, main};

use crate::support::{EMPTY_CROSSWALK, Project, Said, program, say};

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*\"\n[[table]]\nid = \"t\"\nanchor = \"Form\"\n\
    columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";

/// What acts on a terminal, on a log or on what reads the answer.
const HOSTILE: [&str; 15] = [
    "\u{1b}[31mred",
    "\u{1b}]8;;http://example.org\u{7}link\u{1b}]8;;\u{7}",
    "\u{1b}]0;title\u{1b}\\",
    "\u{9b}2Jcsi",
    "\u{90}dcs\u{9c}",
    "\u{85}next",
    "bell\u{7}\u{8}\u{8}\u{7f}",
    "back\rover",
    "\u{202e}gnp.exe",
    "\u{2066}isolate\u{2069}",
    "line\u{2028}::error::separator",
    "two\n::stop-commands::token",
    "::error::first",
    "##[error]legacy",
    "]]>&<!-- x -->\u{fffe}",
];

/// Why an answer is not only text; `None` if it is. `github` may have its own commands.
fn acts(text: &str, is_github: bool) -> Option<String> {
    let bidi = |c: char| matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    if let Some(c) = text.chars().find(|c| (c.is_control() && *c != '\n') || bidi(*c)) {
        let line = text.lines().find(|line| line.contains(c)).unwrap_or_default();
        return Some(format!("{c:?} in {line:?}"));
    }
    let own =
        ["::error file=", "::warning file=", "::notice file=", "::warning title=not checked::", "::notice title=not for publication::"];
    let is_command = |line: &&str| {
        let line = line.trim_start();
        line.contains("##[") || (line.starts_with("::") && !(is_github && own.iter().any(|own| line.starts_with(own))))
    };
    text.lines().find(is_command).map(|line| format!("a command: {line:?}"))
}

fn assert_is_text(said: &Said, words: &[&str]) {
    let is_github = words.contains(&"github");
    for (stream, text) in [("out", &said.out), ("err", &said.err)] {
        assert_eq!(acts(text, is_github), None, "{words:?} on {stream}");
    }
}

/// A workbook of one sheet with a name that a writer would refuse.
fn workbook(sheet: &str, label: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet().set_name("PLAIN").expect("a name");
    for (row, [first, second]) in (0..).zip([["Form", "2016"], [label, "5x"]]) {
        page.write(row, 0, first).expect("a cell");
        page.write(row, 1, second).expect("a cell");
    }
    page.insert_note(1, 0, &rust_xlsxwriter::Note::new(label)).expect("a note");
    let bytes = book.save_to_buffer().expect("a workbook");
    let escaped: Vec<String> = sheet.chars().map(|c| format!("&#{};", u32::from(c))).collect();
    let escaped = escaped.concat();
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).expect("a part");
        let (name, mut content) = (part.name().expect("a name").into_owned(), Vec::new());
        part.read_to_end(&mut content).expect("its bytes");
        if name == "xl/workbook.xml" {
            content = String::from_utf8(content).expect("UTF-8").replace("\"PLAIN\"", &format!("\"{escaped}\"")).into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(&content).expect("its bytes");
    }
    to.finish().expect("a container").into_inner()
}

/// Hostile texts as labels, headers, values, notes, names of sheets and of files, in mapping files and in the description of the submission.
fn hostile() -> Project {
    let project = Project::new();
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let all = HOSTILE.join(" ").replace('\u{fffe}', "");
    let layout = format!(
        "{LAYOUT}[[table]]\nid = {0}\nanchor = {0}\ncolumns = [{{ only = {0} }}]\nrows = [{{ concepts = [\"form\"] }}]\n\
         set = {{ measure = \"VICT_ID\" }}\n[[out_of_scope]]\ntext = \"7\"\nreason = {0}\n",
        quoted(&all)
    );
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    let mut crosswalk = format!("{EMPTY_CROSSWALK}form,Sexual,skos:exactMatch,SEX,,,,,,,,\n").into_bytes();
    let mut mapped = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // A decision stands on one line.
    for text in HOSTILE.map(|text| text.replace(['\n', '\r'], " ")) {
        let text = text.as_str();
        mapped
            .write_record(["form", &format!("{text} mapped"), "skos:exactMatch", "LAB", "", "", text, "", text, text, text, text])
            .expect("a line");
        mapped.write_record(["form", &format!("{text} used"), "skos:exactMatch", "SEX", "", "", "", "", "", "", "", text]).expect("a line");
    }
    crosswalk.extend(mapped.into_inner().expect("bytes"));
    project.write("mappings/xx/crosswalk.csv", &crosswalk);
    for (number, text) in HOSTILE.iter().enumerate() {
        let mut csv = csv::Writer::from_writer(Vec::new());
        for row in
            [["Form", "2016", &format!("2017 {text}")], ["Sexual", "5", text], [text, "6", "9"], [&format!("{text} used"), "8", "1.5"]]
        {
            csv.write_record(row).expect("a row");
        }
        let bytes = csv.into_inner().expect("bytes");
        project.write(&format!("raw/2020/xx/{number}.csv"), &bytes);
        project.write(&format!("raw/2020/xx/{}.csv", text.replace('/', "_")), &bytes);
        project.write(&format!("raw/2020/xx/book{number}.xlsx"), &workbook(text, text));
    }
    project.write("raw/2020/xx/nul.csv", b"Form,2016\nSex\0ual,5\n\0,6\n");
    project.write(
        "raw/2020/xx/SOURCE.toml",
        format!("producer = {0}\ntitle = {0}\n[[file]]\nname = {0}\nsha256 = {0}\n", quoted(&all)).as_bytes(),
    );
    project.write(&format!("raw/2020/{}/data.csv", "\u{1b}[31m"), b"x");
    project
}

#[test]
fn no_command_lets_words_of_a_submission_act() {
    let project = hostile();
    let path = |name: &str| project.path(name).to_string_lossy().into_owned();
    let (raw, mappings) = (path("raw"), path("mappings"));
    let own = ["--raw", raw.as_str(), "--mappings", mappings.as_str()];
    let files: Vec<String> = HOSTILE.iter().map(|text| path(&format!("raw/2020/xx/{}.csv", text.replace('/', "_")))).collect();
    let mut commands: Vec<Vec<&str>> = Vec::new();
    for format in ["text", "short", "json", "sarif", "junit", "github", "markdown"] {
        commands.push(vec!["check", "--format", format]);
        commands.push(vec!["check", "--format", format, "--public"]);
    }
    commands.extend([
        vec!["check", "-v"],
        vec!["check", "-v", "--round", "\u{1b}[31m"],
        vec!["check", "raw/\u{1b}[31m\u{9b}"],
        vec!["check", "--select", "\u{1b}[31m"],
        vec!["\u{1b}[31m"],
        vec!["suggest", "xx"],
        vec!["suggest", "xx", "--layout"],
        vec!["coverage"],
        vec!["coverage", "--format", "csv"],
        vec!["map"],
        vec!["trace", "XX.2016"],
        vec!["trace", "2"],
        vec!["trace", "XX.\u{1b}[31m"],
        vec!["trace", "xx/0.csv!csv!B2"],
        vec!["trace", "xx/0.csv!csv!A3"],
        vec!["compare", "xx", "yy"],
        vec!["accept", "cell-not-a-count", "xx/0.csv!csv!C4", "--reason", "\u{1b}[31m", "--who", "\u{9b}", "--date", "2020-03-01"],
        vec!["accept", "cell-not-a-count", "xx/none.csv!csv!C4", "--reason", "r", "--who", "w", "--date", "2020-03-01"],
        vec!["accept", "cell-not-a-count", "\u{1b}[31m!\u{9b}!A1", "--reason", "r", "--who", "w", "--date", "\u{1b}"],
        vec!["explain", "\u{1b}[31m"],
        vec!["tabulate", "xx", "\u{1b}[31m", "--by", "\u{9b}"],
    ]);
    let books: Vec<String> = (0..HOSTILE.len()).map(|number| path(&format!("raw/2020/xx/book{number}.xlsx"))).collect();
    for file in files.iter().chain(&books) {
        commands.push(vec!["show", file.as_str()]);
    }
    let drafted: Vec<String> =
        HOSTILE.iter().enumerate().map(|(n, _)| format!("z{}", char::from(b'a' + u8::try_from(n).expect("small")))).collect();
    for (area, file) in drafted.iter().zip(&files) {
        commands.push(vec!["new", area.as_str(), file.as_str(), "--language", "en"]);
    }
    for words in commands {
        let takes_folders = words.len() > 1 && words[0] != "explain";
        let said = say(&[&words[..], if takes_folders { &own[..] } else { &[] }].concat());
        assert_is_text(&said, &words);
        if words.contains(&"junit") {
            assert_is_xml(&said.out);
        }
        if words.contains(&"json") || words.contains(&"sarif") {
            let _: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
        }
        if words.contains(&"--format") && words[0] == "check" {
            assert_eq!(said.status, Status::Mapping, "{words:?}: {}", said.err);
        }
        if words[0] == "show" || words[0] == "new" {
            // A text with control characters in it may be taken for no text at all.
            let is_binary = said.err.contains("binary content") || said.err.contains("DECIDE");
            assert!(said.status == Status::Clean || is_binary, "{words:?}: {}", said.err);
        }
    }
    for area in drafted.iter().filter(|area| project.path(&format!("mappings/{area}")).exists()) {
        let text = std::fs::read_to_string(project.path(&format!("mappings/{area}/layout.toml"))).expect("a layout");
        assert!(text.parse::<toml::Table>().is_ok(), "{area}: {text}");
    }
    let said = say(&["fmt", "--check", &files[0], "--mappings", &mappings]);
    assert_is_text(&said, &["fmt"]);
}

#[test]
fn a_run_its_outputs_a_comparison_and_the_log_say_only_text() {
    let project = hostile();
    let folder = project.path("");
    for out in ["old", "new"] {
        let said = program(&folder, &["run", "--only", "csv,package", "--out", out, "-vvv"]);
        assert_eq!(said.status, Status::Mapping, "{}", said.err);
        assert_is_text(&said, &["run", "-vvv"]);
        for (name, bytes) in crate::support::files(&project.path(out)) {
            // JSON has a form of its own for ESC and its like; C1 are characters to it.
            let text = String::from_utf8(bytes).expect("UTF-8");
            let text = if [".json"].iter().any(|end| name.ends_with(end)) { text.replace('\u{9b}', "") } else { text };
            assert!(!text.contains('\u{1b}') && !text.contains('\u{9b}') && !text.contains('\u{7}'), "{name}");
        }
        // Other figures in the second run.
        for number in 0..HOSTILE.len() {
            let file = format!("raw/2020/xx/{number}.csv");
            let text = std::fs::read_to_string(project.path(&file)).expect("a file");
            project.write(&file, text.replace(",5,", ",15,").as_bytes());
        }
        for text in HOSTILE {
            let _ = std::fs::remove_file(project.path(&format!("raw/2020/xx/{}.csv", text.replace('/', "_"))));
        }
    }
    for format in ["text", "json", "markdown"] {
        let said = program(&folder, &["diff", "old/2020", "new/2020", "--format", format]);
        assert_eq!(said.status, Status::Clean, "{}", said.err);
        assert!(!said.out.is_empty());
        assert_is_text(&said, &["diff", format]);
    }
    let said = program(&folder, &["check", "--log-format", "json", "-vvv"]);
    assert_is_text(&said, &["check", "--log-format", "json"]);
}

/// With colours, only those of the program.
#[test]
fn colours_are_the_programs_own() {
    let project = hostile();
    let (raw, mappings) = (project.path("raw"), project.path("mappings"));
    let words =
        ["roundup", "check", "-v", "--raw", &raw.to_string_lossy(), "--mappings", &mappings.to_string_lossy()].map(Into::into).to_vec();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    main(words, &mut Streams { out: &mut out, err: &mut err, terminal: false, colour: true, reader: None });
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(text.contains("\u{1b}[1;31merror\u{1b}[0m"), "no colour");
    // A submission that guesses the program's colours may write them; nothing else.
    let plain =
        ["\u{1b}[1;31m", "\u{1b}[33m", "\u{1b}[36m", "\u{1b}[1m", "\u{1b}[0m"].iter().fold(text, |text, style| text.replace(style, ""));
    assert_eq!(acts(&plain, false), None);
}

fn assert_is_xml(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}")) {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(start) | quick_xml::events::Event::Empty(start) => {
                for attribute in start.attributes() {
                    attribute.expect("an attribute");
                }
            }
            _ => {}
        }
    }
    let is_of_xml = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(is_of_xml), "a character that XML does not have");
    // References to such characters are as little allowed.
    for reference in ["&#0;", "&#27;", "&#x1b;", "&#x1B;", "&#65534;"] {
        assert!(!text.contains(reference), "{reference}");
    }
}

/// Labels that a spreadsheet program would calculate, or that the reader of mapping files would take for a comment or a pattern.
const SIGNED: [&str; 14] = [
    "Women\nand girls",
    "=A\r\n+B",
    "=HYPERLINK(\"http://example.org\")",
    "=cmd|'/c calc'!A",
    "=A+B",
    "+cmd",
    "-A+B",
    "- of which girls",
    "@SUM(A)",
    "#REF",
    "/Sex/",
    "/(/",
    "'=A",
    "'t Gooi",
];

fn begins_a_formula(field: &str) -> bool {
    field.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A sheet whose row labels these are.
fn signed_sheet() -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["Form", "2016"]).expect("a header");
    for label in SIGNED {
        csv.write_record([label, "5"]).expect("a row");
    }
    csv.into_inner().expect("bytes")
}

/// The fields of a mapping file, none of which may begin a formula.
fn fields(project: &Project, name: &str) -> Vec<Vec<String>> {
    let bytes = std::fs::read(project.path(name)).expect("a mapping file");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    for field in rows.iter().flatten() {
        assert!(!begins_a_formula(field), "{name}: {field:?}");
    }
    rows
}

/// Decides all proposals: the justification is a person's, and each line has a code.
fn decide(project: &Project, name: &str) {
    let rows = fields(project, name);
    let column = |name: &str| rows[0].iter().position(|own| own == name).expect("a column");
    let (predicate, code, justification) = (column("predicate"), column("code"), column("justification"));
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    for (number, mut row) in rows.iter().cloned().enumerate() {
        if number > 0 {
            (row[predicate], row[code], row[justification]) =
                ("skos:exactMatch".into(), "SEX".into(), "semapv:ManualMappingCuration".into());
        }
        writer.write_record(row).expect("a row");
    }
    project.write(name, &writer.into_inner().expect("bytes"));
}

fn short_check(project: &Project, words: &[&str]) -> Said {
    program(&project.path(""), &[&["check", "--format", "short"], words].concat())
}

fn codes(said: &Said, code: &str) -> usize {
    said.out.lines().filter(|line| line.contains(&format!(": {code}: "))).count()
}

#[test]
fn a_draft_guards_labels_and_maps_them_once_decided() {
    let project = Project::new();
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    std::fs::remove_dir_all(project.path("mappings/xx")).expect("a folder");
    project.write("raw/2020/xx/data.csv", &signed_sheet());
    project.describe_source("xx");
    let said = program(&project.path(""), &["new", "xx", "data.csv", "--language", "en"]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    for file in ["crosswalk.csv", "articles.csv"] {
        fields(&project, &format!("mappings/xx/{file}"));
    }
    let before = short_check(&project, &[]);
    assert_eq!(codes(&before, "proposal-undecided"), SIGNED.len(), "{}", before.out);
    assert_eq!(codes(&before, "label-unmapped"), 0, "{}", before.out);
    decide(&project, "mappings/xx/crosswalk.csv");
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    let after = short_check(&project, &[]);
    for code in ["label-unmapped", "proposal-undecided", "line-unused", "pattern-invalid"] {
        assert_eq!(codes(&after, code), 0, "{}", after.out);
    }
}

#[test]
fn proposals_guard_labels_and_map_them_once_decided() {
    let project = Project::new();
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    // Another state knows the words, written as they stand where a table can hold them so.
    project.write("mappings/yy/layout.toml", LAYOUT.as_bytes());
    let mut other = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    other.write_record(["concept", "label", "predicate", "code", "justification"]).expect("a header");
    for label in SIGNED {
        let label = if label.starts_with('/') || label.starts_with("'=") { format!("'{label}") } else { label.to_owned() };
        other.write_record(["form", &label, "skos:exactMatch", "SEX", "semapv:ManualMappingCuration"]).expect("a line");
    }
    project.write("mappings/yy/crosswalk.csv", &other.into_inner().expect("bytes"));
    project.write("raw/2020/xx/data.csv", &signed_sheet());
    project.describe_source("xx");
    assert_eq!(codes(&short_check(&project, &["--area", "xx"]), "label-unmapped"), SIGNED.len());
    let said = program(&project.path(""), &["suggest", "xx", "--write"]);
    assert_eq!(said.status, Status::Clean, "{}", said.err);
    assert!(said.err.contains(&format!("{} proposals appended", SIGNED.len())), "{}{}", said.out, said.err);
    // The lines that are shown for pasting are guarded as well.
    for line in said.out.lines().filter(|line| line.trim_start().starts_with("form,")) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.trim().as_bytes());
        let record = reader.records().next().expect("a record").expect("a record");
        assert!(!begins_a_formula(&record[1]), "{line}");
    }
    assert_eq!(fields(&project, "mappings/xx/crosswalk.csv").len(), SIGNED.len() + 1);
    // A second call has nothing to add.
    let again = program(&project.path(""), &["suggest", "xx", "--write"]);
    assert!(again.err.contains("0 proposals appended"), "{}{}", again.out, again.err);
    decide(&project, "mappings/xx/crosswalk.csv");
    let after = short_check(&project, &["--area", "xx"]);
    for code in ["label-unmapped", "proposal-undecided", "line-unused", "pattern-invalid"] {
        assert_eq!(codes(&after, code), 0, "{}", after.out);
    }
}

/// A header with a line break, or with quotation marks and control characters: the patch is of whole lines, applies, and the table is found.
#[test]
fn a_patch_for_a_header_of_several_lines_applies() {
    for (anchor, only) in [
        ("Form of\nexploitation found", "Number\nof persons"),
        ("Form of\r\nexploitation found", "Number\r\nof persons"),
        ("Form of \"the\" exploitation", "Number 'of' persons \\ victims"),
        ("Form\tof exploitations", "Number  of \n\n persons"),
        ("Form of exploitation \u{1b}[m", "Number of persons \u{9b}\u{7f}"),
        ("\n::error::Form of exploitation", "Number of persons\u{2028}"),
        ("Form of \"\"\"exploitation'''", "Number of persons #\n+++ x"),
    ] {
        let project = Project::new();
        let layout = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n\n[[table]]\nid = \"form\"\nanchor = \"Form of exploitation\"  # of the victims\n\
            columns = [ { only = 'Number of persons' } ]\nrows = [ { concepts = [\"form\"] } ]\nset = { measure = \"VICT_ID\", period = \"2016\" }\n";
        project.write("mappings/xx/layout.toml", layout.as_bytes());
        project.write("mappings/xx/crosswalk.csv", format!("{EMPTY_CROSSWALK}form,Sexual,skos:exactMatch,SEX,,,,,,,,\n").as_bytes());
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record([anchor, only]).expect("a header");
        csv.write_record(["Sexual", "5"]).expect("a row");
        project.write("raw/2020/xx/data.csv", &csv.into_inner().expect("bytes"));
        project.describe_source("xx");
        // The nearest anchor first, then the nearest header under it; what is the same needs no patch.
        for _ in 0..2 {
            let said = program(&project.path(""), &["suggest", "xx", "--layout"]);
            assert_is_text(&said, &["suggest", "--layout", anchor]);
            let patched = apply(&layout_of(&project), &said.out);
            assert!(patched.parse::<toml::Table>().is_ok(), "{patched}");
            project.write("mappings/xx/layout.toml", patched.as_bytes());
        }
        let said = short_check(&project, &[]);
        assert_eq!(
            (said.status, codes(&said, "anchor-not-found")),
            (Status::Clean, 0),
            "{anchor:?} {only:?}: {}\n{}",
            said.out,
            layout_of(&project)
        );
    }
}

fn layout_of(project: &Project) -> String {
    std::fs::read_to_string(project.path("mappings/xx/layout.toml")).expect("a layout")
}

/// Applies a patch of hunks of one line, each of which has to fit.
fn apply(text: &str, patch: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let patch: Vec<&str> = patch.lines().collect();
    if patch.is_empty() {
        return text.to_owned();
    }
    assert!(patch[0].starts_with("--- ") && patch[1].starts_with("+++ "), "{patch:?}");
    for hunk in patch[2..].chunks(3) {
        let [head, old, new] = hunk else { panic!("{patch:?}") };
        let number = head.strip_prefix("@@ -").and_then(|rest| rest.split(' ').next()).and_then(|number| number.parse::<usize>().ok());
        let number = number.unwrap_or_else(|| panic!("{head}"));
        assert_eq!(*head, format!("@@ -{number} +{number} @@"));
        assert_eq!(format!("-{}", lines[number - 1]), *old);
        new.strip_prefix('+').expect("a new line").clone_into(&mut lines[number - 1]);
    }
    lines.join("\n") + "\n"
}
