//! What a cell means: formulas and what a correction does to them, and numbers at the edge of what a machine can hold.

use rust_xlsxwriter::{Formula, Workbook};

use crate::support::{Project, lines, output, records};

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*\"\n[[table]]\nid = \"form\"\nanchor = \"Form\"\n\
    columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";
const CROSSWALK: &str =
    "concept,label,predicate,code\nform,Sexual,skos:exactMatch,SEX\nform,Labour,skos:exactMatch,LAB\nform,Total,skos:exactMatch,_T\n";

/// A workbook with two numbers and their sum, as the file stores it.
fn with_sum(stored: &str) -> Project {
    let project = Project::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("T").expect("a name");
    for (row, (label, number)) in (0..).zip([("Form", 2016), ("Sexual", 3), ("Labour", 9)]) {
        sheet.write(row, 0, label).expect("a cell").write(row, 1, number).expect("a cell");
    }
    sheet.write(3, 0, "Total").expect("a cell").write(3, 1, Formula::new("=SUM(B2:B3)").set_result(stored)).expect("a formula");
    project.write("raw/2020/xx/data.xlsx", &book.save_to_buffer().expect("a workbook"));
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.as_bytes());
    project.describe_source("xx");
    project
}

fn correct(project: &Project, cell: &str, expects: &str, becomes: &str) {
    let text = format!(
        "[[correction]]\nfile = \"data.xlsx\"\nsheet = \"T\"\ncell = \"{cell}\"\nexpects = \"{expects}\"\nbecomes = \"{becomes}\"\n\
         reason = \"confirmed\"\nsource = \"a letter\"\n"
    );
    project.write("mappings/xx/corrections.toml", text.as_bytes());
}

/// The findings about formulas.
fn formulas(project: &Project) -> Vec<String> {
    lines(&project.run()).into_iter().filter(|line| line.contains("formula")).collect()
}

#[test]
fn a_formula_counts_what_the_file_holds() {
    let right = with_sum("12");
    assert_eq!(formulas(&right), Vec::<String>::new());
    // A summand that is confirmed is text for Roundup, and still a number of the file.
    correct(&right, "B3", "9", "9");
    assert_eq!(formulas(&right), Vec::<String>::new());
    correct(&right, "B3", "9", "10");
    assert_eq!(formulas(&right), Vec::<String>::new());
    let wrong = with_sum("13");
    let expected = ["warning formula-value-differs @ xx/data.xlsx!T!B4 : the stored value 13"];
    assert_eq!(formulas(&wrong), expected);
    correct(&wrong, "B3", "9", "9");
    assert_eq!(formulas(&wrong), expected);
    // Of a corrected formula the correction speaks.
    correct(&wrong, "B4", "13", "12");
    assert_eq!(formulas(&wrong), Vec::<String>::new());
    let rows = records(&output(&wrong.run(), "harmonized.csv"));
    let total = rows.iter().find(|row| row["EXPL_FORM"] == "_T").expect("the total");
    assert_eq!(total["OBS_VALUE"], "12");
}

/// Numbers up to the greatest are read and added, by a round that suppresses, too; larger ones are findings. Nothing of it ends in a panic.
#[test]
fn numbers_have_an_end_and_their_sums_too() {
    const GREATEST: &str = "9007199254740991";
    let too_large = |cells: &[&str]| -> Vec<String> {
        cells.iter().map(|cell| format!("error cell-not-a-count @ xx/data.csv!csv!{cell} : the number 10000000000000000000")).collect()
    };
    let large = "10000000000000000000";
    let crosswalk = format!("{CROSSWALK}form,Begging,skos:exactMatch,BEG\n");
    for (text, expected) in [
        (format!("Form,2016,2017,2016-2017\nSexual,{large},3,7\nLabour,3,7,10\n"), too_large(&["B2"])),
        (format!("Form,2016,2017\nSexual,{large},{large}\nLabour,3,7\nTotal,3,{large}\n"), too_large(&["B2", "C2", "C4"])),
        (
            format!(
                "Form,2016,2017,2016-2017\nSexual,{GREATEST},{GREATEST},{GREATEST}\nLabour,{GREATEST},3,10\nTotal,{GREATEST},{GREATEST},8\n"
            ),
            Vec::new(),
        ),
        (format!("Form,2016\nSexual,{GREATEST}\nLabour,{GREATEST}\nBegging,3\nTotal,4\n"), Vec::new()),
        (format!("Form,2016\nSexual,<{GREATEST}\nLabour,≥{GREATEST}\nBegging,{GREATEST}–{GREATEST}\nTotal,4\n"), Vec::new()),
    ] {
        for below in [0, 5] {
            let project = Project::new();
            let rounds = format!("[[round]]\nid = \"2020\"\nsuppress_below = {below}\nyears = [2016, 2017]\nareas = [\"XX\"]\n");
            project.write("mappings/rounds.toml", rounds.as_bytes());
            project.write("raw/2020/xx/data.csv", text.as_bytes());
            project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
            project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
            project.describe_source("xx");
            let found: Vec<String> = lines(&project.run()).into_iter().filter(|line| line.contains("cell-not-a-count")).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
