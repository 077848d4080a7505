//! Candidates for labels that no crosswalk line maps, each with the reason for it.
//!
//! A suggestion is for a person who decides; this module must not decide, and nothing that it says is used by a run.

mod patch;
mod proposals;

use std::collections::BTreeMap;

use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{Correspondence, MappedTo, Predicate, Sender};
use crate::normalize::normalize;
use crate::plan::{Plan, WordConcept};
use crate::similarity;

pub use patch::{patch, replacements};
pub use proposals::{append, crosswalk_line};

/// Candidates of one label that are given.
const MOST: usize = 5;
/// Least likeness of two spellings, in percent of the longer one.
const LEAST_LIKENESS: u32 = 70;

/// A code that a label may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The code, or `NoTermFound`.
    pub code: String,
    /// The relation, as the line that gave it has it.
    pub predicate: Predicate,
    /// Why it is a candidate.
    pub reason: String,
    /// Whether a crosswalk has the very word.
    pub is_same_word_elsewhere: bool,
}

/// A label without a line, and what it may mean.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The sender whose word it is.
    pub sender: Sender,
    /// The concept, as a crosswalk names it.
    pub concept: String,
    /// The label.
    pub label: String,
    /// Where it stands.
    pub location: Location,
    /// What it may mean, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// Suggestions for all unmapped labels among the findings, in their order.
pub fn suggest(findings: &Findings, plan: &Plan) -> Vec<Suggestion> {
    let unmapped = findings.iter().filter(|finding| finding.code == codes::LABEL_UNMAPPED);
    unmapped.filter_map(|finding| suggestion(finding, plan)).collect()
}

fn suggestion(finding: &Finding, plan: &Plan) -> Option<Suggestion> {
    let about = finding.about.as_ref()?;
    let area = Sender::of_file(finding.location.file())?;
    let concepts: Vec<WordConcept> = about.concepts.iter().filter_map(|word| WordConcept::parse(word, plan.lists.structure())).collect();
    let (concept, candidates) = candidates(area, &concepts, &about.label, plan);
    Some(Suggestion {
        sender: area,
        concept: concept?.word().to_owned(),
        label: about.label.clone(),
        location: finding.location.clone(),
        candidates,
    })
}

/// What a label may mean under one of several concepts: the concept of the likeliest candidate, and the candidates under it.
pub fn candidates(area: Sender, concepts: &[WordConcept], label: &str, plan: &Plan) -> (Option<WordConcept>, Vec<Candidate>) {
    let mut found: Vec<(Rank, WordConcept, Candidate)> = Vec::new();
    for concept in concepts {
        found.extend(from_crosswalks(area, *concept, label, plan).into_iter().map(|(rank, candidate)| (rank, *concept, candidate)));
        found.extend(from_names(area, *concept, label, plan).into_iter().map(|candidate| (Rank(1, 0), *concept, candidate)));
        found.extend(from_code_list(*concept, label, plan).into_iter().map(|(rank, candidate)| (rank, *concept, candidate)));
    }
    found.sort_by(|(a, _, x), (b, _, y)| (a, &x.code, &x.reason).cmp(&(b, &y.code, &y.reason)));
    let concept = found.first().map(|(_, concept, _)| *concept).or_else(|| concepts.first().copied());
    let mut candidates: Vec<Candidate> = Vec::new();
    for (_, _, candidate) in found.into_iter().filter(|(_, own, _)| Some(*own) == concept) {
        if candidates.len() < MOST && !candidates.iter().any(|known| known.code == candidate.code) {
            candidates.push(candidate);
        }
    }
    (concept, candidates)
}

/// Kind of reason, and within a kind how far the words are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u8, u32);

/// How two words are alike, if they are.
fn likeness(label: &str, other: &str) -> Option<(Rank, String)> {
    let (a, b) = (normalize(label), normalize(other));
    if a == b {
        return Some((Rank(0, 0), "the same word".to_owned()));
    }
    if let Some(more) = similarity::contained(&a, &b) {
        return Some((Rank(2, more), format!("one is in the other: \"{other}\"")));
    }
    let percent = similarity::likeness(&a, &b);
    (percent >= LEAST_LIKENESS && a.chars().count().max(b.chars().count()) > 3)
        .then(|| (Rank(3, 100 - percent), format!("spelt nearly as \"{other}\" ({percent} %)")))
}

/// Lines of the area's own crosswalk and of the others'.
fn from_crosswalks(area: Sender, concept: WordConcept, label: &str, plan: &Plan) -> Vec<(Rank, Candidate)> {
    let mut found = Vec::new();
    for other in plan.senders.values() {
        let is_own = other.sender == area;
        let of_concept = other.crosswalk.lines().iter().filter(|line| line.concept == concept);
        for line in of_concept.map(|line| &line.said).filter(|line| !line.is_pattern) {
            let (Some((Rank(kind, distance), how)), Some(code)) = (likeness(label, &line.label), code(line)) else { continue };
            // Of two reasons of one kind the area's own line goes first.
            let rank = Rank(kind, distance.saturating_mul(2) + u32::from(!is_own));
            let reason = format!("{how}, in mappings/{}", line.at);
            let is_same_word_elsewhere = kind == 0;
            found.push((rank, Candidate { code, predicate: line.predicate, reason, is_same_word_elsewhere }));
        }
    }
    found
}

fn code(line: &Correspondence) -> Option<String> {
    match &line.target {
        MappedTo::Code(code) => Some(code.to_string()),
        MappedTo::Period(period) => Some(period.to_string()),
        MappedTo::NoTermFound => None,
    }
}

/// Country names in the languages of the other areas.
fn from_names(area: Sender, concept: WordConcept, label: &str, plan: &Plan) -> Vec<Candidate> {
    let has_countries = concept.has_countries();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for other in plan.senders.values().filter(|other| has_countries && other.sender != area) {
        if let Some(code) = other.names.find(label) {
            found.entry(code.to_owned()).or_default().push(other.sender.to_string());
        }
    }
    let candidate = |(code, areas): (String, Vec<String>)| Candidate {
        code,
        predicate: Predicate::Exact,
        reason: format!("a country name of CLDR in the language of {}", areas.join(", ")),
        is_same_word_elsewhere: false,
    };
    found.into_iter().map(candidate).collect()
}

/// Names of codes in the code lists.
fn from_code_list(concept: WordConcept, label: &str, plan: &Plan) -> Vec<(Rank, Candidate)> {
    let codes = concept.code_concept().map(|concept| plan.lists.codes(concept)).unwrap_or_default();
    let of = |code: &crate::model::CodeId| {
        let (Rank(kind, distance), how) = likeness(label, plan.lists.name(code)?)?;
        let reason = format!("{how}, the name of the code");
        Some((
            Rank(kind.max(1), distance),
            Candidate { code: code.to_string(), predicate: Predicate::Close, reason, is_same_word_elsewhere: false },
        ))
    };
    codes.iter().filter_map(of).collect()
}
