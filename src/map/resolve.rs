//! One reading's words, looked up: crosswalk first, then country names of the library, articles in `articles.csv`.

use std::collections::BTreeMap;

use super::{Context, from_library};
use crate::diag::{About, Code, Place, codes};
use crate::extract::{Reading, Term};
use crate::model::{CodeId, Concept, Footnote, MapLine, MappingUse, Origin, ReferencePeriod};
use crate::plan::{ArticleMatch, CrosswalkLine, Lookup, Target, WordConcept};

/// Why a reading is no observation.
pub(super) enum Failure {
    /// A line says that there is no common code.
    NoTerm {
        /// The remark of the line.
        reason: String,
    },
    /// Something to report.
    Reported(Box<Reported>),
    /// A finding of the mapping files says it already.
    Known(Code),
}

/// A finding in the making; without a place it is about the cell of the reading.
pub(super) struct Reported {
    pub(super) code: Code,
    pub(super) place: Option<Place>,
    pub(super) found: String,
    pub(super) remedy: Option<String>,
    pub(super) related: Vec<MapLine>,
    pub(super) about: Option<About>,
}

impl Failure {
    /// Nothing says what is counted, or when: the fault of the table, and one finding for all its figures.
    pub(super) fn incomplete(reading: &Reading, what: &str) -> Self {
        let (id, at, _) = &reading.table;
        let found = format!("{what} for figures of the table \"{id}\", in {}", reading.origin.file);
        Self::reported(codes::KEY_INCOMPLETE, Some(Place::Line(at.clone())), found)
    }

    fn reported(code: Code, place: Option<Place>, found: String) -> Self {
        Self::Reported(Box::new(Reported { code, place, found, remedy: None, related: Vec::new(), about: None }))
    }
}

/// What the words of a reading came to.
#[derive(Default)]
pub(super) struct Words {
    pub(super) uses: Vec<MappingUse>,
    pub(super) labels: Vec<String>,
    pub(super) article: Option<String>,
    pub(super) footnotes: Vec<Footnote>,
    pub(super) comments: Vec<String>,
    /// Marks that had to be taken off a label to know it, and that no footnote explains.
    pub(super) unexplained: Vec<(String, Option<Origin>)>,
}

impl Words {
    fn note_unexplained(&mut self, term: &Term) {
        let without_text = term.footnotes.iter().filter(|footnote| footnote.text.is_none());
        self.unexplained.extend(without_text.map(|footnote| (footnote.mark.clone(), term.origin.clone())));
    }
}

/// Looks up the words of one reading.
pub(super) struct Resolver<'a> {
    reading: &'a Reading,
    context: &'a Context<'a>,
}

/// What one word came to.
enum Hit<'a> {
    Line(&'a CrosswalkLine),
    Library(CodeId),
    Article(&'a crate::plan::ArticleLine),
}

impl<'a> Resolver<'a> {
    pub(super) fn new(reading: &'a Reading, context: &'a Context<'a>) -> Self {
        Self { reading, context }
    }

    fn table(&self) -> &'a str {
        &self.reading.table.0
    }

    /// The period: of the words, or of the layout.
    pub(super) fn period(&mut self) -> Result<(ReferencePeriod, Option<Origin>), Failure> {
        let mut found: Option<(ReferencePeriod, &Term)> = None;
        for term in self.reading.terms.iter().filter(|term| term.concepts.contains(&WordConcept::Period)) {
            let Some(period) = self.parse_period(term)? else {
                if term.concepts.len() > 1 {
                    continue;
                }
                return Err(self.unmapped(term));
            };
            match found {
                Some((other, _)) if other != period => {
                    let found = format!("the periods {other} and {period}");
                    return Err(self.set_twice(found, term));
                }
                _ => found = Some((period, term)),
            }
        }
        let by_word = found.map(|(period, term)| (period, term.origin.clone()));
        by_word.or(self.reading.period.map(|period| (period, None))).ok_or_else(|| Failure::incomplete(self.reading, "no period"))
    }

    fn parse_period(&self, term: &Term) -> Result<Option<ReferencePeriod>, Failure> {
        for label in [Some(&term.label), term.bare.as_ref()].into_iter().flatten() {
            if let Some(line) = self.line(WordConcept::Period, label, term, None)? {
                match &line.target {
                    Target::Period(period) => return Ok(Some(*period)),
                    Target::NoTermFound => return Err(no_term(line)),
                    Target::Code(_) => {}
                }
            }
            if let Some(period) = ReferencePeriod::parse(label) {
                return Ok(Some(period));
            }
        }
        Ok(None)
    }

    /// All other words.
    pub(super) fn words(&mut self, period: ReferencePeriod) -> Result<Words, Failure> {
        let mut words = Words::default();
        let mut set: BTreeMap<Concept, (CodeId, &Term)> = BTreeMap::new();
        for term in &self.reading.terms {
            if !term.concepts.is_empty() && !words.labels.contains(&term.label) {
                words.labels.push(term.label.clone());
            }
            words.footnotes.extend(term.footnotes.iter().filter(|footnote| footnote.text.is_some()).cloned());
            if term.concepts.iter().all(|concept| *concept == WordConcept::Period) {
                if !term.concepts.is_empty() && term.bare.is_some() && ReferencePeriod::parse(&term.label).is_none() {
                    words.note_unexplained(term);
                }
                continue;
            }
            let hits = self.look_up(term, period)?;
            if hits.is_empty() && !(term.concepts.contains(&WordConcept::Period) && self.parse_period(term)?.is_some()) {
                return Err(self.unmapped(term));
            }
            if hits.iter().any(|(label, _)| *label != term.label) {
                words.note_unexplained(term);
            }
            for (label, hit) in hits {
                for used in Self::apply(label, hit, &mut words)? {
                    match set.get(&used.code.concept()) {
                        Some((other, _)) if *other != used.code => {
                            let found =
                                format!("{} = {other} and {} = {}", other.concept().column(), used.code.concept().column(), used.code);
                            return Err(self.set_twice(found, term));
                        }
                        _ => {
                            set.insert(used.code.concept(), (used.code.clone(), term));
                            words.uses.push(used);
                        }
                    }
                }
            }
        }
        Ok(words)
    }

    /// The hits of a word under its concepts: as written, and only if nothing knows it so, without its marks.
    fn look_up(&self, term: &'a Term, period: ReferencePeriod) -> Result<Vec<(&'a str, Hit<'a>)>, Failure> {
        for label in [Some(&term.label), term.bare.as_ref()].into_iter().flatten() {
            let mut hits = Vec::new();
            for concept in term.concepts.iter().filter(|concept| **concept != WordConcept::Period) {
                hits.extend(self.look_up_one(*concept, label, term, period)?.map(|hit| (label.as_str(), hit)));
            }
            if !hits.is_empty() {
                return Ok(hits);
            }
        }
        Ok(Vec::new())
    }

    fn look_up_one(&self, concept: WordConcept, label: &str, term: &Term, period: ReferencePeriod) -> Result<Option<Hit<'a>>, Failure> {
        let area = self.context.area;
        if concept == WordConcept::Article {
            return match area.articles.find(label, Some(period)) {
                ArticleMatch::Found(line) => Ok(Some(Hit::Article(line))),
                ArticleMatch::Doubtful(code) => Err(Failure::Known(code)),
                ArticleMatch::NotUsable(line) => Err(self.article_fault(codes::ARTICLE_NOT_USABLE, label, term, &line.at)),
                ArticleMatch::NotInForce(line) => Err(self.article_fault(codes::ARTICLE_NOT_IN_FORCE, label, term, &line.at)),
                ArticleMatch::Ambiguous(first, second) => Err(self.ambiguous(label, term, [&first.at, &second.at])),
                ArticleMatch::Unknown => Ok(None),
            };
        }
        // A line that could not be used must not let a pattern or the library decide in its place.
        if let Some(fault) = area.crosswalk.fault(Some(concept), label) {
            return Err(Failure::Known(fault));
        }
        if let Some(line) = self.line(concept, label, term, Some(period))? {
            return Ok(Some(Hit::Line(line)));
        }
        if let WordConcept::Coded(country @ (Concept::Origin | Concept::Place)) = concept {
            let code = area.names.find(label).and_then(|code| self.context.lists.get(country, code));
            return Ok(code.map(Hit::Library));
        }
        Ok(None)
    }

    /// The line of the crosswalk for a label. What two lines say differently, neither decides.
    fn line(
        &self,
        concept: WordConcept,
        label: &str,
        term: &Term,
        period: Option<ReferencePeriod>,
    ) -> Result<Option<&'a CrosswalkLine>, Failure> {
        match self.context.area.crosswalk.find(concept, label, self.table(), period) {
            Lookup::Line(line) => Ok(Some(line)),
            Lookup::Doubtful(code) => Err(Failure::Known(code)),
            Lookup::Ambiguous(first, second) => Err(self.ambiguous(label, term, [&first.at, &second.at])),
            Lookup::Unknown => Ok(None),
        }
    }

    /// The codes of a hit. A line that says that there is no term ends the reading.
    fn apply(label: &str, hit: Hit<'_>, words: &mut Words) -> Result<Vec<MappingUse>, Failure> {
        match hit {
            Hit::Library(code) => Ok(vec![from_library(label, code)]),
            Hit::Line(line) => {
                line.hit.mark();
                match &line.target {
                    Target::NoTermFound => Err(no_term(line)),
                    Target::Code(code) => {
                        if !line.decision.comment.is_empty() && line.predicate != crate::model::Predicate::Exact {
                            words.comments.push(format!("{} → {code}: {}", line.label, line.decision.comment));
                        }
                        let used = MappingUse {
                            line: Some(line.at.clone()),
                            label: label.to_owned(),
                            predicate: line.predicate,
                            code: code.clone(),
                        };
                        Ok(vec![used])
                    }
                    Target::Period(_) => Ok(Vec::new()),
                }
            }
            Hit::Article(line) => {
                line.hit.mark();
                words.article = Some(label.to_owned());
                if !line.decision.comment.is_empty() && line.predicate != crate::model::Predicate::Exact {
                    words.comments.push(format!("{} → {}: {}", line.article, line.offence, line.decision.comment));
                }
                let used = |code: &CodeId, predicate| MappingUse {
                    line: Some(line.at.clone()),
                    label: label.to_owned(),
                    predicate,
                    code: code.clone(),
                };
                Ok(vec![used(&line.article, crate::model::Predicate::Exact), used(&line.offence, line.predicate)])
            }
        }
    }

    fn unmapped(&self, term: &Term) -> Failure {
        let names: Vec<&str> = term.concepts.iter().map(|concept| concept.word()).collect();
        let is_article = term.concepts.iter().all(|concept| *concept == WordConcept::Article);
        let code = if is_article { codes::ARTICLE_UNMAPPED } else { codes::LABEL_UNMAPPED };
        let label = term.bare.as_ref().unwrap_or(&term.label);
        let area = self.context.area;
        let fault_of = |label: &String| {
            let by_concept = term.concepts.iter().find_map(|concept| area.crosswalk.fault(Some(*concept), label));
            by_concept.or_else(|| area.articles.fault(label))
        };
        let fault = [&term.label, label].into_iter().find_map(fault_of);
        if let Some(fault) = fault {
            return Failure::Known(fault);
        }
        let elsewhere = term.concepts.iter().find_map(|concept| area.crosswalk.find_anywhere(*concept, label));
        let folder = self.context.area.area.folder();
        let quoted = if label.contains([',', ';', '"', '\n']) { format!("\"{}\"", label.replace('"', "\"\"")) } else { label.clone() };
        let remedy = if is_article {
            format!("add a line with the label {quoted} to mappings/{folder}/articles.csv")
        } else {
            let concept = names.first().copied().unwrap_or_default();
            format!("add to mappings/{folder}/crosswalk.csv: {concept},{quoted},skos:…Match,CODE (table \"{}\")", self.table())
        };
        Failure::Reported(Box::new(Reported {
            code,
            place: term.origin.clone().map(Place::Cell),
            found: match (elsewhere, &term.unmatched) {
                (Some(_), _) => format!("\"{label}\" as {}, whose line holds for other years or tables", names.join(" or ")),
                (None, Some(pattern)) => {
                    format!("\"{label}\" as {}, which the layout's pattern {pattern} does not match", names.join(" or "))
                }
                (None, None) => format!("\"{label}\" as {}", names.join(" or ")),
            },
            remedy: Some(match elsewhere {
                Some(line) => format!("widen the years or tables of {}, or add a line for the others", line.at),
                None => remedy,
            }),
            related: elsewhere.iter().map(|line| line.at.clone()).collect(),
            about: Some(About { concepts: names.iter().map(|name| (*name).to_owned()).collect(), label: label.clone() }),
        }))
    }

    fn set_twice(&self, found: String, term: &Term) -> Failure {
        let place = term.origin.clone().map_or_else(|| Place::Cell(self.reading.origin.clone()), Place::Cell);
        Failure::reported(codes::DIMENSION_SET_TWICE, Some(place), found)
    }

    fn article_fault(&self, code: Code, label: &str, term: &Term, line: &MapLine) -> Failure {
        self.fault(code, label, term, vec![line.clone()])
    }

    fn ambiguous(&self, label: &str, term: &Term, lines: [&MapLine; 2]) -> Failure {
        self.fault(codes::LABEL_AMBIGUOUS, label, term, lines.map(MapLine::clone).to_vec())
    }

    fn fault(&self, code: Code, label: &str, term: &Term, related: Vec<MapLine>) -> Failure {
        let place = term.origin.clone().map_or_else(|| Place::Cell(self.reading.origin.clone()), Place::Cell);
        let found = format!("\"{label}\"");
        Failure::Reported(Box::new(Reported { code, place: Some(place), found, remedy: None, related, about: None }))
    }
}

fn no_term(line: &CrosswalkLine) -> Failure {
    let reason = if line.decision.comment.is_empty() { "no term found" } else { &line.decision.comment };
    Failure::NoTerm { reason: format!("{}: {reason} ({})", line.label, line.at) }
}

/// The status that the crosswalk gives to the text of a footnote; or the finding that says why it gives none.
pub(super) fn footnote_status(
    text: &str,
    period: ReferencePeriod,
    reading: &Reading,
    context: &Context<'_>,
) -> Result<MappingUse, Unclassified> {
    let line = match context.area.crosswalk.find(WordConcept::Footnote, text, &reading.table.0, Some(period)) {
        Lookup::Line(line) => line,
        Lookup::Ambiguous(first, second) => return Err((codes::LABEL_AMBIGUOUS, vec![first.at.clone(), second.at.clone()])),
        Lookup::Doubtful(_) | Lookup::Unknown => return Err((codes::FOOTNOTE_UNCLASSIFIED, Vec::new())),
    };
    let code = match &line.target {
        Target::Code(code) => code.clone(),
        Target::NoTermFound | Target::Period(_) => CodeId::new(Concept::ObsStatus, "A"),
    };
    Ok(MappingUse { line: Some(line.at.clone()), label: text.to_owned(), predicate: line.predicate, code })
}

/// Why a footnote has no status: the code of the finding, and the lines that it is about.
pub(super) type Unclassified = (Code, Vec<MapLine>);
