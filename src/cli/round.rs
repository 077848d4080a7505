//! Which round a command is about: the one that was named, or the newest.

use std::path::Path;

use super::args::RoundOptions;
use super::status::Failure;
use super::streams::Streams;
use crate::fs;
use crate::model::Sender;
use crate::pipeline::{self, Request};

impl RoundOptions {
    /// The request that the options make. An area that no list knows, or that is not of the round, is a failure, before anything is read.
    pub(super) fn request(&self, streams: &Streams<'_>) -> Result<Request, Failure> {
        let request = self.request_for(self.round.clone(), streams)?;
        let of_round = pipeline::senders_of_round(&self.mappings, &request.round)?;
        // Of a round that is not declared the run says so.
        match self.area.iter().find(|sender| !of_round.is_empty() && !of_round.contains(sender)) {
            Some(sender) => {
                let words: Vec<String> = of_round.iter().map(|sender| sender.folder()).collect();
                let what = format!("{} sends nothing for round {}; there are {}", sender.folder(), request.round, words.join(", "));
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
            senders: self.area.clone(),
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

    /// Refuses states and organisations that no list has.
    pub(super) fn check_areas(&self, senders: &[Sender]) -> Result<(), Failure> {
        if senders.is_empty() {
            return Ok(());
        }
        let lists = pipeline::plan(&self.mappings, None)?.lists;
        let known = lists.senders();
        // Where the lists themselves can't be read, the run says so.
        let unknown = senders.iter().find(|sender| !known.is_empty() && !known.contains(sender));
        match unknown {
            Some(sender) => {
                let words: Vec<String> = known.iter().map(|sender| sender.folder()).collect();
                let what = "is neither an area of codelists/area.csv nor an organisation that states figures";
                Err(Failure::Request(format!("{} {what}; there are {}", sender.folder(), words.join(", "))))
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
        let is_area = |(name, kind): &(String, fs::EntryKind)| *kind == fs::EntryKind::Folder && Sender::of_folder(name).is_some();
        if fs::list(&raw.join(&name))?.iter().any(is_area) {
            rounds.push(name);
        }
    }
    Ok(rounds)
}
