//! From readings to observations: words become codes only by lines of the mappings and names of countries (CLDR).
//!
//! This module must not compare areas, round, sum, or give a default to a word that it does not know.

mod class_codes;
mod combine;
mod context;
mod counted;
mod cross_table;
mod failure;
mod lookup;
mod other_codes;
mod records;
mod resolve;
mod superscript;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Disposition, Finding, Findings, Ledger, Location, codes};
use crate::extract::{Corrected, Extraction, Reading};
use crate::model::{CodeId, Comment, Key, MappingUse, Observation, ReferencePeriod, SourceCell};
use crate::plan::{Role, Used};
use failure::{Failure, report};
use other_codes::by_layout;
use resolve::Resolver;

pub use context::Context;
pub use counted::Counted;
pub use cross_table::{CrossTable, CrossTableSpec, tabulate};
pub use records::map_records;

/// The observations of one file, sorted by key.
#[derive(Clone, Debug, Default)]
pub struct Mapped {
    observations: Vec<Observation>,
    superscripts: Vec<superscript::Marked>,
    /// The lines that their words used.
    pub used: Used,
}

impl Mapped {
    /// How many figures they are.
    pub fn figures(&self) -> usize {
        self.observations.len()
    }
}

/// All readings of one file become observations; the ledger learns the disposition of each cell.
pub fn map(extraction: Extraction, context: &Context<'_>, ledger: &mut Ledger, findings: &mut Findings) -> Mapped {
    let Extraction { readings, terms, lists, corrected, .. } = extraction;
    let mut mapper = Mapper { resolver: Resolver::new((&terms, &lists), context), corrected: &corrected, context, units: Vec::new() };
    let mut all = Mapped { observations: Vec::with_capacity(readings.len()), ..Mapped::default() };
    for reading in readings {
        let (origin, superscript) = (reading.origin.clone(), reading.superscript.clone());
        match mapper.observation(reading, findings) {
            Ok(observation) => {
                let marked = superscript.zip(observation.value.count());
                let key = observation.key;
                all.superscripts.extend(marked.map(|(mark, count)| superscript::Marked { key, origin, count, mark }));
                all.observations.push(observation);
            }
            Err(disposition) => ledger.settle(&origin, disposition),
        }
    }
    all.used = mapper.resolver.used;
    findings.append(mapper.resolver.lost);
    // A cell with several figures stands or falls as a whole: it has one disposition.
    if ledger.has_findings() {
        let is_finding = |origin: &SourceCell| {
            matches!(ledger.get(origin).and_then(|account| account.disposition.as_ref()), Some(Disposition::Finding(_)))
        };
        all.observations.retain(|observation| !observation.origins.iter().any(is_finding));
    }
    for observation in &all.observations {
        settle(observation, ledger);
    }
    all.observations.sort_by_cached_key(|observation| observation.key);
    all
}

/// The observations of all files of an area, and those that were counted from records, sorted by key; one for each key.
pub fn join(
    mapped: Vec<Mapped>,
    counted: Vec<Observation>,
    context: &Context<'_>,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Vec<Observation> {
    // Each figure is moved once: an area may have hundreds of thousands.
    let figures = mapped.iter().map(|mapped| mapped.observations.len()).sum::<usize>();
    let mut all = Vec::with_capacity(figures + counted.len());
    let mut superscripts = Vec::new();
    for mapped in mapped {
        all.extend(mapped.observations);
        superscripts.extend(mapped.superscripts);
    }
    superscript::check(&superscripts, &all, findings);
    for observation in &counted {
        settle(observation, ledger);
    }
    all.extend(counted);
    combine::combine(all, context.lists, ledger, findings)
}

/// That the cells are mapped; their keys are named when all observations stand, with [`name_keys`].
fn settle(observation: &Observation, ledger: &mut Ledger) {
    for origin in &observation.origins {
        ledger.settle(origin, Disposition::Mapped(Vec::new()));
    }
}

/// Names in the ledger the observations that each mapped cell gave.
pub fn name_keys(observations: &[Observation], ledger: &mut Ledger) {
    for observation in observations {
        for origin in &observation.origins {
            ledger.settle(origin, Disposition::Mapped(vec![observation.key]));
        }
    }
}

/// What turns the readings of one file into observations.
struct Mapper<'a> {
    resolver: Resolver<'a>,
    corrected: &'a BTreeMap<SourceCell, Corrected>,
    context: &'a Context<'a>,
    /// The units of the measures met so far.
    units: Vec<(CodeId, Option<CodeId>)>,
}

impl Mapper<'_> {
    fn unit_of(&mut self, measure: CodeId) -> Option<CodeId> {
        let known = self.units.iter().find(|(known, _)| *known == measure).map(|(_, unit)| *unit);
        known.unwrap_or_else(|| {
            let unit = self.context.lists.unit_of(&measure);
            self.units.push((measure, unit));
            unit
        })
    }

    /// One reading as an observation, or the disposition of its cell.
    fn observation(&mut self, reading: Reading, findings: &mut Findings) -> Result<Observation, Disposition> {
        let context = self.context;
        let (period, period_at) = self.resolver.period(&reading).map_err(|failure| report(&reading, failure, findings))?;
        let words = self.resolver.words(&reading, period).map_err(|failure| report(&reading, failure, findings))?;
        for (mark, origin) in &words.unexplained {
            let place = Location::Cell(origin.as_ref().unwrap_or(&reading.origin).clone());
            findings.push_word(Finding::new(codes::FOOTNOTE_WITHOUT_TEXT, place, format!("the mark {mark}")));
        }
        if !context.round.collects(period) {
            let place = Location::Cell(period_at.unwrap_or(&reading.origin).clone());
            let expected = context.round.periods();
            findings.push_word(Finding::new(codes::PERIOD_OUTSIDE_ROUND, place, format!("the period {period}")).expected(expected));
            return Err(Disposition::Finding(codes::PERIOD_OUTSIDE_ROUND.name));
        }
        let table = Arc::clone(&reading.table);
        let said = table.set.iter().map(|(code, _)| code).chain(words.uses.iter().map(|used| &used.code));
        let area = context.area_of(said).map_err(|fault| report(&reading, Failure::of_area(fault, &reading), findings))?;
        let mut key = Key::new(context.lists.structure(), area, period);
        context.provider().into_iter().for_each(|code| key.set(code));
        let (mut unit_is_set, units) = (false, context.lists.structure().unit());
        for code in table.set.iter().map(|(code, _)| code).chain(words.uses.iter().map(|used| &used.code)) {
            unit_is_set |= code.concept() == units;
            key.set(*code);
        }
        let Some(measure) = Some(key.measure()).filter(|measure| !measure.is_total()) else {
            return Err(report(&reading, Failure::incomplete(&reading, "no measure"), findings));
        };
        if !unit_is_set && let Some(unit) = self.unit_of(measure) {
            key.set(unit);
        }
        context.lists.name_nationals(&mut key);
        // What a word says beats what the layout sets for the whole table.
        let set = table.set.iter().filter(|(code, _)| key.get(code.concept()) == Some(code));
        let mut mappings = words.uses;
        let by_words = mappings.len();
        mappings.extend(set.map(|(code, at)| by_layout(code, at)));
        mappings.rotate_left(by_words);
        let mut footnotes = reading.footnotes.clone();
        footnotes.extend(words.footnotes);
        footnotes.sort();
        footnotes.dedup();
        let status = status(&reading, (period, &footnotes), context, (&mut mappings, &mut self.resolver.used), findings);
        let mut comments = words.comments;
        comments.extend(reading.note.iter().map(|note| Comment::new(format!("note on the cell: {note}"))));
        comments.extend(reading.legend.iter().map(|legend| Comment::new(format!("legend of the source: {legend}"))));
        if let Some(correction) = self.corrected.get(&reading.origin) {
            let text = format!("corrected from \"{}\": {} ({})", correction.original, correction.reason, correction.at);
            comments.push(Comment::new(text));
        }
        Ok(Observation {
            key,
            value: reading.value,
            approximate: reading.approximate,
            counts_each: false,
            status,
            labels: words.labels,
            article_as_written: words.article,
            origins: vec![reading.origin],
            as_shown: reading.as_shown,
            mappings,
            table: (table.id, table.at),
            footnotes,
            comments,
        })
    }
}

/// The status that the value and its footnotes give.
fn status(
    reading: &Reading,
    (period, footnotes): (ReferencePeriod, &[crate::model::Footnote]),
    context: &Context<'_>,
    (mappings, used): (&mut Vec<MappingUse>, &mut Used),
    findings: &mut Findings,
) -> CodeId {
    let normal = context.lists.status(Role::Normal);
    let is_absent = matches!(reading.value, crate::model::ObsValue::Absent(_));
    if !is_absent && !reading.approximate && footnotes.is_empty() {
        return normal;
    }
    let mut statuses = vec![normal];
    if let crate::model::ObsValue::Absent(absence) = &reading.value {
        statuses.push(context.lists.status_of_absence(absence));
    }
    if reading.approximate {
        statuses.push(context.lists.status(Role::Estimated));
    }
    for footnote in footnotes {
        let Some(text) = &footnote.text else { continue };
        match resolve::footnote_status(text, period, reading, context, used) {
            Ok(mapping) => {
                statuses.push(mapping.code);
                mappings.push(mapping);
            }
            Err((code, lines)) => {
                let place = footnote.origin.clone().map_or_else(|| Location::Cell(reading.origin.clone()), Location::Cell);
                let finding = Finding::new(code, place, format!("{} \"{text}\"", footnote.mark));
                findings.push(lines.into_iter().fold(finding, |finding, line| finding.related(Location::Line(line))));
            }
        }
    }
    context.lists.leading_status(statuses.into_iter())
}
