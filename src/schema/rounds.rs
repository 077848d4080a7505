//! The declared rounds in their order, and which mapping files are read for one of them.
//!
//! `layout.toml` holds from the first round of its sender on, `layout.2023.toml` from the round 2023 on. For a round the files of the rounds before it and its
//! own are read, the oldest first, and never one of a later round: what is learned later can't change what was published before.

use super::positions::Positioned;
use super::toml_files::RoundsImage;

/// A round as `rounds.toml` declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredRound {
    /// Its id, the name of its folder.
    pub id: String,
    /// Its years.
    pub years: Vec<u16>,
    /// Its areas, as written.
    pub areas: Vec<String>,
    /// Who sends submissions, as written; empty: the areas.
    pub senders: Vec<String>,
}

impl DeclaredRound {
    /// The folders of those who send submissions.
    pub fn folders(&self) -> impl Iterator<Item = String> {
        let senders = if self.senders.is_empty() { &self.areas } else { &self.senders };
        senders.iter().map(|code| code.to_ascii_lowercase())
    }
}

/// The declared rounds, the oldest first: by their last year, then by name.
pub(super) fn in_order(file: Option<&Positioned<RoundsImage>>) -> Vec<DeclaredRound> {
    let words = |listed: &[toml::Spanned<String>]| listed.iter().map(|word| word.get_ref().clone()).collect();
    let rounds = file.into_iter().flat_map(|file| &file.image.round).map(toml::Spanned::get_ref);
    let mut rounds: Vec<DeclaredRound> = rounds
        .map(|image| DeclaredRound {
            id: image.id.get_ref().clone(),
            years: image.years.clone(),
            areas: words(&image.areas),
            senders: words(&image.senders),
        })
        .collect();
    rounds.sort_by(|a, b| (a.years.iter().max(), &a.id).cmp(&(b.years.iter().max(), &b.id)));
    rounds
}

/// The round that mapping files are read for.
#[derive(Clone, Debug, Default)]
pub struct RoundScope {
    /// All declared rounds, the oldest first.
    rounds: Vec<DeclaredRound>,
    /// So many of them are the round and those before it.
    up_to: usize,
}

impl RoundScope {
    /// The scope of a round; of the newest where none is named or it is not declared.
    pub(super) fn new(rounds: Vec<DeclaredRound>, round: Option<&str>) -> Self {
        let place = round.and_then(|id| rounds.iter().position(|own| own.id == id));
        let up_to = place.map_or(rounds.len(), |place| place + 1);
        Self { rounds, up_to }
    }

    /// The round and those before it, the oldest first.
    fn known(&self) -> &[DeclaredRound] {
        self.rounds.get(..self.up_to).unwrap_or_default()
    }

    /// The rounds before it, the oldest first.
    pub fn before(&self) -> Vec<String> {
        let known = self.known();
        known.get(..known.len().saturating_sub(1)).unwrap_or_default().iter().map(|round| round.id.clone()).collect()
    }

    /// The round; `None` where none is declared.
    pub fn round(&self) -> Option<String> {
        self.known().last().map(|round| round.id.clone())
    }

    /// Whether the mappings of a sender are read: it sends for the round or one before it, or no round names it yet and this is the newest.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        let sends = |round: &DeclaredRound| round.folders().any(|own| own == folder);
        self.known().iter().any(sends) || (self.up_to == self.rounds.len() && !self.rounds.iter().any(sends))
    }

    /// What stands in the names of a sender's files of the round; nothing where no round before has the sender.
    pub fn suffix(&self, folder: &str) -> Option<String> {
        if self.is_first(Some(folder)) { None } else { self.round() }
    }

    /// Whether a file without a round in its name is one of the round itself: the sender, or anybody where none is named, sends for no round before it.
    fn is_first(&self, folder: Option<&str>) -> bool {
        let known = self.known();
        let sends = |round: &DeclaredRound| folder.is_none_or(|folder| round.folders().any(|own| own == folder));
        !known.get(..known.len().saturating_sub(1)).unwrap_or_default().iter().any(sends)
    }

    /// The files that hold for the round, of those that have a name, the oldest first; each with whether it is of the round itself.
    pub(super) fn layers(&self, folder: Option<&str>, leaf: &str) -> Vec<(String, bool)> {
        let (stem, extension) = leaf.rsplit_once('.').unwrap_or((leaf, ""));
        let last = self.known().last().map(|round| round.id.as_str());
        let of_round = |round: &DeclaredRound| (format!("{stem}.{}.{extension}", round.id), last == Some(round.id.as_str()));
        std::iter::once((leaf.to_owned(), self.is_first(folder))).chain(self.known().iter().map(of_round)).collect()
    }

    /// The round in the name of a mapping file, and whether it is declared; `None` where the name has none.
    pub(super) fn round_of<'n>(&self, leaf: &'n str) -> Option<(&'n str, bool)> {
        let (rest, extension) = leaf.rsplit_once('.')?;
        let (_, round) = rest.split_once('.').filter(|_| extension == "toml" || extension == "csv")?;
        Some((round, self.rounds.iter().any(|own| own.id == round)))
    }
}

#[cfg(test)]
mod tests {
    use super::{DeclaredRound, RoundScope};

    fn scope(round: &str) -> RoundScope {
        let round_of = |id: &str, areas: &[&str]| {
            let areas = areas.iter().map(|area| (*area).to_owned()).collect();
            DeclaredRound { id: id.to_owned(), years: Vec::new(), areas, senders: Vec::new() }
        };
        RoundScope::new(vec![round_of("2020", &["DK"]), round_of("2022", &["SE"]), round_of("2024", &["DK", "SE", "PL"])], Some(round))
    }

    #[test]
    fn files_hold_from_their_round_on() {
        let cases = [
            ("2020", "dk", "layout.toml=own layout.2020.toml=own"),
            ("2022", "dk", "layout.toml layout.2020.toml layout.2022.toml=own"),
            ("2022", "se", "layout.toml=own layout.2020.toml layout.2022.toml=own"),
            ("2024", "se", "layout.toml layout.2020.toml layout.2022.toml layout.2024.toml=own"),
        ];
        for (round, folder, expected) in cases {
            let layers = scope(round).layers(Some(folder), "layout.toml");
            let words: Vec<String> = layers.iter().map(|(name, own)| format!("{name}{}", if *own { "=own" } else { "" })).collect();
            assert_eq!(words.join(" "), expected, "{round} {folder}");
        }
    }

    #[test]
    fn mappings_of_a_sender_are_read_from_its_first_round_on() {
        let folders = ["dk", "se", "pl", "xx"];
        let read = |round: &str| folders.into_iter().filter(|folder| scope(round).has_folder(folder)).collect::<Vec<_>>().join(" ");
        assert_eq!(["2020", "2022", "2024"].map(read), ["dk", "dk se", "dk se pl xx"], "xx sends for no round yet");
    }

    #[test]
    fn a_round_in_the_name_of_a_file_is_one_that_is_declared() {
        let of = |name| scope("2020").round_of(name);
        assert_eq!(of("layout.toml"), None);
        assert_eq!(of("layout.2024.toml"), Some(("2024", true)), "a later round is declared, too");
        assert_eq!(of("crosswalk.2032.csv"), Some(("2032", false)));
        assert_eq!(of("notes.of.txt"), None);
    }
}
