//! From the tables of `mappings/codelists/` to the code lists.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::Spanned;

use super::codelist_checks::check_parents;
use super::codelists::{CodeLists, Entry, Index, Indexed, NO_TERM, is_of_identifier, several, whole};
use super::role_index::{Roles, role_of};
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, DataStructure, MappingLine, RefArea};
use crate::normalize::normalize;
use crate::schema::{Row, Table, columns_of_lists};

impl CodeLists {
    /// Checks the tables. `iso` are the ISO 3166-1 alpha-2 codes that the library knows; they count as codes of every dimension of countries.
    pub(super) fn build(
        structure: &'static DataStructure,
        tables: &BTreeMap<String, Table>,
        iso: BTreeSet<String>,
        findings: &mut Findings,
    ) -> Self {
        let mut lists = Self {
            structure,
            roles: Roles::default(),
            iso,
            lists: BTreeMap::new(),
            index: Index::default(),
            areas_by_word: BTreeMap::new(),
        };
        for (name, table) in tables {
            let mut codes_seen: BTreeMap<String, (Entry, MappingLine)> = BTreeMap::new();
            for (order, row) in table.rows.iter().enumerate() {
                let entry = Entry {
                    at: row.at(),
                    name: row.get("name").to_owned(),
                    description: row.get("description").to_owned(),
                    parent: row.get("parent").to_owned(),
                    source: row.get("source").to_owned(),
                    unit: row.get("unit").to_owned(),
                    obs_status: row.get("obs_status").to_owned(),
                    rank: whole(row.get("rank")).unwrap_or(u32::MAX),
                    concept: row.get("concept").to_owned(),
                    order,
                    object: row.get("object").to_owned(),
                    pools: several(row.get("pools")),
                    also_under: several(row.get("also_under")),
                    within: several(row.get("within")),
                    precedes: several(row.get("precedes")),
                    ages: whole(row.get("from_age")).map(|from| (from, whole(row.get("to_age")))),
                    members: several(row.get("members")),
                    role: role_of(name, row.get("role"), structure),
                    sign: row.get("sign").to_owned(),
                    covers: row.get("covers").split_once('=').and_then(|(word, code)| Some((structure.by_column(word)?, code.to_owned()))),
                    apart: row.get("apart") == "yes",
                    elements: elements_of(name, row, structure),
                };
                if row.get("code").is_empty() {
                    findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field("code")), "an empty code"));
                } else if row.get("name").is_empty() {
                    let found = format!("the code {} without a name", row.get("code"));
                    findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field("name")), found));
                } else if name != "target" && row.get("code").chars().any(|c| !is_of_identifier(c)) {
                    let finding = Finding::new(
                        codes::VALUE_INVALID,
                        Location::Line(row.at_field("code")),
                        format!("the code \"{}\"", row.get("code")),
                    );
                    findings.push(finding.expected("letters A to Z, digits and the signs _ - @ $, as SDMX writes codes"));
                } else if row.get("code") == NO_TERM {
                    let place = Location::Line(row.at_field("code"));
                    let finding = Finding::new(codes::VALUE_INVALID, place, format!("the code \"{NO_TERM}\""));
                    findings.push(finding.expected("another code: in a crosswalk the word says that there is no code"));
                } else if let Some((_, first)) = codes_seen.get(row.get("code")) {
                    let found = format!("the code {} a second time", row.get("code"));
                    let finding = Finding::new(codes::KEY_DUPLICATE, Location::Line(row.at_field("code")), found);
                    findings.push(finding.related(Location::Line(*first)));
                } else {
                    codes_seen.insert(row.get("code").to_owned(), (entry, row.at_field("parent")));
                }
            }
            check_parents(name, &codes_seen, findings);
            lists.lists.insert(name.clone(), codes_seen.into_iter().map(|(code, (entry, _))| (code, Arc::new(entry))).collect());
        }
        lists.index = lists.indexed();
        lists.roles = Roles::build(tables, structure, findings);
        lists.check(tables, findings);
        lists
    }

    /// Learns what areas are called: by their codes, their names, and the columns of other schemes. A word of two areas is a finding, and names neither.
    pub(super) fn learn_areas(&mut self, table: Option<&Table>, schemes: &[Spanned<String>], findings: &mut Findings) {
        let mut known: BTreeMap<String, (RefArea, MappingLine)> = BTreeMap::new();
        let mut doubtful = BTreeSet::new();
        let of_lists = columns_of_lists();
        // A scheme that is called like another column is a fault of dimensions.toml.
        let schemes = schemes.iter().map(|scheme| scheme.get_ref().as_str()).filter(|scheme| !of_lists.contains(scheme));
        let columns: Vec<&str> = ["code", "name"].into_iter().chain(schemes).collect();
        for row in table.into_iter().flat_map(|table| &table.rows) {
            let Some(area) = RefArea::parse(row.get("code")) else { continue };
            for column in columns.iter().filter(|column| !row.get(column).is_empty()) {
                let word = normalize(row.get(column));
                match known.get(&word) {
                    Some((other, first)) if *other != area => {
                        let found = format!("\"{}\" for {other} and for {area}", row.get(column));
                        let finding = Finding::new(codes::KEY_DUPLICATE, Location::Line(row.at_field(column)), found);
                        findings.push(finding.related(Location::Line(*first)));
                        doubtful.insert(word);
                    }
                    Some(_) => {}
                    None => drop(known.insert(word, (area, row.at_field(column)))),
                }
            }
        }
        self.areas_by_word = known.into_iter().filter(|(word, _)| !doubtful.contains(word)).map(|(word, (area, _))| (word, area)).collect();
    }

    /// The index of all lists of coded concepts.
    fn indexed(&self) -> Index {
        let mut index = Index::default();
        for concept in self.structure.concepts() {
            let mut listed: Vec<(usize, CodeId)> = Vec::new();
            for (code, entry) in self.lists.get(concept.list()).into_iter().flatten() {
                let code = CodeId::new(concept, code);
                listed.push((entry.order, code));
                let parent = (!entry.parent.is_empty()).then(|| CodeId::new(concept, &entry.parent));
                let pools = entry.pools.iter().map(|other| CodeId::new(concept, other)).collect();
                if index.by_number.len() <= code.number() {
                    index.by_number.resize(code.number() + 1, None);
                }
                if let Some(slot) = index.by_number.get_mut(code.number()) {
                    *slot = Some(Indexed { entry: Arc::clone(entry), parent, pools });
                }
            }
            listed.sort();
            index.ordered.insert(concept, listed.into_iter().map(|(_, code)| code).collect());
        }
        for measure in index.ordered.get(&self.structure.measure()).into_iter().flatten() {
            let line = index.by_number.get(measure.number()).and_then(Option::as_ref);
            let object = line.map_or("", |line| line.entry.object.as_str());
            index.families.entry(object.to_owned()).or_default().push(*measure);
        }
        index
    }
}

/// The words of the elements of an offence: only the list that a national detail divides has them.
fn elements_of(list: &str, row: &Row, structure: &DataStructure) -> Vec<String> {
    let Some((detail, _)) = structure.detail().zip(structure.detailed()).filter(|(_, detailed)| detailed.list() == list) else {
        return Vec::new();
    };
    detail.declared().elements.iter().map(|element| row.get(&element.column).to_owned()).collect()
}
