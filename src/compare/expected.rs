//! What a submission should have: the years of the round in each of its tables, and the figures that the round before has.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::earlier::Earlier;
use super::rule_context::{has_value, place};
use crate::diag::{Finding, Findings, Level, Location, Message, codes, first_of};
use crate::model::{Name, ObsValue, Observation, Sender};
use crate::plan::{Plan, Role, Round, TableRule};

/// Figures of a table that are told one by one.
const SINGLE: usize = 1;

/// Tables that have no figure of a year of the round, unless the layout says why.
pub(super) fn years(observations: &[Observation], plan: &Plan, round: &Round, findings: &mut Findings) {
    let mut tables: BTreeMap<(Sender, Name), (BTreeSet<u16>, &Observation)> = BTreeMap::new();
    for observation in observations.iter().filter(|observation| observation.key.in_table() && !observation.origins.is_empty()) {
        let key = &observation.key;
        let (years, first) = tables.entry((key.sender(), observation.table.0)).or_insert_with(|| (BTreeSet::new(), observation));
        years.extend(key.time_period.first()..=key.time_period.last());
        if observation.origins < first.origins {
            *first = observation;
        }
    }
    // What was not read is no year that is missing.
    let is_unread = |finding: &&Finding| finding.level == Level::Error && !matches!(finding.location, Location::File(_));
    let errors = findings.iter().filter(is_unread);
    let unread: BTreeSet<String> =
        errors.flat_map(|finding| finding.related.iter().chain([&finding.location])).map(|place| place.file().to_owned()).collect();
    for ((sender, id), (has, first)) in tables {
        if first.origins.iter().any(|origin| unread.contains(&*origin.file)) {
            continue;
        }
        let layout = plan.senders.get(&sender).and_then(|sender| sender.layout.as_ref());
        // Records have the rows that there are.
        let Some(table) = layout.and_then(|layout| layout.tables.iter().find(|table| table.id == id)) else { continue };
        let missing: Vec<u16> = round.years.iter().copied().filter(|year| !has.contains(year) && !is_said(table, *year)).collect();
        let others: Vec<String> = round.years.iter().filter(|year| has.contains(year)).map(ToString::to_string).collect();
        if missing.is_empty() || others.is_empty() {
            continue;
        }
        let years: Vec<String> = missing.iter().map(ToString::to_string).collect();
        let message = Message::new("expected-missing", "year")
            .with("years", years.join(", "))
            .with("table", Message::new("roles", "the-table").with("table", id.to_string()))
            .with("others", others.join(", "));
        let finding = Finding::asking(codes::EXPECTED_MISSING, place(first), message);
        findings.push(finding.related(Location::Line(table.at)));
    }
}

/// Tables of which every cell is blank. Marks say why there is no number; blanks don't.
pub(super) fn numbers(observations: &[Observation], plan: &Plan, findings: &mut Findings) {
    let mut tables: BTreeMap<(Sender, Name), (usize, bool, &Observation)> = BTreeMap::new();
    let blank = plan.lists.absence(Role::Blank);
    for observation in observations.iter().filter(|observation| !observation.origins.is_empty()) {
        let key = (observation.key.sender(), observation.table.0);
        let (cells, is_blank, first) = tables.entry(key).or_insert((0, true, observation));
        *cells += 1;
        *is_blank &= observation.value == ObsValue::Absent(blank);
        if observation.origins < first.origins {
            *first = observation;
        }
    }
    for ((_, id), (cells, _, first)) in tables.into_iter().filter(|(_, (cells, is_blank, _))| *is_blank && *cells > 1) {
        let message = Message::new("expected-missing", "blank")
            .with("table", Message::new("roles", "the-table").with("table", id.to_string()))
            .with("n", cells);
        findings.push(Finding::asking(codes::EXPECTED_MISSING, place(first), message).related(Location::Line(first.table.1)));
    }
}

fn is_said(table: &TableRule, year: u16) -> bool {
    table.missing.iter().any(|missing| (missing.period.first()..=missing.period.last()).contains(&year))
}

/// A figure and that of the round before.
type Revised<'a> = (&'a Observation, &'a Observation);

/// Figures of which the round before has another value, by table.
pub(super) fn revised(observations: &[Observation], earlier: &Earlier, findings: &mut Findings) {
    let mut tables: BTreeMap<(Sender, Name, Name), Vec<Revised<'_>>> = BTreeMap::new();
    for observation in observations {
        let Some((before, vintage)) = earlier.same(&observation.key) else { continue };
        if before.value != observation.value && (has_value(before) || has_value(observation)) {
            tables.entry((observation.key.sender(), observation.table.0, vintage)).or_default().push((observation, before));
        }
    }
    for ((_, id, vintage), mut pairs) in tables {
        pairs.sort_by(|(a, _), (b, _)| a.origins.cmp(&b.origins));
        let Some((first, _)) = pairs.first() else { continue };
        let message = if pairs.len() > SINGLE {
            let said = |(now, before): &Revised<'_>| format!("{}: {} ({})", labels(now), shown(now), shown(before));
            Message::new("figures-revised", "several")
                .with("n", pairs.len())
                .with("table", Message::new("roles", "the-table").with("table", id.to_string()))
                .with("texts", first_of(pairs.iter().map(said), "; "))
        } else {
            let (now, before) = (first, pairs.first().map_or(first, |(_, before)| before));
            Message::new("figures-revised", "one").with("figure", labels(now)).with("new", shown(now)).with("old", shown(before))
        };
        let finding = Finding::asking(codes::FIGURES_REVISED, place(first), message.with("round", vintage.to_string()));
        findings.push(pairs.iter().skip(1).fold(finding, |finding, (now, _)| finding.related(place(now))));
    }
}

/// The words of a figure with its period.
fn labels(observation: &Observation) -> String {
    let period = observation.key.time_period.to_string();
    let mut words: Vec<&str> = observation.labels.iter().map(SmolStr::as_str).filter(|label| *label != period).collect();
    words.push(&period);
    words.join(" › ")
}

fn shown(observation: &Observation) -> String {
    match &observation.value {
        ObsValue::Absent(_) if observation.as_shown.is_empty() => "blank".to_owned(),
        _ => observation.as_shown.to_string(),
    }
}
