//! The figures of one area as nodes, and what ties them: parts and totals, years and pooled years, measures and what they hold.
//!
//! A reader knows the code lists, so ties go up them: children that no figure has a parent for get one that nobody printed.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CodeId, Concept, Dimensions, ObsValue, Observation};
use crate::plan::Plan;

/// The dimensions along which figures are parts of one another.
const ALONG: [Concept; 6] = [Concept::ExplForm, Concept::Sex, Concept::Age, Concept::Origin, Concept::Offence, Concept::Article];

/// A figure, or a total that nobody printed.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The place of its observation; `None`: nobody printed it.
    pub(super) place: Option<usize>,
    /// Its number, where there is one.
    pub(super) truth: Option<u64>,
    /// What the source itself says of it instead, least and most.
    pub(super) stated: (u64, Option<u64>),
}

/// The parts of a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tie {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
    /// Whether the parts make the whole; else they are at most it.
    pub(super) is_complete: bool,
}

/// The nodes of an area with their ties.
#[derive(Clone, Debug, Default)]
pub(super) struct Nodes {
    pub(super) nodes: Vec<Node>,
    pub(super) ties: Vec<Tie>,
}

type Index = BTreeMap<Dimensions, usize>;

impl Nodes {
    /// The nodes of the observations of one area.
    pub(super) fn new(own: &[&Observation], plan: &Plan) -> Self {
        let mut keys: BTreeSet<Dimensions> = own.iter().map(|observation| observation.key.clone()).collect();
        loop {
            let above: Vec<Dimensions> = keys.iter().flat_map(wholes).filter(|key| !keys.contains(key)).collect();
            if above.is_empty() {
                break;
            }
            keys.extend(above);
        }
        let index: Index = keys.iter().cloned().zip(0..).collect();
        let mut nodes: Vec<Node> = keys.iter().map(|_| Node { place: None, truth: None, stated: (0, None) }).collect();
        for (place, observation) in own.iter().enumerate() {
            let Some(node) = index.get(&observation.key).and_then(|i| nodes.get_mut(*i)) else { continue };
            node.place = Some(place);
            node.truth = observation.value.count();
            if let ObsValue::Bounds { lower, upper } = observation.value {
                node.stated = (lower, upper);
            }
        }
        let families = families(&index, plan);
        let mut built = Self { nodes, ties: Vec::new() };
        built.work_out(&families);
        let ties: BTreeSet<Tie> = families.iter().filter_map(|(whole, parts)| built.tie(*whole, parts)).collect();
        built.ties = ties.into_iter().collect();
        built
    }

    fn truth(&self, node: usize) -> Option<u64> {
        self.nodes.get(node)?.truth
    }

    /// Gives totals that nobody printed the sum of their parts, from the innermost outwards.
    fn work_out(&mut self, families: &[(usize, Vec<usize>)]) {
        loop {
            let sum = |parts: &[usize]| parts.iter().map(|part| self.truth(*part)).try_fold(0_u64, |sum, truth| sum.checked_add(truth?));
            let is_unknown = |whole: usize| self.nodes.get(whole).is_some_and(|node| node.place.is_none() && node.truth.is_none());
            let next = families.iter().find_map(|(whole, parts)| Some((*whole, sum(parts)?)).filter(|_| is_unknown(*whole)));
            let Some((whole, sum)) = next else { return };
            if let Some(node) = self.nodes.get_mut(whole) {
                node.truth = Some(sum);
            }
        }
    }

    /// What a reader may take for true because it is: parts that make the whole, or leave something of it.
    fn tie(&self, whole: usize, parts: &[usize]) -> Option<Tie> {
        let total = self.truth(whole)?;
        let known: Vec<usize> = parts.iter().copied().filter(|part| self.truth(*part).is_some()).collect();
        let sum = known.iter().filter_map(|part| self.truth(*part)).try_fold(0_u64, u64::checked_add)?;
        let is_complete = sum == total && known.len() == parts.len();
        (sum <= total && !known.is_empty()).then_some(Tie { whole, parts: known, is_complete })
    }
}

/// The figures that one could be a part of: one of its codes taken back to the total.
fn wholes(key: &Dimensions) -> Vec<Dimensions> {
    let split = ALONG.into_iter().filter(|concept| key.get(*concept).is_some_and(|code| !code.is_total()));
    split.map(|concept| with(key, CodeId::total(concept))).collect()
}

fn with(key: &Dimensions, code: CodeId) -> Dimensions {
    let mut key = key.clone();
    key.set(code);
    key
}

/// Wholes with their parts: along each dimension, over the years, and by what a measure holds.
fn families(index: &Index, plan: &Plan) -> Vec<(usize, Vec<usize>)> {
    let mut families: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (key, node) in index {
        for (along, concept) in ALONG.into_iter().enumerate() {
            if let Some(whole) = nearest(key, concept, index, plan) {
                families.entry((whole, along)).or_default().push(*node);
            }
        }
        for pooled in index.keys().filter(|other| other.time_period.is_pooled() && other.codes() == key.codes()) {
            let (own, all) = (key.time_period, pooled.time_period);
            if let Some(whole) = index.get(pooled).filter(|_| own != all && own.first() >= all.first() && own.last() <= all.last()) {
                families.entry((*whole, ALONG.len())).or_default().push(*node);
            }
        }
        let held = key.get(Concept::Measure).map(|measure| plan.lists.holds(measure)).unwrap_or_default();
        for part in held.iter().filter_map(|measure| index.get(&with(key, measure.clone()))) {
            families.entry((*node, ALONG.len() + 1)).or_default().push(*part);
        }
    }
    families.into_iter().map(|((whole, _), parts)| (whole, parts)).collect()
}

/// The nearest code above that a figure has, along a dimension.
fn nearest(key: &Dimensions, concept: Concept, index: &Index, plan: &Plan) -> Option<usize> {
    let mut code = key.get(concept)?.clone();
    for _ in 0..64 {
        code = plan.lists.parent(&code).or_else(|| (!code.is_total()).then(|| CodeId::total(concept)))?;
        if let Some(whole) = index.get(&with(key, code.clone())) {
            return Some(*whole);
        }
    }
    None
}
