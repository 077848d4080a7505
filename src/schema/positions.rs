//! The text of a mapping file, and how a byte in it becomes a line and a column.

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::mistakes;
use crate::diag::{Finding, Findings, Location, codes};
use crate::model::{MappingLine, Name};
use crate::normalize::line_feeds;

/// The text of one mapping file.
#[derive(Clone, Debug)]
pub struct Text {
    /// The file, relative to the mappings folder.
    pub file: Arc<str>,
    /// Its text, without a byte order mark.
    pub text: String,
    /// Where its lines begin.
    lines: Vec<usize>,
    /// How many characters begin before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
}

/// Bytes that are looked at to count the characters before a place.
const BLOCK: usize = 1 << 10;

impl Text {
    /// The bytes as text; a finding when they are not UTF-8.
    pub(super) fn from_bytes(file: &Arc<str>, bytes: Vec<u8>, findings: &mut Findings) -> Option<Self> {
        match String::from_utf8(bytes) {
            Ok(text) => Some(Self::new(file, line_feeds(text.strip_prefix('\u{feff}').unwrap_or(&text)))),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let before = error.as_bytes().get(..valid).unwrap_or_default();
                let line = u32::try_from(before.split(|b| *b == b'\n').count()).unwrap_or(u32::MAX);
                let place = Location::Line(MappingLine { file: Name::from(&**file), line, column: 0 });
                findings.push(
                    Finding::new(codes::MAPPING_UNREADABLE, place, "bytes that are not UTF-8")
                        .expected("UTF-8 text; in a spreadsheet program, save as \"CSV UTF-8\""),
                );
                None
            }
        }
    }

    fn new(file: &Arc<str>, text: String) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut characters = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            characters.push(characters.last().copied().unwrap_or(0) + begun(block));
        }
        Self { file: Arc::clone(file), text, lines, characters }
    }

    /// How many characters begin before a byte.
    fn characters_before(&self, byte: usize) -> usize {
        let block = self.text.as_bytes().get(byte - byte % BLOCK..byte).unwrap_or_default();
        self.characters.get(byte / BLOCK).copied().unwrap_or(0) + begun(block)
    }

    /// The line and column (in characters, one-based) of a byte.
    pub fn at(&self, byte: usize) -> MappingLine {
        let byte = if self.text.is_char_boundary(byte) { byte } else { self.text.len() };
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or(0);
        let column = self.characters_before(byte) - self.characters_before(start) + 1;
        MappingLine {
            file: Name::from(&*self.file),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    /// Reads the text as TOML; each mistake is a finding of its own, and any of them leaves the file out.
    pub(super) fn parse<T: DeserializeOwned>(self, findings: &mut Findings) -> Option<Positioned<T>> {
        match mistakes::read(&self.text) {
            Ok(image) => Some(Positioned { text: self, image }),
            Err(mistakes) => {
                for mistake in mistakes {
                    let at = mistake.span.map_or_else(|| MappingLine::whole(&self.file), |span| self.at(span.start));
                    findings.push(Finding::new(codes::MAPPING_UNREADABLE, Location::Line(at), mistake.message));
                }
                None
            }
        }
    }
}

/// How many characters begin in some bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// A TOML file: its image and its text, so that a span can be told as line and column.
#[derive(Clone, Debug)]
pub struct Positioned<T> {
    /// The text.
    pub text: Text,
    /// The image.
    pub image: T,
}

impl<T> Positioned<T> {
    /// Where a span begins.
    pub fn at(&self, span: &Range<usize>) -> MappingLine {
        self.text.at(span.start)
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Text};

    #[test]
    fn places_are_those_that_counting_finds() {
        let text = ["a = 1\n", "Ä = \"ß\"\n", "\n", &"é".repeat(BLOCK), "\n[[x]]\n", &"b".repeat(2 * BLOCK + 7)].concat();
        let file = Text::new(&"xx/layout.toml".into(), text.clone());
        for byte in (0..=text.len()).filter(|byte| text.is_char_boundary(*byte)) {
            let before = text.get(..byte).unwrap();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            let at = file.at(byte);
            assert_eq!((usize::try_from(at.line), usize::try_from(at.column)), (Ok(line), Ok(column)), "{byte}");
        }
    }
}
