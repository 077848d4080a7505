//! What differs between the texts of a sheet and those that were approved.

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::{Item, is_period};
use super::places::{Expectation, Expected};
use crate::diag::TextRole;
use crate::model::CellRef;
use crate::plan::TextIdentity;
use crate::similarity::likeness;

/// Pairs of texts that are looked at one by one; beyond them only texts of one cell are taken for the same.
const PAIRS: usize = 20_000;
/// Least likeness of a text and the one in whose place it stands, in percent.
const ALIKE: u32 = 50;

/// What differs on a sheet.
#[derive(Default)]
pub(super) struct Differences<'a> {
    /// Texts that stand there in another role: the old one and the new one.
    pub(super) roles: Vec<(&'a TextIdentity, &'a TextIdentity)>,
    /// Texts that differ: the old one and the new one.
    pub(super) changed: Vec<(&'a TextIdentity, &'a TextIdentity)>,
    /// Texts that were not there, or not as often.
    pub(super) new: Vec<&'a TextIdentity>,
    /// Texts that are no longer there, or not as often.
    pub(super) gone: Vec<&'a TextIdentity>,
    /// Labels and headers with another number of figures.
    pub(super) numbers: Vec<&'a TextIdentity>,
    /// Labels and headers with numbers of another size.
    pub(super) sizes: Vec<&'a TextIdentity>,
    /// Rows of a table, or tables of the sheet, in another order: the table, and where the first of them stands.
    pub(super) order: Vec<(Ordered, Vec<&'a TextIdentity>, Vec<&'a TextIdentity>)>,
}

/// What stands in an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ordered {
    /// The rows of a table.
    Rows(String),
    /// The tables of the sheet.
    Tables,
}

pub(super) fn differences<'a>(
    own: &'a BTreeMap<TextIdentity, Item<'_>>,
    expectation: &'a Expectation,
    is_told: impl Fn(&TextIdentity, &[CellRef]) -> bool,
) -> Differences<'a> {
    let expected = &expectation.texts;
    let mut all = Differences::default();
    let mut new: Vec<&TextIdentity> = Vec::new();
    for (identity, item) in own.iter().filter(|(identity, _)| expectation.is_exact || !is_period(identity)) {
        let most = expected.get(identity).map_or(0, |expected| expected.most);
        if item.entries.len() > most {
            new.push(identity);
        }
    }
    let stands = |identity: &TextIdentity| own.get(identity).map_or(0, |item| item.entries.len());
    let mut gone: Vec<&TextIdentity> = expected.iter().filter(|(own, expected)| stands(own) < expected.least).map(|(own, _)| own).collect();
    all.roles = paired(&mut gone, &mut new, |own| vec![own.2.as_str()], |own| vec![own.2.as_str()], |was, _| !was.2.is_empty());
    let cells = |identity: &TextIdentity| own.get(identity).map(|item| item.cells().collect::<Vec<_>>()).unwrap_or_default();
    let were = |identity: &TextIdentity| expected.get(identity).map(|own| own.cells.clone()).unwrap_or_default();
    // What another finding says of a cell is not said again.
    new.retain(|identity| !is_told(identity, &cells(identity)));
    gone.retain(|identity| !is_told(identity, &were(identity)));
    let same_cell = |gone: &TextIdentity, new: &TextIdentity| {
        expectation.is_exact && were(gone).iter().any(|at| cells(new).contains(at)) && may_replace(gone, new)
    };
    if gone.len().saturating_mul(new.len()) <= PAIRS {
        all.changed = nearest(&mut gone, &mut new, &same_cell);
    }
    if expectation.is_exact {
        all.changed.extend(paired(&mut gone, &mut new, were, cells, may_replace));
    }
    // A word that a line says needs nobody's approval, unless it stands more often than it should.
    new.retain(|identity| expected.contains_key(identity) || own.get(identity).is_some_and(|item| !item.is_said()));
    (all.new, all.gone) = (new, gone);
    all.numbers =
        own.iter().filter(|(identity, item)| differs(item, expected.get(identity), expectation.is_exact)).map(|(own, _)| own).collect();
    if expectation.is_exact {
        let has_other_size = |identity: &TextIdentity, item: &Item<'_>| {
            let before = expected.get(identity).filter(|before| before.numbers.is_some_and(|(least, _)| item.numbers() == Some(least)));
            before.is_some_and(|before| before.digits != item.digits())
        };
        all.sizes = own.iter().filter(|(identity, item)| has_other_size(identity, item)).map(|(own, _)| own).collect();
        all.order = order(own, expected);
    }
    all
}

/// Takes out pairs of one old and one new text that have something in common, and belong together.
fn paired<'a, K: Ord>(
    gone: &mut Vec<&'a TextIdentity>,
    new: &mut Vec<&'a TextIdentity>,
    of_gone: impl Fn(&'a TextIdentity) -> Vec<K>,
    of_new: impl Fn(&'a TextIdentity) -> Vec<K>,
    belong: impl Fn(&TextIdentity, &TextIdentity) -> bool,
) -> Vec<(&'a TextIdentity, &'a TextIdentity)> {
    let mut by_key: BTreeMap<K, Vec<&'a TextIdentity>> = BTreeMap::new();
    for own in new.iter().copied() {
        for key in of_new(own) {
            by_key.entry(key).or_default().push(own);
        }
    }
    let (mut taken, mut used) = (Vec::new(), BTreeSet::new());
    gone.retain(|old| {
        let candidates = of_gone(old).into_iter().filter_map(|key| by_key.get(&key)).flatten().copied();
        let mut free = candidates.filter(|own| belong(old, own) && !used.contains(own));
        let Some(own) = free.next() else { return true };
        used.insert(own);
        taken.push((*old, own));
        false
    });
    new.retain(|own| !used.contains(own));
    taken
}

/// Whether a text of one role can stand in the place of one of another: a note and a footnote may, a label and a header don't.
fn may_replace(gone: &TextIdentity, new: &TextIdentity) -> bool {
    let is_free = |role: TextRole| matches!(role, TextRole::Note | TextRole::Footnote | TextRole::Legend | TextRole::OutOfScope);
    (gone.0 == new.0 && gone.1 == new.1) || is_free(gone.0) || is_free(new.0) || gone.0 == TextRole::Skipped || new.0 == TextRole::Skipped
}

/// The old and new texts that are most alike, the likest first.
fn nearest<'a>(
    gone: &mut Vec<&'a TextIdentity>,
    new: &mut Vec<&'a TextIdentity>,
    same_cell: &impl Fn(&TextIdentity, &TextIdentity) -> bool,
) -> Vec<(&'a TextIdentity, &'a TextIdentity)> {
    let mut scores = Vec::new();
    for (i, old) in gone.iter().enumerate() {
        for (j, own) in new.iter().enumerate().filter(|(_, own)| may_replace(old, own)) {
            let is_longer = old.2.chars().count() > 3 && own.2.contains(&old.2);
            let alike = if is_longer { 100 } else { likeness(&old.2, &own.2) };
            let score = alike + if same_cell(old, own) { 100 } else { 0 };
            if alike >= ALIKE || score >= 100 {
                scores.push((std::cmp::Reverse(score), i, j));
            }
        }
    }
    scores.sort_unstable();
    let (mut old_taken, mut new_taken) = (BTreeSet::new(), BTreeSet::new());
    let mut taken = Vec::new();
    for (_, i, j) in scores {
        if old_taken.contains(&i) || new_taken.contains(&j) {
            continue;
        }
        old_taken.insert(i);
        new_taken.insert(j);
        taken.extend(gone.get(i).copied().zip(new.get(j).copied()));
    }
    let keep = |list: &mut Vec<&'a TextIdentity>, taken: &BTreeSet<usize>| {
        let mut place = 0;
        list.retain(|_| {
            place += 1;
            !taken.contains(&(place - 1))
        });
    };
    keep(gone, &old_taken);
    keep(new, &new_taken);
    taken
}

/// Whether a row or column has another number of figures; in another round only that it has none any more.
fn differs(item: &Item<'_>, expected: Option<&Expected>, is_exact: bool) -> bool {
    let Some((numbers, (least, most))) = item.numbers().zip(expected.and_then(|own| own.numbers)) else { return false };
    if is_exact { numbers < least || numbers > most } else { numbers == 0 && least > 0 }
}

/// Rows of a table, and tables, that stand in another order.
fn order<'a>(
    own: &'a BTreeMap<TextIdentity, Item<'_>>,
    expected: &'a BTreeMap<TextIdentity, Expected>,
) -> Vec<(Ordered, Vec<&'a TextIdentity>, Vec<&'a TextIdentity>)> {
    let mut groups: BTreeMap<Ordered, Vec<(CellRef, CellRef, &TextIdentity)>> = BTreeMap::new();
    for (identity, item) in own {
        let ordered = match identity.0 {
            TextRole::Label => Ordered::Rows(identity.1.clone()),
            TextRole::Title => Ordered::Tables,
            _ => continue,
        };
        let were = expected.get(identity).filter(|own| own.most == own.cells.len()).map(|own| own.cells.as_slice()).unwrap_or_default();
        if were.len() == item.entries.len() {
            let group = groups.entry(ordered).or_default();
            group.extend(were.iter().copied().zip(item.cells()).map(|(was, is)| (was, is, identity)));
        }
    }
    let mut all = Vec::new();
    for (ordered, mut places) in groups {
        places.sort_by_key(|(was, ..)| *was);
        let before: Vec<&TextIdentity> = places.iter().map(|(_, _, own)| *own).collect();
        places.sort_by_key(|(_, is, _)| *is);
        let now: Vec<&TextIdentity> = places.iter().map(|(_, _, own)| *own).collect();
        if before != now {
            // Only those that moved are named.
            let moved = |list: &[&'a TextIdentity], other: &[&'a TextIdentity]| {
                list.iter().zip(other).filter(|(a, b)| a != b).map(|(own, _)| *own).collect::<Vec<_>>()
            };
            all.push((ordered, moved(&now, &before), moved(&before, &now)));
        }
    }
    all
}
