//! Which words of a submission a release may repeat.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use crate::diag::{Account, Disposition, Findings, Ledger};
use crate::model::{MappingLine, MappingUse, ObsValue, Observation, ReferencePeriod, SourceCell};
use crate::normalize::{has_number_beside, normalize};
use crate::plan::{Plan, Round};

/// Stands for what is not shown.
pub const MASK: &str = "•";

/// Stands for a reason that the layout gives.
const DECIDED: &str = "by a decision of the layout";

/// The words that a steward wrote into mapping lines, and the years of the round.
pub(super) struct Words<'a> {
    /// The label of each line that names a word, not a pattern.
    literal: BTreeMap<MappingLine, &'a str>,
    round: &'a Round,
    /// Entries whose texts are about suppressed figures.
    not_published: &'a BTreeSet<MappingLine>,
}

impl<'a> Words<'a> {
    pub(super) fn new(plan: &'a Plan, round: &'a Round, not_published: &'a BTreeSet<MappingLine>) -> Self {
        let is_pattern = |label: &str| label.starts_with('/');
        let mut literal = BTreeMap::new();
        for area in plan.senders.values() {
            literal.extend(area.crosswalk.lines().iter().map(|line| (line.said.at, line.said.label.as_str())));
            literal.extend(area.articles.lines().iter().map(|line| (line.said.at, line.said.label.as_str())));
        }
        literal.retain(|_, label| !is_pattern(label));
        Self { literal, round, not_published }
    }

    /// Whether a word is that of the mapping line that it was mapped by, and discloses no number. Ages and articles are numbers by nature.
    fn is_of_line(&self, used: &MappingUse) -> bool {
        let is_number = used.code.concept().declared().numbered;
        let is_word =
            |label: &str| normalize(label) == normalize(&used.label) && (is_number || !has_number_beside(label, &self.round.years));
        match used.line {
            Some(line) => self.literal.get(&line).is_some_and(|label| is_word(label)),
            // A country name of the library.
            None => true,
        }
    }

    fn is_period(&self, text: &str) -> bool {
        ReferencePeriod::parse(text).is_some_and(|period| self.round.collects(period))
    }

    /// Leaves a published figure the words that may be repeated.
    pub(super) fn published(&self, observation: &mut Observation) {
        let known: BTreeSet<&str> =
            observation.mappings.iter().filter(|used| self.is_of_line(used)).map(|used| used.label.as_str()).collect();
        let keeps = |label: &str| known.contains(label) || self.is_period(label);
        let labels: Vec<_> = observation.labels.iter().filter(|label| keeps(label)).cloned().collect();
        let article = observation.article_as_written.take().filter(|article| known.contains(article.as_str()));
        let hidden: Vec<bool> = observation.mappings.iter().map(|used| !known.contains(used.label.as_str())).collect();
        observation.labels = labels;
        observation.article_as_written = article;
        for (used, _) in observation.mappings.iter_mut().zip(hidden).filter(|(used, hidden)| *hidden && used.line.is_some()) {
            used.label = MASK.into();
        }
        if !is_just(&observation.as_shown, &observation.value) {
            observation.as_shown = MASK.into();
        }
        // A footnote, a note on a cell, an answer and a correction may speak of another figure, and in words.
        observation.footnotes.clear();
        observation.comments.retain(|comment| comment.line.is_some_and(|line| !self.not_published.contains(&line)));
    }

    /// What cells and findings say. A cell keeps its text if that is the one number that is published of it, or a year.
    pub(super) fn ledger_and_findings(
        &self,
        observations: &[Observation],
        suppressed: &BTreeSet<usize>,
        names: &Names,
        ledger: Ledger,
        mut findings: Findings,
    ) -> (Ledger, Findings) {
        let mut published: BTreeMap<&SourceCell, Vec<&ObsValue>> = BTreeMap::new();
        for (i, observation) in observations.iter().enumerate() {
            for origin in &observation.origins {
                let values = published.entry(origin).or_default();
                values.extend(Some(&observation.value).filter(|_| !suppressed.contains(&i)));
            }
        }
        let account = |origin: &SourceCell, account: &mut Account| {
            let is_figure =
                published.get(origin).is_some_and(|values| matches!(values.as_slice(), [value] if is_just(&account.text, value)));
            let is_label = matches!(account.disposition, Some(Disposition::Label(_))) && self.is_period(&account.text);
            if !is_figure && !is_label {
                account.text = MASK.into();
            }
            account.disposition = account.disposition.take().map(without_reason);
        };
        let ledger = ledger.published(|file, sheet| names.of(file, sheet), account, without_reason);
        findings.change(|finding| {
            MASK.clone_into(&mut finding.found);
            finding.code.expected.clone_into(&mut finding.expected);
            finding.code.fix.clone_into(&mut finding.remedy);
            finding.about = None;
            finding.edits.clear();
            finding.message = None;
            for place in std::iter::once(&mut finding.location).chain(&mut finding.related) {
                names.rename_place(place);
            }
        });
        (ledger, findings)
    }
}

fn without_reason(disposition: Disposition) -> Disposition {
    match disposition {
        Disposition::OutOfScope(_) => Disposition::OutOfScope(DECIDED.to_owned()),
        Disposition::Label(_) | Disposition::Mapped(_) | Disposition::Finding(_) => disposition,
    }
}

/// Whether a text is the number and nothing else, or a mark without a letter where there is none.
fn is_just(text: &str, value: &ObsValue) -> bool {
    match value {
        ObsValue::Count(count) => text.trim() == count.to_string(),
        ObsValue::Absent(_) => !text.chars().any(char::is_alphanumeric),
        ObsValue::Bounds { .. } | ObsValue::Percent(_) => false,
    }
}
