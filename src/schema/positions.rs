//! The text of a mapping file, and how a byte in it becomes a line and a column.

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::mistakes;
use crate::diag::{Finding, Findings, Place, codes};
use crate::fold::line_feeds;
use crate::model::{MapLine, Name};

/// The text of one mapping file.
#[derive(Clone, Debug)]
pub struct Text {
    /// The file, relative to the mappings folder.
    pub file: Arc<str>,
    /// Its text, without a byte order mark.
    pub text: String,
}

impl Text {
    /// The bytes as text; a finding when they are no UTF-8.
    pub(super) fn from_bytes(file: &Arc<str>, bytes: Vec<u8>, findings: &mut Findings) -> Option<Self> {
        match String::from_utf8(bytes) {
            Ok(text) => Some(Self { file: Arc::clone(file), text: line_feeds(text.strip_prefix('\u{feff}').unwrap_or(&text)) }),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let before = error.as_bytes().get(..valid).unwrap_or_default();
                let line = u32::try_from(before.split(|b| *b == b'\n').count()).unwrap_or(u32::MAX);
                let place = Place::Line(MapLine { file: Name::from(&**file), line, column: 0 });
                findings.push(
                    Finding::new(codes::MAPPING_UNREADABLE, place, "bytes that are no UTF-8")
                        .expected("UTF-8 text; in a spreadsheet program, save as \"CSV UTF-8\""),
                );
                None
            }
        }
    }

    /// The line and column (in characters, one-based) of a byte.
    pub fn at(&self, byte: usize) -> MapLine {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        MapLine {
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
                    let at = mistake.span.map_or_else(|| MapLine::whole(&self.file), |span| self.at(span.start));
                    findings.push(Finding::new(codes::MAPPING_UNREADABLE, Place::Line(at), mistake.message));
                }
                None
            }
        }
    }
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
    pub fn at(&self, span: &Range<usize>) -> MapLine {
        self.text.at(span.start)
    }
}
