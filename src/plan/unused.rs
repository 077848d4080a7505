//! Unused configuration: lines that nothing in the round used.

use std::collections::BTreeMap;

use super::build::SenderPlan;
use super::layout::{Absences, TableRule};
use super::used::Used;
use crate::diag::{Edit, Finding, Findings, Level, Location, codes, of_one_cause};
use crate::model::MappingLine;
use crate::normalize::normalize;
use crate::similarity::nearest;

/// A sheet with cells that no table of the layout is meant for.
#[derive(Clone, Debug)]
pub struct UnreadSheet {
    /// The sheet.
    pub location: Location,
    /// The tables whose anchor stands on it, by their lines.
    pub anchors: Vec<MappingLine>,
}

impl SenderPlan {
    /// Reports what nothing used, after all files of the area were read and mapped; `used` are the lines that this used, `own` its findings, `before` those
    /// of the mapping files. What could not be read or mapped makes lines look unused, so each report waits for what it rests on.
    pub fn report_dead(&self, used: &Used, strays: &[UnreadSheet], before: &Findings, own: &mut Findings) {
        let is_error = |finding: &&Finding| finding.code.level == Level::Error;
        let is_unread = |finding: &Finding| {
            matches!(finding.location, Location::File(_)) || [codes::SHEET_UNREADABLE, codes::QUOTE_STRAY].contains(&finding.code)
        };
        let unread = own.iter().filter(is_error).any(is_unread);
        if !unread {
            self.report_unmet_tables(used, strays, own);
            self.report_lost_corrections(used, own);
        }
        let folder = format!("{}/", self.sender.folder());
        let concerns =
            |finding: &Finding| finding.location.file().starts_with(&folder) || finding.location.file().starts_with("codelists/");
        if !before.iter().filter(is_error).any(concerns) && !own.iter().any(|finding| is_error(&finding)) {
            self.report_unused(used, own);
        }
    }

    /// Tables that no sheet of any file was meant by. A sheet that no table is meant for may be theirs under a new name: best the only one with the
    /// table's anchor on it, else the one with the nearest name.
    fn report_unmet_tables(&self, used: &Used, strays: &[UnreadSheet], findings: &mut Findings) {
        for rule in self.layout.iter().flat_map(|layout| &layout.records).filter(|rule| !used.contains(&rule.at)) {
            let found = format!("no file and sheet for the records \"{}\"", rule.id);
            findings.push(Finding::new(codes::SHEET_NOT_FOUND, Location::Line(rule.at), found));
        }
        let tables = self.layout.iter().flat_map(|layout| &layout.tables);
        let unmet: Vec<&TableRule> = tables.filter(|table| !table.optional && !used.contains(&table.at)).collect();
        let mut lost = Vec::new();
        for table in &unmet {
            let finding =
                Finding::new(codes::SHEET_NOT_FOUND, Location::Line(table.at), format!("no sheet for the table \"{}\"", table.id));
            let mut with_anchor = strays.iter().filter(|stray| stray.anchors.contains(&table.at));
            let words: Vec<&str> = table.sheet.words().collect();
            let is_near = |stray: &&UnreadSheet| {
                let leaf = stray.location.file().rsplit('/').next().unwrap_or_default();
                table.file.selects(leaf) && words.iter().any(|word| nearest(word, std::iter::once(((), stray.location.sheet()))).is_some())
            };
            let mut by_name = strays.iter().filter(is_near);
            // Of several none is guessed; all are named.
            let renamed = match (with_anchor.next(), with_anchor.next()) {
                (Some(only), None) => Some(only),
                (None, _) => by_name.next().filter(|_| by_name.next().is_none()),
                (Some(_), Some(_)) => None,
            };
            let finding = match (renamed, words.as_slice()) {
                (Some(stray), [word]) => {
                    let edit = Edit { table: table.at, key: "sheet", old: normalize(word), new: stray.location.sheet().to_owned() };
                    finding.edit(edit).related(stray.location.clone())
                }
                _ => strays.iter().fold(finding, |finding, stray| finding.related(stray.location.clone())),
            };
            lost.push(finding);
        }
        // Tables of one sheet that is gone are one finding.
        let mut by_place: BTreeMap<[Vec<&str>; 2], Vec<Finding>> = BTreeMap::new();
        for (table, finding) in unmet.iter().zip(lost) {
            by_place.entry([table.file.words().collect(), table.sheet.words().collect()]).or_default().push(finding);
        }
        let ids: Vec<&str> = unmet.iter().map(|table| &*table.id).collect();
        for finding in by_place.into_values().flat_map(|lost| of_one_cause(lost, &ids)) {
            findings.push(finding);
        }
    }

    /// Corrections whose file the submission does not have: their figures would go out uncorrected.
    fn report_lost_corrections(&self, used: &Used, findings: &mut Findings) {
        if self.layout.is_none() {
            return;
        }
        for correction in self.corrections.iter().filter(|correction| !used.contains(&correction.at)) {
            let found = format!("no file \"{}\" was read", correction.file);
            findings.push(Finding::new(codes::CORRECTION_STALE, Location::Line(correction.at), found));
        }
    }

    /// Lines that were used by nothing.
    fn report_unused(&self, used: &Used, findings: &mut Findings) {
        let mut unused = |at: MappingLine, what: &dyn Fn() -> String| {
            if !used.contains(&at) && self.is_of_round(&at) {
                findings.push(Finding::new(codes::LINE_UNUSED, Location::Line(at), what()));
            }
        };
        for line in self.crosswalk.lines().iter().filter(|line| !self.crosswalk.is_reported(&line.said.at)) {
            unused(line.said.at, &|| format!("{} \"{}\"", line.said.concept, line.said.label));
        }
        if let Some(layout) = &self.layout {
            for rule in &layout.files {
                unused(rule.at, &|| "a [[file]] entry".to_owned());
            }
            for rule in &layout.hidden {
                unused(rule.at, &|| format!("a [[hidden]] entry: {}", rule.reason));
            }
            for rule in &layout.footnotes {
                unused(rule.at, &|| "a [[footnote]] entry".to_owned());
            }
            for rule in &layout.out_of_scope {
                unused(rule.at, &|| format!("an [[out_of_scope]] entry: {}", rule.reason));
            }
            let of_records = layout.records.iter().flat_map(|rule| &rule.skip_columns);
            for skip in layout.tables.iter().flat_map(|table| table.skip_rows.iter().chain(&table.skip_columns)).chain(of_records) {
                unused(skip.at, &|| format!("a row or column to skip: {}", skip.reason));
            }
            for skip in layout.tables.iter().flat_map(|table| &table.shares) {
                unused(skip.at, &|| format!("an entry of shares: {}", skip.reason));
            }
            let mut absences = |absences: &Absences| {
                for (mark, meaning) in absences {
                    unused(meaning.at, &|| format!("the mark of absence \"{mark}\""));
                }
            };
            absences(&layout.absences);
            layout.tables.iter().for_each(|table| absences(&table.absences));
        }
        let usable = self.articles.lines().iter().filter(|line| line.usable);
        for line in usable.map(|line| &line.said).filter(|line| !used.contains(&line.at) && self.is_of_round(&line.at)) {
            findings.push(Finding::new(codes::ARTICLE_UNUSED, Location::Line(line.at), format!("{} \"{}\"", line.article, line.label)));
        }
    }
}
