//! `meanings.csv`: what national words mean, and the one rule by which words of a meaning are mapped.

use std::collections::{BTreeMap, BTreeSet};

use super::codelists::CodeLists;
use super::crosswalk::Crosswalk;
use super::elements;
use super::validity::overlap;
use super::word_concept::WordConcept;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, Correspondence, MappedTo, Meaning, Predicate};
use crate::normalize::normalize;
use crate::schema::Table;

const FILE: &str = "meanings.csv";

/// Checks the table. A line with a fault is left out.
pub(super) fn build(table: &Table, lists: &CodeLists, findings: &mut Findings) -> Vec<Meaning> {
    let mut meanings: Vec<Meaning> = Vec::new();
    for row in &table.rows {
        let at = |column: &str| Location::Line(row.at_field(column));
        let mut report = |code, column: &str, found: String| findings.push(Finding::new(code, at(column), found));
        if row.get("meaning").is_empty() || row.get("name").is_empty() {
            report(codes::VALUE_INVALID, "meaning", "a meaning without an identifier or a name".to_owned());
            continue;
        }
        if let Some(first) = meanings.iter().find(|own| own.meaning == row.get("meaning")) {
            let finding = Finding::new(codes::KEY_DUPLICATE, at("meaning"), format!("the meaning {} a second time", first.meaning));
            findings.push(finding.related(Location::Line(first.at)));
            continue;
        }
        let concept = match WordConcept::parse(row.get("concept"), lists.structure()) {
            Some(WordConcept::Coded(concept)) => Some(concept),
            _ => {
                report(codes::CONCEPT_UNKNOWN, "concept", format!("the concept \"{}\"", row.get("concept")));
                None
            }
        };
        let predicate = Predicate::parse(row.get("predicate"));
        if predicate.is_none() {
            report(codes::PREDICATE_UNKNOWN, "predicate", format!("the predicate \"{}\"", row.get("predicate")));
        }
        let code = concept.and_then(|concept| lists.get(concept, row.get("code")));
        if let (Some(concept), None) = (concept, code) {
            let finding = Finding::new(codes::CODE_UNKNOWN, at("code"), format!("the code \"{}\"", row.get("code")));
            findings.push(finding.expected(lists.hint(concept)));
        }
        let elements = elements::of_meaning(row, lists, findings);
        let (Some(predicate), Some(code)) = (predicate, code) else { continue };
        meanings.push(Meaning {
            meaning: row.get("meaning").to_owned(),
            name: row.get("name").to_owned(),
            description: row.get("description").to_owned(),
            predicate,
            code,
            elements,
            source: row.get("source").to_owned(),
            at: row.at(),
        });
    }
    meanings
}

/// Reports words that are not mapped by the rule of their meaning, words without a meaning where those of their concept have one, and one word
/// of an area that is mapped to one code in several ways. An exception says why, and then it is no finding.
pub(super) fn check<'a>(
    meanings: &[Meaning],
    table: Option<&Table>,
    of_areas: impl Iterator<Item = &'a Crosswalk>,
    findings: &mut Findings,
) {
    // A meaning with a fault is a finding where it stands; its words are not.
    let listed: BTreeSet<&str> = table.into_iter().flat_map(|table| &table.rows).map(|row| row.get("meaning")).collect();
    // The same of a file that is not there or can't be read: without it the words have no rule.
    let has_columns = table.is_some_and(|table| table.has("meaning"));
    let mut is_said = table.is_some() || findings.iter().any(|own| own.location.file() == FILE);
    for crosswalk in of_areas {
        let mut known: BTreeMap<(CodeId, String), &Correspondence> = BTreeMap::new();
        for line in crosswalk.lines().iter().map(|line| &line.said) {
            if !line.meaning.is_empty() && !listed.contains(line.meaning.as_str()) {
                if has_columns || !is_said {
                    is_said = true;
                    let finding = Finding::new(codes::CODE_UNKNOWN, Location::Line(line.at), format!("the meaning \"{}\"", line.meaning));
                    findings.push(finding.expected("a meaning of meanings.csv"));
                }
                continue;
            }
            let MappedTo::Code(code) = &line.target else { continue };
            match meanings.iter().find(|own| own.meaning == line.meaning) {
                Some(meaning) => check_rule(meaning, line, *code, findings),
                None if !line.meaning.is_empty() => {}
                None if !code.is_total() && meanings.iter().any(|own| own.code.concept() == code.concept()) => {
                    let found = format!("\"{}\" → {code}", line.label);
                    findings.push(Finding::new(codes::MEANING_MISSING, Location::Line(line.at), found));
                }
                None => {
                    let first = *known.entry((*code, normalize(&line.label))).or_insert(line);
                    if first.predicate != line.predicate
                        && overlap(first.years, line.years)
                        && line.exception.is_empty()
                        && first.exception.is_empty()
                    {
                        let [here, there] = [line, first].map(|line| line.predicate.name());
                        let found = format!("\"{}\" {here} {code}, and {there} elsewhere", line.label);
                        let finding = Finding::new(codes::MEANING_DIFFERS, Location::Line(line.at), found);
                        findings.push(finding.related(Location::Line(first.at)));
                    }
                }
            }
        }
    }
}

fn check_rule(meaning: &Meaning, line: &Correspondence, code: CodeId, findings: &mut Findings) {
    if (line.predicate, code) == (meaning.predicate, meaning.code) {
        if !line.exception.is_empty() {
            let found = format!("\"{}\" follows the rule of {}, and has an exception", line.label, meaning.meaning);
            findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(line.at), found).expected("no exception"));
        }
        return;
    }
    if line.exception.is_empty() {
        let (here, rule) = (line.predicate.name(), meaning.predicate.name());
        let found = format!("\"{}\" {here} {code}; words of the meaning {} are {rule} {}", line.label, meaning.meaning, meaning.code);
        findings.push(Finding::new(codes::MEANING_DIFFERS, Location::Line(line.at), found).related(Location::Line(meaning.at)));
    }
}
