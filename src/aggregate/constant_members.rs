//! Sums whose members are the same in every year. Only they make a series, and only they are added up over the years: where members change, a sum of
//! several years can be smaller than that of one of them.

use std::collections::BTreeSet;

use super::regional::{Contributor, LeftOut, Regional};
use super::solve::Range;
use crate::model::{Reason, RefArea};

/// The sums of one measure and one code, of each year and of all years: says which areas are in those of every year, and leaves all others out of the sum
/// of all years. An area that gives one figure for several years and none for each year is left out with the reason `other_period`.
pub(super) fn hold(rows: &mut [Regional], order: &[RefArea], other_period: Reason) {
    let members = |row: &Regional| row.contributors.iter().map(|contributor| contributor.area).collect::<BTreeSet<_>>();
    let years = rows.iter().filter(|row| !row.period.is_pooled()).map(members);
    let constant = years.reduce(|all, year| &all & &year).unwrap_or_default();
    for row in rows {
        if row.period.is_pooled() {
            let (own, others): (Vec<_>, Vec<_>) =
                std::mem::take(&mut row.contributors).into_iter().partition(|c| constant.contains(&c.area));
            row.left_out.extend(others.into_iter().map(|other| LeftOut { area: other.area, reasons: vec![other_period] }));
            row.left_out.sort_by_key(|out| order.iter().position(|area| *area == out.area));
            row.contributors = own;
            row.range = sum(&row.contributors);
        }
        let same: Vec<Contributor> = row.contributors.iter().filter(|c| constant.contains(&c.area)).cloned().collect();
        row.constant = same.iter().map(|contributor| contributor.area).collect();
        row.constant_range = sum(&same);
    }
}

/// The sum of what areas bring; `None` for fewer than two areas, and where all of them bring derived bounds only.
pub(super) fn sum(contributors: &[Contributor]) -> Option<Range> {
    let is_stated = contributors.iter().any(|contributor| contributor.is_stated);
    let total = contributors.iter().map(|contributor| contributor.range).reduce(|sum, range| sum + range);
    total.filter(|_| contributors.len() > 1 && is_stated)
}
