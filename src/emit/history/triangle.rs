//! `revisions.md`: for each area the totals of each measure, years down and vintages across, and what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::emit::csv::value_words;
use crate::history::{History, Kind};
use crate::markdown::escape;
use crate::model::{CodeId, Key, RefArea, ReferencePeriod, Sender};

/// The totals of one sender about one area: measure → period → vintage → value.
type Totals = BTreeMap<CodeId, BTreeMap<ReferencePeriod, BTreeMap<usize, String>>>;

pub(super) fn markdown(history: &History) -> String {
    let rounds: Vec<&str> = history.vintages.iter().map(|vintage| vintage.round.id.as_str()).collect();
    let mut text = format!("# Revisions of rounds {}\n\n", rounds.join(", "));
    text.push_str("A column is a vintage: what a round says. Below the totals of each measure, years down. `revisions.csv` has every figure with its cells.\n");
    text.push_str(&counts(history));
    let mut totals: BTreeMap<(RefArea, Sender), Totals> = BTreeMap::new();
    for (place, vintage) in history.vintages.iter().enumerate() {
        for observation in vintage.data.figures().iter().map(crate::compare::Assessed::observation) {
            let key = &observation.key;
            if key.in_table() && is_total(key) {
                let of_period = totals.entry((key.ref_area, key.sender())).or_default().entry(key.measure()).or_default();
                of_period.entry(key.time_period).or_default().insert(place, value_words(&observation.value));
            }
        }
    }
    for ((area, sender), measures) in &totals {
        let Some(vintage) = history.vintages.last() else { continue };
        let codebook = vintage.data.codebook();
        let name = codebook.sender_name(Sender::State(*area));
        let by = if sender.state().is_some() { String::new() } else { format!(", as {} states it", codebook.sender_name(*sender)) };
        let _ = write!(text, "\n## {}{}\n", escape(&name), escape(&by));
        for (measure, periods) in measures {
            let own: BTreeSet<usize> = periods.values().flat_map(|values| values.keys().copied()).collect();
            let head: Vec<&str> = own.iter().filter_map(|place| rounds.get(*place).copied()).collect();
            let title = codebook.name(measure.concept().list(), measure.as_str());
            let _ = write!(text, "\n**{}**\n\n| |{}\n|---|{}\n", escape(title), row(&head), "---|".repeat(head.len()));
            for (period, values) in periods {
                let cells: Vec<&str> = own.iter().map(|place| values.get(place).map_or("", String::as_str)).collect();
                let _ = writeln!(text, "| {period} |{}", row(&cells));
            }
        }
    }
    text
}

fn row(cells: &[&str]) -> String {
    cells.iter().fold(String::new(), |mut row, cell| {
        let _ = write!(row, " {} |", escape(cell));
        row
    })
}

/// Whether the figure is not broken down.
fn is_total(key: &Key) -> bool {
    !key.structure().breakdowns().iter().any(|concept| key.is_split(*concept))
}

/// How many figures of each vintage became what.
fn counts(history: &History) -> String {
    let mut text = String::from("\n| round | since |");
    text.extend(Kind::ALL.map(|kind| format!(" {} |", kind.word())));
    text.push_str("\n|---|---|");
    text.push_str(&"---|".repeat(Kind::ALL.len()));
    text.push('\n');
    let id = |place: usize| history.vintages.get(place).map_or("", |vintage| vintage.round.id.as_str());
    let mut by_vintage: BTreeMap<(usize, Option<usize>), BTreeMap<Kind, usize>> = BTreeMap::new();
    for revision in &history.revisions {
        *by_vintage.entry((revision.vintage, revision.before)).or_default().entry(revision.kind).or_default() += 1;
    }
    for ((vintage, before), kinds) in &by_vintage {
        let _ = write!(text, "| {} | {} |", id(*vintage), before.map_or("", id));
        text.extend(Kind::ALL.map(|kind| format!(" {} |", kinds.get(&kind).copied().unwrap_or(0))));
        text.push('\n');
    }
    text
}
