//! Regional figures: worked out by hand for the round, and lawful for any table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use roundup::pipeline::{Outcome, Silent, run};

use crate::support::{EMPTY_ARTICLES, Project, lines, output, own_round, read, records};

type Record = BTreeMap<String, String>;

const SPLIT: [&str; 7] = ["MEASURE", "TIME_PERIOD", "EXPL_FORM", "SEX", "AGE", "ORIGIN", "OFFENCE"];

fn column(name: &str) -> String {
    if name == "TIME_PERIOD" { "period".to_owned() } else { name.trim_start_matches("EXPL_").to_lowercase() }
}

/// Lines of `regional.csv`, worked out by hand from the report's boxes: what each contributor brings, and why.
#[test]
fn regional_figures_are_those_worked_out_by_hand() {
    let outcome = run(&own_round(), &Silent).expect("a run");
    let rows = records(&output(&outcome, "regional.csv"));
    let mut wrong = Vec::new();
    for expected in records(&read("tests/comparability/regional.csv")) {
        let row = rows.iter().find(|row| SPLIT.iter().all(|c| row[*c] == expected[&column(c)]));
        let row = row.unwrap_or_else(|| panic!("no row for {expected:?}"));
        for name in ["LOWER", "UPPER", "CONTRIBUTIONS"] {
            if row[name] != expected[&name.to_lowercase()] {
                wrong.push(format!("{expected:?}: {name} is {}", row[name]));
            }
        }
        for out in expected["left_out"].split(" | ").filter(|out| !row["LEFT_OUT"].split(" | ").any(|found| found == *out)) {
            wrong.push(format!("{expected:?}: {out} is not in {}", row["LEFT_OUT"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Over the years only the states are added up that are in the sum of every year, so that a sum of all years is that of its years.
#[test]
fn sums_over_the_years_have_the_same_members_in_every_year() {
    let outcome = run(&own_round(), &Silent).expect("a run");
    let rows = records(&output(&outcome, "regional.csv"));
    let mut groups: BTreeMap<Vec<&str>, Vec<&Record>> = BTreeMap::new();
    for row in &rows {
        groups.entry(SPLIT.iter().filter(|c| **c != "TIME_PERIOD").map(|c| row[*c].as_str()).collect()).or_default().push(row);
    }
    let areas = |row: &Record| -> BTreeSet<String> {
        row["CONTRIBUTIONS"].split(" | ").filter_map(|part| part.split(' ').next()).filter(|a| !a.is_empty()).map(str::to_owned).collect()
    };
    let (mut single, mut constant, mut added) = (0, 0, 0);
    for group in groups.values() {
        let (pooled, years): (Vec<&Record>, Vec<&Record>) = group.iter().copied().partition(|row| row["TIME_PERIOD"].contains("P3Y"));
        let of_years: Vec<BTreeSet<String>> = years.iter().map(|row| areas(row)).collect();
        let same: BTreeSet<String> = match of_years.split_first() {
            Some((first, rest)) if years.len() == 3 => rest.iter().fold(first.clone(), |all, year| &all & year),
            _ => BTreeSet::new(),
        };
        for row in group {
            let named: BTreeSet<String> = row["CONSTANT_AREAS"].split(' ').filter(|area| !area.is_empty()).map(str::to_owned).collect();
            assert_eq!(named, &same & &areas(row), "{row:?}");
            match row["MEMBERS"].as_str() {
                "" => assert!(row["LOWER"].is_empty(), "{row:?}"),
                "constant" => {
                    constant += 1;
                    assert_eq!(
                        (&areas(row), &row["LOWER"], &row["UPPER"]),
                        (&same, &row["CONSTANT_LOWER"], &row["CONSTANT_UPPER"]),
                        "{row:?}"
                    );
                }
                "single" => {
                    single += 1;
                    assert_ne!(areas(row), same, "{row:?}");
                }
                other => panic!("{other}"),
            }
        }
        for row in pooled.iter().filter(|row| !row["LOWER"].is_empty()) {
            assert_eq!(row["MEMBERS"], "constant", "a sum over the years: {row:?}");
            let parts: Option<Vec<u64>> = years
                .iter()
                .map(|row| row["CONSTANT_LOWER"].parse().ok().filter(|_| row["CONSTANT_LOWER"] == row["CONSTANT_UPPER"]))
                .collect();
            if let (Some(parts), Ok(sum)) = (parts, row["OBS_VALUE"].parse::<u64>()) {
                added += 1;
                assert_eq!(parts.iter().sum::<u64>(), sum, "{row:?}");
            }
        }
    }
    assert!(single > 10 && constant > 10 && added > 3, "{single} single, {constant} constant, {added} added up");
    // Persons prosecuted: Germany's 76 is in 2017 only (boxes of the report), Sweden's 3 and 2 in 2017 and 2018; Estonia's 7, 14 and 7 under Article 133 are
    // all that it counts.
    let of = |period: &str| {
        let row = rows
            .iter()
            .find(|row| row["MEASURE"] == "PER_PROS" && row["TIME_PERIOD"] == period && SPLIT[2..].iter().all(|c| row[*c] == "_T"));
        let row = row.expect("a sum");
        [&row["LOWER"], &row["MEMBERS"], &row["CONSTANT_AREAS"], &row["CONSTANT_LOWER"]].map(String::clone)
    };
    for (period, expected) in [
        ("2016", ["29", "constant", "DK EE FI", "29"]),
        ("2017", ["106", "single", "DK EE FI", "27"]),
        ("2018", ["18", "single", "DK EE FI", "16"]),
        ("2016-01-01/P3Y", ["72", "constant", "DK EE FI", "72"]),
    ] {
        assert_eq!(of(period), expected, "{period}");
    }
}

/// Every sum is qualified: it names who is in it and who is not, each with a reason; with fewer than two it is not a sum; and its figures exist.
#[test]
fn every_regional_figure_is_qualified_and_traces_to_its_figures() {
    let outcome = run(&own_round(), &Silent).expect("a run");
    let keys: Vec<String> =
        outcome.working.as_ref().expect("a dataset").figures().iter().map(|c| c.observation().key.to_string()).collect();
    let rows = records(&output(&outcome, "regional.csv"));
    assert!(rows.len() > 300, "{} rows", rows.len());
    for row in &rows {
        let contributions: Vec<&str> = row["CONTRIBUTIONS"].split(" | ").filter(|part| !part.is_empty()).collect();
        let left_out: Vec<&str> = row["LEFT_OUT"].split(" | ").filter(|part| !part.is_empty()).collect();
        assert_eq!(contributions.len() + left_out.len(), 11, "{row:?}");
        assert!(left_out.iter().all(|out| out.split_once(": ").is_some_and(|(_, reasons)| !reasons.is_empty())), "{row:?}");
        assert_eq!(row["COMPLETENESS"], format!("{}/11", contributions.len()));
        if contributions.len() < 2 {
            assert!(row["LOWER"].is_empty() && row["OBS_VALUE"].is_empty() && row["COMPAR_SUM"] == "N", "{row:?}");
        }
        if !row["OBS_VALUE"].is_empty() {
            assert!(row["OBS_VALUE"] == row["LOWER"] && row["OBS_VALUE"] == row["UPPER"], "{row:?}");
        }
        let figures: Vec<&str> = row["FIGURES"].split(" | ").filter(|key| !key.is_empty()).collect();
        assert!(figures.iter().all(|figure| keys.iter().any(|key| key == figure)), "{row:?}");
        assert!(
            contributions.iter().all(|part| figures.iter().any(|figure| figure.split('.').next() == part.split(' ').next())),
            "{row:?}"
        );
    }
}

const LAYOUT: &str = r#"
language = "en"
[absence]
".." = "O"
[[file]]
name = "*"
[[table]]
id = "all"
anchor = "Measure"
columns = [{ concepts = ["period"] }]
rows = [{ concepts = ["measure"] }, { concepts = ["form"], blank = "total" }, { concepts = ["sex"], blank = "total" }, { concepts = ["age"], blank = "total" }]
"#;

const CROSSWALK: &str = "concept,label,predicate,code\nmeasure,Victims,skos:exactMatch,VICT_ID\nform,Sexual,skos:exactMatch,SEX\n\
    form,Labour,skos:exactMatch,LAB\nform,Kitchen,skos:exactMatch,LAB_DOM\nform,Farm,skos:exactMatch,LAB_FARM\nform,Begging,skos:exactMatch,BEG\n\
    form,Crime,skos:exactMatch,CRIM\nform,Other,skos:exactMatch,OU\nsex,Female,skos:exactMatch,F\nsex,Male,skos:exactMatch,M\n\
    age,Children,skos:exactMatch,Y_LT18\nage,Adults,skos:exactMatch,Y_GE18\n";

const FORMS: [(&str, &str); 4] = [("Sexual", "SEX"), ("Labour", "LAB"), ("Begging", "BEG"), ("Crime", "CRIM")];
const SEXES: [(&str, &str); 2] = [("Female", "F"), ("Male", "M")];

/// How children stand to the sexes and the total of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChildrenAre {
    InsideAll,
    BesideSexes,
    /// Beside all: the table of the adults, and the number of children; declared as undecided.
    BesideTotal,
    /// Inside or beside the sexes, and nothing is declared.
    Undeclared(bool),
}

/// What the table shows of the number of children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChildrenRow {
    Number,
    Lost,
    None,
}

/// The persons of an area, and what its table shows of them.
#[derive(Clone, Debug)]
struct Area {
    /// By form, sex (female, male) and age (child, adult).
    persons: [[[u32; 2]; 2]; 4],
    listed: [bool; 4],
    has_other: bool,
    shows_total: bool,
    lost_form: usize,
    lost_sex: usize,
    children_row: ChildrenRow,
    children: ChildrenAre,
}

fn area() -> impl Strategy<Value = Area> {
    let children = prop_oneof![
        Just(ChildrenAre::InsideAll),
        Just(ChildrenAre::BesideSexes),
        Just(ChildrenAre::BesideTotal),
        any::<bool>().prop_map(ChildrenAre::Undeclared)
    ];
    let persons = proptest::array::uniform4(proptest::array::uniform2(proptest::array::uniform2(0_u32..4)));
    let shown = (
        any::<[bool; 4]>(),
        any::<bool>(),
        prop::bool::weighted(0.8),
        0_usize..8,
        0_usize..4,
        prop_oneof![3 => Just(ChildrenRow::Number), 1 => Just(ChildrenRow::Lost), 1 => Just(ChildrenRow::None)],
    );
    (persons, shown, children).prop_map(|(persons, (listed, has_other, shows_total, lost_form, lost_sex, children_row), children)| Area {
        persons,
        listed,
        has_other,
        shows_total,
        lost_form,
        lost_sex,
        children_row,
        children,
    })
}

impl Area {
    fn count(&self, fits: impl Fn(usize, usize, usize) -> bool) -> u32 {
        let all = (0..4).flat_map(|f| (0..2).flat_map(move |s| (0..2).map(move |a| (f, s, a))));
        all.filter(|(f, s, a)| fits(*f, *s, *a)).map(|(f, s, a)| self.persons[f][s][a]).sum()
    }

    /// What the region would know if the area had told everything.
    fn truth(&self, row: &Record) -> u32 {
        let is = |name: &str, code: &str| row[name] == "_T" || row[name] == code;
        self.count(|f, s, a| is("EXPL_FORM", FORMS[f].1) && is("SEX", SEXES[s].1) && is("AGE", ["Y_LT18", "Y_GE18"][a]))
    }

    /// Its table and its facts.
    fn submission(&self) -> (String, String) {
        let ages = |a: usize| self.children != ChildrenAre::BesideTotal || a == 1;
        let mut sheet = "Measure,Form,Sex,Age,2016\n".to_owned();
        let mut add = |labels: [&str; 3], value: Option<u32>| {
            let value = value.map_or_else(|| "..".to_owned(), |value| value.to_string());
            let _ = writeln!(sheet, "Victims,{},{},{},{value}", labels[0], labels[1], labels[2]);
        };
        if self.shows_total {
            add(["", "", ""], Some(self.count(|_, _, a| ages(a))));
        }
        for (f, (label, _)) in FORMS.iter().enumerate().filter(|(f, _)| self.listed[*f]) {
            add([label, "", ""], (self.lost_form != f).then(|| self.count(|form, _, a| form == f && ages(a))));
        }
        if self.has_other {
            add(["Other", "", ""], Some(self.count(|f, _, a| !self.listed[f] && ages(a))));
        }
        let (only_adults, says_so) = match self.children {
            ChildrenAre::InsideAll | ChildrenAre::Undeclared(false) => (false, false),
            ChildrenAre::BesideSexes => (true, true),
            ChildrenAre::BesideTotal | ChildrenAre::Undeclared(true) => (true, false),
        };
        for (s, (label, _)) in SEXES.iter().enumerate() {
            let value = self.count(|_, sex, a| sex == s && (a == 1 || !only_adults));
            add(["", label, if says_so { "Adults" } else { "" }], (self.lost_sex != s).then_some(value));
        }
        if self.children_row != ChildrenRow::None {
            add(["", "", "Children"], (self.children_row == ChildrenRow::Number).then(|| self.count(|_, _, a| a == 0)));
        }
        let (of_sexes, of_total) = match self.children {
            ChildrenAre::InsideAll => (Some("inside"), "inside"),
            ChildrenAre::BesideSexes => (Some("outside"), "inside"),
            ChildrenAre::BesideTotal => (Some("separate"), "undecided"),
            ChildrenAre::Undeclared(_) => (None, "inside"),
        };
        let mut facts = fact("children-in-total", of_total) + &fact("one-person-several-forms", "counted-once");
        facts.extend(of_sexes.map(|value| fact("children-in-sex-split", value)));
        (sheet, facts)
    }
}

fn fact(concept: &str, value: &str) -> String {
    format!("[[fact]]\nmeasure = \"VICT_ID\"\nconcept = \"{concept}\"\nvalue = \"{value}\"\nsource = \"made up\"\n")
}

/// A round of two made-up states with these tables and facts.
fn round(submissions: [(String, String); 2]) -> Outcome {
    let project = Project::new();
    let targets = read("mappings/codelists/target.csv");
    let asked = ["code,", "victim/children-in-total,", "victim/children-in-sex-split,", "victim/one-person-several-forms,"];
    let kept: Vec<&str> = targets.lines().filter(|line| asked.iter().any(|start| line.starts_with(start))).collect();
    assert_eq!(kept.len(), asked.len());
    project.write("mappings/codelists/target.csv", format!("{}\n", kept.join("\n")).as_bytes());
    let columns = ",".repeat(read("mappings/codelists/form.csv").lines().next().expect("a header").matches(',').count() - 4);
    let forms = format!("{}LAB_FARM,Work on a farm,Made up for tests.,LAB,tests{columns}\n", read("mappings/codelists/form.csv"));
    project.write("mappings/codelists/form.csv", forms.as_bytes());
    project.write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nsuppress_below = 0\nyears = [2016]\nareas = [\"XX\", \"YY\"]\n");
    for (area, (sheet, facts)) in ["xx", "yy"].into_iter().zip(submissions) {
        project.write(&format!("mappings/{area}/layout.toml"), LAYOUT.as_bytes());
        project.write(&format!("mappings/{area}/crosswalk.csv"), CROSSWALK.as_bytes());
        project.write(&format!("mappings/{area}/articles.csv"), EMPTY_ARTICLES.as_bytes());
        project.write(&format!("mappings/{area}/comparability.toml"), facts.as_bytes());
        project.write(&format!("mappings/{area}/corrections.toml"), b"");
        project.write(&format!("raw/2020/{area}/a.csv"), sheet.as_bytes());
        project.describe_source(area);
    }
    project.run()
}

/// `XX 3–7` → what XX brings.
fn contribution(row: &Record, area: &str) -> Option<(u32, u32)> {
    let words = row["CONTRIBUTIONS"].split(" | ").find_map(|part| part.strip_prefix(area))?.trim();
    let (lower, upper) = words.split_once('–').unwrap_or((words, words));
    lower.parse().ok().zip(upper.parse().ok())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a table leaves out or puts together, what is said of each code holds the persons that there were.
    #[test]
    fn bounds_hold_any_completion_of_the_tables(x in area(), y in area()) {
        let outcome = round([x.submission(), y.submission()]);
        let rows = records(&output(&outcome, "regional.csv"));
        prop_assert!(!rows.is_empty());
        for row in &rows {
            let mut sum = 0;
            for (area, name) in [(&x, "XX"), (&y, "YY")] {
                let truth = area.truth(row);
                sum += truth;
                if let Some((lower, upper)) = contribution(row, name) {
                    prop_assert!((lower..=upper).contains(&truth), "{} has {}: {:?}\n{:?}", name, truth, row, area);
                }
            }
            if let (Ok(lower), Ok(upper)) = (row["LOWER"].parse::<u32>(), row["UPPER"].parse::<u32>()) {
                prop_assert!((lower..=upper).contains(&sum), "{}: {:?}", sum, row);
            }
        }
    }

    /// Labour split into kitchens and farms, each with a code of its own below labour: every other row stays as it was.
    #[test]
    fn refining_a_code_list_leaves_parents_unchanged(counts in proptest::array::uniform4(0_u32..50), farm in 0_u32..50, other in proptest::option::of(0_u32..9)) {
        let farm = farm.min(counts[1]);
        let table = |labour: &str| {
            let total: u32 = counts.iter().sum::<u32>() + other.unwrap_or(0);
            let mut sheet = format!("Measure,Form,Sex,Age,2016\nVictims,,,,{total}\n{labour}");
            for (n, (label, _)) in counts.iter().zip(FORMS).filter(|(_, (label, _))| *label != "Labour") {
                let _ = writeln!(sheet, "Victims,{label},,,{n}");
            }
            if let Some(other) = other {
                let _ = writeln!(sheet, "Victims,Other,,,{other}");
            }
            (sheet, fact("children-in-total", "inside") + &fact("one-person-several-forms", "counted-once"))
        };
        let coarse = format!("Victims,Labour,,,{}\n", counts[1]);
        let fine = format!("Victims,Labour,,,{}\nVictims,Farm,,,{farm}\nVictims,Kitchen,,,{}\n", counts[1], counts[1] - farm);
        let rows = |labour: &str| records(&output(&round([table(labour), table(&coarse)]), "regional.csv"));
        let (before, after) = (rows(&coarse), rows(&fine));
        let key = |row: &Record| SPLIT.map(|name| row[name].clone());
        let mut compared = 0;
        for row in before.iter().filter(|row| !row["EXPL_FORM"].starts_with("LAB_")) {
            let same = after.iter().find(|other| key(other) == key(row));
            let same = same.unwrap_or_else(|| panic!("{row:?} is gone"));
            for name in ["OBS_VALUE", "LOWER", "UPPER", "CONTRIBUTIONS", "COMPLETENESS", "COMPARABILITY"] {
                prop_assert_eq!(&row[name], &same[name], "{} of {:?}", name, row);
            }
            compared += 1;
        }
        prop_assert!(compared >= 5, "{} rows", compared);
    }

    /// Two areas that say the same with the same facts: nothing stands between them.
    #[test]
    fn identity_is_silent(x in area()) {
        let same = Area { children: ChildrenAre::InsideAll, ..x };
        let outcome = round([same.submission(), same.submission()]);
        let figures = outcome.working.as_ref().expect("a dataset").figures();
        for pair in outcome.working.as_ref().expect("a dataset").pairs() {
            let Some(key) = &pair.a.figure else { continue };
            let own = figures.iter().find(|cell| cell.observation().key == *key).expect("the figure");
            let inherited = own.flags().iter().filter(|flag| flag.severity(roundup::model::Use::Between).is_some());
            let reasons: Vec<_> = inherited.map(|flag| flag.reason).collect();
            prop_assert!(pair.reasons.iter().all(|between| reasons.contains(&between.reason) && !between.rule.starts_with("pair-")), "{:?}", pair);
        }
        prop_assert!(!outcome.working.as_ref().expect("a dataset").pairs().is_empty());
    }

    /// One more thing said against a figure takes back nothing that was said before, and makes no level better.
    #[test]
    fn adding_a_flag_removes_none(
        (x, y) in (area(), area()),
        reason in prop::sample::select(vec!["MULTI", "COVER", "ESTIM", "PRINC", "REFDATE", "PLACE", "UNVAL"]),
        of in prop::sample::select(vec!["", "where = { form = [\"*\"] }\n", "where = { sex = [\"F\"] }\n", "where = { age = [\"Y_LT18\"] }\n"]),
    ) {
        let (sheet, facts) = x.submission();
        let caveat = format!("[[caveat]]\nmeasure = \"VICT_ID\"\ntext = \"made up\"\nreason = \"{reason}\"\n{of}source = \"made up\"\n");
        let before = round([(sheet.clone(), facts.clone()), y.submission()]);
        let after = round([(sheet, facts + &caveat), y.submission()]);
        let flags = |outcome: &Outcome| {
            let of_row = |row: Record| ["KEY", "REASON", "RULE", "DETAIL", "BETWEEN", "TIME", "SUM"].map(|name| row[name].clone());
            records(&output(outcome, "flags.csv")).into_iter().map(of_row).collect::<BTreeSet<_>>()
        };
        let (old, new) = (flags(&before), flags(&after));
        let lost: Vec<_> = old.difference(&new).collect();
        prop_assert!(lost.is_empty(), "{:?}", lost);
        let added = new.difference(&old).filter(|flag| flag[1] == reason && flag[2] == "caveat").count();
        let is_silent = before.working.is_none() || lines(&after).iter().any(|line| line.contains("statement-unused"));
        prop_assert_eq!(added == 0, is_silent, "{:?}", lines(&after));
        let levels = |outcome: &Outcome, file: &str, key: &[&str], level: &str| {
            let of_row = |row: &Record| (key.iter().map(|name| row[*name].clone()).collect::<Vec<_>>(), row[level].clone());
            records(&output(outcome, file)).iter().map(of_row).collect::<BTreeMap<_, _>>()
        };
        let figure = ["REF_AREA", "TIME_PERIOD", "MEASURE", "EXPL_FORM", "SEX", "AGE"];
        let pair = ["TIME_PERIOD", "EXPL_FORM", "SEX", "AGE", "AREA_A", "AREA_B", "MEASURE_A", "MEASURE_B"];
        let compared: [(&str, &[&str], &str); 4] = [
            ("harmonized.csv", &figure, "COMPAR_BETWEEN"),
            ("harmonized.csv", &figure, "COMPAR_TIME"),
            ("harmonized.csv", &figure, "COMPAR_SUM"),
            ("comparability.csv", &pair, "LEVEL"),
        ];
        for (file, key, level) in compared {
            let (old, new) = (levels(&before, file, key, level), levels(&after, file, key, level));
            prop_assert_eq!(old.len(), new.len());
            // C, L and N stand in the order in which they get worse; _Z, not applicable, stands in none.
            for (key, level) in old.into_iter().filter(|(_, level)| level != "_Z") {
                prop_assert!(new[&key] >= level, "{} of {:?}: {} to {}", file, key, level, new[&key]);
            }
        }
    }
}
