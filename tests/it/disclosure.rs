//! What a round suppresses is nowhere: in no output, finding, window or log; and it can't be worked out of what is published.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use roundup::cli::Status;

use crate::support::{Project, files, program, public_output, records};

/// Numbers that stand nowhere else. Each is put into another kind of place of the submission.
const SECRETS: [(&str, &str); 10] = [
    ("617", "a cell of the table"),
    ("743", "a cell beside it"),
    ("829", "a cell whose last digit may be a footnote mark"),
    ("653", "the figure of a word that no line knows"),
    ("641", "a number in a label that no line knows"),
    ("659", "a remark that is out of scope"),
    ("673", "a footnote"),
    ("691", "what a correction expects"),
    ("701", "what a correction that does not fit expects"),
    ("487", "a figure of a remark, contradicting the table"),
];

const LAYOUT: &str = r#"
language = "en"
[[file]]
name = "*.csv"
[[footnote]]
pattern = '^(?<mark>\*)\s+(?<text>.+)$'
[[out_of_scope]]
text = "/^Of these/"
reason = "a remark"
[[table]]
id = "form"
anchor = "Form"
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["form"] }]
ends = "/^Remarks/"
set = { measure = "VICT_ID" }
[[table]]
id = "remarks"
anchor = "Remarks"
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["form"] }]
set = { measure = "VICT_ID", statement = "NOTE" }
"#;

const GRID: &str = "Form,2016,2017\nSexual*,617,4000\nLabour,743,5000\nBegging,829¹,3000\nCrime,691,2000\nTheft (641),653,1500\nTotal,3533,15500\n\
    ,,\n\"Of these, 659 girls\",,\n* 673 of them abroad,,\n,,\nRemarks,2016,2017\nSexual,487,4000\n";

const CROSSWALK: &str = "concept,label,predicate,code\nform,Sexual,skos:exactMatch,SEX\nform,Labour,skos:exactMatch,LAB\n\
    form,Begging,skos:exactMatch,BEG\nform,Crime,skos:exactMatch,CRIM\nform,Total,skos:exactMatch,_T\nfootnote,/./,skos:exactMatch,U\n";

const CORRECTIONS: &str = "[[correction]]\nfile = \"data.csv\"\nsheet = \"csv\"\ncell = \"B5\"\nexpects = \"691\"\nbecomes = \"691\"\n\
    reason = \"confirmed\"\nsource = \"a letter\"\n\
    [[correction]]\nfile = \"data.csv\"\nsheet = \"csv\"\ncell = \"B3\"\nexpects = \"701\"\nbecomes = \"744\"\nreason = \"old\"\nsource = \"a letter\"\n";

fn project(below: u64) -> Project {
    let project = Project::new();
    project.close_round(below, "\"XX\"");
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.as_bytes());
    project.write("mappings/xx/corrections.toml", CORRECTIONS.as_bytes());
    project.write("raw/2020/xx/data.csv", GRID.as_bytes());
    project.describe_source("xx");
    project
}

/// What a command of the program writes to both streams, and with `-vv` everything that it logs.
pub(crate) fn said(project: &Project, words: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundup"));
    let output = command.current_dir(project.path(".")).args(words).output().expect("roundup");
    [output.stdout, output.stderr].concat()
}

/// What commands say for others to see: of a run, of a check that was asked for what may be published, and of datasets side by side.
const PUBLIC: [&[&str]; 9] = [
    &["release", "2020", "--date", "2021-01-01", "-vv"],
    &["check", "--public", "-v"],
    &["check", "--public", "--format", "short"],
    &["check", "--public", "--format", "json"],
    &["check", "--public", "--format", "sarif"],
    &["check", "--public", "--format", "junit"],
    &["check", "--public", "--format", "github"],
    &["check", "--public", "--format", "markdown"],
    &["diff", "out/2020/public", "out/2020/public"],
];

/// Everything that anybody gets to see of a round: outputs, unpacked where they are packed, and what commands say for others.
pub(crate) fn published(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for words in PUBLIC {
        all.insert(words.join(" "), said(project, words));
    }
    let out = project.path("out/2020/public");
    for (name, bytes) in if out.exists() { files(&out) } else { BTreeMap::new() } {
        if Path::new(&name).extension().is_some_and(|extension| extension == "xlsx") {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
            for i in 0..archive.len() {
                let mut part = archive.by_index(i).expect("a part");
                let mut content = Vec::new();
                part.read_to_end(&mut content).expect("its bytes");
                all.insert(format!("{name}/{}", part.name().expect("a name")), content);
            }
        } else {
            all.insert(name, bytes);
        }
    }
    all
}

/// Whether the number stands in the bytes as a number of its own.
fn states(bytes: &[u8], number: &str) -> bool {
    let number = number.as_bytes();
    let is_word = |place: Option<&u8>| place.is_some_and(u8::is_ascii_alphanumeric);
    bytes.windows(number.len()).enumerate().any(|(i, window)| {
        window == number && !is_word(i.checked_sub(1).and_then(|before| bytes.get(before))) && !is_word(bytes.get(i + number.len()))
    })
}

#[test]
fn a_suppressed_figure_is_nowhere() {
    let open = published(&project(0));
    let closed = published(&project(1000));
    assert!(closed.len() > 30 && closed.keys().eq(open.keys()), "{:?}", closed.keys());
    for (secret, place) in SECRETS {
        assert!(open.values().any(|bytes| states(bytes, secret)), "{place}: without suppression {secret} must be somewhere");
        let told: Vec<&String> = closed.iter().filter(|(_, bytes)| states(bytes, secret)).map(|(name, _)| name).collect();
        assert!(told.is_empty(), "{place}: {secret} stands in {told:?}");
    }
    let text = String::from_utf8_lossy(&closed["harmonized.csv"]).into_owned();
    assert!(records(&text).iter().any(|row| row["OBS_VALUE"] == "3533"), "the total of the small ones is published");
    // Years stay years, also where a count has the number of one.
    assert!(records(&text).iter().any(|row| row["LABEL"].contains("2016") && row["LABEL"].contains("Total")), "{text}");
}

/// A mistake in a code list must not publish what the round suppresses: where it is not known which counts are of persons, nothing is written.
#[test]
fn a_mistake_in_a_code_list_publishes_nothing() {
    for (file, from, to) in [
        ("unit_count.csv", ",person\n", ",Person\n"),
        ("unit_count.csv", ",person\n", ",\n"),
        ("unit_count.csv", "source,role", "source,roll"),
        ("unit_count.csv", "code,name", ""),
        ("measure.csv", ",unit,", ",unitt,"),
        ("measure.csv", ",PERSON,", ",PERSONN,"),
        ("form.csv", ",residual", ",residuall"),
    ] {
        let project = project(1000);
        let path = format!("mappings/codelists/{file}");
        let text = String::from_utf8(std::fs::read(project.path(&path)).expect("a list")).expect("UTF-8");
        assert!(text.contains(from), "{file} has no {from:?}");
        project.write(&path, if to.is_empty() { String::new() } else { text.replacen(from, to, 1) }.as_bytes());
        let said = program(&project.path("."), &["release", "2020", "--date", "2021-01-01"]);
        assert_eq!(said.status, Status::Mapping, "{file}: {to:?}");
        assert!(!project.path("out/2020/public").exists(), "{file}: {to:?}: it was written");
        for (words, bytes) in published(&project) {
            for (secret, place) in SECRETS {
                assert!(!states(&bytes, secret), "{file}: {to:?}: {words} states {secret}, {place}");
            }
            assert!(
                !words.starts_with("check") || String::from_utf8_lossy(&bytes).replace('\\', "").contains(file),
                "{words} does not say what is wrong with {file}"
            );
        }
    }
}

/// Whoever works on the round sees and checks every figure, and is told that this is not for publication.
#[test]
fn checks_do_not_stop_with_suppression() {
    let project = project(1000);
    project.write("raw/2020/xx/data.csv", b"Form,2016,2017\nSexual,3,40\nLabour,4,50\nTotal,30,90\n,,\nRemarks,2016,2017\nSexual,3,40\n");
    project.write("mappings/xx/corrections.toml", b"");
    project.describe_source("xx");
    for (words, says) in [
        (&["check"][..], "parts-differ-from-total"),
        (&["check", "-v"], ">30<"),
        (&["check", "--format", "short"], "7"),
        (&["check", "--format", "json"], "parts-differ-from-total"),
        (&["check", "--format", "sarif"], "parts-differ-from-total"),
        (&["check", "--format", "junit"], "parts-differ-from-total"),
        (&["check", "--format", "github"], "parts-differ-from-total"),
        (&["check", "--format", "markdown"], "parts-differ-from-total"),
        (&["trace", "XX.2016.VICT_ID.PERSON.SEX._T._T._T._T._T.TAB.STATE"], ">3<"),
        (&["trace", "xx/data.csv!B2"], "XX.2016.VICT_ID.PERSON.SEX._T._T._T._T._T.TAB.STATE  3"),
        (&["show", "raw/2020/xx/data.csv"], "3 \u{2713}form"),
        (&["coverage"], "form"),
        (&["suggest", "xx"], "every label has a line"),
    ] {
        let text = String::from_utf8(said(&project, words)).expect("UTF-8");
        assert!(text.contains(says), "{words:?}: {text}");
        assert!(text.contains("not for publication"), "{words:?}: {text}");
    }
    let text = String::from_utf8(said(&project, &["run"])).expect("UTF-8");
    assert!(text.contains("not for publication"), "{text}");
    assert!(String::from_utf8(said(&project, &["map"])).expect("UTF-8").contains(",3,,"), "{text}");
    // A round whose figures are public says nothing of the kind.
    let open = self::project(0);
    assert!(!String::from_utf8(said(&open, &["check"])).expect("UTF-8").contains("not for publication"));
}

#[test]
fn a_round_that_says_nothing_suppresses_counts_below_five() {
    let project = project(0);
    project.write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nyears = [2016, 2017]\nareas = [\"XX\"]\n");
    project.write("raw/2020/xx/data.csv", b"Form,2016,2017\nSexual,4,5\nLabour,60,60\nTotal,64,65\n");
    project.describe_source("xx");
    let rows = records(&public_output(&project.release(), "harmonized.csv"));
    let values: Vec<(String, String)> =
        rows.iter().map(|row| (format!("{} {}", row["TIME_PERIOD"], row["EXPL_FORM"]), row["OBS_VALUE"].clone())).collect();
    let expected = [("2016 LAB", ""), ("2016 SEX", ""), ("2016 _T", "64"), ("2017 LAB", "60"), ("2017 SEX", "5"), ("2017 _T", "65")];
    assert_eq!(values, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
}

/// A made-up state with the tables of its figures: by form, sex, age, origin, and sex with age.
const TABLES: &str = r#"
language = "en"
[[file]]
name = "*.csv"
[[table]]
id = "all"
anchor = "All"
optional = true
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["form"] }]
set = { measure = "VICT_ID" }
[[table]]
id = "form"
anchor = "Form"
optional = true
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["form"] }]
set = { measure = "VICT_ID" }
[[table]]
id = "sex"
anchor = "Sex"
optional = true
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["sex"] }]
set = { measure = "VICT_ID" }
[[table]]
id = "age"
anchor = "Age"
optional = true
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["age"] }]
set = { measure = "VICT_ID" }
[[table]]
id = "origin"
anchor = "Origin"
optional = true
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["origin"] }]
set = { measure = "VICT_ID" }
[[table]]
id = "both"
anchor = "Sex by age"
optional = true
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["sex"] }, { concepts = ["age"] }]
set = { measure = "VICT_ID" }
[[table]]
id = "note"
anchor = "Note"
optional = true
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["form"] }]
set = { measure = "VICT_ID", statement = "NOTE" }
"#;

const WORDS: &str = "concept,label,predicate,code\nform,Sexual,skos:exactMatch,SEX\nform,Labour,skos:exactMatch,LAB\n\
    form,Domestic,skos:exactMatch,LAB_DOM\nform,Begging,skos:exactMatch,BEG\nform,Other,skos:exactMatch,_O\nform,Unknown,skos:exactMatch,_U\n\
    form,Other or unknown,skos:exactMatch,OU\nform,Total,skos:exactMatch,_T\nsex,Women,skos:exactMatch,F\nsex,Men,skos:exactMatch,M\n\
    age,Children,skos:exactMatch,Y_LT18\nage,Adults,skos:exactMatch,Y_GE18\nage,0 to 15,skos:exactMatch,Y0T15\n\
    age,16 to 20,skos:exactMatch,Y16T20\norigin,Europe,skos:exactMatch,150\norigin,Foreign,skos:exactMatch,FOR\n";

/// What is published of a state with these tables, below five suppressed: the key from the period on, and the number.
fn published_of(tables: &str) -> BTreeMap<String, Option<u64>> {
    let project = Project::new();
    project.write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nyears = [2016, 2017, 2018]\nareas = [\"XX\"]\n");
    project.write("mappings/xx/layout.toml", TABLES.as_bytes());
    project.write("mappings/xx/crosswalk.csv", WORDS.as_bytes());
    project.write("raw/2020/xx/data.csv", tables.as_bytes());
    project.describe_source("xx");
    let outcome = project.release();
    let text = public_output(&outcome, "harmonized.csv");
    let key = |row: &BTreeMap<String, String>| {
        let split: Vec<&str> =
            ["EXPL_FORM", "SEX", "AGE", "ORIGIN"].iter().map(|column| row[*column].as_str()).filter(|code| *code != "_T").collect();
        let of = if split.is_empty() { "_T".to_owned() } else { split.join(" ") };
        format!("{} {of}{}", row["TIME_PERIOD"], if row["STATEMENT"] == "NOTE" { " NOTE" } else { "" })
    };
    let rows = records(&text);
    assert!(!rows.is_empty(), "{:?}", crate::support::lines(&outcome));
    rows.iter()
        .filter(|row| row["ABSENCE"].is_empty() || row["ABSENCE"] == "SUPP")
        .map(|row| (key(row), row["OBS_VALUE"].parse().ok()))
        .collect()
}

/// Ways in which a small number follows from larger ones. What has to be suppressed, and what can stay; keys with commas.
#[test]
fn what_would_disclose_a_small_figure_is_suppressed() {
    let cases = [
        ("a listing beside one that could hold it", "Form,2016\nSexual,40\nLabour,12\nDomestic,3\nTotal,55\n", "SEX, LAB, LAB_DOM", "_T"),
        ("a part that nobody prints", "All,2016\nTotal,43\n,\nSex,2016\nWomen,40\n", "F", "_T"),
        ("children beside the sexes", "All,2016\nTotal,33\n,\nSex,2016\nWomen,20\nMen,10\n,\nAge,2016\nChildren,3\n", "F, M, Y_LT18", "_T"),
        (
            "a total that only a remark gives",
            "Form,2016\nSexual,40\nLabour,12\nBegging,3\n,\nNote,2016\nTotal,55\n",
            "SEX, LAB, BEG",
            "_T NOTE",
        ),
        ("a total that only another split gives", "Form,2016\nSexual,40\nLabour,15\n,\nSex,2016\nWomen,40\nMen,12\n", "F, M", "SEX, LAB"),
        ("a remark that repeats it", "Form,2016\nSexual,40\nLabour,3\n,\nNote,2016\nLabour,9\n", "SEX, LAB, LAB NOTE", ""),
        (
            "bands that overlap",
            "Age,2016\nChildren,8\nAdults,12\n0 to 15,5\n16 to 20,6\n,\nAll,2016\nTotal,20\n",
            "Y_LT18, Y_GE18, Y0T15, Y16T20",
            "_T",
        ),
        ("a pooled code beside its parts", "Form,2016\nSexual,40\nUnknown,20\nOther or unknown,23\nTotal,63\n", "SEX, _U, OU", "_T"),
        ("a region and its countries", "Origin,2016\nEurope,12\nLatvia,9\n,\nAll,2016\nTotal,12\n", "150, LV", "_T"),
        ("foreigners and a country", "Origin,2016\nForeign,12\nEstonia,9\n,\nAll,2016\nTotal,30\n", "FOR, EE", "_T"),
        (
            "a cell of a cross table that nobody prints",
            "Sex,2016\nWomen,25\nMen,5\n,\nSex by age,,2016\nWomen,Adults,22\n",
            "F Y_GE18",
            "F, M",
        ),
        ("a small total", "All,2016\nTotal,3\n", "_T", ""),
        ("a cell that says how many at most", "Form,2016\nSexual,40\nLabour,<4\nTotal,43\n", "SEX, LAB", "_T"),
    ];
    for (name, tables, suppressed, open) in cases {
        let published = published_of(tables);
        let keys =
            |codes: &str| codes.split(", ").filter(|codes| !codes.is_empty()).map(|codes| format!("2016 {codes}")).collect::<Vec<_>>();
        for key in keys(suppressed) {
            assert_eq!(published.get(&key), Some(&None), "{name}: {key} in {published:?}");
        }
        for key in keys(open) {
            assert!(published.get(&key).is_some_and(Option::is_some), "{name}: {key} in {published:?}");
        }
    }
}

/// A pooled figure tells the year that is suppressed, if the others are published.
#[test]
fn what_would_disclose_a_small_year_is_suppressed() {
    let published = published_of("All,2016,2017,2018,2017-2018,2016-2018\nTotal,3,9,10,19,22\n");
    let of = |period: &str| published[&format!("{period} _T")];
    assert_eq!([of("2016"), of("2016-01-01/P3Y")], [None, None], "{published:?}");
    assert_eq!([of("2017"), of("2018"), of("2017-01-01/P2Y")], [Some(9), Some(10), Some(19)], "{published:?}");
    // Nor may a year that nobody prints follow from the others.
    let published = published_of("All,2017,2018,2016-2018\nTotal,9,10,22\n");
    assert_eq!(published["2016-01-01/P3Y _T"], None, "{published:?}");
}

/// Persons by form, and by sex and age: all that the tables below are about.
type Persons = ([u64; 3], [[u64; 2]; 2]);

const FORMS: [(&str, &str); 3] = [("Sexual", "SEX"), ("Labour", "LAB"), ("Begging", "BEG")];
const SEXES: [(&str, &str); 2] = [("Women", "F"), ("Men", "M")];
const AGES: [(&str, &str); 2] = [("Children", "Y_LT18"), ("Adults", "Y_GE18")];

/// Every figure that can be said of the persons, with its key.
fn figures((forms, both): &Persons) -> BTreeMap<String, u64> {
    let mut figures = BTreeMap::from([("2016 _T".to_owned(), forms.iter().sum::<u64>())]);
    figures.extend(FORMS.iter().zip(forms).map(|((_, code), count)| (format!("2016 {code}"), *count)));
    for (sex, (_, sex_code)) in SEXES.iter().enumerate() {
        figures.insert(format!("2016 {sex_code}"), both[sex].iter().sum());
        for (age, (_, age_code)) in AGES.iter().enumerate() {
            figures.insert(format!("2016 {sex_code} {age_code}"), both[sex][age]);
        }
    }
    figures.extend(AGES.iter().enumerate().map(|(age, (_, code))| (format!("2016 {code}"), both[0][age] + both[1][age])));
    figures
}

/// The tables that `printed` has a bit for: total, form, sex, age, sex by age.
fn tables(persons: &Persons, printed: u8) -> String {
    let figures = figures(persons);
    let count = |key: &str| figures[&format!("2016 {key}")];
    let mut text = String::new();
    let mut table = |bit: u8, head: &str, lines: Vec<String>| {
        if printed & (1 << bit) != 0 {
            text.extend([head, ",2016\n", &lines.join("\n"), "\n,\n"]);
        }
    };
    table(0, "All", vec![format!("Total,{}", count("_T"))]);
    table(1, "Form", FORMS.iter().map(|(word, code)| format!("{word},{}", count(code))).collect());
    table(2, "Sex", SEXES.iter().map(|(word, code)| format!("{word},{}", count(code))).collect());
    table(3, "Age", AGES.iter().map(|(word, code)| format!("{word},{}", count(code))).collect());
    let cross = SEXES.iter().flat_map(|(sex, f)| AGES.iter().map(move |(age, a)| (format!("{sex},{age}"), format!("{f} {a}"))));
    table(4, "Sex by age,", cross.map(|(words, key)| format!("{words},{}", count(&key))).collect());
    text
}

/// All ways to put some persons into so many boxes.
fn ways(persons: u64, boxes: usize) -> Vec<Vec<u64>> {
    if boxes == 1 {
        return vec![vec![persons]];
    }
    (0..=persons).flat_map(|first| ways(persons - first, boxes - 1).into_iter().map(move |rest| [vec![first], rest].concat())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]

    /// Against a reader who tries every population: no figure, printed or not, may be known to be small. That nobody is in a category is no secret.
    #[test]
    fn no_suppressed_figure_can_be_worked_out(
        people in proptest::collection::vec((0_usize..3, 0_usize..2, 0_usize..2), 1..19),
        skew in 0_usize..3,
        printed in 1_u8..32,
    ) {
        let mut persons: Persons = ([0; 3], [[0; 2]; 2]);
        for (form, sex, age) in people {
            // Some populations have hardly anybody in some boxes.
            let form = if skew > 0 && form == 2 { 0 } else { form };
            let age = if skew > 1 { 1 } else { age };
            persons.0[form] += 1;
            persons.1[sex][age] += 1;
        }
        let truth = figures(&persons);
        let published = published_of(&tables(&persons, printed));
        for (key, shown) in &published {
            if let Some(shown) = shown {
                prop_assert_eq!(shown, &truth[key], "{}", key);
            }
        }
        let agrees = |figures: &BTreeMap<String, u64>| published.iter().all(|(key, shown)| shown.is_none_or(|shown| figures[key] == shown));
        let mut possible: BTreeMap<String, std::collections::BTreeSet<u64>> = BTreeMap::new();
        for total in 0..=20 {
            let by_form = ways(total, 3).into_iter().map(|f| ([f[0], f[1], f[2]], [[total, 0], [0, 0]]));
            let by_both = ways(total, 4).into_iter().map(|b| ([total, 0, 0], [[b[0], b[1]], [b[2], b[3]]]));
            // Forms are printed beside sex and age and never with them, so that the two can be tried apart.
            let own = |key: &str, of_form: bool| key == "2016 _T" || FORMS.iter().any(|(_, code)| key == format!("2016 {code}")) == of_form;
            let agreeing = |all: &mut dyn Iterator<Item = Persons>, of_form: bool| -> Vec<BTreeMap<String, u64>> {
                let part = |persons: Persons| figures(&persons).into_iter().filter(|(key, _)| own(key, of_form)).collect::<BTreeMap<_, _>>();
                let fits = |part: &BTreeMap<String, u64>| {
                    published.iter().filter(|(key, _)| own(key, of_form)).all(|(key, shown)| shown.is_none_or(|shown| part[key] == shown))
                };
                all.map(part).filter(fits).collect()
            };
            let forms = agreeing(&mut by_form.into_iter(), true);
            let boths = agreeing(&mut by_both.into_iter(), false);
            if !forms.is_empty() && !boths.is_empty() {
                for (key, count) in forms.iter().chain(&boths).flatten() {
                    possible.entry(key.clone()).or_default().insert(*count);
                }
            }
        }
        prop_assert!(agrees(&truth));
        for (key, values) in &possible {
            prop_assert!(values.contains(&truth[key]), "{}: {:?}", key, values);
            let is_told = values.len() == 1;
            prop_assert!(!is_told || !(1..5).contains(&truth[key]), "{} is told to be {:?}: {:?}", key, values, published);
        }
    }
}
