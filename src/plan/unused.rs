//! Dead configuration: lines that nothing in the round used.

use super::build::AreaPlan;
use super::layout::Absences;
use super::matcher::Hit;
use crate::diag::{Finding, Findings, Level, Place, codes};
use crate::model::MapLine;

impl AreaPlan {
    /// Reports what nothing used, after all files of the area were read and mapped; `own` are the findings of that, `before` those
    /// of the mapping files. What could not be read or mapped makes lines look unused, so each report waits for what it rests on.
    pub fn report_dead(&self, before: &Findings, own: &mut Findings) {
        let is_error = |finding: &&Finding| finding.code.level == Level::Error;
        let unread = own.iter().filter(is_error).any(|finding| matches!(finding.place, Place::File(_)));
        if !unread {
            self.report_unmet_tables(own);
            self.report_lost_corrections(own);
        }
        let folder = format!("{}/", self.area.folder());
        let concerns = |finding: &Finding| finding.place.file().starts_with(&folder) || finding.place.file().starts_with("codelists/");
        if !before.iter().filter(is_error).any(concerns) && !own.iter().any(|finding| is_error(&finding)) {
            self.report_unused(own);
        }
    }

    /// Tables that no sheet of any file was meant by.
    fn report_unmet_tables(&self, findings: &mut Findings) {
        let tables = self.layout.iter().flat_map(|layout| &layout.tables);
        for table in tables.filter(|table| !table.optional && !table.hit.is_marked()) {
            let found = format!("no sheet for the table \"{}\"", table.id);
            findings.push(Finding::new(codes::SHEET_NOT_FOUND, Place::Line(table.at.clone()), found));
        }
    }

    /// Corrections whose file the submission does not have: their figures would go out uncorrected.
    fn report_lost_corrections(&self, findings: &mut Findings) {
        if self.layout.is_none() {
            return;
        }
        for correction in self.corrections.iter().filter(|correction| !correction.hit.is_marked()) {
            let found = format!("no file \"{}\" was read", correction.file);
            findings.push(Finding::new(codes::CORRECTION_STALE, Place::Line(correction.at.clone()), found));
        }
    }

    /// Lines that were used by nothing.
    fn report_unused(&self, findings: &mut Findings) {
        let mut unused = |hit: &Hit, at: &MapLine, what: String| {
            if !hit.is_marked() {
                findings.push(Finding::new(codes::LINE_UNUSED, Place::Line(at.clone()), what));
            }
        };
        for line in self.crosswalk.lines() {
            unused(&line.hit, &line.at, format!("{} \"{}\"", line.concept.word(), line.label));
        }
        if let Some(layout) = &self.layout {
            for rule in &layout.files {
                unused(&rule.hit, &rule.at, "a [[file]] entry".to_owned());
            }
            for rule in &layout.hidden {
                unused(&rule.hit, &rule.at, format!("a [[hidden]] entry: {}", rule.reason));
            }
            for rule in &layout.footnotes {
                unused(&rule.hit, &rule.at, "a [[footnote]] entry".to_owned());
            }
            for rule in &layout.out_of_scope {
                unused(&rule.hit, &rule.at, format!("an [[out_of_scope]] entry: {}", rule.reason));
            }
            for skip in layout.tables.iter().flat_map(|table| table.skip_rows.iter().chain(&table.skip_columns)) {
                unused(&skip.hit, &skip.at, format!("a row or column to skip: {}", skip.reason));
            }
            let mut absences = |absences: &Absences| {
                for (mark, meaning) in absences {
                    unused(&meaning.hit, &meaning.at, format!("the mark of absence \"{mark}\""));
                }
            };
            absences(&layout.absences);
            layout.tables.iter().for_each(|table| absences(&table.absences));
        }
        for line in self.articles.lines().iter().filter(|line| line.usable && !line.hit.is_marked()) {
            findings.push(Finding::new(
                codes::ARTICLE_UNUSED,
                Place::Line(line.at.clone()),
                format!("{} \"{}\"", line.article, line.label),
            ));
        }
    }
}
