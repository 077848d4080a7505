//! The common taxonomy: the codes and their properties.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::codelist_checks::{check_parents, whole};
use super::role::Role;
use super::roles::{Roles, role_of};
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, Concept, DataStructure, MapLine, RefArea, is_date};
use crate::schema::Table;

/// The code lists.
#[derive(Clone, Debug)]
pub struct CodeLists {
    pub(super) structure: &'static DataStructure,
    pub(super) roles: Roles,
    pub(super) lists: BTreeMap<String, BTreeMap<String, Arc<Entry>>>,
    pub(super) iso: BTreeSet<String>,
    pub(super) index: Index,
}

/// The lines of coded concepts by the numbers of their codes, and what else is asked for over and over.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) by_number: Vec<Option<Indexed>>,
    pub(super) ordered: BTreeMap<Concept, Vec<CodeId>>,
    pub(super) families: BTreeMap<String, Vec<CodeId>>,
}

/// A line, and the codes that it names.
#[derive(Clone, Debug)]
pub(super) struct Indexed {
    pub(super) entry: Arc<Entry>,
    pub(super) parent: Option<CodeId>,
    pub(super) pools: Vec<CodeId>,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Where its line stands.
    pub(super) at: MapLine,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) parent: String,
    pub(super) source: String,
    unit: String,
    pub(super) obs_status: String,
    rank: u32,
    pub(super) concept: String,
    /// The place of the line in its list.
    pub(super) order: usize,
    pub(super) object: String,
    pub(super) pools: Vec<String>,
    pub(super) within: Vec<String>,
    pub(super) precedes: Vec<String>,
    pub(super) ages: Option<(u32, Option<u32>)>,
    pub(super) members: Vec<String>,
    pub(super) role: Option<Role>,
    pub(super) covers: Option<(Concept, String)>,
    pub(super) apart: bool,
}

/// Several codes in one field.
pub(super) fn several(field: &str) -> Vec<String> {
    field.split('|').map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

impl Default for CodeLists {
    /// No list of a structure that has only what each has.
    fn default() -> Self {
        let (structure, roles) = (DataStructure::bare(), Roles::default());
        Self { structure, roles, lists: BTreeMap::new(), iso: BTreeSet::new(), index: Index::default() }
    }
}

impl CodeLists {
    /// Checks the tables. `iso` are the ISO 3166-1 alpha-2 codes that the library knows; they count as codes of every dimension of countries.
    pub(super) fn build(
        structure: &'static DataStructure,
        tables: &BTreeMap<String, Table>,
        iso: BTreeSet<String>,
        findings: &mut Findings,
    ) -> Self {
        let mut lists = Self { structure, roles: Roles::default(), iso, lists: BTreeMap::new(), index: Index::default() };
        for (name, table) in tables {
            let mut codes_seen: BTreeMap<String, (Entry, MapLine)> = BTreeMap::new();
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
                    within: several(row.get("within")),
                    precedes: several(row.get("precedes")),
                    ages: whole(row.get("from_age")).map(|from| (from, whole(row.get("to_age")))),
                    members: several(row.get("members")),
                    role: role_of(name, row.get("role"), structure),
                    covers: row.get("covers").split_once('=').and_then(|(word, code)| Some((structure.by_column(word)?, code.to_owned()))),
                    apart: row.get("apart") == "yes",
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

    /// The dimensions of a figure.
    pub fn structure(&self) -> &'static DataStructure {
        self.structure
    }

    /// The words of mapping files for the dimensions that split figures.
    pub(super) fn split_words(&self) -> String {
        self.structure.splits().iter().map(|concept| concept.word()).collect::<Vec<_>>().join(", ")
    }

    /// The code, if the list of the concept has it. A national detail has no common list: each area's `articles.csv` is theirs.
    pub fn get(&self, concept: Concept, code: &str) -> Option<CodeId> {
        let listed = self.has(concept.list(), code);
        let known = listed || (concept.declared().countries && self.iso.contains(code));
        known.then(|| CodeId::new(concept, code))
    }

    /// Whether a list has a code.
    pub fn has(&self, list: &str, code: &str) -> bool {
        self.lists.get(list).is_some_and(|entries| entries.contains_key(code))
    }

    /// Whether a fact of a concept may have a value: one of its list, or a date where the concept is one.
    pub fn has_fact_value(&self, concept: &str, value: &str) -> bool {
        let listed = self
            .lists
            .get("fact_value")
            .and_then(|list| list.get(value))
            .is_some_and(|entry| several(&entry.concept).iter().any(|c| c == concept));
        listed || (self.says(Some(concept), Role::Date) && is_date(value))
    }

    /// The name of a code, as the list gives it.
    pub fn name(&self, code: &CodeId) -> Option<&str> {
        self.lists.get(code.concept().list())?.get(code.as_str()).map(|entry| entry.name.as_str())
    }

    /// The name of an area, as the list gives it.
    pub fn area_name(&self, area: RefArea) -> Option<&str> {
        self.lists.get("area")?.get(&area.to_string()).map(|entry| entry.name.as_str())
    }

    /// The unit of count of a measure.
    pub fn unit_of(&self, measure: &CodeId) -> Option<CodeId> {
        let entry = self.entry(measure)?;
        self.get(self.structure.unit(), &entry.unit)
    }

    /// The SDMX status that a kind of absence implies.
    pub fn status_of_absence(&self, absence: &CodeId) -> CodeId {
        self.entry(absence).map_or_else(|| self.status(Role::Missing), |entry| CodeId::new(Concept::obs_status(), &entry.obs_status))
    }

    /// Whether an absence implies a status.
    pub fn implies(&self, absence: &CodeId, status: Role) -> bool {
        self.is(&self.status_of_absence(absence), status)
    }

    /// Of several statuses of one observation the one to show: the first by the rank of `codelists/obs_status.csv`.
    pub fn leading_status(&self, statuses: impl Iterator<Item = CodeId>) -> CodeId {
        let rank = |status: &CodeId| self.entry(status).map_or(u32::MAX, |entry| entry.rank);
        statuses.min_by_key(|status| (rank(status), *status)).unwrap_or_else(|| self.status(Role::Normal))
    }

    /// The codes of a list that resemble `code`: the same letters in another case, or all of them when the list is short.
    pub fn hint(&self, concept: Concept) -> String {
        if concept.declared().countries {
            return format!("an ISO 3166-1 alpha-2 code, or a code of codelists/{}.csv", concept.list());
        }
        let all: Vec<&str> = self.lists.get(concept.list()).map(|list| list.keys().map(String::as_str).collect()).unwrap_or_default();
        if all.len() <= 24 { format!("one of {}", all.join(", ")) } else { format!("a code of codelists/{}.csv", concept.list()) }
    }
}

/// Whether an identifier of SDMX may have the letter (SDMX 2.1, `IDType`). The justifications are CURIEs and have a colon.
fn is_of_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-@$:".contains(c)
}
