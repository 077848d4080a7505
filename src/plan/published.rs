//! Totals that others published, and what each would have to be made of.

use super::codelists::{CodeLists, several};
use super::round::Round;
use crate::diag::{Code, Finding, Findings, Location, codes};
use crate::model::{CodeId, Concept, MappingLine, Reason, RefArea, ReferencePeriod, Sender};
use crate::schema::{Row, Table};

/// One reading of a published total. The first reading of a code is the total as its publisher labels it.
#[derive(Clone, Debug)]
pub struct Published {
    /// Identifier of the total; its readings share it.
    pub code: String,
    /// What the publisher calls it.
    pub words: String,
    /// The number.
    pub value: u64,
    /// Where it is published.
    pub source: String,
    /// What the number is read as.
    pub reading: String,
    /// Whose figures are read, where figures have a provider; without another word, what states say of themselves.
    pub provider: Option<CodeId>,
    /// The area; `None`: all areas of the round.
    pub area: Option<RefArea>,
    /// The period.
    pub period: ReferencePeriod,
    /// The measures that may stand for it, the nearest first.
    pub measures: Vec<CodeId>,
    /// For each dimension the codes that may stand for it, the nearest first.
    pub codes: Vec<Vec<CodeId>>,
    /// Sum of the parts of this dimension instead of the total.
    pub by: Option<Concept>,
    /// A figure to add.
    pub plus: Option<CodeId>,
    /// Reasons that keep an area's figure out.
    pub without: Vec<Reason>,
    /// Areas that are kept out.
    pub without_areas: Vec<RefArea>,
    /// Remark.
    pub comment: String,
    /// Where it stands.
    pub at: MappingLine,
}

impl Published {
    /// Whether anybody whose figures it reads sends for a round.
    pub fn is_of(&self, round: &Round) -> bool {
        let sends = |provider: CodeId, sender: &Sender| match sender {
            Sender::State(_) => provider.is_total(),
            Sender::Organisation(code) => provider.as_str() == &**code,
        };
        self.provider.is_none_or(|provider| round.senders.iter().any(|sender| sends(provider, sender)))
    }
}

/// Checks `published.csv`. A line with a fault is left out.
pub(super) fn build(table: &Table, lists: &CodeLists, findings: &mut Findings) -> Vec<Published> {
    table.rows.iter().filter_map(|row| published(row, lists, findings)).collect()
}

fn published(row: &Row, lists: &CodeLists, findings: &mut Findings) -> Option<Published> {
    let mut good = true;
    let mut wrong = |code, column: &str, expected: String| {
        good = false;
        let found = format!("the {column} \"{}\"", row.get(column));
        findings.push(Finding::new(code, Location::Line(row.at_field(column)), found).expected(expected));
    };
    let area = RefArea::parse(row.get("area")).filter(|area| lists.has("area", &area.to_string()));
    if area.is_none() && row.get("area") != "*" {
        wrong(codes::AREA_UNKNOWN, "area", "a code of codelists/area.csv, or * for all areas of the round".to_owned());
    }
    let period = ReferencePeriod::parse(row.get("period"));
    if period.is_none() {
        wrong(codes::VALUE_INVALID, "period", "a year, or years such as 2016-2018".to_owned());
    }
    let value = row.get("value").parse().ok();
    if value.is_none() {
        wrong(codes::VALUE_INVALID, "value", "a whole number".to_owned());
    }
    let structure = lists.structure();
    let measures =
        lists.get(structure.measure(), row.get("measure")).map_or_else(|| lists.family(row.get("measure")).to_vec(), |one| vec![one]);
    if measures.is_empty() {
        wrong(codes::CODE_UNKNOWN, "measure", "a measure, or an object of measures".to_owned());
    }
    let mut chosen = Vec::new();
    for concept in structure.splits().iter().copied() {
        let column = concept.word();
        let known: Vec<CodeId> = several(row.get(column)).iter().filter_map(|code| lists.get(concept, code)).collect();
        if known.len() != several(row.get(column)).len() {
            wrong(codes::CODE_UNKNOWN, column, lists.hint(concept));
        }
        chosen.push(if known.is_empty() { vec![CodeId::total(concept)] } else { known });
    }
    let provider = provider(row, lists, &mut wrong);
    let split_of = |word: &str| structure.by_word(word).filter(|concept| concept.declared().splits);
    let by = split_of(row.get("by"));
    if by.is_none() && !row.get("by").is_empty() {
        wrong(codes::VALUE_INVALID, "by", format!("one of {}, or nothing", lists.split_words()));
    }
    let plus = row.get("plus").split_once('=').and_then(|(word, code)| lists.get(split_of(word)?, code));
    if plus.is_none() && !row.get("plus").is_empty() {
        wrong(codes::CODE_UNKNOWN, "plus", format!("one of {}, =, and a code", lists.split_words()));
    }
    let (mut without, mut without_areas) = (Vec::new(), Vec::new());
    for word in several(row.get("without")) {
        match (lists.find_reason(&word), RefArea::parse(&word).filter(|area| lists.has("area", &area.to_string()))) {
            (Some(reason), _) => without.push(reason),
            (None, Some(area)) => without_areas.push(area),
            (None, None) => {
                let expected = "codes of codelists/comparability_reason.csv or of areas, separated by |";
                wrong(codes::CODE_UNKNOWN, "without", expected.to_owned());
            }
        }
    }
    if !good {
        return None;
    }
    Some(Published {
        code: row.get("code").to_owned(),
        words: row.get("words").to_owned(),
        value: value?,
        source: row.get("source").to_owned(),
        reading: row.get("reading").to_owned(),
        provider,
        area,
        period: period?,
        measures,
        codes: chosen,
        by,
        plus,
        without,
        without_areas,
        comment: row.get("comment").to_owned(),
        at: row.at(),
    })
}

/// Whose figures a line is about: by default what states say of themselves.
fn provider(row: &Row, lists: &CodeLists, wrong: &mut dyn FnMut(Code, &str, String)) -> Option<CodeId> {
    match lists.structure().provider() {
        Some(concept) if !row.get(concept.word()).is_empty() => {
            let known = lists.get(concept, row.get(concept.word()));
            if known.is_none() {
                wrong(codes::CODE_UNKNOWN, concept.word(), lists.hint(concept));
            }
            known
        }
        concept => concept.map(CodeId::total),
    }
}
