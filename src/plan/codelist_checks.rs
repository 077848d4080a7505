//! What must hold of the code lists: no cell that is passed over, and each code that Roundup itself gives or looks for.

use std::collections::{BTreeMap, BTreeSet};

use super::codelists::{CodeLists, Entry, several};
use super::targets::dimension;
use crate::diag::{Finding, Findings, Place, codes};
use crate::model::{Concept, Level, MapLine, Predicate, RefArea};
use crate::schema::{Row, Table};

/// Lists of what is not a concept of a figure.
const OTHER_LISTS: [&str; 10] = [
    "area",
    "comparability_level",
    "comparability_reason",
    "conf_status",
    "fact",
    "fact_value",
    "justification",
    "predicate",
    "target",
    "unit_measure",
];

/// Lists that a project adds if it needs them.
const OPTIONAL: [Concept; 3] = [Concept::Place, Concept::Recruiter, Concept::Channel];

/// Codes that Roundup gives to figures, or asks for, whatever a state sends. Statuses that hang on an absence, a fact or a reason are checked where they stand.
const NEEDED: [(&str, &[&str]); 10] = [
    ("absence", &["BLANK", "O", "NOVALUE", "HIDDEN", "LISTED", "SUPP"]),
    ("obs_status", &["A", "E", "K", "M", "O", "Q", "U", "V"]),
    ("sex", &["F", "M", "_U"]),
    ("age", &["Y_LT18", "Y_GE18", "_U"]),
    ("statement", &["TAB", "NOTE"]),
    ("unit_count", &["PERSON", "OFFENCE"]),
    ("unit_measure", &["COUNT", "PCT"]),
    ("conf_status", &["F", "C"]),
    (
        "fact",
        &[
            "victim-status",
            "stage",
            "period-kind",
            "extraction-date",
            "list-completeness",
            "children-in-sex-split",
            "children-in-total",
            "one-person-several-forms",
        ],
    ),
    ("fact_value", &["inside", "outside", "undecided", "counted-once", "complete", "largest-groups", "partial", "names-only"]),
];

impl CodeLists {
    /// Reports everything that is wrong with the lists.
    pub(super) fn check(&self, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
        self.check_presence(tables, findings);
        self.check_needed(tables, findings);
        self.check_references(tables, findings);
        check_values(tables, findings);
    }

    fn check_presence(&self, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
        let is_needed = |concept: &Concept| *concept != Concept::Article && !OPTIONAL.contains(concept);
        let needed: Vec<&str> = Concept::all().filter(is_needed).map(Concept::list).chain(OTHER_LISTS).collect();
        for name in needed.iter().filter(|name| !self.lists.contains_key(**name)) {
            let place = Place::Line(MapLine::whole(&format!("codelists/{name}.csv")));
            // Why a list that is there can't be read was said when it was.
            if !findings.iter().any(|finding| finding.code == codes::MAPPING_UNREADABLE && finding.place.file() == place.file()) {
                findings.push(Finding::new(codes::MAPPING_UNREADABLE, place, "no such code list"));
            }
        }
        let optional = OPTIONAL.map(Concept::list);
        for (name, table) in tables.iter().filter(|(name, _)| !needed.contains(&name.as_str()) && !optional.contains(&name.as_str())) {
            let finding = Finding::new(codes::VALUE_INVALID, Place::Line(MapLine::whole(&table.file)), format!("a code list \"{name}\""));
            let expected = format!("one of {}, or {}", needed.join(", "), optional.join(", "));
            findings.push(finding.expected(expected).remedy("give the file the name of a list, or remove it"));
        }
    }

    fn check_needed(&self, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
        let totals = Concept::DIMENSIONS.into_iter().filter(|concept| is_split(*concept)).map(|concept| (concept.list(), vec!["_T"]));
        let levels = ("comparability_level", Level::ALL.iter().map(|level| level.code()).collect());
        let predicates = ("predicate", Predicate::ALL.iter().map(|(_, name)| *name).collect());
        let fixed = NEEDED.iter().map(|(list, codes)| (*list, codes.to_vec()));
        for (list, needed) in fixed.chain(totals).chain([levels, predicates]) {
            let Some(table) = tables.get(list) else { continue };
            for code in needed.into_iter().filter(|code| !self.has(list, code)) {
                let found = format!("{list}: no code {code}");
                let finding = Finding::new(codes::CODE_UNKNOWN, Place::Line(MapLine::whole(&table.file)), found);
                findings.push(finding.expected("each code that Roundup gives or asks for").remedy("restore the line of the code"));
            }
        }
    }

    /// Codes in other columns than the first.
    fn check_references(&self, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
        let rows = |list: &str| tables.get(list).into_iter().flat_map(|table| &table.rows);
        let mut unknown = |row: &Row, column: &str, found: String, expected: String| {
            let finding = Finding::new(codes::CODE_UNKNOWN, Place::Line(row.at_field(column)), found);
            findings.push(if expected.is_empty() { finding } else { finding.expected(expected) });
        };
        for (list, column, target, may_be_empty) in [
            ("measure", "unit", Concept::UnitOfCount, false),
            ("absence", "obs_status", Concept::ObsStatus, false),
            ("fact_value", "obs_status", Concept::ObsStatus, true),
        ] {
            let is_fine = |code: &str| (may_be_empty && code.is_empty()) || self.get(target, code).is_some();
            for row in rows(list).filter(|row| !is_fine(row.get(column))) {
                unknown(row, column, format!("the {column} \"{}\" of {}", row.get(column), row.get("code")), self.hint(target));
            }
        }
        for (list, column) in [("form", "pools"), ("measure", "holds"), ("measure", "precedes")] {
            for row in rows(list) {
                for code in several(row.get(column)).iter().filter(|code| !self.has(list, code)) {
                    unknown(row, column, format!("{list}: the code {code} in {column} of {}", row.get("code")), String::new());
                }
            }
        }
        for row in rows("form") {
            let pools = several(row.get("pools"));
            let repeated =
                pools.iter().enumerate().find(|(i, code)| *code == row.get("code") || pools.iter().skip(i + 1).any(|other| other == *code));
            if let Some((_, code)) = repeated {
                unknown(
                    row,
                    "pools",
                    format!("form: {code} in pools of {}", row.get("code")),
                    "other codes of the list, each once".to_owned(),
                );
            }
        }
        for row in rows("fact_value") {
            let concepts = several(row.get("concept"));
            for concept in concepts.iter().filter(|concept| !self.has("fact", concept)) {
                let expected = "concepts of codelists/fact.csv, separated by |".to_owned();
                unknown(row, "concept", format!("the concept \"{concept}\" of {}", row.get("code")), expected);
            }
            if concepts.is_empty() {
                unknown(row, "concept", format!("no concept of {}", row.get("code")), "a concept of codelists/fact.csv".to_owned());
            }
        }
        for row in rows("origin") {
            for member in several(row.get("members")).iter().filter(|member| !self.iso.contains(*member)) {
                let found = format!("the member {member} of {}", row.get("code"));
                unknown(row, "members", found, "ISO 3166-1 alpha-2 codes".to_owned());
            }
        }
        for row in rows("fact_value").filter(|row| !row.get("covers").is_empty()) {
            let code = row.get("covers").split_once('=').and_then(|(word, code)| self.get(dimension(word)?, code));
            if code.is_none() {
                unknown(
                    row,
                    "covers",
                    format!("\"{}\" in covers of {}", row.get("covers"), row.get("code")),
                    "such as AGE=Y_LT18".to_owned(),
                );
            }
        }
    }
}

/// Whether a dimension splits a figure, so that it has a total.
fn is_split(concept: Concept) -> bool {
    !matches!(concept, Concept::Measure | Concept::UnitOfCount | Concept::Statement | Concept::Article)
}

/// Words and numbers that mean nothing in their column.
fn check_values(tables: &BTreeMap<String, Table>, findings: &mut Findings) {
    let rows = |list: &str| tables.get(list).into_iter().flat_map(|table| &table.rows);
    let mut invalid = |row: &Row, column: &str, expected: &str| {
        let found = format!("the {column} \"{}\" of {}", row.get(column), row.get("code"));
        findings.push(Finding::new(codes::VALUE_INVALID, Place::Line(row.at_field(column)), found).expected(expected));
    };
    for (list, column) in [("form", "residual"), ("origin", "residual"), ("offence", "apart")] {
        for row in rows(list).filter(|row| !matches!(row.get(column), "" | "yes")) {
            invalid(row, column, "yes, or nothing");
        }
    }
    for row in rows("obs_status").filter(|row| whole(row.get("rank")).is_none()) {
        invalid(row, "rank", "a whole number");
    }
    for row in rows("age") {
        let (from, to) = (row.get("from_age"), row.get("to_age"));
        for (column, age) in [("from_age", from), ("to_age", to)] {
            if !age.is_empty() && whole(age).is_none() {
                invalid(row, column, "a whole number of years, without a point or a space, or nothing");
            }
        }
        if from.is_empty() && !to.is_empty() {
            invalid(row, "to_age", "nothing, or a from_age beside it");
        }
        if let (Some(from), Some(to)) = (whole(from), whole(to))
            && from > to
        {
            invalid(row, "to_age", "not less than from_age");
        }
    }
    for row in rows("area").filter(|row| RefArea::parse(row.get("code")).is_none()) {
        invalid(row, "code", "two letters, as ISO 3166-1 has them");
    }
    for row in rows("comparability_level").filter(|row| !Level::ALL.iter().any(|level| level.code() == row.get("code"))) {
        invalid(row, "code", "a level that Roundup gives");
    }
    for row in rows("predicate").filter(|row| !Predicate::ALL.iter().any(|(_, name)| *name == row.get("code"))) {
        invalid(row, "code", "a predicate that Roundup knows");
    }
}

/// A number as it is written in a code list.
pub(super) fn whole(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Reports parents that the list does not have, and circles.
pub(super) fn check_parents(list: &str, entries: &BTreeMap<String, (Entry, MapLine)>, findings: &mut Findings) {
    for (code, (entry, at)) in entries {
        let parent = &entry.parent;
        if !parent.is_empty() && !entries.contains_key(parent) {
            let found = format!("{list}: the parent {parent} of {code}");
            findings.push(Finding::new(codes::CODE_UNKNOWN, Place::Line(*at), found));
        }
        let mut seen = BTreeSet::from([code]);
        let mut above = parent;
        while let Some((next, _)) = entries.get(above) {
            if !seen.insert(above) {
                let found = format!("{list}: {code} is an ancestor of itself");
                findings.push(Finding::new(codes::VALUE_INVALID, Place::Line(*at), found).expected("a hierarchy without a circle"));
                break;
            }
            above = &next.parent;
        }
    }
}
