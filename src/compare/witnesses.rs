//! Two providers that state one figure of an area: what they say, whether that agrees, and whether what is declared of them explains it.

use std::collections::{BTreeMap, BTreeSet};

use super::earlier::Earlier;
use super::rule_context::{has_value, place};
use crate::diag::{Finding, Findings, codes};
use crate::model::{CodeId, Count, Key, Name, ObsValue, Observation, Reason, ReasonRole, RefArea, Sender};
use crate::plan::{Known, Plan, Role, Round};

/// How what two providers say of one figure agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// The same number.
    Equal,
    /// A number within the bounds that the other gives, such as 3 and below 5.
    WithinBound,
    /// Different numbers, and what is declared of the two explains it.
    Explained,
    /// Different numbers, and nothing that is declared explains it.
    Unexplained,
}

impl Agreement {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Equal, Self::WithinBound, Self::Explained, Self::Unexplained];

    /// The word in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::WithinBound => "within-bound",
            Self::Explained => "explained",
            Self::Unexplained => "unexplained",
        }
    }
}

/// What one provider states, and the round that has it.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The key; it names the provider.
    pub key: Key,
    /// The value.
    pub value: ObsValue,
    /// The round.
    pub vintage: Name,
    /// The first cell that states it, as its round calls it.
    pub cell: String,
}

/// One figure of an area in the words of two providers.
#[derive(Clone, Debug)]
pub struct Witness {
    /// What the state says of itself; of two organisations the one whose code comes first.
    pub first: Statement,
    /// What the other says.
    pub second: Statement,
    /// How the two agree.
    pub agreement: Agreement,
    /// The second number less the first, where both are counts.
    pub difference: Option<i128>,
    /// The reasons that explain a difference, each in words.
    pub reasons: Vec<(Reason, String)>,
}

impl Witness {
    /// What the two say in codes and numbers alone.
    #[must_use]
    pub fn without_words(&self) -> Self {
        let said = |said: &Statement| Statement { key: said.key, value: said.value.clone(), vintage: said.vintage, cell: String::new() };
        Self {
            first: said(&self.first),
            second: said(&self.second),
            agreement: self.agreement,
            difference: self.difference,
            reasons: self.reasons.iter().map(|(reason, _)| (*reason, String::new())).collect(),
        }
    }
}

/// A figure and the round that has it.
type Said<'a> = (&'a Observation, Name);

/// Every figure that two providers state: in the round, or as the last round before it has it for the years that the round collects. Each difference that
/// nothing explains is a finding at the cell of the round.
pub(super) fn witnesses(
    observations: &[Observation],
    earlier: &Earlier,
    plan: &Plan,
    round: &Round,
    findings: &mut Findings,
) -> Vec<Witness> {
    let vintage = Name::from(round.id.as_str());
    let mut said: BTreeMap<(Key, &str), BTreeMap<Sender, Vec<Said<'_>>>> = BTreeMap::new();
    let own = observations.iter().map(|observation| (observation, vintage));
    // What a sender says in this round goes before what it said in one before.
    let sent: BTreeSet<(Sender, RefArea)> =
        observations.iter().map(|observation| (observation.key.sender(), observation.key.ref_area)).collect();
    let before = earlier.within().filter(|(observation, _)| !sent.contains(&(observation.key.sender(), observation.key.ref_area)));
    for (observation, vintage) in own.chain(before).filter(|(observation, _)| has_value(observation)) {
        let (key, object) = (&observation.key, plan.lists.object(&observation.key.measure()));
        said.entry((subject(key), object)).or_default().entry(key.sender()).or_default().push((observation, vintage));
    }
    let mut found = Vec::new();
    for of_sender in said.values_mut() {
        // A remark that says what a table says is no witness of its own.
        for own in of_sender.values_mut() {
            let tables: Vec<(CodeId, ObsValue)> =
                own.iter().filter(|(o, _)| o.key.in_table()).map(|(o, _)| (o.key.measure(), o.value.clone())).collect();
            own.retain(|(o, _)| {
                o.key.in_table() || !tables.iter().any(|(measure, value)| *measure == o.key.measure() && *value == o.value)
            });
        }
        let senders: Vec<&Vec<Said<'_>>> = of_sender.values().collect();
        for (n, first) in senders.iter().enumerate() {
            for second in senders.iter().skip(n + 1) {
                for (one, other) in pairs(first, second, plan) {
                    found.push(witness(one, other, plan));
                }
            }
        }
    }
    for witness in found.iter().filter(|witness| witness.agreement == Agreement::Unexplained) {
        let current = [&witness.second, &witness.first].into_iter().find(|said| said.vintage == vintage);
        let at = current.and_then(|said| observations.iter().find(|own| own.key == said.key));
        if let Some(observation) = at {
            findings.push(Finding::new(codes::WITNESSES_DIFFER, place(observation), words(witness)));
        }
    }
    found
}

/// What a figure is about, whoever states it and under which measure and in which place: the measures of one object are matched afterwards.
fn subject(key: &Key) -> Key {
    let structure = key.structure();
    let bare = key.over(structure.measure()).over(structure.statement());
    structure.provider().map_or(bare, |provider| bare.over(provider))
}

/// The figures of two providers that are about the same: those of one measure that both have; else those of measures of one object that differ in the
/// status of its units.
fn pairs<'a>(first: &[Said<'a>], second: &[Said<'a>], plan: &Plan) -> Vec<(Said<'a>, Said<'a>)> {
    let measure = |said: &Said<'_>| said.0.key.measure();
    let both = |same: &dyn Fn(CodeId, CodeId) -> bool| -> Vec<_> {
        let with = |one: &Said<'a>| {
            let one = *one;
            second.iter().copied().filter(move |other| same(measure(&one), measure(other))).map(move |other| (one, other))
        };
        first.iter().flat_map(with).collect()
    };
    let same = both(&|one, other| one == other);
    if !same.is_empty() {
        return same;
    }
    let lists = &plan.lists;
    let by_status = |measure: CodeId| plan.targets.of(measure, lists).any(|target| lists.says(Some(&target.concept), Role::Status));
    both(&|one, other| lists.object(&one) == lists.object(&other) && by_status(one) && lists.unit_of(&one) == lists.unit_of(&other))
}

fn witness((one, of_one): Said<'_>, (other, of_other): Said<'_>, plan: &Plan) -> Witness {
    let (low, high) = (range(&one.value), range(&other.value));
    let difference = one.value.count().zip(other.value.count()).map(|(one, other)| i128::from(other.get()) - i128::from(one.get()));
    let meets = low.0 <= high.1 && high.0 <= low.1;
    let (agreement, reasons) = match difference {
        Some(0) => (Agreement::Equal, Vec::new()),
        None if meets => (Agreement::WithinBound, Vec::new()),
        _ => {
            let reasons = reasons(one, other, plan);
            (if reasons.is_empty() { Agreement::Unexplained } else { Agreement::Explained }, reasons)
        }
    };
    Witness { first: statement(one, of_one), second: statement(other, of_other), agreement, difference, reasons }
}

fn statement(observation: &Observation, vintage: Name) -> Statement {
    let cell = observation.origins.first().map(ToString::to_string).unwrap_or_default();
    Statement { key: observation.key, value: observation.value.clone(), vintage, cell }
}

/// The least and the most that a value can be.
fn range(value: &ObsValue) -> (u64, u64) {
    match value {
        ObsValue::Count(count) => (count.get(), count.get()),
        ObsValue::Bounds { lower, upper } => (lower.get(), upper.map_or(u64::MAX, Count::get)),
        ObsValue::Percent(_) | ObsValue::Absent(_) => (0, u64::MAX),
    }
}

/// Why two numbers for one figure may differ: one measure includes the other and has the larger number, the two count units of another status, or a
/// declared fact has another value.
fn reasons(one: &Observation, other: &Observation, plan: &Plan) -> Vec<(Reason, String)> {
    let lists = &plan.lists;
    let (a, b) = (one.key.measure(), other.key.measure());
    let mut reasons = Vec::new();
    if a != b {
        let is_in = |part: CodeId, whole: CodeId| {
            std::iter::successors(lists.parent(&part), |code| lists.parent(code)).take(64).any(|up| up == whole)
        };
        let ((low, _), (_, high)) = (range(&one.value), range(&other.value));
        let ((other_low, _), (_, own_high)) = (range(&other.value), range(&one.value));
        let status = plan.targets.reason(ReasonRole::Status);
        match (is_in(a, b), is_in(b, a)) {
            (true, _) if high >= low => reasons.push((status, format!("{b} includes {a}"))),
            (_, true) if own_high >= other_low => reasons.push((status, format!("{a} includes {b}"))),
            // A part that is more than what includes it is explained by nothing.
            (true, _) | (_, true) => {}
            (false, false) => reasons.push((status, format!("{a} against {b}"))),
        }
    }
    for target in plan.targets.of(a, lists).filter(|target| target.matters(&one.key)) {
        let (here, there) = (plan.known_of(&one.key, &target.concept), plan.known_of(&other.key, &target.concept));
        if let (Known::Stated(here), Known::Stated(there)) = (here, there)
            && here.value != there.value
        {
            let word = |value: &Option<String>| value.clone().unwrap_or_default();
            reasons.push((target.reason, format!("{}: {} against {}", target.concept, word(&here.value), word(&there.value))));
        }
    }
    reasons.dedup();
    reasons
}

/// The difference in words.
fn words(witness: &Witness) -> String {
    let said = |said: &Statement| {
        let value = match &said.value {
            ObsValue::Count(count) => count.to_string(),
            ObsValue::Bounds { lower, upper } => format!("{lower} to {}", upper.map(|upper| upper.to_string()).unwrap_or_default()),
            ObsValue::Percent(percent) => percent.to_string(),
            ObsValue::Absent(code) => code.to_string(),
        };
        format!("{value} by {} (round {}, {}, {})", said.key.sender(), said.vintage, said.key.measure(), said.cell)
    };
    let key = &witness.second.key;
    let split = key.structure().breakdowns().iter().filter(|concept| key.is_split(**concept)).map(|concept| key.code(*concept).to_string());
    let what: Vec<String> = [key.ref_area.to_string(), key.time_period.to_string()].into_iter().chain(split).collect();
    format!("{} and {}, for {}", said(&witness.first), said(&witness.second), what.join(" "))
}
