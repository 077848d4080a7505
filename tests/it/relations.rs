//! Relations between the codes of a list: what cannot hold is an error on its line.

use crate::support::{Project, lines};

/// A cell of a code list that says something else: code, column, value.
type Cell<'a> = (&'a str, &'a str, &'a str);

/// What is found in the code lists when some cells of one say something else.
fn found(list: &str, cells: &[Cell<'_>]) -> Vec<String> {
    let project = Project::new();
    let path = format!("mappings/codelists/{list}.csv");
    let text = std::fs::read_to_string(project.path(&path)).expect("a list");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("a header");
    for record in reader.records() {
        let record = record.expect("a record");
        let field = |(i, field)| {
            let change = cells.iter().find(|(code, column, _)| *code == &record[0] && *column == &header[i]);
            change.map_or(field, |(.., value)| *value)
        };
        writer.write_record(record.iter().enumerate().map(field)).expect("a record");
    }
    project.write(&path, &writer.into_inner().expect("bytes"));
    lines(&project.run()).into_iter().filter(|line| line.contains("codelists/")).collect()
}

fn check(list: &str, cases: &[(&[Cell<'_>], &[&str])]) {
    for (cells, expected) in cases {
        let expected: Vec<String> = expected.iter().map(|line| line.replace("@ ", &format!("@ codelists/{list}.csv:"))).collect();
        assert_eq!(found(list, cells), expected, "{cells:?}");
    }
}

#[test]
fn measures_lead_nowhere_in_a_circle_and_are_of_one_unit() {
    check(
        "measure",
        &[
            (&[], &[]),
            (&[("VICT_ID", "within", "VICT_ID")], &["error value-invalid @ 2:12 : measure: a circle in within: VICT_ID > VICT_ID"]),
            (
                &[("VICT_REG", "within", "VICT_ID")],
                &["error value-invalid @ 2:12 : measure: a circle in within: VICT_ID > VICT_REG > VICT_ID"],
            ),
            (
                &[("VICT_REG", "within", "VICT_ASSIST"), ("VICT_ASSIST", "within", "VICT_PRES")],
                &["error value-invalid @ 5:12 : measure: a circle in within: VICT_REG > VICT_ASSIST > VICT_PRES > VICT_REG"],
            ),
            (
                &[("PER_CONV", "precedes", "PER_SUSP")],
                &["error value-invalid @ 13:13 : measure: a circle in precedes: PER_SUSP > PER_PROS > PER_CONV > PER_SUSP"],
            ),
            (
                &[("INV_OPEN", "within", "VICT_REG")],
                &["error value-invalid @ 8:12 : within of INV_OPEN names VICT_REG, which has the unit \"PERSON\" and not \"CASE\""],
            ),
            (
                &[("PER_CONV", "within", "VICT_REG")],
                &["error value-invalid @ 15:12 : within of PER_CONV names VICT_REG, which has the object \"victim\" and not \"person\""],
            ),
            (
                &[("CASE_COURT", "precedes", "PER_CONV")],
                &["error value-invalid @ 11:13 : precedes of CASE_COURT names PER_CONV, which has the unit \"PERSON\" and not \"CASE\""],
            ),
            // A later stage may be of another object.
            (&[("VICT_REG", "precedes", "PER_CONV")], &[]),
        ],
    );
}

#[test]
fn a_pool_joins_codes_beside_each_other() {
    check(
        "form",
        &[
            (&[("MIX", "pools", "SEX|LAB")], &[]),
            (&[("MIX", "pools", "SEX|_T")], &["error value-invalid @ 17:13 : form: the total _T in pools of MIX"]),
            (
                &[("MIX", "pools", "LAB_DOM|LAB")],
                &["error value-invalid @ 17:13 : form: LAB and LAB_DOM, which is below it, in pools of MIX"],
            ),
            (
                &[("MIX", "pools", "CHILD|CHILD_BUY")],
                &["error value-invalid @ 17:13 : form: CHILD and CHILD_BUY, which is below it, in pools of MIX"],
            ),
            (&[("LAB_DOM", "pools", "LAB|SEX")], &["error value-invalid @ 5:13 : form: LAB, which is above it, in pools of LAB_DOM"]),
            (&[("_O", "pools", "OU|SEX")], &["error value-invalid @ 18:13 : form: a circle in pools: _O > OU > _O"]),
        ],
    );
}

#[test]
fn a_value_covers_one_category_of_a_split() {
    let case = |value: &str, code: &str| {
        let expected = format!("error {code} @ codelists/fact_value.csv:");
        let found = found("fact_value", &[("children-only", "covers", value)]);
        assert!(found.len() == 1 && found[0].starts_with(&expected), "{value}\n{found:#?}");
        assert!(found[0].ends_with(&format!(":9 : \"{value}\" in covers of children-only")), "{found:#?}");
    };
    case("AGE=_T", "value-invalid");
    case("STATEMENT=NOTE", "value-invalid");
    case("MEASURE=VICT_ID", "value-invalid");
    case("AGE=Y_LT", "code-unknown");
}

#[test]
fn bands_lie_in_those_of_their_parents_and_not_in_each_other() {
    check(
        "age",
        &[
            (&[("_T", "from_age", "0")], &["error value-invalid @ 11:7 : the from_age \"0\" of the total _T"]),
            (&[("Y0T15", "to_age", "18")], &["error value-invalid @ 4:7 : Y0T15 (0 to 18), which is not all of its parent Y_LT18"]),
            (&[("Y_GE51", "from_age", "15")], &["error value-invalid @ 9:7 : Y_GE51 (15 and more), which is not all of its parent Y_GE18"]),
            (&[("Y31T40", "from_age", "21"), ("Y31T40", "to_age", "30")], &["error value-invalid @ 7:7 : Y31T40 has the ages of Y21T30"]),
            (
                &[("Y31T40", "to_age", "45")],
                &["warning bands-overlap @ 8:7 : Y31T40 (31 to 45) and Y41T50 (41 to 50), both below Y_GE18, overlap"],
            ),
            (
                &[("Y31T40", "parent", "_T")],
                &["error value-invalid @ 7:7 : Y31T40 (31 to 40) lies in Y_GE18 (18 and more), which is not above it"],
            ),
        ],
    );
}
