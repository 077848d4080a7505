//! Which code has which role, read from the column `role` of the code lists once. No code stands in the program itself.

use std::collections::BTreeMap;

use super::role::{Role, RoleCount, RoleList, RoleNeeded};
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, Comparability, Concept, DataStructure, Exclusive, MappingLine, Name, ReasonRole, Unlisted};
use crate::schema::Table;

/// The codes that have a role.
#[derive(Clone, Debug, Default)]
pub(super) struct Roles {
    by_role: BTreeMap<Role, Vec<Holder>>,
    pub(super) reasons: BTreeMap<ReasonRole, Name>,
    pub(super) levels: BTreeMap<Comparability, Name>,
    pub(super) sexes: Option<Concept>,
    pub(super) child_rule: Option<ChildRule>,
    /// The codes of each role by its place, for they are asked for over and over.
    known: Vec<Vec<(Name, Option<CodeId>)>>,
}

/// A code with a role.
#[derive(Clone, Copy, Debug)]
struct Holder {
    code: Name,
    /// The code as a word of the machine, where its list is that of a concept.
    id: Option<CodeId>,
    /// Where its role stands.
    at: MappingLine,
}

/// Children and adults, and the dimension whose parts may leave the children out: where a source counts them, declared facts say.
#[derive(Clone, Copy, Debug)]
pub struct ChildRule {
    /// The dimension that tells children from adults.
    pub ages: Concept,
    /// The code of children.
    pub children: CodeId,
    /// The code of adults.
    pub adults: CodeId,
    /// The dimension of the two sexes, beside whose parts children may stand.
    pub sexes: Option<Concept>,
}

/// The lists of roles that are declared elsewhere.
pub(super) const REASONS: &str = "comparability_reason";
const LEVELS: &str = "comparability_level";

impl Roles {
    /// Reads the column `role` of all lists. A role that is missing, doubled or unknown is a finding.
    pub(super) fn build(tables: &BTreeMap<String, Table>, structure: &DataStructure, findings: &mut Findings) -> Self {
        let mut roles = Self::default();
        for (list, table) in tables {
            for row in table.rows.iter().filter(|row| !row.get("role").is_empty()) {
                let (word, code, at) = (row.get("role"), Name::from(row.get("code")), row.at_field("role"));
                let fits = match list.as_str() {
                    REASONS => roles.reason(word, code, at, findings),
                    LEVELS => roles.level(word, code, at, findings),
                    _ => roles.code(role_of(list, word, structure), list, structure, (code, at)),
                };
                if !fits {
                    let finding = Finding::new(codes::VALUE_INVALID, Location::Line(at), format!("the role \"{word}\" of {code}"));
                    findings.push(finding.expected(expected(list, structure)));
                }
            }
        }
        roles.check(tables, structure, findings);
        let holders = |role: &Role| roles.by_role.get(role).into_iter().flatten().map(|holder| (holder.code, holder.id)).collect();
        roles.known = Role::ALL.iter().map(holders).collect();
        let code = |role| roles.first(role).and_then(|(_, id)| id);
        let sexes = code(Role::Female).zip(code(Role::Male)).map(|(female, _)| female.concept());
        let rule = code(Role::Children).zip(code(Role::Adults));
        let rule = rule.map(|(children, adults)| ChildRule { ages: children.concept(), children, adults, sexes });
        (roles.sexes, roles.child_rule) = (sexes, rule);
        roles
    }

    fn code(&mut self, role: Option<Role>, list: &str, structure: &DataStructure, (code, at): (Name, MappingLine)) -> bool {
        let concept = structure.concepts().find(|concept| concept.list() == list);
        if let Some(role) = role {
            self.by_role.entry(role).or_default().push(Holder { code, id: concept.map(|concept| CodeId::new(concept, &code)), at });
        }
        role.is_some()
    }

    fn reason(&mut self, word: &str, code: Name, at: MappingLine, findings: &mut Findings) -> bool {
        let role = ReasonRole::ALL.iter().copied().find(|role| role.word() == word);
        if let Some(role) = role
            && let Some(other) = self.reasons.insert(role, code)
        {
            findings.push(doubled(word, other, code, at));
        }
        role.is_some()
    }

    fn level(&mut self, word: &str, code: Name, at: MappingLine, findings: &mut Findings) -> bool {
        let level = Comparability::ALL.into_iter().find(|level| level.role() == word);
        if let Some(level) = level
            && let Some(other) = self.levels.insert(level, code)
        {
            findings.push(doubled(word, other, code, at));
        }
        level.is_some()
    }

    fn check(&self, tables: &BTreeMap<String, Table>, structure: &DataStructure, findings: &mut Findings) {
        for role in Role::ALL.iter().copied() {
            let holders = self.by_role.get(&role).map_or(&[][..], Vec::as_slice);
            if role.many() == RoleCount::One
                && let [first, more @ ..] = holders
            {
                findings.append(more.iter().map(|other| doubled(role.word(), first.code, other.code, other.at)).collect());
            }
            if holders.is_empty() && self.is_needed(role, structure) {
                missing(role.word(), &self.lists_for(role, structure), tables, findings);
            }
        }
        self.check_pairs(findings);
        // A total of its own for each dimension.
        for concept in structure.breakdowns() {
            let totals =
                self.by_role.get(&Role::Total).into_iter().flatten().filter(|holder| holder.id.map(|id| id.concept()) == Some(*concept));
            if let [first, more @ ..] = totals.collect::<Vec<_>>().as_slice() {
                findings.append(more.iter().map(|other| doubled(Role::Total.word(), first.code, other.code, other.at)).collect());
            }
        }
        let optional = |role: ReasonRole| match role {
            ReasonRole::AgeBand | ReasonRole::Children => !self.has_any(RoleNeeded::Children),
            ReasonRole::SexIncomplete => !self.has_any(RoleNeeded::Sexes),
            ReasonRole::Law => structure.detail().is_none(),
            ReasonRole::Status => !self.by_role.contains_key(&Role::Status),
            _ => false,
        };
        for role in ReasonRole::ALL.iter().filter(|role| !self.reasons.contains_key(role) && !optional(**role)) {
            missing(role.word(), &[REASONS], tables, findings);
        }
        for level in Comparability::ALL.into_iter().filter(|level| !self.levels.contains_key(level)) {
            missing(level.role(), &[LEVELS], tables, findings);
        }
    }

    /// Roles of dimensions that are needed together divide one dimension, so they stand in one list.
    fn check_pairs(&self, findings: &mut Findings) {
        let of_dimensions =
            || self.by_role.iter().filter(|(role, _)| role.of() == RoleList::Breakdowns && role.when() != RoleNeeded::Never);
        for (role, holders) in of_dimensions() {
            let lists = |holders: &[Holder]| holders.iter().filter_map(|holder| holder.id).map(|id| id.concept()).collect::<Vec<_>>();
            let (own, is_partner) = (lists(holders), |other: &Role| other.when() == role.when() && other < role);
            for (other, others) in of_dimensions().filter(|(other, _)| is_partner(other)) {
                let is_apart = !lists(others).iter().any(|concept| own.contains(concept));
                let (true, Some(first), Some(second)) = (is_apart, others.first(), holders.first()) else { continue };
                let found =
                    format!("the role \"{}\" of {}, and \"{}\" of {} in another list", role.word(), second.code, other.word(), first.code);
                let finding = Finding::new(codes::VALUE_INVALID, Location::Line(second.at), found).related(Location::Line(first.at));
                let finding =
                    finding.expected(format!("both roles in one list: {} and {} divide one dimension", other.word(), role.word()));
                findings.push(finding.remedy("write both roles into the list of the dimension that they divide"));
            }
        }
    }

    /// The lists whose codes may have a role: that of the dimension in which a code has another role of its group, or else all.
    fn lists_for(&self, role: Role, structure: &DataStructure) -> Vec<&'static str> {
        let is_sibling = |other: &Role| other.when() == role.when() && other.of() == role.of();
        let siblings = self.by_role.iter().filter(|(other, _)| role.when() != RoleNeeded::Never && is_sibling(other));
        let holders = siblings.flat_map(|(_, holders)| holders);
        let own: Vec<&str> = holders.filter_map(|holder| holder.id).map(|id| id.concept().list()).take(1).collect();
        if own.is_empty() { lists_of(role.of(), structure) } else { own }
    }

    /// Whether a code has one of the roles that are needed together.
    fn has_any(&self, group: RoleNeeded) -> bool {
        self.by_role.iter().any(|(role, holders)| role.when() == group && !holders.is_empty())
    }

    fn is_needed(&self, role: Role, structure: &DataStructure) -> bool {
        let any = |fits: fn(&Concept) -> bool| structure.dimensions().iter().any(fits);
        match role.when() {
            RoleNeeded::Always => true,
            RoleNeeded::Never => false,
            // Where there are no two sexes nothing can stand beside them.
            RoleNeeded::Children => {
                self.has_any(RoleNeeded::Children) && (role != Role::ChildrenInSplit || self.has_any(RoleNeeded::Sexes))
            }
            RoleNeeded::Sexes => self.has_any(RoleNeeded::Sexes),
            RoleNeeded::OpenList => any(|concept| concept.declared().unlisted == Unlisted::ByFact),
            RoleNeeded::OneCategory => any(|concept| concept.declared().exclusive == Exclusive::ByFact),
            RoleNeeded::ByUnit => any(|concept| concept.declared().exclusive == Exclusive::ByUnit),
        }
    }

    pub(super) fn first(&self, role: Role) -> Option<(Name, Option<CodeId>)> {
        self.known.get(role.place())?.first().copied()
    }

    pub(super) fn has(&self, role: Role, code: &str) -> bool {
        self.known.get(role.place()).is_some_and(|holders| holders.iter().any(|(holder, _)| &**holder == code))
    }
}

/// The role that a word means in a list.
pub(super) fn role_of(list: &str, word: &str, structure: &DataStructure) -> Option<Role> {
    Role::ALL.iter().copied().find(|role| role.word() == word && is_in(role.of(), list, structure))
}

fn is_in(of: RoleList, list: &str, structure: &DataStructure) -> bool {
    lists_of(of, structure).contains(&list)
}

fn lists_of(of: RoleList, structure: &DataStructure) -> Vec<&'static str> {
    match of {
        RoleList::List(name) => vec![name],
        RoleList::Statement => vec![structure.statement().list()],
        RoleList::Unit => vec![structure.unit().list()],
        RoleList::Breakdowns => structure.breakdowns().iter().map(|concept| concept.list()).collect(),
    }
}

/// The roles of a list in words.
fn expected(list: &str, structure: &DataStructure) -> String {
    let words: Vec<&str> = match list {
        REASONS => ReasonRole::ALL.iter().map(|role| role.word()).collect(),
        LEVELS => Comparability::ALL.iter().map(|level| level.role()).collect(),
        _ => Role::ALL.iter().filter(|role| is_in(role.of(), list, structure)).map(|role| role.word()).collect(),
    };
    if words.is_empty() {
        "nothing: no code of this list has a role".to_owned()
    } else {
        format!("one of {}, or nothing", words.join(", "))
    }
}

fn doubled(word: &str, first: Name, second: Name, at: MappingLine) -> Finding {
    let finding = Finding::new(codes::KEY_DUPLICATE, Location::Line(at), format!("the role \"{word}\" of {first}, and of {second}"));
    finding.expected("one code with the role").remedy("leave the role with the code that it belongs to")
}

fn missing(word: &str, lists: &[&str], tables: &BTreeMap<String, Table>, findings: &mut Findings) {
    // That a list, or its column of roles, is missing as a whole is said once.
    let Some(table) = lists.iter().find_map(|list| tables.get(*list).filter(|table| table.has("role"))) else { return };
    let names: Vec<String> = lists.iter().map(|list| format!("codelists/{list}.csv")).collect();
    // Where one of several lists may have it, none of them is the place.
    let place = if lists.len() == 1 { table.at_header("role") } else { MappingLine::whole(&table.file) };
    let finding = Finding::new(codes::CODE_UNKNOWN, Location::Line(place), format!("no code with the role \"{word}\""));
    let finding = finding.expected(format!("a code with it in {}", names.join(" or ")));
    findings.push(
        finding
            .remedy("write the role into the column role of the code that it belongs to; if there is none, restore the line of the code"),
    );
}
