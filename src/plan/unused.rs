//! Dead configuration: lines that nothing in the round used.

use super::build::AreaPlan;
use super::layout::Absences;
use super::matcher::Hit;
use crate::diag::{Finding, Findings, Place, codes};
use crate::model::MapLine;

impl AreaPlan {
    /// Reports each correction whose file the submission does not have: its figure would go out uncorrected.
    pub fn report_lost_corrections(&self, findings: &mut Findings) {
        for correction in self.corrections.iter().filter(|correction| !correction.hit.is_marked()) {
            let found = format!("no file \"{}\" was read", correction.file);
            findings.push(Finding::new(codes::CORRECTION_STALE, Place::Line(correction.at.clone()), found));
        }
    }

    /// Reports each line that was used by nothing. Only meaningful after all files of the area were read.
    pub fn report_unused(&self, findings: &mut Findings) {
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
