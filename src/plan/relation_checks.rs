//! Checks of how the codes of a list are related: measures, pools, and what a value of a fact covers.

use std::collections::BTreeMap;

use super::codelists::{CodeLists, several};
use super::role::Role;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, Concept};
use crate::schema::{Row, Table};

impl CodeLists {
    /// Reports relations that cannot hold.
    pub(super) fn check_relations(&self, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
        let measures = self.structure.measure();
        let pooling = || self.structure.breakdowns().iter().copied().filter(|concept| concept.declared().pools);
        for (concept, column) in [(measures, "within"), (measures, "precedes")].into_iter().chain(pooling().map(|own| (own, "pools"))) {
            if let Some(table) = tables.get(concept.list()) {
                check_circles(concept.list(), table, column, findings);
            }
        }
        let rows = |concept: Concept| tables.get(concept.list()).into_iter().flat_map(|table| &table.rows);
        for row in rows(measures) {
            self.check_measure(row, findings);
        }
        for (concept, row) in pooling().flat_map(|concept| rows(concept).map(move |row| (concept, row))) {
            self.check_pools(concept, row, findings);
        }
        for concept in self.structure.splits().iter().copied() {
            for row in rows(concept) {
                self.check_also_under(concept, row, findings);
            }
        }
        for row in tables.get("fact_value").into_iter().flat_map(|table| &table.rows) {
            self.check_covers(row, findings);
        }
    }

    /// A figure is compared with that of a related measure only where both have the same unit.
    fn check_measure(&self, row: &Row, findings: &mut Findings) {
        let concept = self.structure.measure();
        let Some(own) = self.get(concept, row.get("code")) else { return };
        let mut other_than = |column: &str, other: &CodeId, what: &str, theirs: &str, ours: &str| {
            if theirs != ours {
                let found = format!("{column} of {own} names {other}, which has the {what} \"{theirs}\" and not \"{ours}\"");
                let expected = if column == "within" { "measures of the same object and unit" } else { "measures of the same unit" };
                findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field(column)), found).expected(expected));
            }
            theirs == ours
        };
        let unit = |measure: &CodeId| self.entry(measure).map_or("", |entry| entry.unit.as_str());
        for column in ["within", "precedes"] {
            for other in several(row.get(column)).iter().filter_map(|code| self.get(concept, code)) {
                let is_same = other_than(column, &other, "unit", unit(&other), unit(&own));
                // Every unit of a measure that is within another one is a unit of that; a later stage may be of another object.
                if is_same && column == "within" {
                    other_than(column, &other, "object", self.object(&other), self.object(&own));
                }
            }
        }
    }

    /// What a pooled code joins stands side by side: neither holds the other, nor the pooled code itself.
    fn check_pools(&self, concept: Concept, row: &Row, findings: &mut Findings) {
        let Some(own) = self.get(concept, row.get("code")) else { return };
        let pooled: Vec<CodeId> = several(row.get("pools")).iter().filter_map(|code| self.get(concept, code)).collect();
        let mut wrong = |what: String| {
            let found = format!("{}: {what} in pools of {own}", concept.list());
            let finding = Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field("pools")), found);
            findings.push(finding.expected("codes beside each other, none of which holds another one or the pooled code"));
        };
        for code in &pooled {
            if code.is_total() {
                wrong(format!("the total {code}"));
            } else if self.is_below(&own, code) {
                wrong(format!("{code}, which is above it,"));
            }
            for below in pooled.iter().filter(|below| !code.is_total() && self.is_below(below, code)) {
                wrong(format!("{code} and {below}, which is below it,"));
            }
        }
    }

    /// A code that sources may count under another one stands beside it: what lies below a code is in it anyway.
    fn check_also_under(&self, concept: Concept, row: &Row, findings: &mut Findings) {
        let Some(own) = self.get(concept, row.get("code")) else { return };
        for word in several(row.get("also_under")) {
            let Some(other) = self.get(concept, &word) else {
                let found = format!("{}: the code {word} in also_under of {own}", concept.list());
                let finding = Finding::new(codes::CODE_UNKNOWN, Location::Line(row.at_field("also_under")), found);
                findings.push(finding.expected(self.hint(concept)));
                continue;
            };
            if other == own || other.is_total() || own.is_total() || self.is_below(&own, &other) || self.is_below(&other, &own) {
                let found = format!("{}: {other} in also_under of {own}", concept.list());
                let finding = Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field("also_under")), found);
                findings.push(finding.expected("codes beside this one: neither the total nor a code above or below it"));
            }
        }
    }

    /// A value can cover the figures of one category; those of a total are all figures.
    fn check_covers(&self, row: &Row, findings: &mut Findings) {
        let code = row.get("covers").split_once('=').and_then(|(column, code)| self.get(self.structure.by_column(column)?, code));
        if code.is_some_and(|code| {
            code.is_total() || self.is_residual(&code) || self.is(&code, Role::Unknown) || !code.concept().declared().splits
        }) {
            let found = format!("\"{}\" in covers of {}", row.get("covers"), row.get("code"));
            let finding = Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field("covers")), found);
            findings.push(finding.expected("the column of a dimension that splits figures, =, and one of its codes that is not the total"));
        }
    }
}

/// Reports codes that lead back to themselves in a column, with all that lie between.
fn check_circles(list: &str, table: &Table, column: &str, findings: &mut Findings) {
    let named: BTreeMap<&str, (&Row, Vec<String>)> =
        table.rows.iter().map(|row| (row.get("code"), (row, several(row.get(column))))).collect();
    // Of each code that was met, whether the way is still at it or below it.
    let mut is_open: BTreeMap<&str, bool> = BTreeMap::new();
    for start in table.rows.iter().map(|row| row.get("code")) {
        if is_open.contains_key(start) {
            continue;
        }
        is_open.insert(start, true);
        let mut way = vec![(start, 0)];
        while let Some((code, next)) = way.last_mut() {
            let code = *code;
            let Some(to) = named.get(code).and_then(|(_, codes)| codes.get(*next)) else {
                is_open.insert(code, false);
                way.pop();
                continue;
            };
            *next += 1;
            match (named.get_key_value(to.as_str()), is_open.get(to.as_str())) {
                (Some((to, _)), None) => {
                    is_open.insert(to, true);
                    way.push((to, 0));
                }
                (Some((to, (row, _))), Some(true)) => {
                    let between: Vec<&str> = way.iter().map(|(code, _)| *code).skip_while(|code| code != to).collect();
                    // Of a pool that names itself that is said already.
                    if column == "pools" && between.len() == 1 {
                        continue;
                    }
                    let found = format!("{list}: a circle in {column}: {} > {to}", between.join(" > "));
                    let finding = Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field(column)), found);
                    findings.push(finding.expected("no code that leads back to itself").remedy("take one code out of the circle"));
                }
                _ => {}
            }
        }
    }
}
