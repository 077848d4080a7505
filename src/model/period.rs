//! The period that a figure is about.

use std::fmt;

/// A calendar year, or several pooled into one figure.
///
/// Written as SDMX `ObservationalTimePeriod` wants it (SDMX 3.0, `SDMXCommon.xsd`): `2016`, `2016-01-01/P3Y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReferencePeriod {
    first: u16,
    years: u16,
}

impl ReferencePeriod {
    /// One calendar year.
    pub const fn year(year: u16) -> Self {
        Self { first: year, years: 1 }
    }

    /// The years `first..=last` as one period; `None` if they are out of order.
    pub const fn pooled(first: u16, last: u16) -> Option<Self> {
        if last < first { None } else { Some(Self { first, years: last - first + 1 }) }
    }

    /// The first calendar year.
    pub const fn first(self) -> u16 {
        self.first
    }

    /// The last calendar year.
    pub const fn last(self) -> u16 {
        self.first + (self.years - 1)
    }

    /// How many calendar years it has.
    pub const fn years(self) -> u16 {
        self.years
    }

    /// Whether several years stand in one figure.
    pub const fn is_pooled(self) -> bool {
        self.years > 1
    }

    /// Reads what sheets and mapping files write: `2016`, `2016-2018` (any dash, blanks allowed), `2016-01-01/P3Y`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((start, duration)) = text.split_once('/') {
            let first = parse_year(start.strip_suffix("-01-01")?)?;
            let years: u16 = duration.strip_prefix('P')?.strip_suffix('Y')?.parse().ok()?;
            return Self::pooled(first, first.checked_add(years.checked_sub(1)?)?);
        }
        if let Some(year) = parse_year(text) {
            return Some(Self::year(year));
        }
        let (first, last) = text.split_once(['-', '–', '—', '‑', '−'])?;
        Self::pooled(parse_year(first.trim())?, parse_year(last.trim())?)
    }
}

fn parse_year(text: &str) -> Option<u16> {
    let four_digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let year: u16 = four_digits.then(|| text.parse().ok())??;
    (1900..=2200).contains(&year).then_some(year)
}

impl fmt::Display for ReferencePeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_pooled() { write!(f, "{}-01-01/P{}Y", self.first, self.years) } else { write!(f, "{}", self.first) }
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
        ] {
            assert_eq!(ReferencePeriod::parse(text).map(|p| p.to_string()).as_deref(), expected, "{text}");
        }
    }
}
