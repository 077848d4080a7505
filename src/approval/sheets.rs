//! Findings about sheets and files as a whole: renamed, gone, never approved.

use std::collections::{BTreeMap, BTreeSet};

use super::inventory::{Item, Place};
use super::places::Inventory;
use super::report::Report;
use crate::diag::{Finding, Location, Message, codes, first_of};
use crate::plan::TextIdentity;

impl Report<'_> {
    pub(super) fn renamed(&mut self, new: &Place, old: &Place) {
        if new.1 != old.1 && !self.told.sheets.contains(new) {
            let message = Message::new("text-changed", "sheet").with("was", old.1.clone()).with("text", new.1.clone());
            self.push(codes::TEXT_CHANGED, new, &[], message);
        }
    }

    /// Sheets that are gone; of a file that is gone as a whole one finding.
    pub(super) fn gone_sheets(&mut self, gone: Vec<(Place, BTreeSet<String>, usize)>, files: &BTreeSet<&str>) {
        let mut lost: BTreeMap<String, usize> = BTreeMap::new();
        for (place, tables, texts) in gone {
            if !files.contains(place.0.as_str()) {
                *lost.entry(place.0).or_default() += texts;
                continue;
            }
            if self.told.sheets.contains(&place) || tables.iter().any(|table| self.told.tables.contains(table)) {
                continue;
            }
            let names = first_of(tables.iter().map(|table| format!("\"{table}\"")), ", ");
            let message = Message::new("expected-missing", "sheet").with("sheet", place.1.clone()).with("n", texts).with("tables", names);
            self.findings.push(Finding::asking(codes::EXPECTED_MISSING, Location::File(self.file(&place.0)), message));
        }
        for (file, texts) in lost.into_iter().filter(|(file, _)| !self.told.files.contains(file)) {
            let message = Message::new("expected-missing", "file").with("file", file.clone()).with("n", texts);
            self.findings.push(Finding::asking(codes::EXPECTED_MISSING, Location::File(self.file(&file)), message));
        }
    }

    /// Sheets that nobody approved; of a file that nobody approved one finding.
    pub(super) fn fresh_sheets(&mut self, fresh: &[Place], own: &Inventory<'_>, known: &BTreeSet<&str>) {
        let mut files: BTreeMap<&str, usize> = BTreeMap::new();
        for place in fresh {
            let Some(texts) = own.get(place) else { continue };
            if known.contains(place.0.as_str()) {
                self.fresh_sheet(place, texts);
            } else {
                *files.entry(&place.0).or_default() += texts.len();
            }
        }
        for (file, texts) in files.into_iter().filter(|(file, _)| !self.told.files.contains(*file)) {
            let message = Message::new("text-new", "file").with("n", texts);
            self.findings.push(Finding::asking(codes::TEXT_NEW, Location::File(self.file(file)), message));
        }
    }

    fn fresh_sheet(&mut self, place: &Place, own: &BTreeMap<TextIdentity, Item<'_>>) {
        if own.is_empty() || self.told.sheets.contains(place) {
            return;
        }
        let texts = own.values().map(|item| format!("\"{}\"", item.text()));
        let message = Message::new("text-new", "sheet").with("n", own.len()).with("texts", first_of(texts, ", "));
        self.push(codes::TEXT_NEW, place, &[], message);
    }
}
