//! From observations to assessed figures: reasons, and levels of comparability for each use.
//!
//! Each rule is a file in `rules/`; a rule adds flags and never takes one away. This module must not change a value or a code.

mod assessed;
mod earlier;
mod expected;
mod pairs;
mod partition;
mod rule;
mod rule_context;
mod rules;
mod series;
mod sets;
mod witnesses;

use std::collections::{BTreeMap, BTreeSet};

pub use assessed::{Assessed, Flag};
pub use earlier::Earlier;
pub use pairs::{Pair, PairReason, PairSide};
pub use rule::{Rule, Threshold};
pub use sets::ComparableSet;
pub use witnesses::{Agreement, Statement, Witness};

use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, MappingLine, Observation, Sender};
use crate::plan::{Plan, Round, Used};
use rule::Settings;
use rule_context::{FlagCollector, RuleContext};

/// What the comparison of a round gives.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Every figure with its reasons, in order of key.
    pub figures: Vec<Assessed>,
    /// The matrix of areas × areas for each object, split and period.
    pub pairs: Vec<Pair>,
    /// For each measure, split and period the largest sets of areas in which every pair is at least limited.
    pub sets: Vec<ComparableSet>,
    /// Figures that two providers state.
    pub witnesses: Vec<Witness>,
    /// Statements that are about a figure.
    pub used: Used,
}

/// All rules of comparability in the order of their names, pairwise ones among them.
pub fn rules() -> Vec<&'static Rule> {
    let mut all: Vec<&'static Rule> = rules::ALL.iter().map(|(rule, _)| *rule).chain(pairs::RULES.iter().copied()).collect();
    all.sort_by_key(|rule| rule.name);
    all
}

/// All thresholds of the rules.
pub fn thresholds() -> &'static [Threshold] {
    rule::THRESHOLDS
}

/// Assesses all observations of the round, which are in order of key; `earlier` has figures of the years before. `before` are the statements that an earlier comparison used, of figures that are suppressed
/// here: they are not unused.
pub fn compare(
    observations: Vec<Observation>,
    earlier: &Earlier,
    plan: &Plan,
    round: &Round,
    before: Used,
    findings: &mut Findings,
) -> Comparison {
    let settings = Settings::new(plan, &rules(), findings);
    let context = RuleContext::new((&observations, earlier), plan, round, &settings, findings);
    let mut sink = FlagCollector::new(&context);
    for (rule, run) in rules::ALL {
        sink.start(rule);
        run(&context, &mut sink);
    }
    let (flags, more, first, mut used) = sink.finish();
    let witnesses = witnesses::witnesses(&observations, earlier, plan, round, findings);
    findings.append(more);
    expected::years(&observations, plan, round, findings);
    expected::numbers(&observations, plan, findings);
    expected::revised(&observations, earlier, findings);
    used.append(before);
    drop(context);
    let figures: Vec<Assessed> = observations
        .into_iter()
        .zip(flags)
        .zip(first)
        .map(|((observation, flags), first)| Assessed::new(observation, flags, first, &plan.lists))
        .collect();
    report_unused((plan, round), &figures, &used, findings);
    report_untargeted(plan, &figures, findings);
    // Figures of one provider are compared with each other: two providers of one area are no two areas.
    let providers: BTreeSet<Option<CodeId>> = figures.iter().map(|figure| figure.observation().key.provider()).collect();
    let of_provider = |provider| pairs::matrix(&figures, provider, (plan, round), &settings);
    let pairs: Vec<Pair> = providers.into_iter().flat_map(of_provider).collect();
    let sets = sets::largest(&pairs);
    Comparison { figures, pairs, sets, witnesses, used }
}

/// Measures of figures that no target is about: with nothing asked of them they would be comparable without a word. A project without any target asks for nothing.
fn report_untargeted(plan: &Plan, figures: &[Assessed], findings: &mut Findings) {
    if plan.targets.all().is_empty() {
        return;
    }
    let measures: BTreeSet<CodeId> = figures.iter().map(|figure| figure.observation().key.measure()).collect();
    let has_targets = |measure: &&CodeId| {
        let object = plan.lists.object(measure);
        plan.targets.all().iter().any(|target| target.holds_for == object)
    };
    for measure in measures.iter().filter(|measure| !has_targets(measure)) {
        let Some(at) = plan.lists.place(measure) else { continue };
        let found = format!("{measure}: no line of codelists/target.csv is about its object \"{}\"", plan.lists.object(measure));
        let finding = Finding::new(codes::CODE_UNKNOWN, Location::Line(at), found).expected("an object with targets");
        findings.push(finding.remedy("correct the object of the measure, or say in codelists/target.csv what is asked of it"));
    }
}

/// Statements that are about no figure, of areas that were read and whose own mapping has no fault: a table that could not be read makes all
/// look unused.
fn report_unused((plan, round): (&Plan, &Round), figures: &[Assessed], used: &Used, findings: &mut Findings) {
    let sent: BTreeSet<Sender> = figures.iter().map(|figure| figure.observation().key.sender()).collect();
    let was_read = |sender: &Sender| sent.contains(sender);
    let is_error = |finding: &&Finding| finding.code.level == crate::diag::Level::Error;
    let faulty: Vec<String> =
        findings.iter().filter(is_error).map(|finding| finding.location.file().split('/').next().unwrap_or_default().to_owned()).collect();
    let mut unused: BTreeMap<Location, String> = BTreeMap::new();
    let is_faulty = |folder: &str| faulty.iter().any(|name| name == folder);
    for area in plan.senders.values().filter(|area| was_read(&area.sender) && !is_faulty(&area.sender.folder()) && !is_faulty("codelists"))
    {
        let statements = &area.statements;
        let is_unused = |at: &MappingLine| !used.contains(at) && area.is_of_round(at);
        for fact in statements.facts.iter().filter(|fact| is_unused(&fact.at)) {
            unused.insert(Location::Line(fact.at), format!("the fact {}", fact.concept));
        }
        for declared in statements.breaks.iter().filter(|declared| is_unused(&declared.at)) {
            unused.insert(Location::Line(declared.at), format!("the break from {}", declared.from));
        }
        for at in statements.caveats.iter().map(|caveat| caveat.declared.at).filter(is_unused) {
            unused.insert(Location::Line(at), "the caveat".to_owned());
        }
    }
    let whole_round = round.senders.iter().all(was_read);
    for at in plan.caveats.iter().map(|caveat| caveat.declared.at).filter(|at| whole_round && !used.contains(at) && plan.is_of_round(at)) {
        unused.insert(Location::Line(at), "the caveat".to_owned());
    }
    for (place, found) in unused {
        findings.push(Finding::new(codes::STATEMENT_UNUSED, place, found));
    }
}
