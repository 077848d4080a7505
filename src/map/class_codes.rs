//! What the classes of record columns mean, each looked up once for each period.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use smol_str::SmolStr;

use super::context::Context;
use super::counted::Counted;
use super::failure::{Failure, report};
use super::resolve::{Resolver, Words};
use crate::diag::{Disposition, Finding, Findings, Location, codes};
use crate::extract::{Reading, TableUse, Term};
use crate::model::{CellRef, CodeId, Comment, Count, MappingLine, MappingUse, ObsValue, Predicate, ReferencePeriod, SourceCell};
use crate::plan::{RecordColumn, RecordKind, RecordRule, Several, Used, WordConcept};
use crate::record_counts::{BETWEEN, Class};

/// What one value came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes {
    pub(super) uses: Vec<MappingUse>,
    pub(super) labels: Vec<SmolStr>,
    pub(super) comments: Vec<Comment>,
    pub(super) article: Option<String>,
}

/// What a class means for the rows that have it.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// Its codes; several, where a row is counted under each of its categories.
    Codes(Vec<Codes>),
    /// Why it has none.
    Without(Disposition),
}

impl Meaning {
    /// Why rows of the class are in no count that goes by the column.
    pub(super) fn disposition(&self) -> Option<&Disposition> {
        if let Self::Without(disposition) = self { Some(disposition) } else { None }
    }

    pub(super) fn codes(&self) -> &[Codes] {
        if let Self::Codes(codes) = self { codes } else { &[] }
    }
}

/// The lists of words of a record's value: itself, and nothing.
static ONE_WORD: LazyLock<[Vec<usize>; 2]> = LazyLock::new(|| [vec![0], Vec::new()]);

/// A column without codes of its own adds none.
static NOTHING: Meaning = Meaning::Codes(Vec::new());

/// What a class means in each period that it was met in; mostly there is one.
type InPeriods = Vec<(ReferencePeriod, Meaning)>;

/// The meanings of the classes of one sheet.
pub(super) struct Meanings<'a> {
    rule: &'a RecordRule,
    counted: &'a Counted,
    context: &'a Context<'a>,
    findings: &'a mut Findings,
    used: &'a mut Used,
    /// How many rows have each class.
    rows: Vec<Vec<u64>>,
    periods: BTreeMap<u16, Result<ReferencePeriod, Disposition>>,
    /// For each column its classes by number.
    known: Vec<Vec<InPeriods>>,
    /// Findings about classes, which are settled when all rows were seen: a word that is unknown in each of several years is one finding.
    found: Findings,
}

fn codes(words: Words) -> Codes {
    let Words { uses, labels, article, comments, .. } = words;
    Codes { uses, labels, comments, article }
}

impl<'a> Meanings<'a> {
    pub(super) fn new(
        rule: &'a RecordRule,
        counted: &'a Counted,
        context: &'a Context<'a>,
        findings: &'a mut Findings,
        used: &'a mut Used,
    ) -> Self {
        let mut rows: Vec<Vec<u64>> = counted.row_counts.slots.iter().map(|classes| vec![0; classes.len()]).collect();
        for (classes, n) in &counted.row_counts.groups {
            for (class, sums) in classes.iter().zip(&mut rows) {
                if let Some(sum) = sums.get_mut(usize::from(*class)) {
                    *sum += n;
                }
            }
        }
        let known = counted.row_counts.slots.iter().map(|classes| vec![Vec::new(); classes.len()]).collect();
        Self { rule, counted, context, findings, used, rows, periods: BTreeMap::new(), known, found: Findings::default() }
    }

    /// Hands over what was found.
    pub(super) fn report(self) {
        self.findings.append(self.found);
    }

    /// The period of rows and the meaning of each column of them; or the disposition of rows that are in no count.
    pub(super) fn of_row(&mut self, classes: &[u16]) -> Result<(ReferencePeriod, Vec<&Meaning>), Disposition> {
        let rule = self.rule;
        for (place, column) in rule.columns.iter().enumerate() {
            let RecordKind::Keep { words, reason } = &column.kind else { continue };
            let label = self.class(place, classes).map_or("", |class| class.label.as_str());
            let normalized = crate::normalize::normalize(label);
            if !words.iter().any(|word| word.matches(label, &normalized)) {
                return Err(Disposition::OutOfScope(reason.clone()));
            }
        }
        let period = self.period(classes)?;
        for (place, column) in rule.columns.iter().enumerate() {
            let (Some(concept), Some(class)) = (column.concept, classes.get(place)) else { continue };
            if concept != WordConcept::Period && self.known(place, *class, period).is_none() {
                let meaning = self.meaning((place, column, concept), *class, period);
                if let Some(known) = self.known.get_mut(place).and_then(|classes| classes.get_mut(usize::from(*class))) {
                    known.push((period, meaning));
                }
            }
        }
        let of = |(place, class): (usize, &u16)| self.known(place, *class, period).unwrap_or(&NOTHING);
        Ok((period, classes.iter().enumerate().map(of).collect()))
    }

    fn known(&self, place: usize, class: u16, period: ReferencePeriod) -> Option<&Meaning> {
        let in_periods = self.known.get(place)?.get(usize::from(class))?;
        in_periods.iter().find(|(known, _)| *known == period).map(|(_, meaning)| meaning)
    }

    fn class(&self, place: usize, classes: &[u16]) -> Option<&'a Class> {
        self.counted.row_counts.slots.get(place)?.get(usize::from(*classes.get(place)?))
    }

    fn rows_of(&self, place: usize, class: u16) -> u64 {
        self.rows.get(place).and_then(|rows| rows.get(usize::from(class))).copied().unwrap_or(0)
    }

    /// The cell of the first row that has a class.
    fn cell(&self, place: usize, part: usize, first: u64) -> SourceCell {
        let column = self.counted.row_counts.columns.get(place).and_then(|columns| columns.get(part)).copied().unwrap_or(0);
        let cell = CellRef::new(u32::try_from(first).unwrap_or(u32::MAX), column);
        SourceCell { file: self.counted.file.clone(), sheet: self.counted.row_counts.sheet.as_str().into(), cell }
    }

    fn period(&mut self, classes: &[u16]) -> Result<ReferencePeriod, Disposition> {
        let is_period = |column: &RecordColumn| column.concept == Some(WordConcept::Period);
        let Some(place) = self.rule.columns.iter().position(is_period) else {
            return self.rule.period.map_or_else(
                || {
                    let found = format!("no period for rows of the records \"{}\"", self.rule.id);
                    self.found.push_word(Finding::new(codes::KEY_INCOMPLETE, Location::Line(self.rule.at), found));
                    Err(Disposition::Finding(codes::KEY_INCOMPLETE.name))
                },
                Ok,
            );
        };
        let number = classes.get(place).copied().unwrap_or(0);
        if let Some(known) = self.periods.get(&number) {
            return known.clone();
        }
        let class = self.class(place, classes).cloned().unwrap_or_else(|| Class { label: String::new(), first: 0 });
        let period = self.read_period(place, number, &class);
        self.periods.insert(number, period.clone());
        period
    }

    fn read_period(&mut self, place: usize, number: u16, class: &Class) -> Result<ReferencePeriod, Disposition> {
        let rows = self.rows_of(place, number);
        let origin = self.cell(place, 0, class.first);
        if class.label.is_empty() {
            return Err(self.blank(origin, "period", rows, "ask for the period of these rows"));
        }
        let (term, reading) = self.reading(WordConcept::Period, &class.label, origin.clone());
        let terms = [term];
        let mut resolver = Resolver::new((&terms, &*ONE_WORD), self.context);
        let period = resolver.period(&reading).map(|(period, _)| period);
        self.used.append(resolver.used);
        let period = period.map_err(|failure| self.fail(&reading, failure, rows))?;
        if self.context.round.collects(period) {
            return Ok(period);
        }
        if let Some(reason) = &self.rule.other_years {
            return Err(Disposition::OutOfScope(reason.clone()));
        }
        let expected = format!("{}, or other_years with the reason", self.context.round.periods());
        let found = format!("the period {period} in {}", counted(rows));
        self.found.push(Finding::new(codes::PERIOD_OUTSIDE_ROUND, Location::Cell(origin), found).expected(expected));
        Err(Disposition::Finding(codes::PERIOD_OUTSIDE_ROUND.name))
    }

    fn meaning(&mut self, (place, column, concept): (usize, &RecordColumn, WordConcept), number: u16, period: ReferencePeriod) -> Meaning {
        let class = self.counted.row_counts.slots.get(place).and_then(|classes| classes.get(usize::from(number)));
        let Some(class) = class else { return Meaning::Codes(Vec::new()) };
        let rows = self.rows_of(place, number);
        let label = class.label.as_str();
        match &column.kind {
            RecordKind::Flags { several, .. } => return self.flags((place, column, concept), several, class, rows, period),
            RecordKind::Bands(bands) => {
                if let Some(band) = bands.iter().find(|band| band.word == label) {
                    return Meaning::Codes(vec![by_line(&band.code, &band.at, label)]);
                }
            }
            RecordKind::Words | RecordKind::Keep { .. } => {}
        }
        let origin = self.cell(place, 0, class.first);
        if label.is_empty() {
            return match &column.missing {
                Some((code, at)) => Meaning::Codes(vec![by_line(code, at, "(blank)")]),
                None => Meaning::Without(self.blank(
                    origin,
                    concept.word(),
                    rows,
                    "give the column a code for rows without a value: missing = \"…\"",
                )),
            };
        }
        self.word(concept, label, origin, rows, period).map_or_else(Meaning::Without, |codes| Meaning::Codes(vec![codes]))
    }

    /// The categories that a row has, each looked up by the header of its column.
    fn flags(
        &mut self,
        (place, column, concept): (usize, &RecordColumn, WordConcept),
        several: &Several,
        class: &Class,
        rows: u64,
        period: ReferencePeriod,
    ) -> Meaning {
        let values: Vec<&str> = class.label.split(BETWEEN).collect();
        if let Some(part) = values.iter().position(|value| !matches!(*value, "1" | "0" | "")) {
            let header = column.headers.get(part).map_or("", String::as_str);
            let value = values.get(part).copied().unwrap_or_default();
            let found = format!("\"{value}\" for yes or no in the column \"{header}\", in {}", counted(rows));
            let place = Location::Cell(self.cell(place, part, class.first));
            let remedy = "add the word to yes or no of these flags, or to missing of the records";
            self.found.push(Finding::new(codes::LABEL_UNMAPPED, place, found).expected("a word of yes or of no").remedy(remedy));
            return Meaning::Without(Disposition::Finding(codes::LABEL_UNMAPPED.name));
        }
        let set: Vec<(usize, &String)> = column.headers.iter().enumerate().filter(|(part, _)| values.get(*part) == Some(&"1")).collect();
        if set.is_empty() {
            return match &column.missing {
                Some((code, at)) => Meaning::Codes(vec![by_line(code, at, "(no flag)")]),
                None => {
                    let origin = self.cell(place, 0, class.first);
                    Meaning::Without(self.blank(origin, concept.word(), rows, "give these flags a code for rows without any: none = \"…\""))
                }
            };
        }
        let named: Vec<&str> = set.iter().map(|(_, header)| header.as_str()).collect();
        match (several, set.len()) {
            (Several::Mix(code, at), 2..) => Meaning::Codes(vec![by_line(code, at, &named.join(" + "))]),
            (Several::Main, _) => self.all(concept, set.get(..1).unwrap_or_default(), (place, class, rows), period),
            (Several::Every | Several::Mix(..), _) => self.all(concept, &set, (place, class, rows), period),
        }
    }

    fn all(
        &mut self,
        concept: WordConcept,
        set: &[(usize, &String)],
        (place, class, rows): (usize, &Class, u64),
        period: ReferencePeriod,
    ) -> Meaning {
        let mut all: Vec<Codes> = Vec::new();
        for (part, header) in set {
            let origin = self.cell(place, *part, class.first);
            match self.word(concept, header, origin, rows, period) {
                // Two flags of one code are one category.
                Ok(codes) if all.iter().any(|other| same_codes(other, &codes)) => {}
                Ok(codes) => all.push(codes),
                Err(disposition) => return Meaning::Without(disposition),
            }
        }
        Meaning::Codes(all)
    }

    /// One word through the crosswalk, as that of a table.
    fn word(
        &mut self,
        concept: WordConcept,
        label: &str,
        origin: SourceCell,
        rows: u64,
        period: ReferencePeriod,
    ) -> Result<Codes, Disposition> {
        let (term, reading) = self.reading(concept, label, origin);
        let terms = [term];
        let mut resolver = Resolver::new((&terms, &*ONE_WORD), self.context);
        let words = resolver.words(&reading, period);
        self.used.append(resolver.used);
        match words {
            Ok(words) if concept.is_area() => match self.context.area_of(words.uses.iter().map(|used| &used.code)) {
                Ok(_) => Ok(codes(words)),
                Err(fault) => Err(self.fail(&reading, Failure::of_area(fault, &reading), rows)),
            },
            Ok(words) => Ok(codes(words)),
            Err(failure) => Err(self.fail(&reading, failure, rows)),
        }
    }

    fn reading(&self, concept: WordConcept, label: &str, origin: SourceCell) -> (Term, Reading) {
        let term = Term {
            concepts: vec![concept],
            label: label.into(),
            bare: None,
            footnotes: Vec::new(),
            unmatched: None,
            origin: Some(origin.clone()),
        };
        let table = TableUse { id: self.rule.id, at: self.rule.at, set: Vec::new(), period: None };
        let reading = Reading {
            origin,
            as_shown: label.into(),
            value: ObsValue::Count(Count::default()),
            approximate: false,
            note: None,
            legend: None,
            superscript: None,
            shared: [0, 1],
            own: Vec::new(),
            footnotes: Vec::new(),
            table: Arc::new(table),
        };
        (term, reading)
    }

    fn fail(&mut self, reading: &Reading, failure: Failure, rows: u64) -> Disposition {
        let mut own = Findings::default();
        let disposition = report(reading, failure, &mut own);
        own.change(|finding| finding.found = format!("{} in {}", finding.found, counted(rows)));
        own.iter().for_each(|finding| self.found.push_word(finding.clone()));
        disposition
    }

    fn blank(&mut self, origin: SourceCell, concept: &str, rows: u64, remedy: &str) -> Disposition {
        let found = format!("nothing as {concept} in {}", counted(rows));
        self.found.push_word(
            Finding::new(codes::LABEL_BLANK, Location::Cell(origin), found)
                .expected("a value, or a code for rows without one")
                .remedy(remedy),
        );
        Disposition::Finding(codes::LABEL_BLANK.name)
    }
}

fn same_codes(a: &Codes, b: &Codes) -> bool {
    let codes = |codes: &Codes| codes.uses.iter().map(|use_| use_.code).collect::<Vec<_>>();
    codes(a) == codes(b)
}

fn counted(rows: u64) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

/// A code that a line of the layout gives.
fn by_line(code: &CodeId, at: &MappingLine, label: &str) -> Codes {
    let used = MappingUse { line: Some(*at), label: label.into(), predicate: Predicate::Exact, code: *code };
    Codes { uses: vec![used], labels: vec![label.into()], ..Codes::default() }
}
