//! The whole plan: code lists, rounds, levels, and what is known of each area.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use toml::Spanned;

use super::accepted::{self, Acceptance};
use super::approved::{self, Approved};
use super::articles::Articles;
use super::caveats::Caveat;
use super::codelists::CodeLists;
use super::correction::Correction;
use super::country_names::CountryNames;
use super::crosswalk::Crosswalk;
use super::fact_targets::Targets;
use super::facts::{Known, Statements};
use super::facts_build;
use super::layout::Layout;
use super::meanings;
use super::overlay;
use super::published::{self, Published};
use super::round::Round;
use super::round_build;
use super::structure;
use crate::diag::{Finding, Findings, Level, Location, codes};
use crate::model::{CellRef, CodeId, Key, MappedTo, MappingLine, Meaning, Name, Predicate, RefArea, ReferencePeriod, Sender, Severity};
use crate::schema::{CorrectionsImage, LayoutImage, MappingFiles, Positioned, RoundScope, RulesImage, SenderFiles};

/// What a folder of mappings or of a round can be of.
pub const SENDERS: &str = "a folder named by the code of a state, or of an organisation in the list of who states a figure, in lower case";

/// The meaning of all mapping files.
#[derive(Debug, Default)]
pub struct Plan {
    /// The code lists.
    pub lists: CodeLists,
    /// The rounds by identifier.
    pub rounds: BTreeMap<String, Round>,
    /// How published figures are revised, for readers of a release; empty where nobody says it.
    pub revision_policy: String,
    /// The rounds before the one that the mappings were read for, the oldest first.
    pub before: Vec<String>,
    /// That round; `None` where none is declared.
    pub round: Option<String>,
    /// Levels of findings that differ from the default.
    pub levels: BTreeMap<String, Level>,
    /// Severities of rules of comparability that differ from the default, with their places.
    pub severities: BTreeMap<String, (Severity, MappingLine)>,
    /// Thresholds that differ from the default, with their places.
    pub thresholds: BTreeMap<String, (u64, MappingLine)>,
    /// Totals that others published.
    pub published: Vec<Published>,
    /// What national words mean.
    pub meanings: Vec<Meaning>,
    /// What the region wants to compare.
    pub targets: Targets,
    /// Caveats that hold for all areas.
    pub caveats: Vec<Caveat>,
    /// What is known of each sender.
    pub senders: BTreeMap<Sender, SenderPlan>,
    /// The files that were made for the round: of those of an earlier one it is no fault that nothing uses a line.
    pub(super) of_round: BTreeSet<Name>,
    /// Lines that a codebook leaves out, for they lead to figures that are not published.
    pub(super) kept_out: BTreeSet<MappingLine>,
}

impl Plan {
    /// The same words and codes for the submissions of another round: its layouts say where they stand.
    #[must_use]
    pub fn for_submissions_of(mut self, other: Self) -> Self {
        for (sender, own) in other.senders {
            if let Some(plan) = self.senders.get_mut(&sender) {
                (plan.layout, plan.corrections) = (own.layout, own.corrections);
            }
        }
        self
    }

    /// Whether a line of a file that holds for all areas was made for the round.
    pub fn is_of_round(&self, line: &MappingLine) -> bool {
        self.of_round.contains(&line.file)
    }

    /// The place of a round in the order of rounds, up to that which the mappings were read for.
    pub(super) fn place_of(&self, round: &str) -> Option<usize> {
        self.before.iter().chain(&self.round).position(|own| own == round)
    }

    /// What is known of a fact for a figure.
    pub fn known_of(&self, key: &Key, concept: &str) -> Known<'_> {
        self.known((key.sender(), key.ref_area), &key.measure(), concept, key.time_period)
    }

    /// What is known of a fact for a measure of a sender about an area in a period.
    pub fn known(&self, (sender, area): (Sender, RefArea), measure: &CodeId, concept: &str, period: ReferencePeriod) -> Known<'_> {
        self.senders.get(&sender).map_or(Known::Undeclared, |plan| plan.statements.known(area, measure, concept, period))
    }

    /// The codes that all units of a measure have by a declared fact, such as the offence of a number of the trafficking offence alone: the
    /// total of such a measure is the figure of the code as well. Each with the line of the fact.
    pub fn whole_of(&self, key: &Key) -> Vec<(CodeId, MappingLine)> {
        let Some(plan) = self.senders.get(&key.sender()) else { return Vec::new() };
        let (area, measure, period) = (key.ref_area, key.measure(), key.time_period);
        let (statements, covered) = (&plan.statements, |value: &str| self.lists.covered(value));
        let of = |concept: &str| match statements.known(area, &measure, concept, period) {
            Known::Stated(fact) => covered(fact.value.as_deref()?).map(|code| (code, fact.at)),
            _ => None,
        };
        plan.covering.iter().filter_map(|concept| of(concept)).collect()
    }
}

/// What is known of one sender.
#[derive(Debug)]
pub struct SenderPlan {
    /// The sender.
    pub sender: Sender,
    /// The layout; `None` when it can't be read, which is a finding.
    pub layout: Option<Layout>,
    /// National words.
    pub crosswalk: Crosswalk,
    /// Legal articles.
    pub articles: Articles,
    /// Country names in the language of the layout.
    pub names: CountryNames,
    /// Facts, breaks and caveats.
    pub statements: Statements,
    /// The facts of which a value says that all units have one code.
    covering: BTreeSet<String>,
    /// Corrections.
    pub corrections: Vec<Correction>,
    /// Findings that the country answered.
    pub accepted: Vec<Acceptance>,
    /// The wording that was approved.
    pub approved: Approved,
    /// Its files that were made for the round.
    pub(super) of_round: BTreeSet<Name>,
    /// What stands in the names of the files of the round; nothing where no round before has the sender.
    suffix: Option<String>,
}

impl SenderPlan {
    /// The file of the round that a new line goes into: the one without a round in its name, where no round before has it.
    pub fn file(&self, leaf: &str) -> String {
        let (stem, extension) = leaf.rsplit_once('.').unwrap_or((leaf, ""));
        self.suffix.as_ref().map_or_else(|| leaf.to_owned(), |round| format!("{stem}.{round}.{extension}"))
    }

    /// Whether a line stands in a file that was made for the round. Of a line of an earlier one it is no fault that nothing uses it.
    pub fn is_of_round(&self, line: &MappingLine) -> bool {
        self.of_round.contains(&line.file)
    }
}

/// Checks all mapping files. Everything found goes into `findings`; what is broken is left out of the plan.
pub fn build(files: &MappingFiles, findings: &mut Findings) -> Plan {
    let structure = files.dimensions.as_ref().and_then(|file| structure::build(file, &files.codelists, findings));
    let Some(structure) = structure else {
        // Without the dimensions nobody knows what any other line means: only the finding about them helps.
        let lists = CodeLists::default();
        let rounds = files.rounds.as_ref().map(|file| round_build::rounds(file, &lists, &mut Findings::default())).unwrap_or_default();
        return Plan { lists, rounds, ..Plan::default() };
    };
    let mut lists = CodeLists::build(structure, &files.codelists, CountryNames::iso_codes(), findings);
    let schemes = files.dimensions.as_ref().map(|file| file.image.schemes.as_slice()).unwrap_or_default();
    lists.learn_areas(files.codelists.get("area"), schemes, findings);
    let targets = Targets::build(&files.codelists, &lists, findings);
    let rounds = files.rounds.as_ref().map(|file| round_build::rounds(file, &lists, findings)).unwrap_or_default();
    let levels = files.rules.iter().flat_map(|file| levels(file, findings)).collect();
    let (of_round, scope) = (&files.of_round, &files.scope);
    let sender_plans: Vec<(SenderPlan, Findings)> =
        files.senders.par_iter().map(|(sender, files)| sender_plan(*sender, files, (of_round, &rounds, scope), &lists)).collect();
    let mut senders = BTreeMap::new();
    for (plan, own) in sender_plans {
        findings.append(own);
        senders.insert(plan.sender, plan);
    }
    let meanings = files.meanings.as_ref().map(|table| meanings::build(table, &lists, findings)).unwrap_or_default();
    meanings::check(&meanings, files.meanings.as_ref(), senders.values().map(|plan| &plan.crosswalk), findings);
    let published = files.published.as_ref().map(|table| published::build(table, &lists, findings)).unwrap_or_default();
    let caveats =
        overlay::statements(&files.regional, findings, |file, findings| facts_build::build_regional(file, &lists, findings)).caveats;
    let (mut severities, mut thresholds) = Rules::default();
    for (of_rules, of_thresholds) in files.rules.iter().map(|file| rules(file, findings)) {
        severities.extend(of_rules);
        thresholds.extend(of_thresholds);
    }
    let (before, round, of_round) = (files.scope.before(), files.scope.round(), files.of_round.clone());
    let kept_out = BTreeSet::new();
    let revision_policy = files.rounds.as_ref().and_then(|file| file.image.revision_policy.as_ref()).map(|text| text.get_ref().clone());
    Plan {
        revision_policy: revision_policy.unwrap_or_default(),
        lists,
        rounds,
        before,
        round,
        levels,
        severities,
        thresholds,
        published,
        meanings,
        targets,
        caveats,
        senders,
        of_round,
        kept_out,
    }
}

/// The files of a round, and all rounds.
type OfRounds<'a> = (&'a BTreeSet<Name>, &'a BTreeMap<String, Round>, &'a RoundScope);

fn sender_plan(sender: Sender, files: &SenderFiles, (of_round, rounds, scope): OfRounds<'_>, lists: &CodeLists) -> (SenderPlan, Findings) {
    let mut own = Findings::default();
    let findings = &mut own;
    if !lists.knows_sender(sender) {
        let place = Location::Line(MappingLine::whole(&sender.folder()));
        findings.push(Finding::new(codes::AREA_UNKNOWN, place, format!("the folder \"{}\"", sender.folder())).expected(SENDERS));
    }
    let layout = overlay::layout(&files.layout, lists, findings);
    let names = names(&files.layout, findings).unwrap_or_default();
    let unreadable = || Crosswalk::unreadable(codes::MAPPING_UNREADABLE);
    let crosswalk = files.crosswalk.as_ref().map_or_else(unreadable, |table| Crosswalk::build(sender, table, lists, findings));
    for line in crosswalk.lines().iter().filter(|line| line.concept.has_countries()) {
        let code = names.find(&line.said.label).zip(line.concept.code_concept());
        let library = code.and_then(|(code, concept)| lists.get(concept, code)).map(MappedTo::Code);
        if library.as_ref() == Some(&line.said.target) && line.said.predicate == Predicate::Exact {
            let found = format!("\"{}\"", line.said.label);
            findings.push(Finding::new(codes::LINE_NOT_NEEDED, Location::Line(line.said.at), found));
        }
    }
    let statements = overlay::statements(&files.comparability, findings, |file, findings| facts_build::build(file, lists, findings));
    let covers = |value: &Option<String>| value.as_deref().is_some_and(|value| lists.covered(value).is_some());
    let covering = statements.facts.iter().filter(|fact| covers(&fact.value)).map(|fact| fact.concept.clone()).collect();
    let plan = SenderPlan {
        sender,
        layout,
        crosswalk,
        articles: files.articles.as_ref().map(|table| Articles::build(sender, table, lists, findings)).unwrap_or_default(),
        names,
        statements,
        covering,
        corrections: files.corrections.iter().flat_map(|file| corrections(file, findings)).collect(),
        accepted: files.accepted.iter().flat_map(|file| accepted::build(sender, file, rounds, findings)).collect(),
        approved: approved::build(&files.approved, findings),
        suffix: scope.suffix(&sender.folder()),
        of_round: of_round.iter().filter(|file| file.starts_with(&format!("{}/", sender.folder()))).copied().collect(),
    };
    (plan, own)
}

/// The names of countries in the language of the newest layout that names one.
fn names(layers: &[Positioned<LayoutImage>], findings: &mut Findings) -> Option<CountryNames> {
    let first = layers.first()?;
    let Some((file, language)) = layers.iter().rev().find_map(|file| file.image.language.as_ref().map(|language| (file, language))) else {
        let place = Location::Line(MappingLine::whole(&first.text.file));
        let finding = Finding::new(codes::VALUE_INVALID, place, "no language");
        findings.push(finding.expected("language = a BCP 47 tag such as \"da\""));
        return None;
    };
    let names = CountryNames::new(language.get_ref());
    if names.is_none() {
        let place = Location::Line(file.at(&language.span()));
        let finding = Finding::new(codes::VALUE_INVALID, place, format!("the language \"{}\"", language.get_ref()));
        findings.push(finding.expected("a BCP 47 tag such as da"));
    }
    names
}

fn levels(file: &Positioned<RulesImage>, findings: &mut Findings) -> BTreeMap<String, Level> {
    let mut levels = BTreeMap::new();
    for (name, word) in &file.image.levels {
        match (codes::find(name.get_ref()), Level::parse(word.get_ref())) {
            (Some(code), Some(level)) => {
                levels.insert(code.name.to_owned(), level);
            }
            (code, _) => {
                let span = if code.is_none() { name.span() } else { word.span() };
                let found = format!("{} = \"{}\"", name.get_ref(), word.get_ref());
                findings.push(Finding::new(codes::LEVEL_UNKNOWN, Location::Line(file.at(&span)), found));
            }
        }
    }
    levels
}

type Rules = (BTreeMap<String, (Severity, MappingLine)>, BTreeMap<String, (u64, MappingLine)>);

/// Severities and thresholds of the rules of comparability. Whether there is such a rule is for the module that has them to say.
fn rules(file: &Positioned<RulesImage>, findings: &mut Findings) -> Rules {
    let mut severities = BTreeMap::new();
    for (name, word) in &file.image.rules {
        match Severity::parse(word.get_ref()) {
            Some(severity) => {
                severities.insert(name.get_ref().clone(), (severity, file.at(&name.span())));
            }
            None => {
                let place = Location::Line(file.at(&word.span()));
                let finding = Finding::new(codes::VALUE_INVALID, place, format!("the severity \"{}\"", word.get_ref()));
                findings.push(finding.expected("note, caution or breaks"));
            }
        }
    }
    let threshold = |(name, value): (&Spanned<String>, &u64)| (name.get_ref().clone(), (*value, file.at(&name.span())));
    (severities, file.image.thresholds.iter().map(threshold).collect())
}

fn corrections(file: &Positioned<CorrectionsImage>, findings: &mut Findings) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for spanned in &file.image.correction {
        let image = spanned.get_ref();
        let Some(cell) = CellRef::parse(image.cell.get_ref()) else {
            let place = Location::Line(file.at(&image.cell.span()));
            let finding = Finding::new(codes::VALUE_INVALID, place, format!("the cell \"{}\"", image.cell.get_ref()));
            findings.push(finding.expected("an address such as C7"));
            continue;
        };
        corrections.push(Correction {
            file: image.file.clone(),
            sheet: image.sheet.clone(),
            cell,
            expects: image.expects.clone(),
            becomes: image.becomes.clone(),
            reason: format!("{} ({})", image.reason, image.source),
            at: file.at(&spanned.span()),
        });
    }
    corrections
}
