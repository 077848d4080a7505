//! What a cell shows as a percentage is read as one, whatever the format of the workbook; what it shows as a count is not.

use std::path::Path;

use roundup::ingest::{CellType, Grid};
use roundup::model::CellRef;
use rust_xlsxwriter::{Format, Workbook};

use crate::support::root;

fn sheet(path: &Path) -> Grid {
    let (workbook, findings) = roundup::pipeline::look(path, None).expect("a file");
    let found: Vec<String> = findings.iter().map(|finding| format!("{} {}", finding.code.name, finding.found)).collect();
    let mut sheets = workbook.unwrap_or_else(|| panic!("{}: {}", path.display(), found.join("\n"))).sheets;
    assert_eq!(sheets.len(), 1, "{}", path.display());
    sheets.remove(0)
}

fn texts(grid: &Grid, row: u32) -> Vec<(&str, bool)> {
    (1..4).filter_map(|col| grid.cells.get(&CellRef::new(row, col))).map(|cell| (&*cell.text, cell.cell_type == CellType::Number)).collect()
}

/// The corpus has the same cells in each of the old formats.
#[test]
fn each_format_of_workbooks() {
    for file in ["xls/percent_formats.xls", "xlsb/percent_formats.xlsb"] {
        let grid = sheet(&root().join("tests/corpus").join(file));
        assert_eq!(texts(&grid, 3), [("100%", false), ("85%", false), ("11.25%", false)], "{file}");
        assert_eq!(texts(&grid, 4), [("85%", false), ("5", true), ("50%", false)], "{file}");
        assert_eq!(texts(&grid, 2), [("2016", true), ("2017", true), ("2018", true)], "{file}");
    }
    // A cell that has no column of its own in the file.
    let grid = sheet(&root().join("tests/corpus/xlsb/percent_formats.xlsb"));
    assert_eq!(texts(&grid, 6), [("20", true), ("90%", false), ("16", true)]);
    let grid = sheet(&root().join("tests/corpus/ods/percent_formats.ods"));
    assert_eq!(texts(&grid, 3), [("100%", false), ("85 %", false), ("11.25%", false)]);
    assert_eq!(texts(&grid, 4), [("85%", false), ("5", true), ("50%", false)]);
}

#[test]
fn formats_of_an_xlsx() {
    let cases = [
        ("0%", 0.85, "85%", false),
        ("0%", 1.0, "100%", false),
        ("0\" %\"", 85.0, "85%", false),
        ("0\\%", 85.0, "85%", false),
        ("0.0\" per cent\"", 0.5, "0.5%", false),
        ("General\"%\"", 85.0, "85%", false),
        ("[Red]0%", 0.5, "50%", false),
        ("0;\"% \"0", 7.0, "7", true),
        ("0;\"% \"0", -7.0, "-7%", false),
        ("0\" ‰\"", 85.0, "85‰", false),
        ("0_%", 12.0, "12", true),
        ("0\" persons\"", 12.0, "12", true),
        ("General", 12.0, "12", true),
    ];
    let mut book = Workbook::new();
    let first = book.add_worksheet();
    for (row, (code, number, ..)) in (0..).zip(cases) {
        first.write_with_format(row, 1, number, &Format::new().set_num_format(code)).expect("a cell");
    }
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let path = folder.path().join("a.xlsx");
    book.save(&path).expect("a workbook");
    let grid = sheet(&path);
    for (row, (code, number, text, is_number)) in (0..).zip(cases) {
        assert_eq!(texts(&grid, row), [(text, is_number)], "{code} of {number}");
    }
}

/// Broken bytes give a workbook or a finding, and no panic.
#[test]
fn broken_containers() {
    let whole = std::fs::read(root().join("tests/corpus/xls/percent_formats.xls")).expect("a corpus file");
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let path = folder.path().join("a.xls");
    for at in (24..whole.len()).step_by(97) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        std::fs::write(&path, &bytes).expect("a file");
        let (workbook, findings) = roundup::pipeline::look(&path, None).expect("a file");
        assert!(workbook.is_some() || findings.iter().next().is_some(), "byte {at}");
    }
}
