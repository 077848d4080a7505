//! Checks of bands: what the limits of two codes say must not contradict the hierarchy of their list.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::codelists::CodeLists;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, Concept};
use crate::schema::{Row, Table};

/// A band with its line.
struct Band<'a> {
    code: CodeId,
    row: &'a Row,
    from: u32,
    to: Option<u32>,
}

impl Band<'_> {
    /// Its end as a number: none is so large.
    fn end(&self) -> u32 {
        self.to.unwrap_or(u32::MAX)
    }

    fn words(&self) -> String {
        let to = self.to.map_or_else(|| " and more".to_owned(), |to| format!(" to {to}"));
        format!("{} ({}{to})", self.code, self.from)
    }
}

impl CodeLists {
    /// Reports bands that do not lie in that of their parent, that lie in one beside them, or overlap it, and a total with limits.
    pub(super) fn check_bands(&self, tables: &BTreeMap<String, Table>, findings: &mut Findings) {
        for concept in self.structure.breakdowns().iter().copied().filter(|concept| concept.declared().bands) {
            let rows = tables.get(concept.list()).into_iter().flat_map(|table| &table.rows);
            let mut siblings: BTreeMap<&str, Vec<Band<'_>>> = BTreeMap::new();
            for row in rows {
                let Some(band) = self.band(concept, row) else { continue };
                if band.code.is_total() {
                    let finding = wrong(&band, format!("the from_age \"{}\" of the total {}", row.get("from_age"), band.code));
                    findings.push(finding.expected("nothing: the total is of all ages, known or not"));
                    continue;
                }
                if let Some((least, most)) = self.parent(&band.code).and_then(|parent| self.ages(&parent))
                    && (band.from < least || most.is_some_and(|most| band.end() > most))
                {
                    let finding = wrong(&band, format!("{}, which is not all of its parent {}", band.words(), row.get("parent")));
                    findings.push(finding.expected("ages that lie in those of the parent, or another parent"));
                }
                siblings.entry(row.get("parent")).or_default().push(band);
            }
            for (parent, bands) in siblings {
                self.check_siblings(parent, bands, findings);
            }
        }
    }

    fn band<'a>(&self, concept: Concept, row: &'a Row) -> Option<Band<'a>> {
        let code = self.get(concept, row.get("code"))?;
        let (from, to) = self.ages(&code)?;
        // A code that stands twice is a finding; its first line counts.
        (self.place(&code) == Some(row.at())).then_some(Band { code, row, from, to })
    }

    /// Bands of one parent stand beside each other. One that lies across the line between children and adults has no other parent than both.
    fn check_siblings(&self, parent: &str, mut bands: Vec<Band<'_>>, findings: &mut Findings) {
        bands.sort_by_key(|band| (band.from, Reverse(band.end())));
        let mut widest: Option<&Band<'_>> = None;
        let mut across: BTreeMap<(u32, u32), &Band<'_>> = BTreeMap::new();
        for band in &bands {
            if self.straddles_adulthood(&band.code) {
                if let Some(other) = across.insert((band.from, band.end()), band) {
                    findings.push(same_or_within(band, other));
                }
                continue;
            }
            if let Some(other) = widest.filter(|other| band.from <= other.end()) {
                findings.push(if band.end() <= other.end() { same_or_within(band, other) } else { overlapping(parent, band, other) });
            }
            if widest.is_none_or(|other| band.end() > other.end()) {
                widest = Some(band);
            }
        }
    }
}

fn wrong(band: &Band<'_>, found: String) -> Finding {
    Finding::new(codes::VALUE_INVALID, Location::Line(band.row.at_field("from_age")), found)
}

fn same_or_within(band: &Band<'_>, other: &Band<'_>) -> Finding {
    let place = Location::Line(other.row.at_field("from_age"));
    if (band.from, band.end()) == (other.from, other.end()) {
        return wrong(band, format!("{} has the ages of {}", band.code, other.code)).expected("one code for a band").related(place);
    }
    let finding = wrong(band, format!("{} lies in {}, which is not above it", band.words(), other.words()));
    finding.expected(format!("the parent {}, or other ages", other.code)).related(place)
}

fn overlapping(parent: &str, band: &Band<'_>, other: &Band<'_>) -> Finding {
    let found = format!("{} and {}, both below {parent}, overlap", other.words(), band.words());
    let place = |band: &Band<'_>| Location::Line(band.row.at_field("from_age"));
    Finding::new(codes::BANDS_OVERLAP, place(band), found).related(place(other))
}
