//! Observations of one key: stated twice, stated differently, in conflict.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Disposition, Finding, Findings, Ledger, Level, Location, codes, first_of};
use crate::model::{CodeId, ObsValue, Observation};
use crate::normalize::{normalize, split_marks};
use crate::plan::{CodeLists, Role};

/// One observation for each key, sorted by key. Values in conflict are reported, and none of them is taken.
pub(super) fn combine(
    mut observations: Vec<Observation>,
    lists: &CodeLists,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Vec<Observation> {
    // Those of each file are in order already, and often those of one after the other.
    if !observations.is_sorted_by_key(|observation| observation.key) {
        observations.sort_by_key(|observation| observation.key);
    }
    let mut neighbours = observations.iter().zip(observations.iter().skip(1));
    if !neighbours.any(|(one, next)| one.key == next.key) {
        compare_statements(&observations, findings);
        return observations;
    }
    let (whole, findings) = (findings, &mut Findings::default());
    let mut combined = Vec::with_capacity(observations.len());
    let mut rest = observations.into_iter().peekable();
    while let Some(first) = rest.next() {
        let key = first.key;
        let mut next = || rest.next_if(|other| other.key == key);
        let Some(second) = next() else {
            combined.push(first);
            continue;
        };
        let group = [first, second].into_iter().chain(std::iter::from_fn(next)).collect();
        combined.extend(one(group, lists, ledger, findings));
    }
    whole.append(by_pairs(findings));
    let findings = whole;
    compare_statements(&combined, findings);
    combined
}

/// Findings between two rows that are told one by one; of two sheets or files with more of them everything is one finding.
const PAIRS: usize = 3;

/// What is found of several figures between the same two rows is one finding, and what is found between many rows of two sheets, or of two files, is one, too: it has
/// one cause.
fn by_pairs(findings: &Findings) -> Findings {
    let rows = grouped(findings.iter().cloned().collect(), |place| {
        let row = if let Location::Cell(origin) = place { origin.cell.row.to_string() } else { String::new() };
        format!("{}!{}!{row}", place.file(), place.sheet())
    });
    let sheet = |place: &Location| format!("{}!{}", place.file(), place.sheet());
    let is_of_two_files = |finding: &Finding| finding.related.first().is_some_and(|other| other.file() != finding.location.file());
    let (of_files, of_sheets): (Vec<Finding>, Vec<Finding>) = rows.into_iter().map(|(finding, _)| finding).partition(is_of_two_files);
    let joined = |list: Vec<Finding>, name: &dyn Fn(&Location) -> String| {
        grouped(list, name).into_iter().flat_map(|(first, all)| if all.len() > PAIRS { vec![first] } else { all }).collect::<Vec<_>>()
    };
    joined(of_files, &|place| place.file().to_owned()).into_iter().chain(joined(of_sheets, &sheet)).collect()
}

/// Findings of one code and level whose two places have the same names, as one, and all of them.
fn grouped(findings: Vec<Finding>, name: impl Fn(&Location) -> String) -> Vec<(Finding, Vec<Finding>)> {
    type Pair = (&'static str, Level, [String; 2]);
    let mut pairs: BTreeMap<Pair, Vec<Finding>> = BTreeMap::new();
    for finding in findings {
        let other = finding.related.first().unwrap_or(&finding.location);
        let names = [&finding.location, other].map(&name);
        pairs.entry((finding.code.name, finding.level, names)).or_default().push(finding);
    }
    let joined = |mut alike: Vec<Finding>| {
        alike.sort_by(|a, b| a.location.cmp(&b.location));
        let mut first = alike.first()?.clone();
        if alike.len() > 1 {
            first.found = first_of(alike.iter().map(|finding| finding.found.clone()), "; ");
            for finding in alike.iter().skip(1) {
                first.related.push(finding.location.clone());
                first.related.extend(finding.related.iter().cloned());
            }
        }
        Some((first, alike))
    };
    pairs.into_values().filter_map(joined).collect()
}

fn one(mut group: Vec<Observation>, lists: &CodeLists, ledger: &mut Ledger, findings: &mut Findings) -> Option<Observation> {
    // Those with a value first, then those that say why there is none: a blank beside them says nothing against it.
    let says_why = |o: &Observation| says_why(o, lists);
    let rank = |o: &Observation| (is_absent(o), !says_why(o));
    group.sort_by(|a, b| (rank(a), &a.origins).cmp(&(rank(b), &b.origins)));
    let mut rest = group.into_iter();
    let mut first = rest.next()?;
    let rest: Vec<Observation> = rest.collect();
    if rest.is_empty() {
        return Some(first);
    }
    let disagrees = |other: &Observation| !is_absent(other) && (other.value != first.value || other.approximate != first.approximate);
    let place =
        |observation: &Observation| observation.origins.first().cloned().map_or_else(|| Location::Round(String::new()), Location::Cell);
    let share_a_code = rest.iter().any(|other| other.table == first.table && words(other) != words(&first));
    if share_a_code || rest.iter().any(disagrees) {
        let code = if share_a_code { codes::LABELS_SHARE_CODE } else { codes::VALUES_CONFLICT };
        let all: Vec<&Observation> = std::iter::once(&first).chain(&rest).collect();
        let finding = Finding::new(
            code,
            place(&first),
            format!("{} for {}", first_of(all.iter().map(|o| shown(o, share_a_code)), " and "), first.key),
        );
        findings.push(rest.iter().fold(finding, |finding, other| finding.related(place(other))));
        for origin in std::iter::once(&first).chain(&rest).flat_map(|o| &o.origins) {
            ledger.settle(origin, Disposition::Finding(code.name));
        }
        return None;
    }
    // A dash and two dots are two answers. Which is right nobody knows, so the figure has none of the two.
    let differs = |other: &Observation| says_why(other) && other.value != first.value;
    if is_absent(&first) && says_why(&first) && rest.iter().any(differs) {
        let shown: Vec<String> = std::iter::once(&first).chain(&rest).filter(|o| says_why(o)).map(absence).collect();
        let finding = Finding::new(codes::ABSENCES_DIFFER, place(&first), format!("{} for {}", shown.join(" and "), first.key));
        findings.push(rest.iter().filter(|o| says_why(o)).fold(finding, |finding, other| finding.related(place(other))));
        let unknown = lists.absence(Role::NoReason);
        first.value = ObsValue::Absent(unknown);
        // What both show, in an order that does not depend on the names of files.
        let both: BTreeSet<&str> = std::iter::once(&first).chain(&rest).filter(|o| says_why(o)).map(|o| o.as_shown.as_str()).collect();
        first.as_shown = both.into_iter().collect::<Vec<_>>().join(" | ").into();
        first.status = lists.status_of_absence(&unknown);
        return Some(joined(first, rest));
    }
    let says_something = |observation: &Observation| observation.value != ObsValue::Absent(lists.absence(Role::Blank));
    if rest.iter().any(says_something) {
        let all: Vec<&Observation> = std::iter::once(&first).chain(&rest).collect();
        let shown = first_of(all.iter().map(|o| format!("\"{}\"", o.as_shown)), " and ");
        let mut finding = Finding::new(codes::VALUE_STATED_TWICE, place(&first), format!("{shown} for {}", first.key));
        if rest.iter().any(|other| other.table == first.table) {
            // Two rows of one table with one label: either one is another category, or one is a copy.
            finding.level = Level::Warning;
        }
        findings.push(rest.iter().fold(finding, |finding, other| finding.related(place(other))));
    }
    // Of several statuses the most severe stays.
    let alike = rest.iter().filter(|other| is_absent(other) == is_absent(&first));
    let statuses: Vec<CodeId> = std::iter::once(&first).chain(alike).map(|o| o.status).collect();
    first.status = lists.leading_status(statuses.into_iter());
    Some(joined(first, rest))
}

/// One observation with the cells and the words of several.
fn joined(mut first: Observation, rest: Vec<Observation>) -> Observation {
    for other in rest {
        first.origins.extend(other.origins);
        first.mappings.extend(other.mappings);
        first.footnotes.extend(other.footnotes);
        first.comments.extend(other.comments);
    }
    dedup(&mut first.origins);
    dedup(&mut first.mappings);
    dedup(&mut first.footnotes);
    dedup(&mut first.comments);
    first
}

/// Whether a cell without a number says in which way; a blank one does not.
fn says_why(observation: &Observation, lists: &CodeLists) -> bool {
    matches!(&observation.value, ObsValue::Absent(absence) if !lists.is(absence, Role::Blank))
}

fn absence(observation: &Observation) -> String {
    let code = if let ObsValue::Absent(absence) = &observation.value { absence.as_str() } else { "" };
    format!("\"{}\" ({code})", observation.as_shown)
}

/// The words of an observation as they compare.
fn words(observation: &Observation) -> Vec<String> {
    observation.labels.iter().map(|label| normalize(split_marks(label).0)).collect()
}

/// What the cell shows, with its words where these are what matters.
fn shown(observation: &Observation, with_words: bool) -> String {
    if with_words { format!("{} ({})", observation.as_shown, observation.labels.join(" › ")) } else { observation.as_shown.to_string() }
}

/// Drops later repetitions and keeps the order.
fn dedup<T: Ord + Clone>(list: &mut Vec<T>) {
    let mut kept: BTreeSet<T> = BTreeSet::new();
    list.retain(|item| !kept.contains(item) && kept.insert(item.clone()));
}

fn is_absent(observation: &Observation) -> bool {
    matches!(observation.value, ObsValue::Absent(_))
}

/// A remark that gives a figure of a table with another value.
fn compare_statements(observations: &[Observation], findings: &mut Findings) {
    for remark in observations.iter().filter(|o| !o.key.in_table() && !is_absent(o)) {
        let key = remark.key.over(remark.key.structure().statement());
        let table = observations.binary_search_by(|o| o.key.cmp(&key)).ok().and_then(|place| observations.get(place));
        let table = table.filter(|o| !is_absent(o) && o.value != remark.value);
        if let (Some(table), Some(at), Some(other)) = (table, remark.origins.first(), table.and_then(|t| t.origins.first())) {
            let found = format!("{} in the remark, {} in the table, for {}", remark.as_shown, table.as_shown, table.key);
            let finding = Finding::new(codes::VALUE_STATED_DIFFERENTLY, Location::Cell(at.clone()), found);
            findings.push(finding.related(Location::Cell(other.clone())));
        }
    }
}
