//! How many rows have the same classes.

use super::classes::Classes;
use super::counts::{Class, Group, Refusal};
use super::hash_table::HashTable;
use super::task::Task;

/// Columns that a count may have: their classes, two bytes each, are one key.
pub const SLOTS: usize = 8;

/// The classes of each slot and the rows of each combination.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    pub(super) slots: Vec<Classes>,
    /// Groups whose classes all have numbers below 256: eight of them are half as long a key, and most of them stay near the processor.
    small: HashTable<u64, u64>,
    large: HashTable<u128, u64>,
}

impl Groups {
    pub(super) fn new(task: &Task) -> Self {
        let slots = task
            .slots
            .iter()
            .take(SLOTS)
            .map(|slot| Classes::new(slot.headers.join(", "), slot.headers.len(), &slot.reduce, &task.missing))
            .collect();
        Self { slots, small: HashTable::default(), large: HashTable::default() }
    }

    /// Counts rows by their keys. Many at a time, so that the processor looks for several groups at once.
    pub(super) fn count(&mut self, keys: &[u128]) {
        for key in keys {
            match narrow(*key) {
                Some(key) => *self.small.entry(key).or_insert(0) += 1,
                None => *self.large.entry(*key).or_insert(0) += 1,
            }
        }
    }

    /// Counts rows that have nothing in any slot; `first` is the place of the first of them.
    pub(super) fn count_empty(&mut self, rows: u64, first: u64) -> Result<(), Refusal> {
        if rows > 0 {
            let mut key = 0;
            for classes in &mut self.slots {
                key = push(key, classes.of_nothing(|| first)?);
            }
            match narrow(key) {
                Some(key) => *self.small.entry(key).or_insert(0) += rows,
                None => *self.large.entry(key).or_insert(0) += rows,
            }
        }
        Ok(())
    }

    fn counts(&self) -> impl Iterator<Item = (u128, u64)> + '_ {
        let small = self.small.iter().map(|(key, count)| (widen(*key), *count));
        small.chain(self.large.iter().map(|(key, count)| (*key, *count)))
    }

    /// Takes over what another counted.
    pub(super) fn merge(&mut self, other: &Self) -> Result<(), Refusal> {
        let mut renumbered: Vec<Vec<u16>> = Vec::new();
        for (own, theirs) in self.slots.iter_mut().zip(&other.slots) {
            let number = |class: &Class| {
                let id = own.of_label(class.label.clone(), || class.first)?;
                if let Some(mine) = own.list_mut().get_mut(usize::from(id)) {
                    mine.first = mine.first.min(class.first);
                }
                Ok(id)
            };
            renumbered.push(theirs.list().iter().map(number).collect::<Result<_, Refusal>>()?);
        }
        for (key, count) in other.counts() {
            let moved = unpack(key, self.slots.len()).into_iter().zip(&renumbered);
            let key = moved.fold(0, |key, (id, numbers)| push(key, numbers.get(usize::from(id)).copied().unwrap_or(0)));
            match narrow(key) {
                Some(key) => *self.small.entry(key).or_insert(0) += count,
                None => *self.large.entry(key).or_insert(0) += count,
            }
        }
        Ok(())
    }

    /// The classes in the order of their labels, and the groups in the order of their classes: the same whatever the order of reading.
    pub(super) fn finish(self) -> (Vec<Vec<Class>>, Vec<Group>) {
        let n = self.slots.len();
        let counts: Vec<(u128, u64)> = self.counts().collect();
        let (mut slots, mut renumbered) = (Vec::new(), Vec::new());
        for classes in self.slots {
            let mut list: Vec<(usize, Class)> = classes.into_list().into_iter().enumerate().collect();
            list.sort_by(|(_, a), (_, b)| a.label.cmp(&b.label));
            let mut numbers = vec![0_u16; list.len()];
            for (new, (old, _)) in (0_u16..).zip(&list) {
                if let Some(slot) = numbers.get_mut(*old) {
                    *slot = new;
                }
            }
            renumbered.push(numbers);
            slots.push(list.into_iter().map(|(_, class)| class).collect());
        }
        let renumber = |(key, count): (u128, u64)| {
            let ids = unpack(key, n).into_iter().zip(&renumbered);
            (ids.map(|(id, numbers)| numbers.get(usize::from(id)).copied().unwrap_or(0)).collect(), count)
        };
        let mut groups: Vec<Group> = counts.into_iter().map(renumber).collect();
        groups.sort_unstable();
        (slots, groups)
    }
}

/// A key with one more class.
#[inline]
pub(super) fn push(key: u128, id: u16) -> u128 {
    (key << 16) | u128::from(id)
}

/// The key in half the bits, where every class has a number below 256.
#[inline]
fn narrow(key: u128) -> Option<u64> {
    const HIGH: u128 = 0xff00_ff00_ff00_ff00_ff00_ff00_ff00_ff00;
    // The halves of the key, their bytes pushed together two, four and eight at a time.
    let pushed = |mut n: u64| {
        n = (n | (n >> 8)) & 0x0000_ffff_0000_ffff;
        (n | (n >> 16)) & 0xffff_ffff
    };
    let [high, low] = [key >> 64, key].map(|half| u64::try_from(half & u128::from(u64::MAX)).unwrap_or(0));
    (key & HIGH == 0).then(|| (pushed(high) << 32) | pushed(low))
}

/// The key of a narrow one.
fn widen(key: u64) -> u128 {
    key.to_be_bytes().into_iter().fold(0, |wide, byte| push(wide, u16::from(byte)))
}

fn unpack(key: u128, n: usize) -> Vec<u16> {
    (0..n).rev().map(|i| u16::try_from((key >> (16 * i)) & 0xffff).unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::{narrow, push, unpack, widen};

    #[test]
    fn keys_hold_their_classes() {
        let ids = [7, 0, u16::MAX, 1, 2, 3, 4, 4_000];
        let key = ids.iter().fold(0, |key, id| push(key, *id));
        assert_eq!((unpack(key, 8), narrow(key)), (ids.to_vec(), None));
        let key = [7, 0, 255, 1, 2, 3, 4, 200].into_iter().fold(0, push);
        assert_eq!(widen(narrow(key).unwrap()), key);
    }
}
