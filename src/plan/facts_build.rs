//! From a `comparability.toml` to facts, breaks and caveats.

use std::collections::BTreeMap;

use toml::Spanned;

use super::caveats::Caveat;
use super::codelists::CodeLists;
use super::facts::Statements;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{
    CodeId, DeclaredBreak, DeclaredCaveat, DeclaredFact, DeclaredRevision, MappingLine, Reason, ReasonRole, RefArea, ReferencePeriod,
    RevisionCause, Scope, Severity,
};
use crate::schema::{ComparabilityImage, OneOrMany, Positioned};

/// The statements of a `comparability.toml`, checked.
pub(super) fn build(file: &Positioned<ComparabilityImage>, lists: &CodeLists, findings: &mut Findings) -> Statements {
    let mut builder = Builder { file, lists, findings };
    let mut built = Statements::default();
    builder.facts(&mut built);
    builder.breaks(&mut built);
    builder.caveats(&mut built);
    builder.revisions(&mut built);
    report_contradictions(&built.facts, findings);
    built
}

/// The statements of the region as a whole: caveats that its report has of all areas. Facts and breaks are an area's own.
pub(super) fn build_regional(file: &Positioned<ComparabilityImage>, lists: &CodeLists, findings: &mut Findings) -> Statements {
    let image = &file.image;
    let facts = image.fact.iter().map(Spanned::span).chain(image.not_stated.iter().map(Spanned::span));
    for span in facts.chain(image.breaks.iter().map(Spanned::span)) {
        let finding = Finding::new(codes::VALUE_INVALID, Location::Line(file.at(&span)), "a statement that only an area can make");
        findings.push(finding.expected("[[caveat]] entries; facts and breaks stand in the file of the area"));
    }
    let mut built = Statements::default();
    Builder { file, lists, findings }.caveats(&mut built);
    built
}

/// What reads the statements of a file.
struct Builder<'a> {
    file: &'a Positioned<ComparabilityImage>,
    lists: &'a CodeLists,
    findings: &'a mut Findings,
}

impl Builder<'_> {
    /// Measures, or objects such as victim: then all measures that count it.
    fn measures(&mut self, words: &OneOrMany, at: &MappingLine) -> Vec<CodeId> {
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

    fn wrong(&mut self, at: MappingLine, found: String, expected: &str) {
        self.findings.push(Finding::new(codes::VALUE_INVALID, Location::Line(at), found).expected(expected));
    }

    fn years(&mut self, years: (Option<u16>, Option<u16>), at: &MappingLine) -> (Option<u16>, Option<u16>) {
        if let (Some(from), Some(to)) = years
            && from > to
        {
            self.wrong(*at, format!("valid from {from} to {to}"), "a first year that is not after the last");
        }
        years
    }

    fn scope(&mut self, areas: &[Spanned<String>], measures: &OneOrMany, years: (Option<u16>, Option<u16>), at: &MappingLine) -> Scope {
        Scope { areas: self.areas(areas), measures: self.measures(measures, at), years: self.years(years, at) }
    }

    fn areas(&mut self, words: &[Spanned<String>]) -> Vec<RefArea> {
        let mut areas = Vec::new();
        for word in words {
            match RefArea::parse(word.get_ref()).filter(|area| self.lists.area_name(*area).is_some()) {
                Some(area) => areas.push(area),
                None => {
                    let place = Location::Line(self.file.at(&word.span()));
                    self.findings.push(Finding::new(codes::AREA_UNKNOWN, place, format!("the area \"{}\"", word.get_ref())));
                }
            }
        }
        areas
    }

    fn concept(&mut self, concept: &str, at: MappingLine) {
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
            let scope = self.scope(&image.areas, &image.measure, (image.valid_from, image.valid_to), &at);
            built.facts.push(DeclaredFact {
                scope,
                concept: concept.clone(),
                value: Some(value.clone()),
                source: image.source.clone(),
                comment: image.comment.clone().unwrap_or_default(),
                layer: 0,
                at,
            });
        }
        for spanned in &self.file.image.not_stated {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let scope = self.scope(&image.areas, &image.measure, (image.valid_from, image.valid_to), &at);
            for concept in &image.concepts {
                let place = self.file.at(&concept.span());
                self.concept(concept.get_ref(), place);
                built.facts.push(DeclaredFact {
                    scope: scope.clone(),
                    concept: concept.get_ref().clone(),
                    value: None,
                    source: image.source.clone(),
                    comment: image.comment.clone().unwrap_or_default(),
                    layer: 0,
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
                areas: self.areas(&image.areas),
                measures: self.measures(&image.measure, &at),
                from: image.from,
                what: image.what.clone(),
                affects,
                source: image.source.clone(),
                at,
            });
        }
    }

    fn revisions(&mut self, built: &mut Statements) {
        for spanned in &self.file.image.revision {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let known = RevisionCause::DECLARED.into_iter().find(|cause| cause.word() == image.cause.get_ref());
            let Some(cause) = known else {
                let place = self.file.at(&image.cause.span());
                let expected = RevisionCause::DECLARED.map(RevisionCause::word).join(", ");
                self.wrong(place, format!("the cause \"{}\"", image.cause.get_ref()), &expected);
                continue;
            };
            let scope = self.scope(&image.areas, &image.measure, (image.valid_from, image.valid_to), &at);
            built.revisions.push(DeclaredRevision { scope, cause, what: image.what.clone(), source: image.source.clone(), at });
        }
    }

    fn caveats(&mut self, built: &mut Statements) {
        for spanned in &self.file.image.caveat {
            let (image, at) = (spanned.get_ref(), self.file.at(&spanned.span()));
            let mut reason = Reason::new(self.lists.reason(ReasonRole::Caveat));
            if let Some(word) = &image.reason {
                match self.lists.find_reason(word.get_ref()) {
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
                let structure = self.lists.structure();
                let by_word = structure.by_word(word.get_ref()).filter(|concept| concept.is_dimension());
                let Some(concept) = by_word.filter(|concept| structure.detail() != Some(*concept)) else {
                    let place = self.file.at(&word.span());
                    let expected = format!("one of {}, {} or period", self.lists.split_words(), structure.statement().word());
                    self.wrong(place, format!("where {}", word.get_ref()), &expected);
                    continue;
                };
                for code in listed.iter().filter(|code| *code.get_ref() != "*" && self.lists.get(concept, code.get_ref()).is_none()) {
                    let place = Location::Line(self.file.at(&code.span()));
                    let finding = Finding::new(codes::CODE_UNKNOWN, place, format!("the code \"{}\"", code.get_ref()));
                    self.findings.push(finding.expected(self.lists.hint(concept)));
                }
                only.insert(concept, listed.iter().map(|code| code.get_ref().clone()).collect());
            }
            let scope = self.scope(&image.areas, &image.measure, (image.valid_from, image.valid_to), &at);
            let (text, source) = (image.text.clone(), image.source.clone());
            built.caveats.push(Caveat { declared: DeclaredCaveat { scope, reason, text, source, at }, only, periods, severity });
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
