//! The years in which a line of a mapping file holds, or the days.

use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{Day, Validity};
use crate::schema::Row;

/// From when to when, inclusive; open where a side is missing.
pub(super) type Span<T> = (Option<T>, Option<T>);

/// The years of a line.
pub(super) type Years = Span<u16>;

/// Whether two spans, inclusive and open where a side is missing, have a year or a day in common.
pub(super) fn overlap<T: Ord + Copy>((a_from, a_to): Span<T>, (b_from, b_to): Span<T>) -> bool {
    let begins_in = |from: Option<T>, to: Option<T>| from.zip(to).is_none_or(|(from, to)| from <= to);
    begins_in(a_from, b_to) && begins_in(b_from, a_to)
}

/// `valid_from` and `valid_to` as days, inclusive: a year stands for its first or its last day.
pub(super) fn days(row: &Row) -> Result<Validity, Findings> {
    let mut findings = Findings::default();
    let mut day = |column: &str, of_year: fn(u16) -> Day| {
        let text = row.get(column);
        let parsed = year_of(text).map(of_year).or_else(|| Day::parse(text));
        if parsed.is_none() && !text.is_empty() {
            let finding = Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field(column)), format!("\"{text}\""));
            findings.push(finding.expected("a year, or a day such as 2016-10-15"));
        }
        parsed
    };
    let validity = Validity { from: day("valid_from", Day::first_of), to: day("valid_to", Day::last_of) };
    if let (Some(from), Some(to)) = (validity.from, validity.to)
        && to < from
    {
        let place = Location::Line(row.at_field("valid_to"));
        findings.push(Finding::new(codes::VALUE_INVALID, place, format!("valid from {from} to {to}")).expected("a start before its end"));
    }
    if findings.is_empty() { Ok(validity) } else { Err(findings) }
}

fn year_of(text: &str) -> Option<u16> {
    text.get(..4).and_then(|y| y.parse().ok()).filter(|_| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
}

/// `valid_from` and `valid_to` as years, inclusive; or what is wrong with them. A validity that is not understood must not widen to all years.
pub(super) fn years(row: &Row) -> Result<Years, Findings> {
    let mut findings = Findings::default();
    let mut year = |column: &str| {
        let text = row.get(column);
        let parsed = year_of(text);
        if parsed.is_none() && !text.is_empty() {
            let finding = Finding::new(codes::VALUE_INVALID, Location::Line(row.at_field(column)), format!("\"{text}\""));
            findings.push(finding.expected("a year"));
        }
        parsed
    };
    let both = (year("valid_from"), year("valid_to"));
    if let (Some(from), Some(to)) = both
        && to < from
    {
        let place = Location::Line(row.at_field("valid_to"));
        findings.push(Finding::new(codes::VALUE_INVALID, place, format!("valid from {from} to {to}")).expected("a start before its end"));
    }
    if findings.is_empty() { Ok(both) } else { Err(findings) }
}

#[cfg(test)]
mod tests {
    use super::overlap;

    #[test]
    fn years_overlap_inclusively() {
        assert!(overlap((None, Some(2016)), (Some(2016), None)));
        assert!(!overlap((None, Some(2016)), (Some(2017), None)));
        assert!(overlap::<u16>((None, None), (None, None)));
        assert!(overlap((None, None), (Some(2017), Some(2017))));
    }
}
