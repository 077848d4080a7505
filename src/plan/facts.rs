//! What an area's figures mean: declared facts, what the source does not state, breaks and caveats.

use toml::Spanned;

use super::build::Plan;
use super::caveats::Caveat;
use super::codelists::CodeLists;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{CodeId, DeclaredBreak, DeclaredFact, MapLine, RefArea, ReferencePeriod, Scope};
use crate::schema::{ComparabilityImage, OneOrMany, Positioned};

/// All statements of an area.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// Facts, and what is not stated.
    pub facts: Vec<DeclaredFact>,
    /// Breaks.
    pub breaks: Vec<DeclaredBreak>,
    /// Caveats.
    pub caveats: Vec<Caveat>,
}

/// What is known of one fact for one figure.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// The value holds for the whole period.
    Stated(&'a DeclaredFact),
    /// The value changes within the period.
    Mixed(&'a DeclaredFact, &'a DeclaredFact),
    /// Somebody looked for it, and the source does not state it.
    NotStated(&'a DeclaredFact),
    /// Nobody looked.
    Undeclared,
}

impl<'a> Known<'a> {
    /// The value, when there is one for the whole period.
    pub fn value(self) -> Option<&'a str> {
        if let Known::Stated(fact) = self { fact.value.as_deref() } else { None }
    }

    /// Who says so, or where it was looked for.
    pub fn source(self) -> &'a str {
        match self {
            Known::Stated(fact) | Known::NotStated(fact) | Known::Mixed(fact, _) => &fact.source,
            Known::Undeclared => "",
        }
    }

    /// The lines that say it.
    pub fn lines(self) -> Vec<MapLine> {
        match self {
            Known::Stated(fact) | Known::NotStated(fact) => vec![fact.at],
            Known::Mixed(first, second) => vec![first.at, second.at],
            Known::Undeclared => Vec::new(),
        }
    }
}

impl Statements {
    /// What is known of a concept for a measure in a period.
    pub fn known(&self, measure: &CodeId, concept: &str, period: ReferencePeriod) -> Known<'_> {
        let of_year = |year: u16| {
            let mut covering = self.facts.iter().filter(|f| f.concept == concept && f.scope.covers(measure, ReferencePeriod::year(year)));
            let first = covering.next()?;
            // What contradicts itself decides nothing.
            covering.all(|other| other.value == first.value).then_some(first)
        };
        let mut found: Option<&DeclaredFact> = None;
        for year in period.first()..=period.last() {
            let Some(fact) = of_year(year) else { return Known::Undeclared };
            match found {
                Some(other) if other.value != fact.value => {
                    return if other.value.is_none() || fact.value.is_none() {
                        Known::NotStated(if other.value.is_none() { other } else { fact })
                    } else {
                        Known::Mixed(other, fact)
                    };
                }
                _ => found = Some(fact),
            }
        }
        match found {
            Some(fact) if fact.value.is_some() => Known::Stated(fact),
            Some(fact) => Known::NotStated(fact),
            None => Known::Undeclared,
        }
    }
}

impl Plan {
    /// What is known of a fact for a measure of an area in a period.
    pub fn known(&self, area: RefArea, measure: &CodeId, concept: &str, period: ReferencePeriod) -> Known<'_> {
        self.areas.get(&area).map_or(Known::Undeclared, |plan| plan.statements.known(measure, concept, period))
    }
}

/// The statements of a `comparability.toml`, checked.
pub(super) fn build(file: &Positioned<ComparabilityImage>, lists: &CodeLists, findings: &mut Findings) -> Statements {
    let mut builder = Builder { file, lists, findings };
    let mut built = Statements::default();
    builder.facts(&mut built);
    builder.breaks(&mut built);
    builder.caveats(&mut built);
    report_contradictions(&built.facts, findings);
    built
}

/// The statements of the region as a whole: caveats that its report has of all areas. Facts and breaks are an area's own.
pub(super) fn build_regional(file: &Positioned<ComparabilityImage>, lists: &CodeLists, findings: &mut Findings) -> Vec<Caveat> {
    let image = &file.image;
    let facts = image.fact.iter().map(Spanned::span).chain(image.not_stated.iter().map(Spanned::span));
    for span in facts.chain(image.breaks.iter().map(Spanned::span)) {
        let finding = Finding::new(codes::VALUE_INVALID, Location::Line(file.at(&span)), "a statement that only an area can make");
        findings.push(finding.expected("[[caveat]] entries; facts and breaks stand in the file of the area"));
    }
    let mut built = Statements::default();
    Builder { file, lists, findings }.caveats(&mut built);
    built.caveats
}

/// What reads the statements of a file.
pub(super) struct Builder<'a> {
    pub(super) file: &'a Positioned<ComparabilityImage>,
    pub(super) lists: &'a CodeLists,
    pub(super) findings: &'a mut Findings,
}

impl Builder<'_> {
    /// Measures, or objects such as victim: then all measures that count it.
    pub(super) fn measures(&mut self, words: &OneOrMany, at: &MapLine) -> Vec<CodeId> {
        let mut known = Vec::new();
        for word in words.list() {
            match self.lists.get(self.lists.structure().measure(), word) {
                Some(measure) => known.push(measure),
                None if !self.lists.family(word).is_empty() => known.extend(self.lists.family(word)),
                None => {
                    let finding = Finding::new(codes::CODE_UNKNOWN, Location::Line(*at), format!("the measure \"{word}\""));
                    self.findings.push(finding.expected(self.lists.hint(self.lists.structure().measure())));
                }
            }
        }
        known
    }

    pub(super) fn wrong(&mut self, at: MapLine, found: String, expected: &str) {
        self.findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(at), found).expected(expected));
    }

    pub(super) fn years(&mut self, years: (Option<u16>, Option<u16>), at: &MapLine) -> (Option<u16>, Option<u16>) {
        if let (Some(from), Some(to)) = years
            && from > to
        {
            self.wrong(*at, format!("valid from {from} to {to}"), "a first year that is not after the last");
        }
        years
    }

    fn concept(&mut self, concept: &str, at: MapLine) {
        if !self.lists.has("fact", concept) {
            self.findings.push(Finding::new(codes::FACT_UNKNOWN, Location::Line(at), format!("the fact \"{concept}\"")));
        }
    }

    fn facts(&mut self, built: &mut Statements) {
        for spanned in &self.file.image.fact {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let (concept, value) = (image.concept.get_ref(), image.value.get_ref());
            self.concept(concept, self.file.at(&image.concept.span()));
            if !self.lists.has_fact_value(concept, value) {
                let place = Location::Line(self.file.at(&image.value.span()));
                let finding = Finding::new(codes::FACT_UNKNOWN, place, format!("the value \"{value}\""));
                self.findings.push(finding.expected(format!("a value of codelists/fact_value.csv for {concept}")));
            }
            let scope = Scope { measures: self.measures(&image.measure, &at), years: self.years((image.valid_from, image.valid_to), &at) };
            built.facts.push(DeclaredFact {
                scope,
                concept: concept.clone(),
                value: Some(value.clone()),
                source: image.source.clone(),
                comment: image.comment.clone().unwrap_or_default(),
                at,
            });
        }
        for spanned in &self.file.image.not_stated {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let scope = Scope { measures: self.measures(&image.measure, &at), years: self.years((image.valid_from, image.valid_to), &at) };
            for concept in &image.concepts {
                let place = self.file.at(&concept.span());
                self.concept(concept.get_ref(), place);
                built.facts.push(DeclaredFact {
                    scope: scope.clone(),
                    concept: concept.get_ref().clone(),
                    value: None,
                    source: image.source.clone(),
                    comment: image.comment.clone().unwrap_or_default(),
                    at: place,
                });
            }
        }
    }

    fn breaks(&mut self, built: &mut Statements) {
        for spanned in &self.file.image.breaks {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let word = image.affects.get_ref().as_str();
            let affects = self.lists.structure().by_word(word).filter(|concept| concept.declared().splits);
            if affects.is_none() && word != "level" {
                let place = self.file.at(&image.affects.span());
                self.wrong(place, format!("affects \"{word}\""), &format!("level or one of {}", self.lists.split_words()));
            }
            built.breaks.push(DeclaredBreak {
                measures: self.measures(&image.measure, &at),
                from: image.from,
                what: image.what.clone(),
                affects,
                source: image.source.clone(),
                at,
            });
        }
    }
}

/// Two facts that give one concept two values in one year, or state what is said not to be stated.
fn report_contradictions(facts: &[DeclaredFact], findings: &mut Findings) {
    for (i, fact) in facts.iter().enumerate() {
        let overlap = |other: &&DeclaredFact| fact.scope.meets(&other.scope);
        let word = |fact: &DeclaredFact| fact.value.clone().unwrap_or_else(|| "not stated".to_owned());
        for other in facts.iter().take(i).filter(|other| other.concept == fact.concept && other.value != fact.value).filter(overlap) {
            let found = format!("{} is \"{}\" here and \"{}\" there, for the same measure and year", fact.concept, word(fact), word(other));
            let finding = Finding::new(codes::FACTS_CONTRADICT, Location::Line(fact.at), found);
            findings.push(finding.related(Location::Line(other.at)));
        }
    }
}
