//! `dimensions.toml`: what is wrong with an entry is an error where it stands, and one mistake is one finding.

use crate::support::{Project, files, lines, read, root};

/// What is found in the mappings when `dimensions.toml` says something else.
fn found(changes: &[(&str, &str)]) -> Vec<String> {
    with_files(changes, &[])
}

/// The same with other code lists.
fn with_files(changes: &[(&str, &str)], lists: &[(&str, &str)]) -> Vec<String> {
    let project = Project::new();
    let mut text = read("mappings/dimensions.toml");
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    project.write("mappings/dimensions.toml", text.as_bytes());
    for (name, text) in lists {
        project.write(&format!("mappings/codelists/{name}.csv"), text.as_bytes());
    }
    lines(&project.run()).into_iter().filter(|line| line.contains("dimensions.toml") || line.contains("codelists/")).collect()
}

/// The line, from one, on which a text begins in the changed file.
fn line_of(changes: &[(&str, &str)], text: &str) -> usize {
    let all = changes.iter().fold(read("mappings/dimensions.toml"), |all, (old, new)| all.replacen(old, new, 1));
    let (before, _) = all.split_once(text).unwrap_or_else(|| panic!("{text}"));
    before.matches('\n').count() + 1
}

/// Each case: what is written in the place of what, the text on whose line the finding is, and the finding without its place.
fn check(cases: &[(&str, &str, &str, &str)]) {
    for (old, new, at, expected) in cases {
        let changes = [(*old, *new)];
        let found = found(&changes);
        let (code, words) = expected.split_once(' ').expect("a code and words");
        let place = format!("error {code} @ dimensions.toml:{}:", line_of(&changes, at));
        assert_eq!(found.len(), 1, "{new}\n{found:#?}");
        assert!(found[0].starts_with(&place) && found[0].ends_with(&format!(" : {words}")), "{place} {words}\n{found:#?}");
    }
}

#[test]
fn a_default_is_a_code_of_the_list() {
    check(&[
        ("default = \"TAB\"", "default = \"TABLE\"", "default = \"TABLE\"", "value-invalid the default \"TABLE\""),
        // Tables would count as remarks.
        ("default = \"TAB\"", "default = \"NOTE\"", "default = \"NOTE\"", "value-invalid the default \"NOTE\""),
        ("default = \"TAB\"\n", "", "[[dimension]]\ncolumn = \"STATEMENT\"", "value-invalid STATEMENT without a default"),
        // Each of its figures would count as one without a measure.
        ("default = \"_T\"", "default = \"VICT_ID\"", "default = \"VICT_ID\"", "value-invalid the default \"VICT_ID\""),
        ("default = \"_T\"", "default = \"no measure\"", "default = \"no measure\"", "value-invalid the default \"no measure\""),
        ("default = \"_T\"\n", "", "[[dimension]]\ncolumn = \"MEASURE\"", "value-invalid MEASURE without a default"),
        (
            "role = \"unit\"\ndefault = \"_T\"",
            "role = \"unit\"",
            "[[dimension]]\ncolumn = \"UNIT_COUNT\"",
            "value-invalid UNIT_COUNT without a default",
        ),
        ("about = \"Sex.\"", "about = \"Sex.\"\ndefault = \"F\"", "default = \"F\"", "value-invalid the default \"F\""),
        (
            "about = \"The legal article.\"\ndefault = \"_T\"",
            "about = \"The legal article.\"\ndefault = \"all of them\"",
            "default = \"all",
            "value-invalid the default \"all of them\"",
        ),
        (
            "about = \"The legal article.\"\ndefault = \"_T\"",
            "about = \"The legal article.\"",
            "[[dimension]]\ncolumn = \"ARTICLE\"",
            "value-invalid ARTICLE without a default",
        ),
        (
            "of_records = true\n\n[[dimension]]\ncolumn = \"CHANNEL\"",
            "of_records = true\ndefault = \"_T\"\n\n[[dimension]]\ncolumn = \"CHANNEL\"",
            "default = \"_T\"\n\n[[dimension]]\ncolumn = \"CHANNEL\"",
            "value-invalid the default \"_T\"",
        ),
    ]);
}

/// A dimension of the key that splits nothing.
const PLAIN: &str = "[[dimension]]\ncolumn = \"VENUE\"\nname = \"Venue\"\nabout = \"Where it was counted.\"\n";

#[test]
fn a_list_without_a_total_needs_a_default_and_no_code_is_made_up() {
    let before = "[[dimension]]\ncolumn = \"STATEMENT\"";
    let entry = |more: &str| format!("{PLAIN}{more}\n{before}");
    let of = |more: &str, list: &str| with_files(&[(before, &entry(more))], &[("venue", list)]);
    let at = |more: &str, text: &str| line_of(&[(before, &entry(more))], text);
    assert_eq!(of("", "code,name,role\nANY,Anywhere,total\n"), Vec::<String>::new());
    assert_eq!(of("default = \"ANY\"\n", "code,name\nANY,Anywhere\nCAMP,Camp\n"), Vec::<String>::new());
    for list in ["code,name,role\n", "code,name\n", "code,name\nCAMP,Camp\n", "code,name,role\nCAMP,Camp,\n"] {
        let expected = format!("error value-invalid @ dimensions.toml:{}:1 : VENUE without a default", at("", PLAIN));
        assert_eq!(of("", list), [expected], "{list}");
        let more = "default = \"ANY\"\n";
        let expected = format!("error value-invalid @ dimensions.toml:{}:11 : the default \"ANY\"", at(more, more));
        assert_eq!(of(more, list), [expected], "{list}");
    }
    let expected = "error mapping-unreadable @ codelists/venue.csv : no such code list";
    assert_eq!(found(&[(before, &entry(""))]), [expected]);
    assert_eq!(found(&[(before, &entry("default = \"ANY\"\n"))]), [expected]);
    assert_eq!(with_files(&[], &[("sex", "code,name,parent,role\n")]).len(), 1);
}

/// The lists that the program reads for something else are those of the project that belong to no dimension, with no exception.
#[test]
fn a_dimension_has_a_code_list_of_its_own() {
    let declared = read("mappings/dimensions.toml");
    let of_dimensions = ["measure", "unit_count", "form", "sex", "age", "origin", "offence", "statement", "provider"];
    let lists = files(&root().join("mappings/codelists")).into_keys().filter_map(|name| name.strip_suffix(".csv").map(str::to_owned));
    let mut seen = 0;
    for list in lists.filter(|list| !of_dimensions.contains(&list.as_str()) && !list.contains('.')) {
        let changes = [("column = \"SEX\"\n", &*format!("column = \"SEX\"\nlist = \"{list}\"\n"))];
        let expected = format!(
            "error value-invalid @ dimensions.toml:{}:8 : the list \"{list}\"",
            line_of(&changes, "list = \"{list}\"".replace("{list}", &list).as_str())
        );
        assert!(found(&changes).contains(&expected), "{expected}\n{:#?}", found(&changes));
        seen += 1;
    }
    assert!(seen >= 12 && declared.contains("column = \"SEX\"\n"), "{seen} lists");
}

#[test]
fn names_are_in_their_form_and_each_is_given_once() {
    check(&[
        ("sdmx = \"SEX\"", "sdmx = \"sex of a person\"", "sdmx = \"sex", "value-invalid the sdmx \"sex of a person\""),
        ("sdmx = \"SEX\"", "sdmx = \"\"", "sdmx = \"\"", "value-invalid the sdmx \"\""),
        ("sdmx = \"SEX\"", "sdmx = \"REF_AREA\"", "sdmx = \"REF_AREA\"", "value-invalid the sdmx \"REF_AREA\""),
        ("sdmx = \"AGE\"", "sdmx = \"SEX\" # again", "sdmx = \"SEX\" # again", "key-duplicate the sdmx SEX of AGE a second time"),
        ("schemes = [\"iso3\",", "schemes = [\"iso3\", \"iso3\",", "schemes = [", "key-duplicate the scheme \"iso3\" a second time"),
        ("schemes = [\"iso3\",", "schemes = [\"iso3\", \"\",", "schemes = [", "value-invalid the scheme \"\""),
        ("schemes = [\"iso3\",", "schemes = [\"iso3\", \"a scheme\",", "schemes = [", "value-invalid the scheme \"a scheme\""),
        ("name = \"Sex\"", "name = \" \"", "name = \" \"", "value-invalid the name \" \""),
        ("name = \"Age\"", "name = \"Sex\" # again", "name = \"Sex\" # again", "key-duplicate the name \"Sex\" of AGE a second time"),
    ]);
    for column in [
        "code",
        "name",
        "description",
        "parent",
        "source",
        "role",
        "unit",
        "object",
        "within",
        "precedes",
        "pools",
        "members",
        "from_age",
        "to_age",
        "apart",
        "sign",
        "rank",
    ] {
        check(&[(
            "schemes = [\"iso3\",",
            &format!("schemes = [\"iso3\", \"{column}\","),
            "schemes = [",
            &format!("value-invalid the scheme \"{column}\""),
        )]);
    }
}

#[test]
fn no_code_is_called_like_the_word_for_no_code() {
    let list = "code,name,parent,role\n_T,All,,total\nNoTermFound,Nothing,_T,\n";
    let expected = "error value-invalid @ codelists/sex.csv:3:1 : the code \"NoTermFound\"";
    assert!(with_files(&[], &[("sex", list)]).iter().any(|line| line == expected));
}

#[test]
fn what_is_one_too_many_is_found_where_it_stands() {
    let entry = |c: char| format!("[[dimension]]\ncolumn = \"MORE_{c}\"\nname = \"More {c}\"\nabout = \"x\"\ndefault = \"A\"\n\n");
    let eight = ('A'..='H').map(entry).collect::<Vec<_>>().concat();
    let lists: Vec<(String, &str)> = ('a'..='h').map(|c| (format!("more_{c}"), "code,name\nA,All\n")).collect();
    let lists: Vec<(&str, &str)> = lists.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let before = "[[dimension]]\ncolumn = \"PLACE\"";
    let changes = [(before, &*format!("{eight}{before}"))];
    let line = line_of(&changes, "column = \"MORE_G\"");
    assert_eq!(
        with_files(&changes, &lists),
        [format!("error value-invalid @ dimensions.toml:{line}:10 : MORE_G, the 17th of 18 dimensions")]
    );
    check(&[
        (
            "about = \"The legal article.\"",
            "about = \"The legal article.\"\nrole = \"unit\" # too",
            "role = \"unit\" # too",
            "value-invalid a second dimension with the role \"unit\"",
        ),
        ("role = \"unit\"", "role = \"units\"", "role = \"units\"", "value-invalid the role \"units\""),
        (
            "column = \"STATEMENT\"",
            "column = \"STATEMENT\"\ndetail_of = \"OFFENCE\"",
            "detail_of = \"OFFENCE\"\nname = \"State",
            "value-invalid a second dimension with detail_of",
        ),
    ]);
    // What is missing as a whole has no line.
    let found = found(&[("role = \"unit\"\n", "")]);
    assert!(found.iter().any(|line| line == "error value-invalid @ dimensions.toml : no dimension with the role \"unit\""), "{found:#?}");
}
