//! From the values of a column to its classes, each value looked at once.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::counts::{BETWEEN, Class, Refusal};
use super::hash_table::HashTable;
use crate::diag::codes;

/// How a value becomes a class.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub enum Reduce {
    /// Each word is a class of its own.
    Words,
    /// The year of a date (`2016-03-04` is `2016`); what is not a date stays as it is.
    Year,
    /// The band that a whole number lies in: its word, the least number and the greatest; what is not a number of a band stays as it is.
    Bands(Vec<(String, u32, Option<u32>)>),
    /// Yes (`1`), no (`0`) or nothing of several columns; what is none of these stays as it is.
    Flags {
        /// What a field says for yes.
        yes: Vec<String>,
        /// What a field says for no.
        no: Vec<String>,
    },
}

impl Reduce {
    fn class<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self {
            Self::Words => Cow::Borrowed(text),
            Self::Year => Cow::Borrowed(year(text).unwrap_or(text)),
            Self::Bands(bands) => {
                let number = text.split_once('.').map_or(text, |(whole, _)| whole).parse::<u32>().ok();
                let is_in = |from: u32, to: Option<u32>| number.is_some_and(|n| n >= from && to.is_none_or(|to| n <= to));
                let band = bands.iter().find(|(_, from, to)| is_in(*from, *to));
                band.map_or(Cow::Borrowed(text), |(word, ..)| Cow::Owned(word.clone()))
            }
            Self::Flags { yes, no } => {
                let has = |words: &[String]| words.iter().any(|word| word == text);
                Cow::Borrowed(if has(yes) {
                    "1"
                } else if has(no) {
                    "0"
                } else {
                    text
                })
            }
        }
    }
}

/// The year of an ISO date, with or without a time.
fn year(text: &str) -> Option<&str> {
    let is_date = text.len() >= 10
        && text.bytes().take(10).enumerate().all(|(i, byte)| if matches!(i, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
        && text.as_bytes().get(10).is_none_or(|byte| matches!(byte, b'T' | b' '));
    text.get(..4).filter(|_| is_date)
}

/// Spellings of one column whose class is remembered; further ones are looked at again each time.
const REMEMBERED: usize = 1 << 16;
/// Different values that a column may have: more are not categories.
const CLASSES: usize = 4_096;

/// The classes of one slot.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    /// The header, for messages.
    name: String,
    reduce: Reduce,
    missing: Vec<String>,
    short: HashTable<Short, u16>,
    long: HashTable<Box<[u8]>, u16>,
    ids: HashTable<String, u16>,
    list: Vec<Class>,
    /// A field of each column, without a word.
    nothing: String,
}

impl Classes {
    pub(super) fn new(name: String, columns: usize, reduce: &Reduce, missing: &[String]) -> Self {
        Self {
            name,
            reduce: reduce.clone(),
            missing: missing.to_vec(),
            short: HashTable::default(),
            long: HashTable::default(),
            ids: HashTable::default(),
            list: Vec::new(),
            nothing: std::iter::repeat_n(BETWEEN, columns.saturating_sub(1)).collect(),
        }
    }

    /// The class of a field as its file spells it; `text` says what a spelling means, `first` is the row.
    #[inline]
    pub(super) fn of(&mut self, spelling: &[u8], text: impl Fn(&[u8]) -> String, first: impl FnOnce() -> u64) -> Result<u16, Refusal> {
        let short = Short::new(spelling);
        let known = short.map_or_else(|| self.long.get(spelling), |short| self.short.get(&short));
        if let Some(id) = known {
            return Ok(*id);
        }
        let id = self.of_text(&text(spelling), first)?;
        match short {
            Some(short) if self.short.len() < REMEMBERED => drop(self.short.insert(short, id)),
            None if self.long.len() < REMEMBERED => drop(self.long.insert(spelling.into(), id)),
            _ => {}
        }
        Ok(id)
    }

    /// The class of a row that has nothing in the columns.
    pub(super) fn of_nothing(&mut self, first: impl FnOnce() -> u64) -> Result<u16, Refusal> {
        let nothing = std::mem::take(&mut self.nothing);
        let id = self.of_text(&nothing, first);
        self.nothing = nothing;
        id
    }

    /// The class of a text.
    pub(super) fn of_text(&mut self, text: &str, first: impl FnOnce() -> u64) -> Result<u16, Refusal> {
        let of_one = |text: &str| {
            let text = text.trim();
            let is_missing = self.missing.iter().any(|word| word == text);
            if is_missing { String::new() } else { self.reduce.class(text).into_owned() }
        };
        let label = text.split(BETWEEN).map(of_one).collect::<Vec<_>>().join("\u{1f}");
        self.of_label(label, first)
    }

    /// The class with this label.
    pub(super) fn of_label(&mut self, label: String, first: impl FnOnce() -> u64) -> Result<u16, Refusal> {
        if let Some(id) = self.ids.get(&label) {
            return Ok(*id);
        }
        let id = u16::try_from(self.list.len()).ok().filter(|id| usize::from(*id) < CLASSES);
        let id = id.ok_or_else(|| (codes::VALUES_TOO_MANY, format!("more than {CLASSES} different values in the column {}", self.name)))?;
        self.list.push(Class { label: label.clone(), first: first() });
        self.ids.insert(label, id);
        Ok(id)
    }

    /// The classes in the order of their numbers.
    pub(super) fn list(&self) -> &[Class] {
        &self.list
    }

    /// The classes, owned.
    pub(super) fn into_list(self) -> Vec<Class> {
        self.list
    }

    /// The first rows of the classes, to be moved.
    pub(super) fn list_mut(&mut self) -> &mut [Class] {
        &mut self.list
    }
}

/// Up to 16 bytes as two numbers and their length: compared without a look elsewhere.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
struct Short(u64, u64);

impl Short {
    #[inline]
    fn new(bytes: &[u8]) -> Option<Self> {
        let wide = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
        let narrow = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
        // First and last bytes overlap, and with the length they say all. What is left of the second number holds the length.
        match (bytes, bytes.first_chunk::<8>(), bytes.first_chunk::<4>()) {
            ([], ..) => Some(Self(0, 0)),
            (_, Some(first), _) if bytes.len() < 16 => {
                let last = bytes.last_chunk::<8>().map_or(0, wide);
                // Of the last eight bytes the first was among the first eight, so its place is free.
                Some(Self(wide(first), (last & !0xff) | bytes.len() as u64))
            }
            (_, None, Some(first)) => Some(Self(narrow(first), (bytes.last_chunk::<4>().map_or(0, narrow) << 8) | bytes.len() as u64)),
            ([one], ..) => Some(Self(u64::from(*one), 1)),
            ([one, two], ..) => Some(Self(u64::from(*one) << 8 | u64::from(*two), 2)),
            ([one, two, three], ..) => Some(Self(u64::from(*one) << 16 | u64::from(*two) << 8 | u64::from(*three), 3)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Classes, Reduce, Short};

    #[test]
    fn short_spellings_are_told_apart() {
        let mut seen: BTreeMap<(u64, u64), Vec<u8>> = BTreeMap::new();
        for length in 0..16 {
            for place in 0..=length {
                // One byte after the other is another one, and once none is.
                let bytes: Vec<u8> = (0..length).map(|i| if i == place { 200 } else { u8::try_from(i).unwrap() }).collect();
                let Short(a, b) = Short::new(&bytes).unwrap();
                assert_eq!(seen.insert((a, b), bytes.clone()), None, "{bytes:?}");
            }
        }
        assert_eq!(Short::new(&[0; 16]), None);
    }

    #[test]
    fn values_become_classes() {
        let bands = Reduce::Bands(vec![("child".into(), 0, Some(17)), ("adult".into(), 18, None)]);
        let flags = Reduce::Flags { yes: vec!["1".into(), "yes".into()], no: vec!["0".into()] };
        for (reduce, text, expected) in [
            (&Reduce::Words, " Female ", "Female"),
            (&Reduce::Words, "-99", ""),
            (&Reduce::Year, "2016-03-04", "2016"),
            (&Reduce::Year, "2016-03-04 11:00", "2016"),
            (&Reduce::Year, "2016-03-045", "2016-03-045"),
            (&Reduce::Year, "2016", "2016"),
            (&bands, "17", "child"),
            (&bands, "17.5", "child"),
            (&bands, "18", "adult"),
            (&bands, "-1", "-1"),
            (&bands, "unknown", "unknown"),
            (&flags, "yes\u{1f}0\u{1f}-99\u{1f}x", "1\u{1f}0\u{1f}\u{1f}x"),
        ] {
            let mut classes = Classes::new("a".to_owned(), 1, reduce, &["-99".to_owned()]);
            let id = classes.of_text(text, || 7).unwrap();
            assert_eq!((id, classes.list()[0].label.as_str(), classes.list()[0].first), (0, expected, 7), "{text}");
        }
    }
}
