//! The period that a figure is about.

use std::fmt;

/// Months in a year, and the parts of a year that have a notation of their own.
const YEAR: u16 = 12;
const HALF_YEAR: u16 = 6;
const QUARTER: u16 = 3;
const MONTH: u16 = 1;

/// A calendar year, several years pooled into one figure, or a part of a year: whole months, one after the other.
///
/// Written as SDMX `ObservationalTimePeriod` wants it (SDMX 3.0, `SDMXCommon.xsd`): `2016`, `2016-01-01/P3Y`, `2016-03`, `2016-Q1`, `2016-S2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReferencePeriod {
    /// The first month, counted from January of the year 0.
    start: u16,
    months: u16,
}

impl ReferencePeriod {
    /// One calendar year.
    pub const fn year(year: u16) -> Self {
        Self { start: year * YEAR, months: YEAR }
    }

    /// The years `first..=last` as one period; `None` if they are out of order.
    pub const fn pooled(first: u16, last: u16) -> Option<Self> {
        if last < first { None } else { Some(Self { start: first * YEAR, months: (last - first + 1) * YEAR }) }
    }

    /// Some months from a month on, which counts from 1; `None` if there is no such month, or the period ends after the years that are read.
    fn from_month(year: u16, month: u16, months: u16) -> Option<Self> {
        if month == 0 || month > YEAR || months == 0 {
            return None;
        }
        let start = year.checked_mul(YEAR)?.checked_add(month - 1)?;
        let end = start.checked_add(months)?;
        (end <= (LAST_YEAR + 1) * YEAR).then_some(Self { start, months })
    }

    /// The first calendar year that it touches.
    pub const fn first(self) -> u16 {
        self.start / YEAR
    }

    /// The last calendar year that it touches.
    pub const fn last(self) -> u16 {
        (self.start + (self.months - 1)) / YEAR
    }

    /// The first month, counted from January of the year 0.
    pub const fn begins(self) -> u16 {
        self.start
    }

    /// The month after the last, counted alike.
    pub const fn ends(self) -> u16 {
        self.start + self.months
    }

    /// How many months it has.
    pub const fn months(self) -> u16 {
        self.months
    }

    /// Whether more than a year stands in one figure.
    pub const fn is_pooled(self) -> bool {
        self.months > YEAR
    }

    /// Whether it is one calendar year.
    pub const fn is_year(self) -> bool {
        self.months == YEAR && self.start.is_multiple_of(YEAR)
    }

    /// Whether it has whole calendar years and nothing else.
    pub const fn has_whole_years(self) -> bool {
        self.months.is_multiple_of(YEAR) && self.start.is_multiple_of(YEAR)
    }

    /// Whether another period lies within this one; each lies within itself.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && self.start + self.months >= other.start + other.months
    }

    /// Whether the two have a month in common.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.start + other.months && other.start < self.start + self.months
    }

    /// The period of the same length before it; `None` before the year 0.
    pub const fn previous(self) -> Option<Self> {
        match self.start.checked_sub(self.months) {
            Some(start) => Some(Self { start, months: self.months }),
            None => None,
        }
    }

    /// The periods that it is made of: of several whole years the years, of a part of a year or one year the months. One month is made of itself.
    pub fn parts(self) -> Vec<Self> {
        let step = if self.is_pooled() && self.has_whole_years() { YEAR } else { MONTH };
        (self.start..self.start + self.months).step_by(usize::from(step)).map(|start| Self { start, months: step }).collect()
    }

    /// What such parts of the calendar are called, if it is one of those that have a name.
    pub const fn names(self) -> Option<&'static str> {
        match self.months {
            months if !self.start.is_multiple_of(months) => None,
            YEAR => Some("years"),
            HALF_YEAR => Some("half-years"),
            QUARTER => Some("quarters"),
            MONTH => Some("months"),
            _ => None,
        }
    }

    /// How often such a period comes, by SDMX `CL_FREQ` 2.1: `A`, `S`, `Q`, `M`; with a number where one figure pools several.
    pub fn frequency(self) -> String {
        match self.months {
            YEAR => "A".to_owned(),
            HALF_YEAR => "S".to_owned(),
            QUARTER => "Q".to_owned(),
            MONTH => "M".to_owned(),
            months if months.is_multiple_of(YEAR) => format!("A{}", months / YEAR),
            months => format!("M{months}"),
        }
    }

    /// Reads what sheets and mapping files write: `2016`, `2016-2018` (any dash, blanks allowed), `2016-01-01/P3Y`, `2016-03` and `2016-M03`,
    /// `2016-Q1`, `2016-S2`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((start, duration)) = text.split_once('/') {
            let (year, month) = start.strip_suffix("-01")?.split_once('-')?;
            let length = duration.strip_prefix('P')?;
            let months = match (length.strip_suffix('Y'), length.strip_suffix('M')) {
                (Some(years), _) => number(years)?.checked_mul(YEAR)?,
                (None, Some(months)) => number(months)?,
                (None, None) => return None,
            };
            return Self::from_month(parse_year(year)?, two_digits(month)?, months);
        }
        if let Some(year) = parse_year(text) {
            return Some(Self::year(year));
        }
        if let Some(part) = text.get(..4).and_then(parse_year).zip(text.get(4..)).and_then(|(year, rest)| Self::part_of(year, rest)) {
            return Some(part);
        }
        let (first, last) = text.split_once(['-', '–', '—', '‑', '−'])?;
        Self::pooled(parse_year(first.trim())?, parse_year(last.trim())?)
    }

    /// What stands behind a year: `-03`, `-M03`, `-Q1`, `-S2`, and the last three without the hyphen.
    fn part_of(year: u16, rest: &str) -> Option<Self> {
        let bare = rest.strip_prefix('-');
        let word = bare.unwrap_or(rest);
        let (first, digits) = (word.get(..1)?, word.get(1..)?);
        match first {
            "M" => Self::from_month(year, two_digits(digits)?, MONTH),
            "Q" => Self::from_month(year, (number(digits)?.checked_sub(1)?).checked_mul(QUARTER)?.checked_add(1)?, QUARTER),
            "S" => Self::from_month(year, (number(digits)?.checked_sub(1)?).checked_mul(HALF_YEAR)?.checked_add(1)?, HALF_YEAR),
            _ => Self::from_month(year, two_digits(bare?)?, MONTH),
        }
    }
}

/// Years that are read; what lies beyond is not a year but a number.
const FIRST_YEAR: u16 = 1900;
const LAST_YEAR: u16 = 2200;

fn parse_year(text: &str) -> Option<u16> {
    let year = number(text).filter(|_| text.len() == 4)?;
    (FIRST_YEAR..=LAST_YEAR).contains(&year).then_some(year)
}

fn two_digits(text: &str) -> Option<u16> {
    number(text).filter(|_| text.len() == 2)
}

fn number(text: &str) -> Option<u16> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

impl fmt::Display for ReferencePeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.start / YEAR, self.start % YEAR);
        match self.months {
            YEAR if month == 0 => write!(f, "{year}"),
            MONTH => write!(f, "{year}-{:02}", month + 1),
            QUARTER if month.is_multiple_of(QUARTER) => write!(f, "{year}-Q{}", month / QUARTER + 1),
            HALF_YEAR if month.is_multiple_of(HALF_YEAR) => write!(f, "{year}-S{}", month / HALF_YEAR + 1),
            months if months.is_multiple_of(YEAR) => write!(f, "{year}-{:02}-01/P{}Y", month + 1, months / YEAR),
            months => write!(f, "{year}-{:02}-01/P{months}M", month + 1),
        }
    }
}

/// Whether a text is a day in ISO 8601, the one form that mapping files have: `2020-03-01`.
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number =
        |part: &str, digits: usize| part.parse::<u16>().ok().filter(|_| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else { return false };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::{ReferencePeriod, is_date};

    #[test]
    fn days_are_those_of_the_calendar_in_one_form() {
        for (text, expected) in [
            ("2020-03-01", true),
            ("2020-02-29", true),
            ("2019-02-29", false),
            ("1900-02-29", false),
            ("2020-04-31", false),
            ("01.03.2020", false),
            ("2020-3-1", false),
            ("2020-13-01", false),
            ("+020-03-01", false),
            ("", false),
        ] {
            assert_eq!(is_date(text), expected, "{text}");
        }
    }

    #[test]
    fn periods_as_written() {
        for (text, expected) in [
            ("2016", Some("2016")),
            (" 2016 – 2018 ", Some("2016-01-01/P3Y")),
            ("2016-01-01/P3Y", Some("2016-01-01/P3Y")),
            ("2016-2016", Some("2016")),
            ("2018-2016", None),
            ("2016/P3Y", None),
            ("2016-01-01/P0Y", None),
            ("16", None),
            ("20166", None),
            ("9999", None),
            ("yr 2016", None),
            ("2016-03", Some("2016-03")),
            ("2016M12", Some("2016-12")),
            ("2016-M12", Some("2016-12")),
            ("2016-3", None),
            ("2016-13", None),
            ("2016-00", None),
            ("2016-Q1", Some("2016-Q1")),
            ("2016Q4", Some("2016-Q4")),
            ("2016-Q5", None),
            ("2016-Q0", None),
            ("2016-S2", Some("2016-S2")),
            ("2016-S3", None),
            ("2016-04-01/P1Y", Some("2016-04-01/P1Y")),
            ("2016-04-01/P3M", Some("2016-Q2")),
            ("2016-05-01/P3M", Some("2016-05-01/P3M")),
            ("2016-01-01/P12M", Some("2016")),
            ("2200-12-01/P2M", None),
            ("2016-01-01/P65535Y", None),
            ("2016-05-02/P3M", None),
            ("2016-+1-01/P3M", None),
        ] {
            assert_eq!(ReferencePeriod::parse(text).map(|p| p.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn periods_know_what_they_are_made_of() {
        let period = |text: &str| ReferencePeriod::parse(text).unwrap();
        for (text, first, last, parts, previous, frequency) in [
            ("2016", 2016, 2016, "2016-01 … 2016-12", "2015", "A"),
            ("2016-2018", 2016, 2018, "2016 … 2018", "2013-01-01/P3Y", "A3"),
            ("2016-01", 2016, 2016, "2016-01 … 2016-01", "2015-12", "M"),
            ("2016-Q1", 2016, 2016, "2016-01 … 2016-03", "2015-Q4", "Q"),
            ("2016-S2", 2016, 2016, "2016-07 … 2016-12", "2016-S1", "S"),
            ("2016-04-01/P1Y", 2016, 2017, "2016-04 … 2017-03", "2015-04-01/P1Y", "A"),
            ("2016-11-01/P5M", 2016, 2017, "2016-11 … 2017-03", "2016-06-01/P5M", "M5"),
        ] {
            let own = period(text);
            let all = own.parts();
            let ends = format!("{} … {}", all.first().unwrap(), all.last().unwrap());
            let before = own.previous().unwrap();
            assert_eq!(
                (own.first(), own.last(), ends.as_str(), before.to_string().as_str(), own.frequency().as_str()),
                (first, last, parts, previous, frequency),
                "{text}"
            );
            assert!(all.iter().all(|part| own.contains(*part)) && !before.contains(own), "{text}");
            assert_eq!(all.iter().map(|part| part.months()).sum::<u16>(), own.months(), "{text}");
            assert_eq!(ReferencePeriod::parse(&own.to_string()), Some(own), "{text}");
        }
        for (text, names) in [
            ("2016", Some("years")),
            ("2016-S2", Some("half-years")),
            ("2016-Q3", Some("quarters")),
            ("2016-05", Some("months")),
            ("2016-05-01/P3M", None),
            ("2016-04-01/P1Y", None),
            ("2016-2017", None),
        ] {
            assert_eq!(period(text).names(), names, "{text}");
        }
        assert!(period("2016-Q2").begins() + 3 == period("2016-Q2").ends() && period("2016-Q2").ends() == period("2016-Q3").begins());
        assert!(period("2016").is_year() && !period("2016-04-01/P1Y").is_year() && !period("2016-04-01/P1Y").is_pooled());
        assert!(period("2016-2018").has_whole_years() && !period("2016-Q1").has_whole_years());
        assert!(period("2016") < period("2016-2018") && period("2016-2018") < period("2017"), "the order of keys");
    }
}
