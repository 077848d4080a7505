//! One small workbook per defect: `tests/corpus/<format>/<defect>.*`, made by `tests/corpus/make.py`.

use std::collections::BTreeMap;

use crate::support::{EMPTY_CROSSWALK, Project, is_of_made_up, lines, read, records, root};

/// Each file of the corpus gives the codes that `expected.csv` names, and no others.
#[test]
fn every_defect_gives_its_findings() {
    let mut wrong = Vec::new();
    for record in records(&read("tests/corpus/expected.csv")) {
        let project = Project::new();
        let name = record["file"].rsplit('/').next().expect("a name").to_owned();
        project.write(
            &format!("raw/2020/xx/{name}"),
            &std::fs::read(root().join("tests/corpus").join(&record["file"])).expect("a corpus file"),
        );
        project.write("mappings/xx/layout.toml", read("tests/corpus/layout.toml").as_bytes());
        project.write("mappings/xx/crosswalk.csv", format!("{EMPTY_CROSSWALK}{}", read("tests/corpus/crosswalk.csv")).as_bytes());
        project.describe_source("xx");
        let outcome = project.run();
        // The shared layout knows more than one file holds: unused lines say nothing here.
        let found: Vec<String> = lines(&outcome).into_iter().filter(|line| !line.contains(" line-unused ")).collect();
        // A code, and the cell where it is; a finding about a whole file or sheet has none.
        let place = |finding: &roundup::diag::Finding| match finding.location.cell() {
            cell if cell.is_empty() => finding.code.name.to_owned(),
            cell => format!("{}@{cell}", finding.code.name),
        };
        let mut codes: Vec<String> =
            outcome.findings.iter().filter(|f| f.code.name != "line-unused" && !is_of_made_up(f)).map(place).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut expected: Vec<String> = record["findings"].split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        expected.sort_unstable();
        if codes != expected {
            wrong.push(format!("{}: expected {expected:?}, found\n{}", record["file"], found.join("\n")));
        }
        if !record["total"].is_empty() {
            let total = total(&outcome);
            if total != record["total"] {
                wrong.push(format!("{}: expected the total {}, found {total}", record["file"], record["total"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let defects = records(&read("tests/corpus/expected.csv")).iter().filter(|record| !record["findings"].is_empty()).count();
    assert!(defects >= 120, "{defects} defects");
}

/// A table in a format that is not read is called by its name, with what to do about it.
#[test]
fn formats_that_are_not_read_are_called_by_their_names() {
    let xlsx = "open it in a spreadsheet program and save it as xlsx";
    let (export, utf8) = ("export the table from the program that made it, as xlsx or csv", "save it as csv in UTF-8");
    let whole = "hand in the file itself";
    for (file, name, remedy) in [
        ("xml_2003.xls", "an Excel 2003 workbook in XML (SpreadsheetML)", xlsx),
        ("html.xls", "a web page (HTML)", xlsx),
        ("html_table.xls", "a web page (HTML)", xlsx),
        ("html_in_xml.xls", "a web page (HTML)", xlsx),
        ("html_in_utf16.xls", "a web page (HTML)", xlsx),
        ("mhtml.xls", "a web page in one file (MHTML)", xlsx),
        ("sylk.csv", "a SYLK file (slk)", xlsx),
        ("dif.csv", "a DIF file", xlsx),
        ("fods.ods", "an OpenDocument spreadsheet in one XML file (fods)", xlsx),
        ("lotus.xls", "a Lotus 1-2-3 worksheet", xlsx),
        ("excel4.xls", "an Excel 4 worksheet", xlsx),
        ("dbase.csv", "a dBase table", xlsx),
        ("utf32le_bom.csv", "a text in UTF-32", utf8),
        ("utf32be_bom.csv", "a text in UTF-32", utf8),
        ("utf32_without_mark.csv", "a text in UTF-32", utf8),
        ("utf7_bom.csv", "a text in UTF-7", utf8),
        ("json.csv", "JSON", export),
        ("parquet.csv", "a Parquet file", export),
        ("sqlite.csv", "an SQLite database", export),
        ("numbers.xlsx", "a document of Apple Numbers, Pages or Keynote", "open it in the program that made it and save it as xlsx"),
        ("letter.csv", "an e-mail", "hand in the file that was attached to it"),
        ("shortcut.xlsx", "a Windows shortcut, not the file that it leads to", whole),
        ("docx.xlsx", "a Word document (docx)", "ask for the table itself, saved as xlsx or csv"),
        ("pptx.xlsx", "a PowerPoint presentation (pptx)", "ask for the table itself, saved as xlsx or csv"),
    ] {
        let project = Project::new();
        let bytes = std::fs::read(root().join("tests/corpus/other").join(file)).expect("a corpus file");
        project.write(&format!("raw/2020/xx/{file}"), &bytes);
        project.write("mappings/xx/layout.toml", read("tests/corpus/layout.toml").as_bytes());
        project.describe_source("xx");
        let outcome = project.run();
        let finding = outcome.findings.iter().find(|finding| finding.code.name == "file-not-a-table");
        let finding = finding.unwrap_or_else(|| panic!("{file}: {}", lines(&outcome).join("\n")));
        assert_eq!((finding.found.as_str(), finding.remedy.as_str()), (name, remedy), "{file}");
    }
}

/// The value of the observation for 2016 with `_T` in each breakdown.
fn total(outcome: &roundup::pipeline::Outcome) -> String {
    let text = crate::support::output(outcome, "harmonized.csv");
    let is_total = |record: &BTreeMap<String, String>| record["EXPL_FORM"] == "_T" && record["TIME_PERIOD"] == "2016";
    records(&text).into_iter().find(is_total).map(|record| record["OBS_VALUE"].clone()).unwrap_or_default()
}
