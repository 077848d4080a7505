//! Two rounds side by side: what both collect is compared, what only one of them collects is counted.

use roundup::cli::Status;
use roundup::emit::{Format, emit_release};
use roundup::pipeline::{Request, Silent, release};
use roundup::release::Audience;
use serde_json::{Value, json};

use super::{CROSSWALK, LAYOUT, document, in_repository, lines, project, repository};
use crate::support::{Project, Said, say};

/// The rounds of the tests. XX and YY are in both, DK is in the first, 2018 is the year of both.
const ROUNDS: &str = "[[round]]\nid = \"2020\"\nsuppress_below = 0\nyears = [2016, 2017, 2018]\nareas = [\"XX\", \"YY\", \"DK\"]\n\
    [[round]]\nid = \"2022\"\nsuppress_below = 0\nyears = [2018, 2019]\nareas = [\"XX\", \"YY\"]\n";

/// What was sent: round, area, name of the file, table. XX corrects one figure of 2018, in another place of a file of another name; all else that both rounds have
/// is as it was.
const SENT: [(&str, &str, &str, &str); 5] = [
    ("2020", "xx", "data.csv", "Form,2016,2017,2018,2016-2018\nSexual,5,6,7,18\nLabour,3,4,5,12\n"),
    ("2020", "yy", "data.csv", "Form,2016,2017,2018\nSexual,10,20,30\nLabour,1,2,3\n"),
    ("2020", "dk", "data.csv", "Form,2018\nSexual,100\n"),
    ("2022", "xx", "report.csv", "Form,2019,2018\nLabour,6,5\nSexual,9,8\n"),
    ("2022", "yy", "data.csv", "Form,2018,2019\nSexual,30,40\nLabour,3,4\n"),
];

/// A project with some rounds and what was sent for them.
struct Rounds(Project);

impl Rounds {
    fn new(rounds: &str, sent: &[(&str, &str, &str, &str)]) -> Self {
        let project = Project::new();
        project.write("mappings/rounds.toml", rounds.as_bytes());
        for (round, area, name, table) in sent {
            project.write(&format!("mappings/{area}/layout.toml"), LAYOUT.as_bytes());
            project.write(&format!("mappings/{area}/crosswalk.csv"), CROSSWALK.as_bytes());
            project.write(&format!("raw/{round}/{area}/{name}"), table.as_bytes());
        }
        Self(project)
    }

    /// Writes the outputs of a round into a folder; the path of the outputs.
    fn run(&self, round: &str, out: &str, more: &[&str]) -> String {
        let path = |name: &str| self.0.path(name).to_string_lossy().into_owned();
        let (raw, mappings, out) = (path("raw"), path("mappings"), path(out));
        let words = ["run", "--quiet", "--raw", &raw, "--mappings", &mappings, "--out", &out, "--round", round];
        let said = say(&[&words[..], more].concat());
        assert_ne!(said.status, Status::Failed, "{}", said.err);
        let end = if more.is_empty() { String::new() } else { format!(".{}", more.last().expect("an area")) };
        format!("{out}/{round}{end}")
    }

    /// Writes what may be published of a round into a folder; the path of it.
    fn release(&self, round: &str) -> String {
        let request = Request { round: round.to_owned(), ..self.0.request() };
        let outcome = release(&request, Audience::Public, &Silent).expect("a run");
        for (name, bytes) in emit_release(outcome.release.as_ref().expect("a release"), &[Format::Csv], None).expect("the tables") {
            self.0.write(&format!("public/{round}/{name}"), &bytes);
        }
        self.0.path(&format!("public/{round}")).to_string_lossy().into_owned()
    }

    /// Both rounds, and then the words of a comparison of them.
    fn diff(&self, more: &[&str]) -> Said {
        let (old, new) = (self.run("2020", "out", &[]), self.run("2022", "out", &[]));
        self.compare(&old, &new, more)
    }

    fn compare(&self, old: &str, new: &str, more: &[&str]) -> Said {
        let mappings = self.0.path("mappings").to_string_lossy().into_owned();
        say(&[&["diff", old, new, "--mappings", &mappings], more].concat())
    }
}

const JSON: &[&str] = &["--format", "json"];

fn texts(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

/// What lies outside, in words.
fn outside(said: &Said) -> Vec<String> {
    document(said)["outside"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|outside| outside["words"].as_str().expect("words").to_owned())
        .collect()
}

/// The sums that differ: kind, key, details.
fn sums(said: &Said) -> Vec<String> {
    let sum = |sum: &Value| {
        let [kind, key] =
            ["kind", "key"].map(|field| sum[field].as_str().expect("a text").replace("._T._T._T._T", "").replace(".STATE", ""));
        format!("{kind} {key} < {}", texts(&sum["details"]).join("; "))
    };
    document(said)["sums"].as_array().expect("a list").iter().map(sum).collect()
}

/// Figures that differ: kind, key, causes.
fn figures(said: &Said) -> Vec<String> {
    lines(said).into_iter().map(|line| line.replace("._T._T._T._T._T.TAB.STATE", "")).collect()
}

#[test]
fn what_both_rounds_collect_is_compared_and_the_rest_is_counted() {
    let rounds = Rounds::new(ROUNDS, &SENT);
    let said = rounds.diff(JSON);
    let counted = [
        "2016: only in round 2020, 4 figures",
        "2016-01-01/P3Y: only in round 2020, 2 figures",
        "2017: only in round 2020, 4 figures",
        "2019: only in round 2022, 4 figures",
        "DK: only in round 2020, 1 figure",
    ];
    let revised = "value XX.2018.SEX (revision) < raw/2020/xx/data.csv!csv!D2 showed \"7\"; raw/2022/xx/report.csv!csv!C3 shows \"8\"";
    let sum = "value VICT_ID.2018.SEX < OBS_VALUE 137 → 38; LOWER 137 → 38; UPPER 137 → 38; CONTRIBUTIONS DK 100 → (nothing); CONTRIBUTIONS XX 7 → 8";
    assert_eq!(outside(&said), counted);
    assert_eq!(figures(&said), [revised]);
    assert_eq!(sums(&said), [sum]);
    let all = document(&said);
    assert_eq!(all["compared"], json!({ "years": [2018], "areas": ["XX", "YY"], "sums": true }));
    let first = json!({ "kind": "period", "code": "2016", "only_in": "old", "figures": 4, "words": counted[0] });
    assert_eq!(all["outside"][0], first);
    assert_eq!(all["outside"][4]["kind"], "area");
    // The two forms for people say each of these once.
    for form in ["text", "markdown"] {
        let text = rounds.diff(&["--format", form]).out;
        let compared = "compared is what both datasets collect: 2018 of XX and YY";
        for words in
            counted.into_iter().chain([compared, "1 figure differs", "1 sum differs", "VICT_ID.2018.SEX", "CONTRIBUTIONS XX 7 → 8"])
        {
            assert_eq!(text.matches(words).count(), 1, "{words}: {text}");
        }
    }
}

/// An earlier program did not say what a round collects: then it is what has figures.
#[test]
fn of_an_older_manifest_the_figures_say_what_is_collected() {
    let rounds = Rounds::new(ROUNDS, &SENT);
    let expected = rounds.diff(JSON);
    for round in ["2020", "2022"] {
        let path = rounds.0.path(&format!("out/{round}/manifest.json"));
        let mut manifest: Value = serde_json::from_slice(&std::fs::read(&path).expect("a manifest")).expect("JSON");
        let fields = manifest.as_object_mut().expect("an object");
        let years = if round == "2020" { json!([2016, 2017, 2018]) } else { json!([2018, 2019]) };
        let areas = if round == "2020" { json!(["DK", "XX", "YY"]) } else { json!(["XX", "YY"]) };
        assert_eq!((fields.remove("years"), fields.remove("areas")), (Some(years), Some(areas)));
        std::fs::write(&path, manifest.to_string()).expect("a file");
        let out = |round: &str| rounds.0.path(&format!("out/{round}")).to_string_lossy().into_owned();
        let said = rounds.compare(&out("2020"), &out("2022"), JSON);
        assert_eq!((outside(&said), figures(&said), sums(&said)), (outside(&expected), figures(&expected), sums(&expected)), "{round}");
    }
}

/// A figure has its key, wherever it stands. Each case: what XX sent for the second round, and what is told of 2018. The table of the first round has sexual
/// exploitation in row 2, labour in row 3; 2018 is column B.
#[test]
fn a_figure_is_known_by_its_key_and_not_by_its_cell() {
    let first = "Form,2018\nSexual,7\nLabour,5\n";
    let begging = CROSSWALK.replace("Labour,skos:exactMatch,LAB", "Labour,skos:exactMatch,CRIM");
    let from = |cell: &str, shows: &str| format!("raw/2022/xx/new.csv!csv!{cell} shows \"{shows}\"");
    let was = |cell: &str, showed: &str| format!("raw/2020/xx/old.csv!csv!{cell} showed \"{showed}\"");
    let lines_of = |line: &str| format!("mappings/xx/crosswalk.csv:{line}");
    let cases: [(&str, &str, &str, Vec<String>); 6] = [
        ("the same file by another name", first, CROSSWALK, vec![]),
        ("rows change places", "Form,2018\nLabour,5\nSexual,7\n", CROSSWALK, vec![]),
        (
            "another form in the same cell",
            "Form,2018\nSexual,7\nBegging,5\n",
            CROSSWALK,
            vec![format!("vanished XX.2018.LAB < {}", was("B3", "5")), format!("appeared XX.2018.BEG < {}", from("B3", "5"))],
        ),
        (
            "the same file, the word has another code",
            first,
            &begging,
            vec![format!("recoded XX.2018.CRIM < {} (old); {} (new)", lines_of("3"), lines_of("3"))],
        ),
        (
            "another file, and the word has another code",
            "Form,2018\nSexual,7\nLabour,6\n",
            &begging,
            vec![
                format!("vanished XX.2018.LAB < {}; {} (old)", was("B3", "5"), lines_of("3")),
                format!("appeared XX.2018.CRIM < {}; {} (new)", from("B3", "6"), lines_of("3")),
            ],
        ),
        (
            "a row more above, and one figure corrected",
            "Form,2018\nBegging,1\nSexual,7\nLabour,6\n",
            CROSSWALK,
            vec![
                format!("value XX.2018.LAB (revision) < {}; {}", from("B4", "6"), was("B3", "5")),
                format!("appeared XX.2018.BEG < {}", from("B2", "1")),
            ],
        ),
    ];
    for (case, second, crosswalk, expected) in cases {
        let rounds = Rounds::new(ROUNDS, &[("2020", "xx", "old.csv", first), ("2022", "xx", "new.csv", second)]);
        let old = rounds.run("2020", "out", &[]);
        rounds.0.write("mappings/xx/crosswalk.csv", crosswalk.as_bytes());
        let new = rounds.run("2022", "out", &[]);
        assert_eq!(figures(&rounds.compare(&old, &new, JSON)), expected, "{case}");
    }
}

/// What a mapping line changed is no revision, whatever was sent: here a correction that is no more made.
#[test]
fn a_value_that_changed_by_the_mappings_is_no_revision() {
    let correction = "[[correction]]\nfile = \"data.csv\"\nsheet = \"csv\"\ncell = \"B2\"\nexpects = \"7\"\nbecomes = \"9\"\nreason = \"r\"\nsource = \"s\"\n";
    let sheet = "Form,2018\nSexual,7\n";
    let rounds = Rounds::new(ROUNDS, &[("2020", "xx", "data.csv", sheet), ("2022", "xx", "data.csv", sheet)]);
    rounds.0.write("mappings/xx/corrections.toml", correction.as_bytes());
    let old = rounds.run("2020", "out", &[]);
    rounds.0.write("mappings/xx/corrections.toml", b"");
    rounds.0.write("raw/2022/xx/other.txt", b"Form,2018\n");
    let new = rounds.run("2022", "out", &[]);
    let said = figures(&rounds.compare(&old, &new, JSON));
    assert_eq!(said, ["value XX.2018.SEX < mappings/xx/corrections.toml; raw/xx/other.txt"]);
}

/// What is told of the sum of labour exploitation, for edits of what was sent for the second round. The sum of sexual exploitation has DK in the first round only, which
/// the areas that both collect don't have; of begging only DK has figures.
#[test]
fn a_sum_says_which_areas_made_it_another() {
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);
    let cases: [Case<'_>; 5] = [
        (&[], &[]),
        (&[("Labour,6,5", "Labour,6,4")], &["value VICT_ID.2018.LAB < OBS_VALUE 8 → 7; LOWER 8 → 7; UPPER 8 → 7; CONTRIBUTIONS XX 5 → 4"]),
        (
            &[("Labour,6,5", "Labour,6,4"), ("Labour,3,4", "Labour,4,4")],
            &["contributors VICT_ID.2018.LAB < CONTRIBUTIONS XX 5 → 4; CONTRIBUTIONS YY 3 → 4"],
        ),
        (
            &[("Labour,3,4\n", "")],
            &["value VICT_ID.2018.LAB < OBS_VALUE 8 → (nothing); LOWER 8 → (nothing); UPPER 8 → (nothing); COMPAR_SUM C → N; \
                CONTRIBUTIONS YY 3 → (nothing); LEFT_OUT YY (nothing) → GAP"],
        ),
        (
            &[("Labour,3,4\n", ""), ("Labour,6,5\n", "Begging,1,2\n")],
            &[
                "vanished VICT_ID.2018.LAB < 8",
                "contributors VICT_ID.2018.BEG < CONTRIBUTIONS DK 4 → (nothing); CONTRIBUTIONS XX (nothing) → 2; LEFT_OUT XX GAP → (nothing)",
            ],
        ),
    ];
    for (edits, expected) in cases {
        let edited = |round: &str, table: &str| -> String {
            let edits = edits.iter().filter(|_| round == "2022");
            edits.fold(table.to_owned(), |table, (find, put)| table.replacen(find, put, 1))
        };
        let tables: Vec<String> = SENT.iter().map(|(round, _, _, table)| edited(round, table)).collect();
        let mut sent = SENT.to_vec();
        sent.iter_mut().zip(&tables).for_each(|(sent, table)| sent.3 = table);
        sent.push(("2020", "dk", "more.csv", "Form,2018\nBegging,4\n"));
        let said = sums(&Rounds::new(ROUNDS, &sent).diff(JSON));
        let (sexual, others): (Vec<String>, Vec<String>) = said.into_iter().partition(|line| line.contains(".SEX <"));
        let by = "CONTRIBUTIONS DK 100 → (nothing); CONTRIBUTIONS XX 7 → 8";
        assert!(matches!(sexual.as_slice(), [line] if line.ends_with(by)), "{sexual:?}");
        assert_eq!(others, expected, "{edits:?}");
    }
}

/// A figure of a year before or of another area says nothing of what both rounds collect. The second round has no year before 2018: that a number jumped from 2017 to
/// 2018 can't be said in it.
#[test]
fn what_is_said_over_time_needs_the_year_before() {
    let sent = [
        ("2020", "xx", "data.csv", "Form,2016,2017,2018\nSexual,1,1,400\n"),
        ("2022", "xx", "data.csv", "Form,2018,2019\nSexual,400,400\n"),
    ];
    let rounds = Rounds::new(ROUNDS, &sent);
    let said = rounds.diff(JSON);
    let flags = rounds.0.path("out/2020/flags.csv");
    assert!(std::fs::read_to_string(flags).expect("flags").contains("XX.2018.VICT_ID.PERSON.SEX._T._T._T._T._T.TAB.STATE,JUMP"));
    assert_eq!(figures(&said), Vec::<String>::new());
    // In two rounds of the same years it is.
    let same = ROUNDS.replace("years = [2018, 2019]", "years = [2016, 2017, 2018]").replace(", \"DK\"", "");
    let other = ("2022", "xx", "data.csv", "Form,2018,2017,2016\nSexual,400,400,1\n");
    let said = figures(&Rounds::new(&same, &[sent[0], other]).diff(JSON));
    // A cell of another file that shows the same is no cause.
    let level = said.iter().find(|line| line.starts_with("level XX.2018.SEX <")).expect("a level");
    assert!(!level.contains("show"), "{level}");
}

/// An edit that takes a year from a round: its figures are counted, and none has vanished. In the one round there are no names for the two.
#[test]
fn a_year_that_an_edit_takes_away_is_counted() {
    let rounds = Rounds::new(ROUNDS, &SENT);
    let old = rounds.run("2020", "old", &[]);
    rounds.0.write("mappings/rounds.toml", ROUNDS.replace("[2016, 2017, 2018]", "[2017, 2018]").as_bytes());
    let new = rounds.run("2020", "new", &[]);
    let said = rounds.compare(&old, &new, JSON);
    // Datasets of other years differ, even if no figure does.
    let status = |old: &str| rounds.compare(old, &new, &["--exit-code"]).status;
    assert_eq!([status(&old), status(&new)], [Status::Submission, Status::Clean]);
    let counted = ["2016: only in the old dataset, 4 figures", "2016-01-01/P3Y: only in the old dataset, 2 figures"];
    assert_eq!((figures(&said), outside(&said)), (vec![], counted.map(str::to_owned).to_vec()));
    assert_eq!(sums(&said), Vec::<String>::new());
}

/// Months and quarters are counted with their year.
#[test]
fn a_part_of_a_year_is_counted_with_the_year() {
    let parts = ROUNDS.replace("suppress_below = 0", "suppress_below = 0\nparts_of_years = true");
    let sent = [
        ("2020", "xx", "data.csv", "Form,2017-Q3,2017-Q4,2018-Q1\nSexual,1,2,3\n"),
        ("2022", "xx", "data.csv", "Form,2018-Q1,2018-Q2\nSexual,3,4\n"),
    ];
    let said = Rounds::new(&parts, &sent).diff(JSON);
    assert!(outside(&said).contains(&"2017: only in round 2020, 2 figures".to_owned()), "{:?}", outside(&said));
    assert_eq!(figures(&said), ["appeared XX.2018-Q2.SEX < raw/2022/xx/data.csv!csv!C2 shows \"4\""]);
}

/// A round that suppresses small counts beside one that does not: that something differs is said, and no number. Two that suppress: what both publish is compared, and a
/// revision is known by what is published, for there are no digests.
#[test]
fn no_number_is_told_that_one_of_two_rounds_suppresses() {
    let sent = [
        ("2020", "xx", "data.csv", "Form,2018\nSexual,733\nLabour,3\n"),
        ("2020", "yy", "data.csv", "Form,2018\nSexual,422\nLabour,877\n"),
        ("2022", "xx", "data.csv", "Form,2018\nSexual,735\nLabour,3\n"),
        ("2022", "yy", "data.csv", "Form,2018\nSexual,422\nLabour,879\n"),
    ];
    let suppressed = |second: bool| {
        let open = ROUNDS.replace("suppress_below = 0", "sources_public = true\nsuppress_below = 0");
        open.replacen("suppress_below = 0", "suppress_below = 5", if second { 2 } else { 1 })
    };
    let rounds = Rounds::new(&suppressed(false), &sent);
    let (old, new) = (rounds.release("2020"), rounds.release("2022"));
    for (from, to) in [(&old, &new), (&new, &old)] {
        for form in ["text", "json", "markdown"] {
            let text = rounds.compare(from, to, &["--format", form]).out;
            let folder = rounds.0.path("").to_string_lossy().into_owned();
            let text = text.replace(&folder, "").replace('\\', "");
            for sum in ["VICT_ID.2018.SEX", "VICT_ID.2018.LAB", "CONTRIBUTIONS differs: not said", "OBS_VALUE differs: not said"] {
                assert!(text.contains(sum), "{sum}: {text}");
            }
            // Neither the figures of XX and YY nor their sums.
            for number in ["733", "735", "422", "877", "879", "880", "882", "1155", "1157", " 3;", "→ 3", " 3 →", "XX 3"] {
                assert!(!text.contains(number), "{number}: {text}");
            }
        }
    }
    let rounds = Rounds::new(&suppressed(true), &sent);
    let said = rounds.compare(&rounds.release("2020"), &rounds.release("2022"), JSON);
    assert_eq!(figures(&said), ["value YY.2018.LAB (revision) < raw/2022/yy, another submission"]);
    assert_eq!(sums(&said), ["contributors VICT_ID.2018.LAB < CONTRIBUTIONS YY 877 → 879"]);
}

/// Names of files are suppressed, too: whether a file is the same is known from all of the area, where an edit is compared with a commit.
#[test]
fn an_edit_of_a_round_that_suppresses_is_told_without_names_of_files() {
    let sheet = "Form,2016,2017\nSexual,50,60\nLabour,30,40\nBegging,10,20\n";
    let project = project();
    project.write("mappings/rounds.toml", b"[[round]]\nid = \"2020\"\nsuppress_below = 5\nyears = [2016, 2017]\nareas = [\"XX\"]\n");
    project.write("raw/2020/xx/data.csv", sheet.as_bytes());
    project.describe_source("xx");
    let repository = repository(&project);
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.replace("Labour,skos:exactMatch,LAB", "Labour,skos:exactMatch,CRIM").as_bytes());
    let words = ["--base", "HEAD", "--format", "json"];
    let recoded = figures(&in_repository(repository, &words));
    assert!(recoded.len() == 2 && recoded.iter().all(|line| line.starts_with("recoded ")), "{recoded:?}");
    project.write("raw/2020/xx/data.csv", sheet.replace("30,40", "30,41").as_bytes());
    project.describe_source("xx");
    let said = in_repository(repository, &words);
    let kinds: Vec<String> = figures(&said).iter().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(kinds, ["vanished XX.2016.LAB", "vanished XX.2017.LAB", "appeared XX.2016.CRIM", "appeared XX.2017.CRIM"]);
    assert!(!said.out.contains("data.csv"), "{}", said.out);
    // A number that became a small one: that it was sent is all that is said.
    project.write("mappings/xx/crosswalk.csv", CROSSWALK.as_bytes());
    project.write("raw/2020/xx/data.csv", sheet.replace("30,40", "30,2").as_bytes());
    project.describe_source("xx");
    let said = in_repository(repository, &words);
    let small = figures(&said);
    assert!(small.contains(&"value XX.2017.LAB < raw/xx".to_owned()), "{small:?}");
    assert!(!said.out.contains("data.csv"), "{}", said.out);
}

/// `--area` keeps what is of an area; sums are of all areas.
#[test]
fn areas_that_are_named_are_compared_alone() {
    let rounds = Rounds::new(ROUNDS, &SENT);
    let said = rounds.diff(&["--format", "json", "--area", "yy"]);
    let counted = ["2016: only in round 2020, 2 figures", "2017: only in round 2020, 2 figures", "2019: only in round 2022, 2 figures"];
    assert_eq!((figures(&said), sums(&said), outside(&said)), (vec![], vec![], counted.map(str::to_owned).to_vec()));
    assert_eq!(document(&said)["compared"], json!({ "years": [2018], "areas": ["YY"], "sums": false }));
    let both = rounds.diff(&["--format", "json", "--area", "yy", "--area", "xx"]);
    assert_eq!(figures(&both), figures(&rounds.diff(JSON)));
    let dk = rounds.diff(&["--format", "json", "--area", "dk"]);
    assert_eq!(outside(&dk).last().map(String::as_str), Some("DK: only in round 2020, 1 figure"));
    let text = rounds.diff(&["--area", "dk"]).out;
    assert!(text.contains("no area is collected by both datasets: no figure is compared"), "{text}");
    for (area, words) in [("fr", "fr is neither an area of codelists/area.csv"), ("se", "se is not an area of")] {
        let said = rounds.diff(&["--area", area]);
        assert_eq!((said.status, said.err.contains(words)), (Status::Failed, true), "{}", said.err);
    }
}

/// A run of some areas collects these: the others have not vanished.
#[test]
fn a_dataset_of_some_areas_collects_no_others() {
    let rounds = Rounds::new(ROUNDS, &SENT);
    let (whole, part) = (rounds.run("2020", "out", &[]), rounds.run("2020", "out", &["--area", "xx"]));
    let said = rounds.compare(&whole, &part, JSON);
    let counted = ["DK: only in the old dataset, 1 figure", "YY: only in the old dataset, 6 figures"];
    assert_eq!((figures(&said), outside(&said)), (vec![], counted.map(str::to_owned).to_vec()));
}
