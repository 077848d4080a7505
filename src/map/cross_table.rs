//! Counted rows as a cross table of codes, for those who examine the records themselves. No dataset is made of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::class_codes::{Meaning, Meanings};
use super::context::Context;
use super::counted::Counted;
use super::records::refused;
use crate::diag::{Disposition, Findings};
use crate::model::ReferencePeriod;
use crate::plan::{RecordRule, Used};

/// What to count rows by. Places are those of the columns of the rule, which has these columns and no other.
#[derive(Clone, Debug)]
pub struct CrossTableSpec {
    /// The columns, in the order of the table.
    pub by: Vec<usize>,
    /// Further counts: rows whose column has the code.
    pub of: Vec<(usize, String)>,
    /// The word for a value that no line knows; `None`: its rows are left out.
    pub unmapped: Option<String>,
}

/// A cross table.
#[derive(Clone, Debug, Default)]
pub struct CrossTable {
    /// The codes, and the counts: all rows, then those of each further count. Sorted.
    pub rows: Vec<(Vec<Arc<str>>, Vec<u64>)>,
    /// Rows that are in no cell, by disposition.
    pub left_out: BTreeMap<Disposition, u64>,
}

/// The numbers of the codes of a class in each period that it was met in.
type InPeriods = Vec<(ReferencePeriod, Vec<u16>)>;

/// The codes that were met, by number.
#[derive(Default)]
struct Words {
    numbers: BTreeMap<String, u16>,
    list: Vec<Arc<str>>,
    /// For each column and class the numbers of its codes in a period: classes repeat from group to group.
    known: Vec<Vec<InPeriods>>,
}

impl Words {
    fn number(&mut self, word: &str) -> u16 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u16::try_from(self.list.len()).unwrap_or(u16::MAX);
        self.numbers.insert(word.to_owned(), number);
        self.list.push(Arc::from(word));
        number
    }

    /// The numbers of the codes of a class in a period; or why it has none.
    fn of(
        &mut self,
        (place, class): (usize, u16),
        period: ReferencePeriod,
        meaning: &Meaning,
        crossing: &CrossTableSpec,
    ) -> Result<&[u16], Disposition> {
        let known = |words: &Self| -> Option<usize> {
            let in_periods = words.known.get(place)?.get(usize::from(class))?;
            in_periods.iter().position(|(other, _)| *other == period)
        };
        if known(self).is_none() {
            let numbers = match (meaning, &crossing.unmapped) {
                (Meaning::Codes(codes), _) if codes.is_empty() => vec![self.number(&period.to_string())],
                (Meaning::Codes(codes), _) => {
                    codes.iter().map(|codes| self.number(codes.uses.first().map_or("", |used| used.code.as_str()))).collect()
                }
                (Meaning::Without(Disposition::Finding(_)), Some(unmapped)) => vec![self.number(unmapped)],
                (Meaning::Without(disposition), _) => return Err(disposition.clone()),
            };
            let size = |list: &mut Vec<_>, n: usize| list.resize_with(list.len().max(n + 1), Vec::new);
            if self.known.len() <= place {
                self.known.resize_with(place + 1, Vec::new);
            }
            if let Some(classes) = self.known.get_mut(place) {
                size(classes, usize::from(class));
                if let Some(in_periods) = classes.get_mut(usize::from(class)) {
                    in_periods.push((period, numbers));
                }
            }
        }
        let at = known(self).unwrap_or(0);
        let in_periods = self.known.get(place).and_then(|classes| classes.get(usize::from(class))).map(Vec::as_slice).unwrap_or_default();
        Ok(in_periods.get(at).map(|(_, numbers)| numbers.as_slice()).unwrap_or_default())
    }

    /// The codes in their order, and for each number its place there.
    fn sorted(self) -> (Vec<Arc<str>>, Vec<u16>) {
        let mut order: Vec<(Arc<str>, usize)> = self.list.into_iter().zip(0..).collect();
        order.sort_unstable();
        let mut places = vec![0; order.len()];
        for (place, (_, number)) in (0..).zip(&order) {
            if let Some(slot) = places.get_mut(*number) {
                *slot = place;
            }
        }
        (order.into_iter().map(|(word, _)| word).collect(), places)
    }
}

/// The cross table of the rows of a rule.
pub fn tabulate(
    rule: &RecordRule,
    crossing: &CrossTableSpec,
    counted: &[Counted],
    context: &Context<'_>,
    findings: &mut Findings,
) -> CrossTable {
    let mut words = Words::default();
    // The key of a cell, and where its counts begin.
    let mut cells: Vec<(u128, usize)> = Vec::new();
    let mut counts: Vec<u64> = Vec::new();
    let mut table = CrossTable::default();
    // Nobody asks here which lines were not used.
    let mut used = Used::default();
    for counted in counted {
        words.known.clear();
        if let Some(code) = refused(rule, counted, context, findings, &mut used) {
            *table.left_out.entry(Disposition::Finding(code)).or_insert(0) += counted.row_counts.rows + counted.row_counts.malformed_rows;
            continue;
        }
        let mut meanings = Meanings::new(rule, counted, context, findings, &mut used);
        for (classes, n) in &counted.row_counts.groups {
            match keys(classes, &mut meanings, &mut words, crossing) {
                Ok((keys, of)) => {
                    cells.extend(keys.into_iter().map(|key| (key, counts.len())));
                    counts.push(*n);
                    counts.extend(of.into_iter().map(|has| if has { *n } else { 0 }));
                }
                Err(disposition) => *table.left_out.entry(disposition).or_insert(0) += n,
            }
        }
        meanings.report();
    }
    let (codes, places) = words.sorted();
    let renumber = |key: u128| {
        let part = |i: usize| usize::try_from((key >> (16 * i)) & 0xffff).unwrap_or(usize::MAX);
        (0..crossing.by.len()).rev().fold(0, |key, i| (key << 16) | u128::from(places.get(part(i)).copied().unwrap_or(0)))
    };
    let mut cells: Vec<(u128, usize)> = cells.into_iter().map(|(key, at)| (renumber(key), at)).collect();
    cells.sort_unstable();
    let word = |key: u128, i: usize| {
        let place = usize::try_from((key >> (16 * (crossing.by.len() - 1 - i))) & 0xffff).unwrap_or(usize::MAX);
        codes.get(place).map_or_else(|| Arc::from(""), Arc::clone)
    };
    let width = 1 + crossing.of.len();
    let mut last = None;
    for (key, at) in cells {
        let own = counts.get(at..at + width).unwrap_or_default();
        match table.rows.last_mut().filter(|_| last == Some(key)) {
            Some((_, sums)) => sums.iter_mut().zip(own).for_each(|(sum, count)| *sum += count),
            None => table.rows.push(((0..crossing.by.len()).map(|i| word(key, i)).collect(), own.to_vec())),
        }
        last = Some(key);
    }
    table
}

/// The keys of the cells that rows of some classes are in, and whether they are in each further count; or why they are in none.
fn keys(
    classes: &[u16],
    meanings: &mut Meanings<'_>,
    words: &mut Words,
    crossing: &CrossTableSpec,
) -> Result<(Vec<u128>, Vec<bool>), Disposition> {
    let (period, row) = meanings.of_row(classes)?;
    let mut keys: Vec<u128> = vec![0];
    for place in &crossing.by {
        let (Some(meaning), Some(class)) = (row.get(*place), classes.get(*place)) else { continue };
        let codes = words.of((*place, *class), period, meaning, crossing)?;
        match codes {
            [code] => keys.iter_mut().for_each(|key| *key = (*key << 16) | u128::from(*code)),
            several => keys = keys.iter().flat_map(|key| several.iter().map(move |code| (key << 16) | u128::from(*code))).collect(),
        }
    }
    let has = |(place, code): &(usize, String)| {
        let codes = row.get(*place).map(|meaning| meaning.codes()).unwrap_or_default();
        codes.iter().flat_map(|codes| &codes.uses).any(|used| used.code.as_str() == code)
    };
    Ok((keys, crossing.of.iter().map(has).collect()))
}
