//! What the reader asked to have checked: rounds, and in each of them files.

use std::collections::BTreeMap;

use crate::cli::args::CheckOptions;
use crate::cli::round::with_submissions;
use crate::cli::status::Failure;
use crate::cli::typed_path::{Named, named, words};
use crate::diag::{Finding, Location};
use crate::model::Sender;
use crate::pipeline;

/// What of a round was asked for; nothing named is everything.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Relative to the folder of the round, or to that of the mappings; empty for the folder itself.
    raw: Vec<String>,
    mappings: Vec<String>,
}

/// The rounds to check, the oldest first: those of the files that are named; without any, all that have submissions, and the newest.
pub(super) fn rounds(options: &CheckOptions) -> Result<Vec<(String, Wanted)>, Failure> {
    let (raw, mappings) = (&options.round.raw, &options.round.mappings);
    let mut by_round: BTreeMap<String, Wanted> = BTreeMap::new();
    let (mut of_mappings, mut names_all) = (Vec::new(), options.files.is_empty());
    for file in &options.files {
        match named(file, raw, mappings)? {
            Named::Raw(round, path) => match options.round.round.as_ref().filter(|only| **only != round) {
                Some(only) => {
                    return Err(Failure::Request(format!("{} belongs to round {round}, and --round says {only}", file.display())));
                }
                None => by_round.entry(round).or_default().raw.push(path),
            },
            Named::AllRounds => names_all = true,
            Named::Mappings(path) => of_mappings.push(path),
            Named::Elsewhere => {
                let (raw, mappings) = (words(raw), words(mappings));
                let what =
                    format!("{} is neither below {raw} nor below {mappings}: put a submission into its folder first", file.display());
                return Err(Failure::Request(what));
            }
        }
    }
    let declared = pipeline::rounds(mappings)?;
    if let Some(only) = &options.round.round {
        by_round.entry(only.clone()).or_default();
    } else if names_all || by_round.is_empty() {
        for round in with_submissions(raw)?.into_iter().chain(declared.last().cloned()) {
            by_round.entry(round).or_default();
        }
    }
    if by_round.is_empty() {
        let file = mappings.join("rounds.toml");
        return Err(Failure::Request(format!("no round is declared in {}, and none has submissions", file.display())));
    }
    // What is named of one round says nothing of the others; where nothing is named, everything is wanted.
    let names_files = by_round.values().any(|wanted| !wanted.raw.is_empty());
    for wanted in by_round.values_mut() {
        wanted.mappings.clone_from(&of_mappings);
        if names_all && names_files && wanted.raw.is_empty() {
            wanted.raw.push(String::new());
        }
    }
    let age = |round: &String| declared.iter().position(|own| own == round);
    let mut rounds: Vec<(String, Wanted)> = by_round.into_iter().collect();
    rounds.sort_by_key(|(round, _)| age(round));
    Ok(rounds)
}

impl Wanted {
    fn is_everything(&self) -> bool {
        self.raw.is_empty() && self.mappings.is_empty()
    }

    /// The senders that have to be read; none: all, for code lists and the like concern every one.
    pub(super) fn senders(&self) -> Vec<Sender> {
        let paths = || self.raw.iter().chain(&self.mappings);
        let senders: Option<Vec<Sender>> = paths().map(|path| Sender::of_file(path)).collect();
        senders.unwrap_or_default()
    }

    /// Whether a file was asked for.
    pub(super) fn has_file(&self, file: &str, is_mapping: bool) -> bool {
        let listed = if is_mapping { &self.mappings } else { &self.raw };
        let is_in =
            |path: &String| path.is_empty() || file == path || file.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.is_everything() || listed.iter().any(is_in)
    }

    fn has(&self, place: &Location) -> bool {
        match place {
            Location::Round(_) => self.is_everything() || self.raw.iter().any(String::is_empty),
            Location::Line(line) => self.has_file(&line.file, true),
            Location::File(_) | Location::Sheet(..) | Location::Cell(_) => self.has_file(place.file(), false),
        }
    }

    /// Whether a finding is about what was asked for.
    pub(super) fn concerns(&self, finding: &Finding) -> bool {
        self.has(&finding.location) || finding.related.iter().any(|place| self.has(place))
    }
}
