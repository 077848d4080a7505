//! What the report shows beyond its own round: second witnesses, and what became of the totals of the rounds before.

use serde_json::{Value, json};

use crate::compare::{Statement, Witness};
use crate::emit::csv::value_words;
use crate::history::{History, Triangle};

/// Figures that two providers state.
pub(super) fn witnesses(witnesses: &[Witness]) -> Vec<Value> {
    let said = |said: &Statement| {
        json!({
            "provider": said.key.sender().to_string(),
            "measure": said.key.measure().to_string(),
            "value": value_words(&said.value),
            "vintage": &*said.vintage,
            "key": said.key.to_string(),
            "cell": said.cell,
        })
    };
    let one = |witness: &Witness| {
        let key = &witness.first.key;
        let structure = key.structure();
        json!({
            "area": key.ref_area.to_string(),
            "period": key.time_period.to_string(),
            "split": structure.splits().iter().map(|concept| key.code(*concept).to_string()).collect::<Vec<_>>(),
            "a": said(&witness.first),
            "b": said(&witness.second),
            "difference": witness.difference.map(|difference| difference.to_string()),
            "agreement": witness.agreement.word(),
            "reasons": witness.reasons.iter().map(|(reason, words)| json!([reason.code(), words])).collect::<Vec<_>>(),
        })
    };
    witnesses.iter().map(one).collect()
}

/// The rounds of the history: id, day of its first release, years.
pub(super) fn vintages(history: Option<&History>) -> Vec<Value> {
    let all = history.into_iter().flat_map(|history| &history.vintages);
    all.map(|vintage| json!([vintage.round.id, vintage.round.dates.published, vintage.round.years])).collect()
}

/// The totals that several rounds have of one sender and area: for each period a value of each of these rounds.
pub(super) fn triangles(history: Option<&History>) -> Vec<Value> {
    let one = |triangle: &Triangle| {
        let row =
            |values: &[Option<crate::model::ObsValue>]| values.iter().map(|value| value.as_ref().map(value_words)).collect::<Vec<_>>();
        json!({
            "area": triangle.area.to_string(),
            "sender": triangle.sender.to_string(),
            "measure": triangle.measure.to_string(),
            "vintages": triangle.vintages,
            "rows": triangle.rows.iter().map(|(period, values)| json!([period.to_string(), row(values)])).collect::<Vec<_>>(),
        })
    };
    let all = history.map(|history| crate::history::triangles(&history.vintages)).unwrap_or_default();
    all.iter().filter(|triangle| triangle.vintages.len() > 1).map(one).collect()
}
