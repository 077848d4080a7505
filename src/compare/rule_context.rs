//! What rules see of a round, and where they put their flags.

use std::collections::{BTreeMap, BTreeSet};

use super::assessed::Flag;
use super::earlier::Earlier;
use super::rule::{Rule, Settings};
use crate::diag::{Finding, Findings, Level, Location, codes};
use crate::model::{CodeId, Key, MappingLine, Name, ObsValue, Observation, Reason, ReasonRole, ReferencePeriod, Severity, SourceCell, Use};
use crate::plan::{CodeLists, FactTarget, Plan, Role, Round, SenderPlan, Used};

/// The observations of a round with everything that is known of them.
pub(super) struct RuleContext<'a> {
    /// In order of key.
    pub(super) observations: &'a [Observation],
    pub(super) plan: &'a Plan,
    pub(super) round: &'a Round,
    /// What rounds before have of years that this one does not collect.
    pub(super) earlier: &'a Earlier,
    pub(super) settings: &'a Settings<'a>,
    index: BTreeMap<&'a Key, usize>,
    /// Files of which a figure was left out for an error.
    incomplete: BTreeSet<String>,
    /// Cells whose sum was already found wrong.
    doubted: BTreeSet<SourceCell>,
    /// Cells of which a finding already says that they hold no number.
    unexplained: BTreeSet<SourceCell>,
}

impl<'a> RuleContext<'a> {
    pub(super) fn new(
        (observations, earlier): (&'a [Observation], &'a Earlier),
        plan: &'a Plan,
        round: &'a Round,
        settings: &'a Settings<'a>,
        before: &Findings,
    ) -> Self {
        let errors = before.iter().filter(|finding| finding.code.level == Level::Error);
        let incomplete = errors.map(|finding| finding.location.file().to_owned()).collect();
        let of_sums = [codes::FORMULA_VALUE_DIFFERS, codes::SUPERSCRIPT_DOUBTFUL];
        let doubted = before
            .iter()
            .filter(|finding| of_sums.contains(&finding.code))
            .filter_map(|finding| if let Location::Cell(origin) = &finding.location { Some(origin.clone()) } else { None })
            .collect();
        let index = observations.iter().enumerate().map(|(i, observation)| (&observation.key, i)).collect();
        let at = |finding: &Finding| if let Location::Cell(origin) = &finding.location { Some(origin.clone()) } else { None };
        let unexplained = before.iter().filter(|finding| finding.code == codes::ABSENCE_UNDECLARED).filter_map(at).collect();
        Self { observations, plan, round, earlier, settings, index, incomplete, doubted, unexplained }
    }

    pub(super) fn lists(&self) -> &'a CodeLists {
        &self.plan.lists
    }

    /// The observation of a key.
    pub(super) fn find(&self, key: &Key) -> Option<(usize, &'a Observation)> {
        self.index.get(key).and_then(|i| self.observations.get(*i).map(|observation| (*i, observation)))
    }

    /// The observations with their numbers.
    pub(super) fn each(&self) -> impl Iterator<Item = (usize, &'a Observation)> {
        self.observations.iter().enumerate()
    }

    /// What a figure is held against. The kind of its period is asked only of years: a month is a month.
    pub(super) fn targets(&self, key: &'a Key, measure: CodeId) -> impl Iterator<Item = &'a FactTarget> {
        let (lists, is_year) = (self.lists(), key.time_period.is_year());
        let of_measure = self.plan.targets.of(measure, lists);
        of_measure.filter(move |target| target.matters(key) && (is_year || !lists.says(Some(&target.concept), Role::PeriodKind)))
    }

    /// The statements and mappings of an observation's sender.
    pub(super) fn sender(&self, key: &Key) -> Option<&'a SenderPlan> {
        self.plan.senders.get(&key.sender())
    }

    /// Whether a figure of the observation's file was left out, so that nothing can be said of what is missing.
    pub(super) fn is_incomplete(&self, observation: &Observation) -> bool {
        observation.origins.iter().any(|origin| self.incomplete.contains(&*origin.file))
    }

    /// Whether a finding already says that a sum with this figure is wrong.
    pub(super) fn is_doubted(&self, observation: &Observation) -> bool {
        observation.origins.iter().any(|origin| self.doubted.contains(origin))
    }

    /// Whether a finding already asks why the figure has no number, so that nothing needs to be said of what is missing.
    pub(super) fn is_unexplained(&self, observation: &Observation) -> bool {
        observation.origins.iter().any(|origin| self.unexplained.contains(origin))
    }

    /// The figure of a key in a table, or else in a remark, if it has a value.
    pub(super) fn stated(&self, key: &Key) -> Option<(usize, &'a Observation)> {
        let table = CodeId::total(key.structure().statement());
        std::iter::once(table).chain(self.lists().with_role(Role::Note)).find_map(|statement| {
            let found = self.find(&key.with(statement))?;
            has_value(found.1).then_some(found)
        })
    }
}

impl<'a> RuleContext<'a> {
    /// The figure of a key as a round before has it, in a table or else in a remark, if it has a value; and that round.
    pub(super) fn stated_before(&self, key: &Key) -> Option<(&'a Observation, Name)> {
        let table = CodeId::total(key.structure().statement());
        let earlier = self.earlier;
        std::iter::once(table).chain(self.lists().with_role(Role::Note)).find_map(|statement| {
            let found = earlier.find(&key.with(statement))?;
            has_value(found.0).then_some(found)
        })
    }
}

/// What is said, and who says it if that is known.
pub(super) fn with_source(text: &str, source: &str) -> String {
    if source.is_empty() { text.to_owned() } else { format!("{text} ({source})") }
}

/// Whether the figure stands in a table.
pub(super) fn in_table(observation: &Observation) -> bool {
    observation.key.in_table()
}

/// A period in words: of whole years the first and the last.
pub(super) fn span(period: ReferencePeriod) -> String {
    if period.is_pooled() && period.has_whole_years() { format!("{} to {}", period.first(), period.last()) } else { period.to_string() }
}

/// Whether there is a number.
pub(super) fn has_value(observation: &Observation) -> bool {
    !matches!(observation.value, ObsValue::Absent(_))
}

/// The finding's place: the first cell of a figure.
pub(super) fn place(observation: &Observation) -> Location {
    let area = || Location::Round(observation.key.ref_area.to_string());
    observation.origins.first().cloned().map_or_else(area, Location::Cell)
}

/// Where a rule puts what it finds.
pub(super) struct FlagCollector<'a> {
    flags: Vec<Vec<Flag>>,
    is_first: Vec<bool>,
    findings: Findings,
    /// Statements that are about a figure.
    used: Used,
    rule: Option<&'static Rule>,
    pub(super) settings: &'a Settings<'a>,
    plan: &'a Plan,
}

/// The reason of a flag: that of a rule, by its role, or one that a line of the mappings names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Given {
    ByRule(ReasonRole),
    ByLine(Reason),
}

impl From<ReasonRole> for Given {
    fn from(role: ReasonRole) -> Self {
        Self::ByRule(role)
    }
}

impl From<Reason> for Given {
    fn from(reason: Reason) -> Self {
        Self::ByLine(reason)
    }
}

/// What a rule says of a figure, before the rule's name and the settings are put to it.
pub(super) struct FlagDraft {
    pub(super) reason: Given,
    pub(super) weights: Vec<(Use, Severity)>,
    pub(super) detail: String,
    pub(super) status: Option<CodeId>,
    pub(super) lines: Vec<MappingLine>,
    pub(super) cells: Vec<SourceCell>,
}

impl FlagDraft {
    /// A reason with the same weight for several uses.
    pub(super) fn new(reason: impl Into<Given>, severity: Severity, uses: &[Use], detail: impl Into<String>) -> Self {
        let weights = uses.iter().map(|use_| (*use_, severity)).collect();
        Self { reason: reason.into(), weights, detail: detail.into(), status: None, lines: Vec::new(), cells: Vec::new() }
    }

    pub(super) fn lines(mut self, lines: Vec<MappingLine>) -> Self {
        self.lines = lines;
        self
    }

    pub(super) fn cells(mut self, cells: impl Iterator<Item = SourceCell>) -> Self {
        self.cells = cells.collect();
        self
    }
}

impl<'a> FlagCollector<'a> {
    pub(super) fn new(context: &RuleContext<'a>) -> Self {
        let n = context.observations.len();
        Self {
            flags: vec![Vec::new(); n],
            is_first: vec![false; n],
            findings: Findings::default(),
            used: Used::default(),
            rule: None,
            settings: context.settings,
            plan: context.plan,
        }
    }

    /// From here on the flags are this rule's.
    pub(super) fn start(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
    }

    /// Flags a figure.
    pub(super) fn flag(&mut self, i: usize, said: FlagDraft) {
        let Some(rule) = self.rule else { return };
        let reason = match said.reason {
            Given::ByRule(given) => self.plan.targets.reason(given),
            Given::ByLine(reason) => reason,
        };
        let severities = Use::ALL.map(|use_| {
            let weight = said.weights.iter().filter(|(known, _)| *known == use_).map(|(_, severity)| *severity).max();
            weight.map(|severity| self.settings.severity(rule, reason, severity))
        });
        let status = said.status.or_else(|| self.plan.targets.status(reason).copied());
        let flag = Flag { rule, reason, severities, detail: said.detail, status, lines: said.lines, cells: said.cells };
        if let Some(flags) = self.flags.get_mut(i) {
            flags.push(flag);
        }
    }

    /// The figure begins its series: there is nothing before it in the round.
    pub(super) fn first_of_series(&mut self, i: usize) {
        if let Some(is_first) = self.is_first.get_mut(i) {
            *is_first = true;
        }
    }

    /// Reports a finding.
    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// A statement is about a figure.
    pub(super) fn note(&mut self, statement: MappingLine) {
        self.used.note(statement);
    }

    pub(super) fn finish(self) -> (Vec<Vec<Flag>>, Findings, Vec<bool>, Used) {
        (self.flags, self.findings, self.is_first, self.used)
    }
}
