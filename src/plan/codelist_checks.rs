//! Checks of the code lists: no cell is ignored, and each code exists that Roundup itself gives or looks for.

use std::collections::{BTreeMap, BTreeSet};

use super::codelists::{CodeLists, Entry, several, whole};
use super::elements;
use super::role::Role;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{Concept, DataStructure, MappingLine, Predicate, RefArea};
use crate::schema::{OWN_LISTS, Row, Table};

const PREDICATES: &str = "predicate";

impl CodeLists {
    /// Reports everything that is wrong with the lists.
    pub(super) fn check(&self, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
        self.check_presence(tables, findings);
        self.check_predicates(tables, findings);
        self.check_adulthood(findings);
        self.check_references(tables, findings);
        self.check_relations(tables, findings);
        self.check_bands(tables, findings);
        elements::check_codes(self, tables, findings);
        check_values(self.structure, tables, findings);
    }

    fn check_presence(&self, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
        let concepts = || self.structure.concepts().filter(|concept| Some(*concept) != self.structure.detail());
        let own = || OWN_LISTS.iter().map(|(name, _)| *name);
        let of_key = concepts().filter(|concept| !concept.is_of_records()).map(Concept::list);
        let of_elements = self.structure.detail().into_iter().flat_map(|detail| &detail.declared().elements).map(|own| own.list.as_str());
        let mut needed: Vec<&str> = of_key.chain(of_elements).filter(|list| !own().any(|name| name == *list)).chain(own()).collect();
        needed.sort_unstable();
        needed.dedup();
        for name in needed.iter().filter(|name| !self.lists.contains_key(**name)) {
            let place = Location::Line(MappingLine::whole(&format!("codelists/{name}.csv")));
            // Why a list that is there can't be read was said when it was.
            if !findings.iter().any(|finding| finding.code == codes::MAPPING_UNREADABLE && finding.location.file() == place.file()) {
                findings.push(Finding::new(codes::MAPPING_UNREADABLE, place, "no such code list"));
            }
        }
        let optional: Vec<&str> = concepts().filter(|concept| concept.is_of_records()).map(Concept::list).collect();
        for (name, table) in tables.iter().filter(|(name, _)| !needed.contains(&name.as_str()) && !optional.contains(&name.as_str())) {
            let finding =
                Finding::new(codes::VALUE_INVALID, Location::Line(MappingLine::whole(&table.file)), format!("a code list \"{name}\""));
            let expected = format!("one of {}", needed.iter().chain(&optional).copied().collect::<Vec<_>>().join(", "));
            findings.push(finding.expected(expected).remedy("give the file the name of a list, declare a dimension with it, or remove it"));
        }
    }

    /// What the lines between children and adults must say of themselves.
    fn check_adulthood(&self, findings: &mut Findings) {
        let of = |role: Role| self.with_role(role).map(|code| (code, self.ages(&code)));
        let (Some((children, below)), Some((adults, above))) = (of(Role::Children), of(Role::Adults)) else { return };
        let fits = below.and_then(|(_, to)| to?.checked_add(1)) == above.map(|(from, _)| from) && above.is_some_and(|(_, to)| to.is_none());
        if !fits && let Some(at) = self.place(&adults) {
            let found = format!("the ages of {children} and {adults}, which have the roles of children and adults");
            let finding = Finding::new(codes::VALUE_INVALID, Location::Line(at), found);
            findings.push(finding.expected("children up to an age, and adults from the next one without an end, in from_age and to_age"));
        }
    }

    /// The relations of SKOS, which Roundup weighs by their names in the standard.
    fn check_predicates(&self, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
        let Some(table) = tables.get(PREDICATES) else { return };
        for (_, name) in Predicate::ALL.iter().filter(|(_, name)| !self.has(PREDICATES, name)) {
            let found = format!("{PREDICATES}: no code {name}");
            let finding = Finding::new(codes::CODE_UNKNOWN, Location::Line(MappingLine::whole(&table.file)), found);
            findings.push(finding.expected("each relation that Roundup weighs").remedy("restore the line of the code"));
        }
    }

    /// Codes in other columns than the first.
    fn check_references(&self, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
        let rows = |list: &str| tables.get(list).into_iter().flat_map(|table| &table.rows);
        let mut unknown = |row: &Row, column: &str, found: String, expected: String| {
            let finding = Finding::new(codes::CODE_UNKNOWN, Location::Line(row.at_field(column)), found);
            findings.push(if expected.is_empty() { finding } else { finding.expected(expected) });
        };
        let (structure, statuses) = (self.structure, Concept::obs_status());
        let measures = structure.measure().list();
        for (list, column, target, may_be_empty) in [
            (measures, "unit", structure.unit(), false),
            (Concept::absence().list(), "obs_status", statuses, false),
            ("fact_value", "obs_status", statuses, true),
        ] {
            let is_fine = |code: &str| (may_be_empty && code.is_empty()) || self.get(target, code).is_some();
            for row in rows(list).filter(|row| !is_fine(row.get(column))) {
                unknown(row, column, format!("the {column} \"{}\" of {}", row.get(column), row.get("code")), self.hint(target));
            }
        }
        let pooling = || structure.breakdowns().iter().filter(|concept| concept.declared().pools).map(|concept| concept.list());
        for (list, column) in pooling().map(|list| (list, "pools")).chain([(measures, "within"), (measures, "precedes")]) {
            for row in rows(list) {
                for code in several(row.get(column)).iter().filter(|code| !self.has(list, code)) {
                    unknown(row, column, format!("{list}: the code {code} in {column} of {}", row.get("code")), String::new());
                }
            }
        }
        for (list, row) in pooling().flat_map(|list| rows(list).map(move |row| (list, row))) {
            let pools = several(row.get("pools"));
            let repeated =
                pools.iter().enumerate().find(|(i, code)| *code == row.get("code") || pools.iter().skip(i + 1).any(|other| other == *code));
            if let Some((_, code)) = repeated {
                unknown(
                    row,
                    "pools",
                    format!("{list}: {code} in pools of {}", row.get("code")),
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
        let of_countries = structure.breakdowns().iter().filter(|concept| concept.declared().countries).map(|concept| concept.list());
        for row in of_countries.flat_map(rows) {
            for member in several(row.get("members")).iter().filter(|member| !self.iso.contains(*member)) {
                let found = format!("the member {member} of {}", row.get("code"));
                unknown(row, "members", found, "ISO 3166-1 alpha-2 codes".to_owned());
            }
        }
        for row in rows("fact_value").filter(|row| !row.get("covers").is_empty()) {
            let code = row.get("covers").split_once('=').and_then(|(word, code)| self.get(structure.by_column(word)?, code));
            if code.is_none() {
                unknown(
                    row,
                    "covers",
                    format!("\"{}\" in covers of {}", row.get("covers"), row.get("code")),
                    "the column of a dimension, =, and one of its codes".to_owned(),
                );
            }
        }
    }
}

/// Words and numbers that mean nothing in their column.
fn check_values(structure: &DataStructure, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
    let rows = |list: &str| tables.get(list).into_iter().flat_map(|table| &table.rows);
    let mut invalid = |row: &Row, column: &str, expected: &str| {
        let found = format!("the {column} \"{}\" of {}", row.get(column), row.get("code"));
        findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field(column)), found).expected(expected));
    };
    for row in structure.breakdowns().iter().flat_map(|concept| rows(concept.list())).filter(|row| !matches!(row.get("apart"), "" | "yes"))
    {
        invalid(row, "apart", "yes, or nothing");
    }
    for row in rows("obs_status").filter(|row| whole(row.get("rank")).is_none()) {
        invalid(row, "rank", "a whole number");
    }
    for row in structure.breakdowns().iter().filter(|concept| concept.declared().bands).flat_map(|concept| rows(concept.list())) {
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
    for row in rows(PREDICATES).filter(|row| !Predicate::ALL.iter().any(|(_, name)| *name == row.get("code"))) {
        invalid(row, "code", "a predicate that Roundup knows");
    }
}

/// Reports parents that the list does not have, and circles.
pub(super) fn check_parents(list: &str, entries: &BTreeMap<String, (Entry, MappingLine)>, findings: &mut Findings) {
    for (code, (entry, at)) in entries {
        let parent = &entry.parent;
        if !parent.is_empty() && !entries.contains_key(parent) {
            let found = format!("{list}: the parent {parent} of {code}");
            findings.push(Finding::new(codes::CODE_UNKNOWN, Location::Line(*at), found));
        }
        let mut seen = BTreeSet::from([code]);
        let mut above = parent;
        while let Some((next, _)) = entries.get(above) {
            if !seen.insert(above) {
                let found = format!("{list}: {code} is an ancestor of itself");
                findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(*at), found).expected("a hierarchy without a circle"));
                break;
            }
            above = &next.parent;
        }
    }
}
