//! `revisions.md`: for each area the totals of each measure, years down and vintages across, and what changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::emit::csv::value_words;
use crate::history::{History, Kind, triangles};
use crate::markdown::escape;
use crate::model::Sender;

pub(super) fn markdown(history: &History) -> String {
    let rounds: Vec<&str> = history.vintages.iter().map(|vintage| vintage.round.id.as_str()).collect();
    let mut text = format!("# Revisions of rounds {}\n\n", rounds.join(", "));
    text.push_str("A column is a vintage: what a round says. Below the totals of each measure, years down. `revisions.csv` has every figure with its cells.\n");
    text.push_str(&counts(history));
    let Some(newest) = history.vintages.last() else { return text };
    let codebook = newest.data.codebook();
    let mut last = None;
    for triangle in triangles(&history.vintages) {
        let (area, sender) = (triangle.area, triangle.sender);
        if last.replace((area, sender)) != Some((area, sender)) {
            let name = codebook.sender_name(Sender::State(area));
            let by = if sender.state().is_some() { String::new() } else { format!(", as {} states it", codebook.sender_name(sender)) };
            let _ = write!(text, "\n## {}{}\n", escape(&name), escape(&by));
        }
        let head: Vec<&str> = triangle.vintages.iter().filter_map(|place| rounds.get(*place).copied()).collect();
        let title = codebook.name(triangle.measure.concept().list(), triangle.measure.as_str());
        let _ = write!(text, "\n**{}**\n\n| |{}\n|---|{}\n", escape(title), row(&head), "---|".repeat(head.len()));
        for (period, values) in &triangle.rows {
            let cells: Vec<String> = values.iter().map(|value| value.as_ref().map(value_words).unwrap_or_default()).collect();
            let _ = writeln!(text, "| {period} |{}", row(&cells.iter().map(String::as_str).collect::<Vec<_>>()));
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
