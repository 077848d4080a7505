//! Code lists: no cell of them is passed over, and each role that Roundup asks for is given to a code.

use crate::support::{Project, files, lines, read, root};

/// What is found in the mappings when a line of a code list is changed.
fn found(list: &str, change: impl Fn(&str) -> String) -> Vec<String> {
    let project = Project::new();
    let path = format!("mappings/codelists/{list}.csv");
    let text = if list == "target" { read(&path) } else { std::fs::read_to_string(project.path(&path)).expect("a list") };
    let changed = change(&text);
    assert_ne!(changed, text, "{list}: nothing was changed");
    project.write(&path, changed.as_bytes());
    lines(&project.run()).into_iter().filter(|line| line.contains("codelists/")).collect()
}

/// The list with another value in a column of a code.
fn with(text: &str, code: &str, column: &str, value: &str) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let place = header.iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).expect("a header");
    for record in reader.records() {
        let record = record.expect("a record");
        let change = |(i, field)| if i == place && &record[0] == code { value } else { field };
        writer.write_record(record.iter().enumerate().map(change)).expect("a record");
    }
    String::from_utf8(writer.into_inner().expect("bytes")).expect("UTF-8")
}

#[test]
fn no_cell_of_a_code_list_is_passed_over() {
    for (list, code, column, value, expected) in [
        ("age", "Y_LT18", "to_age", "17.0", "error value-invalid @ codelists/age.csv:2:8 : the to_age \"17.0\" of Y_LT18"),
        ("age", "Y_GE18", "from_age", "18.0", "error value-invalid @ codelists/age.csv:3:7 : the from_age \"18.0\" of Y_GE18"),
        ("age", "Y_GE18", "from_age", "+18", "error value-invalid @ codelists/age.csv:3:7 : the from_age \"+18\" of Y_GE18"),
        ("age", "Y_LT18", "from_age", "", "error value-invalid @ codelists/age.csv:2:8 : the to_age \"17\" of Y_LT18"),
        ("age", "Y_LT18", "from_age", "18", "error value-invalid @ codelists/age.csv:2:8 : the to_age \"17\" of Y_LT18"),
        ("obs_status", "Q", "rank", "2.0", "error value-invalid @ codelists/obs_status.csv:3:7 : the rank \"2.0\" of Q"),
        ("form", "SEX", "role", "rest", "error value-invalid @ codelists/form.csv:3:6 : the role \"rest\" of SEX"),
        ("fact", "stage", "role", "children", "error value-invalid @ codelists/fact.csv:4:6 : the role \"children\" of stage"),
        ("offence", "02", "apart", "true", "error value-invalid @ codelists/offence.csv:3:7 : the apart \"true\" of 02"),
        ("absence", "NA", "obs_status", "ZZ", "error code-unknown @ codelists/absence.csv:2:7 : the obs_status \"ZZ\" of NA"),
        (
            "fact_value",
            "assisted",
            "obs_status",
            "ZZ",
            "error code-unknown @ codelists/fact_value.csv:4:8 : the obs_status \"ZZ\" of assisted",
        ),
        (
            "fact_value",
            "assisted",
            "concept",
            "status",
            "error code-unknown @ codelists/fact_value.csv:4:7 : the concept \"status\" of assisted",
        ),
        ("fact_value", "assisted", "concept", "", "error code-unknown @ codelists/fact_value.csv:4:7 : no concept of assisted"),
        ("measure", "VICT_ID", "unit", "persons", "error code-unknown @ codelists/measure.csv:2:6 : the unit \"persons\" of VICT_ID"),
        (
            "measure",
            "VICT_ID",
            "within",
            "VICT",
            "error code-unknown @ codelists/measure.csv:2:12 : measure: the code VICT in within of VICT_ID",
        ),
        ("form", "SEX", "pools", "SEX", "error code-unknown @ codelists/form.csv:3:13 : form: SEX in pools of SEX"),
        ("form", "SEX", "pools", "LAB|LAB", "error code-unknown @ codelists/form.csv:3:13 : form: LAB in pools of SEX"),
        ("origin", "002", "members", "AO|XQ", "error code-unknown @ codelists/origin.csv:3:7 : the member XQ of 002"),
        ("area", "DK", "code", "DNK", "error value-invalid @ codelists/area.csv:2:1 : the code \"DNK\" of DNK"),
        (
            "comparability_level",
            "C",
            "role",
            "fine",
            "error value-invalid @ codelists/comparability_level.csv:2:6 : the role \"fine\" of C",
        ),
        (
            "predicate",
            "skos:exactMatch",
            "code",
            "skos:same",
            "error value-invalid @ codelists/predicate.csv:2:1 : the code \"skos:same\" of skos:same",
        ),
        (
            "comparability_reason",
            "UNIT",
            "severity",
            "grave",
            "error value-invalid @ codelists/comparability_reason.csv:3:7 : the severity \"grave\" of UNIT",
        ),
        ("target", "victim/victim-status", "differs", "break", "error value-invalid @ codelists/target.csv:2:9 : the differs \"break\""),
    ] {
        let found = found(list, |text| with(text, code, column, value));
        assert!(found.iter().any(|line| line == expected), "{expected}\n{found:#?}");
    }
}

#[test]
fn a_measure_that_no_target_is_about_is_an_error_where_it_is_counted() {
    let project = Project::new();
    let measures = read("mappings/codelists/measure.csv");
    project.write("mappings/codelists/target.csv", read("mappings/codelists/target.csv").as_bytes());
    project.write("raw/2020/xx/data.csv", b"Form,2016\nTotal,5\n");
    project.describe_source("xx");
    project.write(
        "mappings/xx/layout.toml",
        b"language = \"en\"\n[[file]]\nname = \"*\"\n[[table]]\nid = \"t\"\nanchor = \"Form\"\ncolumns = [{ concepts = [\"period\"] }]\n\
          rows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n",
    );
    project.write("mappings/xx/crosswalk.csv", b"concept,label,predicate,code\nform,Total,skos:exactMatch,_T\n");
    let errors = || lines(&project.run()).into_iter().filter(|line| line.starts_with("error")).collect::<Vec<_>>();
    assert_eq!(errors(), Vec::<String>::new());
    project.write("mappings/codelists/measure.csv", with(&measures, "VICT_ID", "object", "victm").as_bytes());
    let expected = "error code-unknown @ codelists/measure.csv:2 : VICT_ID: no line of codelists/target.csv is about its object \"victm\"";
    let not_of_one_object = "error value-invalid @ codelists/measure.csv:2:12 : within of VICT_ID names VICT_REG, which has the object \"victim\" and not \"victm\"";
    assert_eq!(errors(), [expected, not_of_one_object]);
}

/// A list that lacks a column would say that none of its codes has what the column says.
#[test]
fn a_column_that_decides_is_needed() {
    for (list, column) in [
        ("age", "to_age"),
        ("age", "from_age"),
        ("form", "pools"),
        ("form", "role"),
        ("fact", "role"),
        ("unit_count", "role"),
        ("form", "parent"),
        ("offence", "apart"),
        ("fact_value", "covers"),
        ("fact_value", "obs_status"),
        ("comparability_reason", "obs_status"),
        ("measure", "within"),
        ("measure", "precedes"),
        ("measure", "object"),
        ("obs_status", "rank"),
        ("absence", "obs_status"),
        ("origin", "members"),
    ] {
        for name in ["", &format!("{column}s")] {
            let found = found(list, |text| {
                let (header, rest) = text.split_once('\n').expect("a header");
                let fields: Vec<&str> = header.split(',').map(|field| if field == column { name } else { field }).collect();
                format!("{}\n{rest}", fields.join(","))
            });
            let expected = format!("error column-missing @ codelists/{list}.csv:1 : no column \"{column}\"");
            assert!(found.contains(&expected), "{expected}\n{found:#?}");
        }
    }
}

#[test]
fn a_column_of_another_list_and_a_list_of_another_name_are_findings() {
    let found = found("sex", |text| text.replace("code,name,", "code,name,pools,").replace("F,Female,", "F,Female,yes,"));
    assert!(found.iter().any(|line| line.starts_with("warning column-unknown @ codelists/sex.csv:1")), "{found:#?}");
    let project = Project::new();
    project.write("mappings/codelists/forms.csv", b"code,name\nX,Another\n");
    let found = lines(&project.run());
    assert!(found.iter().any(|line| line == "error value-invalid @ codelists/forms.csv : a code list \"forms\""), "{found:#?}");
}

/// Roles without which a rule has nothing to do, or that any number of codes may have.
const OPTIONAL: [&str; 9] = ["total", "residual", "other", "unknown", "non-response", "status", "stage", "period-kind", "date"];

/// A code with its role, of each list that has roles.
fn holders() -> Vec<(String, String, String)> {
    let lists = files(&root().join("mappings/codelists")).into_keys().filter(|name| name.matches('.').count() == 1);
    let of_list = |name: String| {
        let mut reader = csv::Reader::from_path(root().join("mappings/codelists").join(&name)).expect("a list");
        let place = reader.headers().expect("a header").iter().position(|column| column == "role");
        let list = name.trim_end_matches(".csv").to_owned();
        let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a record")).collect();
        let holder = |record: &csv::StringRecord| Some((list.clone(), record[0].to_owned(), record[place?].to_owned()));
        records.iter().filter_map(holder).collect::<Vec<_>>()
    };
    lists.flat_map(of_list).collect()
}

/// What the program needs to know of a code stands in the column `role`. A role that is missing, or that two codes have, is an error with its place.
#[test]
fn a_role_that_is_missing_or_doubled_is_an_error() {
    let all = holders();
    let with_role = || all.iter().filter(|(.., role)| !role.is_empty() && !OPTIONAL.contains(&role.as_str()));
    assert!(with_role().count() > 60, "{all:#?}");
    for (list, code, role) in with_role() {
        let others = all.iter().filter(|(own, other, own_role)| own == list && other != code && own_role == role).count();
        let gone = found(list, |text| with(text, code, "role", ""));
        // Where the header names the column.
        let path = root().join(format!("mappings/codelists/{list}.csv"));
        let header = csv::Reader::from_path(path).expect("a list").headers().expect("a header").clone();
        let place = header.iter().position(|name| name == "role").expect("a column of roles") + 1;
        let expected = format!("error code-unknown @ codelists/{list}.csv:1:{place} : no code with the role \"{role}\"");
        assert_eq!(gone.contains(&expected), others == 0, "{expected}\n{gone:#?}");
        let Some((_, free, _)) = all.iter().find(|(own, _, role)| own == list && role.is_empty()).filter(|_| others == 0) else { continue };
        let doubled = found(list, |text| with(text, free, "role", role));
        let may_be_several = ["person", "single", "counted-once", "complete"].contains(&role.as_str());
        let is_said = doubled.iter().any(|line| line.starts_with("error key-duplicate") && line.contains(&format!("the role \"{role}\"")));
        assert_eq!(is_said, !may_be_several, "{list} {free} {role}\n{doubled:#?}");
    }
    let totals = found("sex", |text| with(text, "_Z", "role", "total"));
    assert!(totals.iter().any(|line| line.contains("key-duplicate") && line.contains("sex.csv:8:6")), "{totals:#?}");
}

/// Two roles that divide a dimension stand in the list of one.
#[test]
fn roles_that_belong_together_stand_in_one_list() {
    for (from, code, role, to, new_code, expected) in [
        ("sex", "M", "male", "form", "SEX", "form.csv:3:6 : the role \"male\" of SEX, and \"female\" of F in another list"),
        ("sex", "F", "female", "age", "Y16T20", "sex.csv:3:6 : the role \"male\" of M, and \"female\" of Y16T20 in another list"),
        ("age", "Y_GE18", "adults", "sex", "_Z", "sex.csv:8:6 : the role \"adults\" of _Z, and \"children\" of Y_LT18 in another list"),
        ("age", "Y_LT18", "children", "sex", "_Z", "age.csv:3:6 : the role \"adults\" of Y_GE18, and \"children\" of _Z in another list"),
    ] {
        let project = Project::new();
        for (list, code, role) in [(from, code, ""), (to, new_code, role)] {
            let path = format!("mappings/codelists/{list}.csv");
            let text = std::fs::read_to_string(project.path(&path)).expect("a list");
            project.write(&path, with(&text, code, "role", role).as_bytes());
        }
        let found: Vec<String> = lines(&project.run()).into_iter().filter(|line| line.contains("in another list")).collect();
        assert_eq!(found, [format!("error value-invalid @ codelists/{expected}")]);
    }
}

/// A collection that draws no line between children and adults has no rule about them: all roles of the group, or none.
#[test]
fn the_rule_about_children_is_whole_or_not_there() {
    let group = ["children", "adults", "children-in-split", "children-in-total", "inside", "outside", "undecided"];
    let project = Project::new();
    for (list, code, role) in holders().iter().filter(|(.., role)| group.contains(&role.as_str())) {
        let path = format!("mappings/codelists/{list}.csv");
        let text = std::fs::read_to_string(project.path(&path)).expect("a list");
        project.write(&path, with(&text, code, "role", "").as_bytes());
        let _ = role;
    }
    assert_eq!(lines(&project.run()).into_iter().filter(|line| line.contains("role")).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_list_that_is_not_there_is_an_error() {
    for entry in files(&root().join("mappings/codelists")).into_keys().filter(|name| name.matches('.').count() == 1) {
        let project = Project::new();
        project.remove(&format!("mappings/codelists/{entry}"));
        let found = lines(&project.run());
        let expected = format!("error mapping-unreadable @ codelists/{entry} : no such code list");
        assert!(found.contains(&expected), "{expected}\n{found:#?}");
    }
}
