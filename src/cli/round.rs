//! Which round a command is about: the one that was named, or the newest.

use std::path::Path;

use super::args::RoundOptions;
use super::status::Failure;
use super::streams::Streams;
use crate::fs;
use crate::model::RefArea;
use crate::pipeline::{self, Request};

impl RoundOptions {
    /// The request that the options make. An area that no list knows, or that is not of the round, is a failure, before anything is read.
    pub(super) fn request(&self, streams: &Streams<'_>) -> Result<Request, Failure> {
        let request = self.request_for(self.round.clone(), streams)?;
        let of_round = pipeline::areas_of_round(&self.mappings, &request.round)?;
        // Of a round that is not declared the run says so.
        match self.area.iter().find(|area| !of_round.is_empty() && !of_round.contains(area)) {
            Some(area) => {
                let words: Vec<String> = of_round.iter().map(|area| area.folder()).collect();
                let what = format!("{} is not an area of round {}; there are {}", area.folder(), request.round, words.join(", "));
                Err(Failure::Request(what))
            }
            None => Ok(request),
        }
    }

    /// The same for a round; `None`: the newest.
    pub(super) fn request_for(&self, round: Option<String>, streams: &Streams<'_>) -> Result<Request, Failure> {
        let round = match round {
            Some(round) => round,
            None => self.newest()?,
        };
        self.check_areas(&self.area)?;
        Ok(Request {
            reader: streams.reader.clone(),
            raw: self.raw.clone(),
            mappings: self.mappings.clone(),
            round,
            areas: self.area.clone(),
        })
    }

    /// The newest round that is declared; of a folder without rounds, what is said of it comes from the run.
    fn newest(&self) -> Result<String, Failure> {
        let rounds = pipeline::rounds(&self.mappings)?;
        // Where rounds.toml declares none or can't be read, the run of what was sent says so, with the place.
        let submitted = || Ok::<_, Failure>(with_submissions(&self.raw)?.pop());
        let newest = rounds.last().cloned().map_or_else(submitted, |round| Ok(Some(round)))?;
        newest.ok_or_else(|| {
            let file = self.mappings.join("rounds.toml");
            Failure::Request(format!("no round is declared in {}: name one with --round", file.display()))
        })
    }

    /// Refuses areas that the list of areas does not have.
    pub(super) fn check_areas(&self, areas: &[RefArea]) -> Result<(), Failure> {
        if areas.is_empty() {
            return Ok(());
        }
        let known = pipeline::areas(&self.mappings)?;
        // Where the list itself can't be read, the run says so.
        let unknown = areas.iter().find(|area| !known.is_empty() && !known.contains(area));
        match unknown {
            Some(area) => {
                let words: Vec<String> = known.iter().map(|area| area.folder()).collect();
                Err(Failure::Request(format!("{} is not an area of codelists/area.csv; there are {}", area.folder(), words.join(", "))))
            }
            None => Ok(()),
        }
    }
}

/// The folders below `raw` that hold folders of areas.
pub(super) fn with_submissions(raw: &Path) -> Result<Vec<String>, Failure> {
    let mut rounds = Vec::new();
    for (name, kind) in fs::list(raw)? {
        if kind != fs::EntryKind::Folder || name.starts_with('.') {
            continue;
        }
        let is_area = |(name, kind): &(String, fs::EntryKind)| {
            *kind == fs::EntryKind::Folder && RefArea::parse(name).is_some_and(|area| area.folder() == *name)
        };
        if fs::list(&raw.join(&name))?.iter().any(is_area) {
            rounds.push(name);
        }
    }
    Ok(rounds)
}
