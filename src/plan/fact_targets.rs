//! What the region wants to compare: the target of each measure, fact by fact, and the reasons for differences.

use std::collections::BTreeMap;

use super::codelists::{CodeLists, several};
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, Concept, Key, MappingLine, Reason, ReasonRole, Severity};
use crate::schema::{Row, Table};

/// One fact that a measure needs, and what follows when it is another or nobody states it.
#[derive(Clone, Debug)]
pub struct Target {
    /// The measure, or the object of measures, that it holds for.
    pub holds_for: String,
    /// The concept of the fact.
    pub concept: String,
    /// Its name.
    pub name: String,
    /// The values in line with the target; none: areas are only compared with each other.
    pub values: Vec<String>,
    /// The dimension without whose split the fact does not matter.
    pub dimension: Option<Concept>,
    /// The reason that a difference gives.
    pub reason: Reason,
    /// How much a difference weighs between areas.
    pub differs: Severity,
    /// How much it weighs in a sum; `None`: not at all.
    pub sum: Option<Severity>,
    /// How much a change against the year before weighs over time; `None`: not at all.
    pub time: Option<Severity>,
    /// The figures to which it says nothing, by a code of one dimension; `*` is any code but the total.
    pub unless: Option<(Concept, String)>,
    /// The values that a sum takes; none: those of the target.
    pub sum_values: Vec<String>,
    /// How much it weighs that nobody states the fact.
    pub undeclared: Severity,
    /// Where it stands.
    pub at: MappingLine,
}

impl Target {
    /// Whether the fact matters for a figure with this key.
    pub fn matters(&self, key: &Key) -> bool {
        let split = |concept: Concept| key.is_split(concept);
        let excepted = self.unless.as_ref().is_some_and(|(concept, wanted)| {
            key.get(*concept).is_some_and(|code| code.as_str() == wanted || (wanted == "*" && !code.is_total()))
        });
        self.dimension.is_none_or(split) && !excepted
    }
}

/// The targets of all measures, and the reasons with what they imply.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    listed: Vec<Target>,
    severities: BTreeMap<Reason, Severity>,
    statuses: BTreeMap<Reason, CodeId>,
    by_role: BTreeMap<ReasonRole, Reason>,
}

impl Targets {
    /// Checks `codelists/target.csv` and `codelists/comparability_reason.csv`.
    pub(super) fn build(tables: &BTreeMap<String, Table>, lists: &CodeLists, findings: &mut Findings) -> Self {
        let mut built = Self::default();
        for row in tables.get("comparability_reason").iter().flat_map(|table| &table.rows) {
            built.add_reason(row, lists, findings);
        }
        built.by_role = ReasonRole::ALL.iter().map(|role| (*role, Reason::new(lists.reason(*role)))).collect();
        for row in tables.get("target").iter().flat_map(|table| &table.rows) {
            built.listed.extend(target(row, lists, findings));
        }
        built
    }

    fn add_reason(&mut self, row: &Row, lists: &CodeLists, findings: &mut Findings) {
        let mut wrong = |column: &str, expected: &str| {
            let found = format!("the {column} \"{}\" of {}", row.get(column), row.get("code"));
            findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field(column)), found).expected(expected));
        };
        let reason = Reason::new(row.get("code"));
        match Severity::parse(row.get("severity")) {
            Some(severity) => drop(self.severities.insert(reason, severity)),
            None => wrong("severity", "note, caution or breaks"),
        }
        match (row.get("obs_status"), lists.get(Concept::obs_status(), row.get("obs_status"))) {
            ("", _) => {}
            (_, Some(status)) => drop(self.statuses.insert(reason, status)),
            (_, None) => wrong("obs_status", "a code of codelists/obs_status.csv, or nothing"),
        }
    }

    /// The facts that a measure needs; what is said of the measure itself goes before what is said of its object.
    pub fn of<'a>(&'a self, measure: CodeId, lists: &'a CodeLists) -> impl Iterator<Item = &'a Target> {
        let object = lists.object(&measure);
        let own = move |concept: &str| self.listed.iter().any(|t| t.holds_for == measure.as_str() && t.concept == concept);
        self.listed.iter().filter(move |t| t.holds_for == measure.as_str() || (t.holds_for == object && !own(&t.concept)))
    }

    /// All targets in the order of the list.
    pub fn all(&self) -> &[Target] {
        &self.listed
    }

    /// The reason that a rule gives.
    pub fn reason(&self, role: ReasonRole) -> Reason {
        self.by_role.get(&role).copied().unwrap_or_else(|| Reason::new(role.word()))
    }

    /// How much a reason weighs unless its rule says otherwise.
    pub fn severity(&self, reason: Reason) -> Severity {
        self.severities.get(&reason).copied().unwrap_or(Severity::Breaks)
    }

    /// The SDMX status that a reason implies.
    pub fn status(&self, reason: Reason) -> Option<&CodeId> {
        self.statuses.get(&reason)
    }
}

fn target(row: &Row, lists: &CodeLists, findings: &mut Findings) -> Option<Target> {
    let mut good = true;
    let mut wrong = |column: &str, expected: &str| {
        good = false;
        let found = format!("the {column} \"{}\"", row.get(column));
        findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field(column)), found).expected(expected));
    };
    let (holds_for, concept) = row.get("code").split_once('/').unwrap_or((row.get("code"), ""));
    let structure = lists.structure();
    if lists.get(structure.measure(), holds_for).is_none() && lists.family(holds_for).is_empty() {
        wrong("code", "a measure or an object of measures before the slash");
    }
    if !lists.has("fact", concept) {
        wrong("code", "a concept of codelists/fact.csv after the slash");
    }
    for column in ["target", "sum_target"] {
        if several(row.get(column)).iter().any(|value| !lists.has_fact_value(concept, value)) {
            wrong(column, "values of codelists/fact_value.csv for the concept, separated by |");
        }
    }
    let dimension = structure.by_column(row.get("dimension"));
    if dimension.is_none() && !row.get("dimension").is_empty() {
        wrong("dimension", "the column of a dimension, or nothing");
    }
    let reason = lists.find_reason(row.get("reason"));
    if reason.is_none() {
        wrong("reason", "a code of codelists/comparability_reason.csv");
    }
    let (differs, undeclared) = (Severity::parse(row.get("differs")), Severity::parse(row.get("undeclared")));
    for (column, severity) in [("differs", differs), ("undeclared", undeclared)] {
        if severity.is_none() {
            wrong(column, "note, caution or breaks");
        }
    }
    if undeclared == Some(Severity::Note) {
        wrong("undeclared", "caution or breaks: what nobody states is never fine");
    }
    let (sum, time) = (Severity::parse(row.get("sum")), Severity::parse(row.get("time")));
    for (column, severity) in [("sum", sum), ("time", time)] {
        if severity.is_none() && !row.get(column).is_empty() {
            wrong(column, "note, caution, breaks or nothing");
        }
    }
    let unless = row.get("unless").split_once('=').and_then(|(column, code)| Some((structure.by_column(column)?, code.to_owned())));
    if unless.is_none() && !row.get("unless").is_empty() {
        wrong("unless", "the column of a dimension, =, and one of its codes, or nothing");
    }
    if !good {
        return None;
    }
    Some(Target {
        holds_for: holds_for.to_owned(),
        concept: concept.to_owned(),
        name: row.get("name").to_owned(),
        values: several(row.get("target")),
        dimension,
        reason: reason?,
        differs: differs?,
        sum,
        time,
        unless,
        sum_values: several(row.get("sum_target")),
        undeclared: undeclared?,
        at: row.at(),
    })
}
