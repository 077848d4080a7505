//! Who sends a submission.

use std::fmt;

use super::{Name, RefArea};

/// Who sends a submission and states its figures: a state about itself, or an organisation about several states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sender {
    /// A state.
    State(RefArea),
    /// An organisation: its code in the list of the dimension that says who states a figure.
    Organisation(Name),
}

/// Folders of the mappings that are of no sender.
const OF_NOBODY: [&str; 3] = ["codelists", "schemas", "releases"];

/// The letters that the folder of an organisation may have; two are a state.
const SHORTEST: usize = 3;

impl Sender {
    /// Reads a code in either case: two letters are a state, more letters, digits and `_` an organisation. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(area) = RefArea::parse(text) {
            return Some(Self::State(area));
        }
        let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let is_of_nobody = OF_NOBODY.iter().any(|name| text.eq_ignore_ascii_case(name));
        (is_word && text.len() >= SHORTEST && !is_of_nobody).then(|| Self::Organisation(Name::from(text.to_ascii_uppercase().as_str())))
    }

    /// The sender that a folder below a round or the mappings is of: its code in lower case.
    pub fn of_folder(name: &str) -> Option<Self> {
        Self::parse(name).filter(|sender| sender.folder() == name)
    }

    /// The sender whose folder a file of a round or the mappings lies in.
    pub fn of_file(path: &str) -> Option<Self> {
        Self::of_folder(path.split('/').next().unwrap_or_default())
    }

    /// The name of its folder under `raw/<round>/` and `mappings/`: the code in lower case.
    pub fn folder(self) -> String {
        self.to_string().to_ascii_lowercase()
    }

    /// The state; `None` for an organisation.
    pub fn state(self) -> Option<RefArea> {
        match self {
            Self::State(area) => Some(area),
            Self::Organisation(_) => None,
        }
    }
}

impl From<RefArea> for Sender {
    fn from(area: RefArea) -> Self {
        Self::State(area)
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::State(area) => area.fmt(f),
            Self::Organisation(code) => code.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sender;

    #[test]
    fn two_letters_are_a_state_and_more_an_organisation() {
        for (text, code, folder) in [
            ("dk", Some("DK"), Some("dk")),
            ("DK", Some("DK"), None),
            ("unodc", Some("UNODC"), Some("unodc")),
            ("Unodc", Some("UNODC"), None),
            ("oecd_2", Some("OECD_2"), Some("oecd_2")),
            ("codelists", None, None),
            ("d1", None, None),
            ("un odc", None, None),
            ("..", None, None),
            ("", None, None),
        ] {
            assert_eq!(Sender::parse(text).map(|sender| sender.to_string()).as_deref(), code, "{text}");
            assert_eq!(Sender::of_folder(text).map(Sender::folder).as_deref(), folder, "{text}");
        }
        assert!(Sender::parse("dk").unwrap() < Sender::parse("aaa").unwrap(), "states first");
    }
}
