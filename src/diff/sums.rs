//! Sums over areas that differ: their bounds, what they can be used for, and which areas are in them.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Kind};
use super::dimensions::Dimensions;
use super::snapshot::{Record, Snapshot, field, parts};
use super::window::Window;
use super::wording::{NOT_SAID, differing, not_said, shown};

const PERIOD: &str = "TIME_PERIOD";
const BOUNDS: [&str; 3] = ["OBS_VALUE", "LOWER", "UPPER"];
const LEVELS: [&str; 2] = ["COMPAR_SUM", "COMPARABILITY"];

/// What each area brings, and the areas that are left out; with what stands between an area and the rest.
const CONTRIBUTIONS: (&str, &str) = ("CONTRIBUTIONS", " ");
const LEFT_OUT: (&str, &str) = ("LEFT_OUT", ": ");

/// The sums of the years that both datasets collect and that differ, in the order of figures. `None` where they can't be compared: some areas only were asked
/// for, or it is not known which sums are split by a dimension that one of the two does not have.
pub(super) fn sums(old: &Snapshot, new: &Snapshot, dimensions: &Dimensions, window: &Window) -> Option<Vec<Change>> {
    if window.is_part {
        return None;
    }
    let common = dimensions.in_both(&old.sum_columns, &new.sum_columns);
    let (was, is): (Vec<&str>, Vec<&str>) = common.into_iter().unzip();
    let before = Sums::new(old, &was, window)?;
    let after = Sums::new(new, &is, window)?;
    let discloses = old.suppresses == new.suppresses;
    let whole = |row: &Record| vec![if discloses { sum(row) } else { NOT_SAID.to_owned() }];
    // Of what the areas of both come to, nothing is lost or new where only others bring something, nor where a round sums over all of its years and the other has
    // more or fewer.
    let concerns_both = |row: &Record, other: &Sums<'_>| {
        let has_contributor = || entries(row, CONTRIBUTIONS).keys().any(|area| window.areas.contains(area));
        let period = field(row, PERIOD);
        !window.is_narrower || has_contributor() && (other.periods.contains(period) || !Window::is_pooled(period))
    };
    let mut changes = Vec::new();
    let mut add = |kind: Kind, key: &str, details: Vec<String>| {
        changes.push(Change { kind, key: key.to_owned(), details, causes: Vec::new(), is_revision: false });
    };
    for (codes, (key, row)) in &after.whole {
        let Some((_, earlier)) = before.whole.get(codes) else {
            if concerns_both(row, &before) {
                add(Kind::Appeared, key, whole(row));
            }
            continue;
        };
        let bounds = differing(earlier, row, &BOUNDS, discloses);
        let levels = differing(earlier, row, &LEVELS, discloses);
        let contributors = contributors(earlier, row, window, discloses);
        let kind = match () {
            () if !bounds.is_empty() => Kind::Value,
            () if !levels.is_empty() => Kind::Level,
            () if !contributors.is_empty() => Kind::Contributors,
            () => continue,
        };
        add(kind, key, [bounds, levels, contributors].concat());
    }
    for (key, row) in after.split.iter().filter(|(_, row)| concerns_both(row, &before)) {
        add(Kind::Appeared, key, whole(row));
    }
    let gone = before.whole.iter().filter(|(codes, _)| !after.whole.contains_key(*codes)).map(|(_, sum)| sum);
    for (key, row) in gone.chain(&before.split).filter(|(_, row)| concerns_both(row, &after)) {
        add(Kind::Vanished, key, whole(row));
    }
    changes.sort_by(|a, b| (a.kind, &a.key).cmp(&(b.kind, &b.key)));
    Some(changes)
}

/// A sum with its key.
type Sum<'a> = (&'a str, &'a Record);

/// The sums of a dataset.
struct Sums<'a> {
    /// Those that the other dataset may have, by the codes of the common dimensions.
    whole: BTreeMap<Vec<&'a str>, Sum<'a>>,
    /// Those that are split by a dimension of this dataset alone.
    split: Vec<Sum<'a>>,
    /// The periods that it has sums of.
    periods: BTreeSet<&'a str>,
}

impl<'a> Sums<'a> {
    fn new(snapshot: &'a Snapshot, common: &[&str], window: &Window) -> Option<Self> {
        let own: Vec<&str> = snapshot.sum_columns.iter().map(String::as_str).filter(|column| !common.contains(column)).collect();
        let default = |column: &&str| {
            let dimension = snapshot.dimensions.iter().find(|dimension| dimension.column == *column)?;
            Some((dimension.column.as_str(), dimension.default.as_deref()?))
        };
        let defaults: Vec<(&str, &str)> = own.iter().map(default).collect::<Option<_>>()?;
        let mut sums = Self { whole: BTreeMap::new(), split: Vec::new(), periods: BTreeSet::new() };
        for (key, row) in snapshot.sums.iter().filter(|(_, row)| window.has_period(field(row, PERIOD))) {
            sums.periods.insert(field(row, PERIOD));
            if defaults.iter().all(|(column, default)| field(row, column) == *default) {
                sums.whole.insert(common.iter().map(|column| field(row, column)).collect(), (key, row));
            } else {
                sums.split.push((key, row));
            }
        }
        Some(sums)
    }
}

/// The areas that a column names, each with what it says of them.
fn entries(row: &Record, (column, between): (&str, &str)) -> BTreeMap<String, String> {
    let entry = |entry: String| match entry.split_once(between) {
        Some((area, rest)) => (area.to_owned(), rest.to_owned()),
        None => (entry, String::new()),
    };
    parts(field(row, column)).into_iter().map(entry).collect()
}

/// Areas that bring something else, or are left out for other reasons. That an area is left out which the other dataset does not collect says nothing.
fn contributors(old: &Record, new: &Record, window: &Window, discloses: bool) -> Vec<String> {
    let mut differ = Vec::new();
    for (column, between) in [CONTRIBUTIONS, LEFT_OUT] {
        let [before, after] = [old, new].map(|row| entries(row, (column, between)));
        let concerns = |area: &&String| column != LEFT_OUT.0 || window.areas.contains(*area);
        let areas: BTreeSet<&String> = before.keys().chain(after.keys()).filter(concerns).collect();
        let areas: Vec<&String> = areas.into_iter().filter(|area| before.get(*area) != after.get(*area)).collect();
        if !discloses {
            differ.extend((!areas.is_empty()).then(|| not_said(column)));
            continue;
        }
        let said = |list: &BTreeMap<String, String>, area: &String| shown(list.get(area).map_or("", String::as_str)).to_owned();
        differ.extend(areas.into_iter().map(|area| format!("{column} {area} {} → {}", said(&before, area), said(&after, area))));
    }
    differ
}

/// The value of a sum or its bounds.
fn sum(row: &Record) -> String {
    match (field(row, "OBS_VALUE"), field(row, "LOWER"), field(row, "UPPER")) {
        ("", "", _) => "no sum".to_owned(),
        ("", lower, "") => format!("{lower} or more"),
        ("", lower, upper) => format!("{lower} to {upper}"),
        (value, ..) => value.to_owned(),
    }
}
