//! A figure with its reasons.

use super::rule::Rule;
use crate::model::{CodeId, Comment, Comparability, MappingLine, Observation, Reason, Severity, SourceCell, Use};
use crate::plan::CodeLists;

/// A reason that stands against uses of a figure, and what gave it.
#[derive(Clone, Debug)]
pub struct Flag {
    /// The rule that gave it.
    pub rule: &'static Rule,
    /// The reason.
    pub reason: Reason,
    /// How much it weighs for each use, in the order of [`Use::ALL`]; `None`: it does not stand against the use.
    pub severities: [Option<Severity>; 3],
    /// What exactly was found.
    pub detail: String,
    /// The SDMX status that it implies.
    pub status: Option<CodeId>,
    /// The mapping lines that it rests on.
    pub lines: Vec<MappingLine>,
    /// The cells that it rests on, beside those of the figure.
    pub cells: Vec<SourceCell>,
}

impl Flag {
    /// How much it weighs for a use.
    pub fn severity(&self, use_: Use) -> Option<Severity> {
        Use::ALL.iter().position(|known| *known == use_).and_then(|i| self.severities.get(i).copied().flatten())
    }

    /// The reason by its code: rule and weight, and no word of what was found.
    fn without_words(&self) -> Self {
        let Self { rule, reason, severities, status, .. } = self;
        let (detail, lines, cells) = Default::default();
        Self { rule, reason: *reason, severities: *severities, detail, status: *status, lines, cells }
    }

    pub(super) fn order(&self) -> (Reason, &'static str, &str) {
        (self.reason, self.rule.name, &self.detail)
    }
}

/// An observation with its reasons. Made only here.
#[derive(Clone, Debug)]
pub struct Assessed {
    observation: Observation,
    flags: Vec<Flag>,
    is_first: bool,
    status: CodeId,
}

impl Assessed {
    pub(super) fn new(observation: Observation, mut flags: Vec<Flag>, is_first: bool, lists: &CodeLists) -> Self {
        flags.sort_by(|a, b| a.order().cmp(&b.order()));
        flags.dedup_by(|a, b| a.order() == b.order() && a.severities == b.severities);
        let grave = |flag: &&Flag| flag.severities.iter().flatten().any(|severity| *severity > Severity::Note);
        let implied = flags.iter().filter(grave).filter_map(|flag| flag.status);
        let status = lists.leading_status(std::iter::once(observation.status).chain(implied));
        Self { observation, flags, is_first, status }
    }

    /// The observation, unchanged.
    pub fn observation(&self) -> &Observation {
        &self.observation
    }

    /// Adds a remark; value, codes and reasons stay as they are.
    pub fn add_comment(&mut self, comment: Comment) {
        if !self.observation.comments.contains(&comment) {
            self.observation.comments.push(comment);
        }
    }

    /// The figure with its reasons by their codes alone ([`Observation::without_words`]).
    #[must_use]
    pub fn without_words(&self) -> Self {
        let mut flags: Vec<Flag> = self.flags.iter().map(Flag::without_words).collect();
        flags.dedup_by(|a, b| a.order() == b.order() && a.severities == b.severities);
        Self { observation: self.observation.without_words(), flags, is_first: self.is_first, status: self.status }
    }

    /// The flags in order of reason and rule.
    pub fn flags(&self) -> &[Flag] {
        &self.flags
    }

    /// How far the figure serves a use.
    pub fn level(&self, use_: Use) -> Comparability {
        let level = Comparability::of(self.flags.iter().filter_map(|flag| flag.severity(use_)));
        if use_ == Use::Time && self.is_first && level != Comparability::NotComparable { Comparability::NotApplicable } else { level }
    }

    /// The reasons that stand against a use, without notes, each once.
    pub fn reasons(&self, use_: Use) -> Vec<Reason> {
        let mut reasons: Vec<Reason> =
            self.flags.iter().filter(|flag| flag.severity(use_) > Some(Severity::Note)).map(|flag| flag.reason).collect();
        reasons.dedup();
        reasons
    }

    /// The SDMX status: the first by rank of what the source says and of what the reasons imply.
    pub fn status(&self) -> &CodeId {
        &self.status
    }
}
