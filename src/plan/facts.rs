//! What an area's figures mean: declared facts, what the source does not state, breaks and caveats.

use std::collections::BTreeMap;

use super::build::Plan;
use super::codelists::CodeLists;
use super::matcher::Hit;
use super::targets::dimension;
use super::word::WordConcept;
use crate::diag::{Finding, Findings, Place, codes};
use crate::model::{CodeId, Concept, Dimensions, MapLine, Reason, RefArea, ReferencePeriod, Severity};
use crate::schema::{ComparabilityImage, OneOrMany, Positioned};

/// The figures that a statement is about.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The measures.
    pub measures: Vec<CodeId>,
    /// First and last year, inclusive.
    pub years: (Option<u16>, Option<u16>),
    /// For some dimensions the codes; `*` is any code but the total.
    pub only: BTreeMap<Concept, Vec<String>>,
    /// Exactly these periods; none: any within the years.
    pub periods: Vec<ReferencePeriod>,
}

impl Scope {
    /// Whether a measure in a period belongs to it: each year of the period does.
    pub fn covers(&self, measure: &CodeId, period: ReferencePeriod) -> bool {
        let (from, to) = (self.years.0.unwrap_or(0), self.years.1.unwrap_or(u16::MAX));
        self.measures.contains(measure) && period.first() >= from && period.last() <= to
    }

    /// Whether a year of the period belongs to it.
    pub fn touches(&self, measure: &CodeId, period: ReferencePeriod) -> bool {
        let (from, to) = (self.years.0.unwrap_or(0), self.years.1.unwrap_or(u16::MAX));
        self.measures.contains(measure) && period.first() <= to && period.last() >= from
    }

    /// Whether a figure belongs to it.
    pub fn holds(&self, key: &Dimensions) -> bool {
        let fits = |(concept, codes): (&Concept, &Vec<String>)| {
            key.get(*concept).is_some_and(|code| codes.iter().any(|c| c == code.as_str() || (c == "*" && !code.is_total())))
        };
        key.get(Concept::Measure).is_some_and(|measure| self.covers(measure, key.time_period))
            && (self.periods.is_empty() || self.periods.contains(&key.time_period))
            && self.only.iter().all(fits)
    }
}

/// A declared fact about what a measure of an area means.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is about.
    pub scope: Scope,
    /// The concept, a code of `codelists/fact.csv`.
    pub concept: String,
    /// The value; `None` when somebody looked for it and the source does not state it.
    pub value: Option<String>,
    /// Who says so, or where it was looked for.
    pub source: String,
    /// Remark.
    pub comment: String,
    /// Where it stands.
    pub at: MapLine,
    /// Whether a figure needed it.
    pub hit: Hit,
}

/// A declared break in series.
#[derive(Clone, Debug)]
pub struct Break {
    /// The measures that it is about.
    pub measures: Vec<CodeId>,
    /// The first year of the new series.
    pub from: u16,
    /// What changed.
    pub what: String,
    /// The dimension whose splits it affects; `None`: every figure.
    pub affects: Option<Concept>,
    /// Who says so.
    pub source: String,
    /// Where it stands.
    pub at: MapLine,
    /// Whether a figure lies on either side of it.
    pub hit: Hit,
}

/// A caveat of the source.
#[derive(Clone, Debug)]
pub struct Caveat {
    /// What it is about.
    pub scope: Scope,
    /// The caveat.
    pub text: String,
    /// The reason that it gives.
    pub reason: Reason,
    /// How much it weighs; `None`: as its reason does.
    pub severity: Option<Severity>,
    /// Who says so.
    pub source: String,
    /// Where it stands.
    pub at: MapLine,
    /// Whether it is about a figure.
    pub hit: Hit,
}

/// All statements of an area.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// Facts, and what is not stated.
    pub facts: Vec<Fact>,
    /// Breaks.
    pub breaks: Vec<Break>,
    /// Caveats.
    pub caveats: Vec<Caveat>,
}

/// What is known of one fact for one figure.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// The value holds for the whole period.
    Stated(&'a Fact),
    /// The value changes within the period.
    Mixed(&'a Fact, &'a Fact),
    /// Somebody looked for it, and the source does not state it.
    NotStated(&'a Fact),
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
            Known::Stated(fact) | Known::NotStated(fact) => vec![fact.at.clone()],
            Known::Mixed(first, second) => vec![first.at.clone(), second.at.clone()],
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
        let mut found: Option<&Fact> = None;
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

struct Builder<'a> {
    file: &'a Positioned<ComparabilityImage>,
    lists: &'a CodeLists,
    findings: &'a mut Findings,
}

impl Builder<'_> {
    fn measures(&mut self, words: &OneOrMany, at: &MapLine) -> Vec<CodeId> {
        let mut known = Vec::new();
        for word in words.list() {
            match self.lists.get(Concept::Measure, word) {
                Some(measure) => known.push(measure),
                None => {
                    let finding = Finding::new(codes::CODE_UNKNOWN, Place::Line(at.clone()), format!("the measure \"{word}\""));
                    self.findings.push(finding.expected(self.lists.hint(Concept::Measure)));
                }
            }
        }
        known
    }

    fn wrong(&mut self, at: MapLine, found: String, expected: &str) {
        self.findings.push(Finding::new(codes::VALUE_INVALID, Place::Line(at), found).expected(expected));
    }

    fn years(&mut self, years: (Option<u16>, Option<u16>), at: &MapLine) -> (Option<u16>, Option<u16>) {
        if let (Some(from), Some(to)) = years
            && from > to
        {
            self.wrong(at.clone(), format!("valid from {from} to {to}"), "a first year that is not after the last");
        }
        years
    }

    fn concept(&mut self, concept: &str, at: MapLine) {
        if !self.lists.has("fact", concept) {
            self.findings.push(Finding::new(codes::FACT_UNKNOWN, Place::Line(at), format!("the fact \"{concept}\"")));
        }
    }

    fn facts(&mut self, built: &mut Statements) {
        for spanned in &self.file.image.fact {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let (concept, value) = (image.concept.get_ref(), image.value.get_ref());
            self.concept(concept, self.file.at(&image.concept.span()));
            if !self.lists.has_fact_value(concept, value) {
                let place = Place::Line(self.file.at(&image.value.span()));
                let finding = Finding::new(codes::FACT_UNKNOWN, place, format!("the value \"{value}\""));
                self.findings.push(finding.expected(format!("a value of codelists/fact_value.csv for {concept}")));
            }
            let scope = Scope {
                measures: self.measures(&image.measure, &at),
                years: self.years((image.valid_from, image.valid_to), &at),
                only: BTreeMap::new(),
                periods: Vec::new(),
            };
            built.facts.push(Fact {
                scope,
                concept: concept.clone(),
                value: Some(value.clone()),
                source: image.source.clone(),
                comment: image.comment.clone().unwrap_or_default(),
                at,
                hit: Hit::default(),
            });
        }
        for spanned in &self.file.image.not_stated {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let scope = Scope {
                measures: self.measures(&image.measure, &at),
                years: self.years((image.valid_from, image.valid_to), &at),
                only: BTreeMap::new(),
                periods: Vec::new(),
            };
            for concept in &image.concepts {
                let place = self.file.at(&concept.span());
                self.concept(concept.get_ref(), place.clone());
                built.facts.push(Fact {
                    scope: scope.clone(),
                    concept: concept.get_ref().clone(),
                    value: None,
                    source: image.source.clone(),
                    comment: image.comment.clone().unwrap_or_default(),
                    at: place,
                    hit: Hit::default(),
                });
            }
        }
    }

    fn breaks(&mut self, built: &mut Statements) {
        for spanned in &self.file.image.breaks {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let word = image.affects.get_ref().as_str();
            let affects = split_of(word);
            if affects.is_none() && word != "level" {
                let place = self.file.at(&image.affects.span());
                self.wrong(place, format!("affects \"{word}\""), "level, form, sex, age, origin or offence");
            }
            built.breaks.push(Break {
                measures: self.measures(&image.measure, &at),
                from: image.from,
                what: image.what.clone(),
                affects,
                source: image.source.clone(),
                at,
                hit: Hit::default(),
            });
        }
    }

    fn caveats(&mut self, built: &mut Statements) {
        for spanned in &self.file.image.caveat {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let mut reason = Reason::Caveat;
            if let Some(word) = &image.reason {
                match Reason::parse(word.get_ref()) {
                    Some(known) => reason = known,
                    None => {
                        let place = self.file.at(&word.span());
                        self.wrong(place, format!("the reason \"{}\"", word.get_ref()), "a code of codelists/comparability_reason.csv");
                    }
                }
            }
            let severity = image.severity.as_ref().and_then(|word| {
                let severity = Severity::parse(word.get_ref());
                if severity.is_none() {
                    let place = self.file.at(&word.span());
                    self.wrong(place, format!("the severity \"{}\"", word.get_ref()), "note, caution or breaks");
                }
                severity
            });
            let (mut only, mut periods) = (BTreeMap::new(), Vec::new());
            for (word, listed) in &image.only {
                if word.get_ref() == "period" {
                    for text in listed {
                        match ReferencePeriod::parse(text.get_ref()) {
                            Some(period) => periods.push(period),
                            None => self.wrong(
                                self.file.at(&text.span()),
                                format!("the period \"{}\"", text.get_ref()),
                                "a period such as 2016 or 2016-2018",
                            ),
                        }
                    }
                    continue;
                }
                let Some(concept) = split_of(word.get_ref()) else {
                    let place = self.file.at(&word.span());
                    self.wrong(place, format!("where {}", word.get_ref()), "form, sex, age, origin, offence, statement or period");
                    continue;
                };
                for code in listed.iter().filter(|code| *code.get_ref() != "*" && self.lists.get(concept, code.get_ref()).is_none()) {
                    let place = Place::Line(self.file.at(&code.span()));
                    let finding = Finding::new(codes::CODE_UNKNOWN, place, format!("the code \"{}\"", code.get_ref()));
                    self.findings.push(finding.expected(self.lists.hint(concept)));
                }
                only.insert(concept, listed.iter().map(|code| code.get_ref().clone()).collect());
            }
            let scope = Scope {
                measures: self.measures(&image.measure, &at),
                years: self.years((image.valid_from, image.valid_to), &at),
                only,
                periods,
            };
            let (text, source) = (image.text.clone(), image.source.clone());
            built.caveats.push(Caveat { scope, text, reason, severity, source, at, hit: Hit::default() });
        }
    }
}

/// The dimension that a word of the mapping files means.
pub(super) fn split_of(word: &str) -> Option<Concept> {
    match WordConcept::parse(word) {
        Some(WordConcept::Coded(concept)) => Some(concept),
        _ if word == "offence" => dimension("OFFENCE"),
        _ => None,
    }
}

/// Two facts that give one concept two values in one year, or state what is said not to be stated.
fn report_contradictions(facts: &[Fact], findings: &mut Findings) {
    for (i, fact) in facts.iter().enumerate() {
        let overlap = |other: &&Fact| {
            let from = fact.scope.years.0.unwrap_or(0).max(other.scope.years.0.unwrap_or(0));
            let to = fact.scope.years.1.unwrap_or(u16::MAX).min(other.scope.years.1.unwrap_or(u16::MAX));
            from <= to && fact.scope.measures.iter().any(|measure| other.scope.measures.contains(measure))
        };
        let word = |fact: &Fact| fact.value.clone().unwrap_or_else(|| "not stated".to_owned());
        for other in facts.iter().take(i).filter(|other| other.concept == fact.concept && other.value != fact.value).filter(overlap) {
            let found = format!("{} is \"{}\" here and \"{}\" there, for the same measure and year", fact.concept, word(fact), word(other));
            let finding = Finding::new(codes::FACTS_CONTRADICT, Place::Line(fact.at.clone()), found);
            findings.push(finding.related(Place::Line(other.at.clone())));
        }
    }
}
