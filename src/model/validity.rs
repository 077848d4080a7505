//! The days from which and up to which something holds.

use std::fmt;

use super::period::{ReferencePeriod, is_date};

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    year: u16,
    month: u8,
    of_month: u8,
}

impl Day {
    /// Reads `2016-10-15`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-').filter(|_| is_date(text));
        Some(Self { year: parts.next()?.parse().ok()?, month: parts.next()?.parse().ok()?, of_month: parts.next()?.parse().ok()? })
    }

    /// The first day of a year.
    pub const fn first_of(year: u16) -> Self {
        Self { year, month: 1, of_month: 1 }
    }

    /// The last day of a year.
    pub const fn last_of(year: u16) -> Self {
        Self { year, month: 12, of_month: 31 }
    }

    /// The first day of a month that counts from January of the year 0.
    fn first_of_month(month: u16) -> Self {
        Self { year: month / 12, month: u8::try_from(month % 12 + 1).unwrap_or(1), of_month: 1 }
    }

    /// The day before the first one of a month that counts from January of the year 0; `None` for the first of all.
    fn last_before_month(month: u16) -> Option<Self> {
        let first = Self::first_of_month(month.checked_sub(1)?);
        (28..=31).rev().map(|day| Self { of_month: day, ..first }).find(|day| is_date(&day.to_string()))
    }

    /// The days before it in the Gregorian calendar, counted from a March so that a leap day is the last of its year.
    fn number(self) -> u32 {
        let month = u32::from(self.month);
        // 400 years have the same days as any others, and keep the year before the first from being none.
        let year = u32::from(self.year) + 400 - u32::from(month <= 2);
        let month = if month > 2 { month - 3 } else { month + 9 };
        year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + u32::from(self.of_month) - 1
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

/// First and last day, inclusive; open where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
}

impl Validity {
    /// Whether it holds on every day of a period.
    pub fn holds_throughout(self, period: ReferencePeriod) -> bool {
        self.from.is_none_or(|from| from <= Day::first_of_month(period.begins())) && self.holds_to_the_end(period)
    }

    fn holds_to_the_end(self, period: ReferencePeriod) -> bool {
        self.to.is_none_or(|to| Day::last_before_month(period.ends()).is_none_or(|last| to >= last))
    }

    /// On how many days of a period it holds.
    pub fn within(self, period: ReferencePeriod) -> u32 {
        let (first, next) = (Day::first_of_month(period.begins()).number(), Day::first_of_month(period.ends()).number());
        let from = self.from.map_or(first, |from| from.number().max(first));
        let end = self.to.filter(|_| !self.holds_to_the_end(period)).map_or(next, |to| to.number() + 1);
        end.saturating_sub(from)
    }

    /// When it holds, in words.
    pub fn words(self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) => format!("{from} to {to}"),
            (Some(from), None) => format!("from {from}"),
            (None, Some(to)) => format!("until {to}"),
            (None, None) => "always".to_owned(),
        }
    }

    /// The first day as mapping files write it: the year where it is the first day of one; empty where it is open.
    pub fn from_text(self) -> String {
        self.from.map_or_else(String::new, |day| if day == Day::first_of(day.year) { day.year.to_string() } else { day.to_string() })
    }

    /// The last day as mapping files write it: the year where it is the last day of one; empty where it is open.
    pub fn to_text(self) -> String {
        self.to.map_or_else(String::new, |day| if day == Day::last_of(day.year) { day.year.to_string() } else { day.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Validity};
    use crate::model::ReferencePeriod;

    fn validity(from: &str, to: &str) -> Validity {
        Validity { from: Day::parse(from), to: Day::parse(to) }
    }

    #[test]
    fn a_law_holds_for_the_days_of_a_period() {
        let year = ReferencePeriod::year(2016);
        let february = ReferencePeriod::parse("2016-02").expect("a month");
        for (from, to, period, throughout, days) in [
            ("", "", year, true, 366),
            ("2016-01-01", "2016-12-31", year, true, 366),
            ("2016-01-02", "", year, false, 365),
            ("", "2016-12-30", year, false, 365),
            ("2016-10-15", "", year, false, 17 + 30 + 31),
            ("", "2016-10-14", year, false, 366 - 78),
            ("", "2016-07-01", year, false, 183),
            ("2016-07-02", "", year, false, 183),
            ("", "2016-02-29", february, true, 29),
            ("", "2016-02-28", february, false, 28),
            ("2017-01-01", "", year, false, 0),
            ("", "2015-12-31", year, false, 0),
        ] {
            let validity = validity(from, to);
            assert_eq!((validity.holds_throughout(period), validity.within(period)), (throughout, days), "{from} to {to}");
        }
    }
}
