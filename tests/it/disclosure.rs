//! What a round withholds is nowhere: in no output, finding, window or log; and it can't be worked out of what is published.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::{Project, files, output, records};

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
    let rounds = format!("[[round]]\nid = \"2020\"\nsuppress_below = {below}\nyears = [2016, 2017]\nareas = [\"XX\"]\n");
    project.write("mappings/rounds.toml", rounds.as_bytes());
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.as_bytes());
    project.write("mappings/xx/corrections.toml", CORRECTIONS.as_bytes());
    project.write("raw/2020/xx/data.csv", GRID.as_bytes());
    project.describe_source("xx");
    project
}

/// What a command of the program writes to both streams, and with `-vv` everything that it logs.
fn said(project: &Project, words: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundup"));
    let output = command.current_dir(project.path(".")).args(words).output().expect("roundup");
    [output.stdout, output.stderr].concat()
}

/// Everything that anybody gets to see of a round: outputs, unpacked where they are packed, and what commands say.
fn published(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let key = "XX.2016.VICT_ID.PERSON.SEX._T._T._T._T._T.TAB";
    let commands: [&[&str]; 16] = [
        &["run", "-vv"],
        &["check", "-vv"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["check", "--format", "junit"],
        &["check", "--format", "github"],
        &["check", "--format", "markdown"],
        &["trace", key],
        &["trace", "XX.2016"],
        &["trace", "xx/data.csv!B2"],
        &["trace", "xx/data.csv!B4"],
        &["trace", "xx/data.csv!A9"],
        &["coverage"],
        &["suggest", "xx"],
        &["compare", "xx", "xx"],
        &["diff", "out/2020", "out/2020"],
    ];
    for words in commands {
        all.insert(words.join(" "), said(project, words));
    }
    for (name, bytes) in files(&project.path("out")) {
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
fn a_withheld_figure_is_nowhere() {
    let open = published(&project(0));
    // A mapping line that is shown is the steward's own; everything else is not.
    let own_words = |name: &str| name.starts_with("check");
    let closed = published(&project(1000));
    assert!(closed.len() > 40 && closed.keys().eq(open.keys()), "{:?}", closed.keys());
    for (secret, place) in SECRETS {
        assert!(open.values().any(|bytes| states(bytes, secret)), "{place}: without suppression {secret} must be somewhere");
        let told: Vec<&String> = closed.iter().filter(|(_, bytes)| states(bytes, secret)).map(|(name, _)| name).collect();
        let allowed = ["691", "701"].contains(&secret) && told.iter().all(|name| own_words(name));
        assert!(told.is_empty() || allowed, "{place}: {secret} stands in {told:?}");
    }
    let text = String::from_utf8_lossy(&closed["2020/harmonized.csv"]).into_owned();
    assert!(records(&text).iter().any(|row| row["OBS_VALUE"] == "3533"), "the total of the small ones is published");
}

#[test]
fn a_round_that_says_nothing_withholds_counts_below_five() {
    let project = project(0);
    project.write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nyears = [2016, 2017]\nareas = [\"XX\"]\n");
    project.write("raw/2020/xx/data.csv", b"Form,2016,2017\nSexual,4,5\nLabour,60,60\nTotal,64,65\n");
    project.describe_source("xx");
    let rows = records(&output(&project.run(), "harmonized.csv"));
    let values: Vec<(String, String)> =
        rows.iter().map(|row| (format!("{} {}", row["TIME_PERIOD"], row["EXPL_FORM"]), row["OBS_VALUE"].clone())).collect();
    let expected = [("2016 LAB", ""), ("2016 SEX", ""), ("2016 _T", "64"), ("2017 LAB", "60"), ("2017 SEX", "5"), ("2017 _T", "65")];
    assert_eq!(values, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
}

/// A table by form and by sex, with its total: the numbers, and what of them is published.
type Figures = BTreeMap<&'static str, (u64, Option<u64>)>;

fn run_table(forms: [u64; 3], women: u64, unknown_sex: u64) -> Figures {
    let total: u64 = forms.iter().sum();
    let women = women.min(total);
    let unknown_sex = unknown_sex.min(total - women);
    let men = total - women - unknown_sex;
    let layout = "language = \"en\"\n[[file]]\nname = \"*.csv\"\n[[table]]\nid = \"form\"\nanchor = \"Form\"\n\
        columns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n\
        [[table]]\nid = \"sex\"\nanchor = \"Sex\"\ncolumns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"sex\"] }]\n\
        set = { measure = \"VICT_ID\" }\n";
    let crosswalk = "concept,label,predicate,code\nform,Sexual,skos:exactMatch,SEX\nform,Labour,skos:exactMatch,LAB\n\
        form,Begging,skos:exactMatch,BEG\nform,Total,skos:exactMatch,_T\nsex,Women,skos:exactMatch,F\nsex,Men,skos:exactMatch,M\n";
    let project = Project::new();
    project.write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nyears = [2016]\nareas = [\"XX\"]\n");
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
    let [sexual, labour, begging] = forms;
    let grid =
        format!("Form,2016\nSexual,{sexual}\nLabour,{labour}\nBegging,{begging}\nTotal,{total}\n,\nSex,2016\nWomen,{women}\nMen,{men}\n");
    project.write("raw/2020/xx/data.csv", grid.as_bytes());
    project.describe_source("xx");
    let rows = records(&output(&project.run(), "harmonized.csv"));
    let shown = |form: &str, sex: &str| {
        let row = rows.iter().find(|row| row["EXPL_FORM"] == form && row["SEX"] == sex).expect("a figure");
        row["OBS_VALUE"].parse().ok()
    };
    BTreeMap::from([
        ("sexual", (sexual, shown("SEX", "_T"))),
        ("labour", (labour, shown("LAB", "_T"))),
        ("begging", (begging, shown("BEG", "_T"))),
        ("women", (women, shown("_T", "F"))),
        ("men", (men, shown("_T", "M"))),
        ("total", (total, shown("_T", "_T"))),
    ])
}

/// The values of a figure that agree with what is published: the forms make the total, the sexes make it or leave some of unknown sex.
fn possible(figures: &Figures, wanted: &str, sexes_are_complete: bool) -> Vec<u64> {
    const FAR: u64 = 60;
    let fits = |name: &str, value: u64| figures[name].1.is_none_or(|shown| shown == value);
    let rest = |names: &[&str]| -> (u64, bool) {
        let shown = names.iter().filter_map(|name| figures[*name].1).sum();
        (shown, names.iter().any(|name| figures[*name].1.is_none()))
    };
    let can_be = |names: &[&str], fixed: Option<(&str, u64)>, total: u64, is_complete: bool| {
        let others: Vec<&str> = names.iter().copied().filter(|name| fixed.is_none_or(|(own, _)| own != *name)).collect();
        let (shown, is_open) = rest(&others);
        let known = shown + fixed.map_or(0, |(_, value)| value);
        known == total || (known < total && (is_open || !is_complete))
    };
    let (forms, sexes) = (["sexual", "labour", "begging"], ["women", "men"]);
    let agrees = |value: u64| {
        (0..=FAR).filter(|total| fits("total", *total) && (wanted != "total" || *total == value)).any(|total| {
            let fixed = |names: &[&str]| names.contains(&wanted).then_some((wanted, value));
            can_be(&forms, fixed(&forms), total, true) && can_be(&sexes, fixed(&sexes), total, sexes_are_complete)
        })
    };
    (0..=FAR).filter(|value| agrees(*value)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_withheld_figure_can_be_worked_out(forms in [0_u64..9, 0_u64..9, 0_u64..14], women in 0_u64..16, unknown in prop_oneof![Just(0_u64), 1_u64..6]) {
        let figures = run_table(forms, women, unknown);
        let total = figures["total"].0;
        let complete = figures["women"].0 + figures["men"].0 == total;
        for (name, (truth, shown)) in &figures {
            match shown {
                Some(shown) => {
                    prop_assert_eq!(shown, truth, "{}", name);
                    prop_assert!(*name == "total" || !(1..5).contains(truth), "{} is small and published: {:?}", name, figures);
                }
                None => {
                    let possible = possible(&figures, name, complete);
                    prop_assert!(possible.contains(truth), "{}: {:?} in {:?}", name, possible, figures);
                    prop_assert!(possible.len() > 1, "{} is told: {:?} in {:?}", name, possible, figures);
                }
            }
        }
    }
}
