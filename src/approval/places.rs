//! Which sheets of an accepted submission the sheets of this one are held against.

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::{Item, Place, is_period};
use crate::model::CellRef;
use crate::plan::{ApprovedSubmission, ApprovedText, TextIdentity};

/// The texts of the sheets of a submission.
pub(super) type Inventory<'a> = BTreeMap<Place, BTreeMap<TextIdentity, Item<'a>>>;

/// How often a text should stand on a sheet, and where it stood.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    pub(super) least: usize,
    pub(super) most: usize,
    /// The least and the most numbers beside it.
    pub(super) numbers: Option<(u32, u32)>,
    pub(super) digits: u32,
    pub(super) cells: Vec<CellRef>,
    pub(super) text: String,
}

/// What a sheet should have.
#[derive(Clone, Debug, Default)]
pub(super) struct Expectation {
    /// Whether it is the same sheet of the same round, so that every text counts.
    pub(super) is_exact: bool,
    pub(super) texts: BTreeMap<TextIdentity, Expected>,
}

/// The sheets of two submissions, side by side.
#[derive(Debug, Default)]
pub(super) struct Matched {
    pub(super) known: BTreeMap<Place, Expectation>,
    /// Sheets that have another name now: the new one and the old one.
    pub(super) renamed: Vec<(Place, Place)>,
    /// Sheets that are gone, with the tables and the number of texts that they had.
    pub(super) gone: Vec<(Place, BTreeSet<String>, usize)>,
    /// Sheets that nobody approved.
    pub(super) fresh: Vec<Place>,
}

/// Runs of digits count once: the names of a year's files and sheets differ by them from those of the year before.
fn pattern(name: &str) -> String {
    let mut pattern = String::with_capacity(name.len());
    for c in name.chars() {
        if !c.is_numeric() {
            pattern.push(c);
        } else if !pattern.ends_with('#') {
            pattern.push('#');
        }
    }
    pattern
}

pub(super) fn matched(inventory: &Inventory<'_>, submission: &ApprovedSubmission) -> Matched {
    let mut approved: BTreeMap<Place, Vec<&ApprovedText>> = BTreeMap::new();
    for text in &submission.texts {
        approved.entry((text.file.clone(), text.sheet.clone())).or_default().push(text);
    }
    let files = files(inventory, &approved);
    let mut all = Matched::default();
    let mut met: BTreeSet<Place> = BTreeSet::new();
    for place in inventory.keys() {
        let Some(file) = files.get(&place.0) else {
            all.fresh.push(place.clone());
            continue;
        };
        let same = (file.clone(), place.1.clone());
        let candidates: Vec<&Place> = if approved.contains_key(&same) {
            approved.get_key_value(&same).into_iter().map(|(own, _)| own).collect()
        } else if submission.is_of_round {
            Vec::new()
        } else {
            let wanted = pattern(&place.1);
            approved.keys().filter(|(of_file, sheet)| of_file == file && pattern(sheet) == wanted).collect()
        };
        if candidates.is_empty() {
            all.fresh.push(place.clone());
            continue;
        }
        met.extend(candidates.iter().map(|own| (*own).clone()));
        let of_each: Vec<&Vec<&ApprovedText>> = candidates.iter().filter_map(|own| approved.get(*own)).collect();
        let mut texts = expected(&of_each);
        texts.retain(|identity, _| submission.is_of_round || !is_period(identity));
        all.known.insert(place.clone(), Expectation { is_exact: submission.is_of_round, texts });
    }
    // A sheet of another year is no sheet that is gone: the round asks for its own years.
    let asked: BTreeSet<(String, String)> = inventory.keys().map(|(file, sheet)| (pattern(file), pattern(sheet))).collect();
    let is_gone =
        |place: &Place| !met.contains(place) && (submission.is_of_round || !asked.contains(&(pattern(&place.0), pattern(&place.1))));
    let mut gone: Vec<&Place> = approved.keys().filter(|place| is_gone(place)).collect();
    rename(inventory, &approved, (&mut gone, submission.is_of_round), &mut all);
    all.gone = gone
        .into_iter()
        .map(|place| {
            let texts = approved.get(place).map(Vec::as_slice).unwrap_or_default();
            let tables = texts.iter().map(|text| text.table.clone()).filter(|table| !table.is_empty()).collect();
            (place.clone(), tables, texts.len())
        })
        .collect();
    all
}

/// For each file of the submission the approved one: of its name, of its name with other numbers, or the only one of both.
fn files(inventory: &Inventory<'_>, approved: &BTreeMap<Place, Vec<&ApprovedText>>) -> BTreeMap<String, String> {
    let own: BTreeSet<&String> = inventory.keys().map(|(file, _)| file).collect();
    let known: BTreeSet<&String> = approved.keys().map(|(file, _)| file).collect();
    let of = |file: &String| -> Option<String> {
        if known.contains(file) {
            return Some(file.clone());
        }
        let mut free = known.iter().filter(|other| !own.contains(**other));
        let mut alike = free.clone().filter(|other| pattern(other) == pattern(file));
        match (alike.next(), alike.next()) {
            (Some(one), None) => Some((**one).clone()),
            _ if own.len() == 1 && known.len() == 1 => free.next().map(|one| (**one).clone()),
            _ => None,
        }
    };
    own.iter().filter_map(|file| Some(((*file).clone(), of(file)?))).collect()
}

/// What sheets of one kind should have: what all of them had.
fn expected(of_each: &[&Vec<&ApprovedText>]) -> BTreeMap<TextIdentity, Expected> {
    let mut all: BTreeMap<TextIdentity, (Expected, usize)> = BTreeMap::new();
    for texts in of_each {
        for text in *texts {
            let (least, most) = if text.is_frequent { (1, usize::MAX) } else { (text.cells.len(), text.cells.len()) };
            let numbers = text.numbers.map(|numbers| (numbers, numbers));
            let fresh = || Expected { least, most, numbers, digits: text.digits, cells: text.cells.clone(), text: text.text.clone() };
            let (known, sheets) = all.entry(text.identity()).or_insert_with(|| (fresh(), 0));
            *sheets += 1;
            known.least = known.least.min(least);
            known.most = known.most.max(most);
            known.numbers = known.numbers.zip(numbers).map(|((a, b), (c, d))| (a.min(c), b.max(d)));
        }
    }
    let settle = |(identity, (mut expected, sheets)): (TextIdentity, (Expected, usize))| {
        if sheets < of_each.len() {
            expected.least = 0;
        }
        (identity, expected)
    };
    all.into_iter().map(settle).collect()
}

/// Sheets of a file that are gone, and new ones that have most of their texts: they were renamed.
fn rename(
    inventory: &Inventory<'_>,
    approved: &BTreeMap<Place, Vec<&ApprovedText>>,
    (gone, is_exact): (&mut Vec<&Place>, bool),
    all: &mut Matched,
) {
    let mut fresh = Vec::new();
    for place in std::mem::take(&mut all.fresh) {
        let Some(own) = inventory.get(&place) else { continue };
        let words: BTreeSet<&str> = own.keys().map(|(_, _, words)| words.as_str()).collect();
        let share = |other: &Place| {
            let texts = approved.get(other).map(Vec::as_slice).unwrap_or_default();
            let shared = texts.iter().filter(|text| words.contains(text.identity().2.as_str())).count();
            (shared * 2 > texts.len().max(own.len())).then_some(shared)
        };
        let best =
            gone.iter().enumerate().filter_map(|(i, other)| Some((share(other)?, i))).max_by_key(|(shared, i)| (*shared, usize::MAX - i));
        let Some((_, i)) = best else {
            fresh.push(place);
            continue;
        };
        let old = gone.remove(i);
        let texts = approved.get(old).into_iter().collect::<Vec<_>>();
        all.known.insert(place.clone(), Expectation { is_exact, texts: expected(&texts) });
        all.renamed.push((place, old.clone()));
    }
    all.fresh = fresh;
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn years_in_names_count_once() {
        assert_eq!(pattern("opfer_2016-2018.xls"), pattern("opfer_2019-2021.xls"));
        assert_ne!(pattern("2016"), pattern("2016 (2)"));
        assert_ne!(pattern("victims"), pattern("suspects"));
    }
}
