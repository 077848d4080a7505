//! Revision triangles: the totals that a sender states of an area under one measure, periods down and vintages across.

use std::collections::{BTreeMap, BTreeSet};

use super::vintage::Vintage;
use crate::model::{CodeId, Key, ObsValue, RefArea, ReferencePeriod, Sender};

/// The totals of one sender about one area under one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Triangle {
    /// The area.
    pub area: RefArea,
    /// Who states them.
    pub sender: Sender,
    /// The measure.
    pub measure: CodeId,
    /// The places of the vintages that have any of them, in order.
    pub vintages: Vec<usize>,
    /// For each period the value in each of those vintages; `None` where it has none.
    pub rows: Vec<(ReferencePeriod, Vec<Option<ObsValue>>)>,
}

/// Period → place of the vintage → value.
type Values = BTreeMap<ReferencePeriod, BTreeMap<usize, ObsValue>>;

/// All triangles, in order of area, sender and measure.
pub fn triangles(vintages: &[Vintage]) -> Vec<Triangle> {
    let mut totals: BTreeMap<(RefArea, Sender, CodeId), Values> = BTreeMap::new();
    for (place, vintage) in vintages.iter().enumerate() {
        for observation in vintage.data.figures().iter().map(crate::compare::Assessed::observation) {
            let key = &observation.key;
            if key.in_table() && is_total(key) {
                let own = totals.entry((key.ref_area, key.sender(), key.measure())).or_default();
                own.entry(key.time_period).or_default().insert(place, observation.value.clone());
            }
        }
    }
    let triangle = |((area, sender, measure), values): ((RefArea, Sender, CodeId), Values)| {
        let places: BTreeSet<usize> = values.values().flat_map(|values| values.keys().copied()).collect();
        let row = |(period, mut values): (ReferencePeriod, BTreeMap<usize, ObsValue>)| {
            (period, places.iter().map(|place| values.remove(place)).collect())
        };
        let rows = values.into_iter().map(row).collect();
        Triangle { area, sender, measure, vintages: places.into_iter().collect(), rows }
    };
    totals.into_iter().map(triangle).collect()
}

/// Whether the figure is not broken down.
fn is_total(key: &Key) -> bool {
    !key.structure().breakdowns().iter().any(|concept| key.is_split(*concept))
}
