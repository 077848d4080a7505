//! The page of the report knows no code and no dimension: what a round is about stands in its data.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::{files, read, records, root};

/// Lists with codes that are also words of English or of the page, so that finding them says nothing.
const ORDINARY: [&str; 3] = ["fact_value", "obs_status", "conf_status"];

/// The scripts of the page, without the libraries.
fn scripts() -> BTreeMap<String, String> {
    let all = files(&root().join("src/emit/report/page")).into_iter();
    let own = all.filter(|(name, _)| !name.contains('/') && Path::new(name).extension().is_some_and(|ending| ending == "js"));
    own.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// The texts of a script, and the names of its properties: `'a'`, `"a"`, the fixed parts of `` `a${…}b` ``, `a:`. No regular expression of the page
/// has a quotation mark.
fn literals(script: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    // What the reader is inside of: the quotation mark of a text, or a brace; the end of a script is inside of nothing.
    let mut inside: Vec<char> = Vec::new();
    let (mut text, mut name) = (String::new(), String::new());
    let mut rest = script.chars().peekable();
    while let Some(c) = rest.next() {
        let quoted = inside.last().copied().filter(|own| matches!(own, '\'' | '"' | '`'));
        match (quoted, c) {
            (Some(_), '\\') => text.extend(rest.next()),
            (Some('`'), '$') if rest.peek() == Some(&'{') => {
                rest.next();
                found.insert(std::mem::take(&mut text));
                inside.push('{');
            }
            (Some(own), _) if c == own => {
                inside.pop();
                found.insert(std::mem::take(&mut text));
            }
            (Some(_), _) => text.push(c),
            (None, '/') if rest.peek() == Some(&'/') => while rest.next_if(|c| *c != '\n').is_some() {},
            (None, '/') if rest.peek() == Some(&'*') => {
                let mut last = ' ';
                for c in rest.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            (None, '\'' | '"' | '`' | '{') => inside.push(c),
            (None, '}') => {
                inside.pop();
            }
            (None, ':') => {
                found.insert(std::mem::take(&mut name));
            }
            (None, _) => {}
        }
        let is_of_name = quoted.is_none() && (c.is_alphanumeric() || c == '_');
        if is_of_name { name.push(c) } else { name.clear() }
    }
    assert!(inside.is_empty(), "the script ends inside of {inside:?}");
    found
}

#[test]
fn literals_are_found_in_a_script() {
    let script = "const a = { VICTIM: 'x', b: `y${f('z', { c: 1 })}w` }; // 'no'\n/* \"no\" */ g(\"it's\", 'it\\'s', /a/);";
    let expected = ["VICTIM", "b", "c", "it's", "w", "x", "y", "z"];
    assert_eq!(literals(script), expected.map(str::to_owned).into());
}

#[test]
fn no_code_stands_in_the_page() {
    let lists = files(&root().join("mappings/codelists"));
    let known = lists.iter().map(|(name, bytes)| (name.trim_end_matches(".csv"), String::from_utf8_lossy(bytes)));
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    for (list, text) in known.filter(|(list, _)| !ORDINARY.contains(list)) {
        codes.extend(records(&text).into_iter().map(|record| (record["code"].clone(), format!("a code of {list}"))));
    }
    for dimension in dimensions() {
        codes.insert(dimension["column"].as_str().expect("a column").to_owned(), "the column of a dimension".to_owned());
    }
    assert!(codes.len() > 200, "only {} codes", codes.len());
    let (mut wrong, mut all) = (Vec::new(), 0);
    for (name, script) in scripts() {
        let literals = literals(&script);
        all += literals.len();
        wrong.extend(literals.iter().filter_map(|literal| Some(format!("{name}: '{literal}' is {}", codes.get(literal)?))));
    }
    assert!(all > 1000, "only {all} literals");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// By what figures are broken down is nothing that the page speaks of.
#[test]
fn no_dimension_is_named_in_the_page() {
    let breakdowns = dimensions().into_iter().filter(|own| !own.contains_key("role") && !own.contains_key("of_records"));
    let names: Vec<String> = breakdowns.map(|own| own["name"].as_str().expect("a name").to_lowercase()).collect();
    assert!(names.len() > 3, "{names:?}");
    let mut texts = scripts();
    texts.insert("index.html".to_owned(), read("src/emit/report/page/index.html"));
    for (file, text) in texts {
        let words: Vec<String> = text.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
        let words = format!(" {} ", words.join(" "));
        let found: Vec<&String> =
            names.iter().filter(|name| words.contains(&format!(" {name} ")) || words.contains(&format!(" {name}s "))).collect();
        assert!(found.is_empty(), "{file} speaks of {found:?}");
    }
}

/// The dimensions that `dimensions.toml` declares.
fn dimensions() -> Vec<toml::Table> {
    let declared: toml::Table = read("mappings/dimensions.toml").parse().expect("TOML");
    let all = declared["dimension"].as_array().expect("dimensions");
    all.iter().map(|one| one.as_table().expect("a table").clone()).collect()
}
