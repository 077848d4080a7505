//! Words tell no suppressed number either: those of submissions, and those of stewards.

use crate::disclosure::{published, said};
use crate::support::{Project, records};

/// A word for each place in which words could tell a number. Of each it is known where it stands when nothing is suppressed.
pub(crate) const TOLD: [(&str, &str); 16] = [
    ("onealpha", "the name of a file"),
    ("twobravo", "the name of a sheet"),
    ("threecharlie", "a note on the cell of a suppressed figure"),
    ("fourdelta", "a note on the cell of a published figure"),
    ("fiveecho", "a label that a pattern matches"),
    ("sixfoxtrot", "a footnote"),
    ("sevengolf", "a remark of a crosswalk line"),
    ("eighthotel", "a caveat"),
    ("nineindia", "the remark of a fact"),
    ("tenjuliett", "what breaks a series"),
    ("elevenkilo", "what is out of scope"),
    ("twelvelima", "a published total"),
    ("thirteenmike", "the reason of a correction"),
    ("fourteennovember", "an answer to a finding"),
    ("fifteenoscar", "a label that no line knows"),
    ("sixteenpapa", "who says a fact"),
];

pub(crate) fn words_project(below: u64) -> Project {
    let project = Project::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("2016 twobravo").expect("the name of a sheet");
    let rows: [&[&str]; 8] = [
        &["Form", "2016", "2017"],
        &["Sexual", "3", "40"],
        &["Labour fiveecho*", "9", "50"],
        &["Crime fifteenoscar", "8", "20"],
        &["Begging", "8", "20"],
        &["Total", "18", "110"],
        &["", "", ""],
        &["* sixfoxtrot of them"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            match text.parse::<u32>() {
                Ok(number) => sheet.write(row, column, number).expect("a cell"),
                Err(_) => sheet.write(row, column, *text).expect("a cell"),
            };
        }
    }
    sheet.write(9, 0, "Of these elevenkilo 2").expect("a cell");
    sheet.insert_note(1, 1, &rust_xlsxwriter::Note::new("threecharlie girls")).expect("a note");
    sheet.insert_note(5, 2, &rust_xlsxwriter::Note::new("begging fourdelta")).expect("a note");
    project.write("raw/2020/xx/data onealpha.xlsx", &book.save_to_buffer().expect("a workbook"));
    project.describe_source("xx");
    let layout = "language = \"en\"\n[[file]]\nname = \"*.xlsx\"\n[[footnote]]\npattern = '^(?<mark>\\*)\\s+(?<text>.+)$'\n\
        [[out_of_scope]]\ntext = \"/^Of these/\"\nreason = \"elevenkilo persons\"\n\
        [[table]]\nid = \"form\"\nanchor = \"Form\"\ncolumns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\n\
        set = { measure = \"VICT_ID\" }\n";
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    let crosswalk = "concept,label,predicate,code,comment\nform,Sexual,skos:closeMatch,SEX,sevengolf of them\nform,/^Labour/,skos:exactMatch,LAB,\n\
        form,Begging,skos:exactMatch,BEG,\nform,Total,skos:exactMatch,_T,\nfootnote,/./,skos:exactMatch,U,\n";
    project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
    let facts = "[[fact]]\nmeasure = \"VICT_ID\"\nconcept = \"counted-by\"\nvalue = \"police\"\nsource = \"sixteenpapa\"\ncomment = \"nineindia\"\n\
        [[break]]\nmeasure = \"VICT_ID\"\nfrom = 2017\nwhat = \"tenjuliett\"\naffects = \"level\"\nsource = \"a letter\"\n\
        [[caveat]]\nmeasure = \"VICT_ID\"\ntext = \"eighthotel victims\"\nsource = \"a letter\"\nvalid_from = 2016\nvalid_to = 2016\n";
    project.write("mappings/xx/comparability.toml", facts.as_bytes());
    let corrections = "[[correction]]\nfile = \"data onealpha.xlsx\"\nsheet = \"2016 twobravo\"\ncell = \"B5\"\nexpects = \"8\"\nbecomes = \"7\"\n\
        reason = \"thirteenmike\"\nsource = \"a letter\"\n";
    project.write("mappings/xx/corrections.toml", corrections.as_bytes());
    let published = "code,words,value,source,reading,area,period,measure,form,sex,age,origin,offence,by,plus,without,comment\n\
        few,Victims,3,a report,as printed,XX,2016,VICT_ID,SEX,,,,,,,,twelvelima\n";
    project.write("mappings/published.csv", published.as_bytes());
    project.close_round(below, "\"XX\"");
    // The sum of 2016 is wrong, and somebody answered it.
    let place = "xx/data onealpha.xlsx!2016 twobravo!B6";
    let words =
        ["accept", "parts-differ-from-total", place, "--reason", "fourteennovember", "--who", "w", "--date", "2020-03-01", "--write"];
    let answer = String::from_utf8(said(&project, &words)).expect("UTF-8");
    assert!(answer.contains("the answer stands in"), "{answer}");
    project
}

#[test]
fn words_do_not_disclose_what_numbers_may_not() {
    let has = |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    let (open, closed) = (published(&words_project(0)), published(&words_project(5)));
    assert!(closed.keys().eq(open.keys()), "{:?}", closed.keys());
    for (word, place) in TOLD {
        assert!(open.values().any(|bytes| has(bytes, word)), "{place}: without suppression {word} must be somewhere");
        let told: Vec<&String> = closed.iter().filter(|(_, bytes)| has(bytes, word)).map(|(name, _)| name).collect();
        assert!(told.is_empty(), "{place}: {word} stands in {told:?}");
    }
    // Nor do digests, by which a small number could be found by trying.
    let secret = std::fs::read(words_project(5).path("raw/2020/xx/data onealpha.xlsx")).expect("a workbook");
    let digest = roundup::fs::digest(&secret);
    assert!(closed.values().all(|bytes| !has(bytes, digest.get(..16).expect("a digest"))), "a digest of the submission");
    // The published figures keep the words that a steward wrote.
    let rows = records(&String::from_utf8_lossy(&closed["harmonized.csv"]));
    let of = |form: &str, period: &str| rows.iter().find(|row| row["EXPL_FORM"] == form && row["TIME_PERIOD"] == period).expect("a figure");
    assert_eq!((of("SEX", "2017")["LABEL"].as_str(), of("SEX", "2017")["OBS_VALUE"].as_str()), ("2017 | Sexual", "40"));
    assert_eq!((of("SEX", "2016")["LABEL"].as_str(), of("SEX", "2016")["OBS_VALUE"].as_str()), ("", ""));
    assert!(of("SEX", "2016")["SOURCE_REF"].starts_with("xx/file-1.xlsx!sheet-1!"), "{}", of("SEX", "2016")["SOURCE_REF"]);
}

/// Words about what became no figure, each in another place.
pub(crate) const LOST: [(&str, &str); 14] = [
    ("onealpha", "a remark of a line whose figure is in conflict"),
    ("twobravo", "a caveat about a figure in conflict"),
    ("threecharlie", "a published total of a figure in conflict"),
    ("fourdelta", "a remark of a line without a term"),
    ("fiveecho", "the label of a period of suppressed figures only"),
    ("sixfoxtrot", "the remark of such a line"),
    ("sevengolf", "the evidence of an article"),
    ("eighthotel", "the label of an article"),
    ("nineindia", "the name of an article"),
    ("tenjuliett", "the title of a submission"),
    ("elevenkilo", "its producer"),
    ("twelvelima", "a remark of an unused line"),
    ("thirteenmike", "a pattern"),
    ("fourteennovember", "the name of a file that is not read"),
];

pub(crate) fn lost_project(below: u64) -> Project {
    let project = Project::new();
    let grid = "Form,2016,2017\nSexual,3,40\nLabour,30,50\nCrime,2,30\nTotal,40,150\n,\nForm,year fiveecho\nBegging,4\n,\nAgain,2016\nSexual,4\n\
        ,\nArticle,2016\neighthotel s. 1,3\neighthotel s. 2,60\n";
    project.write("raw/2020/xx/data.csv", grid.as_bytes());
    project.write("raw/2020/xx/fourteennovember.csv", b"");
    project.describe_source("xx");
    let source = std::fs::read_to_string(project.path("raw/2020/xx/SOURCE.toml")).expect("a description");
    let source = source.replace("producer = \"p\"", "producer = \"elevenkilo\"").replace("title = \"t\"", "title = \"tenjuliett\"");
    project.write("raw/2020/xx/SOURCE.toml", source.as_bytes());
    let table = |id: &str, anchor: &str, repeat: &str, concept: &str| {
        format!(
            "[[table]]\nid = \"{id}\"\nanchor = \"{anchor}\"\n{repeat}columns = [{{ concepts = [\"period\"] }}]\nrows = [{{ concepts = [\"{concept}\"] }}]\n\
             set = {{ measure = \"VICT_ID\" }}\n"
        )
    };
    let layout = [
        "language = \"en\"\n[[file]]\nname = \"*\"\n".to_owned(),
        table("form", "Form", "repeat = \"down\"\n", "form"),
        table("again", "Again", "", "form"),
        table("article", "Article", "", "article"),
    ];
    project.write("mappings/xx/layout.toml", layout.concat().as_bytes());
    let crosswalk = "concept,label,predicate,code,comment\nform,Sexual,skos:closeMatch,SEX,onealpha girls\nform,Labour,skos:exactMatch,LAB,\n\
        form,/^Begging( thirteenmike)?$/,skos:exactMatch,BEG,\nform,Crime,skos:exactMatch,NoTermFound,fourdelta girls\nform,Unused,skos:exactMatch,CRIM,twelvelima\n\
        form,Total,skos:exactMatch,_T,\nperiod,year fiveecho,skos:exactMatch,2016,sixfoxtrot girls\n";
    project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
    let articles = "article,label,name_national,name_en,predicate,code,evidence,comment\nXX:CL_1,eighthotel s. 1,nineindia,nineindia,skos:exactMatch,0204,sevengolf persons,\n\
        XX:CL_2,eighthotel s. 2,nineindia,nineindia,skos:exactMatch,0203,sevengolf persons,\n";
    project.write("mappings/xx/articles.csv", articles.as_bytes());
    let caveat =
        "[[caveat]]\nmeasure = \"VICT_ID\"\ntext = \"twobravo girls\"\nsource = \"a letter\"\nvalid_from = 2016\nvalid_to = 2016\n";
    project.write("mappings/xx/comparability.toml", caveat.as_bytes());
    let published_totals = "code,words,value,source,reading,area,period,measure,form,sex,age,origin,offence,by,plus,without,comment\n\
        few,threecharlie,3,a report,as printed,XX,2016,VICT_ID,SEX,,,,,,,,\n";
    project.write("mappings/published.csv", published_totals.as_bytes());
    project.close_round(below, "\"XX\"");
    project
}

/// What became no figure tells nothing either: numbers in conflict, passed over, without a code; and the words about them.
#[test]
fn what_became_no_figure_is_disclosed_nowhere() {
    let project = lost_project(5);
    let (open, closed) = (published(&lost_project(0)), published(&project));
    let codes = String::from_utf8(said(&project, &["check", "--public", "--format", "short"])).expect("UTF-8");
    assert!(codes.contains("values-conflict") && codes.contains("texts-suppressed"), "{codes}");
    for (word, place) in LOST {
        let has = |bytes: &Vec<u8>| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        assert!(open.values().any(has), "{place}: without suppression {word} must be somewhere");
        let told: Vec<&String> = closed.iter().filter(|(_, bytes)| has(bytes)).map(|(name, _)| name).collect();
        assert!(told.is_empty(), "{place}: {word} stands in {told:?}");
    }
}

/// An edit that turns suppression on must not tell the old numbers where it is looked at.
#[test]
fn a_difference_discloses_no_old_number() {
    let project = words_project(0);
    let release = |out: &str| {
        String::from_utf8(said(&project, &["release", "2020", "--date", "2021-01-01", "--reason", "r", "--out", out])).expect("UTF-8")
    };
    assert!(release("old").contains("version 1"));
    project.close_round(5, "\"XX\"");
    assert!(release("new").contains("version 2"));
    for [from, to] in [["old/2020/public", "new/2020/public"], ["new/2020/public", "old/2020/public"]] {
        for format in ["text", "json", "markdown"] {
            let text = String::from_utf8(said(&project, &["diff", from, to, "--format", format])).expect("UTF-8");
            assert!(text.contains("XX.2016.VICT_ID.PERSON.SEX") && text.replace('\\', "").contains("OBS_VALUE differs"), "{text}");
            let told: Vec<&str> = TOLD.iter().map(|(word, _)| *word).filter(|word| text.contains(word)).collect();
            assert!(told.is_empty() && !text.contains("OBS_VALUE 3") && !text.contains("→ 3"), "{told:?}: {text}");
        }
    }
}
