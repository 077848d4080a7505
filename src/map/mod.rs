//! From readings to observations: words become codes through the crosswalk, and nothing else.
//!
//! This room must not compare areas, round, sum, or give a default to a word that it does not know.

mod combine;
mod meaning;
mod records;
mod resolve;
mod superscript;
mod tabulate;

use std::collections::BTreeMap;

use crate::diag::{Fate, Finding, Findings, Ledger, Place, codes};
use crate::extract::{Corrected, Reading};
use crate::model::{CodeId, Concept, Dimensions, MappingUse, Observation, Origin, Predicate, ReferencePeriod};
use crate::plan::{AreaPlan, CodeLists, Round};
use resolve::{Failure, Reported, Resolver};

pub use records::{Counted, map_records};
pub use tabulate::{CrossTable, Crossing, tabulate};

/// What the mapping of one area needs to know.
pub struct Context<'a> {
    /// The area's mappings.
    pub area: &'a AreaPlan,
    /// The code lists.
    pub lists: &'a CodeLists,
    /// The round.
    pub round: &'a Round,
}

/// All readings of one area become observations, sorted by key, together with those that were counted from records; the ledger learns the fate of each cell.
pub fn map(
    readings: &[Reading],
    corrected: &BTreeMap<Origin, Corrected>,
    counted: Vec<Observation>,
    context: &Context<'_>,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Vec<Observation> {
    let mut mapped: Vec<(Observation, &Reading)> = Vec::new();
    for reading in readings {
        match observation(reading, corrected, context, findings) {
            Ok(observation) => mapped.push((observation, reading)),
            Err(fate) => ledger.settle(&reading.origin, fate),
        }
    }
    // A cell with several figures stands or falls as a whole: it has one fate.
    mapped.retain(|(_, reading)| !matches!(ledger.get(&reading.origin).and_then(|account| account.fate.as_ref()), Some(Fate::Finding(_))));
    superscript::check(&mapped, findings);
    let all = mapped.into_iter().map(|(observation, _)| observation).chain(counted).collect();
    let observations = combine::combine(all, context.lists, ledger, findings);
    for observation in &observations {
        for origin in &observation.origins {
            ledger.settle(origin, Fate::Mapped(vec![observation.key.to_string()]));
        }
    }
    observations
}

/// One reading as an observation, or the fate of its cell.
fn observation(
    reading: &Reading,
    corrected: &BTreeMap<Origin, Corrected>,
    context: &Context<'_>,
    findings: &mut Findings,
) -> Result<Observation, Fate> {
    let mut resolver = Resolver::new(reading, context);
    let (period, period_at) = resolver.period().map_err(|failure| report(reading, failure, findings))?;
    let words = resolver.words(period).map_err(|failure| report(reading, failure, findings))?;
    for (mark, origin) in &words.unexplained {
        let place = Place::Cell(origin.as_ref().unwrap_or(&reading.origin).clone());
        findings.push(Finding::new(codes::FOOTNOTE_WITHOUT_TEXT, place, format!("the mark {mark}")));
    }
    let years = &context.round.years;
    if !(period.first()..=period.last()).all(|year| years.contains(&year)) {
        let place = Place::Cell(period_at.unwrap_or_else(|| reading.origin.clone()));
        let expected = format!("a period within {}", years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
        findings.push_word(Finding::new(codes::PERIOD_OUTSIDE_ROUND, place, format!("the period {period}")).expected(expected));
        return Err(Fate::Finding(codes::PERIOD_OUTSIDE_ROUND.name));
    }
    let mut key = Dimensions::new(context.area.area, period);
    let mut unit_is_set = false;
    for code in reading.set.iter().map(|(code, _)| code).chain(words.uses.iter().map(|used| &used.code)) {
        unit_is_set |= code.concept() == Concept::UnitOfCount;
        key.set(code.clone());
    }
    let measure = key.get(Concept::Measure).filter(|measure| !measure.is_total()).cloned();
    let Some(measure) = measure else {
        return Err(report(reading, Failure::incomplete(reading, "no measure"), findings));
    };
    if !unit_is_set && let Some(unit) = context.lists.unit_of(&measure) {
        key.set(unit);
    }
    let mut footnotes = reading.footnotes.clone();
    footnotes.extend(words.footnotes);
    footnotes.sort();
    footnotes.dedup();
    // What a word says beats what the layout sets for the whole table.
    let set = reading.set.iter().filter(|(code, _)| key.get(code.concept()) == Some(code));
    let mut mappings: Vec<MappingUse> = set.map(|(code, at)| by_layout(code, at)).chain(words.uses).collect();
    let statuses = statuses(reading, (period, &footnotes), context, &mut mappings, findings);
    let mut comments = words.comments;
    comments.extend(reading.note.iter().map(|note| format!("note on the cell: {note}")));
    let answered = context.area.accepted.iter().filter(|acceptance| acceptance.origin == reading.origin);
    comments.extend(answered.map(crate::plan::Acceptance::words));
    comments.extend(reading.legend.iter().map(|legend| format!("legend of the source: {legend}")));
    if let Some(correction) = corrected.get(&reading.origin) {
        comments.push(format!("corrected from \"{}\": {} ({})", correction.original, correction.reason, correction.at));
    }
    Ok(Observation {
        key,
        value: reading.value.clone(),
        approximate: reading.approximate,
        counts_each: false,
        status: context.lists.leading_status(statuses.into_iter()),
        labels: words.labels,
        article_as_written: words.article,
        origins: vec![reading.origin.clone()],
        as_shown: reading.as_shown.clone(),
        mappings,
        table: (reading.table.0.clone(), reading.table.1.clone()),
        footnotes,
        comments,
    })
}

/// The statuses that the value and its footnotes give.
fn statuses(
    reading: &Reading,
    (period, footnotes): (ReferencePeriod, &[crate::model::Footnote]),
    context: &Context<'_>,
    mappings: &mut Vec<MappingUse>,
    findings: &mut Findings,
) -> Vec<CodeId> {
    let mut statuses = vec![CodeId::new(Concept::ObsStatus, "A")];
    if let crate::model::ObsValue::Absent(absence) = &reading.value {
        statuses.push(context.lists.status_of_absence(absence));
    }
    if reading.approximate {
        statuses.push(CodeId::new(Concept::ObsStatus, "E"));
    }
    for footnote in footnotes {
        let Some(text) = &footnote.text else { continue };
        match resolve::footnote_status(text, period, reading, context) {
            Ok(used) => {
                statuses.push(used.code.clone());
                mappings.push(used);
            }
            Err((code, lines)) => {
                let place = footnote.origin.clone().map_or_else(|| Place::Cell(reading.origin.clone()), Place::Cell);
                let finding = Finding::new(code, place, format!("{} \"{text}\"", footnote.mark));
                findings.push(lines.into_iter().fold(finding, |finding, line| finding.related(Place::Line(line))));
            }
        }
    }
    statuses
}

/// Reports a failure and says what becomes of the cell.
fn report(reading: &Reading, failure: Failure, findings: &mut Findings) -> Fate {
    match failure {
        Failure::NoTerm { reason } => Fate::OutOfScope(reason),
        Failure::Known(code) => Fate::Finding(code.name),
        Failure::Reported(reported) => {
            let Reported { code, place, found, remedy, related, about } = *reported;
            let place = place.unwrap_or_else(|| Place::Cell(reading.origin.clone()));
            let finding = Finding::new(code, place, found).about(about).related(Place::Line(reading.table.1.clone()));
            let finding = related.into_iter().fold(finding, |finding, line| finding.related(Place::Line(line)));
            findings.push_word(match remedy {
                Some(remedy) => finding.remedy(remedy),
                None => finding,
            });
            Fate::Finding(code.name)
        }
    }
}

/// A code that the layout sets for a table.
fn by_layout(code: &CodeId, at: &crate::model::MapLine) -> MappingUse {
    MappingUse { line: Some(at.clone()), label: "(set for the table)".to_owned(), predicate: Predicate::Exact, code: code.clone() }
}

/// A code that a library decided, not a line.
fn from_library(label: &str, code: CodeId) -> MappingUse {
    MappingUse { line: None, label: label.to_owned(), predicate: Predicate::Exact, code }
}
