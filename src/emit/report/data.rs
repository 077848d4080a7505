//! What the report shows, as one JSON value; `page/README.md` describes it key by key.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::law::Law;
use super::rounds;
use crate::aggregate::{Reconciled, Regional};
use crate::compare::{Assessed, ComparableSet, Flag, Pair, PairSide};
use crate::diag::Findings;
use crate::emit::csv::{Table, harmonized, observation};
use crate::history::History;
use crate::model::{
    CodeId, Codebook, Concept, Count, DataStructure, DeclaredCaveat, DimensionRole, Key, MappingLine, ObsValue, Observation, Profile,
    RefArea, Severity, SourceCell, Use,
};
use crate::release::Dataset;

/// The lists beside those of dimensions whose codes the report names.
const LISTS: [&str; 10] = [
    "area",
    "absence",
    "obs_status",
    "conf_status",
    "unit_measure",
    "comparability_level",
    "comparability_reason",
    "predicate",
    "fact",
    "fact_value",
];

/// Values that occur often, each once.
#[derive(Default)]
struct Pool {
    values: Vec<Value>,
    index: BTreeMap<String, usize>,
}

impl Pool {
    /// The place of a value.
    fn add(&mut self, value: Value) -> usize {
        let (values, next) = (&mut self.values, self.index.len());
        *self.index.entry(value.to_string()).or_insert_with(|| {
            values.push(value);
            next
        })
    }
}

/// The value.
pub(super) fn value(dataset: &Dataset, law: Option<&Law<'_>>, history: Option<&History>) -> Value {
    let codebook = dataset.codebook();
    let (mut all_flags, mut reasons, mut splits) = (Pool::default(), Pool::default(), Pool::default());
    let table = harmonized(codebook.structure).told(dataset.has_sources());
    let figures: Vec<Value> = dataset.figures().iter().map(|own| figure(own, (&table, codebook), &mut all_flags)).collect();
    let places: Places<'_> = dataset.figures().iter().map(|own| &own.observation().key).zip(0..).collect();
    let leading = leading_provider(dataset);
    let of_leading = dataset.pairs().iter().filter(|pair| pair.provider == leading);
    let pairs: Vec<Value> = of_leading.map(|pair| side_by_side(pair, codebook, &places, (&mut reasons, &mut splits))).collect();
    json!({
        "round": {
            "id": dataset.round(),
            "title": codebook.title,
            "remark": codebook.remark,
            "years": codebook.years,
            "areas": codebook.areas.iter().map(ToString::to_string).collect::<Vec<_>>(),
        },
        "program": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "dimensions": dimensions(codebook.structure),
        "codes": { "percent": codebook.codes.percent },
        "levels": codebook.levels.iter().map(|(level, code)| (level.role().to_owned(), json!(code))).collect::<Map<_, _>>(),
        "lists": lists(dataset, law),
        "objects": codebook.objects.iter().map(|(object, measures)| json!([object, codes(measures)])).collect::<Vec<_>>(),
        "columns": table.columns.iter().map(|column| json!([column.name, column.about])).collect::<Vec<_>>(),
        "figures": figures,
        "pairs": pairs,
        "splits": splits.values,
        "reasons": reasons.values,
        "flags": all_flags.values,
        "provider": leading.map(|code| code.to_string()),
        "providers": dataset.figures().iter().filter_map(|own| own.observation().key.provider()).map(|code| code.to_string()).collect::<BTreeSet<_>>(),
        "sets": dataset.sets().iter().filter(|own| own.provider == leading).map(|own| set(own, codebook)).collect::<Vec<_>>(),
        "regional": dataset.regional().iter().filter(|own| own.provider == leading).map(|own| regional(own, codebook)).collect::<Vec<_>>(),
        "reconciled": dataset.reconciled().iter().map(reconciled).collect::<Vec<_>>(),
        "witnesses": rounds::witnesses(dataset.witnesses()),
        "vintages": rounds::vintages(history),
        "triangles": rounds::triangles(history),
        "findings": findings(dataset.findings()),
        "profiles": codebook.profiles.iter().map(|(area, own)| (area.to_string(), profile(own))).collect::<Map<_, _>>(),
        "caveats": codebook.caveats.iter().map(caveat).collect::<Vec<_>>(),
        "law": law.map(Law::value),
        "ledger": ledger(dataset),
        "inputs": dataset.inputs(),
    })
}

/// Whose figures the page compares and sums: those that states give of themselves, where there are any. The tables have all.
fn leading_provider(dataset: &Dataset) -> Option<CodeId> {
    let providers: BTreeSet<CodeId> = dataset.figures().iter().filter_map(|figure| figure.observation().key.provider()).collect();
    providers.iter().find(|code| code.is_total()).or_else(|| providers.first()).copied()
}

/// `[code, name, description, parent, role, sign]` for each code, in the order of its list. Of lists that hold all countries, or all details of all states, only the
/// codes that occur in figures or in the comparison of laws.
fn lists(dataset: &Dataset, law: Option<&Law<'_>>) -> Value {
    let codebook = dataset.codebook();
    let structure = codebook.structure;
    let is_long = |concept: &Concept| {
        let is_detailed = structure.detail() == Some(*concept) || structure.detailed() == Some(*concept);
        concept.declared().countries || is_detailed
    };
    let (long, short): (Vec<Concept>, Vec<Concept>) = structure.dimensions().iter().copied().partition(is_long);
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mentioned = law.map(Law::mentioned).unwrap_or_default();
    for code in dataset.figures().iter().flat_map(|figure| figure.observation().key.codes()).chain(&mentioned) {
        if long.contains(&code.concept()) {
            used.entry(code.concept().list()).or_default().insert(code.as_str());
        }
    }
    let of_elements = law.map_or(&[][..], Law::elements).iter().map(|element| element.list.as_str());
    let whole = LISTS.into_iter().chain(of_elements).chain(short.iter().map(|concept| concept.list()));
    let all = whole.map(|list| (list, None)).chain(used.into_iter().map(|(list, codes)| (list, Some(codes))));
    let rows = |list: &str, only: Option<BTreeSet<&str>>| -> Vec<Value> {
        let codes = codebook.lists.get(list).into_iter().flatten();
        let wanted = codes.filter(|code| only.as_ref().is_none_or(|only| only.contains(code.code.as_str())));
        wanted.map(|code| json!([code.code, code.name, code.description, code.parent, code.role, code.sign])).collect()
    };
    all.map(|(list, only)| (list.to_owned(), Value::Array(rows(list, only)))).collect::<Map<_, _>>().into()
}

/// What the page needs to know of each dimension of the key.
fn dimensions(structure: &DataStructure) -> Value {
    let one = |concept: &Concept| {
        let declared = concept.declared();
        json!({
            "column": concept.column(),
            "list": concept.list(),
            "name": declared.name,
            "default": declared.default,
            "role": declared.role.map(DimensionRole::word),
            "splits": declared.splits,
            "countries": declared.countries,
            "detail_of": declared.detail_of,
        })
    };
    structure.dimensions().iter().map(one).collect()
}

fn figure(assessed: &Assessed, (table, codebook): (&Table, &Codebook), all_flags: &mut Pool) -> Value {
    let observation_ = assessed.observation();
    let (value, lower, upper) = match &observation_.value {
        ObsValue::Count(n) => (json!(n.get()), json!(n.get()), json!(n.get())),
        ObsValue::Bounds { lower, upper } => (Value::Null, json!(lower.get()), json!(upper.map(Count::get))),
        ObsValue::Percent(percent) => (json!(f64::from(percent.0) / 100.0), Value::Null, Value::Null),
        ObsValue::Absent(_) => (Value::Null, Value::Null, Value::Null),
    };
    json!({
        "key": observation_.key.to_string(),
        "row": table.pick(observation(assessed, codebook)),
        "value": value,
        "lower": lower,
        "upper": upper,
        "levels": Use::ALL.map(|use_| codebook.level(assessed.level(use_))),
        "labels": observation_.labels,
        "cells": observation_.origins.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "table": &*observation_.table.0,
        "written": observation_.article_as_written,
        "maps": maps(observation_),
        "footnotes": observation_.footnotes.iter().map(|note| json!([note.mark, note.text])).collect::<Vec<_>>(),
        "comments": observation_.comments.iter().map(|comment| &comment.text).collect::<Vec<_>>(),
        "flags": flags(assessed, all_flags),
    })
}

/// `[concept, national word, predicate, code, line]` for each decision that made the figure.
fn maps(observation: &Observation) -> Vec<Value> {
    let uses = observation.mappings.iter().map(|used| {
        // Without the sources no line is known.
        let by_library = if used.label.is_empty() { "" } else { "Unicode CLDR" };
        let line = used.line.as_ref().map_or_else(|| by_library.to_owned(), ToString::to_string);
        json!([used.code.concept().column(), used.label, used.predicate.name(), used.code.to_string(), line])
    });
    uses.collect()
}

/// Places in the list of flags, each `[reason, [between, time, sum], rule, detail, status, lines, cells]`.
fn flags(assessed: &Assessed, all_flags: &mut Pool) -> Vec<usize> {
    let flag = |flag: &Flag| {
        let weights = Use::ALL.map(|use_| flag.severity(use_).map(Severity::word));
        let lines = flag.lines.iter().map(MappingLine::to_string).collect::<Vec<_>>();
        let cells = flag.cells.iter().map(SourceCell::to_string).collect::<Vec<_>>();
        let status = flag.status.as_ref().map(ToString::to_string);
        all_flags.add(json!([flag.reason.code(), weights, flag.rule.name, flag.detail, status, lines, cells]))
    };
    assessed.flags().iter().map(flag).collect()
}

/// The place of each figure in the list of figures.
type Places<'r> = BTreeMap<&'r Key, usize>;

/// `[object, period, split, area a, area b, figure a, figure b, level, reasons]`; all but period and level are places in their lists. A figure may
/// be of more years than the pair.
fn side_by_side(pair: &Pair, codebook: &Codebook, places: &Places<'_>, (reasons, splits): (&mut Pool, &mut Pool)) -> Value {
    let object = codebook.objects.iter().position(|(object, _)| *object == pair.object);
    let area = |area: RefArea| codebook.areas.iter().position(|own| *own == area);
    let figure = |side: &PairSide| side.figure.as_ref().and_then(|key| places.get(key));
    let grave = pair.reasons.iter().filter(|between| between.severity > Severity::Note);
    let listed: Vec<Value> = grave.map(|between| json!([between.reason.code(), between.severity.word(), between.detail])).collect();
    json!([
        object,
        pair.period.to_string(),
        splits.add(json!(codes(&pair.split))),
        area(pair.a.area),
        area(pair.b.area),
        figure(&pair.a),
        figure(&pair.b),
        codebook.level(pair.level()),
        reasons.add(Value::Array(listed)),
    ])
}

fn codes(codes: &[CodeId]) -> Vec<String> {
    codes.iter().map(ToString::to_string).collect()
}

fn set(set: &ComparableSet, codebook: &Codebook) -> Value {
    json!({
        "measure": set.measure.to_string(),
        "period": set.period.to_string(),
        "split": codes(&set.split),
        "areas": set.areas.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "level": codebook.level(set.level),
        "reasons": set.reasons.iter().map(|reason| reason.code()).collect::<Vec<_>>(),
    })
}

fn regional(figure: &Regional, codebook: &Codebook) -> Value {
    let reasons = |reasons: &[crate::model::Reason]| reasons.iter().map(|reason| reason.code()).collect::<Vec<_>>();
    json!({
        "measure": figure.measure.to_string(),
        "period": figure.period.to_string(),
        "split": codes(&figure.split(codebook.structure)),
        "lower": figure.range.map(|range| range.lower),
        "upper": figure.range.and_then(|range| range.upper),
        "is_sum": figure.range.is_some(),
        "is_constant": figure.is_constant(),
        "constant": figure.constant.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "constant_lower": figure.constant_range.map(|range| range.lower),
        "constant_upper": figure.constant_range.and_then(|range| range.upper),
        "level": codebook.level(figure.level()),
        "reasons": reasons(&figure.reasons()),
        "contributors": figure.contributors.iter().map(|own| json!({
            "area": own.area.to_string(),
            "lower": own.range.lower,
            "upper": own.range.upper,
            "derived": own.is_derived,
            "reasons": reasons(&own.reasons),
            "figures": own.figures.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "left_out": figure.left_out.iter().map(|out| json!([out.area.to_string(), reasons(&out.reasons)])).collect::<Vec<_>>(),
    })
}

fn reconciled(tested: &Reconciled) -> Value {
    let published = &tested.published;
    let areas = |areas: &[RefArea]| areas.iter().map(ToString::to_string).collect::<Vec<_>>();
    json!({
        "code": published.code,
        "words": published.words,
        "area": published.area.map(|area| area.to_string()),
        "period": published.period.to_string(),
        "value": published.value,
        "reading": published.reading,
        "result": tested.verdict.word(),
        "difference": tested.verdict.difference(),
        "is_exact": tested.is_exact,
        "sum": tested.sum.get(),
        "contributions": tested.contributions.iter().map(|own| json!({
            "area": own.area.to_string(),
            "sum": own.sum.get(),
            "partial": own.is_partial,
            "figures": own.figures.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "missing": areas(&tested.missing),
        "excluded": areas(&tested.excluded),
        "source": published.source,
        "comment": published.comment,
        "at": published.at.to_string(),
    })
}

fn findings(findings: &Findings) -> Vec<Value> {
    let one = |finding: &crate::diag::Finding| {
        json!({
            "level": finding.level.word(),
            "code": finding.code.name,
            "title": finding.code.title,
            "repair_by": finding.code.owner.word(),
            "file": finding.location.file(),
            "place": finding.location.to_string(),
            "found": finding.found,
            "expected": finding.expected,
            "remedy": finding.remedy,
            "related": finding.related.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    };
    findings.iter().map(one).collect()
}

fn profile(profile: &Profile) -> Value {
    json!({
        "facts": profile.facts.iter().map(|fact| json!({
            "measures": codes(&fact.scope.measures),
            "concept": fact.concept,
            "value": fact.value,
            "years": fact.scope.years,
            "source": fact.source,
            "comment": fact.comment,
            "at": fact.at.to_string(),
        })).collect::<Vec<_>>(),
        "breaks": profile.breaks.iter().map(|own| json!({
            "measures": codes(&own.measures),
            "from": own.from,
            "what": own.what,
            "affects": own.affects.map(Concept::column),
            "source": own.source,
            "at": own.at.to_string(),
        })).collect::<Vec<_>>(),
        "caveats": profile.caveats.iter().map(caveat).collect::<Vec<_>>(),
    })
}

fn caveat(own: &DeclaredCaveat) -> Value {
    json!({
        "measures": codes(&own.scope.measures),
        "years": own.scope.years,
        "reason": own.reason.code(),
        "text": own.text,
        "source": own.source,
        "at": own.at.to_string(),
    })
}

/// For each folder of submissions how many cells had which disposition.
fn ledger(dataset: &Dataset) -> Value {
    let mut counts: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for (origin, account) in dataset.ledger().iter() {
        let area = origin.file.split('/').next().and_then(RefArea::parse).map(|area| area.to_string()).unwrap_or_default();
        let disposition = account.disposition.as_ref().map_or("unaccounted", crate::diag::Disposition::word);
        *counts.entry(area).or_default().entry(disposition).or_default() += 1;
    }
    json!(counts)
}
