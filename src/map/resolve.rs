//! The labels of one reading, looked up: crosswalk first, then country names of the library, articles in `articles.csv`.

use smol_str::SmolStr;

use super::context::Context;
use super::failure::{Failure, unmapped};
use super::lookup::{Stated, fault, line, no_term, parse_period, set_twice, stated};
use super::other_codes::from_library;
use crate::diag::{Code, Finding, Findings, Location, codes};
use crate::extract::{Reading, Term};
use crate::model::{
    CodeId, Comment, Correspondence, Footnote, LegalArticle, MappedTo, MappingLine, MappingUse, Name, Predicate, ReferencePeriod,
    SourceCell,
};
use crate::plan::{ArticleMatch, Lookup, Role, Used, WordConcept};

/// What the words of a reading came to.
#[derive(Clone, Default)]
pub(super) struct Words {
    pub(super) uses: Vec<MappingUse>,
    pub(super) labels: Vec<SmolStr>,
    pub(super) article: Option<String>,
    pub(super) footnotes: Vec<Footnote>,
    pub(super) comments: Vec<Comment>,
    /// Marks that had to be taken off a label to know it, and that no footnote explains.
    pub(super) unexplained: Vec<(String, Option<SourceCell>)>,
    /// Why the figures of the word have no common code.
    no_term: Option<String>,
}

impl Words {
    fn note_unexplained(&mut self, term: &Term) {
        let without_text = term.footnotes.iter().filter(|footnote| footnote.text.is_none());
        self.unexplained.extend(without_text.map(|footnote| (footnote.mark.clone(), term.origin.clone())));
    }

    /// Whether a dimension has one code here and another one there.
    fn contradicts(&self, other: &Self) -> bool {
        let differs = |a: &MappingUse, b: &MappingUse| a.code.concept() == b.code.concept() && a.code != b.code;
        self.uses.iter().any(|own| other.uses.iter().any(|used| differs(own, used)))
    }

    /// Takes over what other words came to.
    fn add(&mut self, word: &Self) {
        for label in &word.labels {
            if !self.labels.contains(label) {
                self.labels.push(label.clone());
            }
        }
        self.uses.extend_from_slice(&word.uses);
        self.footnotes.extend_from_slice(&word.footnotes);
        self.comments.extend_from_slice(&word.comments);
        self.unexplained.extend_from_slice(&word.unexplained);
        self.article = word.article.clone().or_else(|| self.article.take());
    }
}

/// What a list of words came to in a table and a period.
struct Known<T> {
    table: Name,
    period: Option<ReferencePeriod>,
    found: T,
}

/// Looks up the words of the readings of one file. All cells of a column and of a row share a list of words, which is looked up once for a table and a period.
pub(super) struct Resolver<'a> {
    terms: &'a [Term],
    lists: &'a [Vec<usize>],
    context: &'a Context<'a>,
    /// By the number of the list; `None`: there is something to report about it.
    periods: Vec<Vec<Known<Option<Stated<'a>>>>>,
    words: Vec<Vec<Known<Option<Words>>>>,
    /// The lines that the words used.
    pub(super) used: Used,
    /// Words that have lost a concept.
    pub(super) lost: Findings,
}

/// What one word is in the mapping files.
#[derive(Clone, Copy)]
enum Hit<'a> {
    Line(&'a Correspondence),
    Library(CodeId),
    Article(&'a LegalArticle, ReferencePeriod),
}

/// What is known of a list, worked out now if nothing is.
fn known_of<T>(known: &mut Vec<Known<T>>, table: Name, period: Option<ReferencePeriod>, work_out: impl FnOnce() -> T) -> Option<&T> {
    let place = known.binary_search_by(|known| known.table.cmp(&table).then(known.period.cmp(&period))).unwrap_or_else(|place| {
        known.insert(place, Known { table, period, found: work_out() });
        place
    });
    known.get(place).map(|known| &known.found)
}

impl<'a> Resolver<'a> {
    pub(super) fn new((terms, lists): (&'a [Term], &'a [Vec<usize>]), context: &'a Context<'a>) -> Self {
        let (periods, words) = (lists.iter().map(|_| Vec::new()).collect(), lists.iter().map(|_| Vec::new()).collect());
        Self { terms, lists, context, periods, words, used: Used::default(), lost: Findings::default() }
    }

    /// The period: of the words, or of the layout; and where it stands.
    pub(super) fn period(&mut self, reading: &Reading) -> Result<(ReferencePeriod, Option<&'a SourceCell>), Failure> {
        let table = reading.table.id;
        let (terms, lists, context, used) = (self.terms, self.lists, self.context, &mut self.used);
        let of = |numbers: &'a [usize]| numbers.iter().filter_map(|number| terms.get(*number));
        let mut found: Stated<'a> = None;
        for list in reading.shared {
            let (Some(known), Some(numbers)) = (self.periods.get_mut(list), lists.get(list)) else { continue };
            let known = known_of(known, table, None, || stated(context, of(numbers), table, None, used).ok()).copied().flatten();
            found = match (known, found) {
                (Some(None), found) => found,
                (Some(Some(period)), None) => Some(period),
                // Two periods, or a fault: said word by word.
                (Some(Some(_)), Some(_)) | (None, _) => {
                    found = None;
                    for list in reading.shared {
                        found = stated(context, lists.get(list).map(Vec::as_slice).into_iter().flat_map(of), table, found, used)?;
                    }
                    break;
                }
            };
        }
        if !reading.own.is_empty() {
            let own: Vec<&'a Term> = reading.own.iter().filter_map(|number| terms.get(*number)).collect();
            found = stated(context, own.into_iter(), table, found, used)?;
        }
        let by_word = found.map(|(period, term)| (period, term.origin.as_ref()));
        by_word.or(reading.table.period.map(|period| (period, None))).ok_or_else(|| Failure::incomplete(reading, "no period"))
    }

    /// All other words.
    pub(super) fn words(&mut self, reading: &Reading, period: ReferencePeriod) -> Result<Words, Failure> {
        let table = reading.table.id;
        let lists = self.lists;
        let expected: usize = reading.shared.iter().filter_map(|list| lists.get(*list)).map(Vec::len).sum();
        let (uses, labels) = (Vec::with_capacity(expected + reading.table.set.len()), Vec::with_capacity(expected));
        let mut words = Words { uses, labels, ..Words::default() };
        for list in reading.shared {
            let (Some(numbers), Some(known)) = (lists.get(list), self.words.get_mut(list).map(std::mem::take)) else { continue };
            let mut known = known;
            let found = known_of(&mut known, table, Some(period), || {
                let mut own = Words::default();
                self.add(numbers, &mut own, table, period).ok().map(|()| own)
            });
            let done = match found.and_then(Option::as_ref) {
                Some(found) if !words.contradicts(found) => {
                    words.add(found);
                    Ok(())
                }
                // A fault is said word by word.
                _ => self.add(numbers, &mut words, table, period),
            };
            if let Some(slot) = self.words.get_mut(list) {
                *slot = known;
            }
            done?;
        }
        self.add(&reading.own, &mut words, table, period)?;
        Ok(words)
    }

    /// Adds some words.
    fn add(&mut self, numbers: &[usize], words: &mut Words, table: Name, period: ReferencePeriod) -> Result<(), Failure> {
        let terms = self.terms;
        for term in numbers.iter().filter_map(|number| terms.get(*number)) {
            let word = self.word(term, table, period)?;
            for used in &word.uses {
                let other = words.uses.iter().chain(&word.uses).find(|other| other.code.concept() == used.code.concept());
                if let Some(other) = other.filter(|other| other.code != used.code) {
                    let [name, code] = [used.code.concept().column(), used.code.as_str()];
                    return Err(set_twice(format!("{name} = {} and {name} = {code}", other.code), term));
                }
            }
            // That two words contradict each other goes before a decision that one of them has no code.
            if let Some(reason) = word.no_term {
                return Err(Failure::NoTerm { reason });
            }
            words.add(&word);
        }
        Ok(())
    }

    /// One word, in the mapping files and by the library.
    fn word(&mut self, term: &Term, table: Name, period: ReferencePeriod) -> Result<Words, Failure> {
        let mut words = Words::default();
        if !term.concepts.is_empty() {
            words.labels.push(term.label.clone());
        }
        words.footnotes.extend(term.footnotes.iter().filter(|footnote| footnote.text.is_some()).cloned());
        if term.concepts.iter().all(|concept| *concept == WordConcept::Period) {
            if !term.concepts.is_empty() && term.bare.is_some() && ReferencePeriod::parse(&term.label).is_none() {
                words.note_unexplained(term);
            }
            return Ok(words);
        }
        let hits = self.look_up(term, table, period)?;
        if hits.is_empty() && !self.is_period(term, table)? {
            return Err(unmapped(self.context, term, table));
        }
        if hits.iter().any(|(label, _)| **label != term.label) {
            words.note_unexplained(term);
        }
        for (label, hit) in hits {
            self.apply(label, hit, &mut words);
            if words.no_term.is_some() {
                break;
            }
        }
        Ok(words)
    }

    /// A concept that the word had before the period and has no more, while it goes on under another one.
    fn check_concept(&mut self, concept: WordConcept, label: &str, term: &Term, (table, period): (Name, ReferencePeriod)) {
        let Some(line) = self.context.sender.crosswalk.ended(concept, label, (&table, period)) else { return };
        let last = line.years.1.map(|last| last.to_string()).unwrap_or_default();
        let found = format!("\"{label}\" has no line for {} after {last}", concept.word());
        let place = term.origin.clone().map_or(Location::Line(line.at), Location::Cell);
        self.lost.push_word(Finding::new(codes::WORD_LOST_CONCEPT, place, found).related(Location::Line(line.at)));
    }

    fn is_period(&mut self, term: &Term, table: Name) -> Result<bool, Failure> {
        Ok(term.concepts.contains(&WordConcept::Period) && parse_period(self.context, term, table, &mut self.used)?.is_some())
    }

    /// The hits of a word under its concepts: as written, and only if nothing knows it so, without its marks.
    fn look_up<'t>(&mut self, term: &'t Term, table: Name, period: ReferencePeriod) -> Result<Vec<(&'t SmolStr, Hit<'a>)>, Failure> {
        for label in [Some(&term.label), term.bare.as_ref()].into_iter().flatten() {
            let (mut hits, mut without) = (Vec::new(), Vec::new());
            for concept in term.concepts.iter().copied().filter(|concept| *concept != WordConcept::Period) {
                match self.look_up_one(concept, label, term, (table, period))? {
                    Some(hit) => hits.push((label, hit)),
                    None => without.push(concept),
                }
            }
            if !hits.is_empty() {
                for concept in without {
                    self.check_concept(concept, label, term, (table, period));
                }
                return Ok(hits);
            }
        }
        Ok(Vec::new())
    }

    fn look_up_one(
        &mut self,
        concept: WordConcept,
        label: &str,
        term: &Term,
        (table, period): (Name, ReferencePeriod),
    ) -> Result<Option<Hit<'a>>, Failure> {
        let area = self.context.sender;
        if let WordConcept::Detail(_) = concept {
            return match area.articles.find(label, Some(period)) {
                ArticleMatch::Found(line) => Ok(Some(Hit::Article(line, period))),
                ArticleMatch::Doubtful(code) => Err(Failure::Known(code)),
                ArticleMatch::NotUsable(line) => Err(fault(codes::ARTICLE_NOT_USABLE, label, term, vec![line.at])),
                ArticleMatch::NotInForce(line) => Err(fault(codes::ARTICLE_NOT_IN_FORCE, label, term, vec![line.at])),
                ArticleMatch::Ambiguous(first, second) => Err(fault(codes::LABEL_AMBIGUOUS, label, term, vec![first.at, second.at])),
                ArticleMatch::Unknown => Ok(None),
            };
        }
        // A line that could not be used must not let a pattern or the library decide in its place.
        if let Some(fault) = area.crosswalk.fault(Some(concept), label) {
            return Err(Failure::Known(fault));
        }
        if let Some(line) = line(self.context, concept, label, term, (table, Some(period)), &mut self.used)? {
            return Ok(Some(Hit::Line(line)));
        }
        if let WordConcept::Coded(country) = concept
            && country.declared().countries
        {
            let lists = self.context.lists;
            let by_scheme = || lists.area_by_word(label).and_then(|area| lists.get(country, &area.to_string()));
            let code = if concept.is_area() { by_scheme() } else { None };
            let code = code.or_else(|| area.names.find(label).and_then(|code| lists.get(country, code)));
            return Ok(code.map(Hit::Library));
        }
        Ok(None)
    }

    /// The codes of a hit, or that a line says that there is no term.
    fn apply(&mut self, label: &SmolStr, hit: Hit<'_>, words: &mut Words) {
        let mut used = |line: MappingLine, code: CodeId, predicate| {
            words.uses.push(MappingUse { line: Some(line), label: label.clone(), predicate, code });
        };
        match hit {
            Hit::Library(code) => words.uses.push(from_library(label, code)),
            Hit::Line(line) => match &line.target {
                MappedTo::NoTermFound => words.no_term = Some(no_term(line)),
                MappedTo::Code(code) => {
                    used(line.at, *code, line.predicate);
                    if !line.decision.comment.is_empty() && line.predicate != Predicate::Exact {
                        let text = format!("{} → {code}: {}", line.label, line.decision.comment);
                        words.comments.push(Comment { text, line: Some(line.at) });
                    }
                }
                MappedTo::Period(_) => {}
            },
            Hit::Article(line, period) => {
                self.used.note(line.at);
                used(line.at, line.article, Predicate::Exact);
                // Of a wording that is in force for a part of the period, the figure holds a part only.
                let is_whole = line.validity.holds_throughout(period);
                let predicate = if line.predicate == Predicate::Exact && !is_whole { Predicate::Close } else { line.predicate };
                used(line.at, line.code, predicate);
                if !is_whole {
                    let text = format!("{}: this wording is in force for a part of {period} ({})", line.article, line.validity.words());
                    words.comments.push(Comment { text, line: Some(line.at) });
                }
                words.article = Some(label.to_string());
                if !line.decision.comment.is_empty() && line.predicate != Predicate::Exact {
                    let text = format!("{} → {}: {}", line.article, line.code, line.decision.comment);
                    words.comments.push(Comment { text, line: Some(line.at) });
                }
            }
        }
    }
}

/// The status that the crosswalk gives to the text of a footnote; or the finding that says why it gives none.
pub(super) fn footnote_status(
    text: &str,
    period: ReferencePeriod,
    reading: &Reading,
    context: &Context<'_>,
    used: &mut Used,
) -> Result<MappingUse, Unclassified> {
    let line = match context.sender.crosswalk.find(WordConcept::Footnote, text, (&reading.table.id, Some(period)), used) {
        Lookup::Line(line) => line,
        Lookup::Ambiguous(first, second) => return Err((codes::LABEL_AMBIGUOUS, vec![first.at, second.at])),
        Lookup::Doubtful(_) | Lookup::Unknown => return Err((codes::FOOTNOTE_UNCLASSIFIED, Vec::new())),
    };
    let code = match &line.target {
        MappedTo::Code(code) => *code,
        MappedTo::NoTermFound | MappedTo::Period(_) => context.lists.status(Role::Normal),
    };
    Ok(MappingUse { line: Some(line.at), label: text.into(), predicate: line.predicate, code })
}

/// Why a footnote has no status: the code of the finding, and the lines that it is about.
pub(super) type Unclassified = (Code, Vec<MappingLine>);
