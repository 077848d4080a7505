//! The whole plan: code lists, rounds, levels, and what is known of each area.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use toml::Spanned;

use super::accepted::{self, Acceptance};
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
use super::layout_build;
use super::meanings;
use super::published::{self, Published};
use super::round::Round;
use super::structure;
use crate::diag::{Finding, Findings, Level, Location, codes};
use crate::model::{CellRef, CodeId, MappedTo, MappingLine, Meaning, Predicate, RefArea, ReferencePeriod, Severity};
use crate::schema::{AreaFiles, CorrectionsImage, LayoutImage, MappingFiles, Positioned, RoundsImage, RulesImage};

/// Where a round says nothing, counts of persons below this number are suppressed, as UNODC's Global Report publishes them only as "below 5".
const SUPPRESS_BELOW: u64 = 5;

/// The meaning of all mapping files.
#[derive(Debug, Default)]
pub struct Plan {
    /// The code lists.
    pub lists: CodeLists,
    /// The rounds by identifier.
    pub rounds: BTreeMap<String, Round>,
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
    /// What is known of each area.
    pub areas: BTreeMap<RefArea, AreaPlan>,
    /// Lines that a codebook leaves out, for they lead to figures that are not published.
    pub(super) kept_out: BTreeSet<MappingLine>,
}

impl Plan {
    /// What is known of a fact for a measure of an area in a period.
    pub fn known(&self, area: RefArea, measure: &CodeId, concept: &str, period: ReferencePeriod) -> Known<'_> {
        self.areas.get(&area).map_or(Known::Undeclared, |plan| plan.statements.known(measure, concept, period))
    }

    /// The codes that all units of a measure have by a declared fact, such as the offence of a number of the trafficking offence alone: the
    /// total of such a measure is the figure of the code as well. Each with the line of the fact.
    pub fn whole_of(&self, area: RefArea, measure: &CodeId, period: ReferencePeriod) -> Vec<(CodeId, MappingLine)> {
        let Some(plan) = self.areas.get(&area) else { return Vec::new() };
        let (statements, covered) = (&plan.statements, |value: &str| self.lists.covered(value));
        let of = |concept: &str| match statements.known(measure, concept, period) {
            Known::Stated(fact) => covered(fact.value.as_deref()?).map(|code| (code, fact.at)),
            _ => None,
        };
        plan.covering.iter().filter_map(|concept| of(concept)).collect()
    }
}

/// What is known of one area.
#[derive(Debug)]
pub struct AreaPlan {
    /// The area.
    pub area: RefArea,
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
}

/// Checks all mapping files. Everything found goes into `findings`; what is broken is left out of the plan.
pub fn build(files: &MappingFiles, findings: &mut Findings) -> Plan {
    let structure = files.dimensions.as_ref().and_then(|file| structure::build(file, &files.codelists, findings));
    let Some(structure) = structure else {
        // Without the dimensions nobody knows what any other line means: only the finding about them helps.
        let lists = CodeLists::default();
        let rounds = files.rounds.as_ref().map(|file| rounds(file, &lists, &mut Findings::default())).unwrap_or_default();
        return Plan { lists, rounds, ..Plan::default() };
    };
    let lists = CodeLists::build(structure, &files.codelists, CountryNames::iso_codes(), findings);
    let targets = Targets::build(&files.codelists, &lists, findings);
    let rounds = files.rounds.as_ref().map(|file| rounds(file, &lists, findings)).unwrap_or_default();
    let levels = files.rules.as_ref().map(|file| levels(file, findings)).unwrap_or_default();
    let area_plans: Vec<(AreaPlan, Findings)> = files.areas.par_iter().map(|(area, files)| area_plan(*area, files, &lists)).collect();
    let mut areas = BTreeMap::new();
    for (plan, own) in area_plans {
        findings.append(own);
        areas.insert(plan.area, plan);
    }
    let meanings = files.meanings.as_ref().map(|table| meanings::build(table, &lists, findings)).unwrap_or_default();
    meanings::check(&meanings, files.meanings.as_ref(), areas.values().map(|plan| &plan.crosswalk), findings);
    let published = files.published.as_ref().map(|table| published::build(table, &lists, findings)).unwrap_or_default();
    let caveats = files.regional.as_ref().map(|file| facts_build::build_regional(file, &lists, findings)).unwrap_or_default();
    let (severities, thresholds) = files.rules.as_ref().map(|file| rules(file, findings)).unwrap_or_default();
    Plan { lists, rounds, levels, severities, thresholds, published, meanings, targets, caveats, areas, kept_out: BTreeSet::new() }
}

fn area_plan(area: RefArea, files: &AreaFiles, lists: &CodeLists) -> (AreaPlan, Findings) {
    let mut own = Findings::default();
    let findings = &mut own;
    if !lists.has("area", &area.to_string()) {
        let place = Location::Line(MappingLine::whole(&area.folder()));
        findings.push(Finding::new(codes::AREA_UNKNOWN, place, format!("the area {area}")));
    }
    let layout = files.layout.as_ref().map(|file| layout_build::build(file, lists, findings));
    let names = files.layout.as_ref().and_then(|file| names(file, findings)).unwrap_or_default();
    let unreadable = || Crosswalk::unreadable(codes::MAPPING_UNREADABLE);
    let crosswalk = files.crosswalk.as_ref().map_or_else(unreadable, |table| Crosswalk::build(area, table, lists, findings));
    for line in crosswalk.lines().iter().filter(|line| line.concept.has_countries()) {
        let code = names.find(&line.said.label).zip(line.concept.code_concept());
        let library = code.and_then(|(code, concept)| lists.get(concept, code)).map(MappedTo::Code);
        if library.as_ref() == Some(&line.said.target) && line.said.predicate == Predicate::Exact {
            let found = format!("\"{}\"", line.said.label);
            findings.push(Finding::new(codes::LINE_NOT_NEEDED, Location::Line(line.said.at), found));
        }
    }
    let statements = files.comparability.as_ref().map(|file| facts_build::build(file, lists, findings)).unwrap_or_default();
    let covers = |value: &Option<String>| value.as_deref().is_some_and(|value| lists.covered(value).is_some());
    let covering = statements.facts.iter().filter(|fact| covers(&fact.value)).map(|fact| fact.concept.clone()).collect();
    let plan = AreaPlan {
        area,
        layout,
        crosswalk,
        articles: files.articles.as_ref().map(|table| Articles::build(area, table, lists, findings)).unwrap_or_default(),
        names,
        statements,
        covering,
        corrections: files.corrections.as_ref().map(|file| corrections(file, findings)).unwrap_or_default(),
        accepted: files.accepted.as_ref().map(|file| accepted::build(area, file, findings)).unwrap_or_default(),
    };
    (plan, own)
}

fn names(file: &Positioned<LayoutImage>, findings: &mut Findings) -> Option<CountryNames> {
    let language = &file.image.language;
    let names = CountryNames::new(language.get_ref());
    if names.is_none() {
        let place = Location::Line(file.at(&language.span()));
        let finding = Finding::new(codes::VALUE_INVALID, place, format!("the language \"{}\"", language.get_ref()));
        findings.push(finding.expected("a BCP 47 tag such as da"));
    }
    names
}

fn rounds(file: &Positioned<RoundsImage>, lists: &CodeLists, findings: &mut Findings) -> BTreeMap<String, Round> {
    let mut rounds = BTreeMap::new();
    for spanned in &file.image.round {
        let image = spanned.get_ref();
        let at = |word: &Spanned<String>| Location::Line(file.at(&word.span()));
        let at_number = |number: &Spanned<u64>| Location::Line(file.at(&number.span()));
        let mut areas = Vec::new();
        for word in &image.areas {
            match RefArea::parse(word.get_ref()).filter(|area| lists.has("area", &area.to_string())) {
                Some(area) => areas.push(area),
                None => findings.push(Finding::new(codes::AREA_UNKNOWN, at(word), format!("the area \"{}\"", word.get_ref()))),
            }
        }
        areas.sort_unstable();
        areas.dedup();
        let mut years = image.years.clone();
        years.sort_unstable();
        years.dedup();
        let id = image.id.get_ref().clone();
        if !is_round_id(&id) {
            let finding = Finding::new(codes::VALUE_INVALID, at(&image.id), format!("the id \"{id}\" of a round"));
            findings.push(
                finding
                    .expected("the name of a folder: letters, digits, - and _, such as 2020")
                    .remedy("give the round such a name, here and below raw/"),
            );
            continue;
        }
        // What stands in identifiers of other standards has to keep to their letters.
        let mut word = |word: &Spanned<String>, first: fn(&char) -> bool, signs: &str, expected: &str| {
            let text = word.get_ref();
            let fits =
                text.chars().next().is_some_and(|c| first(&c)) && text.chars().all(|c| c.is_ascii_alphanumeric() || signs.contains(c));
            if !fits {
                findings.push(Finding::new(codes::VALUE_INVALID, at(word), format!("\"{text}\"")).expected(expected));
            }
            fits.then(|| text.clone())
        };
        let agency = image
            .agency
            .as_ref()
            .and_then(|agency| word(agency, char::is_ascii_alphabetic, "_-", "an SDMX agency: letters, digits, _ and -"));
        let licences = image
            .licences
            .iter()
            .filter_map(|name| word(name, char::is_ascii_alphanumeric, "-.", "an SPDX licence such as CC-BY-4.0"))
            .collect();
        if years.is_empty() {
            let finding = Finding::new(codes::VALUE_INVALID, at(&image.id), format!("round {id} without years"));
            findings.push(finding.expected("at least one year"));
        }
        let round = Round {
            id: id.clone(),
            title: image.title.clone().unwrap_or_default(),
            remark: image.remark.clone().unwrap_or_default(),
            agency,
            licences,
            suppress_below: suppress_below(image.suppress_below.as_ref(), &at_number, findings),
            years,
            parts_of_years: image.parts_of_years,
            areas,
        };
        if rounds.insert(id.clone(), round).is_some() {
            findings.push(Finding::new(codes::KEY_DUPLICATE, at(&image.id), format!("round {id} a second time")));
        }
    }
    rounds
}

/// Whether a text can name the folders of a round: one plain component of a path on any system. Dots are left out, for `2020.dk` is a part of a round.
fn is_round_id(id: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    id.starts_with(|c: char| c.is_ascii_alphanumeric()) && id.len() <= 64 && id.chars().all(is_plain)
}

/// Below 3 every figure that is suppressed would be known to be 1.
fn suppress_below(number: Option<&Spanned<u64>>, at: &dyn Fn(&Spanned<u64>) -> Location, findings: &mut Findings) -> u64 {
    let Some(number) = number else { return SUPPRESS_BELOW };
    match *number.get_ref() {
        1 | 2 => {
            let found = format!("suppress_below = {}", number.get_ref());
            findings.push(Finding::new(codes::VALUE_INVALID, at(number), found).expected("0, or 3 and more"));
            SUPPRESS_BELOW
        }
        number => number,
    }
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
