//! Parts of years: what a round must say to collect them, what they are compared with, and what they would disclose.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::{Project, lines, output, public_output, records};

const LAYOUT: &str = "language = \"en\"\n[[file]]\nname = \"*\"\n[[table]]\nid = \"all\"\nanchor = \"Victims\"\ncolumns = [{ concepts = [\"period\"] }]\n\
                      rows = [{ concepts = [\"form\"] }]\nset = { measure = \"VICT_ID\" }\n";

/// A state with one table of totals by period.
fn project(periods: &[(&str, u64)], more: &str) -> Project {
    let project = Project::new();
    let rounds = format!("[[round]]\nid = \"2020\"\nyears = [2011, 2012, 2016]\nareas = [\"XX\"]\n{more}\n");
    project.write("mappings/rounds.toml", rounds.as_bytes());
    project.write("mappings/xx/layout.toml", LAYOUT.as_bytes());
    project.write("mappings/xx/crosswalk.csv", b"concept,label,predicate,code\nform,Total,skos:exactMatch,_T\n");
    let (heads, counts): (Vec<&str>, Vec<String>) = periods.iter().map(|(period, count)| (*period, count.to_string())).unzip();
    project.write("raw/2020/xx/data.csv", format!("Victims;{}\nTotal;{}\n", heads.join(";"), counts.join(";")).as_bytes());
    project.describe_source("xx");
    project
}

/// `2011-12` is December to ISO 8601 and two years to many a reader: a round says whether it collects parts of years.
#[test]
fn a_part_of_a_year_is_a_finding_unless_the_round_collects_it() {
    let found = |more: &str| lines(&project(&[("2011-12", 40)], &format!("suppress_below = 0\n{more}")).run());
    let outside = "error period-outside-round @ xx/data.csv!csv!B1 : the period 2011-12";
    assert!(found("").contains(&outside.to_owned()), "{:#?}", found(""));
    assert_eq!(found("parts_of_years = true"), Vec::<String>::new());
}

/// A month is compared with the month before, a year with the year before, and a year with its months.
#[test]
fn a_period_is_compared_with_the_one_before_and_with_its_parts() {
    let mut periods: Vec<(String, u64)> = (1..=12).map(|month| (format!("2012-{month:02}"), 30)).collect();
    periods[5].1 = 300;
    periods.extend([("2012".to_owned(), 600), ("2011-12".to_owned(), 30), ("2011".to_owned(), 500)]);
    let periods: Vec<(&str, u64)> = periods.iter().map(|(period, count)| (period.as_str(), *count)).collect();
    let outcome = project(&periods, "suppress_below = 0\nparts_of_years = true").run();
    let found = lines(&outcome);
    let expected = "warning years-differ-from-pooled @ xx/data.csv!csv!N2 : 600 for 2012, the months sum to 630, for XX.2012.VICT_ID.PERSON._T._T._T._T._T._T.TAB.STATE";
    assert!(found.contains(&expected.to_owned()), "{found:#?}");
    let flags = records(&output(&outcome, "flags.csv"));
    let of = |rule: &str| -> Vec<String> {
        let own = flags.iter().filter(|row| row["RULE"] == rule);
        own.map(|row| format!("{} {}", row["KEY"].split('.').nth(1).expect("a period"), row["DETAIL"])).collect()
    };
    assert_eq!(of("jump").iter().map(|line| line.split(' ').next().expect("a period")).collect::<Vec<_>>(), ["2012-06", "2012-07"]);
    // December 2011 is there for January 2012; November is not, and 2010 is not collected.
    assert_eq!(of("no-figure"), ["2011-12 no figure for 2011-11"]);
}

/// The findings of a series of 2016 to 2020 with all its parts of years.
fn found_of(periods: &[(String, u64)], more: &str) -> Vec<String> {
    let periods: Vec<(&str, u64)> = periods.iter().map(|(period, count)| (period.as_str(), *count)).collect();
    let project = project(&periods, "");
    let round = format!("[[round]]\nid = \"2020\"\nyears = [2016, 2017, 2018, 2019, 2020]\nareas = [\"XX\"]\nsuppress_below = 0\n{more}\n");
    project.write("mappings/rounds.toml", round.as_bytes());
    lines(&project.run()).into_iter().filter(|line| line.contains("years-differ-from-pooled")).collect()
}

/// Each whole against the parts that the source happens to give.
#[test]
fn a_period_is_compared_with_whatever_makes_it_up() {
    for (stated, expected) in [
        ("2016 40, 2016-S1 20, 2016-S2 21", "40 for 2016, the half-years sum to 41"),
        ("2016-Q1 5, 2016-01 1, 2016-02 1, 2016-03 1", "5 for 2016-Q1, the months sum to 3"),
        ("2016-2018 30, 2016 10, 2017 10, 2018 11", "30 for 2016-01-01/P3Y, the years sum to 31"),
        ("2016-2018 30, 2016 10, 2017-2018 21", "30 for 2016-01-01/P3Y, the parts 2016, 2017-2018 sum to 31"),
        (
            "2016-2018 30, 2016-2017 10, 2018-Q1 1, 2018-Q2 1, 2018-S2 1",
            "30 for 2016-01-01/P3Y, the parts 2016-2017, 2018-Q1, 2018-Q2, 2018-S2 sum to 13",
        ),
        ("2016-2019 30, 2016-2017 10, 2018-2019 10", "30 for 2016-01-01/P4Y, the parts 2016-2017, 2018-2019 sum to 20"),
        ("2016-04-01/P1Y 9, 2016-Q2 2, 2016-Q3 2, 2016-Q4 2, 2017-Q1 2", "9 for 2016-04-01/P1Y, the quarters sum to 8"),
        // Of parts that do not make up the whole only more than the whole is too much.
        ("2016 40, 2016-S1 20", ""),
        ("2016 40, 2016-Q1 0, 2016-S2 41", "40 for 2016, 41 for 2016-S2, which lies within it"),
        ("2016 40, 2016-Q1 1, 2016-S2 40", "40 for 2016, the parts 2016-Q1, 2016-S2 alone sum to 41"),
        ("2016-2018 40, 2016 30, 2018 20", "40 for 2016-01-01/P3Y, the years 2016, 2018 alone sum to 50"),
        // Periods that overlap are not added.
        ("2016-2018 40, 2016-2017 30, 2017-2018 30", ""),
    ] {
        let periods: Vec<(String, u64)> = stated
            .split(", ")
            .filter_map(|one| one.split_once(' '))
            .map(|(period, count)| (period.to_owned(), count.parse().expect("a number")))
            .collect();
        let found = found_of(&periods, "parts_of_years = true");
        let said: Vec<&str> =
            found.iter().filter_map(|line| line.split_once(" : ")?.1.rsplit_once(", for ")).map(|(words, _)| words).collect();
        assert_eq!(said, if expected.is_empty() { vec![] } else { vec![expected] }, "{stated}");
    }
}

/// A remark that repeats the number of the table is asked about once, at the table; both carry the reason.
#[test]
fn a_number_that_a_remark_repeats_is_asked_about_once() {
    let project = project(&[], "suppress_below = 0\nparts_of_years = true");
    let layout = LAYOUT.replace("{ concepts = [\"form\"] }", "{ concepts = [\"statement\"] }");
    project.write("mappings/xx/layout.toml", layout.as_bytes());
    project.write(
        "mappings/xx/crosswalk.csv",
        b"concept,label,predicate,code\nstatement,Remark,skos:exactMatch,NOTE\nstatement,Table,skos:exactMatch,TAB\n",
    );
    project.write("raw/2020/xx/data.csv", b"Victims;2016;2016-S1;2016-S2\nTable;40;20;19\nRemark;40;20;19\n");
    project.describe_source("xx");
    let outcome = project.run();
    let found = lines(&outcome).into_iter().filter(|line| line.contains("years-differ-from-pooled")).collect::<Vec<_>>();
    assert_eq!(
        found,
        [
            "warning years-differ-from-pooled @ xx/data.csv!csv!B2 : 40 for 2016, the half-years sum to 39, for XX.2016.VICT_ID.PERSON._T._T._T._T._T._T.TAB.STATE"
        ]
    );
    let flags = records(&output(&outcome, "flags.csv"));
    let flagged: Vec<&str> =
        flags.iter().filter(|row| row["RULE"] == "years-and-pooled").filter_map(|row| row["KEY"].rsplit('.').nth(1)).collect();
    assert_eq!(flagged, ["NOTE", "TAB"]);
}

/// Every period of whole months within five years: far more ways to make up a year than anyone could try one by one, and one wrong number.
#[test]
fn periods_that_overlap_in_every_way_are_compared() {
    let all = (0..60_u64).flat_map(|first| (first + 1..=60).map(move |end| (first, end)));
    let mut periods: Vec<(String, u64)> =
        all.map(|(first, end)| (format!("{}-{:02}-01/P{}M", 2016 + first / 12, first % 12 + 1, end - first), end - first)).collect();
    assert_eq!(periods.len(), 1830);
    assert_eq!(found_of(&periods, "parts_of_years = true"), Vec::<String>::new());
    // The quarter from October 2017 has four instead of three. Whatever holds it does not add up with it, and does with its months: that is said of the
    // quarter alone, and of the fewest parts that show it.
    let wrong = periods.iter_mut().find(|(period, _)| period == "2017-10-01/P3M").expect("a quarter");
    wrong.1 = 4;
    let found = found_of(&periods, "parts_of_years = true");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains(" : 4 for 2017-Q4, the parts 2017-10, 2017-11-01/P2M sum to 3, for "), "{}", found[0]);
}

/// The parts that the tables of the property below have a bit for: three months, their quarter, the rest of the year, the year.
const PARTS: [(&str, &[usize]); 6] =
    [("2016-01", &[0]), ("2016-02", &[1]), ("2016-03", &[2]), ("2016-Q1", &[0, 1, 2]), ("2016-04-01/P9M", &[3]), ("2016", &[0, 1, 2, 3])];

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, rng_seed: RngSeed::Fixed(2020), failure_persistence: None, ..ProptestConfig::default() })]

    /// Against a reader who tries all numbers: no period, printed or not, may be known to be small.
    #[test]
    fn no_small_period_can_be_worked_out(counts in proptest::array::uniform4(0_u64..12), printed in 1_u8..64) {
        let of = |counts: &[u64; 4], parts: &[usize]| parts.iter().map(|part| counts[*part]).sum::<u64>();
        let stated: Vec<(&str, u64)> =
            PARTS.iter().enumerate().filter(|(bit, _)| printed & (1 << bit) != 0).map(|(_, (name, parts))| (*name, of(&counts, parts))).collect();
        let outcome = project(&stated, "parts_of_years = true").release();
        let published: BTreeMap<String, u64> = records(&public_output(&outcome, "harmonized.csv"))
            .iter()
            .filter_map(|row| Some((row["TIME_PERIOD"].clone(), row["OBS_VALUE"].parse().ok()?)))
            .collect();
        let mut possible: Vec<BTreeSet<u64>> = PARTS.iter().map(|_| BTreeSet::new()).collect();
        for n in 0..16_u64.pow(4) {
            let tried = [n % 16, n / 16 % 16, n / 256 % 16, n / 4096];
            if PARTS.iter().all(|(name, parts)| published.get(*name).is_none_or(|shown| *shown == of(&tried, parts))) {
                for (values, (_, parts)) in possible.iter_mut().zip(PARTS) {
                    values.insert(of(&tried, parts));
                }
            }
        }
        for (values, (name, parts)) in possible.iter().zip(PARTS) {
            let truth = of(&counts, parts);
            prop_assert!(values.contains(&truth), "{name}: {published:?}");
            prop_assert!(values.len() > 1 || !(1..5).contains(&truth), "{name} is known to be {truth}: {published:?}");
        }
    }
}
