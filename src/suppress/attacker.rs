//! What a reader who wants to know can work out of what is published.

use std::collections::BTreeSet;

use super::figures::{Nodes, Tie};
use crate::solve::{Range, System, Unknown};

/// A reader with the published figures, the code lists and arithmetic.
pub(super) struct Attacker<'a> {
    nodes: &'a Nodes,
    withheld: &'a BTreeSet<usize>,
    system: System,
    unknowns: Vec<Unknown>,
}

impl<'a> Attacker<'a> {
    pub(super) fn new(nodes: &'a Nodes, withheld: &'a BTreeSet<usize>) -> Self {
        let mut system = System::default();
        let unknowns: Vec<Unknown> = nodes
            .nodes
            .iter()
            .map(|node| {
                let is_published = node.place.is_some_and(|place| !withheld.contains(&place));
                system.unknown(match node.truth.filter(|_| is_published) {
                    Some(count) => Range::exactly(count),
                    None if node.truth.is_none() => Range { lower: node.stated.0, upper: node.stated.1 },
                    None => Range::any(),
                })
            })
            .collect();
        let of = |places: &[usize]| places.iter().filter_map(|place| unknowns.get(*place).copied()).collect::<Vec<_>>();
        for tie in &nodes.ties {
            let (parts, whole) = (of(&tie.parts), of(&[tie.whole]));
            if tie.is_complete { system.equal(&parts, &whole) } else { system.at_most(&parts, &whole) }
        }
        Self { nodes, withheld, system, unknowns }
    }

    /// The observation to withhold as well so that a withheld one is safe: its possible values have to span what is called small, as far as
    /// anything is left to withhold. `None`: it is safe.
    pub(super) fn what_protects(&self, place: usize, below: u64) -> Option<usize> {
        let node = self.nodes.nodes.iter().position(|node| node.place == Some(place))?;
        let range = self.unknowns.get(node).and_then(|unknown| self.reach(*unknown));
        let width = range.map_or(Some(0), |range| range.upper.map(|upper| upper - range.lower));
        let is_wide = |least: u64| width.is_none_or(|width| width >= least);
        if is_wide(below - 1) {
            return None;
        }
        let (parts, wholes) = self.reachable(node);
        // The last resort are totals, and they go only for a figure that would otherwise be told.
        parts.or(wholes.filter(|_| !is_wide(1)))
    }

    /// The values that a reader has to reckon with. Open, if nothing limits them; what the search could not prove counts as told.
    fn reach(&self, unknown: Unknown) -> Option<Range> {
        let bounds = self.system.bounds(unknown).ok()?;
        if bounds.upper.is_none() { Some(bounds) } else { self.system.attained(unknown) }
    }

    /// The least published count that is tied to a node through what is not published, nearest ties first: among parts, and among wholes.
    fn reachable(&self, node: usize) -> (Option<usize>, Option<usize>) {
        let is_open = |node: usize| self.published(node).is_none();
        let mut seen = BTreeSet::from([node]);
        let mut ring = vec![node];
        let mut whole = None;
        while !ring.is_empty() {
            let ties: Vec<&Tie> =
                self.nodes.ties.iter().filter(|tie| ring.iter().any(|node| tie.whole == *node || tie.parts.contains(node))).collect();
            let least = |nodes: &mut dyn Iterator<Item = usize>| {
                let counted = nodes.filter_map(|node| Some((self.published(node)?, node)));
                counted.min_by_key(|(count, node)| (*count == 0, *count, *node)).and_then(|(_, node)| self.nodes.nodes.get(node)?.place)
            };
            let part = least(&mut ties.iter().flat_map(|tie| tie.parts.iter().copied()));
            whole = whole.or_else(|| least(&mut ties.iter().map(|tie| tie.whole)));
            if part.is_some() {
                return (part, whole);
            }
            let members: BTreeSet<usize> = ties.iter().flat_map(|tie| tie.parts.iter().copied().chain([tie.whole])).collect();
            ring = members.into_iter().filter(|node| is_open(*node) && seen.insert(*node)).collect();
        }
        (None, whole)
    }

    /// The count that a node publishes.
    fn published(&self, node: usize) -> Option<u64> {
        let node = self.nodes.nodes.get(node)?;
        node.place.filter(|place| !self.withheld.contains(place)).and(node.truth)
    }
}
