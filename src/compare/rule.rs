//! What a rule of comparability is, and what `rules.toml` may set.

use std::collections::BTreeMap;

use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{Reason, ReasonRole, Severity};
use crate::plan::{Plan, Targets};

/// A rule and its page. Declared once, in the file of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Kebab-case name, stable for ever.
    pub name: &'static str,
    /// Facts, mapping, figures, gaps or pairs.
    pub family: &'static str,
    /// The reasons that it can give; none: that of the target or of the statement that it applies.
    pub reasons: &'static [ReasonRole],
    /// The fact in a sentence without a full stop.
    pub title: &'static str,
    /// When it flags a figure.
    pub when: &'static str,
    /// What a reader should do with the figure.
    pub what_to_do: &'static str,
}

/// A number that decides when a rule flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Its name in `rules.toml`.
    pub name: &'static str,
    /// The value unless `rules.toml` sets another.
    pub default: u64,
    /// What it decides.
    pub meaning: &'static str,
}

pub(super) const JUMP_FACTOR: Threshold =
    Threshold { name: "jump-factor", default: 4, meaning: "a figure this many times larger or smaller than the year before is a jump" };
pub(super) const JUMP_LEAST: Threshold =
    Threshold { name: "jump-least", default: 20, meaning: "a difference smaller than this is not a jump, whatever the factor" };
pub(super) const REPEATED_LEAST: Threshold =
    Threshold { name: "repeated-least", default: 3, meaning: "a list with at least this many equal entries is a repetition of another" };
pub(super) const REPEATED_VALUE: Threshold =
    Threshold { name: "repeated-value", default: 10, meaning: "entries smaller than this can be equal by chance" };
pub(super) const YEAR_LEAST: Threshold =
    Threshold { name: "year-least", default: 5, meaning: "a year with at least this many figures of the year before is a copy of it" };
pub(super) const SERIES_YEARS: Threshold =
    Threshold { name: "series-years", default: 3, meaning: "a series with at least this many equal years is a repetition of another" };
pub(super) const SEX_UNKNOWN_PERCENT: Threshold = Threshold {
    name: "sex-unknown-percent",
    default: 20,
    meaning: "a larger share of persons under neither female nor male makes the split unreliable",
};

/// All thresholds.
pub(super) const THRESHOLDS: &[Threshold] =
    &[JUMP_FACTOR, JUMP_LEAST, REPEATED_LEAST, REPEATED_VALUE, SERIES_YEARS, SEX_UNKNOWN_PERCENT, YEAR_LEAST];

/// The severities and thresholds of a run.
#[derive(Debug)]
pub(super) struct Settings<'a> {
    severities: BTreeMap<String, Severity>,
    thresholds: BTreeMap<String, u64>,
    targets: &'a Targets,
}

impl<'a> Settings<'a> {
    /// Takes them from the plan; names that no rule or threshold has are findings.
    pub(super) fn new(plan: &'a Plan, rules: &[&'static Rule], findings: &mut Findings) -> Self {
        for (name, (_, at)) in &plan.severities {
            if !rules.iter().any(|rule| rule.name == name) {
                findings.push(Finding::new(codes::RULE_UNKNOWN, Location::Line(*at), format!("the rule \"{name}\"")));
            }
        }
        for (name, (_, at)) in &plan.thresholds {
            if !THRESHOLDS.iter().any(|threshold| threshold.name == name) {
                findings.push(Finding::new(codes::RULE_UNKNOWN, Location::Line(*at), format!("the threshold \"{name}\"")));
            }
        }
        Self {
            severities: plan.severities.iter().map(|(name, (severity, _))| (name.clone(), *severity)).collect(),
            thresholds: plan.thresholds.iter().map(|(name, (value, _))| (name.clone(), *value)).collect(),
            targets: &plan.targets,
        }
    }

    /// What a rule's flag weighs when `default` is what it would weigh without `rules.toml`. What nobody states is never fine.
    pub(super) fn severity(&self, rule: &Rule, reason: Reason, default: Severity) -> Severity {
        let severity = self.severities.get(rule.name).copied().unwrap_or(default);
        if reason == self.targets.reason(ReasonRole::Fact) { severity.max(Severity::Caution) } else { severity }
    }

    /// The reason that a rule gives.
    pub(super) fn reason(&self, role: ReasonRole) -> Reason {
        self.targets.reason(role)
    }

    /// What a reason weighs by its code list.
    pub(super) fn of(&self, reason: Reason) -> Severity {
        self.targets.severity(reason)
    }

    /// What the reason of a rule weighs by its code list.
    pub(super) fn of_reason(&self, role: ReasonRole) -> Severity {
        self.targets.severity(self.targets.reason(role))
    }

    /// The value of a threshold.
    pub(super) fn threshold(&self, threshold: Threshold) -> u64 {
        self.thresholds.get(threshold.name).copied().unwrap_or(threshold.default)
    }
}
