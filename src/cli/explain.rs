//! `roundup explain`: the page of a finding, of a rule of comparability, of a reason, of a target, or of a code.

use std::fmt::Write as _;

use super::args::ExplainOptions;
use super::status::{Failure, Status};
use super::streams::Streams;
use crate::compare::{Rule, rules, thresholds};
use crate::diag::{Code, codes, render};
use crate::pipeline;

pub(super) fn explain(options: &ExplainOptions, streams: &mut Streams<'_>) -> Result<Status, Failure> {
    let Some(name) = &options.code else {
        for code in codes::ALL.iter() {
            writeln!(streams.out, "{:<28} {:<8} {:<11} {}", code.name, code.level.word(), code.owner.word(), code.title)?;
        }
        for rule in rules() {
            writeln!(streams.out, "{:<28} {:<8} {:<11} {}", rule.name, "rule", rule.family, rule.title)?;
        }
        for threshold in thresholds() {
            writeln!(streams.out, "{:<28} {:<8} {:<11} {}", threshold.name, "number", threshold.default, threshold.meaning)?;
        }
        return Ok(Status::Clean);
    };
    // A rule and the finding that it reports may share a name.
    let mut pages: Vec<String> = Vec::new();
    pages.extend(codes::find(name).map(page));
    pages.extend(rules().into_iter().find(|rule| rule.name == name).map(rule_page));
    if pages.is_empty() {
        pages.extend(reason_page(&name.to_ascii_uppercase(), options)?);
    }
    if name.contains('/') {
        pages.extend(target_page(name, options)?);
    }
    if pages.is_empty() {
        pages.extend(list_pages(name, options)?);
    }
    if pages.is_empty() {
        return Err(Failure::Request(unknown(name)));
    }
    write!(streams.out, "{}", pages.join("\n"))?;
    Ok(Status::Clean)
}

fn page(code: Code) -> String {
    format!(
        "{} ({}, repaired by: {})\n\n{}.\n\nWhen it occurs\n  {}\n\nWhy it matters\n  {}\n\nExpected\n  {}\n\nHow to repair it\n  {}\n",
        code.name,
        code.level.word(),
        code.owner.action(),
        code.title,
        code.when,
        render::capital(code.why),
        code.expected,
        code.fix
    )
}

fn rule_page(rule: &Rule) -> String {
    let reasons: Vec<&str> = rule.reasons.iter().map(|reason| reason.word()).collect();
    let reasons = if reasons.is_empty() { "that of the statement that it applies".to_owned() } else { reasons.join(", ") };
    format!(
        "{} (rule of comparability: {}; reason: {reasons})\n\n{}.\n\nWhen it flags a figure\n  {}\n\nWhat to do with the figure\n  {}\n",
        rule.name, rule.family, rule.title, rule.when, rule.what_to_do
    )
}

/// A reason's meaning stands in the code lists of the project, which the steward keeps.
fn reason_page(code: &str, options: &ExplainOptions) -> Result<Option<String>, Failure> {
    let plan = pipeline::plan(&options.mappings, None)?;
    let Some(reason) = plan.lists.find_reason(code) else { return Ok(None) };
    let (name, description) = plan.lists.page("comparability_reason", reason.code()).unwrap_or(("", ""));
    let status = plan.targets.status(reason).map_or_else(|| "none".to_owned(), ToString::to_string);
    let mut text = format!(
        "{reason} (reason; weighs as {} unless its rule says otherwise; SDMX status {status})\n\n{name}.\n\nWhat it means\n  {description}\n\nRules that give it\n",
        plan.targets.severity(reason).word()
    );
    for rule in rules().into_iter().filter(|rule| rule.reasons.iter().any(|role| plan.targets.reason(*role) == reason)) {
        let _ = writeln!(text, "  {:<22} {}", rule.name, rule.title);
    }
    for target in plan.targets.all().iter().filter(|target| target.reason == reason) {
        let wanted =
            if target.values.is_empty() { "areas are compared with each other only".to_owned() } else { target.values.join(" or ") };
        let what = format!("{}/{}: {wanted}", target.holds_for, target.concept);
        let _ = writeln!(text, "  {:<22} {what} (mappings/{})", "fact-differs", target.at);
    }
    if text.ends_with("give it\n") {
        text.push_str("  none; sums over areas have it (regional.csv)\n");
    }
    Ok(Some(text))
}

/// A code of the project's code lists, in each list that has it.
fn list_pages(name: &str, options: &ExplainOptions) -> Result<Vec<String>, Failure> {
    let lists = pipeline::plan(&options.mappings, None)?.lists;
    let page = |list: &&str| {
        let (title, description) = lists.page(list, name).unwrap_or(("", ""));
        format!("{name} (code of mappings/codelists/{list}.csv)\n\n{title}. {description}\n")
    };
    Ok(lists.lists_with(name).iter().map(page).collect())
}

/// A line of the targets, by its code: a measure or an object, and a fact.
fn target_page(name: &str, options: &ExplainOptions) -> Result<Option<String>, Failure> {
    let plan = pipeline::plan(&options.mappings, None)?;
    let Some(target) = plan.targets.all().iter().find(|target| format!("{}/{}", target.holds_for, target.concept) == name) else {
        return Ok(None);
    };
    let (title, description) = plan.lists.page("target", name).unwrap_or(("", ""));
    let (_, fact) = plan.lists.page("fact", &target.concept).unwrap_or(("", ""));
    let any = "any value; areas are only compared with each other".to_owned();
    let wanted = if target.values.is_empty() { any } else { target.values.join(" or ") };
    let mut text = format!(
        "{name} (target: what the region wants to compare; reason: {}; mappings/{})\n\n{title}.\n\nWhat the fact is\n  {fact}\n\nWhat the region asks for\n  {wanted}. {description}\n\nWhat the areas declare\n",
        target.reason, target.at
    );
    for area in plan.senders.values() {
        for fact in area.statements.facts.iter().filter(|fact| fact.concept == target.concept) {
            let measures =
                fact.scope.measures.iter().filter(|m| m.as_str() == target.holds_for || plan.lists.object(m) == target.holds_for);
            let measures: Vec<String> = measures.map(ToString::to_string).collect();
            if !measures.is_empty() {
                let year = |year: Option<u16>| year.map_or_else(String::new, |year| year.to_string());
                let years = match fact.scope.years {
                    (None, None) => String::new(),
                    (from, to) if from == to => format!(" {}", year(from)),
                    (from, to) => format!(" {}–{}", year(from), year(to)),
                };
                let value = fact.value.as_deref().unwrap_or("not stated");
                let _ =
                    writeln!(text, "  {} {:<24} {value} ({}; mappings/{})", area.sender, measures.join(" ") + &years, fact.source, fact.at);
            }
        }
    }
    Ok(Some(text))
}

fn unknown(name: &str) -> String {
    let all = codes::ALL.iter().map(|code| code.name).chain(rules().into_iter().map(|rule| rule.name));
    let near: Vec<&str> = all.filter(|known| known.contains(name) || name.contains(known)).collect();
    let hint = if near.is_empty() { "; `roundup explain` lists all codes".to_owned() } else { format!("; is it {}?", near.join(" or ")) };
    format!("no finding, rule, reason or code list has the code \"{name}\"{hint}")
}
