//! What the mapping files mean, once they are read.

use std::collections::BTreeSet;

use roundup::model::MappingLine;
use roundup::plan::{SenderPlan, Skip};

use crate::support::root;

/// The places of all lines of which a run learns whether something used them.
fn places(area: &SenderPlan) -> Vec<MappingLine> {
    let at = |skip: &Skip| skip.at;
    let mut places: Vec<MappingLine> = area.crosswalk.lines().iter().map(|line| line.said.at).collect();
    places.extend(area.articles.lines().iter().map(|line| line.said.at));
    places.extend(area.corrections.iter().map(|correction| correction.at));
    places.extend(area.statements.facts.iter().map(|fact| fact.at));
    places.extend(area.statements.breaks.iter().map(|declared| declared.at));
    places.extend(area.statements.caveats.iter().map(|caveat| caveat.declared.at));
    let layout = area.layout.as_ref().expect("a layout");
    places.extend(layout.files.iter().map(|rule| rule.at));
    places.extend(layout.hidden.iter().map(|rule| rule.at));
    places.extend(layout.footnotes.iter().map(|rule| rule.at));
    places.extend(layout.out_of_scope.iter().map(|rule| rule.at));
    places.extend(layout.absences.values().map(|mark| mark.at));
    for table in &layout.tables {
        places.push(table.at);
        places.extend(table.absences.values().map(|mark| mark.at));
        places.extend(table.skip_rows.iter().chain(&table.skip_columns).chain(&table.shares).map(at));
    }
    for records in &layout.records {
        places.push(records.at);
        places.extend(records.skip_columns.iter().map(at));
    }
    places
}

#[test]
fn no_two_lines_have_one_place() {
    let plan = roundup::pipeline::plan(&root().join("mappings"), None).expect("a plan");
    let mut known: BTreeSet<MappingLine> = BTreeSet::new();
    for place in plan.senders.values().flat_map(places).chain(plan.caveats.iter().map(|caveat| caveat.declared.at)) {
        assert!(known.insert(place), "two lines at {place}:{}", place.column);
    }
    assert!(known.len() > 300, "{} lines", known.len());
}
