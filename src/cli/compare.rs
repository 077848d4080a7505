//! `roundup compare`: which figures of two areas can be compared, which can't, and why, with the facts side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::args::CompareOptions;
use super::notices::{note_suppressed, show_faults, working};
use super::progress::Bar;
use super::status::{Failure, Status};
use super::streams::Streams;
use super::trace::value_text;
use crate::compare::{Assessed, Pair, PairSide};
use crate::model::{CodeId, Key, ObsValue, RefArea, ReferencePeriod, Sender, Severity};
use crate::pipeline;

pub(super) fn compare(options: &CompareOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let request = options.round.request(streams)?;
    if options.a == options.b {
        return Err(Failure::Request(format!("{} is one area; name two", options.a)));
    }
    options.round.check_areas(&[options.a, options.b].map(Sender::State))?;
    let outcome = pipeline::run(&request, &Bar::new(streams.terminal))?;
    let is_incomplete = show_faults(&outcome, &[options.a, options.b].map(Sender::State), streams)?;
    let release = working(&outcome, &request.round)?;
    let period = match &options.year {
        Some(text) => {
            Some(ReferencePeriod::parse(text).ok_or_else(|| Failure::Request(format!("\"{text}\" is neither a year nor a period")))?)
        }
        None => None,
    };
    let (first, second) = (options.a.min(options.b), options.a.max(options.b));
    let wanted = options.measure.as_ref().map(|measure| measure.to_ascii_uppercase());
    let is_wanted = |pair: &&Pair| {
        let of = |side: &PairSide| side.measure().is_some_and(|measure| Some(measure.as_str()) == wanted.as_deref());
        let measure = wanted.as_ref().is_none_or(|word| of(&pair.a) || of(&pair.b) || pair.object.to_ascii_uppercase() == *word);
        (pair.a.area, pair.b.area) == (first, second) && measure && period.is_none_or(|period| pair.period == period)
    };
    let pairs: Vec<&Pair> = release.pairs().iter().filter(is_wanted).collect();
    if pairs.is_empty() {
        return Err(Failure::Request(format!("nothing to compare between {first} and {second} with these words")));
    }
    let values: BTreeMap<&Key, &ObsValue> = release.figures().iter().map(Assessed::observation).map(|o| (&o.key, &o.value)).collect();
    let mut groups: BTreeMap<(&str, ReferencePeriod, Option<CodeId>), Vec<&Pair>> = BTreeMap::new();
    for pair in pairs {
        groups.entry((&pair.object, pair.period, pair.provider)).or_default().push(pair);
    }
    let mut text = String::new();
    let mut measures: BTreeSet<(CodeId, CodeId, ReferencePeriod, ReferencePeriod)> = BTreeSet::new();
    for ((object, period, provider), group) in &groups {
        // What states say of themselves needs no other word.
        let organisation = provider.filter(|code| !code.is_total()).map(|code| format!(", as {code} has it")).unwrap_or_default();
        let _ = writeln!(text, "{first} and {second}, {object}, {period}{organisation}");
        let neither = |pair: &&&Pair| pair.a.figure.is_none() && pair.b.figure.is_none();
        let mut shown: Vec<&&Pair> = group.iter().filter(|pair| !neither(pair)).collect();
        shown.sort_by_key(|pair| pair.split.iter().any(|code| !code.is_total()));
        for pair in shown {
            let _ = writeln!(text, "{}", line(pair, &values));
            if let (Some(a), Some(b)) = (&pair.a.figure, &pair.b.figure) {
                measures.insert((a.measure(), b.measure(), a.time_period, b.time_period));
            }
        }
        let silent = group.iter().filter(neither).count();
        if silent > 0 {
            let _ = writeln!(text, "  {silent} more splits that other areas report and neither of the two");
        }
        text.push_str("  why\n");
        let reasons: BTreeSet<String> = group
            .iter()
            .filter(|pair| !neither(pair))
            .flat_map(|pair| &pair.reasons)
            .filter(|between| between.severity > Severity::Note)
            .map(|between| format!("    {:<8} {:<8} {}", between.reason.code(), between.severity.word(), between.detail))
            .collect();
        for reason in reasons {
            let _ = writeln!(text, "{reason}");
        }
        text.push('\n');
    }
    text.push_str(&facts(&request, (first, second), &measures)?);
    write!(streams.out, "{text}")?;
    note_suppressed(&outcome, streams)?;
    Ok(if is_incomplete { Status::Mapping } else { Status::Clean })
}

/// A split with both figures, the level and its reasons.
fn line(pair: &Pair, values: &BTreeMap<&Key, &ObsValue>) -> String {
    // Generic codes such as _U say nothing without their dimension.
    let word =
        |code: &CodeId| if code.as_str().starts_with('_') { format!("{}={code}", code.concept().column()) } else { code.to_string() };
    let codes: Vec<String> = pair.split.iter().filter(|code| !code.is_total()).map(word).collect();
    let split = if codes.is_empty() { "total".to_owned() } else { codes.join(" ") };
    let figure = |side: &PairSide| match &side.figure {
        Some(key) => {
            format!("{} {} {}", side.area, key.measure(), values.get(key).map(|value| value_text(value)).unwrap_or_default())
        }
        None => format!("{} no figure", side.area),
    };
    let mut reasons: Vec<&str> =
        pair.reasons.iter().filter(|between| between.severity > Severity::Note).map(|between| between.reason.code()).collect();
    reasons.dedup();
    format!("  {split:<12} {:<24} {:<24} {:<15} {}", figure(&pair.a), figure(&pair.b), pair.level().words(), reasons.join(", "))
}

/// The facts of both areas, each with its source.
fn facts(
    request: &pipeline::Request,
    (first, second): (RefArea, RefArea),
    measures: &BTreeSet<(CodeId, CodeId, ReferencePeriod, ReferencePeriod)>,
) -> Result<String, Failure> {
    let plan = pipeline::plan(&request.mappings, Some(&request.round))?;
    let mut text = String::new();
    for (a, b, here, there) in measures {
        let _ = writeln!(text, "facts of {first} {a} ({here}) and {second} {b} ({there})");
        for target in plan.targets.of(*a, &plan.lists) {
            let say = |area: RefArea, measure: &CodeId, period: ReferencePeriod| {
                let known = plan.known((Sender::State(area), area), measure, &target.concept, period);
                let lines: Vec<String> = known.lines().iter().map(|line| format!("mappings/{line}")).collect();
                match known.value() {
                    Some(value) => format!("{value} ({}; {})", known.source(), lines.join(", ")),
                    None if lines.is_empty() => "not declared".to_owned(),
                    None => format!("not stated ({}; {})", known.source(), lines.join(", ")),
                }
            };
            let asked =
                if target.values.is_empty() { String::new() } else { format!(" (the region asks for {})", target.values.join(" or ")) };
            let _ = writeln!(text, "  {}{asked}", target.concept);
            let _ = writeln!(text, "    {first}  {}", say(first, a, *here));
            let _ = writeln!(text, "    {second}  {}", say(second, b, *there));
        }
    }
    Ok(text)
}
