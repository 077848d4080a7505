//! The common taxonomy: the codes and their properties.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::layout::DefaultAbsences;
use super::role::Role;
use super::role_index::{ChildRule, REASONS, Roles};
use crate::model::{
    CodeId, Comparability, Concept, DataStructure, Key, KnownCodes, MappingLine, Reason, ReasonRole, RefArea, Sender, is_date,
};
use crate::normalize::normalize;

/// The code lists.
#[derive(Clone, Debug)]
pub struct CodeLists {
    pub(super) structure: &'static DataStructure,
    pub(super) roles: Roles,
    pub(super) lists: BTreeMap<String, BTreeMap<String, Arc<Entry>>>,
    pub(super) iso: BTreeSet<String>,
    pub(super) index: Index,
    /// Areas by their codes, names and the codes of other schemes, normalized.
    pub(super) areas_by_word: BTreeMap<String, RefArea>,
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
    pub(super) at: MappingLine,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) parent: String,
    pub(super) source: String,
    pub(super) unit: String,
    pub(super) obs_status: String,
    pub(super) rank: u32,
    pub(super) concept: String,
    /// The place of the line in its list.
    pub(super) order: usize,
    pub(super) object: String,
    pub(super) pools: Vec<String>,
    pub(super) also_under: Vec<String>,
    pub(super) within: Vec<String>,
    pub(super) precedes: Vec<String>,
    pub(super) ages: Option<(u32, Option<u32>)>,
    pub(super) members: Vec<String>,
    pub(super) role: Option<Role>,
    /// What a table shows in the place of a number.
    pub(super) sign: String,
    pub(super) covers: Option<(Concept, String)>,
    pub(super) apart: bool,
    /// The words of each declared element of an offence, as written.
    pub(super) elements: Vec<String>,
}

/// What stands in the place of a code where there is none for a word, as SSSOM has it.
pub(super) const NO_TERM: &str = "NoTermFound";

/// Several codes in one field.
pub(super) fn several(field: &str) -> Vec<String> {
    field.split('|').map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

/// A number as it is written in a code list.
pub(super) fn whole(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Whether an identifier of SDMX may have the letter (SDMX 2.1, `IDType`). The justifications are CURIEs and have a colon.
pub(super) fn is_of_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-@$:".contains(c)
}

impl Default for CodeLists {
    /// No list of a structure that has only what each has.
    fn default() -> Self {
        let (structure, roles) = (DataStructure::bare(), Roles::default());
        Self { structure, roles, lists: BTreeMap::new(), iso: BTreeSet::new(), index: Index::default(), areas_by_word: BTreeMap::new() }
    }
}

impl CodeLists {
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

    /// The codes of any list, in the order of the list.
    pub(super) fn words(&self, list: &str) -> Vec<String> {
        let mut words: Vec<(&String, usize)> =
            self.lists.get(list).into_iter().flatten().map(|(word, entry)| (word, entry.order)).collect();
        words.sort_by_key(|(_, order)| *order);
        words.into_iter().map(|(word, _)| word.clone()).collect()
    }

    /// Whether a code of any list is the total of a dimension.
    pub(super) fn is_total_word(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).and_then(|entries| entries.get(word)).is_some_and(|entry| entry.role == Some(Role::Total))
    }

    /// Whether a code of any list is another one or lies below it.
    pub(super) fn word_is_in(&self, list: &str, word: &str, other: &str) -> bool {
        let Some(entries) = self.lists.get(list) else { return false };
        let above = |word: &&str| entries.get(*word).map(|entry| entry.parent.as_str()).filter(|parent| !parent.is_empty());
        std::iter::successors(Some(word), above).take(64).any(|own| own == other)
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

    /// Whether a state or an organisation is in its list.
    pub fn knows_sender(&self, sender: Sender) -> bool {
        match sender {
            Sender::State(area) => self.area_name(area).is_some(),
            Sender::Organisation(_) => self.provider_of(sender).is_some(),
        }
    }

    /// All states and organisations of the lists.
    pub fn senders(&self) -> Vec<Sender> {
        let areas = self.lists.get("area").into_iter().flat_map(|list| list.keys()).filter_map(|code| RefArea::parse(code));
        let organisations = self.structure.provider().into_iter().flat_map(|concept| self.codes(concept)).filter(|code| !code.is_total());
        areas.map(Sender::State).chain(organisations.filter_map(|code| Sender::parse(code.as_str()))).collect()
    }

    /// The code under which the figures of a sender stand; `None` where no dimension says who states them, or its list does not have the sender.
    pub fn provider_of(&self, sender: Sender) -> Option<CodeId> {
        let concept = self.structure.provider()?;
        match sender {
            Sender::State(_) => Some(CodeId::total(concept)),
            Sender::Organisation(code) => self.get(concept, &code).filter(|code| !code.is_total()),
        }
    }

    /// The name of a sender, as its list gives it.
    pub fn sender_name(&self, sender: Sender) -> Option<&str> {
        match sender {
            Sender::State(area) => self.area_name(area),
            Sender::Organisation(_) => self.provider_of(sender).and_then(|code| self.name(&code)),
        }
    }

    /// The area that a word names: a code of the list, or what one of its columns of other schemes calls an area.
    pub fn area_by_word(&self, word: &str) -> Option<RefArea> {
        self.areas_by_word.get(&normalize(word)).copied()
    }

    /// Gives a key that says nationals the code of the reporting state.
    pub fn name_nationals(&self, key: &mut Key) {
        let Some(nationals) = self.with_role(Role::Nationals) else { return };
        if key.get(nationals.concept()) == Some(&nationals)
            && let Some(own) = self.get(nationals.concept(), &key.ref_area.to_string())
        {
            key.set(own);
        }
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

    /// The word of a code list that has a role. Where none has it, which is a finding, the word of the role stands for it.
    pub fn word(&self, role: Role) -> &'static str {
        self.roles.first(role).map_or(role.word(), |(code, _)| code.as_str())
    }

    /// The absence with a role.
    pub fn absence(&self, role: Role) -> CodeId {
        self.with_role(role).unwrap_or_else(|| CodeId::new(Concept::absence(), role.word()))
    }

    /// The kinds of absence that a cell can have without a declared mark.
    pub fn gaps(&self) -> DefaultAbsences {
        DefaultAbsences {
            blank: self.absence(Role::Blank),
            no_reason: self.absence(Role::NoReason),
            no_value: self.absence(Role::NoValue),
            hidden: self.absence(Role::Hidden),
            listed: self.absence(Role::Listed),
        }
    }

    /// The codes that outputs give beside those of the figures.
    pub fn known_codes(&self) -> KnownCodes {
        KnownCodes {
            count: self.word(Role::Count),
            percent: self.word(Role::Percent),
            bound: self.word(Role::Bound),
            suppression: self.word(Role::SuppressedAbsence),
            suppressed: self.word(Role::SuppressedStatus),
            free: self.word(Role::Free),
            confidential: self.word(Role::Confidential),
        }
    }

    /// The status with a role.
    pub fn status(&self, role: Role) -> CodeId {
        self.with_role(role).unwrap_or_else(|| CodeId::new(Concept::obs_status(), role.word()))
    }

    /// The code of a dimension or an attribute that has a role.
    pub fn with_role(&self, role: Role) -> Option<CodeId> {
        self.roles.first(role).and_then(|(_, id)| id)
    }

    /// The line between children and adults; a collection that draws none has no rule about children.
    pub fn child_rule(&self) -> Option<&ChildRule> {
        self.roles.child_rule.as_ref()
    }

    /// The dimension of the two sexes.
    pub fn sexes(&self) -> Option<Concept> {
        self.roles.sexes
    }

    /// Whether a code of a dimension or an attribute has a role.
    pub fn is(&self, code: &CodeId, role: Role) -> bool {
        self.entry(code).is_some_and(|entry| entry.role == Some(role))
    }

    /// Whether a fact, or a value of one, has a role.
    pub fn says(&self, fact_or_value: Option<&str>, role: Role) -> bool {
        fact_or_value.is_some_and(|code| self.roles.has(role, code))
    }

    /// The code of a level in `codelists/comparability_level.csv`.
    pub fn level(&self, level: Comparability) -> &'static str {
        self.roles.levels.get(&level).map_or(level.role(), |code| code.as_str())
    }

    /// The reason with that code, if the list has it.
    pub fn find_reason(&self, code: &str) -> Option<Reason> {
        self.has(REASONS, code).then(|| Reason::new(code))
    }

    /// The code of a reason that rules give.
    pub(super) fn reason(&self, role: ReasonRole) -> &'static str {
        self.roles.reasons.get(&role).map_or(role.word(), |code| code.as_str())
    }

    pub(super) fn line(&self, code: &CodeId) -> Option<&Indexed> {
        self.index.by_number.get(code.number())?.as_ref()
    }

    pub(super) fn entry(&self, code: &CodeId) -> Option<&Entry> {
        self.line(code).map(|line| &*line.entry)
    }
}
