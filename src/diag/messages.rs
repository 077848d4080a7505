//! Texts of findings that ask those who sent a submission: a key and its parameters, said in a language by one file for each.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The texts of a language by section and key.
type Texts = BTreeMap<String, BTreeMap<String, String>>;

/// English, which is complete. That the file can be read is a test; without it a message is its key and its parameters.
static ENGLISH: LazyLock<Texts> = LazyLock::new(|| toml::from_str(include_str!("messages/en.toml")).unwrap_or_default());

/// A text with parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    section: &'static str,
    key: &'static str,
    parameters: Vec<(&'static str, Parameter)>,
}

/// What stands in the place of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// A word of the submission, a number or a name, the same in every language.
    Word(String),
    /// A text of the file of the language.
    Text(Box<Message>),
}

impl From<String> for Parameter {
    fn from(word: String) -> Self {
        Self::Word(word)
    }
}

impl From<&str> for Parameter {
    fn from(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

impl From<usize> for Parameter {
    fn from(number: usize) -> Self {
        Self::Word(number.to_string())
    }
}

impl From<u32> for Parameter {
    fn from(number: u32) -> Self {
        Self::Word(number.to_string())
    }
}

impl From<Message> for Parameter {
    fn from(message: Message) -> Self {
        Self::Text(Box::new(message))
    }
}

impl Message {
    /// The text of a section and key, without parameters.
    pub fn new(section: &'static str, key: &'static str) -> Self {
        Self { section, key, parameters: Vec::new() }
    }

    /// With a parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Parameter>) -> Self {
        self.parameters.push((name, value.into()));
        self
    }

    /// The text in English.
    pub fn english(&self) -> String {
        self.said_in(&ENGLISH)
    }

    fn said_in(&self, texts: &Texts) -> String {
        let text = texts.get(self.section).and_then(|section| section.get(self.key)).map_or(self.key, String::as_str);
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        // Words of a submission may have braces of their own, so what was put in is not looked at again.
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            if let Some((_, value)) = self.parameters.iter().find(|(own, _)| *own == name) {
                match value {
                    Parameter::Word(word) => said.push_str(word),
                    Parameter::Text(message) => said.push_str(&message.said_in(texts)),
                }
            }
            rest = after;
        }
        said.push_str(rest);
        said
    }
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, Message};
    use crate::diag::TextRole;

    #[test]
    fn texts_have_their_parameters() {
        let message = Message::new("text-new", "one").with("text", "a {role} b").with("role", Message::new("roles", "label"));
        assert_eq!(message.english(), "\"a {role} b\": a label, never approved");
    }

    #[test]
    fn english_is_complete() {
        for role in TextRole::WORDS {
            assert!(ENGLISH.get("roles").is_some_and(|roles| roles.contains_key(role)), "{role}");
        }
        for (section, texts) in ENGLISH.iter() {
            for text in texts.values() {
                assert_eq!(text.matches('{').count(), text.matches('}').count(), "{section}: {text}");
            }
        }
    }
}
