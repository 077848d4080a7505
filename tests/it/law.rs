//! Law and categories: what the page and the Markdown file say of articles of law and of national words, side by side.

use std::collections::BTreeMap;

use roundup::emit::{Format, emit, emit_release};
use roundup::pipeline::{Outcome, Request, Silent, run};
use serde_json::{Value, json};

use crate::support::{Project, lines, output, own_round, records, root};

const PAGE: &str = "report/index.html";
const TEXT: &str = "report/law-and-categories.md";

/// The files of the report.
fn report(outcome: &Outcome) -> BTreeMap<String, String> {
    let files = emit(outcome.working.as_ref().expect("a dataset"), &[Format::Report]).expect("the report");
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// The files of the report of a release.
fn public_report(outcome: &Outcome) -> BTreeMap<String, String> {
    let files = emit_release(outcome.release.as_ref().expect("a release"), &[Format::Report], None).expect("the report");
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// The data of the page.
fn data(report: &BTreeMap<String, String>) -> Value {
    let (_, rest) = report[PAGE].split_once("<script id=\"data\" type=\"application/json\">").expect("the data");
    serde_json::from_str(rest.split_once("</script>").expect("an end").0).expect("JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// How many figures of harmonized.csv have an article.
fn figures_of(outcome: &Outcome, article: &str) -> usize {
    records(&output(outcome, "harmonized.csv")).iter().filter(|row| row["ARTICLE"] == article).count()
}

/// Two states with articles and words; one of them has sent figures.
fn project() -> Project {
    let project = Project::new();
    project
        .write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nsuppress_below = 0\nyears = [2016, 2017]\nareas = [\"XX\", \"YY\"]\n");
    let tables = "Article,2016,2017\nCC 1,30,40\nCC 2,50,60\n,\nForm,2016,2017\nSexual,60,75\nWork,20,25\nTotal,80,100\n";
    project.write("raw/2020/xx/data.csv", tables.as_bytes());
    project.describe_source("xx");
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/yy/layout.toml", b"language = \"en\"\n");
    for file in ["comparability", "corrections"] {
        project.write(&format!("mappings/yy/{file}.toml"), b"");
    }
    let columns = "article,label,name_national,name_en,predicate,code,secondary_predicate,secondary_code,valid_from,valid_to,\
                   act,means,minors,purpose,demand,incomplete,evidence,comment\n";
    let of_xx = "XX:CC_1,CC 1,Handel,Trade,skos:closeMatch,0204,,,2016-10-15,,recruit,deceit|force,under-18,SEX,none,attempt,a report,first remark\n\
                 XX:CC_2,CC 2,Arbeit,Work,skos:closeMatch,02042,,,,,exploit,*,*,LAB,none,none,a report,\n";
    let of_yy = "YY:CC_9,CC 9,,Nine,skos:relatedMatch,0204,skos:closeMatch,0203,,2017,,,,,,,general-knowledge,\n";
    project.write("mappings/xx/articles.csv", format!("{columns}{of_xx}").as_bytes());
    project.write("mappings/yy/articles.csv", format!("{columns}{of_yy}").as_bytes());
    let meanings = "meaning,concept,name,description,predicate,code,purpose,source\n\
                    labour,form,Labour,Work of any kind.,skos:closeMatch,LAB,LAB,a book\n\
                    begging,form,Alms,Asking for money.,skos:exactMatch,BEG,,a book\n";
    project.write("mappings/meanings.csv", meanings.as_bytes());
    let columns = "concept,label,predicate,code,valid_from,valid_to,table,meaning,exception,comment\n";
    let of_xx = "form,Sexual,skos:exactMatch,SEX,,,,,,\nform,Work,skos:broadMatch,LAB,,,,labour,narrower | by law,second remark\n\
                 form,Total,skos:exactMatch,_T,,,,,,\n";
    let of_yy = "form,Arbeit,skos:closeMatch,LAB,2016,2017,form,labour,,\n";
    project.write("mappings/xx/crosswalk.csv", format!("{columns}{of_xx}").as_bytes());
    project.write("mappings/yy/crosswalk.csv", format!("{columns}{of_yy}").as_bytes());
    project
}

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*\"\n\
    [[table]]\nid = \"article\"\nanchor = \"Article\"\ncolumns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"article\"] }]\n\
    set = { measure = \"VICT_ID\" }\n\
    [[table]]\nid = \"form\"\nanchor = \"Form\"\ncolumns = [{ concepts = [\"period\"] }]\nrows = [{ concepts = [\"form\"] }]\n\
    set = { measure = \"VICT_ID\" }\n";

/// The lines of the tables, worked out by hand. The code 02042 has a purpose of its own, and takes the rest from 0204 above it.
const TABLES: [&str; 14] = [
    "| Offence | Act | Means | Without means | Purpose | Demand | Incomplete offence | Articles |",
    "| `0204` Trafficking in persons (TIP) | Recruits, moves or receives a person | Force or threat; Deceit; Abuse of power or vulnerability; \
     Payment to a person in control | Under 18 | any | none | not stated | Exampleland: CC 1 (close match, from 2016-10-15)<br>Otherland: CC 9 \
     (related match, until 2017-12-31) |",
    "| `02042` TIP for forced labour or services | Recruits, moves or receives a person | Force or threat; Deceit; Abuse of power or vulnerability; \
     Payment to a person in control | Under 18 | Forced labour or services | none | not stated | Exampleland: CC 2 (close match) |",
    "| Article | In force | Offence | Act | Means | Without means | Purpose | Demand | Incomplete offence | Figures | Evidence | Comment |",
    "| CC 1<br>Handel<br>Trade | from 2016-10-15 | Close match: `0204` Trafficking in persons (TIP) | Recruits, moves or receives a person | \
     **Deceit; Force or threat** (differs) | Under 18 | **Sexual exploitation** (differs) | none | Attempt | 2 | a report<br>`xx/articles.csv:2` | \
     first remark |",
    "| CC 2<br>Arbeit<br>Work | not stated | Close match: `02042` TIP for forced labour or services | **Exploits a person** (differs) | \
     **any** (differs) | **any** (differs) | Forced labour or services | none | none | 2 | a report<br>`xx/articles.csv:3` |  |",
    "| Article | In force | Offence | Act | Means | Without means | Purpose | Demand | Incomplete offence | Figures | Evidence | Comment |",
    "| CC 9<br>Nine | until 2017-12-31 | Related match: `0204` Trafficking in persons (TIP)<br>also close match: `0203` Slavery and exploitation | \
     not stated | not stated | not stated | not stated | not stated | not stated | 0 | general knowledge, not used for figures<br>\
     `yy/articles.csv:2` |  |",
    "- Takes in: Work of any kind.",
    "- Rule: Close match: `LAB` Forced labour or services",
    "- Purpose: Forced labour or services",
    "| Exampleland | Work | all | all | Broad match: `LAB` Forced labour or services | narrower \\| by law | second remark | `xx/crosswalk.csv:3` |",
    "| Otherland | Arbeit | `form` | 2016 to 2017 | Close match: `LAB` Forced labour or services |  |  | `yy/crosswalk.csv:2` |",
    "No state has such a word.",
];

#[test]
fn articles_and_words_stand_side_by_side() {
    let outcome = project().run();
    let report = report(&outcome);
    let mut rest = report[TEXT].lines();
    for line in TABLES {
        assert!(rest.any(|own| own == line), "{line}\nis not there, or not in its place:\n{}", report[TEXT]);
    }
    let data = data(&report);
    let law = &data["law"];
    assert_eq!(law["elements"][2], json!(["element", "Without means"]));
    let codes: Vec<&Value> = list(&law["codes"]).iter().map(|code| &code["code"]).collect();
    assert_eq!(codes, ["0204", "02042"]);
    let [first, second, third] = list(&law["details"]) else { panic!("three articles, not {}", law["details"]) };
    assert_eq!(first["elements"][1], json!({ "any": false, "words": ["deceit", "force"], "differs": true }));
    assert_eq!(second["elements"][2], json!({ "any": true, "words": [], "differs": true }));
    assert_eq!([&first["figures"], &second["figures"], &third["figures"]], [2, 2, 0]);
    assert_eq!([&first["stated"], &third["stated"], &third["elements"][0]], [&json!(true), &json!(false), &Value::Null]);
    assert_eq!(third["also"], json!(["skos:closeMatch", "offence", "0203"]));
    // No figure has the code, and the page can name it.
    assert!(list(&data["lists"]["offence"]).iter().any(|code| code[0] == "0203"));
    let words: Vec<[&Value; 2]> = list(&law["meanings"][0]["words"]).iter().map(|word| [&word["area"], &word["exception"]]).collect();
    assert_eq!(words, [["XX", "narrower | by law"], ["YY", ""]]);
}

#[test]
fn the_page_and_the_text_agree_on_the_round_of_the_project() {
    let outcome = run(&own_round(), &Silent).expect("a run");
    let report = report(&outcome);
    let data = data(&report);
    let (text, law) = (&report[TEXT], &data["law"]);
    let mut figures: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut different, mut general) = (0, 0);
    for article in list(&law["details"]) {
        *figures.entry(article["code"].as_str().expect("a code")).or_default() += article["figures"].as_u64().expect("a number");
        different += list(&article["elements"]).iter().filter(|element| element["differs"] == true).count();
        general += usize::from(article["stated"] == false);
        let place = format!("`{}`", article["at"].as_str().expect("a place"));
        assert_eq!(text.matches(&place).count(), 1, "{place}");
    }
    assert!(figures.len() > 40 && different > 50 && general > 10, "{} {different} {general}", figures.len());
    assert_eq!(text.matches("(differs)").count(), different);
    assert_eq!(text.matches("general knowledge, not used for figures").count(), general);
    for (article, count) in &figures {
        assert_eq!(figures_of(&outcome, article) as u64, *count, "{article}");
    }
    assert!(figures.values().sum::<u64>() > 0);
    for meaning in list(&law["meanings"]) {
        for word in list(&meaning["words"]) {
            let place = format!("`{}` |", word["at"].as_str().expect("a place"));
            assert_eq!(text.matches(&place).count(), 1, "{place}");
        }
    }
    // It goes into a repository: no line ends in a blank, and every table has as many cells in each of its rows.
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    for table in text.split("\n\n").filter(|part| part.starts_with('|')) {
        assert!(table.lines().all(|line| cells(line) == cells(table.lines().next().unwrap_or_default())), "{table}");
    }
}

/// A round of another subject, without articles and meanings.
#[test]
fn what_a_round_does_not_have_is_no_section_and_no_file() {
    let folder = root().join("tests/domains/asylum");
    let request =
        Request { raw: folder.join("raw"), mappings: folder.join("mappings"), round: "2024".to_owned(), senders: Vec::new(), reader: None };
    let report = report(&run(&request, &Silent).expect("a run"));
    assert_eq!(data(&report)["law"], Value::Null);
    assert!(!report.contains_key(TEXT) && report.contains_key(PAGE));
}

/// The exception of a line without a comment, and a word that no list knows in the place of an element.
#[test]
fn words_about_suppressed_figures_are_not_published() {
    for (below, told) in [(0, true), (5, false)] {
        let project = project();
        project.close_round(below, "\"XX\", \"YY\"");
        let tables = "Article,2016,2017\nCC 1,3,40\nCC 2,50,60\n,\nForm,2016,2017\nSexual,60,75\nWork,3,25\nTotal,63,100\n";
        project.write("raw/2020/xx/data.csv", tables.as_bytes());
        project.describe_source("xx");
        let crosswalk = "concept,label,predicate,code,meaning,exception\nform,Sexual,skos:exactMatch,SEX,,\n\
                         form,Work,skos:broadMatch,LAB,labour,onealpha girls\nform,Total,skos:exactMatch,_T,,\n";
        project.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
        let articles = std::fs::read_to_string(project.path("mappings/xx/articles.csv")).expect("articles");
        project.write("mappings/xx/articles.csv", articles.replace("deceit|force", "deceit|twobravo").as_bytes());
        let outcome = project.release();
        let findings = lines(&outcome);
        assert!(findings.iter().any(|line| line.contains("code-unknown @ xx/articles.csv:2")), "{findings:?}");
        let report = public_report(&outcome);
        let law = data(&report)["law"].to_string();
        for text in [&report[TEXT], &law] {
            assert_eq!(text.contains("onealpha"), told, "below {below}: {text}");
            assert!(!text.contains("twobravo"), "{text}");
        }
        // A suppressed figure is in harmonized.csv, with its key alone, and is counted.
        let row = report[TEXT].lines().find(|line| line.starts_with("| CC 1<br>")).expect("the article");
        assert!(row.contains(&format!("| {} | ", figures_of(&outcome, "XX:CC_1"))), "{row}");
        assert_eq!(row.contains("a report"), told, "free words, as the remark: {row}");
        assert_eq!(figures_of(&outcome, "XX:CC_1"), 2);
        assert_eq!(row.contains("first remark"), told, "{row}");
    }
}
