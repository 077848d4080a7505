//! Findings that the country answered: each is silent as long as the value stands that the answer was about.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Plan;
use crate::diag::{Code, Finding, Findings, Location, codes};
use crate::model::{Sender, SourceCell};

/// The findings that were answered, and what their figures say of it.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Code and place of each finding that an answer took out.
    pub findings: Vec<(Code, Location)>,
    /// The cell of each answer that holds, and its words.
    pub words: Vec<(SourceCell, String)>,
}

impl Plan {
    /// Takes out the findings that are answered. An answer about another value, one that is out of date, and one to a finding that there is
    /// no longer are findings themselves. `digest_of` gives the
    /// beginning of the digest of what a cell shows, `was_read` whether an area was looked at.
    pub fn accept(
        &self,
        round: &str,
        findings: &mut Findings,
        digest_of: impl Fn(&Location) -> Option<String>,
        was_read: impl Fn(Sender) -> bool,
    ) -> Answers {
        let is_over = |until: &str| match (self.place_of(round), self.place_of(until)) {
            (Some(round), Some(until)) => round > until,
            // One of them is declared later: their names are years.
            _ => !round.parse::<u16>().is_ok_and(|round| until.parse::<u16>().is_ok_and(|until| round <= until)),
        };
        let (mut stale, mut answered_all, mut answers_that_hold) = (Findings::default(), BTreeSet::new(), Answers::default());
        let mut at_places: BTreeMap<(&'static str, &Location), Vec<usize>> = BTreeMap::new();
        let all: Vec<Finding> = findings.iter().cloned().collect();
        for (i, finding) in all.iter().enumerate() {
            at_places.entry((finding.code.name, &finding.location)).or_default().push(i);
        }
        for acceptance in self.senders.values().filter(|area| was_read(area.sender)).flat_map(|area| &area.accepted) {
            let at_place = at_places.get(&(acceptance.code.name, &acceptance.location));
            let is_about = |i: &&usize| {
                all.get(**i).is_some_and(|finding| acceptance.about.as_ref().is_none_or(|words| finding.found.contains(words)))
            };
            let those: Vec<usize> = at_place.into_iter().flatten().filter(is_about).copied().collect();
            let answered = those.len();
            let digest = digest_of(&acceptance.location);
            let stands = digest.as_ref() == Some(&acceptance.value);
            let problem = match () {
                () if answered == 0 => Some("there is no such finding any more".to_owned()),
                () if answered > 1 => Some(format!("{answered} findings are there, and `about` does not say which is answered")),
                () if !stands => Some(format!("{} now, {}", acceptance.changed(), digest.as_deref().unwrap_or("none"))),
                () if is_over(&acceptance.until) => Some(format!("the answer held until round {}", acceptance.until)),
                () => None,
            };
            match problem {
                // An answer of an earlier round that is over, or whose finding is gone, is no fault of this one.
                Some(_) if !self.senders.values().any(|area| area.is_of_round(&acceptance.at)) => {}
                Some(problem) => {
                    let found = format!("{} at {}: {problem}", acceptance.code, acceptance.location.to_string().trim_start_matches("raw "));
                    stale.push(Finding::new(codes::ACCEPTANCE_STALE, Location::Line(acceptance.at), found));
                }
                // What one answer takes out must still count for the next, or their order would decide.
                None => {
                    answered_all.extend(those);
                    if let Location::Cell(origin) = &acceptance.location {
                        answers_that_hold.words.push((origin.clone(), acceptance.words()));
                    }
                }
            }
        }
        let mut number = 0..;
        findings.select(|_| number.next().is_none_or(|i| !answered_all.contains(&i)));
        findings.append(stale);
        answers_that_hold.findings =
            answered_all.iter().filter_map(|i| all.get(*i)).map(|finding| (finding.code, finding.location.clone())).collect();
        answers_that_hold
    }
}
