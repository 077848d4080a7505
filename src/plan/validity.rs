//! The years in which a line of a mapping file holds.

use crate::diag::{Finding, Findings, Location, codes};
use crate::schema::Row;

/// The years of a line, inclusive; open where a side is missing.
pub(super) type Years = (Option<u16>, Option<u16>);

/// Whether two spans of years, inclusive and open where a side is missing, have a year in common.
pub(super) fn overlap(a: Years, b: Years) -> bool {
    let range = |(from, to): Years| (from.unwrap_or(0), to.unwrap_or(u16::MAX));
    let ((a_from, a_to), (b_from, b_to)) = (range(a), range(b));
    a_from <= b_to && b_from <= a_to
}

/// `valid_from` and `valid_to` as years, inclusive; or what is wrong with them. A validity that is not understood must not widen to all years.
pub(super) fn years(row: &Row) -> Result<Years, Findings> {
    let mut findings = Findings::default();
    let mut year = |column: &str| {
        let text = row.get(column);
        let parsed = text.get(..4).and_then(|y| y.parse().ok()).filter(|_| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()));
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
        assert!(overlap((None, None), (Some(2017), Some(2017))));
    }
}
